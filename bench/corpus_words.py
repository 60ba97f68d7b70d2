"""What a plan names and counts, marked once in its texts, and other words for it: another province, agencies, numbers, days.

A text becomes pieces: literal words, and slots for what may change. A `Wording` is one consistent choice for a whole document:
the same agency, person, number and day become the same other one wherever the page prints them. All days of the plan's own
making move by the same years and days within their year, so that what came before does not come after; documents of the state
that it cites keep their numbers and days.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

from pipeline.lexicon import lexicon_csv

Kind = Literal["place", "rank", "agency", "person", "number", "date", "day", "year", "share", "count"]

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Quang", "Thanh", "Xuân", "Công", "Đình", "Kim")
_GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hùng",
    "Khánh",
    "Lan",
    "Long",
    "Mai",
    "Nam",
    "Phúc",
    "Sơn",
    "Thảo",
    "Tuấn",
)
# Kinds of agencies whose names stand for one another, and whether a province has them or the country.
_SWAPPED = {("department", "province"), ("mass_organisation", "province"), ("public_unit", "province"), ("university", "vn")}
_STOOD = ("2019-01-01", "2025-02-28")  # agencies that stood all this time, when the samples were issued
_LAST_YEAR = 2024  # no plan moves past it: in 2025 provinces and departments were merged
_YEARS = 2
_NUMBERS = 4999
_DAYS = 60
_SHARE = 95
# Words of a city's plan, and what a province's plan has there.
_RANKS = {
    "thành phố": "tỉnh",
    "Thành phố": "Tỉnh",
    "THÀNH PHỐ": "TỈNH",
    "Thành ủy": "Tỉnh ủy",
    "THÀNH ỦY": "TỈNH ỦY",
    "Thành đoàn": "Tỉnh đoàn",
    "các quận, huyện": "các huyện, thành phố",
    "các quận huyện": "các huyện, thành phố",
}
_COUNTED = "dự án|doanh nghiệp|ý tưởng|lớp|khóa|sự kiện|tổ chức|cơ sở|mô hình|sản phẩm|tỷ đồng|cuộc|cụm|lượt|người|hội thảo"
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_SHORT = re.compile(rf"\w+ .{{0,20}}[{_UPPER}&]{{2}}")
_OF_PROVINCE = re.compile(r"ubnd|hđnd|/tu\b|-tu\b|bcsđ", re.IGNORECASE)
_CODE = rf"\s?[/-]\s?[{_UPPER}]\w{{0,12}}"
_DATE = r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})|(?P<sd>\d{1,2})/(?P<sm>\d{1,2})/(?P<sy>\d{4})"
_PATTERNS = (
    r"(?P<law>Luật [^\n,.;()]{1,80}?\d{4})",
    rf"(?P<cited>(?<![\w/])(?P<digits>\d{{1,5}})(?P<code>(?:/\d{{4}})?{_CODE}(?:{_CODE}){{0,3}}))",
    rf"(?P<date>(?i:{_DATE}))",
    r"(?P<day>(?i:ngày)\s+(?P<od>\d{1,2})\s+tháng\s+(?P<om>\d{1,2}))",
    r"(?P<share>(?<![\d.,])(?P<s1>\d{1,2})(?:(?P<sgap>\s?-\s?)(?P<s2>\d{1,2}))?(?=\s?%))",
    rf"(?P<count>(?<![\d.,/])(?P<c1>\d{{2,3}})(?:(?P<cgap>\s?-\s?)(?P<c2>\d{{2,3}}))?(?=\s(?:{_COUNTED})\b))",
    r"(?P<year>(?<![\d.,/])20[1-5]\d(?![\d./]*\d))",
    r"(?P<yearslash>(?<=/)20[1-5]\d(?![\d/-]))",
    rf"(?P<person>(?<!đường )(?!Hoàng Sa)(?:{'|'.join(_SURNAMES)})(?: [{_UPPER}]\w{{1,6}}){{1,3}}(?!\w))",
)


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that may change: `key` is what they name, whatever the spelling; `printed` is how they stand there."""

    kind: Kind
    key: str
    printed: str


