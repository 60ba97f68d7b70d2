"""Units: what a number counts (`dự án`, `ý tưởng, dự án`), what it measures (`%`, `ha`, `đồng/người`), and how often (`/năm`).

The lexicon sorts units by kind. A unit behind a number is looked up there, the longest first; an unknown noun in small letters
is taken as it stands, up to two syllables. Input: the words of a text and an index; output: where the unit, or the frequency,
ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.numerals import SPELLINGS, rate_base_end, read_scale
from pipeline.recognize.phrases import Phrases, Words, phrase_set, split_words

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
FREQUENCIES: Phrases[str] = Phrases(
    ((word, rule) for rule, words in _LEXICON["frequencies"].items() for word in words), SPELLINGS
)
UNITS: Phrases[str] = Phrases(((unit, kind) for kind, units in _LEXICON["units"].items() for unit in units), SPELLINGS)
SCALED_UNITS: Phrases[float] = Phrases(
    ((unit, float(scaled[0])) for unit, scaled in _LEXICON["scaled_units"].items()), SPELLINGS
)
_FREQUENCY_UNITS: Phrases[str] = Phrases(_LEXICON["frequency_units"].items(), SPELLINGS)
_JOINTS = frozenset(_LEXICON["noun_joints"])
_NEVER_UNITS = frozenset(_LEXICON["never_units"])
_NEVER_IN_UNITS = frozenset(_LEXICON["never_in_units"])
_VERBS = phrase_set(_LEXICON["verbs"], SPELLINGS)
_LINKS = phrase_set(_LEXICON["links"], SPELLINGS)
_LONGEST_PLAIN = 2
_NEXT_COUNT = 4
_ABBREVIATION = re.compile(r"[^\W\d_a-z]{2,6}")
_ROMAN = re.compile(r"[IVXLC]+")
_AND = "và"
PLAIN = "plain"
_MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit behind a number: words from `first` to `end`, its kind (`plain` when unknown), its factor (`trđ`: 1e6)."""

    first: int
    end: int
    kind: str
    factor: float = 1.0

    @property
    def known(self) -> bool:
        """Whether the lexicon lists the unit."""
        return self.kind != PLAIN


def unit_kind(unit: str) -> str:
    """The kind of a printed unit as the lexicon sorts them; `plain` for a noun that it does not list, `""` for none."""
    if not unit:
        return ""
    words = split_words(unit, SPELLINGS)
    if words.keys[0] == "/":
        return _MEASURE
    found = UNITS.at(words.keys, 0)
    return found[0] if found else "money" if SCALED_UNITS.at(words.keys, 0) else PLAIN


def unit_at(words: Words, index: int) -> Unit | None:
    """The unit that begins at word `index`: a sign, a unit or a noun of the lexicon, or the plain noun that stands there."""
    keys = words.keys
    if index >= len(keys):
        return None
    scaled = SCALED_UNITS.at(keys, index)
    if scaled:
        return Unit(index, denominators_end(words, scaled[1]), "money", scaled[0])
    known = UNITS.at(keys, index)
    if known:
        end = known[1]
        if words.glued(end) and keys[end].isalpha():
            return None
        if known[0] == "period" and end < len(keys) and keys[end][0].isdecimal():
            return None
        return Unit(index, denominators_end(words, _joined(words, end) if known[0] == "counted" else end), known[0])
    based = rate_base_end(words, index)
    if based:
        noun = UNITS.at(keys, based)
        return Unit(index, noun[1] if noun else based + 1, _MEASURE)
    if words.glued(index):
        return None
    return _abbreviation(words, index) or _plain_noun(words, index)


def _joined(words: Words, end: int) -> int:
    """The end of a unit that names two or more things: `ý tưởng, dự án`, `tổ chức hoặc doanh nghiệp`."""
    keys = words.keys
    while end + 1 < len(keys) and keys[end] in _JOINTS:
        other = UNITS.at(keys, end + 1)
        link = _LINKS.at(keys, end + 1)
        if other is None or other[0] != "counted" or (link and link[1] > other[1]):  # `cây, bình quân ...` counts no bottles
            break
        if keys[end] == "," and (_VERBS.at(keys, end + 1) or _LINKS.at(keys, other[1]) or _counts_next(keys, other[1])):
            break
        end = other[1]
    return end


def _counts_next(keys: tuple[str, ...], index: int) -> bool:
    """Whether a number follows soon, so that the noun before `index` opens a count of its own (`..., đàn bò 120.000 con`)."""
    for key in keys[index : index + _NEXT_COUNT]:
        if not key.isalpha() or key in _JOINTS or key == _AND:
            return key[0].isdecimal()
    return False


def denominators_end(words: Words, end: int) -> int:
    """The end of a unit with what it is counted by: `đồng/người`, `giường bệnh/vạn dân`, `bác sĩ/10.000 dân`."""
    keys = words.keys
    while end + 1 < len(keys) and keys[end] == "/" and not _FREQUENCY_UNITS.at(keys, end + 1):
        start = end + 1
        if keys[start][0].isdecimal():
            start += 1
        _, start = read_scale(keys, start)
        noun = UNITS.at(keys, start)
        if noun is None and (start >= len(keys) or not keys[start].isalpha() or keys[start] in _NEVER_UNITS):
            break
        end = noun[1] if noun else start + 1
    return end


def _abbreviation(words: Words, index: int) -> Unit | None:
    """An unknown noun that is shortened to capitals (`30 CSDL`); a Roman numeral is none."""
    printed = words.text[words.starts[index] : words.ends[index]]
    shortened = printed.isupper() and _ABBREVIATION.fullmatch(printed) and not _ROMAN.fullmatch(printed)
    return Unit(index, index + 1, PLAIN) if shortened else None


def _plain_noun(words: Words, index: int) -> Unit | None:
    """An unknown noun of one or two syllables in small letters at `index`."""
    keys = words.keys
    end = index
    while end < len(keys) and end < index + _LONGEST_PLAIN and keys[end].isalpha():
        if keys[end] in (_NEVER_UNITS if end == index else _NEVER_IN_UNITS):
            break
        if words.capital(end) or (end > index and words.glued(end)) or _LINKS.at(keys, end):
            break
        end += 1
    if end == index or len(keys[index]) == 1:
        return None
    return Unit(index, end, PLAIN)


def frequency_behind(words: Words, end: int) -> tuple[str | None, int]:
    """The frequency right behind a quantity (`/năm`, `mỗi năm`) and the index behind it."""
    return per_time(words.keys, end) or FREQUENCIES.at(words.keys, end) or (None, end)


def per_time(keys: tuple[str, ...], index: int) -> tuple[str, int] | None:
    """The frequency behind a stroke at word `index` (`/năm`) and the index behind it."""
    return _FREQUENCY_UNITS.at(keys, index + 1) if index < len(keys) and keys[index] == "/" else None
