"""Work spread over processes of this machine, each piece bounded in time and memory.

A `Crew` hands pieces one by one to its workers and gives back what comes of each as it comes. A worker that takes too long
is killed with all that it started; one that dies is replaced and its piece tried once more, alone, when all others are done.
`Here` does the same work in this process, without bounds.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Protocol, Self, TypeVar, cast

from pipeline.run.faults import WorkerError
from pipeline.run.limits import UNLIMITED, Limits, Lost
from pipeline.run.worker import READY, Done, Raised, answer, descendants, kill_all

Argument = TypeVar("Argument")
Result = TypeVar("Result")

# Starting takes a second; a machine that is busy with other things may need longer, one that needs this long is stuck.
_START_SECONDS = 120.0
# The modules that this process finds, the child must find too: the path may have been changed since this one started.
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from pipeline.run.worker import serve
serve(*map(int, sys.argv[2:]))
"""


class Workers(Protocol):
    """Whoever does the work of a run."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def each(
        self,
        work: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        limits: Limits,
        before: Callable[[], None] | None = None,
    ) -> Iterator[tuple[int, Result | Lost]]:
        """What comes of `work` on each argument, with the argument's place, as it comes; `work` is a module's function.

        Each piece of work is done within `limits`. `before` is called once by each process that begins, on no piece's time.
        Raises WorkerError when work raises an exception.
        """
        ...


class Here:
    """This process, without limits: for looking into a fault, and for little work."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def each(
        self,
        work: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        limits: Limits,
        before: Callable[[], None] | None = None,
    ) -> Iterator[tuple[int, Result | Lost]]:
        """See `Workers`; the limits are not kept."""
        if before:
            before()
        for place, argument in enumerate(arguments):
            yield place, cast("Result | Lost", _opened(answer(work, argument, 0)))


@dataclass(eq=False)
class _Worker:
    """A worker process. `place` is the place of the piece that it works on, `due` the time at which it is to be ended.

    `files` is where it keeps files of a moment.
    """

    process: subprocess.Popen[bytes]
    connection: Connection
    lifeline: int
    files: tempfile.TemporaryDirectory[str]
    due: float = field(default_factory=lambda: time.monotonic() + _START_SECONDS)
    ready: bool = False
    place: int | None = None

    def end(self) -> int:
        """Kill the worker and all that it started. Returns how it ended, as `Popen.returncode` does."""
        kill_all(descendants(self.process.pid))
        # The process group lasts as long as anybody is in it, also when the worker itself is gone.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.connection.close()
        os.close(self.lifeline)
        code = self.process.wait()
        # What it was writing when it was killed.
        self.files.cleanup()
        return code


class Crew:
    """Up to `jobs` worker processes, started when there is work. Use it as a context manager: leaving it ends them."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._limits = UNLIMITED
        self._before: Callable[[], None] | None = None
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """End all workers; the next work starts new ones."""
        while self._workers:
            self._workers.pop().end()

    def each(
        self,
        work: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        limits: Limits,
        before: Callable[[], None] | None = None,
    ) -> Iterator[tuple[int, Result | Lost]]:
        """See `Workers`."""
        if limits.megabytes != self._limits.megabytes:
            self.stop()
        self._limits, self._before = limits, before
        crashed: list[int] = []
        try:
            for place, result in self._all(work, arguments, range(len(arguments)), self._jobs):
                if isinstance(result, Lost) and result.cause == "death":
                    crashed.append(place)
                else:
                    yield place, result
            for place in sorted(crashed):
                self.stop()
                yield from self._all(work, arguments, [place], 1)
        finally:
            self._end_busy()

    def _all(
        self, work: Callable[[Argument], Result], arguments: Sequence[Argument], places: Sequence[int], jobs: int
    ) -> Iterator[tuple[int, Result | Lost]]:
        pending = deque(places)
        while pending or any(worker.place is not None for worker in self._workers):
            while len(self._workers) < min(jobs, len(self._busy()) + len(pending)):
                self._workers.append(self._start())
            for worker in self._workers:
                if worker.ready and worker.place is None and pending:
                    self._hand_out(worker, work, arguments, pending)
            for worker in self._heard():
                found = self._hear(worker)
                if found is not None:
                    yield found[0], cast("Result | Lost", found[1])

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.place is not None]

    def _start(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        reading, lifeline = os.pipe()
        files = tempfile.TemporaryDirectory(prefix="vnplans-", ignore_cleanup_errors=True)
        words = [json.dumps(sys.path), str(theirs.fileno()), str(reading), str(self._limits.megabytes)]
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, *words],
                pass_fds=(theirs.fileno(), reading),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "TMPDIR": files.name},
            )
        finally:
            theirs.close()
            os.close(reading)
        with suppress(BrokenPipeError):  # One that died at once is heard of soon.
            ours.send(self._before)
        return _Worker(process, ours, lifeline, files)

    def _hand_out(
        self, worker: _Worker, work: Callable[[Argument], Result], arguments: Sequence[Argument], pending: deque[int]
    ) -> None:
        place = pending.popleft()
        worker.place, worker.due = place, time.monotonic() + self._limits.seconds
        try:
            worker.connection.send((work, arguments[place]))
        except (BrokenPipeError, ConnectionResetError):
            # It died between two pieces, which is not this piece's fault.
            pending.appendleft(place)
            self._dismiss(worker)

    def _heard(self) -> list[_Worker]:
        """The workers that have something to say, have died or are overdue, after waiting for the first of them."""
        waiting = [worker for worker in self._workers if worker.place is not None or not worker.ready]
        if not waiting:
            return []
        first = min(worker.due for worker in waiting)
        left = None if first == math.inf else max(0.0, first - time.monotonic())
        speaking = wait([worker.connection for worker in waiting], left)
        now = time.monotonic()
        return [worker for worker in waiting if worker.connection in speaking or worker.due <= now]

    def _hear(self, worker: _Worker) -> tuple[int, object] | None:
        """The place and the result that a worker has, None where it only got ready. Raises WorkerError, OSError."""
        place = worker.place
        if not worker.connection.poll():
            self._dismiss(worker)
            if place is None:
                raise WorkerError(f"a worker process did not start within {_START_SECONDS:.0f} s")
            return place, Lost("time", f"reading it takes more than {self._limits.seconds:g} s")
        try:
            said = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            code = self._dismiss(worker)
            if place is None:
                raise WorkerError(f"a worker process did not start: it {_ending(code)}") from None
            return place, Lost("death", f"the process that read it {_ending(code)}, twice")
        if said == READY:
            worker.ready = True
            return None
        worker.place = None
        if isinstance(said, Lost):
            # What the piece took may still be held; a new process starts small.
            self._dismiss(worker)
        assert place is not None
        return place, _opened(said)

    def _dismiss(self, worker: _Worker) -> int:
        self._workers.remove(worker)
        return worker.end()

    def _end_busy(self) -> None:
        for worker in self._busy():
            self._dismiss(worker)


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def _opened(said: object) -> object:
    """The result or the loss that an answer says. Raises WorkerError for an exception."""
    if isinstance(said, Raised):
        raise WorkerError(said.reason)
    return said.result if isinstance(said, Done) else said


def _ending(code: int) -> str:
    """How a process ended: `Popen.returncode` in words."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
