"""How a dataset lies in its folder: the one module that knows it.

A table is one Parquet file, `tasks.parquet`. A large dataset is written in parts of many documents each: then `tasks.parquet`
is a folder of `part-00000.parquet`, `part-00001.parquet` and so on, in the order of the dataset. All tables have as many parts,
and a document's rows lie in the same part of each; only `agencies`, which belong to no document, are always one file. pandas,
pyarrow, polars and DuckDB read both. Input: a dataset folder and a table; output: its files or rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.faults import DatasetError

# The table that is never parted.
SHARED = "agencies"

_SUFFIX = ".parquet"
_PART = re.compile(r"part-\d{5,}\.parquet")


def table_path(folder: Path, name: str) -> Path:
    """The file or folder that holds the table `name` in a dataset folder."""
    return folder / f"{name}{_SUFFIX}"


def part_name(number: int) -> str:
    """The name of a part in its table's folder; parts count from 0."""
    return f"part-{number:05d}{_SUFFIX}"


def table_files(folder: Path, name: str) -> tuple[Path, ...]:
    """The files of a table in order. Raises DatasetError when the table or a part of it is missing."""
    path = table_path(folder, name)
    if not path.is_dir():
        if not path.is_file():
            raise DatasetError("the table is missing", table=name)
        return (path,)
    found = {file.name for file in _visible(path)}
    parts = [part_name(number) for number in range(max(len(found), 1))]
    if found != set(parts):
        example = min(found.symmetric_difference(parts))
        raise DatasetError("the files in its folder are not parts without a gap", table=name, example=example)
    return tuple(path / part for part in parts)


def strangers(folder: Path) -> Iterator[str]:
    """What lies in a dataset folder beside its tables, by its path there; hidden files aside."""
    for path in _visible(folder):
        if path.suffix != _SUFFIX:
            yield path.name
        elif path.is_dir():
            yield from (f"{path.name}/{file.name}" for file in _visible(path) if not _PART.fullmatch(file.name))


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def read_table(folder: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a table. Raises DatasetError."""
    return join_parts(name, [_read(file, columns) for file in table_files(folder, name)])


def join_parts(name: str, parts: Sequence[pa.Table]) -> pa.Table:
    """The rows of a table's parts as one. Raises DatasetError when a part has other columns than the first."""
    for part in parts:
        if not part.schema.equals(parts[0].schema):
            raise DatasetError("a part has other columns than the first", table=name, example=part.schema.names)
    return pa.concat_tables(parts)


def row_groups(files: Iterable[Path], columns: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of files, row group by row group, so that memory does not grow with their size."""
    for path in files:
        with pq.ParquetFile(path, memory_map=True) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, columns=list(columns), use_threads=False)


def _read(path: Path, columns: Sequence[str] | None) -> pa.Table:
    with pq.ParquetFile(path, memory_map=True) as file:
        return file.read(columns=None if columns is None else list(columns))
