"""The seam between a PDF's fonts and the old Vietnamese encodings: which characters a font's codes stand for.

Input: a run of characters of one font and the font's name, without the mark of a subset (`ABCDEF+.VnTime`); output: Unicode.
"""

from __future__ import annotations

import re

from pipeline.read.legacy import from_font

_SUBSET = re.compile(r"^[A-Z]{6}\+")


def unicode_run(text: str, font: str) -> str:
    """The Unicode characters of a run that is printed in `font`."""
    converted = from_font(text, font)
    return text if converted is None else converted


def bare_name(font: str) -> str:
    """A font's name without the mark of a subset."""
    return _SUBSET.sub("", font)
