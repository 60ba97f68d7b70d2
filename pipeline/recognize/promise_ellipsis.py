"""What a quantity leaves unsaid because the one beside it says it.

`Định kỳ mỗi năm tổ chức 01 khóa đào tạo và 01 hội thảo về ...` has one verb and one complement for two quantities;
`Tỷ lệ hồ sơ trực tuyến toàn tỉnh đạt 40%, cấp huyện đạt 25%` one subject, and `80% hộ được vay vốn, trong đó 50% có lãi` one
doer. Input: the wording of a quantity and the `Host`, the quantity before it; output: the wording with what it borrows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import Phrases, phrase_set
from pipeline.recognize.promise_clauses import Amounted, Clause, Passage
from pipeline.recognize.promise_lists import Region
from pipeline.recognize.promise_tails import CHANGE_VERBS, COMPLEMENTS, NOUNS_LIKE_VERBS, PREDICATES, STATES, VERBS, tail_end
from pipeline.recognize.promise_wording import NOTHING, NOUN_KINDS, Wording, is_empty, is_head, skip_lead_ins

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
_SCOPES: Phrases[str] = Phrases(((word, sort) for sort, words in _LEXICON["scopes"].items() for word in words), SPELLINGS)
_SHARED_COMPLEMENTS = phrase_set(_LEXICON["shared_complements"], SPELLINGS)
_COMPOSITION = phrase_set(_LEXICON["composition_nouns"], SPELLINGS)
_PASSIVES = phrase_set(_LEXICON["passives"], SPELLINGS)
OCCURRENCES = phrase_set(_LEXICON["occurrences"], SPELLINGS)
_WHOLE = "whole"
# Scopes that go on with a name of their own; the others say all in their own words.
_OPEN_SCOPES = frozenset({"place", "part"})
_LONGEST_SCOPE = 3
_HAVING, _SHARING, _EACH = "có", "chiếm", "mỗi"


@dataclass(frozen=True, slots=True)
class Host:
    """The quantity before the one being read: how it is worded, and its unit as printed."""

    wording: Wording
    unit: str


def borrowed(
    passage: Passage, clause: Clause, region: Region, wording: Wording, host: Host | None, following: Wording | None
) -> Wording:
    """The wording of a quantity with what it leaves to the one before it (`host`) and the one behind it (`following`)."""
    if clause.aside:
        return _of_aside(passage, clause, region, wording, host)
    if region.amount.quantity.frequency and is_empty(wording.tail):
        wording = _of_occurrence(passage, clause, region, wording)
    if is_empty(wording.head):
        wording = _with_head(passage, clause, region, wording, host.wording if host else None, following)
        return _with_doer(passage, region, wording, host) if host else wording
    if host is None:
        return wording
    wording = _with_subject(passage, wording, host.wording, listed=region.left > clause.first)
    return _with_scope(passage, clause, region, wording, host)


def with_shared_tails(passage: Passage, stretches: Sequence[Region], wordings: Sequence[Wording]) -> list[Wording]:
    """The wordings of a clause, those that open a list with what its last member says for all.

    `01 khóa đào tạo và 01 hội thảo về ...` share a complement, `80% hộ nghèo và 60% hộ cận nghèo được vay vốn` a predicate.
    """
    shared = list(wordings)
    for place in range(len(shared) - 2, -1, -1):
        if stretches[place + 1].shares:
            opener = place
            while stretches[opener].shares:
                opener -= 1
            doing = is_empty(wordings[opener].head)
            percent = stretches[place].amount.kind == "percent"
            shared[place] = _with_tail(passage, shared[place], shared[place + 1], doing=doing, percent=percent)
            if is_empty(shared[place].base):
                shared[place] = replace(shared[place], base=shared[place + 1].base)
    return shared


def _with_tail(passage: Passage, wording: Wording, following: Wording, *, doing: bool, percent: bool) -> Wording:
    """A wording without complement or predicate, with that of the next one; among shares any verb opens one too."""
    counted = not is_empty(wording.noun) and (wording.verbal or is_empty(wording.head))
    own = any(table.at(passage.words.keys, index) for index in range(*wording.tail) for table in (COMPLEMENTS, PREDICATES))
    if own or not (counted or (doing and not is_empty(wording.tail))):
        return wording
    opener = _shared_from(passage, following.tail, doing=doing, percent=percent)
    if opener is None:
        return wording
    thing = wording.tail if is_empty(wording.noun) else (wording.noun[0], max(wording.noun[1], wording.tail[1]))
    return replace(wording, noun=thing, tail=(opener, following.tail[1]))


def _shared_from(passage: Passage, tail: tuple[int, int], *, doing: bool, percent: bool) -> int | None:
    """Where a complement, or the predicate of a doer, begins in a tail."""
    keys = passage.words.keys
    for index in range(*tail):
        if _SHARED_COMPLEMENTS.at(keys, index) or (doing and PREDICATES.at(keys, index)):
            return index
        if doing and percent and VERBS.at(keys, index) and not NOUNS_LIKE_VERBS.at(keys, index):
            return index
    return None


# --- in brackets ---------------------------------------------------------------------------------------------------------


def _of_aside(passage: Passage, clause: Clause, region: Region, wording: Wording, host: Host | None) -> Wording:
    """In brackets a rhythm or a share repeats the quantity before them, and a bare count that of the words before them."""
    if not (is_empty(wording.head) and is_empty(wording.tail)):
        return wording
    if stands_for_clause(passage, clause, region.amount):
        start = _before_aside(passage, clause)
        return Wording((start, tail_end(passage, start, clause.first - 1)), NOTHING, NOTHING)
    amount = region.amount
    if host and (amount.quantity.frequency or (amount.kind == "percent" and wording.linked)):
        return replace(host.wording, linked=True)
    return wording


def stands_for_clause(passage: Passage, aside: Clause, amount: Amounted) -> bool:
    """Whether brackets hold nothing but the count of what the clause around them does: `Tập huấn cho cán bộ xã (03 lớp)`."""
    keys, start = passage.words.keys, _before_aside(passage, aside)
    alone = amount.first == aside.first and amount.end == aside.end and amount.quantity.comparator != "<"
    counts = amount.kind in {"counted", "plain", "measure"} and not _COMPOSITION.at(keys, amount.unit_first)
    verb = VERBS.at(keys, start)
    if not (alone and counts and verb) or is_head(passage, verb[1]):
        return False
    return not replace(passage, inside=0).amounts_in(aside.around[0], aside.first)


def _before_aside(passage: Passage, aside: Clause) -> int:
    """Where the words that brackets belong to begin: with their clause, or behind the comma after earlier brackets."""
    keys, first = passage.words.keys, aside.around[0]
    for index in range(aside.first - 2, first, -1):
        if keys[index] == "," and keys[index - 1] == ")":
            first = index + 1
            break
    return skip_lead_ins(passage, first, aside.first)


# --- what happens again and again ----------------------------------------------------------------------------------------


def _of_occurrence(passage: Passage, clause: Clause, region: Region, wording: Wording) -> Wording:
    """A rhythm behind a comma counts how often what stands before it is done.

    `Duy trì chuyên mục X trên sóng truyền hình, mỗi tháng 02 kỳ` counts the work itself; with a verb of its own
    (`Xây dựng chuyên mục X trên báo, phát sóng 02 kỳ/tháng`) the rhythm shares the object of the verb before.
    """
    keys = passage.words.keys
    start = skip_lead_ins(passage, region.left, region.amount.first)
    first = VERBS.at(keys, start)
    comma = _last_comma(passage, start, region.amount.first)
    if is_empty(wording.head) or first is None or comma is None:
        return wording
    if not wording.verbal:
        bare = skip_lead_ins(passage, comma, region.amount.first) == region.amount.first
        return replace(wording, noun=NOTHING) if bare else wording
    if wording.head[0] <= comma or not OCCURRENCES.at(keys, region.amount.unit_first):
        return wording
    end = _object_end(passage, first[1], comma)
    return replace(wording, noun=NOTHING, tail=(first[1], end)) if end > first[1] else wording


def _last_comma(passage: Passage, first: int, end: int) -> int | None:
    hidden = passage.hidden
    commas = (index for index in range(first, end) if passage.words.keys[index] == "," and not hidden(index))
    return max(commas, default=None)


def _object_end(passage: Passage, first: int, end: int) -> int:
    """Where the object of a verb ends: before its place or manner."""
    keys = passage.words.keys
    places = (index for index in range(first, end) if not passage.quoted[index])
    return next((index for index in places if COMPLEMENTS.at(keys, index) or keys[index] in {"trên", ","}), end)


# --- heads ---------------------------------------------------------------------------------------------------------------


def _with_head(
    passage: Passage, clause: Clause, region: Region, wording: Wording, host: Wording | None, following: Wording | None
) -> Wording:
    """What a quantity without verb or subject counts.

    It is what the quantity before it counts (`...; 01-02 cơ sở ươm tạo`), what the label before the colon names, or what the
    quantity behind it counts (`Đến năm 2025 đạt 60% và năm 2030 đạt ít nhất 75% các cơ quan ...`).
    """
    bare = is_empty(wording.tail) and region.amount.kind not in NOUN_KINDS
    if bare and clause.label and region.left == clause.first:
        return replace(wording, head=(skip_lead_ins(passage, *clause.label), clause.label[1]), linked=True)
    if bare and following and (host is None or region.left == clause.first):
        return replace(wording, tail=following.tail, linked=True)
    if host is None or is_empty(host.head) or STATES.before(passage.words.keys, region.amount.first, region.left):
        return replace(host, linked=True, base=wording.base) if host and bare else wording
    if bare:
        return replace(host, linked=True, base=wording.base)
    doing = host.verbal or (not host.linked and VERBS.at(passage.words.keys, host.head[0]) is not None)
    complement = not is_empty(wording.tail) and COMPLEMENTS.at(passage.words.keys, wording.tail[0]) is not None
    doing = doing or (region.shares and passage.words.keys[host.head[0]] == _EACH)
    listed = region.shares or region.left == clause.first
    predicated = _is_predicated(passage, region, wording)
    if predicated:
        return wording
    shared = complement or (region.shares and (host.verbal or not is_empty(host.tail)))
    doing = doing or (region.shares and not is_empty(host.tail) and region.amount.kind == "percent")
    if doing and listed and (region.amount.kind != "percent" or shared):
        return replace(wording, head=host.head, verbal=True)
    return wording


def _with_subject(passage: Passage, wording: Wording, host: Wording, *, listed: bool) -> Wording:
    """`Kim ngạch đạt 2,5 tỷ USD, tăng 12%`: a bare verb of change takes the subject of the value before it.

    The same verb again, in a clause of its own too, takes the object (`giảm tỷ lệ hộ nghèo 2%/năm; giai đoạn sau giảm 1%/năm`).
    """
    verb = VERBS.at(passage.words.keys, wording.head[0])
    alone = verb is not None and verb[1] == wording.head[1] and is_empty(wording.tail) and is_empty(wording.noun)
    if not alone or is_empty(host.head):
        return wording
    keys, length = passage.words.keys, wording.head[1] - wording.head[0]
    same = keys[host.head[0] : host.head[0] + length] == keys[wording.head[0] : wording.head[1]]
    if same and is_empty(host.noun):
        return replace(wording, head=host.head, verbal=host.verbal)
    return replace(wording, subject=host.head) if host.linked and listed else wording


def _with_doer(passage: Passage, region: Region, wording: Wording, host: Host) -> Wording:
    """`Trên 90% gia đình được hướng dẫn, trong đó 65% đạt tiêu chuẩn`: a bare predicate takes the doer of the one before."""
    whole = host.wording
    if not is_empty(wording.head) or not _is_predicated(passage, region, wording):
        return wording
    if not is_empty(whole.subject):
        return replace(wording, subject=whole.subject)
    doer = (whole.noun[0] if not is_empty(whole.noun) else whole.tail[0], whole.tail[1])
    end = _predicate_in(passage, doer)
    return replace(wording, subject=(doer[0], end)) if end > doer[0] else wording


def _is_predicated(passage: Passage, region: Region, wording: Wording) -> bool:
    """Whether a share or a measure is followed by a bare predicate: `65% đạt tiêu chuẩn`."""
    measured = region.amount.kind in {"percent", "measure"} and is_empty(wording.noun) and not is_empty(wording.tail)
    return measured and PREDICATES.at(passage.words.keys, wording.tail[0]) is not None


def _predicate_in(passage: Passage, part: tuple[int, int]) -> int:
    """Where the predicate of a doer begins, at a passive before any other; the end of the range when it has none."""
    keys = passage.words.keys
    for table in (_PASSIVES, PREDICATES, COMPLEMENTS):
        found = next((index for index in range(*part) if table.at(keys, index)), None)
        if found is not None:
            return found
    return part[1]


# --- scopes --------------------------------------------------------------------------------------------------------------


def _with_scope(passage: Passage, clause: Clause, region: Region, wording: Wording, host: Host) -> Wording:
    """A part of the whole (`cấp huyện`, `tại các xã`) takes the subject of the value before it, in place of that one's part."""
    keys = passage.words.keys
    valued = not wording.verbal and is_empty(wording.subject) and is_empty(wording.tail)
    alike = host.unit == region.amount.quantity.unit and not host.wording.verbal and is_empty(host.wording.noun)
    if not valued or not alike or is_head(passage, wording.head[0]):
        return wording
    whole = host.wording
    subject = whole.head if is_empty(whole.subject) else whole.subject
    if is_empty(subject) or not _measures(passage, subject[0]):
        return wording
    own, change = _parted(passage, wording.head)
    measured, host_change = _parted(passage, whole.head)
    if not is_empty(change) and is_empty(host_change):
        return wording
    if wording.head[0] > clause.first and keys[wording.head[0] - 1] == _HAVING:
        own = (own[0] - 1, own[1])
    if is_empty(whole.subject):
        parted = _replaced(passage, measured, own) or ((measured, NOTHING) if _is_part(passage, clause, region) else None)
    else:
        known = _SCOPES.at(keys, own[0]) or keys[own[0]] == keys[whole.head[0]] or _is_part(passage, clause, region)
        parted = (whole.subject, whole.tail) if known else None
    if parted is None:
        return wording
    before, behind = parted
    ending = next((part for part in (behind, change, host_change) if not is_empty(part)), NOTHING)
    return replace(wording, subject=before, head=own, noun=NOTHING, tail=ending, linked=True)


