"""The dataset's description of itself: `datapackage.json`, a Frictionless Data Package (v1) made from `schemas/`."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline import __version__
from pipeline.dataset.check import table_path
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.dataset.swap import DESCRIPTION, PACKAGE_NAME

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

Json = str | int | bool | list["Json"] | dict[str, "Json"]


def write_description(folder: Path, rows: Mapping[str, int]) -> None:
    """Write `datapackage.json` for the tables in `folder`, which have `rows[table]` rows, and settle all files on the disk."""
    package: dict[str, Json] = {
        "profile": "data-package",
        "name": PACKAGE_NAME,
        "title": "Plans of Vietnamese provinces",
        "description": "Tasks, targets, times, agencies and cited documents, read from plans as portals publish them.",
        "version": __version__,
        "keywords": ["Vietnam", "kế hoạch", "provincial plans", "public administration"],
        "resources": [_resource(table_path(folder, name), schema, rows[name]) for name, schema in table_schemas().items()],
    }
    path = folder / DESCRIPTION
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(package, ensure_ascii=False, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _resource(path: Path, schema: TableSchema, rows: int) -> Json:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return {
        "profile": "data-resource",
        "name": schema.name,
        "path": path.name,
        "title": schema.title,
        "description": schema.meaning,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": rows,
        "schema": _table_schema(schema),
    }


def _table_schema(schema: TableSchema) -> Json:
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
        "description": _description(column),
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


def _description(column: ColumnSchema) -> str:
    """The column's meaning, and that of each value of a closed vocabulary."""
    values = "; ".join(f"`{value}`: {meaning}" for value, meaning in column.vocabulary.items())
    return f"{column.meaning} {values[:1].upper()}{values[1:]}." if values else column.meaning
