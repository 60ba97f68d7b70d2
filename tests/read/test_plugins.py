"""Readers that other distributions bring: really installed in a folder, found, asked first, and named when they are broken."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.extraction import extract, extract_bytes
from pipeline.read import (
    BrokenReaderError,
    Contents,
    FileReader,
    InstalledReader,
    ReadError,
    file_readers,
    installed_readers,
    read,
    read_bytes,
    reader_claiming,
)
from pipeline.run.document import read_document
from pipeline.run.inputs import InputFile
from pipeline.run.stores import Store
from tests.installing import install
from tests.reading import RAW, SAMPLES, sample
from tests.rendering_docx import docx_page

ROOT = Path(__file__).parents[2]
Installer = Callable[..., Path]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    """Installs a distribution for this process: `installed(name, readers, modules)` gives the folder; gone afterwards."""
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    loaded = set(sys.modules)

    def installer(distribution: str, readers: Mapping[str, str], modules: Mapping[str, str], version: str = "1.0") -> Path:
        install(folder, distribution, readers, modules, version)
        importlib.invalidate_caches()
        file_readers.cache_clear()
        return folder

    yield installer
    for name in set(sys.modules) - loaded:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    file_readers.cache_clear()


def reader(form: str, sign: str, words: str = "read by {form}") -> str:
    """A module with a reader of files that begin with `sign`: their only line is `words`."""
    return f"""
from pipeline.model import Line, Span
from pipeline.read import Contents, FileReader, ReadError

def claims(data, source_file):
    return data.startswith({sign.encode()!r})

def read(data, source_file):
    if data.endswith(b"damaged"):
        raise ReadError(f"{{source_file}}: a damaged file")
    return Contents((Line({words.format(form=form)!r}, Span(0, 7), 0),), "tinh.gov.vn")

