"""Promises: the quantities, and the dated levels, that a sentence of a plan wants to reach.

Input: one paragraph, an objective or a task's text. Output: its targets as the annotation guidelines define them, in the order
of the text, each with what is counted, the quantity as printed, its bounds, unit, frequency and the date by which.
Which quantities count as promised is decided in `promise_gates`, what they count in `promise_wording`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Comparator, Span
from pipeline.orthography import fold_space
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import phrase_set
from pipeline.recognize.promise_clauses import Clause, Passage, clauses, read_passage, sentences
from pipeline.recognize.promise_dates import ACTS, LIMITS, PLAN_NAMES, Horizon
from pipeline.recognize.promise_ellipsis import Host, borrowed, with_shared_tails
from pipeline.recognize.promise_gates import NEGATIONS, is_promised, situation_in
from pipeline.recognize.promise_lists import Region, regions
from pipeline.recognize.promise_objects import with_object
from pipeline.recognize.promise_tails import COMPARISONS, CONJUNCTIONS, LINKS, STATES, VERBS, rhythm_at, tail_end
from pipeline.recognize.promise_wording import Wording, is_empty, render, skip_lead_ins, word_it
from pipeline.recognize.quantities import may_hold_number
from pipeline.recognize.units import FREQUENCIES, per_time

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
_LONGEST_LABEL = 12
_LEAD_INS = phrase_set(_LEXICON["lead_ins"], SPELLINGS)
_BECOMING = phrase_set(_LEXICON["becoming"], SPELLINGS)
_SHORTEST_LEVEL = 4
_CLOSING = frozenset({",", ";", ".", "("})


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
class _Dating:
    """When the promises of a sentence are due: the date for all, the dates inside it, whether one opens it, and how often."""

    base: date | None
    own: tuple[Horizon, ...]
    opened: bool
    rhythm: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """A quantity already read: its wording and unit, and its promise (None when it is none)."""

    host: Host
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
    """The date that opens a sentence, at most a label and lead-in words before it (`Phấn đấu đến năm 2025, ...`)."""
    index = _behind_label(passage, first, end)
    while index < end:
        horizon = passage.horizon_from.get(index)
        if horizon:
            return horizon if horizon.end <= end else None
        lead_in = _LEAD_INS.at(passage.words.keys, index)
        if lead_in is None:
            return None
        index = lead_in[1]
    return None


def _behind_label(passage: Passage, first: int, end: int) -> int:
    """The word behind a short label with its colon (`Về lượng khách: Năm 2017 đón ...`), else `first`."""
    keys, stop = passage.words.keys, min(first + _LONGEST_LABEL, end)
    colon = next((index for index in range(first, stop) if keys[index] == ":"), None)
    if colon is None or passage.amounts_in(first, colon) or any(index in passage.horizon_from for index in range(first, colon)):
        return first
    return colon + 1


def _of_sentence(
    passage: Passage, first: int, end: int, opener: Horizon | None, inherited: date | None, *, levels: bool
) -> Iterator[Promise]:
    """The promises of one sentence. Its own dates bind its clauses, else the date that governs the paragraph."""
    own = tuple(horizon for horizon in passage.horizons_in(first, end) if _binds(passage, first, horizon, opener))
    alone = len({horizon.day for horizon in own}) == 1 and not _binds_later(passage, first, end, own[0])
    alone = alone and not _leads(passage, first, own[0])
    base = opener.day if opener else own[0].day if alone else inherited
    dates = (*own, *passage.bracketed_horizons(first, end))
    dating = _Dating(base, dates, opener is not None, _opening_rhythm(passage, first, end))
    last: _Told | None = None
    for clause in clauses(passage, first, end):
        told = _of_clause(passage, clause, last, dating)
        yield from (each.promise for each in told if each.promise)
        if clause.aside:
            continue
        last = told[-1] if told else last
        level = _level(passage, clause, opener, own) if levels and own and not told else None
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
    """Whether a date says by when something is reached: it opens a clause, or belongs to no plan's name or period."""
    if horizon is opener or _opens_clause(passage, horizon):
        return True
    earlier = passage.amounts_in(first, horizon.first)
    start = earlier[-1].end if earlier else first
    keys = passage.words.keys
    if LIMITS.at(keys, horizon.end) and ";" in keys[start : horizon.first]:
        return False
    if any(PLAN_NAMES.at(keys, index) for index in range(start, horizon.first)) or _is_base(keys, start, horizon.first):
        return False
    beside = (earlier and start == horizon.first) or passage.amounts_in(horizon.end, horizon.end + 1)
    linked = LINKS.at(keys, horizon.end) or STATES.at(keys, horizon.end)
    return bool(horizon.bound or beside or linked or (earlier and _closes(passage, start, horizon)))


