"""Printed lines in reading order: two columns side by side are read one after the other, everything else row by row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.pdf.lines import blocks_of, margins_of, rows_of
from pipeline.read.pdf.shapes import PrintLine, Word
from tests.read.pdf.printed import line, word, words

FULL = "một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm sáu bảy tám"


def page(*rows: list[tuple[str, float]]) -> list[Word]:
    """Rows 16 points apart; each row a list of texts and where they begin."""
    return [placed for number, row in enumerate(rows) for text, x in row for placed in words(text, x, 100.0 + 16 * number)]


def read(found: list[Word]) -> list[str]:
    return [printed.text for block in blocks_of(found, 1) for printed in block]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (  # a head
            [[("ỦY BAN NHÂN DÂN", 60), ("CỘNG HÒA XÃ HỘI", 300)], [("TỈNH LÀO CAI", 70), ("Độc lập", 330)], [(FULL, 50)]],
            ["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI", "CỘNG HÒA XÃ HỘI", "Độc lập", FULL],
        ),
        (  # a signature: the list is longer, the name stands below the seal
            [
                [("Nơi nhận:", 50), ("TM. ỦY BAN NHÂN DÂN", 300)],
                [("- Như trên;", 50), ("CHỦ TỊCH", 330)],
                [("- Các sở;", 50)],
                [("- Lưu: VT.", 50)],
                [("Trần Văn A", 330)],
            ],
            ["Nơi nhận:", "- Như trên;", "- Các sở;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn A"],
        ),
        ([[("1.", 50), ("Sở Xây dựng", 90)], [("2.", 50), ("Sở Y tế", 90)]], ["1. Sở Xây dựng", "2. Sở Y tế"]),  # hung ordinals
        ([[(FULL, 50)], [(FULL, 50)]], [FULL, FULL]),
        ([[("Kính gửi:", 50), ("Sở Y tế", 300)]], ["Kính gửi:", "Sở Y tế"]),
        ([[("a b", 50), ("c", 150), ("d", 250)], [("e f", 50), ("g", 150), ("h", 250)]], ["a b c d", "e f g h"]),  # no rules
    ],
)
def test_reading_order(rows: list[list[tuple[str, float]]], expected: list[str]) -> None:
    assert read(page(*rows)) == expected


def test_loose_blanks_of_a_justified_line_part_no_columns() -> None:
    loose = [
        word(text, 50 + 60 * number, 100 + 16 * row)
        for row in range(3)
        for number, text in enumerate(("đầu", "tư", "công", "năm"))
    ]
    assert read(loose) == ["đầu tư công năm"] * 3


def test_margins_are_where_several_lines_end() -> None:
    lines = [line(FULL[:49], 50, 100 + 16 * number) for number in range(6)] + [line("x" * 70, 20, 200)]
    margins = margins_of(lines)
    assert margins is not None
    assert margins.left == 50
    assert margins.right == pytest.approx(max(printed.x1 for printed in lines[:6]))
    assert margins.pitch == pytest.approx(16 / 12)
    assert margins_of(lines[:2]) is None


PLACED = st.builds(
    word,
    st.text(alphabet="abcđ-.1", min_size=1, max_size=9),
    st.floats(30, 500, allow_nan=False),
    st.floats(50, 800, allow_nan=False),
    size=st.sampled_from([8.0, 12.0, 14.0]),
)


@given(st.lists(PLACED, max_size=40))
def test_every_word_is_in_exactly_one_line(found: list[Word]) -> None:
    placed = [word for block in blocks_of(found, 1) for printed in block for word in printed.words]
    assert sorted(map(id, placed)) == sorted(map(id, found))
    assert sum(map(len, rows_of(found))) == len(found)


def test_a_line_knows_its_text_and_box() -> None:
    printed = PrintLine(tuple(words("Sở Y tế", 50, 100)), 1)
    assert printed.text == "Sở Y tế"
    assert (printed.box.x0, printed.box.x1) == (50, printed.words[-1].x1)
