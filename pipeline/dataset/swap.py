"""A folder that is replaced in one step: readers see the old one or the new one, never half of either.

The new folder is filled beside the old one under a hidden name, and locked as long as its process lives: the kernel drops
the lock when the process dies, so the next run can tell a dead run's leftovers from the work of a run beside it. The swap
exchanges the two names in one system call where the system has one; elsewhere the old folder is moved aside first, and the
next run moves it back should the process die between the two renames.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import secrets
import shutil
import sys
from pathlib import Path

from pipeline.dataset.described import is_package
from pipeline.dataset.faults import DatasetError
from pipeline.dataset.files import strangers

DESCRIPTION = "datapackage.json"
CROISSANT = "croissant.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_EXCHANGE_NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV, errno.EPERM})


class PartialFolder:
    """A new folder that shall take the place of `target`. `path` is where it is filled."""

    def __init__(self, target: Path) -> None:
        """Clears what dead runs left, and makes the folder. Raises DatasetError when `target` is something else's."""
        self.target = target.resolve()
        self.target.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(self.target)
        refuse_strangers(self.target)
        self.path, self._lock = _locked_folder(self.target)

    def replace(self) -> None:
        """Put the folder in the place of `target`, and remove what stood there."""
        refuse_strangers(self.target)
        if not self.target.exists() or not any(self.target.iterdir()):
            self.path.rename(self.target)
        elif not _exchange(self.path, self.target):
            self.target.rename(_aside(self.target))
            self.path.rename(self.target)
            shutil.rmtree(_aside(self.target))
        _sync(self.target.parent)
        self.discard()

    def discard(self) -> None:
        """Remove the folder where it is still there, and let go of its lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def refuse_strangers(target: Path) -> None:
    """Raise DatasetError when `target` holds anything but a dataset, so that a mistyped path costs nobody their files."""
    if not target.is_dir():
        if target.exists() or target.is_symlink():
            raise DatasetError(f"{target} is no folder; name another one")
        return
    if not is_dataset(target) and any(not path.name.startswith(".") for path in target.iterdir()):
        raise DatasetError(f"{target} is not empty and holds no dataset of vnplans; name another folder")
    found = sorted(name for name in strangers(target) if name not in (DESCRIPTION, CROISSANT))
    if found:
        raise DatasetError(f"{target} holds more than the dataset, which would be lost; move it away", example=found[0])


def is_dataset(folder: Path) -> bool:
    """Whether `folder` describes itself as a dataset of this pipeline."""
    try:
        return is_package(json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return False


def clear_leftovers(target: Path) -> None:
    """Remove the partial folders of runs that died, and put a dataset back that such a run had moved aside."""
    aside = _aside(target)
    if aside.is_dir():
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)
    for folder in target.parent.glob(f".{target.name}.*.partial"):
        lock = _lock(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _aside(target: Path) -> Path:
    return target.parent / f".{target.name}.replaced"


def _locked_folder(target: Path) -> tuple[Path, int | None]:
    while True:
        path = target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
        path.mkdir()
        lock = _lock(path)
        # A run beside this one may have taken the folder for a dead run's between the two calls.
        if lock is not None and path.is_dir():
            return path, lock


def _lock(folder: Path) -> int | None:
    """A file descriptor that holds the folder's lock, or None when another process holds it or the folder is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _exchange(new: Path, old: Path) -> bool:
    """Exchange two folders in one step. False when the system cannot; raises OSError for any other failure."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not sys.platform.startswith("linux") or not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _EXCHANGE_NOT_SUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(old))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
