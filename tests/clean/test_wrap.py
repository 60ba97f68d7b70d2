"""Wrapped lines become paragraphs again; pages that are not wrapped keep each line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clean.pages import blocks, cases, cleaned

CASES = cases("wrapping.yaml")
# Lines that show that the page wraps at 80 characters, and a heading behind which a case begins.
LEAD = [
    "Căn cứ Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ",
    "phê duyệt Đề án hỗ trợ hệ sinh thái khởi nghiệp đổi mới sáng tạo quốc gia đến",
    "năm 2025, Ủy ban nhân dân tỉnh ban hành kế hoạch hỗ trợ hệ sinh thái khởi nghiệp",
    "đổi mới sáng tạo tỉnh Kon Tum giai đoạn 2019-2025 với các nội dung chủ yếu sau:",
]
LEAD_PARAGRAPH = " ".join(LEAD)
MANY = 6


def page(case: dict[str, Any]) -> str:
    if case.get("style") == "spaced":
        return "\n\n".join(["\n".join(LEAD)] * MANY + ["\n".join(case["lines"])])
    return "\n".join([*LEAD * MANY, *case.get("before", []), *case["lines"]])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_paragraphs(case: dict[str, Any]) -> None:
    assert blocks(page(case))[-len(case["paragraphs"]) :] == case["paragraphs"]


def test_lead_is_one_paragraph_each_time() -> None:
    assert blocks("\n".join(LEAD * MANY)) == [LEAD_PARAGRAPH] * MANY


UNWRAPPED = [
    "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ NẴNG\n\n"
    + "\n\n".join(["1.1", "Xây dựng kế hoạch", "Sở A", "các đơn vị liên quan", "hằng năm"] * 9),
    "KẾ HOẠCH\nHỖ TRỢ DOANH NGHIỆP\nNĂM 2020\n\n" + LEAD_PARAGRAPH,
]


@pytest.mark.parametrize("text", UNWRAPPED)
def test_a_page_that_is_not_wrapped_keeps_its_lines(text: str) -> None:
    page = cleaned(text)
    assert [block.text for block in page.blocks] == [line for line in text.split("\n") if line]
    assert "lines-wrapped" not in [note.code for note in page.diagnostics]


def test_lines_of_one_chunk_keep_their_chunk() -> None:
    chunks = [block.chunk for block in cleaned("a b c\nd e f\n\ng h i").blocks]
    assert chunks == [0, 0, 1]


def test_doubtful_joins_are_reported_with_their_place() -> None:
    page = cleaned("\n".join([*LEAD * MANY, "3. Sở Tài chính:", "Phối hợp với Sở Khoa học và Công nghệ."]))
    (doubt,) = [note for note in page.diagnostics if note.code == "joined-doubtfully"]
    assert doubt.span is not None
    assert page.text[doubt.span.start : doubt.span.end].startswith("3. Sở Tài chính:")


def test_laid_out_text_is_read_column_by_column_and_by_its_indentation() -> None:
    lines = [
        "   ỦY BAN NHÂN DÂN                             CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "     TỈNH LÀO CAI                                         Độc lập - Tự do - Hạnh phúc",
        "",
        *[
            "     Thực hiện Văn bản số 4250/BNNMT-ĐCKS ngày 29/4/2026 của Bộ Nông nghiệp và",
            "Môi trường về việc tăng cường thanh tra, kiểm tra hoạt",
            "động khoáng sản.",
        ]
        * MANY,
        "      2. Sở Nông nghiệp và Môi trường",
        "      a) Chủ trì kiểm tra, giám sát việc khai thác khoáng sản trên địa bàn tỉnh theo",
        "quy định.",
        "      - Theo dõi, đôn đốc việc thực hiện các kết luận thanh tra của cơ quan có",
        "\f                                        2",
        "",
        "thẩm quyền trên địa bàn.",
        "Nơi nhận:                                               KT. CHỦ TỊCH",
        "- Như trên;                                             PHÓ CHỦ TỊCH",
        "- Lưu: VT.",
        "",
        "                                                      Nguyễn Thành Sinh",
    ]
    words = blocks("\n".join(lines))
    assert words[:4] == ["ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert words[-9:] == [
        "2. Sở Nông nghiệp và Môi trường",
        "a) Chủ trì kiểm tra, giám sát việc khai thác khoáng sản trên địa bàn tỉnh theo quy định.",
        "- Theo dõi, đôn đốc việc thực hiện các kết luận thanh tra của cơ quan có thẩm quyền trên địa bàn.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Thành Sinh",
    ]


def test_page_numbers_around_tables_go() -> None:
    """Before a header that is printed again, and between two tables; the ordinal behind a short cell stays."""
    lead, header = "\n".join(LEAD * MANY), "STT\n\nNội dung\n\nChủ trì\n\nThời gian\n\nGhi chú"
    rows = [f"{number}\n\nViệc thứ {number}\n\nSở Y tế\n\nNăm 2025" for number in range(1, 8)]
    texts = blocks("\n\n".join([lead, "PHỤ LỤC", header, *rows, "2", header, "8\n\nViệc thứ 8\n\nSở Y tế\n\nNăm 2025"]))
    assert [text for text in texts if text.isdigit()] == list("12345678")
    bars = "\n".join(["| STT | Nội dung | Chủ trì |", *(f"| {number} | Việc | Sở Y tế |" for number in range(1, 16))])
    page = cleaned("\n\n".join([lead, lead, bars, "2", bars]))
    first, second = page.tables
    assert first.blocks[1] == second.blocks[0]
