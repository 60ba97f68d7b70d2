"""One document as a page shows it: its text, and records that know their place in it.

A `record` is the name that a record has within its document: the link to it (`k0003`, and `k0003-lead-0` for an agency of it).
`start` and `end` count characters of the text.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of a task or a target; `name` is the one it was resolved to, `""` when it was not."""

    record: str
    role: str
    words: str
    start: int
    end: int
    name: str
    resolution: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Time:
    """A time of a task."""

    record: str
    role: str
    words: str
    start: int
    end: int
    kind: str
    first_day: datetime.date | None
    last_day: datetime.date | None
    recurrence: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A task with its agencies and times. `corrected` names the fields that were set by hand."""

    record: str
    start: int
    end: int
    kind: str
    ordinal: str
    group: tuple[str, ...]
    description: str
    output: str
    note: str
    confidence: float
    page: int | None
    agencies: tuple[Agency, ...]
    times: tuple[Time, ...]
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A target with its agencies; `task` is the record of the task that promises it."""

    record: str
    start: int
    end: int
    context: str
    ordinal: str
    group: tuple[str, ...]
    indicator: str
    words: str
    comparator: str
    value_min: float | None
    value_max: float | None
    unit: str
    frequency: str
    horizon: datetime.date | None
    confidence: float
    page: int | None
    task: str
    agencies: tuple[Agency, ...]
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document; `target_doc_id` is set when the dataset holds it."""

    record: str
    start: int
    end: int
    relation: str
    words: str
    doc_type: str
    number: str
    issued: datetime.date | None
    issuer: str
    level: str
    articles: tuple[str, ...]
    law_id: str
    target_doc_id: str
    page: int | None
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A diagnostic; without a place `start` and `end` are None."""

    record: str
    severity: str
    code: str
    message: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, at its upper left place; empty cells have no place in the text."""

    record: str
    row: int
    column: int
    row_span: int
    column_span: int
    role: str
    words: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `rows` holds the cells that begin in each row."""

    record: str
    caption: str
    kind: str
    layout: str
    rows: tuple[tuple[Cell, ...], ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a section begins, and how deep it lies."""

    start: int
    level: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document and everything that was read from it."""

    doc_id: str
    source_file: str
    source_format: str
    portal: str
    number: str
    doc_type: str
    title: str
    issuer: str
    province: str
    issued: datetime.date | None
    effective: datetime.date | None
    signer: str
    signer_title: str
    truncated: bool
    text: str
    headings: tuple[Heading, ...]
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    references: tuple[Reference, ...]
    doubts: tuple[Doubt, ...]
    grids: tuple[Grid, ...]

    @property
    def graver(self) -> int:
        """How many doubts are more than remarks."""
        return sum(doubt.severity != "info" for doubt in self.doubts)

    @property
    def records(self) -> tuple[Task | Target, ...]:
        """Tasks and targets, the least certain first, else in the order of the page."""
        records: list[Task | Target] = [*self.tasks, *self.targets]
        return tuple(sorted(records, key=lambda record: (record.confidence, record.start)))

    @property
    def least_sure(self) -> float | None:
        """The confidence of the least certain record."""
        return min((record.confidence for record in self.records), default=None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no document, and why."""

    source_file: str
    severity: str
    code: str
    message: str
