"""Tables from ruling lines: merged cells, missing outer lines, lines drawn in pieces or twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.pdf.grids import Grid, find_grids
from pipeline.read.pdf.rules import mended_rules
from pipeline.read.pdf.shapes import Rule

COLUMNS, ROWS = (50.0, 100.0, 200.0, 300.0), (100.0, 130.0, 160.0, 190.0)


def level(y: float, x0: float = 50.0, x1: float = 300.0) -> Rule:
    return Rule(x0, y, x1, y)


def upright(x: float, y0: float = 100.0, y1: float = 190.0) -> Rule:
    return Rule(x, y0, x, y1)


WHOLE = [*map(level, ROWS), *map(upright, COLUMNS)]


def spans(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    return {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in grid.cells}


@pytest.mark.parametrize(
    "rules",
    [
        WHOLE,
        [*WHOLE[1:3], *WHOLE[5:7]],  # without outer lines
        [*WHOLE, *(Rule(rule.x0 + 1.5, rule.top + 1.5, rule.x1 + 1.5, rule.bottom + 1.5) for rule in WHOLE)],  # doubled
        [*(level(y, x0, x1) for y in ROWS for x0, x1 in pairwise(COLUMNS)), *map(upright, COLUMNS)],
        [*(Rule(50, y - 0.3, 300, y + 0.3) for y in ROWS), *(Rule(x - 0.3, 100, x + 0.3, 190) for x in COLUMNS)],  # rectangles
        [*map(level, ROWS), *(upright(x, y, y + 6) for x in COLUMNS for y in range(100, 190, 8))],  # dashes
        [*WHOLE, level(400, 200, 280)],  # an underline elsewhere
    ],
)
def test_nine_cells(rules: list[Rule]) -> None:
    (grid,) = find_grids(rules)
    assert spans(grid) == {(row, column): (1, 1) for row in range(3) for column in range(3)}


def test_merged_cells_are_told_by_missing_pieces() -> None:
    rules = [
        level(100),
        level(130),
        level(160, 100, 300),
        level(190),
        upright(50),
        upright(100),
        upright(200, 130, 190),
        upright(300),
    ]
    (grid,) = find_grids(rules)
    assert spans(grid) == {
        (0, 0): (1, 1),
        (0, 1): (1, 2),
        (1, 0): (2, 1),
        (1, 1): (1, 1),
        (1, 2): (1, 1),
        (2, 1): (1, 1),
        (2, 2): (1, 1),
    }


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [level(100), level(200)],  # a heading's underlines
        [level(100), level(190), upright(50), upright(300)],  # a frame
        [upright(50), upright(100)],
    ],
)
def test_no_table(rules: list[Rule]) -> None:
    assert find_grids(rules) == []


def test_two_tables() -> None:
    lower = [Rule(rule.x0, rule.top + 300, rule.x1, rule.bottom + 300) for rule in WHOLE]
    assert [grid.rows[0] for grid in find_grids([*lower, *WHOLE])] == [100.0, 400.0]


def test_pieces_of_a_line_are_one_rule_and_specks_none() -> None:
    rows, columns = mended_rules([level(100, 50, 99), level(100.4, 100, 300), Rule(10, 10, 12, 10)])
    assert [(rule.x0, rule.x1) for rule in rows] == [(50, 300)]
    assert columns == []


def at(first: int, last: int, step: float) -> st.SearchStrategy[float]:
    return st.integers(first, last).map(lambda number: step * number)


RULES = st.lists(
    st.one_of(
        st.builds(level, at(0, 12, 40.0), at(0, 5, 60.0), at(6, 9, 60.0)),
        st.builds(upright, at(0, 9, 60.0), at(0, 5, 40.0), at(6, 12, 40.0)),
    ),
    max_size=24,
)


@given(RULES)
def test_cells_never_overlap_and_cover_the_grid(rules: list[Rule]) -> None:
    for grid in find_grids(rules):
        places = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert sorted(places) == [(row, column) for row in range(len(grid.rows) - 1) for column in range(len(grid.columns) - 1)]
