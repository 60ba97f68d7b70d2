"""A text cut into the pieces that a page can mark: each knows all records that it belongs to.

Records overlap and share words (a heading's agency counts for each task under it), so marks are not nested: the text is cut at
every place where some mark begins or ends. Input: a `Sheet`; output: its paragraphs as `Piece`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.review.sheet import Sheet

# The more a mark says of few words, the earlier it stands: it gives the colour, and a click goes to it first.
_KINDS = ("time", "supervisor", "measuring", "coordinating", "lead", "reference", "target", "task", "doubt", "cell")


class Mark(NamedTuple):
    """A stretch of the text that a record was read from."""

    start: int
    end: int
    kind: str
    record: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with one set of marks: `kinds` and `records` in the order of importance. `opens` when some mark begins here."""

    words: str
    kinds: tuple[str, ...]
    records: tuple[str, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; `level` is that of the heading which begins here, None for others; `table` the table it stands in."""

    pieces: tuple[Piece, ...]
    level: int | None
    table: str


def marks(sheet: Sheet) -> Iterator[Mark]:
    """Every mark of a document."""
    for task in sheet.tasks:
        yield Mark(task.start, task.end, "task", task.record)
        yield from (Mark(time.start, time.end, "time", time.record) for time in task.times)
    for target in sheet.targets:
        yield Mark(target.start, target.end, "target", target.record)
    for record in sheet.records:
        yield from (Mark(agency.start, agency.end, agency.role, agency.record) for agency in record.agencies)
    for reference in sheet.references:
        yield Mark(reference.start, reference.end, "reference", reference.record)
    for doubt in sheet.doubts:
        if doubt.start is not None and doubt.end is not None:
            yield Mark(doubt.start, doubt.end, "doubt", doubt.record)
    for grid in sheet.grids:
        for cell in (cell for row in grid.rows for cell in row):
            if cell.start is not None and cell.end is not None:
                yield Mark(cell.start, cell.end, "cell", cell.record)


def paragraphs(sheet: Sheet) -> tuple[Paragraph, ...]:
    """The text of a document, line by line."""
    levels = {heading.start: heading.level for heading in reversed(sheet.headings)}
    sweep = Sweep(sorted(mark for mark in marks(sheet) if mark.start < mark.end))
    found: list[Paragraph] = []
    start = 0
    for line in sheet.text.split("\n"):
        pieces = tuple(sweep.pieces(sheet.text, start, start + len(line)))
        table = next((record.rsplit("-", 2)[0] for p in pieces for k, record in _paired(p) if k == "cell"), "")
        found.append(Paragraph(pieces, levels.get(start), table))
        start += len(line) + 1
    return tuple(found)


def _paired(piece: Piece) -> Iterator[tuple[str, str]]:
    yield from (("cell" if record.startswith("t") else "", record) for record in piece.records)


class Sweep:
    """Walks over the text from left to right; `_open` are the marks over the place where it stands."""

    def __init__(self, ordered: Sequence[Mark]) -> None:
        self._coming = list(reversed(ordered))
        self._open: list[Mark] = []

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """The pieces of the stretch from `start` to `end`, which lies behind all stretches asked before."""
        while start < end:
            self._open = [mark for mark in self._open if mark.end > start]
            while self._coming and self._coming[-1].start <= start:
                mark = self._coming.pop()
                if mark.end > start:
                    self._open.append(mark)
            stop = min([end, *(mark.end for mark in self._open)])
            if self._coming:
                stop = min(stop, self._coming[-1].start)
            yield self._piece(text[start:stop], start)
            start = stop

    def _piece(self, words: str, start: int) -> Piece:
        over = sorted(self._open, key=lambda mark: (_KINDS.index(mark.kind), mark.end - mark.start, mark.record))
        opens = any(mark.start == start and mark.kind != "cell" for mark in over)
        return Piece(words, tuple(dict.fromkeys(mark.kind for mark in over)), tuple(mark.record for mark in over), opens)
