"""An annotation drawn on its page: marked stretches with attributes, and lines from records to their parts.

This is the form in which annotation tools work, and the bridge between the gold format and any of them. A record is marked at
its first words; agencies, times, products and further paragraphs are marks of their own that a link ties to it. What the page
does not print (`kind`, dates, headings over a record) are attributes of the mark. Where gold has other words than stand under
a mark, the attribute `words` has them. Both ways are exact: `annotation_of(marked(a, text))` is `a`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.evaluate.annotation import (
    AnnotatedReference,
    AnnotatedTarget,
    AnnotatedTask,
    AnnotatedTime,
    Annotation,
    AnnotationError,
    Head,
)
from pipeline.model import Span
from pipeline.orthography import fold_space, strip_bullet
from pipeline.quotes import Quotable, quoted

Attributes = Mapping[str, tuple[str, ...]]
RECORDS = ("task", "target", "reference")
_MANY_LINES = frozenset({"task", "description", "output", "note"})
WORDS = "words"
LEVEL = "level"  # the comparator of a level without a quantity, which gold leaves empty
# Attributes by the label of a mark; header facts belong to the page.
HEADER = ("number", "doc_type", "title", "issuer", "province", "issued_date", "signer", "signer_title", "truncated")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the clean text with a label and what is said of it."""

    name: str
    label: str
    span: Span
    attributes: Attributes = field(default_factory=dict)

    def one(self, attribute: str) -> str:
        """The value of an attribute that has one, `""` for none."""
        return next(iter(self.attributes.get(attribute, ())), "")


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page with marks, links between them (by name) and facts of the document."""

    document: str
    text: str
    marks: tuple[Mark, ...]
    links: tuple[tuple[str, str], ...]
    facts: Attributes = field(default_factory=dict)


def marked(annotation: Annotation, text: str, document: str) -> MarkedPage:
    """The annotation drawn on the clean text of its page."""
    pen = _Pen(Quotable(text))
    for task in annotation.tasks:
        pen.task(task)
    for target in annotation.targets:
        pen.target(target)
    for reference in annotation.references:
        pen.reference(reference)
    head = annotation.document
    facts = {name: _texts(getattr(head, name)) for name in HEADER if getattr(head, name)}
    return MarkedPage(document, text, tuple(pen.marks), tuple(pen.links), facts)


class _Pen:
    def __init__(self, page: Quotable) -> None:
        self.page = page
        self.marks: list[Mark] = []
        self.links: list[tuple[str, str]] = []
        self.last: dict[str, int] = {}

    def task(self, task: AnnotatedTask) -> None:
        attributes = {"kind": task.kind, "ordinal": task.ordinal, "group": task.group, "uncertain": task.uncertain}
        lines = task.description.split("\n")
        head = self._head("task", lines[0], attributes, whole=task.description)
        if head.one(WORDS) != task.description and value_of(head, self.page.text) != task.description:
            for line in lines[1:]:
                self._part(head, "description", line)
        for label in ("lead", "coordinating", "supervisor"):
            for words in getattr(task, label):
                self._part(head, label, words)
        for label in ("output", "note"):
            if words := getattr(task, label):
                self._part(head, label, words)
        for time in task.deadlines:
            said = {"role": time.role, "time_kind": time.kind, "start": time.start, "end": time.end}
            rest = {"recurrence": time.recurrence, "inherited": "yes" if time.inherited else ""}
            self._part(head, "time", time.text, {**said, **rest})

    def target(self, target: AnnotatedTarget) -> None:
        names = ("context", "ordinal", "group", "indicator", "value_min", "value_max", "unit", "frequency", "horizon")
        attributes: dict[str, object] = {name: getattr(target, name) for name in names}
        attributes["comparator"] = target.comparator or LEVEL
        attributes["level"] = "" if target.text else "yes"
        head = self._head("target", target.text or target.indicator, attributes)
        for label in ("lead", "measuring", "coordinating"):
            for words in getattr(target, label):
                self._part(head, label, words)

    def reference(self, reference: AnnotatedReference) -> None:
        names = ("relation", "doc_type", "number", "issued_date", "issuer")
        self._head("reference", reference.text, {name: getattr(reference, name) for name in names})

    def _head(self, label: str, words: str, attributes: Mapping[str, object], whole: str | None = None) -> Mark:
        """Mark a record: at its words behind the record before, with all its paragraphs where nothing stands between them."""
        behind = self.last.get(label, 0)
        found = sorted(self.page.find(words), key=lambda span: (span.start < behind, span.start))
        span = found[0] if found else Span(behind, min(behind + 1, len(self.page.text)))
        self.last[label] = span.start
        if whole is not None and whole != words and (end := self._end_of(whole.split("\n"), span)) is not None:
            longer = Mark("", label, Span(span.start, end))
            if value_of(longer, self.page.text) == whole:
                span, words = longer.span, whole
        return self._mark(label, span, words, attributes)

    def _end_of(self, lines: Sequence[str], first: Span) -> int | None:
        """Where the last of these paragraphs ends, each sought behind the one before."""
        end = first.end
        for line in lines[1:]:
            span = next(self.page.find(line, Span(end, len(self.page.text))), None)
            if span is None:
                return None
            end = span.end
        return end

    def _part(self, head: Mark, label: str, words: str, attributes: Mapping[str, object] | None = None) -> None:
        """Mark words that belong to a record: those nearest behind its beginning, else nearest before it."""
        lines = [line for line in words.split("\n") if quoted(line)] or [words]
        found = sorted(
            self.page.find(lines[0]), key=lambda span: (span.start < head.span.start, abs(span.start - head.span.start))
        )
        span = found[0] if found else head.span
        if len(lines) > 1 and (end := self._end_of(lines, span)) is not None:
            span = Span(span.start, end)
        mark = self._mark(label, span, words, attributes or {})
        self.links.append((head.name, mark.name))

    def _mark(self, label: str, span: Span, words: str, attributes: Mapping[str, object]) -> Mark:
        said = {name: _texts(value) for name, value in attributes.items() if _texts(value)}
        mark = Mark(f"{label}-{len(self.marks):04d}", label, span, said)
        if value_of(mark, self.page.text) != words:
            mark = Mark(mark.name, label, span, {**said, WORDS: (words,)})
        self.marks.append(mark)
        return mark


def _texts(value: object) -> tuple[str, ...]:
    """An attribute's values as texts; none for nothing."""
    if value is None or value is False or value in ("", ()):
        return ()
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    if isinstance(value, datetime.date):
        return (value.isoformat(),)
    return ("yes",) if value is True else (repr(value) if isinstance(value, float) else str(value),)


