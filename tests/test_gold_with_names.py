"""The annotated plans read with the model of names: every record stays as annotated, and without it nothing is the model's."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import pipeline
from pipeline.clean import clean
from pipeline.cli import main
from pipeline.extract import Records, extract_records
from pipeline.extraction import extract
from pipeline.model import Mention
from pipeline.read import read
from pipeline.recognize.ner import model_reader
from pipeline.segment import segment
from tests.reading import GOLD, SAMPLES, sample

ANNOTATED = [page for page in SAMPLES if (GOLD / f"{page.stem}.json").exists()]


def with_names(page: Path) -> Records:
    document = segment(clean(read(page, page.name)), model_reader())
    return extract_records(document, model_reader())


def plain(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions without how they were found."""
    return tuple(replace(mention, method="rule", confidence=None) for mention in mentions)


@pytest.mark.parametrize("page", ANNOTATED, ids=lambda page: page.stem[:3])
def test_annotated_plans_are_read_as_by_the_rules(page: Path) -> None:
    """`tests/test_gold.py` holds the rules' records to the annotation; so these are held to it too."""
    _, by_rules = sample(page)
    read_with = with_names(page)
    found = [
        replace(task, lead=plain(task.lead), coordinating=plain(task.coordinating), supervisor=plain(task.supervisor))
        for task in read_with.tasks
    ]
    assert found == list(by_rules.tasks)
    assert [replace(one, lead=plain(one.lead), measuring=plain(one.measuring)) for one in read_with.targets] == list(
        by_rules.targets
    )
    assert read_with.references == by_rules.references


def test_without_the_model_a_run_is_the_rules_result(tmp_path: Path) -> None:
    page = SAMPLES[1]
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / page.name).write_bytes(page.read_bytes())
    arguments = ["extract", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--no-ner"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    by_rules = extract(page).tasks
    agencies = pipeline.load(tmp_path / "out")["task_agencies"]
    expected = [
        (mention.text, mention.span.start, mention.span.end)
        for task in by_rules
        for mention in (*task.lead, *task.coordinating, *task.supervisor)
    ]
    assert sorted(zip(agencies["mention"], agencies["char_start"], agencies["char_end"], strict=True)) == sorted(expected)
    assert set(agencies["method"]) == {"rule"}
    assert agencies["confidence"].isna().all()


def test_the_model_loads_only_when_it_is_asked() -> None:
    """What the rules read costs no model: neither spaCy nor the network is touched."""
    code = (
        "import sys; from pipeline.recognize.agencies import split_mentions; from pipeline.recognize.ner import model_reader;"
        "split_mentions('Sở Y tế; Sở Tài chính', model_reader()); assert 'spacy' not in sys.modules;"
        "split_mentions('Helvetas Việt Nam', model_reader()); assert 'spacy' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode == 0