Piece = str | Slot


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose plan a sample is: its province with its kind as the lexicon has them, and the day of issue."""

    province: str
    kind: str
    issued: datetime.date


@dataclass(frozen=True, slots=True)
class _Agency:
    """An agency with its full name and short ones; `group` is its kind and head noun (`Sở`): others of it may stand there."""

    key: str
    group: tuple[str, str]
    name: str
    shorts: tuple[str, ...]


class Marker:
    """Marks the slots of one plan's texts."""

    def __init__(self, origin: Origin) -> None:
        own = re.escape(origin.province)
        names = sorted(_names(), key=len, reverse=True)
        agencies = "|".join(re.escape(name).replace("\\ ", r"\s+") for name in names)
        agency, place = rf"(?P<agency>(?<!\w)(?:{agencies})(?!\w))", rf"(?P<place>(?i:{own})(?!\w))"
        patterns = [*_PATTERNS[:2], agency, *_PATTERNS[2:], place]
        if origin.kind == "thành phố":
            ranks = r"|".join(word for word in _RANKS if not word.lower().startswith("thành phố"))
            other = rf"\s+(?:thông minh|đổi mới|đáng sống|[{_UPPER}])"
            city = rf"(?<!huyện, )(?:[Tt]hành phố|THÀNH PHỐ)(?=\s+(?i:{own})|(?!{other})(?!\w))"
            patterns.append(rf"(?P<rank>(?:{ranks})(?!\w)|{city})")
        self._pattern = re.compile("|".join(patterns))

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The text in pieces that make it up again when slots are printed as they stand."""
        pieces: list[Piece] = []
        last = 0
        for found in self._pattern.finditer(text):
            pieces.append(text[last : found.start()])
            pieces += self._found(found, text)
            last = found.end()
        pieces.append(text[last:])
        return tuple(piece for piece in pieces if piece)

    def _found(self, found: re.Match[str], text: str) -> Iterable[Piece]:
        kind, words = found.lastgroup or "", found.group()
        match kind:
            case "law":
                yield words
            case "cited" if _OF_PROVINCE.search(found["code"]):
                key = re.sub(r"\s", "", words).casefold()
                yield Slot("number", key, found["digits"])
                yield from _code(found["code"])
            case "cited":
                yield words
            case "date" if not _of_the_state(text[: found.start()]):
                yield Slot("date", _day(found), words)
            case "agency":
                yield Slot("agency", _names()[" ".join(words.split())].key, words)
            case "date":
                yield words
            case "yearslash":
                yield Slot("year", words, words)
            case "place" | "rank" | "person" | "day" | "year" | "share" | "count":
                yield Slot(kind, words, words)
            case _:
                raise ValueError(f"no slot for {kind}")


def _code(code: str) -> Iterable[Piece]:
    """What stands behind the digits of a number; a year in it (`/2013/NQ-HĐND`) moves with the document's day."""
    year = re.match(r"/(\d{4})", code)
    if year:
        yield from ("/", Slot("year", year[1], year[1]))
    yield code[year.end() if year else 0 :]


def _of_the_state(before: str) -> bool:
    """Whether the words that end here name a document of the state: its day is not the plan's to change."""
    named = re.search(rf"\d\s?[/-]\s?[{_UPPER}][\w/ -]{{1,40}}$", before[-60:])
    return named is not None and not _OF_PROVINCE.search(named.group())


def _day(found: re.Match[str]) -> str:
    year, month, day = (int(found[long] or found[short]) for long, short in (("y", "sy"), ("m", "sm"), ("d", "sd")))
    return datetime.date(year, month, day).isoformat()


@cache
def _agencies() -> tuple[_Agency, ...]:
    rows = [
        row for row in lexicon_csv("agencies")
        if row["match"] == "name" and (row["kind"], row["scope"]) in _SWAPPED
        and "{" not in row["name"] and "chỉ " not in row["note"]
        and row["valid_from"] <= _STOOD[0] and (not row["valid_to"] or row["valid_to"] >= _STOOD[1])
    ]  # fmt: skip
    return tuple(_Agency(row["key"], (row["kind"], row["name"].split()[0]), row["name"], _shorts(row)) for row in rows)


def _shorts(row: Mapping[str, str]) -> tuple[str, ...]:
    """The agency's short names that say what it is: `Sở TN&MT`, also where the lexicon has the letters alone."""
    head = row["name"].split()[0]
    names = (name if " " in name or head != "Sở" else f"{head} {name}" for name in row["variants"].split("|") if name)
    return tuple(name for name in names if _SHORT.match(name))


@cache
def _names() -> Mapping[str, _Agency]:
    """Each printed name with its agency."""
    names: dict[str, _Agency] = {}
    for agency in _agencies():
        for name in (agency.name, *agency.shorts):
            names.setdefault(name, agency)
    return names


def origin_of(issuer: str, issued: datetime.date) -> Origin:
    """The province that an issuer's name ends with. Raises ValueError where the lexicon knows none."""
    for row in _provinces(issued):
        if issuer.casefold().endswith(row["name"].casefold()):
            return Origin(row["name"], row["kind"], issued)
    raise ValueError(f"no province of {issued} in {issuer!r}")


