"""What earlier runs read, kept by what decides it, so that a run does again only what changed.

The rows of an input are kept under a key: a hash of its name, the page's bytes, its corrections, the options, and the
`fingerprint` of code, lexicon and libraries. The cache can be deleted at any time without loss. Entries are written whole;
one that is damaged counts as missing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from pipeline.dataset import DocumentRows, PackedError, Summary, pack, packed_summary, summary_of, unpack
from pipeline.run.faults import CacheError
from pipeline.run.stores import Store

_SUFFIX = ".rows"
_PUBLISHED = "published.json"


def entry_key(*parts: str) -> str:
    """The key of what these words decide."""
    # The length parts the words, so that no two lists of words read alike.
    said = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries in a folder, by key."""

    store: Store

    def find(self, key: str) -> Summary | None:
        """The summary of an entry, or None when there is no sound one. Raises OSError when the folder cannot be read."""
        try:
            return packed_summary(self.store.read(_name(key)))
        except (FileNotFoundError, PackedError):
            return None

    def rows(self, key: str) -> Mapping[str, pa.RecordBatch]:
        """The rows of an entry by table. Raises CacheError."""
        try:
            return unpack(self.store.read(_name(key)))
        except (FileNotFoundError, PackedError) as error:
            raise CacheError(f"{self.store.root}: an entry of the cache is gone or damaged; run again") from error

    def keep(self, key: str, rows: DocumentRows) -> Summary:
        """Keep these rows. Returns their summary. Raises OSError."""
        summary = summary_of(rows)
        self.store.write(_name(key), pack(rows, summary))
        return summary

    def published(self) -> Mapping[str, str]:
        """What `publish` noted last."""
        try:
            noted = json.loads(self.store.read(_PUBLISHED))
        except (FileNotFoundError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def publish(self, noted: Mapping[str, str]) -> None:
        """Note what was published, for `published` of a later run."""
        self.store.write(_PUBLISHED, json.dumps(noted).encode())

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the cache against clearing by a run beside this one, on disks that know locks."""
        path = self.store.path
        if path is None:
            yield
            return
        path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            yield
        finally:
            os.close(descriptor)

    def clear_but(self, keys: Collection[str]) -> None:
        """Remove all entries but these, unless another run uses the cache too. To be called outside `in_use`."""
        path = self.store.path
        if path is None:
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            kept = {_name(key) for key in keys}
            self.store.remove([name for name in self.store.names() if name.endswith(_SUFFIX) and name not in kept])
        except BlockingIOError:
            return
        finally:
            os.close(descriptor)


def _name(key: str) -> str:
    return f"{key[:2]}/{key[2:]}{_SUFFIX}"
