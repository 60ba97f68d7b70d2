"""What the pipeline read, brought into the gold format: from one `Extraction`, or from the tables of a dataset.

Both give the same `Reading`, so a researcher's dataset and a page just read are scored, annotated and compared in one way. With
each record goes what gold does not have: where it stands, how sure the pipeline is, and how its page was laid out.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from pipeline.dataset import DatasetError, document_rows
from pipeline.dataset.files import read_table
from pipeline.dataset.swap import is_dataset
from pipeline.evaluate.annotation import (
    AnnotatedReference,
    AnnotatedTarget,
    AnnotatedTask,
    AnnotatedTime,
    Annotation,
    Head,
)
from pipeline.model import Extraction, Span
from pipeline.quotes import Quotable

Value: TypeAlias = str | int | float | bool | datetime.date | list[str] | None
PROSE = "prose"
_TABLES = (
    "documents", "texts", "tables", "tasks", "task_agencies", "deadlines", "targets", "target_agencies", "references",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a record was read, how sure the pipeline is of it, and the layout there: `grid`, `flattened` or `prose`."""

    span: Span
    confidence: float = 1.0
    layout: str = PROSE


@dataclass(frozen=True)
class Reading:
    """A document as read: its records in the gold format, and the evidence for each, place by place."""

    doc_id: str
    source_file: str
    text: str
    annotation: Annotation
    tasks: tuple[Evidence, ...]
    targets: tuple[Evidence, ...]
    references: tuple[Evidence, ...]
    table_layout: str = PROSE

    @property
    def stem(self) -> str:
        """The name of the document's gold file, without its ending."""
        return PurePosixPath(self.source_file).stem

    @cached_property
    def page(self) -> Quotable:
        """The clean text, ready to be searched."""
        return Quotable(self.text)


class Row:
    """A row of a table, its values by column."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """The text of a column, `""` for null."""
        value = self._values[name]
        return value if isinstance(value, str) else ""

    def date(self, name: str) -> datetime.date | None:
        """The date of a column."""
        value = self._values[name]
        return value if isinstance(value, datetime.date) else None

    def number(self, name: str) -> float | None:
        """The number of a column."""
        value = self._values[name]
        return float(value) if isinstance(value, (int, float)) else None

    def flag(self, name: str) -> bool:
        """Whether a column says yes."""
        return self._values[name] is True

    def texts(self, name: str) -> tuple[str, ...]:
        """The list of a column."""
        value = self._values[name]
        return tuple(value) if isinstance(value, list) else ()

    def span(self) -> Span:
        """Where the row was read."""
        return Span(int(self.number("char_start") or 0), int(self.number("char_end") or 0))


Tables = Mapping[str, Iterable[Row]]


def read_extraction(extraction: Extraction) -> Reading:
    """One extraction as the dataset would show it. Raises DatasetError when it breaks the contract."""
    batches = document_rows(extraction).tables
    tables = {name: [Row(values) for values in batches[name].to_pylist()] for name in _TABLES}
    return next(iter(_readings(tables)))


def read_dataset(folder: Path) -> tuple[Reading, ...]:
    """The documents of a dataset. Raises DatasetError when `folder` holds none."""
    if not is_dataset(folder):
        raise DatasetError(f"{folder} holds no dataset of vnplans; make one with `vnplans extract`")
    tables = {name: [Row(values) for values in read_table(folder, name).to_pylist()] for name in _TABLES}
    return tuple(_readings(tables))


def _readings(tables: Tables) -> Iterable[Reading]:
    texts = {row.text("doc_id"): row.text("text") for row in tables["texts"]}
    layouts = {row.text("table_id"): row.text("layout") for row in tables["tables"]}
    by_document = {name: _grouped(tables[name], "doc_id") for name in ("tables", "tasks", "targets", "references")}
    agencies = _grouped(tables["task_agencies"], "task_id") | _grouped(tables["target_agencies"], "target_id")
    times = _grouped(tables["deadlines"], "task_id")
    for row in tables["documents"]:
        doc_id = row.text("doc_id")
        tasks, targets, references = (by_document[name][doc_id] for name in ("tasks", "targets", "references"))
        laid = Counter(table.text("layout") for table in by_document["tables"][doc_id] if table.text("kind") != "other")
        yield Reading(
            doc_id=doc_id,
            source_file=row.text("source_file"),
            text=texts[doc_id],
            annotation=Annotation(
                document=_head(row),
                tasks=tuple(_task(task, agencies[task.text("task_id")], times[task.text("task_id")]) for task in tasks),
                targets=tuple(_target(target, agencies[target.text("target_id")]) for target in targets),
                references=tuple(_reference(reference) for reference in references),
            ),
            tasks=tuple(_evidence(task, layouts) for task in tasks),
            targets=tuple(_evidence(target, layouts) for target in targets),
            references=tuple(Evidence(reference.span()) for reference in references),
            table_layout=max(sorted(laid), key=laid.__getitem__, default=PROSE),
        )


def _grouped(rows: Iterable[Row], key: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.text(key)].append(row)
    return groups


def _evidence(row: Row, layouts: Mapping[str, str]) -> Evidence:
    return Evidence(row.span(), row.number("confidence") or 0.0, layouts.get(row.text("table_id"), PROSE))


def _head(row: Row) -> Head:
    return Head(
        number=row.text("number"),
        doc_type=row.text("doc_type"),
        title=row.text("title"),
        issuer=row.text("issuer"),
        province=row.text("province"),
        issued_date=row.date("issued_date"),
        signer=row.text("signer"),
        signer_title=row.text("signer_title"),
        truncated=row.flag("truncated"),
    )


def _mentions(agencies: Iterable[Row], role: str) -> tuple[str, ...]:
    named = sorted((row.number("position") or 0, row.text("mention")) for row in agencies if row.text("role") == role)
    return tuple(mention for _, mention in named)


def _task(row: Row, agencies: list[Row], times: Iterable[Row]) -> AnnotatedTask:
    return AnnotatedTask(
        kind=row.text("kind"),
        ordinal=row.text("ordinal"),
        group=row.texts("group"),
        description=row.text("description"),
        lead=_mentions(agencies, "lead"),
        coordinating=_mentions(agencies, "coordinating"),
        supervisor=_mentions(agencies, "supervisor"),
        output=row.text("output"),
        note=row.text("note"),
        deadlines=tuple(_time(time) for time in times),
    )


def _time(row: Row) -> AnnotatedTime:
    return AnnotatedTime(
        role=row.text("role"),
        text=row.text("text"),
        kind=row.text("kind"),
        start=row.date("start_date"),
        end=row.date("end_date"),
        recurrence=row.text("recurrence") or None,
        inherited=row.flag("inherited"),
    )


def _target(row: Row, agencies: list[Row]) -> AnnotatedTarget:
    return AnnotatedTarget(
        context=row.text("context"),
        ordinal=row.text("ordinal"),
        group=row.texts("group"),
        indicator=row.text("indicator"),
        text=row.text("text"),
        comparator=row.text("comparator"),
        value_min=row.number("value_min"),
        value_max=row.number("value_max"),
        unit=row.text("unit"),
        frequency=row.text("frequency") or None,
        horizon=row.date("horizon_date"),
        lead=_mentions(agencies, "lead"),
        measuring=_mentions(agencies, "measuring"),
    )


def _reference(row: Row) -> AnnotatedReference:
    return AnnotatedReference(
        text=row.text("text"),
        doc_type=row.text("doc_type"),
        number=row.text("number"),
        issued_date=row.date("issued_date"),
        issuer=row.text("issuer"),
        relation=row.text("relation"),
    )
