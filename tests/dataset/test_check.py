"""Each kind of fault is found, in a document's rows and in a written folder, and named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import DatasetError, document_rows, write_dataset
from pipeline.dataset.check import check_folder
from pipeline.model import Agency, Extraction, Mention, Span
from tests.dataset.plans import sample_plan


def with_task(extraction: Extraction, **changes: Any) -> Extraction:
    return replace(extraction, tasks=(replace(extraction.tasks[0], **changes),))


def with_target(extraction: Extraction, **changes: Any) -> Extraction:
    return replace(extraction, targets=(replace(extraction.targets[0], **changes),))


def with_document(extraction: Extraction, **changes: Any) -> Extraction:
    return replace(extraction, document=replace(extraction.document, **changes))


DOCUMENT_FAULTS = {
    "kind out of the vocabulary": (lambda plan: with_task(plan, kind="wish"), r"tasks\.kind: not in the vocabulary"),
    "comparator out of the vocabulary": (lambda plan: with_target(plan, comparator="≥"), r"targets\.comparator"),
    "span behind the text": (lambda plan: with_task(plan, span=Span(0, 10_000)), r"tasks\.char_start.*not in the text"),
    "span backwards": (lambda plan: with_task(plan, span=Span(9, 3)), r"tasks\.char_start"),
    "negative span": (lambda plan: with_task(plan, span=Span(-1, 3)), r"tasks\.char_start"),
    "empty mention": (
        lambda plan: with_task(plan, lead=(Mention("Sở", Span(3, 3)),)),
        r"task_agencies\.mention: an empty text",
    ),
    "unknown section": (lambda plan: with_task(plan, section=7), r"tasks\.section_id: not in sections.*s0007"),
    "unknown table": (lambda plan: with_target(plan, table=3), r"targets\.table_id: not in tables"),
    "unknown task": (lambda plan: with_target(plan, task=5), r"targets\.task_id: not in tasks"),
    "unknown agency": (lambda plan: replace(plan, agencies=()), r"task_agencies\.agency_id: not in agencies"),
    "confidence above one": (lambda plan: with_task(plan, confidence=1.2), r"tasks\.confidence: not between 0 and 1"),
    "infinite value": (lambda plan: with_target(plan, value_min=float("inf")), r"targets\.value_min: no finite number"),
    "double section": (
        lambda plan: with_document(plan, sections=plan.document.sections + plan.document.sections[:1]),
        r"sections\.section_id: two rows have the same key",
    ),
    "two cells in one place": (
        lambda plan: with_document(plan, tables=tuple(replace(t, cells=t.cells + t.cells[:1]) for t in plan.document.tables)),
        r"cells\.table_id, row, column: two rows have the same key",
    ),
    "unknown successor": (
        lambda plan: replace(plan, agencies=(*plan.agencies, Agency("x", "X", "department", "central", successor_id="y"))),
        r"agencies\.successor_id: not in agencies",
    ),
    "unknown current agency": (
        lambda plan: replace(plan, agencies=(*plan.agencies, Agency("x", "X", "department", "central", current_id="y"))),
        r"agencies\.current_id: not in agencies",
    ),
    "unknown part": (
        lambda plan: replace(
            plan, agencies=(*plan.agencies, Agency("x", "X", "department", "central", part_successor_ids=("y",)))
        ),
        r"agencies\.part_successor_ids: not in agencies",
    ),
    "agency confidence above one": (
        lambda plan: with_task(plan, lead=(replace(plan.tasks[0].lead[0], agency_confidence=1.5),)),
        r"task_agencies\.agency_confidence: not between 0 and 1",
    ),
}


@pytest.mark.parametrize("name", DOCUMENT_FAULTS)
def test_a_faulty_document_is_refused(plan, name):
    spoil, message = DOCUMENT_FAULTS[name]
    with pytest.raises(DatasetError, match=message):
        document_rows(spoil(plan()))


def test_a_sound_document_passes(plan):
    document_rows(plan())


def test_an_error_names_table_column_and_example(plan):
    with pytest.raises(DatasetError) as caught:
        document_rows(with_task(plan(), kind="wish"))
    assert (caught.value.table, caught.value.column, caught.value.example) == ("tasks", "kind", "wish")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "dataset"
    write_dataset(folder, [document_rows(sample_plan(name)) for name in ("a.txt", "b.txt")])
    return folder


def change(folder: Path, table: str, column: str, values: list[Any]) -> None:
    """Write `table` again with other values in `column`."""
    path = folder / f"{table}.parquet"
    found = pq.read_table(path)
    field = found.schema.field(column).with_nullable(True)
    pq.write_table(found.set_column(found.column_names.index(column), field, pa.array(values, field.type)), path)


FOLDER_FAULTS: dict[str, tuple[str, str, list[Any], str]] = {
    "double key": ("documents", "doc_id", ["one", "one"], r"documents\.doc_id: two rows have the same key"),
    "foreign key": ("tasks", "doc_id", ["one", "two"], r"tasks\.doc_id: 2 values are not in documents"),
    "self reference": ("sections", "parent_id", ["x"] * 6, r"sections\.parent_id: 1 values are not in sections, such as 'x'"),
    "vocabulary": ("tasks", "kind", ["wish", "table"], r"tasks\.kind: not in the vocabulary.*'wish'"),
    "missing value": ("tasks", "task_id", ["one", None], r"tasks\.task_id: 1 values are missing"),
    "double composite key": ("task_agencies", "task_id", ["x", "x"], r"task_agencies\.task_id, role, position: two rows"),
}


def test_a_sound_folder_passes(sound):
    check_folder(sound)


@pytest.mark.parametrize("name", FOLDER_FAULTS)
def test_a_faulty_folder_is_refused(sound, tmp_path, name):
    table, column, values, message = FOLDER_FAULTS[name]
    folder = Path(shutil.copytree(sound, tmp_path / "copy"))
    change(folder, table, column, values)
    with pytest.raises(DatasetError, match=message):
        check_folder(folder)


def test_a_missing_table_or_column_or_type_is_refused(sound, tmp_path):
    folder = Path(shutil.copytree(sound, tmp_path / "copy"))
    path = folder / "deadlines.parquet"
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["edtf"]), path)
    with pytest.raises(DatasetError, match="deadlines: the columns are not those of the schema"):
        check_folder(folder)
    pq.write_table(table.cast(table.schema.set(6, pa.field("start_date", pa.timestamp("s")))), path)
    with pytest.raises(DatasetError, match=r"deadlines\.start_date: the type should be date32"):
        check_folder(folder)
    path.unlink()
    with pytest.raises(DatasetError, match="deadlines: the table is missing"):
        check_folder(folder)
