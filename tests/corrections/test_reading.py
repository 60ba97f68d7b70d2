"""Files of corrections: what they may say, and that each fault is named with file and line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from pipeline.corrections import CorrectionsError, corrections_for, digest, load_corrections, parse_corrections
from pipeline.corrections.entries import Quote, TimeEntry


def parse(text: str):
    return tuple(parse_corrections(text, "file.yaml"))


def test_entries_are_typed():
    header, task, dropped, added = parse(
        """
document: 2019/kế hoạch.txt
corrections:
- header: {issued_date: 2020-04-29, truncated: false}
  why: read from the scan
- task: Xây dựng chuyên mục
  in: II. NỘI DUNG
  set:
    lead: [Sở Tài chính, {words: Sở Y tế, after: Chủ trì}]
    deadlines: [Quý I, {words: Quý II, role: report, kind: before, end: 2020-06-30, start: ~}]
    note: ~
- reference: 844
  drop: true
---
document: b.txt
corrections:
- add: target
  words: 10 dự án
  after: Đến năm 2025
  set: {value_min: 10, horizon: ~}
"""
    )
    assert (header.document, header.record, header.action, header.why) == (
        "2019/kế hoạch.txt", "document", "set", "read from the scan",
    )  # fmt: skip
    assert dict(header.values) == {"issued_date": datetime.date(2020, 4, 29), "truncated": False}
    assert task.quote == Quote("Xây dựng chuyên mục", within="II. NỘI DUNG")
    values = dict(task.values)
    assert values["lead"] == (Quote("Sở Tài chính"), Quote("Sở Y tế", after="Chủ trì"))
    assert values["deadlines"] == (
        TimeEntry(Quote("Quý I")),
        TimeEntry(
            Quote("Quý II"), role="report", kind="before", end=datetime.date(2020, 6, 30), given=("kind", "start", "end")
        ),
    )
    assert values["note"] == ""
    assert (dropped.record, dropped.action, dropped.quote.words) == ("reference", "drop", "844")
    assert (added.document, added.action, added.quote) == ("b.txt", "add", Quote("10 dự án", after="Đến năm 2025"))
    assert dict(added.values) == {"value_min": 10.0, "horizon": None}
    assert (task.origin.line, added.origin.line) == (6, 17)


HEAD = "document: a.txt\ncorrections:\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("corrections: []", "line 1: `document` is missing"),
        ("document: a.txt\ncorrection: []", "line 2: not understood: correction"),
        ("document: a.txt\n  corrections: [", "no YAML"),
        ("- task: x", "line 1: should be a mapping"),
        (HEAD + "- lead: x", "line 3: should begin with one of"),
        (HEAD + "- task: a\n  target: b\n  drop: true", "line 3: should begin with one of"),
        (HEAD + "- task: a", "line 3: says nothing"),
        (HEAD + "- task: ''\n  drop: true", "line 3: the words of the page"),
        (HEAD + "- task: a\n  drop: perhaps", "line 3: `drop: true` stands alone"),
        (HEAD + "- task: a\n  drop: true\n  set: {note: b}", "`drop: true` stands alone"),
        (HEAD + "- task: a\n  set: {leader: [b]}", "line 4: a task has no field `leader`; it has kind, ordinal"),
        (HEAD + "- task: a\n  set: {lead: b}", "line 4: `lead` should be a list"),
        (HEAD + "- task: a\n  set: {kind: job}", "line 4: `kind` should be one of 'table'"),
        (HEAD + "- task: a\n  set:\n    note: b\n    note: c", "line 6: `note` is said twice"),
        (HEAD + "- task: a\n  set: {deadlines: [{words: b, kind: soon}]}", "line 4: `kind` should be one of point"),
        (HEAD + "- task: a\n  set: {deadlines: [{words: b, role: c}]}", "line 4: `role` should be one of"),
        (HEAD + "- task: a\n  set: {deadlines: [{words: b, until: c}]}", "line 4: not understood: until"),
        (HEAD + "- task: a\n  set: {deadlines: [{words: b, end: 30/6/2020}]}", "line 4: `end`: '30/6/2020' is no date"),
        (HEAD + "- target: a\n  set: {value_min: ten}", "line 4: `value_min`: 'ten' is no number"),
        (HEAD + "- header: {truncated: perhaps}", "line 3: `truncated` should be true or false"),
        (HEAD + "- add: plan\n  words: a", "line 3: should begin with one of"),
        (HEAD + "- task: a\n  drop: true\n  comment: b", "not understood: comment"),
    ],
)
def test_faults_name_file_and_line(text, message):
    with pytest.raises(CorrectionsError) as fault:
        parse(text)
    assert str(fault.value).startswith("file.yaml, line ")
    assert message in str(fault.value)


def test_a_folder_is_read_by_document_whatever_its_files_are_called(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.yaml").write_text(HEAD + "- task: a\n  drop: true\n", encoding="utf-8")
    (tmp_path / "deep" / "b.yml").write_text(HEAD + "- task: b\n  drop: true\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("document: no", encoding="utf-8")
    corrections = load_corrections(tmp_path)
    assert [item.quote.words for item in corrections.of("a.txt")] == ["a", "b"]
    assert corrections.of("b.txt") == ()


def test_a_path_is_the_same_however_its_diacritics_are_kept(tmp_path):
    (tmp_path / "a.yaml").write_text("document: kê\u0301.txt\ncorrections: [{task: a, drop: true}]\n", encoding="utf-8")
    assert len(load_corrections(tmp_path).of("k\u1ebf.txt")) == 1


def test_the_folder_beside_the_pages_is_found(tmp_path):
    for folder in ("raw/2019", "corrections"):
        (tmp_path / folder).mkdir(parents=True)
    page = tmp_path / "raw" / "2019" / "a.txt"
    page.write_text("x", encoding="utf-8")
    (tmp_path / "corrections" / "a.yaml").write_text(
        "document: 2019/a.txt\ncorrections: [{task: a, drop: true}]\n---\ndocument: a.txt\ncorrections: []\n", encoding="utf-8"
    )
    assert len(corrections_for(tmp_path / "raw", None).of("2019/a.txt")) == 1
    assert len(corrections_for(page, None).of_file(page)) == 1
    assert not corrections_for(tmp_path / "raw" / "2019", None)
    with pytest.raises(CorrectionsError, match="no such folder"):
        corrections_for(page, tmp_path / "none")


def test_the_digest_tells_what_is_said_and_where():
    one, two = parse(HEAD + "- task: a\n  drop: true"), parse(HEAD + "- task: a\n  drop: true\n  why: so")
    other, below = parse(HEAD + "- task: b\n  drop: true"), parse(HEAD + "\n- task: a\n  drop: true")
    assert digest(()) == ""
    assert digest(one) == digest(two)
    assert len({digest(one), digest(other), digest(below)}) == 3


def test_the_readme_of_the_folder_shows_entries_that_are_read():
    readme = (Path(__file__).parents[2] / "corrections" / "README.md").read_text(encoding="utf-8")
    example = readme.split("```yaml\n")[1].split("```")[0]
    assert {item.record for item in parse(example)} == {"document", "task", "target", "reference"}
    assert {item.action for item in parse(example)} == {"set", "drop", "add"}