def _is_part(passage: Passage, clause: Clause, region: Region) -> bool:
    """Whether `trong đó` opens the clause and its value is no share of its own (`trong đó kinh tế số chiếm 10%`)."""
    return clause.part and _SHARING not in passage.words.keys[region.left : region.amount.first]


def _replaced(passage: Passage, part: tuple[int, int], own: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """A subject before and behind what a scope of its own takes the place of; None where `own` is no part of it.

    That is its last scope of the same sort, or what begins with the same word (`Tỷ lệ đường huyện được cứng hóa`, `đường xã`).
    """
    keys = passage.words.keys
    scope = _SCOPES.at(keys, own[0])
    for index in range(part[1] - 1, part[0], -1):
        found = _SCOPES.at(keys, index)
        if passage.quoted[index] or passage.hidden(index):
            continue
        if scope and found == (_WHOLE, part[1]):
            return (part[0], index), NOTHING
        if scope and found and found[0] == scope[0]:
            longer = (start for start in range(max(part[0], index - _LONGEST_SCOPE), index) if _SCOPES.at(keys, start) == found)
            stays = scope[1] == own[1] and scope[0] not in _OPEN_SCOPES
            return (part[0], next(longer, index)), ((found[1], part[1]) if stays else NOTHING)
        if keys[index] == keys[own[0]]:
            predicate = next((place for place in range(index + 1, part[1]) if _PASSIVES.at(keys, place)), part[1])
            return (part[0], index), (predicate, part[1])
    return (part, NOTHING) if scope else None


def _measures(passage: Passage, first: int) -> bool:
    """Whether a subject names a measure, itself or behind its verb (`Giảm tỷ lệ hộ nghèo`)."""
    verb = VERBS.at(passage.words.keys, first)
    return is_head(passage, first) or (verb is not None and is_head(passage, verb[1]))


def _parted(passage: Passage, part: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """A subject and the verb of change that ends it."""
    change = CHANGE_VERBS.before(passage.words.keys, part[1], part[0] + 1)
    return ((part[0], change[1]), (change[1], part[1])) if change else (part, NOTHING)
