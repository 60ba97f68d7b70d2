"""A page saved as plain text: its lines, and the tables that a scraper wrote with bars.

A scraper leaves a table in one of three shapes. Rows of cells on one line (`| 1 | Xây dựng ... | Sở X |`, the bars at the
ends may be missing, and a cell may run over several lines) become a `PageTable`. A bar on a line of its own that closes a
cell, and a line that holds only a non-breaking blank (an empty cell), stay as `Line`s: what they mean depends on the lines
around them, and that is for `clean` to say. A blank line begins a new chunk.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.doubts import doubt
from pipeline.model import Diagnostic, Line, PageCell, PageTable, Span
from pipeline.read.gutters import LaidLine
from pipeline.read.running import running_lines
from pipeline.read.set_out import LaidTable, laid_tables

BAR = "|"
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
# Some scrapers print the escape for a line break instead of the break.
_ESCAPES = re.compile(r"(?:\\r\\n|\\n|\\r(?![a-z])|\\t(?![a-z]))+")
_INVISIBLE = " \t\ufeff\u200b\u200c\u200d\u2060\u00ad\u3000"
_RULE = re.compile(r"\|?\s{0,4}:?-{2,}:?\s{0,4}(?:\|\s{0,4}:?-{2,}:?\s{0,4}){0,60}\|?")
_BREAK_TAG = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_HARD_BREAK = "  "
_GAPS = re.compile(r"(?<=\S) {3,}(?=\S)")
_FEWEST_GAPS, _FEWEST_FEEDS = 12, 2
_WIDEST_PAPER = 500
# A cell that runs on for more lines than this is no cell: the bar belongs to the prose.
_LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class _Physical:
    """A line of the file: its text without the line end, where it starts, and whether it is blank."""

    text: str
    start: int
    blank: bool

    @property
    def core(self) -> str:
        """The text without the white space around it (non-breaking blanks stay)."""
        return self.text.strip(_INVISIBLE)


def read_laid_out(text: str) -> tuple[tuple[Line | PageTable, ...], tuple[Diagnostic, ...]]:
    """The lines and tables of a text that may be laid out as on paper, and what was done about its pages and tables."""
    gaps = len(_GAPS.findall(text)) >= _FEWEST_GAPS and not _RULE_LINE.search(text)
    if not gaps and text.count("\f") < _FEWEST_FEEDS:
        return read_text(text), ()
    lines = _physical_lines(text, 0)
    if max((len(line.text) for line in lines), default=0) > _WIDEST_PAPER:
        return read_text(text), ()
    notes = []
    laid = _on_pages(text, lines)
    running = running_lines(laid)
    if running:
        notes.append(doubt("running-heads-dropped", f"{len(running)} lines that stand on most pages were left out"))
        lines = [line for index, line in enumerate(lines) if index not in running]
        laid = [line for index, line in enumerate(laid) if index not in running]
    tables, unread = laid_tables(laid, len(lines)) if gaps else ([], 0)
    if tables:
        numbers = sum(table.page_numbers for table in tables)
        dropped = f"; {numbers} page numbers inside them were left out" if numbers else ""
        notes.append(doubt("table-laid-out", f"{len(tables)} tables were rebuilt from the gaps between their cells{dropped}"))
    doubtful = sum(1 for table in tables if table.doubtful)
    if unread or doubtful:
        notes.append(
            doubt("layout-open", f"{unread} stretches with gaps are no sure table, {doubtful} tables have no sure columns")
        )
    return tuple(_around(lines, tables)), tuple(notes)


def _on_pages(text: str, lines: Sequence[_Physical]) -> list[LaidLine]:
    feeds = [match.start() for match in re.finditer("\f", text)]
    pages = [bisect_right(feeds, line.start) for line in lines]
    widths: dict[int, int] = {}
    for line, page in zip(lines, pages, strict=True):
        widths[page] = max(widths.get(page, 0), len(line.text))
    return [LaidLine(line.text.expandtabs(1), line.start, page, widths[page]) for line, page in zip(lines, pages, strict=True)]


def _around(lines: list[_Physical], tables: Sequence[LaidTable]) -> Iterator[Line | PageTable]:
    """The lines between laid-out tables, and the tables in their places."""
    at = chunk = 0
    for table in tables:
        for line in _plain(lines[at : table.first], chunk):
            chunk = line.chunk
            yield line
        yield table.table
        at, chunk = table.end, chunk + 1
    yield from _plain(lines[at:], chunk)


def read_text(text: str, start: int = 0, chunk: int = 0) -> tuple[Line | PageTable, ...]:
    """The lines and tables of `text`, whose first character is character `start` of the file; chunks count from `chunk`."""
    lines = _physical_lines(text, start)
    if BAR in text:
        if _RULE_LINE.search(text):
            lines = _closed_cells(lines)
        return tuple(_with_tables(lines, chunk))
    return tuple(_plain(lines, chunk))


_RULE_LINE = re.compile(r"(?m)^\|?[ \t]{0,4}:?-{2,}:?[ \t]{0,4}\|[ \t]{0,4}:?-")


def _physical_lines(text: str, start: int) -> list[_Physical]:
    escaped = "\\r\\n" in text
    lines = []
    at = 0
    for end in _LINE_END.finditer(text):
        lines.append(_physical(text[at : end.start()], start + at, escaped))
        at = end.end()
    if at < len(text):
        lines.append(_physical(text[at:], start + at, escaped))
    return lines


def _physical(text: str, start: int, escaped: bool) -> _Physical:
    if escaped and "\\" in text:
        text = _ESCAPES.sub(lambda match: " " * len(match.group()), text)
    return _Physical(text, start, not text.strip(_INVISIBLE))


def _plain(lines: Sequence[_Physical], chunk: int) -> Iterator[Line]:
    fresh = False
    for line in lines:
        if line.blank:
            fresh = True
            continue
        chunk += fresh
        fresh = False
        yield _line(line.text, line.start, chunk)


def _line(text: str, start: int, chunk: int) -> Line:
    """`text` as it stands, blanks around it too; its source leaves them out."""
    lead = len(text) - len(text.lstrip(_INVISIBLE))
    return Line(text, Span(start + lead, start + len(text.rstrip(_INVISIBLE))), chunk)


def _closed_cells(lines: list[_Physical]) -> list[_Physical]:
    """Tables as html2text writes them, with the bar that it leaves out at the end of each row.

    There each cell but the last of a row is closed by a bar on a line of its own, the row ends with a line of two blanks,
    and a rule (`---|---`) stands under the first row.
    """
    rules = [index for index, line in enumerate(lines) if BAR in line.text and _RULE.fullmatch(line.core)]
    if not any(lines[index - 1].text == _HARD_BREAK for index in rules if index):
        return lines
    closed: list[_Physical] = []
    open_row = False
    for line in lines:
        core = line.core
        if core == BAR:
            open_row = True
        elif open_row and line.text == _HARD_BREAK:
            line = _Physical(BAR, line.start, blank=False)
            open_row = False
        elif BAR in core and _RULE.fullmatch(core):
            line = _Physical("", line.start, blank=True)
        closed.append(line)
    return closed


def _with_tables(lines: list[_Physical], chunk: int) -> Iterator[Line | PageTable]:
    index = 0
    fresh = False
    while index < len(lines):
        line = lines[index]
        if line.blank:
            fresh = True
            index += 1
            continue
        chunk += fresh
        fresh = False
        table = _table_at(lines, index, chunk + 1) if BAR in line.text else None
        if table is None:
            yield _line(line.text, line.start, chunk)
            index += 1
            continue
        grid, index, chunk = table
        fresh = True
        yield grid


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of cells, each its lines as (text, start); `fenced` by bars at its ends, `opened` by a bar on a line of its own."""

    cells: tuple[tuple[tuple[str, int], ...], ...]
    after: int
    fenced: bool
    opened: bool = False


