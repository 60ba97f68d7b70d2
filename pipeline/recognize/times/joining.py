"""Which neighbours make one time: `Định kỳ hàng năm (trước ngày 15 tháng 12)`, `Quí IV năm 2019 và hàng năm`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.phrases import Phrase
from pipeline.recognize.times.stretches import Stretch, share_dates

_SIDE_BY_SIDE = frozenset(("comma", "open", "light", "colon", "dash"))
_LIST = frozenset(("comma", "and", "semicolon", "light"))
_CELL_MARKS = frozenset(("comma", "open", "light", "colon", "dash", "semicolon", "and", "close", "stop"))


_Join = Callable[[Grammar, Phrase, Phrase], Phrase | None]


def joined(grammar: Grammar, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases with each group that says one time as one phrase; a date first takes the recurrence right behind it."""
    return _years_shared(grammar, _joined_by(_join, grammar, _joined_by(_with_recurrence_behind, grammar, phrases)))


def _years_shared(grammar: Grammar, phrases: list[Phrase]) -> list[Phrase]:
    """In `trước ngày 15/6 và 15/12/2025` the year holds for both days."""
    shared = list(phrases)
    for place in range(len(shared) - 2, -1, -1):
        left, right = shared[place], shared[place + 1]
        between = set(gap(grammar, left, right))
        if not between or not between <= _LIST or left.relation != right.relation or not right.is_dated or left.has_year:
            continue
        if right.has_year and {stretch.grain for stretch in (*left.stretches, *right.stretches)} == {"day"}:
            dates = share_dates((*left.stretches, right.stretches[0]))
            shared[place] = replace(left, stretches=dates[:-1])
    return shared


def _joined_by(join: _Join, grammar: Grammar, phrases: list[Phrase]) -> list[Phrase]:
    out: list[Phrase] = []
    for phrase in phrases:
        merged = join(grammar, out[-1], phrase) if out else None
        if merged is None:
            out.append(phrase if join is _with_recurrence_behind else _distributed(grammar, out, phrase))
            continue
        left = out.pop()
        if left.recurs_within and merged.relation == "every":
            _spread_back(grammar, out, merged, left.first)
        out.append(_close_bracket(grammar, left, phrase, merged))
    return out


def _with_recurrence_behind(grammar: Grammar, left: Phrase, right: Phrase) -> Phrase | None:
    """`trước ngày 20 hằng tháng`."""
    bare = right.relation == "every" and not right.stretches
    if not bare or not left.recurs_within or not set(gap(grammar, left, right)) <= {"light"}:
        return None
    return replace(right, first=left.first, stretches=left.stretches, within=left.relation)


def gap(grammar: Grammar, left: Phrase, right: Phrase) -> tuple[str, ...]:
    """The classes of the lexemes between two phrases."""
    return tuple(grammar.kind(place) for place in range(left.last, right.first))


def _close_bracket(grammar: Grammar, left: Phrase, right: Phrase, merged: Phrase) -> Phrase:
    if "open" in gap(grammar, left, right) and grammar.kind(right.last) == "close":
        return replace(merged, last=right.last + 1)
    return merged


def _join(grammar: Grammar, left: Phrase, right: Phrase) -> Phrase | None:
    between = gap(grammar, left, right)
    marks = frozenset(between)
    if len(between) > 3 or (not grammar.cell and grammar.at(right.first).opens_line):
        return None
    near = marks <= (_CELL_MARKS if grammar.cell else _SIDE_BY_SIDE)
    whole = replace(left, last=right.last)
    if left.relation == "every":
        return _after_recurrence(grammar, left, right, whole, marks) if near else None
    if right.relation == "every":
        return _before_recurrence(grammar, left, right, between)
    if left.relation == "always" and near and (right.is_dated and right.has_year):
        return replace(whole, bounds=_bounds(right))
    if left.relation == "always" and right.relation == "always":
        return whole
    if right.relation == "always" and left.is_dated and left.has_year and (near or marks <= {"and"}):
        return replace(right, first=left.first, bounds=_bounds(left, onward="and" in marks))
    if _is_year(left) and right.recurs_within and right.stretches[-1].months and (marks == {"open"} or (grammar.cell and near)):
        return replace(right.with_year(left.stretches[0].year), first=left.first)
    if left.recurs_within and left.stretches[-1].months and _is_year(right) and marks == {"open"}:
        return replace(left.with_year(right.stretches[0].year), last=right.last)
    return None


