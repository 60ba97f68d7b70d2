"""From anatomy to records: tasks, targets and references of a segmented plan.

`extract_records` reads the outline, then the tables, and puts what it found in the order of the page. Mentions are not yet
resolved to entities.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.extract.body import read_body
from pipeline.extract.deadlines import heading_deadline
from pipeline.extract.drafts import Place, promised_targets
from pipeline.extract.indicators import read_indicator_table
from pipeline.extract.references import read_references
from pipeline.extract.tables import Promising, read_task_table
from pipeline.model import Diagnostic, Document, Reference, Table, Target, TargetContext, Task
from pipeline.recognize.ner.candidates import NerReader

__all__ = ["Records", "extract_records"]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one document, each kind in the order of the page."""

    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    references: tuple[Reference, ...]
    diagnostics: tuple[Diagnostic, ...]


def extract_records(document: Document, names: NerReader | None = None) -> Records:
    """The tasks, targets and references of a document, with a diagnostic for each row or value that could not be read.

    `names` is asked about agencies that no rule knows; without it only the rules speak.
    """
    findings = read_body(document, names)
    tasks, targets, diagnostics = list(findings.tasks), list(findings.targets), list(findings.diagnostics)
    for table in document.tables:
        if table.kind == "tasks":
            reading = read_task_table(document, table, names)
            for promising in reading.promising:
                targets.extend(_promised(document, table, promising, reading.tasks, len(tasks)))
            tasks.extend(reading.tasks)
            diagnostics.extend(reading.diagnostics)
        elif table.kind == "targets":
            indicators = read_indicator_table(document, table, names)
            targets.extend(indicators.targets)
            diagnostics.extend(indicators.diagnostics)
    ordered, place_of = _in_page_order(tasks)
    placed = [replace(target, task=place_of[target.task]) if target.task is not None else target for target in targets]
    return Records(
        tasks=ordered,
        targets=tuple(sorted(placed, key=lambda target: (target.span, target.indicator))),
        references=read_references(document),
        diagnostics=tuple(diagnostics),
    )


def _in_page_order(tasks: list[Task]) -> tuple[tuple[Task, ...], dict[int, int]]:
    """The tasks sorted by their place, and where each one went."""
    order = sorted(range(len(tasks)), key=lambda index: (tasks[index].span, index))
    return tuple(tasks[index] for index in order), {index: place for place, index in enumerate(order)}


@lru_cache(maxsize=1024)
def _horizon_of(heading: str) -> datetime.date | None:
    """The date by which what stands under a heading is promised; the rows of a table share their headings."""
    said = heading_deadline(heading, 0)
    return said.time.end if said else None


def _promised(document: Document, table: Table, promising: Promising, tasks: Sequence[Task], before: int) -> list[Target]:
    """The targets that a row of a table of tasks promises; `before` tasks stand in front of those of the table."""
    if table.section is None:
        return []
    place = Place(document.sections[table.section], promising.ordinal, promising.group)
    horizon = next((end for heading in reversed(place.group) if (end := _horizon_of(heading))), None)
    task = None if promising.task is None else (before + promising.task, tasks[promising.task])
    context: TargetContext = "objective" if task is None else "task"
    found: list[Target] = []
    for span in promising.spans:
        words = document.page.text[span.start : span.end]
        promised = promised_targets(words, span.start, context, place, horizon=horizon, task=task)
        found.extend(replace(target, table=table.index) for target in promised)
    return found
