"""Tables that a program laid out with blanks, as `pdftotext -layout` does: their cells, told by the gaps between them.

On paper a table's cells wrap, so a row is several lines, and the lines of one cell stand under each other. A stretch of lines
many of which are parted by wide gaps is a table. Between two blank lines its columns are the stretches of characters that no
common gap parts; the widest such rows say how many columns the table has, and the others are laid over them. A row begins
where its ordinal stands (or, where ordinals are set in the middle of their cells, as far over it as its lines reach below it);
what has none goes on with the row before, over the end of a page too. Input: lines with their pages; output: tables of cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from pipeline.model import Line, PageCell, PageTable, Span
from pipeline.recognize.ordinals import read_marker

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_PAGE_NUMBER = re.compile(r"(?:[Tt]rang )?[-–—]? ?\d{1,3} ?[-–—]?(?:/ ?\d{1,3})?")
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])[.)]?")
_FEWEST_COLUMNS, _FEWEST_LINES = 3, 4
_PROSE = 60
_INDENT = 12
_SHARE = 0.08
_BULLETS = ("-", "+", "•", "*", "–")


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line of a laid-out text: its words, where it starts in the file, and the page that it stands on."""

    text: str
    start: int
    page: int

    @property
    def segments(self) -> list[tuple[int, int]]:
        """The stretches of words that gaps of two blanks or more part, as columns of characters."""
        return [match.span() for match in _SEGMENT.finditer(self.text)]


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table and the lines that it takes (half-open); `page_numbers` of paper pages stood among them."""

    first: int
    end: int
    table: PageTable
    page_numbers: int


Cell = list[LaidLine]


def laid_tables(lines: Sequence[LaidLine], chunk: int) -> tuple[list[LaidTable], int]:
    """The tables among `lines` in their order, and how many stretches looked like one and could not be read as one."""
    found: list[LaidTable] = []
    unread = 0
    for first, end in _stretches(lines):
        read = _table(lines, first, end, chunk)
        if read is None:
            unread += 1
        else:
            found.append(read)
            chunk += read.table.n_rows
    return found, unread


# --- where tables are ---------------------------------------------------------------------------------------------------


def _stretches(lines: Sequence[LaidLine]) -> Iterator[tuple[int, int]]:
    """From the first line of cells to the last before prose goes on; blank lines and page numbers end nothing."""
    numbers = _page_numbers(lines)
    index = 0
    while index < len(lines):
        if len(lines[index].segments) < _FEWEST_COLUMNS:
            index += 1
            continue
        first = index
        while first and _of_header(lines[first - 1]):
            first -= 1
        last = index
        while index < len(lines) and not _is_prose(lines[index]):
            if len(lines[index].segments) > 1 and index not in numbers:
                last = index
            index += 1
        while last + 1 < index and lines[last + 1].segments and last + 1 not in numbers:
            last += 1
        if _is_tabular(lines[first : last + 1]):
            yield first, last + 1


def _of_header(line: LaidLine) -> bool:
    """Whether a line over the first line of cells belongs to the table's head: short, and not at the margin alone."""
    segments = line.segments
    return bool(segments) and not _is_prose(line) and (len(segments) > 1 or segments[0][0] > _INDENT)


