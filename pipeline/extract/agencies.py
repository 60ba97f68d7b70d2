"""Agencies of a task from a cell or a label's value: mentions by role, with spans in the clean text.

A value usually lists one role's agencies. It may also set roles itself, by labels inside the cell (`Chủ trì: ...; phối hợp:
...`) or in words (`Sở Y tế chủ trì, phối hợp với Sở Tài chính`). Input: the value's text and place; output: `Agents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from pipeline.lexicon import lexicon_pattern
from pipeline.model import Mention, Span
from pipeline.orthography import fold_space
from pipeline.recognize.agencies import split_mentions
from pipeline.recognize.duties import read_duty
from pipeline.recognize.labels import read_labels
from pipeline.recognize.ner.candidates import NerReader

# A leader's name on the line below the office: `PCT UBND tỉnh`, `Đỗ Quang Hưng`
_NAME_BELOW = re.compile(
    r"(\b(?:tỉnh|thành phố|huyện|xã|phường|UBND|tịch|đốc|[Tt]rưởng))\n(?=(?:[A-ZÀ-ỸĐ][^\W\dA-Z_]{0,6} ?){2,5}(?:\n|$))"
)
_SENTENCE = re.compile(r"\.\s")
_words = partial(lexicon_pattern, "duty_patterns")


@dataclass(frozen=True, slots=True)
class Agents:
    """Who does a task: mentions by role, in the order of the page."""

    lead: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    supervisor: tuple[Mention, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lead or self.coordinating or self.supervisor)

    def __add__(self, other: Agents) -> Agents:
        return Agents(self.lead + other.lead, self.coordinating + other.coordinating, self.supervisor + other.supervisor)


def mentions_at(text: str, offset: int, names: NerReader | None = None) -> tuple[Mention, ...]:
    """The mentions of an agency list that stands at `offset` of the clean text; `names` is asked where no rule speaks."""
    return placed(_split(text, names), offset)


@lru_cache(maxsize=2048)
def _split(text: str, names: NerReader | None) -> tuple[Mention, ...]:
    """Plans repeat the same few lists of agencies; each is taken apart once a process."""
    return split_mentions(text, names)


def placed(mentions: Iterable[Mention], offset: int) -> tuple[Mention, ...]:
    """Mentions of a piece of text as mentions of the clean text."""
    return tuple(replace(mention, span=mention.span.shifted(offset)) for mention in mentions)


def agents_of(text: str, span: Span, role: str, names: NerReader | None = None) -> Agents:
    """The agents that a cell or label value of `role` names; `span` is its place in the clean text `text`."""
    value = text[span.start : span.end]
    if role != "supervisor" and _words("roles").search(value):
        inner = [label for label in read_labels(value) if label.field in ("lead", "coordinating", "supervisor")]
        if inner:
            found = Agents()
            for label in inner:
                found += _of_role(value, label.value, span.start, label.field, names)
            return found
        bracketed = _by_brackets(value, span.start, names)
        if bracketed:
            return bracketed
        duty = read_duty(value, names)
        if duty.lead and duty.coordinating:
            return Agents(placed(duty.lead, span.start), placed(duty.coordinating, span.start))
    return _of_role(value, Span(0, len(value)), span.start, role, names)


def _by_brackets(value: str, offset: int, names: NerReader | None) -> Agents:
    """The agencies of `Sở A (chủ trì); Sở B, Sở C (phối hợp)`, each with the role in brackets behind it."""
    found, start = Agents(), 0
    for role in _words("role_in_brackets").finditer(value):
        field = "lead" if role["lead"] else "coordinating"
        found += _of_role(value, Span(start, role.start()), offset, field, names)
        start = role.end()
    return found if found.lead and not value[start:].strip(" .;,") else Agents()


def doers_in(text: str, offset: int, names: NerReader | None = None) -> Agents:
    """The agencies that the statement itself makes the doers: of its first sentence, or those that it lets chair."""
    doing = _words("doing").search(text)
    end = None if doing else _SENTENCE.search(text)
    duty = read_duty(text[: end.start()] if end else text, names if doing else None)
    if not duty.lead or text[duty.lead[-1].span.end :].lstrip().startswith(":"):  # `Trường học, trạm y tế: Đầu tư ...`
        return Agents()
    return Agents(placed(duty.lead, offset), placed(duty.coordinating, offset))


def _with_office(value: str, mention: Mention, offset: int) -> Mention:
    """A leader with the field of office printed behind: `Phó Chủ tịch UBND tỉnh phụ trách văn hóa - xã hội`."""
    rest = _words("office").match(value, mention.span.end - offset)
    if rest is None:
        return mention
    span = Span(mention.span.start, offset + rest.end())
    return replace(mention, text=fold_space(value[span.start - offset : rest.end()]), span=span)


def _of_role(value: str, part: Span, offset: int, role: str, names: NerReader | None) -> Agents:
    words = value[part.start : part.end]
    if role == "supervisor":
        words = _NAME_BELOW.sub(r"\1 ", words)
    mentions = mentions_at(words, offset + part.start, names)
    match role:
        case "lead":
            return Agents(lead=mentions)
        case "coordinating":
            return Agents(coordinating=mentions)
        case "supervisor":
            return Agents(supervisor=tuple(_with_office(value, mention, offset) for mention in mentions))
        case _:
            raise ValueError(f"no role of agencies: {role}")
