"""Rebuilding a flattened table: the best way to lay a run of paragraphs into rows and columns.

The page kept the order of the cells and lost their edges. Within a row the columns come from left to right, each takes
some consecutive paragraphs or none, and a new row begins where it pays: on an ordinal that counts on, or where what follows
fits no column further right. Among all such layouts the one of greatest weight is found by dynamic programming over
(paragraphs laid, column of the last cell). The cost is linear in the number of paragraphs, as a cell is followed only while
it can still pay.

Input: the evidence of the units of the table's body and the columns' roles; output: rows of cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.segment.evidence import Evidence
from pipeline.segment.weighing import Sheet, lay_out, same_list, weight_table

_NEVER = float("-inf")
_HOPELESS = 12.0  # what lies this much below the best is not followed further

# How a best score was reached: where its last cell starts, the column of the cell before (-1 at the very beginning), and
# whether the cell opens a row.
_Step = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell of the rebuilt table: its column and the units in it (half-open)."""

    column: int
    units: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row of the rebuilt table. `doubtful` when the page leaves its cells' edges open."""

    cells: tuple[LaidCell, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Learned:
    """What a first pass found: a bonus for (column, words), and what a lone bullet in a cell costs."""

    bonus: Mapping[tuple[int, str], float]
    single_bullet: float


def align(evidence: Sequence[Evidence], closed: Sequence[bool], roles: Sequence[str]) -> tuple[LaidRow, ...]:
    """The rows of a flattened table: `evidence` and `closed` (the page ended a cell behind it) have one entry a unit.

    Two passes: the second knows which short words the first found time and again in one column.
    """
    if not evidence:
        return ()
    sheet = lay_out(evidence, closed, roles)
    rows = _rows(_best_cells(sheet, _Learned({}, float(weight_table()["single_bullet"]))), evidence)
    return _rows(_best_cells(sheet, _learn(rows, sheet)), evidence)


def _learn(rows: Sequence[LaidRow], sheet: Sheet) -> _Learned:
    """A bonus for short words that stand time and again first in the same column, and how unusual a lone bullet is.

    Times are left out: a lone time is the implementation's whatever the other rows say (annotation guidelines, Times).
    """
    table = weight_table()
    seen: Counter[tuple[int, str]] = Counter()
    total: Counter[str] = Counter()
    singles: Counter[bool] = Counter()
    for row in rows:
        for cell in row.cells:
            first = sheet.evidence[cell.units[0]]
            if sheet.columns.agency[cell.column] and cell.units[1] - cell.units[0] == 1 and first.key:
                singles[first.bullet] += 1
            for unit in range(*cell.units):
                item = sheet.evidence[unit]
                if item.length <= 120 and item.key and not item.is_time:
                    total[item.key] += 1
                    seen[cell.column, item.key] += unit == cell.units[0]
    bonus = {
        (column, key): min(table["learned_limit"], table["learned"] * count**0.5) * count / total[key]
        for (column, key), count in seen.items()
        if count >= 2
    }
    plain = singles[False]
    unusual = plain >= table["unusual"]["plain"] and plain >= table["unusual"]["share"] * singles.total()
    return _Learned(bonus, float(table["single_bullet_unusual" if unusual else "single_bullet"]))


# --- the best layout ----------------------------------------------------------------------------------------------------


def _best_cells(sheet: Sheet, learned: _Learned) -> list[tuple[int, int, int, bool]]:
    """The cells of the layout of greatest weight as (start, end, column, opens a row), in order."""
    count, skip = len(sheet.evidence), sheet.columns.skip
    columns = range(len(skip))
    best = [[_NEVER] * len(skip) for _ in range(count + 1)]
    back: list[list[_Step]] = [[(0, -1, True)] * len(skip) for _ in range(count + 1)]
    behind = [sum(skip[column + 1 :]) for column in columns]
    before = [sum(skip[:column]) for column in columns]
    for start in range(count):
        at = best[start]
        closing = [at[column] - behind[column] for column in columns]
        row_score = max(closing) if start else 0.0
        row_end = closing.index(row_score) if start else -1
        carried, carrier = _NEVER, -1
        opening, sits = sheet.opening[start], sheet.sits[start]
        entries: list[tuple[float, int, _Step]] = []
        for column in columns:
            fresh = row_score - before[column] + opening[column]
            if carried >= fresh:
                entries.append((carried + sits[column], column, (start, carrier, False)))
            else:
                entries.append((fresh + sits[column], column, (start, row_end, True)))
            carried -= skip[column]
            if at[column] > carried:
                carried, carrier = at[column], column
        hopeless = max(entry[0] for entry in entries) - _HOPELESS
        for score, column, step in entries:
            if score >= hopeless:
                _follow(score, step, column, sheet, learned, best, back)
    return _trace(best, back, behind)


def _follow(
    score: float,
    step: _Step,
    column: int,
    sheet: Sheet,
    learned: _Learned,
    best: list[list[float]],
    back: list[list[_Step]],
) -> None:
    """Lays the unit at `step` into a new cell of `column`, then as many further units as can still pay."""
    start, evidence = step[0], sheet.evidence
    score += learned.bonus.get((column, evidence[start].key), 0.0)
    alone = score
    if sheet.columns.listed[column] and evidence[start].bullet:
        alone += learned.single_bullet
    if alone > best[start + 1][column]:
        best[start + 1][column], back[start + 1][column] = alone, step
    peak, extend, agency = score, sheet.columns.extend[column], sheet.columns.agency[column]
    for end in range(start + 1, len(evidence)):
        item = evidence[end]
        if sheet.ends[end - 1] or item.is_empty or item.anchored or item.marked:
            return
        score += sheet.sits[end][column] - extend + sheet.flow[end]
        if agency:
            score += same_list(evidence, start, end)
        if score > best[end + 1][column]:
            best[end + 1][column], back[end + 1][column] = score, step
        peak = max(peak, score)
        if score < peak - _HOPELESS:
            return


def _trace(
    best: Sequence[Sequence[float]], back: Sequence[Sequence[_Step]], behind: Sequence[float]
) -> list[tuple[int, int, int, bool]]:
    end = len(best) - 1
    column = max(range(len(behind)), key=lambda at: best[end][at] - behind[at])
    cells: list[tuple[int, int, int, bool]] = []
    while end > 0:
        start, previous, opens_row = back[end][column]
        cells.append((start, end, column, opens_row))
        end, column = start, previous
    return cells[::-1]


# --- rows ---------------------------------------------------------------------------------------------------------------


def _rows(cells: Sequence[tuple[int, int, int, bool]], evidence: Sequence[Evidence]) -> tuple[LaidRow, ...]:
    rows: list[list[LaidCell]] = []
    for start, end, column, opens_row in cells:
        if opens_row or not rows:
            rows.append([])
        rows[-1].append(LaidCell(column, (start, end)))
    return tuple(LaidRow(tuple(row), _is_doubtful(row, evidence)) for row in rows)


def _is_doubtful(row: Sequence[LaidCell], evidence: Sequence[Evidence]) -> bool:
    """Whether the edge between two neighbouring agency cells could as well stand elsewhere.

    A lone agency beside a list is the common form; a cut through a run of bullets, or two lists side by side, is a guess.
    """
    for left, right in pairwise(row):
        if left.units[1] != right.units[0] or right.column != left.column + 1:
            continue
        last, first = evidence[left.units[1] - 1], evidence[right.units[0]]
        if last.is_agency and first.is_agency and last.bullet and first.bullet:
            return True
    return False
