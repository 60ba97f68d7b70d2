"""The dataset's promises, checked twice: each document's rows before they are written, the whole folder before the swap.

`check_document` sees one document's columns and its text, so it checks what needs the text: offsets and grounding. What it
lets through can only be wrong between documents; `check_folder` checks keys, foreign keys and schemas over all of them, holding
the ids of one part at a time. Both raise DatasetError with the table, the column and an example.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.dataset.columns import TableRows, Value
from pipeline.dataset.faults import DatasetError
from pipeline.dataset.files import SHARED, part_name, row_groups, table_files, table_path
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.model import Agency
from pipeline.orthography import fold_space

__all__ = ["check_document", "check_folder", "table_path"]

# Columns whose value is the text between the row's offsets, white space folded.
GROUNDED = {
    "task_agencies": "mention",
    "target_agencies": "mention",
    "deadlines": "text",
    "targets": "text",
    "references": "text",
}


def check_document(tables: Mapping[str, TableRows], text: str, agencies: Collection[Agency]) -> None:
    """Check one document's rows. `agencies` are those that its rows may point to."""
    known: dict[str, set[Value]] = {"agencies": {agency.agency_id for agency in agencies}}
    for name, table in tables.items():
        known[name] = set(table.values[table.schema.key[0]]) if len(table.schema.key) == 1 else set()
    for agency in agencies:
        for name, ids in (
            ("successor_id", (agency.successor_id,)),
            ("current_id", (agency.current_id,)),
            ("part_successor_ids", agency.part_successor_ids),
        ):
            for strange in set(ids) - known["agencies"] - {None}:
                _fail("not in agencies", "agencies", name, strange)
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
        if column.name.endswith("confidence"):
            for value in values if column.required else set(values) - {None}:
                if not isinstance(value, (int, float)) or not 0 <= value <= 1:
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
    """Check the files of a dataset: schemas, values that must not be missing, vocabularies, keys and foreign keys.

    Parts are checked one by one: rows may point to rows of their own part, to agencies, and to documents that they cite. Ids
    begin with their document's, and a document lies in one part, so an id cannot be in two parts unless its document is.
    """
    parts, shared = _parts(folder)
    agencies = _check_part(shared, {}, "")
    documents: list[pa.Array] = []
    for number, files in enumerate(parts):
        within = f" of {part_name(number)}" if len(parts) > 1 else ""
        documents += _check_part(files, agencies, within)["documents"].chunks
        if len(parts) > 1:
            _check_ids(files)
    known = pa.chunked_array(documents, pa.string())
    _check_unique(table_schemas()["documents"], known)
    for files in parts:
        for name, path in files.items():
            for column in _citing(table_schemas()[name]):
                _check_foreign_key(path, name, column, known, "documents")


def _parts(folder: Path) -> tuple[list[dict[str, Path]], dict[str, Path]]:
    """The files of each part by table, and those of the tables that have no parts; all with the columns of their schemas."""
    files = {name: table_files(folder, name) for name in table_schemas()}
    count = len(files["documents"])
    for name, found in files.items():
        if len(found) != (1 if name == SHARED else count):
            example = f"{len(found)} beside {count} of documents"
            raise DatasetError("the number of parts is not that of the dataset", table=name, example=example)
        for path in found:
            _check_schema(table_schemas()[name], pq.read_schema(path))
    parts = [{name: found[number] for name, found in files.items() if name != SHARED} for number in range(count)]
    return parts, {SHARED: files[SHARED][0]}


def _check_part(files: Mapping[str, Path], known: Mapping[str, pa.ChunkedArray], within: str) -> dict[str, pa.ChunkedArray]:
    """Check the tables of a part. `known` are the keys of tables beside them; returns these and those of the part."""
    keys = dict(known)
    for name, path in files.items():
        keys[name] = _check_keys(path, table_schemas()[name])
    for name, path in files.items():
        schema = table_schemas()[name]
        for column, other, _ in schema.foreign_keys:
            if column not in _citing(schema):
                _check_foreign_key(path, name, column, keys[other], other + (within if other in files else ""))
    return keys


def _citing(schema: TableSchema) -> list[ColumnSchema]:
    """The columns that name a document other than the row's own, which may lie in any part."""
    return [column for column, other, key in schema.foreign_keys if other == "documents" and column.name != key]


def _check_foreign_key(path: Path, table: str, column: ColumnSchema, keys: pa.ChunkedArray, other: str) -> None:
    found = [pc.unique(rows[column.name]) for rows in row_groups([path], [column.name])]
    values = pc.unique(pa.chunked_array(found, pa.string())).drop_null()
    strangers = values.filter(pc.invert(pc.is_in(values, value_set=keys)))
    if len(strangers):
        _fail(f"{len(strangers)} values are not in {other}", table, column.name, strangers[0].as_py())


def _check_ids(files: Mapping[str, Path]) -> None:
    """Check that the ids of records begin with the id of their document."""
    for name, path in files.items():
        key = table_schemas()[name].key
        if len(key) == 1 and key != ("doc_id",):
            for rows in row_groups([path], [key[0], "doc_id"]):
                begins = pc.replace_substring_regex(rows[key[0]], "(?s)/.*", "")
                strangers = rows[key[0]].filter(pc.not_equal(begins, rows["doc_id"]))
                if len(strangers):
                    _fail("not an id of the row's document", name, key[0], strangers[0].as_py())


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
    for rows in row_groups([path], narrow):
        for column in schema.columns:
            _check_column(schema.name, column, rows)
        if len(schema.key) == 1:
            keys += rows[schema.key[0]].chunks
        elif schema.key:
            # A key of several columns begins with a record's id, and a document's rows lie in one row group.
            _fail_for_doubles(schema, rows.group_by(list(schema.key), use_threads=False).aggregate([([], "count_all")]))
    values = pa.chunked_array(keys, pa.string())
    _check_unique(schema, values)
    return values


def _check_unique(schema: TableSchema, values: pa.ChunkedArray) -> None:
    if len(pc.unique(values)) < len(values):
        counts = values.value_counts()
        doubles = pa.table({schema.key[0]: counts.field("values"), "count_all": counts.field("counts")})
        _fail_for_doubles(schema, doubles)


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
