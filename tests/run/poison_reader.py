"""A reader whose files do what damaged files can do to the process that reads them. `poisonous.install_poison` installs it.

A file's first line says what: `POISON loop`, `loop-in-c`, `loop-in-regex`, `eat`, `crash`, `crash-segv`, `crash-once PATH` or
`plain`. It stands alone, so that it can be copied.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

from pipeline.read import Contents, FileReader, read_plain

_ORDER = re.compile(rb"POISON ([a-z-]{1,20})(?: ([^\n]{1,1000}))?(?:\n|\Z)")
_MOUTHFUL = 10_000_000


def loop(_: str) -> None:
    """For ever, with a chance for signals and other threads at each turn."""
    while True:
        pass


def loop_in_c(_: str) -> None:
    """For ever inside one call that holds the interpreter's lock and looks for no signal: only a kill from outside ends it."""
    sum(itertools.repeat(0))


def loop_in_regex(_: str) -> None:
    """Longer than anyone lives, inside one match that holds the interpreter's lock but lets signals in."""
    re.match(r"(?:a|aa)+$", "a" * 300 + "b")


def eat(_: str) -> None:
    """Take memory without end, and write on it so that it is there."""
    eaten = []
    while True:
        eaten.append(b"\xff" * _MOUTHFUL)


def crash(_: str) -> None:
    """Die as by the hand of a system that is out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def crash_segv(_: str) -> None:
    """Die as of a fault in a library."""
    ctypes.string_at(0)


def crash_once(marker: str) -> None:
    """Die, but not where the file `marker` says that this was done before."""
    path = Path(marker)
    if not path.exists():
        path.touch()
        crash(marker)


_POISONS: dict[str, Callable[[str], None]] = {
    "loop": loop,
    "loop-in-c": loop_in_c,
    "loop-in-regex": loop_in_regex,
    "eat": eat,
    "crash": crash,
    "crash-segv": crash_segv,
    "crash-once": crash_once,
    "plain": lambda _: None,
}


def claims(data: bytes, source_file: str) -> bool:
    """Whether the first line gives one of the orders."""
    order = _ORDER.match(data)
    return order is not None and order[1].decode("ascii") in _POISONS


def read(data: bytes, source_file: str) -> Contents:
    """Do as the first line says; for who survives it, the text behind that line."""
    order = _ORDER.match(data)
    if order is None:
        raise ValueError(f"{source_file}: no poison")
    _POISONS[order[1].decode("ascii")](os.fsdecode(order[2] or b""))
    return read_plain(data[order.end() :].decode("utf-8"))


READER = FileReader("poison", claims, read)
