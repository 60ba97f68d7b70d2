"""Corrections applied to what was read of one document: a pure function, the same in a worker, a notebook and a command.

Records are chosen by the words that the pipeline read, before any correction, so the order of entries does not matter but for
two that set one field: the later one counts. Each correction is applied whole or not at all; what does not fit is an `error`
among the diagnostics. Mentions are resolved again, and records stand in the order of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from pipeline.corrections.entries import Correction, Quote
from pipeline.corrections.placing import Places, UnfitError, shown
from pipeline.corrections.values import Values, cited, meaning, with_reference_values, with_target_values, with_task_values
from pipeline.doubts import doubt
from pipeline.extract.deadlines import year_of
from pipeline.extraction import name_agencies
from pipeline.model import Diagnostic, Extraction, Reference, Relation, Span, Target, TargetContext, Task, TaskKind
from pipeline.quotes import quoted
from pipeline.resolve import document_law_id, find_province, province_of_code, resolve_references

ADDED = "record"
Kind = TypeVar("Kind", Task, Target, Reference)


def corrected(extraction: Extraction, corrections: Sequence[Correction]) -> Extraction:
    """The extraction with the corrections of its document applied."""
    if not corrections:
        return extraction
    bench = _Bench(extraction)
    for correction in corrections:
        bench.apply(correction)
    return bench.result()


@dataclass
class _Shelf(Generic[Kind]):
    """The records of one kind: as read, as they are now (None when dropped), and those added."""

    name: str
    read: tuple[Kind, ...]
    span: Callable[[Kind], Span]
    said: Callable[[Kind], tuple[str, ...]]
    group: Callable[[Kind], tuple[str, ...]]

    def __post_init__(self) -> None:
        self.now: list[Kind | None] = list(self.read)
        self.added: list[Kind] = []

    def choose(self, quote: Quote, places: Places) -> int:
        """The one record that these words name. Raises UnfitError."""
        sought = quoted(quote.words)
        fitting = [
            place
            for place, record in enumerate(self.read)
            if any(sought in quoted(words) for words in self.said(record))
            and places.is_under(quote, self.span(record), self.group(record))
        ]
        if quote.after:
            start = places.behind(quote)
            fitting = sorted((p for p in fitting if self.span(self.read[p]).start >= start), key=self._start)[:1]
        elif len(fitting) > 1:
            whole = [place for place in fitting if any(sought == quoted(words) for words in self.said(self.read[place]))]
            fitting = whole or fitting
        if not fitting:
            there = next(places.page.find(quote.words), None)
            message = f"no {self.name} is read from the words" if there else "these words are no longer on the page"
            raise UnfitError("correction-unfit", f"{message}: {shown(quote)}", there)
        if len(fitting) > 1:
            message = f"{len(fitting)} {self.name}s have the words {shown(quote)}; say `after` or `in`, or more of the words"
            raise UnfitError("correction-ambiguous", message, self.span(self.read[fitting[0]]))
        return fitting[0]

    def _start(self, place: int) -> int:
        return self.span(self.read[place]).start

    def result(self) -> tuple[tuple[Kind, ...], dict[int, int]]:
        """The records in the order of the page, and where those that were read have gone."""
        kept: list[tuple[int | None, Kind]] = [(place, record) for place, record in enumerate(self.now) if record is not None]
        for record in sorted(self.added, key=self.span):
            start = self.span(record).start
            at = next((at for at, (_, other) in enumerate(kept) if self.span(other).start > start), len(kept))
            kept.insert(at, (None, record))
        moved = {place: at for at, (place, _) in enumerate(kept) if place is not None}
        return tuple(record for _, record in kept), moved


class _Bench:
    """One document on the bench: its records, and what the corrections left to say."""

    def __init__(self, extraction: Extraction) -> None:
        self.read = extraction
        self.document, self.marks = extraction.document, extraction.corrected
        self.places = Places(extraction.document)
        self.year = year_of(extraction.document.header.title or "")
        self.doubts: list[Diagnostic] = []
        self.province = (extraction.province_code, extraction.province, extraction.province_code_2025)
        self.tasks = _Shelf(
            "task", extraction.tasks, lambda task: task.span, lambda task: (task.description,), lambda task: task.group
        )
        self.targets = _Shelf(
            "target",
            extraction.targets,
            lambda target: target.span,
            lambda target: (target.text, target.indicator, f"{target.indicator} {target.text}"),
            lambda target: target.group,
        )
        self.references = _Shelf(
            "reference",
            extraction.references,
            lambda reference: reference.citation.span,
            lambda reference: (reference.citation.text, reference.citation.number),
            lambda reference: (),
        )

    def apply(self, correction: Correction) -> None:
        """Apply one correction, or say why not."""
        try:
            if correction.record == "document":
                self._set_header(correction)
            elif correction.action == "add":
                self._add(correction)
            elif correction.record == "task":
                self._change(correction, self.tasks, self._task_with)
            elif correction.record == "target":
                self._change(correction, self.targets, self._target_with)
            else:
                self._change(correction, self.references, self._reference_with)
        except UnfitError as unfit:
            self._say(unfit.code, correction, unfit.message, unfit.span)

    def _say(self, code: str, correction: Correction, message: str, span: Span | None) -> None:
        self.doubts.append(doubt(code, f"{correction}: {message}", span))

    def _task_with(self, task: Task, values: Values, quote: Quote) -> Task:
        return with_task_values(task, values, self.places, quote, self.year)

    def _target_with(self, target: Target, values: Values, quote: Quote) -> Target:
        return with_target_values(target, values, self.places, quote)

    def _reference_with(self, reference: Reference, values: Values, quote: Quote) -> Reference:
        return with_reference_values(reference, values, self.places, quote)

    def _change(self, correction: Correction, shelf: _Shelf[Kind], with_values: Callable[[Kind, Values, Quote], Kind]) -> None:
        """Drop a record that was read, or set fields of it."""
        place = shelf.choose(correction.quote, self.places)
        record: Kind | None = shelf.now[place]
        span = shelf.span(shelf.read[place])
        if record is None:
            raise UnfitError("correction-unfit", "another correction drops this record", span)
        if correction.action == "drop":
            shelf.now[place] = None
            self._say("correction-dropped", correction, f"the {shelf.name} was left out by hand", span)
            return
        values = dict(correction.values)
        changed: Kind = with_values(record, values, Quote("", correction.quote.after, correction.quote.within))
        names: tuple[str, ...] = tuple(name for name in values if _said(changed, name) != _said(record, name))
        if not names:
            self._say("correction-needless", correction, "the page is read so without it", span)
            return
        shelf.now[place] = replace(changed, corrected=tuple(sorted({*changed.corrected, *names})))

    # --- records added by hand -------------------------------------------------------------------------------------------

    def _add(self, correction: Correction) -> None:
        quote, values = correction.quote, dict(correction.values)
        match correction.record:
            case "task":
                self.tasks.added.append(self._new_task(quote, values))
            case "target":
                self.targets.added.append(self._new_target(quote, values))
            case _:
                self.references.added.append(self._new_reference(quote, values))

    def _new_task(self, quote: Quote, values: Values) -> Task:
        words, spans = self.places.line_by_line(quote.words, None, quote)
        span = Span(spans[0].start, max(place.end for place in spans))
        self._refuse_double("task", quote, [task.span for task in self.tasks.now if task and task.description == words], span)
        table = self._table_at(span)
        task = Task(
            kind=cast("TaskKind", values.get("kind") or ("statement" if table is None else "table")),
            ordinal="",
            group=self.places.headings_over(span),
            description=words,
            span=self._row_or(span),
            section=self._section_at(span),
            table=table,
            corrected=(ADDED,),
        )
        return self._task_with(task, values, Quote(""))

    def _new_target(self, quote: Quote, values: Values) -> Target:
        span = self.places.of(quote)
        self._refuse_double("target", quote, [target.span for target in self.targets.now if target], span)
        table = self._table_at(span)
        context = values.get("context") or ("objective" if table is None else "table")
        level = values.get("comparator") == ""
        target = Target(
            context=cast("TargetContext", context),
            ordinal="",
            group=self.places.headings_over(span),
            indicator=str(values.get("indicator", "")) or (self.places.words(span) if level else ""),
            text="",
            span=span,
            comparator="",
            section=self._section_at(span),
            table=table,
            corrected=(ADDED,),
        )
        if not target.indicator:
            raise UnfitError("correction-unread", "give `indicator`: what is counted or measured", span)
        words = {} if level else {"text": self.places.text[span.start : span.end]}
        return self._target_with(target, {**words, **values}, Quote("", quote.after, quote.within))

    def _new_reference(self, quote: Quote, values: Values) -> Reference:
        span = self.places.of(quote)
        self._refuse_double("reference", quote, [item.citation.span for item in self.references.now if item], span)
        section = self.places.section_at(span)
        relation: Relation = "basis" if section is not None and section.part == "preamble" else "cites"
        citation = cited(span, self.places, values)
        index = section.index if section else None
        return self._reference_with(Reference(relation, citation, section=index, corrected=(ADDED,)), values, Quote(""))

    def _refuse_double(self, name: str, quote: Quote, spans: Sequence[Span], span: Span) -> None:
        """A record that the pipeline has come to read by itself is not added again."""
        if any(other.covers(span) for other in spans):
            raise UnfitError("correction-unfit", f"the {name} is read without it; take the entry out: {shown(quote)}", span)

    def _section_at(self, span: Span) -> int | None:
        section = self.places.section_at(span)
        return section.index if section else None

    def _table_at(self, span: Span) -> int | None:
        for table in self.document.tables:
            if any(cell.span is not None and cell.span.covers(span) for cell in table.cells):
                return table.index
        return None

    def _row_or(self, span: Span) -> Span:
        """The table row that a place stands in, so that its other cells are near; the place itself outside tables."""
        for table in self.document.tables:
            rows = [cell.row for cell in table.cells if cell.span is not None and cell.span.covers(span)]
            if rows:
                spans = [cell.span for cell in table.cells if cell.span is not None and cell.row == rows[0]]
                return Span(min(one.start for one in spans), max(one.end for one in spans))
        return span

    # --- the document itself ---------------------------------------------------------------------------------------------

    def _set_header(self, correction: Correction) -> None:
        values: dict[str, Any] = dict(correction.values)
        names = [name for name in values if (self._header_value(name) or None) != (values[name] or None)]
        if not names:
            self._say("correction-needless", correction, "the page is read so without it", None)
            return
        facts = {name: value or None for name, value in values.items() if name not in ("province", "truncated")}
        header = replace(self.document.header, **facts)
        if "province" in values:
            self._set_province(str(values["province"]), header.issued_date)
        truncated = bool(values.get("truncated", self.document.truncated))
        self.document = replace(self.document, header=header, truncated=truncated)
        self.marks = tuple(sorted({*self.marks, *names}))

    def _header_value(self, name: str) -> object:
        if name == "province":
            return self.province[1]
        return self.document.truncated if name == "truncated" else getattr(self.document.header, name)

    def _set_province(self, name: str, date: Any) -> None:
        province = find_province(name, date)
        if province is None:
            raise UnfitError("correction-unread", f"{name!r} is no province")
        self.province = (province.code, province.name, province.code_2025)

    def result(self) -> Extraction:
        """The document as corrected."""
        tasks, moved = self.tasks.result()
        targets, _ = self.targets.result()
        references, _ = self.references.result()
        code, province, code_2025 = self.province
        targets = tuple(replace(one, task=moved.get(one.task) if one.task is not None else None) for one in targets)
        date = self.document.header.issued_date
        issued_in = province_of_code(code, date) if code else None
        named = name_agencies(tasks, targets, issued_in, date, self.places.text)
        kept = (item for item in self.read.diagnostics if item.code != "agency-unresolved")
        return replace(
            self.read,
            document=self.document,
            province_code=code,
            province=province,
            province_code_2025=code_2025,
            tasks=named.tasks,
            targets=named.targets,
            references=resolve_references(references, issued_in, date),
            agencies=named.agencies,
            diagnostics=(*kept, *named.unresolved, *self.doubts),
            corrected=self.marks,
            law_id=document_law_id(self.document.header, issued_in),
        )


def _said(record: Task | Target | Reference, name: str) -> object:
    part = record.citation if isinstance(record, Reference) and name != "relation" else record
    return meaning(getattr(part, name))
