"""Numbers and dates that an office stamps on a finished PDF: they are annotations, which lie over the page and not in it.

Offices issue a plan as a PDF with a blank for the number, and their programs fill it in with the signature. Input: the bytes
of a PDF and its pages; output: bytes in which what annotations show is part of the pages, the same where none shows anything.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pypdfium2
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value, resolve1
from pypdfium2 import raw

_PRINTED = frozenset({"Widget", "Stamp", "FreeText"})


def with_annotations(data: bytes, pages: Iterable[PDFPage]) -> bytes:
    """The PDF with its stamps and filled-in fields drawn on its pages."""
    if not any(_is_printed(annotation) for page in pages if page.annots for annotation in list_value(page.annots)):
        return data
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
            page.close()
        drawn = io.BytesIO()
        document.save(drawn)
    finally:
        document.close()
    return drawn.getvalue()


def _is_printed(annotation: object) -> bool:
    entry = dict_value(annotation)
    return "AP" in entry and getattr(resolve1(entry.get("Subtype")), "name", "") in _PRINTED