def value_of(mark: Mark, text: str) -> str:
    """The words that a mark stands for: those given, else the page's, bullets dropped and blanks folded."""
    if WORDS in mark.attributes:
        return mark.one(WORDS)
    words = text[mark.span.start : mark.span.end]
    lines = words.split("\n") if mark.label in _MANY_LINES else [words]
    return "\n".join(line for line in (fold_space(strip_bullet(line)) for line in lines) if line)


# --- and back -----------------------------------------------------------------------------------------------------------


def annotation_of(page: MarkedPage) -> Annotation:
    """The annotation that the marks of a page say. Raises AnnotationError naming every mark that says nothing clear."""
    reader = _Reader(page)
    records = {label: [reader.parts(mark) for mark in _in_page_order(page.marks, label)] for label in RECORDS}
    annotation = Annotation(
        document=reader.head(),
        tasks=tuple(reader.task(*found) for found in records["task"]),
        targets=tuple(reader.target(*found) for found in records["target"]),
        references=tuple(reader.reference(found[0]) for found in records["reference"]),
    )
    reader.find_strays()
    if reader.faults:
        raise AnnotationError(f"{page.document}: " + "; ".join(reader.faults))
    return annotation


def _in_page_order(marks: Iterable[Mark], label: str) -> list[Mark]:
    """The records of one label: those that `marked` named in its order, those that a person added where they stand."""
    found: list[Mark] = []
    mine = [mark for mark in marks if mark.label == label]
    for mark in sorted(mine, key=lambda mark: (not _is_named(mark), mark.name if _is_named(mark) else "", mark.span)):
        at = len(found)
        if not _is_named(mark):
            at = next((place for place, other in enumerate(found) if other.span > mark.span), len(found))
        found.insert(at, mark)
    return found


def _is_named(mark: Mark) -> bool:
    label, _, number = mark.name.rpartition("-")
    return label == mark.label and number.isdigit()


