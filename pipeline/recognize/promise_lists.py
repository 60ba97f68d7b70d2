"""Several quantities in one clause: which words are whose.

`Trồng mới 2.000 ha rừng, chăm sóc 500 ha rừng trồng` is two promises, parted at the comma. A quantity inside the words of
another only sizes a thing in them (`không sử dụng chai nước nhựa dưới 500 ml`) and is left there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.recognize.promise_clauses import Amounted, Clause, Passage
from pipeline.recognize.promise_tails import (
    COMPLEMENTS,
    LINKS,
    PROPERTY_MODIFIERS,
    PROPERTY_NOUNS,
    PROPERTY_OPENERS,
    STATES,
    VERBS,
    separators,
    tail_end,
)
from pipeline.recognize.promise_wording import is_head, skip_lead_ins, verbs_before
from pipeline.recognize.units import FREQUENCIES

# Words farther than this from a quantity are not its subject; the bound keeps run-on text cheap.
_FARTHEST = 100
_SIZES = frozenset({"measure", "money"})


@dataclass(frozen=True, slots=True)
class Region:
    """A quantity with its own words, from `left` to `right`. `shares` says that it goes on a list of quantities,
    `attribute` that it describes the subject of the next one (`các xã có tỷ lệ hộ nghèo trên 25% giảm 4%`)."""

    amount: Amounted
    left: int
    right: int
    shares: bool = False
    attribute: bool = False


def regions(passage: Passage, clause: Clause) -> Iterator[Region]:
    """The quantities of a clause with the words that belong to each."""
    amounts = _counting(passage, clause)
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


def _counting(passage: Passage, clause: Clause) -> tuple[Amounted, ...]:
    """The quantities of a clause without those that only size a thing among the words of the one before."""
    kept: list[Amounted] = []
    for amount in passage.amounts_in(clause.first, clause.end):
        if not kept or not _sizes_a_thing(passage, kept[-1], amount):
            kept.append(amount)
    return tuple(kept)


def _sizes_a_thing(passage: Passage, previous: Amounted, amount: Amounted) -> bool:
    """Whether a measure stands bare behind a noun of the promise before it, with nothing that leads to a value."""
    if previous.end >= amount.first or any(separators(passage, previous.end, amount.first)):
        return False
    keys, before = passage.words.keys, amount.first
    modifier = PROPERTY_MODIFIERS.before(keys, before, previous.end)
    named = PROPERTY_NOUNS.before(keys, modifier[1] if modifier else before, previous.end)
    if named and PROPERTY_OPENERS.before(keys, named[1], previous.end) and previous.kind == "percent":
        return True
    if amount.kind not in _SIZES:
        return False
    leads = any(table.before(keys, before, previous.end) for table in (LINKS, STATES, VERBS, FREQUENCIES))
    leads = leads or COMPLEMENTS.before(keys, before) is not None or ":" in keys[previous.end : before]
    headed = any(is_head(passage, index) for index in range(previous.end, before))
    dated = any(index in passage.horizon_from for index in range(previous.end, before))
    return not (leads or headed or dated)


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
