"""Marks that open items, and ordinals that fill a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.recognize.ordinals import letter_value, read_marker, read_ordinal, roman_value

MARKERS = [
    ("I. MỤC TIÊU", "roman", "I", (1,), "MỤC TIÊU"),
    ("VII. Kinh phí", "roman", "VII", (7,), "Kinh phí"),
    ("I/ MỤC ĐÍCH", "roman", "I", (1,), "MỤC ĐÍCH"),
    ("1. Mục tiêu", "arabic", "1", (1,), "Mục tiêu"),
    ("1.1. Tuyên truyền", "decimal", "1.1", (1, 1), "Tuyên truyền"),
    ("2.10 Xây dựng", "decimal", "2.10", (2, 10), "Xây dựng"),
    ("II.1. Nội dung", "arabic", "II.1", (2, 1), "Nội dung"),
    ("1) Bước một", "enumerated", "1", (1,), "Bước một"),
    ("(3) Nghị quyết", "enumerated", "3", (3,), "Nghị quyết"),
    ("a) Hỗ trợ", "letter", "a", (1,), "Hỗ trợ"),
    ("đ) Đào tạo", "letter", "đ", (5,), "Đào tạo"),
    ("ị) Tăng cường", "letter", "ị", (9,), "Tăng cường"),
    ("l) Đẩy mạnh", "letter", "l", (11,), "Đẩy mạnh"),
    ("l0. Uỷ ban nhân dân", "arabic", "l0", (10,), "Uỷ ban nhân dân"),
    ("1O. Sở Y tế", "arabic", "1O", (10,), "Sở Y tế"),
    ("A. ĐÁNH GIÁ", "upper", "A", (1,), "ĐÁNH GIÁ"),
    ("Điều 2. Hiệu lực", "article", "2", (2,), "Hiệu lực"),
    ("Phần thứ nhất", "part", "nhất", (), ""),
    ("- Nội dung", "dash", "", (), "Nội dung"),
    ("-Sở Y tế", "dash", "", (), "Sở Y tế"),
    ("+ Xây dựng", "plus", "", (), "Xây dựng"),
    ("* Một số chỉ tiêu:", "star", "", (), "Một số chỉ tiêu:"),
    ("• Số hiệu", "dot", "", (), "Số hiệu"),
]
NO_MARKERS = [
    "2023: Xây dựng khu",
    "15.000 người",
    "3.5% GDP",
    "14/10/2019",
    "10/6 hằng năm",
    "100% hồ sơ",
    "V/v tăng cường",
    "Vận hành hiệu quả",
    "Các sở, ngành",
    "Iphone",
    "",
]


@pytest.mark.parametrize(("text", "style", "ordinal", "path", "rest"), MARKERS)
def test_reads_the_mark_that_opens_an_item(text, style, ordinal, path, rest):
    marker = read_marker(text)
    assert marker is not None
    assert (marker.style, marker.ordinal, marker.path, text[marker.end :]) == (style, ordinal, path, rest)


@pytest.mark.parametrize("text", NO_MARKERS)
def test_words_and_numbers_open_no_item(text):
    assert read_marker(text) is None


@pytest.mark.parametrize(
    ("text", "style", "path"),
    [
        ("1.1.", "decimal", (1, 1)),
        ("12.10", "decimal", (12, 10)),
        ("I", "roman", (1,)),
        ("IV.", "roman", (4,)),
        ("a)", "letter", (1,)),
        ("A", "upper", (1,)),
        ("(3)", "enumerated", (3,)),
        ("100", "arabic", (100,)),
    ],
)
def test_reads_an_ordinal_that_fills_a_cell(text, style, path):
    marker = read_ordinal(text)
    assert marker is not None
    assert (marker.style, marker.path) == (style, path)


@pytest.mark.parametrize(
    "text", ["2020", "16-18", "1,2", "0,7", "5G", "%", "14/10/2019", "Sở Y tế", "≥ 5", "", "1.450.500", "12.500"]
)
def test_figures_and_years_are_no_ordinals(text):
    assert read_ordinal(text) is None


def test_letters_follow_the_administrative_alphabet():
    assert [letter_value(letter) for letter in "abcdđeghiklm"] == list(range(1, 13))
    assert letter_value("f") is letter_value("w") is None


def test_roman_numerals_count():
    numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XIV", "XIX", "XX"]
    assert [roman_value(numeral) for numeral in numerals] == [*range(1, 12), 14, 19, 20]
    assert roman_value("IIX") is None


@given(st.text(max_size=60))
def test_a_mark_is_the_beginning_of_its_text(text):
    marker = read_marker(text)
    if marker is not None:
        assert 0 < marker.end <= len(text)
        assert text[: marker.end].strip().startswith(marker.text[:1])
    read_ordinal(text)
