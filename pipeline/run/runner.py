"""A run over all pages: what changed is read into the cache, the dataset is written from there and swapped in."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.corrections import Correction, Corrections
from pipeline.dataset import Summary, Whole, failure_rows, summary_of
from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read import BrokenReaderError, file_readers
from pipeline.run.cache import Cache, entry_key
from pipeline.run.crew import Crew, Here, Workers
from pipeline.run.faults import RunError, WorkerError
from pipeline.run.fingerprint import fingerprint
from pipeline.run.inputs import InputFile, find_inputs
from pipeline.run.limits import UNLIMITED, Limits, Lost
from pipeline.run.outputs import Output
from pipeline.run.stores import Store
from pipeline.run.work import (
    Outcome,
    PartTask,
    ReadTask,
    Settings,
    find_kept,
    give_up,
    keep_rows,
    load_model,
    read_input,
    write_part_of,
)

# Inputs in a part of the dataset: its largest tables are then files of some 10 MB, and writing a part takes seconds.
PART_INPUTS = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all, how many of them had been read before and how many failed, and the last one."""

    done: int
    total: int
    kept: int
    failed: int
    source_file: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. `rows` counts the rows of each table, `severities` the diagnostics, `failed` names files and reasons.

    `unfit` are the messages of corrections that could not be applied. `read` counts the inputs that were read, all others
    were taken from the cache; `written` is False when the dataset in `out` was already what it should be.
    """

    out: str
    rows: Mapping[str, int]
    severities: Mapping[str, int]
    failed: tuple[tuple[str, str], ...]
    seconds: float
    unfit: tuple[str, ...]
    inputs: int
    read: int
    written: bool

    @property
    def documents(self) -> int:
        """The number of plans in the dataset."""
        return self.rows["documents"]


def run(
    raw: Path | str,
    out: Path | str,
    *,
    jobs: int = 1,
    workers: Workers | None = None,
    corrections: Corrections | None = None,
    ner: bool = True,
    limits: Limits | None = None,
    cache: Path | str | None = None,
    force: bool = False,
    part_inputs: int = PART_INPUTS,
    on_progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Read what changed below `raw` and replace the dataset in `out`, with up to `jobs` processes or with `workers`.

    `raw` and `out` are paths or URLs that fsspec opens. `corrections` are applied to the pages that they name; naming a page
    that is not below `raw` is an error row. Without `ner` rules alone are used. `limits` bound each document. `cache` keeps
    what was read, beside `out` unless told; with `force` all is read anew. `on_progress` is called after each file.

    Raises RunError when there is nothing to read or the work cannot be done, DatasetError when `out` is no dataset's folder
    or the rows do not fit together; then `out` is as it was. What was read until an interrupt stays in the cache.
    """
    begun = time.monotonic()
    if jobs < 1:
        raise RunError(f"the number of jobs must be at least 1, not {jobs}")
    output = Output(Store.at(out))
    output.refuse_strangers()
    kept = Cache(Store.at(cache) if cache else output.beside("cache"))
    mended = corrections or Corrections()
    try:
        file_readers()  # A broken reader would fail each file; better the run fails before it begins.
        files = _with_corrections(raw, find_inputs(raw, out), mended)
        if all(file.skipped for file in files):
            raise RunError(f"{raw}: no pages found; put the scraped pages there")
        settings = Settings(kept, fingerprint(), ner, limits or Limits(), force)
        with kept.in_use(), workers or Crew(jobs) as crew:
            read = _Read(kept, files, on_progress)
            read.all(crew, settings)
            read.add_run([] if Store.at(raw).is_file() else _homeless(files, mended))
            rows, written = _publish(output, kept, crew, read, part_inputs)
        kept.clear_but(read.keys)
    except (OSError, BrokenReaderError) as error:
        raise RunError(str(error)) from error
    return RunReport(
        out=output.store.root,
        rows=rows,
        severities=dict(read.severities),
        failed=tuple(sorted(read.failed)),
        seconds=time.monotonic() - begun,
        unfit=tuple(sorted(read.unfit)),
        inputs=len(files),
        read=read.count,
        written=written,
    )