def _provinces(day: datetime.date) -> Sequence[dict[str, str]]:
    """The provinces of that day, as the lexicon has them."""
    there = day.isoformat()
    return [
        row for row in lexicon_csv("provinces")
        if row["valid_from"] <= there and (not row["valid_to"] or row["valid_to"] >= there)
    ]  # fmt: skip


class Wording:
    """One choice of other words for a whole document."""

    def __init__(self, random: Random, origin: Origin) -> None:
        self._random = random
        years = random.randint(0, max(0, min(_YEARS, _LAST_YEAR - origin.issued.year)))
        self._years = years
        moved = _in_year(origin.issued, origin.issued.year + years)
        room = (datetime.date(moved.year, 12, 31) - moved).days
        self._jitter = random.randint(0, min(_DAYS, room))
        self._later = random.randint(-4, 8)
        self.issued = moved + datetime.timedelta(self._jitter)
        choice = [row for row in _provinces(self.issued) if origin.kind == "thành phố" or row["kind"] == "tỉnh"]
        self._province = random.choice(choice)
        self._agencies = _other_agencies(random)
        self._drawn: dict[tuple[Kind, str], str] = {}

    def text(self, pieces: Iterable[Piece]) -> str:
        """The pieces as one text, in these words."""
        return "".join(piece if isinstance(piece, str) else self._filled(piece) for piece in pieces)

    def _filled(self, slot: Slot) -> str:
        match slot.kind:
            case "place":
                name = self._province["name"]
                return name.upper() if slot.printed.isupper() else name
            case "rank":
                return slot.printed if self._province["kind"] == "thành phố" else _RANKS[slot.printed]
            case "agency":
                return self._agency(slot)
            case "date":
                return self._date(slot)
            case "day":
                return re.sub(r"\d+", self._other_day, slot.printed, count=1)
            case "year":
                return str(int(slot.printed) + self._years)
            case "share":
                return self._amounts(slot.printed, _SHARE)
            case "count":
                return self._amounts(slot.printed, 0)
            case "person" | "number":
                key = (slot.kind, slot.key)
                if key not in self._drawn:
                    self._drawn[key] = self._person() if slot.kind == "person" else f"{self._random.randint(1, _NUMBERS):02d}"
                return self._drawn[key]

    def _agency(self, slot: Slot) -> str:
        other = self._agencies.get(slot.key)
        if other is None:
            return slot.printed
        return other.shorts[0] if other.shorts and _SHORT.match(slot.printed) else other.name

    def _date(self, slot: Slot) -> str:
        day = datetime.date.fromisoformat(slot.key)
        moved = _in_year(day, day.year + self._years)
        day = min(moved + datetime.timedelta(self._jitter), datetime.date(moved.year, 12, 31))
        if "/" in slot.printed:
            return f"{day:%d/%m/%Y}"
        parts = iter((f"{day.day:02d}", f"{day.month:02d}" if day.month < 3 else str(day.month), str(day.year)))
        return re.sub(r"\d+", lambda _: next(parts), slot.printed)

    def _other_day(self, day: re.Match[str]) -> str:
        """A day of the same month that every month has; all move alike, so that the earlier stays the earlier."""
        return f"{min(28, max(1, int(day.group()) + self._later)):02d}"

    def _amounts(self, printed: str, most: int) -> str:
        """Other amounts no more digits long and in the same order; none above `most`, where it is not 0."""
        factor = self._random.uniform(0.6, 1.5)

        def other(found: re.Match[str]) -> str:
            digits = len(found.group())
            amount = max(1, min(round(int(found.group()) * factor), most or 10**digits - 1))
            return f"{amount:02d}" if digits > 1 else str(amount)  # offices write 05, but not 005

        return re.sub(r"\d+", other, printed)

    def _person(self) -> str:
        return " ".join(map(self._random.choice, (_SURNAMES, _MIDDLE, _GIVEN)))


def _in_year(day: datetime.date, year: int) -> datetime.date:
    """The same day of another year; the 28th for the 29th of February where that year has none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _other_agencies(random: Random) -> Mapping[str, _Agency]:
    """For some agencies another one of the same kind: no two become the same."""
    groups: defaultdict[tuple[str, str], list[_Agency]] = defaultdict(list)
    for agency in _agencies():
        groups[agency.group].append(agency)
    others: dict[str, _Agency] = {}
    for group in groups.values():
        moved = [agency for agency in group if random.random() < 0.7]
        shuffled = random.sample(moved, len(moved))
        others.update((agency.key, other) for agency, other in zip(moved, shuffled, strict=True))
    return others
