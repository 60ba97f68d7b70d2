"""The time grammar against a corpus of phrases (`times.yaml`), and what holds for any text."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import TimeExpression
from pipeline.orthography import fold_space
from pipeline.recognize.times import find_times, read_time, read_times, time_share

# edtf_validate uses names that newer releases of pyparsing have renamed.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from edtf_validate.valid_edtf import is_valid

CORPUS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "times.yaml").read_text(encoding="utf-8"))
CELLS: dict[str, list[Any]] = {**CORPUS["guidelines"], **CORPUS["cells"]}
PHRASES = [*CELLS, *CORPUS["no_cells"], *CORPUS["sentences"], *CORPUS["no_sentences"], *CORPUS["statements"]]
MARKS = [
    "",
    " ",
    ", ",
    "; ",
    " và ",
    " (",
    ")",
    ". ",
    "\n",
    " - ",
    "/",
    ":",
    "\u00a0",
    "15",
    "2025",
    "/2025",
    " năm ",
    "ngày ",
    "hằng ",
]
PIECES = st.lists(st.sampled_from([*PHRASES, *MARKS]), max_size=8).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=80), PIECES)


def value(found: TimeExpression | None) -> list[Any] | None:
    return None if found is None else [found.kind, found.start, found.end, found.recurrence, found.edtf]


def told(found: TimeExpression) -> list[Any]:
    return [found.text, found.kind, found.recurrence or found.end]


@pytest.mark.parametrize("text", CELLS)
def test_reads_a_cell(text: str) -> None:
    found = read_time(text)
    assert value(found) == CELLS[text]
    assert found is not None
    assert found.text == fold_space(text).strip("-. ")


# A time only in a cell, or a time and a condition that are two expressions in a sentence.
ONLY_CELLS = {"3/2025", "2021", "Thường xuyên", "Thường xuyên hằng năm", "Năm 2025 và triển khai sau khi được phê duyệt"}


@pytest.mark.parametrize("text", [text for text in CORPUS["guidelines"] if text not in ONLY_CELLS])
def test_finds_a_phrase_of_the_guidelines_in_a_sentence(text: str) -> None:
    sentence = f"Sở Tài chính tham mưu {text}; giao Sở Y tế."
    (found,) = find_times(sentence)
    assert value(found) == CORPUS["guidelines"][text]
    assert found.text == text


@pytest.mark.parametrize(("text", "year", "expected"), CORPUS["with_year"])
def test_fills_the_year_of_the_plan(text: str, year: int, expected: list[Any]) -> None:
    assert value(read_time(text, year=year)) == expected


@pytest.mark.parametrize("text", CORPUS["no_cells"])
def test_reads_no_time(text: str) -> None:
    assert read_time(text) is None
    assert read_times(text) == ()


@pytest.mark.parametrize("text", CORPUS["statements"])
def test_reads_statements(text: str) -> None:
    assert [[found.text, found.kind, found.recurrence] for found in read_times(text)] == CORPUS["statements"][text]


@pytest.mark.parametrize("text", CORPUS["sentences"])
def test_finds_times(text: str) -> None:
    assert [told(found) for found in find_times(text)] == CORPUS["sentences"][text]


@pytest.mark.parametrize("text", CORPUS["no_sentences"])
def test_finds_nothing(text: str) -> None:
    assert find_times(text) == ()


@pytest.mark.parametrize(("text", "least", "greatest"), CORPUS["shares"])
def test_share(text: str, least: float, greatest: float) -> None:
    assert least <= time_share(text) <= greatest


def test_finding_fills_the_year() -> None:
    (found,) = find_times("báo cáo trước ngày 15/12", year=2025)
    assert value(found) == ["before", None, datetime.date(2025, 12, 15), None, "../2025-12-15"]


@pytest.mark.parametrize("text", [*CELLS, *CORPUS["sentences"]])
def test_standards(text: str) -> None:
    for found in (*find_times(text), *read_times(text)):
        assert_well_formed(text, found)


@given(ANY_TEXT)
def test_found_times_stand_in_the_text_in_order(text: str) -> None:
    behind = 0
    for found in find_times(text):
        assert_well_formed(text, found)
        assert behind <= found.span.start < found.span.end
        behind = found.span.end


@given(ANY_TEXT)
def test_cells_are_read_the_same_again(text: str) -> None:
    found = read_time(text)
    several = read_times(text)
    assert (found is None) == (several == ())
    for each in several:
        assert_well_formed(text, each)
    if found is not None:
        assert_well_formed(text, found)
        assert value(read_time(text[found.span.start : found.span.end])) == value(found)
    assert 0 <= time_share(text) <= 1


@given(st.sampled_from(sorted(CELLS)))
def test_folded_text_reads_the_same(text: str) -> None:
    found = read_time(text)
    assert found is not None
    if "\n" not in text:
        assert value(read_time(found.text)) == value(found)


@given(st.lists(st.sampled_from(sorted(CORPUS["sentences"])), min_size=2, max_size=4))
@settings(max_examples=settings().max_examples // 3)
def test_sentences_do_not_touch_each_other(sentences: list[str]) -> None:
    joined = ". ".join(sentence.rstrip(".") + " kết quả" for sentence in sentences)
    apart = [told(found) for sentence in sentences for found in find_times(sentence.rstrip(".") + " kết quả")]
    assert [told(found) for found in find_times(joined)] == apart


@pytest.mark.parametrize(
    "piece", ["(", "giai đoạn (", "từ ", "năm 2021, ", "sau khi ", "6 tháng ", "định kỳ ", "1/", "hằng năm ("]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    text = piece * 20_000
    find_times(text)
    read_times(text)
    time_share(text)


def assert_well_formed(text: str, found: TimeExpression) -> None:
    assert found.text == fold_space(text[found.span.start : found.span.end])
    assert found.start is None or found.end is None or found.start <= found.end
    assert found.edtf is None or is_valid(found.edtf), found.edtf
    if found.recurrence:
        assert next(iter(rrulestr(found.recurrence, dtstart=datetime.datetime(2020, 1, 1)))) >= datetime.datetime(2020, 1, 1)
