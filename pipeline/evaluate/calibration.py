"""Fitting the map from raw doubts to confidence on gold (see `pipeline.confidence`).

Input: outcomes of records with their raw figures, by plan; output: the points of a rising line. Records of one plan are right
or wrong together, so a plan counts for at most ten records of a figure, however many versions and rows of it there are; and the
raw figure itself, which is what the writers of the rules expect, counts for fifty. With little gold the map stays near the raw
figures; with much it says what was seen. Rising is made sure of by pooling neighbours (Ayer et al. 1955).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.confidence import Point
from pipeline.evaluate.comparison import Outcome

_PLAN = 10.0
_EXPECTED = 50.0
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Level:
    """Records of one raw figure: how many, and how many right, as seen and weighed by plan."""

    raw: float
    records: int
    right: int
    weight: float
    weighed_right: float


def levels(outcomes: Mapping[str, Iterable[Outcome]]) -> tuple[Level, ...]:
    """The levels of raw figures among the outcomes of each plan, from low to high."""
    seen: defaultdict[float, dict[str, list[bool]]] = defaultdict(dict)
    for plan, found in outcomes.items():
        for outcome in found:
            seen[round(outcome.confidence, _DIGITS)].setdefault(plan, []).append(outcome.right)
    return tuple(_level(raw, list(plans.values())) for raw, plans in sorted(seen.items()))


def _level(raw: float, plans: Sequence[Sequence[bool]]) -> Level:
    weights = [min(_PLAN, float(len(rights))) for rights in plans]
    right = sum(weight * sum(rights) / len(rights) for weight, rights in zip(weights, plans, strict=True))
    return Level(raw, sum(map(len, plans)), sum(map(sum, plans)), sum(weights), right)


def fitted(found: Sequence[Level]) -> tuple[Point, ...]:
    """The points of the map, from 0 to 1."""
    pools: list[tuple[list[float], float, float]] = []  # raw figures, weight, weighed right
    for level in found:
        pools.append(([level.raw], level.weight + _EXPECTED, level.weighed_right + _EXPECTED * level.raw))
        while len(pools) > 1 and pools[-2][2] * pools[-1][1] >= pools[-1][2] * pools[-2][1]:
            raws, weight, right = pools.pop()
            before = pools.pop()
            pools.append((before[0] + raws, before[1] + weight, before[2] + right))
    inner = [(raw, round(right / weight, _DIGITS)) for raws, weight, right in pools for raw in raws if 0 < raw < 1]
    return ((0.0, 0.0), *inner, (1.0, 1.0))


def confidence_yaml(found: Sequence[Level], points: Sequence[Point], source: str) -> str:
    """The content of `lexicon/confidence.yaml`: the points, and in comments what they were fitted on."""
    seen = "\n".join(f"#   {level.raw:.3f}  {level.right} of {level.records}" for level in found)
    rows = "\n".join(f"  - [{raw:.3f}, {share:.3f}]" for raw, share in points)
    return (
        "# How often a record is right in every field, by the raw figure of its doubts (see confidence.py).\n"
        "# Made by `vnplans calibrate`; right records of each raw figure as seen:\n"
        f"{seen}\nsource: {json.dumps(source, ensure_ascii=False)}\npoints:\n{rows}\n"
    )
