"""Word files built from raw XML around python-docx's own template, for the tests of the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.model import Line, PageTable
from pipeline.read.contents import Contents
from pipeline.read.docx import read_docx

_SPACES = (
    f"{nsdecls('w', 'r', 'wp', 'a', 'm')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' xmlns:v='urn:schemas-microsoft-com:vml'"
    " xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"
)


def word_file(body: str, *, numbering: str = "", styles: str = "") -> bytes:
    """A Word file whose body, lists and further styles are the given elements, written with the prefix `w:`."""
    document = Document()
    _fill(document.element.body, body, keep=())
    _fill(document.part.numbering_part.element, numbering, keep=())
    _fill(document.styles.element, styles, keep=tuple(document.styles.element))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _fill(root, inner: str, keep) -> None:
    for child in list(root):
        if child not in keep:
            root.remove(child)
    for child in list(parse_xml(f"<w:x {_SPACES}>{inner}</w:x>")):
        root.append(child)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A Word file with other members: `change` may alter them by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def run(text: str, look: str = "") -> str:
    """A run of words; `look` are its properties."""
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(inner: str, look: str = "") -> str:
    """A paragraph of runs, or of plain words; `look` are its properties."""
    runs = inner if inner.startswith("<") or not inner else run(inner)
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"


def listed(list_id: int, level: int = 0) -> str:
    """The paragraph property that puts a paragraph on a level of a list."""
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>"


def contents(body: str, **parts: str) -> Contents:
    """What is read from a Word file with this body."""
    return read_docx(word_file(body, **parts), "a.docx")


def lines(body: str, **parts: str) -> list[str]:
    """The lines that are read from a Word file with this body, tables left out."""
    return [item.text for item in contents(body, **parts).items if isinstance(item, Line)]


def table_of(body: str, **parts: str) -> PageTable:
    """The one table of a Word file with this body."""
    (table,) = (item for item in contents(body, **parts).items if isinstance(item, PageTable))
    return table


def cells_of(table: PageTable) -> list[tuple[int, int, int, int, str]]:
    """The cells of a table as (row, column, rows high, columns wide, words)."""
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, " / ".join(line.text for line in cell.lines))
        for cell in table.cells
    ]
