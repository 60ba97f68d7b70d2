"""Flattened tables: rows and columns found again in a run of paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.segment.flattened import find_flattened
from tests.reading import page_of

HEADER = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Ghi chú"]
GROUPED = ["TT", "Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]

UNMARKED = [
    (
        "group rows and numbered rows",
        ["I", "Công tác tuyên truyền", "1", "Tổ chức hội nghị tập huấn cho cán bộ", "Sở Y tế", "Sở Tài chính", "Năm 2024",
         "2", "Biên soạn tài liệu truyền thông", "Sở Tư pháp", "Quý I/2025", "Nhiệm vụ mới"],
        [["I", "Công tác tuyên truyền", "", "", "", ""],
         ["1", "Tổ chức hội nghị tập huấn cho cán bộ", "Sở Y tế", "Sở Tài chính", "Năm 2024", ""],
         ["2", "Biên soạn tài liệu truyền thông", "Sở Tư pháp", "", "Quý I/2025", "Nhiệm vụ mới"]],
    ),
    (
        "agencies in several paragraphs",
        ["1", "Xây dựng kế hoạch trồng rừng", "Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Các sở, ngành liên quan", "Hằng năm",
         "2", "Kiểm tra việc thực hiện kế hoạch", "Thanh tra tỉnh", "Sở Nội vụ", "Năm 2025"],
        [["1", "Xây dựng kế hoạch trồng rừng", "Sở Tài chính", "Sở Nội vụ\nSở Y tế\nCác sở, ngành liên quan", "Hằng năm", ""],
         ["2", "Kiểm tra việc thực hiện kế hoạch", "Thanh tra tỉnh", "Sở Nội vụ", "Năm 2025", ""]],
    ),
    (
        "rows without an ordinal under a numbered one",
        ["1", "Tổ chức các sự kiện khởi nghiệp", "Thành đoàn", "Sở Y tế", "2021-2025",
         "Tổ chức ngày hội kết nối sinh viên", "Thành đoàn", "Các trường đại học", "2022",
         "2", "Xây dựng trang thông tin", "Sở Tư pháp", "Sở Nội vụ", "2023"],
        [["1", "Tổ chức các sự kiện khởi nghiệp", "Thành đoàn", "Sở Y tế", "2021-2025", ""],
         ["", "Tổ chức ngày hội kết nối sinh viên", "Thành đoàn", "Các trường đại học", "2022", ""],
         ["2", "Xây dựng trang thông tin", "Sở Tư pháp", "Sở Nội vụ", "2023", ""]],
    ),
]  # fmt: skip


def grid_of(*paragraphs):
    """The texts of the one table in these paragraphs, row by row, `""` for an empty cell."""
    (grid,) = find_flattened(page_of(*paragraphs).blocks, [])
    rows = [[""] * len(grid.roles) for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


@pytest.mark.parametrize(("paragraphs", "rows"), [case[1:] for case in UNMARKED], ids=[case[0] for case in UNMARKED])
def test_lays_paragraphs_whose_empty_cells_left_no_trace(paragraphs, rows):
    assert grid_of(*HEADER, *paragraphs)[1:] == rows


def test_lays_marked_empty_cells_and_merged_ones():
    body = [
        "1", "Nâng cao nhận thức của cộng đồng về chuyển đổi số", "- Xây dựng kế hoạch truyền thông hằng năm",
        "Sở Y tế", "", "Hằng năm", "Kế hoạch",
        "- Tổ chức tập huấn cho cán bộ", "Sở Nội vụ", "Sở Y tế", "Năm 2025", "",
    ]  # fmt: skip
    rows = grid_of(*GROUPED, *body)
    assert rows[1][:3] == ["1", "Nâng cao nhận thức của cộng đồng về chuyển đổi số", body[2]]
    assert rows[1][3:] == ["Sở Y tế", "", "Hằng năm", "Kế hoạch"]
    assert rows[2] == ["", "", "- Tổ chức tập huấn cho cán bộ", "Sở Nội vụ", "Sở Y tế", "Năm 2025", ""]


@pytest.mark.parametrize("continued", [True, False])
def test_numbers_count_on_or_begin_anew_under_each_group_row(continued):
    rows = [
        ["I", "Truyền thông, nâng cao nhận thức"],
        ["1", "Xây dựng chuyên mục về phân loại rác", "Sở Y tế", "Sở Nội vụ", "2024", "Chuyên mục"],
        ["2", "Tổ chức hội thi tìm hiểu pháp luật", "Sở Tư pháp", "Sở Y tế", "2025", "Quy ước được công nhận"],
        ["II", "Xử lý, tái chế chất thải"],
        ["3" if continued else "1", "Đóng cửa các bãi rác không hợp vệ sinh", "Sở Xây dựng", "Sở Y tế", "2025", "Báo cáo"],
    ]
    laid = grid_of(*HEADER, *(text for row in rows for text in row))
    assert [[text for text in row if text] for row in laid[1:]] == rows


def test_a_two_storey_header_and_the_numbers_of_its_columns_are_no_rows():
    header = ["STT", "Nội dung công việc", "Cơ quan thực hiện", "Sản phẩm", "Tiến độ", "Ghi chú"]
    children = ["Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"]
    numbers = [f"({number})" for number in range(1, 9)]
    body = ["A", "BẢO TỒN", *[""] * 6, "1", "Lập bản đồ phân vùng", "Sở Y tế", "Sở Nội vụ", "Bản đồ", "01/2019", "12/2019", ""]
    laid = grid_of(*header, *children, *numbers, *body)
    assert laid[0] == ["STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Sản phẩm", "Bắt đầu", "Kết thúc", "Ghi chú"]
    assert laid[1:] == [body[:8], body[8:]]


def test_remarks_sit_in_the_notes():
    header = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Sản phẩm", "Ghi chú"]
    rows = [
        ["1", "Thi công đường chuyên dụng", "Sở Xây dựng", "Năm 2024", "Dự án chuyển tiếp"],
        ["2", "Lập quy hoạch khu trung chuyển", "Sở Công Thương", "Quý II/2024", "Đồ án quy hoạch"],
    ]
    laid = grid_of(*header, *(text for row in rows for text in row))
    assert laid[1][4:] == ["", "Dự án chuyển tiếp"]
    assert laid[2][4:] == ["Đồ án quy hoạch", ""]


def test_figures_of_a_value_column_are_no_ordinals():
    header = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Cơ quan chủ trì"]
    body = ["1", "Số xã đạt chuẩn nông thôn mới", "Xã", "2", "Sở Nội vụ", "2", "Tỷ lệ hộ nghèo", "%", "3", "Sở Nội vụ"]
    assert grid_of(*header, *body)[1:] == [body[:5], body[5:]]


def test_a_header_repeated_over_pages_is_dropped():
    body = ["1", "Xây dựng kế hoạch", "Sở Y tế", "Sở Nội vụ", "2024", "Mới"]
    rows = grid_of(*HEADER, *body, *HEADER, "2", *body[1:])
    assert [row[0] for row in rows[1:]] == ["1", "2"]


def test_the_table_ends_where_the_document_goes_on():
    body = ["1", "Xây dựng kế hoạch năm", "Sở Y tế", "Sở Nội vụ", "2024", "Mới"]
    (grid,) = find_flattened(page_of(*HEADER, *body, "IV. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế").blocks, [])
    assert grid.blocks == (0, len(HEADER) + len(body))


@pytest.mark.parametrize(
    "paragraphs",
    [["TT Thành ủy", "Nội dung", "Cơ quan"], ["TT", "Thành ủy;", "Các sở"], ["1. Mục tiêu", "a) Nội dung"]],
)
def test_prose_is_no_table(paragraphs):
    assert find_flattened(page_of(*paragraphs).blocks, []) == ()


@settings(max_examples=settings().max_examples // 3)
@given(
    st.lists(st.sampled_from([*"12", "", "I", "1.1", "Sở Y tế", "2024", "Xây dựng kế hoạch", "%", "- a", "80%"]), max_size=40)
)
def test_every_paragraph_of_the_table_is_in_one_cell(paragraphs):
    for grid in find_flattened(page_of(*HEADER, *paragraphs).blocks, []):
        placed = [block for cell in grid.cells for block in cell.blocks]
        assert len(placed) == len(set(placed))
        assert all(cell.row < grid.n_rows and cell.column < len(grid.roles) for cell in grid.cells)
