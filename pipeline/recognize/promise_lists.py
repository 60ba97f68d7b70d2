"""Several quantities in one clause: which words are whose, and what they share.

`Định kỳ mỗi năm tổ chức 01 khóa đào tạo và 01 hội thảo về ...` has one verb and one complement for two quantities. `regions`
gives each quantity its own stretch of words; `borrowed` fills in what a quantity leaves to the ones around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.recognize.promise_clauses import Amounted, Clause, Passage
from pipeline.recognize.promise_wording import (
    COMPLEMENTS,
    LINKS,
    NOUN_KINDS,
    STATES,
    VERBS,
    Wording,
    is_empty,
    is_head,
    separators,
    skip_lead_ins,
    tail_end,
    verbs_before,
)

# Words farther than this from a quantity are not its subject; the bound keeps run-on text cheap.
_FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Region:
    """A quantity with its own words, from `left` to `right`. `shares` says that it goes on a list of quantities,
    `attribute` that it describes the subject of the next one (`các xã có tỷ lệ hộ nghèo trên 25% giảm 4%`)."""

    amount: Amounted
    left: int
    right: int
    shares: bool = False
    attribute: bool = False


def borrowed(
    passage: Passage, clause: Clause, region: Region, wording: Wording, host: Wording | None, following: Wording | None
) -> Wording:
    """The wording of a quantity with what it shares: `host` words the quantity before it, `following` the one behind."""
    if clause.aside:
        named = not is_empty(wording.head) or not is_empty(wording.tail)
        return host if host and not named and region.amount.quantity.frequency else wording
    if is_empty(wording.head):
        return _with_head(passage, clause, region, wording, host, following)
    return _with_subject(passage, wording, host) if host and region.left > clause.first else wording


def regions(passage: Passage, clause: Clause) -> Iterator[Region]:
    """The quantities of a clause with the words that belong to each."""
    amounts = passage.amounts_in(clause.first, clause.end)
    left, shares = max(clause.first, amounts[0].first - _FARTHEST) if amounts else clause.first, False
    for place, amount in enumerate(amounts):
        if place + 1 == len(amounts):
            yield Region(amount, left, clause.end, shares)
            return
        following = amounts[place + 1]
        boundary, next_shares = _boundary(passage, amount, following, left)
        boundary = max(boundary, following.first - _FARTHEST)
        together = boundary <= amount.end
        attribute = together and is_head(passage, skip_lead_ins(passage, left, amount.first)) and _is_led(passage, following)
        yield Region(amount, left, following.first if together else boundary, shares, attribute)
        left, shares = boundary, next_shares


def _is_led(passage: Passage, amount: Amounted) -> bool:
    """Whether a link or a verb of change stands right before a quantity (`giảm 4%`, `đạt 80%`)."""
    keys = passage.words.keys
    return (LINKS.before(keys, amount.first) or VERBS.before(keys, amount.first)) is not None


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
        return replace(host, linked=True) if host and bare else wording
    if bare:
        return replace(host, linked=True)
    doing = host.verbal or VERBS.at(passage.words.keys, host.head[0]) is not None
    complement = not is_empty(wording.tail) and COMPLEMENTS.at(passage.words.keys, wording.tail[0]) is not None
    listed = region.shares or region.left == clause.first
    if doing and listed and (region.amount.kind != "percent" or complement or (region.shares and host.verbal)):
        return replace(wording, head=host.head, verbal=True)
    return wording


def _with_subject(passage: Passage, wording: Wording, host: Wording) -> Wording:
    """`Kim ngạch đạt 2,5 tỷ USD, tăng 12%`: a bare verb of change takes the subject of the value before it."""
    verb = VERBS.at(passage.words.keys, wording.head[0])
    alone = verb is not None and verb[1] == wording.head[1] and is_empty(wording.tail) and is_empty(wording.noun)
    return replace(wording, subject=host.head) if alone and host.linked else wording


def with_shared_tail(passage: Passage, wording: Wording, following: Wording) -> Wording:
    """`01 khóa đào tạo và 01 hội thảo về ...`: the first of two takes the complement of the second when it has none."""
    keys = passage.words.keys
    own = any(COMPLEMENTS.at(keys, index) for index in range(*wording.tail))
    shared = not is_empty(following.tail) and COMPLEMENTS.at(keys, following.tail[0])
    if own or not shared or not wording.verbal or is_empty(wording.noun):
        return wording
    with_attribute = (wording.noun[0], wording.tail[1])
    return replace(wording, noun=with_attribute, tail=following.tail)
