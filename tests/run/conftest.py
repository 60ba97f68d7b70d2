"""What the tests of runs share."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture
def interrupts_are_heard() -> Iterator[None]:
    """Programs that the test starts hear SIGINT, also where the tests themselves were started with it ignored.

    A shell without job control starts its background programs so (POSIX, Shell Command Language, 2.11).
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