class _Reader:
    def __init__(self, page: MarkedPage) -> None:
        self.page = page
        self.by_name = {mark.name: mark for mark in page.marks}
        self.linked: dict[str, list[Mark]] = {}
        self.faults: list[str] = []
        for one, other in page.links:
            self._link(one, other)

    def _link(self, one: str, other: str) -> None:
        """A link may be drawn either way; one of its ends is a record."""
        ends = [self.by_name[name] for name in (one, other) if name in self.by_name]
        heads = [mark for mark in ends if mark.label in RECORDS]
        parts = [mark for mark in ends if mark.label not in RECORDS]
        if len(heads) == len(parts) == 1:
            self.linked.setdefault(heads[0].name, []).append(parts[0])
        else:
            self.faults.append(f"a link from {one} to {other} ties no part to a record")

    def find_strays(self) -> None:
        """Note parts that no link ties to a record: their meaning would be lost."""
        tied = {part.name for parts in self.linked.values() for part in parts}
        for mark in self.page.marks:
            if mark.label not in RECORDS and mark.name not in tied:
                words = fold_space(self.page.text[mark.span.start : mark.span.end])[:40]
                self.faults.append(f"{mark.label} {words!r} at {mark.span.start} belongs to no record: draw a relation")

    def parts(self, mark: Mark) -> tuple[Mark, dict[str, list[Mark]]]:
        """A record's mark and its parts by label."""
        found: dict[str, list[Mark]] = {}
        for part in self.linked.get(mark.name, ()):
            found.setdefault(part.label, []).append(part)
        return mark, found

    def head(self) -> Head:
        facts = self.page.facts
        texts = {name: next(iter(facts.get(name, ())), "") for name in HEADER}
        return Head(
            number=texts["number"],
            doc_type=texts["doc_type"],
            title=texts["title"],
            issuer=texts["issuer"],
            province=texts["province"],
            issued_date=self._date("document", "issued_date", texts["issued_date"]),
            signer=texts["signer"],
            signer_title=texts["signer_title"],
            truncated=texts["truncated"] == "yes",
        )

    def task(self, mark: Mark, parts: Mapping[str, list[Mark]]) -> AnnotatedTask:
        return AnnotatedTask(
            kind=mark.one("kind"),
            ordinal=mark.one("ordinal"),
            group=mark.attributes.get("group", ()),
            description="\n".join(self._values([mark, *parts.get("description", ())])),
            lead=self._values(parts.get("lead", ())),
            coordinating=self._values(parts.get("coordinating", ())),
            supervisor=self._values(parts.get("supervisor", ())),
            output="\n".join(self._values(parts.get("output", ()))),
            note="\n".join(self._values(parts.get("note", ()))),
            deadlines=tuple(self._time(time) for time in parts.get("time", ())),
            uncertain=mark.attributes.get("uncertain", ()),
        )

    def _time(self, mark: Mark) -> AnnotatedTime:
        return AnnotatedTime(
            role=mark.one("role") or "implementation",
            text=value_of(mark, self.page.text),
            kind=mark.one("time_kind"),
            start=self._date(mark.name, "start", mark.one("start")),
            end=self._date(mark.name, "end", mark.one("end")),
            recurrence=mark.one("recurrence") or None,
            inherited=mark.one("inherited") == "yes",
        )

    def target(self, mark: Mark, parts: Mapping[str, list[Mark]]) -> AnnotatedTarget:
        comparator, words = mark.one("comparator"), value_of(mark, self.page.text)
        is_level = mark.one("level") == "yes"
        return AnnotatedTarget(
            context=mark.one("context"),
            ordinal=mark.one("ordinal"),
            group=mark.attributes.get("group", ()),
            indicator=mark.one("indicator") or (words if is_level else ""),
            text="" if is_level else words,
            comparator="" if comparator == LEVEL else comparator,
            value_min=self._number(mark, "value_min"),
            value_max=self._number(mark, "value_max"),
            unit=mark.one("unit"),
            frequency=mark.one("frequency") or None,
            horizon=self._date(mark.name, "horizon", mark.one("horizon")),
            lead=self._values(parts.get("lead", ())),
            measuring=self._values(parts.get("measuring", ())),
            coordinating=self._values(parts.get("coordinating", ())),
        )

    def reference(self, mark: Mark) -> AnnotatedReference:
        return AnnotatedReference(
            text=value_of(mark, self.page.text),
            doc_type=mark.one("doc_type"),
            number=mark.one("number"),
            issued_date=self._date(mark.name, "issued_date", mark.one("issued_date")),
            issuer=mark.one("issuer"),
            relation=mark.one("relation"),
        )

    def _values(self, marks: Iterable[Mark]) -> tuple[str, ...]:
        return tuple(value_of(mark, self.page.text) for mark in marks)

    def _date(self, where: str, name: str, words: str) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(words.strip()) if words.strip() else None
        except ValueError:
            self.faults.append(f"{where}: {name}: {words!r} is no date such as 2025-12-31")
            return None

    def _number(self, mark: Mark, name: str) -> float | None:
        words = mark.one(name).strip()
        try:
            return float(words) if words else None
        except ValueError:
            self.faults.append(f"{mark.name}: {name}: {words!r} is no number such as 10 or 2.5")
            return None
