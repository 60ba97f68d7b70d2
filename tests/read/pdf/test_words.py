"""From glyphs to words: blanks, gaps, doubled glyphs, accents apart, raised figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.pdf.shapes import Glyph
from pipeline.read.pdf.words import words_of


def typed(text: str, x: float = 50.0, base: float = 100.0, size: float = 12.0, step: float = 6.0) -> list[Glyph]:
    """The glyphs of a text, each `step` wide; a tilde is a gap of one step without a glyph."""
    return [Glyph(char, x + at * step, x + (at + 1) * step, base, size) for at, char in enumerate(text) if char != "~"]


def texts(glyphs: list[Glyph]) -> list[str]:
    return [word.text for word in words_of(glyphs)]


@pytest.mark.parametrize(
    ("glyphs", "expected"),
    [
        (typed("Sở Xây dựng"), ["Sở", "Xây", "dựng"]),
        (typed("Sở~Xây~dựng"), ["Sở", "Xây", "dựng"]),  # no blanks are printed
        (typed("kế") + typed("hoạch", x=50 + 2 * 6 + 1.0), ["kếhoạch"]),  # kerning is no gap
        ([glyph for glyph in typed("đầu tư") for _ in (1, 2)], ["đầu", "tư"]),  # printed twice in place
        (typed("mm") + [replace(g, x0=g.x0 + 0.4, x1=g.x1 + 0.4) for g in typed("mm")], ["mm"]),  # fake bold
        (typed("oo"), ["oo"]),  # two letters alike, side by side
        (list(reversed(typed("đúng thứ tự"))), ["đúng", "thứ", "tự"]),  # in any order of the file
        (typed("m") + typed("2", x=56, base=95, size=7, step=4), ["m2"]),
        (typed("hoạch") + typed("12", x=80, base=95, size=7, step=4), ["hoạch¹²"]),  # the call of a footnote is no number
        ([*typed("a"), Glyph("\u0301", 52, 52, 100, 12), *typed("b", x=56)], ["a\u0301b"]),
        (typed("ffi"), ["ffi"]),
        ([], []),
    ],
)
def test_words(glyphs: list[Glyph], expected: list[str]) -> None:
    assert texts(glyphs) == expected


def test_rows_come_from_the_top_and_columns_from_the_left() -> None:
    glyphs = typed("dưới", base=130) + typed("phải", x=300) + typed("trái")
    assert texts(glyphs) == ["trái", "phải", "dưới"]


def test_a_word_is_bold_when_most_of_its_letters_are() -> None:
    bold = [Glyph(glyph.text, glyph.x0, glyph.x1, glyph.base, glyph.size, bold=True) for glyph in typed("KẾ HOẠCH")]
    assert [word.bold for word in words_of(bold)] == [True, True]
    assert not words_of(typed("kế"))[0].bold


@given(st.lists(st.text(alphabet="abđeốưy", min_size=1, max_size=8), min_size=1, max_size=12), st.booleans())
def test_words_are_found_with_blanks_and_without(words: list[str], blanks: bool) -> None:
    assert texts(typed((" " if blanks else "~").join(words))) == words
