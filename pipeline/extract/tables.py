"""Tasks from the rows of an assignment table.

A real and a rebuilt table come in the same form: cells with roles. A row with agencies of its own is a task; a row that only
names something and has rows under it is a heading. Headings nest by their ordinals; what a row lacks of times it inherits from
a merged cell or from the headings over it. Input: a `Document` and one of its tables; output: tasks in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.doubts import doubt
from pipeline.extract.agencies import Agents, agents_of
from pipeline.extract.deadlines import heading_deadline, value_deadlines, year_of
from pipeline.extract.items import is_total
from pipeline.model import Cell, Deadline, DeadlineRole, Diagnostic, Document, Span, Table, Task
from pipeline.orthography import fold_space, strip_bullet
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.ordinals import RANKS, Marker, read_marker, read_ordinal

_UNNUMBERED = 50  # the rank of a row without an ordinal in a table that has them
_SPANNING = 1  # the rank of an unnumbered heading that fills the whole row
AGENCY_COLUMNS = ("lead", "coordinating", "supervisor")
TIME_ROLES: dict[str, DeadlineRole] = {"time": "implementation", "report_time": "report"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its own cells, and the merged cells that reach into it from above, by role."""

    index: int
    own: tuple[Cell, ...]
    merged: tuple[Cell, ...]

    def cells(self, role: str) -> tuple[Cell, ...]:
        """Its own filled cells of a role."""
        return tuple(cell for cell in self.own if cell.role == role and cell.text)

    def reaching(self, role: str) -> tuple[Cell, ...]:
        """The filled cells of a role that hold for the row: its own, else the merged ones."""
        return self.cells(role) or tuple(cell for cell in self.merged if cell.role == role and cell.text)


@dataclass(slots=True)
class _Heading:
    """A row that others stand under, while they are read."""

    rank: int
    text: str
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class Promising:
    """Words of a row that may promise a quantity: a task's description and product, or a heading (`task` is None)."""

    ordinal: str
    group: tuple[str, ...]
    spans: tuple[Span, ...]
    task: int | None


@dataclass(slots=True)
class TableReading:
    """What one table yields."""

    tasks: list[Task] = field(default_factory=list)
    promising: list[Promising] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def table_rows(table: Table) -> tuple[Row, ...]:
    """The rows below a table's header, in order."""
    own: dict[int, list[Cell]] = {}
    merged: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows:
            continue
        own.setdefault(cell.row, []).append(cell)
        for row in range(cell.row + 1, cell.row + cell.row_span):
            merged.setdefault(row, []).append(cell)
    numbers = sorted(own.keys() | merged.keys())
    rows = [
        Row(row, tuple(sorted(own.get(row, ()), key=lambda cell: cell.column)), tuple(merged.get(row, ()))) for row in numbers
    ]
    return tuple(_with_descriptions(rows) if table.layout == "grid" else rows)


