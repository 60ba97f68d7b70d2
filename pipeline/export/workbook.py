"""An Excel workbook: a sheet a table, headers that stay in sight, and the sheet `columns`, which explains every column.

Texts are written as texts, so no cell runs as a formula or a link, whatever a page holds. Excel's limits: a sheet has
1,048,576 rows, and a dataset with more is refused; a cell holds 32,767 characters (UTF-16), and a longer text goes on in
columns of its own (`text`, `text 2`, ...). Lists are JSON. Days before 1 March 1900, which Excel does not know, are texts.
Needs the package XlsxWriter. Input: a dataset; output: one file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.dataset.described import SUMMARY, TITLE
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.export.explanations import EXPLAINED, explanations
from pipeline.export.faults import ExportError
from pipeline.export.values import Value, as_text, rows

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576
CELL_LENGTH = 32_767
_FIRST_DAY = datetime.date(1900, 3, 1)
_EPOCH = datetime.datetime(2000, 1, 1)  # a fixed day of creation: equal datasets give equal workbooks
_WIDTHS = {"string": 24, "list": 40, "date": 12, "numbers": 16}
_NARROW = 11
_WIDE = 60
_WIDE_COLUMNS = frozenset({"description", "text", "title", "message", "indicator", "heading", "caption", "meaning"})


@dataclass(frozen=True, slots=True)
class _Styles:
    head: Format
    day: Format
    wrapped: Format


def write_workbook(folder: Path, target: Path) -> None:
    """Write the dataset in `folder` into the new workbook `target`. Raises ExportError."""
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise ExportError("the package XlsxWriter is missing; install vnplans[export]") from error
    lengths = {name: _longest(folder, schema) for name, schema in table_schemas().items()}
    with xlsxwriter.Workbook(str(target), {"constant_memory": True, "in_memory": False}) as workbook:
        workbook.set_properties({"title": TITLE, "comments": f"{SUMMARY} vnplans {__version__}", "created": _EPOCH})
        styles = _Styles(
            head=workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1}),
            day=workbook.add_format({"num_format": "yyyy-mm-dd"}),
            wrapped=workbook.add_format({"text_wrap": True, "valign": "top"}),
        )
        _explain(workbook, styles)
        for schema in table_schemas().values():
            _write_table(workbook, styles, schema, lengths[schema.name], rows(folder, schema))


def _longest(folder: Path, schema: TableSchema) -> list[int]:
    """How many cells the longest value of each column takes. Raises ExportError when the table has too many rows."""
    cells = [1] * len(schema.columns)
    count = 0
    for row in rows(folder, schema):
        count += 1
        for place, value in enumerate(row):
            if isinstance(value, str | list):
                words = value if isinstance(value, str) else as_text(value)
                # Two UTF-16 units at most for a character: short texts need not be cut to be counted.
                if len(words) > CELL_LENGTH // 2:
                    cells[place] = max(cells[place], len(list(_pieces(words))))
    if count >= MAX_ROWS:
        raise ExportError(f"{schema.name} has {count} rows, more than a sheet of Excel holds; export to sqlite or duckdb")
    return cells


def _pieces(words: str) -> Iterator[str]:
    """The words in pieces that fit a cell, never cut inside a character."""
    start = 0
    while start < len(words):
        end = start + CELL_LENGTH
        while _units(piece := words[start:end]) > CELL_LENGTH:
            end -= (_units(piece) - CELL_LENGTH + 1) // 2
        yield piece
        start = start + len(piece)


def _units(words: str) -> int:
    return len(words) + sum(letter > "\uffff" for letter in words)


def _explain(workbook: Workbook, styles: _Styles) -> None:
    sheet = workbook.add_worksheet("columns")
    _head(sheet, styles, list(EXPLAINED))
    for place, width in enumerate((16, 20, 10, 9, 24, 90, 22, 12)):
        sheet.set_column(place, place, width)
    line = 1
    for line, explanation in enumerate(explanations(), start=1):
        for place, words in enumerate(explanation):
            if words is not None:
                sheet.write_string(line, place, words, styles.wrapped)
    for schema in table_schemas().values():
        for warning in (schema.meaning, *schema.warnings):
            line += 1
            sheet.write_string(line, 0, schema.name, styles.wrapped)
            sheet.write_string(line, 1, "(the whole table)", styles.wrapped)
            sheet.write_string(line, 5, warning, styles.wrapped)
    sheet.autofilter(0, 0, line, len(EXPLAINED) - 1)


def _write_table(
    workbook: Workbook, styles: _Styles, schema: TableSchema, cells: list[int], table: Iterable[tuple[Value, ...]]
) -> None:
    sheet = workbook.add_worksheet(schema.name)
    names: list[str] = []
    for column, count in zip(schema.columns, cells, strict=True):
        sheet.set_column(len(names), len(names) + count - 1, _width(column))
        names += [column.name, *(f"{column.name} {number}" for number in range(2, count + 1))]
    _head(sheet, styles, names)
    line = 0
    for line, row in enumerate(table, start=1):
        place = 0
        for value, count in zip(row, cells, strict=True):
            _write(sheet, styles, line, place, value)
            place += count
    sheet.autofilter(0, 0, max(line, 1), len(names) - 1)


def _width(column: ColumnSchema) -> int:
    return _WIDE if column.name in _WIDE_COLUMNS else _WIDTHS.get(column.type, _NARROW)


def _head(sheet: Worksheet, styles: _Styles, names: list[str]) -> None:
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, styles.head)


def _write(sheet: Worksheet, styles: _Styles, line: int, place: int, value: Value) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(line, place, value)
        case int() | float():
            sheet.write_number(line, place, value)
        case datetime.date() if value >= _FIRST_DAY:
            sheet.write_datetime(line, place, datetime.datetime.combine(value, datetime.time()), styles.day)
        case datetime.date():
            sheet.write_string(line, place, value.isoformat())
        case _:
            words = value if isinstance(value, str) else as_text(value)
            for number, piece in enumerate(_pieces(words)):
                sheet.write_string(line, place + number, piece)
