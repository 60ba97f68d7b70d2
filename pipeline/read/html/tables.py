"""The grid of a table element, and whether the element only places things on the page.

Input: a `<table>`; output: its cells with row, column and reach. Here a table is taken apart for what only HTML has: nested
tables, one cell, one row or one column. Whether a plain grid is the frame of a head or signature is decided in
`clean.tables`, for all formats alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from pipeline.read.html.elements import NEVER_SHOWN, integer

_WIDEST = 200
_TALLEST = 5_000
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_MOST_STRAY = 0.1

Row = list[Tag]


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell element and its place in the grid, from 0; how many rows and columns it reaches over."""

    cell: Tag
    row: int
    column: int
    high: int
    wide: int


def rows_of(table: Tag, silent: set[int]) -> list[Row]:
    """The cells of a table row by row; cells that stand in the table without a row are a row."""
    rows: list[Row] = []
    loose: Row = []
    for child in _rows_and_loose_cells(table):
        if id(child) in silent:
            continue
        if child.name != "tr":
            loose.append(child)
            continue
        if loose:
            rows.append(loose)
            loose = []
        rows.append([cell for cell in _cells(child) if id(cell) not in silent])
    if loose:
        rows.append(loose)
    return rows[:_TALLEST]


def _rows_and_loose_cells(table: Tag) -> Iterator[Tag]:
    """The rows of a table and the cells outside of any; forms may stand around both."""
    waiting: list[PageElement] = list(reversed(table.contents))
    while waiting:
        child = waiting.pop()
        if not isinstance(child, Tag):
            continue
        if child.name in ("tr", "td", "th"):
            yield child
        elif child.name in ("thead", "tbody", "tfoot", "form"):
            waiting.extend(reversed(child.contents))


def _cells(row: Tag) -> Iterator[Tag]:
    for child in row.contents:
        if isinstance(child, Tag):
            if child.name in ("td", "th"):
                yield child
            elif child.name == "form":
                yield from (cell for cell in child.contents if isinstance(cell, Tag) and cell.name in ("td", "th"))


def broken(stray: Sequence[NavigableString], rows: Sequence[Row]) -> bool:
    """Whether so many words of a table stand outside its cells that it is better read as it stands."""
    if sum(len(row) >= _FEWEST_COLUMNS for row in rows) < _FEWEST_ROWS:
        return True
    return sum(len(node.strip()) for node in stray) > _MOST_STRAY * letters(cell for row in rows for cell in row)


def stray_words(table: Tag, rows: Sequence[Row]) -> list[NavigableString]:
    """The words of a table outside its cells; browsers show them above it."""
    cells = {id(cell) for row in rows for cell in row}
    stray: list[NavigableString] = []
    waiting: list[PageElement] = list(reversed(table.contents))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if id(node) not in cells and node.name not in NEVER_SHOWN and node.name != "caption":
                waiting.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString) and node.strip():
            stray.append(node)
    return stray


def letters(tags: Iterable[Tag]) -> int:
    """The number of letters in elements."""
    return sum(len("".join(tag.get_text().split())) for tag in tags)


def only_layout(table: Tag, grid: Sequence[Placed]) -> bool:
    """Whether a table only places things: nothing in it, one row or column of words, or a table of data in a cell."""
    filled = [placed for placed in grid if placed.cell.get_text().strip()]
    if len(filled) < 2 or len({placed.column for placed in grid}) == 1:
        return True
    if len({placed.row for placed in grid}) == 1 and len(filled) < _FEWEST_COLUMNS:
        return True
    nested = table.find("table")
    return nested is not None and _around_tables(table, filled)


def _around_tables(table: Tag, filled: Sequence[Placed]) -> bool:
    """Whether tables inside a table are what it is made for: they hold most of its words, or it has no columns of its own."""
    own = [inside for inside in table.find_all("table") if inside.find_parent("table") is table]
    inner = letters(own)
    if 2 * inner > letters([table]):
        return True
    columns = {placed.column for placed in filled}
    return len(columns) < _FEWEST_COLUMNS and any(len(inside.find_all("tr")) > 1 for inside in own)


def grid_of(rows: Sequence[Row]) -> list[Placed]:
    """The cells of a table with their places.

    Spans that reach past the table are cut, cells that would overlap move right, and columns in which no cell begins
    (a span of two where one column is) are not counted.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            wide = min(max(integer(cell.get("colspan"), 1), 1), _WIDEST)
            high = integer(cell.get("rowspan"), 1)
            high = min(high if high > 0 else len(rows), len(rows) - row)
            taken.update((row + down, column + right) for down in range(high) for right in range(wide))
            placed.append(Placed(cell, row, column, high, wide))
            column += wide
    return _settled(placed)


def _settled(placed: Sequence[Placed]) -> list[Placed]:
    """The cells counted by rows and columns in which a cell begins."""
    columns = _ranks(cell.column for cell in placed)
    lines = _ranks(cell.row for cell in placed)
    return [
        Placed(
            cell.cell,
            lines[cell.row],
            columns[cell.column],
            _reach(lines, cell.row, cell.high),
            _reach(columns, cell.column, cell.wide),
        )
        for cell in placed
    ]


def _ranks(starts: Iterable[int]) -> dict[int, int]:
    return {start: number for number, start in enumerate(sorted(set(starts)))}


def _reach(ranks: dict[int, int], start: int, length: int) -> int:
    """How many of the counted rows or columns lie in a stretch of them."""
    if length == 1:
        return 1
    return max(sum(1 for at in range(start, start + length) if at in ranks), 1)
