"""A plan as a person annotates it: the gold format, typed.

Input and output: a gold file, `{"document": {...}, "tasks": [...], "targets": [...], "references": [...]}` as JSON, and an
`Annotation`, which holds the same. What the pipeline reads is brought into this form too, so that both sides are compared as
equals. Texts are the page's words; an empty field is `""`, `()` or None.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


class AnnotationError(ValueError):
    """A gold file that does not have the gold format; the message names the place."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head and the signature say of the document."""

    number: str = ""
    doc_type: str = ""
    title: str = ""
    issuer: str = ""
    province: str = ""
    issued_date: datetime.date | None = None
    signer: str = ""
    signer_title: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedTime:
    """A time of a task: its words and what they mean."""

    role: str
    text: str
    kind: str
    start: datetime.date | None = None
    end: datetime.date | None = None
    recurrence: str | None = None
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedTask:
    """A piece of work; `uncertain` names the fields that the page leaves open, which are not scored."""

    kind: str
    ordinal: str = ""
    group: tuple[str, ...] = ()
    description: str = ""
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    supervisor: tuple[str, ...] = ()
    output: str = ""
    note: str = ""
    deadlines: tuple[AnnotatedTime, ...] = ()
    uncertain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedTarget:
    """A quantity or a level to reach."""

    context: str
    ordinal: str = ""
    group: tuple[str, ...] = ()
    indicator: str = ""
    text: str = ""
    comparator: str = ""
    value_min: float | None = None
    value_max: float | None = None
    unit: str = ""
    frequency: str | None = None
    horizon: datetime.date | None = None
    lead: tuple[str, ...] = ()
    measuring: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedReference:
    """A cited document."""

    text: str
    doc_type: str = ""
    number: str = ""
    issued_date: datetime.date | None = None
    issuer: str = ""
    relation: str = "cites"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything that is annotated of one document, in the order of the page."""

    document: Head
    tasks: tuple[AnnotatedTask, ...] = ()
    targets: tuple[AnnotatedTarget, ...] = ()
    references: tuple[AnnotatedReference, ...] = ()


class _Fields:
    """A JSON object read field by field; each fault names the place in the file."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise AnnotationError(f"{where}: should be an object with fields")
        self._left: dict[str, object] = dict(value)
        self._where = where

    def _take(self, name: str, types: tuple[type, ...], fallback: object) -> object:
        value = self._left.pop(name, fallback)
        if value is None:
            return fallback
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise AnnotationError(f"{self._where}: {name}: {value!r} is no {types[0].__name__}")
        return value

    def text(self, name: str) -> str:
        return str(self._take(name, (str,), ""))

    def rule(self, name: str) -> str | None:
        return self.text(name) or None

    def flag(self, name: str) -> bool:
        return bool(self._take(name, (bool,), False))

    def number(self, name: str) -> float | None:
        value = self._take(name, (float, int), None)
        return float(value) if isinstance(value, (int, float)) else None

    def date(self, name: str) -> datetime.date | None:
        value = self.text(name)
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError as error:
            raise AnnotationError(f"{self._where}: {name}: {value!r} is no date such as 2025-12-31") from error

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._take(name, (list,), [])
        assert isinstance(values, list)
        if not all(isinstance(value, str) for value in values):
            raise AnnotationError(f"{self._where}: {name}: should be a list of texts")
        return tuple(values)

    def each(self, name: str, make: Callable[[object, str], Made]) -> tuple[Made, ...]:
        values = self._take(name, (list,), [])
        assert isinstance(values, list)
        return tuple(make(value, f"{self._where} {name} {place}".strip()) for place, value in enumerate(values))

    def part(self, name: str) -> object:
        return self._left.pop(name, None)

    def end(self) -> None:
        """Refuse what the format does not know: a misspelled field would be lost in silence."""
        if self._left:
            raise AnnotationError(f"{self._where}: unknown fields {sorted(self._left)}")


def _head(value: object, where: str) -> Head:
    fields = _Fields(value, where)
    head = Head(
        number=fields.text("number"),
        doc_type=fields.text("doc_type"),
        title=fields.text("title"),
        issuer=fields.text("issuer"),
        province=fields.text("province"),
        issued_date=fields.date("issued_date"),
        signer=fields.text("signer"),
        signer_title=fields.text("signer_title"),
        truncated=fields.flag("truncated"),
    )
    fields.end()
    return head


