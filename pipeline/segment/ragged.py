"""Rows of a real table that have fewer cells than columns: the page lost the merged cells that covered the others.

A portal that prints each row between bars, or drops `rowspan`, leaves such rows with all their cells moved to the left. Each
is laid out again, its cells in their order on the columns that no cell above is known to cover, where they sit best by the
evidence and weights of the flattened tables; it stays as it is unless another place is clearly better. A column passed over
is covered by the cell above. Input: a real table and its columns' roles; output: its cells in their columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model import Block, CleanCell, CleanTable
from pipeline.recognize.ner.candidates import NerReader
from pipeline.segment.evidence import Unit, weigh
from pipeline.segment.weighing import Sheet, lay_out

_MARGIN = 3.0  # how much better another place must be
_HEADING_CELLS = 2  # an ordinal and a title over the whole width are a heading


def settle(
    table: CleanTable, roles: Sequence[str], depth: int, blocks: Sequence[Block], reader: NerReader | None = None
) -> tuple[tuple[CleanCell, ...], frozenset[int]]:
    """The cells of `table`, those of rows with lost cells in the columns where they sit best, and the rows that moved.

    The `depth` header rows stay.
    """
    rows: dict[int, list[int]] = {}
    for index, cell in enumerate(table.cells):
        rows.setdefault(cell.row, []).append(index)
    covered = _covered(table)
    ragged = [row for row in rows if row >= depth and _is_ragged(row, rows[row], table, covered)]
    if not ragged:
        return table.cells, frozenset()
    sheet = _sheet(table, roles, blocks, reader)
    cells = list(table.cells)
    moved: set[int] = set()
    for row in ragged:
        free = [column for column in range(table.n_columns) if column not in covered.get(row, frozenset())]
        columns = _best_columns(rows[row], free, sheet)
        if columns is None:
            continue
        moved.add(row)
        for index, column in zip(rows[row], columns, strict=True):
            cells[index] = replace(cells[index], column=column)
    return _reaching(cells, rows, moved), frozenset(moved)


def _covered(table: CleanTable) -> Mapping[int, frozenset[int]]:
    """For each row the columns that merged cells above are known to cover."""
    covered: dict[int, set[int]] = {}
    for cell in table.cells:
        for row in range(cell.row + 1, cell.row + cell.row_span):
            covered.setdefault(row, set()).update(range(cell.column, cell.column + cell.column_span))
    return {row: frozenset(columns) for row, columns in covered.items()}


def _is_ragged(row: int, members: Sequence[int], table: CleanTable, covered: Mapping[int, frozenset[int]]) -> bool:
    cells = [table.cells[index] for index in members]
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in cells):
        return False
    return _HEADING_CELLS <= len(cells) < table.n_columns - len(covered.get(row, ()))


def _sheet(table: CleanTable, roles: Sequence[str], blocks: Sequence[Block], reader: NerReader | None) -> Sheet:
    units = [
        Unit(tuple(range(*cell.blocks)), "\n".join(blocks[at].text for at in range(*cell.blocks)).strip("\n"), closed=True)
        for cell in table.cells
    ]
    return lay_out(weigh(units, reader), [True] * len(units), roles)


def _best_columns(members: Sequence[int], free: Sequence[int], sheet: Sheet) -> list[int] | None:
    """The columns of a row's cells, in order, that are worth most; None where their own are about as good.

    The cost is (cells) x (columns): `best[c]` is the greatest worth of the cells so far with the last one in free column c.
    """
    first = sheet.evidence[members[0]]
    if first.ordinal is not None and len(members) <= _HEADING_CELLS:
        return None
    sits = [[sheet.sits[index][column] for column in free] for index in members]
    skips = [sheet.columns.skip[column] for column in free]
    never = float("-inf")
    best = [sits[0][place] - sum(skips[:place]) for place in range(len(free))]
    steps: list[list[int]] = []
    for cell in sits[1:]:
        following, came = [never] * len(free), [-1] * len(free)
        carried, carrier = never, -1
        for place in range(1, len(free)):
            carried -= skips[place - 1] if carrier >= 0 else 0.0
            if best[place - 1] > carried:
                carried, carrier = best[place - 1], place - 1
            following[place], came[place] = carried + cell[place], carrier
        best = following
        steps.append(came)
    closed = [worth - sum(skips[place + 1 :]) for place, worth in enumerate(best)]
    place = max(range(len(free)), key=closed.__getitem__)
    own = sum(row[at] for at, row in enumerate(sits)) - sum(skips[len(members) :])
    if closed[place] < own + _MARGIN:
        return None
    places = [place]
    for came in reversed(steps):
        places.append(came[places[-1]])
    return [free[at] for at in reversed(places)]


def _reaching(cells: Sequence[CleanCell], rows: Mapping[int, Sequence[int]], moved: set[int]) -> tuple[CleanCell, ...]:
    """Lets the cells above reach down over the columns that moved rows pass over."""
    settled = list(cells)
    above: dict[int, int] = {}
    for row in sorted(rows):
        own = {settled[index].column for index in rows[row]}
        if row in moved:
            for column, index in above.items():
                cell = settled[index]
                if column not in own and cell.column_span == 1 and cell.row + cell.row_span >= row:
                    settled[index] = replace(cell, row_span=max(cell.row_span, row - cell.row + 1))
        for index in rows[row]:
            above[settled[index].column] = index
    return tuple(settled)
