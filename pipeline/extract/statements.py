"""Duties of the body that name no agency by a label or a table: each leaf item of a section of tasks.

Input: one paragraph and its place; output: a task of kind `statement`, with the agencies that the sentence itself makes the
doers, or None for a pointer, a closing formula, an announcement or a label (`Địa điểm: ...`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.agencies import doers_in
from pipeline.extract.deadlines import TimesOver, prose_deadlines
from pipeline.extract.drafts import Place, body_task, own_and_inherited, plain_lines
from pipeline.extract.items import sets_no_duty
from pipeline.model import Span, Task
from pipeline.recognize.labels import opens_label
from pipeline.recognize.ner.candidates import NerReader

_FEWEST_LETTERS = 12


def read_statement(
    text: str, spans: Sequence[Span], place: Place, over: TimesOver, names: NerReader | None = None
) -> Task | None:
    """The task that the paragraphs at `spans` state together, None when they set no duty."""
    first = text[spans[0].start : spans[0].end]
    if sum(letter.isalpha() for letter in first) < _FEWEST_LETTERS or sets_no_duty(first):
        return None
    if opens_label(first) or (len(spans) == 1 and first.rstrip().endswith(":")):
        return None
    own = [deadline for span in spans for deadline in prose_deadlines(text[span.start : span.end], span.start, over.year)]
    return body_task(
        "statement",
        place,
        plain_lines([text[span.start : span.end] for span in spans]),
        Span(spans[0].start, spans[-1].end),
        doers_in(first, spans[0].start, names),
        own_and_inherited(own, over.inherited),
        confidence=0.85,
    )
