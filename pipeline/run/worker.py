"""A worker process: it does one piece of work after another for the process that started it.

Started by `pipeline.run.crew` as a program of its own, not as a copy of its parent, so that it needs nothing of the parent's
main module and may be started from threads and daemons. It ends with its parent, with all programs that it started, even
when the parent is killed. Its memory is bounded by the kernel: what asks for more gets a MemoryError.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from pipeline.run.faults import RunError
from pipeline.run.limits import Lost

Argument = TypeVar("Argument")

READY = "ready"


@dataclass(frozen=True, slots=True)
class Done:
    """Work that was done, and what came of it."""

    result: object


@dataclass(frozen=True, slots=True)
class Raised:
    """Work that raised an exception: a fault of the code or of the machine, no document's."""

    reason: str


def serve(work: int, lifeline: int, megabytes: int) -> None:
    """Do the work that comes over the connection with file descriptor `work` until it is closed.

    First comes what to call before saying that the worker is ready, or None.

    `lifeline` is the reading end of a pipe whose other end the parent alone holds; `megabytes` bounds the memory, 0 for none.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for descriptor in (work, lifeline):
        os.set_inheritable(descriptor, False)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    connection = Connection(work)
    if megabytes:
        _bound_memory(megabytes * 1_000_000)
    before = connection.recv()
    if before:
        before()
    connection.send(READY)
    while True:
        try:
            function, argument = connection.recv()
        except EOFError:
            return
        connection.send(answer(function, argument, megabytes))


def answer(function: Callable[[Argument], object], argument: Argument, megabytes: int) -> Done | Lost | Raised:
    """What comes of one piece of work; `megabytes` is the bound on memory that it is done under."""
    try:
        return Done(function(argument))
    except MemoryError:
        return Lost("memory", f"reading it takes more than {megabytes} MB of memory" if megabytes else "out of memory")
    except (OSError, RunError) as error:
        return Raised(str(error))
    except Exception:
        return Raised(traceback.format_exc())


def descendants(pid: int) -> list[int]:
    """The processes that a living one started, and those that they started, where the system tells (Linux).

    LibreOffice has a session of its own, so the process group of its worker does not hold it.
    """
    found: list[int] = []
    for told in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread or a process that ended just now
            for child in map(int, told.read_text().split()):
                found += [child, *descendants(child)]
    return found


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)
    kill_all(descendants(os.getpid()))
    os.killpg(0, signal.SIGKILL)


def kill_all(pids: Iterable[int]) -> None:
    """Kill these processes; those that are gone are passed over."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _bound_memory(size: int) -> None:
    """Bound what this process may take from now on, so that with what it holds already it comes to about `size` bytes.

    The kernel bounds the address space of data (RLIMIT_DATA), of which libraries set aside more than they use; that
    difference, as it is now, is added. Systems without /proc count no such space, and the bound is on data alone.
    """
    status = Path("/proc/self/status")
    told = dict(line.split(":", 1) for line in status.read_text().splitlines()) if status.exists() else {}
    aside = max(0, _kilobytes(told, "VmData") - _kilobytes(told, "VmRSS")) * 1024
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = size + aside
    bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))


def _kilobytes(told: dict[str, str], name: str) -> int:
    return int(told.get(name, "0 kB").split()[0])
