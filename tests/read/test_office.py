"""Whole plans as word processor files give the records of the text pages; conversions that fail are named."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Document
from pipeline.read import MissingToolError, ReadError, office, read
from pipeline.read.office import converted, read_office
from pipeline.run.document import read_document
from pipeline.run.inputs import InputFile
from pipeline.run.stores import Store
from pipeline.segment import segment
from tests.reading import RAW, SAMPLES, sample
from tests.rendering_docx import docx_page
from tests.test_layouts import of_target, of_task

MERGED = RAW / "001_a919239201a1fda3.txt"
LISTED = RAW / "003_e42dbc15658567f2.txt"


@pytest.fixture
def soffice() -> str:
    """LibreOffice's program; without it the test is skipped, unless the machine must have all tools."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if os.environ.get("VNPLANS_TOOLS") == "required":
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    return found


def reread(path: Path) -> tuple[Document, Records]:
    document = segment(clean(read(path, path.name)))
    return document, extract_records(document)


def assert_same_records(path: Path, source: Path) -> None:
    document, records = sample(source)
    rebuilt, again = reread(path)
    assert list(map(of_task, again.tasks)) == list(map(of_task, records.tasks))
    assert list(map(of_target, again.targets)) == list(map(of_target, records.targets))
    assert [r.citation.number for r in again.references] == [r.citation.number for r in records.references]
    assert all(table.layout == "grid" for table in rebuilt.tables)
    signed = any(section.part == "signature" for section in document.sections)  # else the portal names the signer
    for fact in ("number", "doc_type", "issuer", "issued_date", "title", *(["signer"] if signed else [])):
        assert getattr(rebuilt.header, fact) == getattr(document.header, fact)


@pytest.mark.parametrize("source", SAMPLES, ids=lambda path: path.stem[:3])
def test_word_gives_the_same_records(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(docx_page(sample(source)[0]))
    assert_same_records(path, source)


@pytest.mark.parametrize(
    ("source", "form", "name"),
    [
        (MERGED, "doc", "doc:MS Word 97"),
        (MERGED, "rtf", "rtf:Rich Text Format"),
        (MERGED, "odt", "odt:writer8"),
        (LISTED, "doc", "doc:MS Word 97"),
    ],
    ids=["merged-doc", "merged-rtf", "merged-odt", "listed-doc"],
)
def test_older_formats_give_the_same_records(tmp_path: Path, soffice: str, source: Path, form: str, name: str) -> None:
    """Lists with starts of their own are not made here: LibreOffice cannot write all of them to the older formats."""
    made = tmp_path / "plan.docx"
    made.write_bytes(docx_page(sample(source)[0], leaps=False))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", name, "--outdir", str(tmp_path / "out"), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    path = tmp_path / "out" / f"plan.{form}"
    assert read(path, path.name).source_format == form
    assert_same_records(path, source)


def rtf(words: str) -> bytes:
    return b"{\\rtf1\\ansi " + words.encode("ascii") + b"\\par}"


def test_several_at_once(soffice: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda number: read_office(rtf(f"Plan {number}"), "a.rtf", "rtf"), range(3)))
    assert [[line.text for line in read.items] for read in found] == [["Plan 0"], ["Plan 1"], ["Plan 2"]]  # type: ignore[union-attr]


def test_what_libreoffice_cannot_read_is_named(soffice: str) -> None:
    with pytest.raises(ReadError, match=r"^kh/a.odt: LibreOffice cannot read this odt file"):
        converted(b"PK\x03\x04 no archive", "kh/a.odt", "odt")


def sleeper(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    begun = time.monotonic()
    with pytest.raises(ReadError, match=r"^a.doc: LibreOffice took longer than 5 seconds"):
        converted(b"x", "a.doc", "doc", seconds=5)
    assert time.monotonic() - begun < 20
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        if not is_running(child):
            return
        time.sleep(0.05)
    pytest.fail("the process that the conversion started is still running")


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_what_libreoffice_says_is_told_without_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper(tmp_path, monkeypatch, 'for last; do :; done; echo "Error: $last could not be loaded"')
    with pytest.raises(ReadError, match=r"^a.doc: .* \(Error: /document.doc could not be loaded\)$"):
        converted(b"x", "a.doc", "doc")


@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_a_missing_program_has_an_error_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(office, "_PROGRAMS", ("no-such-program",))
    with pytest.raises(
        MissingToolError, match=f"^a: LibreOffice, which reads {form} files, is not installed .*apt-get install"
    ):
        read_office(b"", "a", form)  # type: ignore[arg-type]
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf("Plan"))
    file = InputFile(Store.at(tmp_path), "a.rtf", "a.rtf")
    reading = read_document(file, file.content())
    assert not reading.lasts
    (found,) = reading.rows.tables["diagnostics"].to_pylist()
    assert (found["code"], found["severity"]) == ("tool-missing", "error")
