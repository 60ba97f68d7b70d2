"""A text as words, and tables of phrases that are looked up in them.

Vietnamese writes each syllable as a word, so a name of the lexicon (`hợp tác xã`) is a run of words. `split_words` cuts a text
into words, numbers and single marks, each with its offsets; a `Phrases` table finds the longest entry that begins, or ends,
at a given word. Words are compared in the form that `folded` gives them, which never moves an offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.orthography import settle_tone

T = TypeVar("T")

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*|[^\w\s]|_")


def folded(text: str) -> str:
    """`text` in lower case with settled tone marks, of the same length; a text not in NFC is only put in lower case."""
    settled = settle_tone(text).lower()
    if len(settled) == len(text):
        return settled
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


@dataclass(frozen=True, slots=True)
class Words:
    """The words, numbers and marks of `text`: `keys[i]` is the folded form of `text[starts[i]:ends[i]]`."""

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def glued(self, index: int) -> bool:
        """Whether no blank parts word `index` from the one before it."""
        return 0 < index < len(self.keys) and self.ends[index - 1] == self.starts[index]

    def capital(self, index: int) -> bool:
        """Whether word `index` begins with a capital letter."""
        return self.text[self.starts[index]].isupper()


def split_words(text: str, spellings: Mapping[str, str] | None = None) -> Words:
    """The words of `text` in order; `spellings` maps a folded syllable to the one that it stands for (`tỉ` -> `tỷ`)."""
    same = folded(text)
    spans = [match.span() for match in _WORD.finditer(same)]
    keys = tuple(same[start:end] for start, end in spans)
    if spellings:
        keys = tuple(spellings.get(key, key) for key in keys)
    return Words(text, keys, tuple(start for start, _ in spans), tuple(end for _, end in spans))


class Phrases(Generic[T]):
    """Phrases with what they mean. Built once from lexicon entries, then asked at single words."""

    def __init__(self, entries: Iterable[tuple[str, T]], spellings: Mapping[str, str] | None = None) -> None:
        self._meanings: dict[tuple[str, ...], T] = {}
        by_first: dict[str, set[int]] = {}
        by_last: dict[str, set[int]] = {}
        for phrase, meaning in entries:
            keys = split_words(phrase, spellings).keys
            self._meanings[keys] = meaning
            by_first.setdefault(keys[0], set()).add(len(keys))
            by_last.setdefault(keys[-1], set()).add(len(keys))
        self._by_first = {key: tuple(sorted(lengths, reverse=True)) for key, lengths in by_first.items()}
        self._by_last = {key: tuple(sorted(lengths, reverse=True)) for key, lengths in by_last.items()}

    def at(self, keys: tuple[str, ...], index: int) -> tuple[T, int] | None:
        """The longest entry whose first word is `keys[index]`: its meaning, and the index behind its last word."""
        if 0 <= index < len(keys):
            for length in self._by_first.get(keys[index], ()):
                meaning = self._meanings.get(keys[index : index + length])
                if meaning is not None and index + length <= len(keys):
                    return meaning, index + length
        return None

    def before(self, keys: tuple[str, ...], end: int, floor: int = 0) -> tuple[T, int] | None:
        """The longest entry whose last word is `keys[end - 1]` and that begins at `floor` or later: meaning, first index."""
        if floor < end <= len(keys):
            for length in self._by_last.get(keys[end - 1], ()):
                if end - length >= floor:
                    meaning = self._meanings.get(keys[end - length : end])
                    if meaning is not None:
                        return meaning, end - length
        return None

    def get(self, phrase: str) -> T | None:
        """The meaning of `phrase` as a whole, None when it is no entry."""
        keys = split_words(phrase).keys
        return self._meanings.get(keys)


def phrase_set(entries: Iterable[str], spellings: Mapping[str, str] | None = None) -> Phrases[bool]:
    """A table of phrases that only are, or are not, entries."""
    return Phrases(((entry, True) for entry in entries), spellings)
