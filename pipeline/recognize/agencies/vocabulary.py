"""The lexicon of agencies' names, compiled once for look-ups along a run of words.

`lexicon/agency_heads.yaml` says what the words mean; here each of its lists becomes a `Phrases` table that finds the longest
entry at a word. Bridged look-ups step over the marks that a name may or may not carry (`Đài Phát thanh - Truyền hình`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from pipeline.lexicon import lexicon_csv, lexicon_yaml
from pipeline.orthography import fold_key
from pipeline.recognize.agencies.words import DASHES, Word, read_words

_SHORTEST_BRIDGED = 3  # two words and the bridge between them
_BRIDGES = frozenset({",", "và", "&", "/"}) | DASHES
_END = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found at a word: its words, its label, and the index behind its last word."""

    phrase: str
    label: str
    end: int


class Phrases:
    """Phrases with labels, found by their words; the longest wins."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._root: dict[str, object] = {}
        for phrase, label in entries:
            node = self._root
            for key in phrase.split():
                child = node.setdefault(key, {})
                assert isinstance(child, dict)
                node = child
            node.setdefault(_END, (phrase, label))

    def first_words(self) -> frozenset[str]:
        """The words that an entry begins with."""
        return frozenset(key for key in self._root if key != _END)

    def longest(self, words: Sequence[Word], start: int, *, bridged: bool = False, listed: bool = False) -> Match | None:
        """The longest entry that begins at `words[start]`, or None.

        With `bridged` a joining word or mark may stand between two of its words. With `listed` the words are a list
        of entries: inside an entry no comma stands before its last part or behind `và`, but between abbreviations.
        """
        node: dict[str, object] = self._root
        index, found = start, None
        bridge = ""
        while index < len(words):
            child = node.get(words[index].key)
            if child is None and bridged and index > start and words[index].key in _BRIDGES and index + 1 < len(words):
                if listed and bridge == "và" and words[index].key == ",":
                    break
                bridge = words[index].key
                index += 1
                child = node.get(words[index].key)
            if not isinstance(child, dict):
                break
            node = child
            index += 1
            entry = node.get(_END)
            if bridge == "và" and index - start == _SHORTEST_BRIDGED and not words[index - 1].caps:
                continue  # `các sở, ngành Tỉnh và Ủy ban nhân dân ...` names no `Tỉnh ủy`
            if isinstance(entry, tuple) and not (listed and bridge == "," and not words[index - 1].caps):
                found = Match(entry[0], entry[1], index)
        return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tables and word sets of `lexicon/agency_heads.yaml`; `listed` holds the names of `lexicon/agencies.csv`, `places`
    those of `lexicon/districts.csv`."""

    heads: Phrases
    never: Phrases
    fields: Phrases
    compounds: Phrases
    topics: Phrases
    quantifiers: Phrases
    collective: Phrases
    bare_collective: Phrases
    level_nouns: Phrases
    short_levels: frozenset[str]
    qualifiers: Phrases
    qualifiers_of_one: Phrases
    branches: Phrases
    trailing: Phrases
    remarks: Phrases
    outcomes: Phrases
    openers: Phrases
    emphasis: Phrases
    documents: Phrases
    honorifics: Phrases
    person_offices: frozenset[str]
    always_collective: frozenset[str]
    never_collective: Phrases
    closing_qualifiers: tuple[str, ...]
    levels: Phrases
    connectives: frozenset[str]
    superiors: frozenset[str]
    owned: frozenset[str]
    surnames: frozenset[str]
    never_name: frozenset[str]
    units: frozenset[str]
    unfinished: frozenset[str]
    areas: Phrases
    listed: Phrases
    places: Phrases
    named_levels: frozenset[str]
    district_levels: frozenset[str]
    opening_words: frozenset[str]


HEAD_KINDS = ("department", "committee", "whole", "body", "office")


@cache
def vocabulary() -> Vocabulary:
    """The compiled lexicon, made once per process."""
    source = lexicon_yaml("agency_heads")

    def table(*names: str) -> Phrases:
        return Phrases((fold_key(phrase), name) for name in names for phrase in source[name])

    def keys(name: str) -> frozenset[str]:
        return frozenset(fold_key(phrase) for phrase in source[name])

    def last_words(name: str) -> frozenset[str]:
        return frozenset(fold_key(phrase).split()[-1] for phrase in source[name])

    boards = [(fold_key(phrase), "whole") for phrase in source["council_boards"]]
    heads = Phrases([*boards, *((fold_key(phrase), kind) for kind in HEAD_KINDS for phrase in source[kind])])
    opening = heads, table("quantifiers"), table("bare_collective"), table("level_nouns"), table("honorifics")
    return Vocabulary(
        heads=heads,
        opening_words=frozenset().union(*(phrases.first_words() for phrases in opening)),
        never=table("never"),
        fields=Phrases((spelling, "field") for entry in source["fields"] for spelling in field_spellings(entry)),
        compounds=table("compounds"),
        topics=table("topics"),
        quantifiers=table("quantifiers"),
        collective=table("collective"),
        bare_collective=table("bare_collective"),
        level_nouns=table("level_nouns"),
        short_levels=keys("short_levels"),
        qualifiers=table("qualifiers"),
        qualifiers_of_one=table("qualifiers_of_one"),
        branches=table("branches"),
        trailing=table("trailing"),
        remarks=table("remarks"),
        outcomes=table("outcomes"),
        openers=table("openers", "emphasis"),
        emphasis=table("emphasis"),
        documents=table("documents"),
        honorifics=table("honorifics"),
        person_offices=keys("person_offices"),
        always_collective=keys("always_collective"),
        never_collective=table("never_collective"),
        closing_qualifiers=tuple(sorted(keys("closing_qualifiers"))),
        levels=table("levels"),
        connectives=keys("connectives"),
        superiors=keys("superiors"),
        owned=keys("owned"),
        surnames=keys("surnames"),
        never_name=keys("never_name"),
        units=keys("units"),
        unfinished=keys("unfinished"),
        areas=table("areas"),
        listed=Phrases((name, "listed") for name in _listed_names()),
        named_levels=last_words("named_levels"),
        district_levels=last_words("district_levels"),
        places=Phrases((fold_key(row["name"]), "place") for row in lexicon_csv("districts") if " " in row["name"]),
    )


def _listed_names() -> Iterator[str]:
    """The names in `lexicon/agencies.csv` that stand for one agency each, of two words or more, without the marks in them."""
    for row in lexicon_csv("agencies"):
        if row["match"] == "name" and "{" not in row["name"]:
            for name in (row["name"], *filter(None, row["variants"].split("|"))):
                words = [word.key for word in read_words(name) if word.kind == "word" and word.key not in _BRIDGES]
                if len(words) > 1:
                    yield " ".join(words)


def field_spellings(entry: str) -> set[str]:
    """Every way a field may be printed: each part in full or by initials, initials of neighbours joined (`LĐTB&XH`)."""
    parts = [fold_key(part) for part in entry.split("|")]
    spellings = set()
    for choices in product(("full", "initials", "joined"), repeat=len(parts)):
        if choices[0] == "joined":
            continue
        pieces: list[str] = []
        for part, choice in zip(parts, choices, strict=True):
            initials = "".join(syllable[0] for syllable in part.split())
            if choice == "full":
                pieces.append(part)
            elif choice == "joined" and " " not in pieces[-1]:
                pieces[-1] += initials
            else:
                pieces.append(initials)
        spellings.add(" ".join(pieces))
    return spellings
