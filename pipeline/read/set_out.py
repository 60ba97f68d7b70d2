"""Tables that a program laid out with blanks, as `pdftotext -layout` does: their cells, told by the gaps between them.

On paper a table's cells wrap, so a row is several lines, and the lines of one cell stand under each other. A stretch of lines
many of which are parted by wide gaps is a table. Its columns begin where words begin behind gaps and hardly any go over; from
page to page and from row to row they move by some characters. A row begins where its ordinal stands (or, where ordinals are
set in the middle of their cells, as far over it as its lines reach below it); lines without one go on with the row before, over
the end of a page too. Input: lines with their pages; output: tables of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model import Line, PageCell, PageTable, Span
from pipeline.read.gutters import LaidLine, columns_of, cut_cost, fullest, parted_line, settled_places, shifted
from pipeline.recognize.ordinals import read_marker

_PAGE_NUMBER = re.compile(r"(?:[Tt]rang )?[-–—]? ?\d{1,3} ?[-–—]?(?:/ ?\d{1,3})?")
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])[.)]?")
_FEWEST_COLUMNS, _FEWEST_LINES = 3, 4
_PROSE, _MOST = 60, 0.75
_INDENT = 12
_SHARE = 0.08
_MOST_DOUBTS = 0.04
_HEADING = 8
_NEXT, _FEWEST_OF_NEXT = 6, 2
_FEWEST_ROWS = 3
# A range of years broken behind its hyphen: `2020-` over `2030`.
_BROKEN_RANGE = re.compile(r"\d[-–]\Z")
_BULLETS = ("-", "+", "•", "*", "–")


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table and the lines that it takes (half-open); `page_numbers` of paper pages stood among them.

    `doubtful` when many words go over the edges of columns, or many gaps stand inside cells.
    """

    first: int
    end: int
    table: PageTable
    page_numbers: int
    doubtful: bool


Cell = list[LaidLine]


def laid_tables(lines: Sequence[LaidLine], chunk: int) -> tuple[list[LaidTable], int]:
    """The tables among `lines` in their order, and how many stretches looked like one and could not be read as one."""
    found: list[LaidTable] = []
    unread = 0
    numbers = _page_numbers(lines)
    for first, end in _stretches(lines, numbers):
        read = _table(lines, first, end, chunk, numbers)
        if read is None:
            unread += 1
        else:
            found.append(read)
            chunk += read.table.n_rows
    return found, unread


# --- where tables are ---------------------------------------------------------------------------------------------------


def _stretches(lines: Sequence[LaidLine], numbers: frozenset[int]) -> Iterator[tuple[int, int]]:
    """From the first line of cells to the last before prose goes on; blank lines and page numbers end nothing."""
    index = floor = 0
    while index < len(lines):
        if len(lines[index].segments) < _FEWEST_COLUMNS:
            index += 1
            continue
        first = index
        while first > floor and _of_header(lines[first - 1]):
            first -= 1
        last = index
        while index < len(lines) and not _goes_on_in_prose(lines, index) and not _is_heading(lines, index):
            if len(lines[index].segments) > 1 and index not in numbers:
                last = index
            index += 1
        while last + 1 < index and lines[last + 1].segments and last + 1 not in numbers:
            last += 1
        floor = index = max(index, last + 1)
        if _is_tabular(lines[first : last + 1]):
            yield first, last + 1


def _of_header(line: LaidLine) -> bool:
    """Whether a line over the first line of cells belongs to the table's head: short, and not at the margin alone."""
    segments = line.segments
    return bool(segments) and not _is_prose(line) and (len(segments) > 1 or segments[0][0] > _INDENT)


def _is_prose(line: LaidLine) -> bool:
    """Whether a line goes over most of its page without a gap."""
    segments = line.segments
    return len(segments) == 1 and segments[0][0] <= _INDENT and segments[0][1] >= max(_PROSE, line.width * _MOST)


def _goes_on_in_prose(lines: Sequence[LaidLine], index: int) -> bool:
    """Whether a line over the whole page is prose, and no line of cells whose gaps happen to be narrow."""
    if not _is_prose(lines[index]):
        return False
    behind = [line for line in lines[index + 1 : index + 3 * _NEXT] if line.segments][:_NEXT]
    return sum(1 for line in behind if len(line.segments) > 1) < _FEWEST_OF_NEXT


def _is_heading(lines: Sequence[LaidLine], index: int) -> bool:
    """Whether a line by itself in capitals begins what comes behind a table (`PHỤ LỤC II`, `TM. ỦY BAN NHÂN DÂN`)."""
    line = lines[index]
    return (
        len(line.segments) == 1 and line.text.isupper() and len(line.text.strip()) >= _HEADING and not lines[index - 1].segments
    )


def _is_tabular(lines: Sequence[LaidLine]) -> bool:
    worded = [line for line in lines if line.segments]
    many = sum(1 for line in worded if len(line.segments) >= _FEWEST_COLUMNS)
    return many >= _FEWEST_LINES and many >= _SHARE * len(worded)


def _page_numbers(lines: Sequence[LaidLine]) -> frozenset[int]:
    """The lines that hold only a number, first or last on their page."""
    edges: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.segments:
            edges.setdefault(line.page, []).append(index)
    return frozenset(
        index
        for page, worded in edges.items()
        for index in {worded[0], worded[-1]}
        if (page or index) and len(edges) > 1 and _PAGE_NUMBER.fullmatch(lines[index].text.strip())
    )


