"""Lines, chunks and bar tables of pages saved as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Line, PageTable
from pipeline.read.text import read_laid_out, read_text


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


# --- text laid out as on paper ------------------------------------------------------------------------------------------

LAID_OUT = """\
                                PHỤ LỤC
                   (Kèm theo Kế hoạch của Ủy ban nhân dân tỉnh)

STT    Nội dung nhiệm vụ             Cơ quan chủ trì       Thời gian
                                                           thực hiện

I      Nhóm nhiệm vụ về cơ chế

       Triển khai thực hiện có       Ban Quản lý Khu       2020-
1      hiệu quả Nghị định số 04      Công nghệ cao         2030
       về một số chính sách

2      Xây dựng cơ sở dữ liệu        Sở Tài chính          Hằng năm
       phục vụ xúc tiến đầu tư

3      Đào tạo cán bộ; có các        Sở Nội vụ             Quý III
       nội dung sau:
       - Tập huấn;
       - Bồi dưỡng.
                                   2
\f
  4      Tuyên truyền trên            Sở Thông tin          2021
         Cổng Thông tin điện tử       và Truyền thông

  5      Rà soát, sửa đổi quy chế     Văn phòng             2022
         của tỉnh cho phù hợp         Ủy ban nhân dân

Các cơ quan được phân công chủ trì thực hiện các nhiệm vụ theo Kế hoạch này báo
cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm để theo dõi, chỉ đạo và
tổng hợp theo quy định.
"""


def test_a_table_laid_out_with_blanks_is_rebuilt_over_the_end_of_a_page() -> None:
    items, notes = read_laid_out(LAID_OUT)
    assert [note.code for note in notes] == ["table-laid-out"]
    assert "1 page numbers" in notes[0].message
    (table,) = [item for item in items if isinstance(item, PageTable)]
    assert rows(table) == [
        ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện"],
        ["I", "Nhóm nhiệm vụ về cơ chế", "", ""],
        [
            "1",
            "Triển khai thực hiện có hiệu quả Nghị định số 04 về một số chính sách",
            "Ban Quản lý Khu Công nghệ cao",
            "2020-2030",
        ],
        ["2", "Xây dựng cơ sở dữ liệu phục vụ xúc tiến đầu tư", "Sở Tài chính", "Hằng năm"],
        ["3", "Đào tạo cán bộ; có các nội dung sau:/- Tập huấn;/- Bồi dưỡng.", "Sở Nội vụ", "Quý III"],
        ["4", "Tuyên truyền trên Cổng Thông tin điện tử", "Sở Thông tin và Truyền thông", "2021"],
        ["5", "Rà soát, sửa đổi quy chế của tỉnh cho phù hợp", "Văn phòng Ủy ban nhân dân", "2022"],
    ]
    lines = [item.text.strip() for item in items if isinstance(item, Line)]
    assert (lines[0], lines[2][:15], len(lines)) == ("PHỤ LỤC", "Các cơ quan đượ", 5)


TWO_COLUMNS = """\
   ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     TỈNH LÀO CAI                        Độc lập - Tự do - Hạnh phúc

   Nơi nhận:                                    TM. ỦY BAN NHÂN DÂN
   - Như trên;                                       CHỦ TỊCH
   - Lưu: VT.                                      Nguyễn Văn A
"""


@pytest.mark.parametrize("text", [TWO_COLUMNS * 4, "Mục tiêu   đến năm\n" * 20, "a   b   c\n", "", "\f\f\f"])
def test_what_is_no_table_stays_lines(text: str) -> None:
    items, notes = read_laid_out(text)
    assert items == read_text(text)
    assert notes == ()


def test_running_heads_are_left_out_and_said() -> None:
    pages = [f"CÔNG BÁO/Số {n}/Ngày 3-5-2020\n\nĐiều {n}. Nội dung\nkết thúc {'a' * n}" for n in range(1, 5)]
    items, notes = read_laid_out("\f".join(pages))
    kept = [line for n in range(1, 5) for line in (f"Điều {n}. Nội dung", f"kết thúc {'a' * n}")]
    assert [item.text for item in items if isinstance(item, Line)] == kept
    assert [note.code for note in notes] == ["running-heads-dropped"]


def test_the_first_lines_of_two_pages_are_no_running_head() -> None:
    text = "CÔNG BÁO TỈNH\nĐiều 1. A\n\fCÔNG BÁO TỈNH\nĐiều 2. B\n\fPHỤ LỤC\nĐiều 3. C"
    assert read_laid_out(text) == (read_text(text), ())


LAID = st.text(alphabet=st.sampled_from("aĐ1-. \n\f    "), max_size=400)


@given(LAID.map(lambda text: text + "a   b   c\n" * 6))
def test_laid_out_text_keeps_its_sources_and_its_words(text: str) -> None:
    items, notes = read_laid_out(text)
    lines = [
        line
        for item in items
        for line in ([item] if isinstance(item, Line) else [line for cell in item.cells for line in cell.lines])
    ]
    assert all(0 <= line.source.start <= line.source.end <= len(text) for line in lines)
    if "running-heads-dropped" not in [note.code for note in notes] and not any(
        "page numbers" in note.message for note in notes
    ):
        assert sorted("".join(line.text for line in lines).replace(" ", "")) == sorted("".join(text.split()))
