"""A run over all pages: inputs found, documents read, the dataset written and swapped in, and a report of what happened."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline.corrections import Correction, Corrections
from pipeline.dataset import DatasetWriter, DocumentRows, failure_rows
from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.run.document import read_documents
from pipeline.run.inputs import InputFile, find_inputs
from pipeline.run.workers import in_order

# Starting a process takes as long as reading about this much page text.
_BYTES_PER_WORKER = 1_000_000
_CORRECTING = "correct"


class RunError(Exception):
    """A run that wrote nothing, with the reason; the old dataset is as it was."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all, and the one done last."""

    done: int
    total: int
    source_file: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. `rows` counts the rows of each table, `severities` the diagnostics, `failed` names files and reasons.

    `unfit` are the messages of corrections that could not be applied.
    """

    out: Path
    rows: Mapping[str, int]
    severities: Mapping[str, int]
    failed: tuple[tuple[str, str], ...]
    seconds: float
    unfit: tuple[str, ...] = ()

    @property
    def documents(self) -> int:
        """The number of plans in the dataset."""
        return self.rows["documents"]


def run(
    raw: Path,
    out: Path,
    *,
    jobs: int = 1,
    corrections: Corrections | None = None,
    ner: bool = True,
    on_progress: Callable[[Progress], None] | None = None,
) -> RunReport:
    """Read every page below `raw` and replace the dataset in `out`, using up to `jobs` processes; without `ner` by rules alone.

    `corrections` are applied to the pages that they name; naming a page that is not below `raw` is an error row.
    `on_progress` is called after each file. Raises RunError when there is nothing to read or a worker process dies,
    DatasetError when `out` is no dataset's folder or the rows do not fit together; then `out` is as it was.
    """
    begun = time.monotonic()
    if jobs < 1:
        raise RunError(f"the number of jobs must be at least 1, not {jobs}")
    writer = DatasetWriter(out)
    try:
        files = _with_corrections(raw, find_inputs(raw, out), corrections or Corrections())
    except OSError as error:
        raise RunError(str(error)) from error
    if all(file.skipped for file in files):
        raise RunError(f"{raw}: no pages found; put the scraped pages there")
    severities: Counter[str] = Counter()
    failed: list[tuple[str, str]] = []
    unfit: list[str] = []
    homeless = _homeless(files, corrections or Corrections()) if raw.is_dir() else []
    with writer:
        try:
            for done, rows in enumerate(in_order(partial(read_documents, ner=ner), files, _worth_sharing(files, jobs)), 1):
                writer.add(rows)
                _count(rows, severities, failed, unfit)
                if on_progress:
                    on_progress(Progress(done, len(files), rows.source_file))
        except BrokenProcessPool as error:
            raise RunError("a worker process died, perhaps for want of memory; try fewer jobs") from error
        for correction in homeless:
            rows = failure_rows(f"corrections/{correction.origin.file}", [_homeless_doubt(correction)])
            writer.add(rows)
            _count(rows, severities, failed, unfit)
        counts = writer.commit()
    return RunReport(out, counts, dict(severities), tuple(failed), time.monotonic() - begun, tuple(unfit))


def _with_corrections(raw: Path, files: Sequence[InputFile], corrections: Corrections) -> tuple[InputFile, ...]:
    if raw.is_file():
        return tuple(replace(file, corrections=corrections.of_file(file.path)) for file in files)
    return tuple(replace(file, corrections=corrections.of(file.source_file)) for file in files)


def _homeless(files: Sequence[InputFile], corrections: Corrections) -> list[Correction]:
    """The corrections, one a document, whose page is not among the files."""
    known = {correction.document for file in files if not file.skipped for correction in file.corrections}
    return [found[0] for document, found in sorted(corrections.by_document.items()) if document not in known]


def _homeless_doubt(correction: Correction) -> Diagnostic:
    return doubt("correction-homeless", f"{correction.origin}: there is no page {correction.document} below the raw folder")


def _worth_sharing(files: Sequence[InputFile], jobs: int) -> int:
    """How many of `jobs` processes have enough to do to be worth their start."""
    size = sum(file.path.stat().st_size for file in files if file.path.exists())
    return min(jobs, 1 + size // _BYTES_PER_WORKER)


def _count(rows: DocumentRows, severities: Counter[str], failed: list[tuple[str, str]], unfit: list[str]) -> None:
    """Count a file's diagnostics, and note why it gave no document and which corrections do not fit it."""
    table = rows.tables["diagnostics"]
    found = table["severity"].to_pylist()
    severities.update(found)
    correcting = [place for place, stage in enumerate(table["stage"].to_pylist()) if stage == _CORRECTING]
    unfit.extend(table["message"][place].as_py() for place in correcting if found[place] == "error")
    if rows.doc_id is None and "error" in found and not correcting:
        failed.append((rows.source_file, table["message"][found.index("error")].as_py()))
