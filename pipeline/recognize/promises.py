"""Promises: the quantities, and the dated levels, that a sentence of a plan wants to reach.

Input: one paragraph, an objective or a task's text. Output: its targets as the annotation guidelines define them, in the order
of the text, each with what is counted, the quantity as printed, its bounds, unit, frequency and the date by which.
A quantity counts as promised when a verb of doing, a comparator, a share, a frequency or a word such as `đạt` says so; conditions of
eligibility, descriptions of what already is, properties of things, cited documents, costs, ages and lengths of time are no promises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Comparator, Span
from pipeline.orthography import fold_space
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import phrase_set
from pipeline.recognize.promise_clauses import Amounted, Clause, Passage, clauses, read_passage, sentences
from pipeline.recognize.promise_dates import PLAN_NAMES, Horizon
from pipeline.recognize.promise_gates import is_promised, situation_in
from pipeline.recognize.promise_wording import (
    COMPLEMENTS,
    LINKS,
    NOUN_KINDS,
    STATES,
    VERBS,
    Wording,
    is_empty,
    is_head,
    render,
    separators,
    skip_lead_ins,
    tail_end,
    verbs_before,
    word_it,
)
from pipeline.recognize.quantities import may_hold_number
from pipeline.recognize.units import FREQUENCIES

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
_LEAD_INS = phrase_set(_LEXICON["lead_ins"], SPELLINGS)
_BECOMING = phrase_set(_LEXICON["becoming"], SPELLINGS)
_SHORTEST_LEVEL = 4
# Words farther than this from a quantity are not its subject; the bound keeps run-on text cheap.
_FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Promise:
    """A target set in a sentence. `span` is where `text` stands; for a stated level without quantity `text` may be `""`.

    `unit` is as printed, `frequency` an RFC 5545 RRULE or None, `horizon` the last day by which, or None.
    """

    indicator: str
    text: str
    span: Span
    comparator: Comparator
    value_min: float | None
    value_max: float | None
    unit: str
    frequency: str | None
    horizon: date | None


@dataclass(frozen=True, slots=True)
class _Region:
    """A quantity with the words that are its own: from `left` to `right`. `shares` says that it goes on a list of quantities."""

    amount: Amounted
    left: int
    right: int
    shares: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A quantity already read: its region, its wording, and its promise (None when it is none)."""

    region: _Region
    wording: Wording
    promise: Promise | None


def find_promises(text: str, *, horizon: date | None = None, levels: bool = True) -> tuple[Promise, ...]:
    """The targets that one paragraph sets, spans in `text`.

    `horizon` is the date that a heading over the paragraph gives; a date in the text goes before it. `levels` also gives the
    levels that are stated without a quantity but with a date of their own (`Đến năm 2023: Xây dựng khu ...`).
    """
    if not may_hold_number(text):
        return ()
    passage = read_passage(text)
    if not passage.amounts and not (levels and passage.horizon_from):
        return ()
    found: list[Promise] = []
    for first, end in sentences(passage):
        opener = _opener(passage, first, end)
        if opener and opener.end < end and passage.words.keys[opener.end] == ":":
            horizon = opener.day
        found.extend(_of_sentence(passage, first, end, opener, horizon, levels=levels))
    return tuple(sorted(found, key=lambda promise: promise.span))


def _opener(passage: Passage, first: int, end: int) -> Horizon | None:
    """The date that opens a sentence, at most lead-in words before it (`Phấn đấu đến năm 2025, ...`)."""
    index = first
    while index < end:
        horizon = passage.horizon_from.get(index)
        if horizon:
            return horizon if horizon.end <= end else None
        lead_in = _LEAD_INS.at(passage.words.keys, index)
        if lead_in is None:
            return None
        index = lead_in[1]
    return None


def _of_sentence(
    passage: Passage, first: int, end: int, opener: Horizon | None, inherited: date | None, *, levels: bool
) -> Iterator[Promise]:
    """The promises of one sentence. Its own dates bind its clauses, else the date that governs the paragraph."""
    own = [horizon for horizon in passage.horizons_in(first, end) if _binds(passage, first, horizon, opener)]
    days = {horizon.day for horizon in own}
    base = opener.day if opener else (own[0].day if len(days) == 1 else inherited)
    last: _Told | None = None
    rhythm = _opening_rhythm(passage, first, end)
    for clause in clauses(passage, first, end):
        told = _of_clause(passage, clause, last, base, own, rhythm)
        yield from (each.promise for each in told if each.promise)
        if told and not clause.aside:
            last = told[-1]
        elif levels and not clause.aside and (opener or own) and not told:
            level = _level(passage, clause, base, opener, own)
            if level:
                yield level


def _opening_rhythm(passage: Passage, first: int, end: int) -> str | None:
    """The frequency that opens a sentence and so governs all its clauses (`Hằng năm, tổ chức ...; kiểm nghiệm ...`)."""
    index = first
    while index < end:
        frequency = FREQUENCIES.at(passage.words.keys, index)
        if frequency:
            return frequency[0]
        lead_in = _LEAD_INS.at(passage.words.keys, index)
        if lead_in is None:
            return None
        index = lead_in[1]
    return None


