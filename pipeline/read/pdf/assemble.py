"""From sheets to what the document holds: furniture left out, paragraphs and tables whole over page ends, in reading order.

Input: the sheets; output: lines, tables and places, and how many furniture lines were left out. The text that `Line.source`
counts is made here: the paragraphs in reading order with a line feed between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Line, PageCell, PageTable, Place, Span
from pipeline.read.pdf.furniture import furniture_of
from pipeline.read.pdf.grids import Grid, find_grids, is_stamp
from pipeline.read.pdf.lines import blocks_of, margins_of, rows_of
from pipeline.read.pdf.paragraphs import paragraphs_of
from pipeline.read.pdf.shapes import Margins, Paragraph, PrintLine, Sheet, Word, seam
from pipeline.read.pdf.tables import LongTable, Table, table_of

_NARROW = 0.75
_LEAST_FILLED = 0.3
_FULL = 2.0


@dataclass(frozen=True, slots=True)
class _Parted:
    """A page with its words parted: those of each table, and the lines outside."""

    sheet: Sheet
    tables: tuple[tuple[Grid, tuple[Word, ...]], ...]
    rows: tuple[PrintLine, ...]
    stamps: int


Element = list[PrintLine] | Table


def assemble(sheets: Iterable[Sheet]) -> tuple[tuple[Line | PageTable, ...], tuple[Place, ...], int]:
    """The document's lines and tables, where they stood, and how many lines and stamps were left out."""
    pages = [_parted(sheet) for sheet in sheets]
    furniture = furniture_of(
        [page.rows for page in pages],
        [(page.sheet.width, page.sheet.height) for page in pages],
        [page.sheet.read_by_ocr for page in pages],
    )
    elements = [_elements(page, furniture) for page in pages]
    drawing = _Drawing()
    for element in _joined(_with_margins(elements, pages), _full_pages(pages, furniture)):
        drawing.add(element)
    return tuple(drawing.items), tuple(drawing.places), len(furniture) + sum(page.stamps for page in pages)


def _parted(sheet: Sheet) -> _Parted:
    grids = _outer(find_grids(sheet.rules))
    inside: list[list[Word]] = [[] for _ in grids]
    outside: list[Word] = []
    for word in sheet.words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        at = next((index for index, grid in enumerate(grids) if grid.box.holds(x, y)), None)
        (outside if at is None else inside[at]).append(word)
    tables: list[tuple[Grid, tuple[Word, ...]]] = []
    stamped = 0
    for grid, words in zip(grids, inside, strict=True):
        if sheet.read_by_ocr and is_stamp(grid, sheet.width, sheet.height):
            stamped += 1
        elif sheet.read_by_ocr and not _filled(grid, words):
            outside += words
        elif words:
            tables.append((grid, tuple(words)))
    return _Parted(sheet, tuple(tables), tuple(PrintLine(row, sheet.number) for row in rows_of(outside)), stamped)


