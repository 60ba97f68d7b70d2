"""A CSV file a table (RFC 4180, UTF-8), with `datapackage.json`, which tells programs the types.

A null is an empty field, an empty text `""` in quotes; lists are JSON. Values are not changed, so a spreadsheet program may
take one that begins with `=` or `-` for a formula: the Excel workbook is for those. Input: a dataset; output: a folder.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pipeline import __version__
from pipeline.dataset.describe import table_schema
from pipeline.dataset.described import KEYWORDS, SUMMARY, TITLE, Json
from pipeline.dataset.schema import TableSchema, table_schemas
from pipeline.dataset.swap import DESCRIPTION
from pipeline.export.values import Value, as_text, rows

_PACKAGE_NAME = "vnplans-csv"


def write_csv(folder: Path, target: Path) -> None:
    """Write the dataset in `folder` as CSV files into the new folder `target`."""
    target.mkdir()
    for schema in table_schemas().values():
        with (target / f"{schema.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([column.name for column in schema.columns])
            _write_rows(file, rows(folder, schema))
    described = json.dumps(_package(), ensure_ascii=False, indent=2)
    (target / DESCRIPTION).write_text(described + "\n", encoding="utf-8")


def is_csv_export(folder: Path) -> bool:
    """Whether `folder` holds what `write_csv` writes and nothing else."""
    try:
        package = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    known = {DESCRIPTION, *(f"{name}.csv" for name in table_schemas())}
    return package.get("name") == _PACKAGE_NAME and all(path.name in known for path in folder.iterdir())


def _write_rows(file: TextIO, table: Iterable[tuple[Value, ...]]) -> None:
    for row in table:
        file.write(",".join(map(_field, row)) + "\r\n")


def _field(value: Value) -> str:
    """One field; every text is quoted, so that an empty one is told from a null."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return _quoted(as_text(value))
        case str():
            return _quoted(value)
        case _:
            return str(value)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _package() -> Json:
    resources: list[Json] = [_resource(schema) for schema in table_schemas().values()]
    return {
        "profile": "tabular-data-package",
        "name": _PACKAGE_NAME,
        "title": TITLE,
        "description": SUMMARY,
        "version": __version__,
        "keywords": list(KEYWORDS),
        "resources": resources,
    }


def _resource(schema: TableSchema) -> Json:
    described = table_schema(schema)
    described["missingValues"] = [""]
    for field in _fields(described):
        # Readers of CSV do not tell an empty text from a null, so they cannot be told that this one is never null.
        constraints = field.get("constraints")
        if isinstance(constraints, dict) and "" in _members(constraints.get("enum")):
            constraints.pop("required", None)
    return {
        "profile": "tabular-data-resource",
        "name": schema.name,
        "path": f"{schema.name}.csv",
        "title": schema.title,
        "description": schema.meaning,
        "warnings": list(schema.warnings),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": described,
    }


def _fields(described: dict[str, Json]) -> list[dict[str, Json]]:
    return [field for field in _members(described["fields"]) if isinstance(field, dict)]


def _members(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
