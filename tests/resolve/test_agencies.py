"""Mentions against the agencies that they mean (`agencies.yaml`), the registry, and what holds for any text."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import lexicon_csv
from pipeline.resolve import resolve_agencies
from pipeline.resolve.registry import registry

CORPUS: dict[str, dict[str, list[str] | None]] = yaml.safe_load(
    (Path(__file__).parent / "agencies.yaml").read_text(encoding="utf-8")
)
DATES = {"48": datetime.date(2020, 4, 29), "62": datetime.date(2019, 10, 21), "": datetime.date(2020, 1, 1)}
CASES = [(code, mention, expected) for code, mentions in CORPUS.items() for mention, expected in mentions.items()]
MENTIONS = [mention for _, mention, _ in CASES]
ANY_MENTION = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*MENTIONS, " ", ", ", " - ", " thành phố", " tỉnh ", "("]), max_size=4).map("".join),
)


@pytest.mark.parametrize(("code", "mention", "expected"), CASES)
def test_resolve(code: str, mention: str, expected: list[str] | None) -> None:
    agency = resolve_agencies(code or None, DATES[code], [mention]).by_mention.get(mention)
    told: list[Any] | None = [agency.agency_id, agency.kind, agency.level] if agency else None
    assert told == expected


def test_names_of_one_agency_agree() -> None:
    found = resolve_agencies("48", DATES["48"], ["vườn ươm doanh nghiệp Đà Nẵng", "Vườn ươm Doanh nghiệp Đà Nẵng"])
    assert {agency.name for agency in found.by_mention.values()} == {"Vườn ươm Doanh nghiệp Đà Nẵng"}


@pytest.mark.parametrize(
    ("mention", "chain"),
    [
        ("Sở Kế hoạch và Đầu tư", ["62:so-ke-hoach-va-dau-tu", "62:so-tai-chinh", "51:so-tai-chinh"]),
        (
            "Sở Thông tin và Truyền thông",
            ["62:so-thong-tin-va-truyen-thong", "62:so-khoa-hoc-va-cong-nghe", "51:so-khoa-hoc-va-cong-nghe"],
        ),
        ("Sở GTVT", ["62:so-giao-thong-van-tai", "62:so-xay-dung", "51:so-xay-dung"]),
        ("Sở LĐ-TB&XH", ["62:so-lao-dong-thuong-binh-va-xa-hoi", "62:so-noi-vu", "51:so-noi-vu"]),
        ("Sở TN&MT", ["62:so-tai-nguyen-va-moi-truong", "62:so-nong-nghiep-va-moi-truong", "51:so-nong-nghiep-va-moi-truong"]),
        ("Bộ KH&ĐT", ["vn:bo-ke-hoach-va-dau-tu", "vn:bo-tai-chinh"]),
    ],
)
def test_successors(mention: str, chain: list[str]) -> None:
    found = resolve_agencies("62", DATES["62"], [mention])
    by_id = {agency.agency_id: agency for agency in found.agencies}
    reached: list[str] = [found.by_mention[mention].agency_id]
    while successor := by_id[reached[-1]].successor_id:
        reached.append(successor)
    assert reached == chain


def test_a_code_borne_by_two_provinces_makes_two_agencies() -> None:
    before = resolve_agencies("44", datetime.date(2020, 1, 1), ["Sở Tài chính"]).by_mention["Sở Tài chính"]
    after = resolve_agencies("44", datetime.date(2026, 1, 1), ["Sở Tài chính"]).by_mention["Sở Tài chính"]
    assert (before.agency_id, before.name) == ("44:so-tai-chinh", "Sở Tài chính tỉnh Quảng Bình")
    assert (after.agency_id, after.name) == ("44-quang-tri:so-tai-chinh", "Sở Tài chính tỉnh Quảng Trị")
    assert before.successor_id == after.agency_id
    assert before.province_code == after.province_code == "44"


def test_a_mention_in_the_words_of_a_successor_hides_it_not() -> None:
    mention = "Sở Tài chính tỉnh Quảng Trị"  # before and after the merger the same name under another code
    found = resolve_agencies("45", datetime.date(2000, 1, 1), [mention])
    assert found.by_mention[mention].agency_id == "45:so-tai-chinh"
    assert [agency.agency_id for agency in found.agencies] == ["44-quang-tri:so-tai-chinh", "45:so-tai-chinh"]


def test_validity() -> None:
    found = resolve_agencies(
        "48", DATES["48"], ["Sở Kế hoạch và Đầu tư", "Sở Nông nghiệp và Môi trường", "UBND quận Hải Châu"]
    ).by_mention
    assert found["Sở Kế hoạch và Đầu tư"].valid_to == datetime.date(2025, 2, 28)
    assert found["Sở Nông nghiệp và Môi trường"].valid_from == datetime.date(2025, 3, 1)
    assert found["UBND quận Hải Châu"].valid_to == datetime.date(2025, 6, 30)


def test_successors_stand_in_the_registry() -> None:
    entries = registry().by_key
    for entry in entries.values():
        assert not entry.successor or entries[entry.successor].scope == entry.scope


def test_every_line_of_the_registry_has_a_source() -> None:
    assert [row["key"] for row in lexicon_csv("agencies") if not row["source"] or not row["key"].isascii()] == [
        row["key"] for row in lexicon_csv("agencies") if row["match"] == "word" and not row["key"].isascii()
    ]


@given(st.lists(ANY_MENTION, max_size=4), st.sampled_from([None, "48", "62", "44"]), st.one_of(st.none(), st.dates()))
def test_any_mention_is_read(mentions: list[str], code: str | None, date: datetime.date | None) -> None:
    found = resolve_agencies(code, date, mentions)
    ids = [agency.agency_id for agency in found.agencies]
    assert len(ids) == len(set(ids))
    for agency in found.agencies:
        assert agency.agency_id.isascii()
        assert not agency.agency_id.endswith((":", "-"))
        assert agency.name
        assert agency.successor_id is None or agency.successor_id in ids
    assert resolve_agencies(code, date, reversed(mentions)) == found
