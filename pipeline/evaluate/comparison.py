"""What comparing one document with its gold tells: counts, what was confused, outcomes of records, disagreements."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pipeline.evaluate.tally import Count


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field in which the two sides differ; `found_page` and `gold_page` are the page's words there."""

    document: str
    record: str
    field: str
    found: str
    gold: str
    found_page: str
    gold_page: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record that was read: what it is, how sure the pipeline was, and whether all of it is right."""

    record: str
    kind: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class Comparison:
    """All that one document's comparison tells.

    `overlaps` are counts by field and least overlap, `layouts` by layout and field, `confusion` by what is confused, gold's
    value and the one found.
    """

    stem: str
    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    overlaps: dict[tuple[str, float], Count] = field(default_factory=lambda: defaultdict(Count))
    layouts: dict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    confusion: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    outcomes: list[Outcome] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
