"""Where the words behind a quantity end, and where a clause of its own begins among them.

`10 dự án khởi nghiệp ĐMST nhằm ...` has the complement `khởi nghiệp ĐMST`: it ends before the purpose, the manner, the date,
the comparison and the next verb. Input: a passage and a word; output: the word behind the complement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import phrase_set
from pipeline.recognize.promise_clauses import Passage
from pipeline.recognize.units import FREQUENCIES, per_time

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
VERBS = phrase_set(_LEXICON["verbs"], SPELLINGS)
LINKS = phrase_set(_LEXICON["links"], SPELLINGS)
STATES = phrase_set(_LEXICON["states"], SPELLINGS)
_STOPS = phrase_set(_LEXICON["suffix_stops"], SPELLINGS)
_STOP_EXCEPTIONS = phrase_set(_LEXICON["stop_exceptions"], SPELLINGS)
_STOPS_AFTER_COMMA = phrase_set(_LEXICON["suffix_stops_after_comma"], SPELLINGS)
COMPLEMENTS = phrase_set(_LEXICON["complement_openers"], SPELLINGS)
PROPERTY_OPENERS = phrase_set(_LEXICON["property_openers"], SPELLINGS)
PROPERTY_NOUNS = phrase_set(_LEXICON["property_nouns"], SPELLINGS)
_PREPOSITIONS = frozenset(_LEXICON["complement_openers"])
PROPERTY_MODIFIERS = phrase_set(_LEXICON["property_modifiers"], SPELLINGS)
COMPARISONS = phrase_set(_LEXICON["comparisons"], SPELLINGS)
PREDICATES = phrase_set(_LEXICON["predicate_openers"], SPELLINGS)
NOUNS_LIKE_VERBS = phrase_set(_LEXICON["nouns_like_verbs"], SPELLINGS)
CHANGE_VERBS = phrase_set(_LEXICON["change_verbs"], SPELLINGS)
CONJUNCTIONS = frozenset({",", "và", "hoặc", "cùng"})
TRAILING = CONJUNCTIONS | {".", ";", ":", "-", "–", "/"}
_SET_PHRASES = phrase_set(_LEXICON["set_phrases"], SPELLINGS)
_LONGEST_HALF = 4
_TOWARDS, _HAVING = "đối", "có"
_CLOSING = frozenset({",", ";", ":", "."})
_LONGEST_COMPARISON = 40
_SHORT_UNIT = 3


def tail_end(passage: Passage, first: int, right: int, *, subject: bool = False, share: bool = False) -> int:
    """Where the complement of a quantity ends: before its purpose, manner, date or frequency, and before the next verb.

    Where the counted thing is the `subject`, a verb behind a comma is its predicate or goes on a list, and ends nothing.
    A `share` is reckoned of all that has a property (`100% tàu cá có chiều dài từ 15 m`).
    """
    keys, index = passage.words.keys, first
    predicates: set[str] = set()
    while index < right:
        if passage.hidden(index):
            index += 1
            continue
        if index == first and keys[index] in {",", "."}:
            break
        frequency = FREQUENCIES.at(keys, index) or rhythm_at(keys, index)
        if frequency and COMPLEMENTS.at(keys, frequency[1]):
            index = frequency[1]
            continue
        if frequency or index in passage.horizon_from or _stops(passage, first, index):
            break
        if _sizes(passage, index) and not ((subject or share) and keys[index] == _HAVING):
            break
        if keys[index] == "," and not passage.quoted[index] and not _repeats(keys, index, predicates):
            complemented = subject or bool(predicates)
            if _ends_at_comma(passage, index, right, complemented=complemented):
                break
        if COMPLEMENTS.at(keys, index) or PREDICATES.at(keys, index):
            predicates.add(keys[index])
        index += 1
    while index > first and (keys[index - 1] in TRAILING or passage.hidden(index - 1) or keys[index - 1] in _PREPOSITIONS):
        index -= 1
    return index


def comparison_at(passage: Passage, first: int, right: int) -> tuple[int, int]:
    """The words of a comparison that begins at word `first` (`so với năm 2020`), an empty range when none does."""
    keys, opener = passage.words.keys, COMPARISONS.at(passage.words.keys, first)
    if opener is None or passage.hidden(first):
        return first, first
    end = opener[1]
    while end < min(right, first + _LONGEST_COMPARISON) and not passage.hidden(end):
        joined = keys[end] in CONJUNCTIONS and (VERBS.at(keys, end + 1) or LINKS.at(keys, end + 1))
        if keys[end] in _CLOSING or joined or _STOPS.at(keys, end):
            break
        end += 1
    while end > opener[1] and keys[end - 1] in TRAILING:
        end -= 1
    return (first, end) if end > opener[1] else (first, first)


def rhythm_at(keys: tuple[str, ...], index: int) -> tuple[str, int] | None:
    """A rhythm that closes the words of a count (`02 đợt kiểm tra liên ngành/năm`), not one that says how a thing is
    (`dạy học 2 buổi/ngày`)."""
    per = per_time(keys, index)
    sized = per is not None and any(key[0].isdecimal() for key in keys[max(index - _SHORT_UNIT, 0) : index])
    return None if sized else per


def _stops(passage: Passage, first: int, index: int) -> bool:
    """Whether the purpose or manner of what begins at word `first` opens at `index`."""
    keys = passage.words.keys
    if not _STOPS.at(keys, index) or _STOP_EXCEPTIONS.at(keys, index):
        return False
    return not _in_amount(passage, first, index)


def _in_amount(passage: Passage, first: int, index: int) -> bool:
    """Whether a word belongs to a quantity that sizes a thing in the tail (`tàu cá có chiều dài từ 15 m trở lên`)."""
    return index in passage.described or any(amount.end > index for amount in passage.amounts_in(first, index))


def _repeats(keys: tuple[str, ...], comma: int, openers: set[str]) -> bool:
    """Whether the word behind a comma opened a predicate before: `có trạm y tế, có nhà văn hóa`."""
    return comma + 1 < len(keys) and keys[comma + 1] in openers


def _sizes(passage: Passage, index: int) -> bool:
    """Whether a property of the thing begins at word `index`: `với tốc độ`, `có doanh thu`."""
    opener = PROPERTY_OPENERS.at(passage.words.keys, index)
    if index and passage.words.keys[index - 1] == _TOWARDS:
        return False
    return opener is not None and PROPERTY_NOUNS.at(passage.words.keys, opener[1]) is not None


def _ends_at_comma(passage: Passage, comma: int, right: int, *, complemented: bool) -> bool:
    keys = passage.words.keys
    if _STOPS_AFTER_COMMA.at(keys, comma + 1) or _STOPS.at(keys, comma + 1):
        return True
    return not complemented and begins_clause(passage, comma, comma + 1, right)


def separators(passage: Passage, first: int, end: int) -> Iterator[int]:
    """The commas and `và` between two words, outside brackets and set phrases (`doanh nghiệp nhỏ và vừa`)."""
    keys = passage.words.keys
    for index in range(first, end):
        if keys[index] in CONJUNCTIONS and not passage.hidden(index) and not _in_set_phrase(keys, index):
            yield index


def _in_set_phrase(keys: tuple[str, ...], conjunction: int) -> bool:
    for start in range(max(conjunction - _LONGEST_HALF, 0), conjunction):
        phrase = _SET_PHRASES.at(keys, start)
        if phrase and phrase[1] > conjunction:
            return True
    return False


def begins_clause(passage: Passage, comma: int, start: int, end: int) -> bool:
    """Whether a verb with an object follows a comma; joined to a verb before it, or without object, it goes on a list.

    `công nghiệp, xây dựng tăng 8%` and `được thu gom, xử lý hợp vệ sinh` are one noun phrase each, `cấp tỉnh, cấp huyện` too.
    """
    keys = passage.words.keys
    verb = VERBS.at(keys, start)
    if verb is None or verb[1] >= end or NOUNS_LIKE_VERBS.at(keys, start) or VERBS.before(keys, comma):
        return False
    follower = verb[1]
    without_object = keys[follower] in TRAILING or any(
        table.at(keys, follower) for table in (COMPLEMENTS, LINKS, STATES, _STOPS, CHANGE_VERBS)
    )
    return not without_object
