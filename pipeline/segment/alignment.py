"""Rebuilding a flattened table: the best way to lay a run of paragraphs into rows and columns.

The page kept the order of the cells and lost their edges. Within a row the columns come from left to right, each takes
some consecutive paragraphs or none, and a new row begins where it pays: on an ordinal that counts on, or where what follows
fits no column further right. Among all such layouts the one of greatest weight is found by dynamic programming over
(paragraphs laid, column of the last cell); the weights are in `lexicon/alignment.yaml`. The cost is linear in the number of
paragraphs, as a cell is followed only while it can still pay.

Input: the units of the table's body and the columns' roles; output: rows, each a tuple of `(column, units)` cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.segment.columns import AGENCY_ROLES
from pipeline.segment.evidence import NATURES, Evidence

_NEVER = float("-inf")
_HOPELESS = 20.0  # what lies this much below the best is not followed further


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
class _Weights:
    """The weights of one table's columns, looked up once: one entry a column."""

    emission: tuple[tuple[float, ...], ...]
    skip: tuple[float, ...]
    extend: tuple[float, ...]
    verb: tuple[float, ...]
    agency: tuple[bool, ...]
    lead: tuple[bool, ...]
    listed: tuple[bool, ...]  # cells of agencies or products, which may be lists of bullets
    bare: tuple[float, ...]  # what it costs to begin a row here without an ordinal


@dataclass(frozen=True, slots=True)
class _Learned:
    """What a first pass found: a bonus for (column, words), and what a lone bullet in a cell costs."""

    bonus: Mapping[tuple[int, str], float]
    single_bullet: float


@cache
def _table() -> Any:
    return lexicon_yaml("alignment")


def _weights(roles: Sequence[str], *, marked: bool, numbered: bool) -> _Weights:
    table = _table()
    factor = table["skip_factor_when_marked"] if marked else 1.0
    merged = next((index for index, role in enumerate(roles) if role in ("description", "indicator")), 0)
    bare = float(table["row"]["bare"])
    return _Weights(
        emission=tuple(tuple(float(table["emission"][role][nature]) for nature in NATURES) for role in roles),
        skip=tuple(table["skip"][role] * (1.0 if index <= merged else factor) for index, role in enumerate(roles)),
        extend=tuple(float(table["extend"][role]) for role in roles),
        verb=tuple(float(table["verb"].get(role, 0.0)) for role in roles),
        agency=tuple(role in AGENCY_ROLES for role in roles),
        lead=tuple(role == "lead" for role in roles),
        listed=tuple(role in AGENCY_ROLES or role == "output" for role in roles),
        bare=tuple(bare + (float(table["bare_group"]) if numbered and role == "group" else 0.0) for role in roles),
    )


def align(evidence: Sequence[Evidence], closed: Sequence[bool], roles: Sequence[str]) -> tuple[LaidRow, ...]:
    """The rows of a flattened table: `evidence` and `closed` (the page ended a cell behind it) have one entry a unit.

    Two passes: the second knows which short words the first found time and again in one column.
    """
    if not evidence:
        return ()
    marked = any(item.is_empty for item in evidence) or all(closed)
    weights = _weights(roles, marked=marked, numbered=any(item.anchored for item in evidence))
    nothing = _Learned({}, float(_table()["single_bullet"]))
    rows = _rows(_lay(evidence, closed, weights, nothing), evidence)
    return _rows(_lay(evidence, closed, weights, _learn(rows, evidence, weights)), evidence)


def _learn(rows: Sequence[LaidRow], evidence: Sequence[Evidence], weights: _Weights) -> _Learned:
    """A bonus for short words that stand time and again first in the same column, and how unusual a lone bullet is.

    Times are left out: a lone time is the implementation's whatever the other rows say (annotation guidelines, Times).
    """
    table = _table()
    seen: Counter[tuple[int, str]] = Counter()
    total: Counter[str] = Counter()
    singles: Counter[bool] = Counter()
    for row in rows:
        for cell in row.cells:
            first = evidence[cell.units[0]]
            if weights.agency[cell.column] and cell.units[1] - cell.units[0] == 1 and first.key:
                singles[first.bullet] += 1
            for unit in range(*cell.units):
                item = evidence[unit]
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


@dataclass(frozen=True, slots=True)
class _Paper:
    """What the layouts of one table are weighed with. `flow[i]` is what it is worth that unit i goes on behind i - 1."""

    evidence: Sequence[Evidence]
    ends: Sequence[bool]
    cost: Sequence[Sequence[float]]
    flow: Sequence[float]
    weights: _Weights
    learned: _Learned


@dataclass(frozen=True, slots=True)
class _Step:
    start: int
    previous: int  # column of the cell before, -1 at the very beginning
    opens_row: bool


