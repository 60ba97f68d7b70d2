"""The same plan on paper: a segmented document printed as a PDF, as provincial offices do, and as a scan of that print.

Printed are a head and a signature in two columns, justified paragraphs set in at their first line, page numbers, running heads,
and ruled tables on landscape pages that go on over page ends: rows may be cut there, merged cells too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Block, Cell, Document, Table
from tests.rendering import _paragraphs, _pieces

Rules = Literal["strokes", "rectangles", "doubled"]
REGULAR, BOLD = "Serif", "Serif-Bold"
_SIZE, _CELL_SIZE, _LEADING = 12.5, 11.0, 1.3
_LEFT, _RIGHT, _TOP, _BOTTOM = 80.0, 50.0, 62.0, 60.0
_INDENT, _PADDING = 36.0, 4.5


@dataclass(frozen=True, slots=True)
class Print:
    """How a plan is printed."""

    repeats_header: bool = True
    cuts_rows: bool = True
    outer_lines: bool = True
    rules: Rules = "strokes"
    justified: bool = True
    running_head: str = "Kế hoạch của Ủy ban nhân dân"


@cache
def fonts() -> None:
    """Register a typeface with all Vietnamese letters."""
    for name, file in ((REGULAR, "DejaVuSerif.ttf"), (BOLD, "DejaVuSerif-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(_font_folder() / file)))


def _font_folder() -> Path:
    """Where the DejaVu fonts are: in matplotlib's data, else with the system's fonts."""
    try:
        import matplotlib
    except ImportError:
        return Path("/usr/share/fonts/truetype/dejavu")
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def pdf_of(document: Document, how: Print) -> bytes:
    """The document printed as a PDF."""
    fonts()
    printer = _Printer(how)
    pieces = list(_pieces(document))
    head = next(
        (
            index
            for index, piece in enumerate(pieces)
            if isinstance(piece, Block) and piece.text.isupper() and "KẾ HOẠCH" in piece.text
        ),
        0,
    )
    parts = {index: section.part for section in document.sections for index in range(*section.blocks)}
    printer.head([piece.text for piece in pieces[:head] if isinstance(piece, Block)])
    sides: dict[str, list[str]] = {"recipients": [], "signature": []}
    for index, piece in enumerate(pieces[head:]):
        part = parts.get(piece.index, "") if isinstance(piece, Block) else ""
        if isinstance(piece, Block) and part in sides:
            sides[part].append(piece.text)
            continue
        if sides["signature"]:
            printer.signature(sides["recipients"], sides["signature"])
            sides = {"recipients": [], "signature": []}
        if isinstance(piece, Table):
            printer.table(document, piece)
        elif part == "appendix":
            printer.landscape_heading(piece.text)
        else:
            printer.paragraph(piece.text, centred=index < 2)
    if sides["signature"]:
        printer.signature(sides["recipients"], sides["signature"])
    return printer.done()


def scan_of(data: bytes, dpi: int = 300, angle: float = 0.5, noise: float = 12.0) -> bytes:
    """A PDF of nothing but grey images: each page a little askew, with noise."""
    document = pypdfium2.PdfDocument(data)
    random = np.random.default_rng(7)
    images = []
    for index in range(len(document)):
        page = document[index]
        image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        turned = image.rotate(angle if index % 2 else -angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(turned, dtype=np.float32) * 0.92 + random.normal(0, noise, (turned.height, turned.width))
        images.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
        page.close()
    document.close()
    out = io.BytesIO()
    images[0].save(out, format="PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return out.getvalue()


def shortened(document: Document, rows: int) -> Document:
    """The document with only the first rows of each table, as far as no merged cell is cut."""
    tables = []
    for table in document.tables:
        last = max(
            row for row in range(1, rows + 1) if not any(cell.row < row < cell.row + cell.row_span for cell in table.cells)
        )
        cells = tuple(cell for cell in table.cells if cell.row < last)
        tables.append(replace(table, n_rows=last, cells=cells))
    return replace(document, tables=tuple(tables))


@dataclass(slots=True)
class _Laid:
    """A cell on the tape of a table: its lines with where each stands, and how far it reaches."""

    cell: Cell
    lines: list[tuple[float, str]]
    top: float = 0.0
    bottom: float = 0.0


class _Printer:
    """Prints pieces one under the other, page after page."""

    def __init__(self, how: Print) -> None:
        self._how = how
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=A4, invariant=True)
        self._width, self._height = A4
        self._number = 0
        self._y = 0.0
        self._new_page(A4)

    def done(self) -> bytes:
        """The bytes of the PDF."""
        self._canvas.save()
        return self._out.getvalue()

    def _new_page(self, size: tuple[float, float]) -> None:
        if self._number:
            self._canvas.showPage()
        self._canvas.setPageSize(size)
        self._width, self._height = size
        self._number += 1
        self._y = _TOP
        if self._number > 1:
            self._text(self._width / 2 - 4, 36.0, str(self._number), REGULAR, _SIZE)
        self._text(self._width - 240.0, self._height - 30.0, self._how.running_head, REGULAR, 9.0)

    def _text(self, x: float, y: float, text: str, font: str, size: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self._height - y, text)

    def _room(self, needed: float) -> None:
        if self._y + needed > self._height - _BOTTOM:
            self._new_page((self._width, self._height))

    # --- paragraphs

    def paragraph(self, text: str, *, centred: bool = False) -> None:
        """A paragraph over the whole width."""
        font = BOLD if centred else REGULAR
        full = self._width - _LEFT - _RIGHT
        indent = 0.0 if centred else _INDENT
        lines = wrapped(text, font, _SIZE, full * (0.8 if centred else 1.0), indent)
        for number, line in enumerate(lines):
            self._room(_SIZE * _LEADING)
            self._y += _SIZE * _LEADING
            wide = pdfmetrics.stringWidth(line, font, _SIZE)
            if centred:
                self._text(_LEFT + (full - wide) / 2, self._y, line, font, _SIZE)
                continue
            x = _LEFT + (indent if number == 0 else 0.0)
            if self._how.justified and number < len(lines) - 1:
                self._justify(x, line, full - (x - _LEFT))
            else:
                self._text(x, self._y, line, font, _SIZE)
        self._y += 6.0

    def _justify(self, x: float, line: str, full: float) -> None:
        words = line.split(" ")
        spare = full - sum(pdfmetrics.stringWidth(word, REGULAR, _SIZE) for word in words)
        for word in words:
            self._text(x, self._y, word, REGULAR, _SIZE)
            x += pdfmetrics.stringWidth(word, REGULAR, _SIZE) + spare / max(len(words) - 1, 1)

    def head(self, lines: Sequence[str]) -> None:
        """The issuer and the number beside the national heading and the date."""
        left = [line for line in lines if line.isupper() and "CỘNG HÒA" not in line] + [
            line for line in lines if line.startswith("Số")
        ]
        right = [line for line in lines if line not in left]
        self._columns([(line, BOLD, 11.0) for line in left], [(line, BOLD, 11.0) for line in right], centred=True)
        self._y += 10.0

    def signature(self, recipients: Sequence[str], signature: Sequence[str]) -> None:
        """The recipients beside the signer."""
        self._room(16.0 * max(len(recipients), len(signature)) + 60.0)
        self._y += 8.0
        *titles, name = signature
        right = [(line, BOLD, _SIZE) for line in titles] + [("", BOLD, _SIZE)] * 4 + [(name, BOLD, _SIZE)]
        self._columns([(line, REGULAR, 10.0) for line in recipients], right, centred=False)

    def _columns(
        self, left: Sequence[tuple[str, str, float]], right: Sequence[tuple[str, str, float]], *, centred: bool
    ) -> None:
        start, reached = self._y, self._y
        for column, middle in ((left, _LEFT + 85.0), (right, _LEFT + 320.0)):
            y = start
            for text, font, size in column:
                y += size * 1.35
                wide = pdfmetrics.stringWidth(text, font, size)
                x = middle - wide / 2 if centred or column is right else _LEFT
                self._text(x, y, text, font, size)
            reached = max(reached, y)
        self._y = reached + 6.0

    def landscape_heading(self, text: str) -> None:
        """A centred heading of an appendix, which begins a landscape page."""
        if self._width < self._height:
            self._new_page(landscape(A4))
        self.paragraph(text, centred=True)

    # --- tables

    def table(self, document: Document, table: Table) -> None:
        """A ruled table from here on, over as many pages as it takes."""
        if self._width < self._height:
            self._new_page(landscape(A4))
        edges = _column_edges(document, table, self._width - _LEFT - _RIGHT)
        tape, rows = _tape(document, table, edges)
        header = rows[table.header_rows]
        at, first = 0.0, True
        while at < rows[-1] - 0.1:
            repeated = header if self._how.repeats_header and not first else 0.0
            room = self._height - _BOTTOM - self._y - repeated
            end = _page_end(tape, rows, at, at + room, cuts_rows=self._how.cuts_rows)
            if end is None:
                self._new_page((self._width, self._height))
                continue
            if repeated:
                self._part(tape, edges, rows, 0.0, header)
                self._y += header
            self._part(tape, edges, rows, at, end)
            self._y += end - at
            at, first = end, False
            if at < rows[-1] - 0.1:
                self._new_page((self._width, self._height))
        self._y += 10.0

    def _part(self, tape: Sequence[_Laid], edges: Sequence[float], rows: Sequence[float], start: float, end: float) -> None:
        for laid in tape:
            top, bottom = max(laid.top, start), min(laid.bottom, end)
            if bottom - top < 0.1:
                continue
            x0, x1 = _LEFT + edges[laid.cell.column], _LEFT + edges[laid.cell.column + laid.cell.column_span]
            for y, text in laid.lines:
                if start < y - _CELL_SIZE / 3 < end:
                    self._text(x0 + _PADDING, self._y + y - start, text, REGULAR, _CELL_SIZE)
            y0, y1 = self._y + top - start, self._y + bottom - start
            outer = self._how.outer_lines
            if outer or laid.top > 0.1:
                self._rule(x0, y0, x1, y0)
            if outer or laid.bottom < rows[-1] - 0.1:
                self._rule(x0, y1, x1, y1)
            if outer or laid.cell.column > 0:
                self._rule(x0, y0, x0, y1)
            if outer or laid.cell.column + laid.cell.column_span < len(edges) - 1:
                self._rule(x1, y0, x1, y1)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        top, bottom = self._height - y0, self._height - y1
        if self._how.rules == "rectangles":
            self._canvas.rect(x0 - 0.25, bottom - 0.25, x1 - x0 + 0.5, top - bottom + 0.5, stroke=0, fill=1)
            return
        self._canvas.setLineWidth(0.6)
        self._canvas.line(x0, top, x1, bottom)
        if self._how.rules == "doubled":
            across = x0 == x1
            self._canvas.line(x0 + 1.6 * across, top - 1.6 * (not across), x1 + 1.6 * across, bottom - 1.6 * (not across))


def wrapped(text: str, font: str, size: float, width: float, indent: float = 0.0) -> list[str]:
    """The lines that a text breaks into."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and pdfmetrics.stringWidth(longer, font, size) > width - (indent if not lines else 0.0):
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _column_edges(document: Document, table: Table, width: float) -> list[float]:
    """Columns as wide as their words ask for, with room for the longest word."""
    longest, amount = [24.0] * len(table.roles), [1.0] * len(table.roles)
    for cell in table.cells:
        words = " ".join(_paragraphs(document, cell)).split()
        if cell.column_span == 1 and words:
            widest = max(pdfmetrics.stringWidth(word, REGULAR, _CELL_SIZE) for word in words)
            longest[cell.column] = max(longest[cell.column], widest + 2 * _PADDING + 1)
            amount[cell.column] += sum(map(len, words)) ** 0.75
    spare = width - sum(longest)
    shares = [least + max(spare, 0.0) * part / sum(amount) for least, part in zip(longest, amount, strict=True)]
    return [sum(shares[:index]) for index in range(len(shares) + 1)]


