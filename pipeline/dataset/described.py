"""What every description of a dataset says: its name, its files, and a column's meaning in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pipeline.dataset.schema import ColumnSchema, TableSchema

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None

TITLE = "Plans of Vietnamese provinces"
SUMMARY = "Tasks, targets, times, agencies and cited documents, read from plans as portals publish them."
KEYWORDS = ("Vietnam", "kế hoạch", "provincial plans", "public administration")


@dataclass(frozen=True, slots=True)
class TableInFile:
    """A table of the dataset and the file that holds it."""

    schema: TableSchema
    path: str
    size: int
    sha256: str
    rows: int


def explained(column: ColumnSchema) -> str:
    """The column's meaning, and that of each value of a closed vocabulary."""
    values = "; ".join(f"`{value}`: {meaning}" for value, meaning in column.vocabulary.items())
    return f"{column.meaning} {values[:1].upper()}{values[1:]}." if values else column.meaning
