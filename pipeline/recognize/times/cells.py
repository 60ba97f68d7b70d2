"""A table cell or the value of a label read as a whole: is it a time, and which one?

A cell may dress its time (`Triển khai hằng năm`, `Dự kiến hoàn thành trong quý II/2025`) and add a condition or a short remark,
but it opens with the time or with words that lead to one; `Nhiệm vụ thường xuyên` is no time.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Span, TimeExpression
from pipeline.orthography import fold_key, fold_space
from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.joining import gap
from pipeline.recognize.times.lexemes import has_time_words, lexemes
from pipeline.recognize.times.phrases import Phrase, Value, value_of
from pipeline.recognize.times.scanning import scan
from pipeline.recognize.times.stretches import Stretch, edtf_interval, edtf_set

_FRAME = re.compile(r"^[\s\-–−+•*·●▪◦|]*(.*?)[\s.;:,|/]*$", re.DOTALL)
_STATEMENT = re.compile(r"[;\n]")
_WORD = re.compile(r"\w+")
_DOCUMENT_NUMBER = re.compile(r"\d\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐ]{2}|[Pp]hụ lục|số\s\d")
_LABEL_END = re.compile(r":\s*$")
_LONGEST_CELL = 400
_MOST_LABEL_WORDS = 8
_MOST_REMARK_WORDS = 12
_FEW_CONDITION_WORDS = 25


@cache
def _openers(name: str) -> re.Pattern[str]:
    phrases = sorted(lexicon_yaml("times")["cells"][name], key=len, reverse=True)
    words = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in phrases)
    return re.compile(rf"(?:{words})(?!\w)")


def framed(text: str, offset: int = 0) -> Span:
    """Where the words of a cell stand: without its bullet and its closing marks."""
    match = _FRAME.match(text)
    start, end = match.span(1) if match else (0, len(text))
    return Span(start + offset, end + offset)


def read_whole(text: str, year: int | None) -> TimeExpression | None:
    """The cell as one expression, None when it is no time."""
    span = framed(text)
    words = text[span.start : span.end]
    if not words or len(words) > _LONGEST_CELL:
        return None
    grammar = Grammar(lexemes(words), cell=True)
    phrases = scan(grammar, words)
    value = _combined(phrases, year) if _is_time(grammar, phrases, words) else _without_date(words, year)
    return TimeExpression(fold_space(words), span, *value) if value else None


def read_statements(text: str, year: int | None) -> tuple[TimeExpression, ...]:
    """The cell's separate statements: lines or parts between semicolons that each say a time of another kind or with a remark
    of its own, and recurrences that no one rule can say; else the whole as one expression."""
    whole = read_whole(text, year)
    if whole is None:
        return ()
    parts: list[TimeExpression] = []
    start = 0
    for end in [*(mark.start() for mark in _STATEMENT.finditer(text)), len(text)]:
        if _WORD.search(text, start, end):
            part = read_whole(text[start:end], year) or _only_time(text[start:end], year)
            if part is None:
                return (whole,)
            parts.append(replace(part, span=part.span.shifted(start)))
        start = end + 1
    if len(parts) > 1:
        differ = len({(part.kind, part.recurrence) for part in parts}) > 1 or any(_has_remark(part.text) for part in parts)
        return tuple(parts) if differ else (whole,)
    return _separate_rules(text, year) or (whole,)


def _only_time(text: str, year: int | None) -> TimeExpression | None:
    """The one time among other words of a statement (`rà soát, bổ sung hằng năm`)."""
    grammar = Grammar(lexemes(text), cell=True)
    phrases = scan(grammar, text)
    return expression(grammar, phrases[0], text, year) if len(phrases) == 1 else None


def share(text: str) -> float:
    """How much of the text's words a time covers; see `time_share`."""
    if not text or len(text) > _LONGEST_CELL:
        return 0.0
    span = framed(text)
    words = text[span.start : span.end]
    if not words:
        return 0.0
    if not has_time_words(words) and "/" not in words and not _may_hang(words):
        return 0.0
    total = len(_WORD.findall(words))
    if not total:
        return 0.0
    grammar = Grammar(lexemes(words), cell=True)
    phrases = scan(grammar, words)
    if not phrases:
        if _without_date(words, None) is None:
            return 0.0
        return 0.25 if _is_condition(words, "weak_conditions") and not _is_condition(words, "conditions") else 0.5
    covered = sum(_weight(phrase) * len(_WORD.findall(_slice(grammar, phrase, words))) for phrase in phrases)
    lead = words[: grammar.at(phrases[0].first).start]
    if _is_lead(lead):
        return min(1.0, covered / max(total - len(_WORD.findall(lead)) / 2, 1.0))
    weak = phrases[0].relation in ("every", "always", "when")
    return min(1.0, covered / total / (2 if weak else 1))


