"""The date by which a promise is due, as its sentence or a heading over it gives it: `Đến năm 2025:`, `vào năm 2030`.

A horizon is the last day of what the words denote. A year that only belongs to a name (`Đề án ... đến năm 2025`), to a
comparison (`so với năm 2020`) or to a view beyond the plan (`định hướng đến năm 2030`) is none.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import Phrases, Words, phrase_set, split_words

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")["horizon"]
_PREPOSITIONS = phrase_set(_LEXICON["prepositions"], SPELLINGS)
_PERIODS = phrase_set(_LEXICON["periods"], SPELLINGS)
_BLOCKERS = phrase_set(_LEXICON["blockers"], SPELLINGS)
LIMITS: Phrases[bool] = phrase_set(_LEXICON["limits"], SPELLINGS)
ACTS: Phrases[bool] = phrase_set(_LEXICON["acts"], SPELLINGS)
PLAN_NAMES: Phrases[bool] = phrase_set(_LEXICON["plan_names"], SPELLINGS)

_YEAR = r"(?:19|20)\d\d(?!\d)"
_DATE = re.compile(
    rf"""(?<!\w)(?:
    (?:ngày\s+)?(?P<day>\d{{1,2}})\s*[/.-]\s*(?P<month>\d{{1,2}})\s*[/.-]\s*(?P<day_year>{_YEAR})
    |(?:ngày\s+)?(?P<day2>\d{{1,2}})\s+tháng\s+(?P<month2>\d{{1,2}})\s+năm\s+(?P<day_year2>{_YEAR})
    |tháng\s+(?P<month3>\d{{1,2}})(?:\s*/\s*|\s+năm\s+)(?P<month_year>{_YEAR})
    |qu[ýí]\s+(?:(?:iv|iii|ii|i|[1-4])\s*(?:,|và|[-–])\s*(?:qu[ýí]\s+)?){{0,3}}(?P<quarter>iv|iii|ii|i|[1-4])(?:\s*/\s*|\s+năm\s+)(?P<quarter_year>{_YEAR})
    |(?P<worded>(?:các\s+)?năm\s+)?(?P<year>{_YEAR})(?!/)(?:\s*(?:[-–]|đến(?:\s+năm)?)\s*(?P<last>{_YEAR}))?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FROM = "từ"
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Horizon:
    """A date in a text: words from `first` to `end` (with its preposition), the last day, and how plainly it says `by then`."""

    first: int
    end: int
    day: date
    bound: bool


def find_horizon(heading: str) -> date | None:
    """The date by which a heading sets its contents (`Nhiệm vụ trọng tâm giai đoạn 2020 - 2025`), None when it sets none."""
    return next((horizon.day for horizon in horizons_of(split_words(heading, SPELLINGS), bare=True)), None)


def horizons_of(words: Words, *, bare: bool = False) -> tuple[Horizon, ...]:
    """The dates of a text that may be horizons, in order; `bound` ones follow a preposition such as `đến`, `vào`, `trước`.

    `bare` also takes a month or a quarter without one, as headings have it (`Đợt cao điểm tháng 6/2019`).
    """
    found = []
    for match in _DATE.finditer(words.text):
        day = _last_day(match)
        if day is None:
            continue
        first = bisect_left(words.starts, match.start())
        end = bisect_left(words.starts, match.end())
        if match["last"] and first and words.keys[first - 1] == _FROM:
            found.append(Horizon(first - 1, end, day, False))
            continue
        preposition = _PREPOSITIONS.before(words.keys, first)
        period = _PERIODS.before(words.keys, first)
        opening = preposition or period
        start = opening[1] if opening else first
        worded = match["worded"] or (bare and (match["month3"] or match["quarter"]))
        if _BLOCKERS.before(words.keys, start) or not (opening or worded):
            continue
        found.append(Horizon(start, end, day, preposition is not None))
    return tuple(found)


def _last_day(match: re.Match[str]) -> date | None:
    """The last day of a matched date, None for a day that no calendar has."""
    if match["year"]:
        return date(int(match["last"] or match["year"]), _LAST_MONTH, 31)
    if match["quarter"]:
        quarter = match["quarter"].lower()
        return _month_end(int(match["quarter_year"]), 3 * (_QUARTERS.get(quarter) or int(quarter)))
    if match["month3"]:
        return _month_end(int(match["month_year"]), int(match["month3"]))
    year, month = int(match["day_year"] or match["day_year2"]), int(match["month"] or match["month2"])
    day = int(match["day"] or match["day2"])
    if not 1 <= month <= _LAST_MONTH or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _month_end(year: int, month: int) -> date | None:
    return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= _LAST_MONTH else None
