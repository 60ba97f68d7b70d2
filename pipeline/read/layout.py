"""Tables that a page uses to place things, told from tables of data, and grids without columns that no cell begins in.

The same for every reader whose format has real tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Content]):
    """What stands in a cell, the cell's place in the grid (from 0), and how far it reaches."""

    content: Content
    row: int
    column: int
    row_span: int
    column_span: int


def squeezed(cells: Sequence[Placed[Content]]) -> list[Placed[Content]]:
    """The cells in a grid that has only rows and columns in which a cell begins."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    squeezed_cells: list[Placed[Content]] = []
    for cell in cells:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        high = bisect_left(rows, cell.row + cell.row_span) - row
        wide = bisect_left(columns, cell.column + cell.column_span) - column
        squeezed_cells.append(Placed(cell.content, row, column, high, wide))
    return squeezed_cells


def only_places(cells: Sequence[Placed[Content]], filled: int, letters: int, nested: int) -> bool:
    """Whether a table only places things: fewer than two cells with words, one row or column of words, or mostly tables.

    `filled` counts the cells with words, `letters` those of the whole table, `nested` those of tables inside its cells.
    """
    if filled < 2 or len({cell.column for cell in cells}) == 1:
        return True
    return (len({cell.row for cell in cells}) == 1 and filled < 3) or 2 * nested > letters
