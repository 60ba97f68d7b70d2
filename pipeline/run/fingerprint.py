"""A name for everything but the page that decides what is read from it: the code, the lexicon, the schemas, the libraries.

Equal fingerprints mean that the same page gives the same rows, on any machine; a changed line of code or lexicon changes the
fingerprint, whatever the version says.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from pipeline import __version__
from pipeline.dataset.schema import schema_folder
from pipeline.read import installed_readers

_PACKAGE = Path(__file__).parents[1]
# Rooms behind the rows of a document: what changes here changes no row. Everything else counts, also what is added later.
_BEHIND = frozenset({"cli.py", "__main__.py", "show.py", "evaluate", "export", "review", "run"})
_BEHIND_EXCEPT = frozenset({"run/document.py"})
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@cache
def fingerprint() -> str:
    """The fingerprint of this installation, 64 hexadecimal digits. Computed once a process, as readers are loaded once."""
    digest = hashlib.sha256()
    for part in (*_versions(), *(repr(reader) for reader in installed_readers())):
        digest.update(f"{part}\0".encode())
    for name, path in _files():
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _versions() -> Iterator[str]:
    """This pipeline, Python (it decides the version of Unicode) and each library that the pipeline asks for."""
    yield f"vnplans {__version__}"
    yield f"python {sys.version_info.major}.{sys.version_info.minor}"
    for requirement in sorted(_requirements()):
        yield f"{requirement} {_version(requirement)}"


def _requirements() -> set[str]:
    found = (_NAME.match(line) for line in requires("vnplans") or () if "extra ==" not in line or 'extra == "ocr"' in line)
    return {match.group().lower() for match in found if match}


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"


def _files() -> Iterator[tuple[str, Path]]:
    """The files of the package that rows depend on, and the schemas, which stand beside the package or in it."""
    for place, folder in (("schemas", schema_folder()), ("pipeline", _PACKAGE)):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and path.suffix != ".pyc" and _counts(place, name):
                yield f"{place}/{name}", path


def _counts(place: str, name: str) -> bool:
    return place == "schemas" or name in _BEHIND_EXCEPT or name.split("/")[0] not in _BEHIND
