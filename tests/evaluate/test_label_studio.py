"""Gold through Label Studio and back loses nothing; what people draw there becomes gold, what is unclear is told."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.evaluate import AnnotationError, read_annotation, read_extraction
from pipeline.evaluate.annotation import AnnotatedReference, AnnotatedTarget, AnnotatedTask, AnnotatedTime, Annotation, Head
from pipeline.evaluate.label_studio import label_studio_json, labelling_config, read_label_studio
from pipeline.evaluate.marking import marked
from pipeline.evaluate.unmarking import annotation_of
from pipeline.extraction import extract
from tests.reading import GOLD, RAW, SAMPLES

ANNOTATED = sorted(GOLD.glob("*.json"))


def round_trip(annotation: Annotation, text: str) -> Annotation:
    (page,) = read_label_studio(label_studio_json([marked(annotation, text, "plan")]))
    assert (page.document, page.text) == ("plan", text)
    return annotation_of(page)


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem[:3])
def test_gold_comes_back_as_it_went(path):
    annotation = read_annotation(path)
    assert round_trip(annotation, extract(RAW / f"{path.stem}.txt").text) == annotation


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_drafts_come_back_as_they_went(path):
    extraction = extract(path)
    draft = read_extraction(extraction).annotation
    assert round_trip(draft, extraction.text) == draft


# Blanks around a text are not kept, and in a list each text has words.
SOME = ["Sở Y tế", "𝄞 nhạc", "không có", "- một\nhai", "Năm 2025", "một hai"]
SAID = st.sampled_from(SOME)
WORDS = st.sampled_from(["", *SOME])
NAMES = st.lists(SAID, max_size=3).map(tuple)
DATES = st.none() | st.dates()
TIMES = st.builds(AnnotatedTime, st.just("report"), WORDS, st.just("point"), DATES, DATES, st.none(), st.booleans())
TASKS = st.builds(
    AnnotatedTask, st.just("table"), st.sampled_from(["", "1.1"]), NAMES, WORDS, NAMES, NAMES, NAMES, WORDS, WORDS,
    st.lists(TIMES, max_size=2).map(tuple), st.just(("lead",)),
)  # fmt: skip
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
TARGETS = st.builds(
    AnnotatedTarget, st.just("task"), st.just(""), NAMES, SAID, WORDS, st.sampled_from([">=", ""]), NUMBERS,
    NUMBERS, WORDS, st.none(), DATES, NAMES, NAMES, NAMES,
)  # fmt: skip
REFERENCES = st.builds(AnnotatedReference, WORDS, WORDS, WORDS, DATES, WORDS)
ANNOTATIONS = st.builds(
    Annotation,
    st.builds(Head, WORDS, WORDS, WORDS, WORDS, WORDS, DATES, WORDS, WORDS, st.booleans()),
    *(st.lists(records, max_size=3).map(tuple) for records in (TASKS, TARGETS, REFERENCES)),
)


@given(ANNOTATIONS, st.sampled_from(["", "Sở Y tế 𝄞 nhạc\n- một\n- hai\nNăm 2025", "một hai Sở\nY tế không có"]))
def test_any_annotation_of_any_page_comes_back(annotation, text):
    assert round_trip(annotation, text) == annotation


# --- what people draw ---------------------------------------------------------------------------------------------------

TEXT = "📉 KẾ HOẠCH 📉\n1. Tổ chức ngày hội 𝄞\nSở Y tế; Sở Tài chính\nNăm 2025\n2. Lập quỹ"


def export(units: Callable[[str], int], *, text: bool = True) -> list[dict[str, Any]]:
    """An export as the tool writes it: a task with a lead and a time, then a task; offsets count `units`."""

    def mark(name: str, label: str, words: str) -> dict[str, Any]:
        start = units(TEXT[: TEXT.index(words)])
        value: dict[str, Any] = {"start": start, "end": start + units(words), "labels": [label]}
        if text:
            value["text"] = words
        return {"value": value, "id": name, "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}

    def said(name: str, control: str, kind: str, *values: str) -> dict[str, Any]:
        key = "choices" if kind == "choices" else "text"
        return {"value": {key: list(values)}, "id": name, "from_name": control, "to_name": "text", "type": kind}

    result = [
        mark("Wq1", "task", "Lập quỹ"),
        mark("x-Z9", "task", "Tổ chức ngày hội 𝄞"),
        said("x-Z9", "kind", "choices", "table"),
        said("x-Z9", "ordinal", "textarea", "1"),
        mark("aB3", "lead", "Sở Tài chính"),
        mark("t1", "time", "Năm 2025"),
        said("t1", "time_kind", "choices", "point"),
        said("t1", "start", "textarea", "2025-01-01"),
        said("document_number", "document_number", "textarea", "1/KH-UBND"),
        {"from_id": "aB3", "to_id": "x-Z9", "type": "relation", "direction": "right"},
        {"from_id": "x-Z9", "to_id": "t1", "type": "relation", "direction": "left", "labels": ["has"]},
    ]
    annotation = {
        "id": 7,
        "completed_by": 1,
        "was_cancelled": False,
        "ground_truth": False,
        "updated_at": "2025-01-02",
        "result": result,
    }
    older = {**annotation, "updated_at": "2025-01-01", "result": []}
    return [{"id": 3, "data": {"text": TEXT, "document": "plan"}, "annotations": [older, annotation], "predictions": []}]


def utf16(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


@pytest.mark.parametrize("units", [len, utf16], ids=["code points", "UTF-16 units"])
def test_an_export_becomes_gold_whatever_it_counts(units):
    (page,) = read_label_studio(json.dumps(export(units)))
    annotation = annotation_of(page)
    assert annotation.document.number == "1/KH-UBND"
    first, second = annotation.tasks
    assert (first.kind, first.ordinal, first.description, first.lead) == ("table", "1", "Tổ chức ngày hội 𝄞", ("Sở Tài chính",))
    (time,) = first.deadlines
    assert (time.role, time.text, time.kind, str(time.start), time.inherited) == (
        "implementation", "Năm 2025", "point", "2025-01-01", False,
    )  # fmt: skip
    assert second.description == "Lập quỹ"


def test_an_export_without_words_counts_code_points():
    (page,) = read_label_studio(json.dumps(export(len, text=False)))
    assert annotation_of(page).tasks[0].description == "Tổ chức ngày hội 𝄞"


def changed(path: list[Any], value: object) -> str:
    tasks: Any = export(len)
    place = tasks
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(tasks)


RESULT = [0, "annotations", 1, "result"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no JSON"),
        ("{}", "should be a list; export in the format JSON"),
        ('[{"text": "a"}]', "task 1: data: should be an object"),
        (changed([0, "data", "document"], 7), "data.document: should be words"),
        (changed([0, "annotations"], []), "plan: nobody has annotated it"),
        (changed([*RESULT, 0, "value", "labels"], ["task", "lead"]), "Wq1: labels .* are not one of"),
        (changed([*RESULT, 0, "value", "start"], 0), "Wq1: the words 'Lập quỹ' do not stand at 0"),
        (changed([*RESULT, 0, "type"], "rectanglelabels"), "type 'rectanglelabels' is not in the labelling"),
        (changed([*RESULT, 2, "from_name"], "sort"), "the control 'sort' is not in the labelling"),
        (changed([*RESULT, 7, "value", "text"], ["1/1/2025"]), "t1: start: '1/1/2025' is no date"),
        (changed([*RESULT, 9, "to_id"], "t1"), "a link from aB3 to t1 ties no part to a record"),
        (changed([*RESULT, 9], {"type": "relation", "from_id": "Wq1", "to_id": "t1"}), "'Sở Tài chính' .* belongs to no"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_told(content, message):
    with pytest.raises(AnnotationError, match=message):
        [annotation_of(page) for page in read_label_studio(content)]


def test_the_ground_truth_counts_before_later_work():
    tasks = export(len)
    tasks[0]["annotations"][0].update(ground_truth=True)
    (page,) = read_label_studio(json.dumps(tasks))
    assert annotation_of(page).tasks == ()


def test_a_record_that_a_person_adds_stands_where_its_words_are():
    path = ANNOTATED[1]
    annotation, text = read_annotation(path), extract(RAW / f"{path.stem}.txt").text
    tasks = json.loads(label_studio_json([marked(annotation, text, "plan")]))
    words = "Hình thành hệ sinh thái khởi nghiệp"
    start = text.index(words)
    mark = {"start": start, "end": start + len(words), "text": words, "labels": ["task"]}
    result = {"id": "new", "type": "labels", "from_name": "label", "to_name": "text", "value": mark}
    tasks[0]["annotations"][0]["result"].append(result)
    (page,) = read_label_studio(json.dumps(tasks))
    again = annotation_of(page)
    assert again.tasks[0].description == words
    assert again.tasks[1:] == annotation.tasks


def test_the_configuration_has_every_label_and_control_that_is_exported():
    config = ET.fromstring(labelling_config())
    labels = {label.get("value") for label in config.iter("Label")}
    controls = {control.get("name"): control for tag in ("Labels", "Choices", "TextArea") for control in config.iter(tag)}
    options = {name: {choice.get("value") for choice in control.iter("Choice")} for name, control in controls.items()}
    assert [text.get("name") for text in config.iter("Text")] == ["text"]
    assert config.find("Relations") is not None
    for path in SAMPLES:
        extraction = extract(path)
        tasks = json.loads(label_studio_json([marked(read_extraction(extraction).annotation, extraction.text, "plan")]))
        for result in tasks[0]["annotations"][0]["result"]:
            if result["type"] == "relation":
                continue
            assert result["from_name"] in controls
            assert result["to_name"] == controls[result["from_name"]].get("toName") == "text"
            assert set(result["value"].get("labels", ())) <= labels
            assert set(result["value"].get("choices", ())) <= options[result["from_name"]]
            if not result["from_name"].startswith(("label", "document_")):
                assert controls[result["from_name"]].get("perRegion") == "true"


def test_the_commands_go_there_and_back(tmp_path):
    def invoke(*arguments: object) -> int:
        return CliRunner().invoke(main, [str(argument) for argument in arguments]).exit_code

    pages = [RAW / f"{path.stem}.txt" for path in ANNOTATED]
    assert invoke("annotate", *pages, "--gold", GOLD, "--label-studio", "--out", tmp_path / "team") == 0
    assert {path.name for path in (tmp_path / "team").iterdir()} == {"label-studio-tasks.json", "label-studio-config.xml"}
    assert invoke("import-labels", tmp_path / "team" / "label-studio-tasks.json", "--out", tmp_path / "gold") == 0
    for path in ANNOTATED:
        assert read_annotation(tmp_path / "gold" / path.name) == read_annotation(path)
    assert invoke("import-labels", tmp_path / "team" / "label-studio-tasks.json", "--out", tmp_path / "gold") == 2
