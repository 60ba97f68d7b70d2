"""The annotated plans as training forms: their paragraphs and cells with every name in them marked.

Agencies of tasks and targets are marked where the annotation names them; what else a paragraph names (agencies only spoken of,
times, quantities, citations, places) is marked by the rules, because gold says nothing of it. Plans without annotation are
marked by the rules alone. Input: pages of `raw/` and, where there are, annotations of `tests/gold/`; output: `Form`s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Document, Mention, Span
from pipeline.orthography import fold_key
from pipeline.read import read
from pipeline.recognize.agencies.names import mention_end
from pipeline.recognize.agencies.openings import opening_at
from pipeline.recognize.agencies.words import read_words
from pipeline.recognize.citations import find_citations
from pipeline.recognize.quantities import find_quantities
from pipeline.recognize.times import find_times
from pipeline.segment import segment
from training.sentences import Form

_LONGEST = 1_500
_NAMED = frozenset({"department", "committee", "whole", "body"})

Marked = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of `raw/` by its stem, with its forms; `located` of `annotated` mentions of gold were found in the text."""

    stem: str
    forms: tuple[Form, ...]
    located: int
    annotated: int


def read_plans(raw: Path, gold: Path) -> list[Plan]:
    """The pages of `raw`, those with an annotation in `gold` marked by it."""
    return [_plan(page, gold / f"{page.stem}.json") for page in sorted(raw.glob("*.txt"))]


def _plan(page: Path, gold: Path) -> Plan:
    document = segment(clean(read(page, page.name)))
    records = extract_records(document)
    mentions = list(_mentions(records))
    wanted = _annotated(gold) if gold.exists() else None
    if wanted is not None:
        mentions = [(mention, label) for mention, label in mentions if fold_key(mention.text) in wanted]
    found = {fold_key(mention.text) for mention, _ in mentions}
    marked = [(mention.span.start, mention.span.end, label) for mention, label in mentions]
    forms = tuple(_forms(document, marked))
    return Plan(page.stem, forms, len(found), len(wanted) if wanted is not None else 0)


def _annotated(gold: Path) -> frozenset[str]:
    """Every agency and person that an annotation names, folded."""
    content = json.loads(gold.read_text(encoding="utf-8"))
    roles = ("lead", "coordinating", "supervisor", "measuring")
    records = (*content["tasks"], *content["targets"])
    return frozenset(fold_key(mention) for record in records for role in roles for mention in record.get(role, ()))


def _mentions(records: Records) -> Iterator[tuple[Mention, str]]:
    for task in records.tasks:
        yield from ((mention, "AGENCY") for mention in (*task.lead, *task.coordinating))
        yield from ((mention, "PERSON") for mention in task.supervisor)
    for target in records.targets:
        yield from ((mention, "AGENCY") for mention in (*target.lead, *target.measuring))


def _forms(document: Document, marked: Sequence[Marked]) -> Iterator[Form]:
    """Each cell of a table, and each paragraph outside of tables."""
    in_tables: set[int] = set()
    for table in document.tables:
        in_tables.update(range(*table.blocks))
        for cell in table.cells:
            if cell.span is not None and cell.text.strip():
                yield _form(
                    document.page.text, cell.span, marked, prose=cell.role in ("description", "output", "note", "group")
                )
    for block in document.page.blocks:
        if block.index not in in_tables and block.text.strip():
            yield _form(document.page.text, block.span, marked, prose=True)


def _form(text: str, place: Span, marked: Sequence[Marked], *, prose: bool) -> Form:
    place = Span(place.start, min(place.end, place.start + _LONGEST))
    words = text[place.start : place.end]
    own = [
        (start - place.start, end - place.start, label)
        for start, end, label in marked
        if place.start <= start and end <= place.end
    ]
    spans = _apart([*own, *_by_rule(words, prose=prose)])
    pieces: list[tuple[str, str]] = []
    behind = 0
    for start, end, label in spans:
        if start > behind:
            pieces.append((words[behind:start], ""))
        pieces.append((words[start:end], label))
        behind = end
    if behind < len(words):
        pieces.append((words[behind:], ""))
    return Form(tuple(pieces))


def _by_rule(words: str, *, prose: bool) -> Iterator[Marked]:
    """What the rules mark in a text, most telling first."""
    for citation in find_citations(words):
        yield citation.span.start, citation.span.end, "LAW"
    tokens = read_words(words)
    index = 0
    while index < len(tokens):
        opening = opening_at(tokens, index)
        if (
            opening is None
            or opening.kind in ("unlisted", "plural")
            or (opening.kind == "collective" and not opening.plural_head)
        ):
            index += 1
            continue
        end = mention_end(tokens, opening, prose=prose)
        label = "AGENCY" if opening.kind in _NAMED or opening.kind == "collective" else opening.kind.upper()
        yield tokens[opening.start].start, tokens[end - 1].end, label
        index = max(end, index + 1)
    for time in find_times(words):
        yield time.span.start, time.span.end, "TIME"
    for quantity in find_quantities(words):
        yield quantity.span.start, quantity.span.end, "QUANTITY"


def _apart(spans: Sequence[Marked]) -> list[Marked]:
    """The spans without those that overlap an earlier one of the list, in the order of the text."""
    kept: list[Marked] = []
    for start, end, label in spans:
        if start < end and not any(start < other_end and other_start < end for other_start, other_end, _ in kept):
            kept.append((start, end, label))
    return sorted(kept)
