"""Which files are pages, in which order, and under which name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.run.inputs import find_inputs


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def names(raw: Path, out: Path | None = None) -> list[str]:
    return [file.source_file for file in find_inputs(raw, out or raw.parent / "extracted") if not file.skipped]


def test_files_are_found_below_the_folder_in_the_order_of_their_paths(tmp_path):
    make(tmp_path / "raw", "b.txt", "a/z.html", "a.txt", "Đà Nẵng/kế hoạch.txt", "a/b/c.txt")
    assert names(tmp_path / "raw") == ["a.txt", "a/b/c.txt", "a/z.html", "b.txt", "Đà Nẵng/kế hoạch.txt"]


@pytest.mark.parametrize("name", ["SOURCES.csv", "meta.json", "x.YAML", "README.md", "LICENSE", "page_files/style.css", "a.js"])
def test_what_is_no_page_is_marked_as_skipped(tmp_path, name):
    make(tmp_path / "raw", name, "plan.txt")
    files = find_inputs(tmp_path / "raw", tmp_path / "out")
    assert {file.source_file: file.skipped for file in files} == {name: True, "plan.txt": False}


@pytest.mark.parametrize("name", ["plan.pdf", "scan.jpg", "plan.docx", "plan", "plan.xyz", "README.txt"])
def test_any_other_file_is_offered_to_the_readers(tmp_path, name):
    make(tmp_path / "raw", name)
    assert names(tmp_path / "raw") == [name]


def test_hidden_files_and_folders_are_passed_over(tmp_path):
    make(tmp_path / "raw", ".DS_Store", ".git/config", ".hidden.txt", "plan.txt")
    assert [file.source_file for file in find_inputs(tmp_path / "raw", tmp_path / "out")] == ["plan.txt"]


def test_the_dataset_itself_is_no_input(tmp_path):
    make(tmp_path, "plan.txt", "extracted/tasks.parquet", "extracted/notes.txt")
    assert names(tmp_path, tmp_path / "extracted") == ["plan.txt"]


def test_one_file_is_an_input_by_its_name(tmp_path):
    make(tmp_path / "raw", "a.csv", "b.txt")
    (file,) = find_inputs(tmp_path / "raw" / "b.txt", tmp_path / "out")
    assert (file.source_file, file.skipped) == ("b.txt", False)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere: no such folder or file"):
        find_inputs(tmp_path / "nowhere", tmp_path / "out")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have only Unicode file names")
def test_a_name_that_is_no_unicode_is_spelled_out(tmp_path):
    (tmp_path / "raw").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/raw/k\xea.txt")).write_text("x", encoding="utf-8")
    assert names(tmp_path / "raw") == ["k\\xea.txt"]
