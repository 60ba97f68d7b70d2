"""A cell or a sentence as words and marks, each with its place: what the reading of agencies' names walks over.

Input is any text; output a tuple of `Word`. Full stops behind abbreviations (`TP. Hồ Chí Minh`) and line breaks inside a
phrase (a line that ends or begins with `và`) are no marks and are left out; all other characters keep their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import settle_tone

_TOKEN = re.compile(r"[Đđ]/c\b|[Bb]/c\b|[Đđ]\.c\b|[^\W_\u0300-\u036f][^\W_]*(?:['’](?=[^\W\d_])[^\W_]+)*|\n|[^\s\w]|_")

# A Vietnamese syllable without its tone: onset, one to three vowels, coda.
_SYLLABLE = re.compile(r"(?:ngh?|nh|gh|gi|kh|th|tr|ch|ph|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")

CONJUNCTIONS = frozenset({"và", "hoặc", "cùng", "với", "&"})
DASHES = frozenset({"-", "–", "—", "−"})
# What opens a title, by what closes it; scanners and writers mix them up.
QUOTES = {"“": "”", "”": "”", '"': '"', "‘": "’", "’": "’", "'": "'"}


class Named(NamedTuple):
    """A name that a reader of names sees: how many words it has, whether it is a person's, and how sure the reader is."""

    length: int
    person: bool
    confidence: float


class Word(NamedTuple):
    """A word or a mark. `key` is its form for look-ups; `caps` marks an abbreviation in a text that is not all capitals.

    `named` is the name that begins here by the answer of a reader of names, where one was asked.
    """

    text: str
    key: str
    start: int
    end: int
    kind: Literal["word", "mark", "break"]
    capital: bool
    caps: bool
    named: Named | None = None


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    return settle_tone(text.casefold())


@lru_cache(maxsize=65536)
def is_syllable(key: str) -> bool:
    """Whether a word (in its look-up form) can be a Vietnamese syllable: `vinamilk` and `hub` cannot."""
    toneless = unicodedata.normalize("NFC", unicodedata.normalize("NFD", key).translate(_TONES))
    return _SYLLABLE.fullmatch(toneless) is not None


@cache
def _dotted() -> frozenset[str]:
    return frozenset(lexicon_yaml("agency_heads")["dotted"])


@lru_cache(maxsize=256)
def read_words(text: str) -> tuple[Word, ...]:
    """`text` as words and marks in order; offsets count characters of `text`.

    Kept for a while, because a duty is asked for its heading, its opening and its sentences one after the other.
    """
    shouted = text.isupper()
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        start, end = match.span()
        if token == "\n":
            words.append(Word(token, token, start, end, "break", False, False))
        elif token[0].isalnum():
            caps = not shouted and len(token) > 1 and token.isupper()
            words.append(Word(token, _key(token), start, end, "word", token[0].isupper(), caps))
        elif token == "." and _after_abbreviation(words, start):
            continue
        else:
            words.append(Word(token, token, start, end, "mark", False, False))
    return _without_soft_breaks(words) if "\n" in text else tuple(words)


def _after_abbreviation(words: Sequence[Word], start: int) -> bool:
    return bool(words) and words[-1].end == start and words[-1].capital and words[-1].key in _dotted()


def _without_soft_breaks(words: Sequence[Word]) -> tuple[Word, ...]:
    """`words` without the line breaks that part a phrase: beside a joining word, or a comma before small letters."""
    kept: list[Word] = []
    for index, word in enumerate(words):
        if word.kind == "break":
            before = words[index - 1] if index else None
            after = words[index + 1] if index + 1 < len(words) else None
            if before and after and before.text == "," and after.kind == "word" and not after.capital:
                continue
            if before and after and ("và" in (before.key, after.key) or before.key in ("của", "&")):
                continue
        kept.append(word)
    return tuple(kept)