def _binds(passage: Passage, first: int, horizon: Horizon, opener: Horizon | None) -> bool:
    """Whether a date says by when something is reached: it opens the sentence, or belongs to no plan's name or period."""
    if horizon is opener:
        return True
    earlier = passage.amounts_in(first, horizon.first)
    start = earlier[-1].end if earlier else first
    keys = passage.words.keys
    if any(PLAN_NAMES.at(keys, index) for index in range(start, horizon.first)):
        return False
    beside = (earlier and start == horizon.first) or passage.amounts_in(horizon.end, horizon.end + 1)
    linked = LINKS.at(keys, horizon.end) or STATES.at(keys, horizon.end)
    return bool(horizon.bound or beside or linked)


def _of_clause(
    passage: Passage, clause: Clause, last: _Told | None, base: date | None, own: list[Horizon], rhythm: str | None
) -> list[_Told]:
    """The quantities of a clause in order, each read with what the ones before it left to share."""
    told: list[_Told] = []
    passage = passage.opened(clause)
    regions = list(_regions(passage, clause))
    said = situation_in(passage, clause.first, clause.end) if regions else clause.end
    wordings = [word_it(passage, region.amount, region.left, region.right) for region in regions]
    for place, (region, wording) in enumerate(zip(regions, wordings, strict=True)):
        host = told[-1] if told else last
        following = wordings[place + 1] if place + 1 < len(regions) else None
        if clause.aside:
            wording = _aside_wording(region, wording, host)
        elif is_empty(wording.head):
            wording = _borrow_head(passage, clause, region, wording, host, following)
        elif host and told:
            wording = _with_subject(passage, wording, host)
        if following and regions[place + 1].shares:
            wording = _share_tail(passage, wording, following)
        promise, shares = None, host is not None and host.promise is not None
        if region.amount.first <= said and is_promised(passage, clause, region.amount, wording, region.left, shares=shares):
            promise = _promise(passage, clause, region, wording, host, base, own, rhythm)
        told.append(_Told(region, wording, promise))
    return told


def _regions(passage: Passage, clause: Clause) -> Iterator[_Region]:
    """The quantities of a clause with the words that belong to each."""
    amounts = passage.amounts_in(clause.first, clause.end)
    left, shares = max(clause.first, amounts[0].first - _FARTHEST) if amounts else clause.first, False
    for place, amount in enumerate(amounts):
        if place + 1 == len(amounts):
            yield _Region(amount, left, clause.end, shares)
            return
        following = amounts[place + 1]
        boundary, next_shares = _boundary(passage, amount, following, left)
        boundary = max(boundary, following.first - _FARTHEST)
        yield _Region(amount, left, boundary if boundary > amount.end else following.first, shares)
        left, shares = boundary, next_shares


def _boundary(passage: Passage, amount: Amounted, following: Amounted, left: int) -> tuple[int, bool]:
    """Where the words of the next quantity begin, and whether it goes on a list that this one opened."""
    marks = list(separators(passage, amount.end, following.first))
    if not marks:
        return left, False
    if skip_lead_ins(passage, marks[-1], following.first) == following.first:
        return marks[-1] + 1, True
    group = verbs_before(passage, following.first, amount.end)
    if group:
        before = [mark for mark in marks if mark < group[0]]
        return (before[-1] if before else marks[0]) + 1, False
    for mark in marks:
        if is_head(passage, mark + 1):
            return mark + 1, False
    if tail_end(passage, amount.end, following.first) == amount.end:
        return marks[0] + 1, False
    return marks[-1] + 1, False


def _aside_wording(region: _Region, wording: Wording, host: _Told | None) -> Wording:
    """An aside that names nothing of its own counts what the quantity before the bracket counts."""
    named = not is_empty(wording.head) or not is_empty(wording.tail)
    return host.wording if host and not named and region.amount.quantity.frequency else wording


def _borrow_head(
    passage: Passage, clause: Clause, region: _Region, wording: Wording, host: _Told | None, following: Wording | None
) -> Wording:
    """What a quantity without verb or subject counts: that of the one before it (`...; 01-02 cơ sở ươm tạo`), of the label before
    the colon, or of the one after it (`Đến năm 2025 đạt 60% và năm 2030 đạt ít nhất 75% các cơ quan ...`)."""
    bare = is_empty(wording.tail) and region.amount.kind not in NOUN_KINDS
    if bare and clause.label and region.left == clause.first:
        return replace(wording, head=(skip_lead_ins(passage, *clause.label), clause.label[1]), linked=True)
    if bare and following and (host is None or region.left == clause.first):
        return replace(wording, tail=following.tail, linked=True)
    if host is None or is_empty(host.wording.head) or STATES.before(passage.words.keys, region.amount.first, region.left):
        return replace(host.wording, linked=True) if host and bare else wording
    if bare:
        return replace(host.wording, linked=True)
    doing = host.wording.verbal or VERBS.at(passage.words.keys, host.wording.head[0]) is not None
    complement = not is_empty(wording.tail) and COMPLEMENTS.at(passage.words.keys, wording.tail[0]) is not None
    listed = region.shares or region.left == clause.first
    if doing and listed and (region.amount.kind != "percent" or complement or (region.shares and host.wording.verbal)):
        return replace(wording, head=host.wording.head, verbal=True)
    return wording


