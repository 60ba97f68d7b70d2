"""The head and the signature."""

from __future__ import annotations

import datetime

import pytest

from pipeline.model import PortalMetadata
from pipeline.segment.header import opens_signature, read_head, read_signature
from tests.reading import page_of

HEAD = [
    "ỦY BAN NHÂN DÂN", "TỈNH VĨNH LONG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Số: 43/KH-UBND", "Vĩnh Long, ngày 06 tháng 6 năm 2022", "KẾ HOẠCH",
    "PHÁT TRIỂN KINH TẾ SỐ VÀ XÃ HỘI SỐ ĐẾN NĂM 2025", "Thực hiện Quyết định số 411/QĐ-TTg, ngày 31/3/2022;",
]  # fmt: skip


def test_reads_a_head_of_two_columns():
    head = read_head(page_of(*HEAD).blocks, PortalMetadata())
    assert head.end == 8
    header = head.header
    assert (header.number, header.doc_type, header.issuer) == ("43/KH-UBND", "Kế hoạch", "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG")
    assert header.title == "PHÁT TRIỂN KINH TẾ SỐ VÀ XÃ HỘI SỐ ĐẾN NĂM 2025"
    assert (header.place, header.issued_date) == ("Vĩnh Long", datetime.date(2022, 6, 6))


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["ỦY BAN NHÂN DÂN", HEAD[2], "TỈNH VĨNH LONG", HEAD[3], HEAD[4]], "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG"),
        (["UBND TỈNH LÀO CAI", HEAD[2], "SỞ CÔNG THƯƠNG", HEAD[3], "Số: /KH-SCT", HEAD[5]], "SỞ CÔNG THƯƠNG"),
        (["UBND TỈNH VĨNH LONG", "BAN CHỈ ĐẠO", "CHUYỂN ĐỔI SỐ", *HEAD[2:5]], "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"),
        (["BỘ TÀI CHÍNH -", "BỘ NỘI VỤ", *HEAD[2:5]], "BỘ TÀI CHÍNH - BỘ NỘI VỤ"),
        (["UBND TỈNH VĨNH LONG", HEAD[4], HEAD[2], HEAD[3], "BẢN SAO"], "UBND TỈNH VĨNH LONG"),
        ([HEAD[2], HEAD[3], HEAD[5]], None),
    ],
)
def test_the_issuer_stands_in_the_left_column(lines, issuer):
    assert read_head(page_of(*lines, *HEAD[6:]).blocks, PortalMetadata()).header.issuer == issuer


def test_the_issuer_may_stand_between_the_subject_and_the_bases():
    lines = ["NGHỊ QUYẾT", "Về cải thiện môi trường kinh doanh", "CHÍNH PHỦ", "Căn cứ Luật Tổ chức Chính phủ;"]
    header = read_head(page_of(*lines).blocks, PortalMetadata()).header
    assert (header.title, header.issuer) == ("Về cải thiện môi trường kinh doanh", "CHÍNH PHỦ")
    assert read_head(page_of(*HEAD[6:8], "CHÍNH PHỦ ĐIỆN TỬ", HEAD[8]).blocks, PortalMetadata()).header.issuer is None


def test_the_subject_may_be_printed_in_small_letters():
    head = read_head(page_of(*HEAD[:7], "Phát triển kinh tế số đến năm 2025", "Căn cứ Luật Đầu tư;").blocks, PortalMetadata())
    assert head.header.title == "Phát triển kinh tế số đến năm 2025"
    assert head.end == 8


def test_a_subject_in_small_letters_may_take_several_lines():
    lines = ["Triển khai thực hiện Nghị quyết số 57-NQ/TW", "của Bộ Chính trị về đột phá phát triển khoa học, công nghệ"]
    head = read_head(page_of(*HEAD[:7], *lines, "Căn cứ Luật Đầu tư;").blocks, PortalMetadata())
    assert (head.header.title, head.end) == (" ".join(lines), 9)
    ended = read_head(page_of(*HEAD[:7], lines[0], "Kế hoạch gồm các nội dung sau:", "I. MỤC TIÊU").blocks, PortalMetadata())
    assert (ended.header.title, ended.end) == (lines[0], 8)


def test_a_scanned_head_keeps_its_title_and_takes_no_number_of_a_basis():
    lines = [
        *HEAD[:4],
        "Số: II /KH-UBND",
        HEAD[5],
        "KÉ HOACH",
        HEAD[7],
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
    ]
    header = read_head(page_of(*lines).blocks, PortalMetadata()).header
    assert (header.number, header.doc_type, header.title) == (None, "Kế hoạch", HEAD[7])
    untitled = read_head(page_of(*lines[:6], lines[8]).blocks, PortalMetadata())
    assert (untitled.header.number, untitled.end) == (None, 6)


def test_the_portal_stands_in_for_what_the_page_lost():
    metadata = PortalMetadata(
        number="155/KH-UBND", doc_type="Kế hoạch", title="Kế hoạch 155", issued_date=datetime.date(2025, 12, 24)
    )
    header = read_head(page_of("CHUYỂN ĐỔI SỐ NĂM 2026", "I. MỤC TIÊU").blocks, metadata).header
    assert (header.number, header.doc_type, header.issued_date) == ("155/KH-UBND", "Kế hoạch", datetime.date(2025, 12, 24))


@pytest.mark.parametrize(
    ("lines", "name", "title"),
    [
        (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị Nga"], "Trần Thị Nga", "Phó Chủ tịch"),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Trung Chinh"], "Lê Trung Chinh", "Chủ tịch"),
        (
            ["KT. CHỦ TỊCH PHÓ CHỦ TỊCH THƯỜNG TRỰC", "(Đã ký)", "Hồ Thị Nguyên Thảo"],
            "Hồ Thị Nguyên Thảo",
            "Phó Chủ tịch Thường trực",
        ),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], None, "Chủ tịch"),
        (["CHỦ TỊCH Nguyễn Đình Xứng"], "Nguyễn Đình Xứng", "Chủ tịch"),
        (["TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) TRẦN THỊ NGA"], "Trần Thị Nga", "Phó Chủ tịch"),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH ỦY BAN NHÂN DÂN", "Lê Trung Chinh"], "Lê Trung Chinh", "Chủ tịch"),
        (
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "Pho Chu Tịch", "Lê Trung Chinh"],
            "Lê Trung Chinh",
            "Phó Chủ tịch",
        ),  # scanned
    ],
)
def test_reads_who_signed_in_what_office(lines, name, title):
    assert read_signature(page_of(*lines).blocks) == (name, title)


@pytest.mark.parametrize(
    "text",
    [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "TM.ỦY BAN NHÂN DÂN",
        "T/M BAN THƯỜNG VỤ",
        "CHỦ TỊCH",
        "TL. CHỦ TỊCH",
        "CHỦ TỊCH Lê Trung Chinh",
    ],
)
def test_knows_where_a_signature_opens(text):
    assert opens_signature(text)


@pytest.mark.parametrize(
    "text", ["Chủ tịch UBND các huyện", "- CT và các PCT UBND TP;", "Kế hoạch", "TT. Hội An", "Chủ tịch Lê Trung Chinh"]
)
def test_other_lines_open_no_signature(text):
    assert not opens_signature(text)
