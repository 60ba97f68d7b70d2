"""Readers of further formats, which other distributions bring: an archive's XML, the dump of a portal.

A distribution offers a `FileReader` by an entry point of the group `vnplans.readers`. Once it is installed every process finds
it, worker processes too, without a call; `docs/readers.md` shows one whole. Input: the entry points of this environment;
output: their readers, loaded once a process, in the order of their names, and what tells one state of them from another.

An installed reader that cannot be loaded ends each reading with `BrokenReaderError` until it is mended or uninstalled: left
out in silence, its files would be refused for a wrong reason, or read as something that they are not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from pipeline.read.contents import Contents, ReadError

GROUP = "vnplans.readers"
_FORM = re.compile(r"[a-z][a-z0-9_-]{0,30}")


class BrokenReaderError(ReadError):
    """An installed reader that cannot be loaded, or gives what is no contents; the message names it and its distribution."""


@dataclass(frozen=True, slots=True)
class FileReader:
    """How files of one format are read.

    `form` names the format in `documents.source_format`: small letters, digits, `-`, `_`. It may be that of a built-in reader.
    `claims(data, source_file)` tells, at a cheap look at the first bytes or the name, whether a file is of this format. It is
    asked of every file, an empty one too.
    `read(data, source_file)` gives what a claimed file holds; it raises `ReadError` for a damaged one, `MissingToolError` where
    a program is not installed. Anything else that it raises is a fault of the reader, and goes on as it is.
    """

    form: str
    claims: Callable[[bytes, str], bool]
    read: Callable[[bytes, str], Contents]

    def __post_init__(self) -> None:
        if not isinstance(self.form, str) or _FORM.fullmatch(self.form) is None:
            raise ValueError(f"the form must be a word of small letters, digits, '-' and '_', not {self.form!r}")
        if not callable(self.claims) or not callable(self.read):
            raise TypeError(f"claims and read of the form {self.form!r} must be functions")


@dataclass(frozen=True, slots=True)
class InstalledReader:
    """What is known of an installed reader before it is loaded; equal for equal code.

    `digest` is that of all files of the top-level module or package that holds the reader, so it also changes where that is
    edited in place. Other distributions that the reader uses are not in it.
    """

    name: str
    value: str
    distribution: str
    version: str
    digest: str


@cache
def file_readers() -> tuple[FileReader, ...]:
    """The installed readers, in the order in which they are asked. Raises BrokenReaderError at the first that does not load."""
    return tuple(_loaded(point) for point in _entry_points())


def reader_claiming(data: bytes, source_file: str) -> FileReader | None:
    """The first installed reader that claims the file; None leaves it to the built-in ones."""
    return next((reader for reader in file_readers() if reader.claims(data, source_file)), None)


def read_installed(reader: FileReader, data: bytes, source_file: str) -> Contents:
    """What `reader` finds in the file. Raises BrokenReaderError when that is no `Contents`."""
    contents: object = reader.read(data, source_file)
    if not isinstance(contents, Contents):
        what = type(contents).__name__
        raise BrokenReaderError(f"{source_file}: the installed reader of {reader.form} files gave a {what}, not Contents")
    return contents


def installed_readers() -> tuple[InstalledReader, ...]:
    """The installed readers as they now are on disk, none of them loaded: what is read by them may change when this does.

    A process that has loaded a reader keeps it as it was then.
    """
    return tuple(
        InstalledReader(point.name, point.value, *_distribution(point), _digest(point.value.partition(":")[0].strip()))
        for point in _entry_points()
    )


def _entry_points() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _loaded(point: EntryPoint) -> FileReader:
    try:
        reader: object = point.load()
    except Exception as error:  # another's module may raise anything as it is imported
        raise BrokenReaderError(f"{_named(point)} cannot be loaded: {type(error).__name__}: {error}") from error
    if not isinstance(reader, FileReader):
        raise BrokenReaderError(f"{_named(point)} is a {type(reader).__name__}, not a pipeline.read.FileReader")
    return reader


def _named(point: EntryPoint) -> str:
    return f"the reader {point.name} ({point.value}) of {' '.join(_distribution(point))}"


def _distribution(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("", "")


def _digest(module: str) -> str:
    """A digest of the files of the top-level package of `module`, the only part of it that is found without importing any."""
    digest = hashlib.sha256()
    for name, path in _files(module.partition(".")[0]):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _files(package: str) -> Iterator[tuple[str, Path]]:
    """The files of a top-level module or package by their names inside it, in order, without what Python compiles of them."""
    spec = find_spec(package)
    if spec is None:
        return
    for folder in map(Path, spec.submodule_search_locations or ()):
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        yield from ((name, folder / name) for name in names if "__pycache__/" not in name)
    if not spec.submodule_search_locations and spec.origin and (path := Path(spec.origin)).is_file():
        yield path.name, path
