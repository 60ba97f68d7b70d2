"""Tasks whose agencies and times follow as labels: `- Cơ quan chủ trì: ...`, `- Thời gian thực hiện: ...`.

Labels stand in the item's own paragraph, in paragraphs behind it, or as bullets under it. Under a heading with bullets they
make the heading and its bullets one task; where labels come again and again between the bullets, each bullet is a task of
its own; under the last of several numbered items they belong to that one alone (the outline has put them there). Input: an
item; output: its task, and which of its children the task has taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.doubts import doubt
from pipeline.extract.agencies import Agents, agents_of, doers_in
from pipeline.extract.deadlines import TimesOver, value_deadlines
from pipeline.extract.drafts import Place, body_task, own_and_inherited, plain_lines
from pipeline.extract.items import Item
from pipeline.lexicon import lexicon_pattern
from pipeline.model import Deadline, DeadlineRole, Diagnostic, Span, Task
from pipeline.recognize.duties import read_duty
from pipeline.recognize.labels import Label, opens_content, read_labels
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.times import find_times

_CLOSING_BRACKET = re.compile(r"\([^()]{4,300}\)(?=[\s.;]*$)")
_AGENTS = frozenset({"lead", "coordinating", "supervisor"})
_ASSIGNING = _AGENTS | {"time", "report_time"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph of an item: its words before the first label, and its labels, placed in the clean text."""

    text: str
    span: Span
    labels: tuple[tuple[Label, Span], ...]
    child: Item | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled task, where it stands, and the children that belong to it (by their sections).

    `promising` are the places of its words and of its product, which may promise quantities.
    """

    task: Task
    place: Place
    promising: tuple[Span, ...]
    taken: frozenset[int]
    diagnostics: tuple[Diagnostic, ...]


def read_labelled(
    text: str, item: Item, over: TimesOver, names: NerReader | None = None, *, charged: bool = False
) -> tuple[Labelled, ...]:
    """The labelled tasks that stand directly at an item; `()` when no label assigns it or one of its bullets.

    `text` is the clean text; `charged` says that a heading gives the item to an agency, so that times alone assign nothing.
    Numbered children are left to themselves, unless each of them is a label of the item.
    """
    pieces = list(_pieces(text, item))
    assigning = _AGENTS if charged else _ASSIGNING
    if not any(label.field in assigning for piece in pieces for label, _ in piece.labels):
        return ()
    runs = _runs(pieces)
    if len(runs) == 1 and not any(piece.text for piece in runs[0]):
        return ()  # `1. Thời gian: 1,5 ngày`, where and when something takes place: no words of a task
    if len(runs) == 1 and not _names_doers_inside(pieces):
        place = Place(item.section, item.section.ordinal, item.group)
        return (_task(text, place, runs[0], item.span.start, over, names),)
    tasks: list[Labelled] = []
    for run in runs:
        content = [piece for piece in run if piece.text and not _is_label(piece)]
        if not any(piece.labels for piece in run) or not content:
            continue
        last = content[-1]
        owner = last.child or item
        own = run[run.index(last) :]
        place = Place(owner.section, owner.section.ordinal, owner.group)
        tasks.append(_task(text, place, own, last.span.start, over, names))
    return tuple(tasks)


def _pieces(text: str, item: Item) -> Iterator[_Piece]:
    """The item's own paragraphs, then those of its bullets; numbered children are left out unless they spell the item out."""
    yield _piece(text, item.span, None)
    for paragraph in item.paragraphs:
        yield _piece(text, paragraph.span, None)
    spelled_out = _is_spelled_out(text, item)
    for child in item.children:
        if not child.is_bullet and not spelled_out:
            return
        if _has_labels_below(text, child) and not opens_content(child.text):
            return
        for span in child.spans():
            yield _piece(text, span, child)


def _is_spelled_out(text: str, item: Item) -> bool:
    """Whether all children are labels, numbered ones too: `a) Nội dung: ...; b) Đơn vị chủ trì: ...; c) Thời gian: ...`."""
    assigned = False
    for child in item.children:
        words = text[child.span.start : child.span.end]
        labels = read_labels(words)
        opens = bool(labels) and labels[0].start == 0
        assigned = assigned or (opens and labels[0].field in _ASSIGNING)
        if not opens and not opens_content(words):
            return False
    return assigned


def _has_labels_below(text: str, item: Item) -> bool:
    """Whether labels stand as bullets under a bullet, which makes it a task of its own."""
    return any(
        label.field in _ASSIGNING and label.start == 0
        for child in item.children
        for label in read_labels(text[child.span.start : child.span.end])
    )


