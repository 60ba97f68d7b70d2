"""What every description of a dataset says: its name, its files, and a column's meaning in one sentence.

`datapackage.json` is read, too: it tells which files hold which table, wherever they lie, and what they should be.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeAlias

from pipeline.dataset.faults import DatasetError
from pipeline.dataset.schema import ColumnSchema, TableSchema

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None

PACKAGE_NAME = "vnplans"
TITLE = "Plans of Vietnamese provinces"
SUMMARY = "Tasks, targets, times, agencies and cited documents, read from plans as portals publish them."
KEYWORDS = ("Vietnam", "kế hoạch", "provincial plans", "public administration")

_HASH = "sha256:"


@dataclass(frozen=True, slots=True)
class DescribedFile:
    """A file of a table: its path from the folder of the description, with forward slashes, and what it should be."""

    path: str
    size: int
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class DescribedTable:
    """A table of the dataset, where it lies from the folder of the description, and its files: one, or several parts."""

    schema: TableSchema
    path: str
    files: tuple[DescribedFile, ...]
    rows: int

    @property
    def in_parts(self) -> bool:
        """Whether the table is a folder of files."""
        return [file.path for file in self.files] != [self.path]


def explained(column: ColumnSchema) -> str:
    """The column's meaning, and that of each value of a closed vocabulary."""
    values = "; ".join(f"`{value}`: {meaning}" for value, meaning in column.vocabulary.items())
    return f"{column.meaning} {values[:1].upper()}{values[1:]}." if values else column.meaning


def is_package(described: Json) -> bool:
    """Whether a data package is a dataset of this pipeline."""
    return isinstance(described, dict) and described.get("name") == PACKAGE_NAME


def read_package(content: bytes | str) -> dict[str, tuple[DescribedFile, ...]] | None:
    """The files of each table that a `datapackage.json` names; None when it describes no dataset of this pipeline.

    Raises DatasetError when it does, but leads to no files.
    """
    try:
        described: Json = json.loads(content)
    except ValueError:
        return None
    if not isinstance(described, dict) or not is_package(described):
        return None
    try:
        return {str(resource["name"]): _files(resource) for resource in _objects(described["resources"])}
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError("the description of the dataset is damaged; make it again with `vnplans extract`") from error


def _files(resource: dict[str, Json]) -> tuple[DescribedFile, ...]:
    return tuple(map(_file, _objects(resource["parts"]) if "parts" in resource else [resource]))


def _file(described: dict[str, Json]) -> DescribedFile:
    path, size, digest, rows = (described[key] for key in ("path", "bytes", "hash", "rows"))
    if not isinstance(path, str) or not isinstance(size, int) or not isinstance(digest, str) or not isinstance(rows, int):
        raise TypeError
    # A description that came over a network must not make readers open other files than those of the dataset.
    if ".." in PurePosixPath(path).parts or PurePosixPath(path).is_absolute() or "://" in path:
        raise ValueError
    return DescribedFile(path, size, digest.removeprefix(_HASH), rows)


def _objects(value: Json) -> list[dict[str, Json]]:
    if not isinstance(value, list):
        raise TypeError
    return [entry for entry in value if isinstance(entry, dict)]
