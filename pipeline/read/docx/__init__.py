"""A Word document (`.docx`, `.docm`, templates): its paragraphs and tables in reading order.

What a reader of the printed document sees is read, with all tracked changes accepted: also content controls, text boxes
(behind the paragraph that they are anchored in) and the numbers that lists print. A paragraph is a chunk, a line break in
it a bare line break. Tables that only place things are dissolved cell by cell; the others are `PageTable`s.

Headers and footers repeat on each page and comments are no part of the document; both are left out. So are notes at the foot
of a page or the end, and lists of contents, each with a diagnostic: they would stand among the tasks.

`Line.source` counts the characters of the lines drawn here, one line feed between them.
"""

from __future__ import annotations

from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read.contents import Contents, ReadError
from pipeline.read.docx.body import BodyReader
from pipeline.read.docx.names import w
from pipeline.read.docx.numbering import Numbering
from pipeline.read.docx.package import Package, open_package
from pipeline.read.docx.styles import Styles
from pipeline.read.docx.words import WordReader

__all__ = ["read_docx"]

_SHOWN = 60


def read_docx(data: bytes, source_file: str) -> Contents:
    """The contents of a Word document. Raises ReadError for a damaged, locked or oversized file, and one of pictures only."""
    package = open_package(data, source_file)
    styles = Styles(package.styles, package.theme)
    words = WordReader(styles, package.body)
    reader = BodyReader(words, Numbering(package.numbering, styles), styles)
    items = reader.read(package.body)
    if not items and reader.pictures:
        raise ReadError(f"{source_file}: the Word file holds {reader.pictures} pictures and no text")
    return Contents(tuple(items), diagnostics=tuple(_left_out(package, words, reader)))


def _left_out(package: Package, words: WordReader, reader: BodyReader) -> list[Diagnostic]:
    doubts: list[Diagnostic] = []
    notes = [text for part in package.notes for note in part if (text := _words_of(note))]
    if notes:
        doubts.append(doubt("notes-left-out", f"{len(notes)} notes were left out, the first: {notes[0][:_SHOWN]}"))
    if words.left_out:
        doubts.append(doubt("contents-list-left-out", f"{words.left_out} lists of contents were left out"))
    if reader.embedded:
        doubts.append(doubt("part-unread", f"{reader.embedded} documents inside the document were not read"))
    return doubts


def _words_of(note: object) -> str:
    iterate = note.iter(w("t"))  # type: ignore[attr-defined]
    return " ".join("".join(text.text or "" for text in iterate).split())
