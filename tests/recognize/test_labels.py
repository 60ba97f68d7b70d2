"""Labels and their values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.recognize.labels import opens_content, read_labels

CASES = [
    ("Cơ quan chủ trì: Sở Khoa học và Công nghệ.", [("lead", "Sở Khoa học và Công nghệ")]),
    ("Đơn vị thực hiện: Sở Y tế", [("lead", "Sở Y tế")]),
    ("Các đơn vị thực hiện: Công an tỉnh", [("lead", "Công an tỉnh")]),
    (
        "Đơn vị phối hợp: Sở Tài chính; hoàn thành trước ngày 30/6/2018.",
        [("coordinating", "Sở Tài chính"), ("time", "trước ngày 30/6/2018")],
    ),
    ("Cơ quan/đơn vị phối hợp: Trường Đại học Cần Thơ;", [("coordinating", "Trường Đại học Cần Thơ")]),
    ("Phân công thực hiện: Sở Nội vụ", [("lead", "Sở Nội vụ")]),
    ("Lãnh đạo phụ trách: PCT UBND tỉnh Trần Văn A", [("supervisor", "PCT UBND tỉnh Trần Văn A")]),
    ("Thời gian thực hiện: giai đoạn 2021 - 2025.", [("time", "giai đoạn 2021 - 2025")]),
    ("Thời hạn hoàn thành: Quý II/2025", [("time", "Quý II/2025")]),
    ("Tiến độ: năm 2024", [("time", "năm 2024")]),
    ("Thời gian trình: Tháng 6/2025", [("report_time", "Tháng 6/2025")]),
    ("Sản phẩm: Quyết định của UBND tỉnh", [("output", "Quyết định của UBND tỉnh")]),
    ("Kinh phí thực hiện: 500 triệu đồng", [("money", "500 triệu đồng")]),
    (
        "Tổ chức hội nghị. Cơ quan chủ trì: Sở Y tế; cơ quan phối hợp: Sở Tài chính; thời gian: quý II/2021.",
        [("lead", "Sở Y tế"), ("coordinating", "Sở Tài chính"), ("time", "quý II/2021")],
    ),
    ("Xây dựng kho dữ liệu (Đơn vị thực hiện: Sở Y tế (Trung tâm CDC)).", [("lead", "Sở Y tế (Trung tâm CDC)")]),
    ("Đơn vị thực hiện:", [("lead", "")]),
]
NO_LABELS = [
    "Nội dung: tuyên truyền",
    "bao gồm: hạ tầng, dịch vụ",
    "Tổ chức thực hiện: theo kế hoạch",
    "Sở Tài chính: Phối hợp với Sở Khoa học và Công nghệ",
    "Đến năm 2023: Xây dựng khu",
    "Cơ quan chủ trì là Sở Y tế",
    "Rà soát quy hoạch; hoàn thành trước ngày 30/6/2018.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_reads_labels_and_their_values(text, expected):
    labels = read_labels(text)
    assert [(label.field, text[label.value.start : label.value.end]) for label in labels] == expected


@pytest.mark.parametrize("text", NO_LABELS)
def test_other_words_before_a_colon_are_no_labels(text):
    assert read_labels(text) == ()


@pytest.mark.parametrize("text", ["Nội dung:", "Mục tiêu: Nâng cao", "Yêu cầu: đúng tiến độ"])
def test_labels_of_the_item_itself_are_told_apart(text):
    assert opens_content(text)
    assert read_labels(text) == ()


@given(st.text(alphabet="Cơquanchủtrì:ThờigDv .;,(-\n", max_size=120))
def test_values_lie_in_the_text_and_do_not_overlap(text):
    labels = read_labels(text)
    for label in labels:
        assert 0 <= label.start <= label.value.start <= label.value.end <= len(text)
    assert all(one.value.end <= two.value.start for one, two in pairwise(labels))
