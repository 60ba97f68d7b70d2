"""What the model of names is made of: sentences that say where their names stand, and a confidence that never falls."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.orthography import fold_key
from pipeline.recognize.ner.candidates import LABELS
from training.names import Names
from training.network import knots, reliability
from training.sentences import Form, Writer
from training.train import hidden_heads

VERDICTS = st.lists(st.tuples(st.floats(0.001, 1.0), st.booleans()), min_size=1, max_size=200)


def test_a_seed_gives_the_same_sentences() -> None:
    assert Writer(5).samples(50) == Writer(5).samples(50) != Writer(6).samples(50)


@pytest.mark.parametrize("seed", range(4))
def test_names_stand_where_a_sentence_says(seed: int) -> None:
    form = Form((("Giao ", ""), ("Sở Y tế", "AGENCY"), (" họp với ", ""), ("các sở, ngành", "AGENCY"), (".", "")))
    for sample in Writer(seed, forms=[form]).samples(300, real=0.3):
        end = 0
        for start, behind, label in sample.spans:
            assert end <= start < behind <= len(sample.text)
            assert sample.text[start:behind] == sample.text[start:behind].strip()
            assert label in LABELS
            end = behind


def test_every_label_is_written() -> None:
    assert {label for sample in Writer(1).samples(2_000) for _, _, label in sample.spans} == set(LABELS)


def test_hidden_heads_open_no_name() -> None:
    names = Names(random.Random(3), hidden={"sở", "trung tâm", "ubnd", "ủy ban nhân dân", "công ty"})
    drawn = [fold_key(names.agency()) for _ in range(3_000)]
    assert not [name for name in drawn if name.startswith(("sở ", "ubnd ", "ủy ban nhân dân "))]
    shown = names.shown
    for name in drawn:
        words = name.replace(",", " ").split()
        if name.startswith(("trung tâm ", "công ty ")):  # but for longer heads that are shown (`công ty cổ phần`)
            assert any(" ".join(words[:length]) in shown for length in range(2, 10))


def test_half_of_the_heads_are_hidden_the_same_each_time() -> None:
    assert hidden_heads(1) == hidden_heads(1) != hidden_heads(2)
    assert 200 < len(hidden_heads(1)) < 300


@given(VERDICTS)
def test_confidence_never_falls_with_likelihood(verdicts: list[tuple[float, bool]]) -> None:
    bins = reliability(verdicts)
    assert sum(one.number for one in bins) <= len(verdicts)
    curve = knots(bins)
    assert all(0 < share < 1 for _, share in curve)
    assert all(low[0] <= high[0] and low[1] <= high[1] for low, high in pairwise(curve))
