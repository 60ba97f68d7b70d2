"""The section tree and the parts of a document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.segment.outline import build_outline
from tests.reading import page_of


def tree(*paragraphs):
    """The outline as (depth, part, marker, heading) rows."""
    page = page_of(*paragraphs)
    return [(s.level, s.part, s.marker, s.heading) for s in build_outline(page.blocks, 0, [])]


def test_items_nest_by_the_rank_of_their_marks():
    rows = tree(
        "Căn cứ Luật", "I. MỤC TIÊU", "1. Mục tiêu chung", "- Một", "+ Hai", "- Ba", "2. Cụ thể", "a) Bốn", "II. NHIỆM VỤ"
    )
    assert [(level, marker) for level, _, marker, _ in rows] == [
        (0, ""), (0, "I."), (1, "1."), (2, "-"), (3, "+"), (2, "-"), (1, "2."), (2, "a)"), (0, "II."),
    ]  # fmt: skip


def test_a_bullet_that_ends_with_a_colon_takes_the_bullets_behind_it():
    rows = tree("I. MỤC TIÊU", "1. Cụ thể", "- Một", "* Một số chỉ tiêu:", "- Hai", "- Ba")
    assert [(level, heading) for level, _, _, heading in rows[2:]] == [
        (2, "Một"), (2, "Một số chỉ tiêu:"), (3, "Hai"), (3, "Ba"),
    ]  # fmt: skip


def test_a_scanner_s_roman_one_is_the_first_of_its_list():
    rows = tree("I. MỤC ĐÍCH", "II. NỘI DUNG", "I. Nhiệm vụ trọng tâm", "2. Nhiệm vụ khác", "III. TỔ CHỨC THỰC HIỆN")
    assert [(level, marker) for level, _, marker, _ in rows] == [(0, "I."), (0, "II."), (1, "I."), (1, "2."), (0, "III.")]


def test_a_time_or_an_agency_without_a_mark_heads_the_bullets_under_it():
    rows = tree(
        "D. CHƯƠNG TRÌNH CÔNG TÁC",
        "Tháng 3:",
        "- Một",
        "- Hai",
        "Quý III:",
        "- Ba",
        "E. TỔ CHỨC THỰC HIỆN",
        "Sở Y tế:",
        "- Bốn",
    )
    assert [(level, heading) for level, _, _, heading in rows] == [
        (0, "CHƯƠNG TRÌNH CÔNG TÁC"), (1, "Tháng 3:"), (2, "Một"), (2, "Hai"), (1, "Quý III:"), (2, "Ba"),
        (0, "TỔ CHỨC THỰC HIỆN"), (1, "Sở Y tế:"), (2, "Bốn"),
    ]  # fmt: skip


def test_titles_without_a_mark_stand_beside_each_other_under_the_open_heading():
    rows = tree(
        "II. MỤC TIÊU",
        "Mục tiêu chung",
        "Giảm tỷ lệ mắc và tử vong do các bệnh truyền nhiễm, không để dịch lớn xảy ra trên địa bàn tỉnh.",
        "III. GIẢI PHÁP",
        "Công tác chuyên môn",
        "a) Giảm mắc:",
        "+ Giám sát các trường hợp bệnh.",
        "b) Giảm tử vong:",
        "+ Phân tuyến điều trị.",
        "Công tác truyền thông",
        "- Tuyên truyền.",
    )
    assert [(level, heading) for level, _, _, heading in rows] == [
        (0, "MỤC TIÊU"), (1, "Mục tiêu chung"),
        (0, "GIẢI PHÁP"), (1, "Công tác chuyên môn"), (2, "Giảm mắc:"), (3, "Giám sát các trường hợp bệnh."),
        (2, "Giảm tử vong:"), (3, "Phân tuyến điều trị."), (1, "Công tác truyền thông"), (2, "Tuyên truyền."),
    ]  # fmt: skip


def test_duties_behind_a_list_stand_beside_its_agency():
    finance = "Sở Tài chính có trách nhiệm tham mưu Ủy ban nhân dân tỉnh bố trí kinh phí thực hiện Kế hoạch."
    rows = tree(
        "V. TỔ CHỨC THỰC HIỆN",
        "Giao Sở Y tế:",
        "- Là cơ quan thường trực.",
        finance,
        "Giao Ủy ban nhân dân các huyện:",
        "- Báo cáo.",
    )
    assert [(level, heading) for level, _, _, heading in rows] == [
        (0, "TỔ CHỨC THỰC HIỆN"), (1, "Giao Sở Y tế:"), (2, "Là cơ quan thường trực."), (1, finance),
        (1, "Giao Ủy ban nhân dân các huyện:"), (2, "Báo cáo."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("1. Nâng cao năng lực của", "Hội Chữ thập đỏ", "- Một"),  # goes on with the line before
        ("1. Nhiệm vụ.", "Thực hiện các nội dung sau;", "- Một"),  # a sentence
        ("1. Nhiệm vụ.", "Đơn vị tính: triệu đồng", "- Một"),
        ("1. Nhiệm vụ.", "Hai", "- Một"),  # a single word
        ("1. Nhiệm vụ.", "Thống kê, tổng kết thực tiễn; tham mưu giúp", "- Một"),
        (
            "1. Nhiệm vụ.",
            "Thống kê, tổng kết thực tiễn",
            "Ủy ban nhân dân tỉnh xây dựng báo cáo, sơ kết, tổng kết công tác thi hành án.",
        ),
        ("1. Nhiệm vụ.", "Công tác truyền thông", "2. Một"),  # nothing stands under it
    ],
)
def test_other_short_lines_are_no_titles(lines):
    assert all(marker for _, _, marker, _ in tree("I. NHIỆM VỤ", *lines))


def test_capitals_stand_under_roman_numbers_that_came_first():
    rows = tree("III. NHIỆM VỤ", "A. GIẢI PHÁP CHUNG", "1. Một", "B. NHIỆM VỤ CỤ THỂ", "IV. KINH PHÍ", "1. Hai")
    assert [(level, marker) for level, _, marker, _ in rows] == [
        (0, "III."), (1, "A."), (2, "1."), (1, "B."), (0, "IV."), (1, "1."),
    ]  # fmt: skip
    rows = tree("Nơi nhận:", "TM. UBND", "PHỤ LỤC", "I. Một", "A. Hai", "B. Ba", "II. Bốn")
    assert [(level, marker) for level, _, marker, _ in rows[-4:]] == [(1, "I."), (2, "A."), (2, "B."), (1, "II.")]
    rows = tree("A. MỤC TIÊU", "I. Chung", "1. Một", "B. NHIỆM VỤ", "I. Hai")
    assert [(level, marker) for level, _, marker, _ in rows] == [(0, "A."), (1, "I."), (2, "1."), (0, "B."), (1, "I.")]


def test_other_unmarked_lines_over_bullets_are_no_headings():
    rows = tree("I. NHIỆM VỤ", "Trong đó tập trung vào:", "- Một", "Tháng 3:", "Hai")
    assert [heading for _, _, _, heading in rows] == ["NHIỆM VỤ", "Một"]


def test_parts_follow_each_other():
    rows = tree(
        "Căn cứ Luật Đầu tư;", "I. MỤC TIÊU", "Tăng trưởng bền vững", "II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "Nơi nhận:",
        "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A", "PHỤ LỤC I", "DANH MỤC NHIỆM VỤ",
    )  # fmt: skip
    assert [(part, marker) for level, part, marker, _ in rows if level == 0 or marker] == [
        ("preamble", ""), ("body", "I."), ("implementation", "II."), ("implementation", "1."), ("recipients", ""),
        ("signature", ""), ("appendix", ""),
    ]  # fmt: skip


def test_recipients_and_signature_open_no_items():
    rows = tree("I. MỤC TIÊU", "Nơi nhận:", "- Như Điều 2;", "- Lưu: VT.", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert len(rows) == 3


def test_a_heading_broken_over_lines_is_one_heading():
    rows = tree("Phần I", "THỰC TRẠNG VÀ BỐI CẢNH", "I. THỰC TRẠNG")
    assert rows[0][3] == "THỰC TRẠNG VÀ BỐI CẢNH"


@settings(max_examples=settings().max_examples // 3)
@given(
    st.lists(
        st.sampled_from(
            [
                "I. A",
                "II. B",
                "1. c",
                "1.1. d",
                "a) e",
                "- f.",
                "+ g:",
                "* h",
                "chữ",
                "Công tác chung",
                "Sở Y tế:",
                "",
                "PHỤ LỤC",
            ]
        ),
        max_size=30,
    )
)
def test_sections_cover_their_children(paragraphs):
    page = page_of("Căn cứ", *paragraphs)
    sections = build_outline(page.blocks, 0, [])
    for section in sections:
        assert 0 <= section.span.start <= section.span.end <= len(page.text)
        if section.parent is not None:
            over = sections[section.parent]
            assert over.blocks[0] <= section.blocks[0] < section.blocks[1] <= over.blocks[1]
            assert over.level == section.level - 1
