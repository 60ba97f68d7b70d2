"""What comes again: `hằng năm`, `định kỳ 6 tháng`, `05 năm một lần`, `02 lần/năm`, `ngày 25 của tháng cuối quý`."""

from __future__ import annotations

from dataclasses import replace

from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.phrases import Phrase
from pipeline.recognize.times.ranges import anchored
from pipeline.recognize.times.stretches import Frequency, Rule, day_of

_UNITS: dict[str, tuple[Frequency, int]] = {
    "year": ("YEARLY", 1),
    "school_year": ("YEARLY", 1),
    "quarter": ("MONTHLY", 3),
    "month": ("MONTHLY", 1),
    "week": ("WEEKLY", 1),
    "day": ("DAILY", 1),
}
_MONTHS = {"year": 12, "school_year": 12, "quarter": 3, "month": 1}
_NO_BARE_UNIT_BEFORE = ("number", "numeral", "after", "before", "part", "now", "next", "year", "colon", "slash", "half")
_LIST_MARKS = frozenset(("comma", "and", "semicolon", "close", "slash", "open", "light", "dash"))


def rule_of(unit: str, count: int = 1) -> Rule | None:
    """Every `count` of a unit's class, None for a class that is no unit."""
    step = _UNITS.get(unit)
    return Rule(step[0], step[1] * count) if step else None


def recurrence(grammar: Grammar, place: int) -> Phrase | None:
    """A recurrence that says itself how often."""
    kind = grammar.kind(place)
    if kind == "every":
        return _every(grammar, place)
    if kind == "periodic":
        return _periodic(grammar, place)
    if kind == "day" or (kind in ("before", "latest") and grammar.kind(place + 1) == "day"):
        return _day_of_cycle(grammar, place)
    if kind in ("number", "numeral", "year"):
        return _times_per(grammar, place) or _every_so_long(grammar, place)
    return None


def continued(grammar: Grammar, place: int, behind: int) -> Phrase | None:
    """The next member of `hằng tháng, quý, 6 tháng, năm`: only marks stand between it and the time that ended at `behind`."""
    if place <= behind or any(grammar.kind(between) not in _LIST_MARKS for between in range(behind, place)):
        return None
    count = grammar.count(place)
    if count and count[1] > place + (grammar.kind(place) == "year") and grammar.kind(count[1]) in ("month", "year", "quarter"):
        rule, end = rule_of(grammar.kind(count[1]), count[0]), count[1] + 1
    elif grammar.kind(place) in ("year", "quarter", "month", "week"):
        rule, end = rule_of(grammar.kind(place)), place + 1
        if grammar.at(end).value and grammar.kind(end) == "word":
            return None
    else:
        return None
    if grammar.kind(end) in _NO_BARE_UNIT_BEFORE or rule is None:
        return None
    return Phrase(place, _once(grammar, end), "every", rule=rule)


def _every(grammar: Grammar, place: int) -> Phrase | None:
    """`hằng năm`, `mỗi quý một lần`, `mỗi năm 02 lần`, `mỗi 6 tháng`."""
    count = grammar.count(place + 1) if grammar.kind(place + 1) != "year" else None
    unit = count[1] if count else place + 1
    rule = rule_of(grammar.kind(unit), count[0] if count else 1)
    end = unit + 1
    if rule is None or (grammar.kind(unit) == "year" and grammar.at(end).digits == 4):
        return None
    if grammar.kind(unit) == "quarter" and grammar.kind(end) == "word" and grammar.at(end).value:
        return None
    return _with_times(grammar, Phrase(place, end, "every", rule=rule), grammar.kind(unit))


def _with_times(grammar: Grammar, phrase: Phrase, unit: str) -> Phrase:
    """`mỗi năm 02 lần`, `hằng năm (02 lần)`: the count of times divides the unit where it goes without rest."""
    open_bracket = grammar.kind(phrase.last) == "open"
    count = grammar.count(phrase.last + open_bracket)
    if count is None or grammar.kind(count[1]) != "times":
        return phrase
    if open_bracket and grammar.kind(count[1] + 1) != "close":
        return phrase
    return replace(phrase, last=count[1] + 1 + open_bracket, rule=_divided(unit, count[0]))


