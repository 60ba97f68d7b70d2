"""An extraction becomes rows: ids by place, nulls for what is empty, words cut from the text."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import replace

import pyarrow as pa
import pytest

from pipeline.dataset import DatasetError, DocumentRows, document_rows, failure_rows
from pipeline.dataset.schema import table_schemas
from pipeline.identity import document_id
from pipeline.model import Diagnostic, Extraction, Mention, Span


def rows_of(extraction: Extraction, table: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = document_rows(extraction).tables[table].to_pylist()
    return rows


def test_every_table_has_its_schema(plan):
    rows = document_rows(plan())
    assert set(rows.tables) == set(table_schemas()) - {"agencies"}
    for name, batch in rows.tables.items():
        assert batch.schema.equals(table_schemas()[name].arrow), name


def test_ids_are_the_document_and_the_place_in_it(plan):
    extraction = plan()
    doc_id = extraction.doc_id
    assert [row["section_id"] for row in rows_of(extraction, "sections")] == [f"{doc_id}/s{n:04d}" for n in range(3)]
    assert rows_of(extraction, "sections")[2]["parent_id"] == f"{doc_id}/s0001"
    assert rows_of(extraction, "tables")[0]["section_id"] == f"{doc_id}/s0001"
    assert rows_of(extraction, "tasks")[0]["task_id"] == f"{doc_id}/k0000"
    assert rows_of(extraction, "tasks")[0]["table_id"] == f"{doc_id}/t0000"
    assert rows_of(extraction, "deadlines")[0]["deadline_id"] == f"{doc_id}/k0000/d00"
    assert [row["task_id"] for row in rows_of(extraction, "targets")] == [None, f"{doc_id}/k0000"]


def test_empty_texts_are_null_but_the_comparator_of_a_stated_level_is_kept(plan):
    task = rows_of(plan(), "tasks")[0]
    assert (task["output"], task["note"], task["group"]) == (None, None, ["II. NHIỆM VỤ"])
    quantity, level = rows_of(plan(), "targets")
    assert (quantity["comparator"], quantity["value_min"], quantity["value_max"]) == (">=", 10.0, None)
    assert (level["comparator"], level["text"], level["unit"], level["group"]) == ("", None, None, [])
    assert rows_of(plan(), "cells")[3]["text"] is None
    assert rows_of(plan(), "sections")[2]["heading"] is None


def test_words_are_the_folded_slice_of_the_text(plan):
    extraction = plan()
    mention = rows_of(extraction, "task_agencies")[0]
    assert mention["mention"] == "Sở Khoa học và Công nghệ"
    assert extraction.text[mention["char_start"] : mention["char_end"]] == "Sở Khoa học\nvà Công nghệ"
    assert rows_of(extraction, "deadlines")[0]["start_date"] == datetime.date(2021, 1, 1)


def test_words_that_are_not_in_the_text_leave_a_diagnostic(plan):
    extraction = plan()
    task = extraction.tasks[0]
    wrong = replace(task, lead=(Mention("Sở Tài chính", task.lead[0].span),))
    rows = document_rows(replace(extraction, tasks=(wrong,)))
    assert rows.tables["task_agencies"]["mention"].to_pylist() == ["Sở Khoa học và Công nghệ"]
    assert rows.tables["diagnostics"]["code"].to_pylist()[-1] == "words-differ"


@pytest.mark.parametrize("said", ["- Sở Khoa học và Công nghệ", "Sở Khoa học\nvà Công nghệ", "Sở Khoa học  và Công nghệ"])
def test_bullets_and_white_space_make_no_doubt(plan, said):
    extraction = plan()
    task = extraction.tasks[0]
    rows = document_rows(replace(extraction, tasks=(replace(task, lead=(replace(task.lead[0], text=said),)),)))
    assert "words-differ" not in rows.tables["diagnostics"]["code"].to_pylist()


def test_a_failed_file_has_diagnostics_without_a_document():
    rows = failure_rows("broken.txt", [Diagnostic("read", "error", "file-unreadable", "no text", Span(3, 9))])
    assert isinstance(rows, DocumentRows)
    assert rows.doc_id is None
    assert rows.tables["diagnostics"].to_pylist() == [
        {
            "doc_id": None,
            "source_file": "broken.txt",
            "stage": "read",
            "severity": "error",
            "code": "file-unreadable",
            "message": "no text",
            "char_start": None,
            "char_end": None,
        }
    ]


def test_spans_of_the_file_are_no_offsets_of_the_text(plan):
    diagnostic = Diagnostic("read", "warning", "encoding-guessed", "windows-1258", Span(5_000, 6_000))
    batch = document_rows(replace(plan(), diagnostics=(diagnostic,))).tables["diagnostics"]
    assert batch["char_start"].to_pylist() == [None]


def test_rows_travel_between_processes(plan):
    import pickle

    rows = document_rows(plan())
    again = pickle.loads(pickle.dumps(rows))
    assert again == rows
    assert isinstance(again.tables["tasks"], pa.RecordBatch)


def test_a_value_of_another_type_is_refused_by_name(plan):
    extraction = plan()
    wrong = replace(extraction, targets=(replace(extraction.targets[0], value_min="mười"),))
    with pytest.raises(DatasetError, match=r"targets\.value_min"):
        document_rows(wrong)


@pytest.mark.parametrize(
    ("source_file", "start"),
    [
        ("000_fd43681f2ea7452d.txt", "000-fd43681f2ea7452d-"),
        ("đà nẵng/Kế hoạch số 2812.html", "ke-hoach-so-2812-"),
        ("計画.txt", ""),
        ("a" * 200 + ".txt", "a" * 60 + "-"),
    ],
)
def test_document_id_is_readable(source_file, start):
    assert document_id(source_file, "00").startswith(start)
    assert document_id(source_file, "00").isascii()


def test_document_id_tells_folders_and_contents_apart_and_forgets_the_form_of_diacritics():
    assert document_id("2024/plan.txt", "00") != document_id("2025/plan.txt", "00")
    assert document_id("plan.txt", "00") != document_id("plan.html", "00")
    assert document_id("plan.txt", "00") != document_id("plan.txt", "01")
    composed = "Kế hoạch.txt"
    assert document_id(composed, "00") == document_id(unicodedata.normalize("NFD", composed), "00")
