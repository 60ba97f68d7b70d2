"""A dataset in parts is the same dataset: checked across its parts, described part by part, loaded as one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.dataset import DatasetError
from pipeline.dataset.check import check_folder
from pipeline.dataset.describe import is_intact, write_description
from pipeline.dataset.files import SHARED, part_name, read_table, row_groups, strangers, table_files, table_path
from pipeline.dataset.schema import TABLE_NAMES
from pipeline.dataset.swap import refuse_strangers
from tests.dataset.parts import in_parts
from tests.dataset.plans import sample_plan
from tests.sample_dataset import sample_dataset, write_dataset


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three plans in one file a table."""
    return write_dataset(tmp_path_factory.mktemp("whole") / "dataset", *map(sample_plan, ("a.txt", "b.txt", "c.txt")))


@pytest.fixture
def parts(whole: Path, tmp_path: Path) -> Path:
    """The same plans in two parts: two documents and one."""
    return in_parts(whole, tmp_path / "parts", documents=2)


def part(folder: Path, table: str, number: int) -> Path:
    return table_path(folder, table) / part_name(number)


def change(folder: Path, table: str, number: int, column: str, values: list[Any]) -> None:
    """Write a part again with other values in `column`."""
    path = part(folder, table, number)
    found = pq.read_table(path)
    field = found.schema.field(column)
    pq.write_table(found.set_column(found.column_names.index(column), field, pa.array(values, field.type)), path)


def test_a_table_is_a_file_or_the_parts_in_order(whole, parts):
    assert table_files(whole, "tasks") == (whole / "tasks.parquet",)
    assert table_files(parts, "tasks") == (
        parts / "tasks.parquet" / "part-00000.parquet",
        parts / "tasks.parquet" / "part-00001.parquet",
    )
    assert table_files(parts, SHARED) == (parts / "agencies.parquet",)


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_all_readers_read_the_same_rows(whole, parts, table):
    rows = pq.read_table(whole / f"{table}.parquet").to_pylist()
    path = table_path(parts, table)
    assert read_table(parts, table).to_pylist() == read_table(whole, table).to_pylist() == rows
    assert pyarrow.dataset.dataset(path).to_table().to_pylist() == rows
    assert pq.read_table(path).to_pylist() == rows
    assert len(pd.read_parquet(path)) == len(rows)
    names = list(rows[0])[:2]
    groups = [row for group in row_groups(table_files(parts, table), names) for row in group.to_pylist()]
    assert groups == [{name: row[name] for name in names} for row in rows]


def test_a_gap_a_stranger_and_a_missing_table_are_named(parts):
    part(parts, "tasks", 0).unlink()
    with pytest.raises(DatasetError, match=r"tasks: .*parts without a gap.*part-00000\.parquet"):
        table_files(parts, "tasks")
    part(parts, "targets", 0).with_name("notes.txt").write_text("mine")
    with pytest.raises(DatasetError, match=r"targets: .*parts without a gap.*notes\.txt"):
        read_table(parts, "targets")
    part(parts, "cells", 0).with_name(".DS_Store").write_text("")
    assert len(table_files(parts, "cells")) == 2
    shutil.rmtree(parts / "texts.parquet")
    with pytest.raises(DatasetError, match="texts: the table is missing"):
        table_files(parts, "texts")


def test_a_part_with_other_columns_is_not_joined(parts):
    path = part(parts, "tasks", 1)
    pq.write_table(pq.read_table(path).drop_columns(["note"]), path)
    with pytest.raises(DatasetError, match="tasks: a part has other columns than the first"):
        read_table(parts, "tasks")


def test_a_sound_dataset_in_parts_passes(whole, tmp_path):
    for documents in (1, 2, 3):
        check_folder(in_parts(whole, tmp_path / str(documents), documents))
    check_folder(in_parts(sample_dataset(), tmp_path / "samples", documents=2))


