"""Stretches of the calendar that words name, and what they come to in days, RRULE and EDTF.

A stretch may lack its year (`Tháng 9`) or even its month (`ngày 15 hằng tháng`): such a one has no days of its own, but it can
say when within each year or month something recurs.

Parts follow the common use of the administration: the first quarter is `đầu năm`, the last one `cuối năm`, the two between
`giữa năm`; a quarter's months are its `đầu`, `giữa`, `cuối`; a month's ten-day periods (thượng, trung, hạ tuần) are its parts.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Grain = Literal["day", "month", "quarter", "part", "year"]
Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

_LEAP_YEAR = 2000
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole months, or days, of a year.

    `months` are the first and last month, 1 to 12, None when only a day is named; `days` the first day in the first month and
    the last day in the last one, None for whole months. `year` is None when it is not said.
    """

    grain: Grain
    year: int | None
    months: tuple[int, int] | None
    days: tuple[int, int] | None = None

    @property
    def dated(self) -> bool:
        """Whether year and month are known, so that the stretch has days."""
        return self.year is not None and self.months is not None

    def first_day(self) -> datetime.date | None:
        """The first day, None without year or month or where the year has no such day (29 February)."""
        if self.year is None or self.months is None:
            return None
        return _day(self.year, self.months[0], self.days[0] if self.days else 1)

    def last_day(self) -> datetime.date | None:
        """The last day, None as for `first_day`."""
        if self.year is None or self.months is None:
            return None
        length = calendar.monthrange(self.year, self.months[1])[1]
        if self.days is None:
            return _day(self.year, self.months[1], length)
        last = length if self.grain == "part" else self.days[1]
        return _day(self.year, self.months[1], min(last, self.days[1]))

    def in_year(self, year: int | None) -> Stretch:
        """The same stretch in `year`, unless it has a year of its own."""
        return self if self.year is not None or year is None else replace(self, year=year)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    return datetime.date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def year_of(year: int) -> Stretch:
    """The whole of `year`."""
    return Stretch("year", year, (1, 12))


def month_of(month: int, year: int | None) -> Stretch | None:
    """A month, None when there is no such month."""
    return Stretch("month", year, (month, month)) if 1 <= month <= 12 else None


def quarter_of(quarter: int, year: int | None) -> Stretch | None:
    """A quarter, None when there is no such quarter."""
    return Stretch("quarter", year, (3 * quarter - 2, 3 * quarter)) if 1 <= quarter <= 4 else None


def day_of(day: int, month: int | None, year: int | None) -> Stretch | None:
    """A day of a month (or of no month that is said), None when no calendar has it."""
    if not 1 <= day <= _LAST_DAY:
        return None
    if month is None:
        return Stretch("day", None, None, (day, day))
    if not 1 <= month <= 12 or day > calendar.monthrange(year or _LEAP_YEAR, month)[1]:
        return None
    return Stretch("day", year, (month, month), (day, day))


def months_from_end(count: int, part: int, year: int | None) -> Stretch | None:
    """`6 tháng đầu năm` (part 1) or `6 tháng cuối năm` (part 3)."""
    if not 1 <= count <= 12:
        return None
    return Stretch("part", year, (1, count) if part == 1 else (13 - count, 12))


def part_of(part: int, whole: Stretch) -> Stretch:
    """The beginning (1), middle (2) or end (3) of a year, a quarter or a month; other stretches have no parts."""
    if whole.months is None or whole.days is not None:
        return whole
    first, last = whole.months
    if whole.grain == "year":
        return replace(whole, grain="part", months=((1, 3), (4, 9), (10, 12))[part - 1])
    if whole.grain == "quarter":
        return replace(whole, grain="part", months=(first + part - 1, first + part - 1))
    if whole.grain == "month":
        return replace(whole, grain="part", days=((1, 10), (11, 20), (21, _LAST_DAY))[part - 1])
    return replace(whole, months=(first, last))


