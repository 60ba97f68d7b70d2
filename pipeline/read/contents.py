"""What a reader hands over: the lines and tables of a file, and what else the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Diagnostic, Line, PageTable, Place


class ReadError(ValueError):
    """A file that holds no page; the message names the file and the cause."""


class MissingToolError(ReadError):
    """A file that only a program can read that is not installed; the message says which, and how to get it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The content of one file in reading order; `places` say where on paper the stretches that `Line.source` counts stood."""

    items: tuple[Line | PageTable, ...]
    host: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    places: tuple[Place, ...] = ()