READER = FileReader({form!r}, claims, read)
"""


def diagnostics(path: Path, source_file: str) -> list[dict[str, Any]]:
    """The diagnostics of the file at `path` as a run has them."""
    file = InputFile(Store.at(path.parent), path.name, source_file)
    found: list[dict[str, Any]] = read_document(file, file.content()).rows.tables["diagnostics"].to_pylist()
    return found


def words(data: bytes, source_file: str = "a.x") -> list[str]:
    return [item.text for item in read_bytes(data, source_file).items]  # type: ignore[union-attr]


def test_an_installed_reader_is_asked_first(installed: Installer) -> None:
    before = read_bytes(b"EPUB plan", "a.x")
    installed("vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": reader("epub", "EPUB")})
    page = read_bytes(b"EPUB plan", "a.x")
    assert (before.source_format, page.source_format) == ("text", "epub")
    assert (page.source_file, page.host, page.sha256) == ("a.x", "tinh.gov.vn", before.sha256)
    assert words(b"EPUB plan") == ["read by epub"]


def test_what_no_installed_reader_claims_is_read_as_ever(installed: Installer, tmp_path: Path) -> None:
    word = tmp_path / "a.docx"
    word.write_bytes(docx_page(sample(SAMPLES[0])[0]))
    before = [read(path, "a") for path in (*SAMPLES, word)]
    installed("vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": reader("epub", "EPUB")})
    assert len(file_readers()) == 1
    assert [read(path, "a") for path in (*SAMPLES, word)] == before
    assert reader_claiming(b"plan", "a.epub") is None
    with pytest.raises(ReadError, match=r"^a\.x: the file is empty"):
        read_bytes(b"", "a.x")


def test_a_built_in_form_is_not_replaced(installed: Installer) -> None:
    installed("vnplans-html", {"html": "vnplans_html:READER"}, {"vnplans_html.py": reader("html", "HT:")})
    assert (words(b"HT: x"), read_bytes(b"HT: x", "a").source_format) == (["read by html"], "html")
    assert words(b"<html><body><p>plan</p></body></html>") == ["plan"]


def test_the_first_by_name_reads_what_two_claim(installed: Installer) -> None:
    installed("vnplans-b", {"late": "late_reader:READER"}, {"late_reader.py": reader("late", "AB")})
    installed("vnplans-a", {"soon": "soon_reader:READER"}, {"soon_reader.py": reader("soon", "A")})
    assert [found.form for found in file_readers()] == ["late", "soon"]
    assert (words(b"ABC"), words(b"ACB")) == (["read by late"], ["read by soon"])


def test_one_distribution_may_bring_several(installed: Installer) -> None:
    module = reader("one", "1") + "OTHER = FileReader('two', lambda data, source_file: source_file.endswith('.2'), read)\n"
    installed("vnplans-two", {"b": "two_readers:OTHER", "a": "two_readers:READER"}, {"two_readers.py": module})
    assert [found.form for found in file_readers()] == ["one", "two"]
    assert read_bytes(b"x", "plan.2").source_format == "two"


@pytest.mark.parametrize("data", [b"EPUB damaged", b"EPUB"])
def test_what_a_reader_refuses_or_finds_empty_is_an_error_row(installed: Installer, tmp_path: Path, data: bytes) -> None:
    empty = reader("epub", "EPUB").replace(
        "return Contents((Line", "return Contents(()) if data == b'EPUB' else Contents((Line"
    )
    installed("vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": empty})
    expected = "a damaged file" if data.endswith(b"damaged") else "the page has no text"
    with pytest.raises(ReadError, match=f"^kh/a.epub: {expected}$"):
        read_bytes(data, "kh/a.epub")
    path = tmp_path / "a.epub"
    path.write_bytes(data)
    (found,) = diagnostics(path, "kh/a.epub")
    assert (found["code"], found["severity"]) == ("file-unreadable", "error")


def test_a_fault_of_a_reader_goes_on_as_it_is(installed: Installer, tmp_path: Path) -> None:
    faulty = reader("epub", "EPUB").replace("if data.endswith", "{}['absent']\n    if data.endswith")
    installed("vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": faulty})
    with pytest.raises(KeyError, match="absent"):
        read_bytes(b"EPUB", "a")
    path = tmp_path / "a.epub"
    path.write_bytes(b"EPUB")
    (found,) = diagnostics(path, "a.epub")
    assert found["code"] == "document-failed"
    assert "KeyError: 'absent' (in read, vnplans_epub.py line" in found["message"]


@pytest.mark.parametrize(
    ("value", "module", "reason"),
    [
        (
            "broken_reader:READER",
            "import no_such_module",
            "cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'",
        ),
        ("broken_reader:READER", "x = (", "cannot be loaded: SyntaxError"),
        ("broken_reader:READER", "1 / 0", "cannot be loaded: ZeroDivisionError"),
        ("broken_reader:READER", "x = 1", "cannot be loaded: AttributeError"),
        ("absent_reader:READER", "x = 1", "cannot be loaded: ModuleNotFoundError"),
        ("broken_reader:READER", "READER = {'form': 'x'}", "is a dict, not a pipeline.read.FileReader"),
        ("broken_reader:READER", "from pipeline.read import FileReader as READER", "is a type, not a pipeline.read.FileReader"),
        ("broken_reader:READER", reader("Epub", "X"), "cannot be loaded: ValueError: the form must be a word of small letters"),
        ("broken_reader", "x = 1", "is a module, not a pipeline.read.FileReader"),
    ],
)
def test_a_broken_reader_is_named_whatever_is_read(installed: Installer, value: str, module: str, reason: str) -> None:
    installed("vnplans-fine", {"fine": "fine_reader:READER"}, {"fine_reader.py": reader("fine", "FINE")})
    installed("vnplans-broken", {"odd": value}, {"broken_reader.py": module}, version="2.1")
    named = re.escape(f"the reader odd ({value}) of vnplans-broken 2.1 {reason}")
    for data in (b"FINE", b"plan"):
        with pytest.raises(BrokenReaderError, match=f"^{named}"):
            read_bytes(data, "a.x")


def test_a_reader_that_gives_no_contents_is_named(installed: Installer) -> None:
    wrong = reader("epub", "EPUB").replace("return Contents(", "return list(")
    installed("vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": wrong.replace(', "tinh.gov.vn")', ")")})
    wanted = r"^a\.x: the installed reader of epub files gave a list, not Contents$"
    with pytest.raises(BrokenReaderError, match=wanted):
        read_bytes(b"EPUB", "a.x")


@pytest.mark.parametrize("form", ["", "Epub", "e pub", "1x", "ê", "a" * 32, None])
def test_forms_that_are_no_words(form: str) -> None:
    with pytest.raises(ValueError, match="the form must be a word"):
        FileReader(form, lambda data, source_file: True, lambda data, source_file: Contents(()))


def test_what_cannot_be_called_is_no_reader() -> None:
    with pytest.raises(TypeError, match="claims and read of the form 'epub'"):
        FileReader("epub", True, lambda data, source_file: Contents(()))  # type: ignore[arg-type]


def test_other_processes_find_it_without_a_call(tmp_path: Path) -> None:
    install(tmp_path, "vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": reader("epub", "EPUB")})
    code = "from pipeline.read import read_bytes; print(read_bytes(b'EPUB', 'a').source_format)"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("epub\n", "")


# --- what tells one state of the installed readers from another -----------------------------------------------------------


def test_nothing_installed() -> None:
    assert (file_readers(), installed_readers()) == ((), ())


def test_installed_readers_are_known_without_loading(installed: Installer) -> None:
    module = "raise RuntimeError('loaded')"
    installed("vnplans-epub", {"epub": "vnplans_epub:READER"}, {"vnplans_epub.py": module})
    (found,) = installed_readers()
    assert (found.name, found.value, found.distribution) == ("epub", "vnplans_epub:READER", "vnplans-epub")
    assert (found.version, len(found.digest)) == ("1.0", 64)
    assert "vnplans_epub" not in sys.modules


def test_the_state_changes_with_the_readers(installed: Installer) -> None:
    """Each step is another state, also those that change files which only the package's own modules know."""
    package = {"own/__init__.py": "", "own/epub.py": reader("epub", "EPUB"), "own/words.yaml": "a: 1"}
    states: list[tuple[InstalledReader, ...]] = [installed_readers()]
    folder = installed("vnplans-own", {"epub": "own.epub:READER"}, package)
    states.append(installed_readers())
    for name, content in (("own/epub.py", "x = 1"), ("own/words.yaml", "a: 2"), ("own/more.py", "")):
        (folder / name).write_text(content)
        states.append(installed_readers())
    (folder / "own/more.py").rename(folder / "own/most.py")
    states.append(installed_readers())
    installed("vnplans-other", {"other": "other_reader:READER"}, {"other_reader.py": "x = 1"})
    states.append(installed_readers())
    (folder / "other_reader.py").write_text("x = 2")
    states.append(installed_readers())
    assert len(set(states)) == len(states) == 8


