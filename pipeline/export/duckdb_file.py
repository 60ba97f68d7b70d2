"""A DuckDB database: the dataset's tables with their types, keys and meanings (`COMMENT ON`).

Lists stay lists, days days. Foreign keys are left out: DuckDB checks them row by row and refuses tables that point to
themselves (a section's parent); they hold all the same, because a dataset is checked before it is written. Needs the package
duckdb. Input: a dataset; output: one file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dataset.described import explained
from pipeline.dataset.files import table_files
from pipeline.dataset.schema import ColumnType, TableSchema, table_schemas
from pipeline.export.faults import ExportError

if TYPE_CHECKING:
    import duckdb

_TYPES: Mapping[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "INTEGER",
    "offset": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "list": "VARCHAR[]",
    "numbers": "DOUBLE[]",
}

# Without it a folder named `doc_id=1` would give its name to every row.
_AS_THEY_ARE = "hive_partitioning = false"


def write_duckdb(folder: Path, target: Path) -> None:
    """Write the dataset in `folder` into the new database `target`."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise ExportError("the package duckdb is missing; install vnplans[export]") from error
    with duckdb.connect(str(target)) as database:
        for schema in table_schemas().values():
            database.execute(_definition(schema))
            columns = ", ".join(_quoted(column.name) for column in schema.columns)
            files = ", ".join(_literal(str(path)) for path in table_files(folder, schema.name))
            database.execute(
                f"INSERT INTO {_quoted(schema.name)} SELECT {columns} FROM read_parquet([{files}], {_AS_THEY_ARE})"
            )
            _comment(database, schema)
        database.execute("CHECKPOINT")


def _definition(schema: TableSchema) -> str:
    lines = [f"{_quoted(c.name)} {_TYPES[c.type]}{' NOT NULL' if c.required else ''}" for c in schema.columns]
    if schema.key:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, schema.key))})")
    return f"CREATE TABLE {_quoted(schema.name)} ({', '.join(lines)})"


def _comment(database: duckdb.DuckDBPyConnection, schema: TableSchema) -> None:
    meaning = " ".join([schema.meaning, *schema.warnings])
    database.execute(f"COMMENT ON TABLE {_quoted(schema.name)} IS {_literal(meaning)}")
    for column in schema.columns:
        name = f"{_quoted(schema.name)}.{_quoted(column.name)}"
        database.execute(f"COMMENT ON COLUMN {name} IS {_literal(f'{column.label}. {explained(column)}')}")


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
