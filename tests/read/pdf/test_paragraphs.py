"""Where paragraphs begin: margins hold fifty letters, from 50 to 350 points."""

from __future__ import annotations

import pytest

from pipeline.read.pdf.paragraphs import paragraphs_of
from pipeline.read.pdf.shapes import PrintLine, paragraph_text
from tests.read.pdf.printed import line

FULL = "một hai ba bốn năm sáu bảy tám chín mười mmmmmm mmmmmmm"  # no word fits behind it
SET_IN = 86.0


def read(*lines: PrintLine) -> list[str]:
    return [paragraph_text(paragraph) for paragraph in paragraphs_of(lines)]


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        (line("tiếp theo", base=116), True),
        (line("Tiếp theo", base=116), True),  # a name may open a line
        (line("Tiếp theo", SET_IN, base=116), False),  # set in
        (line("Tiếp theo", base=123), False),  # further below
        (line("tiếp theo", base=123), True),
        (line("Tiếp theo", base=160), False),
        (line("TIẾP THEO", base=116, bold=True), False),
        (line("Tiếp theo", base=60, page=2), True),  # on the next page
        (line("Tiếp theo", SET_IN, base=60, page=2), False),
        (line("- Tiếp theo", base=116), True),  # may be the dash inside a name
    ],
)
def test_behind_a_full_line(second: PrintLine, joined: bool) -> None:
    assert len(read(line(FULL), second)) == (1 if joined else 2)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("một hai ba.", "Bốn năm", False),  # there was room
        ("một hai ba", "Bốn năm", False),
        ("một hai ba", "bốn năm", True),  # a line broken by hand
        (FULL[:-1] + ";", "- bốn", False),
        (FULL[:-1] + ":", "a) bốn", False),
        (FULL[:-1] + ".", "Bốn", True),  # a full stop inside a paragraph
    ],
)
def test_by_the_line_before(first: str, second: str, joined: bool) -> None:
    assert len(read(line(first), line(second, base=116))) == (1 if joined else 2)


def test_first_lines_set_in_begin_paragraphs_and_hanging_ones_do_not() -> None:
    assert (
        len(
            read(
                line(FULL[:-7], SET_IN),
                line(FULL, base=116),
                line(FULL[:-7].capitalize(), SET_IN, base=132),
                line("năm", base=148),
            )
        )
        == 2
    )
    marker = line("- " + FULL[:-3])
    assert len(read(marker, line(FULL[:-3], marker.words[1].x0, base=116))) == 1


def test_a_heading_in_the_middle_is_one_paragraph_as_long_as_its_type_stays() -> None:
    kind = line("KẾ HOẠCH", 176, base=100, bold=True)
    title = [line("Phát triển khu công nghệ cao", 125, base=116, bold=True), line("giai đoạn hai", 161, base=132, bold=True)]
    assert read(kind, *title, line("Căn cứ Luật", SET_IN, base=150)) == [
        "KẾ HOẠCH", "Phát triển khu công nghệ cao giai đoạn hai", "Căn cứ Luật",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Sở Xây dựng", "Sở Y tế"), ["Sở Xây dựng", "Sở Y tế"]),
        ((FULL, "Bốn", "- Năm"), [f"{FULL} Bốn", "- Năm"]),
        ((FULL, "- Năm"), [FULL, "- Năm"]),  # a bullet with a capital
        (("mmmmm mmmmm mmmmm mmmmm mmmmmm Phát thanh mm Lao động", "- Thương binh và Xã hội"), None),
        (("(1) " + FULL[4:], "(2) Năm"), ["(1) " + FULL[4:], "(2) Năm"]),
    ],
)
def test_in_cells(lines: tuple[str, ...], expected: list[str] | None) -> None:
    printed = [line(text, base=100 + 16 * number, place="cell") for number, text in enumerate(lines)]
    assert read(*printed) == (expected or [" ".join(lines)])


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("số 181/2024/NĐ-", "CP ngày", "số 181/2024/NĐ-CP ngày"),
        ("số 181/", "KH-UBND", "số 181/KH-UBND"),
        ("kinh tế -", "xã hội", "kinh tế - xã hội"),
        ("năm", "2025", "năm 2025"),
    ],
)
def test_lines_are_joined_with_a_blank_but_behind_an_open_number(first: str, second: str, text: str) -> None:
    assert paragraph_text((line(first), line(second))) == text
