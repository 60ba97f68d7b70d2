"""Provinces by name and date: the official codes before and after 1 July 2025."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import lexicon_csv
from pipeline.resolve import find_province, province_of_code
from pipeline.resolve.places import heir_of, life_of, province_named, slug

BEFORE, AFTER = datetime.date(2020, 4, 29), datetime.date(2025, 12, 24)


@pytest.mark.parametrize(
    ("text", "date", "code", "name", "code_2025"),
    [
        ("Ủy ban nhân dân thành phố Đà Nẵng", BEFORE, "48", "Đà Nẵng", "48"),
        ("UBND TỈNH KON TUM", BEFORE, "62", "Kon Tum", "51"),
        ("Hải Phòng, ngày 10 tháng 12 năm 2020", BEFORE, "31", "Hải Phòng", "31"),
        ("Tỉnh Đắk Lắk", BEFORE, "66", "Đắk Lắk", "66"),
        ("Tỉnh Đắc Lắc", AFTER, "66", "Đắk Lắk", "66"),
        ("Tỉnh Quảng Trị", BEFORE, "45", "Quảng Trị", "44"),
        ("Tỉnh Quảng Trị", AFTER, "44", "Quảng Trị", "44"),
        ("Tỉnh Quảng Bình", BEFORE, "44", "Quảng Bình", "44"),
        ("Tỉnh Bắc Ninh", BEFORE, "27", "Bắc Ninh", "24"),
        ("Tỉnh Bắc Ninh", AFTER, "24", "Bắc Ninh", "24"),
        ("ỦY BAN NHÂN DÂN TỈNH HOÀ BÌNH", BEFORE, "17", "Hòa Bình", "25"),
        ("UBND tỉnh Thừa Thiên - Huế", BEFORE, "46", "Thừa Thiên Huế", "46"),
        ("Thừa Thiên Huế,\nngày 13 tháng 5 năm 2024", BEFORE, "46", "Thừa Thiên Huế", "46"),
        ("Ủy ban nhân dân thành phố Huế", datetime.date(2025, 3, 1), "46", "Huế", "46"),
        ("Huế, ngày 3 tháng 3 năm 2019", BEFORE, "46", "Thừa Thiên Huế", "46"),
        ("Tỉnh Bà Rịa-Vũng Tàu", BEFORE, "77", "Bà Rịa - Vũng Tàu", "79"),
        ("TP. Hồ Chí Minh", BEFORE, "79", "Hồ Chí Minh", "79"),
        ("UBND TPHCM", AFTER, "79", "Hồ Chí Minh", "79"),
        ("UBND tỉnh Hà Tây", datetime.date(2007, 5, 1), "28", "Hà Tây", "01"),
        ("Phan Rang-Tháp Chàm, ngày 05 tháng 3 năm 2007", datetime.date(2007, 3, 5), "58", "Ninh Thuận", "56"),
        ("Quy Nhơn, ngày 1 tháng 9 năm 2025", AFTER, "52", "Gia Lai", "52"),
        ("Đoàn TNCS Hồ Chí Minh tỉnh Kon Tum", BEFORE, "62", "Kon Tum", "51"),
        ("Ủy ban nhân dân thành phố Cao Lãnh, tỉnh Đồng Tháp", BEFORE, "87", "Đồng Tháp", "82"),
    ],
)
def test_find_province(text: str, date: datetime.date, code: str, name: str, code_2025: str) -> None:
    province = find_province(text, date)
    assert province is not None
    assert (province.code, province.name, province.code_2025) == (code, name, code_2025)


@pytest.mark.parametrize(
    "text",
    ["", "Sở Tài chính", "Chính phủ", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "xã Hòa Bình", "đường Điện Biên Phủ", "Hà"],
)
def test_no_province(text: str) -> None:
    assert find_province(text, BEFORE) is None


def test_without_a_date_the_last_bearer_of_the_name_is_meant() -> None:
    province = find_province("Tỉnh Quảng Trị", None)
    assert province is not None
    assert (province.code, province.unit) == ("44", "44-quang-tri")


@pytest.mark.parametrize(("date", "count"), [(datetime.date(2009, 1, 1), 63), (BEFORE, 63), (AFTER, 34)])
def test_number_of_provinces(date: datetime.date, count: int) -> None:
    found = {province_of_code(row["code"], date) for row in lexicon_csv("provinces")}
    in_force = [province for province in found if province is not None and province.distance(date) == 0]
    assert len(in_force) == count
    assert len({province.code for province in in_force}) == count


def test_every_province_leads_to_one_of_the_34() -> None:
    for row in lexicon_csv("provinces"):
        today = province_of_code(row["code_2025"], AFTER)
        assert today is not None
        assert today.distance(AFTER) == 0
        assert today.code_2025 == today.code == row["code_2025"]


def test_a_unit_is_one_province() -> None:
    names: dict[str, set[str]] = {}
    for row in lexicon_csv("provinces"):
        date = datetime.date.fromisoformat(row["valid_to"]) if row["valid_to"] else AFTER
        province = province_of_code(row["code"], date)
        assert province is not None
        names.setdefault(province.unit, set()).add(province.name)
    assert all(len(bearers) == 1 for bearers in names.values())


def test_life_and_heir() -> None:
    da_nang, kon_tum = province_of_code("48", BEFORE), province_of_code("62", BEFORE)
    assert da_nang is not None
    assert kon_tum is not None
    assert life_of(da_nang) == (None, None)
    assert heir_of(da_nang) is None
    assert life_of(kon_tum) == (None, datetime.date(2025, 6, 30))
    heir = heir_of(kon_tum)
    assert heir is not None
    assert heir.name == "Quảng Ngãi"


def test_an_unknown_code_is_none() -> None:
    assert province_of_code("00", BEFORE) is None
    assert province_named("Quảng", BEFORE) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Sở Khoa học và Công nghệ", "so-khoa-hoc-va-cong-nghe"), ("Đắk Lắk", "dak-lak"), ("Ðà Nẵng - 2", "da-nang-2"), ("", "")],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text(max_size=60), st.one_of(st.none(), st.dates()))
def test_any_text_is_read(text: str, date: datetime.date | None) -> None:
    province = find_province(text, date)
    assert province is None or province.code.isdigit()


@given(st.text(max_size=60))
def test_slugs_are_ascii_and_settled(text: str) -> None:
    assert slug(text).isascii()
    assert slug(slug(text)) == slug(text)
