"""How fast the pipeline is and what memory it takes, stage by stage, on one core.

    python bench/bench.py [--documents 500] [--raw raw] [--no-ner] [--json FILE]

The sample pages are repeated to a corpus in a temporary folder. Each stage is timed over all documents, one document at a
time as a run does it; then a whole run is timed by itself, in a process of its own whose peak memory is what a run with one
job takes. Speeds are documents and megabytes (10^6 bytes) of page files a second. Repeated pages flatter anything that
remembers texts across documents; the stages keep no such memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline import __version__
from pipeline.clean import clean
from pipeline.dataset import NewDataset, Whole, document_rows, pack, summary_of, unpack, write_part
from pipeline.extract import extract_records
from pipeline.extraction import resolve_records
from pipeline.read import read
from pipeline.recognize.ner import NerReader, model_reader
from pipeline.run import run
from pipeline.segment import segment

STAGES = ("read", "clean", "segment", "extract", "resolve", "rows", "pack", "write")


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds that a stage took over the corpus, and what that makes a second. `share` is its part of all stages."""

    stage: str
    seconds: float
    documents_per_second: float
    megabytes_per_second: float
    share: float


@dataclass(frozen=True, slots=True)
class Report:
    """One measurement of the pipeline. `peak_megabytes` is the resident memory of a process that does a run with one job."""

    version: str
    python: str
    machine: str
    documents: int
    megabytes: float
    stages: tuple[Speed, ...]
    together: Speed
    run: Speed
    peak_megabytes: float


class StageClock:
    """Adds up the seconds of each stage: `lap(name)` books the time since the last lap."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._last = time.perf_counter()

    def begin(self) -> None:
        """Start counting; what came before belongs to no stage."""
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Book the time since `begin` or the last lap to `stage`."""
        now = time.perf_counter()
        self.seconds[stage] += now - self._last
        self._last = now


def make_corpus(samples: list[Path], folder: Path, documents: int) -> list[Path]:
    """Copies of the samples in turn, `documents` of them."""
    paths = []
    for number, sample in enumerate(islice(cycle(samples), documents)):
        paths.append(folder / f"{number:05d}_{sample.name}")
        shutil.copyfile(sample, paths[-1])
    return paths


def time_stages(paths: list[Path], out: Path, names: NerReader | None) -> Mapping[str, float]:
    """Seconds by stage for all documents, one after the other."""
    clock = StageClock()
    whole, packed = Whole(), []
    for path in paths:
        clock.begin()
        page = read(path, path.name)
        clock.lap("read")
        cleaned = clean(page)
        clock.lap("clean")
        document = segment(cleaned, names)
        clock.lap("segment")
        records = extract_records(document, names)
        clock.lap("extract")
        extraction = resolve_records(page, document, records)
        clock.lap("resolve")
        rows = document_rows(extraction)
        clock.lap("rows")
        summary = summary_of(rows)
        packed.append(pack(rows, summary))
        whole.add(summary)
        clock.lap("pack")
    clock.begin()
    with NewDataset(out) as new:
        write_part(new.folder, None, map(unpack, packed), whole.index)
        new.commit(whole.agencies())
    clock.lap("write")
    return clock.seconds


def time_run(raw: Path, out: Path, *, ner: bool) -> tuple[float, float]:
    """Seconds and peak megabytes of a whole run with one job, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured_run, (raw, out, ner))


def measured_run(raw: Path, out: Path, ner: bool) -> tuple[float, float]:
    """Seconds of a run with one worker, and the peak memory in megabytes of the larger of the two processes."""
    begun = time.perf_counter()
    run(raw, out, jobs=1, ner=ner)
    seconds = time.perf_counter() - begun
    unit = 1 if sys.platform == "darwin" else 1024
    peak = max(resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return seconds, peak * unit / 1e6


def measure(raw: Path, documents: int, *, ner: bool = True) -> Report:
    """Measure the pipeline on a corpus made of the pages in `raw`."""
    samples = sorted(path for path in raw.iterdir() if path.suffix in {".txt", ".html"})
    if not samples:
        raise SystemExit(f"{raw} holds no sample pages (.txt, .html)")
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "raw")
        corpus.mkdir()
        paths = make_corpus(samples, corpus, documents)
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        names = model_reader() if ner else None
        time_stages(paths[: len(samples)], Path(folder, "warm"), names)
        seconds = time_stages(paths, Path(folder, "stages"), names)
        run_seconds, peak = time_run(corpus, Path(folder, "run"), ner=ner)
    total = sum(seconds.values())

    def speed(stage: str, taken: float) -> Speed:
        return Speed(stage, taken, documents / taken, megabytes / taken, taken / total)

    return Report(
        version=__version__,
        python=platform.python_version(),
        machine=platform.machine(),
        documents=documents,
        megabytes=megabytes,
        stages=tuple(speed(stage, seconds[stage]) for stage in STAGES),
        together=speed("together", total),
        run=speed("run, one job", run_seconds),
        peak_megabytes=peak,
    )


def show(report: Report, console: Console) -> None:
    """Print the report as a table."""
    table = Table(title=f"vnplans {report.version}: {report.documents} documents, {report.megabytes:.1f} MB, one core")
    table.add_column("stage")
    for name in ("seconds", "documents/s", "MB/s", "share"):
        table.add_column(name, justify="right")
    for speed in (*report.stages, report.together, report.run):
        last = speed is report.stages[-1]
        cells = (
            f"{speed.seconds:.2f}",
            f"{speed.documents_per_second:.1f}",
            f"{speed.megabytes_per_second:.2f}",
            f"{speed.share:.0%}",
        )
        table.add_row(speed.stage, *cells, end_section=last)
    console.print(table)
    console.print(f"peak memory of the run: {report.peak_megabytes:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the pipeline's speed and memory on one core.")
    parser.add_argument("--raw", type=Path, default=Path("raw"), help="folder of the sample pages")
    parser.add_argument("--documents", type=int, default=500, help="size of the corpus")
    parser.add_argument("--no-ner", action="store_true", help="read by the rules alone")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    report = measure(options.raw, options.documents, ner=not options.no_ner)
    show(report, Console())
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