def _with_subject(passage: Passage, wording: Wording, host: _Told) -> Wording:
    """`Kim ngạch đạt 2,5 tỷ USD, tăng 12%`: a bare verb of change takes the subject of the value before it."""
    verb = VERBS.at(passage.words.keys, wording.head[0])
    alone = verb is not None and verb[1] == wording.head[1] and is_empty(wording.tail) and is_empty(wording.noun)
    return replace(wording, subject=host.wording.head) if alone and host.wording.linked else wording


def _share_tail(passage: Passage, wording: Wording, following: Wording) -> Wording:
    """`01 khóa đào tạo và 01 hội thảo về ...`: the first of two takes the complement of the second when it has none."""
    keys = passage.words.keys
    own = any(COMPLEMENTS.at(keys, index) for index in range(*wording.tail))
    shared = not is_empty(following.tail) and COMPLEMENTS.at(keys, following.tail[0])
    if own or not shared or not wording.verbal:
        return wording
    return wording if is_empty(wording.noun) else _joined_tail(wording, following)


def _joined_tail(wording: Wording, following: Wording) -> Wording:
    """The noun keeps its own attribute, the complement comes from the other."""
    return replace(wording, noun=(wording.noun[0], wording.tail[1]), tail=following.tail)


def _promise(
    passage: Passage, clause: Clause, region: _Region, wording: Wording, host: _Told | None, base: date | None, own: list[Horizon], rhythm: str | None
) -> Promise:
    quantity = region.amount.quantity
    return Promise(
        indicator=wording.text(passage),
        text=quantity.text,
        span=quantity.span,
        comparator=quantity.comparator,
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        unit=quantity.unit,
        frequency=quantity.frequency or _frequency(passage, region, host) or rhythm,
        horizon=_horizon(region, own, base) if not clause.aside else base,
    )


def _frequency(passage: Passage, region: _Region, host: _Told | None) -> str | None:
    """How often, from the words around a quantity up to its purpose; a list shares the frequency of its first quantity."""
    keys = passage.words.keys
    behind = tail_end(passage, region.amount.end, region.right)
    for index in (*range(region.left, region.amount.first), *range(region.amount.end, min(behind + 1, region.right))):
        found = FREQUENCIES.at(keys, index)
        if found and not passage.hidden(index):
            return found[0]
    if region.shares and host and host.promise:
        return host.promise.frequency
    return None


def _horizon(region: _Region, own: list[Horizon], base: date | None) -> date | None:
    """The date inside the quantity's own words, else the one that binds the sentence."""
    behind = [horizon for horizon in own if region.amount.end <= horizon.first < region.right]
    before = [horizon for horizon in own if region.left <= horizon.first < region.amount.first]
    earlier = [horizon for horizon in own if horizon.first < region.left]
    if behind or before:
        return (behind or before[::-1])[0].day
    return earlier[-1].day if earlier and base is None else base


# --- levels --------------------------------------------------------------------------------------------------------------


def _level(passage: Passage, clause: Clause, base: date | None, opener: Horizon | None, own: list[Horizon]) -> Promise | None:
    """A level without a quantity that its sentence dates: `Đến năm 2023: Xây dựng khu ...`, `đưa X trở thành Y vào năm 2030`."""
    keys = passage.words.keys
    start = skip_lead_ins(passage, clause.first, clause.end)
    stop = tail_end(passage, start, clause.end) if not opener else _level_end(passage, start, clause.end)
    becoming = next((found for index in range(start, stop) if (found := _BECOMING.at(keys, index)) and index > start), None)
    if stop - start < _SHORTEST_LEVEL or situation_in(passage, clause.first, stop) < stop:
        return None
    closing = next((horizon for horizon in own if horizon.first >= stop and horizon.end <= clause.end), None)
    day = opener.day if opener else closing.day if closing else None
    if day is None or not (opener or becoming):
        return None
    if becoming is None:
        if not VERBS.at(keys, start):
            return None
        span = Span(passage.words.starts[start], passage.words.ends[stop - 1])
        return Promise(render(passage, start, stop), "", span, "", None, None, "", None, day)
    end = tail_end(passage, becoming[1], clause.end)
    if end <= becoming[1]:
        return None
    span = Span(passage.words.starts[becoming[1]], passage.words.ends[end - 1])
    stated = fold_space(passage.words.text[span.start : span.end])
    return Promise(render(passage, start, becoming[1]), stated, span, "", None, None, "", None, day)


def _level_end(passage: Passage, first: int, end: int) -> int:
    """The end of a dated level: the clause's last word, without marks."""
    while end > first and not passage.words.keys[end - 1].isalnum():
        end -= 1
    return end
