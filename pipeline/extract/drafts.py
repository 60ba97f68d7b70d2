"""What the readers of the body share: how an item's words become a task, and which promises it makes.

Input: pieces of the clean text with their place; output: `Task`s and `Target`s of model.py.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extract.agencies import Agents
from pipeline.model import Deadline, Diagnostic, Section, Span, Target, TargetContext, Task, TaskKind
from pipeline.orthography import fold_space, strip_bullet
from pipeline.recognize.promises import find_promises


@dataclass(slots=True)
class Findings:
    """What has been read of a document so far, in the order of reading."""

    tasks: list[Task] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its section, its printed ordinal and the headings over it."""

    section: Section
    ordinal: str
    group: tuple[str, ...]


def own_and_inherited(own: Sequence[Deadline], inherited: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines of a task: its own, and those of a heading for each role that it has none of."""
    roles = {deadline.role for deadline in own}
    return (*own, *(deadline for deadline in inherited if deadline.role not in roles))


def body_task(
    kind: TaskKind,
    place: Place,
    description: str,
    span: Span,
    agents: Agents,
    deadlines: Sequence[Deadline],
    *,
    output: str = "",
    note: str = "",
    confidence: float,
) -> Task:
    """A task of the body or the implementation part."""
    return Task(
        kind=kind,
        ordinal=place.ordinal,
        group=place.group,
        description=description,
        span=span,
        output=output,
        note=note,
        lead=agents.lead,
        coordinating=agents.coordinating,
        supervisor=agents.supervisor,
        deadlines=tuple(deadlines),
        section=place.section.index,
        confidence=confidence,
    )


def promised_targets(
    text: str,
    offset: int,
    context: TargetContext,
    place: Place,
    *,
    horizon: datetime.date | None,
    task: tuple[int, Task] | None = None,
    levels: bool = False,
) -> tuple[Target, ...]:
    """The targets that a piece of text at `offset` promises; those of a task carry its index and its lead."""
    return tuple(
        Target(
            context=context,
            ordinal=place.ordinal,
            group=place.group,
            indicator=promise.indicator,
            text=promise.text,
            span=promise.span.shifted(offset),
            comparator=promise.comparator,
            value_min=promise.value_min,
            value_max=promise.value_max,
            unit=promise.unit,
            frequency=promise.frequency,
            horizon=promise.horizon,
            lead=task[1].lead if task else (),
            section=place.section.index,
            task=task[0] if task else None,
            confidence=0.85 if promise.comparator else 0.7,
        )
        for promise in find_promises(text, horizon=horizon, levels=levels)
    )


def plain_lines(lines: Sequence[str]) -> str:
    """Paragraphs as the dataset shows them: bullets dropped, blanks folded, joined by line feeds."""
    return "\n".join(words for line in lines if (words := fold_space(strip_bullet(line))))
