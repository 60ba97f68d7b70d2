"""Work in processes: what comes back, limits, workers that die, and workers that end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.run.crew import Crew, Here, Workers, available_cores
from pipeline.run.faults import WorkerError
from pipeline.run.limits import UNLIMITED, Limits, Lost

ROOT = Path(__file__).parents[2]
SLOW = Limits(1.0, 0)


def doubled(number: int) -> int:
    return 2 * number


def own_pid(number: int) -> int:
    return os.getpid()


def group_pid(seconds: float) -> int:
    """Starts two programs that outlive their caller unless they are ended with it, and waits."""
    for alone in (False, True):
        child = subprocess.Popen(["sleep", "60"], start_new_session=alone)
        Path(os.environ["VNPLANS_TEST_PIDS"], str(child.pid)).touch()
    time.sleep(seconds)
    return child.pid


def waited(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def eaten(megabytes: int) -> int:
    return len(bytearray(os.urandom(1)) * (megabytes * 1_000_000)) // 1_000_000


def died(marker: str) -> str:
    """Dies where `marker` is empty, and once where it names a file that is not there yet."""
    if not marker or not Path(marker).exists():
        if marker:
            Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return marker


def failed(number: int) -> int:
    if number == 3:
        raise OSError(28, "No space left on device", "rows")
    return 1 // number


def results(crew: Workers, work: Callable[[Any], Any], arguments: Sequence[Any], limits: Limits = UNLIMITED) -> list[Any]:
    found = dict(crew.each(work, arguments, limits))
    return [found[place] for place in range(len(arguments))]


@pytest.fixture
def crew():
    with Crew(2) as crew:
        yield crew


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_every_argument_has_its_result(crew, count):
    for workers in (crew, Here()):
        assert results(workers, doubled, list(range(count))) == [2 * number for number in range(count)]


def test_workers_are_other_processes_and_stay_for_the_next_work(crew):
    found = {*results(crew, own_pid, [0] * 8), *results(crew, own_pid, [0] * 8)}
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2
    assert set(results(Here(), own_pid, [0, 0])) == {os.getpid()}


def test_work_that_takes_too_long_is_ended_and_other_work_goes_on(crew):
    begun = time.monotonic()
    assert results(crew, waited, [0.0, 30.0, 0.1, 0.0], SLOW) == [0.0, Lost("time", "reading it takes more than 1 s"), 0.1, 0.0]
    assert time.monotonic() - begun < 15


def loaded() -> None:
    time.sleep(1.5)
    os.environ["VNPLANS_TEST_LOADED"] = "yes"


def is_loaded(number: int) -> str:
    return os.environ.get("VNPLANS_TEST_LOADED", "no")


def test_what_a_worker_does_before_its_work_is_not_on_the_works_time(crew):
    assert [result for _, result in crew.each(is_loaded, [1, 2], SLOW, loaded)] == ["yes", "yes"]
    assert "VNPLANS_TEST_LOADED" not in os.environ


def test_the_limit_is_on_each_piece_and_not_on_all(crew):
    assert results(crew, waited, [0.4] * 6, SLOW) == [0.4] * 6


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound the memory of a process")
def test_work_that_takes_too_much_memory_is_ended(crew):
    limits = Limits(60.0, 300)
    found = results(crew, eaten, [10, 1000, 10], limits)
    assert found == [10, Lost("memory", "reading it takes more than 300 MB of memory"), 10]
    assert results(crew, eaten, [400], UNLIMITED) == [400]


def test_a_worker_that_dies_is_replaced_and_its_work_done_again(crew, tmp_path):
    marker = str(tmp_path / "marker")
    assert results(crew, died, [marker]) == [marker]
    assert results(crew, doubled, [1, 2, 3]) == [2, 4, 6]


def test_work_that_kills_its_worker_twice_is_lost_and_other_work_is_not(crew, tmp_path):
    marker = tmp_path / "there"
    marker.touch()
    arguments = [str(marker), "", str(marker), "", str(marker)]
    lost = Lost("death", "the process that read it was ended by SIGKILL, twice")
    assert results(crew, died, arguments) == [str(marker), lost, str(marker), lost, str(marker)]


def test_workers_that_are_killed_from_outside_lose_nothing(crew):
    found: dict[int, float | Lost] = {}
    for place, result in crew.each(waited, [0.05] * 40, UNLIMITED):
        found[place] = result
        if place in (5, 15):
            os.kill(crew._workers[0].process.pid, signal.SIGKILL)
    assert found == dict.fromkeys(range(40), 0.05)


@pytest.mark.parametrize(
    ("number", "message"), [(0, "ZeroDivisionError"), (3, r"^\[Errno 28\] No space left on device: 'rows'$")]
)
def test_a_fault_of_the_work_is_raised(crew, number, message):
    for workers in (crew, Here()):
        with pytest.raises(WorkerError, match=message):
            results(workers, failed, [1, number, 1])
    assert results(crew, doubled, [1]) == [2]


def test_a_worker_that_cannot_start_is_told(crew, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkerError, match="did not start: it ended with code 1"):
        results(crew, doubled, [1])


def test_work_that_nobody_waits_for_any_more_is_ended(crew):
    for place, _ in crew.each(waited, [0.0, 30.0], UNLIMITED):
        assert place == 0
        break
    begun = time.monotonic()
    assert results(crew, doubled, [1]) == [2]
    assert time.monotonic() - begun < 15


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_programs_that_work_started_end_with_it(crew, tmp_path, monkeypatch):
    monkeypatch.setenv("VNPLANS_TEST_PIDS", str(tmp_path))
    (lost,) = results(crew, group_pid, [30.0], SLOW)
    assert lost.cause == "time"
    programs = noted(tmp_path, 2)
    assert len(programs) == 2
    assert wait_for(lambda: not any(is_running(program) for program in programs))


def test_there_is_a_core():
    assert available_cores() >= 1


PARENT = """
    import sys
    from pipeline.run.crew import Crew
    from pipeline.run.limits import UNLIMITED
    from tests.run.test_crew import group_pid

    with Crew(2) as crew:
        list(crew.each(group_pid, [60.0] * 4, UNLIMITED))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.usefixtures("interrupts_are_heard")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_workers_and_their_programs_end_with_a_parent_that_is_ended(tmp_path, sent):
    environment = {**os.environ, "VNPLANS_TEST_PIDS": str(tmp_path), "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(PARENT)], env=environment, stderr=subprocess.DEVNULL)
    programs = wait_for(lambda: noted(tmp_path, 4))
    assert programs
    parent.send_signal(sent)
    parent.wait()
    assert wait_for(lambda: not any(is_running(program) for program in programs))


def noted(folder: Path, count: int) -> list[int]:
    """The process numbers that are noted in `folder` once there are so many, none before."""
    found = [int(path.name) for path in folder.iterdir()]
    return found if len(found) == count else []


def wait_for(condition: Callable[[], Any], seconds: float = 20.0):
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
