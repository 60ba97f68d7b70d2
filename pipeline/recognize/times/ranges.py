"""Lists and ranges of stretches, and the words around them: `từ quý II/2021 đến hết năm 2022`, `Năm 2025 trở đi`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.recognize.times.dates import member, read_stretch
from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.phrases import Phrase, Relation, is_forward
from pipeline.recognize.times.stretches import Stretch, share_dates

_LONGEST_LIST = 24
_PREFIXES = ("to", "until", "before", "latest")
_CLOSERS = frozenset(("end", "comma", "semicolon", "close", "stop", "every", "and", "open", "colon"))


def dated(grammar: Grammar, place: int, *, bare: bool = False) -> Phrase | None:
    """A stretch, a range or a list of stretches, without any word in front."""
    first = read_stretch(grammar, place, bare=bare or _opens_year_range(grammar, place))
    if first is None:
        return None
    found = _range(grammar, place, first, bare=bare) or _list(grammar, place, first, bare=bare)
    found = found or Phrase(place, first[1], "at", (first[0],))
    # `T6` and `Q4` are a month and a quarter only with their year; without it they may be anything.
    return found if found.has_year or not grammar.kind(place).endswith("_letter") else None


def _opens_year_range(grammar: Grammar, place: int) -> bool:
    """`2021 - 2025` needs no word in front."""
    return grammar.is_year(place) and grammar.kind(place + 1) == "dash" and grammar.is_year(place + 2)


def _range(grammar: Grammar, place: int, first: tuple[Stretch, int], *, bare: bool) -> Phrase | None:
    mark = first[1]
    if grammar.kind(mark) not in ("dash", "to"):
        return None
    second = member(grammar, mark + 1, first[0], bare=bare)
    if second is None or not _is_settled(grammar, second, mark, (first[0], second[0])):
        return None
    behind = grammar.at(second[1])
    if behind.glued and behind.kind == "dash" and grammar.at(second[1] + 1).glued:
        return None
    ends = (first[0], second[0])
    return Phrase(place, second[1], "range", ends) if is_forward(ends) else None


def _list(grammar: Grammar, place: int, first: tuple[Stretch, int], *, bare: bool) -> Phrase | None:
    """Years, quarters or months in a row; days only when they share their month (`ngày 15 và 30 hằng tháng`)."""
    members, end = [first[0]], first[1]
    settled: tuple[list[Stretch], int] | None = None
    while len(members) < _LONGEST_LIST:
        mark = _separator(grammar, end)
        found = member(grammar, mark, members[-1], bare=bare) if mark else None
        if mark is None or found is None or not _alike(members[-1], found[0]):
            break
        members, end = [*members, found[0]], found[1]
        if _is_settled(grammar, found, mark - 1, members):
            settled = list(members), end
    return Phrase(place, settled[1], "list", tuple(settled[0])) if settled else None


def _separator(grammar: Grammar, place: int) -> int | None:
    """The place behind `,`, `và`, `, và`, in cells `;` or a new line too."""
    if grammar.cell and grammar.at(place).opens_line and grammar.kind(place) not in ("comma", "and", "semicolon", "end"):
        return place + (grammar.kind(place) == "dash")
    if grammar.kind(place) == "comma" or (grammar.cell and grammar.kind(place) == "semicolon"):
        return place + 1 + (grammar.kind(place + 1) == "and")
    return place + 1 if grammar.kind(place) == "and" else None


def _is_settled(grammar: Grammar, found: tuple[Stretch, int], mark: int, members: Iterable[Stretch]) -> bool:
    """Whether a shortened member behind `mark` is one indeed: in `tháng 6, 10 dự án` the 10 is not."""
    stretch, end = found
    if stretch.year is not None or stretch.grain == "part" or grammar.kind(mark + 1) != "number":
        return True
    if grammar.kind(end) in ("every", "end", "close") or grammar.at(end).opens_line:
        return True
    if grammar.kind(mark) != "comma" or grammar.cell:
        return grammar.kind(end) in _CLOSERS
    return any(other.year is not None for other in members)


def _alike(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches may stand in one list: of one grain, days only within one month or on one day of several months."""
    if one.grain != other.grain:
        return False
    if one.grain != "day" or one.months is None:
        return True
    return one.year is None and other.year is None and one.days == other.days


def anchored(grammar: Grammar, place: int) -> Phrase | None:
    """A dated phrase with the words before and behind it: `từ quý II/2021 đến quý IV/2022`, `Năm 2025 trở đi`."""
    kind = grammar.kind(place)
    if kind in ("period", "school_year"):
        found = _period(grammar, place)
    elif kind == "from":
        found = _from(grammar, place)
    elif kind in _PREFIXES or kind == "after":
        found = _limited(grammar, place)
    elif kind in ("number", "numeral"):
        found = _long_period(grammar, place) or dated(grammar, place, bare=grammar.cell)
    else:
        found = dated(grammar, place, bare=grammar.cell)
    return _onward(grammar, found) if found else None


def _period(grammar: Grammar, place: int) -> Phrase | None:
    """`giai đoạn 2021 - 2025`, `giai đoạn I (2021-2025)`, `nhiệm kỳ 2021-2026`, `giai đoạn 5 năm 2021 - 2025`."""
    start = place + 1
    if grammar.kind(start) == "school_year":
        start += 1
    for inner in sorted({start, start + _period_number(grammar, start)}):
        found = _bracketed(grammar, inner) or _long_period(grammar, inner) or _years(grammar, inner)
        if found and found.has_year:
            return replace(found, first=place)
    return None


