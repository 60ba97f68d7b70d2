"""Which words are spelled as Vietnamese syllables are: `nghiệp`, `HOÀ`, not `ngiệp`, `été`, `x·`.

Vietnamese writes each syllable as a word, and its spelling is narrow: an onset, a rhyme, one tone mark on a fixed vowel. So
nearly no word of another language, and nearly no word decoded wrongly, is spelled so. Input: a word in NFC; output: yes or no.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from pipeline.lexicon import lexicon_yaml

_STOP_TONES = "\u0301\u0323"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKED_VOWELS = "ăâêôơư"
_FRONT = tuple("eêiy")
_EITHER = ("oa", "oe", "uy")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word` is spelled as a Vietnamese syllable, its tone mark in the old or the new place, in a sane letter case."""
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    base, tone, place = _without_tone(word.lower())
    return any(
        _fits(onset, base[len(onset) :], tone, place - len(onset)) for onset in ("", *_onsets()) if base.startswith(onset)
    )


def _without_tone(word: str) -> tuple[str, str, int]:
    """The letters without tone mark, the mark, and the place of its letter (-1 without one, -2 with two)."""
    letters, tone, place = [], "", -1
    for index, letter in enumerate(word):
        parts = unicodedata.normalize("NFD", letter)
        marks = [mark for mark in parts[1:] if mark in _TONES]
        letters.append(unicodedata.normalize("NFC", parts.replace(marks[0], "")) if marks else letter)
        if marks:
            place = index if place == -1 and len(marks) == 1 else -2 - len(word)
            tone = marks[0]
    return "".join(letters), tone, place


def _fits(onset: str, rhyme: str, tone: str, place: int) -> bool:
    kind = _rhymes().get(rhyme)
    if kind is None or (kind == "stopped" and tone not in (*_STOP_TONES,)):
        return False
    front = rhyme.startswith(_FRONT)
    if (front and onset in _never_front()) or (not front and onset in _only_front()):
        return False
    return not tone or place in _places(rhyme, onset)


@cache
def _places(rhyme: str, onset: str) -> tuple[int, ...]:
    """The vowels of a rhyme that may carry its tone mark."""
    marked = [index for index, letter in enumerate(rhyme) if letter in _MARKED_VOWELS]
    if marked:
        return (marked[-1],)
    vowels = [index for index, letter in enumerate(rhyme) if letter in "aeiouy"]
    if rhyme in _EITHER and onset != "qu":
        return (0, 1)
    if len(vowels) == 3:
        return (1,)
    return (vowels[-1],) if vowels[-1] < len(rhyme) - 1 or rhyme in _EITHER else (0,)


@cache
def _onsets() -> tuple[str, ...]:
    return tuple(lexicon_yaml("syllables")["onsets"])


@cache
def _never_front() -> frozenset[str]:
    return frozenset(lexicon_yaml("syllables")["before_back"])


@cache
def _only_front() -> frozenset[str]:
    return frozenset(lexicon_yaml("syllables")["before_front"])


@cache
def _rhymes() -> dict[str, str]:
    return {rhyme: kind for kind, rhymes in lexicon_yaml("syllables")["rhymes"].items() for rhyme in rhymes}
