"""Finding flattened tables in a run of paragraphs, and rebuilding them as grids.

A table is known by its header: a paragraph `TT` or `STT` with paragraphs behind it whose words name columns. It ends where
the document goes on: an appendix, a signature, a section's heading. Input: the blocks of a clean page; output: `Grid`s, which
`segment.grids` also makes from real tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Block, Cell, Span, TableKind, TableLayout
from pipeline.orthography import fold_key
from pipeline.recognize.columns import header_role, names_column, opens_header
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.ordinals import Marker, read_marker, read_ordinal
from pipeline.segment.alignment import LaidRow, align
from pipeline.segment.columns import column_roles, laid_header, public_role
from pipeline.segment.evidence import Unit, weigh

_MOST_COLUMNS = 16
_LONGEST_HEADER = 160
_LONGEST_NAME = 60
_FEWEST_COLUMNS = 3
_FURTHEST_OUTLINE = 300


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it has its place in the outline. `blocks` is the stretch of the page that it covers (half-open).

    `settled_rows` are the rows of a real table that had lost cells and were laid where the others sit best.
    """

    kind: TableKind
    layout: TableLayout
    roles: tuple[str, ...]
    header_rows: int
    n_rows: int
    cells: tuple[Cell, ...]
    blocks: tuple[int, int]
    doubtful_rows: frozenset[int]
    settled_rows: frozenset[int] = frozenset()


def find_flattened(
    blocks: Sequence[Block], taken: Sequence[tuple[int, int]], names: NerReader | None = None
) -> tuple[Grid, ...]:
    """All flattened tables of a page, outside of the stretches of blocks already `taken` by real tables."""
    grids: list[Grid] = []
    index = 0
    while index < len(blocks):
        inside = next((stretch for stretch in taken if stretch[0] <= index < stretch[1]), None)
        if inside is not None:
            index = inside[1]
            continue
        header = _header_at(blocks, index) if _may_open(blocks, index) else None
        if header is None:
            index += 1
            continue
        limit = min((stretch[0] for stretch in taken if stretch[0] > index), default=len(blocks))
        end = _table_end(blocks, header, limit)
        grids.append(_rebuild(blocks, header, end, names))
        index = end
    return tuple(grids)


def _may_open(blocks: Sequence[Block], index: int) -> bool:
    """Whether a header may begin here: at `TT`, or at the first of several cells that name different columns of tasks."""
    text = blocks[index].text
    if opens_header(text):
        return True
    if len(text) > _LONGEST_NAME or header_role(text) not in ("description", "indicator") or read_marker(text) is not None:
        return False
    following = [block.text for block in blocks[index + 1 : index + _FEWEST_COLUMNS]]
    roles = {header_role(name) for name in following if len(name) <= _LONGEST_NAME and not name.endswith((".", ";", ":"))}
    return len(roles - {None, "description", "indicator", "ordinal"}) == _FEWEST_COLUMNS - 1


# --- the header ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _HeaderRun:
    """The header of a flattened table: its units, and the block at which the body begins."""

    units: tuple[Unit, ...]
    body: int


def _header_at(blocks: Sequence[Block], start: int) -> _HeaderRun | None:
    """The header that begins at block `start`, None when too few of the paragraphs behind it name columns."""
    window = blocks[start : start + 3 * _MOST_COLUMNS]
    barred = _is_barred(window)
    units: list[Unit] = []
    roles: list[str | None] = []
    end = start
    for unit in _units(window, start, barred=barred):
        if units and (read_ordinal(unit.text) is not None or len(units) >= _MOST_COLUMNS):
            break
        unnamed = not names_column(unit.text, roles)
        if len(unit.text) > _LONGEST_HEADER or (units and unnamed and (_begins_body(unit.text) or not unit.text)):
            break
        roles.append(None if unnamed else header_role(unit.text) or "other")
        units.append(unit)
        end = unit.blocks[-1] + 1
    while units and roles[-1] is None:
        end = units.pop().blocks[0]
        roles.pop()
    named = len(roles) - roles.count(None)
    if len(units) < _FEWEST_COLUMNS or named < max(_FEWEST_COLUMNS, 0.6 * len(units)):
        return None
    return _HeaderRun(tuple(units), _behind_numbering(blocks, end))


def _begins_body(text: str) -> bool:
    """Whether a paragraph behind some header cells can only be the first row: a fused ordinal, or a sentence."""
    marker = read_marker(text)
    return (marker is not None and not marker.is_bullet) or len(text) > 90