def _with_descriptions(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of a real table; one with agencies but without words of its own goes on a merged description above it."""
    before: tuple[Cell, ...] = ()
    for row in rows:
        charged = bool(row.cells("lead"))
        if charged and before and not row.cells("ordinal") and not row_words(row) and not row.reaching("description"):
            row = replace(row, merged=(*row.merged, *before))
        before = row.reaching("description") if charged else ()
        yield row


def row_ordinal(row: Row) -> tuple[Marker | None, str]:
    """The row's ordinal and how it is printed without closing mark: from its own cell, else fused before its words."""
    for cell in row.cells("ordinal"):
        marker = read_ordinal(fold_space(cell.text)) or read_marker(fold_space(cell.text) + " x")
        return marker, marker.ordinal if marker else fold_space(cell.text)
    words = row_words(row)
    marker = read_marker(words[0].text) if words else None
    if marker is not None and not marker.is_bullet and marker.style != "enumerated":
        return marker, marker.ordinal
    return None, ""


def row_words(row: Row) -> tuple[Cell, ...]:
    """The cells that say what the row is about: its description or indicator, or the group of a heading row."""
    return row.cells("description") or row.cells("indicator") or row.cells("group")


def row_text(cells: Sequence[Cell], marker: Marker | None) -> str:
    """The words of a row's cells, paragraphs by line feeds, without bullets and without an ordinal fused before them."""
    text = "\n".join(cell.text for cell in cells)
    fused = read_marker(text)
    if marker is not None and fused is not None and fused.ordinal == marker.ordinal and not fused.is_bullet:
        text = text[fused.end :]
    return "\n".join(fold_space(strip_bullet(line)) for line in text.split("\n") if line.strip())


def heading_words(row: Row, cells: Sequence[Cell], numbered: tuple[Marker | None, str]) -> str:
    """A row as a heading of others, on one line with its ordinal as printed: `I Nhóm nhiệm vụ`, fused `I. Nhóm nhiệm vụ`."""
    marker, ordinal = numbered
    fused = ordinal and not row.cells("ordinal")
    words = row_text(cells, None if fused else marker)
    return fold_space(words if fused else f"{ordinal} {words}")


def rank_of(marker: Marker | None, row: Row, width: int) -> int:
    """How far out a row stands: by its ordinal, as an unnumbered row, or as a heading over the width or between empty cells."""
    if marker is not None and not marker.is_bullet:
        return marker.rank
    most = max(3, width - 1)
    spans = any(cell.column_span >= most for cell in row.own)
    alone = len(row.own) >= most and sum(1 for cell in row.own if cell.text) == 1
    return _SPANNING if spans or alone else _UNNUMBERED


def read_task_table(document: Document, table: Table, names: NerReader | None = None) -> TableReading:
    """The tasks of a table of kind `tasks`; `names` is asked about cells of agencies that the rules do not read."""
    return _TaskTable(document, table, names).read()


class _TaskTable:
    """One table while its rows are read from top to bottom."""

    def __init__(self, document: Document, table: Table, names: NerReader | None) -> None:
        self.names = names
        self.text = document.page.text
        self.table = table
        self.year = year_of(document.header.title or "") or year_of(table.caption)
        self.rows = table_rows(table)
        self.markers = [row_ordinal(row) for row in self.rows]
        self.ranks = [rank_of(marker, row, len(table.roles)) for row, (marker, _) in zip(self.rows, self.markers, strict=True)]
        self.numbered = any(marker is not None for marker, _ in self.markers)
        self.grouped = "group" in table.roles
        self.stack: list[_Heading] = []
        self.reading = TableReading()

    def read(self) -> TableReading:
        for place, row in enumerate(self.rows):
            if row_words(row) or row.reaching("description"):
                self._read_row(place, row)
            elif any(cell.text for cell in row.own):
                self._doubt("row-unread", "a row without words of its own was left out", row)
        return self.reading

    def _read_row(self, place: int, row: Row) -> None:
        if is_total(row_text(row_words(row), None)):
            self._doubt("row-total", "a row that adds up others is no task", row)
            return
        rank = self.ranks[place]
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        agents = self._agents(row)
        times = self._times(row, place)
        if self._is_heading(place, row, agents, times):
            self._push_heading(place, row_words(row), times)
            return
        groups = row.cells("group")
        described = row.reaching("description") or groups
        if groups and described != groups:
            self._push_heading(place, groups, ())
        task = self._task(place, row, described, agents, times)
        words = (*(cell for cell in described if cell.row == row.index), *row.cells("output"))
        self.reading.promising.append(Promising(task.ordinal, task.group, _places(words), len(self.reading.tasks)))
        self.reading.tasks.append(task)
        if self._has_rows_below(place) and not self.grouped:
            self._push(place, described, times)

    def _has_rows_below(self, place: int) -> bool:
        deeper = self.numbered and place + 1 < len(self.rows) and self.ranks[place + 1] > self.ranks[place]
        return deeper and bool(row_words(self.rows[place + 1]))  # a row that only goes on a merged description is its equal

    def _is_heading(self, place: int, row: Row, agents: Agents, times: Sequence[Deadline]) -> bool:
        """A row that has rows under it and no agency is a heading; so is one that fills the whole width."""
        if agents or any(row.reaching(role) for role in AGENCY_COLUMNS):
            return False
        if not row.reaching("description"):
            return True
        if self.ranks[place] == _SPANNING or self._has_rows_below(place):
            return True
        bare = not times and not row.cells("output") and not row.cells("note")
        return bare and self.numbered and self.markers[place][0] is not None and self.ranks[place] <= RANKS["roman"]

    def _push_heading(self, place: int, cells: Sequence[Cell], times: Sequence[Deadline]) -> None:
        """Opens a heading that is no task; what its words promise is an objective."""
        group = tuple(heading.text for heading in self.stack)
        self.reading.promising.append(Promising(self.markers[place][1], group, _places(cells), None))
        self._push(place, cells, times)

    def _push(self, place: int, cells: Sequence[Cell], times: Sequence[Deadline]) -> None:
        rank = min(self.ranks[place], _UNNUMBERED - 1)
        words = heading_words(self.rows[place], cells, self.markers[place])
        self.stack.append(_Heading(rank, words, self._under_heading(place, cells, times)))

    def _under_heading(self, place: int, cells: Sequence[Cell], times: Sequence[Deadline]) -> tuple[Deadline, ...]:
        """The times that hold for the rows below: the row's own, or the one in its words."""
        if times:
            return tuple(replace(time, inherited=True) for time in times)
        cell = cells[0] if cells else None
        if cell is None or cell.span is None or (self._time_columns() and not cell.text.endswith(")")):
            return ()
        said = heading_deadline(self.text[cell.span.start : cell.span.end], cell.span.start, self.year)
        return (said,) if said else ()

    def _time_columns(self) -> set[str]:
        return TIME_ROLES.keys() & set(self.table.roles)

    # --- one row's parts ------------------------------------------------------------------------------------------------

    def _agents(self, row: Row) -> Agents:
        """The agencies in the row's own cells: only times are inherited (annotation guidelines, Tasks)."""
        found = Agents()
        for role in AGENCY_COLUMNS:
            for cell in row.cells(role):
                assert cell.span is not None
                agents = agents_of(self.text, cell.span, role, self.names)
                if not agents:
                    self._doubt("agency-unread", f"no agency read in {cell.text[:80]!r}", row, cell.span)
                found += agents
        return found

    def _times(self, row: Row, place: int) -> tuple[Deadline, ...]:
        """The times in the row's own time cells."""
        found: list[Deadline] = []
        cells = [cell for cell in row.own if cell.role in TIME_ROLES and cell.span is not None]
        for cell in cells:
            assert cell.span is not None
            role = TIME_ROLES[cell.role]
            if len(cells) == 1 and len(self._time_columns()) == 2:
                role = self._lone_role(place, role)
            times = value_deadlines(self.text[cell.span.start : cell.span.end], cell.span.start, role, self.year)
            if not times:
                self._doubt("time-unread", f"no time read in {cell.text[:80]!r}", row, cell.span)
            found.extend(times)
        return tuple(found)

    def _lone_role(self, place: int, role: DeadlineRole) -> DeadlineRole:
        """The role of a lone time in a group row: the one that the rows under it lack (annotation guidelines, Tasks)."""
        if not self._has_rows_below(place):
            return role
        below: list[Row] = []
        for index in range(place + 1, len(self.rows)):
            if self.ranks[index] <= self.ranks[place]:
                break
            below.append(self.rows[index])
        with_time = sum(bool(row.cells("time")) for row in below)
        with_report = sum(bool(row.cells("report_time")) for row in below)
        if with_time > with_report:
            return "report"
        return "implementation" if with_report > with_time else role

    def _deadlines(self, row: Row, times: Sequence[Deadline]) -> tuple[Deadline, ...]:
        """The row's deadlines: its own, and of each role that it lacks those of a merged cell or of the headings over it."""
        found = list(times)
        for role_name, role in TIME_ROLES.items():
            if any(deadline.role == role for deadline in times):
                continue
            merged = [cell for cell in row.merged if cell.role == role_name and cell.span is not None]
            for cell in merged:
                assert cell.span is not None
                said = value_deadlines(self.text[cell.span.start : cell.span.end], cell.span.start, role, self.year)
                found.extend(replace(deadline, inherited=True) for deadline in said)
            if not merged:
                over = ([d for d in heading.deadlines if d.role == role] for heading in reversed(self.stack))
                found.extend(next((deadlines for deadlines in over if deadlines), []))
        return tuple(sorted(found, key=lambda deadline: deadline.role))

    def _task(self, place: int, row: Row, described: Sequence[Cell], agents: Agents, times: Sequence[Deadline]) -> Task:
        marker, ordinal = self.markers[place]
        spans = [cell.span for cell in row.own if cell.span is not None] or [
            cell.span for cell in described if cell.span is not None
        ]
        doubtful = row.index in self.table.doubtful_rows
        if doubtful:
            self._doubt("cell-edge-open", "the page does not tell where one cell of the row ends and the next begins", row)
        return Task(
            kind="table",
            ordinal=ordinal,
            group=tuple(heading.text for heading in self.stack),
            description=row_text(described, marker),
            span=Span(min(span.start for span in spans), max(span.end for span in spans)),
            output=_plain(row.cells("output")),
            note=_plain(row.cells("note")),
            lead=agents.lead,
            coordinating=agents.coordinating,
            supervisor=agents.supervisor,
            deadlines=self._deadlines(row, times),
            section=self.table.section,
            table=self.table.index,
            confidence=self._confidence(agents, doubtful=doubtful),
        )

    def _confidence(self, agents: Agents, *, doubtful: bool) -> float:
        if doubtful:
            return 0.6
        return (0.97 if self.table.layout == "grid" else 0.94) - (0.0 if agents.lead else 0.2)

    def _doubt(self, code: str, message: str, row: Row, span: Span | None = None) -> None:
        spans = [cell.span for cell in row.own if cell.span is not None]
        place = span or (Span(spans[0].start, spans[-1].end) if spans else None)
        where = f"table {self.table.index}, row {row.index}: {message}"
        self.reading.diagnostics.append(doubt(code, where, place))


def _places(cells: Iterable[Cell]) -> tuple[Span, ...]:
    return tuple(cell.span for cell in cells if cell.span is not None)


def _plain(cells: Iterable[Cell]) -> str:
    """Cells' words as the dataset shows them: paragraphs by line feeds, bullets dropped."""
    lines = (line for cell in cells for line in cell.text.split("\n"))
    return "\n".join(words for line in lines if (words := fold_space(strip_bullet(line))))
