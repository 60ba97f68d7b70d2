"""The words by which a mention shows what sort of agency it means: offices, collectives, levels, family names.

They are those of `lexicon/agency_heads.yaml`, by which mentions are found; here they tell who is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.resolve.registry import Token, phrase, registry

Words = tuple[Token, ...]
_LONGEST_PHRASE = 8


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases of `lexicon/agency_heads.yaml`, as folded words with abbreviations spelled out."""

    offices: frozenset[tuple[str, ...]]
    honorifics: frozenset[tuple[str, ...]]
    surnames: frozenset[str]
    quantifiers: frozenset[tuple[str, ...]]
    always_collective: frozenset[tuple[str, ...]]
    bare_collective: frozenset[tuple[str, ...]]
    collective_phrases: frozenset[tuple[str, ...]]
    place_nouns: frozenset[tuple[str, ...]]
    place_words: frozenset[str]
    level_words: frozenset[str]
    never: frozenset[tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the lexicon. Raises KeyError when a list is missing there."""
    heads = lexicon_yaml("agency_heads")

    def phrases(*names: str) -> frozenset[tuple[str, ...]]:
        return frozenset(phrase(str(entry)) for name in names for entry in heads[name])

    def single(*names: str) -> frozenset[str]:
        return frozenset(word for entry in phrases(*names) for word in entry)

    return Vocabulary(
        offices=phrases("office"),
        honorifics=phrases("honorifics"),
        surnames=single("surnames"),
        quantifiers=phrases("quantifiers"),
        always_collective=phrases("always_collective"),
        bare_collective=phrases("bare_collective"),
        collective_phrases=phrases("collective", "bare_collective", "qualifiers", "quantifiers") | {("và",), ("có",)},
        place_nouns=phrases("level_nouns"),
        place_words=single("level_nouns", "qualifiers", "quantifiers", "areas") | {"và"},
        level_words=single("level_nouns", "levels"),
        never=phrases("never"),
    )


def opening(words: Words, phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words the longest of `phrases` that opens `words` has, 0 for none."""
    keys = tuple([word.key for word in words[:_LONGEST_PHRASE]])
    for length in range(len(keys), 0, -1):
        if keys[:length] in phrases:
            return length
    return 0


def ends_with(words: Words, phrases: Iterable[tuple[str, ...]]) -> int:
    """How many words the phrase that closes `words` has, 0 for none."""
    for entry in phrases:
        if len(words) >= len(entry) and tuple(word.key for word in words[-len(entry) :]) == entry:
            return len(entry)
    return 0


def level_of(words: Words) -> str:
    """The level of a collective, by its first word that tells one; provinces' agencies where none does."""
    levels = registry().level_words
    for at in range(len(words)):
        length = opening(words[at:], frozenset(levels))
        level = levels[tuple(word.key for word in words[at : at + length])][1] if length else ""
        if level:
            return level
    return "provincial"
