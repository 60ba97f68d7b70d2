"""Where a dataset is published: a folder of this machine's disks, or a place that fsspec reaches.

On disks a new folder takes the place of the old one in one step (`pipeline.dataset.swap`). An object store knows no such
step for many files, but writes one file whole: there the tables of each version lie in a folder of their own under
`versions/`, and `datapackage.json` above them, written last, names the files of the version that is published. The version
before it stays for those who read it just now; older ones are removed.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.dataset import DatasetError, NewDataset, finish_dataset
from pipeline.dataset.describe import is_intact
from pipeline.dataset.described import DescribedFile, is_package, read_package
from pipeline.dataset.swap import CROISSANT, DESCRIPTION, refuse_strangers
from pipeline.model import Agency
from pipeline.run.stores import Store

_VERSIONS = "versions"
_VERSION_DIGITS = 16


class New(Protocol):
    """A dataset that is being written. `folder` is where its parts go; `commit` publishes it and returns its rows by table."""

    @property
    def folder(self) -> Store: ...

    def commit(self, agencies: Iterable[Agency]) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Output:
    """The place that a dataset is published at."""

    store: Store

    def beside(self, what: str) -> Store:
        """A hidden folder beside the dataset."""
        place = str(self.store.path.resolve()) if self.store.path is not None else self.store.root
        above, _, name = place.rpartition("/")
        return Store(f"{above}/.{name}.{what}")

    def refuse_strangers(self) -> None:
        """Raise DatasetError when the place holds anything but a dataset."""
        if self.store.path is not None:
            refuse_strangers(self.store.path)
        elif self.store.exists() and not self._is_ours() and next(self.store.names(), None) is not None:
            raise DatasetError(f"{self.store.root} is not empty and holds no dataset of vnplans; name another place")

    @contextmanager
    def new(self, version: str) -> Iterator[New]:
        """A new dataset, published by its `commit`; without it the old one stays."""
        if self.store.path is None:
            yield _RemoteDataset(self.store, version[:_VERSION_DIGITS])
            return
        with NewDataset(self.store.path) as new:
            yield _LocalDataset(new)

    def digest(self) -> str:
        """The hash of the dataset's description, which names the hash of each file; empty where there is none."""
        try:
            return hashlib.sha256(self.store.read(DESCRIPTION)).hexdigest()
        except FileNotFoundError:
            return ""

    def rows_if_intact(self, digest: str) -> dict[str, int] | None:
        """The rows by table of the dataset whose description has this hash, None where it is not there or damaged."""
        if not digest or self.digest() != digest or not self._is_whole():
            return None
        return {name: sum(file.rows for file in files) for name, files in self.described().items()}

    def described(self) -> Mapping[str, Sequence[DescribedFile]]:
        """The files of each table that the published description names; none where there is no sound one."""
        try:
            return read_package(self.store.read(DESCRIPTION)) or {}
        except (FileNotFoundError, DatasetError):
            return {}

    def _is_ours(self) -> bool:
        try:
            return is_package(json.loads(self.store.read(DESCRIPTION)))
        except (FileNotFoundError, ValueError):
            return False

    def _is_whole(self) -> bool:
        """Whether the files are as they are described; elsewhere than on disks, where they would be fetched, it is believed."""
        return self.store.path is None or is_intact(self.store.path)


@dataclass(frozen=True, slots=True)
class _LocalDataset:
    new: NewDataset

    @property
    def folder(self) -> Store:
        return Store.at(self.new.folder)

    def commit(self, agencies: Iterable[Agency]) -> dict[str, int]:
        return self.new.commit(agencies)


@dataclass(frozen=True, slots=True)
class _RemoteDataset:
    """A version below `versions/`. It is fetched once for its checks and description, which also proves that it arrived."""

    store: Store
    version: str

    @property
    def folder(self) -> Store:
        return self.store.below(f"{_VERSIONS}/{self.version}")

    def commit(self, agencies: Iterable[Agency]) -> dict[str, int]:
        with tempfile.TemporaryDirectory(prefix="vnplans-") as place:
            own = Store.at(place)
            for name in self.folder.names():
                own.write(name, self.folder.read(name))
            rows = finish_dataset(Path(place), agencies, f"{_VERSIONS}/{self.version}/")
            self.folder.put("agencies.parquet", Path(place) / "agencies.parquet")
            before = self._published()
            for name in (CROISSANT, DESCRIPTION):
                self.store.put(name, Path(place) / name)
        self._remove_versions_but({before, self.version})
        return rows

    def _published(self) -> str | None:
        """The version that the description names now."""
        files = [file for described in Output(self.store).described().values() for file in described]
        return files[0].path.split("/")[1] if files else None

    def _remove_versions_but(self, kept: set[str | None]) -> None:
        versions = self.store.below(_VERSIONS)
        versions.remove([name for name in versions.names() if name.split("/")[0] not in kept])
