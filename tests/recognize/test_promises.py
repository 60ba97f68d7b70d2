"""Targets in sentences against two corpora of paragraphs, and what holds for any text.

`promises.yaml` has the shapes that published plans showed; `promise_fields.yaml` invented sentences of other fields, sorted by
the rule that they try.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.orthography import fold_space
from pipeline.recognize.promise_dates import find_horizon
from pipeline.recognize.promises import Promise, find_promises

CORPUS: list[dict[str, Any]] = [
    case
    for name in ("promises.yaml", "promise_fields.yaml")
    for case in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
]
PIECES = [piece for case in CORPUS for piece in case["text"].split()]
MIXED = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text()


def fields(promise: Promise) -> list[object]:
    return [
        promise.indicator,
        promise.text,
        promise.comparator,
        promise.value_min,
        promise.value_max,
        promise.unit,
        promise.frequency,
        promise.horizon,
    ]


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["text"][:70])
def test_finds_the_promises_of_a_paragraph(case: dict[str, Any]) -> None:
    assert [fields(promise) for promise in find_promises(case["text"])] == case["promises"]


def test_a_heading_dates_what_the_paragraph_leaves_open() -> None:
    until = date(2025, 12, 31)
    (promise,) = find_promises("Hỗ trợ phát triển ít nhất 50 doanh nghiệp.", horizon=until)
    assert promise.horizon == until
    (promise,) = find_promises("Đến năm 2030: Hỗ trợ phát triển ít nhất 50 doanh nghiệp.", horizon=until)
    assert promise.horizon == date(2030, 12, 31)


def test_levels_can_be_left_out() -> None:
    text = "Đến năm 2023: Xây dựng khu tập trung dịch vụ hỗ trợ khởi nghiệp của tỉnh."
    assert len(find_promises(text)) == 1
    assert find_promises(text, levels=False) == ()


def test_a_date_before_a_colon_governs_the_sentences_behind_it() -> None:
    promises = find_promises("Đến năm 2025: Trồng 500 ha rừng. Xây dựng 03 hồ chứa. Đến năm 2030: Trồng 900 ha rừng.")
    assert [promise.horizon for promise in promises] == [date(2025, 12, 31), date(2025, 12, 31), date(2030, 12, 31)]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Nhiệm vụ trọng tâm giai đoạn 2020 - 2025", date(2025, 12, 31)),
        ("2. Mục tiêu cụ thể đến năm 2030", date(2030, 12, 31)),
        ("a) Đến hết quý III/2026", date(2026, 9, 30)),
        ("Chỉ tiêu đến hết tháng 6 năm 2024", date(2024, 6, 30)),
        ("Trước ngày 15/12/2025", date(2025, 12, 15)),
        ("Mục tiêu năm 2024", date(2024, 12, 31)),
        ("Đợt cao điểm tháng 6/2019", date(2019, 6, 30)),
        ("Nhiệm vụ trọng tâm quý III/2024", date(2024, 9, 30)),
        ("Hoàn thành đến 10 tháng 5 năm 2027", date(2027, 5, 10)),
        ("Kế hoạch ban hành ngày 05 tháng 5 năm 2021", None),
        ("Một số chỉ tiêu cụ thể", None),
        ("Định hướng đến năm 2045", None),
        ("Trước ngày 31/02/2025", None),
    ],
)
def test_reads_the_date_of_a_heading(heading: str, day: date | None) -> None:
    assert find_horizon(heading) == day


@given(MIXED)
def test_promises_stand_where_they_say(text: str) -> None:
    for promise in find_promises(text):
        assert promise.indicator
        if promise.text:
            assert fold_space(text[promise.span.start : promise.span.end]) == promise.text
        assert (promise.comparator == "") == (promise.value_min is None)


@given(MIXED)
def test_reading_is_the_same_each_time(text: str) -> None:
    assert find_promises(text) == find_promises(text)
