"""A page saved as HTML: the element that holds the document, as lines and tables in reading order.

The element is found by the containers that `lexicon/portals.yaml` knows, else it is the smallest one that still holds the
landmarks of a legal text (national heading, `Số:`, `Căn cứ`, `Nơi nhận`) and most of the page's words. A block element is
a chunk, `<br>` a bare line break in it, a line break of the source a blank. Tables that only place things on the page (one
row or one column, or tables around tables) are dissolved cell by cell; the others become `PageTable`s.

Where a line stood in the file is found by looking its words up in the source, in order; words that the source writes with
entities are not found, and then the span has no length and stands behind the last words that were.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Line, PageCell, PageTable, Span
from pipeline.read.text import read_text

_DROPPED = re.findall(r"\w+", "script style noscript template head nav iframe svg object select button textarea input")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p section summary table tbody td tfoot th thead tr ul",
    )
)
_CONTAINERS = frozenset(
    re.findall(r"\w+", "html body div section article main form td center table tbody tr fieldset blockquote span font")
)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|table|tbody|tr|td|span|html|body|li|ul|ol|font|h[1-6])\b[^<>]{0,400}>", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+)", re.IGNORECASE)
_ENOUGH_TAGS = 6
_SNIFFED = 20_000
_MOST = 0.75
_FEWEST_WORDS = 120
# A longer hidden element is a tab of the page, and may hold an appendix.
_HIDDEN_REACH = 1_000
_LOOK_AHEAD = 4_000
_NEEDLE = 48
_WIDEST = 200
_TALLEST = 5_000
_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_OWN_MARKER = re.compile(r"\s*(?:[-–−+•*·●▪◦]|\(?\w{1,4}(?:\.\d{1,3}){0,4}[.)])")


def is_html(text: str) -> bool:
    """Whether `text` is HTML rather than text with a stray tag."""
    head = text[:_SNIFFED]
    if head.lstrip("\ufeff \t\r\n")[:14].lower().startswith(("<!doctype html", "<html")):
        return True
    return "<" in head and sum(1 for _ in _TAG.finditer(head)) >= _ENOUGH_TAGS


def read_html(text: str) -> tuple[Line | PageTable, ...]:
    """The lines and tables of the element of `text` that holds the document, led by the portal's own table of metadata."""
    with warnings.catch_warnings():  # what Beautiful Soup suspects of odd pages is no news: `is_html` has decided
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(text, "lxml")
    places = _places(soup, text)
    for tag in soup(_DROPPED):
        tag.decompose()
    for tag in soup.find_all(style=_HIDDEN):
        if not tag.decomposed and len(words := tag.get_text(" ")) < _HIDDEN_REACH and not _landmarks(words):
            tag.decompose()
    body = _document_element(soup)
    walker = _Walker(places)
    for box in _metadata_boxes(soup, body):
        walker.element(box)
    walker.element(body)
    return tuple(walker.done())


def page_address(text: str) -> str | None:
    """The address that an HTML page gives as its own, or None."""
    saved = _SAVED_FROM.search(text[:2_000])
    if saved is not None:
        return saved.group(1)
    for pattern in _ADDRESSES:
        match = pattern.search(text)
        if match is not None:
            return match.group(1)
    return None


_ADDRESSES = (
    re.compile(
        r"<link\b[^<>]{0,200}\brel\s*=\s*[\"']canonical[\"'][^<>]{0,200}\bhref\s*=\s*[\"']([^\"'<>]{4,600})", re.IGNORECASE
    ),
    re.compile(
        r"<link\b[^<>]{0,400}\bhref\s*=\s*[\"']([^\"'<>]{4,600})[\"'][^<>]{0,200}\brel\s*=\s*[\"']canonical", re.IGNORECASE
    ),
    re.compile(
        r"<meta\b[^<>]{0,200}\bproperty\s*=\s*[\"']og:url[\"'][^<>]{0,200}\bcontent\s*=\s*[\"']([^\"'<>]{4,600})", re.IGNORECASE
    ),
    re.compile(r"<base\b[^<>]{0,200}\bhref\s*=\s*[\"']([^\"'<>]{4,600})", re.IGNORECASE),
)


# --- where the document is ----------------------------------------------------------------------------------------------


def _landmarks(text: str) -> frozenset[int]:
    """Which of the lexicon's landmarks of a legal text stand in `text`."""
    folded = _SPACE.sub(" ", text).casefold()
    return frozenset(
        number for number, words in enumerate(lexicon_yaml("portals")["landmarks"]) if any(word in folded for word in words)
    )


def _document_element(soup: BeautifulSoup) -> Tag:
    for selector in lexicon_yaml("portals")["containers"]:
        found = [tag for tag in soup.select(selector) if len(tag.get_text(" ", strip=True)) >= _FEWEST_WORDS]
        if found:
            return max(found, key=lambda tag: len(tag.get_text()))
    element: Tag = soup.body or soup
    while (inner := _telling_child(element)) is not None:
        element = inner
    return element


