"""The dataset's description of itself, made from `schemas/`.

`datapackage.json` is a Frictionless Data Package (v1); `croissant.json` says the same in Croissant (1.0), which data catalogues
and machine learning tools read. Input: the folder of the tables and their numbers of rows; output: the two files. Of a table in
parts the package lists all files in `path`, as the specification allows, and says in `parts` what each should be.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from pipeline import __version__
from pipeline.dataset.croissant import croissant
from pipeline.dataset.described import (
    KEYWORDS,
    PACKAGE_NAME,
    SUMMARY,
    TITLE,
    DescribedFile,
    DescribedTable,
    Json,
    explained,
    read_package,
)
from pipeline.dataset.faults import DatasetError
from pipeline.dataset.files import table_files, table_path
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.dataset.swap import CROISSANT, DESCRIPTION

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


def write_description(folder: Path, rows: Mapping[str, int], place: str = "") -> None:
    """Describe the tables in `folder`, which have `rows[table]` rows, and settle all files on the disk.

    The description names the files as they are found from where it is published: `place` is put before their paths.
    """
    tables = [_table(folder, schema, rows[name], place) for name, schema in table_schemas().items()]
    _write(folder / CROISSANT, croissant(tables))
    _write(folder / DESCRIPTION, _package(tables))


def is_intact(folder: Path) -> bool:
    """Whether `folder` is a described dataset whose every file has the size and the hash that its description says."""
    try:
        found = read_package((folder / DESCRIPTION).read_bytes())
    except (FileNotFoundError, NotADirectoryError, DatasetError):
        return False
    if found is None or found.keys() != table_schemas().keys() or not (folder / CROISSANT).is_file():
        return False
    files = [(folder / file.path, file) for table in found.values() for file in table]
    # Sizes first: they cost nothing, and a run that was cut short shows there.
    return all(path.is_file() and path.stat().st_size == file.size for path, file in files) and all(
        _sha256(path) == file.sha256 for path, file in files
    )


def _table(folder: Path, schema: TableSchema, rows: int, place: str) -> DescribedTable:
    path, files = table_path(folder, schema.name), table_files(folder, schema.name)
    in_parts = files != (path,)
    described = tuple(_file(folder, file, pq.read_metadata(file).num_rows if in_parts else rows, place) for file in files)
    if in_parts:
        _settle(path)
    return DescribedTable(schema, place + path.name, described, rows)


def _file(folder: Path, path: Path, rows: int, place: str) -> DescribedFile:
    _settle(path)
    return DescribedFile(place + path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path), rows)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, described: Json) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(described, ensure_ascii=False, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _package(tables: Sequence[DescribedTable]) -> Json:
    return {
        "profile": "data-package",
        "name": PACKAGE_NAME,
        "title": TITLE,
        "description": SUMMARY,
        "version": __version__,
        "keywords": list(KEYWORDS),
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: DescribedTable) -> Json:
    paths: Json = [file.path for file in table.files]
    return {
        "profile": "data-resource",
        "name": table.schema.name,
        "path": paths if table.in_parts else table.path,
        "title": table.schema.title,
        "description": table.schema.meaning,
        "warnings": list(table.schema.warnings),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_contents(table),
        "schema": table_schema(table.schema),
    }


def _contents(table: DescribedTable) -> dict[str, Json]:
    parts: list[dict[str, Json]] = [
        {"path": file.path, "bytes": file.size, "hash": f"sha256:{file.sha256}", "rows": file.rows} for file in table.files
    ]
    if not table.in_parts:
        return {key: value for key, value in parts[0].items() if key != "path"}
    return {"bytes": sum(file.size for file in table.files), "rows": table.rows, "parts": [*parts]}


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
