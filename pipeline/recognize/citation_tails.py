"""What stands behind the number or the name of a cited document: date and issuer, in either order, and where they end.

Input is a text and an offset, output a `Tail`; one that ends where it began found neither.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from pipeline.recognize.citation_grammar import DASH, SLASH, Kind, grammar
from pipeline.recognize.issuers import read_issuer

DATE_PARTS = (
    rf"(?P<day>\d{{1,2}})\s*(?:{SLASH}|{DASH}|\.|tháng)\s*(?P<month>\d{{1,2}})\s*"
    rf"(?:{SLASH}|{DASH}|\.|,?\s*năm)\s*(?P<year>\d{{4}})(?!\d)"
)
_BLANK_DATE = r"[.…_\s]{0,12}tháng[.…_\s\d]{0,12}năm\s*\d{4}(?!\d)"
_DATE = re.compile(
    rf"\s*,?\s*(?P<bracket>\(\s*)?(?:(?:được\s+)?(?:ký\s+)?(?:ban\s+hành\s+)?(?:cùng\s+)?n?ngày\s*\.?\s*(?:{DATE_PARTS}|{_BLANK_DATE})"
    rf"|(?P<bare>(?P<day2>\d{{1,2}}){SLASH}(?P<month2>\d{{1,2}}){SLASH}(?P<year2>\d{{4}})(?!\d)))(?(bracket)\s*\))",
    re.IGNORECASE,
)
_YEAR_ONLY = re.compile(r"\s*,?\s*năm\s+(?:19|20)\d\d(?!\d)(?=\s+(?:của|do)\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tail:
    """Where date and issuer end, and what they say; `issued` is None for a date left blank or one that no calendar has too."""

    end: int
    issued: datetime.date | None
    issuer: str


def read_tail(text: str, at: int, kind: Kind, capitals: bool) -> Tail:
    """Date and issuer behind `at`, in either order, and where they end."""
    known = grammar()
    end, issued, issuer = at, None, ""
    date = _DATE.match(text, end)
    time = date or _YEAR_ONLY.match(text, end)
    if time:
        end = time.end()
    opener = known.opener.match(text, end)
    found = read_issuer(text, opener.end(), joint=kind.joint, capitals=capitals) if opener else None
    if found:
        end, issuer = found
        if date is None:
            behind = end
            while aside := known.aside.match(text, behind):
                behind = aside.end()
            date = _DATE.match(text, behind)
            end = date.end() if date else end
    if date:
        issued = day_of(date)
    return Tail(end, issued, issuer)


def day_of(match: re.Match[str]) -> datetime.date | None:
    """The day that a date names; None for one left blank or one that no calendar has."""
    parts = match.group("year", "month", "day")
    if parts[0] is None and "bare" in match.re.groupindex:
        parts = match.group("year2", "month2", "day2")
    if parts[0] is None:
        return None
    year, month, day = map(int, parts)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