def _telling_child(element: Tag) -> Tag | None:
    """The child that holds all landmarks of `element` and most of its words outside links, or None."""
    children = [child for child in element.children if isinstance(child, Tag) and child.name in _CONTAINERS]
    if not children:
        return None
    marks = _landmarks(element.get_text(" "))
    weights = [_weight(child) for child in children]
    best = max(range(len(children)), key=weights.__getitem__)
    whole = _weight(element)
    if weights[best] < _FEWEST_WORDS or (not marks and weights[best] < _MOST * whole):
        return None
    return children[best] if _landmarks(children[best].get_text(" ")) >= marks else None


def _weight(element: Tag) -> int:
    """The number of letters in `element` that are not in links."""
    linked = sum(len(link.get_text()) for link in element.find_all("a"))
    return len(_SPACE.sub(" ", element.get_text())) - linked


def _metadata_boxes(soup: BeautifulSoup, body: Tag) -> Iterator[Tag]:
    """Elements outside `body` in which the portal lists number, signer, dates and the like."""
    inside = {id(tag) for tag in body.find_all(True)} | {id(body)} | {id(tag) for tag in body.parents}
    for selector in lexicon_yaml("portals")["metadata_containers"]:
        for tag in soup.select(selector):
            if id(tag) not in inside:
                inside.update(id(inner) for inner in tag.find_all(True))
                inside.add(id(tag))
                yield tag


def _places(soup: BeautifulSoup, text: str) -> dict[int, Span]:
    """Where the text nodes stand in the source, by their identity."""
    places: dict[int, Span] = {}
    at = 0
    for node in soup.find_all(string=True):
        words = node.strip()
        if not words:
            continue
        needle = words[:_NEEDLE].split("\n", 1)[0].rstrip()
        found = text.find(needle, at, at + _LOOK_AHEAD + len(needle))
        if found < 0 and len(needle) > 3 and isinstance(node, PreformattedString):
            found = text.find(needle, at)
        if found < 0:
            places[id(node)] = Span(at, at)
            continue
        end = found + (len(words) if text.startswith(words, found) else len(needle))
        places[id(node)] = Span(found, end)
        at = end
    return places


# --- from elements to lines ---------------------------------------------------------------------------------------------


class _Walker:
    """Turns elements into lines and tables; keeps the line that is being put together."""

    def __init__(self, places: dict[int, Span]) -> None:
        self._places = places
        self._items: list[Line | PageTable] = []
        self._words: list[str] = []
        self._span: Span | None = None
        self._chunk = 0
        self._started = False
        self._at = 0

    def done(self) -> list[Line | PageTable]:
        """What has been put together, in reading order."""
        self._end_chunk()
        return self._items

    def element(self, tag: Tag) -> None:
        """Walk a block element: a chunk, or several."""
        self._end_chunk()
        if tag.name == "table":
            self._table(tag)
        elif tag.name == "pre":
            self._preformatted(tag)
        elif tag.name in ("ol", "ul", "menu", "dir"):
            self._list(tag)
        else:
            self._inside(tag)
        self._end_chunk()

    def _inside(self, tag: Tag) -> None:
        for child in tag.children:
            self._node(child)

    def _node(self, node: PageElement) -> None:
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString) or isinstance(node, CData):
                self._text(node)
        elif isinstance(node, Tag):
            if node.name == "br":
                self._break()
            elif node.name in _BLOCKS or node.name == "pre":
                self.element(node)
            else:
                self._inside(node)

    def _text(self, node: NavigableString) -> None:
        place = self._places.get(id(node))
        if place is not None:
            self._at = place.end
            self._span = (
                place if self._span is None else Span(min(self._span.start, place.start), max(self._span.end, place.end))
            )
        self._words.append(node)

    def _break(self) -> None:
        """End the line; a line without words is a blank one and ends the chunk."""
        if not self._end_line() and self._started:
            self._end_chunk()

    def _end_line(self) -> bool:
        text = _SPACE.sub(" ", "".join(self._words)).strip(" ")
        span = self._span or Span(self._at, self._at)
        self._words = []
        self._span = None
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
        text = tag.get_text()
        lines = read_text(text, 0, self._chunk)
        for line in lines:
            if isinstance(line, Line):
                self._items.append(Line(line.text, Span(self._at, self._at), line.chunk))
                self._chunk = line.chunk
        self._started = bool(lines)

    def _list(self, tag: Tag) -> None:
        number = _integer(tag.get("start"), 1)
        style = _list_style(tag)
        for child in tag.children:
            if not (isinstance(child, Tag) and child.name == "li"):
                self._node(child)
                continue
            number = _integer(child.get("value"), number)
            marker = _marker(_list_style(child) or style or ("decimal" if tag.name == "ol" else "disc"), number)
            if marker and not _OWN_MARKER.match(child.get_text()):
                self._words.append(f"{marker} ")
            self._inside_item(child)
            number += 1

    def _inside_item(self, item: Tag) -> None:
        """An item's own first paragraph stands on the line of its marker."""
        first = next((child for child in item.children if not (isinstance(child, NavigableString) and not child.strip())), None)
        for child in item.children:
            if child is first and isinstance(child, Tag) and child.name in ("p", "div"):
                self._inside(child)
                self._end_chunk()
            else:
                self._node(child)
        self._end_chunk()

    # --- tables

    def _table(self, table: Tag) -> None:
        caption = table.find("caption", recursive=False)
        if isinstance(caption, Tag):
            self.element(caption)
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        grid = _grid(rows)
        filled = [cell for cell, *_ in grid if cell.get_text().strip()]
        if _letters_of(rows) > sum(_letters_of([cell]) for cell in filled):  # words outside the cells, in a broken table
            self._inside(table)
            return
        if _only_layout(table, grid, filled):
            for cell, *_ in grid:
                self.element(cell)
            return
        cells = tuple(PageCell(row, column, high, wide, self._cell(cell)) for cell, row, column, high, wide in grid)
        self._items.append(
            PageTable(max(c.row + c.row_span for c in cells), max(c.column + c.column_span for c in cells), cells)
        )
        self._started = True

    def _cell(self, cell: Tag) -> tuple[Line, ...]:
        """The lines of a cell; a table inside it is read line by line."""
        inner = _Walker(self._places)
        inner._chunk, inner._at = self._chunk, self._at
        inner._end_chunk()
        inner._inside(cell)
        lines: list[Line] = []
        for item in inner.done():
            lines.extend((item,) if isinstance(item, Line) else (line for part in item.cells for line in part.lines))
        self._chunk, self._at = inner._chunk, inner._at
        return tuple(lines)


