"""What is taken for what: the values of one field on both sides of records that are the same.

Input: the items on both sides, each its words and the value that may be confused; output: pairs of gold's value and the one
found, with a word of its own where one side has nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MISSED, INVENTED = "(missed)", "(invented)"


@dataclass(frozen=True, slots=True)
class Item:
    """Folded words, the value that may be confused, and what else tells that two items mean the same, `""` for nothing."""

    words: str
    value: str
    hint: str = ""


# What makes two items the same, in the order of certainty.
_SAME: tuple[Callable[[Item, Item], bool], ...] = (
    lambda one, other: one == other,
    lambda one, other: one.words == other.words,
    lambda one, other: bool(one.hint) and one.hint == other.hint,
)


def confused(found: Sequence[Item], gold: Sequence[Item]) -> list[tuple[str, str]]:
    """Gold's value and the one found for each item."""
    left, right = list(found), list(gold)
    pairs: list[tuple[str, str]] = []
    for same in _SAME:
        for item in tuple(left):
            other = next((other for other in right if same(item, other)), None)
            if other is not None:
                left.remove(item)
                right.remove(other)
                pairs.append((other.value, item.value))
    return [*pairs, *((INVENTED, item.value) for item in left), *((item.value, MISSED) for item in right)]
