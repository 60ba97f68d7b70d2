"""A dataset is replaced whole or not at all, and equal rows give equal files."""

from __future__ import annotations

import datetime
import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import (
    DatasetError,
    NewDataset,
    Whole,
    document_rows,
    failure_rows,
    summary_of,
    swap,
    write,
    write_part,
)
from pipeline.dataset import write_dataset as write_rows
from pipeline.dataset.link import DocumentIndex
from pipeline.model import Agency, Diagnostic, Extraction


def write_dataset(folder: Path, *plans: Extraction) -> dict[str, int]:
    return write_rows(folder, [document_rows(extraction) for extraction in plans])


def fail_in_the_middle(folder: Path, extraction: Extraction) -> None:
    def rows() -> Iterator[Mapping[str, pa.RecordBatch]]:
        yield document_rows(extraction).tables
        raise ZeroDivisionError

    with NewDataset(folder) as new:
        write_part(new.folder, None, rows(), DocumentIndex())


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_rows_come_back_as_they_went_in(plan, tmp_path):
    rows = write_dataset(tmp_path / "out", plan("a.txt"), plan("b.txt"))
    assert (rows["documents"], rows["tasks"], rows["agencies"]) == (2, 2, 1)
    for name in ("tasks", "targets", "deadlines", "sections", "cells"):
        table = pq.read_table(tmp_path / "out" / f"{name}.parquet")
        expected = [row for source in ("a.txt", "b.txt") for row in document_rows(plan(source)).tables[name].to_pylist()]
        assert table.to_pylist() == expected


def test_equal_rows_give_equal_files(plan, tmp_path):
    for name in ("one", "two"):
        write_dataset(tmp_path / name, plan("a.txt"), plan("b.txt"))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_document_has_the_same_rows_whatever_is_beside_it(plan, tmp_path):
    write_dataset(tmp_path / "alone", plan("b.txt"))
    write_dataset(tmp_path / "beside", plan("a.txt"), plan("b.txt"))
    alone = pq.read_table(tmp_path / "alone" / "tasks.parquet").to_pylist()
    assert alone == pq.read_table(tmp_path / "beside" / "tasks.parquet").to_pylist()[1:]


