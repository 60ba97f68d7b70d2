"""Names that were printed or scanned with a slip: `Sở Xâv dựng`, `Liên hiệp các Hội Khao học và Kỹ thuật`.

A threshold over whole names confuses `Sở Nội vụ` with `Sở Ngoại vụ`. So a name is only near another when all its words are the
same but one or two, each of these differs by a letter or two, and none of them is a word that the registry itself knows: a
known word was meant as printed. Of several near names the nearest counts, and only when the next one is clearly farther.

Input: the words of a mention; output: the spelling in the registry that they are near to, with the number of slips.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from pipeline.resolve.registry import Spelling, Token, bare_words, registry

_ANY = "*"
_MOST_WRONG_WORDS = 2
_FEWEST_RIGHT_WORDS = 2
_LONGEST_NAME = 14
_LONG_WORD = 5  # letters; a shorter word bears one slip, a longer one two
_CLEARLY = 2  # so many slips more has the next name at least


@dataclass(frozen=True, slots=True)
class NearName:
    """A spelling of the registry and how many letters of it were printed otherwise."""

    spelling: str
    slips: int


@dataclass(frozen=True, slots=True)
class _Index:
    """Names by their words with one or two of them left open, and all words of names as they are written."""

    names: dict[tuple[str, Spelling], tuple[Spelling, ...]]
    words: frozenset[str]


@cache
def _index() -> _Index:
    names: dict[tuple[str, Spelling], list[Spelling]] = {}
    known: set[str] = set()
    for scope, words in registry().spellings:
        if len(words) > _LONGEST_NAME:
            continue
        known.update(words)
        for pattern in _patterns(words):
            names.setdefault((scope, pattern), []).append(words)
    return _Index({key: tuple(found) for key, found in names.items()}, frozenset(known))


def _patterns(words: Spelling) -> Iterable[Spelling]:
    """`words` with one or two of them left open; enough stay to tell the name by."""
    for count in range(1, min(_MOST_WRONG_WORDS, len(words) - _FEWEST_RIGHT_WORDS) + 1):
        for places in combinations(range(len(words)), count):
            yield tuple(_ANY if place in places else word for place, word in enumerate(words))


def near_name(tokens: Iterable[Token], scope: str) -> NearName | None:
    """The one name of `scope` that the words are near to, None where no name or more than one is."""
    words = bare_words(token.key for token in tokens)
    if not _FEWEST_RIGHT_WORDS < len(words) <= _LONGEST_NAME:
        return None
    index = _index()
    slips: dict[str, int] = {}
    for pattern in _patterns(words):
        for name in index.names.get((scope, pattern), ()):
            spelled = registry().spellings[scope, name]
            distance = _slips(words, name, index.words)
            if distance is not None:
                slips[spelled] = min(distance, slips.get(spelled, distance))
    ranked = sorted((distance, spelled) for spelled, distance in slips.items())
    entries = [registry().by_spelling[scope, spelled] for _, spelled in ranked]
    rivals = [ranked[place][0] for place in range(1, len(ranked)) if entries[place] != entries[0]]
    if not ranked or (rivals and rivals[0] - ranked[0][0] < _CLEARLY):
        return None
    return NearName(ranked[0][1], ranked[0][0])


def _slips(words: Spelling, name: Spelling, known: frozenset[str]) -> int | None:
    """How many letters of `words` are not those of `name`, None where a word is another one rather than a slip."""
    total = 0
    for printed, meant in zip(words, name, strict=True):
        if printed == meant:
            continue
        distance = letter_distance(printed, meant)
        if printed in known or not meant.isalpha() or distance > (2 if len(meant) > _LONG_WORD else 1):
            return None
        total += distance
    return total


def letter_distance(one: str, other: str) -> int:
    """How many letters must be put in, left out, changed or swapped with their neighbour to make `other` of `one`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]
