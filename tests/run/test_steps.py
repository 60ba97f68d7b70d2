"""Runs in steps: a run reads what changed and nothing else, and the dataset is as if all had been read."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

import pipeline
from pipeline.corrections import load_corrections
from pipeline.dataset.check import check_folder
from pipeline.run import Here, Limits, RunError, RunReport, run, runner, work
from tests.run.test_run import PLAN

CORRECTION = """document: {name}
corrections:
- task: Tổ chức ngày hội khởi nghiệp
  drop: true
"""


def write(raw: Path, *numbers: int) -> None:
    raw.mkdir(exist_ok=True)
    for number in numbers:
        (raw / f"plan-{number}.txt").write_text(PLAN.format(number=number), encoding="utf-8")


def step(folder: Path, **options: Any) -> RunReport:
    return run(folder / "raw", folder / "out", workers=Here(), **{"ner": False} | options)


def digests(folder: Path) -> Mapping[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def entries(folder: Path) -> int:
    return len(list((folder / ".out.cache").rglob("*.rows")))


def from_scratch(folder: Path, **options: Any) -> Mapping[str, str]:
    """What the dataset of the pages in `folder` is when nothing is known of them."""
    run(folder / "raw", folder / "scratch", workers=Here(), cache=folder / "no-cache", force=True, **{"ner": False} | options)
    found = digests(folder / "scratch")
    shutil.rmtree(folder / "scratch")
    shutil.rmtree(folder / "no-cache")
    return found


@pytest.fixture
def folder(tmp_path):
    """Three plans and a file that is no plan, read once."""
    write(tmp_path / "raw", 1, 2, 3)
    (tmp_path / "raw" / "empty.txt").write_bytes(b"")
    (tmp_path / "raw" / "SOURCES.csv").write_text("x")
    assert step(tmp_path).read == 5
    return tmp_path


def test_a_run_without_a_change_reads_and_writes_nothing(folder):
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()}
    report = step(folder)
    assert (report.read, report.written, report.inputs) == (0, False, 5)
    assert {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()} == before
    assert report.rows["tasks"] == len(pipeline.load(folder / "out")["tasks"]) > 0
    assert report.failed == (("empty.txt", "empty.txt: the file is empty"),)
    assert report.severities["error"] == 1


def added(raw: Path) -> None:
    write(raw, 4)


def changed(raw: Path) -> None:
    (raw / "plan-2.txt").write_text(PLAN.format(number=22), encoding="utf-8")


def renamed(raw: Path) -> None:
    (raw / "plan-2.txt").rename(raw / "other.txt")


def removed(raw: Path) -> None:
    (raw / "plan-2.txt").unlink()


def touched(raw: Path) -> None:
    os.utime(raw / "plan-2.txt")


@pytest.mark.parametrize(("change", "read"), [(added, 1), (changed, 1), (renamed, 1), (removed, 0), (touched, 0)])
def test_a_run_reads_the_pages_that_changed(folder, change, read):
    change(folder / "raw")
    report = step(folder)
    assert (report.read, report.written) == (read, change is not touched)
    assert digests(folder / "out") == from_scratch(folder)
    assert step(folder).written is False


def test_rows_that_no_page_has_any_more_leave_dataset_and_cache(folder):
    assert entries(folder) == 5
    (folder / "raw" / "plan-1.txt").unlink()
    step(folder)
    assert "plan-1.txt" not in set(pipeline.load(folder / "out")["documents"]["source_file"])
    assert entries(folder) == 4


def test_a_correction_touches_its_page_alone(folder):
    (folder / "corrections").mkdir()
    (folder / "corrections" / "a.yaml").write_text(CORRECTION.format(name="plan-2.txt"), encoding="utf-8")
    mended = load_corrections(folder / "corrections")
    before = step(folder).rows["tasks"]
    report = step(folder, corrections=mended)
    assert (report.read, report.rows["tasks"]) == (1, before - 1)
    assert digests(folder / "out") == from_scratch(folder, corrections=mended)
    assert step(folder, corrections=mended).written is False
    assert step(folder).rows["tasks"] == before


def test_a_correction_without_a_page_is_a_row_of_the_run(folder):
    (folder / "corrections").mkdir()
    (folder / "corrections" / "a.yaml").write_text(CORRECTION.format(name="nowhere.txt"), encoding="utf-8")
    report = step(folder, corrections=load_corrections(folder / "corrections"))
    assert (report.read, report.severities["error"]) == (0, 2)
    last = pipeline.load(folder / "out")["diagnostics"].iloc[-1]
    assert (last["code"], last["source_file"]) == ("correction-homeless", "corrections/a.yaml")
    assert step(folder).severities["error"] == 1


def test_other_options_and_other_code_read_all(folder, monkeypatch):
    assert step(folder, ner=True).read == 5
    assert step(folder, force=True).read == 5
    monkeypatch.setattr(runner, "fingerprint", lambda: "0" * 64)
    monkeypatch.setattr(work, "fingerprint", lambda: "0" * 64)
    assert step(folder).read == 5
    assert step(folder).read == 0


def test_a_worker_with_other_code_is_refused(folder, monkeypatch):
    monkeypatch.setattr(work, "fingerprint", lambda: "0" * 64)
    write(folder / "raw", 9)
    before = digests(folder / "out")
    with pytest.raises(RunError, match="another version of vnplans"):
        step(folder)
    assert digests(folder / "out") == before


def test_the_cache_can_be_deleted_and_damaged(folder):
    before = digests(folder / "out")
    shutil.rmtree(folder / ".out.cache")
    assert step(folder).read == 5
    first, second, *_ = sorted((folder / ".out.cache").rglob("*.rows"))
    first.write_bytes(first.read_bytes()[:-7])
    second.write_bytes(b"")
    (folder / ".out.cache" / "published.json").write_text("{")
    report = step(folder)
    assert (report.read, report.written) == (2, True)
    assert digests(folder / "out") == before


def test_a_dataset_that_was_damaged_or_deleted_is_written_again_from_the_cache(folder):
    before = digests(folder / "out")
    tasks = folder / "out" / "tasks.parquet"
    tasks.write_bytes(tasks.read_bytes()[:-1] + b"\x00")
    assert (step(folder).read, digests(folder / "out")) == (0, before)
    shutil.rmtree(folder / "out")
    assert (step(folder).read, digests(folder / "out")) == (0, before)


def test_what_the_machine_failed_at_is_tried_again(folder):
    (folder / "raw" / "linked.txt").symlink_to(folder / "elsewhere.txt")
    for _ in range(2):
        report = step(folder)
        assert (report.read, report.failed[-1]) == (1, ("linked.txt", "No such file or directory"))
    (folder / "elsewhere.txt").write_text(PLAN.format(number=8), encoding="utf-8")
    assert (step(folder).read, step(folder).read) == (1, 0)


def test_other_limits_are_another_try_for_what_they_ended(folder, monkeypatch):
    monkeypatch.setattr(work, "read_document", no_memory)
    write(folder / "raw", 9)
    report = step(folder)
    assert (report.read, report.failed[-1]) == (1, ("plan-9.txt", "out of memory"))
    assert step(folder).read == 0
    monkeypatch.undo()
    assert step(folder).failed[-1][0] == "plan-9.txt"
    assert step(folder, limits=Limits(5.0, 0)).failed == (("empty.txt", "empty.txt: the file is empty"),)


def no_memory(*arguments: object) -> None:
    raise MemoryError


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_dataset_in_parts_has_the_same_rows(folder, size):
    whole = pipeline.load(folder / "out")
    report = step(folder, part_inputs=size)
    assert (report.read, report.written) == (0, True)
    parts = [path.name for path in sorted((folder / "out" / "tasks.parquet").iterdir())]
    assert parts == [f"part-{number:05d}.parquet" for number in range(-(-5 // size))]
    check_folder(folder / "out")
    again = pipeline.load(folder / "out")
    assert all(again[name].equals(table) for name, table in whole.items())
    assert step(folder).written is True
    assert all(pipeline.load(folder / "out")[name].equals(table) for name, table in whole.items())


@pytest.mark.parametrize("seed", range(4))
def test_any_steps_lead_to_the_dataset_that_a_run_from_scratch_gives(tmp_path, seed):
    random = Random(seed)
    write(tmp_path / "raw", 0)
    for _ in range(6):
        for _ in range(random.randrange(3)):
            path = tmp_path / "raw" / f"plan-{random.randrange(6)}.txt"
            text = PLAN.format(number=random.randrange(1, 4)) if random.random() < 0.9 else ""
            if path.exists() and random.random() < 0.4:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        if any((tmp_path / "raw").iterdir()):
            step(tmp_path, part_inputs=2)
    write(tmp_path / "raw", 7)
    step(tmp_path, part_inputs=2)
    assert digests(tmp_path / "out") == from_scratch(tmp_path, part_inputs=2)


def test_a_run_beside_this_one_keeps_its_entries(folder):
    from pipeline.run.cache import Cache
    from pipeline.run.stores import Store

    cache = Cache(Store.at(folder / ".out.cache"))
    with cache.in_use():
        cache.clear_but([])
        assert entries(folder) == 5
    cache.clear_but([])
    assert entries(folder) == 0