def _letters_of(tags: Iterable[Tag]) -> int:
    return sum(len("".join(tag.get_text().split())) for tag in tags)


def _only_layout(table: Tag, grid: list[tuple[Tag, int, int, int, int]], filled: list[Tag]) -> bool:
    """Whether a table only places things: nothing in it, one row or column of words, or mostly a table inside a cell."""
    if len(filled) < 2:
        return True
    if len({column for _, _, column, _, _ in grid}) == 1 or (len({row for _, row, *_ in grid}) == 1 and len(filled) < 3):
        return True
    nested = table.find_all("table")
    if not nested:
        return False
    inner = sum(len(inside.get_text()) for inside in nested if inside.find_parent("table") is table)
    return inner * 2 > len(table.get_text())


def _grid(rows: list[Tag]) -> list[tuple[Tag, int, int, int, int]]:
    """The cells of a table as (cell, row, column, rows high, columns wide).

    Spans that reach past the table are cut, cells that would overlap move right, and columns in which no cell begins
    (a span of two where one column is) are not counted.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[Tag, int, int, int, int]] = []
    for row, tag in enumerate(rows[:_TALLEST]):
        column = 0
        for cell in tag.find_all(("td", "th"), recursive=False):
            while (row, column) in taken:
                column += 1
            wide = min(max(_integer(cell.get("colspan"), 1), 1), _WIDEST)
            high = _integer(cell.get("rowspan"), 1)
            high = min(high if high > 0 else len(rows), len(rows) - row)
            taken.update((row + down, column + right) for down in range(high) for right in range(wide))
            placed.append((cell, row, column, high, wide))
            column += wide
    starts = sorted({column for _, _, column, _, _ in placed})
    tops = sorted({row for _, row, _, _, _ in placed})
    columns = {column: number for number, column in enumerate(starts)}
    lines = {row: number for number, row in enumerate(tops)}
    return [
        (
            cell,
            lines[row],
            columns[column],
            max(sum(1 for top in tops if row <= top < row + high), 1),
            max(sum(1 for start in starts if column <= start < column + wide), 1),
        )
        for cell, row, column, high, wide in placed
    ]


# --- lists --------------------------------------------------------------------------------------------------------------


def _integer(value: object, default: int) -> int:
    """The number an attribute begins with, as browsers read it."""
    match = re.match(r"\s*(-?\d{1,6})", value) if isinstance(value, str) else None
    return int(match.group(1)) if match else default


def _list_style(tag: Tag) -> str:
    declared = _LIST_STYLE.search(str(tag.get("style") or ""))
    if declared is not None:
        return declared.group(1).lower()
    kind = str(tag.get("type") or "")
    return _STYLES.get(kind, kind.lower())


def _marker(style: str, number: int) -> str:
    """What a browser prints before an item: the Latin alphabet for letters, not the Vietnamese one."""
    if style in ("none", "inherit"):
        return ""
    if style in _BULLETS:
        return _BULLETS[style]
    if number < 1 or not style.endswith(("alpha", "latin", "roman")):
        return f"{number}."
    printed = _roman(number) if style.endswith("roman") else _letters(number)
    return f"{printed.upper() if style.startswith('upper') else printed}."


def _letters(number: int) -> str:
    printed = ""
    while number:
        number, letter = divmod(number - 1, 26)
        printed = chr(ord("a") + letter) + printed
    return printed


_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN = tuple(zip(_ROMAN_VALUES, ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True))


def _roman(number: int) -> str:
    printed = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        printed += sign * count
    return printed
