"""Documents that loop, eat memory or crash cost an error row each, and no other document anything."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.read import file_readers
from pipeline.run import Crew, Limits, run
from pipeline.run.fingerprint import fingerprint
from tests.run.poisonous import install_poison
from tests.run.test_run import PLAN

LIMITS = Limits(4.0, 700)
POISONS = {
    "loop": ("document-too-slow", "reading it takes more than 4 s"),
    "loop-in-c": ("document-too-slow", "reading it takes more than 4 s"),
    "eat": ("document-too-large", "reading it takes more than 700 MB of memory"),
    "crash": ("document-crashed", "the process that read it was ended by SIGKILL, twice"),
    "crash-segv": ("document-crashed", "the process that read it was ended by SIGSEGV, twice"),
}
# What other rows are compared by: everything but the files that are poisoned.
TABLES = ("documents", "texts", "tasks", "task_agencies", "deadlines", "targets", "references", "agencies", "cells", "sections")


@pytest.fixture
def poison(tmp_path, monkeypatch):
    """The reader whose files are poison, installed for this process and those that it starts."""
    install_poison(tmp_path / "lib")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    importlib.invalidate_caches()
    for known in (file_readers, fingerprint):  # A process knows the readers that it found first.
        known.cache_clear()
    yield
    for known in (file_readers, fingerprint):
        known.cache_clear()


def write(raw: Path) -> None:
    raw.mkdir(parents=True)
    for number in range(1, 7):
        (raw / f"plan-{number}.txt").write_text(PLAN.format(number=number), encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound the memory of a process")
def test_poisoned_documents_are_error_rows_and_the_others_are_as_ever(tmp_path, poison):
    for name in ("sound", "poisoned"):
        write(tmp_path / name)
    for order in (*POISONS, f"crash-once {tmp_path / 'marker'}"):
        (tmp_path / "poisoned" / f"{order.split()[0]}.poison").write_text(
            f"POISON {order}\n{PLAN.format(number=77)}", encoding="utf-8"
        )
    with Crew(2) as crew:
        run(tmp_path / "sound", tmp_path / "out", workers=crew, limits=LIMITS)
        report = run(tmp_path / "poisoned", tmp_path / "poisoned-out", workers=crew, limits=LIMITS)
    tables = pipeline.load(tmp_path / "poisoned-out")
    lost = tables["diagnostics"][tables["diagnostics"]["doc_id"].isna()]
    found = {name: (code, message) for name, code, message in lost[["source_file", "code", "message"]].itertuples(index=False)}
    assert found == {f"{order}.poison": told for order, told in POISONS.items()}
    assert len(report.failed) == len(POISONS)
    assert (tmp_path / "marker").exists()
    (again,) = tables["documents"]["doc_id"][tables["documents"]["source_file"] == "crash-once.poison"]
    for name, table in pipeline.load(tmp_path / "out").items():
        if name in TABLES:
            others = tables[name][tables[name]["doc_id"] != again] if "doc_id" in table else tables[name]
            assert others.reset_index(drop=True).equals(table), name
    with Crew(2) as crew:
        step = run(tmp_path / "poisoned", tmp_path / "poisoned-out", workers=crew, limits=LIMITS)
    assert (step.read, step.written) == (0, False)


def test_the_command_has_the_limits(tmp_path, poison):
    write(tmp_path / "raw")
    (tmp_path / "raw" / "a.poison").write_text("POISON loop\n")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(pipeline.__file__).parents[1]), str(tmp_path / "lib")]),
    }
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "extract",
        "raw",
        "--out",
        "out",
        "--jobs",
        "1",
        "--time-limit",
        "3",
        "--no-ner",
    ]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "a.poison: reading it takes more than 3 s" in done.stderr
    assert "6 documents" in done.stderr