def _tape(document: Document, table: Table, edges: Sequence[float]) -> tuple[list[_Laid], list[float]]:
    """The table on one endless page: its cells with their lines, and where its rows begin and end."""
    pitch = _CELL_SIZE * _LEADING
    laid = [_Laid(cell, []) for cell in _all_cells(table)]
    heights = [pitch + 2 * _PADDING] * table.n_rows
    texts: dict[int, list[str]] = {}
    for number, part in enumerate(laid):
        width = edges[part.cell.column + part.cell.column_span] - edges[part.cell.column] - 2 * _PADDING
        paragraphs = _paragraphs(document, part.cell)
        texts[number] = [line for paragraph in paragraphs for line in wrapped(paragraph, REGULAR, _CELL_SIZE, width)]
        needed = len(texts[number]) * pitch + 2 * _PADDING
        last = part.cell.row + part.cell.row_span
        missing = needed - sum(heights[part.cell.row : last])
        if missing > 0:
            heights[last - 1] += missing
    rows = [sum(heights[:index]) for index in range(table.n_rows + 1)]
    for number, part in enumerate(laid):
        part.top, part.bottom = rows[part.cell.row], rows[part.cell.row + part.cell.row_span]
        part.lines = [(part.top + _PADDING + (index + 0.8) * pitch, text) for index, text in enumerate(texts[number])]
    return laid, rows


