"""Cited law against a corpus of phrases (`citations.yaml`), and what holds for any text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Citation
from pipeline.orthography import fold_space
from pipeline.recognize.citations import canonical_number, find_citations

CORPUS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "citations.yaml").read_text(encoding="utf-8"))
PHRASES: dict[str, list[list[Any]]] = {
    phrase: cited for name, phrases in CORPUS.items() if name != "none" for phrase, cited in phrases.items()
}
MARKS = [
    "",
    " ",
    "; ",
    ", ",
    " và ",
    " số ",
    "\n",
    " của ",
    " ngày ",
    "12/QĐ-UBND",
    " năm 2020",
    "Luật ",
    "(",
    ")",
    ":",
    "/",
    "-",
    "Điều 5 ",
    "khoản 2, 3 ",
    "điểm a",
    " đến ",
    "mục II ",
    "(Điều 4)",
]
PARTS = re.compile(r"(?:(?:tiết|điểm|khoản|Điều|mục|Chương|Phần) \S+(?: |$))+")
PIECES = st.lists(st.sampled_from([*PHRASES, *CORPUS["none"], *MARKS]), max_size=6).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=80), PIECES)


def told(citation: Citation) -> list[Any]:
    articles = [list(citation.articles)] if citation.articles else []
    return [citation.text, citation.doc_type, citation.number, citation.issued_date, citation.issuer, *articles]


@pytest.mark.parametrize(("phrase", "cited"), PHRASES.items())
def test_citations_of_a_phrase(phrase: str, cited: list[list[Any]]) -> None:
    assert [told(citation) for citation in find_citations(phrase)] == cited


@pytest.mark.parametrize("phrase", CORPUS["none"])
def test_no_citation(phrase: str) -> None:
    assert find_citations(phrase) == ()


@pytest.mark.parametrize("parting", ["\n\n", "\n- ", ".\n"])
def test_phrases_in_one_text_are_read_apart(parting: str) -> None:
    found = find_citations(parting.join(PHRASES))
    assert [told(citation) for citation in found] == [entry for cited in PHRASES.values() for entry in cited]


@given(ANY_TEXT)
def test_spans_cover_their_texts_in_order(text: str) -> None:
    found = find_citations(text)
    for citation in found:
        assert fold_space(text[citation.span.start : citation.span.end]) == citation.text
        assert " " not in citation.number
        assert len(set(citation.articles)) == len(citation.articles)
        assert all(PARTS.fullmatch(article) for article in citation.articles)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


@given(st.sampled_from(list(PHRASES)))
def test_a_citation_cites_itself(phrase: str) -> None:
    for citation in find_citations(phrase):
        if citation.number and not citation.text[0].isdigit() and not citation.text.startswith("số "):
            assert [again.number for again in find_citations(citation.text)] == [citation.number]


@pytest.mark.parametrize(
    ("number", "canonical"),
    [
        ("844/QĐ- TTg", "844/qđ-ttg"),
        ("36-CTR/TU", "36-ctr/tu"),
        ("57–NQ / TW", "57-nq/tw"),
        ("12/QÐ-UBND", "12/qđ-ubnd"),
        ("", ""),
    ],
)
def test_canonical_number(number: str, canonical: str) -> None:
    assert canonical_number(number) == canonical


@given(st.text(max_size=30))
def test_canonical_number_is_idempotent(number: str) -> None:
    assert canonical_number(canonical_number(number)) == canonical_number(number)


def test_long_text_without_citations_is_read_in_one_pass() -> None:
    assert find_citations("Luật số số của ngày " * 20_000) == ()
    assert find_citations("1/2 3-4 " * 20_000) == ()
    assert find_citations("khoản 2 Điều 5, điểm a và " * 20_000) == ()


def test_long_text_of_citations_is_read_in_one_pass() -> None:
    assert len(find_citations("khoản 2, 3 Điều 5 Nghị định số 80/2021/NĐ-CP (Điều 1, " * 2_000)) == 2_000
