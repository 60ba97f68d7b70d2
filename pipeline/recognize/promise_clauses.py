"""A paragraph taken apart for reading promises: its words, quantities and dates, and its sentences, clauses and asides.

A clause is what one subject or verb governs: sentences are parted at full stops and line breaks, clauses at semicolons,
colons and `trong đó`. What stands in brackets is an aside: a clause of its own, read after the one around it
(`(bình quân mỗi năm 02 dự án)`). Names in quotation marks are left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Quantity
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import Words, phrase_set, split_words
from pipeline.recognize.promise_dates import Horizon, horizons_of
from pipeline.recognize.quantities import quantities_of
from pipeline.recognize.units import unit_kind

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
_CLAUSE_OPENERS = phrase_set(_LEXICON["clause_openers"], SPELLINGS)
_CHANGES = phrase_set(_LEXICON["changes"], SPELLINGS)
_BASELINE: str = _LEXICON["baseline"]
_DOING = phrase_set(_LEXICON["verbs"], SPELLINGS)
_MEASURES_OF_TIME = phrase_set([*_LEXICON["duration_heads"], *_LEXICON["age_heads"]], SPELLINGS)
_RATE_BASES = phrase_set(_LEXICON["rate_bases"], SPELLINGS)
_OVER, _TIMES, _UPWARDS = "trên", "lần", ("trở", "lên")
_ROUND = frozenset({1_000.0, 10_000.0, 100_000.0})
_DESCRIBING = frozenset({"period", "age", "grade"})
_HEAD_REACH = 20
_STOPS = frozenset(".!?…")
_MARKS = frozenset(".;,:")
_BULLETS = frozenset("-–+*•")
_OPENING = {"(": ")", "[": "]", "“": "”", "«": "»"}
_LONGEST_ABBREVIATION = 2


@dataclass(frozen=True, slots=True)
class Amounted:
    """A quantity with its place: words from `first` to `end` (a footnote's mark too), those of its unit, and the kind."""

    quantity: Quantity
    first: int
    end: int
    unit_first: int
    unit_end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph cut into words, with what was found in them.

    `holes[i]` numbers the pair of brackets that word `i` stands in, 0 for none, -1 for a value that is left behind
    (`từ 50% năm 2020 lên 80%`); `quoted[i]` is true inside quotation marks. `asides` are the word ranges inside brackets,
    `inside` is the pair of brackets that is being read; `described` are the words of quantities that only describe a thing
    (`từ 3 sao trở lên`). Dates are kept by their first word and by the word behind them.
    """

    words: Words
    amounts: tuple[Amounted, ...]
    holes: tuple[int, ...]
    quoted: tuple[bool, ...]
    asides: tuple[tuple[int, int], ...]
    horizon_from: Mapping[int, Horizon]
    horizon_to: Mapping[int, Horizon]
    described: frozenset[int]
    inside: int = 0

    def hidden(self, index: int) -> bool:
        """Whether word `index` stands in brackets other than those being read, or in a value that is left behind."""
        return self.holes[index] not in (0, self.inside)

    def opened(self, clause: Clause) -> Passage:
        """The same passage, to be read inside the brackets of `clause` when it is an aside."""
        return replace(self, inside=self.holes[clause.first]) if clause.aside else self

    def amounts_in(self, first: int, end: int) -> tuple[Amounted, ...]:
        """The quantities between two words, outside brackets (other than those being read) and names."""
        low = bisect_left(self.amounts, first, key=_first_word)
        high = bisect_left(self.amounts, end, low, key=_first_word)
        return tuple(
            amount for amount in self.amounts[low:high] if not self.quoted[amount.first] and not self.hidden(amount.first)
        )

    def horizons_in(self, first: int, end: int) -> tuple[Horizon, ...]:
        """The dates between two words, outside brackets and names."""
        return tuple(
            self.horizon_from[index]
            for index in range(first, end)
            if index in self.horizon_from and not self.hidden(index) and not self.quoted[index]
        )

    def bracketed_horizons(self, first: int, end: int) -> tuple[Horizon, ...]:
        """The dates between two words that stand alone in brackets right behind a quantity: `đạt 50% (năm 2023)`."""
        behind = {amount.end for amount in self.amounts_in(first, end)} if self.asides else frozenset()
        dates = (
            self.horizon_from.get(low)
            for low, high in self.asides
            if first <= low < end and low - 1 in behind and (date := self.horizon_from.get(low)) and date.end == high
        )
        return tuple(date for date in dates if date)


@dataclass(frozen=True, slots=True)
class Clause:
    """Words from `first` to `end`. An aside stands in brackets within the clause `around` it, `trong đó` opens a part; `label`
    is what a colon parts off."""

    first: int
    end: int
    aside: bool = False
    part: bool = False
    label: tuple[int, int] | None = None
    around: tuple[int, int] = (0, 0)


def read_passage(text: str) -> Passage:
    """`text` as words with its quantities and dates."""
    words = split_words(text, SPELLINGS)
    holes, quoted, asides = _enclosures(words)
    placed = [_placed(words, quantity) for quantity in quantities_of(words)]
    told = [(amount, _only_describes(words, amount)) for amount in placed]
    amounts = tuple(amount for amount, describes in told if not describes)
    described = frozenset(index for amount, describes in told if describes for index in range(amount.first, amount.end))
    for start, end in _left_behind(words, amounts):
        holes[start:end] = [-1] * (end - start)
    horizons = horizons_of(words)
    from_word = {horizon.first: horizon for horizon in horizons}
    to_word = {horizon.end: horizon for horizon in horizons}
    return Passage(words, amounts, tuple(holes), tuple(quoted), tuple(asides), from_word, to_word, described)


def _first_word(amount: Amounted) -> int:
    return amount.first


def _only_describes(words: Words, amount: Amounted) -> bool:
    """Whether a quantity only describes: a length of time, an age, a grade (`trẻ em dưới 5 tuổi`), the base of a rate."""
    if amount.first and words.keys[amount.first - 1] == _OVER and _RATE_BASES.at(words.keys, amount.unit_first):
        return amount.quantity.value_min in _ROUND and not amount.quantity.value_max
    if words.keys[amount.first] == _OVER and amount.quantity.value_min == 1 and amount.kind == "measure":
        # `giá trị sản phẩm trên một ha đất`, but not `trồng trên 1 ha`
        return words.keys[amount.unit_first] != _TIMES and _DOING.before(words.keys, amount.first) is None
    if amount.kind not in _DESCRIBING or "/" in amount.quantity.unit:  # `1,8 ngày/khách` is a rate
        return False
    start = max(amount.first - _HEAD_REACH, 0)
    return not any(_MEASURES_OF_TIME.at(words.keys, index) for index in range(start, amount.first))


def _left_behind(words: Words, amounts: tuple[Amounted, ...]) -> Iterator[tuple[int, int]]:
    """The words of each value that the next one is to replace: `từ 50% năm 2020` before `lên 80%`."""
    for amount, following in pairwise(amounts):
        change = _CHANGES.before(words.keys, following.first, amount.end)
        start = amount.first if words.keys[amount.first] == _BASELINE else amount.first - 1
        if change is None or start < 0 or words.keys[start] != _BASELINE or amount.quantity.value_max is not None:
            continue
        bound = words.keys[amount.end - 2 : amount.end] == _UPWARDS
        alike = not bound and (amount.kind in {following.kind, ""} or not following.kind)
        if alike and not _MARKS.intersection(words.keys[amount.end : change[1]]):
            yield start, change[1]


def _placed(words: Words, quantity: Quantity) -> Amounted:
    first = bisect_left(words.starts, quantity.span.start)
    end = bisect_left(words.starts, quantity.span.end)
    unit = quantity.unit_span
    unit_first = bisect_left(words.starts, unit.start) if unit else end
    unit_end = bisect_left(words.starts, unit.end) if unit else end
    footnoted = words.glued(end) and words.keys[end].isdecimal()
    return Amounted(quantity, first, end + footnoted, unit_first, unit_end, unit_kind(quantity.unit))


def _enclosures(words: Words) -> tuple[list[int], list[bool], list[tuple[int, int]]]:
    """The pair of brackets that each word stands in, which words stand in quotation marks, and the ranges inside brackets."""
    holes, quoted = [0] * len(words), [False] * len(words)
    asides: list[tuple[int, int]] = []
    start, closing = -1, ""
    for index, key in enumerate(words.keys):
        if start < 0 and (key in _OPENING or key == '"'):
            start, closing = index, _OPENING.get(key, '"')
        elif start >= 0 and key == closing:
            if closing in {")", "]"}:
                asides.append((start + 1, index))
                holes[start : index + 1] = [len(asides)] * (index + 1 - start)
            else:
                quoted[start : index + 1] = [True] * (index + 1 - start)
            start = -1
    return holes, quoted, asides


def sentences(passage: Passage) -> Iterator[tuple[int, int]]:
    """The sentences of a passage as ranges of words, without their full stops."""
    words, start = passage.words, 0
    for index in range(len(words)):
        if passage.hidden(index) or passage.quoted[index]:
            continue
        if _ends_sentence(words, index):
            if index > start:
                yield start, index
            start = index + 1
        elif index > start and _breaks_line(words, index):
            yield start, index
            start = index
    if start < len(words):
        yield start, len(words)


def _ends_sentence(words: Words, index: int) -> bool:
    """Whether the mark at `index` closes a sentence and not an abbreviation (`TP. Cần Thơ`)."""
    if words.keys[index] not in _STOPS:
        return False
    if index + 1 == len(words):
        return True
    before = words.text[words.starts[index - 1] : words.ends[index - 1]] if index else ""
    if words.glued(index + 1):
        closed = words.keys[index + 1] in {"/", "”", ")"}
        return closed or (words.capital(index + 1) and before.islower() and len(before) > 1)
    abbreviated = before.isupper() and len(before) <= _LONGEST_ABBREVIATION and words.glued(index)
    return (words.capital(index + 1) or not words.keys[index + 1].isalpha()) and not abbreviated


def _breaks_line(words: Words, index: int) -> bool:
    """Whether a line break before word `index` begins a paragraph and is not a wrapped line."""
    gap = words.text[words.ends[index - 1] : words.starts[index]]
    return "\n" in gap and (words.capital(index) or words.keys[index] in _BULLETS)


def clauses(passage: Passage, first: int, end: int) -> Iterator[Clause]:
    """The clauses of the sentence between two words, each followed by its asides; `trong đó` parts only quantities."""
    start, part, index = first, False, first
    label: tuple[int, int] | None = None
    counted = bool(passage.amounts_in(first, end))
    asides = [(low, high) for low, high in passage.asides if first <= low < end] if passage.asides else []
    while index < end:
        key = passage.words.keys[index]
        if passage.hidden(index) or passage.quoted[index]:
            index += 1
            continue
        opener = _CLAUSE_OPENERS.at(passage.words.keys, index) if counted else None
        if key == ";" or (key == ":" and not _states_value(passage, index, end)) or opener:
            yield from _with_asides(passage, Clause(start, index, part=part, label=label), asides)
            label = (start, index) if key == ":" else label if opener else None
            part = opener is not None or (part and key == ":")
            start = index = opener[1] if opener else index + 1
        else:
            index += 1
    yield from _with_asides(passage, Clause(start, end, part=part, label=label), asides)


def _states_value(passage: Passage, colon: int, end: int) -> bool:
    """Whether the colon leads from an indicator to its value (`Tỷ lệ hộ nghèo: 3%`) and opens no list."""
    amounts = passage.amounts_in(colon + 1, colon + 2)
    if not amounts:
        return False
    behind = amounts[0].end
    while behind < end and passage.hidden(behind):
        behind += 1
    return behind >= end or not passage.words.keys[behind].isalpha()


def _with_asides(passage: Passage, clause: Clause, asides: list[tuple[int, int]]) -> Iterator[Clause]:
    if clause.first >= clause.end:
        return
    yield clause
    while asides and asides[0][0] < clause.end:
        low, high = asides.pop(0)
        aside = Clause(low, high, aside=True, around=(clause.first, clause.end))
        if low < high and passage.opened(aside).amounts_in(low, high):
            yield aside
