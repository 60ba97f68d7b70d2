"""Gold is checked against the page: every copied word stands there, every value is one that the format knows.

Input: an `Annotation` and the page's clean text; output: faults, each with the record and the field. White space, bullets and
the form of Unicode do not count; letter case does, but for the title, which guidelines compare without it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from pipeline.corrections.entries import TIME_KINDS, TIME_ROLES, VOCABULARIES
from pipeline.evaluate.annotation import AnnotatedReference, AnnotatedTarget, AnnotatedTask, AnnotatedTime, Annotation, Head
from pipeline.evaluate.comparing import AGENCY_ROLES
from pipeline.quotes import Quotable, quoted

# RFC 5545, as far as times of plans use it.
_RRULE = re.compile(
    r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;(?:INTERVAL|COUNT|BYMONTH|BYMONTHDAY|BYDAY|BYSETPOS|BYYEARDAY)=[-+\dA-Z,]{1,60}){0,5}"
)
_TASK_FIELDS = ("kind", "ordinal", "group", "description", *AGENCY_ROLES, "output", "note", "deadlines")
_SHOWN = 100


def faults(annotation: Annotation, text: str) -> tuple[str, ...]:
    """What is wrong with an annotation of the page with this clean text; none for sound gold."""
    checker = _Checker(Quotable(text))
    found = list(checker.head(annotation.document))
    for place, task in enumerate(annotation.tasks):
        found += _at(f"task {place} [{task.ordinal}] {task.description[:40]!r}", checker.task(task))
    for place, target in enumerate(annotation.targets):
        found += _at(f"target {place} {target.indicator[:40]!r}", checker.target(target))
    for place, reference in enumerate(annotation.references):
        found += _at(f"reference {place} {reference.number!r}", checker.reference(reference))
    return tuple(found)


def _at(where: str, messages: Iterable[str]) -> list[str]:
    return [f"{where}: {message}" for message in messages]


class _Checker:
    def __init__(self, page: Quotable) -> None:
        self.page = page

    def head(self, head: Head) -> Iterator[str]:
        for name in ("doc_type", "title", "signer", "signer_title"):
            yield from self._on_page(f"document: {name}", str(getattr(head, name)), any_case=True)
        bare = re.sub(r"\s", "", head.number)
        if bare and bare.casefold() not in re.sub(r"\s", "", self.page.text).casefold():
            yield f"document: number: not on the page: {head.number!r}"

    def task(self, task: AnnotatedTask) -> Iterator[str]:
        yield from _known("kind", task.kind, VOCABULARIES["task", "kind"])
        if not task.description and "description" not in task.uncertain:
            yield "description: is empty"
        for name in ("description", "output", "note"):
            yield from self._on_page(name, str(getattr(task, name)))
        for name in (*AGENCY_ROLES, "group"):
            for words in getattr(task, name):
                yield from self._on_page(name, words, needed=True)
        for name in task.uncertain:
            yield from _known("uncertain", name, _TASK_FIELDS)
        for time in task.deadlines:
            yield from _at(f"deadline {time.text[:40]!r}", self._time(time))

    def _time(self, time: AnnotatedTime) -> Iterator[str]:
        yield from self._on_page("text", time.text, needed=True)
        yield from _known("role", time.role, TIME_ROLES)
        yield from _known("kind", time.kind, TIME_KINDS)
        yield from _in_order(time.start, time.end)
        yield from _rule("recurrence", time.recurrence)
        if time.recurrence and time.kind != "recurring":
            yield f"recurrence: {time.recurrence!r} with kind {time.kind!r}"

    def target(self, target: AnnotatedTarget) -> Iterator[str]:
        yield from _known("context", target.context, VOCABULARIES["target", "context"])
        yield from _known("comparator", target.comparator, VOCABULARIES["target", "comparator"])
        yield from self._on_page("text", target.text)
        yield from self._on_page("indicator", target.indicator if target.context == "table" else "")
        if not target.indicator:
            yield "indicator: is empty"
        for name in ("lead", "measuring", "coordinating", "group"):
            for words in getattr(target, name):
                yield from self._on_page(name, words, needed=True)
        yield from _rule("frequency", target.frequency)
        low, high = target.value_min, target.value_max
        if low is None and (high is not None or target.comparator):
            yield f"value_min: is missing beside {target.comparator or high!r}"
        if low is not None and not target.comparator:
            yield "comparator: is missing beside a value"
        if low is not None and high is not None and low > high:
            yield f"value_max: {high} is less than value_min {low}"

    def reference(self, reference: AnnotatedReference) -> Iterator[str]:
        yield from self._on_page("text", reference.text, needed=True)
        yield from _known("relation", reference.relation, VOCABULARIES["reference", "relation"])

    def _on_page(self, name: str, words: str, *, needed: bool = False, any_case: bool = False) -> Iterator[str]:
        """A fault for each line of the words that does not stand on the page."""
        if needed and not quoted(words):
            yield f"{name}: is empty"
        for line in words.split("\n"):
            if quoted(line) and next(self.page.find(line, any_case=any_case), None) is None:
                yield f"{name}: not on the page: {line[:_SHOWN]!r}"


def _known(name: str, value: str, allowed: Iterable[str]) -> Iterator[str]:
    if value not in allowed:
        yield f"{name}: {value!r} is none of {', '.join(map(repr, allowed))}"


def _in_order(start: datetime.date | None, end: datetime.date | None) -> Iterator[str]:
    if start and end and start > end:
        yield f"end: {end} is before start {start}"


def _rule(name: str, value: str | None) -> Iterator[str]:
    if value is not None and not _RRULE.fullmatch(value):
        yield f"{name}: {value!r} is no RFC 5545 rule such as FREQ=YEARLY"