def _behind_numbering(blocks: Sequence[Block], start: int) -> int:
    """Skips a row that numbers the columns: `(1)`, `(2)`, ... or `1`, `2`, ... or `A`, `B`, `1`, ..."""
    end = start
    last: Marker | None = None
    while end < len(blocks) and (ordinal := read_ordinal(blocks[end].text)) is not None and len(ordinal.path) == 1:
        expected = 1 if last is None or (last.style == "upper" != ordinal.style) else last.path[0] + 1
        if ordinal.path[0] != expected:
            break
        last = ordinal
        end += 1
    return end if end - start >= _FEWEST_COLUMNS else start


def _is_barred(window: Sequence[Block]) -> bool:
    """Whether the page closed its table cells with bars."""
    return sum(block.ends_cell for block in window) > 0.6 * min(len(window), 6)


def _units(blocks: Sequence[Block], offset: int, *, barred: bool) -> Iterator[Unit]:
    """Groups paragraphs that the page itself holds together: one cell between bars, or lines of one chunk."""
    chunked = not barred and len({block.chunk for block in blocks}) > 0.5 * len(blocks)
    group: list[int] = []
    for place, block in enumerate(blocks):
        group.append(place)
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if barred:
            together = not block.ends_cell and following is not None
        else:
            together = chunked and following is not None and following.chunk == block.chunk and bool(block.text)
        if together:
            continue
        text = "\n".join(blocks[at].text for at in group)
        closed = block.ends_cell if barred else not block.text
        yield Unit(tuple(offset + at for at in group), text, closed)
        group = []


# --- where it ends ------------------------------------------------------------------------------------------------------


def _table_end(blocks: Sequence[Block], header: _HeaderRun, limit: int) -> int:
    """The block at which the document goes on behind the table."""
    closing = _closing()
    names = {fold_key(unit.text) for unit in header.units}
    outside = _Outside(blocks, header)
    last_bar = None
    for index in range(header.body, limit):
        text = blocks[index].text
        if blocks[index].ends_cell:
            last_bar = index + 1
        if not text:
            continue
        if closing.match(text) or outside.goes_on(text):
            return index
        if _may_open(blocks, index) and not names >= {fold_key(block.text) for block in blocks[index : index + 2]}:
            return index
    if last_bar is not None and all(unit.closed for unit in header.units):
        return last_bar
    return limit


class _Outside:
    """The outline around a table: where its numbers stood before the table, to know where it counts on."""

    def __init__(self, blocks: Sequence[Block], header: _HeaderRun) -> None:
        self.separate = any(read_ordinal(block.text) is not None for block in blocks[header.body : header.body + 4])
        self.inside: set[tuple[str, tuple[int, ...]]] = set()
        self.next: set[tuple[str, tuple[int, ...]]] = set()
        first = header.units[0].blocks[0]
        seen: set[str] = set()
        for block in reversed(blocks[max(0, first - _FURTHEST_OUTLINE) : first]):
            marker = read_marker(block.text)
            if marker is not None and marker.path and marker.style not in seen:
                seen.add(marker.style)
                self.next.add((marker.style, (*marker.path[:-1], marker.path[-1] + 1)))

    def goes_on(self, text: str) -> bool:
        """Whether a paragraph is the outline's next heading, not the beginning of a row or a list inside a cell."""
        marker = read_marker(text)
        if marker is None or not marker.path or not text[marker.end :][:1].isupper():
            return False
        if marker.style == "roman" and (text.isupper() or _announces(text[marker.end :])):
            return True
        if not self.separate:
            return False
        place = (marker.style, marker.path)
        listed = (marker.style, (*marker.path[:-1], marker.path[-1] - 1)) in self.inside
        self.inside.add(place)
        return marker.style == "roman" or (place in self.next and not listed)


def _announces(heading: str) -> bool:
    """Whether a heading announces the implementation or funding of the plan, which no row of a table does."""
    key = fold_key(heading)
    return any(
        re.search(rule["pattern"], key)
        for rule in lexicon_yaml("headings")["sections"]
        if rule["kind"] in ("implementation", "funding")
    )


def _closing() -> re.Pattern[str]:
    pattern: str = lexicon_yaml("headings")["closes_table"]
    return re.compile(pattern)


# --- the body -----------------------------------------------------------------------------------------------------------


