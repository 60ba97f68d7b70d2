"""The dataset's description of itself, made from `schemas/`.

`datapackage.json` is a Frictionless Data Package (v1); `croissant.json` says the same in Croissant (1.0), which data catalogues
and machine learning tools read. Input: the folder of the tables and their numbers of rows; output: the two files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.dataset.check import table_path
from pipeline.dataset.croissant import croissant
from pipeline.dataset.described import KEYWORDS, SUMMARY, TITLE, Json, TableInFile, explained
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.dataset.swap import CROISSANT, DESCRIPTION, PACKAGE_NAME

_FIELD_TYPES = {
    "string": "string",
    "integer": "integer",
    "offset": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "list": "array",
    "numbers": "array",
}


def write_description(folder: Path, rows: Mapping[str, int]) -> None:
    """Describe the tables in `folder`, which have `rows[table]` rows, and settle all files on the disk."""
    files = [_file(table_path(folder, name), schema, rows[name]) for name, schema in table_schemas().items()]
    _write(folder / CROISSANT, croissant(files))
    _write(folder / DESCRIPTION, _package(files))


def _file(path: Path, schema: TableSchema, rows: int) -> TableInFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return TableInFile(schema, path.name, path.stat().st_size, digest, rows)


def _write(path: Path, described: Json) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(described, ensure_ascii=False, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _package(files: Sequence[TableInFile]) -> Json:
    return {
        "profile": "data-package",
        "name": PACKAGE_NAME,
        "title": TITLE,
        "description": SUMMARY,
        "version": __version__,
        "keywords": list(KEYWORDS),
        "resources": [_resource(file) for file in files],
    }


def _resource(file: TableInFile) -> Json:
    return {
        "profile": "data-resource",
        "name": file.schema.name,
        "path": file.path,
        "title": file.schema.title,
        "description": file.schema.meaning,
        "warnings": list(file.schema.warnings),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": table_schema(file.schema),
    }


def table_schema(schema: TableSchema) -> dict[str, Json]:
    """The table as a Frictionless Table Schema."""
    # Parquet has nulls of its own; without the empty list the empty comparator of a stated level would read as missing.
    described: dict[str, Json] = {"fields": [_field(schema, column) for column in schema.columns], "missingValues": []}
    if schema.key:
        described["primaryKey"] = list(schema.key)
    foreign_keys: list[Json] = [
        # A table names itself by the empty string in Table Schema.
        {"fields": column.name, "reference": {"resource": "" if table == schema.name else table, "fields": key}}
        for column, table, key in schema.foreign_keys
    ]
    if foreign_keys:
        described["foreignKeys"] = foreign_keys
    return described


def _field(schema: TableSchema, column: ColumnSchema) -> Json:
    field: dict[str, Json] = {
        "name": column.name,
        "type": _FIELD_TYPES[column.type],
        "title": column.label,
        "description": explained(column),
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Json] = {}
    if column.required:
        constraints["required"] = True
    if schema.key == (column.name,):
        constraints["unique"] = True
    if column.vocabulary:
        constraints["enum"] = list(column.vocabulary)
    if constraints:
        field["constraints"] = constraints
    return field
