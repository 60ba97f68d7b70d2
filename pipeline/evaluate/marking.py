"""An annotation drawn on its page.

A record is marked at its first words; agencies, times, products and further paragraphs are marks of their own that a link ties
to it. What the page does not print (`kind`, dates, headings over a record) are attributes of the mark. Input: an `Annotation`
and the clean text; output: a `MarkedPage` that `unmarking.annotation_of` reads back as the same annotation.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from pipeline.evaluate.annotation import AnnotatedReference, AnnotatedTarget, AnnotatedTask, Annotation
from pipeline.evaluate.marks import HEADER, LEVEL, WORDS, Mark, MarkedPage, value_of
from pipeline.model import Span
from pipeline.quotes import Quotable, quoted


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
        span = found[0] if found else self._nowhere(behind, words)
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
        span = found[0] if found else self._nowhere(head.span.start, words)
        if len(lines) > 1 and (end := self._end_of(lines, span)) is not None:
            span = Span(span.start, end)
        mark = self._mark(label, span, words, attributes or {})
        self.links.append((head.name, mark.name))

    def _nowhere(self, place: int, words: str) -> Span:
        """A place for words that the page does not have: one letter wide, so that it can be seen; none for no words."""
        return Span(place, min(place + 1, len(self.page.text)) if words else place)

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