def _filled(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether enough cells hold words: in a scan the strokes of a seal or a signature may look like rules."""
    filled = {
        index for word in words for index, cell in enumerate(grid.cells) if cell.box.holds((word.x0 + word.x1) / 2, word.base)
    }
    return len(filled) >= max(2, _LEAST_FILLED * len(grid.cells))


def _outer(grids: Sequence[Grid]) -> list[Grid]:
    """The grids without those that stand in another: of the two the one with more cells is the table."""
    kept: list[Grid] = []
    for grid in sorted(grids, key=lambda grid: -len(grid.cells)):
        box = grid.box
        if not any(
            other.box.x0 < box.x1 and box.x0 < other.box.x1 and other.box.top < box.bottom and box.top < other.box.bottom
            for other in kept
        ):
            kept.append(grid)
    return sorted(kept, key=lambda grid: grid.rows[0])


def _elements(page: _Parted, furniture: set[int]) -> list[Element]:
    """The blocks and tables of a page from top to bottom."""
    words = [word for row in page.rows if id(row) not in furniture for word in row.words]
    elements: list[Element] = []
    for grid, inside in page.tables:
        above = [word for word in words if word.base < grid.box.middle]
        words = [word for word in words if word.base >= grid.box.middle]
        elements += blocks_of(above, page.sheet.number)
        elements.append(table_of(grid, inside, page.sheet.number))
    return [*elements, *blocks_of(words, page.sheet.number)]


def _with_margins(pages: Sequence[Sequence[Element]], parted: Sequence[_Parted]) -> list[list[Element]]:
    """The pages' elements, lines over the whole width with the margins of their page, or those usual for its size."""
    own = [
        margins_of([line for element in page if isinstance(element, list) for line in element if line.place == "body"])
        for page in pages
    ]
    usual: dict[int, list[Margins]] = {}
    for margins, page in zip(own, parted, strict=True):
        if margins is not None:
            usual.setdefault(round(page.sheet.width), []).append(margins)
    placed: list[list[Element]] = []
    for elements, margins, page in zip(pages, own, parted, strict=True):
        alike = usual.get(round(page.sheet.width), [])
        typical = sorted(alike, key=lambda other: other.width)[len(alike) // 2] if alike else None
        if margins is None or (typical is not None and margins.width < _NARROW * typical.width):
            margins = typical
        placed.append([_placed(element, margins, page.sheet.width) for element in elements])
    return placed


def _placed(element: Element, margins: Margins | None, width: float) -> Element:
    """Lines with the margins of their page; where nothing tells them, with as much room on the right as on the left."""
    if not isinstance(element, list) or element[0].place != "body":
        return element
    if margins is None:
        left = min(line.x0 for line in element)
        margins = Margins(left, max(width - left, *(line.x1 for line in element)))
    return [replace(line, margins=margins) for line in element]


def _full_pages(pages: Sequence[_Parted], furniture: set[int]) -> list[bool]:
    """Which pages are filled to where full pages of their size end; a quarter may reach lower, by a stray line."""
    ends: list[tuple[tuple[int, int], float, float]] = []
    for page in pages:
        words = [word for row in page.rows if id(row) not in furniture for word in row.words]
        words += [word for _, inside in page.tables for word in inside]
        shape = (round(page.sheet.width), round(page.sheet.height))
        lowest = max(words, key=lambda word: word.base, default=None)
        ends.append((shape, lowest.base if lowest else 0.0, lowest.size if lowest else 0.0))
    limits: dict[tuple[int, int], float] = {}
    for shape in {shape for shape, _, _ in ends}:
        alike = sorted(base for other, base, _ in ends if other == shape)
        limits[shape] = alike[(len(alike) * 3) // 4]
    return [limits[shape] - base < _FULL * size for shape, base, size in ends]


def _joined(pages: Sequence[Sequence[Element]], full: Sequence[bool]) -> Iterable[Paragraph | Table]:
    """Paragraphs and tables, those that a page end cut put together."""
    lines: list[PrintLine] = []
    table: LongTable | None = None
    for number, elements in enumerate(pages):
        for index, element in enumerate(elements):
            if isinstance(element, Table):
                yield from paragraphs_of(lines)
                lines = []
                if table is not None and index == 0 and table.take(element, page_full=full[number - 1]):
                    continue
                if table is not None:
                    yield table.whole()
                table = LongTable(element)
                continue
            if table is not None:
                yield table.whole()
                table = None
            if element[0].place == "column":
                yield from paragraphs_of(lines)
                yield from paragraphs_of(element)
                lines = []
            else:
                lines += element
    yield from paragraphs_of(lines)
    if table is not None:
        yield table.whole()


class _Drawing:
    """Puts down paragraphs and tables one after the other, counting characters and chunks."""

    def __init__(self) -> None:
        self.items: list[Line | PageTable] = []
        self.places: list[Place] = []
        self._at = 0
        self._chunk = 0

    def add(self, element: Paragraph | Table) -> None:
        """Draw a paragraph or a table; a table of one column is only a frame around paragraphs."""
        if isinstance(element, tuple):
            self.items.append(self._line(element))
            return
        cells = sorted(element.cells, key=lambda cell: (cell.top, cell.left))
        drawn = [(cell, tuple(self._line(paragraph) for paragraph in cell.paragraphs)) for cell in cells]
        if len(element.edges) == 2:
            self.items.extend(line for _, lines in drawn for line in lines)
            return
        self.items.append(
            PageTable(
                element.n_rows,
                len(element.edges) - 1,
                tuple(
                    PageCell(cell.top, cell.left, cell.bottom - cell.top, cell.right - cell.left, lines)
                    for cell, lines in drawn
                ),
            )
        )

    def _line(self, paragraph: Paragraph) -> Line:
        text = ""
        for line in paragraph:
            text += seam(text, line.text) if text else ""
            start = self._at + len(text)
            text += line.text
            box = line.box
            self.places.append(Place(Span(start, self._at + len(text)), line.page, (box.x0, box.top, box.x1, box.bottom)))
        drawn = Line(text, Span(self._at, self._at + len(text)), self._chunk)
        self._at += len(text) + 1
        self._chunk += 1
        return drawn
