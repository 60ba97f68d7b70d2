"""Header cells, told by their words."""

from __future__ import annotations

import pytest

from pipeline.recognize.columns import child_role, header_role, is_column_name, names_column, opens_header


@pytest.mark.parametrize(
    ("text", "role"),
    [("Cơ quan chù tri", "lead"), ("Thòi gian thực hiên", "time"), ("quan phối hợp", "coordinating"), ("Sàn phẩm", "output")],
)
def test_knows_headers_that_a_scanner_damaged(text, role):
    assert header_role(text) == role


@pytest.mark.parametrize("text", ["TT", "STT", "Số TT", "Số thứ tự"])
def test_knows_the_first_header_cell(text):
    assert opens_header(text)


@pytest.mark.parametrize("text", ["TT Thành ủy", "Nội dung", "1", ""])
def test_other_cells_open_no_header(text):
    assert not opens_header(text)


@pytest.mark.parametrize("text", ["Sở Y tế", "2021", "Kèm theo Kế hoạch số 12/KH-UBND", "PHỤ LỤC I", ""])
def test_cells_of_the_body_name_no_column(text):
    assert header_role(text) in (None, "value")


def test_a_child_has_the_role_that_its_parent_gives_it():
    assert child_role("Năm trình", "time") == header_role("Năm trình") == "report_time"
    assert child_role("Thực hiện", "output") is None
    assert names_column("Bắt đầu", ["lead", "time"])
    assert not names_column("Sở Y tế", ["lead", "time"])


@pytest.mark.parametrize(
    ("text", "named"),
    [("Ghi chú", True), ("Sản phẩm", True), ("Chủ trì thực hiện", True), ("Sở Y tế", False), ("của nhiệm vụ", False)],
)
def test_knows_the_lines_that_begin_a_column_name(text, named):
    assert is_column_name(text) is named
