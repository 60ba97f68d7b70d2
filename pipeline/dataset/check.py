"""The dataset's promises, checked twice: each document's rows before they are written, the whole folder before the swap.

`check_document` sees one document's columns and its text, so it checks what needs the text: offsets and grounding. What it
lets through can only be wrong between documents; `check_folder` checks keys, foreign keys and schemas over all of them.
Both raise DatasetError with the table, the column and an example.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.dataset.columns import TableRows, Value
from pipeline.dataset.faults import DatasetError
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.model import Agency
from pipeline.orthography import fold_space

# Columns whose value is the text between the row's offsets, white space folded.
GROUNDED = {
    "task_agencies": "mention",
    "target_agencies": "mention",
    "deadlines": "text",
    "targets": "text",
    "references": "text",
}


def table_path(folder: Path, table: str) -> Path:
    """The file that holds `table` in a dataset folder."""
    return folder / f"{table}.parquet"


def check_document(tables: Mapping[str, TableRows], text: str, agencies: Collection[Agency]) -> None:
    """Check one document's rows. `agencies` are those that its rows may point to."""
    known: dict[str, set[Value]] = {"agencies": {agency.agency_id for agency in agencies}}
    for name, table in tables.items():
        known[name] = set(table.values[table.schema.key[0]]) if len(table.schema.key) == 1 else set()
    for agency in agencies:
        if agency.successor_id and agency.successor_id not in known["agencies"]:
            _fail("not in agencies", "agencies", "successor_id", agency.successor_id)
    for table in tables.values():
        _check_values(table)
        _check_key(table)
        for column, other, _ in table.schema.foreign_keys:
            for value in set(table.values[column.name]) - known[other] - {None}:
                _fail(f"not in {other}", table.schema.name, column.name, value)
        if "char_start" in table.values:
            _check_offsets(table, text)


def _check_values(table: TableRows) -> None:
    for column in table.schema.columns:
        values = table.values[column.name]
        if column.required and None in values:
            _fail("a value is missing", table.schema.name, column.name, _first_key(table, values.index(None)))
        if column.vocabulary:
            for value in set(values) - column.vocabulary.keys() - {None}:
                _fail(f"not in the vocabulary {list(column.vocabulary)}", table.schema.name, column.name, value)
        elif column.type == "string" and "" in values:
            _fail("an empty text that should be null", table.schema.name, column.name, _first_key(table, values.index("")))
        elif column.type == "number":
            for value in values:
                if isinstance(value, float) and not math.isfinite(value):
                    _fail("no finite number", table.schema.name, column.name, value)
        if column.name == "confidence":
            for value in values:
                if value is not None and (not isinstance(value, (int, float)) or not 0 <= value <= 1):
                    _fail("not between 0 and 1", table.schema.name, column.name, value)


def _check_key(table: TableRows) -> None:
    key = table.schema.key
    if key:
        rows = Counter(zip(*(table.values[column] for column in key), strict=True))
        if len(rows) < len(table):
            _fail("two rows have the same key", table.schema.name, ", ".join(key), rows.most_common(1)[0][0])


def _check_offsets(table: TableRows, text: str) -> None:
    name, grounded = table.schema.name, GROUNDED.get(table.schema.name)
    words = table.values[grounded] if grounded else [None] * len(table)
    for word, start, end in zip(words, table.values["char_start"], table.values["char_end"], strict=True):
        if start is None and end is None and word is None:
            continue
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(text):
            _fail(f"not in the text of {len(text)} characters", name, "char_start, char_end", (start, end))
        elif word is not None and fold_space(text[start:end]) != word:
            _fail(f"not the words of the text, which are {text[start:end][:60]!r}", name, str(grounded), word)


def _first_key(table: TableRows, row: int) -> str:
    return ", ".join(str(table.values[column][row]) for column in table.schema.key or ("source_file",))


def _fail(message: str, table: str, column: str, example: object) -> None:
    raise DatasetError(message, table=table, column=column, example=example)


def check_folder(folder: Path) -> None:
    """Check the files of a dataset: schemas, values that must not be missing, vocabularies, keys and foreign keys."""
    keys: dict[str, pa.ChunkedArray] = {}
    for schema in table_schemas().values():
        path = table_path(folder, schema.name)
        if not path.is_file():
            raise DatasetError("the table is missing", table=schema.name)
        _check_schema(schema, pq.read_schema(path))
        keys[schema.name] = _check_keys(path, schema)
    for schema in table_schemas().values():
        for column, other, _ in schema.foreign_keys:
            values = pc.unique(_read(table_path(folder, schema.name), [column.name])[column.name]).drop_null()
            strangers = values.filter(pc.invert(pc.is_in(values, value_set=keys[other].combine_chunks())))
            if len(strangers):
                _fail(f"{len(strangers)} values are not in {other}", schema.name, column.name, strangers[0].as_py())


def _read(path: Path, columns: Sequence[str]) -> pa.Table:
    return pq.read_table(path, columns=list(columns), memory_map=True, use_threads=False)


def _check_schema(schema: TableSchema, found: pa.Schema) -> None:
    if found.names != schema.arrow.names:
        raise DatasetError("the columns are not those of the schema", table=schema.name, example=found.names)
    for column in schema.columns:
        if not _same_type(found.field(column.name).type, column.arrow_type):
            _fail(f"the type should be {column.arrow_type}", schema.name, column.name, found.field(column.name).type)


def _same_type(found: pa.DataType, expected: pa.DataType) -> bool:
    if pa.types.is_dictionary(expected):
        return bool(pa.types.is_dictionary(found) and found.value_type == expected.value_type)
    return bool(found.equals(expected))


def _check_keys(path: Path, schema: TableSchema) -> pa.ChunkedArray:
    """Check what a table's own columns promise. Returns the values of its key, where that is one column."""
    narrow = [column.name for column in schema.columns if column.required or column.vocabulary]
    keys: list[pa.Array] = []
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group, columns=narrow, use_threads=False)
            for column in schema.columns:
                _check_column(schema.name, column, rows)
            if len(schema.key) == 1:
                keys += rows[schema.key[0]].chunks
            elif schema.key:
                # A key of several columns begins with a record's id, and a document's rows lie in one row group.
                _fail_for_doubles(schema, rows.group_by(list(schema.key), use_threads=False).aggregate([([], "count_all")]))
    values = pa.chunked_array(keys, pa.string())
    if len(pc.unique(values)) < len(values):
        counts = values.value_counts()
        doubles = pa.table({schema.key[0]: counts.field("values"), "count_all": counts.field("counts")})
        _fail_for_doubles(schema, doubles)
    return values


def _fail_for_doubles(schema: TableSchema, counted: pa.Table) -> None:
    doubles = counted.filter(pc.field("count_all") > 1).slice(0, 1).to_pylist()
    if doubles:
        example = ", ".join(str(doubles[0][column]) for column in schema.key)
        _fail("two rows have the same key", schema.name, ", ".join(schema.key), example)


def _check_column(table: str, column: ColumnSchema, batch: pa.Table) -> None:
    if not (column.required or column.vocabulary):
        return
    values = batch[column.name]
    if column.required and values.null_count:
        _fail(f"{values.null_count} values are missing", table, column.name, None)
    if column.vocabulary:
        for value in pc.unique(values.cast(pa.string())).to_pylist():
            if value is not None and value not in column.vocabulary:
                _fail(f"not in the vocabulary {list(column.vocabulary)}", table, column.name, value)
