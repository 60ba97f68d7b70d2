"""Records of a file with pages know their page and their box."""

from __future__ import annotations

import pytest

from pipeline.dataset.paper import Paper
from pipeline.model import Block, CleanPage, Place, PortalMetadata, Span

# Two paragraphs of three printed lines, the second over a page break; the third was changed by cleaning.
TEXT = "một hai\nba bốn\nnăm"
BLOCKS = (
    Block(0, "một hai", Span(0, 7), Span(10, 17), 0),
    Block(1, "ba bốn", Span(8, 14), Span(20, 26), 1),
    Block(2, "năm", Span(15, 18), Span(30, 35), 2),
)
PLACES = (
    Place(Span(10, 17), 1, (50.0, 100.0, 90.0, 112.0)),
    Place(Span(20, 22), 1, (50.0, 700.0, 60.0, 712.0)),
    Place(Span(23, 26), 2, (40.0, 60.0, 70.0, 72.0)),
    Place(Span(30, 35), 2, (40.0, 80.0, 95.0, 92.0)),
)
PAGE = CleanPage(TEXT, BLOCKS, (), PortalMetadata(), truncated=False, places=PLACES)


@pytest.mark.parametrize(
    ("span", "page", "page_end", "box"),
    [
        (Span(0, 7), 1, 1, [50.0, 100.0, 90.0, 112.0]),
        (Span(4, 7), 1, 1, [50.0, 100.0, 90.0, 112.0]),
        (Span(8, 10), 1, 1, [50.0, 700.0, 60.0, 712.0]),
        (Span(11, 14), 2, 2, [40.0, 60.0, 70.0, 72.0]),
        (Span(8, 14), 1, 2, [50.0, 700.0, 60.0, 712.0]),
        (Span(0, 18), 1, 2, [50.0, 100.0, 90.0, 712.0]),
        (Span(15, 16), 2, 2, [40.0, 80.0, 95.0, 92.0]),
    ],
)
def test_places(span: Span, page: int, page_end: int, box: list[float]) -> None:
    assert Paper(PAGE).columns(span) == {"page": page, "page_end": page_end, "box": box}


def test_a_file_without_pages_has_no_places() -> None:
    plain = CleanPage(TEXT, BLOCKS, (), PortalMetadata(), truncated=False)
    assert Paper(plain).columns(Span(0, 7)) == {"page": None, "page_end": None, "box": None}
