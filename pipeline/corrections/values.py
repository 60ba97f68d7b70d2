"""A correction's values become those of the model, read by the recognisers that read pages.

A mention is placed on the page, a time and a quantity are read from their words; what the person gives beside the words counts
more than what is read. Input: a record and the values; output: the record with them. Raises `UnfitError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from pipeline.corrections.entries import Quote, TimeEntry, Value
from pipeline.corrections.placing import Places, UnfitError, shown
from pipeline.model import Citation, Deadline, DeadlineRole, Mention, Reference, Span, Target, Task, TimeExpression, TimeKind
from pipeline.orthography import fold_space
from pipeline.recognize.citations import find_citations
from pipeline.recognize.quantities import read_value
from pipeline.recognize.times import find_times, read_time

METHOD = "correction"
Values = Mapping[str, Value]


def with_task_values(task: Task, values: Values, places: Places, quote: Quote, year: int | None) -> Task:
    """The task with these values; its span grows where its words stand outside it."""
    changed: dict[str, Any] = {}
    span = task.span
    for name, value in values.items():
        if name in ("description", "output", "note"):
            changed[name], spans = places.line_by_line(str(value), task.span, quote)
            if name == "description":
                span = _hull(span, spans)
        elif name in ("lead", "coordinating", "supervisor"):
            changed[name] = _mentions(value, places, task.span)
        elif name == "deadlines":
            changed[name] = tuple(_deadline(time, places, task.span, year) for time in cast("tuple[TimeEntry, ...]", value))
        else:
            changed[name] = value
    return replace(task, **changed, span=span)


def with_target_values(target: Target, values: Values, places: Places, quote: Quote) -> Target:
    """The target with these values; words of a quantity bring its numbers, which values given beside them replace."""
    changed: dict[str, Any] = {}
    if words := values.get("text"):
        span = places.of(Quote(str(words), quote.after, quote.within), target.span)
        changed |= {"span": span, "text": places.words(span), **_quantity(places.words(span), values)}
    for name, value in values.items():
        if name in ("lead", "measuring"):
            changed[name] = _mentions(value, places, target.span)
        elif name != "text":
            changed[name] = (value or None) if name in ("frequency", "horizon") else value
        elif not value:
            changed["text"] = ""
    return replace(target, **changed)


def with_reference_values(reference: Reference, values: Values, places: Places, quote: Quote) -> Reference:
    """The reference with these values; words bring what they say of the document."""
    citation = reference.citation
    if words := values.get("text"):
        citation = cited(places.of(Quote(str(words), quote.after, quote.within), citation.span), places, values)
    parts = {name: value for name, value in values.items() if name in ("doc_type", "number", "issued_date", "issuer")}
    relation: Any = values.get("relation") or reference.relation
    return replace(reference, citation=replace(citation, **cast("dict[str, Any]", parts)), relation=relation)


def cited(span: Span, places: Places, values: Values) -> Citation:
    """The citation that stands at a place. Raises UnfitError when its words name no document and the values neither."""
    words = places.words(span)
    found = next(iter(find_citations(words)), None)
    if found is None and not values.get("doc_type"):
        raise UnfitError("correction-unread", f"the words {words[:80]!r} name no document; give `doc_type` and `number`", span)
    blank = Citation(words, span, "", "", None, "")
    return replace(found or blank, text=words, span=span)


def _quantity(words: str, values: Values) -> dict[str, Any]:
    quantity = read_value(words)
    if quantity is None and "comparator" not in values:
        raise UnfitError("correction-unread", f"the words {words[:80]!r} are no quantity that is understood; give `comparator`")
    if quantity is None:
        return {}
    names = ("comparator", "value_min", "value_max", "unit", "frequency")
    return {name: getattr(quantity, name) for name in names if name not in values}


def _mentions(value: Value, places: Places, near: Span) -> tuple[Mention, ...]:
    spans = (places.of(quote, near) for quote in cast("tuple[Quote, ...]", value))
    return tuple(Mention(places.words(span), span, METHOD) for span in spans)


def _deadline(entry: TimeEntry, places: Places, near: Span, year: int | None) -> Deadline:
    span = places.of(entry.quote, near)
    words = places.words(span)
    read = read_time(words, year=year) or next(iter(find_times(words, year=year)), None)
    if read is None and "kind" not in entry.given:
        raise UnfitError(
            "correction-unread", f"{shown(entry.quote)} is no time that is understood; give `kind`, `start`, `end`", span
        )
    time = (
        replace(read, text=words, span=span) if read else TimeExpression(words, span, cast("TimeKind", entry.kind), None, None)
    )
    given = {name: getattr(entry, name) for name in entry.given}
    if given and "edtf" not in given and {"kind", "start", "end"} & set(given):
        given["edtf"] = None  # what was read from the words is no longer what is meant
    return Deadline(cast("DeadlineRole", entry.role), replace(time, **given), entry.inherited, METHOD)


def _hull(span: Span, others: tuple[Span, ...]) -> Span:
    return Span(min([span.start, *(other.start for other in others)]), max([span.end, *(other.end for other in others)]))


def meaning(value: object) -> object:
    """What a value says, its place and how it was found left out: for telling whether a correction changes anything."""
    if isinstance(value, tuple):
        return tuple(meaning(item) for item in value)
    if isinstance(value, Mention):
        return fold_space(value.text)
    if isinstance(value, Deadline):
        time = value.time
        return (value.role, fold_space(time.text), time.kind, time.start, time.end, time.recurrence, value.inherited)
    return value or None
