"""What one document may cost, and what is said of one that cost its worker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Cause = Literal["time", "memory", "death"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on the work of one document: `seconds` of wall clock, `megabytes` (10^6 bytes) of its process, 0 for any number.

    The defaults leave room for a scan of hundreds of pages (2 to 4 s a page, below 1 GB) and end what is stuck.
    """

    seconds: float = 900.0
    megabytes: int = 3000


@dataclass(frozen=True, slots=True)
class Lost:
    """Work that gave no result because its process was ended or died; `detail` says how, in the same words on every machine."""

    cause: Cause
    detail: str

    @property
    def code(self) -> str:
        """The diagnostic that says so."""
        return _CODES[self.cause]


UNLIMITED = Limits(math.inf, 0)

_CODES: dict[Cause, str] = {"time": "document-too-slow", "memory": "document-too-large", "death": "document-crashed"}
