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
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", "extract", "raw", "--out", "out", "--jobs", "1", "--no-ner"]
    run = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
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
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert f"{150 - kept} of 150 files read" in done.stderr
    assert len(digests(tmp_path / "out")) == 15


def wait_for_entries(folder: Path, count: int) -> None:
    end = time.monotonic() + 60
    while len(list((folder / ".out.cache").rglob("*.rows"))) < count:
        assert time.monotonic() < end
        time.sleep(0.02)
