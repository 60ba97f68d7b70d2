"""From grids to tables: the paragraphs of each cell, and tables put together again over page ends.

A part at the top of a page goes on the one at the foot of the page before when both have the same columns and nothing stands
between. Rows of headers that the page repeats are left out. A row that the page end cut in two is one row again: its first
cell says nothing new, and a cell's words go on. A merged cell that the page end cut is one cell again.

Input: the grids of the pages with the words in them; output: tables whose cells hold paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.orthography import fold_key
from pipeline.read.pdf.grids import Grid, GridCell
from pipeline.read.pdf.lines import pitch_of, rows_of
from pipeline.read.pdf.paragraphs import begins, ends_sentence, paragraphs_of
from pipeline.read.pdf.rules import clustered
from pipeline.read.pdf.shapes import Margins, Paragraph, PrintLine, Word, paragraph_text
from pipeline.recognize.ordinals import read_marker, read_ordinal

_WIDEST_PADDING = 7.0
_SAME_EDGE = 7.0
_MOST_HEADER_ROWS = 4
_SAME_WORDS = 0.9
_LOWEST_PITCH_SHARE = 3
_FEWEST_NUMBERED = 4
_SURE, _WEAK, _UNNUMBERED, _FULL_ROW = 2.0, 0.3, 1.5, 3.0
_FEWEST_CELLS, _MOST_CELLS = 3, 0.6
_OPEN_ENDS = (",", "(", "-", "–", "/", "“")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its rows and columns (ends excluded), and its paragraphs."""

    top: int
    bottom: int
    left: int
    right: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All words of the cell."""
        return " ".join(map(paragraph_text, self.paragraphs))


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, or the part of it on one page: where its columns stand, how many rows it has, and its cells."""

    edges: tuple[float, ...]
    n_rows: int
    cells: tuple[Cell, ...]

    def row(self, number: int) -> list[Cell]:
        """The cells that reach into a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.top <= number < cell.bottom), key=lambda cell: cell.left)


# --- one page -----------------------------------------------------------------------------------------------------------


def table_of(grid: Grid, words: Iterable[Word], page: int) -> Table:
    """The table that a grid and the words in it make."""
    inside: dict[GridCell, list[Word]] = {cell: [] for cell in grid.cells}
    places = sorted(grid.cells, key=lambda cell: (cell.box.top, cell.box.x0))
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        cell = next((cell for cell in places if cell.box.holds(x, y)), None)
        if cell is None:  # on the outermost line
            cell = min(places, key=lambda cell: _distance(cell, x, y))
        inside[cell].append(word)
    lines = {cell: [PrintLine(row, page, place="cell") for row in rows_of(words)] for cell, words in inside.items()}
    padding = _padding(lines)
    pitch = _pitch(lines.values())
    cells = tuple(
        Cell(
            cell.row,
            cell.row + cell.row_span,
            cell.column,
            cell.column + cell.column_span,
            _paragraphs(cell, own, padding, pitch),
        )
        for cell, own in lines.items()
    )
    return Table(grid.columns, len(grid.rows) - 1, cells)


def _distance(cell: GridCell, x: float, y: float) -> float:
    box = cell.box
    return max(box.x0 - x, x - box.x1, 0.0) + max(box.top - y, y - box.bottom, 0.0)


def _padding(lines: dict[GridCell, list[PrintLine]]) -> float:
    """How far words stay away from the rules at their sides."""
    least = [min(line.x0 for line in own) - cell.box.x0 for cell, own in lines.items() if own]
    least += [cell.box.x1 - max(line.x1 for line in own) for cell, own in lines.items() if own]
    return max(0.0, min([_WIDEST_PADDING, *least]))


def _pitch(cells: Iterable[Sequence[PrintLine]]) -> float:
    """How far apart lines of a paragraph stand in this table."""
    pitches = sorted(pitch for lines in cells if (pitch := pitch_of(lines)))
    return pitches[len(pitches) // _LOWEST_PITCH_SHARE] if pitches else 0.0


def _paragraphs(cell: GridCell, lines: Sequence[PrintLine], padding: float, pitch: float) -> tuple[Paragraph, ...]:
    if not lines:
        return ()
    left = min(cell.box.x0 + padding, *(line.x0 for line in lines))
    right = max(cell.box.x1 - padding, *(line.x1 for line in lines))
    margins = Margins(left, right, pitch)
    return tuple(paragraphs_of(replace(line, margins=margins) for line in lines))


# --- over page ends -----------------------------------------------------------------------------------------------------


class LongTable:
    """A table that grows page by page; only its first rows and those of the last page are looked at again."""

    def __init__(self, table: Table) -> None:
        self._settled: list[Cell] = []
        self._open = table

    def take(self, part: Table, *, page_full: bool) -> bool:
        """Go on with `part`, the table at the top of the next page; False when that is another table."""
        before = self._open
        whole = continued(before, part, page_full=page_full)
        if whole is None:
            return False
        if len(whole.edges) != len(before.edges):
            self._settled = list(_laid(replace(before, cells=tuple(self._settled)), whole.edges).cells)
        last_page = min(before.n_rows, whole.n_rows) - 1
        self._settled += [cell for cell in whole.cells if cell.top >= _MOST_HEADER_ROWS and cell.bottom <= last_page]
        self._open = replace(
            whole, cells=tuple(cell for cell in whole.cells if cell.top < _MOST_HEADER_ROWS or cell.bottom > last_page)
        )
        return True

    def whole(self) -> Table:
        """The table with the parts of all pages."""
        return replace(self._open, cells=(*self._settled, *self._open.cells))


def continued(table: Table, part: Table, *, page_full: bool) -> Table | None:
    """The table that goes on with `part` on the next page, None when that is another table.

    Where the page before was not full its last row was not cut: there was room for more lines.
    """
    edges = _common_edges(table.edges, part.edges)
    if edges is None:
        return None
    table, part = _laid(table, edges), _laid(part, edges)
    part = _without_header(table, part)
    if not part.n_rows:
        return table
    if page_full and _row_goes_on(table, part):
        return _row_joined(table, part)
    return _merged_cells_joined(table, part)


def _common_edges(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...] | None:
    """The columns of both parts, None unless one part has all those of the other (rows of merged cells may hide some)."""
    shift = first[0] - second[0]
    if abs((first[-1] - first[0]) - (second[-1] - second[0])) > 2 * _SAME_EDGE:
        return None
    moved = [edge + shift for edge in second]
    fewer, more = sorted((list(first), moved), key=len)
    if not all(min(abs(edge - other) for other in more) <= _SAME_EDGE for edge in fewer):
        return None
    return tuple(clustered(more, 0.0))


def _laid(table: Table, edges: Sequence[float]) -> Table:
    """The table on a grid of more columns."""
    if len(table.edges) == len(edges):
        return replace(table, edges=tuple(edges))
    shift = edges[0] - table.edges[0]
    at = [min(range(len(edges)), key=lambda index: abs(edges[index] - shift - edge)) for edge in table.edges]
    cells = tuple(replace(cell, left=at[cell.left], right=at[cell.right]) for cell in table.cells)
    return Table(tuple(edges), table.n_rows, cells)


def _without_header(table: Table, part: Table) -> Table:
    """The part without the rows at its top that repeat the table's first rows."""
    repeated = 0
    for row in range(min(_MOST_HEADER_ROWS, table.n_rows, part.n_rows)):
        if not _same_row(table.row(row), part.row(row)):
            break
        repeated = row + 1
    while repeated and any(cell.top < repeated < cell.bottom for cell in part.cells):
        repeated -= 1
    cells = (cell for cell in part.cells if cell.top >= repeated)
    return Table(
        part.edges,
        part.n_rows - repeated,
        tuple(replace(cell, top=cell.top - repeated, bottom=cell.bottom - repeated) for cell in cells),
    )


