"""The definition of the dataset, read from `schemas/*.yaml`: each table and column once.

Everything else that must agree on a table is made from here: the Parquet schema, the checks, `datapackage.json` and the
types of the loaded frames. Input: the YAML files; output: `TableSchema` objects in the order of `TABLE_NAMES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Literal

import pyarrow as pa
import yaml

ColumnType = Literal["string", "integer", "offset", "number", "boolean", "date", "list", "numbers"]

# A table comes behind the tables that its rows point to, as far as rows of one document are concerned.
TABLE_NAMES = (
    "documents",
    "texts",
    "sections",
    "tables",
    "cells",
    "tasks",
    "task_agencies",
    "agencies",
    "deadlines",
    "targets",
    "target_agencies",
    "references",
    "diagnostics",
)

_ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int32(),
    "offset": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
    "numbers": pa.list_(pa.float64()),
}
_VOCABULARY_TYPE = pa.dictionary(pa.int8(), pa.string())
_COLUMN_TYPES: Mapping[str, ColumnType] = {name: name for name in _ARROW_TYPES}


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """A column: its type, whether it may be null, what it points to, its closed list of values, and what it means.

    `vocabulary` maps each allowed value to its meaning and is empty for an open column. `references` is the table and the
    column that each value must be found in.
    """

    name: str
    type: ColumnType
    required: bool
    label: str
    meaning: str
    references: tuple[str, str] | None
    vocabulary: Mapping[str, str]
    unit: str | None

    @property
    def arrow_type(self) -> pa.DataType:
        """The column's type in Parquet: a closed vocabulary is dictionary-encoded."""
        return _VOCABULARY_TYPE if self.vocabulary else _ARROW_TYPES[self.type]


@dataclass(frozen=True)
class TableSchema:
    """A table: its columns in order, and the columns that together name a row (`key`, may be empty).

    `warnings` tell a user what the table does not cover and which errors are typical.
    """

    name: str
    title: str
    label: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[ColumnSchema, ...]
    warnings: tuple[str, ...]

    @cached_property
    def arrow(self) -> pa.Schema:
        """The table's Parquet schema."""
        return pa.schema([pa.field(column.name, column.arrow_type, not column.required) for column in self.columns])

    @property
    def foreign_keys(self) -> tuple[tuple[ColumnSchema, str, str], ...]:
        """The columns that point elsewhere, each with the table and the column that it points to."""
        return tuple((column, *column.references) for column in self.columns if column.references)


def schema_folder() -> Path:
    """Where the definitions stand: inside an installed package, beside the package in a checkout."""
    package = Path(str(resources.files("pipeline")))
    installed = package / "schemas"
    return installed if installed.is_dir() else package.parent / "schemas"


@cache
def table_schemas() -> Mapping[str, TableSchema]:
    """Every table of the dataset by name, in the order of `TABLE_NAMES`. Raises ValueError for a broken definition."""
    folder = schema_folder()
    return {name: _table(name, _read(folder / f"{name}.yaml")) for name in TABLE_NAMES}


def _read(path: Path) -> Mapping[str, object]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entry = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(entry, dict):
        raise ValueError(f"{path.name}: not a mapping")
    return entry


def _table(name: str, entry: Mapping[str, object]) -> TableSchema:
    columns, key, warnings = entry["columns"], entry["key"], entry["warnings"]
    if entry["name"] != name or not isinstance(columns, dict) or not isinstance(key, list) or not isinstance(warnings, list):
        raise ValueError(f"schemas/{name}.yaml: needs name {name!r}, lists as key and warnings, and columns by name")
    if unknown := set(key) - set(columns):
        raise ValueError(f"schemas/{name}.yaml: the key names unknown columns {sorted(unknown)}")
    return TableSchema(
        name=name,
        title=str(entry["title"]),
        label=str(entry["label"]),
        meaning=str(entry["meaning"]),
        key=tuple(key),
        columns=tuple(_column(name, column, attributes) for column, attributes in columns.items()),
        warnings=tuple(map(str, warnings)),
    )


def _column(table: str, name: str, attributes: Mapping[str, object]) -> ColumnSchema:
    where = f"schemas/{table}.yaml: {name}"
    if unknown := set(attributes) - {"type", "required", "label", "meaning", "references", "vocabulary", "unit"}:
        raise ValueError(f"{where}: unknown attributes {sorted(unknown)}")
    type_, vocabulary, references = str(attributes["type"]), attributes.get("vocabulary", {}), attributes.get("references")
    if type_ not in _COLUMN_TYPES or not isinstance(vocabulary, dict):
        raise ValueError(f"{where}: type {type_!r} is none of {sorted(_COLUMN_TYPES)}, or the vocabulary is no mapping")
    target: tuple[str, str] | None = None
    if references is not None:
        other, _, key = str(references).partition(".")
        target = (other, key)
    return ColumnSchema(
        name=name,
        type=_COLUMN_TYPES[type_],
        required=bool(attributes.get("required", False)),
        label=str(attributes["label"]),
        meaning=str(attributes["meaning"]),
        references=target,
        vocabulary={str(value): str(meaning) for value, meaning in vocabulary.items()},
        unit="characters" if type_ == "offset" else (str(attributes["unit"]) if "unit" in attributes else None),
    )
