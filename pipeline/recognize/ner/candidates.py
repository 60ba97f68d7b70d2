"""What a reader of names answers: candidate spans with labels and confidence. Knows of no model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.model import Span

Label = Literal["AGENCY", "PERSON", "TIME", "QUANTITY", "LAW", "PLACE"]
LABELS: tuple[Label, ...] = ("AGENCY", "PERSON", "TIME", "QUANTITY", "LAW", "PLACE")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name. `confidence` is the calibrated probability (0 to 1) that label and both ends are right."""

    span: Span
    label: Label
    confidence: float


class NerReader(Protocol):
    """Finds candidates in one cell, label value or paragraph; the answer depends on its text alone."""

    def __hash__(self) -> int: ...

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """The candidates of `text` in order, none overlapping; spans count characters of `text`."""
        ...