def share_dates(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The members of one list or range with the month and year that another member says (`tháng 3 - 6/2025`).

    What comes last is said for all before it; what only the first says holds for those behind it.
    """
    shared = list(stretches)
    for position in range(len(shared) - 2, -1, -1):
        shared[position] = _lend(shared[position + 1], shared[position], before=True)
    for position in range(1, len(shared)):
        shared[position] = _lend(shared[position - 1], shared[position], before=False)
    return tuple(shared)


def _lend(giver: Stretch, taker: Stretch, *, before: bool) -> Stretch:
    if taker.months is None and giver.grain == "day" and giver.months is not None:
        taker = replace(taker, months=giver.months)
    if taker.year is not None or giver.year is None or taker.months is None or giver.months is None:
        return taker
    wraps = taker.months > giver.months if before else taker.months < giver.months
    year = giver.year + (-1 if before else 1) if wraps else giver.year
    return replace(taker, year=year)


# --- RRULE --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """How often: every `interval`-th `frequency`."""

    frequency: Frequency
    interval: int = 1

    def months(self) -> int | None:
        """The rule's step in months, None for days and weeks."""
        return {"MONTHLY": 1, "YEARLY": 12}.get(self.frequency, 0) * self.interval or None


def rrule(rule: Rule, stretches: Sequence[Stretch] = (), *, ranged: bool = False, short_of: bool = False) -> str:
    """The RFC 5545 rule, narrowed to `stretches` of each year or month.

    A named month makes the rule yearly (`định kỳ 6 tháng (trước ngày 15/6)`). `ranged` says that two stretches are the ends of
    a range, `short_of` that the time ends before the stretch begins (`trước tháng 12 hằng năm`). Days that do not go with each
    month alike are left out, for a rule can not pair them.
    """
    months = _by_months(stretches, ranged=ranged, short_of=short_of)
    days = _by_days(stretches, ranged=ranged)
    if months and rule.frequency != "YEARLY":
        rule = Rule("YEARLY")
    parts = [f"FREQ={rule.frequency}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if months:
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if days and rule.frequency in ("MONTHLY", "YEARLY"):
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    return ";".join(parts)


def _by_months(stretches: Sequence[Stretch], *, ranged: bool, short_of: bool) -> list[int]:
    spans = [stretch.months for stretch in stretches if stretch.months is not None]
    if not spans:
        return []
    if short_of and stretches[0].grain in ("month", "quarter"):
        return sorted({(first - 2) % 12 + 1 for first, _ in spans})
    if ranged:
        first, last = spans[0][0], spans[-1][1]
        return sorted({(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)})
    return sorted({month for first, last in spans for month in range(first, last + 1)})


def _by_days(stretches: Sequence[Stretch], *, ranged: bool) -> list[int]:
    if not stretches or any(stretch.grain != "day" or stretch.days is None for stretch in stretches):
        return []
    days = sorted({stretch.days[0] for stretch in stretches if stretch.days})
    months = {stretch.months for stretch in stretches}
    if ranged:
        return list(range(days[0], days[-1] + 1)) if len(months) == 1 else []
    return days if len(days) == 1 or len(months) == 1 else []


# --- EDTF ---------------------------------------------------------------------------------------------------------------


def edtf_point(stretch: Stretch) -> str | None:
    """`2025`, `2025-09`, `2020-33` (first quarter), `2025-12-15`; a part of a year or month as an interval."""
    if stretch.grain == "quarter" and stretch.dated and stretch.months is not None:
        return f"{stretch.year:04d}-{32 + stretch.months[1] // 3}"
    return _edtf_span(stretch, stretch, "/")


def edtf_interval(first: Stretch | None, last: Stretch | None) -> str | None:
    """`2020/2030`, `2025-03/..`, `../2021-12-15`; None when an end has no date, or when both are missing."""
    if first is not None and last is not None:
        return _edtf_span(first, last, "/", always=True)
    if first is not None:
        start = _written(first.first_day(), _precision(first))
        return f"{start}/.." if start else None
    end = _written(last.last_day(), _precision(last)) if last is not None else None
    return f"../{end}" if end else None


def edtf_set(members: Iterable[tuple[Stretch, Stretch]]) -> str | None:
    """`{2021,2023,2025}`, `{2021..2025,2026..2030}` of the first and last stretch of each member; None when one has no date."""
    written = [_edtf_span(first, last, "..") for first, last in members]
    known = [member for member in written if member is not None]
    return "{" + ",".join(known) + "}" if len(known) == len(written) else None


def _precision(stretch: Stretch) -> int:
    """How many characters of an ISO date the words say; there are no quarters inside an interval or a set."""
    if stretch.days is not None:
        return len("2025-09-30")
    return len("2025") if stretch.grain == "year" else len("2025-09")


def _edtf_span(first: Stretch, last: Stretch, joint: str, *, always: bool = False) -> str | None:
    """Both ends as fine as the finer of them; one word when they are the same and `always` does not ask for two."""
    precision = max(_precision(first), _precision(last))
    start, end = _written(first.first_day(), precision), _written(last.last_day(), precision)
    if start is None or end is None:
        return None
    return start if start == end and not always else f"{start}{joint}{end}"


def _written(day: datetime.date | None, precision: int) -> str | None:
    return day.isoformat()[:precision] if day else None