def _table_at(lines: list[_Physical], index: int, chunk: int) -> tuple[PageTable, int, int] | None:
    """The table whose first row begins at `index`, the index behind it and its last chunk; None when there is none."""
    rows: list[_Row] = []
    while index < len(lines):
        at = _next_row(lines, index, rows)
        if at is None:
            break
        if BAR in lines[at].text and _RULE.fullmatch(lines[at].core):
            index = at + 1
            continue
        width = len(rows[-1].cells) if rows else 0
        row = _row_at(lines, at, width)
        if row is None or (rows and (row.opened != rows[0].opened or (rows[0].fenced and not row.fenced))):
            break
        rows.append(row)
        index = row.after
    if not rows or (len(rows) == 1 and not rows[0].fenced):
        return None
    return _grid(rows, chunk), index, chunk + len(rows) - 1


def _next_row(lines: list[_Physical], index: int, rows: list[_Row]) -> int | None:
    """Where the next row may begin: at once, or behind one blank line when a table has begun and a fenced row follows."""
    if not lines[index].blank:
        return index
    after = index + 1
    if (
        rows
        and after < len(lines)
        and lines[after].core.startswith(BAR)
        and lines[after].core.endswith(BAR)
        and len(lines[after].core) > 1
    ):
        return after
    return None


