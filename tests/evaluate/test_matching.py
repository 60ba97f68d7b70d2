"""Pairing and agreement: the optimum, and the figures that the shared scoring gives on the same records."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pipeline.evaluate.annotation import AnnotatedTarget, AnnotatedTask, Annotation, parse_annotation
from pipeline.evaluate.comparing import compare
from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.likeness import fold, likeness, overlap, same_text, same_unit, words
from pipeline.evaluate.matching import assignment, best_pairs, likenesses, pair_targets, pair_tasks
from pipeline.evaluate.readings import Evidence, Reading
from pipeline.evaluate.tally import Count, agreement
from pipeline.model import Span

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
TEXTS = st.lists(st.text("ab cd.-", max_size=12), max_size=6)


def reading(annotation: Annotation, text: str = "") -> Reading:
    evidence = Evidence(Span(0, 0))
    sides = (annotation.tasks, annotation.targets, annotation.references)
    tasks, targets, references = ((evidence,) * len(side) for side in sides)
    return Reading("x", "x.txt", text, annotation, tasks, targets, references)


def compared(found: Annotation, gold: Annotation) -> Comparison:
    return compare(reading(found), gold, "x")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_figures_are_those_of_the_scoring_that_versions_are_judged_by(path):
    """The expected counts were computed by that scoring: right, found, gold of each field."""
    case = json.loads(path.read_text(encoding="utf-8"))
    found, gold = (parse_annotation(json.dumps(case[side])) for side in ("found", "gold"))
    counts = compared(found, gold).counts
    told = {name: [count.right, count.found, count.gold] for name, count in counts.items() if count != Count()}
    assert told == case["expected"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_gold_against_itself_is_whole(path):
    gold = parse_annotation(json.dumps(json.loads(path.read_text(encoding="utf-8"))["gold"]))
    comparison = compared(gold, gold)
    assert all(count.whole for count in comparison.counts.values())
    assert comparison.disagreements == []
    assert all(outcome.right for outcome in comparison.outcomes)
    assert all(old == new for _, old, new in comparison.confusion)


@given(st.integers(1, 7), st.integers(0, 4), st.integers(0, 2**32 - 1), st.booleans())
def test_the_assignment_is_the_optimum(rows, more, seed, ties):
    numbers = np.random.default_rng(seed)
    shape = (rows, rows + more)
    cost = numbers.integers(0, 3, shape).astype(float) if ties else numbers.random(shape)
    pairs = assignment(cost)
    best = cost[linear_sum_assignment(cost)].sum()
    assert sorted(row for row, _ in pairs) == list(range(rows))
    assert len({column for _, column in pairs}) == rows
    assert sum(cost[pair] for pair in pairs) == pytest.approx(best)


@given(TEXTS, TEXTS)
def test_likenesses_are_those_of_each_pair(one, other):
    table = likenesses(one, other)
    assert table.shape == (len(one), len(other))
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            assert table[i, j] == likeness(a, b)


@pytest.mark.parametrize("score", [np.zeros((0, 3)), np.zeros((3, 0)), np.zeros((2, 2))])
def test_nothing_is_paired_with_nothing(score):
    assert best_pairs(score, 0.5) == ()


def test_more_records_than_gold_and_fewer_are_paired_alike():
    score = np.array([[0.2, 0.9], [0.8, 0.7], [0.1, 0.95]])
    assert best_pairs(score, 0.5) == ((1, 0), (2, 1))
    assert best_pairs(score.T, 0.5) == ((0, 1), (1, 2))


def test_words_said_twice_are_paired_under_their_headings_then_in_order():
    one = [AnnotatedTask("table", group=(group,), description="Báo cáo kết quả") for group in ("A", "B", "C")]
    assert pair_tasks(one, (one[2], one[0], one[1])) == ((0, 1), (1, 2), (2, 0))
    same = [AnnotatedTask("table", description="Báo cáo kết quả")] * 3
    assert pair_tasks(same, same) == ((0, 0), (1, 1), (2, 2))


def test_a_target_without_words_on_either_side_pairs_by_its_indicator():
    levels = [AnnotatedTarget("objective", indicator=name) for name in ("thành trung tâm", "xây dựng khu")]
    assert pair_targets(levels, levels[::-1]) == ((0, 1), (1, 0))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("- Sở  Tài chính;", "SỞ TÀI\u00a0CHÍNH", True),
        ("+ Báo cáo\n- Đề án.", "báo cáo đề án", True),
        ("ho\u0300a", "hòa", True),
        ("hoà", "hòa", False),  # the page's own letters
        ("Sở Y tế", "Sở Y", False),
        ("a b c d e f g h i j k l m n o p q r s t", "a b c d e f g h i j k l m n o p q r s u", True),
        ("a b c d e f g", "a b c d e f h", False),
        ("", "", True),
    ],
)
def test_same_text(one, other, same):
    assert same_text(one, other) is same
    assert same_text(other, one) is same


def test_folding_and_words():
    assert fold(" • Một,\u00a0 HAI; ") == "một, hai"
    assert words("Một-hai (ba)") == ("một", "hai", "ba")
    assert same_unit("cơ sở", "cơ sở ươm tạo")
    assert not same_unit("cơ", "cơsở")


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [("a b c d", "A b, c d.", 1.0), ("a b c d", "c d", 0.5), ("a b c d", "d c b a", 1 / 7), ("a", "b", 0.0), ("", "", 1.0)],
)
def test_overlap_is_common_words_in_order_over_words_of_both(one, other, share):
    assert overlap(one, other) == pytest.approx(share)
    assert overlap(other, one) == pytest.approx(share)


def test_agreement_counts_each_item_once():
    assert agreement(["a", "a", "b"], ["a", "c"]) == Count(1, 3, 2)
    assert Count().f1 == Count().precision == Count().recall == 1.0
    assert Count(1, 4, 2).precision == 0.25
    assert Count(1, 4, 2).recall == 0.5
    assert Count(1, 4, 2).f1 == pytest.approx(1 / 3)