def _closes(passage: Passage, start: int, horizon: Horizon) -> bool:
    """Whether a clause with its quantity ends in a date: `Hỗ trợ 400 hộ ngư dân chuyển nghề giai đoạn 2022 - 2025`."""
    keys = passage.words.keys
    if any(ACTS.at(keys, index) for index in range(start, horizon.first)):
        return False
    return horizon.end == len(keys) or keys[horizon.end] in _CLOSING


def _behind_semicolon(passage: Passage, first: int) -> bool:
    return first > 0 and passage.words.keys[first - 1] == ";"


def _binds_later(passage: Passage, first: int, end: int, horizon: Horizon) -> bool:
    """Whether a date stands behind a semicolon with a quantity of its own, and so leaves the clauses before it alone."""
    mark = next((index for index in range(horizon.first - 1, first, -1) if passage.words.keys[index] == ";"), None)
    if mark is None:
        return False
    close = next((index for index in range(horizon.end, end) if passage.words.keys[index] == ";"), end)
    stated = _opens_clause(passage, horizon) and close - horizon.end >= _SHORTEST_LEVEL
    return stated or bool(passage.amounts_in(mark, close))


def _leads(passage: Passage, first: int, horizon: Horizon) -> bool:
    """Whether a date behind a quantity and a comma leads to the next: `trên 50%, đến năm 2030 trên 80%`, `và năm 2030, 80%`."""
    keys, before = passage.words.keys, horizon.first - 1
    if before <= first or keys[before] not in CONJUNCTIONS or not passage.amounts_in(first, before):
        return False
    link = LINKS.at(keys, horizon.end) or STATES.at(keys, horizon.end)
    start = link[1] if link else horizon.end
    start += keys[start : start + 1] == (",",)
    return bool(passage.amounts_in(start, start + 1))


def _opens_clause(passage: Passage, horizon: Horizon) -> bool:
    """Whether a semicolon stands before a date, with lead-in words between them at most (`; phấn đấu năm 2024 ...`)."""
    keys, index = passage.words.keys, horizon.first
    while index > 0 and keys[index - 1] != ";":
        lead_in = _LEAD_INS.before(keys, index)
        if lead_in is None:
            return False
        index = lead_in[1]
    return index > 0


def _is_base(keys: tuple[str, ...], first: int, end: int) -> bool:
    """Whether a comparison reaches up to a date: `so với mức bình quân giai đoạn 2019 - 2023`."""
    for index in range(end - 1, first - 1, -1):
        if keys[index] in _CLOSING:
            return False
        if COMPARISONS.at(keys, index):
            return True
    return False


def _of_clause(passage: Passage, clause: Clause, last: _Told | None, dating: _Dating) -> list[_Told]:
    """The quantities of a clause in order, each read with what the ones around it leave to share."""
    told: list[_Told] = []
    passage = passage.opened(clause)
    stretches = list(regions(passage, clause))
    wordings = [word_it(passage, region.amount, region.left, region.right) for region in stretches]
    wordings = with_shared_tails(passage, stretches, wordings)
    said = situation_in(passage, clause.first, clause.end) if stretches else clause.end
    for place, region in enumerate(stretches):
        host = told[-1] if told else last
        following = _following(wordings, place)
        wording = borrowed(passage, clause, region, wordings[place], host.host if host else None, following)
        wording = with_object(passage, wording)
        shares = host is not None and host.promise is not None
        promised = is_promised(passage, clause, region.amount, wording, region.left, shares=shares)
        promised = promised and not region.attribute and region.amount.first <= said
        promise = _promise(passage, clause, region, wording, host, dating) if promised else None
        told.append(_Told(Host(wording, region.amount.quantity.unit), promise))
    return told


def _following(wordings: list[Wording], place: int) -> Wording | None:
    """The wording behind one that says what it counts: the next with words of its own (`đạt 60%, năm 2025 đạt 90% số hộ`)."""
    behind = wordings[place + 1 :]
    return next((wording for wording in behind if not is_empty(wording.tail)), behind[0] if behind else None)