def _row_at(lines: list[_Physical], index: int, width: int) -> _Row | None:
    core = lines[index].core
    if core == BAR:
        return _opened_row(lines, index, width)
    if BAR not in core:
        return None
    cells = _cells(lines[index])
    fenced = core.startswith(BAR) or core.endswith(BAR)
    if not fenced and not _parted(core):
        return None
    if core.endswith(BAR):
        if len(cells) == 1 and not core.startswith(BAR):
            return None
        return _Row(tuple((cell,) if cell[0] else () for cell in cells), index + 1, fenced=True)
    if core.startswith(BAR) or (width and len(cells) <= width):
        running = _running_row(lines, index, cells, width)
        if running is not None:
            return running
    if len(cells) < 2:
        return None
    return _Row(tuple((cell,) if cell[0] else () for cell in cells), index + 1, fenced=core.startswith(BAR))


def _parted(core: str) -> bool:
    """Whether bars with blanks around them part the line."""
    return " | " in core


def _running_row(lines: list[_Physical], index: int, cells: list[tuple[str, int]], width: int) -> _Row | None:
    """A row whose last cell runs over the next lines, up to one that ends with a bar; None when no such line follows."""
    grown = [[cell] if cell[0] else [] for cell in cells]
    for after in range(index + 1, min(index + _LONGEST_CELL, len(lines))):
        line = lines[after]
        core = line.core
        if line.blank or core.startswith(BAR):
            return None
        more = _cells(line)
        grown[-1].append(more[0])
        grown.extend([cell] if cell[0] else [] for cell in more[1:])
        if core.endswith(BAR) and len(grown) >= width:
            return _Row(tuple(tuple(cell) for cell in grown), after + 1, fenced=True)
    return None


def _opened_row(lines: list[_Physical], index: int, width: int) -> _Row | None:
    """A row that a bar on a line of its own opens, each of its cells ending in ` |`, as in `|`, `Số: 5 |`, `Lào Cai, ... |`."""
    cells: list[tuple[tuple[str, int], ...]] = []
    cell: list[tuple[str, int]] = []
    after = index + 1
    for at in range(index + 1, min(index + _LONGEST_CELL, len(lines))):
        line = lines[at]
        core = line.core
        if line.blank or core.startswith(BAR) or (width and len(cells) == width):
            break
        parts = _cells(line)
        cell.append(parts[0])
        if core.endswith(BAR):
            cells.append(tuple(cell))
            cells.extend((part,) if part[0] else () for part in parts[1:])
            cell = []
            after = at + 1
    return _Row(tuple(cells), after, fenced=True, opened=True) if cells else None


def _cells(line: _Physical) -> list[tuple[str, int]]:
    """The cells on a line as (text, start), empty ones kept; bars at the ends of the line part nothing."""
    pieces: list[tuple[str, int]] = []
    at = 0
    for piece in re.split(r"(?<!\\)\|", line.text):
        lead = len(piece) - len(piece.lstrip(_INVISIBLE + "\u00a0"))
        pieces.append((piece.strip(_INVISIBLE + "\u00a0").replace("\\|", BAR), line.start + at + lead))
        at += len(piece) + 1
    if len(pieces) > 1 and not pieces[0][0]:
        del pieces[0]
    if len(pieces) > 1 and not pieces[-1][0]:
        del pieces[-1]
    return pieces


def _grid(rows: list[_Row], chunk: int) -> PageTable:
    cells = []
    for number, row in enumerate(rows):
        for column, content in enumerate(row.cells):
            lines = tuple(_cell_lines(content, chunk + number))
            cells.append(PageCell(number, column, 1, 1, lines))
    return PageTable(len(rows), max(len(row.cells) for row in rows), tuple(cells))


def _cell_lines(content: tuple[tuple[str, int], ...], chunk: int) -> Iterator[Line]:
    for text, start in content:
        at = 0
        for piece in _BREAK_TAG.split(text):
            if piece.strip():
                yield _line(piece, start + text.find(piece, at), chunk)
            at += len(piece)
