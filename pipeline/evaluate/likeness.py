"""When two texts say the same, for scoring: case, white space, bullets and closing marks do not count.

Other than `orthography.fold_key`, which the pipeline looks words up by, this folding keeps the place of tone marks: what is
scored are the page's own letters. Input: two texts; output: whether, or how far, they agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

_BULLETS = re.compile(r"(?m)^\s*[-+•|*]\s*")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")

_NEARLY_ALL = 0.95
_LONG = 8  # words: in a shorter text one word is more than a slip
_NAMED_ALIKE = 0.6


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which texts are compared."""
    bare = _BULLETS.sub("", unicodedata.normalize("NFC", text).replace("\u00a0", " ").casefold())
    return _SPACE.sub(" ", bare).strip(" .;:,")


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(_WORD.findall(fold(text)))


def likeness(one: str, other: str) -> float:
    """How many words two texts share, order ignored: 1 for all of them, 0 for none."""
    a, b = words(one), words(other)
    if not a and not b:
        return 1.0
    return 2 * (Counter(a) & Counter(b)).total() / (len(a) + len(b))


def same_text(one: str, other: str) -> bool:
    """Whether two texts agree: equal when folded, or, when long, but for one word in twenty."""
    return fold(one) == fold(other) or (
        min(len(words(one)), len(words(other))) >= _LONG and likeness(one, other) >= _NEARLY_ALL
    )


def same_heading(one: str, other: str) -> bool:
    """Whether two chains of headings agree."""
    return words(one) == words(other) or likeness(one, other) >= _NEARLY_ALL


def same_name(one: str, other: str) -> bool:
    """Whether two names of an indicator in a sentence agree, which readers cut out of it at different words."""
    return same_text(one, other) or likeness(one, other) >= _NAMED_ALIKE


def same_unit(one: str, other: str) -> bool:
    """Whether two units agree: one may open the other (`cơ sở`, `cơ sở ươm tạo`)."""
    return one == other or f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def overlap(one: str, other: str) -> float:
    """How far two stretches of a page cover each other: words common in order over words of both, from 0 to 1."""
    a, b = words(one), words(other)
    if a == b:
        return 1.0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks)
    return common / (len(a) + len(b) - common)
