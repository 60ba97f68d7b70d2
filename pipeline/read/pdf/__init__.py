"""PDF: from what stands where on paper to paragraphs and tables in reading order.

The steps, in order: glyphs become words (`words`), drawn lines become tables (`rules`, `grids`), words outside them become
lines in reading order (`lines`), what belongs to the sheets and not to the text goes (`furniture`), lines become paragraphs
(`paragraphs`), tables and paragraphs are put together over page ends (`tables`, `assemble`). A scanned page is read from its
image (`scans`) and goes the same way from its words on.
"""

from __future__ import annotations

from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read.contents import Contents, ReadError
from pipeline.read.pdf.assemble import assemble
from pipeline.read.pdf.shapes import Sheet
from pipeline.read.pdf.sheets import read_sheets

__all__ = ["read_pdf"]


def read_pdf(data: bytes, source_file: str) -> Contents:
    """The contents of a PDF.

    Raises ReadError for a file that is damaged, locked, or of which no page could be read, MissingToolError (a ReadError) for
    a scan where Tesseract is not installed.
    """
    sheets: list[Sheet] = []
    doubts: list[Diagnostic] = []
    for read in read_sheets(data, source_file):
        if isinstance(read, Sheet):
            sheets.append(read)
        else:
            doubts.append(read)
    if not sheets:
        raise ReadError(f"{source_file}: {doubts[0].message}")
    items, places, furniture = assemble(sheets)
    return Contents(items, diagnostics=(*doubts, *_notes(sheets, furniture)), places=places)


def _notes(sheets: list[Sheet], furniture: int) -> list[Diagnostic]:
    notes: list[Diagnostic] = []
    scanned = [sheet.number for sheet in sheets if sheet.read_by_ocr]
    if scanned:
        notes.append(
            doubt("ocr-text", f"{len(scanned)} of {len(sheets)} pages are scans; their words were recognised from the image")
        )
    if furniture:
        notes.append(doubt("page-furniture-dropped", f"{furniture} lines (page numbers, running heads, stamps) were left out"))
    left_out = sum(sheet.left_out for sheet in sheets)
    if left_out:
        notes.append(doubt("unseen-text-dropped", f"{left_out} characters (askew, in white, or beside the page) were left out"))
    return notes
