"""Tables that only place things on the page, told from tables of data; head and signature in one table with data."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.clean.tables import only_places, without_layout
from pipeline.model import Line, Page, PageCell, PageTable, Span
from pipeline.read.html import read_html
from pipeline.segment import segment

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def table(*rows: list[str]) -> PageTable:
    """A table of these rows; lines of a cell are parted by `/`, `<` goes on with the cell before it."""
    width = max(map(len, rows))
    cells = []
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text == "<":
                continue
            wide = next((at for at in range(column + 1, len(row)) if row[at] != "<"), len(row)) - column
            lines = tuple(Line(part, Span(0, 0), 0) for part in text.split("/") if part)
            cells.append(PageCell(number, column, 1, wide, lines))
    return PageTable(len(rows), width, tuple(cells))


HEAD = ["ỦY BAN NHÂN DÂN/TỈNH X", f"{STATE}/{MOTTO}"]
WORK = [
    ["TT", "Nội dung công việc", "Chủ trì", "Thời gian"],
    ["1", "Khảo sát", "Sở A", "2024"],
    ["2", "Lập đề án", "Sở B", "2025"],
]


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        ([HEAD, ["Số: 5/KH-UBND", "X, ngày 1 tháng 2 năm 2024"]], True),
        ([["UBND TỈNH X", MOTTO]], True),
        ([["UBND TỈNH X", ""], ["Số: 5/KH-UBND", MOTTO]], True),
        ([["Nơi nhận:/- Như trên", "KT. CHỦ TỊCH/PHÓ CHỦ TỊCH"]], True),
        ([["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"], ["- Lưu: VT", "CHỦ TỊCH"], ["", ""], ["", "Lê Văn A"]], True),
        ([[""], ["chỉ một cột"]], True),
        ([["", "một ô"]], True),
        (WORK, False),
        ([["Số hiệu", "5/KH-UBND"], ["Ngày ban hành", "01/02/2024"]], False),
        ([["TT", "Họ tên", "Chức vụ"], ["1", "Lê Văn A", "PHÓ CHỦ TỊCH"]], False),
        ([["1", "Lê Văn A", "PHÓ CHỦ TỊCH"], ["2", "Trần B", "GIÁM ĐỐC"]], False),
        ([[*HEAD, "<", "<", "<"], *([["đoạn", "<", "<", "<", "<"]] * 14)], True),
        ([["Chỉ tiêu", "Kết quả"], ["Tỷ lệ", "5 %"]], False),
    ],
)
def test_only_places(rows: list[list[str]], layout: bool) -> None:
    assert only_places(table(*rows)) is layout


def shape(*rows: list[str]) -> list[object]:
    return [item.text if isinstance(item, Line) else (item.n_rows, item.n_columns) for item in without_layout([table(*rows)])]


def test_head_and_signature_in_one_table_with_the_data() -> None:
    title = ["DANH MỤC", "<", "<", "<"]
    signed = ["Nơi nhận:/- Như trên", "<", "CHỦ TỊCH", "<"]
    head = [HEAD[0], "<", HEAD[1], "<"]
    assert shape(head, title, *WORK, signed) == [
        *("ỦY BAN NHÂN DÂN", "TỈNH X", STATE, MOTTO, "DANH MỤC"),
        (3, 4),
        *("Nơi nhận:", "- Như trên", "CHỦ TỊCH"),
    ]
    assert shape(title, *WORK, ["Tổng cộng: 2", "<", "<", "<"]) == [(5, 4)]


def test_a_table_that_the_portal_parted_goes_on_with_its_columns() -> None:
    rows = [f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in WORK]
    page = f"<p>{STATE}</p><p>KẾ HOẠCH</p><table>{rows[0]}{rows[1]}</table>&nbsp;<table>{rows[2]}</table><p>Hết.</p>"
    document = segment(clean(Page("a.html", "html", "0" * 64, read_html(page))))
    first, second = document.tables
    assert (second.roles, second.kind, second.header_rows) == (first.roles, "tasks", 0)
