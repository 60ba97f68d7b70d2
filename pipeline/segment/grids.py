"""Real tables as grids: the same columns, roles and cells that a flattened table is rebuilt into.

A header may stand in several rows with merged cells; a column is named by the lowest header cell over it that names a role,
together with the ones above. A table without a header of its own that has the columns of the one before goes on with that
one's roles. Input: the real tables of a clean page; output: `Grid`s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, Cell, CleanCell, CleanPage, CleanTable
from pipeline.orthography import fold_key
from pipeline.recognize.columns import child_role, header_role, opens_header
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.ordinals import read_ordinal
from pipeline.segment.columns import column_roles, public_role
from pipeline.segment.flattened import Grid, make_cell
from pipeline.segment.ragged import settle

_DEEPEST_HEADER = 4
_WORDS = frozenset({"description", "indicator", "group"})


def real_grids(page: CleanPage, reader: NerReader | None = None) -> tuple[Grid, ...]:
    """The page's real tables as grids, in reading order; `reader` is asked about agencies that no rule knows."""
    grids: list[Grid] = []
    for table in page.tables:
        before = grids[-1] if grids else None
        grid = _grid(table, page.blocks, before, reader)
        if before is not None and grid.header_rows and _goes_on(before, grid, table, page.blocks):
            grids[-1] = _joined(before, grid)
        else:
            grids.append(grid)
    return tuple(grids)


def _goes_on(before: Grid, grid: Grid, table: CleanTable, blocks: Sequence[Block]) -> bool:
    """Whether a table prints the header of the one before again, with nothing between them: a page's end cut it in two."""
    if (before.kind, before.roles) != (grid.kind, grid.roles) or not _adjoins(before, table, blocks):
        return False
    return _header_words(before) == _header_words(grid)


def _header_words(grid: Grid) -> list[str]:
    return [fold_key(cell.text) for cell in grid.cells if cell.row < grid.header_rows]


def _joined(before: Grid, grid: Grid) -> Grid:
    """Two parts of one table; the second header goes."""
    down = before.n_rows - grid.header_rows
    cells = [replace(cell, row=cell.row + down) for cell in grid.cells if cell.row >= grid.header_rows]
    return replace(
        before,
        n_rows=before.n_rows + grid.n_rows - grid.header_rows,
        cells=(*before.cells, *cells),
        blocks=(before.blocks[0], grid.blocks[1]),
        doubtful_rows=before.doubtful_rows | {row + down for row in grid.doubtful_rows},
        settled_rows=before.settled_rows | {row + down for row in grid.settled_rows},
    )


def _grid(table: CleanTable, blocks: Sequence[Block], before: Grid | None, reader: NerReader | None) -> Grid:
    texts = {(cell.row, cell.column): _text(cell, blocks) for cell in table.cells}
    depth = _header_depth(table, texts)
    headers = [_headers_over(table, texts, column, depth) for column in range(table.n_columns)]
    kind, roles = column_roles([_role(over) for over in headers]) if depth else ("other", ("other",) * table.n_columns)
    if not depth and before is not None and len(before.roles) == table.n_columns and _adjoins(before, table, blocks):
        kind, roles = before.kind, before.roles
    repeated = _repeated_headers(table, texts, headers) if depth else frozenset()
    settled, moved = settle(table, roles, depth, blocks, reader)
    alone = _alone(settled, depth, blocks)
    cells = [
        _cell(cell, roles, blocks, alone=cell.row in alone)
        for cell in settled
        if cell.row not in repeated and cell.column < table.n_columns
    ]
    roles = tuple(map(public_role, roles))
    return Grid(kind, "grid", roles, depth, table.n_rows, tuple(cells), table.blocks, frozenset(), moved)


def _alone(cells: Sequence[CleanCell], depth: int, blocks: Sequence[Block]) -> frozenset[int]:
    """The rows below the header in which one cell alone has words."""
    filled: dict[int, int] = {}
    for cell in cells:
        if cell.row >= depth and _text(cell, blocks):
            filled[cell.row] = filled.get(cell.row, 0) + 1
    return frozenset(row for row, count in filled.items() if count == 1)


def _cell(cell: CleanCell, roles: Sequence[str], blocks: Sequence[Block], *, alone: bool) -> Cell:
    """A cell with the role of its column; a heading over several columns, or alone in its row, says what the row is about."""
    role = roles[cell.column]
    covered = roles[cell.column : cell.column + cell.column_span]
    if role == "ordinal" and read_ordinal(text := _text(cell, blocks)) is None:
        about = next((name for name in (roles if alone else covered) if name in _WORDS), None)
        role = about if about and any(char.isalpha() for char in text) else role
    return make_cell(cell.row, cell.column, cell.row_span, cell.column_span, role, tuple(range(*cell.blocks)), blocks)


def _text(cell: CleanCell, blocks: Sequence[Block]) -> str:
    return " ".join(blocks[index].text for index in range(*cell.blocks) if blocks[index].text)


def _adjoins(before: Grid, table: CleanTable, blocks: Sequence[Block]) -> bool:
    """Whether nothing but blanks stands between two tables: one table that a page break cut."""
    return not any(blocks[index].text for index in range(before.blocks[1], table.blocks[0]))


def _header_depth(table: CleanTable, texts: dict[tuple[int, int], str]) -> int:
    """How many rows name the columns; 0 when the first rows name too few."""
    depth = 0
    for row in range(min(_DEEPEST_HEADER, table.n_rows)):
        cells = [text for (at, _), text in texts.items() if at == row]
        reaching = any(cell.row < row < cell.row + cell.row_span for cell in table.cells)
        named = [text for text in cells if header_role(text) is not None]
        opens = any(opens_header(text) for text in cells)
        if not cells and reaching and depth:
            depth = row + 1
            continue
        if any(read_ordinal(text) is not None for text in cells) and not opens:
            return row + 1 if depth and _numbers_columns(cells) else depth
        long = any(len(text) > 160 for text in cells)
        if long or not named or (len(named) < 0.5 * len([text for text in cells if text]) and not opens):
            return depth
        if depth == 0 and len(named) < 2 and not opens:
            return 0
        if depth and not reaching:
            return depth
        depth = row + 1
    return depth


def _numbers_columns(cells: Sequence[str]) -> bool:
    return len(cells) > 2 and all(read_ordinal(text) is not None or not text for text in cells)


def _headers_over(table: CleanTable, texts: dict[tuple[int, int], str], column: int, depth: int) -> list[str]:
    """The header cells over one column, from the top."""
    return [
        texts[cell.row, cell.column]
        for cell in table.cells
        if cell.row < depth and cell.column <= column < cell.column + cell.column_span
    ]


def _role(over: Sequence[str]) -> str | None:
    """The role that the header gives a column: that of the lowest cell that names one, as the child of the one above it."""
    role = header_role(" ".join(over))
    for text in over:
        role = child_role(text, role) or header_role(text) or role
    return role


def _repeated_headers(table: CleanTable, texts: dict[tuple[int, int], str], headers: Sequence[Sequence[str]]) -> frozenset[int]:
    """Rows further down that print the header again."""
    keys = [fold_key(over[-1]) if over else "" for over in headers]
    repeated: set[int] = set()
    for row in range(1, table.n_rows):
        own = {column: fold_key(text) for (at, column), text in texts.items() if at == row and text}
        if len(own) >= 2 and all(column < len(keys) and keys[column] == text for column, text in own.items()):
            repeated.add(row)
    return frozenset(repeated)
