"""The model of names by its parts: tokens that keep every character, tags that become spans, answers with confidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.recognize.ner import model_reader
from pipeline.recognize.ner.candidates import LABELS
from pipeline.recognize.ner.decoding import Matrix, calibrated, decode, tags_of
from pipeline.recognize.ner.tokenizer import SyllableTokenizer

TOKENIZER = SyllableTokenizer(Vocab())
PIECES = [
    "Sở Y tế",
    "CLB Doanh nhân",
    ", ",
    "; ",
    "\n",
    "  ",
    " và ",
    "Tháng 9/2025",
    "30%",
    "(",
    ")",
    "đ/c Trần An",
    "TN&MT",
    "\u00a0",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=80)
TAGS = tags_of(("A", "B"))


def tokens(text: str) -> list[str]:
    doc: Doc = TOKENIZER(text)
    return [token.text for token in doc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Y tế", ["Sở", "Y", "tế"]),
        ("TN&MT,UBND", ["TN", "&", "MT", ",", "UBND"]),
        ("Đ/c An", ["Đ/c", "An"]),
        ("a  b\nc", ["a", " ", "b", "\n", "c"]),
        (" a", [" ", "a"]),
        ("9/2025", ["9", "/", "2025"]),
        ("", []),
    ],
)
def test_tokens_are_syllables_and_marks(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(TEXTS)
def test_no_character_is_lost(text: str) -> None:
    doc: Doc = TOKENIZER(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token.text)] == token.text for token in doc)


def likely(*tags: str, share: float = 0.9) -> Matrix:
    """A matrix in which these tags are the likeliest, the rest shared out."""
    rest = (1 - share) / (len(TAGS) - 1)
    return np.array([[share if tag == chosen else rest for tag in TAGS] for chosen in tags])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["O", "O"], []),
        (["U-A", "O", "U-B"], [(0, 1, "A"), (2, 3, "B")]),
        (["B-A", "I-A", "L-A", "B-A", "L-A"], [(0, 3, "A"), (3, 5, "A")]),
        (["O", "B-B", "L-B"], [(1, 3, "B")]),
        ([], []),
    ],
)
def test_tags_become_spans(tags: list[str], expected: list[tuple[int, int, str]]) -> None:
    assert [(one.start, one.end, one.label) for one in decode(likely(*tags), TAGS)] == expected


def test_a_run_of_tags_that_makes_no_sense_is_mended() -> None:
    # a name cannot begin twice, nor end as another kind: the likeliest sensible reading is one name
    scores = likely("B-A", "I-A", "O")
    scores[2, TAGS.index("L-A")] = 0.5
    assert [(one.start, one.end) for one in decode(scores, TAGS)] == [(0, 3)]


@given(st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_spans_are_apart_and_in_order(length: int, seed: int) -> None:
    scores = np.random.default_rng(seed).dirichlet(np.ones(len(TAGS)), size=length)
    end = 0
    for one in decode(scores, TAGS):
        assert end <= one.start < one.end <= length
        assert 0 < one.likelihood <= 1
        end = one.end


@pytest.mark.parametrize(("likelihood", "confidence"), [(0.0, 0.2), (0.1, 0.2), (0.5, 0.5), (0.7, 0.7), (0.9, 0.9), (1.0, 0.9)])
def test_confidence_is_read_off_the_curve(likelihood: float, confidence: float) -> None:
    assert calibrated(likelihood, [[0.1, 0.2], [0.4, 0.4], [0.9, 0.9]]) == pytest.approx(confidence)


def test_without_a_curve_the_likelihood_stands() -> None:
    assert calibrated(0.37, []) == 0.37


@given(TEXTS)
def test_candidates_are_places_in_the_text(text: str) -> None:
    end = 0
    for candidate in model_reader().candidates(text):
        assert end <= candidate.span.start < candidate.span.end <= len(text)
        assert candidate.label in LABELS
        assert 0 <= candidate.confidence <= 1
        end = candidate.span.end


def test_a_text_too_long_to_be_a_paragraph_is_not_read() -> None:
    assert model_reader().candidates("Sở Y tế, " * 1_000) == ()


def test_a_process_has_one_reader() -> None:
    assert model_reader() is model_reader()
