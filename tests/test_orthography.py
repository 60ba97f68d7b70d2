"""How words are folded for showing and for looking up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.orthography import fold_key, fold_space, settle_tone, strip_bullet


@pytest.mark.parametrize(
    ("printed", "settled"),
    [
        ("hoà", "hòa"), ("khoẻ", "khỏe"), ("Uỷ ban", "Ủy ban"), ("UỶ BAN", "ỦY BAN"), ("Hoà Xuân", "Hòa Xuân"),
        ("quý", "quý"), ("quả", "quả"), ("hoàn toàn", "hoàn toàn"), ("ngoài", "ngoài"), ("tuỳ", "tùy"), ("xoáy", "xoáy"),
    ],
)  # fmt: skip
def test_settles_the_place_of_the_tone_mark(printed, settled):
    assert settle_tone(printed) == settled
    assert settle_tone(unicodedata.normalize("NFD", printed)) == settled


def test_folds_for_looking_up():
    assert fold_key("  Cơ\u00a0quan  CHỦ TRÌ: ") == "cơ quan chủ trì"
    assert fold_key("hOÀ hoÀ HOÀ") == "hòa hòa hòa"


@pytest.mark.parametrize(("text", "bare"), [("- Sở Y tế", "Sở Y tế"), ("-Sở Y tế", "Sở Y tế"), ("+ a", "a"), ("2-3", "2-3")])
def test_drops_a_leading_bullet(text, bare):
    assert strip_bullet(text) == bare


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold_space(fold_space(text)) == fold_space(text)
    assert fold_key(fold_key(text)) == fold_key(text)
