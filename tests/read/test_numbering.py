"""Automatic numbering prints what Word prints: levels and paragraphs in, ordinals out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.docx.formats import printed
from pipeline.read.numerals import roman
from tests.read.word_files import lines, listed, paragraph

DECIMAL, ROMAN, LETTER = ("decimal", "%1."), ("upperRoman", "%1."), ("lowerLetter", "%1)")
OUTLINE = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
DECIMALS = (("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3."))


def level(depth: int, form: str, text: str, more: str = "") -> str:
    extra = more if "<w:start" in more else f"<w:start w:val='1'/>{more}"
    return f"<w:lvl w:ilvl='{depth}'>{extra}<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"


def abstract(levels: Sequence[tuple[str, ...]], number: int = 0) -> str:
    inner = "".join(level(depth, *definition) for depth, definition in enumerate(levels))
    return f"<w:abstractNum w:abstractNumId='{number}'>{inner}</w:abstractNum>"


def num(number: int, of: int = 0, more: str = "") -> str:
    return f"<w:num w:numId='{number}'><w:abstractNumId w:val='{of}'/>{more}</w:num>"


def restart(depth: int, start: int) -> str:
    return f"<w:lvlOverride w:ilvl='{depth}'><w:startOverride w:val='{start}'/></w:lvlOverride>"


def ordinals(numbering: str, *paragraphs: tuple[int, int]) -> list[str]:
    """What lists print before paragraphs, given as (list, level)."""
    body = "".join(paragraph("x", listed(*place)) for place in paragraphs)
    return [line.removesuffix("x").rstrip(" ") for line in lines(body, numbering=numbering)]


@pytest.mark.parametrize(
    ("levels", "depths", "expected"),
    [
        ((DECIMAL,), [0, 0, 0], ["1.", "2.", "3."]),
        ((ROMAN,), [0] * 5, ["I.", "II.", "III.", "IV.", "V."]),
        ((LETTER,), [0] * 6, ["a)", "b)", "c)", "d)", "e)", "f)"]),  # Latin letters: no `đ`
        ((("upperLetter", "%1."),), [0, 0], ["A.", "B."]),
        ((("lowerRoman", "(%1)"),), [0] * 4, ["(i)", "(ii)", "(iii)", "(iv)"]),
        ((("decimalZero", "%1"),), [0] * 2, ["01", "02"]),
        ((("decimal", "Điều %1."),), [0, 0], ["Điều 1.", "Điều 2."]),
        ((("none", "Phụ lục"),), [0, 0], ["Phụ lục", "Phụ lục"]),
        ((("decimal", ""),), [0], [""]),
        ((("decimal", "%1.", "<w:start w:val='4'/>"),), [0, 0], ["4.", "5."]),
        ((("decimal", "%1.", "<w:start w:val='0'/>"),), [0, 0], ["0.", "1."]),
        (OUTLINE, [0, 1, 2, 3, 2, 1, 2, 0, 1], ["I.", "1.", "a)", "-", "b)", "2.", "a)", "II.", "1."]),
        (DECIMALS, [0, 1, 1, 2, 0, 1, 2], ["1.", "1.1.", "1.2.", "1.2.1.", "2.", "2.1.", "2.1.1."]),
        # a level that is skipped counts as used once
        (DECIMALS, [1, 0, 2, 1], ["1.1.", "2.", "2.1.1.", "2.2."]),
        # a level of bullets has no number to print
        ((DECIMAL, ("bullet", "+"), ("decimal", "%1.%2%3.")), [0, 2, 2], ["1.", "1.1.", "1.2."]),
        # never again, and only behind the outermost level
        ((DECIMAL, ("decimal", "%2)", "<w:lvlRestart w:val='0'/>")), [0, 1, 0, 1], ["1.", "1)", "2.", "2)"]),
        (
            (DECIMAL, ("decimal", "%2)"), ("lowerLetter", "%3)", "<w:lvlRestart w:val='1'/>")),
            [0, 1, 2, 1, 2, 0, 2],
            ["1.", "1)", "a)", "2)", "b)", "2.", "a)"],
        ),
        # a legal level prints Arabic numbers only
        ((ROMAN, ("decimal", "%1.%2"), ("lowerLetter", "%1.%2.%3", "<w:isLgl/>")), [0, 1, 2], ["I.", "I.1", "1.1.1"]),
        ((ROMAN, ("bullet", "+"), ("lowerLetter", "%1.%2%3", "<w:isLgl/>")), [0, 2], ["I.", "1.1"]),
        # suffixes
        ((("decimal", "%1.", "<w:suff w:val='nothing'/>"),), [0], ["1."]),
        # hidden numbers count and are not printed
        ((("decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>"), ("decimal", "%1.%2.")), [0, 1], ["", "1.1."]),
        # bullets as plans write them
        ((("bullet", "-"),), [0], ["-"]),
        ((("bullet", "+"),), [0], ["+"]),
        ((("bullet", "\uf0b7", "<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr>"),), [0], ["•"]),
        ((("bullet", "\uf02d", "<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr>"),), [0], ["-"]),
        ((("bullet", "\uf02b", "<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr>"),), [0], ["+"]),
        ((("bullet", "\uf0a7", "<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr>"),), [0], ["▪"]),
        ((("bullet", "\uf0fc", "<w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr>"),), [0], ["•"]),
        ((("bullet", "o", "<w:rPr><w:rFonts w:ascii='Courier New' w:hAnsi='Courier New'/></w:rPr>"),), [0], ["◦"]),
        ((("bullet", "\uf0b7"),), [0], ["•"]),
    ],
)
def test_levels(levels: Sequence[tuple[str, ...]], depths: list[int], expected: list[str]) -> None:
    assert ordinals(abstract(levels) + num(1), *((1, depth) for depth in depths)) == expected


@pytest.mark.parametrize(
    ("lists", "paragraphs", "expected"),
    [
        # lists of one abstract list count on from each other
        (num(1) + num(2), [(1, 0), (2, 0), (1, 0)], ["1.", "2.", "3."]),
        # an overridden start counts where the list is first used, and the other list goes on from there
        (num(1) + num(2, more=restart(0, 1)), [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)], ["1.", "2.", "1.", "2.", "3."]),
        (num(1) + num(2, more=restart(0, 8)), [(1, 0), (2, 0), (1, 0)], ["1.", "8.", "9."]),
        # also where a deeper level skips it
        (num(1) + num(2, more=restart(0, 5)), [(2, 1), (2, 0)], ["a)", "6."]),
        # and wherever its level begins again
        (
            num(1) + num(2, more=restart(1, 5)),
            [(2, 0), (2, 1), (2, 1), (2, 0), (2, 1), (1, 0), (1, 1)],
            ["1.", "e)", "f)", "2.", "e)", "3.", "a)"],
        ),
        # an overridden level prints in its own way
        (
            num(1) + num(2, more=f"<w:lvlOverride w:ilvl='0'>{level(0, 'upperLetter', '%1/')}</w:lvlOverride>"),
            [(1, 0), (2, 0)],
            ["1.", "B/"],
        ),
        # other abstract lists count by themselves
        (abstract((LETTER,), 1) + num(1) + num(2, of=1), [(1, 0), (2, 0), (1, 0), (2, 0)], ["1.", "a)", "2.", "b)"]),
        # list 0, and a list that does not exist, are none
        (num(1), [(1, 0), (0, 0), (7, 0), (1, 0)], ["1.", "", "", "2."]),
        # a level that is not defined prints nothing
        (num(1), [(1, 5), (1, 0)], ["", "1."]),
    ],
)
def test_lists(lists: str, paragraphs: list[tuple[int, int]], expected: list[str]) -> None:
    assert ordinals(abstract((DECIMAL, ("lowerLetter", "%2)"))) + lists, *paragraphs) == expected


STYLES = (
    "<w:style w:type='paragraph' w:styleId='Muc'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='MucCon'><w:basedOn w:val='Muc'/>"
    "<w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Khoan'><w:basedOn w:val='MucCon'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Vong'><w:basedOn w:val='Vong'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Diem'><w:basedOn w:val='Muc'/></w:style>"
)


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (["Muc", "MucCon", "Khoan", "Muc"], ["1.", "1.1.", "1.2.", "2."]),
        (["Muc", "Diem", "Muc"], ["1.", "1.1.1.", "2."]),  # the third level is tied to its style
        (["Vong", "Muc"], ["", "1."]),
        (["Muc", ("Muc", "<w:numPr><w:numId w:val='0'/></w:numPr>"), "Muc"], ["1.", "", "2."]),
        (["Muc", ("Muc", "<w:numPr><w:ilvl w:val='1'/></w:numPr>")], ["1.", "1.1."]),
    ],
)
def test_styles(looks: list[str | tuple[str, str]], expected: list[str]) -> None:
    numbering = abstract((*DECIMALS[:2], (*DECIMALS[2], "<w:pStyle w:val='Diem'/>"))) + num(1)
    body = ""
    for look in looks:
        style, own = (look, "") if isinstance(look, str) else look
        body += paragraph("x", f"<w:pStyle w:val='{style}'/>{own}")
    shown = lines(body, numbering=numbering, styles=STYLES)
    assert [line.removesuffix("x").rstrip() for line in shown] == expected


def test_list_of_a_numbering_style() -> None:
    styles = "<w:style w:type='numbering' w:styleId='DanhSach'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    linked = "<w:abstractNum w:abstractNumId='5'><w:numStyleLink w:val='DanhSach'/></w:abstractNum>"
    body = paragraph("x", listed(2)) + paragraph("x", listed(2))
    assert lines(body, numbering=abstract((ROMAN,)) + linked + num(1) + num(2, of=5), styles=styles) == ["I. x", "II. x"]


def test_three_digits_as_word_2010_writes_them() -> None:
    form = (
        "<mc:AlternateContent><mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='001, 002, 003, ...'/></mc:Choice>"
        "<mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>"
    )
    defined = f"<w:lvl w:ilvl='0'><w:start w:val='9'/>{form}<w:lvlText w:val='%1'/></w:lvl>"
    numbering = f"<w:abstractNum w:abstractNumId='0'>{defined}</w:abstractNum>{num(1)}"
    assert ordinals(numbering, (1, 0), (1, 0)) == ["009", "010"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("", listed(1)) + paragraph("x", listed(1)), ["1.", "2. x"]),  # a number stands before no words too
        (paragraph("", listed(2)) + paragraph("x", listed(2)), ["- x"]),  # a bullet before no words says nothing
        (paragraph(" ", listed(1)), ["1."]),
        (paragraph("<w:r><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>", listed(1)), ["1. x", "y"]),
    ],
)
def test_ordinals_without_words(body: str, expected: list[str]) -> None:
    numbering = abstract((DECIMAL,)) + abstract((("bullet", "-"),), 1) + num(1) + num(2, of=1)
    assert lines(body, numbering=numbering) == expected


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (1, "decimal", "1"), (9, "decimalZero", "09"), (10, "decimalZero", "10"), (49, "upperRoman", "XLIX"),
        (26, "lowerLetter", "z"), (27, "lowerLetter", "aa"), (28, "upperLetter", "BB"), (53, "lowerLetter", "aaa"),
        (0, "lowerLetter", ""), (3, "ordinal", "3rd"), (12, "ordinal", "12th"), (2, "numberInDash", "- 2 -"),
        (5, "bullet", ""), (5, "none", ""), (5, "a format of tomorrow", "5"), (781, "lowerLetter", "a"),
    ],
)  # fmt: skip
def test_formats(number: int, form: str, expected: str) -> None:
    assert printed(number, form) == expected


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(number: int) -> None:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    signs = [values[sign] for sign in roman(number)]
    following = [*signs[1:], 0]
    assert sum(-sign if sign < after else sign for sign, after in zip(signs, following, strict=True)) == number


@given(st.lists(st.integers(0, 2), min_size=1, max_size=12))
def test_outline_numbers_rise(depths: list[int]) -> None:
    """Of `1.`, `1.1.`, `1.1.1.` no number comes twice, and in the order of the document they only rise."""
    shown = [
        tuple(map(int, text.strip(".").split("."))) for text in ordinals(abstract(DECIMALS) + num(1), *((1, d) for d in depths))
    ]
    assert shown == sorted(set(shown))
    assert [len(path) - 1 for path in shown] == depths