def _all_cells(table: Table) -> Iterator[Cell]:
    """The cells of a table, empty ones too."""
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        taken.update(
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        )
        yield cell
    for row in range(table.n_rows):
        for column in range(len(table.roles)):
            if (row, column) not in taken:
                yield Cell(row, column, 1, 1, "other", "", None, ())


def _page_end(tape: Sequence[_Laid], rows: Sequence[float], start: float, limit: float, *, cuts_rows: bool) -> float | None:
    """Where on the tape the page ends: at a row's end, or, where rows are cut, between two lines of each cell."""
    if rows[-1] <= limit:
        return rows[-1]
    at_rows = [row for row in rows if start + 1 < row <= limit]
    if not cuts_rows:
        return at_rows[-1] if at_rows else _between_lines(tape, start, limit)
    end = _between_lines(tape, start, limit)
    begun = [row for row in at_rows if end is not None and end - 18 < row < end]  # no row begins without a line
    return begun[-1] if begun else end


def _between_lines(tape: Sequence[_Laid], start: float, limit: float) -> float | None:
    lines = [(y - _CELL_SIZE * 0.95, y + _CELL_SIZE * 0.3) for laid in tape for y, _ in laid.lines]
    end = limit
    while end > start + 20:
        if not any(top < end < bottom for top, bottom in lines):
            return end
        end -= 0.5
    return None
