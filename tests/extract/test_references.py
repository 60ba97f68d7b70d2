"""Cited documents of a plan: one for each number and relation, the plan itself left out, later places joined."""

from __future__ import annotations

import datetime

import pytest

from pipeline.clean import clean
from pipeline.extract.references import read_references
from pipeline.model import Document, Reference
from pipeline.read import page_from_text
from pipeline.segment import segment

PLAN = """ỦY BAN NHÂN DÂN
TỈNH KON TUM
Số: 2763/KH-UBND
Kon Tum, ngày 21 tháng 10 năm 2019
KẾ HOẠCH
Thực hiện {title}
Thực hiện {basis}, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC TIÊU
{body}
II. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính bố trí kinh phí theo quy định.
Nơi nhận:
- Như Quyết định số 77/QĐ-UBND;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""
DAY = datetime.date(2016, 5, 18)


def document(title: str = "Đề án khởi nghiệp", basis: str = "chỉ đạo của Tỉnh ủy", body: str = "Hỗ trợ dự án.") -> Document:
    return segment(clean(page_from_text(PLAN.format(title=title, basis=basis, body=body))))


def told(references: tuple[Reference, ...]) -> list[tuple[str, str]]:
    return [(found.relation, found.citation.number) for found in references]


def test_title_and_preamble_are_the_basis_and_the_rest_cites():
    plan = document("Quyết định số 844/QĐ-TTg", "Nghị quyết số 57-NQ/TW", "Theo Nghị định số 80/2021/NĐ-CP của Chính phủ.")
    assert told(read_references(plan)) == [("basis", "844/QĐ-TTg"), ("basis", "57-NQ/TW"), ("cites", "80/2021/NĐ-CP")]


def test_recipients_cite_nothing():
    assert read_references(document()) == ()


def test_a_number_is_one_reference_in_each_relation_however_it_is_spelled():
    plan = document(basis="Quyết định số 844/QĐ-TTg", body="Theo Quyết định 844/QĐ- TTG và quyết định số 844/QÐ-TTg.")
    assert told(read_references(plan)) == [("basis", "844/QĐ-TTg"), ("cites", "844/QĐ-TTG")]


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("Kế hoạch số 2763/KH-UBND", []),
        ("Kế hoạch số 2763/KH-UBND ngày 21/10/2019 của UBND tỉnh", []),
        ("Kế hoạch số 2763/KH-UBND ngày 05/3/2015 của UBND tỉnh", [("cites", "2763/KH-UBND")]),
        ("Quyết định số 2763/QĐ-UBND", [("cites", "2763/QĐ-UBND")]),
    ],
)
def test_the_plan_does_not_cite_itself_but_an_older_one_of_its_number(citation, expected):
    assert told(read_references(document(body=f"Thay thế {citation}."))) == expected


def test_later_places_of_a_relation_add_their_articles_and_their_day():
    body = (
        "Theo khoản 2 Điều 5 Quyết định số 844/QĐ-TTg.\nTheo Điều 7 Quyết định số 844/QĐ-TTg ngày 18/5/2016.\n"
        "Theo khoản 2 Điều 5 Quyết định số 844/QĐ-TTg ngày 19/6/2017."
    )
    (found,) = read_references(document(body=body))
    assert found.citation.text == "Quyết định số 844/QĐ-TTg"
    assert found.citation.issued_date is None
    assert found.citation.articles == ("khoản 2 Điều 5", "Điều 7")
    assert found.date == DAY


def test_articles_of_one_relation_do_not_reach_the_other():
    basis, cites = read_references(
        document(basis="Điều 3 Quyết định số 844/QĐ-TTg ngày 18/5/2016", body="Theo Điều 9 Quyết định số 844/QĐ-TTg.")
    )
    assert (basis.citation.articles, cites.citation.articles) == (("Điều 3",), ("Điều 9",))
    assert (basis.citation.issued_date, cites.citation.issued_date, cites.date) == (DAY, None, None)


def test_spans_and_sections_are_those_of_the_page():
    plan = document(body="Theo Nghị định số 80/2021/NĐ-CP\nngày 26/8/2021 của Chính phủ.")
    (found,) = read_references(plan)
    span = found.citation.span
    assert " ".join(plan.page.text[span.start : span.end].split()) == found.citation.text
    assert found.section is not None
    assert plan.sections[found.section].span.covers(span)
