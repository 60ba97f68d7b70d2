"""The gold format: read, written, checked against the page, drafted by the pipeline."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.evaluate import AnnotationError, annotation_json, read_annotation, read_extraction, read_gold
from pipeline.evaluate.annotation import Annotation, parse_annotation
from pipeline.evaluate.checking import faults
from pipeline.extraction import extract
from tests.reading import GOLD, RAW, SAMPLES

ANNOTATED = sorted(GOLD.glob("*.json"))


def invoke(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem[:3])
def test_gold_is_read_and_written_without_loss(path):
    annotation = read_annotation(path)
    assert parse_annotation(annotation_json(annotation)) == annotation
    original = json.loads(path.read_text(encoding="utf-8"))
    for target in original["targets"]:
        if not target.get("coordinating"):
            target.pop("coordinating", None)
    assert json.loads(annotation_json(annotation)) == original


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem[:3])
def test_gold_is_sound(path):
    assert faults(read_annotation(path), extract(RAW / f"{path.stem}.txt").text) == ()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_a_draft_has_only_words_of_the_page(path):
    extraction = extract(path)
    draft = read_extraction(extraction).annotation
    # a page that breaks off has its signer from the portal
    missing = [
        fault
        for fault in faults(draft, extraction.text)
        if not (fault.startswith("document: sign") and draft.document.truncated)
    ]
    assert missing == []
    assert parse_annotation(annotation_json(draft)) == draft


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "line 1: no JSON"),
        ("[]", "should be an object"),
        ('{"task": []}', r"unknown fields \['task'\]"),
        ('{"tasks": [{"kind": "table", "lead": "Sở Y tế"}]}', "tasks 0: lead: 'Sở Y tế' is no list"),
        ('{"tasks": [{"kind": "table", "lead": [1]}]}', "tasks 0: lead: should be a list of texts"),
        ('{"tasks": [{"kind": "table", "leader": []}]}', r"tasks 0: unknown fields \['leader'\]"),
        ('{"tasks": [{"deadlines": [{"start": "1/2/2020"}]}]}', "tasks 0 deadlines 0: start: '1/2/2020' is no date"),
        ('{"targets": [{"value_min": "ten"}]}', "targets 0: value_min: 'ten' is no float"),
        ('{"targets": [{"value_min": true}]}', "targets 0: value_min: True is no float"),
        ('{"document": {"truncated": "no"}}', "document: truncated: 'no' is no bool"),
    ],
)
def test_what_is_no_gold_is_told(content, message):
    with pytest.raises(AnnotationError, match=message):
        parse_annotation(content)


GOLDEN = read_annotation(ANNOTATED[1])
PAGE = extract(RAW / f"{ANNOTATED[1].stem}.txt").text


def with_task(**changes: object) -> Annotation:
    return replace(GOLDEN, tasks=(replace(GOLDEN.tasks[0], **changes),))  # type: ignore[arg-type]


def with_time(**changes: object) -> Annotation:
    return with_task(deadlines=(replace(GOLDEN.tasks[0].deadlines[0], **changes),))  # type: ignore[arg-type]


def with_target(**changes: object) -> Annotation:
    return replace(GOLDEN, targets=(replace(GOLDEN.targets[3], **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (with_task(kind="job"), "kind: 'job' is none of"),
        (with_task(description="Không có trên trang"), "description: not on the page"),
        (with_task(description=""), "description: is empty"),
        (with_task(lead=("Sở Thủy sản",)), "lead: not on the page: 'Sở Thủy sản'"),
        (with_task(lead=("",)), "lead: is empty"),
        (with_task(group=("X. KHÔNG CÓ",)), "group: not on the page"),
        (with_task(note="a\nb"), "note: not on the page: 'a'"),
        (with_task(uncertain=("when",)), "uncertain: 'when' is none of"),
        (with_time(text="năm 1999"), "deadline 'năm 1999': text: not on the page"),
        (with_time(kind="soon"), "kind: 'soon' is none of"),
        (with_time(role="task"), "role: 'task' is none of"),
        (with_time(recurrence="EVERY YEAR"), "'EVERY YEAR' is no RFC 5545 rule"),
        (with_time(kind="point"), "recurrence: 'FREQ=YEARLY' with kind 'point'"),
        (with_target(comparator="≥"), "comparator: '≥' is none of"),
        (with_target(comparator="", value_min=1.0), "comparator: is missing beside a value"),
        (with_target(value_min=None, comparator=">="), "value_min: is missing"),
        (with_target(value_min=3.0, value_max=2.0), "value_max: 2.0 is less"),
        (with_target(context="row"), "context: 'row' is none of"),
        (with_target(indicator=""), "indicator: is empty"),
        (with_target(frequency="yearly"), "frequency: 'yearly' is no"),
        (replace(GOLDEN, references=(replace(GOLDEN.references[0], relation="uses"),)), "relation: 'uses'"),
        (replace(GOLDEN, document=replace(GOLDEN.document, number="9/KH-UBND")), "number: not on the page"),
    ],
)
def test_faults_of_gold_are_told(annotation, message):
    assert any(message in fault for fault in faults(annotation, PAGE)), faults(annotation, PAGE)


def test_a_title_may_have_other_letters_and_a_number_other_blanks():
    head = replace(GOLDEN.document, title=GOLDEN.document.title.upper(), number=GOLDEN.document.number.replace("/", " / "))
    assert faults(replace(GOLDEN, document=head), PAGE) == ()


# --- the commands -------------------------------------------------------------------------------------------------------


def test_drafts_are_written_and_never_over_a_persons_work(tmp_path):
    page = SAMPLES[-1]
    code, told, _ = invoke("annotate", page, "--out", tmp_path / "gold")
    draft = tmp_path / "gold" / f"{page.stem}.json"
    assert (code, told.strip()) == (0, str(draft))
    assert len(read_annotation(draft).tasks) == len(extract(page).tasks)
    draft.write_text("mine", encoding="utf-8")
    code, _, told = invoke("annotate", page, "--out", tmp_path / "gold")
    assert code == 2
    assert "is there already" in told
    assert draft.read_text(encoding="utf-8") == "mine"


def test_check_gold_tells_faults_with_exit_code_one(tmp_path):
    assert invoke("check-gold", GOLD, RAW)[:2] == (0, "")
    content = ANNOTATED[1].read_text(encoding="utf-8").replace("Phó Chủ tịch", "Chủ nhiệm")
    (tmp_path / ANNOTATED[1].name).write_text(content, encoding="utf-8")
    code, told, _ = invoke("check-gold", tmp_path, RAW)
    assert code == 1
    assert told.startswith(f"{ANNOTATED[1].stem}: document: signer_title: not on the page")
    (tmp_path / "nobody.json").write_text("{}", encoding="utf-8")
    code, _, told = invoke("check-gold", tmp_path, RAW)
    assert code == 2
    assert "nobody: 0 pages of this name" in told


@pytest.mark.parametrize("arguments", [("annotate", "none.txt"), ("check-gold", "none", "none"), ("import-labels", "none")])
def test_what_is_not_there_is_told(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    code, _, told = invoke(*arguments)
    assert code == 2
    assert "none" in told


def test_gold_of_a_folder_is_by_stem(tmp_path):
    assert set(read_gold(GOLD)) == {path.stem for path in ANNOTATED}
    assert set(read_gold(ANNOTATED[0])) == {ANNOTATED[0].stem}
    with pytest.raises(AnnotationError, match="no gold files"):
        read_gold(tmp_path)
    (Path(tmp_path) / "a.json").write_text('{"x": 1}', encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"a\.json: .*unknown fields"):
        read_gold(tmp_path)
