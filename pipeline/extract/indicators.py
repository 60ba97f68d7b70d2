"""Targets from the rows of a table of indicators.

Each row that sets a value is a target, one for each column of values; a row that only names something over others is a
heading, whose words may set the date (`Đến năm 2030`). A row with agencies but without a figure states a level. Input: a
`Document` and one of its tables; output: targets in reading order.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.doubts import doubt
from pipeline.extract.agencies import mentions_at
from pipeline.extract.tables import Row, heading_words, rank_of, row_ordinal, row_text, row_words, table_rows
from pipeline.model import Cell, Diagnostic, Document, Mention, Quantity, Span, Table, Target
from pipeline.orthography import fold_space
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.promise_dates import find_horizon
from pipeline.recognize.quantities import read_value
from pipeline.recognize.times import find_times

_WORD = re.compile(r"\w")  # a cell of dashes or dots is empty
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: int
    text: str
    horizon: datetime.date | None


@dataclass(frozen=True, slots=True)
class IndicatorReading:
    """What one table of indicators yields."""

    targets: tuple[Target, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_indicator_table(document: Document, table: Table, names: NerReader | None = None) -> IndicatorReading:
    """The targets of a table of kind `targets`."""
    rows = table_rows(table)
    markers = [row_ordinal(row) for row in rows]
    ranks = [rank_of(marker, row, len(table.roles)) for row, (marker, _) in zip(rows, markers, strict=True)]
    columns = _value_columns(table)
    stack: list[_Heading] = []
    targets: list[Target] = []
    diagnostics: list[Diagnostic] = []
    for place, row in enumerate(rows):
        words = row_words(row)
        if not words:
            if any(cell.text for cell in row.own):
                diagnostics.append(_unread(table, row))
            continue
        while stack and stack[-1].rank >= ranks[place]:
            stack.pop()
        marker, ordinal = markers[place]
        name = row_text(words, marker)
        values = [cell for cell in row.own if cell.column in columns and _WORD.search(cell.text)]
        agencies = row.reaching("lead") + row.reaching("measuring")
        below = place + 1 < len(rows) and ranks[place + 1] > ranks[place]
        if not values and (not agencies or (below and not row.cells("unit"))):
            heading = heading_words(row, words, markers[place])
            stack.append(_Heading(min(ranks[place], 49), heading, find_horizon(name)))
            continue
        group = tuple(heading.text for heading in stack)
        inherited = next((heading.horizon for heading in reversed(stack) if heading.horizon), None)
        stated: list[Cell | None] = [*values] or [None]
        lead = _mentions(document.page.text, row.reaching("lead"), names)
        measuring = _mentions(document.page.text, row.reaching("measuring"), names)
        for cell in stated:
            horizon = columns.get(cell.column) if cell else None
            target = _target(document, table, row, cell, name, ordinal, group, horizon or inherited)
            targets.append(replace(target, lead=lead, measuring=measuring))
        if below:
            stack.append(_Heading(ranks[place], heading_words(row, words, markers[place]), inherited))
    return IndicatorReading(tuple(targets), tuple(diagnostics))


def _value_columns(table: Table) -> dict[int, datetime.date | None]:
    """The columns that hold values to reach, each with the date that its header sets."""
    headers = {cell.column: cell.text for cell in table.cells if cell.row < table.header_rows}
    return {
        column: find_horizon(headers.get(column, "")) or _bare_year(headers.get(column, ""))
        for column, role in enumerate(table.roles)
        if role == "value"
    }


def _bare_year(header: str) -> datetime.date | None:
    """The end of the one year that a column's name gives without a preposition: `Mục tiêu 2030`, `2025`."""
    years = set(_YEAR.findall(header))
    return datetime.date(int(years.pop()), 12, 31) if len(years) == 1 else None


def _target(
    document: Document,
    table: Table,
    row: Row,
    cell: Cell | None,
    name: str,
    ordinal: str,
    group: tuple[str, ...],
    horizon: datetime.date | None,
) -> Target:
    text = document.page.text
    quantity = read_value(fold_space(cell.text)) if cell else None
    words = row_words(row)[0].span
    assert words is not None
    span = cell.span if cell and cell.span else words
    return Target(
        context="table",
        ordinal=ordinal,
        group=group,
        indicator=name,
        text=fold_space(text[span.start : span.end]) if cell else "",
        span=span,
        comparator=quantity.comparator if quantity else "",
        value_min=quantity.value_min if quantity else None,
        value_max=quantity.value_max if quantity else None,
        unit=_unit(row, quantity),
        frequency=_frequency(quantity, name, _unit(row, quantity)) if cell else None,
        horizon=horizon,
        section=table.section,
        table=table.index,
        confidence=(0.97 if table.layout == "grid" else 0.94) - (0.0 if quantity else 0.2),
    )


def _unit(row: Row, quantity: Quantity | None) -> str:
    """The unit column's words; without them the unit printed with the value."""
    cells = row.reaching("unit")
    if cells:
        return fold_space(cells[0].text)
    return quantity.unit if quantity else ""


def _frequency(quantity: Quantity | None, name: str, unit: str) -> str | None:
    """The rate of the value: printed with it, in its unit (`%/năm`) or in the indicator's name (`Chi ngân sách hằng năm`)."""
    if quantity is None:
        return None
    if quantity.frequency:
        return quantity.frequency
    rate = read_value(f"1 {unit}")  # the unit as it is printed behind a value
    if rate and rate.frequency:
        return rate.frequency
    return next((time.recurrence for time in find_times(name) if time.recurrence), None)


def _mentions(text: str, cells: Sequence[Cell], names: NerReader | None) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for cell in cells:
        assert cell.span is not None
        found.extend(mentions_at(text[cell.span.start : cell.span.end], cell.span.start, names))
    return tuple(found)


def _unread(table: Table, row: Row) -> Diagnostic:
    spans = [cell.span for cell in row.own if cell.span is not None]
    place = Span(spans[0].start, spans[-1].end) if spans else None
    where = f"table {table.index}, row {row.index}: a row without an indicator was left out"
    return doubt("row-unread", where, place)
