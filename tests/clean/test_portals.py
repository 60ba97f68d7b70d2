"""What belongs to a portal goes, what belongs to the document stays, and the portal's word on it is kept."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pipeline.clean import clean
from pipeline.model import CleanPage
from pipeline.read import page_from_text
from tests.clean.pages import cases, cleaned

CASES = cases("portals.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_portal(case: dict[str, Any]) -> None:
    page = cleaned(case["text"])
    words = [block.text for block in page.blocks if block.text]
    assert [words[0], words[-1]] == case["document"]
    assert case.get("holds", words[0]) in words
    assert page.truncated is case.get("truncated", False)
    assert {field: getattr(page.metadata, field) for field in case["metadata"]} == case["metadata"]


def codes(page: CleanPage) -> list[str]:
    return [note.code for note in page.diagnostics]


HEAD = "ỦY BAN NHÂN DÂN\nTỈNH X\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nKẾ HOẠCH\n\n"


def test_unknown_lines_before_the_heading_leave_a_diagnostic() -> None:
    page = cleaned("Một dòng lạ của cổng thông tin\n\n" + HEAD)
    assert page.blocks[0].text == "ỦY BAN NHÂN DÂN"
    assert "head-dropped" in codes(page)


def test_a_heading_in_an_appendix_does_not_cut_the_body() -> None:
    body = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và các quy định;\n\nI. MỤC TIÊU\n\n"
    assert cleaned(body + "PHỤ LỤC\n\n" + HEAD).blocks[0].text.startswith("Căn cứ Luật")


@pytest.mark.parametrize("mark", ["[...]", "[…]", "(...)", "(…)"])
def test_a_mark_at_the_end_says_that_the_page_breaks_off(mark: str) -> None:
    page = cleaned(HEAD + f"I. MỤC TIÊU\n\nNâng cao nhận thức {mark}")
    assert page.truncated
    assert page.blocks[-1].text == "Nâng cao nhận thức"
    assert "page-cut" in codes(page)


def test_a_mark_inside_the_text_says_nothing() -> None:
    page = cleaned(HEAD + "I. MỤC TIÊU [...]\n\nNâng cao nhận thức.")
    assert not page.truncated
    assert page.blocks[-2].text == "I. MỤC TIÊU [...]"


def test_an_advertisement_behind_a_signature_says_nothing() -> None:
    signed = (
        HEAD + "TM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLê Văn A\n\nQuý khách chưa đăng nhập\n\nVui lòng đăng nhập để xem toàn văn"
    )
    page = cleaned(signed)
    assert not page.truncated
    assert page.blocks[-1].text == "Lê Văn A"


def test_boxes_of_related_documents_with_their_number_are_a_foot() -> None:
    box = "Lược đồ\n\nVăn bản được dẫn chiếu (2)\n\nNghị quyết 76/NQ-CP năm 2021 về cải cách hành chính"
    page = cleaned(HEAD + "TM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLê Văn A\n\n" + box)
    assert page.blocks[-1].text == "Lê Văn A"


def test_values_that_the_calendar_does_not_have_are_left_out() -> None:
    page = cleaned("Số hiệu: 5/KH-UBND\nNgày ban hành: 31/02/2020\nNgày có hiệu lực: 2020-03-01\n\n" + HEAD)
    assert page.metadata.issued_date is None
    assert page.metadata.effective_date == datetime.date(2020, 3, 1)


def test_a_prose_line_that_begins_like_a_label_is_no_metadata() -> None:
    page = cleaned(HEAD + "Lĩnh vực nông nghiệp tiếp tục phát triển ổn định trong năm 2020.")
    assert page.metadata.field is None
    assert page.blocks[-1].text.startswith("Lĩnh vực")


def test_cleaning_is_pure() -> None:
    page = page_from_text(CASES[0]["text"])
    assert clean(page) == clean(page)