def _after_recurrence(grammar: Grammar, left: Phrase, right: Phrase, whole: Phrase, marks: frozenset[str]) -> Phrase | None:
    """`Hằng năm (từ năm 2026)`, `hàng năm trước ngày 15/12`, `định kỳ hằng năm (mỗi năm một lần)`."""
    if right.relation == "always":
        return whole if grammar.cell else None
    if right.relation == "every":
        same = right.rule == left.rule and not left.stretches and ("open" in marks or not marks or bool(right.stretches))
        return replace(whole, stretches=right.stretches, within=right.within) if same else None
    if not left.stretches and right.recurs_within:
        return replace(whole, stretches=right.stretches, within=right.relation)
    if not right.is_dated or not right.has_year or left.bounds != (None, None):
        return None
    opens_bounds = grammar.cell or "open" in marks or grammar.kind(right.first) in ("from", "period")
    if right.relation in ("from", "range") and opens_bounds:
        return replace(whole, bounds=_bounds(right))
    if right.relation in ("until", "before") and (grammar.cell or "comma" not in marks):
        return replace(whole, bounds=_bounds(right))
    return replace(whole, bounds=_bounds(right)) if grammar.cell and right.relation in ("at", "list", "after") else None


def _before_recurrence(grammar: Grammar, left: Phrase, right: Phrase, between: tuple[str, ...]) -> Phrase | None:
    """`Tháng 12 hằng năm`, `Quí IV năm 2019 và hàng năm`, in cells also `Từ năm 2026, hằng năm`."""
    whole = replace(right, first=left.first)
    if left.relation == "always":
        return whole if set(between) <= {"comma", "and", "light", "open"} else None
    if not left.is_dated or right.bounds != (None, None):
        return None
    if left.recurs_within and not right.stretches:
        near = grammar.cell and set(between) <= {"comma", "open", "light"}
        return replace(whole, stretches=left.stretches, within=left.relation) if near else None
    if not left.has_year:
        return None
    leads_on = "and" in between and set(between) <= {"and", "comma", "light"}
    if leads_on and left.relation in ("at", "list", "range", "from"):
        return replace(whole, bounds=_bounds(left, onward=True))
    if grammar.cell and set(between) <= _CELL_MARKS:
        return replace(whole, bounds=_bounds(left, onward=left.relation in ("at", "list") and "comma" in between))
    return None


def _bounds(phrase: Phrase, *, onward: bool = False) -> tuple[Stretch | None, Stretch | None]:
    """The first and last stretch that a dated phrase allows; `onward` when what follows goes on from its beginning."""
    stretches = share_dates(phrase.stretches)
    if phrase.relation in ("before", "until"):
        return None, stretches[-1]
    if phrase.relation in ("from", "after") or onward:
        return stretches[0], None
    return stretches[0], stretches[-1]


def _spread_back(grammar: Grammar, out: list[Phrase], merged: Phrase, behind: int) -> None:
    """In `trước ngày 10/6 và trước ngày 20/11 hàng năm` the recurrence holds for each date."""
    for place in range(len(out) - 1, -1, -1):
        earlier = out[place]
        between = {grammar.kind(at) for at in range(earlier.last, behind)}
        if not earlier.recurs_within or not between or not between <= _LIST:
            return
        dated = replace(merged, stretches=earlier.stretches, within=earlier.relation)
        out[place] = replace(dated, first=earlier.first, last=earlier.last)
        behind = earlier.first


def _distributed(grammar: Grammar, out: list[Phrase], phrase: Phrase) -> Phrase:
    """In `hàng năm (trước ngày 15/6 và trước ngày 15/12)` the second date recurs as the first does."""
    if not out or not phrase.recurs_within or out[-1].relation != "every" or not out[-1].stretches:
        return phrase
    between = set(gap(grammar, out[-1], phrase))
    if not between or not between <= _LIST or out[-1].stretches[0].grain != phrase.stretches[0].grain:
        return phrase
    last = phrase.last + (grammar.kind(phrase.last) == "close" and grammar.kind(phrase.first - 1) == "open")
    return replace(phrase, last=last, relation="every", rule=out[-1].rule, within=phrase.relation)


def _is_year(phrase: Phrase) -> bool:
    return phrase.relation == "at" and phrase.stretches[0].grain == "year"
