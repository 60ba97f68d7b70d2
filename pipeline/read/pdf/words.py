"""From glyphs to words: what is printed twice counts once, small raised figures join their line, gaps part words.

Input: the upright glyphs of a page in the order of the file; output: its words, row by row. Positions decide, not the order
of the file: some programs print a line's fonts one after the other.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.read.pdf.fonts import bare_name, unicode_run
from pipeline.read.pdf.shapes import Glyph, Word

_SAME_BASE = 0.17
_RAISED = 0.12
_SMALL = 0.8
_NEAR = 0.4
_TWICE = 0.14
# Where blanks are printed words need no wide gap to be told apart; elsewhere the gap is all there is.
_GAP, _GAP_WITHOUT_BLANKS = 0.27, 0.16
_FEWEST_BLANKS = 0.06
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNITS = ("m", "km", "cm", "dm", "mm")


@dataclass(slots=True)
class _Row:
    base: float
    size: float
    glyphs: list[Glyph]


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """The words of a page, row by row from the top, each row from left to right."""
    return [word for row in _with_raised(_rows(_with_accents(glyphs))) for word in _words_of_row(row)]


def _with_accents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Accents that are glyphs of their own, put behind the letter they stand over."""
    whole: list[Glyph] = []
    for glyph in glyphs:
        if whole and glyph.text and all(unicodedata.combining(char) for char in glyph.text):
            letter = whole[-1]
            if glyph.x0 < letter.x1 + _NEAR * letter.size and glyph.x1 > letter.x0 - _NEAR * letter.size:
                whole[-1] = replace(letter, text=letter.text + glyph.text)
                continue
        whole.append(glyph)
    return whole


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    """Glyphs on one base line; a row may hold several columns."""
    rows: list[_Row] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        row = rows[-1] if rows else None
        if row is not None and glyph.base - row.base <= _SAME_BASE * min(row.size, glyph.size):
            row.glyphs.append(glyph)
            row.size = max(row.size, glyph.size)
        else:
            rows.append(_Row(glyph.base, glyph.size, [glyph]))
    for row in rows:
        row.glyphs.sort(key=lambda glyph: glyph.x0)
    return rows


def _with_raised(rows: list[_Row]) -> list[_Row]:
    """Rows with small raised or lowered glyphs put into the row of larger ones that they stand in."""
    kept: list[_Row] = []
    for index, row in enumerate(rows):
        host = next((other for other in rows[max(index - 2, 0) : index + 3] if other is not row and _hosts(other, row)), None)
        if host is None:
            kept.append(row)
            continue
        raised = host.base - row.base > _RAISED * host.size
        host.glyphs += [
            replace(glyph, base=host.base, text=_raised(glyph, host) if raised else glyph.text) for glyph in row.glyphs
        ]
        host.glyphs.sort(key=lambda glyph: glyph.x0)
    return kept


def _hosts(row: _Row, small: _Row) -> bool:
    if small.size > _SMALL * row.size or not -0.3 * row.size < row.base - small.base < 0.65 * row.size:
        return False
    printed = [glyph for glyph in small.glyphs if not glyph.text.isspace()]
    return bool(printed) and all(_beside(glyph, row, small) for glyph in (printed[0], printed[-1]))


def _beside(glyph: Glyph, row: _Row, small: _Row) -> bool:
    """Whether a letter of `row` ends right before the run that `glyph` is in, or begins right behind it."""
    reach = _NEAR * row.size + sum(1 for _ in small.glyphs) * glyph.size * 0.3
    return any(
        abs(other.x1 - glyph.x0) < reach or abs(other.x0 - glyph.x1) < _NEAR * row.size
        for other in row.glyphs
        if not other.text.isspace()
    )


def _raised(glyph: Glyph, row: _Row) -> str:
    """A raised figure: plain in a unit (`m2`), a superscript where it calls a footnote, so that no number grows by it."""
    if not glyph.text.isdigit():
        return glyph.text
    before = [other for other in row.glyphs if other.x1 <= glyph.x0 + 0.2 * glyph.size]
    letters = ""
    for other in reversed(before[-3:]):
        if not other.text.isalpha():
            break
        letters = other.text + letters
    return glyph.text if letters in _UNITS else glyph.text.translate(_SUPERSCRIPT)


def _words_of_row(row: _Row) -> Iterator[Word]:
    blanks = sum(1 for glyph in row.glyphs if glyph.text.isspace())
    gap = _GAP if blanks >= _FEWEST_BLANKS * len(row.glyphs) else _GAP_WITHOUT_BLANKS
    word: list[Glyph] = []
    printed = [glyph for glyph in row.glyphs if not glyph.text.isspace()]
    glyphs = [glyph for glyph in row.glyphs if not glyph.text.isspace() or not _filled_in(glyph, printed)]
    for glyph in _once(glyphs):
        if glyph.text.isspace() or not glyph.text:
            if word:
                yield _word(word)
            word = []
            continue
        if word and glyph.x0 - word[-1].x1 > gap * max(min(glyph.size, word[-1].size), 1.0):
            yield _word(word)
            word = []
        word.append(glyph)
    if word:
        yield _word(word)


def _filled_in(blank: Glyph, printed: Sequence[Glyph]) -> bool:
    """Whether a blank was left for a number that is now printed over it."""
    middle = (blank.x0 + blank.x1) / 2
    at = bisect_left(printed, middle, key=lambda glyph: glyph.x0)
    return at > 0 and printed[at - 1].x0 < middle < printed[at - 1].x1


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The glyphs without those that are printed again over themselves, as for a bold look or a shadow."""
    recent: list[Glyph] = []
    for glyph in glyphs:
        recent = [other for other in recent if glyph.x0 - other.x0 < _TWICE * glyph.size]
        if any(other.text == glyph.text and abs(other.base - glyph.base) < _TWICE * glyph.size for other in recent):
            continue
        recent.append(glyph)
        yield glyph


def _word(glyphs: Sequence[Glyph]) -> Word:
    sizes = sorted(glyph.size for glyph in glyphs)
    runs = ((font, "".join(glyph.text for glyph in run)) for font, run in groupby(glyphs, key=lambda glyph: glyph.font))
    text = "".join(unicode_run(run, bare_name(font)) for font, run in runs)
    bold = 2 * sum(1 for glyph in glyphs if glyph.bold) > len(glyphs)
    return Word(text, glyphs[0].x0, max(glyph.x1 for glyph in glyphs), glyphs[0].base, sizes[len(sizes) // 2], bold)
