"""From elements to lines: a block element is a chunk, `<br>` a bare line break in it, a line break of the source a blank.

Input: an element and the places of its words; output: lines and tables in reading order. Tables that only place things on
the page are read cell by cell. The walk keeps its own stack, since pages with unclosed tags nest by the thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from pipeline.model import Line, PageCell, PageTable, Span
from pipeline.read.html.elements import NEVER_SHOWN, SPACE, is_block
from pipeline.read.html.lists import LISTS, Numbering, numbering, word_bullet
from pipeline.read.html.sources import Sources
from pipeline.read.html.tables import Placed, Row, broken, grid_of, only_layout, rows_of, stray_words
from pipeline.read.text import read_text

_DEEPEST_TABLES = 40
_NOTE_MARK = re.compile(r"\d{1,3}|[a-z]|\[\d{1,3}\]|\(\d{1,3}\)")
# Units have raised figures that are written as plain ones (`m2`, `km2`); those of powers of ten are not.
_UNIT = re.compile(r"(?<![^\W\d_])[kdcm]?m$", re.IGNORECASE)
_TEN = re.compile(r"(?<![\d.,])10$")
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_ADDRESS = re.compile(r"#_?(?:ftn|edn|fn|footnote|note)", re.IGNORECASE)


class Walker:
    """Turns elements into lines and tables; keeps the line that is being put together."""

    def __init__(self, sources: Sources, silent: set[int], *, depth: int = 0) -> None:
        self._sources = sources
        self._silent = silent
        self._depth = depth
        self._items: list[Line | PageTable] = []
        self._words: list[str] = []
        self._span: Span | None = None
        self._chunk = 0
        self._started = False
        self._at = 0
        self._lists: list[Numbering] = []
        self._only_marker = False

    def done(self) -> list[Line | PageTable]:
        """What has been put together, in reading order."""
        self._end_chunk()
        return self._items

    def element(self, tag: Tag) -> None:
        """Walk a block element: a chunk, or several."""
        self._end_chunk()
        if self._enter(tag):
            self._inside(tag)
            self._leave(tag)
        self._end_chunk()

    # --- elements

    def _inside(self, tag: Tag) -> None:
        """Walk what an element holds."""
        open_: list[tuple[Tag, Iterator[PageElement]]] = [(tag, iter(tag.contents))]
        while open_:
            holder, children = open_[-1]
            node = next(children, None)
            if node is None:
                open_.pop()
                if open_:
                    self._leave(holder)
            elif isinstance(node, Tag):
                if id(node) not in self._silent and self._enter(node):
                    open_.append((node, iter(node.contents)))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._text(node)

    def _enter(self, tag: Tag) -> bool:
        """Begin an element; whether what it holds is to be walked."""
        name = tag.name
        if name == "br":
            self._break()
        elif name == "sup" and self._raised(tag):
            pass
        elif name == "table" and self._depth < _DEEPEST_TABLES:
            self._end_chunk()
            self._table(tag)
            self._end_chunk()
        elif name == "pre":
            self._end_chunk()
            self._preformatted(tag)
            self._end_chunk()
        elif name == "span" and (bullet := word_bullet(tag)):
            self._words.append(f"{bullet} ")
        elif name in NEVER_SHOWN:
            pass
        else:
            self._begin(tag)
            return True
        return False

    def _begin(self, tag: Tag) -> None:
        if not is_block(tag):
            return
        if not self._only_marker:  # an item's own first paragraph stands on the line of its marker
            self._end_chunk()
        if tag.name in LISTS:
            self._end_chunk()
            self._lists.append(numbering(tag))
        elif tag.name == "li" and self._lists:
            marker = self._lists[-1].marker(tag)
            if marker:
                self._words.append(f"{marker} ")
                self._only_marker = True

    def _leave(self, tag: Tag) -> None:
        if not is_block(tag):
            return
        self._end_chunk()
        if tag.name in LISTS and self._lists:
            self._lists.pop()

    # --- lines

    def _text(self, node: NavigableString) -> None:
        self._cover(node)
        self._words.append(node)

    def _cover(self, node: NavigableString) -> None:
        """Let the line reach over the place of a node with words."""
        place = self._sources.of(node)
        if place is not None:
            self._at = place.end
            self._only_marker = False
            self._span = (
                place if self._span is None else Span(min(self._span.start, place.start), max(self._span.end, place.end))
            )

    def _raised(self, tag: Tag) -> bool:
        """Write a raised figure as none of the text: `năm 2020` with a raised 1 is not the year 20201, 10 with a 6 not 106."""
        mark = tag.get_text().strip()
        before = "".join(self._words[-3:])[-4:]
        if _NOTE_MARK.fullmatch(mark) is None or not before.strip() or _UNIT.search(before):
            return False
        if mark.isalpha() and _links_to_note(tag) is None:
            return False
        for node in tag.find_all(string=True):
            self._cover(node)
        power = mark.isdigit() and _TEN.search(before) is not None
        self._words.append(mark.translate(_POWERS) if power else f"[{mark.strip('[]()')}]")
        return True

    def _break(self) -> None:
        """End the line; a line without words is a blank one and ends the chunk."""
        if not self._end_line() and self._started:
            self._end_chunk()

    def _end_line(self) -> bool:
        text = SPACE.sub(" ", "".join(self._words)).strip(" ")
        span = self._span or Span(self._at, self._at)
        self._words = []
        self._span = None
        self._only_marker = False
        if not text.strip():
            return False
        self._items.append(Line(text, span, self._chunk))
        self._started = True
        return True

    def _end_chunk(self) -> None:
        self._end_line()
        if self._started:
            self._chunk += 1
            self._started = False

    def _preformatted(self, tag: Tag) -> None:
        """Lines, and tables drawn with bars, of a text that keeps its line breaks."""
        text = tag.get_text().removeprefix("\n")
        nodes = [place for node in tag.find_all(string=True) if (place := self._sources.of(node)) is not None]
        start = nodes[0].start - (len(text) - len(text.lstrip())) if nodes else self._at
        exact = len(nodes) == 1 and nodes[0].end - nodes[0].start == len(text.strip())
        for item in read_text(text, max(start, 0), self._chunk):
            self._items.append(
                item if exact or isinstance(item, PageTable) else Line(item.text, Span(start, start), item.chunk)
            )
            if isinstance(item, Line):
                self._chunk = item.chunk
            self._started = True
        self._at = nodes[-1].end if nodes else self._at

    # --- tables

    def _table(self, table: Tag) -> None:
        self._depth += 1
        rows = rows_of(table, self._silent)
        stray = stray_words(table, rows)
        if stray and broken(stray, rows):
            self._inside(table)
        else:
            self._grid(table, rows, stray)
        self._depth -= 1

    def _grid(self, table: Tag, rows: list[Row], stray: list[NavigableString]) -> None:
        caption = table.find("caption", recursive=False)
        if isinstance(caption, Tag):
            self.element(caption)
        for node in stray:
            self._text(node)
            self._end_chunk()
        grid = grid_of(rows)
        if only_layout(table, grid):
            for placed in grid:
                self.element(placed.cell)
            return
        cells = tuple(self._cell(placed) for placed in grid)
        height = max(cell.row + cell.row_span for cell in cells)
        self._items.append(PageTable(height, max(cell.column + cell.column_span for cell in cells), cells))
        self._started = True

    def _cell(self, placed: Placed) -> PageCell:
        """A cell of a table of data; a table inside it is read line by line."""
        inner = Walker(self._sources, self._silent, depth=self._depth)
        inner._chunk, inner._at = self._chunk, self._at
        inner._inside(placed.cell)
        lines: list[Line] = []
        for item in inner.done():
            lines.extend((item,) if isinstance(item, Line) else (line for part in item.cells for line in part.lines))
        self._chunk, self._at = inner._chunk, inner._at
        return PageCell(placed.row, placed.column, placed.high, placed.wide, tuple(lines))


def _links_to_note(tag: Tag) -> Tag | None:
    """The link to a note that a raised mark is or holds."""
    around = [tag.parent, *tag.find_all("a", href=True)]
    return next((link for link in around if link is not None and _NOTE_ADDRESS.search(str(link.get("href") or ""))), None)
