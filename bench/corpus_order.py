"""A plan with other words in another order: siblings of the outline and rows of tables change places, some are left out.

Ordinals stay where they are, so that a shuffled list still counts from one; labels (`- Cơ quan chủ trì: ...`) stay with their
task, and rows that merged cells reach into stay with them. What comes out is a `Document` for the renderers of the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from random import Random
from typing import TypeVar

from pipeline.model import Block, Cell, Document, Section, Span, Table

_LABEL_WITHIN = 60
_SHUFFLED = 0.5
_DROPPED = 0.08
_FEWEST = 4  # a list no longer than this keeps all its members
_RENDERED = ("recipients", "signature", "appendix")
_ORDINAL_WITHIN = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of the old document at its new place; `text` is what it now says."""

    old: int
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the old table at its new place: `row` as it was, and the text of the ordinal that stands there."""

    row: int
    ordinal: str | None


class Outline:
    """What may change places in a document, whatever its words: found once, for all its orders."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.starts = {table.blocks[0]: table for table in document.tables}
        self.ranges = {table.index: _row_ranges(table) for table in document.tables}
        self.shapes = {
            table.index: [_shape(table, row, blocks) for row, blocks in enumerate(self.ranges[table.index])]
            for table in document.tables
        }
        self.groups = [self._group(section) for section in document.sections]
        self.children: dict[int | None, list[Section]] = {}
        for section in document.sections:
            self.children.setdefault(section.parent, []).append(section)

    def _group(self, section: Section) -> tuple[str, int] | None:
        """What siblings that may change places with this one have in common; None where it stays."""
        block = self.document.page.blocks[section.blocks[0]]
        head = section.heading.split("\n", 1)[0][:_LABEL_WITHIN]
        holds_table = any(section.blocks[0] <= start < section.blocks[1] for start in self.starts)
        if section.level == 0 or section.part in (*_RENDERED, "preamble") or holds_table or not section.marker:
            return None
        if not block.text.startswith(section.marker):
            return None
        bullet = not section.marker[0].isalnum()
        if bullet and (":" in head or section.heading.rstrip().endswith(":")):
            return None
        return section.marker if bullet else "ordinal", section.level