def _promise(
    passage: Passage, clause: Clause, region: Region, wording: Wording, host: _Told | None, dating: _Dating
) -> Promise:
    quantity = region.amount.quantity
    rhythmic = quantity.unit != "%" or clause.part or not _behind_semicolon(passage, clause.first)
    return Promise(
        indicator=wording.text(passage),
        text=quantity.text,
        span=quantity.span,
        comparator=quantity.comparator,
        value_min=quantity.value_min,
        value_max=quantity.value_max,
        unit=quantity.unit,
        frequency=quantity.frequency or _frequency(passage, region, host) or (dating.rhythm if rhythmic else None),
        horizon=dating.base if clause.aside else _horizon(passage, region, dating),
    )


def _frequency(passage: Passage, region: Region, host: _Told | None) -> str | None:
    """How often, from the words around a quantity up to its purpose; a list shares the frequency of its first quantity."""
    keys = passage.words.keys
    behind = tail_end(passage, region.amount.end, region.right)
    for index in (*range(region.left, region.amount.first), *range(region.amount.end, min(behind + 1, region.right))):
        found = FREQUENCIES.at(keys, index) or (rhythm_at(keys, index) if index >= region.amount.end else None)
        if found and not passage.hidden(index):
            return found[0]
    per = per_time(keys, behind) if behind < region.right else None
    if per or not (region.shares and host and host.promise):
        return per[0] if per else None
    return host.promise.frequency


def _horizon(passage: Passage, region: Region, dating: _Dating) -> date | None:
    """The date inside the quantity's own words, behind it before in front of it; else the one that binds the sentence."""
    within = [horizon for horizon in dating.own if region.amount.end <= horizon.first < region.right]
    behind = [horizon.day for horizon in within if not _leads(passage, region.left, horizon)]
    before = [horizon.day for horizon in dating.own if region.left <= horizon.first < region.amount.first]
    if behind or before:
        return behind[0] if behind else before[-1]
    earlier = [horizon for horizon in dating.own if horizon.first < region.left]
    governs = earlier and (not dating.opened or _opens_clause(passage, earlier[-1]) or _leads(passage, 0, earlier[-1]))
    return earlier[-1].day if governs else dating.base


# --- levels --------------------------------------------------------------------------------------------------------------


def _level(passage: Passage, clause: Clause, opener: Horizon | None, own: tuple[Horizon, ...]) -> Promise | None:
    """A level without quantity that its sentence dates: `Đến năm 2023: Xây dựng khu ...`, `đưa X trở thành Y vào năm 2030`."""
    keys = passage.words.keys
    start = skip_lead_ins(passage, clause.first, clause.end)
    opener = next((horizon for horizon in own if clause.first <= horizon.first < start), opener)
    stop = _last_word(passage, start, clause.end) if opener else tail_end(passage, start, clause.end)
    if stop - start < _SHORTEST_LEVEL or situation_in(passage, clause.first, stop) < stop:
        return None
    closing = next((horizon for horizon in own if horizon.first >= stop and horizon.end <= clause.end), None)
    dated = opener or closing
    becoming = next((found for index in range(start + 1, stop) if (found := _BECOMING.at(keys, index))), None)
    if dated is None:
        return None
    if becoming:
        end = tail_end(passage, becoming[1], clause.end)
        return _stated(passage, (start, becoming[1]), (becoming[1], end), dated.day) if end > becoming[1] else None
    return (
        _stated(passage, (start, stop), None, dated.day)
        if opener and (VERBS.at(keys, start) or NEGATIONS.at(keys, start))
        else None
    )


def _stated(passage: Passage, indicator: tuple[int, int], level: tuple[int, int] | None, day: date) -> Promise:
    """A promise without numbers, from the words of its indicator and of its level."""
    first, end = level or indicator
    span = Span(passage.words.starts[first], passage.words.ends[end - 1])
    text = fold_space(passage.words.text[span.start : span.end]) if level else ""
    return Promise(render(passage, *indicator), text, span, "", None, None, "", None, day)


def _last_word(passage: Passage, first: int, end: int) -> int:
    """The end of a clause without the marks that close it."""
    while end > first and not passage.words.keys[end - 1].isalnum():
        end -= 1
    return end