def _school_year(grammar: Grammar, place: int, end: int) -> Phrase | None:
    """`năm học 2026-2027` as the calendar year that it begins (`end` 0) or closes in (-1), for the words in front of it."""
    found = _period(grammar, place) if grammar.kind(place) == "school_year" else None
    return Phrase(place, found.last, "at", (found.stretches[end],)) if found and found.relation == "range" else None


def _period_number(grammar: Grammar, place: int) -> int:
    """How many lexemes number the period itself (`giai đoạn 1:`)."""
    lexeme = grammar.at(place)
    if not 1 <= lexeme.value <= 9 or lexeme.digits > 2:
        return 0
    return 1 + (grammar.kind(place + 1) in ("colon", "comma"))


def _years(grammar: Grammar, place: int) -> Phrase | None:
    """What may follow `giai đoạn`: years, or words that lead to them (`giai đoạn từ năm 2021 đến năm 2025`)."""
    kind = grammar.kind(place)
    if kind == "from":
        return _from(grammar, place)
    if kind in _PREFIXES or kind == "after":
        return _limited(grammar, place)
    found = dated(grammar, place, bare=True)
    return found if found and found.has_year else None


def _bracketed(grammar: Grammar, place: int) -> Phrase | None:
    if grammar.kind(place) != "open":
        return None
    found = _years(grammar, place + 1)
    return replace(found, last=found.last + 1) if found and grammar.kind(found.last) == "close" else None


def _long_period(grammar: Grammar, place: int) -> Phrase | None:
    """`3 năm (2021-2023)`, `5 năm 2021 - 2025`: the years, with the words that count them."""
    count = grammar.count(place)
    if count is None or grammar.kind(count[1]) != "year":
        return None
    behind = count[1] + 1
    found = _bracketed(grammar, behind) or (dated(grammar, behind, bare=True) if grammar.kind(behind) == "number" else None)
    return replace(found, first=place) if found and found.relation == "range" and found.has_year else None


def _from(grammar: Grammar, place: int) -> Phrase | None:
    start = _skip_light(grammar, place + 1)
    found = _school_year(grammar, start, 0) or dated(grammar, start, bare=True)
    if found is None or _runs_till_now(grammar, found.last):
        return None
    if found.relation == "range":
        return replace(found, first=place)
    if grammar.kind(found.last) == "to":
        until = _limited(grammar, found.last)
        if until and found.relation == "at" and is_forward((found.stretches[0], until.stretches[-1])):
            return Phrase(place, until.last, "range", (found.stretches[0], until.stretches[-1]))
    return Phrase(place, found.last, "from", found.stretches[:1]) if found.relation == "at" else None


def end_of_history(grammar: Grammar, place: int) -> int | None:
    """The place behind `từ năm 2020 đến nay`, which looks back and sets nothing; None when nothing such opens here."""
    if grammar.kind(place) != "from":
        return None
    found = dated(grammar, _skip_light(grammar, place + 1), bare=True)
    return found.last + 2 if found and _runs_till_now(grammar, found.last) else None


def _runs_till_now(grammar: Grammar, place: int) -> bool:
    return grammar.kind(place) in ("to", "until") and grammar.kind(place + 1) == "now"


def _limited(grammar: Grammar, place: int) -> Phrase | None:
    """`trước`, `đến`, `chậm nhất`, `sau` and the like, also several (`đến hết`, `chậm nhất trước`)."""
    relation: Relation = "until"
    start = place
    while start < place + 3 and grammar.kind(start) in (*_PREFIXES, "after"):
        if grammar.kind(start) in ("before", "after"):
            relation = "before" if grammar.kind(start) == "before" else "after"
        start += 1
    start = _skip_clock(grammar, _skip_light(grammar, start))
    found = _school_year(grammar, start, 0 if relation == "before" else -1) or dated(grammar, start, bare=True)
    if found is None:
        return None
    if found.relation == "at":
        return Phrase(place, found.last, relation, found.stretches)
    shared = share_dates(found.stretches)
    if found.relation == "list" and relation != "after" and found.stretches[0].grain != "year":
        return Phrase(place, found.last, relation, shared)
    first = read_stretch(grammar, start, bare=True)
    return Phrase(place, first[1], relation, (first[0],)) if first else None


def _skip_light(grammar: Grammar, place: int) -> int:
    """Past words that only lead over: `trước trong`, `chậm nhất là vào`."""
    limit = place + 2
    while place < limit and grammar.kind(place) == "light":
        place += 1
    return place


def _skip_clock(grammar: Grammar, place: int) -> int:
    """Past the hour of a day: `trước 17 giờ 00 phút ngày 15/12/2025`."""
    if grammar.kind(place) != "number" or grammar.kind(place + 1) != "hour":
        return place
    end = place + 2
    end += grammar.kind(end) == "number" and grammar.kind(end + 1) in ("minute", "day", "comma", "light")
    for kind in ("minute", "comma", "light"):
        end += grammar.kind(end) == kind
    return end if grammar.kind(end) == "day" else place


def _onward(grammar: Grammar, found: Phrase) -> Phrase:
    """`Năm 2025 và các năm tiếp theo`, `Từ năm 2020 trở đi`."""
    place = found.last
    for mark in ("comma", "and", "light"):
        place += grammar.kind(place) == mark
    if grammar.kind(place) != "onward" or found.relation not in ("at", "list", "range", "from") or not found.stretches:
        return found
    return Phrase(found.first, place + 1, "from", share_dates(found.stretches)[:1])