def _lay(
    evidence: Sequence[Evidence],
    closed: Sequence[bool],
    weights: _Weights,
    learned: _Learned,
) -> list[tuple[int, int, int, bool]]:
    """The cells of the best layout as (start, end, column, opens a row), in order."""
    count, columns = len(evidence), len(weights.skip)
    best = [[_NEVER] * columns for _ in range(count + 1)]
    back: list[list[_Step | None]] = [[None] * columns for _ in range(count + 1)]
    behind = [sum(weights.skip[column + 1 :]) for column in range(columns)]
    before = [sum(weights.skip[:column]) for column in range(columns)]
    paper = _Paper(
        evidence,
        [bool(closed[at]) or item.is_empty for at, item in enumerate(evidence)],
        [[_sits(item, column, weights) for column in range(columns)] for item in evidence],
        [0.0, *(_continues(last, item) for last, item in pairwise(evidence))],
        weights,
        learned,
    )
    for start in range(count):
        at, opening = best[start], _opening(evidence[start], weights)
        row_end = max(range(columns), key=lambda column: at[column] - behind[column]) if start else -1
        closed_score = at[row_end] - behind[row_end] if start else 0.0
        carried, carrier = _NEVER, -1
        entries: list[tuple[float, int, _Step]] = []
        for column in range(columns):
            fresh = closed_score - before[column] + opening[column]
            if carried >= fresh:
                entry, step = carried, _Step(start, carrier, False)
            else:
                entry, step = fresh, _Step(start, row_end, True)
            entries.append((entry + paper.cost[start][column], column, step))
            carried -= weights.skip[column]
            if at[column] > carried:
                carried, carrier = at[column], column
        hopeless = max(entries)[0] - _HOPELESS
        for score, column, step in entries:
            if score >= hopeless:
                _follow(score, step, column, paper, best, back)
    return _trace(best, back, behind)


def _opening(item: Evidence, weights: _Weights) -> Sequence[float]:
    """What it is worth to begin a row with the unit, by the column that it would stand in."""
    row = _table()["row"]
    if item.anchored or item.marked:
        return [float(row["anchored" if item.anchored else "marked"])] * len(weights.bare)
    return weights.bare


def _sits(item: Evidence, column: int, weights: _Weights) -> float:
    """How well one unit sits in a column, whatever stands around it."""
    score = sum(share * weight for share, weight in zip(item.natures, weights.emission[column], strict=True) if share)
    if item.verbal:
        score += weights.verb[column]
    if weights.agency[column]:
        if item.length > 120:
            score += _table()["long_agency"] * (item.length - 120)
        if weights.lead[column] and item.collective:
            score += _table()["collective_lead"]
    return score


def _follow(
    score: float,
    step: _Step,
    column: int,
    paper: _Paper,
    best: list[list[float]],
    back: list[list[_Step | None]],
) -> None:
    """Lays the unit at `step.start` into a new cell of `column`, then as many further units as can still pay."""
    start, evidence, weights = step.start, paper.evidence, paper.weights
    score += paper.learned.bonus.get((column, evidence[start].key), 0.0)
    alone = score
    if weights.listed[column] and evidence[start].bullet:
        alone += paper.learned.single_bullet
    if alone > best[start + 1][column]:
        best[start + 1][column], back[start + 1][column] = alone, step
    peak, extend, agency = score, weights.extend[column], weights.agency[column]
    for end in range(start + 1, len(evidence)):
        item = evidence[end]
        if paper.ends[end - 1] or item.is_empty or item.anchored:
            return
        score += paper.cost[end][column] - extend + paper.flow[end]
        if agency:
            score += _same_list(evidence, start, end)
        if score > best[end + 1][column]:
            best[end + 1][column], back[end + 1][column] = score, step
        peak = max(peak, score)
        if score < peak - _HOPELESS:
            return


def _continues(last: Evidence, item: Evidence) -> float:
    """How well a unit goes on in the cell of the one before, whatever the column."""
    table = _table()["continuation"]
    score = 0.0
    if item.enumerator and item.enumerator == last.enumerator + 1:
        score += table["next_enumerator"]
    elif last.opens_list:
        score += table["list_opened"]
    elif last.open_end or item.opens_lower:
        score += table["sentence_open"]
    if item.bullet and last.bullet:
        score += table["bullet_after_bullet"]
    elif last.bullet and not item.enumerator:
        score += table["plain_after_bullet"]
    elif item.bullet and not last.opens_list:
        score += table["bullet_after_plain"]
    return score


def _same_list(evidence: Sequence[Evidence], start: int, end: int) -> float:
    """How well the unit at `end` belongs to a list of agencies that began at `start`: none twice, none behind a collective."""
    table, key = _table()["continuation"], evidence[end].key
    score = 0.0
    if any(evidence[unit].key == key for unit in range(start, end)):
        score += table["same_agency_again"]
    if evidence[end - 1].collective:
        score += table["agency_after_collective"]
    return score


def _trace(
    best: Sequence[Sequence[float]], back: Sequence[Sequence[_Step | None]], behind: Sequence[float]
) -> list[tuple[int, int, int, bool]]:
    end = len(best) - 1
    column = max(range(len(behind)), key=lambda at: best[end][at] - behind[at])
    cells: list[tuple[int, int, int, bool]] = []
    while end > 0:
        step = back[end][column]
        assert step is not None
        cells.append((step.start, end, column, step.opens_row))
        end, column = step.start, step.previous
    return cells[::-1]


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
