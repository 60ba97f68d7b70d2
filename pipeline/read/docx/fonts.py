"""Characters that say something else than they show: what a text set in a given font reads as in Unicode.

Symbol fonts draw signs for letters (`lexicon/symbol_fonts.yaml`), old Vietnamese ones other letters (`pipeline.read.legacy`).
This is the one place where a font changes words.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.read.legacy import from_font

_PRIVATE = re.compile("[\uf020-\uf0ff]")
_OPENERS = frozenset("-–−—+*•·●▪◦")
_BULLET = "•"


def unicode_run(text: str, font: str) -> str:
    """A text that a run shows in `font`, in Unicode: old Vietnamese fonts draw Vietnamese letters on other characters."""
    converted = from_font(text, font)
    return _PRIVATE.sub(lambda match: symbol(match.group(), font), text) if converted is None else converted


def symbol(character: str, font: str) -> str:
    """The sign that `font` draws for a character given by its code; the character itself where that is not known."""
    code = ord(character)
    code = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    return _signs(font.casefold()).get(code, character)


def bullet(text: str, font: str) -> str:
    """The mark that a list of bullets prints: as it stands where plans use it to open items, else a dot."""
    shown = "".join(symbol(character, font) for character in text).strip()
    return shown if shown in _OPENERS or not shown else _BULLET


@cache
def _signs(font: str) -> dict[int, str]:
    listed = lexicon_yaml("symbol_fonts").get(font, {})
    return {first + step: sign for first, signs in listed.items() for step, sign in enumerate(signs)}
