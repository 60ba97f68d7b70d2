"""A SQLite database: a table for each table of the dataset, with its keys, and an index for each way to join.

Days are texts (`2025-12-31`), lists JSON (`json_each` opens them), true and false 1 and 0. The table `columns` explains every
column. Datasette shows it as it is: `datasette vnplans.sqlite`. Input: a dataset; output: one file.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from pipeline.dataset.schema import ColumnSchema, ColumnType, TableSchema, table_schemas
from pipeline.export.explanations import EXPLAINED, explanations
from pipeline.export.faults import ExportError
from pipeline.export.values import Value, as_text, rows

_TYPES: Mapping[ColumnType, str] = {
    "string": "TEXT",
    "integer": "INTEGER",
    "offset": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
    "list": "TEXT",
    "numbers": "TEXT",
}


def write_sqlite(folder: Path, target: Path) -> None:
    """Write the dataset in `folder` into the new database `target`."""
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("BEGIN")
        for schema in table_schemas().values():
            database.execute(_definition(schema))
            places = ", ".join("?" for _ in schema.columns)
            database.executemany(f"INSERT INTO {quoted(schema.name)} VALUES ({places})", _plain(rows(folder, schema)))
        _explain(database)
        for schema in table_schemas().values():
            for statement in _indexes(schema):
                database.execute(statement)
        database.execute("COMMIT")
        strangers = database.execute("PRAGMA foreign_key_check").fetchone()
        if strangers is not None:
            raise ExportError(f"a row of {strangers[0]} points to no row of {strangers[2]}; run `vnplans extract` again")
        database.execute("ANALYZE")


def _explain(database: sqlite3.Connection) -> None:
    names = ", ".join(f"{quoted(name)} TEXT" for name in EXPLAINED)
    database.execute(f'CREATE TABLE columns ({names}, PRIMARY KEY ("table", "column"))')
    database.executemany(f"INSERT INTO columns VALUES ({', '.join('?' for _ in EXPLAINED)})", explanations())


def quoted(name: str) -> str:
    """A name for SQL: some of the dataset's are words of SQL (`references`, `group`)."""
    return f'"{name}"'


def _definition(schema: TableSchema) -> str:
    lines = [_column(schema, column) for column in schema.columns]
    if len(schema.key) > 1:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, schema.key))})")
    columns = ",\n  ".join(lines)
    return f"CREATE TABLE {quoted(schema.name)} (\n  {columns}\n)"


def _column(schema: TableSchema, column: ColumnSchema) -> str:
    parts = [quoted(column.name), _TYPES[column.type]]
    if schema.key == (column.name,):
        parts.append("PRIMARY KEY")
    if column.required:
        parts.append("NOT NULL")
    if column.references:
        table, key = column.references
        parts.append(f"REFERENCES {quoted(table)} ({quoted(key)})")
    return " ".join(parts)


def _indexes(schema: TableSchema) -> Iterator[str]:
    """An index for each foreign key that no key begins with."""
    for column, _, _ in schema.foreign_keys:
        if schema.key[:1] != (column.name,):
            name = quoted(f"{schema.name}_by_{column.name}")
            yield f"CREATE INDEX {name} ON {quoted(schema.name)} ({quoted(column.name)})"


def _plain(table: Iterator[tuple[Value, ...]]) -> Iterator[tuple[str | int | float | None, ...]]:
    for row in table:
        yield tuple(map(_value, row))


def _value(value: Value) -> str | int | float | None:
    match value:
        case list():
            return as_text(value)
        case datetime.date():
            return value.isoformat()
        case _:
            return value
