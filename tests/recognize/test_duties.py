"""Agents of duties against a corpus of sentences, headings and openings (`duties.yaml`), and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.orthography import fold_space
from pipeline.recognize.duties import heading_agencies, is_charged_heading, opening_agency, parts_roles, read_duty

CORPUS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "duties.yaml").read_text(encoding="utf-8"))
MIXED = st.lists(st.sampled_from(CORPUS["pieces"]), max_size=25).map(" ".join) | st.text(max_size=60)


def ident(case: dict[str, Any]) -> str:
    return str(case["text"])[:60]


@pytest.mark.parametrize("case", CORPUS["sentences"], ids=ident)
def test_reads_a_duty(case: dict[str, Any]) -> None:
    agents = read_duty(case["text"])
    assert [mention.text for mention in agents.lead] == case["lead"]
    assert [mention.text for mention in agents.coordinating] == case["coordinating"]
    assert agents.opens is case["opens"]


@pytest.mark.parametrize("case", CORPUS["headings"], ids=ident)
def test_reads_a_heading(case: dict[str, Any]) -> None:
    assert [mention.text for mention in heading_agencies(case["text"])] == case["agencies"]


@pytest.mark.parametrize("case", CORPUS["openings"], ids=ident)
def test_reads_an_opening(case: dict[str, Any]) -> None:
    agencies, start = opening_agency(case["text"])
    assert [mention.text for mention in agencies] == case["agencies"]
    assert case["text"][start:] == case["description"]


@given(MIXED)
def test_agents_are_slices(text: str) -> None:
    agents = read_duty(text)
    for mention in (*agents.lead, *agents.coordinating, *heading_agencies(text)):
        assert mention.text == fold_space(text[mention.span.start : mention.span.end])


@given(MIXED)
def test_the_description_follows_the_agencies(text: str) -> None:
    agencies, start = opening_agency(text)
    assert bool(agencies) or start == 0
    assert all(mention.span.end <= start for mention in agencies)
    assert start <= len(text)


@pytest.mark.parametrize(
    ("heading", "charged"),
    [
        ("Sở Y tế", True),
        ("Các sở, ngành, địa phương:", True),
        ("2. Các sở, ngành theo chức năng, nhiệm vụ được giao:", True),
        ("Các sở, ngành, địa phương", False),
        ("Đối với các doanh nghiệp:", False),
        ("Các giải pháp:", False),
    ],
)
def test_agencies_alone_charge_what_stands_under_them(heading, charged):
    assert is_charged_heading(heading) is charged


@pytest.mark.parametrize(
    ("duty", "parted"),
    [
        ("Chủ trì, phối hợp với các Bộ: Công an, Tư pháp hoàn thiện quy trình", True),
        ("a) Chủ động phối hợp với Sở Y tế tuyên truyền", True),
        ("Phối hợp Sở Y tế tuyên truyền", True),
        ("Rà soát quy hoạch, phối hợp với Sở Y tế", False),
        ("Chủ trì tham mưu UBND tỉnh", False),
        ("", False),
    ],
)
def test_a_duty_may_open_with_its_partners(duty, parted):
    assert parts_roles(duty) is parted