def test_documents_of_different_parts_may_cite_each_other(whole, tmp_path):
    citing = [sample_plan("citing.txt", number="1/KH-UBND", cites="2/KH-UBND"), sample_plan("cited.txt", number="2/KH-UBND")]
    write_dataset(tmp_path / "out", *citing)
    parts = in_parts(tmp_path / "out", tmp_path / "parts")
    change(parts, "references", 0, "target_doc_id", [citing[1].doc_id])
    check_folder(parts)
    change(parts, "references", 0, "target_doc_id", ["nobody"])
    with pytest.raises(DatasetError, match=r"references\.target_doc_id: 1 values are not in documents, such as 'nobody'"):
        check_folder(parts)


def doc_ids(folder: Path, number: int) -> list[str]:
    found: list[str] = pq.read_table(part(folder, "documents", number))["doc_id"].to_pylist()
    return found


def double_document(folder: Path) -> None:
    """The first document again in the second part, with all its rows."""
    for name in TABLE_NAMES:
        if name != SHARED:
            path = part(folder, name, 0)
            both = pa.concat_tables([pq.read_table(path), pq.read_table(path.with_name(part_name(1)))])
            pq.write_table(both, path.with_name(part_name(1)))


def without_column(table: str, number: int, column: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = part(folder, table, number)
        pq.write_table(pq.read_table(path).drop_columns([column]), path)

    return spoil


def other_type(folder: Path) -> None:
    path = part(folder, "tasks", 1)
    found = pq.read_table(path)
    place = found.column_names.index("confidence")
    pq.write_table(found.set_column(place, "confidence", found["confidence"].cast(pa.float32())), path)


def agencies_in_parts(folder: Path) -> None:
    agencies = (folder / "agencies.parquet").rename(folder / "old")
    (folder / "agencies.parquet").mkdir()
    shutil.copy(agencies, folder / "agencies.parquet" / part_name(1))
    agencies.rename(folder / "agencies.parquet" / part_name(0))


def foreign(table: str, column: str, values: list[Any]) -> Callable[[Path], None]:
    return lambda folder: change(folder, table, 1, column, values)


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a document in two parts": (double_document, r"documents\.doc_id: two rows have the same key"),
    "a document of nobody": (foreign("tasks", "doc_id", ["x"]), r"tasks\.doc_id: 1 values are not in documents of part-00001"),
    "rows in another part than their document": (
        lambda folder: change(folder, "tasks", 1, "doc_id", doc_ids(folder, 0)[:1]),
        r"tasks\.doc_id: 1 values are not in documents of part-00001",
    ),
    "a section of another part": (
        lambda folder: change(folder, "tasks", 1, "section_id", [f"{doc_ids(folder, 0)[0]}/s0000"]),
        r"tasks\.section_id: 1 values are not in sections of part-00001",
    ),
    "an agency of nobody": (
        foreign("task_agencies", "agency_id", ["x"]),
        r"task_agencies\.agency_id: 1 values are not in agencies,",
    ),
    "an id of another document": (
        lambda folder: change(folder, "references", 1, "reference_id", [f"{doc_ids(folder, 0)[0]}/r0000"]),
        r"references\.reference_id: not an id of the row's document",
    ),
    "a value out of the vocabulary": (foreign("tasks", "kind", ["wish"]), r"tasks\.kind: not in the vocabulary.*'wish'"),
    "a column missing in a part": (
        without_column("deadlines", 1, "edtf"),
        "deadlines: the columns are not those of the schema",
    ),
    "a column of another type in a part": (other_type, r"tasks\.confidence: the type should be double"),
    "a part missing": (
        lambda folder: part(folder, "cells", 1).unlink(),
        r"cells: the number of parts is not that of the dataset, such as '1 beside 2 of documents'",
    ),
    "agencies in parts": (agencies_in_parts, "agencies: the number of parts is not that of the dataset"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_across_parts_is_found(parts, name):
    spoil, message = FAULTS[name]
    check_folder(parts)
    spoil(parts)
    with pytest.raises(DatasetError, match=message):
        check_folder(parts)


def test_the_package_says_what_each_part_is(whole, parts):
    package = json.loads((parts / "datapackage.json").read_text(encoding="utf-8"))
    before = json.loads((whole / "datapackage.json").read_text(encoding="utf-8"))
    for resource, old in zip(package["resources"], before["resources"], strict=True):
        if resource["name"] == SHARED:
            assert resource["path"] == "agencies.parquet"
            assert {"hash", "bytes"} < resource.keys()
            continue
        assert old["path"] == f"{old['name']}.parquet"
        assert resource["path"] == [f"{old['path']}/part-00000.parquet", f"{old['path']}/part-00001.parquet"]
        assert [part["path"] for part in resource["parts"]] == resource["path"]
        assert "hash" not in resource
        assert "parts" not in old
        assert resource["rows"] == old["rows"] == sum(part["rows"] for part in resource["parts"])
        assert resource["bytes"] == sum(part["bytes"] for part in resource["parts"])
        for described in resource["parts"]:
            content = (parts / described["path"]).read_bytes()
            assert described["bytes"] == len(content)
            assert described["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert described["rows"] == pq.read_metadata(parts / described["path"]).num_rows


def test_croissant_names_parts_and_sets(parts):
    """As mlcroissant reads it: a set in no container takes the files in the description's folder that its pattern fits."""
    described = json.loads((parts / "croissant.json").read_text(encoding="utf-8"))
    found = {resource["@id"]: resource for resource in described["distribution"]}
    assert len(found) == len(described["distribution"]) == 1 + 3 * (len(TABLE_NAMES) - 1)
    for record_set in described["recordSet"]:
        kind = "fileObject" if record_set["@id"] == SHARED else "fileSet"
        sources = {field["source"][kind]["@id"] for field in record_set["field"]}
        assert sources == {f"{record_set['@id']}.parquet"}
        resource = found[sources.pop()]
        assert resource["@type"] == f"cr:F{kind[1:]}"
        if kind == "fileSet":
            fitting = sorted(parts.glob(resource["includes"]))
            assert tuple(fitting) == table_files(parts, record_set["@id"])
            for path in fitting:
                file = found[path.relative_to(parts).as_posix()]
                assert file["@type"] == "cr:FileObject"
                assert file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
                assert "includes" in described["@context"]


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [Path.unlink, longer, flipped])
@pytest.mark.parametrize("name", ["agencies.parquet", "tasks.parquet/part-00001.parquet"])
def test_a_dataset_is_intact_as_long_as_its_files_are_those_described(parts, name, spoil):
    assert is_intact(parts)
    spoil(parts / name)
    assert not is_intact(parts)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("datapackage.json", None),
        ("croissant.json", None),
        ("datapackage.json", "{"),
        ("datapackage.json", '{"name": "rainfall", "resources": []}'),
        ("datapackage.json", '{"name": "vnplans", "resources": []}'),
        ("datapackage.json", '{"name": "vnplans", "resources": [{"name": "tasks"}]}'),
    ],
)
def test_without_its_whole_description_a_dataset_is_not_intact(whole, tmp_path, name, content):
    folder = Path(shutil.copytree(whole, tmp_path / "copy"))
    assert is_intact(folder)
    (folder / name).unlink() if content is None else (folder / name).write_text(content)
    assert not is_intact(folder)


