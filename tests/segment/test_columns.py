"""The columns that header cells lay out together."""

from __future__ import annotations

import pytest

from pipeline.recognize.columns import header_role
from pipeline.segment.columns import column_roles, laid_header

TABLES = [
    (
        ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện",
         "Thời gian báo cáo UBND thành phố (dự kiến thời gian trình phê duyệt)", "Ghi chú"],
        "tasks", ["ordinal", "description", "lead", "coordinating", "time", "report_time", "note"],
    ),
    (
        ["TT", "Nội dung chủ yếu theo Kế hoạch", "Nhiệm vụ triển khai cụ thể", "Lãnh đạo UBND TP phụ trách",
         "Cơ quan chủ trì triển khai", "quan phối hợp", "Thời gian/ thời hạn", "Sản phẩm dự kiến"],
        "tasks", ["ordinal", "group", "description", "supervisor", "lead", "coordinating", "time", "output"],
    ),
    (
        ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan/đơn vị chủ trì thực hiện chỉ tiêu",
         "Cơ quan/đơn vị phụ trách tính toán, điều tra, thống kê số liệu, báo cáo"],
        "targets", ["ordinal", "indicator", "unit", "value", "lead", "measuring"],
    ),
    (
        ["TT", "Tên chỉ tiêu", "ĐVT", "Năm 2023", "Năm 2025", "Đơn vị chủ trì"],
        "targets", ["ordinal", "indicator", "unit", "value", "value", "lead"],
    ),
    (
        ["Số TT", "Tên nhiệm vụ", "Đơn vị thực hiện", "Thời gian hoàn thành", "Kinh phí (triệu đồng)"],
        "tasks", ["ordinal", "description", "lead", "time", "money"],
    ),
    (
        ["TT", "Nhiệm vụ, giải pháp", "Mục tiêu", "Cơ quan chủ trì, phối hợp", "Tiến độ"],
        "tasks", ["ordinal", "description", "output", "lead", "time"],
    ),
    (["STT", "Tên xã", "Diện tích (ha)"], "other", ["ordinal", "description", "other"]),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "kind", "roles"), TABLES)
def test_tells_kind_and_roles_from_the_header(headers, kind, roles):
    assert column_roles([header_role(header) for header in headers]) == (kind, tuple(roles))


def laid(cells):
    return [(cells[index], role) for index, role in laid_header(cells)]


def test_a_two_storey_header_is_laid_in_one_row():
    header = ["STT", "Nội dung", "Cơ quan thực hiện", "Thời gian", "Chủ trì", "Phối hợp"]
    assert [cell for cell, _ in laid(header)] == ["STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"]
    assert [cell for cell, _ in laid(header[:4])] == header[:4]


def test_each_parent_of_a_two_storey_header_keeps_its_children():
    header = ["STT", "Nội dung công việc", "Cơ quan thực hiện", "Sản phẩm", "Tiến độ", "Ghi chú"]
    children = ["Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"]
    assert [cell for cell, _ in laid(header + children)] == [
        "STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Sản phẩm", "Bắt đầu", "Kết thúc", "Ghi chú",
    ]  # fmt: skip
    alone = [*header, "Chủ trì"]  # a lone child may as well be a column of its own
    assert [cell for cell, _ in laid(alone)] == alone


def test_years_stand_under_the_column_of_targets():
    header = [
        "TT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Thực hiện năm 2020",
        "Mục tiêu",
        "Cơ quan chịu trách nhiệm",
        "Năm 2025",
        "Năm 2030",
    ]
    assert [cell for cell, _ in laid(header)] == [*header[:4], "Năm 2025", "Năm 2030", "Cơ quan chịu trách nhiệm"]
    assert [role for _, role in laid(header)][4:6] == ["value", "value"]


def test_a_child_takes_its_role_with_it():
    header = [
        "TT",
        "Nội dung",
        "Cơ quan thực hiện",
        "Thời gian",
        "Sản phẩm",
        "Chủ trì",
        "Phối hợp",
        "Thực hiện",
        "Báo cáo, trình UBND",
    ]
    assert laid(header) == [
        ("TT", "ordinal"), ("Nội dung", "description"), ("Chủ trì", "lead"), ("Phối hợp", "coordinating"),
        ("Thực hiện", "time"), ("Báo cáo, trình UBND", "report_time"), ("Sản phẩm", "output"),
    ]  # fmt: skip
