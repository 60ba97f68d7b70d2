"""Which province a text names, and under which code it stood at a date.

The map of Vietnam changed under the plans: Hà Tây went into Hà Nội in 2008, Thừa Thiên Huế became thành phố Huế on 1 January
2025, and 63 provinces became 34 on 1 July 2025, some under a name or a code that another had borne (44 was Quảng Bình and is
Quảng Trị). So a province is a name within a stretch of time, and every look-up takes the date of issue.

Input is an issuer (`UBND TỈNH KON TUM`), a place (`Hải Phòng, ngày ...`) or a portal's field (`Tỉnh Đắk Lắk`); output the
province of `lexicon/provinces.csv`, or None. Codes: Quyết định 124/2004/QĐ-TTg with its changes, from 1 July 2025 Quyết định
19/2025/QĐ-TTg; mergers: Nghị quyết 202/2025/QH15.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_csv
from pipeline.orthography import bare_letters, fold_key

_WORD = re.compile(r"\w+")
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_LEVEL = r"(?:(?P<level>tỉnh|thành phố|tp|t p|tphố) )?"
# A unit below the province may bear a province's name (xã Hòa Bình, đường Điện Biên Phủ).
_LOWER_LEVEL = re.compile(r"(?:huyện|quận|xã|phường|thị trấn|đường|(?<!thành )phố|thôn|ấp|sông|đảo) $")


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a city under the centre, as it was from `valid_from` to `valid_to` (both included, None without bound).

    `code` is its official code of two digits, `code_2025` that of the unit which holds its land since 1 July 2025. `unit` is
    the code where no other province ever had it, else code and name (`44-quang-tri`): the key that ids are made with.
    """

    code: str
    name: str
    kind: str
    code_2025: str
    unit: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None

    @property
    def full_name(self) -> str:
        """Kind and name, as behind an agency's name: `thành phố Đà Nẵng`."""
        return f"{self.kind} {self.name}"

    def distance(self, on: datetime.date | None) -> int:
        """How many days `on` lies outside the time of this unit; without a date, how long ago the unit ended."""
        last = self.valid_to or datetime.date.max
        if on is None:
            return (datetime.date.max - last).days
        if on > last:
            return (on - last).days
        return max(0, ((self.valid_from or datetime.date.min) - on).days)


@dataclass(frozen=True, slots=True)
class _Register:
    by_name: dict[str, tuple[Province, ...]]
    seats: dict[str, Province]
    by_code: dict[str, tuple[Province, ...]]
    not_after: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str]


def slug(text: str) -> str:
    """`text` in ASCII letters, digits and single dashes (`Sở Khoa học và Công nghệ` is `so-khoa-hoc-va-cong-nghe`)."""
    return _NOT_ASCII_WORD.sub("-", bare_letters(text)).strip("-")


def place_words(text: str) -> str:
    """The folded words of `text` with one blank between them, marks left out: the form in which names are sought."""
    return " ".join(_WORD.findall(fold_key(text)))


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@cache
def _register() -> _Register:
    rows = lexicon_csv("provinces")
    first_bearer: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row["valid_from"]):
        first_bearer.setdefault(row["code"], row["name"])
    by_name: dict[str, list[Province]] = {}
    by_code: dict[str, list[Province]] = {}
    seats: dict[str, Province] = {}
    not_after: dict[str, tuple[str, ...]] = {}
    for row in rows:
        unit = row["code"] if first_bearer[row["code"]] == row["name"] else f"{row['code']}-{slug(row['name'])}"
        province = Province(
            row["code"], row["name"], row["kind"], row["code_2025"], unit, _day(row["valid_from"]), _day(row["valid_to"])
        )
        by_code.setdefault(province.code, []).append(province)
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        for name in dict.fromkeys(map(place_words, names)):
            by_name.setdefault(name, []).append(province)
            not_after[name] = tuple(filter(None, row["not_after"].split("|")))
        for seat in filter(None, row["seats"].split("|")):
            seats[place_words(seat)] = province
    words = sorted({*by_name, *seats}, key=len, reverse=True)
    return _Register(
        by_name={name: tuple(provinces) for name, provinces in by_name.items()},
        seats=seats,
        by_code={code: tuple(provinces) for code, provinces in by_code.items()},
        not_after=not_after,
        pattern=re.compile(rf"(?<!\w){_LEVEL}(?P<name>{'|'.join(words)})(?!\w)"),
    )


def find_province(name_or_issuer: str, date: datetime.date | None) -> Province | None:
    """The province that a text names, as it was on `date`.

    A name behind `tỉnh` or `thành phố` counts before a bare one, a province before its capital town (`Phan Rang - Tháp Chàm`),
    and the last before the first. A name that was not in force on `date` gives the unit of that name nearest in time; without
    a date, the unit of that name that lasted longest into the present. None when no province is named.
    """
    register = _register()
    text = place_words(name_or_issuer)
    best: tuple[tuple[bool, bool, int], str] | None = None
    for match in register.pattern.finditer(text):
        name, before = match.group("name"), text[: match.start()]
        if before.rstrip().endswith(register.not_after.get(name, ()) or ("\0",)):
            continue
        if match.group("level") is None and _LOWER_LEVEL.search(before):
            continue
        rank = (name in register.by_name, match.group("level") is not None, match.start())
        if best is None or rank > best[0]:
            best = rank, name
    if best is None:
        return None
    province = province_named(best[1], date)
    if province is not None:
        return province
    seat = register.seats[best[1]]
    return seat if date is not None and seat.distance(date) == 0 else province_of_code(seat.code_2025, date) or seat


def province_named(name: str, date: datetime.date | None) -> Province | None:
    """The province whose name, without `tỉnh` or `thành phố`, the whole of `name` is, as it was on `date`; else None."""
    bearers = _register().by_name.get(place_words(name))
    return min(bearers, key=lambda province: province.distance(date)) if bearers else None


def province_of_code(code: str, date: datetime.date | None) -> Province | None:
    """The province that had the official code `code` on `date` (without a date: that has or had it last); None for no code."""
    bearers = _register().by_code.get(code)
    return min(bearers, key=lambda province: province.distance(date)) if bearers else None


def life_of(province: Province) -> tuple[datetime.date | None, datetime.date | None]:
    """From when to when the unit of `province` stood, over changes of its borders that left it its name and code."""
    rows = [row for row in _register().by_code[province.code] if row.unit == province.unit]
    begins, ends = [row.valid_from for row in rows], [row.valid_to for row in rows]
    first = None if None in begins else min(day for day in begins if day)
    return first, None if None in ends else max(day for day in ends if day)


def heir_of(province: Province) -> Province | None:
    """The province that holds the land of one that is no more, from the day after it; None for one that still stands."""
    end = life_of(province)[1]
    return province_of_code(province.code_2025, end + datetime.timedelta(days=1)) if end else None
