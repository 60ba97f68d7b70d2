"""The rows of a dataset as plain values, read batch by batch, so that memory does not grow with the number of documents.

Input: a dataset folder and a table; output: its rows. Where a form has no lists, `as_text` makes them JSON.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from pipeline.dataset.files import row_groups, table_files
from pipeline.dataset.schema import TableSchema

Value = str | int | float | bool | datetime.date | list[str] | list[float] | None

_BATCH_ROWS = 5_000


def batches(folder: Path, schema: TableSchema) -> Iterator[pa.RecordBatch]:
    """The table's rows in batches, columns in the order of the schema."""
    for rows in row_groups(table_files(folder, schema.name), [column.name for column in schema.columns]):
        yield from rows.to_batches(max_chunksize=_BATCH_ROWS)


def rows(folder: Path, schema: TableSchema) -> Iterator[tuple[Value, ...]]:
    """The table's rows, one value a column."""
    for batch in batches(folder, schema):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def as_text(value: list[str] | list[float]) -> str:
    """A list as JSON, Vietnamese letters as they are."""
    return json.dumps(value, ensure_ascii=False)
