"""How often records of a confidence are right: what `confidence` is worth, measured.

Input: outcomes of records that were read, each with its confidence and whether all of it is right; output: a row for each band
of confidence, with the 95 % interval that so few records allow (Wilson 1927).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluate.comparison import Outcome

# Lower edges; confidences crowd near 1, so bands are narrow there.
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Band:
    """Records with a confidence from `low` up to (in the last band: with) `high`, and how many of them are right."""

    low: float
    high: float
    records: int
    right: int
    confidence: float  # their mean

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.records if self.records else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where that share may lie for as many records as this."""
        return wilson(self.right, self.records)


def wilson(right: int, records: int) -> tuple[float, float]:
    """The 95 % interval of a share of which `right` in `records` were seen."""
    if not records:
        return 0.0, 1.0
    share, square = right / records, _Z * _Z
    middle = share + square / (2 * records)
    reach = _Z * math.sqrt(share * (1 - share) / records + square / (4 * records * records))
    return max(0.0, (middle - reach) / (1 + square / records)), min(1.0, (middle + reach) / (1 + square / records))


def bands(outcomes: Iterable[Outcome]) -> tuple[Band, ...]:
    """The bands that hold records, from low to high."""
    held: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        held.setdefault(max(place for place, edge in enumerate(_EDGES) if outcome.confidence >= edge), []).append(outcome)
    ends = (*_EDGES[1:], 1.0)
    return tuple(
        Band(_EDGES[place], ends[place], len(held[place]), sum(one.right for one in held[place]), _mean(held[place]))
        for place in sorted(held)
    )


def calibration_error(parts: Sequence[Band]) -> float:
    """How far confidence and the share of right records lie apart, over all records."""
    records = sum(band.records for band in parts)
    return sum(band.records * abs(band.confidence - band.share) for band in parts) / records if records else 0.0


def _mean(outcomes: Sequence[Outcome]) -> float:
    return math.fsum(outcome.confidence for outcome in outcomes) / len(outcomes)
