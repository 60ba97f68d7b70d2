"""Whether the words of a page are words: scanners that know no Vietnamese leave text layers like `Uy ban nhdn ddn`.

Input: the words of a page; output: a yes or no. A Vietnamese syllable is an onset, vowels with at most one tone, and a coda;
of the syllables on any page a good part has letters with marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.read.pdf.shapes import Word

_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x)?[aăâeêioôơuưy]{1,3}(?:ch|c|m|ng|nh|n|p|t)?"
)
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_LETTERS = re.compile(r"[^\W_]{2,}")
_FEWEST = 12
_VALID, _MARKED = 0.6, 0.2


def legible(words: Sequence[Word]) -> bool:
    """Whether most of the words are Vietnamese syllables, and many of them with marks; too few words give no doubt."""
    tokens = [token.casefold() for word in words for token in _LETTERS.findall(word.text) if not token.isdigit()]
    if len(tokens) < _FEWEST:
        return True
    valid = sum(1 for token in tokens if _is_syllable(token))
    marked = sum(1 for token in tokens if not token.isascii() and _is_syllable(token))
    return valid >= _VALID * len(tokens) and marked >= _MARKED * len(tokens)


def _is_syllable(token: str) -> bool:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", token).translate(_TONES))
    return _SYLLABLE.fullmatch(plain) is not None
