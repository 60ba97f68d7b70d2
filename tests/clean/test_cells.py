"""Lines of flattened tables on wrapped pages: which go on with the cell before them."""

from __future__ import annotations

import pytest

from pipeline.clean.cells import goes_on, lines_of_tables
from pipeline.clean.pieces import Piece
from pipeline.model import Span
from tests.clean.pages import blocks
from tests.clean.test_wrap import LEAD

WIDTH = 80
LONG = "Xây dựng phương án vận hành kho trung chuyển, dịch vụ hậu cần cho nông sản của"


def pieces(*lines: str) -> list[Piece]:
    return [Piece("" if line == "|" else line, Span(0, 0), 0, "bar" if line == "|" else "words") for line in lines]


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("Sở Giáo dục và Đào", "tạo Sở Y tế"),
        ("Sở Thông tin và", "Truyền thông"),
        ("Sở Công", "Thương"),
        ("Năm 2022, năm", "2024"),
        (LONG, "Ủy ban nhân dân tỉnh giao"),
        ("Thực hiện", "năm 2020"),
        ("Nhóm 10 tỉnh dẫn", "đầu cả nước"),
        ("Hội Liên hiệp Phụ nữ", "tỉnh"),
    ],
)
def test_lines_that_go_on(paragraph, text):
    assert goes_on(paragraph, paragraph, text, WIDTH)


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("1", "Tỷ trọng kinh tế số trong GRDP"),
        ("Tỷ trọng kinh tế số trong GRDP", "%"),
        ("%", "4,2"),
        ("Doanh thu bình quân một hợp tác xã", "triệu đồng"),
        ("10", "20"),
        ("Doanh nghiệp", "46"),
        ("Sở Công Thương", "Cục Thống kê tỉnh"),
        ("Hằng năm", "Hằng năm"),
        ("Nền tảng số", "2"),
        ("- Tài liệu in", "- Video hướng dẫn"),
        (LONG.removesuffix(" của"), "Sở Công Thương"),
        ("Thời gian báo cáo Ủy ban nhân dân thành phố (dự kiến thời gian trình phê duyệt)", "Ghi chú"),
    ],
)
def test_lines_that_begin_a_cell(paragraph, text):
    assert not goes_on(paragraph, paragraph, text, WIDTH)


def test_a_table_reaches_from_its_header_to_the_next_part():
    lines = pieces("Phụ lục 1", "STT", "Nội dung", "Chủ trì", "Thời gian", "1", "Rà soát", "Nơi nhận:", "- Như trên")
    assert lines_of_tables(lines) == frozenset(range(1, 7))
    assert lines_of_tables(pieces("STT", "|", "Nội dung", "|", "Chủ trì", "|", "Thời gian", "|")) == frozenset()


def test_cells_of_a_wrapped_page_stay_apart():
    table = [
        "STT",
        "Chỉ tiêu",
        "Đơn vị",
        "tính",
        "Mục tiêu",
        "năm 2025",
        "1",
        "Tỷ lệ hộ dân dùng",
        "nước sạch",
        "%",
        "95",
        "100",
    ]
    assert blocks("\n".join([*LEAD * 6, "PHỤ LỤC 1", *table]))[-9:] == [
        "STT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm 2025", "1", "Tỷ lệ hộ dân dùng nước sạch", "%", "95", "100",
    ]  # fmt: skip