def _time(value: object, where: str) -> AnnotatedTime:
    fields = _Fields(value, where)
    time = AnnotatedTime(
        role=fields.text("role"),
        text=fields.text("text"),
        kind=fields.text("kind"),
        start=fields.date("start"),
        end=fields.date("end"),
        recurrence=fields.rule("recurrence"),
        inherited=fields.flag("inherited"),
    )
    fields.end()
    return time


def _task(value: object, where: str) -> AnnotatedTask:
    fields = _Fields(value, where)
    task = AnnotatedTask(
        kind=fields.text("kind"),
        ordinal=fields.text("ordinal"),
        group=fields.texts("group"),
        description=fields.text("description"),
        lead=fields.texts("lead"),
        coordinating=fields.texts("coordinating"),
        supervisor=fields.texts("supervisor"),
        output=fields.text("output"),
        note=fields.text("note"),
        deadlines=fields.each("deadlines", _time),
        uncertain=fields.texts("uncertain"),
    )
    fields.end()
    return task


def _target(value: object, where: str) -> AnnotatedTarget:
    fields = _Fields(value, where)
    target = AnnotatedTarget(
        context=fields.text("context"),
        ordinal=fields.text("ordinal"),
        group=fields.texts("group"),
        indicator=fields.text("indicator"),
        text=fields.text("text"),
        comparator=fields.text("comparator"),
        value_min=fields.number("value_min"),
        value_max=fields.number("value_max"),
        unit=fields.text("unit"),
        frequency=fields.rule("frequency"),
        horizon=fields.date("horizon"),
        lead=fields.texts("lead"),
        measuring=fields.texts("measuring"),
        coordinating=fields.texts("coordinating"),
    )
    fields.end()
    return target


def _reference(value: object, where: str) -> AnnotatedReference:
    fields = _Fields(value, where)
    reference = AnnotatedReference(
        text=fields.text("text"),
        doc_type=fields.text("doc_type"),
        number=fields.text("number"),
        issued_date=fields.date("issued_date"),
        issuer=fields.text("issuer"),
        relation=fields.text("relation"),
    )
    fields.end()
    return reference


def parse_annotation(text: str) -> Annotation:
    """An annotation from the JSON of a gold file. Raises AnnotationError naming the record and the field at fault."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise AnnotationError(f"line {error.lineno}: no JSON: {error.msg}") from error
    fields = _Fields(value, "")
    annotation = Annotation(
        document=_head(fields.part("document") or {}, "document"),
        tasks=fields.each("tasks", _task),
        targets=fields.each("targets", _target),
        references=fields.each("references", _reference),
    )
    fields.end()
    return annotation


def read_annotation(path: Path) -> Annotation:
    """The annotation in a gold file. Raises AnnotationError naming the file, OSError when there is none."""
    try:
        return parse_annotation(path.read_text(encoding="utf-8"))
    except (AnnotationError, UnicodeDecodeError) as error:
        raise AnnotationError(f"{path}: {error}") from error


def read_gold(folder: Path) -> Mapping[str, Annotation]:
    """Every gold file of a folder by the stem of its document, or the one file. Raises AnnotationError when there is none."""
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else [folder] if folder.is_file() else []
    if not paths:
        raise AnnotationError(f"{folder}: no gold files (*.json) there")
    return {path.stem: read_annotation(path) for path in paths}


def annotation_json(annotation: Annotation) -> str:
    """The annotation as the JSON of a gold file."""
    content = {
        "document": _object(annotation.document),
        "tasks": [_object(task) for task in annotation.tasks],
        "targets": [_object(target) for target in annotation.targets],
        "references": [_object(reference) for reference in annotation.references],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


# Fields that a gold file leaves out where they say nothing.
_LEFT_OUT = frozenset({("AnnotatedTask", "uncertain"), ("AnnotatedTarget", "coordinating")})


def _object(record: object) -> dict[str, object]:
    names: Sequence[str] = getattr(type(record), "__slots__", ())
    values = {name: getattr(record, name) for name in names}
    return {name: _plain(value) for name, value in values.items() if value or (type(record).__name__, name) not in _LEFT_OUT}


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_object(item) if isinstance(item, AnnotatedTime) else item for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
