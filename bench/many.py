"""Runs over many documents: speed by jobs, memory over the run, re-runs, and Dask beside the processes of a run.

    python -m bench.many CORPUS [--work DIR] [--jobs 1 2] [--dask-documents 2000] [--json FILE]

CORPUS is a folder as `python -m bench.corpus` makes it. It is read from scratch with each number of jobs, then again with
nothing changed and with 1 % of the pages changed; its first pages are read with Dask and with processes in turn. Each run is a
process of its own. Memory is the resident memory of the process that runs and of its largest worker, in MB (10^6 bytes), the
most in each thousand documents. Tables of all ways to read the same pages must be equal, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.corpus import changed
from bench.kills import digest
from pipeline.run import Crew, Progress, Workers, run

_SAMPLE_EVERY = 20
_WINDOW = 1000
_CHANGED = 0.01


@dataclass(frozen=True, slots=True)
class Window:
    """A thousand documents of a run: the most memory of the driver and of the largest worker in them, in MB."""

    driver: float
    worker: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. `windows` are empty where every page had been read before."""

    name: str
    seconds: float
    inputs: int
    read: int
    documents: int
    written: bool
    windows: tuple[Window, ...]

    @property
    def speed(self) -> float:
        """Files a second."""
        return self.inputs / self.seconds


class Meter:
    """Looks at the memory of this process and its children now and then."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._most: dict[int, Window] = {}

    def __call__(self, progress: Progress) -> None:
        """Called after each file."""
        if progress.done % _SAMPLE_EVERY:
            return
        workers = [_resident(child) for child in self._process.children(recursive=True)]
        place = (progress.done - 1) // _WINDOW
        known = self._most.get(place, Window(0.0, 0.0))
        self._most[place] = Window(max(known.driver, _resident(self._process)), max(known.worker, *workers, 0.0))

    @property
    def windows(self) -> tuple[Window, ...]:
        """The most of each thousand documents."""
        return tuple(window for _, window in sorted(self._most.items()))


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def measured(name: str, raw: Path, out: Path, jobs: int, dask: bool = False) -> Measured:
    """One run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (name, raw, out, jobs, dask))


def _run(name: str, raw: Path, out: Path, jobs: int, dask: bool) -> Measured:
    # A process of a pool may have no children of multiprocessing's own, as Dask's workers are.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    meter = Meter()
    begun = time.perf_counter()
    report = run(raw, out, workers=_workers(jobs, dask), on_progress=meter)
    seconds = time.perf_counter() - begun
    return Measured(name, seconds, report.inputs, report.read, report.documents, report.written, meter.windows)


def _workers(jobs: int, dask: bool) -> Workers:
    if not dask:
        return Crew(jobs)
    from pipeline.run.cluster import LOCAL, Cluster

    return Cluster(LOCAL, jobs)


def first_pages(corpus: Path, folder: Path, count: int) -> Path:
    """A folder with the first pages of a corpus."""
    for path in islice(sorted(path for path in corpus.rglob("*") if path.is_file()), count):
        place = folder / path.relative_to(corpus)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return folder


def show(found: Sequence[Measured], console: Console) -> None:
    """Print the runs, and the memory of those that read all."""
    table = Table("run", "seconds", "files/s", "read", "documents", "written", "MB driver first/last", "MB worker first/last")
    for one in found:
        first, last = (one.windows[0], one.windows[-1]) if one.windows else (None, None)
        driver = f"{first.driver:.0f} / {last.driver:.0f}" if first and last else ""
        worker = f"{first.worker:.0f} / {last.worker:.0f}" if first and last else ""
        counts = (str(one.read), str(one.documents), str(one.written))
        table.add_row(one.name, f"{one.seconds:.1f}", f"{one.speed:.1f}", *counts, driver, worker)
    console.print(table)


def main() -> None:
    """Measure, print, and check that all ways to read the same pages give the same bytes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--work", type=Path, default=Path("build/many"), help="folder for datasets; emptied first")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--dask-documents", type=int, default=2000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    console = Console()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    found: list[Measured] = []

    def add(one: Measured) -> None:
        found.append(one)
        console.print(f"{one.name}: {one.seconds:.1f} s, {one.speed:.1f} files/s, {one.read} read")
        if options.json:
            options.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n")

    few = first_pages(options.corpus, options.work / "few", options.dask_documents)
    same: dict[str, set[str]] = {"few": set(), "all": set()}
    for name, dask in (("processes, 2 jobs", False), ("Dask, 2 workers", True)):
        out = options.work / f"few-{'dask' if dask else 'processes'}"
        add(measured(f"{options.dask_documents}: {name}", few, out, 2, dask))
        same["few"].add(digest(out))
    for jobs in reversed(options.jobs):
        out = options.work / f"jobs-{jobs}"
        add(measured(f"from scratch, {jobs} jobs", options.corpus, out, jobs))
        same["all"].add(digest(out))
    jobs = max(options.jobs)
    out = options.work / f"jobs-{jobs}"
    add(measured("nothing changed", options.corpus, out, jobs))
    changed(options.corpus, _CHANGED, seed=int(time.time()))
    add(measured("1 % changed", options.corpus, out, jobs))
    show(found, console)
    if any(len(digests) > 1 for digests in same.values()):
        raise SystemExit("the same pages gave different datasets")
    console.print("the same pages gave the same bytes")


if __name__ == "__main__":
    main()