class Arrangement:
    """One order of a document's blocks, drawn from `random`; `texts` are what its blocks say now."""

    def __init__(self, outline: Outline, texts: Sequence[str], random: Random) -> None:
        self._outline = outline
        self._document = outline.document
        self._texts = texts
        self._random = random
        self._rows = {table.index: self._table_rows(table) for table in self._document.tables}

    def document(self) -> tuple[Document, list[int]]:
        """The new document, and for each of its blocks the index of the old one."""
        placed = list(self._placed(0, len(self._texts), self._outline.children.get(None, [])))
        new = {block.old: index for index, block in enumerate(placed)}
        blocks = tuple(_blocks(placed, self._document.page.blocks))
        page = replace(self._document.page, text="\n".join(block.text for block in blocks), blocks=blocks)
        tables = tuple(self._table(table, new) for table in self._document.tables)
        sections = tuple(
            replace(section, blocks=_range(section.blocks, new))
            for section in self._document.sections
            if section.part in _RENDERED
        )
        return replace(self._document, page=page, tables=tables, sections=sections), [block.old for block in placed]

    def _placed(self, start: int, end: int, sections: Sequence[Section]) -> Iterator[Placed]:
        """The blocks from `start` to `end`, in which these sections lie side by side."""
        for movable, group in groupby(sections, key=lambda section: self._outline.groups[section.index]):
            siblings = list(group)
            yield from self._plain(start, siblings[0].blocks[0])
            start = siblings[-1].blocks[1]
            for place, section in self._order(siblings) if movable else [(one, one) for one in siblings]:
                yield from self._section(section, place.marker)
        yield from self._plain(start, end)

    def _section(self, section: Section, marker: str) -> Iterator[Placed]:
        begun, *rest = self._placed(*section.blocks, self._outline.children.get(section.index, []))
        yield Placed(begun.old, marker + begun.text[len(section.marker) :])
        yield from rest

    def _order(self, members: Sequence[T]) -> list[tuple[T, T]]:
        """The places of these members, from the first, each with the member that stands there now; some may be missing."""
        kept = [one for one in members if len(members) <= _FEWEST or self._random.random() >= _DROPPED] or list(members)
        if self._random.random() < _SHUFFLED:
            self._random.shuffle(kept)
        return list(zip(members, kept, strict=False))

    def _plain(self, start: int, end: int) -> Iterator[Placed]:
        """Blocks outside of what moves, tables with their rows in the new order."""
        index = start
        while index < end:
            table = self._outline.starts.get(index)
            if table is None or table.blocks[1] > end:
                yield Placed(index, self._texts[index])
                index += 1
                continue
            yield from self._table_blocks(table)
            index = table.blocks[1]

    def _table_blocks(self, table: Table) -> Iterator[Placed]:
        ranges = self._outline.ranges[table.index]
        for row in self._rows[table.index]:
            for index in range(*ranges[row.row]):
                first = row.ordinal is not None and index == ranges[row.row][0]
                yield Placed(index, row.ordinal if first and row.ordinal is not None else self._texts[index])

    def _table_rows(self, table: Table) -> list[_Row]:
        """The rows in their new order; rows with their own ordinals side by side may change places."""
        ranges = self._outline.ranges[table.index]
        rows: list[_Row] = []
        for shape, group in groupby(range(table.n_rows), key=self._outline.shapes[table.index].__getitem__):
            if shape is None:
                rows += [_Row(row, None) for row in group]
            else:
                ordered = self._order(list(group))
                rows += [_Row(row, self._texts[ranges[place][0]]) for place, row in ordered]
        return rows

    def _table(self, table: Table, new: Mapping[int, int]) -> Table:
        places = {row.row: place for place, row in enumerate(self._rows[table.index])}
        cells = tuple(self._cell(cell, places[cell.row], new) for cell in table.cells if cell.row in places)
        blocks = _range(table.blocks, new)
        ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        return replace(table, cells=ordered, n_rows=len(places), blocks=blocks, doubtful_rows=frozenset())

    def _cell(self, cell: Cell, row: int, new: Mapping[int, int]) -> Cell:
        blocks = tuple([new[index] for index in cell.blocks])
        return Cell(row, cell.column, cell.row_span, cell.column_span, cell.role, cell.text, None, blocks)


def _shape(table: Table, row: int, blocks: tuple[int, int]) -> int | None:
    """How many storeys the ordinal of a row has that may change places; None for a row that stays."""
    cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span]
    inside = all(blocks[0] <= index < blocks[1] for cell in cells for index in cell.blocks)
    if row < table.header_rows or not inside or any(cell.row_span > 1 or cell.column_span > 1 for cell in cells):
        return None
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 3 or filled[0].role != "ordinal" or filled[0].blocks != (blocks[0],):
        return None
    ordinal = filled[0].text.rstrip(".")
    return ordinal.count(".") if len(ordinal) <= _ORDINAL_WITHIN else None


def _row_ranges(table: Table) -> list[tuple[int, int]]:
    """Which blocks each row has: from its first one to the next row's."""
    firsts = [table.blocks[1]] * (table.n_rows + 1)
    for cell in table.cells:
        if cell.blocks:
            firsts[cell.row] = min(firsts[cell.row], cell.blocks[0])
    firsts[0] = table.blocks[0]
    for row in range(table.n_rows - 1, -1, -1):
        firsts[row] = min(firsts[row], firsts[row + 1])
    return list(pairwise(firsts))


def _range(blocks: tuple[int, int], new: Mapping[int, int]) -> tuple[int, int]:
    there = [new[index] for index in range(*blocks) if index in new]
    return (min(there), max(there) + 1) if there else (0, 0)


def _blocks(placed: Iterable[Placed], old: Sequence[Block]) -> Iterator[Block]:
    start = 0
    for index, block in enumerate(placed):
        span = Span(start, start + len(block.text))
        yield Block(index, block.text, span, span, index, old[block.old].ends_cell)
        start = span.end + 1
