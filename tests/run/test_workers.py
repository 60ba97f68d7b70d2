"""Work in processes: order, bounds, and workers that end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from pipeline.run.workers import available_cores, in_order

ROOT = Path(__file__).parents[2]


def doubled(numbers: Sequence[int]) -> list[int]:
    """Slower for the first numbers, so that later chunks are done before earlier ones."""
    time.sleep(0.05 if min(numbers) < 4 else 0)
    return [2 * number for number in numbers]


def pids(numbers: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in numbers]


def dead(numbers: Sequence[int]) -> list[int]:
    os._exit(3)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_items(jobs, count):
    assert list(in_order(doubled, range(count), jobs)) == [2 * number for number in range(count)]


def test_one_job_stays_in_this_process():
    assert set(in_order(pids, range(20), 1)) == {os.getpid()}


def test_more_jobs_are_other_processes():
    found = set(in_order(pids, range(20), 2))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_a_worker_that_dies_is_told():
    with pytest.raises(BrokenProcessPool):
        list(in_order(dead, range(4), 2))


def test_there_is_a_core():
    assert available_cores() >= 1


PARENT = """
    import sys
    from pipeline.run.workers import in_order
    import sleepers

    if __name__ == "__main__":
        list(in_order(sleepers.sleep, range(4), 2))
"""
SLEEPERS = """
    import os, time
    from pathlib import Path

    def sleep(numbers):
        Path(os.environ["PIDS"], str(os.getpid())).touch()
        time.sleep(60)
        return list(numbers)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_workers_end_with_a_parent_that_is_killed(tmp_path):
    (tmp_path / "sleepers.py").write_text(textwrap.dedent(SLEEPERS))
    (tmp_path / "parent.py").write_text(textwrap.dedent(PARENT))
    (tmp_path / "pids").mkdir()
    environment = {**os.environ, "PIDS": str(tmp_path / "pids"), "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    parent = subprocess.Popen([sys.executable, str(tmp_path / "parent.py")], env=environment)
    workers = wait_for(lambda: [int(path.name) for path in (tmp_path / "pids").iterdir()])
    assert workers
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_for(lambda: not any(is_running(worker) for worker in workers))


def wait_for(condition, seconds=20.0):
    """The first true value of `condition`, or its last one when the time is over."""
    end = time.monotonic() + seconds
    while not (value := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return value


def is_running(pid: int) -> bool:
    """Whether the process lives; one that ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
