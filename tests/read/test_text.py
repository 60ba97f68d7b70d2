"""Lines, chunks and bar tables of pages saved as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Line, PageTable
from pipeline.read.text import read_text


def shape(text: str) -> list[object]:
    """The items of a text: (chunk, words) for a line, rows of cells for a table."""
    return [(item.chunk, item.text.strip(" ")) if isinstance(item, Line) else rows(item) for item in read_text(text)]


def rows(table: PageTable) -> list[list[str]]:
    grid = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = "/".join(line.text for line in cell.lines)
    return grid


LINES = [
    ("a\nb\n\nc", [(0, "a"), (0, "b"), (1, "c")]),
    ("a\r\nb\r\r\nc", [(0, "a"), (0, "b"), (1, "c")]),
    ("a\n \t\nb", [(0, "a"), (1, "b")]),
    ("a\n\u200b\ufeff\nb", [(0, "a"), (1, "b")]),
    ("a\n\u00a0\nb", [(0, "a"), (0, "\u00a0"), (0, "b")]),
    ("a\n\n\u00a0\n\nb", [(0, "a"), (1, "\u00a0"), (2, "b")]),
    ("a\fb", [(0, "a"), (0, "b")]),
    ("Số:\\r\\n 5\\r\\n\n\\r\\n\\r\\n\n1. Mục tiêu", [(0, "Số:     5"), (1, "1. Mục tiêu")]),
    ("TỈNH KON TUM\n-------\n|\nSố: 5\n|", [(0, "TỈNH KON TUM"), (0, "-------"), (0, "|"), (0, "Số: 5"), (0, "|")]),
    ("Sở A | Sở B phối hợp", [(0, "Sở A | Sở B phối hợp")]),
    ("giá trị |x| nhỏ hơn 5", [(0, "giá trị |x| nhỏ hơn 5")]),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: list[object]) -> None:
    assert shape(text) == expected


TABLES = [
    ("| Số hiệu | 5/KH-UBND |\n| Người ký | A |", [[["Số hiệu", "5/KH-UBND"], ["Người ký", "A"]]]),
    (
        "ỦY BAN NHÂN DÂN | CỘNG HÒA |\nSố: 5 | Huế, ngày 1 |\nCăn cứ",
        [[["ỦY BAN NHÂN DÂN", "CỘNG HÒA"], ["Số: 5", "Huế, ngày 1"]], "Căn cứ"],
    ),
    (
        "| TT | Việc | Hạn |\n|---|:---:|---|\n| 1 | A | |\n|  | B | 2025 |",
        [[["TT", "Việc", "Hạn"], ["1", "A", ""], ["", "B", "2025"]]],
    ),
    ("TT | Việc | Hạn\n---|---|---\n1 | A | 2025", [[["TT", "Việc", "Hạn"], ["1", "A", "2025"]]]),
    ("| 1 | Xây dựng\nkế hoạch | Sở A |\n| 2 | B | Sở C |", [[["1", "Xây dựng/kế hoạch", "Sở A"], ["2", "B", "Sở C"]]]),
    (
        "|\nỦY BAN |\nCỘNG HÒA\nXÃ HỘI |\n|\nSố: 5 |\nHuế |\nKẾ HOẠCH",
        [[["ỦY BAN", "CỘNG HÒA/XÃ HỘI"], ["Số: 5", "Huế"]], "KẾ HOẠCH"],
    ),
    ("| A | 1 |\n|\nB |\nC |", [[["A", "1"]], [["B", "C"]]]),
    ("| a<br>b | c |\n| d | e\\|f |", [[["a/b", "c"], ["d", "e|f"]]]),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_tables(text: str, expected: list[object]) -> None:
    assert [item[1] if isinstance(item, tuple) else item for item in shape(text)] == expected


def test_a_table_of_html2text_has_every_cell_closed_by_a_bar() -> None:
    text = "TT\n\n|\n\nViệc  \n  \n---|---  \n  \n1\n\n|\n\nA  \n  \n\nĐiều 3. Cuối"
    words = [item.text.strip() for item in read_text(text) if isinstance(item, Line)]
    assert words == ["TT", "|", "Việc", "|", "1", "|", "A", "|", "Điều 3. Cuối"]


PAGES = st.text(alphabet=st.sampled_from("aĐ1 |\n\r\u00a0\\-.:<b>r/ "), max_size=120)


@given(PAGES)
def test_sources_are_where_the_words_stand(text: str) -> None:
    for item in read_text(text):
        lines = (item,) if isinstance(item, Line) else [line for cell in item.cells for line in cell.lines]
        for line in lines:
            assert 0 <= line.source.start <= line.source.end <= len(text)
            if isinstance(item, Line) and "\\" not in text:
                assert text[line.source.start : line.source.end].split() == line.text.split()


@given(PAGES)
def test_tables_have_one_cell_a_place(text: str) -> None:
    for item in read_text(text):
        if isinstance(item, PageTable):
            places = [(cell.row, cell.column) for cell in item.cells]
            assert len(set(places)) == len(places)
            assert all(row < item.n_rows and column < item.n_columns for row, column in places)
