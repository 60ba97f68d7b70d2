"""Runs that are killed or stopped lose nothing: the dataset stays whole, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pipeline
from bench.kills import kill_runs
from tests.run.test_crew import wait_for
from tests.run.test_steps import digests, write

ROOT = Path(pipeline.__file__).parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_runs_that_are_killed_at_random_moments(tmp_path):
    write(tmp_path / "raw", *range(30))
    found = kill_runs(tmp_path / "raw", 4, options=["--no-ner"])
    assert len(found) == 4


@pytest.mark.usefixtures("interrupts_are_heard")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_says_so_and_the_next_one_goes_on(tmp_path, sent):
    write(tmp_path / "raw", *range(150))
    run = start(tmp_path, "--jobs", "1")
    wait_for_entries(tmp_path, 5)
    run.send_signal(sent)
    said = run.communicate(timeout=60)[1]
    kept = len(list((tmp_path / ".out.cache").rglob("*.rows")))
    assert run.returncode == 130
    assert "stopped: " in said
    assert "of 150 files are read and kept" in said
    assert "Traceback" not in said
    assert 5 <= kept < 150
    assert not (tmp_path / "out").exists()
    done = start(tmp_path, "--jobs", "1")
    assert f"{150 - kept} of 150 files read" in done.communicate(timeout=60)[1]
    assert done.returncode == 0
    assert len(digests(tmp_path / "out")) == 15


@pytest.mark.usefixtures("interrupts_are_heard")
def test_an_interrupt_from_the_terminal_ends_dask_and_its_workers(tmp_path):
    write(tmp_path / "raw", *range(150))
    run = start(tmp_path, "--jobs", "2", "--dask", "local")
    wait_for_entries(tmp_path, 20)
    os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert "stopped: " in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
    assert wait_for(lambda: not group_lives(run.pid))


def group_lives(group: int) -> bool:
    """Whether a process is left in a process group."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def start(folder: Path, *options: str) -> subprocess.Popen[str]:
    """A run over `raw` into `out`, in a process group of its own."""
    command = [sys.executable, "-m", "pipeline", "extract", "raw", "--out", "out", "--no-ner", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for_entries(folder: Path, count: int) -> None:
    end = time.monotonic() + 60
    while len(list((folder / ".out.cache").rglob("*.rows"))) < count:
        assert time.monotonic() < end
        time.sleep(0.02)
