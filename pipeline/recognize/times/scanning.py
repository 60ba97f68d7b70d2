"""One walk over the lexemes of a text: at each place the longest time that opens there."""

from __future__ import annotations

from pipeline.recognize.times.citations import dates_document
from pipeline.recognize.times.conditions import condition
from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.joining import joined
from pipeline.recognize.times.phrases import Phrase
from pipeline.recognize.times.ranges import anchored, dated, end_of_history
from pipeline.recognize.times.recurrences import continued, recurrence

_STARTS = frozenset(
    (
        *("number", "numeral", "year", "school_year", "quarter", "quarter_letter", "month", "month_letter", "week", "day"),
        *("every", "periodic", "always", "period", "from", "to", "until", "before", "latest", "after", "when", "within"),
        *("part", "half", "plural"),
    )
)
# A shortened recurrence (`hằng tháng, quý, năm`) leans on one not further back than this many times.
_NEAR = 8
_UNITS = ("number", "numeral", "year", "quarter", "month", "week")


def scan(grammar: Grammar, text: str) -> list[Phrase]:
    """The times of a text in order, neighbours that say one time joined; dates of documents are left out."""
    found: list[Phrase] = []
    place, last = 0, len(grammar.lexemes) - 1
    while place < last:
        if grammar.lexemes[place].kind not in _STARTS:
            place += 1
            continue
        phrase = _at(grammar, place, found)
        if phrase is None:
            place = end_of_history(grammar, place) or place + 1
            continue
        place = phrase.last
        if not dates_document(grammar, phrase, text):
            found += [phrase, *_same_limit(grammar, phrase)]
            place = found[-1].last
    return [phrase for phrase in joined(grammar, found) if grammar.cell or not _is_day_alone(phrase)]


def _is_day_alone(phrase: Phrase) -> bool:
    """`ngày 26` in a sentence, without month or recurrence, is a broken date or a day of something told before."""
    return phrase.is_dated and all(stretch.months is None for stretch in phrase.stretches)


def _at(grammar: Grammar, place: int, found: list[Phrase]) -> Phrase | None:
    kind = grammar.kind(place)
    if kind == "always":
        return _lasting(grammar, place)
    recurring = recurrence(grammar, place)
    if recurring:
        return recurring
    if kind in _UNITS and any(phrase.relation == "every" for phrase in found[-_NEAR:]):
        more = continued(grammar, place, found[-1].last)
        if more:
            return more
    if kind == "when":
        return condition(grammar, place)
    return anchored(grammar, place) or condition(grammar, place)


def _lasting(grammar: Grammar, place: int) -> Phrase | None:
    """`Thường xuyên` as a time of its own: in a cell, in brackets, or as the whole text; else it is an adverb."""
    end = place + 1
    while grammar.kind(end) in ("comma", "and") and grammar.kind(end + 1) == "always":
        end += 2
    if grammar.cell:
        return Phrase(place, end, "always")
    before, after = grammar.kind(place - 1), grammar.kind(end)
    alone = before in ("open", "end") and (after in ("close", "end") or (after == "stop" and grammar.kind(end + 1) == "end"))
    return Phrase(place, end, "always") if alone else None


def _same_limit(grammar: Grammar, phrase: Phrase) -> list[Phrase]:
    """The further days of `trước ngày 15/6 và 15/12 hằng năm`, which share the word in front."""
    more: list[Phrase] = []
    while phrase.is_dated and phrase.stretches and phrase.stretches[-1].grain == "day" and phrase.stretches[-1].months:
        mark = phrase.last
        if grammar.kind(mark) not in ("comma", "and", "semicolon"):
            break
        start = mark + 1 + (grammar.kind(mark + 1) == "and")
        found = dated(grammar, start, bare=True) if grammar.kind(start) in ("number", "day") else None
        if found is None or found.relation != "at" or found.stretches[0].grain != "day":
            break
        phrase = Phrase(start, found.last, phrase.relation, found.stretches)
        more.append(phrase)
    return more