def _same_row(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two rows have the same columns and words, but for slips of a recogniser."""
    if [(cell.left, cell.right) for cell in one] != [(cell.left, cell.right) for cell in other]:
        return False
    words, again = (fold_key(" ".join(cell.text for cell in row)) for row in (one, other))
    return words == again or SequenceMatcher(None, words, again, autojunk=False).ratio() >= _SAME_WORDS


def _row_goes_on(table: Table, part: Table) -> bool:
    """Whether the first row of the part is the rest of the table's last row."""
    pairs = _pairs(table, part)
    if pairs is None:
        return False
    if any(after.paragraphs and not before.paragraphs for before, after in pairs):
        return False
    if not any(after.paragraphs for _, after in pairs):
        return True
    first = next((after for before, after in pairs if before.paragraphs), None)
    if first is not None and first.paragraphs and (read_ordinal(first.text) or first.text.isupper()):
        return False
    unnumbered = _UNNUMBERED if _always_numbered(table) and not pairs[0][1].paragraphs else 0.0
    return unnumbered + sum(_says_goes_on(before, after) for before, after in pairs if after.paragraphs) > _full_row(pairs)


def _says_goes_on(before: Cell, after: Cell) -> float:
    """How much a filled cell under a page end speaks for its row being the rest of the row above."""
    text = after.paragraphs[0][0].text
    marked = read_marker(text) is not None
    if _goes_on(before, after):
        return _SURE if text[:1].islower() or before.text.endswith(_OPEN_ENDS) else _WEAK
    return _WEAK if marked else -1.0


def _full_row(pairs: Sequence[tuple[Cell, Cell]]) -> float:
    """How much a row speaks for being a new one: most cells of a row that was cut have nothing left to say."""
    before = sum(1 for cell, _ in pairs if cell.paragraphs)
    after = sum(1 for _, cell in pairs if cell.paragraphs)
    return _FULL_ROW if after >= _FEWEST_CELLS and after >= _MOST_CELLS * before else 0.0


def _always_numbered(table: Table) -> bool:
    """Whether the first cell of a row is never empty, as in a column of ordinals without merged cells."""
    first = [cell for cell in table.cells if cell.left == 0]
    return len(first) >= _FEWEST_NUMBERED and all(cell.paragraphs and cell.bottom - cell.top == 1 for cell in first)


def _pairs(table: Table, part: Table) -> list[tuple[Cell, Cell]] | None:
    """The cells of the table's last row with those under them in the part's first row, None when their columns differ."""
    before, after = table.row(table.n_rows - 1), part.row(0)
    if [(cell.left, cell.right) for cell in before] != [(cell.left, cell.right) for cell in after]:
        return None
    return list(zip(before, after, strict=True))


def _goes_on(before: Cell, after: Cell) -> bool:
    """Whether the words of a cell go on in the cell under the page end."""
    if not before.paragraphs or not after.paragraphs:
        return False
    last, line = before.paragraphs[-1], after.paragraphs[0][0]
    if begins(last, line) or read_ordinal(line.text) is not None or read_marker(line.text) is not None:
        return False
    return line.text[:1].islower() or not ends_sentence(last[-1].text)


def _row_joined(table: Table, part: Table) -> Table:
    """The table with the part's first row as the rest of its last one."""
    below = {cell.left: cell for cell in part.row(0)}
    offset = table.n_rows - 1
    cells = [cell if cell.bottom < table.n_rows else _one(cell, below[cell.left], offset) for cell in table.cells]
    cells += [_lowered(cell, offset) for cell in part.cells if cell.top > 0]
    return Table(table.edges, offset + part.n_rows, tuple(cells))


def _merged_cells_joined(table: Table, part: Table) -> Table:
    """The table with the part's rows under it, where merged cells that the page end cut are whole again."""
    below = {(cell.left, cell.right): cell for cell in part.row(0)}
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        rest = below.get((cell.left, cell.right)) if cell.bottom == table.n_rows else None
        if rest is not None and _cut(cell, rest):
            cells.append(_one(cell, rest, table.n_rows))
            taken.add((rest.left, rest.right))
        else:
            cells.append(cell)
    cells += [_lowered(cell, table.n_rows) for cell in part.cells if cell.top > 0 or (cell.left, cell.right) not in taken]
    return Table(table.edges, table.n_rows + part.n_rows, tuple(cells))


def _cut(before: Cell, after: Cell) -> bool:
    """Whether two cells over and under a page end are one merged cell: the words go on, or there are none in a tall cell."""
    if after.paragraphs:
        return bool(before.paragraphs) and _says_goes_on(before, after) >= _SURE
    return before.bottom - before.top > 1 or after.bottom - after.top > 1


def _one(before: Cell, after: Cell, offset: int) -> Cell:
    paragraphs = before.paragraphs
    if paragraphs and after.paragraphs and not begins(paragraphs[-1], after.paragraphs[0][0]):
        whole = (*paragraphs[-1], *after.paragraphs[0])
        paragraphs = (*paragraphs[:-1], whole, *after.paragraphs[1:])
    else:
        paragraphs = (*paragraphs, *after.paragraphs)
    return replace(before, bottom=after.bottom + offset, paragraphs=paragraphs)


def _lowered(cell: Cell, by: int) -> Cell:
    return replace(cell, top=cell.top + by, bottom=cell.bottom + by)
