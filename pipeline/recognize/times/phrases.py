"""What the grammar hands on: a phrase of one kind, before years are filled in and neighbours are joined."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pipeline.model import TimeKind
from pipeline.recognize.times.stretches import Rule, Stretch, edtf_interval, edtf_point, edtf_set, rrule, share_dates

Relation = Literal["at", "list", "range", "before", "until", "from", "after", "every", "always", "when"]

_KINDS: dict[Relation, TimeKind] = {
    "at": "point",
    "list": "set",
    "range": "period",
    "before": "before",
    "until": "before",
    "from": "open",
    "after": "open",
    "every": "recurring",
    "always": "ongoing",
    "when": "event",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time in the words of one place: lexemes `first` to `last` (half-open).

    `stretches` are what it names: one, the ends of a `range`, the members of a `list`; of a recurrence (`every`) when within
    each year, read as `within` says. `bounds` are the first and the last stretch in which a recurrence or a lasting duty holds.
    """

    first: int
    last: int
    relation: Relation
    stretches: tuple[Stretch, ...] = ()
    rule: Rule | None = None
    within: Relation = "at"
    bounds: tuple[Stretch | None, Stretch | None] = (None, None)

    @property
    def is_dated(self) -> bool:
        """Whether it stands in the calendar: no recurrence, no lasting duty, no condition."""
        return self.relation not in ("every", "always", "when")

    @property
    def has_year(self) -> bool:
        """Whether some stretch says its year."""
        return any(stretch.year is not None for stretch in self.stretches)

    @property
    def recurs_within(self) -> bool:
        """Whether it could say when within each year or month something recurs (`trước ngày 15/12`)."""
        return self.is_dated and self.relation not in ("from", "after") and bool(self.stretches) and not self.has_year

    def with_year(self, year: int | None) -> Phrase:
        """The same phrase with `year` where it says none; years within a list or range are shared first."""
        shared = share_dates(self.stretches)
        if year is not None and not any(stretch.year is not None for stretch in shared):
            shared = share_dates((*shared[:-1], shared[-1].in_year(year))) if shared else shared
            if self.relation == "range" and shared and (shared[0].year or year) < year:
                shared = tuple(replace(stretch, year=(stretch.year or year) + 1) for stretch in shared)
        return replace(self, stretches=shared)


class Value(NamedTuple):
    """What a time expression says, without its words."""

    kind: TimeKind
    start: datetime.date | None
    end: datetime.date | None
    recurrence: str | None = None
    edtf: str | None = None


def value_of(phrase: Phrase, year: int | None = None) -> Value:
    """The value of a phrase in a plan of `year` (None when that is not known)."""
    kind = _KINDS[phrase.relation]
    if phrase.relation in ("every", "always"):
        return _lasting(phrase, kind, year)
    if phrase.relation == "when":
        return Value(kind, None, None)
    stretches = phrase.with_year(year).stretches
    first, last = stretches[0], stretches[-1]
    if phrase.relation == "before":
        return _before(last)
    if phrase.relation == "until":
        return Value(kind, None, last.last_day(), None, edtf_interval(None, last))
    if phrase.relation == "from":
        return Value(kind, first.first_day(), None, None, edtf_interval(first, None))
    if phrase.relation == "after":
        return _after(first)
    starts = [day for stretch in stretches if (day := stretch.first_day())]
    ends = [day for stretch in stretches if (day := stretch.last_day())]
    if len(starts) < len(stretches) or len(ends) < len(stretches):
        return Value(kind, None, None)
    if phrase.relation == "list":
        return Value(
            kind, min(starts), max(ends), None, edtf_set((member, member) for member in sorted(stretches, key=_first_day))
        )
    if phrase.relation == "range":
        return Value(kind, starts[0], ends[-1], None, edtf_interval(first, last))
    return Value(kind, starts[0], ends[0], None, edtf_point(first))


def _first_day(stretch: Stretch) -> datetime.date:
    return stretch.first_day() or datetime.date.min


def _lasting(phrase: Phrase, kind: TimeKind, year: int | None) -> Value:
    first, last = (stretch.in_year(year) if stretch is not None else None for stretch in phrase.bounds)
    rule = None
    if phrase.rule is not None:
        ranged = phrase.within == "range"
        stretches = share_dates(phrase.stretches) if ranged else phrase.stretches
        rule = rrule(phrase.rule, stretches, ranged=ranged, short_of=phrase.within == "before")
    start = first.first_day() if first else None
    end = last.last_day() if last else None
    if start and end and start > end:
        start = end = None  # bounds that contradict each other set none
    return Value(kind, start, end, rule, edtf_interval(first if start else None, last if end else None))


def _before(limit: Stretch) -> Value:
    """`trước ngày 15/12` is due on that day at the latest; `trước tháng 12` leaves December out."""
    if limit.days is not None or limit.grain == "part":
        return Value("before", None, limit.last_day(), None, edtf_interval(None, limit))
    first = limit.first_day()
    if first is None:
        return Value("before", None, None)
    end = first - datetime.timedelta(days=1)
    return Value("before", None, end, None, f"../{end.year:04d}" if limit.grain == "year" else f"../{end.isoformat()[:7]}")


def _after(limit: Stretch) -> Value:
    last = limit.last_day()
    if last is None:
        return Value("open", None, None)
    start = last + datetime.timedelta(days=1)
    form = {"year": 4, "month": 7, "quarter": 7}.get(limit.grain, 10)
    return Value("open", start, None, None, f"{start.isoformat()[:form]}/..")


def is_forward(stretches: Sequence[Stretch]) -> bool:
    """Whether a range runs forward in time, as far as its years are known."""
    shared = share_dates(stretches)
    start, end = shared[0].first_day(), shared[-1].last_day()
    return start is None or end is None or start <= end
