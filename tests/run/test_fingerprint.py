"""Whatever may change a row changes the fingerprint; what stands behind the rows does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.run.fingerprint import fingerprint
from tests.installing import install

ROOT = Path(pipeline.__file__).parents[1]
SCRIPT = "from pipeline.run.fingerprint import fingerprint; print(fingerprint())"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package and its schemas, to be changed."""
    folder = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("pipeline", "schemas"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def told(folder: Path, *more: Path) -> str:
    """The fingerprint that a process with the package in `folder` has."""
    path = os.pathsep.join(map(str, (folder, *more)))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_it_does_not_depend_on_the_folder(copy):
    assert told(copy) == fingerprint()


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("pipeline/lexicon/agencies.csv", True),
        ("pipeline/recognize/times/__init__.py", True),
        ("pipeline/recognize/ner/model/meta.json", True),
        ("pipeline/dataset/rows.py", True),
        ("pipeline/run/document.py", True),
        ("schemas/tasks.yaml", True),
        ("pipeline/run/crew.py", False),
        ("pipeline/cli.py", False),
        ("pipeline/review/__init__.py", False),
    ],
)
def test_what_changes_it(copy, name, counts):
    path = copy / name
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    try:
        assert (told(copy) != fingerprint()) == counts
    finally:
        path.write_bytes(content)


def test_an_installed_reader_changes_it(copy, tmp_path):
    install(tmp_path, "vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": "READER = 1\n"})
    first = told(copy, tmp_path)
    (tmp_path / "vnplans_epub.py").write_text("READER = 2\n", encoding="utf-8")
    assert len({fingerprint(), first, told(copy, tmp_path)}) == 3
