"""Words and lines set by hand, for the tests of the steps behind `words`."""

from __future__ import annotations

from pipeline.read.pdf.shapes import Margins, Place, PrintLine, Word

SIZE, STEP, BLANK = 12.0, 6.0, 3.0


def word(text: str, x: float, base: float = 100.0, *, size: float = SIZE, bold: bool = False) -> Word:
    """A word whose letters are half as wide as the type is high."""
    return Word(text, x, x + len(text) * STEP * size / SIZE, base, size, bold)


def words(text: str, x: float, base: float = 100.0, *, size: float = SIZE, bold: bool = False) -> list[Word]:
    """The words of a text, with blanks between."""
    placed: list[Word] = []
    for part in text.split():
        placed.append(word(part, x, base, size=size, bold=bold))
        x = placed[-1].x1 + BLANK
    return placed


def line(
    text: str,
    x: float = 50.0,
    base: float = 100.0,
    *,
    page: int = 1,
    margins: tuple[float, float] = (50.0, 350.0),
    place: Place = "body",
    size: float = SIZE,
    bold: bool = False,
) -> PrintLine:
    """A printed line; between its margins stand fifty letters."""
    return PrintLine(tuple(words(text, x, base, size=size, bold=bold)), page, Margins(*margins, pitch=1.3), place)
