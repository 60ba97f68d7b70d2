"""Tables told by their ruling lines, and their cells by the lines between them.

Rules that touch make one table. Its columns and rows are where its upright and level rules stand, and the ends of the
longest ones where the outer lines are missing. Two neighbouring places are one merged cell where no rule parts them.

Input: the mended rules of a page; output: grids whose cells never overlap and cover the grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.read.pdf.rules import clustered, mended_rules
from pipeline.read.pdf.shapes import Box, Rule

_TOUCH = 3.0
_PARTED = 0.5
_THINNEST = 5.0
_MOST_RULES = 4_000
_STAMP_WIDTH, _STAMP_HEIGHT = 0.4, 0.15


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its first row and column, how far it reaches, and the rectangle on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows begin and end, and its cells row by row."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def box(self) -> Box:
        """The rectangle that the table fills."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled tables of a page from top to bottom; a frame around one cell is none."""
    level, upright = mended_rules(rules)
    if len(level) + len(upright) > _MOST_RULES:  # a drawing, not a table
        return []
    grids = [_grid(rows, columns) for rows, columns in _touching(level, upright)]
    return sorted((grid for grid in grids if len(grid.cells) > 1), key=lambda grid: grid.rows[0])


def is_stamp(grid: Grid, width: float, height: float) -> bool:
    """Whether a ruled box in a scan is the stamp of a registry: far narrower and lower than the page."""
    box = grid.box
    return box.x1 - box.x0 < _STAMP_WIDTH * width and box.bottom - box.top < _STAMP_HEIGHT * height


def _touching(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Sets of level and upright rules that touch one another."""
    group = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for column, line in enumerate(upright):
        for row, other in enumerate(level):
            if other.x0 - _TOUCH <= line.x0 <= other.x1 + _TOUCH and line.top - _TOUCH <= other.top <= line.bottom + _TOUCH:
                group[root(len(level) + column)] = root(row)
    sets: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(group)):
        rows, columns = sets.setdefault(root(index), ([], []))
        if index < len(level):
            rows.append(level[index])
        else:
            columns.append(upright[index - len(level)])
    yield from ((rows, columns) for rows, columns in sets.values() if rows and columns)


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid:
    ends = [*level, *upright]
    columns = _edges([rule.x0 for rule in upright], min(rule.x0 for rule in ends), max(rule.x1 for rule in ends))
    rows = _edges([rule.top for rule in level], min(rule.top for rule in ends), max(rule.bottom for rule in ends))
    return Grid(tuple(columns), tuple(rows), tuple(_cells(columns, rows, level, upright)))


def _edges(inner: Sequence[float], first: float, last: float) -> list[float]:
    """Positions of edges with the outermost ones, those that enclose nothing left out."""
    edges = clustered(inner)
    if not edges or edges[0] - first > _THINNEST:
        edges.insert(0, first)
    if last - edges[-1] > _THINNEST:
        edges.append(last)
    kept = edges[:1]
    for edge in edges[1:]:
        if edge - kept[-1] > _THINNEST:
            kept.append(edge)
    return kept


def _cells(
    columns: Sequence[float], rows: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> Iterator[GridCell]:
    across, down = len(columns) - 1, len(rows) - 1
    # parted_right[row][column]: a rule stands between this place and the next one to the right; parted_below likewise
    parted_right = [[column == across - 1 for column in range(across)] for _ in range(down)]
    parted_below = [[row == down - 1 for _ in range(across)] for row in range(down)]
    for rule in upright:
        edge = _nearest(columns, rule.x0)
        for row in range(down):
            if edge > 0 and _covers(rule.top, rule.bottom, rows[row], rows[row + 1]):
                parted_right[row][edge - 1] = True
    for rule in level:
        edge = _nearest(rows, rule.top)
        for column in range(across):
            if edge > 0 and _covers(rule.x0, rule.x1, columns[column], columns[column + 1]):
                parted_below[edge - 1][column] = True
    taken = [[False] * across for _ in range(down)]
    for row in range(down):
        for column in range(across):
            if taken[row][column]:
                continue
            wide = 1
            while not parted_right[row][column + wide - 1] and not taken[row][column + wide]:
                wide += 1
            high = 1
            while _goes_on_below(row + high, column, wide, parted_right, parted_below, taken):
                high += 1
            for below in range(row, row + high):
                taken[below][column : column + wide] = [True] * wide
            box = Box(columns[column], rows[row], columns[column + wide], rows[row + high])
            yield GridCell(row, column, high, wide, box)


def _goes_on_below(
    row: int,
    column: int,
    wide: int,
    parted_right: list[list[bool]],
    parted_below: list[list[bool]],
    taken: list[list[bool]],
) -> bool:
    """Whether no rule parts the places over `row` from those in it, nor those in it from one another."""
    reach = range(column, column + wide)
    return (
        row < len(taken)
        and not any(parted_below[row - 1][at] or taken[row][at] for at in reach)
        and not any(parted_right[row][at] for at in reach[:-1])
    )


def _nearest(edges: Sequence[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))


def _covers(start: float, end: float, first: float, last: float) -> bool:
    """Whether a rule from `start` to `end` runs along most of an edge from `first` to `last`."""
    return min(end, last) - max(start, first) > _PARTED * (last - first)
