"""Where quoted words stand on a page: how people point at a place that has no number that lasts.

White space, line breaks, the bullets that open paragraphs and the form of Unicode do not count; letter case counts unless told
otherwise. Input: the clean text and the words; output: spans in the clean text. Building a `Quotable` costs one pass over the
text, each search one more.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.model import Span

_BULLET = re.compile(r"(?m)^[^\S\n]*[-–−+*•·●▪◦|]+")
_TOKEN = re.compile(r"\S+")


def quoted(words: str) -> str:
    """The form in which quoted words are sought: NFC, no bullets before lines, blanks folded."""
    return " ".join(_TOKEN.findall(_BULLET.sub("", unicodedata.normalize("NFC", words))))


class Quotable:
    """A clean text, made ready to be searched for quoted words."""

    def __init__(self, text: str) -> None:
        self.text = text
        bare = _BULLET.sub(lambda bullet: " " * len(bullet.group()), text)
        tokens = list(_TOKEN.finditer(bare))
        self._folded = " ".join(token.group() for token in tokens)
        self._lower = _lower(self._folded)
        self._starts: list[int] = []  # where each folded character stands in the text, a blank before the word behind it
        for token in tokens:
            if self._starts:
                self._starts.append(token.start() - 1)
            self._starts.extend(range(token.start(), token.end()))

    def find(self, words: str, within: Span | None = None, *, any_case: bool = False) -> Iterator[Span]:
        """Each place of the words, in order, wholly inside `within` where that is given. Bare words (`""`) are nowhere."""
        sought = quoted(words)
        if not sought:
            return
        text = self._lower if any_case else self._folded
        sought = _lower(sought) if any_case else sought
        at = bisect_left(self._starts, within.start) if within else 0
        while (at := text.find(sought, at)) >= 0:
            end = at + len(sought)
            span = Span(self._starts[at], self._starts[end - 1] + 1)
            if within and span.end > within.end:
                return
            if not (_is_inside_word(text, at) or _is_inside_word(text, end)):
                yield span
            at += 1

    def nearest(self, words: str, place: int, *, any_case: bool = False) -> Span | None:
        """The place of the words that begins nearest to `place`, None where they do not stand on the page."""
        return min(self.find(words, any_case=any_case), key=lambda span: abs(span.start - place), default=None)


def _is_inside_word(text: str, place: int) -> bool:
    """Whether a word goes on over `place`: quoted words do not stand in the middle of others."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _lower(text: str) -> str:
    """Small letters, one for one, so that places stay."""
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
