"""Single stretches of the calendar in words: days, months, quarters, years, and their parts.

A function reads from one lexeme on and returns what it found with the place behind it, or None. `bare` opens the forms that
are times only in a cell or behind a word such as `trước` (`3/2025`, `2021`): elsewhere such numbers are something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.recognize.times.grammar import FIRST_BARE_YEAR, LAST_BARE_YEAR, Grammar
from pipeline.recognize.times.lexemes import Lexeme
from pipeline.recognize.times.stretches import Stretch, day_of, month_of, months_from_end, part_of, quarter_of, year_of

Found = tuple[Stretch, int] | None

_MONTH_SEPARATORS = ("slash", "dash", "stop")
# Without `ngày`, `15 tháng 6` is a day only behind these: `đợt 2 tháng 6/2025` is none.
_BEFORE_BARE_DAY = frozenset(
    ("end", "to", "from", "until", "before", "latest", "after", "light", "and", "comma", "dash", "open")
)


def read_stretch(grammar: Grammar, place: int, *, bare: bool = False) -> Found:
    """The longest stretch at a place."""
    kind = grammar.kind(place)
    if kind in ("part", "half", "plural"):
        return _part(grammar, place)
    if kind == "number" or kind == "day":
        part = _months_of_year(grammar, place) if kind == "number" else None
        return part or _day(grammar, place, bare=bare) or _bare(grammar, place, bare=bare)
    if kind in ("month", "month_letter"):
        return _month(grammar, place)
    if kind in ("quarter", "quarter_letter"):
        return _quarter(grammar, place)
    if kind == "numeral":
        return _months_of_year(grammar, place)
    if kind == "year":
        found = grammar.year(place, bare=False)
        return (year_of(found[0]), found[1]) if found else None
    return None


def _bare(grammar: Grammar, place: int, *, bare: bool) -> Found:
    if not bare:
        return None
    found = grammar.year(place, bare=True)
    if found:
        return year_of(found[0]), found[1]
    separators = ("slash", "stop", "dash") if grammar.cell else ("slash",)
    return _numbered_month(grammar, place, separators)


def _numbered_month(grammar: Grammar, place: int, separators: Sequence[str]) -> Found:
    """`3/2025` without the word `tháng`."""
    month = grammar.at(place)
    if month.kind != "number" or month.digits > 2 or _is_tail(grammar, place):
        return None
    if grammar.kind(place + 1) not in separators:
        return None
    year = grammar.year_behind(place + 1, *separators)
    if year is None or not FIRST_BARE_YEAR <= year[0] <= LAST_BARE_YEAR:
        return None
    found = month_of(month.value, year[0])
    return (found, year[1]) if found else None


def _is_tail(grammar: Grammar, place: int) -> bool:
    before = grammar.at(place - 1)
    return grammar.at(place).glued and before.kind in ("slash", "stop", "comma", "word", "number")


def _day(grammar: Grammar, place: int, *, bare: bool) -> Found:
    """`ngày 15/12/2025`, `15/12/2025`, `ngày 15 tháng 12 năm 2025`, `ngày 15/12`, and with `ngày` the day alone."""
    headed = grammar.kind(place) == "day"
    number = place + 1 if headed else place
    if headed and grammar.kind(number) == "colon":
        number += 1
    day = grammar.at(number)
    if day.kind != "number" or day.digits > 2 or (not headed and _is_tail(grammar, number)):
        return None
    mark = grammar.at(number + 1)
    if mark.kind in _MONTH_SEPARATORS and grammar.kind(number + 2) == "number" and grammar.at(number + 2).digits <= 2:
        found = _numbered_day(grammar, number, mark.kind, headed=headed, bare=bare)
        if found:
            return found
    month = number + 1 + (headed and grammar.kind(number + 1) == "comma")
    leads = headed or grammar.kind(number - 1) in _BEFORE_BARE_DAY
    if leads and grammar.kind(month) == "month" and grammar.kind(month + 1) == "number":
        year = grammar.year_behind(month + 2, *_MONTH_SEPARATORS)
        stretch = day_of(day.value, grammar.at(month + 1).value, year[0] if year else None)
        return (stretch, year[1] if year else month + 2) if stretch else None
    if not headed or grammar.in_number(number):
        return None
    alone = day_of(day.value, None, None)
    return (alone, number + 1) if alone else None


def _numbered_day(grammar: Grammar, number: int, separator: str, *, headed: bool, bare: bool) -> Found:
    day, month = grammar.at(number), grammar.at(number + 2)
    last, year_number = grammar.at(number + 3), grammar.at(number + 4)
    if last.kind == separator and grammar.is_year(number + 4):
        behind = grammar.at(number + 5)
        if behind.glued and behind.kind == "slash":
            return None
        stretch = day_of(day.value, month.value, year_number.value)
        return (stretch, number + 5) if stretch else None
    if separator != "slash" or (last.glued and last.kind in ("slash", "word")):
        return None
    year = grammar.year_behind(number + 3)
    if not (headed or year or (bare and _is_date_like(day))):
        return None
    stretch = day_of(day.value, month.value, year[0] if year else None)
    return (stretch, year[1] if year else number + 3) if stretch else None


def _month(grammar: Grammar, place: int) -> Found:
    if grammar.kind(place) == "month_letter":
        number = place + 1 + (grammar.kind(place + 1) == "stop")
        if not grammar.at(number).glued or not _is_free(grammar, place):
            return None
        return _elided_month(grammar, number)
    return _elided_month(grammar, place + 1 + (grammar.kind(place + 1) == "colon" and grammar.cell))


def _elided_month(grammar: Grammar, place: int) -> Found:
    lexeme = grammar.at(place)
    if lexeme.kind not in ("number", "numeral") or lexeme.digits > 2 or _in_whole_number(grammar, place):
        return None
    year = grammar.year_behind(place + 1, *_MONTH_SEPARATORS)
    stretch = month_of(lexeme.value, year[0] if year else None)
    if stretch is None or (year is None and _opens_code(grammar, place + 1)):
        return None
    return stretch, year[1] if year else place + 1


def _in_whole_number(grammar: Grammar, place: int) -> bool:
    """As `_in_number`, but `9.2025` is a month of a year."""
    behind = grammar.at(place + 2)
    return grammar.in_number(place) and not (behind.kind == "number" and behind.digits == 4)


def _opens_code(grammar: Grammar, place: int) -> bool:
    mark = grammar.at(place)
    return mark.glued and mark.kind == "slash" and grammar.at(place + 1).kind in ("number", "word")


def _quarter(grammar: Grammar, place: int) -> Found:
    if grammar.kind(place) == "quarter_letter":
        number = place + 1 + (grammar.kind(place + 1) == "stop")
        if not _is_free(grammar, place):
            return None
        return _elided_quarter(grammar, number)
    return _elided_quarter(grammar, place + 1)


def _elided_quarter(grammar: Grammar, place: int) -> Found:
    lexeme = grammar.at(place)
    if lexeme.kind not in ("number", "numeral", "word") or lexeme.digits > 2 or _in_whole_number(grammar, place):
        return None
    value, behind = lexeme.value, place + 1
    tail = grammar.at(behind)
    if lexeme.word == "1" and tail.glued and tail.word == "v":
        value, behind = 4, behind + 1
    year = grammar.year_behind(behind, *_MONTH_SEPARATORS)
    stretch = quarter_of(value, year[0] if year else None)
    if stretch is None:
        return None
    return stretch, year[1] if year else behind


def _part(grammar: Grammar, place: int) -> Found:
    """`đầu năm 2026`, `cuối quý II/2025`, `nửa đầu năm 2025`, `các tháng cuối năm 2025`."""
    lexeme = grammar.at(place)
    if lexeme.kind == "plural":
        months_follow = grammar.kind(place + 1) == "month" and grammar.kind(place + 2) == "part"
        return _part(grammar, place + 2) if months_follow else None
    behind = place + 1 + (grammar.at(place + 1).word == "của")
    if grammar.kind(behind) == "year":
        year = grammar.year(behind, bare=False)
        if year is None and grammar.kind(behind + 1) in ("number", "year"):
            return None
        value, end = year or (None, behind + 1)
        if lexeme.kind == "half":
            half = months_from_end(6, 1 if lexeme.value == 1 else 3, value)
            return (half, end) if half else None
        return part_of(lexeme.value, Stretch("year", value, (1, 12))), end
    whole = read_stretch(grammar, behind) if grammar.kind(behind) in ("quarter", "month") and lexeme.kind == "part" else None
    return (part_of(lexeme.value, whole[0]), whole[1]) if whole else None


def _months_of_year(grammar: Grammar, place: int) -> Found:
    """`6 tháng đầu năm 2025`, `9 tháng đầu năm`."""
    count = grammar.count(place)
    if count is None or grammar.kind(count[1]) != "month" or grammar.kind(count[1] + 1) != "part":
        return None
    year_place = count[1] + 2 + (grammar.at(count[1] + 2).word == "của")
    if grammar.kind(year_place) != "year" or grammar.at(count[1] + 1).value == 2:
        return None
    year = grammar.year(year_place, bare=False)
    value, end = year or (None, year_place + 1)
    stretch = months_from_end(count[0], grammar.at(count[1] + 1).value, value)
    return (stretch, end) if stretch else None


def member(grammar: Grammar, place: int, like: Stretch, *, bare: bool) -> Found:
    """A further member: in full, or without the head that it shares with `like`."""
    if grammar.kind(place) in ("month", "quarter", "year", "day", "month_letter", "quarter_letter", "part"):
        return read_stretch(grammar, place, bare=bare)
    if like.grain == "year":
        year = grammar.year(place, bare=True)
        return (year_of(year[0]), year[1]) if year else _numbered_month(grammar, place, ("slash",))
    if like.grain == "month":
        return _numbered_month(grammar, place, ("slash",)) or _elided_month(grammar, place)
    if like.grain == "quarter":
        return _elided_quarter(grammar, place)
    if like.grain == "day":
        return _day(grammar, place, bare=True) or _elided_day(grammar, place)
    return None


def _elided_day(grammar: Grammar, place: int) -> Found:
    lexeme = grammar.at(place)
    if lexeme.kind != "number" or lexeme.digits > 2 or grammar.in_number(place) or _opens_code(grammar, place + 1):
        return None
    day = day_of(lexeme.value, None, None)
    return (day, place + 1) if day else None


def _is_free(grammar: Grammar, place: int) -> bool:
    """Whether a lone letter (`T`, `Q`) is no tail of something else."""
    return not grammar.at(place).glued or grammar.kind(place - 1) in ("open", "dash", "comma", "slash")


def _is_date_like(day: Lexeme) -> bool:
    """Without `ngày` a day must not look like a fraction: `15/12`, `05/6`, not `2/3`."""
    return day.digits == 2
