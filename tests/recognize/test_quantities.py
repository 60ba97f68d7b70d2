"""Numbers with comparators and units against a corpus of cells and phrases (`quantities.yaml`), and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Quantity
from pipeline.orthography import fold_space
from pipeline.recognize.numerals import read_digits, read_words
from pipeline.recognize.quantities import find_quantities, read_value, unit_share, value_share
from pipeline.recognize.units import unit_kind

CORPUS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "quantities.yaml").read_text(encoding="utf-8"))
SIGNS = "≥ ≤ > < % ( ) - – / , . ; : “ ” = ~"
NUMBERS = "5 05 10 15.000 0,7 2025 1.250,5 12/2025 57-NQ/TW 5G 24/7 2021-2025 7.5"
SYLLABLES = "từ đến trên dưới khoảng mỗi năm hằng tỷ lệ đồng triệu dự án xã một hai mươi lăm"
PIECES = [*f"{SIGNS} {NUMBERS} {SYLLABLES}".split(), "ít nhất", "trở lên", "/năm", "\n", "\u00a0"]
MIXED = (
    st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join) | st.text()
)


def fields(quantity: Quantity) -> list[object]:
    return [quantity.comparator, quantity.value_min, quantity.value_max, quantity.unit, quantity.frequency]


@pytest.mark.parametrize("case", CORPUS["values"], ids=lambda case: case[0])
def test_reads_a_value_cell(case: list[Any]) -> None:
    quantity = read_value(case[0])
    assert quantity is not None
    assert fields(quantity) == case[1:]


@pytest.mark.parametrize("text", CORPUS["no_values"])
def test_a_cell_without_quantity_has_no_value(text: str) -> None:
    assert read_value(text) is None


@pytest.mark.parametrize("case", CORPUS["found"], ids=lambda case: case["text"][:60])
def test_finds_quantities_in_running_text(case: dict[str, Any]) -> None:
    found = find_quantities(case["text"])
    assert [[quantity.text, *fields(quantity)] for quantity in found] == case["quantities"]


@pytest.mark.parametrize("text", CORPUS["nothing"])
def test_dates_names_and_ordinals_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize("case", CORPUS["found"], ids=lambda case: case["text"][:60])
@pytest.mark.parametrize("blank", ["\u00a0", "\n", "  "])
def test_blanks_and_case_do_not_matter(case: dict[str, Any], blank: str) -> None:
    expected = [fields(quantity) for quantity in find_quantities(case["text"])]
    changed = find_quantities(case["text"].replace(" ", blank))
    assert [fields(quantity) for quantity in changed] == expected
    raised = find_quantities(f"A {case['text'].upper()}")
    assert [[*fields(quantity)[:3], quantity.unit.lower()] for quantity in raised] == [
        [*values[:3], str(values[3]).lower()] for values in expected
    ]


@pytest.mark.parametrize("text", CORPUS["value_cells"])
def test_value_cells_look_like_values(text: str) -> None:
    assert value_share(text) >= 0.6


@pytest.mark.parametrize("text", CORPUS["other_cells"])
def test_other_cells_do_not_look_like_values(text: str) -> None:
    assert value_share(text) <= 0.15


@pytest.mark.parametrize("text", CORPUS["unit_cells"])
def test_unit_cells_look_like_units(text: str) -> None:
    assert unit_share(text) >= 0.5


@pytest.mark.parametrize("text", CORPUS["other_unit_cells"])
def test_other_cells_do_not_look_like_units(text: str) -> None:
    assert unit_share(text) <= 0.1


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("05", 5.0),
        ("15.000", 15000.0),
        ("0,7", 0.7),
        ("1.250,5", 1250.5),
        ("15,000", 15000.0),
        ("4.0", 4.0),
        ("1.2.3", None),
        ("2021,2022", None),
        ("9" * 400, None),
    ],
)
def test_reads_digits(printed: str, value: float | None) -> None:
    assert read_digits(printed) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("một", 1),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi lăm", 25),
        ("năm mươi mốt", 51),
        ("một trăm linh năm", 105),
        ("chín trăm chín mươi chín", 999),
    ],
)
def test_reads_number_words(words: str, value: float) -> None:
    keys = words.split()
    assert read_words(keys, 0) == (value, len(keys))


@pytest.mark.parametrize("words", ["năm", "tư", "lăm", "mươi", "trăm", "dự án"])
def test_words_of_other_meaning_begin_no_number(words: str) -> None:
    assert read_words(words.split(), 0) is None


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("%", "percent"), ("đồng/người", "money"), ("ha", "measure"), ("Dự án", "counted"), ("bông hoa", "plain"), ("", "")],
)
def test_sorts_units_by_kind(unit: str, kind: str) -> None:
    assert unit_kind(unit) == kind


@given(MIXED)
def test_quantities_stand_where_they_say(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert quantity.span.start >= end
        end = quantity.span.end
        assert fold_space(text[quantity.span.start : end]) == quantity.text
        assert quantity.value_min is not None
        assert quantity.value_max is None or quantity.value_max > quantity.value_min
        if quantity.unit_span is not None:
            assert quantity.span.covers(quantity.unit_span)
            assert fold_space(text[quantity.unit_span.start : quantity.unit_span.end]) == quantity.unit


@given(MIXED)
def test_any_cell_can_be_weighed(text: str) -> None:
    assert 0 <= value_share(text) <= 1
    assert 0 <= unit_share(text) <= 1
    quantity = read_value(text)
    assert quantity is None or fold_space(text[quantity.span.start : quantity.span.end]) == quantity.text
