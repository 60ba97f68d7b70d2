"""Dask: the same bytes as without it, the same limits, and workers that die cost nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections import Counter
from contextlib import suppress

import pytest
from distributed import Client, LocalCluster, Scheduler

from pipeline.run import Here, RunError, run
from pipeline.run.cluster import Cluster
from pipeline.run.limits import UNLIMITED, Limits, Lost
from tests.run.test_crew import died, doubled, eaten, failed, results, wait_for, waited
from tests.run.test_steps import digests, write

pytestmark = pytest.mark.filterwarnings("default")  # Dask's own


@pytest.fixture(scope="module")
def scheduler():
    """A cluster of two worker processes, as one that stands elsewhere: known by its address."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, memory_limit=None, dashboard_address=":0") as cluster:
        yield cluster


@pytest.fixture
def workers(scheduler):
    with Cluster(scheduler.scheduler_address) as workers:
        yield workers


def test_every_argument_has_its_result(workers):
    for count in (0, 1, 50):
        assert results(workers, doubled, list(range(count))) == [2 * number for number in range(count)]


def test_the_dataset_is_the_same_as_without_dask(workers, tmp_path):
    write(tmp_path / "raw", *range(1, 30))
    (tmp_path / "raw" / "empty.txt").write_bytes(b"")
    run(tmp_path / "raw", tmp_path / "out", workers=workers, part_inputs=7)
    run(tmp_path / "raw", tmp_path / "plain", workers=Here(), part_inputs=7)
    assert digests(tmp_path / "out") == digests(tmp_path / "plain")


def test_limits_hold_in_the_workers(workers, tmp_path):
    limits = Limits(1.0, 300)
    slow, large = Lost("time", "reading it takes more than 1 s"), Lost("memory", "reading it takes more than 300 MB of memory")
    assert results(workers, waited, [0.0, 30.0, 0.1], limits) == [0.0, slow, 0.1]
    assert results(workers, eaten, [10, 1000], Limits(60.0, 300)) == [10, large]
    marker = str(tmp_path / "marker")
    assert results(workers, died, [marker, ""]) == [
        marker,
        Lost("death", "the process that read it was ended by SIGKILL, twice"),
    ]


def test_a_worker_that_is_killed_loses_nothing(scheduler, workers):
    with Client(scheduler.scheduler_address) as client:
        pids = list(client.run(os.getpid).values())
        found = {}
        for place, result in workers.each(waited, [0.05] * 200, UNLIMITED):
            found[place] = result
            if len(found) == 40:
                os.kill(pids[0], signal.SIGKILL)
        assert found == dict.fromkeys(range(200), 0.05)
        assert pids[0] not in client.run(os.getpid).values()


def test_a_fault_of_the_work_is_raised(workers):
    with pytest.raises(RunError, match="ZeroDivisionError"):
        results(workers, failed, [1, 0, 1])


def test_a_worker_with_other_code_is_refused(workers, tmp_path, monkeypatch):
    write(tmp_path / "raw", 1)
    monkeypatch.setattr("pipeline.run.runner.fingerprint", lambda: "0" * 64)
    with pytest.raises(RunError, match="another version of vnplans"):
        run(tmp_path / "raw", tmp_path / "out", workers=workers)
    assert not (tmp_path / "out").exists()


def test_no_scheduler_is_told():
    with (
        pytest.raises(RunError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:1"),
        Cluster("tcp://127.0.0.1:1", connect_seconds=1),
    ):
        pass


def test_workers_of_ours_leave_the_usual_port_to_others(recwarn):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # taken by somebody else serves as well
            other.bind(("0.0.0.0", 8787))
            other.listen()
        with Cluster("local", 1) as workers:
            assert results(workers, doubled, [1]) == [2]
    assert not [one for one in recwarn if "is already in use" in str(one.message)]


def test_workers_of_ours_end_without_a_word_in_the_midst_of_a_heartbeat(monkeypatch, capfd):
    def slow(scheduler, *, address, **rest):
        beats[address] += 1
        return beat(scheduler, address=address, **rest) if beats[address] == 1 else asyncio.sleep(60)

    beat = Scheduler.heartbeat_worker
    beats: Counter[str] = Counter()
    monkeypatch.setattr(Scheduler, "heartbeat_worker", slow)
    with Cluster("local", 2):
        assert wait_for(lambda: list(beats.values()) == [2, 2])  # the first belongs to a worker's registration
    assert capfd.readouterr().err == ""
