"""Lists of agencies against a corpus of cells (`agencies.yaml`), the likeness of cells, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.orthography import fold_space
from pipeline.recognize.agencies import agency_share, person_share, split_mentions
from pipeline.recognize.agencies.vocabulary import field_spellings
from pipeline.recognize.agencies.words import is_syllable, read_words

CORPUS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "agencies.yaml").read_text(encoding="utf-8"))
LISTS = [*CORPUS["plans"], *CORPUS["other_provinces"], *CORPUS["other_fields"]]
MIXED = st.lists(st.sampled_from(CORPUS["pieces"]), max_size=25).map(" ".join) | st.text(max_size=60)


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["cell"][:60])
def test_splits_a_cell(case: dict[str, Any]) -> None:
    assert [mention.text for mention in split_mentions(case["cell"])] == case["mentions"]


@pytest.mark.parametrize("text", CORPUS["cells"])
def test_agencies_fill_a_cell(text: str) -> None:
    assert agency_share(text) >= 0.6


@pytest.mark.parametrize("text", CORPUS["no_cells"])
def test_other_paragraphs_are_no_cells_of_agencies(text: str) -> None:
    assert agency_share(text) <= 0.4


@pytest.mark.parametrize("text", CORPUS["persons"])
def test_leaders_fill_a_cell(text: str) -> None:
    assert person_share(text) >= 0.6
    assert agency_share(text) < person_share(text)


@pytest.mark.parametrize("text", CORPUS["no_persons"])
def test_other_paragraphs_are_no_cells_of_leaders(text: str) -> None:
    assert person_share(text) <= 0.4


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Uỷ ban nhân dân các huyện; Sở Văn hoá và Thể thao", "Ủy ban nhân dân các huyện; Sở Văn hóa và Thể thao"),
        ("Sở\u00a0Y\u00a0tế,  Sở  Tài chính", "Sở Y tế, Sở Tài chính"),
        ("SỞ Y TẾ, SỞ TÀI CHÍNH", "Sở Y tế, Sở Tài chính"),
    ],
)
def test_spelling_does_not_matter(text: str, same: str) -> None:
    assert len(split_mentions(text)) == len(split_mentions(same))


def test_a_field_is_known_in_full_and_by_initials() -> None:
    spellings = field_spellings("lao động|thương binh|xã hội")
    assert {"lao động thương binh xã hội", "lđ tb xh", "lđtbxh", "lđtb xh", "lao động tb xh", "lao động tbxh"} <= spellings


@pytest.mark.parametrize(
    ("word", "vietnamese"), [("nghiêng", True), ("quỹ", True), ("hub", False), ("vinamilk", False), ("sở", True)]
)
def test_vietnamese_syllables(word: str, vietnamese: bool) -> None:
    assert is_syllable(word) is vietnamese


@given(MIXED)
def test_mentions_are_slices_in_order(text: str) -> None:
    end = 0
    for mention in split_mentions(text):
        assert mention.span.start >= end
        assert mention.span.end > mention.span.start
        assert mention.text == fold_space(text[mention.span.start : mention.span.end])
        end = mention.span.end
    assert end <= len(text)


@given(MIXED)
def test_shares_are_shares(text: str) -> None:
    assert 0.0 <= agency_share(text) <= 1.0
    assert 0.0 <= person_share(text) <= 1.0


@given(MIXED)
def test_words_keep_their_places(text: str) -> None:
    end = 0
    for word in read_words(text):
        assert word.start >= end
        assert text[word.start : word.end] == word.text
        end = word.end


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["cell"][:60])
def test_surrounding_bullets_and_stops_do_not_matter(case: dict[str, Any]) -> None:
    expected = [mention.text for mention in split_mentions(case["cell"])]
    assert [mention.text for mention in split_mentions(f"{case['cell']} .")] == expected
