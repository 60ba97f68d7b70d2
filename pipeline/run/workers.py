"""Work spread over processes, with results in the order of the work.

Chunks of inputs go to a pool of spawned processes; only so many are under way at a time, so neither the queue nor the
results grow with the number of documents. Workers end with the process that started them, also when that one is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing.connection import wait
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 8
_CHUNKS_PER_WORKER = 3


def in_order(work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """The results of `work` over `items`, in their order, computed by up to `jobs` processes.

    `work` takes a chunk and gives one result for each of its items; it must be a function of a module. With one job, or
    too few items to share out, it is called in this process. Raises BrokenProcessPool when a worker process dies.
    """
    chunk = max(1, min(_CHUNK, len(items) // (2 * jobs)))
    chunks = (items[start : start + chunk] for start in range(0, len(items), chunk))
    workers = min(jobs, -(-len(items) // chunk))
    if workers <= 1:
        for part in chunks:
            yield from work(part)
        return
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)
    try:
        under_way: deque[Future[list[Result]]] = deque()
        for part in islice(chunks, workers * _CHUNKS_PER_WORKER):
            under_way.append(pool.submit(work, part))
        while under_way:
            yield from under_way.popleft().result()
            for part in islice(chunks, 1):
                under_way.append(pool.submit(work, part))
    finally:
        pool.shutdown(cancel_futures=True)


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def _start_worker() -> None:
    """Leave the interrupt key to the main process, and end when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
