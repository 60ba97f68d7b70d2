"""Folders of files, on this machine's disks or wherever fsspec reaches (`s3://bucket/plans`, `gs://...`, `memory://...`).

A `Store` is known by its path or URL alone, so it can be handed to another process or machine, which then opens it for
itself. A file is written whole or not at all: on a disk under a hidden name first, in an object store as one object. (Of a file
system behind fsspec that is no object store this cannot be promised.)
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_SCHEME = "://"


def is_url(place: Path | str) -> bool:
    """Whether a place is a URL that fsspec opens; anything else is a path."""
    return isinstance(place, str) and _SCHEME in place


@dataclass(frozen=True)
class Store:
    """The files below `root`, by their names there with forward slashes. All methods raise OSError."""

    root: str

    @classmethod
    def at(cls, place: Path | str) -> Store:
        """The store at a path or a URL. `file://` is the path that it says."""
        if isinstance(place, str) and place.startswith("file" + _SCHEME):
            place = place.removeprefix("file" + _SCHEME)
        return cls(place.rstrip("/") if isinstance(place, str) and is_url(place) else str(Path(place)))

    @property
    def path(self) -> Path | None:
        """The folder on this machine's disks, or None when it is elsewhere."""
        return None if is_url(self.root) else Path(self.root)

    def below(self, name: str) -> Store:
        """The store of a folder in this one."""
        return Store(f"{self.root}/{name}")

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        if self.path is not None:
            return (self.path / name).read_bytes()
        data: bytes = self._remote.cat_file(f"{self._prefix}/{name}")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole, in the place of one that is there."""
        if self.path is None:
            self._at_place(name, lambda place: self._remote.pipe_file(place, data))
            return
        path = self.path / name
        hidden = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            hidden.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            hidden.write_bytes(data)
        hidden.replace(path)

    def put(self, name: str, path: Path) -> None:
        """Write a file whole with the bytes of one on this machine's disks."""
        if self.path is None:
            self._at_place(name, lambda place: self._remote.put_file(str(path), place))
        else:
            self.write(name, path.read_bytes())

    def exists(self, name: str = "") -> bool:
        """Whether there is such a file or folder; the store itself without a name."""
        if self.path is not None:
            return (self.path / name).exists()
        return bool(self._remote.exists(f"{self._prefix}/{name}".rstrip("/")))

    def is_file(self) -> bool:
        """Whether the store is a single file."""
        return self.path.is_file() if self.path is not None else bool(self._remote.isfile(self._prefix))

    def names(self) -> Iterator[str]:
        """The names of all files, in no order; those of hidden folders and hidden files are passed over."""
        if self.path is None:
            prefix = self._prefix.rstrip("/") + "/"
            self._remote.invalidate_cache()  # Others write here too.
            for found in self._remote.find(self._prefix):
                name = found.removeprefix(prefix)
                if not any(part.startswith(".") for part in name.split("/")):
                    yield name
            return
        for place, folders, files in os.walk(self.path):
            folders[:] = [name for name in folders if not name.startswith(".")]
            below = Path(place).relative_to(self.path)
            yield from ((below / name).as_posix() for name in files if not name.startswith("."))

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""
        for name in names:
            if self.path is not None:
                (self.path / name).unlink(missing_ok=True)
            elif self._remote.exists(f"{self._prefix}/{name}"):
                self._remote.rm_file(f"{self._prefix}/{name}")

    def _at_place(self, name: str, write: Callable[[str], object]) -> None:
        """Write at a file's place, whose folder is made where the store knows folders."""
        place = f"{self._prefix}/{name}"
        try:
            write(place)
        except FileNotFoundError:
            self._remote.makedirs(place.rpartition("/")[0], exist_ok=True)
            write(place)

    @cached_property
    def _opened(self) -> tuple[AbstractFileSystem, str]:
        from fsspec.core import url_to_fs

        opened: tuple[AbstractFileSystem, str] = url_to_fs(self.root)
        return opened

    @property
    def _remote(self) -> AbstractFileSystem:
        return self._opened[0]

    @property
    def _prefix(self) -> str:
        return self._opened[1]

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        """Hand on the place alone: an open connection stays in the process that opened it."""
        return Store, (self.root,)
