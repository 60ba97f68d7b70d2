"""Work spread over a Dask cluster, by batches; each Dask worker keeps a process of its own for documents, within limits.

Any deployment of Dask serves (SSH, Slurm through dask-jobqueue, Kubernetes): it needs this package on its workers, and files
that all of them reach by the same paths or URLs. The limits on a document are kept by a `Crew` of one in each worker, so a
poisoned document costs a child process and not the worker; a worker that dies all the same is Dask's to replace, and what it
was doing is done again by another one.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from distributed import Client, LocalCluster, Worker, WorkerPlugin, as_completed, get_worker
from distributed.scheduler import KilledWorker

from pipeline.run.crew import Crew
from pipeline.run.faults import RunError, WorkerError
from pipeline.run.limits import Limits, Lost

Argument = TypeVar("Argument")
Result = TypeVar("Result")

LOCAL = "local"
# Documents in a batch: a second or two of work, against some milliseconds that Dask takes for a task.
_BATCH = 16
_CONNECT_SECONDS = 30.0
_CREWS = "vnplans-crews"


class Crews(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
    """The crews of one Dask worker, one for each of its threads that is at work.

    A worker that is `ours` leaves it to the driver to answer Ctrl-C, which a terminal sends to all processes in its foreground,
    and ends without a word: Dask closes a worker's connections while its heartbeat may be under way, and would report that.
    """

    name = _CREWS

    def __init__(self, *, ours: bool = False) -> None:
        self._ours = ours

    def setup(self, worker: Worker) -> None:
        """Called by Dask where a worker starts, in the main thread of a worker that is ours."""
        self._idle: SimpleQueue[Crew] = SimpleQueue()
        if self._ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def teardown(self, worker: Worker) -> None:
        """Called by Dask where a worker ends, before its connections are closed."""
        while not self._idle.empty():
            self._idle.get().stop()
        if self._ours:
            logging.getLogger("distributed").setLevel(logging.CRITICAL)

    @contextmanager
    def crew(self) -> Iterator[Crew]:
        """A crew of one for a piece of work; it keeps its process for the next."""
        try:
            crew = self._idle.get_nowait()
        except Empty:
            crew = Crew(1)
        try:
            yield crew
        finally:
            self._idle.put(crew)

    def __reduce__(self) -> tuple[partial[Crews], tuple[()]]:
        return partial(Crews, ours=self._ours), ()


class Cluster:
    """The workers of the Dask scheduler at `address`, or `jobs` processes of this machine where that is `local`."""

    def __init__(self, address: str, jobs: int = 1, *, connect_seconds: float = _CONNECT_SECONDS) -> None:
        self._address = address
        self._jobs = jobs
        self._connect_seconds = connect_seconds

    def __enter__(self) -> Self:
        self._local = None
        if self._address == LOCAL:
            # The crews bound memory; Dask's own bound would pause a worker for what its child takes.
            self._local = LocalCluster(
                n_workers=self._jobs,
                threads_per_worker=1,
                processes=True,
                memory_limit=None,
                dashboard_address=None,
                # What the scheduler serves all the same takes any free port: the usual one may be another run's.
                scheduler_kwargs={"dashboard_address": ":0"},
                silence_logs=logging.ERROR,
            )
        try:
            self._client = Client(self._local or self._address, timeout=self._connect_seconds)
        except (OSError, ValueError) as error:
            if self._local is not None:
                self._local.close()
            raise RunError(f"there is no Dask scheduler at {self._address}: {error}") from error
        self._client.register_plugin(Crews(ours=self._local is not None))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()
        if self._local is not None:
            self._local.close()

    def each(
        self,
        work: Callable[[Argument], Result],
        arguments: Sequence[Argument],
        limits: Limits,
        before: Callable[[], None] | None = None,
    ) -> Iterator[tuple[int, Result | Lost]]:
        """See `Workers`."""
        size = max(1, min(_BATCH, len(arguments) // (4 * max(1, len(self._client.nthreads())))))
        batches = [range(start, min(start + size, len(arguments))) for start in range(0, len(arguments), size)]
        killed: list[int] = []
        for place, result in self._batches(partial(_work_through, work, limits, before), arguments, batches):
            if isinstance(result, Lost) and result.cause == "death":
                killed.append(place)
            else:
                yield place, result
        # A batch that took workers with it again and again: one of it may be the cause, so each is tried once more alone.
        alone = [range(place, place + 1) for place in sorted(killed)]
        yield from self._batches(partial(_work_through, work, limits, before), arguments, alone)

    def _batches(
        self,
        through: Callable[[Sequence[Argument]], list[Result | Lost]],
        arguments: Sequence[Argument],
        batches: Sequence[range],
    ) -> Iterator[tuple[int, Result | Lost]]:
        futures = {
            self._client.submit(through, [arguments[place] for place in places], pure=False): places for places in batches
        }
        done = as_completed(list(futures), with_results=True, raise_errors=False)
        try:
            for future, results in done:
                places = futures.pop(future)
                yield from zip(places, self._results(future, results, len(places)), strict=True)
        finally:
            self._client.cancel(list(futures))

    def _results(self, future: Any, results: Any, count: int) -> Sequence[Any]:
        if future.status == "finished":
            return list(results)
        error = results[1] if isinstance(results, tuple) else future.exception()
        if isinstance(error, KilledWorker):
            return [Lost("death", "the Dask workers that read it died, again when it was read alone")] * count
        if isinstance(error, RunError):
            raise error
        raise WorkerError(f"a Dask worker failed: {error!r}") from (error if isinstance(error, BaseException) else None)


def _work_through(
    work: Callable[[Argument], Result],
    limits: Limits,
    before: Callable[[], None] | None,
    arguments: Sequence[Argument],
) -> list[Result | Lost]:
    """What comes of a batch, in its order; runs in a Dask worker."""
    with get_worker().plugins[_CREWS].crew() as crew:
        results = dict(crew.each(work, arguments, limits, before))
    return [results[place] for place in range(len(arguments))]
