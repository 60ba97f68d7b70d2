"""Counting agreement: how many items of a field are right, of how many found and how many in gold.

Precision asks how much of what was found is right, recall how much of what is there was found; F1 is their harmonic mean. A
field that neither side has is right.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from operator import eq
from typing import TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Count:
    """Items of one field: right ones, found ones, those of gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of gold that was found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0

    @property
    def whole(self) -> bool:
        """Whether both sides agree in every item."""
        return self.right == self.found == self.gold


Counts = Mapping[str, Count]


def agreement(found: Iterable[Item], gold: Iterable[Item], equal: Callable[[Item, Item], bool] = eq) -> Count:
    """How two lists agree, each item being matched once, in any order; what is equal always agrees."""
    left, rest = list(found), list(gold)
    if left == rest:
        return Count(len(left), len(left), len(left))
    wanted = len(rest)
    hits = 0
    for item in left:
        place = next((place for place, other in enumerate(rest) if equal(item, other)), None)
        if place is not None:
            del rest[place]
            hits += 1
    return Count(hits, len(left), wanted)


def total(parts: Iterable[Mapping[Key, Count]]) -> dict[Key, Count]:
    """The counts of several documents together, in the order in which what they count is first met."""
    together: dict[Key, Count] = {}
    for part in parts:
        for key, count in part.items():
            together[key] = together.get(key, Count()) + count
    return together
