"""What a mention was read as: the agency, how it was reached, and how sure that is.

The confidences are judged by hand, not measured: they order the ways of reading from certain to doubtful, so that a researcher
can draw a line. `tests/gold/agencies.csv` holds what each way gets right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.model import Agency, ResolvedBy

CONFIDENCE: Mapping[ResolvedBy, float] = {
    "exact": 1.0,  # the official name, alone or with its place
    "variant": 0.98,  # an abbreviation or another listed name
    "person": 0.95,  # an office holder, by name or office
    "collective": 0.95,  # several agencies at once
    "defined": 0.93,  # a short form that the plan itself defines
    "near": 0.9,  # a listed name with slips
    "open": 0.8,  # a name that the registry does not list, by its words alone
}
WRONG_MARKS = 0.95  # only marks over letters differ from a listed name
_OTHER_TIME = 0.9  # the agency did not stand at the document's date
_EACH_SLIP = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """The agency that a mention means, by which way, from 0 to 1 how sure."""

    agency: Agency
    resolution: ResolvedBy
    confidence: float

    def as_defined(self) -> Reading:
        """The same agency, reached through a short form that the plan defines."""
        return replace(self, resolution="defined", confidence=round(self.confidence * CONFIDENCE["defined"], 2))


def reading(agency: Agency, resolution: ResolvedBy, *, confidence: float | None = None, in_time: bool = True) -> Reading:
    """A reading with the confidence of its way, less when the agency did not stand at the time."""
    sure = CONFIDENCE[resolution] if confidence is None else confidence
    return Reading(agency, resolution, round(sure if in_time else sure * _OTHER_TIME, 2))


def near_confidence(slips: int) -> float:
    """How sure a listed name with so many wrong letters is."""
    return CONFIDENCE["near"] - _EACH_SLIP * (slips - 1)
