"""Confidence: a rising map fitted on gold, which on plans it was not fitted on is nearer to what is right."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.confidence import confidence_of, interpolated
from pipeline.evaluate.calibration import confidence_yaml, fitted, levels
from pipeline.evaluate.comparison import Outcome
from pipeline.evaluate.drafts import raw_outcomes
from pipeline.evaluate.reliability import bands, calibration_error
from pipeline.extraction import extract, extract_raw
from pipeline.lexicon import lexicon_yaml
from tests.evaluate.harder import write_harder
from tests.reading import RAW, SAMPLES


@pytest.fixture(scope="module")
def harder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("harder")
    write_harder(folder)
    return folder


@pytest.fixture(scope="module")
def outcomes(harder):
    return raw_outcomes(harder / "gold", harder / "raw")


def test_versions_of_a_plan_are_one_plan(outcomes):
    assert set(outcomes) == {"2812/KH-UBND", "63/KH-UBND", "2763/KH-UBND", "135/KH-UBND"}
    assert not all(outcome.right for outcome in outcomes["63/KH-UBND"]), "without errors there is nothing to fit"


@pytest.mark.parametrize("held", ["2812/KH-UBND", "63/KH-UBND", "2763/KH-UBND", "135/KH-UBND"])
def test_the_map_is_nearer_to_the_truth_of_a_plan_that_it_was_not_fitted_on(outcomes, held):
    points = fitted(levels({plan: found for plan, found in outcomes.items() if plan != held}))
    calibrated = [replace(one, confidence=interpolated(one.confidence, points)) for one in outcomes[held]]
    assert calibration_error(bands(calibrated)) < calibration_error(bands(outcomes[held]))


def test_the_map_of_the_lexicon_is_one():
    points = lexicon_yaml("confidence")["points"]
    assert points[0] == [0, 0]
    assert points[-1] == [1, 1]
    assert all(one[0] < other[0] and one[1] <= other[1] for one, other in pairwise(points))
    assert lexicon_yaml("confidence")["source"]


def test_extract_gives_confidence_and_extract_raw_the_figure_behind_it():
    path = SAMPLES[0]
    raw, calibrated = extract_raw(path), extract(path)
    assert [confidence_of(task.confidence) for task in raw.tasks] == [task.confidence for task in calibrated.tasks]
    assert [confidence_of(one.confidence) for one in raw.targets] == [one.confidence for one in calibrated.targets]
    assert raw.text == calibrated.text
    assert 0.0 == confidence_of(0.0) < confidence_of(0.6) < confidence_of(0.97) <= confidence_of(1.0) == 1.0


OUTCOMES = st.lists(st.builds(Outcome, st.just("task"), st.just("table"), st.floats(0, 1), st.booleans()), max_size=20)


@given(st.dictionaries(st.sampled_from("abc"), OUTCOMES))
def test_any_fit_rises_within_bounds(found):
    points = fitted(levels(found))
    assert points[0] == (0.0, 0.0)
    assert points[-1] == (1.0, 1.0)
    for (left, low), (right, high) in pairwise(points):
        assert left < right
        assert low <= high
    assert all(0 <= interpolated(raw / 50, points) <= 1 for raw in range(51))


def test_a_plan_counts_little_and_many_plans_much():
    wrong = [Outcome("task", "table", 0.9, False)] * 500
    one = dict(fitted(levels({"a": wrong})))[0.9]
    many = dict(fitted(levels({str(plan): wrong for plan in range(100)})))[0.9]
    assert one == pytest.approx(0.9 * 50 / 60, abs=0.001)
    assert many < 0.05


@pytest.mark.parametrize(("raw", "height"), [(0.0, 0.2), (0.1, 0.2), (0.5, 0.2), (0.75, 0.5), (1.0, 0.8), (2.0, 0.8)])
def test_between_points_the_line_is_straight(raw, height):
    assert interpolated(raw, ((0.5, 0.2), (1.0, 0.8))) == pytest.approx(height)


def test_the_command_writes_what_the_lexicon_reads(harder, outcomes, tmp_path):
    arguments = ["calibrate", str(harder / "raw"), str(harder / "gold"), "--source", "here: there"]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "confidence.yaml")])
    assert result.exit_code == 0
    content = yaml.safe_load((tmp_path / "confidence.yaml").read_text(encoding="utf-8"))
    found = levels(outcomes)
    assert content == {"source": "here: there", "points": [list(point) for point in fitted(found)]}
    assert CliRunner().invoke(main, arguments).stdout == confidence_yaml(found, fitted(found), "here: there")
    assert CliRunner().invoke(main, ["calibrate", str(RAW), str(tmp_path)]).exit_code == 2
