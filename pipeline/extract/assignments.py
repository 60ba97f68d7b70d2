"""Duties of the implementation and funding parts: who must do what after the plan is issued.

An agency stands as a heading over its duties (`1. Sở Tài chính`), opens the item (`2. Sở Tài chính: Phối hợp ...`) or is named
by the sentence (`Giao Sở Tài chính ...`). What names no agency is no assignment. Input: an item and the agencies of the
headings over it; output: the duty of one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial

from pipeline.extract.agencies import Agents, placed
from pipeline.extract.deadlines import TimesOver, prose_deadlines
from pipeline.extract.drafts import Place, body_task, own_and_inherited, plain_lines
from pipeline.extract.items import sets_no_duty
from pipeline.lexicon import lexicon_pattern, lexicon_yaml
from pipeline.model import Mention, Span, Task
from pipeline.orthography import fold_key
from pipeline.recognize.duties import DutyAgents, heading_agencies, opening_agency, parts_roles, read_duty
from pipeline.recognize.ner.candidates import NerReader

_LONGEST_HEADING = 400
_CLAUSE = re.compile(r"[;.]\s")
_words = partial(lexicon_pattern, "duty_patterns")
_REMARK = re.compile(r"\s*\([^()]*\)(?=[\s.:;]*$)")


def agencies_over(text: str, span: Span, names: NerReader | None = None) -> Agents:
    """The agencies that a heading at `span` assigns what is under it, with its partners; none when it names none.

    `3. Sở Tài chính chủ trì, phối hợp với các sở, ngành liên quan:` gives both to each duty below.
    """
    words = text[span.start : span.end]
    if len(words) > _LONGEST_HEADING:
        return Agents()
    words = _REMARK.sub("", words)  # `Công an tỉnh (cơ quan thường trực)`
    announces = words.rstrip().endswith(":")
    opened, end = opening_agency(words, names)
    if opened and words[end:].strip(" .:;") and not announces:
        opened = ()
    duty = read_duty(words, names) if announces else DutyAgents()
    lead = opened or heading_agencies(words, names) or duty.lead
    return Agents(placed(lead, span.start), placed(duty.coordinating, span.start) if lead else ())


def read_assignment(
    text: str, span: Span, place: Place, over: Agents, times: TimesOver, names: NerReader | None = None
) -> Task | None:
    """The duty that one paragraph at `span` sets, None when it names no agency and no heading does.

    `over` are the agencies of the heading over the paragraph: they do it unless the sentence names others.
    """
    words = text[span.start : span.end]
    if sets_no_duty(words) or words.rstrip().endswith(":"):
        return None
    opened, start = opening_agency(words, names)
    rest = words[start:]
    duty = read_duty(rest, names)
    lead = placed(opened, span.start) or _leading(rest, placed(duty.lead, span.start + start), span.start + start, over.lead)
    if not lead or not rest.strip(" .;"):
        return None
    coordinating = placed(duty.coordinating, span.start + start)
    if lead == over.lead and not (coordinating and parts_roles(rest)):
        coordinating = over.coordinating + coordinating
    own = prose_deadlines(rest, span.start + start, times.year)
    named = bool(opened or duty.lead)
    return body_task(
        "assignment",
        place,
        plain_lines([rest]),
        span,
        Agents(lead, coordinating),
        own_and_inherited(own, times.inherited),
        confidence=0.93 if named or over else 0.8,
    )


def leaves_duty(words: str) -> bool:
    """Whether a paragraph that gave no assignment sets a duty all the same: someone there chairs, joins or is charged."""
    return _words("charging").search(words) is not None and not sets_no_duty(words) and not words.rstrip().endswith(":")


def _leading(text: str, named: tuple[Mention, ...], offset: int, over: Sequence[Mention]) -> tuple[Mention, ...]:
    """Who leads: the agencies that the sentence names, unless it only speaks of those of the heading as a whole.

    Under a heading, `các cơ quan, đơn vị ...` are the heading's own, except where the sentence gives them the duty (`Giao
    các sở, ngành ...`).
    """
    if not over or not named:
        return named or tuple(over)
    before = text[: named[0].span.start - offset]
    asked = _words("asking").search(before)
    if _CLAUSE.search(before) or (asked and not _words("heads").match(named[0].text)):
        return tuple(over)  # `...; yêu cầu chủ đầu tư ...` is the heading's duty too, not what heads of agencies are asked
    if fold_key(before).rstrip().endswith(_parting()) and named[0].text[:1].islower():
        return tuple(over)  # `Phân công cơ quan, đơn vị giúp đỡ ...`: what an agency does among its own people
    collective = all(_words("unnamed").match(mention.text) for mention in named)
    assigned = fold_key(before).endswith(_assigning())
    return named if assigned or not collective else tuple(over)


@cache
def _assigning() -> tuple[str, ...]:
    return tuple(fold_key(verb) for verb in lexicon_yaml("duty_verbs")["assigning"])


@cache
def _parting() -> tuple[str, ...]:
    return tuple(fold_key(verb) for verb in lexicon_yaml("duty_verbs")["within"])
