"""Kills runs at random moments and looks at what is left: the dataset must be whole, and the next run must complete it.

    python -m bench.kills RAW [--times 30] [--jobs 2] [--seed 1] [--check COMMAND]

Before each run some pages of a copy of RAW change, so that there is a dataset to lose and work to do; then `vnplans extract`
is killed (SIGKILL, the driver alone) after a random part of the time that such a run takes. The folder must then be the old
dataset or the new one, byte for byte, and pass its checks (and `--check COMMAND`, which is given the folder). The next run must
give the bytes that a run from scratch gives. Every process that the killed one started must be gone soon.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil
from rich.console import Console

from pipeline.dataset.check import check_folder

_SECONDS_TO_END = 20.0


@dataclass(frozen=True, slots=True)
class Killed:
    """One killed run: after how many seconds, whether it had ended by itself, the dataset and the cache entries it left."""

    after: float
    ended: bool
    left: str
    kept: int


def kill_runs(
    raw: Path, times: int, *, jobs: int = 2, seed: int = 1, check: Sequence[str] = (), options: Sequence[str] = ()
) -> list[Killed]:
    """Kill this many runs over a copy of `raw`. Raises AssertionError, or DatasetError, where something was lost."""
    random = Random(seed)
    with tempfile.TemporaryDirectory(prefix="vnplans-kills-") as place:
        folder = Path(place)
        shutil.copytree(raw, folder / "raw")
        command = [sys.executable, "-m", "pipeline", "extract", "raw", "--jobs", str(jobs), *options]
        begun = time.monotonic()
        _extract(folder, [*command, "--out", "out"])
        takes = time.monotonic() - begun
        return [_kill_one(folder, command, random, takes, check) for _ in range(times)]


def _kill_one(folder: Path, command: Sequence[str], random: Random, takes: float, check: Sequence[str]) -> Killed:
    old = digest(folder / "out")
    _change(folder / "raw", random)
    fresh = [*command, "--out", "fresh", "--cache", "fresh-cache"]
    _extract(folder, fresh)
    new = digest(folder / "fresh")
    after = random.uniform(0.0, takes)
    run = subprocess.Popen([*command, "--out", "out"], cwd=folder, env=_environment(), stderr=subprocess.DEVNULL)
    time.sleep(after)
    children = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
    ended = run.poll() is not None
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert not psutil.wait_procs(children, _SECONDS_TO_END)[1], "processes of the killed run live on"
    left = digest(folder / "out")
    assert left in (old, new), "the dataset is neither the old one nor the new one"
    check_folder(folder / "out")
    if check:
        subprocess.run([*check, str(folder / "out")], check=True, stdout=subprocess.DEVNULL)
    kept = len(list((folder / ".out.cache").rglob("*.rows")))
    _extract(folder, [*command, "--out", "out"])
    assert digest(folder / "out") == new, "the next run gave another dataset"
    hidden = sorted(path.name for path in folder.iterdir() if path.name.startswith(".out") and path.name != ".out.cache")
    assert not hidden, f"left behind: {hidden}"
    for name in ("fresh", "fresh-cache"):
        shutil.rmtree(folder / name)
    return Killed(after, ended, "new" if left == new else "old", kept)


def _change(raw: Path, random: Random) -> None:
    """Change half of the pages, so that a run has something to do at any moment."""
    pages = sorted(path for path in raw.rglob("*") if path.is_file() and path.suffix in {".txt", ".html"})
    for path in random.sample(pages, max(1, len(pages) // 2)):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        path.write_text(f"{text}\n{random.random()}\n", encoding="utf-8", errors="surrogateescape")


def _extract(folder: Path, command: Sequence[str]) -> None:
    subprocess.run(command, cwd=folder, env=_environment(), check=True, stderr=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}


def digest(folder: Path) -> str:
    """A hash of all files of a dataset."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    said = [(path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def main() -> None:
    """Kill, look, and print what was left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", default="", help="a further command that the folder must pass")
    options = parser.parse_args()
    console = Console()
    found = kill_runs(options.raw, options.times, jobs=options.jobs, seed=options.seed, check=shlex.split(options.check))
    for one in found:
        state = "had ended" if one.ended else "killed"
        console.print(f"{one.after:6.2f} s: {state}, {one.left} dataset; {one.kept} entries in the cache")
    killed = sum(not one.ended for one in found)
    console.print(f"{len(found)} runs, {killed} killed at work: every dataset whole, every next run complete")


if __name__ == "__main__":
    main()