def _weight(phrase: Phrase) -> float:
    return 0.7 if phrase.relation == "when" else 1.0


@cache
def _hanging_words() -> frozenset[str]:
    cells = lexicon_yaml("times")["cells"]
    return frozenset(
        phrase.split()[0]
        for name in ("conditions", "weak_conditions", "unstated", "this_year", "fillers")
        for phrase in cells[name]
    )


def _may_hang(words: str) -> bool:
    """A quick look whether a text could be a condition: its first word."""
    return words.split(maxsplit=1)[0].lower().strip("(,") in _hanging_words()


def _slice(grammar: Grammar, phrase: Phrase, words: str) -> str:
    return words[grammar.at(phrase.first).start : grammar.at(phrase.last - 1).end]


def _is_time(grammar: Grammar, phrases: Sequence[Phrase], words: str) -> bool:
    """Whether a time opens the cell, behind nothing but words that lead to it, with no more than a short remark."""
    if not phrases or all(phrase.relation == "when" for phrase in phrases):
        return False
    lead = words[: grammar.at(phrases[0].first).start]
    if _runs_backward(grammar, phrases):
        return False
    if not _is_lead(lead):
        return _is_condition(words, "conditions")
    covered = sum(len(_WORD.findall(_slice(grammar, phrase, words))) for phrase in phrases)
    return len(_WORD.findall(words)) - len(_WORD.findall(lead)) - covered <= _MOST_REMARK_WORDS


def _runs_backward(grammar: Grammar, phrases: Sequence[Phrase]) -> bool:
    """Whether a dash joins two dates that make no range (`2025-2020`): a slip that nobody can settle."""
    pairs = itertools.pairwise(phrases)
    return any(
        left.relation == right.relation == "at"
        and gap(grammar, left, right) == ("dash",)
        and not grammar.at(left.last).opens_line
        for left, right in pairs
    )


def _is_lead(lead: str) -> bool:
    """Whether the words before the time are a label or only lead over to the time."""
    if _LABEL_END.search(lead):
        return len(_WORD.findall(lead)) <= _MOST_LABEL_WORDS
    rest = fold_key(lead).strip("()[]“”\"' -–")
    fillers = _openers("fillers")
    while rest:
        match = fillers.match(rest)
        if match is None:
            return False
        rest = rest[match.end() :].lstrip(" ,.;:()-–")
    return True


def _without_date(words: str, year: int | None) -> Value | None:
    """A condition (`Theo tiến độ của Trung ương`), a recurrence that is not told (`Định kỳ`), or the plan's own year."""
    key = fold_key(words)
    if _openers("this_year").fullmatch(key):
        return value_of(Phrase(0, 1, "at", (Stretch("year", None, (1, 12)),)), year)
    if _openers("unstated").fullmatch(key):
        return Value("recurring", None, None)
    return Value("event", None, None) if _is_condition(words, "conditions", "weak_conditions") else None


def _is_condition(words: str, *openers: str) -> bool:
    """Whether a short text that cites no document opens with a condition, perhaps behind words that lead to it."""
    if len(_WORD.findall(words)) > _FEW_CONDITION_WORDS or _DOCUMENT_NUMBER.search(words):
        return False
    rest = fold_key(words).lstrip("( ")
    while True:
        if any(_openers(name).match(rest) for name in openers):
            return True
        filler = _openers("fillers").match(rest)
        if filler is None:
            return False
        rest = rest[filler.end() :].lstrip(" ,.;:()-–")


def _has_remark(text: str) -> bool:
    grammar = Grammar(lexemes(text), cell=True)
    phrases = scan(grammar, text)
    return sum(len(_WORD.findall(_slice(grammar, phrase, text))) for phrase in phrases) < len(_WORD.findall(text))


def _separate_rules(text: str, year: int | None) -> tuple[TimeExpression, ...]:
    """The recurrences of a cell that one rule cannot say (`định kỳ 6 tháng, hàng năm`), else nothing."""
    grammar = Grammar(lexemes(text), cell=True)
    phrases = [phrase for phrase in scan(grammar, text) if phrase.relation != "when"]
    if len(phrases) < 2 or any(phrase.relation != "every" for phrase in phrases):
        return ()
    expressions = tuple(expression(grammar, phrase, text, year) for phrase in phrases)
    if _one_rule(phrases) or len({found.recurrence for found in expressions}) < 2:
        return ()
    return expressions


