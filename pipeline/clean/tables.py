"""Tables that only place a document's head and signature on the page, taken apart.

Word sets the issuer beside the national heading, and the recipients beside the signature, with a table. Such a table is no
data: its cells are read one after the other, row by row. A portal's own table of labels and values stays whole; `frame`
leaves it out and `metadata` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.clean.metadata import is_metadata_table, metadata_rows
from pipeline.clean.pieces import settle
from pipeline.clean.portal import portals
from pipeline.model import Line, PageCell, PageTable

_MOST_COLUMNS = 4
_MOST_ROWS = 12


def without_layout(items: Sequence[Line | PageTable]) -> Iterator[Line | PageTable]:
    """The items of a page, with layout tables as the lines of their cells; each cell begins a new chunk where rows do."""
    for item in items:
        for part in (item,) if isinstance(item, Line) else _parts(item):
            if isinstance(part, Line) or not only_places(part):
                yield part
                continue
            for cell in reading_order(part):
                yield from cell.lines


def _parts(table: PageTable) -> tuple[PageTable, ...]:
    """A table, or two where a portal's labels and values run into the document's own head."""
    labelled = metadata_rows(table)
    if labelled < 2 or labelled == table.n_rows:
        return (table,)
    upper = tuple(cell for cell in table.cells if cell.row < labelled)
    lower = tuple(replace(cell, row=cell.row - labelled) for cell in table.cells if cell.row >= labelled)
    return (replace(table, n_rows=labelled, cells=upper), replace(table, n_rows=table.n_rows - labelled, cells=lower))


def reading_order(table: PageTable) -> list[PageCell]:
    """The cells row by row."""
    return sorted(table.cells, key=lambda cell: (cell.row, cell.column))


def only_places(table: PageTable) -> bool:
    """Whether a table is the frame of a head, a signature or a single cell."""
    if is_metadata_table(table):
        return False
    filled = [cell for cell in table.cells if any(settle(line.text) for line in cell.lines)]
    if len(filled) < 2 or table.n_columns == 1 or (table.n_rows == 1 and len(filled) < 3):
        return True
    if table.n_columns > _MOST_COLUMNS or table.n_rows > _MOST_ROWS:
        return False
    words = portals()
    lines = [settle(line.text) for cell in filled for line in cell.lines]
    return any(words.national_heading.fullmatch(line) or _signs(line) for line in lines)


def _signs(line: str) -> bool:
    """Whether a line is the recipients' heading or a signature in capitals, which no table of data holds."""
    return portals().is_signature(line) and (line.isupper() or line.casefold().startswith("nơi nhận"))
