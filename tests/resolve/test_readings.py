"""How a mention was reached and how sure that is; short forms, shared heads, slips, districts and successors."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import lexicon_csv
from pipeline.model import Agency
from pipeline.resolve import Reading, is_central, resolve_agencies, with_heads
from pipeline.resolve.definitions import definitions
from pipeline.resolve.districts import find_district
from pipeline.resolve.lineage import lineage
from pipeline.resolve.near import letter_distance, near_name
from pipeline.resolve.places import heir_of, province_of_code
from pipeline.resolve.registry import NATION, PROVINCE, registry, tokens

DAY = datetime.date(2020, 4, 29)


def read(mention: str, *, text: str = "", code: str | None = "62", date: datetime.date = DAY) -> Reading | None:
    return resolve_agencies(code, date, [mention], text).readings.get(mention)


@pytest.mark.parametrize(
    ("mention", "resolution", "confidence"),
    [
        ("Sở Tài chính", "exact", 1.0),
        ("Sở Tài chính tỉnh Kon Tum", "exact", 1.0),
        ("UBND tỉnh", "variant", 0.98),
        ("Sở KH&CN", "variant", 0.98),
        ("Sở Nội vu", "near", 0.95),
        ("Sở Xâv dựng", "near", 0.9),
        ("Sở Nông nghiệp và Môi trường", "exact", 0.9),  # five years before it was founded
        ("các sở, ngành", "collective", 0.95),
        ("Chủ tịch UBND tỉnh", "person", 0.95),
        ("Trường Cao đẳng Kon Tum", "open", 0.8),
        ("UBND huyện Đăk Hà", "exact", 1.0),
        ("UBND huyện Không Có", "open", 0.8),
    ],
)
def test_the_way_and_the_confidence(mention: str, resolution: str, confidence: float) -> None:
    found = read(mention)
    assert found is not None
    assert (found.resolution, found.confidence) == (resolution, confidence)


# --- slips --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Sở Khao học và Công nghệ", "so-khoa-hoc-va-cong-nghe"),
        ("Sở Kế hoọch và Đầu tư", "so-ke-hoach-va-dau-tu"),
        ("Liên hiệp các Hội Khoa học và Kỹ thuạt", "lien-hiep-cac-hoi-khoa-hoc-va-ky-thuat"),
        ("Sở Nộl vụ", "so-noi-vu"),
        ("Sở Nôngg vụ", None),  # as near to nothing as to two names
        ("Sở Nông vụ", None),
        ("Sở Ngân vụ", None),
        ("Sở Du học", None),
        ("Hội Người buồn", None),
        ("Sở Y", None),
    ],
)
def test_a_near_name(words: str, expected: str | None) -> None:
    found = near_name(tokens(words), PROVINCE)
    assert (registry().by_spelling[PROVINCE, found.spelling][0].key if found else None) == expected


@pytest.mark.parametrize(("one", "other"), [("Sở Nội vụ", "Sở Ngoại vụ"), ("Sở Công nghiệp", "Sở Công Thương")])
def test_names_that_look_alike_stay_apart(one: str, other: str) -> None:
    first, second = read(one), read(other)
    assert first is not None
    assert second is not None
    assert first.agency.agency_id != second.agency.agency_id
    assert {first.resolution, second.resolution} == {"exact"}


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("xav", "xay", 1), ("khao", "khoa", 1), ("noi", "ngoai", 2), ("so", "", 2), ("ab", "cd", 2)],
)
def test_letter_distance(one: str, other: str, distance: int) -> None:
    assert letter_distance(one, other) == letter_distance(other, one) == distance


@given(st.text("abcđ", max_size=6), st.text("abcđ", max_size=6))
def test_letter_distance_is_a_distance(one: str, other: str) -> None:
    assert (letter_distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= letter_distance(one, other) <= max(len(one), len(other))


# --- shared heads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        (["Sở Xây dựng", "TN&MT"], ["Sở Xây dựng", "Sở TN&MT"]),
        (["Sở Tài chính", "Nội vụ", "Y tế"], ["Sở Tài chính", "Sở Nội vụ", "Sở Y tế"]),
        (["Các Bộ: Tài chính", "Y tế"], ["Các Bộ: Tài chính", "Bộ Y tế"]),
        (["Hội Nông dân tỉnh", "Phụ nữ"], ["Hội Nông dân tỉnh", "Hội Phụ nữ"]),
        (["Sở Tài chính", "Công an tỉnh", "Y tế"], ["Sở Tài chính", "Công an tỉnh", "Y tế"]),
        (["Sở Tài chính", "các sở, ngành"], ["Sở Tài chính", "các sở, ngành"]),
        (["Sở Tài chính", "Năm 2025"], ["Sở Tài chính", "Năm 2025"]),
        (["UBND tỉnh", "Nội vụ"], ["UBND tỉnh", "Nội vụ"]),
        (["Nội vụ"], ["Nội vụ"]),
        ([], []),
    ],
)
def test_shared_heads(mentions: list[str], expected: list[str]) -> None:
    assert with_heads(mentions) == expected


# --- short forms that the plan defines ---------------------------------------------------------------------------------------

COMMITTEE = "62:ban-chi-dao-chuyen-doi-so"


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("Kiện toàn Ban Chỉ đạo Chuyển đổi số tỉnh (sau đây gọi tắt là Ban Chỉ đạo).", "Ban Chỉ đạo", COMMITTEE),
        ("Ban Chỉ đạo Chuyển đổi số tỉnh Kon Tum, sau đây gọi là Ban Chỉ đạo, họp hằng quý.", "ban chỉ đạo", COMMITTEE),
        ('giao Sở Tài chính (sau đây gọi là "cơ quan chủ trì") lập dự toán', "Cơ quan chủ trì", "62:so-tai-chinh"),
        ("Ban Quản lý Khu kinh tế tỉnh (gọi tắt là Ban) thẩm định", "Ban", "62:ban-quan-ly-khu-kinh-te"),
        ("Trường Cao đẳng Kon Tum (KTC) đào tạo", "KTC", "vn:truong-cao-dang-kon-tum"),
        ("Quyết định phê duyệt Đề án 06 (sau đây gọi tắt là Đề án)", "Đề án", None),
        ("Ban Chỉ đạo Chuyển đổi số tỉnh (sau đây gọi tắt là Ban Chỉ đạo)", "Ban Giám đốc", None),
        (
            "Ban Chỉ đạo Chuyển đổi số tỉnh (gọi tắt là Ban Chỉ đạo); Ban Chỉ đạo 389 tỉnh (gọi tắt là Ban Chỉ đạo)",
            "Ban Chỉ đạo",
            None,
        ),
        ("Ban Chỉ đạo được thành lập", "Ban Chỉ đạo", None),
        ("các cơ quan thuộc Chính phủ (gọi tắt là Khối A)", "Khối A", None),
        ("Tổ giúp việc của Ban Chỉ đạo 389 tỉnh (gọi tắt là Ban)", "Ban", "62:to-giup-viec-cua-ban-chi-dao-389"),
    ],
)
def test_definitions(text: str, mention: str, expected: str | None) -> None:
    found = read(mention, text=text)
    assert (found.agency.agency_id if found else None) == expected
    assert found is None or found.resolution == "defined"


@given(st.text("Sở (sauđâygọitắtlà)\n,.;“A", max_size=200))
def test_any_text_may_define(text: str) -> None:
    assert set(definitions(text, ["a", "sở"], lambda name: True)) <= {"a", "sở"}


# --- places -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "code", "date", "agency_id", "district"),
    [
        ("UBND quận Hải Châu", "48", DAY, "48:uy-ban-nhan-dan-quan-hai-chau", "492"),
        ("UBND quận Hải Châu, thành phố Đà Nẵng", "62", DAY, "48:uy-ban-nhan-dan-quan-hai-chau", "492"),
        ("UBND huyện Đắk Hà", "62", DAY, "62:uy-ban-nhan-dan-huyen-dak-ha", "615"),
        ("UBND Quận 1", "79", DAY, "79:uy-ban-nhan-dan-quan-1", "760"),
        ("UBND quận Thủ Đức", "79", DAY, "79:uy-ban-nhan-dan-quan-thu-duc", "762"),
        ("UBND thành phố Thủ Đức", "79", datetime.date(2022, 1, 1), "79:uy-ban-nhan-dan-thanh-pho-thu-duc", "769"),
        ("UBND huyện Điện Bàn", "49", datetime.date(2010, 1, 1), "49:uy-ban-nhan-dan-huyen-dien-ban", "507"),
        ("UBND huyện Hòa Vang", "48", datetime.date(2025, 9, 1), "48:uy-ban-nhan-dan-huyen-hoa-vang", "497"),
        ("UBND thành phố Tam Kỳ", "48", datetime.date(2025, 9, 1), "49:uy-ban-nhan-dan-thanh-pho-tam-ky", "502"),
        ("UBND thành phố Cao Lãnh", "87", DAY, "87:uy-ban-nhan-dan-thanh-pho-cao-lanh", "866"),
        ("UBND huyện Cao Lãnh", "87", DAY, "87:uy-ban-nhan-dan-huyen-cao-lanh", "873"),
        ("Công an huyện Củ Chi", "79", DAY, "79:cong-an-huyen-cu-chi", "783"),
        ("UBND xã Hòa Tiến", "48", DAY, "48:uy-ban-nhan-dan-xa-hoa-tien", None),
        ("UBND huyện Ba Vì", "48", DAY, "48:uy-ban-nhan-dan-huyen-ba-vi", None),
    ],
)
def test_districts(mention: str, code: str, date: datetime.date, agency_id: str, district: str | None) -> None:
    found = read(mention, code=code, date=date)
    assert found is not None
    assert (found.agency.agency_id, found.agency.district_code) == (agency_id, district)


def test_every_district_is_found_by_its_name() -> None:
    for row in lexicon_csv("districts"):
        day = datetime.date.fromisoformat(row["valid_to"])
        province = province_of_code(row["province_code"], day)
        assert province is not None
        found = find_district(row["kind"], row["name"], province, day)
        assert found is not None
        assert found.code == row["code"]


def test_no_district_of_another_province() -> None:
    kon_tum = province_of_code("62", DAY)
    assert kon_tum is not None
    assert find_district("quận", "Hải Châu", kon_tum, DAY) is None
    assert find_district("huyện", "", kon_tum, DAY) is None


@pytest.mark.parametrize(("issuer", "expected"), [("CHÍNH PHỦ", True), ("Bộ Tài chính", True), ("UBND TỈNH KON TUM", False)])
def test_central_issuers(issuer: str, expected: bool) -> None:
    assert is_central(issuer) is expected


# --- successors ---------------------------------------------------------------------------------------------------------------


def chain(first: Agency, following: tuple[Agency, ...]) -> Iterator[Agency]:
    by_id = {agency.agency_id: agency for agency in (first, *following)}
    agency = first
    while agency.successor_id:
        agency = by_id[agency.successor_id]
        yield agency


def test_every_line_ends_in_a_current_agency() -> None:
    """Each entry in provinces of all kinds: successors follow in time, parts exist, and the last one is the current one."""
    provinces = [province_of_code(code, DAY) for code in ("01", "44", "46", "48", "49", "51", "62", "79")]
    entries = [entry for entry in registry().by_key.values() if entry.scope in (NATION, PROVINCE)]
    for entry in entries:
        for province in provinces if entry.scope == PROVINCE else [None]:
            first, *rest = lineage(entry, province)
            line = [first, *chain(first, tuple(rest))]
            assert line[-1].agency_id == first.current_id
            assert line[-1].class_id == first.current_class_id
            assert {part for agency in (first, *rest) for part in agency.part_successor_ids} <= {
                agency.agency_id for agency in (first, *rest)
            }
            for before, after in pairwise(line):
                assert before.valid_to is None or after.valid_to is None or before.valid_to <= after.valid_to
                assert after.valid_from is None or after.valid_to is None or after.valid_from <= after.valid_to
            assert all(agency.province_code is None or agency.level != "central" for agency in line)


@pytest.mark.parametrize(
    ("mention", "code", "current"),
    [
        ("Sở Kế hoạch và Đầu tư", "48", "48:so-tai-chinh"),
        ("Sở Giao thông vận tải", "79", "79:so-xay-dung"),
        ("Sở Thương mại", "28", "01:so-cong-thuong"),
        ("Sở Bưu chính, Viễn thông", "62", "51:so-khoa-hoc-va-cong-nghe"),
        ("Sở Thủy sản", "89", "91-an-giang:so-nong-nghiep-va-moi-truong"),
        ("Sở Tài nguyên và Môi trường", "46", "46-hue:so-nong-nghiep-va-moi-truong"),
        ("Sở Du lịch", "48", "48:so-van-hoa-the-thao-va-du-lich"),
        ("Cục Thống kê", "62", "51:thong-ke"),
        ("Cục Thi hành án dân sự tỉnh", "62", "51:thi-hanh-an-dan-su"),
        ("Ban Dân vận Tỉnh ủy", "62", "51:ban-tuyen-giao-va-dan-van-cap-uy"),
        ("Bộ Kế hoạch và Đầu tư", "62", "vn:bo-tai-chinh"),
        ("Tổng cục Thuế", "62", "vn:cuc-thue-bo-tai-chinh"),
        ("UBND huyện Đăk Hà", "62", "62:uy-ban-nhan-dan-huyen-dak-ha"),
    ],
)
def test_current(mention: str, code: str, current: str) -> None:
    found = read(mention, code=code, date=datetime.date(2007, 6, 1))
    assert found is not None
    assert found.agency.current_id == current


def test_a_province_may_go_its_own_way() -> None:
    found = resolve_agencies("79", DAY, ["Sở Giao thông vận tải"])
    by_id = {agency.agency_id: agency for agency in found.agencies}
    assert by_id["79:so-giao-thong-van-tai"].successor_id == "79:so-giao-thong-cong-chanh"
    assert by_id["79:so-giao-thong-cong-chanh"].valid_to == datetime.date(2025, 6, 30)
    assert by_id["79:so-giao-thong-cong-chanh"].successor_id == "79:so-xay-dung"


def test_parts_went_elsewhere() -> None:
    found = resolve_agencies("48", DAY, ["Sở LĐ-TB&XH"])
    agency = found.by_mention["Sở LĐ-TB&XH"]
    assert agency.successor_id == "48:so-noi-vu"
    assert set(agency.part_successor_ids) >= {"48:so-y-te", "48:so-giao-duc-va-dao-tao"}
    assert set(agency.part_successor_ids) <= {each.agency_id for each in found.agencies}


@pytest.mark.parametrize(
    ("mention", "date", "expected"),
    [
        ("Cục Thuế", datetime.date(2020, 1, 1), "48:cuc-thue"),
        ("Cục Thuế", datetime.date(2025, 5, 1), "vn:cuc-thue-bo-tai-chinh"),
        ("Cục Thuế thành phố", datetime.date(2025, 5, 1), "48:cuc-thue"),
        ("Bộ đội Biên phòng thành phố", datetime.date(2020, 1, 1), "48:bo-chi-huy-bo-doi-bien-phong"),
        ("Bộ đội Biên phòng thành phố", datetime.date(2025, 9, 1), "48:ban-chi-huy-bo-doi-bien-phong"),
        ("Sở VHTT", datetime.date(2007, 1, 1), "48:so-van-hoa-thong-tin"),
        ("Sở VHTT", datetime.date(2020, 1, 1), "48:so-van-hoa-va-the-thao"),
    ],
)
def test_the_date_tells_who_bore_a_name(mention: str, date: datetime.date, expected: str) -> None:
    found = read(mention, code="48", date=date)
    assert found is not None
    assert found.agency.agency_id == expected


def test_the_lexicon_of_changes_names_entries_and_units() -> None:
    units = {
        unit.unit
        for row in lexicon_csv("provinces")
        for unit in (province_of_code(row["code"], DAY), province_of_code(row["code"], datetime.date(2026, 1, 1)))
        if unit
    }
    for row in lexicon_csv("agency_changes"):
        assert row["key"] in registry().by_key
        assert row["unit"] in units
        assert row["source"]
        assert row["successor"] in ("", "-") or row["successor"] in registry().by_key


def test_every_entry_says_whether_it_was_checked() -> None:
    for row in lexicon_csv("agencies"):
        if row["match"] == "name":
            assert row["checked"] in ("verified", "memory"), row["key"]


def test_an_heir_never_ends_before_its_province() -> None:
    kon_tum = province_of_code("62", DAY)
    assert kon_tum is not None
    heir = heir_of(kon_tum)
    assert heir is not None
    assert heir.code == "51"
