"""Which document a citation names: ids that spellings share and that other documents do not have."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import lexicon_csv, lexicon_yaml
from pipeline.model import Header, Reference
from pipeline.recognize.citations import canonical_number, find_citations
from pipeline.resolve import Province, document_law_id, find_province, resolve_references

CORPUS = yaml.safe_load((Path(__file__).parent / "laws.yaml").read_text(encoding="utf-8"))
CASES: list[list[str | None]] = [case for cases in CORPUS.values() for case in cases]
DAY = datetime.date(2021, 6, 1)


def home_of(name: str, day: datetime.date = DAY) -> Province:
    province = find_province(name, day)
    assert province is not None
    return province


def resolved(text: str, home: Province | None, day: datetime.date | None) -> list[Reference]:
    return list(resolve_references([Reference("cites", citation) for citation in find_citations(text)], home, day))


@pytest.mark.parametrize(("citation", "law_id", "level"), CASES)
def test_the_document_that_a_citation_names(citation, law_id, level):
    assert [(found.law_id, found.level) for found in resolved(citation, home_of("tỉnh Bình Định"), DAY)] == [(law_id, level)]


def test_what_a_plan_dates_in_one_place_is_dated_in_the_others():
    text = "Quyết định số 844/QĐ-TTg ngày 18/5/2016. Quyết định số 844/QĐ-TTg. Kế hoạch số 844/KH-UBND."
    assert [found.law_id for found in resolved(text, home_of("Kon Tum"), DAY)] == [
        "vn:quyet-dinh:844/qd-ttg:2016",
        "vn:quyet-dinh:844/qd-ttg:2016",
        "vn-62:ke-hoach:844/kh-ubnd:?",
    ]


def test_two_years_of_a_number_leave_the_undated_one_open():
    text = "Nghị quyết số 01/NQ-CP ngày 01/01/2020. Nghị quyết số 01/NQ-CP ngày 01/01/2021. Nghị quyết số 01/NQ-CP."
    years = [(found.law_id or "").rpartition(":")[2] for found in resolved(text, None, DAY)]
    assert years == ["2020", "2021", "?"]


def test_a_day_that_a_later_place_gives_counts():
    citation = find_citations("Quyết định số 844/QĐ-TTg")[0]
    dated = Reference("basis", citation, date=datetime.date(2016, 5, 18))
    assert resolve_references([dated], None, DAY)[0].law_id == "vn:quyet-dinh:844/qd-ttg:2016"


@pytest.mark.parametrize(
    ("citation", "law_id"),
    [
        ("Quyết định số 844/QĐ-TTg ngày 18/5/2016", "vn:quyet-dinh:844/qd-ttg:2016"),
        ("Kế hoạch số 12/KH-UBND ngày 01/02/2020 của UBND tỉnh Kon Tum", "vn-62:ke-hoach:12/kh-ubnd:2020"),
        ("Kế hoạch số 12/KH-UBND ngày 01/02/2020 của UBND tỉnh", None),
        ("Chương trình số 36-CTr/TU ngày 01/02/2020", None),
    ],
)
def test_a_plan_of_no_known_province(citation, law_id):
    assert [found.law_id for found in resolved(citation, None, None)] == [law_id]


@pytest.mark.parametrize(
    ("home", "day", "citation", "law_id"),
    [
        # Hue was Thừa Thiên Huế, one province under one code, so that `UBND tỉnh` of 2022 is told.
        (
            "thành phố Huế",
            "2025-03-01",
            "Quyết định số 5/QĐ-UBND ngày 01/3/2022 của UBND tỉnh",
            "vn-46:quyet-dinh:5/qd-ubnd:2022",
        ),
        # Lào Cai of 2025 was Lào Cai and Yên Bái: without an issuer an older number may be of either.
        ("tỉnh Lào Cai", "2026-01-29", "Quyết định số 47/2021/QĐ-UBND ngày 20/9/2021", None),
        (
            "tỉnh Lào Cai",
            "2026-01-29",
            "Quyết định số 14/2021/QĐ-UBND ngày 20/8/2021 của UBND tỉnh Yên Bái",
            "vn-15:quyet-dinh:14/2021/qd-ubnd",
        ),
        (
            "tỉnh Lào Cai",
            "2026-01-29",
            "Quyết định số 47/2021/QĐ-UBND của UBND tỉnh Lào Cai",
            "vn-10:quyet-dinh:47/2021/qd-ubnd",
        ),
        ("tỉnh Lào Cai", "2026-01-29", "Kế hoạch số 9/KH-UBND ngày 05/01/2026", "vn-15-lao-cai:ke-hoach:9/kh-ubnd:2026"),
        # Cao Bằng was not merged.
        ("tỉnh Cao Bằng", "2026-01-29", "Kế hoạch số 9/KH-UBND ngày 05/01/2020", "vn-04:ke-hoach:9/kh-ubnd:2020"),
        # Đà Nẵng of 2025 holds Quảng Nam: `UBND tỉnh` is not Đà Nẵng's.
        ("thành phố Đà Nẵng", "2025-09-01", "Kế hoạch số 9/KH-UBND ngày 05/01/2023 của UBND tỉnh", None),
    ],
)
def test_provinces_are_those_of_the_day_of_issue(home, day, citation, law_id):
    on = datetime.date.fromisoformat(day)
    assert [found.law_id for found in resolved(citation, home_of(home, on), on)] == [law_id]


@pytest.mark.parametrize(
    ("header", "law_id"),
    [
        (Header("12/KH-UBND", "Kế hoạch", issued_date=DAY), "vn-52:ke-hoach:12/kh-ubnd:2021"),
        (Header("12/KH-UBND", None, issued_date=DAY), "vn-52:ke-hoach:12/kh-ubnd:2021"),
        (Header("12/KH-UBND", "Kế hoạch"), "vn-52:ke-hoach:12/kh-ubnd:?"),
        (Header("5973/UBND-KT", None, issued_date=DAY), "vn-52:cong-van:5973/ubnd-kt:2021"),
        (
            Header("12/KH-UBND", "Kế hoạch", issuer="UBND huyện Tuy Phước", issued_date=DAY),
            "vn-52.huyen-tuy-phuoc:ke-hoach:12/kh-ubnd:2021",
        ),
        (Header("100/2015/QH13", None, issued_date=DAY), None),
        (Header("12", "Kế hoạch", issued_date=DAY), None),
        (Header(None, "Kế hoạch", issued_date=DAY), None),
    ],
)
def test_a_plan_has_the_id_that_its_citations_have(header, law_id):
    assert document_law_id(header, home_of("tỉnh Bình Định")) == law_id


@given(st.sampled_from([case for case in CASES if case[1]]), st.sampled_from(["\t", "\u00a0", "\u202f"]))
def test_blanks_do_not_change_the_id(case, blank):
    citation, law_id, _ = case
    text = citation.replace(" ", blank)
    assert [found.law_id for found in resolved(text, home_of("tỉnh Bình Định"), DAY)] == [law_id]


def test_ids_are_readable_and_of_one_form():
    form = re.compile(r"vn(?:-\d\d[a-z-]*(?:\.[a-z0-9-]+)?)?:[a-z-]+(?::[a-z0-9/-]+)?(?::(?:\d{4}|\?))?")
    for _, law_id, _ in CASES:
        assert law_id is None or form.fullmatch(law_id), law_id


def test_the_laws_of_the_lexicon_are_whole():
    rows = lexicon_csv("laws")
    assert len({row["number"] for row in rows}) == len(rows)
    for row in rows:
        day = datetime.date.fromisoformat(row["date"])
        count, year, assembly = row["number"].split("/")
        assert (count.isdigit(), year, bool(re.fullmatch(r"QH1[0-5]", assembly))) == (True, str(day.year), True), row
        assert row["name"]
        assert row["source"]
        # The terms of the National Assembly: VIII 1987, IX 1992, X 1997, XI 2002, XII 2007, XIII 2011, XIV 2016, XV 2021.
        begins = {"QH10": 1997, "QH11": 2002, "QH12": 2007, "QH13": 2011, "QH14": 2016, "QH15": 2021}[assembly]
        assert begins <= day.year <= begins + 5, row


def test_the_issuers_of_the_lexicon_are_listed_once_and_folded():
    codes = [code for listed in lexicon_yaml("law_issuers")["codes"].values() for code in listed]
    assert len(set(codes)) == len(codes)
    assert all(canonical_number(code) == code for code in codes)


def test_levels_and_ids_leave_the_citation_as_it_was():
    reference = Reference("basis", find_citations("Luật Đầu tư công 2019")[0], section=3)
    assert replace(resolve_references([reference], None, None)[0], law_id=None, level=None) == reference
