"""Plans printed as PDFs give the records of their text pages: born digital in several prints, and scanned."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Document
from pipeline.read import read
from pipeline.read.contents import MissingToolError
from pipeline.read.pdf.ocr import _tool, require_tool
from pipeline.segment import segment
from tests.reading import SAMPLES, sample
from tests.rendering import html_page
from tests.rendering_pdf import Print, pdf_of, scan_of, shortened
from tests.test_layouts import of_target, of_task, reread

PRINTS = {
    "headers repeated, rows cut": Print(),
    "no headers, no outer lines, rectangles": Print(repeats_header=False, outer_lines=False, rules="rectangles"),
    "rows whole, lines doubled": Print(cuts_rows=False, rules="doubled", justified=False),
}
_NUMBER_SEAM = re.compile(r"(?<=\w)([-/]) (?=\w)")


def whole(value: object) -> object:
    """A field of a record. `4844/KH- UBND` on a text page was broken by a line end there, and no line end tells on paper."""
    if isinstance(value, str):
        return _NUMBER_SEAM.sub(r"\1", value)
    return tuple(map(whole, value)) if isinstance(value, tuple | list) else value


def printed(tmp_path: Path, data: bytes) -> tuple[Document, Records]:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    document = segment(clean(read(path, "plan.pdf")))
    return document, extract_records(document)


def share(expected: list[object], found: list[object]) -> float:
    return sum(record in found for record in expected) / len(expected) if expected else 1.0


@pytest.mark.parametrize("how", PRINTS.values(), ids=PRINTS.keys())
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_a_printed_plan_gives_the_same_records(tmp_path: Path, path: Path, how: Print) -> None:
    document, records = reread(tmp_path, "page.html", html_page(shortened(sample(path)[0], 30)))
    rebuilt, again = printed(tmp_path, pdf_of(document, how))
    assert rebuilt.header.number == document.header.number
    assert rebuilt.header.signer == document.header.signer
    assert [table.layout for table in rebuilt.tables] == ["grid"] * len(document.tables)
    assert share([whole(of_task(t)) for t in records.tasks], [whole(of_task(t)) for t in again.tasks]) >= 0.95
    assert share([whole(of_target(t)) for t in records.targets], [whole(of_target(t)) for t in again.targets]) >= 0.95
    assert abs(len(again.tasks) - len(records.tasks)) <= 0.02 * len(records.tasks)


# --- scans --------------------------------------------------------------------------------------------------------------


def tool_or_skip() -> None:
    """Skip where Tesseract is not installed, unless the tools are said to be required."""
    try:
        require_tool()
    except MissingToolError as error:
        if os.environ.get("VNPLANS_TOOLS") == "required":
            raise
        pytest.skip(str(error))


def table_alone(document: Document, rows: int) -> Document:
    """The head of a document and the first rows of its table."""
    first = document.tables[0].blocks[0]
    blocks = tuple(
        block if block.index < 8 or block.index >= first - 3 else replace(block, text="") for block in document.page.blocks
    )
    return shortened(replace(document, page=replace(document.page, blocks=blocks)), rows)


def alike(one: object, other: object) -> bool:
    """Whether two records are the same but for a slip or two of the recogniser."""
    return SequenceMatcher(None, str(one), str(other), autojunk=False).ratio() >= 0.98


def test_a_scanned_plan_gives_most_of_the_records(tmp_path: Path) -> None:
    tool_or_skip()
    document = table_alone(sample(SAMPLES[0])[0], 9)
    _, records = reread(tmp_path, "page.html", html_page(document))
    expected = [whole(of_task(task)) for task in records.tasks]
    rebuilt, again = printed(tmp_path, scan_of(pdf_of(document, Print()), dpi=200))
    found = [whole(of_task(task)) for task in again.tasks]
    assert [table.layout for table in rebuilt.tables] == ["grid"]
    assert len(expected) >= 4
    assert sum(any(alike(task, other) for other in found) for task in expected) >= 0.8 * len(expected)


def test_a_scan_says_that_it_was_recognised(tmp_path: Path) -> None:
    tool_or_skip()
    path = tmp_path / "plan.pdf"
    document = sample(SAMPLES[4])[0]
    blocks = tuple(block if block.index < 12 else replace(block, text="") for block in document.page.blocks)
    path.write_bytes(
        scan_of(pdf_of(replace(document, page=replace(document.page, blocks=blocks)), Print()), dpi=200, angle=0.8)
    )
    page = read(path, "plan.pdf")
    assert "ocr-text" in {note.code for note in page.diagnostics}
    assert page.places
    assert clean(page).text.startswith("ỦY BAN NHÂN DÂN")


def test_without_the_tool_a_scan_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = sample(SAMPLES[4])[0]
    blocks = tuple(block if block.index < 8 else replace(block, text="") for block in document.page.blocks)
    path = tmp_path / "plan.pdf"
    path.write_bytes(scan_of(pdf_of(replace(document, page=replace(document.page, blocks=blocks)), Print()), dpi=72))
    monkeypatch.setenv("PATH", str(tmp_path))
    _tool.cache_clear()
    try:
        with pytest.raises(MissingToolError, match=r"^plan\.pdf: .*install"):
            read(path, "plan.pdf")
    finally:
        _tool.cache_clear()
