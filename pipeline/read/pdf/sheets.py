"""From the bytes of a PDF to its sheets: glyphs become words, drawn lines become rules.

What no reader of the page sees is left out: words beside the page, in white, or too small to read; words set askew are a
watermark. A page that is an image under few words, or words in no language, is read from the image.

Input: the bytes; output: a sheet for each page that could be read, one after the other, and a diagnostic for each other one.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTItem, LTRect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as PdfPage
from pdfplumber.pdf import PDF

from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read.contents import MissingToolError, ReadError
from pipeline.read.pdf.legibility import legible
from pipeline.read.pdf.scans import Scans
from pipeline.read.pdf.shapes import Box, Glyph, Rule, Sheet, Word
from pipeline.read.pdf.stamped import with_annotations
from pipeline.read.pdf.words import words_of

_THIN = 3.0
_TINY = 1.5
_COVERED = 0.6
_FEW_WORDS = 20
_LIGHT = 0.97
_MOST_PAGES = 3_000
_ASKEW = 0.1
_INKS = 4


def read_sheets(data: bytes, source_file: str) -> Iterator[Sheet | Diagnostic]:
    """The sheets of a PDF in order. Raises ReadError when it is damaged, locked or without pages."""
    notes: list[Diagnostic] = []
    with _silence():
        try:
            document, pages, lost = _opened(data)
        except Exception as error:  # pdfminer raises errors of many kinds on damaged files
            raise ReadError(f"{source_file}: {_cause(error)}") from error
        try:
            drawn = data if lost else with_annotations(data, pages)
            if drawn is not data:
                document, pages, lost = _opened(drawn)
        except Exception as error:  # annotations are damaged more often than pages, which can be read without them
            notes.append(doubt("stamps-unread", f"what is laid over the pages could not be read ({error})"))
    if not pages:
        raise ReadError(f"{source_file}: a damaged PDF ({lost})" if lost else f"{source_file}: a PDF without pages")
    if len(pages) > _MOST_PAGES:
        raise ReadError(f"{source_file}: a PDF of more than {_MOST_PAGES} pages")
    yield from notes
    scans = Scans(data, source_file)
    for number, page in enumerate(pages, 1):
        with _silence():
            sheet = _sheet(document, page, number, scans)
        yield sheet
    if lost:
        yield doubt("page-unread", f"page {len(pages) + 1} and those behind it could not be read ({lost})")


def _opened(data: bytes) -> tuple[PDF, list[PDFPage], str]:
    """A document, its pages, and why there are no more of them where its page tree is damaged.

    The document is never closed: that would build all pages again, and its stream is in memory.
    """
    document = pdfplumber.open(io.BytesIO(data))
    pages: list[PDFPage] = []
    try:
        pages.extend(islice(PDFPage.create_pages(document.doc), _MOST_PAGES + 1))
    except Exception as error:  # those before the damage are kept
        return document, pages, str(error) or type(error).__name__
    return document, pages, ""


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


def _sheet(document: PDF, source: PDFPage, number: int, scans: Scans) -> Sheet | Diagnostic:
    try:
        page = PdfPage(document, source, page_number=number)
        drawn, covered = _drawn_sheet(page)
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


def _drawn_sheet(page: PdfPage) -> tuple[Sheet, bool]:
    """The sheet of a page as it is drawn, and whether images cover most of it."""
    width, height = float(page.width), float(page.height)
    shapes = list(_shapes(page.layout))
    ground = [shape for shape in shapes if isinstance(shape, LTRect) and shape.fill and not _is_white(shape)]
    seen = _seen_part(page)
    upright: list[Glyph] = []
    left_out = 0
    for char in (shape for shape in shapes if isinstance(shape, LTChar)):
        glyph = _glyph(char, height, seen, ground)
        if glyph is None:
            left_out += not char.get_text().isspace()
        else:
            upright.append(glyph)
    rules = tuple(rule for shape in shapes if isinstance(shape, LTCurve) for rule in _rules(shape, height))
    covered = _image_share(shapes, width, height) >= _COVERED
    return Sheet(page.page_number, width, height, tuple(words_of(upright)), rules, left_out), covered


def _shapes(container: Iterable[LTItem]) -> Iterator[LTItem]:
    """All shapes of a page, those drawn inside others too."""
    for shape in container:
        if isinstance(shape, LTContainer):
            yield from _shapes(shape)
        else:
            yield shape


def _seen_part(page: PdfPage) -> Box:
    """The part of the page that is shown, from the top left corner of the whole."""
    left, top = page.mediabox[:2]
    x0, y0, x1, y1 = page.cropbox
    return Box(float(x0 - left), float(y0 - top), float(x1 - left), float(y1 - top))


def _glyph(char: LTChar, height: float, seen: Box, ground: Sequence[LTRect]) -> Glyph | None:
    """A glyph that can be read, None for one askew, beside the page, tiny or white on white."""
    a, b, _, _, _, base = char.matrix
    if a <= 0 or abs(b) > _ASKEW * a or char.size < _TINY:
        return None
    middle = (char.y0 + char.y1) / 2
    if not seen.holds((char.x0 + char.x1) / 2, height - middle):
        return None
    if _is_white(char) and not any(
        shape.x0 <= char.x0 and shape.x1 >= char.x1 and shape.y0 <= middle <= shape.y1 for shape in ground
    ):
        return None
    text = char.get_text()
    if text.startswith("(cid:"):
        text = "\ufffd"
    font = char.fontname if isinstance(char.fontname, str) else str(char.fontname)
    weight = font.lower()
    return Glyph(text, char.x0, char.x1, height - base, char.size, "bold" in weight or "black" in weight, font)


def _is_white(shape: LTChar | LTCurve) -> bool:
    color: Any = shape.graphicstate.ncolor if isinstance(shape, LTChar) else shape.non_stroking_color
    if isinstance(color, int | float):
        color = (color,)
    if not isinstance(color, tuple | list) or not color or not all(isinstance(part, int | float) for part in color):
        return False
    return all(part <= 1 - _LIGHT for part in color) if len(color) == _INKS else all(part >= _LIGHT for part in color)


def _rules(shape: LTCurve, height: float) -> Iterator[Rule]:
    """The ruling lines that a stroke, a thin rectangle or the edges of a drawn one are."""
    x0, top, x1, bottom = shape.x0, height - shape.y1, shape.x1, height - shape.y0
    if min(x1 - x0, bottom - top) <= _THIN:
        if shape.stroke or not _is_white(shape):
            yield Rule(x0, top, x1, bottom)
    elif isinstance(shape, LTRect) and shape.stroke:
        yield from (Rule(x0, top, x1, top), Rule(x0, bottom, x1, bottom), Rule(x0, top, x0, bottom), Rule(x1, top, x1, bottom))


def _image_share(shapes: Sequence[LTItem], width: float, height: float) -> float:
    """How much of the page images cover; a scan may be cut into strips."""
    area = 0.0
    for image in (shape for shape in shapes if isinstance(shape, LTImage)):
        wide = min(image.x1, width) - max(image.x0, 0.0)
        high = min(image.y1, height) - max(image.y0, 0.0)
        area += max(wide, 0.0) * max(high, 0.0)
    return area / max(width * height, 1.0)
