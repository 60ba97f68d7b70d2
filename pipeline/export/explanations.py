"""The words of `schemas/` as rows, for forms that carry their explanation as a table of its own."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.dataset.described import explained
from pipeline.dataset.schema import table_schemas

EXPLAINED = ("table", "column", "type", "required", "label", "meaning", "points_to", "unit")


def explanations() -> Iterator[tuple[str | None, ...]]:
    """A row for each column of each table, in the order of `EXPLAINED`."""
    for schema in table_schemas().values():
        for column in schema.columns:
            points_to = ".".join(column.references) if column.references else None
            required = "yes" if column.required else "no"
            yield (schema.name, column.name, column.type, required, column.label, explained(column), points_to, column.unit)