def test_no_folder_is_intact_without_a_dataset(tmp_path):
    assert not is_intact(tmp_path)
    assert not is_intact(tmp_path / "nowhere")


def test_a_changed_part_is_described_anew(parts):
    change(parts, "tasks", 1, "note", ["new"])
    assert not is_intact(parts)
    write_description(parts, {name: read_table(parts, name).num_rows for name in TABLE_NAMES})
    assert is_intact(parts)


def test_a_dataset_in_parts_may_be_replaced_but_nothing_in_it_is_lost(parts):
    refuse_strangers(parts)
    assert set(strangers(parts)) == {"datapackage.json", "croissant.json"}
    part(parts, "tasks", 0).unlink()
    refuse_strangers(parts)
    part(parts, "tasks", 0).with_name("mine.parquet").write_text("work")
    with pytest.raises(DatasetError, match=r"holds more than the dataset.*tasks\.parquet/mine\.parquet"):
        refuse_strangers(parts)


def test_frames_are_those_of_the_whole_dataset(tmp_path):
    whole = pipeline.load(sample_dataset())
    for documents in (1, 3):
        frames = pipeline.load(in_parts(sample_dataset(), tmp_path / str(documents), documents))
        assert list(frames) == list(whole)
        for name, frame in frames.items():
            pd.testing.assert_frame_equal(frame, whole[name])