# --- rows ---------------------------------------------------------------------------------------------------------------


def _table(lines: Sequence[LaidLine], first: int, end: int, chunk: int, numbers: frozenset[int]) -> LaidTable | None:
    groups: list[list[LaidLine]] = [[]]
    for index, line in enumerate(lines[first:end], first):
        if not line.segments or (groups[-1] and groups[-1][-1].page != line.page):
            groups.append([])
        if line.segments and index not in numbers:
            groups[-1].append(line)
    groups = [group for group in groups if group]
    by_page = {page: list(those) for page, those in groupby(groups, key=lambda group: group[0].page)}
    base = fullest([columns_of(those) for those in by_page.values()])
    if len(base) < _FEWEST_COLUMNS:
        return None
    columns = {page: shifted(base, those) for page, those in by_page.items()}
    parted = [
        (group, places, [parted_line(line, places) for line in group])
        for group in groups
        for places in [settled_places(columns[group[0].page], group)]
    ]
    rows = _rows([cells for _, _, cells in parted], len(base))
    if len(rows) < _FEWEST_ROWS:
        return None
    table = PageTable(len(rows), len(base), tuple(_cells(rows, len(base), chunk)))
    doubtful = any(
        sum(map(bool, signs)) > _MOST_DOUBTS * len(signs)
        for signs in (
            [cut_cost(line.text, place) > 0 for group, places, _ in parted for line in group for place in places[1:]],
            ["  " in cell.text for _, _, lines in parted for cells in lines for cell in cells if cell is not None],
        )
    )
    return LaidTable(first, end, table, sum(1 for index in range(first, end) if index in numbers), doubtful)


def _rows(groups: Sequence[Sequence[Sequence[LaidLine | None]]], count: int) -> list[list[Cell]]:
    """The rows of the table, each a list of cells with their lines."""
    rows: list[list[Cell]] = []
    for parted in groups:
        for begin, end, opens in _row_cuts(parted):
            if opens or len(rows) < 2 or _opens_without_ordinal(parted[begin:end], rows[-1]):
                rows.append([[] for _ in range(count)])
            for cells in parted[begin:end]:
                for cell, line in zip(rows[-1], cells, strict=True):
                    if line is not None:
                        cell.append(line)
    return rows


def _opens_without_ordinal(parted: Sequence[Sequence[LaidLine | None]], before: Sequence[Cell]) -> bool:
    """Whether lines behind a blank one are a row of their own, under merged cells: most of its cells begin as cells do."""
    firsts = [next((line for line in cells if line is not None), None) for cells in zip(*parted, strict=True)]
    words = [line for line in firsts if line is not None]
    page = max((line.page for cell in before for line in cell), default=-1)
    begun = sum(1 for line in words if not line.text[0].islower())
    return len(words) >= _FEWEST_COLUMNS and begun == len(words) and page == words[0].page


def _row_cuts(parted: Sequence[Sequence[LaidLine | None]]) -> Iterator[tuple[int, int, bool]]:
    """The rows in a group of lines, and whether each has an ordinal of its own."""
    marked = [index for index, cells in enumerate(parted) if cells[0] is not None and _ORDINAL.fullmatch(cells[0].text)]
    if len(marked) < 2:
        yield 0, len(parted), bool(marked)
        return
    begin = 0
    for place, mark in enumerate(marked):
        last = place == len(marked) - 1
        end = len(parted) if last else marked[place + 1] if mark == begin else min(2 * mark - begin + 1, marked[place + 1])
        yield begin, end, True
        begin = end


# --- cells --------------------------------------------------------------------------------------------------------------


def _cells(rows: Sequence[Sequence[Cell]], count: int, chunk: int) -> Iterator[PageCell]:
    widths = [max((len(line.text) for row in rows for line in row[column]), default=0) for column in range(count)]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            yield PageCell(number, column, 1, 1, tuple(_paragraphs(cell, widths[column], chunk + number)))


def _paragraphs(cell: Cell, width: int, chunk: int) -> Iterator[Line]:
    run: list[LaidLine] = []
    for line in cell:
        if run and _begins(run[-1].text, line.text, width):
            yield _joined(run, chunk)
            run = []
        run.append(line)
    if run:
        yield _joined(run, chunk)


def _begins(before: str, text: str, width: int) -> bool:
    """Whether a line of a cell begins a paragraph: a bullet or ordinal, or a capital where the next word had room before."""
    if text.startswith(_BULLETS) and (text[1:2] == " " or text[1:2].isupper()):
        return True
    if before.endswith((".", ";", ":")) and read_marker(text) is not None:
        return True
    room = width - len(before) - 1 - len(text.split(" ", 1)[0])
    return text[:1].isupper() and room >= 0 and before.endswith((".", ";"))


def _joined(lines: Sequence[LaidLine], chunk: int) -> Line:
    text = lines[0].text
    for line in lines[1:]:
        text += ("" if _BROKEN_RANGE.search(text) and line.text[0].isdigit() else " ") + line.text
    last = lines[-1]
    return Line(text, Span(lines[0].start, max(lines[0].start, last.start + len(last.text))), chunk)
