"""What workers do: read one input into the cache, and write one part of the dataset from it.

Functions of a module with arguments that can be sent to another process or machine; what they return is small.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections import digest
from pipeline.dataset import DocumentRows, Summary, write_part
from pipeline.dataset.link import DocumentIndex
from pipeline.doubts import doubt
from pipeline.recognize.ner import model_reader
from pipeline.run.cache import Cache, entry_key
from pipeline.run.document import Reading, failed, read_document, unreadable
from pipeline.run.faults import OtherVersionError
from pipeline.run.fingerprint import fingerprint
from pipeline.run.inputs import InputFile
from pipeline.run.limits import Limits, Lost
from pipeline.run.stores import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run says to all its workers. `fingerprint` is that of the process that runs."""

    cache: Cache
    fingerprint: str
    ner: bool
    limits: Limits
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its rows are in the cache under `key`. `lasts` when a later run may take them from there.

    `read` is False when an earlier run had read it.
    """

    key: str
    summary: Summary
    lasts: bool = True
    read: bool = True


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One input to be read."""

    file: InputFile
    settings: Settings


@dataclass(frozen=True, slots=True)
class PartTask:
    """One part to be written to `folder` from the entries `keys` of `cache`; the only part where `number` is None."""

    cache: Cache
    folder: Store
    number: int | None
    keys: tuple[str, ...]
    index: DocumentIndex


def load_model() -> None:
    """Load the model of names, which takes a second: what a worker does before its first document."""
    model_reader().candidates("Sở")


def find_kept(task: ReadTask) -> Outcome | None:
    """What an earlier run read of this input, where nothing changed since."""
    try:
        data = task.file.content()
    except OSError:
        return None  # Reading it again tells what is wrong with it.
    return _find(task, data)


def read_input(task: ReadTask) -> Outcome:
    """Read one input, unless an earlier run has. Raises OtherVersionError, OSError when the cache cannot be written."""
    settings = task.settings
    if fingerprint() != settings.fingerprint:
        raise OtherVersionError("a worker has another version of vnplans, of its lexicon or its libraries than this process")
    try:
        data = task.file.content()
    except OSError as error:
        return _keep(task, b"", unreadable(task.file, error))
    kept = None if settings.anew else _find(task, data)
    return kept or _keep(task, data, read_document(task.file, data, model_reader() if settings.ner else None))


def give_up(task: ReadTask, lost: Lost) -> Outcome:
    """The outcome of an input whose worker was lost over it. It lasts as long as the limits stay."""
    rows = failed(task.file, doubt(lost.code, lost.detail))
    try:
        key = _limited_key(task, task.file.content())
    except OSError as error:
        return _keep(task, b"", unreadable(task.file, error))
    return Outcome(key, task.settings.cache.keep(key, rows))


def keep_rows(cache: Cache, rows: DocumentRows) -> str:
    """Keep rows that are no input's own until the run's end. Returns their key."""
    key = entry_key("passing", rows.source_file, str(rows.tables["diagnostics"].to_pylist()))
    cache.keep(key, rows)
    return key


def write_part_of(task: PartTask) -> dict[str, int]:
    """Write one part of the dataset. Returns its rows by table. Raises CacheError, OSError."""
    tables = (task.cache.rows(key) for key in task.keys)
    path = task.folder.path
    if path is not None:
        return write_part(path, task.number, tables, task.index)
    with tempfile.TemporaryDirectory(prefix="vnplans-") as place:
        rows = write_part(Path(place), task.number, tables, task.index)
        for file in sorted(path for path in Path(place).rglob("*") if path.is_file()):
            task.folder.put(file.relative_to(place).as_posix(), file)
        return rows


def _find(task: ReadTask, data: bytes) -> Outcome | None:
    for key in (_key(task, data), _limited_key(task, data)):
        summary = task.settings.cache.find(key)
        if summary is not None:
            return Outcome(key, summary, read=False)
    return None


def _keep(task: ReadTask, data: bytes, reading: Reading) -> Outcome:
    key = _key(task, data) if reading.lasts else entry_key("passing", _key(task, data))
    return Outcome(key, task.settings.cache.keep(key, reading.rows), reading.lasts)


def _key(task: ReadTask, data: bytes) -> str:
    settings, file = task.settings, task.file
    page = "skipped" if file.skipped else hashlib.sha256(data).hexdigest()
    return entry_key(settings.fingerprint, f"ner={settings.ner}", file.source_file, page, digest(file.corrections))


def _limited_key(task: ReadTask, data: bytes) -> str:
    """The key of a failure that the limits caused: other limits, another try."""
    return entry_key("limits", _key(task, data), repr(task.settings.limits))
