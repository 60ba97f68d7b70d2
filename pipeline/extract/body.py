"""Reading the outline from top to bottom: which items are tasks, duties or objectives, and what they promise.

One walk over the tree. What a heading announces (`items.Content`) decides how the items under it are read; agencies and
times of headings are handed down. Input: a `Document`; output: `Findings`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.doubts import doubt
from pipeline.extract.agencies import Agents
from pipeline.extract.assignments import agencies_over, leaves_duty, read_assignment
from pipeline.extract.deadlines import TimesOver, heading_deadline, year_of
from pipeline.extract.drafts import Findings, Place, promised_targets
from pipeline.extract.items import Item, read_items, sets_no_duty
from pipeline.extract.labelled import read_labelled
from pipeline.extract.statements import read_statement
from pipeline.model import Document, Span, Task
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.promise_dates import find_horizon
from pipeline.recognize.times import find_times

_SENTENCE_END = (".", ";", "./.", "!", ",")
_SHORT_HEADING = 150
_NO_TIMES = TimesOver()
_NOBODY = Agents()
_LEVELS = frozenset({"objectives", "orientation"})


@dataclass(frozen=True, slots=True)
class _Over:
    """What the headings over an item hand down: agencies, a time, and the date by which."""

    agencies: Agents = _NOBODY
    times: TimesOver = _NO_TIMES
    horizon: datetime.date | None = None


def read_body(document: Document, names: NerReader | None = None) -> Findings:
    """The tasks and targets of the document's paragraphs, in reading order; tables are read elsewhere."""
    reader = _Body(document.page.text, document.header.title or "", names)
    for item in read_items(document):
        reader.walk(item, _Over(times=TimesOver(year=year_of(document.header.title or ""))))
    return reader.findings


