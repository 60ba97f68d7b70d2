"""Which files below a folder are pages to read.

Input: a folder, or one file; output: the inputs in the order that the dataset has. Hidden files are passed over. Files that
stand beside pages but are none (lists of sources, notes, what a browser saves with a page) are inputs marked as skipped, so
that the dataset says what became of them. Any other file is offered to the readers, which name those they cannot read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections import Correction

_METADATA_SUFFIXES = frozenset(
    {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".ini", ".log", ".parquet"}
)
_WEB_SUFFIXES = frozenset({".css", ".js", ".svg", ".ico", ".gif", ".woff", ".woff2", ".ttf", ".eot", ".map"})
_SKIPPED_SUFFIXES = _METADATA_SUFFIXES | _WEB_SUFFIXES
_NOTES = frozenset({"readme", "readme.md", "readme.rst", "license", "license.md", "changelog.md", "makefile"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file below the raw folder. `source_file` is its path there, with forward slashes; `skipped` when it is no page.

    `corrections` are what people say of this page, to be applied to what is read of it.
    """

    path: Path
    source_file: str
    skipped: bool = False
    corrections: tuple[Correction, ...] = ()


def find_inputs(raw: Path, out: Path) -> tuple[InputFile, ...]:
    """The inputs below `raw`, by `source_file`; what stands below `out` is none. `raw` may be one file.

    Raises FileNotFoundError when there is no such folder or file.
    """
    if not raw.exists():
        raise FileNotFoundError(f"{raw}: no such folder or file")
    if raw.is_file():
        return (InputFile(raw, _printable(raw.name)),)
    written = out.resolve()
    found = (
        InputFile(path, _printable(path.relative_to(raw).as_posix()), _is_skipped(path))
        for path in _files(raw)
        if written not in path.resolve().parents
    )
    return tuple(sorted(found, key=lambda file: file.source_file))


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _is_skipped(path: Path) -> bool:
    return path.suffix.lower() in _SKIPPED_SUFFIXES or path.name.lower() in _NOTES


def _printable(name: str) -> str:
    """`name` as valid Unicode: bytes of a file name that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