def _divided(unit: str, times: int) -> Rule | None:
    months = _MONTHS.get(unit)
    if months is None or times == 1 or months % times:
        return rule_of(unit)
    return Rule("MONTHLY", months // times)


def _periodic(grammar: Grammar, place: int) -> Phrase | None:
    """`định kỳ` with what follows: a recurrence, a bare unit, or a date without a year (`định kỳ vào tháng 5`)."""
    start = place + 1
    start += grammar.kind(start) == "light"
    every = _every(grammar, start) if grammar.kind(start) == "every" else None
    if every:
        return replace(every, first=place)
    long = _every_so_long(grammar, start, headed=True) or _times_per(grammar, start)
    if long:
        return replace(long, first=place)
    dated = anchored(grammar, start)
    if dated and dated.recurs_within:
        rule = Rule("YEARLY") if dated.stretches[-1].months else Rule("MONTHLY")
        if grammar.kind(dated.last) == "every":
            return None
        return Phrase(place, dated.last, "every", dated.stretches, rule, dated.relation)
    unit = grammar.kind(start)
    rule_found = rule_of(unit) if unit != "day" else None
    if rule_found is None or grammar.kind(start + 1) in _NO_BARE_UNIT_BEFORE:
        return None
    return Phrase(place, _once(grammar, start + 1), "every", rule=rule_found)


def _every_so_long(grammar: Grammar, place: int, *, headed: bool = False) -> Phrase | None:
    """`05 năm một lần`, `6 tháng/lần`; behind `định kỳ` the length alone is enough."""
    count = grammar.count(place)
    if count is None:
        return None
    rule = rule_of(grammar.kind(count[1]), count[0])
    end = count[1] + 1
    if rule is None or (headed and grammar.kind(end) == "part"):
        return None
    once = _once(grammar, end)
    if once == end and not headed:
        return None
    return Phrase(place, once, "every", rule=rule)


def _once(grammar: Grammar, place: int) -> int:
    """The place behind `một lần`, `/lần`, `/01 lần`, `mỗi lần`; `place` itself without them."""
    start = place + (grammar.kind(place) in ("slash", "every"))
    if start > place and grammar.kind(start) == "times":
        return start + 1
    count = grammar.count(start)
    return count[1] + 1 if count and count[0] == 1 and grammar.kind(count[1]) == "times" else place


def _times_per(grammar: Grammar, place: int) -> Phrase | None:
    """`02 lần/năm`, `một lần mỗi quý`, `4 lần trong năm`, `1 lần/06 tháng`."""
    count = grammar.count(place)
    if count is None or grammar.kind(count[1]) != "times":
        return None
    joint = count[1] + 1
    if grammar.kind(joint) not in ("slash", "every", "numeral") and grammar.at(joint).word != "trong":
        return None
    start = joint + (grammar.kind(joint) != "numeral")
    if count[0] == 1:
        long = grammar.count(start)
        rule = rule_of(grammar.kind(long[1]), long[0]) if long else None
        if long and rule:
            return Phrase(place, long[1] + 1, "every", rule=rule)
    if grammar.at(start).word in ("một", "1", "01"):
        start += 1
    unit = grammar.kind(start)
    rule = _divided(unit, count[0])
    if rule is None or (unit == "year" and grammar.at(start + 1).digits == 4):
        return None
    return Phrase(place, start + 1, "every", rule=rule)


def _day_of_cycle(grammar: Grammar, place: int) -> Phrase | None:
    """`ngày 25 của tháng cuối quý`, `trước ngày 15 tháng đầu quý sau`, `ngày 10 của tháng tiếp theo`."""
    day_place = place + (grammar.kind(place) != "day")
    number = grammar.at(day_place + 1)
    if number.kind != "number" or number.digits > 2:
        return None
    month = day_place + 2 + (grammar.at(day_place + 2).word == "của")
    if grammar.kind(month) != "month":
        return None
    behind = grammar.kind(month + 1)
    if behind in ("next", "after"):
        alone = day_of(number.value, None, None)
        return Phrase(place, month + 2, "every", (alone,), Rule("MONTHLY")) if alone else None
    quarter = month + 2 + (grammar.at(month + 2).word == "của")
    quarter += grammar.kind(quarter) == "every"
    if behind != "part" or grammar.kind(quarter) != "quarter":
        return None
    part = grammar.at(month + 1).value
    days = [day_of(number.value, month_number, None) for month_number in range(part, 13, 3)]
    stretches = tuple(day for day in days if day)
    end = quarter + 1 + (grammar.kind(quarter + 1) in ("next", "after"))
    return Phrase(place, end, "every", stretches, Rule("MONTHLY", 3)) if len(stretches) == 4 else None
