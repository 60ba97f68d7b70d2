"""From the bytes of a PDF to its sheets: glyphs become words, drawn lines become rules.

What no reader of the page sees is left out: words beside the page, in white, or too small to read; words set askew are a
watermark. A page that is an image under few words, or words in no language, is read from the image.

Input: the bytes; output: a sheet for each page that could be read, one after the other, and a diagnostic for each other one.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as PdfPage

from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read.contents import MissingToolError, ReadError
from pipeline.read.pdf.legibility import legible
from pipeline.read.pdf.scans import Scans
from pipeline.read.pdf.shapes import Glyph, Rule, Sheet, Word
from pipeline.read.pdf.words import words_of

_THIN = 3.0
_TINY = 1.5
_COVERED = 0.6
_FEW_WORDS = 20
_LIGHT = 0.97
_MOST_PAGES = 3_000
Shape = dict[str, Any]


def read_sheets(data: bytes, source_file: str) -> Iterator[Sheet | Diagnostic]:
    """The sheets of a PDF in order. Raises ReadError when it is damaged, locked or without pages."""
    with _silence():
        try:
            document = pdfplumber.open(io.BytesIO(data))
            pages, lost = _pages(document)
        except Exception as error:  # pdfminer raises errors of many kinds on damaged files
            raise ReadError(f"{source_file}: {_cause(error)}") from error
    with document:
        if not pages:
            raise ReadError(f"{source_file}: a damaged PDF ({lost})" if lost else f"{source_file}: a PDF without pages")
        if len(pages) > _MOST_PAGES:
            raise ReadError(f"{source_file}: a PDF of more than {_MOST_PAGES} pages")
        scans = Scans(data, source_file)
        for number, page in enumerate(pages, 1):
            with _silence():
                yield _sheet(document, page, number, scans)
        if lost:
            yield doubt("page-unread", f"page {len(pages) + 1} and those behind it could not be read ({lost})")


def _pages(document: pdfplumber.PDF) -> tuple[list[PDFPage], str]:
    """The pages of a document, and why there are no more of them where its page tree is damaged."""
    pages: list[PDFPage] = []
    try:
        pages.extend(islice(PDFPage.create_pages(document.doc), _MOST_PAGES + 1))
    except Exception as error:  # those before the damage are kept
        return pages, str(error) or type(error).__name__
    return pages, ""


def _cause(error: Exception) -> str:
    kinds = {type(error).__name__, *(type(part).__name__ for part in error.args), type(error.__cause__).__name__}
    if "PDFPasswordIncorrect" in kinds:
        return "a PDF that asks for a password"
    return f"a damaged PDF ({error or type(error).__name__})"


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps what the PDF libraries say of odd files from being printed; what matters becomes a diagnostic."""
    loggers = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber", "pypdfium2")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _sheet(document: pdfplumber.PDF, source: PDFPage, number: int, scans: Scans) -> Sheet | Diagnostic:
    try:
        page = PdfPage(document, source, page_number=number)
        drawn = _drawn_sheet(page)
        covered = _image_share(page) >= _COVERED
        page.close()
    except Exception as error:  # a damaged page; the others may be whole
        return doubt("page-unread", f"page {number} could not be read ({error or type(error).__name__})")
    readable = legible(drawn.words)
    if not (covered and (len(drawn.words) < _FEW_WORDS or not readable)) and (readable or not _garbled(drawn.words)):
        return scans.with_rules(drawn) if covered else drawn
    try:
        return scans.read(number)
    except MissingToolError:
        raise
    except Exception as error:  # the renderer's and the tool's own errors
        return doubt("page-unread", f"page {number} is a scan that could not be read ({error})")


def _garbled(words: Sequence[Word]) -> bool:
    """Whether many glyphs are of fonts that do not tell their characters."""
    unknown = sum(word.text.count("\ufffd") for word in words)
    return unknown * 4 > sum(len(word.text) for word in words) > 0


# --- a drawn page -------------------------------------------------------------------------------------------------------


def _drawn_sheet(page: PdfPage) -> Sheet:
    objects = page.objects
    filled = [shape for shape in objects.get("rect", []) if shape.get("fill") and not _is_white(shape)]
    upright: list[Glyph] = []
    left_out = 0
    for char in objects.get("char", []):
        glyph = _glyph(char, page, filled)
        if glyph is None:
            left_out += not str(char["text"]).isspace()
        else:
            upright.append(glyph)
    rules = tuple(_rules(objects))
    return Sheet(page.page_number, float(page.width), float(page.height), tuple(words_of(upright)), rules, left_out)


def _glyph(char: Shape, page: PdfPage, filled: Sequence[Shape]) -> Glyph | None:
    """A glyph that can be read, None for one askew, beside the page, tiny or white on white."""
    a, b, _, _, _, f = char["matrix"]
    size = float(char["size"])
    x0, top, x1, bottom = char["x0"], char["top"], char["x1"], char["bottom"]
    if a <= 0 or abs(b) > 0.1 * a or size < _TINY:
        return None
    if x1 < 0 or x0 > page.width or bottom < 0 or top > page.height:
        return None
    if _is_white(char) and not any(
        shape["x0"] <= x0 and shape["x1"] >= x1 and shape["top"] <= (top + bottom) / 2 <= shape["bottom"] for shape in filled
    ):
        return None
    text = char["text"]
    if text.startswith("(cid:"):
        text = "\ufffd"
    font = str(char["fontname"])
    return Glyph(text, x0, x1, top + (char["y1"] - f), size, "bold" in font.lower() or "black" in font.lower(), font)


def _is_white(shape: Shape) -> bool:
    color = shape.get("non_stroking_color")
    if isinstance(color, int | float):
        color = (color,)
    if not color or not all(isinstance(part, int | float) for part in color):
        return False
    return all(part <= 1 - _LIGHT for part in color) if len(color) == 4 else all(part >= _LIGHT for part in color)


def _rules(objects: dict[str, list[Shape]]) -> Iterator[Rule]:
    for kind in ("line", "rect", "curve"):
        for shape in objects.get(kind, []):
            x0, top, x1, bottom = float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"])
            if min(x1 - x0, bottom - top) <= _THIN:
                if not (kind == "rect" and shape.get("fill") and not shape.get("stroke") and _is_white(shape)):
                    yield Rule(x0, top, x1, bottom)
            elif kind == "rect" and shape.get("stroke"):
                yield from (
                    Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom), Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom),
                )  # fmt: skip


def _image_share(page: PdfPage) -> float:
    """How much of the page images cover; a scan may be cut into strips."""
    images = page.objects.get("image", [])
    area = 0.0
    for image in images:
        wide = min(image["x1"], page.width) - max(image["x0"], 0)
        high = min(image["bottom"], page.height) - max(image["top"], 0)
        area += max(wide, 0) * max(high, 0)
    return area / max(float(page.width) * float(page.height), 1.0)
