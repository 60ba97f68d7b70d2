"""The entries for corrections: what they name, how they tell records apart, and that they are what corrections take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from pipeline.extraction import extract
from pipeline.review.entries import entries
from pipeline.review.reading import Source
from pipeline.review.sheet import Sheet, Task
from tests.reading import RAW
from tests.sample_dataset import sample_dataset


def sheets() -> dict[str, Sheet]:
    return {sheet.source_file: sheet for sheet in Source(sample_dataset()).sheets()}


def entry(found: dict[str, str], record: str) -> dict[str, Any]:
    content = yaml.safe_load(found[record])
    (correction,) = content["corrections"]
    result: dict[str, Any] = correction
    return result


def a_task(record: str, start: int, end: int, description: str) -> Task:
    return Task(record, start, end, "statement", "", (), description, "", "", 1.0, None, (), (), ())


def test_an_entry_names_the_page_and_the_record():
    sheet = sheets()["002_e4fe494c0084b2ad.txt"]
    found = entries(sheet)
    assert yaml.safe_load(found["k0000"])["document"] == sheet.source_file
    task = next(task for task in sheet.tasks if task.times and any(agency.role == "lead" for agency in task.agencies))
    said = entry(found, task.record)
    assert said["task"] == task.description
    assert [one if isinstance(one, str) else one["words"] for one in said["set"]["lead"]] == [
        agency.words for agency in task.agencies if agency.role == "lead"
    ]
    assert entry(found, "document")["header"]["number"] == "2763/KH-UBND"
    assert entry(found, "r0000")["reference"].startswith("Quyết định số 844/QĐ-TTg")
    assert entry(found, "g0000")["set"]["comparator"] == sheet.targets[0].comparator


def test_records_of_equal_words_are_told_apart_by_what_stands_before():
    text = "Phần thứ nhất về khởi nghiệp\nTập huấn cán bộ\nPhần thứ hai về đào tạo\nTập huấn cán bộ\nTập huấn cán bộ"
    starts = [place for place in range(len(text)) if text.startswith("Tập huấn", place)]
    tasks = tuple(a_task(f"k{n}", start, start + 15, "Tập huấn cán bộ") for n, start in enumerate(starts))
    sheet = replace(sheets()["002_e4fe494c0084b2ad.txt"], text=text, tasks=tasks, targets=(), references=())
    found = entries(sheet)
    assert entry(found, "k0")["after"] == "Phần thứ nhất về khởi nghiệp"
    assert entry(found, "k1")["after"] == "Phần thứ hai về đào tạo"
    assert "k2" not in found  # no words that stand once lie between it and its twin


def test_nearly_every_record_of_the_samples_has_an_entry():
    for sheet in sheets().values():
        records = {*(one.record for one in sheet.records), *(one.record for one in sheet.references)}
        assert len(records - entries(sheet).keys()) <= len(records) // 50


def test_corrections_take_every_entry_and_change_nothing_by_it():
    """Pasted as they are, the entries say what was read; only what a person changes then makes a difference."""
    corrections = pytest.importorskip("pipeline.corrections", reason="this version has no corrections")
    for source_file, sheet in sheets().items():
        read = extract(RAW / source_file)
        for record, text in entries(sheet).items():
            parsed = tuple(corrections.parse_corrections(text, "copied.yaml"))
            corrected = corrections.corrected(read, parsed)
            said = [(item.code, item.message) for item in corrected.diagnostics if item.stage == "correct"]
            assert [code for code, _ in said] == ["correction-needless"], (record, said, text)
