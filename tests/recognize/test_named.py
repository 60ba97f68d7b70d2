"""Agencies that nobody listed, found by the model where no rule speaks; and what the model may never do to a rule's mention."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Mention, Span
from pipeline.recognize.agencies import agency_share, person_share, split_mentions
from pipeline.recognize.agencies.lists import cell_openings
from pipeline.recognize.agencies.words import read_words
from pipeline.recognize.duties import read_duty
from pipeline.recognize.ner import Candidate, model_reader

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "named.yaml").read_text(encoding="utf-8"))
PIECES = [
    *CASES["pieces"],
    ",",
    ";",
    "và",
    "\n",
    "Sở Y tế",
    "UBND các huyện, thành phố",
    "Giao",
    "chủ trì, phối hợp với",
    "các đơn vị liên quan",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=10).map(" ".join)


@dataclass(frozen=True)
class Anything:
    """A reader that sees names wherever it is told to, sense or none."""

    found: tuple[Candidate, ...]

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        return self.found


@st.composite
def readings(draw: st.DrawFn) -> tuple[str, Anything]:
    """A text and a reader with any names at the ends of its words."""
    text = draw(TEXTS)
    words = [word for word in read_words(text) if word.kind == "word"]
    cuts = sorted(draw(st.sets(st.integers(0, len(words)), max_size=6)))
    found = []
    for first, behind in zip(cuts[::2], cuts[1::2], strict=False):
        span = Span(words[first].start, words[behind - 1].end)
        found.append(
            Candidate(span, draw(st.sampled_from(["AGENCY", "PERSON", "PLACE"])), draw(st.sampled_from([0.3, 0.8, 0.95])))
        )
    return text, Anything(tuple(found))


def texts_of(mentions: tuple[Mention, ...]) -> list[str]:
    return [mention.text for mention in mentions]


@pytest.mark.parametrize("case", CASES["cells"], ids=lambda case: case["cell"][:60])
def test_unlisted_agencies_of_a_cell(case: dict[str, Any]) -> None:
    mentions = split_mentions(case["cell"], model_reader())
    assert texts_of(mentions) == case["mentions"]
    assert [mention.text for mention in mentions if mention.method == "ner"] == case["ner"]


@pytest.mark.parametrize("case", CASES["duties"], ids=lambda case: case["text"][:60])
def test_unlisted_agencies_of_a_duty(case: dict[str, Any]) -> None:
    agents = read_duty(case["text"], model_reader())
    assert (texts_of(agents.lead), texts_of(agents.coordinating)) == (case["lead"], case["coordinating"])


@pytest.mark.parametrize("text", CASES["fills"])
def test_unlisted_agencies_fill_a_cell(text: str) -> None:
    assert agency_share(text, model_reader()) >= 0.6 > agency_share(text)


@pytest.mark.parametrize("text", CASES["nothing"])
def test_things_are_no_agencies(text: str) -> None:
    assert read_duty(text, model_reader()) == read_duty(text)
    assert agency_share(text, model_reader()) < 0.5


@pytest.mark.parametrize("case", CASES["cells"], ids=lambda case: case["cell"][:60])
def test_what_the_model_found_says_how_sure_it_is(case: dict[str, Any]) -> None:
    for mention in split_mentions(case["cell"], model_reader()):
        assert (mention.confidence is None) == (mention.method == "rule")
        assert mention.confidence is None or 0.5 <= mention.confidence <= 1


def test_a_name_is_not_parted_from_the_parent_that_a_rule_knows():
    text = "Saigon Innovation HUB - Sở Khoa học và Công nghệ"
    seen = [Candidate(Span(start, end), "AGENCY", 0.95) for start, end in ((0, 21), (24, len(text)))]
    assert [mention.text for mention in split_mentions(text, Anything(tuple(seen)))] == [text]


@given(readings())
def test_what_a_rule_knows_is_never_broken(reading: tuple[str, Anything]) -> None:
    text, reader = reading
    words = read_words(text)
    known = [
        Span(words[opening.start].start, words[opening.end - 1].end)
        for opening, _ in cell_openings(words, lenient=True)
        if opening.kind != "unlisted"
    ]
    mentions = split_mentions(text, reader)
    for span in known:
        assert any(mention.span.covers(span) for mention in mentions)
        assert all(
            mention.span.end <= span.start or span.end <= mention.span.start or mention.span.covers(span)
            for mention in mentions
        )


@given(readings())
def test_mentions_stay_apart_and_in_order(reading: tuple[str, Anything]) -> None:
    text, reader = reading
    end = 0
    for mention in split_mentions(text, reader):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end


@given(readings())
def test_nothing_below_the_threshold_is_taken(reading: tuple[str, Anything]) -> None:
    text, reader = reading
    unsure = Anything(tuple(Candidate(one.span, one.label, 0.29) for one in reader.found))
    assert split_mentions(text, unsure) == split_mentions(text)
    assert read_duty(text, unsure) == read_duty(text)


@given(readings())
def test_shares_stay_shares(reading: tuple[str, Anything]) -> None:
    text, reader = reading
    assert agency_share(text) <= agency_share(text, reader) <= 1
    assert 0 <= person_share(text, reader) <= 1


class Unasked:
    """A reader that nobody may ask."""

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        raise AssertionError(f"asked about {text!r}")


@pytest.mark.parametrize("text", CASES["cells_read_by_rules"])
def test_the_model_is_not_asked_about_cells_that_the_rules_read(text: str) -> None:
    assert split_mentions(text, Unasked()) == split_mentions(text)
    assert agency_share(text, Unasked()) == agency_share(text)


@pytest.mark.parametrize("text", CASES["duties_read_by_rules"])
def test_the_model_is_not_asked_about_duties_that_the_rules_read(text: str) -> None:
    assert read_duty(text, Unasked()) == read_duty(text)