class _Read:
    """What a run has read so far: the keys of the rows in the order of the files, and what the whole must know of them."""

    def __init__(self, cache: Cache, files: Sequence[InputFile], on_progress: Callable[[Progress], None] | None) -> None:
        self.whole = Whole()
        self.severities: Counter[str] = Counter()
        self.failed: list[tuple[str, str]] = []
        self.unfit: list[str] = []
        self.count = 0
        self.lasts = True
        self._cache = cache
        self._files = files
        self._keys: list[str] = [""] * len(files)
        self._run_keys: list[str] = []
        self._done = 0
        self._on_progress = on_progress

    @property
    def file_keys(self) -> tuple[str, ...]:
        """The keys of the files' rows."""
        return tuple(self._keys)

    @property
    def keys(self) -> list[str]:
        """The keys of all rows, those of the run itself behind those of the files."""
        return [*self._keys, *self._run_keys]

    def all(self, workers: Workers, settings: Settings) -> None:
        """Read all files: what is kept here, the others by the workers."""
        tasks = [ReadTask(file, settings) for file in self._files]
        left = [place for place, task in enumerate(tasks) if not self._take_kept(place, task)]
        before = load_model if settings.ner and left else None
        for found, result in workers.each(read_input, [tasks[place] for place in left], settings.limits, before):
            place = left[found]
            self._take(place, give_up(tasks[place], result) if isinstance(result, Lost) else result)

    def add_run(self, diagnostics: Sequence[tuple[str, Diagnostic]]) -> None:
        """Add rows that belong to the run and not to a file: diagnostics with the name of the file that they are about."""
        for rows in (*(failure_rows(about, [found]) for about, found in diagnostics), *self.whole.differences()):
            self._run_keys.append(keep_rows(self._cache, rows))
            self._count(summary_of(rows))

    def _take_kept(self, place: int, task: ReadTask) -> bool:
        kept = None if task.settings.anew or task.file.store.path is None else find_kept(task)
        if kept is not None:
            self._take(place, kept)
        return kept is not None

    def _take(self, place: int, outcome: Outcome) -> None:
        self._keys[place] = outcome.key
        self.lasts &= outcome.lasts
        self.count += outcome.read
        self.whole.add(outcome.summary)
        self._count(outcome.summary)
        self._done += 1
        if self._on_progress:
            kept, source_file = self._done - self.count, outcome.summary.source_file
            self._on_progress(Progress(self._done, len(self._files), kept, len(self.failed), source_file))

    def _count(self, summary: Summary) -> None:
        self.severities.update(summary.severities)
        self.unfit.extend(summary.unfit)
        if summary.failure is not None:
            self.failed.append((summary.source_file, summary.failure))


def _publish(output: Output, cache: Cache, workers: Workers, read: _Read, part_inputs: int) -> tuple[Mapping[str, int], bool]:
    """Write the dataset unless it is already there. Returns its rows by table and whether it was written."""
    version = entry_key(str(part_inputs), *read.keys)
    if read.lasts and cache.published().get("version") == version:
        rows = output.rows_if_intact(cache.published().get("description", ""))
        if rows is not None:
            return rows, False
    with output.new(version) as new:
        tasks = [
            PartTask(cache, new.folder, number, keys, read.whole.index)
            for number, keys in _parts(read.keys, len(read.file_keys), part_inputs)
        ]
        _write_parts(workers, tasks)
        rows = new.commit(read.whole.agencies())
    cache.publish({"version": version, "description": output.digest()})
    return rows, True


def _write_parts(workers: Workers, tasks: Sequence[PartTask]) -> None:
    # One part is written sooner here than a process is started.
    for _, result in (Here() if len(tasks) == 1 else workers).each(write_part_of, tasks, UNLIMITED):
        if isinstance(result, Lost):
            raise WorkerError(f"a part of the dataset could not be written: {result.detail}")


def _parts(keys: Sequence[str], inputs: int, size: int) -> Iterator[tuple[int | None, tuple[str, ...]]]:
    """The keys of each part and its number, None for the only one; what belongs to the run goes to the last."""
    if inputs <= size:
        yield None, tuple(keys)
        return
    starts = range(0, inputs, size)
    for number, start in enumerate(starts):
        end = start + size if number + 1 < len(starts) else len(keys)
        yield number, tuple(keys[start:end])


def _with_corrections(raw: Path | str, files: Sequence[InputFile], corrections: Corrections) -> tuple[InputFile, ...]:
    path = Store.at(raw).path
    if path is not None and path.is_file():
        return tuple(replace(file, corrections=corrections.of_file(path)) for file in files)
    return tuple(replace(file, corrections=corrections.of(file.source_file)) for file in files)


def _homeless(files: Sequence[InputFile], corrections: Corrections) -> list[tuple[str, Diagnostic]]:
    """A diagnostic, one a document, for corrections whose page is not among the files."""
    known = {correction.document for file in files if not file.skipped for correction in file.corrections}
    homeless = [found[0] for document, found in sorted(corrections.by_document.items()) if document not in known]
    return [(f"corrections/{correction.origin.file}", _homeless_doubt(correction)) for correction in homeless]


def _homeless_doubt(correction: Correction) -> Diagnostic:
    return doubt("correction-homeless", f"{correction.origin}: there is no page {correction.document} below the raw folder")