def _is_prose(line: LaidLine) -> bool:
    segments = line.segments
    return len(segments) == 1 and segments[0][0] <= _INDENT and segments[0][1] - segments[0][0] >= _PROSE


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


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines between two blank lines, and the stretches of characters that no gap common to all of them parts."""

    lines: tuple[LaidLine, ...]
    parts: tuple[tuple[int, int], ...]


def _table(lines: Sequence[LaidLine], first: int, end: int, chunk: int) -> LaidTable | None:
    numbers = _page_numbers(lines)
    groups: list[_Group] = []
    run: list[LaidLine] = []
    for index in range(first, end):
        line = lines[index]
        if index not in numbers and line.segments and (not run or run[-1].page == line.page):
            run.append(line)
            continue
        if run:
            groups.append(_group(run))
        run = [line] if line.segments and index not in numbers else []
    if run:
        groups.append(_group(run))
    columns = _columns(groups)
    if columns is None:
        return None
    rows = _rows(groups, columns)
    cells = tuple(_cells(rows, columns, chunk))
    table = PageTable(len(rows), len(columns), cells)
    return LaidTable(first, end, table, sum(1 for index in range(first, end) if index in numbers))


def _group(lines: Sequence[LaidLine]) -> _Group:
    width = max(len(line.text) for line in lines)
    inked = bytearray(width + 1)
    wide = bytearray(width + 1)  # where some line has a gap of two blanks or more, or has ended or not begun
    for line in lines:
        at = 0
        for start, end in line.segments:
            wide[at:start] = b"\1" * (start - at)
            at = end
            for place in range(start, end):
                inked[place] |= line.text[place] != " "
        wide[at:] = b"\1" * (width + 1 - at)
    parts: list[tuple[int, int]] = []
    start = -1
    for place in range(width + 1):
        if inked[place] and start < 0:
            start = place
        gap_ends = not inked[place] and (place == width or wide[place])
        if start >= 0 and gap_ends:
            parts.append((start, place))
            start = -1
    return _Group(tuple(lines), tuple(parts))


def _columns(groups: Sequence[_Group]) -> list[int] | None:
    """Where the columns of the table begin: the usual places in the groups with the most parts; None when these differ."""
    counts = Counter(len(group.parts) for group in groups)
    count = max((n for n, times in counts.items() if times >= max(2, len(groups) // 20)), default=0)
    if count < _FEWEST_COLUMNS:
        return None
    full = [group.parts for group in groups if len(group.parts) == count]
    return [median_low(parts[column][0] for parts in full) for column in range(count)]


def _rows(groups: Sequence[_Group], columns: Sequence[int]) -> list[list[Cell]]:
    """The rows of the table, each a list of cells with their lines (in cells a line without words parts paragraphs)."""
    rows: list[list[Cell]] = []
    for number, group in enumerate(groups):
        where = _laid_over(group.parts, columns)
        parted = [_parted(line, group.parts, where, len(columns)) for line in group.lines]
        for begin, end, opens in _row_cuts(parted):
            if opens or not rows or number == 0 or len(rows) == 1:
                rows.append([[] for _ in columns])
            for cells in parted[begin:end]:
                for cell, line in zip(rows[-1], cells, strict=True):
                    if line is not None:
                        cell.append(line)
    return rows


def _laid_over(parts: Sequence[tuple[int, int]], columns: Sequence[int]) -> list[int]:
    """The column of each part: the one that it reaches into furthest, never left of the part before."""
    ends = [*columns[1:], 10**6]
    where: list[int] = []
    for start, end in parts:
        covered = [max(0, min(end, ends[c]) - max(start, columns[c])) - abs(start - columns[c]) / 4 for c in range(len(columns))]
        covered[0] += min(end, columns[0]) - min(start, columns[0])
        lowest = where[-1] if where else 0
        where.append(max(range(lowest, len(columns)), key=lambda c: covered[c]))
    return where


def _parted(line: LaidLine, parts: Sequence[tuple[int, int]], where: Sequence[int], count: int) -> list[LaidLine | None]:
    cells: list[LaidLine | None] = [None] * count
    for (start, end), column in zip(parts, where, strict=True):
        words = line.text[start:end]
        if not words.strip():
            continue
        lead = start + len(words) - len(words.lstrip())
        before = cells[column]
        if before is None:
            cells[column] = LaidLine(words.strip(), line.start + lead, line.page)
        else:
            cells[column] = LaidLine(f"{before.text} {words.strip()}", before.start, line.page)
    return cells


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


def _cells(rows: Sequence[Sequence[Cell]], columns: Sequence[int], chunk: int) -> Iterator[PageCell]:
    widths = [max((len(line.text) for row in rows for line in row[column]), default=0) for column in range(len(columns))]
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
    text = " ".join(line.text for line in lines)
    last = lines[-1]
    return Line(text, Span(lines[0].start, max(lines[0].start, last.start + len(last.text))), chunk)
