"""The data dictionary: every table, column, value and diagnostic code in words, as one Markdown page.

Input: `schemas/` and `lexicon/diagnostics.yaml`; output: the text of `docs/data-dictionary.md`. A test holds the file to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.lexicon import lexicon_yaml

_HEAD = """# Data dictionary

Made from `schemas/` and `pipeline/lexicon/diagnostics.yaml` by `vnplans dictionary`; edit those, not this page.

A value that is absent is null. Types: `offset` counts Unicode code points of `texts.text` from 0, an end stands behind the last
character; `list` is a list of texts, `numbers` a list of numbers; `date` is a day without a time of day.
"""


def data_dictionary() -> str:
    """The dictionary in Markdown."""
    schemas = table_schemas().values()
    contents = [f"- [`{schema.name}`](#{schema.name}) ({schema.label}): {_lower_first(schema.meaning)}" for schema in schemas]
    parts = [_HEAD, "\n".join(contents) + "\n", *(_table(schema) for schema in schemas), _diagnostics()]
    return "\n".join(parts)


def _table(schema: TableSchema) -> str:
    key = ", ".join(f"`{name}`" for name in schema.key)
    lines = [
        f"## {schema.name}",
        "",
        f"**{schema.title}** ({schema.label}). {schema.meaning} {f'Key: {key}.' if key else 'Without a key.'}",
        "",
        "Before you use it:",
        "",
        *(f"- {warning}" for warning in schema.warnings),
        "",
        *_rows(("column", "type", "Vietnamese label", "meaning"), map(_column, schema.columns)),
    ]
    for column in schema.columns:
        if column.vocabulary:
            lines += ["", f"Values of `{column.name}`:", ""]
            values = ((f"`{value}`" if value else "(empty)", meaning) for value, meaning in column.vocabulary.items())
            lines += _rows(("value", "meaning"), values)
    return "\n".join(lines) + "\n"


def _column(column: ColumnSchema) -> tuple[str, ...]:
    kind = column.type + ("" if column.required else ", may be null")
    notes = [column.meaning]
    if column.references:
        table, key = column.references
        notes.append(f"Found in [`{table}.{key}`](#{table}).")
    if column.unit and column.type != "offset":
        notes.append(f"Unit: {column.unit}.")
    return f"`{column.name}`", kind, column.label, " ".join(notes)


def _diagnostics() -> str:
    codes = lexicon_yaml("diagnostics").items()
    rows = ((f"`{code}`", entry["stage"], entry["severity"], entry["meaning"]) for code, entry in codes)
    return "\n".join(["## Codes of diagnostics", "", *_rows(("code", "stage", "severity", "meaning"), rows)]) + "\n"


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table of Markdown; a bar in a cell would end it."""
    yield _row(head)
    yield _row(tuple("---" for _ in head))
    yield from map(_row, rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
