"""From doubts to confidence: how often records like this one are right.

The stages give each record a raw figure that says how much was in doubt: a table whose empty cells left no trace, no agency
where one belongs. `lexicon/confidence.yaml` says, from gold, how often records of such a figure were right in every field;
between its points the line is straight. The map rises, so the order of records stays. `vnplans calibrate` makes the file anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Extraction

Point = tuple[float, float]
_DIGITS = 3


def confident(extraction: Extraction) -> Extraction:
    """The extraction with each record's raw figure turned into a confidence."""
    return replace(
        extraction,
        tasks=tuple(replace(task, confidence=confidence_of(task.confidence)) for task in extraction.tasks),
        targets=tuple(replace(target, confidence=confidence_of(target.confidence)) for target in extraction.targets),
    )


def confidence_of(raw: float) -> float:
    """The confidence that a raw figure stands for."""
    return interpolated(raw, _points())


def interpolated(raw: float, points: Sequence[Point]) -> float:
    """The height of the line through `points` (rising, from 0 to 1) over `raw`."""
    place = bisect_left(points, (raw, 0.0))
    if place == 0:
        return points[0][1]
    if place == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[place - 1], points[place]
    return round(low + (high - low) * (raw - left) / (right - left), _DIGITS)


@cache
def _points() -> tuple[Point, ...]:
    return tuple((float(raw), float(share)) for raw, share in lexicon_yaml("confidence")["points"])