def test_row_groups_are_bounded_and_end_with_a_document(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(write, "_GROUP_ROWS", 4)
    write_dataset(tmp_path / "out", *(plan(f"{n}.txt") for n in range(5)))
    with pq.ParquetFile(tmp_path / "out" / "sections.parquet") as file:
        assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [6, 6, 3]
    with pq.ParquetFile(tmp_path / "out" / "references.parquet") as file:
        assert file.metadata.num_rows == 5


def test_a_run_without_documents_is_a_dataset_with_diagnostics(tmp_path):
    failed = failure_rows("x.txt", [Diagnostic("read", "error", "file-unreadable", "no text")])
    rows = write_rows(tmp_path / "out", [failed])
    assert (rows["documents"], rows["diagnostics"]) == (0, 1)


def test_the_old_dataset_is_replaced_and_nothing_is_left_beside_it(plan, tmp_path):
    write_dataset(tmp_path / "out", plan("a.txt"))
    write_dataset(tmp_path / "out", plan("b.txt"), plan("c.txt"))
    assert pq.read_table(tmp_path / "out" / "documents.parquet")["source_file"].to_pylist() == ["b.txt", "c.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_the_exchange_call_the_dataset_is_replaced_too(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(swap, "_exchange", lambda new, old: False)
    test_the_old_dataset_is_replaced_and_nothing_is_left_beside_it(plan, tmp_path)


def test_an_empty_folder_and_a_link_to_a_folder_are_filled(plan, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    write_dataset(tmp_path / "link", plan())
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "empty" / "tasks.parquet").is_file()


def test_an_error_in_the_middle_leaves_the_old_dataset(plan, tmp_path):
    write_dataset(tmp_path / "out", plan("a.txt"))
    before = digests(tmp_path / "out")
    with pytest.raises(ZeroDivisionError):
        fail_in_the_middle(tmp_path / "out", plan("b.txt"))
    assert digests(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_dataset_that_fails_its_check_leaves_the_old_one(plan, tmp_path):
    write_dataset(tmp_path / "out", plan("a.txt"))
    before = digests(tmp_path / "out")
    with pytest.raises(DatasetError, match=r"documents\.doc_id: two rows have the same key"):
        write_dataset(tmp_path / "out", plan("b.txt"), plan("b.txt"))
    assert digests(tmp_path / "out") == before


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from pipeline.dataset import NewDataset, Whole, document_rows, summary_of, swap, write_part
    from tests.dataset.plans import sample_plan

    {setup}
    with NewDataset(Path(sys.argv[1])) as new:
        rows, whole = document_rows(sample_plan("new.txt")), Whole()
        whole.add(summary_of(rows))
        write_part(new.folder, None, [rows.tables], whole.index)
        {end}
"""
DIE = "os.kill(os.getpid(), signal.SIGKILL)"
DEATHS = {
    "while writing": ("pass", DIE),
    "before the swap": (f"swap.PartialFolder.replace = lambda self: {DIE}", "new.commit(whole.agencies())"),
    "between the two renames": (
        f"swap._exchange = lambda new, old: False; rename = Path.rename; "
        f"Path.rename = lambda self, to: (rename(self, to), {DIE} if str(to).endswith('.replaced') else None)",
        "new.commit(whole.agencies())",
    ),
}


@pytest.mark.parametrize("name", DEATHS)
def test_a_run_that_is_killed_leaves_the_old_dataset_and_the_next_run_clears_up(plan, tmp_path, name):
    setup, end = DEATHS[name]
    out = tmp_path / "out"
    write_dataset(out, plan("old.txt"))
    before = digests(out)
    script = textwrap.dedent(KILLED).format(setup=setup, end=end)
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, "-c", script, str(out)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert result.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) > 1
    if name != "between the two renames":
        assert digests(out) == before
    swap.clear_leftovers(out)
    assert digests(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_beside_this_one_is_left_alone(plan, tmp_path):
    out = tmp_path / "out"
    own, whole = document_rows(plan("own.txt")), Whole()
    whole.add(summary_of(own))
    with NewDataset(out) as new:
        write_dataset(out, plan("other.txt"))
        write_part(new.folder, None, [own.tables], whole.index)
        new.commit(whole.agencies())
    assert pq.read_table(out / "documents.parquet")["source_file"].to_pylist() == ["own.txt"]


def test_a_folder_that_is_no_dataset_is_refused(plan, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.md").write_text("years of work")
    with pytest.raises(DatasetError, match="holds no dataset"):
        write_dataset(tmp_path / "thesis", plan())
    assert [path.name for path in tmp_path.rglob("*")] == ["thesis", "chapter.md"]
    with pytest.raises(DatasetError, match="is no folder"):
        write_dataset(tmp_path / "thesis" / "chapter.md", plan())


def test_files_beside_the_tables_are_not_thrown_away(plan, tmp_path):
    write_dataset(tmp_path / "out", plan("a.txt"))
    (tmp_path / "out" / "notes.ipynb").write_text("{}")
    with pytest.raises(DatasetError, match=r"holds more than the dataset.*notes\.ipynb"):
        write_dataset(tmp_path / "out", plan("b.txt"))
    (tmp_path / "out" / "notes.ipynb").rename(tmp_path / "out" / ".notes")
    write_dataset(tmp_path / "out", plan("b.txt"))


def test_a_data_package_of_something_else_is_refused(plan, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "datapackage.json").write_text('{"name": "rainfall"}')
    with pytest.raises(DatasetError, match="holds no dataset of vnplans"):
        write_dataset(tmp_path / "out", plan())


def test_agencies_are_kept_once_sorted_and_a_difference_is_told(plan, tmp_path):
    first = Agency("b", "Sở B", "department", "provincial")
    second = Agency("a", "Sở A", "department", "provincial", successor_id="b")
    one = plan("1.txt")
    other = plan("2.txt")
    one = replace(one, agencies=(*one.agencies, first, second))
    other = replace(other, agencies=(*other.agencies, replace(first, name="Sở Bê")))
    write_dataset(tmp_path / "out", one, other)
    write_dataset(tmp_path / "swapped", other, one)
    agencies = pq.read_table(tmp_path / "out" / "agencies.parquet").to_pylist()
    assert [agency["agency_id"] for agency in agencies] == ["62-so-khcn", "a", "b"]
    assert agencies == pq.read_table(tmp_path / "swapped" / "agencies.parquet").to_pylist()
    codes = pq.read_table(tmp_path / "out" / "diagnostics.parquet")["code"].to_pylist()
    assert codes.count("agency-differs") == 1


def test_a_cited_plan_of_the_dataset_is_linked(plan, tmp_path):
    extraction = plan("citing.txt", number="1/KH-UBND", cites="2763 /kh-ubnd")
    reference = extraction.references[0]
    citation = replace(reference.citation, issued_date=datetime.date(2019, 10, 21))
    write_dataset(
        tmp_path / "out",
        replace(extraction, references=(replace(reference, citation=citation),)),
        plan("cited.txt"),
    )
    linked = pq.read_table(tmp_path / "out" / "references.parquet")["target_doc_id"].to_pylist()
    assert linked == [plan("cited.txt").doc_id, None]


DAY, OTHER_DAY = datetime.date(2020, 1, 2), datetime.date(2021, 1, 2)


@pytest.mark.parametrize(
    ("documents", "number", "date", "expected"),
    [
        ([("a", "1/KH", DAY)], "1/KH", DAY, "a"),
        ([("a", "1/KH", DAY)], "01/KH", None, "a"),
        ([("a", "1/KH", None)], "1/KH", DAY, "a"),
        ([("a", "1/KH", DAY)], "1/KH", OTHER_DAY, None),
        ([("a", "1/KH", DAY)], "2/KH", DAY, None),
        ([("a", "1/KH", DAY)], None, DAY, None),
        ([("self", "1/KH", DAY)], "1/KH", DAY, None),
        ([("a", "1/KH", DAY), ("b", "1/KH", OTHER_DAY)], "1/KH", OTHER_DAY, "b"),
        ([("a", "1/KH", DAY), ("b", "1/KH", OTHER_DAY)], "1/KH", None, None),
        ([("b", "1/KH", DAY), ("a", "1/KH", DAY)], "1/KH", DAY, "a"),
        ([("a", "1/KH", None), ("b", "1/KH", None)], "1/KH", DAY, None),
        ([("a", None, DAY)], "1/KH", DAY, None),
    ],
)
def test_what_a_number_and_a_date_point_to(documents, number, date, expected):
    index = DocumentIndex()
    for document in documents:
        index.add(*document)
    assert index.find("self", number, date) == expected
