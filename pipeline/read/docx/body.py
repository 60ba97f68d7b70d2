"""From the body of a Word document to lines and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.model import Line, PageCell, PageTable, Span
from pipeline.read.docx.grid import grid_of
from pipeline.read.docx.names import ALTERNATE, chosen, switch, value, w
from pipeline.read.docx.numbering import Numbering
from pipeline.read.docx.styles import Styles
from pipeline.read.docx.words import LINE_END, PAGE_END, WordReader, Words, mark_is_gone
from pipeline.read.layout import only_places

_PARAGRAPH, _TABLE, _TEXT, _EMBEDDED = w("p"), w("tbl"), w("t"), w("altChunk")
_PROPERTIES = w("pPr")
_CONTAINERS = frozenset(map(w, ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")))
_BLANKS = " \t"

Items = list[Line | PageTable]


class BodyReader:
    """Reads paragraphs and tables; counts the characters of the lines that it draws."""

    def __init__(self, words: WordReader, numbering: Numbering, styles: Styles) -> None:
        self._words = words
        self._numbering = numbering
        self._styles = styles
        self._items: Items = []
        self._pending: Words | None = None
        self._chunk = 0
        self._at = 0
        self.pictures = 0
        self.embedded = 0

    def read(self, container: etree._Element) -> Items:
        """The lines and tables in a body, a cell or a text box."""
        outer, self._items, pending, self._pending = self._items, [], self._pending, None
        self._blocks(container)
        self._finish("")
        items, self._items, self._pending = self._items, outer, pending
        return items

    def _blocks(self, container: etree._Element) -> None:
        for child in container:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child)
            elif tag == _TABLE:
                self._finish("")
                self._table(child)
            elif tag in _CONTAINERS:
                self._blocks(child)
            elif tag == ALTERNATE:
                shown = chosen(child)
                if shown is not None:
                    self._blocks(shown)
            elif tag == _EMBEDDED:
                self.embedded += 1

    # --- paragraphs

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(_PROPERTIES)
        style = value(properties, "pStyle")
        words = self._pending or Words()
        self._words.read(paragraph, style, words)
        self._pending = words
        if not mark_is_gone(properties, hidden=self._mark_hidden(properties, style)):
            self._finish(self._ordinal(properties, style, words))

    def _mark_hidden(self, properties: etree._Element | None, style: str | None) -> bool:
        look = None if properties is None else properties.find(w("rPr"))
        own = switch(look, "vanish")
        return self._styles.toggled("vanish", style, value(look, "rStyle")) if own is None else own

    def _ordinal(self, properties: etree._Element | None, style: str | None, words: Words) -> str:
        """What the paragraph's list prints before it; a bullet before no words is no text."""
        if self._numbering.is_empty:
            return ""
        listed = self._numbering.of_paragraph(properties, style)
        ordinal = None if listed is None else self._numbering.printed(*listed)
        if ordinal is None or not (ordinal.counts or words.text.strip()):
            return ""
        return ordinal.text

    def _finish(self, ordinal: str) -> None:
        """End the paragraph that is being put together, and read the text boxes beside it."""
        words, self._pending = self._pending, None
        if words is None:
            return
        self.pictures += words.pictures
        text = words.text
        for part in (ordinal + text.lstrip(_BLANKS) if ordinal else text).split(PAGE_END):
            self._lines(part)
        for box in words.boxes:
            self._items.extend(self.read(box))

    def _lines(self, text: str) -> None:
        """The lines of a paragraph as a chunk; a line without words is a blank one and ends the chunk."""
        started = False
        for line in text.split(LINE_END):
            shown = line.strip(_BLANKS)
            if shown.strip():
                self._items.append(Line(shown, Span(self._at, self._at + len(shown)), self._chunk))
                self._at += len(shown) + 1
                started = True
            elif started:
                self._chunk += 1
                started = False
        self._chunk += started

    # --- tables

    def _table(self, table: etree._Element) -> None:
        grid = grid_of(table)
        contents = [self._cell(*cell.content) for cell in grid]
        filled = sum(1 for items in contents if items)
        nested = sum(_letters(inner) for cell in grid for inner in _tables_in(cell.content[0]))
        if only_places(grid, filled, _letters(table), nested):
            for items in contents:
                self._items.extend(items)
            return
        cells = tuple(
            PageCell(cell.row, cell.column, cell.row_span, cell.column_span, tuple(_lines_of(items)))
            for cell, items in zip(grid, contents, strict=True)
        )
        rows = max(cell.row + cell.row_span for cell in cells)
        columns = max(cell.column + cell.column_span for cell in cells)
        self._items.append(PageTable(rows, columns, cells))

    def _cell(self, cell: etree._Element, *covered: etree._Element) -> Items:
        """What a cell holds; the paragraphs of the covered cells behind it are counted, not read."""
        items = self.read(cell)
        chunk, at = self._chunk, self._at
        for hidden in covered:
            self.read(hidden)
        self._chunk, self._at = chunk, at
        return items


def _tables_in(cell: etree._Element) -> Iterator[etree._Element]:
    """The tables that stand in a cell, not those inside them."""
    for child in cell:
        if child.tag == _TABLE:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _tables_in(child)


def _letters(element: etree._Element) -> int:
    return sum(len(text.text or "") for text in element.iter(_TEXT))


def _lines_of(items: Sequence[Line | PageTable]) -> Iterator[Line]:
    """The lines of a cell; a table inside it is read line by line."""
    for item in items:
        if isinstance(item, Line):
            yield item
        else:
            yield from (line for cell in item.cells for line in cell.lines)