def expression(grammar: Grammar, phrase: Phrase, text: str, year: int | None) -> TimeExpression:
    """A phrase with its words and its place in `text`."""
    span = Span(grammar.at(phrase.first).start, grammar.at(phrase.last - 1).end)
    return TimeExpression(fold_space(text[span.start : span.end]), span, *value_of(phrase, year))


# --- one value out of several phrases ----------------------------------------------------------------------------------


def _combined(phrases: Sequence[Phrase], year: int | None) -> Value:
    timed = [phrase for phrase in phrases if phrase.relation != "when"]
    recurring = [phrase for phrase in timed if phrase.relation == "every"]
    lasting = recurring or [phrase for phrase in timed if phrase.relation == "always"]
    if lasting:
        return _combined_lasting(lasting, timed, year)
    dated = _with_shared_year(timed, year)
    if len(dated) == 1:
        return value_of(dated[0])
    return _combined_dates(dated)


def _with_shared_year(phrases: Sequence[Phrase], year: int | None) -> list[Phrase]:
    """Each date with the year that the last one says (`15/6 và 15/12/2025`), or with the plan's."""
    own = next((stretch.year for phrase in reversed(phrases) for stretch in phrase.stretches if stretch.year is not None), year)
    return [phrase.with_year(own) for phrase in phrases]


def _one_rule(phrases: Sequence[Phrase]) -> bool:
    """Whether one rule can say them all: the same recurrence on the same day of several months."""
    rules = {phrase.rule for phrase in phrases}
    days = {stretch.days for phrase in phrases for stretch in phrase.stretches}
    within = {phrase.within for phrase in phrases}
    return len(rules) == 1 and len(within) == 1 and len(days) == 1 and all(phrase.stretches for phrase in phrases)


def _combined_lasting(lasting: Sequence[Phrase], timed: Sequence[Phrase], year: int | None) -> Value:
    """The recurrence (the closest one of several) with the bounds that the cell's dates set."""
    best = min(lasting, key=lambda phrase: (phrase.rule.months() or 0) if phrase.rule else 0)
    if len(lasting) > 1 and _one_rule(lasting):
        best = replace(best, stretches=tuple(stretch for phrase in lasting for stretch in phrase.stretches))
    dated = [phrase for phrase in timed if phrase.is_dated and phrase.has_year]
    if best.bounds == (None, None) and dated:
        first, last = value_of(dated[0].with_year(year)), dated[-1].with_year(year)
        best = replace(
            best,
            bounds=(
                dated[0].stretches[0] if first.start else None,
                last.stretches[-1] if last.relation in ("range", "until", "before") else None,
            ),
        )
    return value_of(best, year)


def _combined_dates(dated: Sequence[Phrase]) -> Value:
    values = [(phrase, value) for phrase in dated if (value := value_of(phrase)).start or value.end]
    if not values:
        return value_of(dated[0])
    if len(values) == 1:
        return values[0][1]
    if any(value.kind == "open" for _, value in values):
        first_phrase, first = min(values, key=lambda found: found[1].start or datetime.date.max)
        opens = first_phrase.relation == "after"
        return first if opens else Value("open", first.start, None, None, edtf_interval(first_phrase.stretches[0], None))
    if any(value.start is None for _, value in values):
        return _limited(values)
    starts = [value.start for _, value in values if value.start]
    ends = [value.end for _, value in values if value.end]
    members = [(phrase.stretches[0], phrase.stretches[-1]) for phrase, _ in values if phrase.relation != "list"]
    members += [(stretch, stretch) for phrase, _ in values if phrase.relation == "list" for stretch in phrase.stretches]
    members.sort(key=lambda member: member[0].first_day() or datetime.date.min)
    return Value("set", min(starts), max(ends), None, edtf_set(members))


def _limited(values: Sequence[tuple[Phrase, Value]]) -> Value:
    """Dates with a limit: within the last date it is the time itself (`Quý II/2025 (trước 15/5/2025)`), else where they end."""
    limit_phrase, limit = max(
        ((phrase, value) for phrase, value in values if phrase.relation in ("before", "until")),
        key=lambda found: found[1].end or datetime.date.min,
    )
    dates = [(phrase, value) for phrase, value in values if value.start and value.end]
    if not dates or limit.end is None or any(v.start and v.end and v.end >= limit.end for _, v in dates):
        return limit
    first_phrase, first = min(dates, key=lambda found: found[1].start or datetime.date.max)
    edtf = edtf_interval(first_phrase.stretches[0], limit_phrase.stretches[-1]) if limit_phrase.relation == "until" else None
    return Value("period", first.start, limit.end, None, edtf)