def test_the_state_is_the_same_for_the_same_readers(installed: Installer, tmp_path: Path) -> None:
    modules = {"own/__init__.py": "", "own/epub.py": reader("epub", "EPUB")}
    installed("vnplans-own", {"epub": "own.epub:READER"}, modules)
    before = installed_readers()
    assert read_bytes(b"EPUB", "a").source_format == "epub"  # loading leaves compiled files behind
    (tmp_path / "elsewhere").mkdir()
    install(tmp_path / "elsewhere", "vnplans-own", {"epub": "own.epub:READER"}, modules)
    code = "from pipeline.read import installed_readers; print(repr(installed_readers()))"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path / 'elsewhere'}"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert repr(installed_readers()) == repr(before) == done.stdout.strip()


def test_a_module_that_is_not_there_has_a_state_too(installed: Installer) -> None:
    folder = installed("vnplans-own", {"epub": "own_reader:READER"}, {})
    (before,) = installed_readers()
    (folder / "own_reader.py").write_text("x = 1")
    importlib.invalidate_caches()
    (after,) = installed_readers()
    assert before.digest != after.digest


# --- from bytes, and the page that tells how -------------------------------------------------------------------------------


def test_bytes_are_read_as_their_file_is() -> None:
    path = RAW / "001_a919239201a1fda3.txt"
    assert extract_bytes(path.read_bytes(), path.name) == extract(path)
    assert extract_bytes(path.read_bytes(), "kh/1").source_file == "kh/1"
    assert pipeline.extract_bytes(path.read_bytes(), path.name, ner=False) == pipeline.extract(path, ner=False)
    with pytest.raises(ReadError, match=r"^kh/2: the file is empty"):
        extract_bytes(b"", "kh/2")


def test_the_example_of_the_documents_reads_plans(installed: Installer) -> None:
    page = (ROOT / "docs" / "readers.md").read_text(encoding="utf-8")
    (module,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (name, value) = re.findall(r'(?m)^\[project\.entry-points\."vnplans\.readers"\]\n(\S+) = "(\S+)"$', page)[0]
    installed("vnplans-archive", {name: value}, {f"{value.partition(':')[0]}.py": module})
    xml = "<record><issuer>UBND</issuer><para>KẾ HOẠCH</para><para>Phát triển <i>kinh tế</i></para></record>"
    found = read_bytes(xml.encode(), "a.txt")
    assert (found.source_format, words(xml.encode())) == ("archive-xml", ["KẾ HOẠCH", "Phát triển kinh tế"])
    assert words(b"<html><body><p>plan</p></body></html>") == ["plan"]
    with pytest.raises(ReadError, match=r"^a\.txt: a damaged record"):
        read_bytes(b"<record><para>", "a.txt")
