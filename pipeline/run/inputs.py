"""Which files below a folder are pages to read.

Input: a folder, or one file; output: the inputs in the order that the dataset has. Hidden files are passed over. Files that
stand beside pages but are none (lists of sources, notes, what a browser saves with a page) are inputs marked as skipped, so
that the dataset says what became of them. Any other file is offered to the readers, which name those they cannot read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.corrections import Correction
from pipeline.read import file_readers, reader_claiming
from pipeline.run.stores import Store

_METADATA_SUFFIXES = frozenset(
    {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".ini", ".log", ".parquet"}
)
_WEB_SUFFIXES = frozenset({".css", ".js", ".svg", ".ico", ".gif", ".woff", ".woff2", ".ttf", ".eot", ".map"})
_SKIPPED_SUFFIXES = _METADATA_SUFFIXES | _WEB_SUFFIXES
_NOTES = frozenset({"readme", "readme.md", "readme.rst", "license", "license.md", "changelog.md", "makefile"})


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file below the raw folder, which is `store`. `name` is its path there; `skipped` when it is no page.

    `source_file` is the name that the dataset has for it, valid Unicode in any case. `corrections` are what people say of
    this page, to be applied to what is read of it.
    """

    store: Store
    name: str
    source_file: str
    skipped: bool = False
    corrections: tuple[Correction, ...] = ()

    def content(self) -> bytes:
        """The bytes of the file; none for one that is no page. Raises OSError."""
        return b"" if self.skipped else self.store.read(self.name)


def find_inputs(raw: Path | str, out: Path | str) -> tuple[InputFile, ...]:
    """The inputs below `raw`, a folder or one file, a path or a URL, by `source_file`; what stands below `out` is none.

    Raises FileNotFoundError when there is no such folder or file.
    """
    store = Store.at(raw)
    if not store.exists():
        raise FileNotFoundError(f"{raw}: no such folder or file")
    if store.is_file():
        above, _, name = store.root.rpartition("/")
        return (InputFile(Store(above or ("/" if store.root.startswith("/") else ".")), name, _printable(name)),)
    within = _below(Store.at(out), store)
    found = (
        InputFile(store, name, _printable(name), _is_skipped(PurePosixPath(name)) and not _is_claimed(store, name))
        for name in store.names()
        if within is None or not name.startswith(within)
    )
    return tuple(sorted(found, key=lambda file: file.source_file))


def _below(out: Store, raw: Store) -> str | None:
    """How the names of what stands in `out` begin where it is a folder below `raw`."""
    if raw.path is None or out.path is None:
        return out.root.removeprefix(raw.root).lstrip("/") + "/" if out.root.startswith(raw.root + "/") else None
    place, folder = out.path.resolve(), raw.path.resolve()
    return f"{place.relative_to(folder).as_posix()}/" if folder in place.parents else None


def _is_skipped(path: PurePosixPath) -> bool:
    return path.suffix.lower() in _SKIPPED_SUFFIXES or path.name.lower() in _NOTES


def _is_claimed(store: Store, name: str) -> bool:
    """Whether an installed reader takes the file for a page, whatever its name."""
    return bool(file_readers()) and reader_claiming(store.read(name), _printable(name)) is not None


def _printable(name: str) -> str:
    """`name` as valid Unicode: bytes of a file name that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