def _piece(text: str, span: Span, child: Item | None) -> _Piece:
    words = text[span.start : span.end]
    labels = read_labels(words)
    if not labels or not any(label.start == 0 or label.field in _ASSIGNING for label in labels):
        return _closed_by_doers(words, span, child) or _Piece(words, span, (), child)
    placed = tuple((label, label.value.shifted(span.start)) for label in labels)
    own = words[: labels[0].start].rstrip(" ,;([–-")
    doer = lexicon_pattern("duty_patterns", "doer_in_brackets").search(own)
    if doer is not None:  # `... (Sở Y tế chủ trì; hoàn thành: Tháng 6/2025)`
        agency = Span(doer.start("agency"), doer.end("agency"))
        placed = ((Label("lead", doer.start(), agency), agency.shifted(span.start)), *placed)
        own = own[: doer.start()].rstrip(" ,;–-")
    return _Piece(own, Span(span.start, span.start + len(own)), placed, child)


def _closed_by_doers(words: str, span: Span, child: Item | None) -> _Piece | None:
    """A paragraph that ends in brackets with its doers: `... (Sở Y tế chủ trì, Sở Nội vụ phối hợp; trong Quý III/2024).`"""
    bracket = _CLOSING_BRACKET.search(words)
    if bracket is None or not words[: bracket.start()].strip():
        return None
    duty = read_duty(bracket.group())
    if not duty.lead or not duty.opens:
        return None
    values = [("lead", duty.lead), ("coordinating", duty.coordinating)]
    placed = [(field, Span(mentions[0].span.start, mentions[-1].span.end)) for field, mentions in values if mentions]
    placed += [("time", time.span) for time in find_times(bracket.group())]
    labels = tuple(
        (Label(field, bracket.start(), value.shifted(bracket.start())), value.shifted(span.start + bracket.start()))
        for field, value in placed
    )
    own = words[: bracket.start()].rstrip()
    return _Piece(own, Span(span.start, span.start + len(own)), labels, child)


def _is_label(piece: _Piece) -> bool:
    return bool(piece.labels) and not piece.text


def _names_doers_inside(pieces: Sequence[_Piece]) -> bool:
    """Whether a bullet has labels behind its own words: they are that bullet's alone."""
    return any(piece.child is not None and piece.text and piece.labels for piece in pieces)


def _runs(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Cuts the paragraphs behind each run of labels: one run is one task's words with its labels."""
    runs: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.text and any(earlier.labels for earlier in runs[-1]):
            runs.append([])
        runs[-1].append(piece)
    if len(runs) > 1 and not any(piece.labels for piece in runs[-1]):
        trailing = runs.pop()
        if len(runs) > 1 or _names_doers_inside(pieces):
            runs.append(trailing)
        else:
            runs[-1].extend(trailing)
    return runs


def _task(text: str, place: Place, pieces: Sequence[_Piece], start: int, over: TimesOver, names: NerReader | None) -> Labelled:
    agents, deadlines, diagnostics = Agents(), list[Deadline](), list[Diagnostic]()
    plain: dict[str, list[str]] = {"output": [], "note": []}
    for label, span in (labelled for piece in pieces for labelled in piece.labels):
        value = text[span.start : span.end]
        match label.field:
            case "lead" | "coordinating" | "supervisor":
                found = agents_of(text, span, label.field, names)
                agents += found
                if value and not found:
                    diagnostics.append(doubt("agency-unread", f"no agency read in {value[:80]!r}", span))
            case "time" | "report_time":
                role: DeadlineRole = "report" if label.field == "report_time" else "implementation"
                times = value_deadlines(value, span.start, role, over.year)
                deadlines.extend(times)
                if value and not times:
                    diagnostics.append(doubt("time-unread", f"no time read in {value[:80]!r}", span))
            case "output" | "note":
                plain[label.field].append(value)
            case _:
                pass  # money and places are no field of a task
    if not agents:
        agents = doers_in(pieces[0].text, pieces[0].span.start)
    end = max(max((span.end for _, span in piece.labels), default=piece.span.end) for piece in pieces)
    task = body_task(
        "labelled",
        place,
        plain_lines([line for piece in pieces for line in piece.text.split("\n")]),
        Span(start, max(start, end)),
        agents,
        own_and_inherited(deadlines, over.inherited),
        output=plain_lines(plain["output"]),
        note=plain_lines(plain["note"]),
        confidence=0.97 if agents.lead else 0.8,
    )
    taken = frozenset(piece.child.section.index for piece in pieces if piece.child is not None)
    words = [piece.span for piece in pieces if piece.text]
    products = [span for piece in pieces for label, span in piece.labels if label.field == "output"]
    return Labelled(task, place, (*words, *products), taken, tuple(diagnostics))
