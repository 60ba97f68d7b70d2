"""Tables that only place a document's head and signature on the page, taken apart.

Word sets the issuer beside the national heading, and the recipients beside the signature, with a table. Such a table is no
data: its cells are read one after the other, row by row. Spreadsheets even put head, data and signature into one table:
there only the rows above and below the data are taken apart. A portal's own table of labels and values stays whole; `frame`
leaves it out and `metadata` reads it.

This is the one place where layout and data are told apart for all formats: readers hand on each grid of cells that they
find (a reader of HTML has to take nested tables apart itself, since a cell of a `PageTable` holds none). Tables that a page
break or a portal parted stay two here; `segment.grids` gives the second the columns of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.clean.metadata import is_metadata_table, metadata_rows
from pipeline.clean.pieces import settle
from pipeline.clean.portal import portals
from pipeline.model import Line, PageCell, PageTable

_MOST_COLUMNS = 4
_MOST_ROWS = 12
_FEWEST_OF_DATA = 3
_NUMBERED_ROWS = 2
_ORDINAL = re.compile(r"\d{1,3}[.)]?")
_ORDINALS_HEADER = re.compile(r"(?:S?TT|Số TT|Số thứ tự)\.?", re.IGNORECASE)


def without_layout(items: Sequence[Line | PageTable]) -> Iterator[Line | PageTable]:
    """The items of a page, with layout tables as the lines of their cells; each cell begins a new chunk where rows do."""
    for item in items:
        for part in (item,) if isinstance(item, Line) else _parts(item):
            if isinstance(part, Line) or not only_places(part):
                yield part
                continue
            for cell in reading_order(part):
                yield from cell.lines


def reading_order(table: PageTable) -> list[PageCell]:
    """The cells row by row."""
    return sorted(table.cells, key=lambda cell: (cell.row, cell.column))


def only_places(table: PageTable) -> bool:
    """Whether a table is the frame of a head, a signature or a single cell."""
    if is_metadata_table(table):
        return False
    rows = _filled_rows(table)
    filled = sum(map(len, rows))
    if filled < 2 or table.n_columns == 1 or (table.n_rows == 1 and filled < _FEWEST_OF_DATA):
        return True
    small = table.n_columns <= _MOST_COLUMNS and table.n_rows <= _MOST_ROWS
    lines = [line for row in rows for cell in row for line in cell]
    if any(map(portals().is_national, lines)):
        return small or all(len(row) < _FEWEST_OF_DATA for row in rows)
    return small and any(map(_signs, lines)) and not _numbered(rows)


# --- a table of several parts -------------------------------------------------------------------------------------------


def _parts(table: PageTable) -> tuple[PageTable, ...]:
    """A table, or several where a portal's labels, the document's head or its signature are rows of one with others."""
    labelled = metadata_rows(table)
    if 2 <= labelled < table.n_rows:
        return (_rows_of(table, 0, labelled), *_parts(_rows_of(table, labelled, table.n_rows)))
    head, tail = _around_data(table)
    bounds = sorted({0, head, tail, table.n_rows})
    if len(bounds) == 2 or any(cell.row < bound < cell.row + cell.row_span for cell in table.cells for bound in bounds):
        return (table,)
    return tuple(_rows_of(table, start, end) for start, end in pairwise(bounds))


def _around_data(table: PageTable) -> tuple[int, int]:
    """Where the rows of data begin and end in a table that has the document's head above them or its signature below."""
    rows = _filled_rows(table)
    wide = [index for index, row in enumerate(rows) if len(row) >= _FEWEST_OF_DATA]
    if len(wide) < 2:
        return 0, table.n_rows
    first, last = wide[0], wide[-1] + 1
    above = [line for row in rows[:first] for cell in row for line in cell]
    below = [line for row in rows[last:] for cell in row for line in cell]
    return (
        first if any(map(portals().is_national, above)) else 0,
        last if any(map(_signs, below)) else table.n_rows,
    )


def _rows_of(table: PageTable, start: int, end: int) -> PageTable:
    cells = tuple(replace(cell, row=cell.row - start) for cell in table.cells if start <= cell.row < end)
    return replace(table, n_rows=end - start, cells=cells)


# --- what the cells say -------------------------------------------------------------------------------------------------


def _filled_rows(table: PageTable) -> list[list[list[str]]]:
    """The rows of a table as their cells with words, each as its lines."""
    rows: list[list[list[str]]] = [[] for _ in range(table.n_rows)]
    for cell in reading_order(table):
        lines = [text for line in cell.lines if (text := settle(line.text))]
        if lines:
            rows[cell.row].append(lines)
    return rows


def _signs(line: str) -> bool:
    """Whether a line is the recipients' heading or a signature in capitals, which no table of data holds."""
    return portals().is_signature(line) and (line.isupper() or line.casefold().startswith("nơi nhận"))


def _numbered(rows: Sequence[Sequence[Sequence[str]]]) -> bool:
    """Whether the rows of a table are counted, as those of a list of persons with their offices are."""
    firsts = [row[0][0] for row in rows if len(row) > 1]
    counted = sum(_ORDINAL.fullmatch(text) is not None for text in firsts)
    return counted >= _NUMBERED_ROWS or (counted == 1 and any(_ORDINALS_HEADER.fullmatch(text) for text in firsts))
