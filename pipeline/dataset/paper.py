"""Where on paper a record stands: spans of the clean text, by way of their blocks, on pages and in boxes.

Input: a clean page whose file had pages; output: the columns `page`, `page_end` and `box` of a span. A block that `clean`
left as it was drawn is followed letter by letter, one that it changed as a whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from pipeline.dataset.columns import Value
from pipeline.model import Block, CleanPage, Place, Span

_NOWHERE: Mapping[str, Value] = {"page": None, "page_end": None, "box": None}


class Paper:
    """The places of one page's text, for looking up."""

    def __init__(self, page: CleanPage) -> None:
        self._blocks = page.blocks
        self._ends = [block.span.end for block in page.blocks] if page.places else []
        self._places = page.places
        self._starts = [place.source.start for place in page.places]

    def columns(self, span: Span) -> Mapping[str, Value]:
        """The place of a span of the clean text, as columns; all null for a file without pages."""
        if not self._places:
            return _NOWHERE
        found = [place for source in self._sources(span) for place in self._on(source)]
        if not found:
            return _NOWHERE
        first, last = min(place.page for place in found), max(place.page for place in found)
        boxes = [place.box for place in found if place.page == first]
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return {"page": first, "page_end": last, "box": [min(lefts), min(tops), max(rights), max(bottoms)]}

    def _sources(self, span: Span) -> Iterator[Span]:
        """What the span covers of each block, in the file's own count."""
        for index in range(bisect_left(self._ends, span.start), len(self._blocks)):
            block = self._blocks[index]
            if block.span.start >= span.end:
                return
            if block.text:
                yield _source(block, span)

    def _on(self, source: Span) -> Iterator[Place]:
        first = max(bisect_right(self._starts, source.start) - 1, 0)
        for index in range(first, len(self._places)):
            place = self._places[index]
            if place.source.start >= source.end:
                return
            if place.source.end > source.start:
                yield place


def _source(block: Block, span: Span) -> Span:
    if block.source.end - block.source.start != len(block.text):
        return block.source
    shift = block.source.start - block.span.start
    return Span(max(span.start, block.span.start), min(span.end, block.span.end)).shifted(shift)