def _rebuild(blocks: Sequence[Block], header: _HeaderRun, end: int, names: NerReader | None) -> Grid:
    laid = laid_header([unit.text for unit in header.units])
    columns = [header.units[index] for index, _ in laid]
    kind, roles = column_roles([role for _, role in laid])
    barred = all(unit.closed for unit in header.units[:-1])
    body = tuple(
        _without_repeats(list(_units(blocks[header.body : end], header.body, barred=barred)), [unit.text for unit in columns])
    )
    if not barred:
        body = tuple(_without_tail(body, len(roles)))
    evidence = weigh(body, names)
    rows = align(evidence, [unit.closed for unit in body], roles)
    cells = [*_header_cells(columns, roles, blocks), *_body_cells(rows, body, roles, blocks)]
    first = header.units[0].blocks[0]
    return Grid(
        kind=kind,
        layout="flattened",
        roles=tuple(map(public_role, roles)),
        header_rows=1,
        n_rows=len(rows) + 1,
        cells=tuple(cells),
        blocks=(first, body[-1].blocks[-1] + 1 if body else header.body),
        doubtful_rows=frozenset(index + 1 for index, row in enumerate(rows) if row.doubtful),
    )


def _without_repeats(units: list[Unit], names: Sequence[str]) -> Iterator[Unit]:
    """Drops header rows that the page repeats in the middle of the table."""
    keys = [fold_key(name) for name in names]
    index = 0
    while index < len(units):
        if fold_key(units[index].text) == keys[0]:
            run = 0
            while index + run < len(units) and run < len(keys) and fold_key(units[index + run].text) == keys[run]:
                run += 1
            if run >= min(_FEWEST_COLUMNS, len(keys)):
                index += run
                continue
        yield units[index]
        index += 1


def _without_tail(units: Sequence[Unit], columns: int) -> Sequence[Unit]:
    """Drops the blanks behind the last row that cannot be cells of it.

    A page that marks its empty cells may have a blank line of its own behind the table. Where no cell is marked elsewhere
    all blanks at the end are such lines; else the last row, from its ordinal on, has room for as many cells as columns.
    """
    end = len(units)
    while end and not units[end - 1].text:
        end -= 1
    if not any(not unit.text for unit in units[:end]):
        return units[:end]
    last = next((at for at in range(end - 1, -1, -1) if read_ordinal(units[at].text) is not None), end)
    return units[: max(end, min(len(units), last + columns))]


def _header_cells(columns: Sequence[Unit], roles: Sequence[str], blocks: Sequence[Block]) -> Iterator[Cell]:
    for column, (unit, role) in enumerate(zip(columns, roles, strict=True)):
        yield make_cell(0, column, 1, 1, role, unit.blocks, blocks)


def _body_cells(rows: Sequence[LaidRow], body: Sequence[Unit], roles: Sequence[str], blocks: Sequence[Block]) -> Iterator[Cell]:
    spans = _merged_spans(rows, roles, marked=any(not unit.text or unit.closed for unit in body))
    for index, row in enumerate(rows):
        for cell in row.cells:
            members = tuple(block for unit in body[cell.units[0] : cell.units[1]] for block in unit.blocks)
            yield make_cell(index + 1, cell.column, spans.get((index, cell.column), 1), 1, roles[cell.column], members, blocks)


def _merged_spans(rows: Sequence[LaidRow], roles: Sequence[str], *, marked: bool) -> dict[tuple[int, int], int]:
    """How many rows a cell reaches over: down to the next row that has a cell of its own in the column.

    Where the page marks its empty cells, a column without a cell is covered by the merged cell above. Where empty cells left
    no trace, only a `group` column's cell, and the ordinal beside it, can be told to stand for several rows.
    """
    if marked:
        reach = len(roles)
    elif "group" in roles:
        reach = max(index for index, role in enumerate(roles) if role == "group") + 1
    else:
        return {}
    spans: dict[tuple[int, int], int] = {}
    above: dict[int, int] = {}
    words = next((index for index, role in enumerate(roles) if role in ("description", "indicator")), 0)
    for index, row in enumerate(rows):
        own = {cell.column for cell in row.cells}
        if marked and max(own) <= words and len(roles) > words + _FEWEST_COLUMNS:  # a heading over the whole width
            above.clear()
            continue
        opens = any(column < reach for column in own) if not marked else False
        for column in range(reach):
            if column in own:
                above[column] = index
            elif column in above and not opens:
                spans[above[column], column] = index - above[column] + 1
    return spans


def make_cell(
    row: int, column: int, row_span: int, column_span: int, role: str, members: Sequence[int], blocks: Sequence[Block]
) -> Cell:
    """A cell over the paragraphs `members` of the page; its span is None when all of them are empty."""
    texts = [blocks[index].text for index in members if blocks[index].text]
    filled = [blocks[index].span for index in members if blocks[index].text]
    span = Span(filled[0].start, filled[-1].end) if filled else None
    return Cell(row, column, row_span, column_span, public_role(role), "\n".join(texts), span, tuple(members))
