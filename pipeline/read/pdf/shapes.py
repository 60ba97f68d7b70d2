"""What stands on a sheet of paper: glyphs, words, ruling lines and printed lines, measured in points from the top left corner.

`base` is the height of the line that letters stand on; `size` the height of the font. A printed line is what one line of a
column holds: it knows its words, and the margins of the column it was set in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Place = Literal["body", "column", "cell"]
ASCENT, DESCENT = 0.8, 0.22
_OPEN_END = re.compile(r"[^\W_][-‐/]$")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height halfway between top and bottom."""
        return (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character (or ligature, or several that one code stands for)."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a blank between them."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False

    @property
    def top(self) -> float:
        """The height that tall letters reach."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The depth that letters with descenders reach."""
        return self.base + DESCENT * self.size

    @property
    def width(self) -> float:
        """How wide the word is."""
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line: upright when `x0 == x1`, level when `top == bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines of a column begin and end, and how far apart lines of a paragraph stand, in type sizes (0: untold)."""

    left: float
    right: float
    pitch: float = 0.0

    @property
    def width(self) -> float:
        """The length of a full line."""
        return self.right - self.left


@dataclass(frozen=True)
class PrintLine:
    """One line: its words from left to right, its page from 1; and whether it stands in one of two columns or in a cell."""

    words: tuple[Word, ...]
    page: int
    margins: Margins = Margins(0.0, 0.0)
    place: Place = "body"

    @cached_property
    def text(self) -> str:
        """The words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def x0(self) -> float:
        """The left end."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """The right end."""
        return max(word.x1 for word in self.words)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.words, key=lambda word: len(word.text)).size

    @cached_property
    def base(self) -> float:
        """The height that most of its letters stand on."""
        return max(self.words, key=lambda word: len(word.text)).base

    @property
    def width(self) -> float:
        """How long it is."""
        return self.x1 - self.x0

    @cached_property
    def bold(self) -> bool | None:
        """Whether all words are bold; None when only some are."""
        weights = {word.bold for word in self.words if any(char.isalpha() for char in word.text)}
        return None if len(weights) > 1 else weights == {True}

    @cached_property
    def box(self) -> Box:
        """The rectangle around its words."""
        return around(self.words)


Paragraph = tuple[PrintLine, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: `number` from 1, its size, its words in any order and its rules; `read_by_ocr` when they come from its image."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    left_out: int = 0
    read_by_ocr: bool = False


def around(words: Iterable[Word]) -> Box:
    """The rectangle around some words."""
    words = tuple(words)
    return Box(
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def seam(before: str, after: str) -> str:
    """What joins two lines of a paragraph: a blank, but nothing behind `NĐ-` or `181/`, where word processors break numbers."""
    return "" if _OPEN_END.search(before[-2:]) and after[:1].isalnum() else " "


def paragraph_text(lines: Sequence[PrintLine]) -> str:
    """The words of a paragraph on one line."""
    text = ""
    for line in lines:
        text += (seam(text, line.text) if text else "") + line.text
    return text