class _Body:
    def __init__(self, text: str, title: str, names: NerReader | None) -> None:
        self.names = names
        self.text = text
        self.life = {(time.start, time.end) for time in find_times(title)}
        self.findings = Findings()

    def walk(self, item: Item, over: _Over) -> None:
        """Reads one item and everything under it."""
        taken = self._labelled(item, over)
        if taken is None:
            taken = frozenset()
            match item.content:
                case "tasks":
                    taken = self._statements(item, over)
                case "implementation" | "funding":
                    self._assignments(item, over)
                case "objectives" | "orientation":
                    self._objectives(item, over)
        waiting = [child for child in item.children if child.section.index not in taken]
        if waiting:
            below = self._handed_down(item, over)
            for child in waiting:
                self.walk(child, below)

    def _handed_down(self, item: Item, over: _Over) -> _Over:
        words = self._words(item.span)
        said = heading_deadline(words, item.span.start, over.times.year)
        aims = item.content in _LEVELS
        horizon = self._announced(item) if aims else said.time.end if said else None
        agencies = over.agencies
        if item.content in ("implementation", "funding") and (item.children or item.paragraphs):
            agencies = agencies_over(self.text, item.span, self.names) or agencies
        # the life of the whole plan is nobody's deadline (annotation guidelines, Times)
        due = (said,) if said and (said.time.start, said.time.end) not in self.life else over.times.inherited
        return _Over(agencies, TimesOver(due, year_of(words) or over.times.year), horizon or over.horizon)

    def _announced(self, item: Item) -> datetime.date | None:
        """The date by which an item or its own paragraphs announce objectives (`một số chỉ tiêu chủ yếu đến năm 2025:`)."""
        announcing = [paragraph.span for paragraph in item.paragraphs if paragraph.text.rstrip().endswith(":")]
        dates = (find_horizon(self._words(span)) for span in (*reversed(announcing), item.span))
        return next(filter(None, dates), None)

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _place(self, item: Item) -> Place:
        return Place(item.section, item.section.ordinal, item.group)

    def _below(self, item: Item) -> Place:
        """The place of an unmarked paragraph under an item that is a heading."""
        return Place(item.section, "", (*item.group, item.heading))

    # --- tasks ----------------------------------------------------------------------------------------------------------

    def _labelled(self, item: Item, over: _Over) -> frozenset[int] | None:
        """Reads the labelled tasks at an item; None when there are none."""
        charged = item.content in ("implementation", "funding") and bool(over.agencies)
        found = read_labelled(self.text, item, over.times, self.names, charged=charged)
        if not found:
            return None
        for labelled in found:
            self._add(labelled.task, labelled.place, over, labelled.promising)
            self.findings.diagnostics.extend(labelled.diagnostics)
        return frozenset().union(*(labelled.taken for labelled in found))

    def _statements(self, item: Item, over: _Over) -> frozenset[int]:
        """Reads the statements at an item, and returns which of its children they have taken."""
        if item.is_described:
            self._statement(list(item.spans()), self._place(item), over)
            return frozenset(child.section.index for child in item.children)
        own = self._handed_down(item, over) if item.paragraphs else over
        if item.children or item.has_table:
            self._promises(item.span, item, over)  # a quantity in a heading over tasks is an objective
            for paragraph in item.paragraphs:
                self._statement([paragraph.span], self._below(item), own)
        elif item.paragraphs and self._is_heading(item):
            for paragraph in item.paragraphs:
                self._statement([paragraph.span], self._below(item), own)
        else:
            going_on = [p.span for p in item.paragraphs if not sets_no_duty(p.text)]
            self._statement([item.span, *going_on], self._place(item), over)
        return frozenset()

    def _statement(self, spans: Sequence[Span], place: Place, over: _Over) -> None:
        task = read_statement(self.text, spans, place, over.times, self.names)
        if task is not None:
            self._add(task, place, over)

    def _is_heading(self, item: Item) -> bool:
        """Whether an item's own words only announce its paragraphs: short, and no sentence."""
        return len(item.text) < _SHORT_HEADING and not item.text.endswith(_SENTENCE_END)

    def _assignments(self, item: Item, over: _Over) -> None:
        below = [paragraph for paragraph in item.paragraphs if not sets_no_duty(paragraph.text)]
        has_below = bool(item.children or below)
        named = agencies_over(self.text, item.span, self.names) if has_below else ()
        if item.opens_list or (has_below and (named or self._is_heading(item))):
            own = self._handed_down(item, over)
            for paragraph in below:
                self._assignment(paragraph.span, self._below(item), own)
            return
        task = self._assignment(item.span, self._place(item), over)
        leads = replace(over, agencies=Agents(task.lead)) if task and task.lead != over.agencies.lead else over
        for paragraph in below:
            self._assignment(paragraph.span, Place(item.section, "", item.group), leads)

    def _assignment(self, span: Span, place: Place, over: _Over) -> Task | None:
        task = read_assignment(self.text, span, place, over.agencies, over.times, self.names)
        if task is not None:
            self._add(task, place, over)
        elif leaves_duty(self._words(span)):
            message = f"no agency read in the duty {self._words(span)[:80]!r}"
            self.findings.diagnostics.append(doubt("duty-unread", message, span))
        return task

    def _add(self, task: Task, place: Place, over: _Over, promising: Sequence[Span] = ()) -> None:
        """Records a task and the targets that its words promise: those at `promising`, else all of them."""
        index = len(self.findings.tasks)
        self.findings.tasks.append(task)
        for span in promising or (task.span,):
            self.findings.targets.extend(
                promised_targets(self._words(span), span.start, "task", place, horizon=over.horizon, task=(index, task))
            )

    # --- objectives -----------------------------------------------------------------------------------------------------

    def _objectives(self, item: Item, over: _Over) -> None:
        self._promises(item.span, item, over)
        own = self._handed_down(item, over) if item.paragraphs else over
        for paragraph in item.paragraphs:
            self._promises(paragraph.span, item, own)

    def _promises(self, span: Span, item: Item, over: _Over) -> None:
        self.findings.targets.extend(
            promised_targets(
                self._words(span), span.start, "objective", self._place(item), horizon=over.horizon,
                levels=item.content in _LEVELS,
            )
        )  # fmt: skip
