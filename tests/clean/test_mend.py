"""Sentences that a page broke in two, and lines that only look so."""

from __future__ import annotations

import pytest

from pipeline.clean.mend import mended
from pipeline.clean.pieces import Piece, pieces_of
from pipeline.model import Line, Span

LONG = "Tổ chức trực ban 24/24 giờ; theo dõi chặt chẽ diễn biến thiên tai, phát lệnh"


def texts(*lines):
    places = [Span(10 * index, 10 * index + 5) for index in range(len(lines))]
    pieces = pieces_of([Line(text, place, index) for index, (text, place) in enumerate(zip(lines, places, strict=True))], {})
    return [piece.text for piece in mended(pieces) if isinstance(piece, Piece) and piece.text]


@pytest.mark.parametrize("rest", ["sơ tán dân kịp thời.", "và sơ tán dân ở vùng trũng; bảo đảm an toàn"])
def test_puts_a_broken_sentence_together(rest):
    assert texts("1. Giai đoạn ứng phó", LONG, rest, "2. Giai đoạn khắc phục") == [
        "1. Giai đoạn ứng phó", f"{LONG} {rest}", "2. Giai đoạn khắc phục",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (LONG, "Sơ tán dân kịp thời."),  # a capital begins a paragraph
        (f"{LONG}.", "sơ tán dân kịp thời."),  # the sentence had ended
        (f"{LONG}:", "sơ tán dân kịp thời;"),
        ("Trực ban, phát lệnh", "sơ tán dân kịp thời."),  # too short to have been broken
        (LONG, "a) sơ tán dân kịp thời."),
        (LONG, "các sở, ban, ngành liên quan"),  # a cell
        (LONG, "thường xuyên hằng năm"),
        (LONG, "hộ dân"),
    ],
)
def test_leaves_other_lines_apart(before, behind):
    assert texts(before, behind) == [before, behind]


def test_a_sentence_in_many_parts_is_one_paragraph():
    parts = [LONG, *["và sơ tán người dân ở vùng trũng thấp"] * 3000]
    assert texts(*parts) == [" ".join(parts)]


def test_mends_nothing_in_a_flattened_table():
    assert texts("STT", "Nội dung", LONG, "sơ tán dân kịp thời.") == ["STT", "Nội dung", LONG, "sơ tán dân kịp thời."]
