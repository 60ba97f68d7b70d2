"""The registry of agencies: who may be meant, by which names, for how long, and who came after.

`lexicon/agencies.csv` names the standard agencies once. Those of a province exist once in every province, so an entry becomes
an agency only together with a place: `so-tai-chinh` in Đà Nẵng is `48:so-tai-chinh`, a ministry is `vn:bo-tai-chinh`. Where a
province went its own way, `lexicon/agency_changes.csv` says so. The column `checked` of both tells whether a line's dates and
successor were compared with a published text (`verified`) or are from memory.

Names are compared without blanks, marks and the small words `và` and `các`, so that `Sở KH&CN`, `Sở KHCN` and `Sở KH và CN`
are one spelling. One spelling may name several entries, one after the other in time; the date of the document tells which.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from pipeline.lexicon import lexicon_csv
from pipeline.orthography import fold_key
from pipeline.resolve.places import Province, slug

_WORD = re.compile(r"\w+")
_FILLED_IN = re.compile(r"\s*\{\w+\}")
_SMALL_WORDS = frozenset({"và", "các"})
NATION = "vn"
PROVINCE = "province"
DISTRICT = "district"  # entries that only a district or a commune has, such as its offices
_MANY = ("province", "district")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a mention: folded, as printed, and where it ends in the mention. An abbreviation becomes several."""

    key: str
    printed: str
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is printed with a capital letter or a digit in front."""
        return self.printed[0].isupper() or self.printed[0].isdigit()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the registry. `scope` is `vn` for one agency in the country, `province` for one in each province.

    `parts` are the keys of the entries that took over parts of its work beside the successor.
    """

    key: str
    name: str
    kind: str
    level: str
    scope: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor: str
    parts: tuple[str, ...] = ()

    def distance(self, on: datetime.date | None) -> int:
        """How many days `on` lies outside the time of this entry, 0 inside it or without a date."""
        if on is None:
            return 0
        if self.valid_to is not None and on > self.valid_to:
            return (on - self.valid_to).days
        return max(0, (self.valid_from - on).days) if self.valid_from is not None else 0


Spelling = tuple[str, ...]
Names = dict[tuple[str, str], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Registry:
    """All entries, by key, by the spelling of their names, by its bare letters where these mean one entry only, and by head.

    `official` holds the spellings of the official names, `spellings` each name as bare words (for near spellings), `changes`
    the entries as some provinces have them, by key and the province's unit.
    """

    by_key: dict[str, Entry]
    by_spelling: Names
    by_letters: Names
    official: frozenset[tuple[str, str]]
    spellings: dict[tuple[str, Spelling], str]
    heads: dict[Spelling, Entry]
    longest_head: int
    level_words: dict[Spelling, tuple[str, str]]
    shared: frozenset[str]
    words: dict[str, str]
    changes: dict[tuple[str, str], Entry]

    def named(
        self,
        tokens: Iterable[Token],
        scope: str,
        on: datetime.date | None,
        province: Province | None = None,
        *,
        by_letters: bool = False,
    ) -> Entry | None:
        """The entry of `scope` that the words name in full on the day `on`, else the one nearest to it in time.

        `by_letters` finds it also with marks over the letters lost or wrong.
        """
        name = spelling(token.key for token in tokens)
        names, key = (self.by_letters, slug(name)) if by_letters else (self.by_spelling, name)
        entries = [self.here(entry, province) for entry in names.get((scope, key), ())]
        return min(entries, key=lambda entry: entry.distance(on)) if entries else None

    def here(self, entry: Entry, province: Province | None) -> Entry:
        """The entry as `province` has it."""
        return self.changes.get((entry.key, province.unit), entry) if province is not None else entry

    def head(self, tokens: tuple[Token, ...]) -> tuple[Entry, int] | None:
        """The entry whose head opens the words, the longest of several, and how many words it has."""
        for length in range(min(len(tokens), self.longest_head), 0, -1):
            entry = self.heads.get(tuple(token.key for token in tokens[:length]))
            if entry is not None:
                return entry, length
        return None


def spelling(words: Iterable[str]) -> str:
    """The form in which names are compared: folded words without blanks and small words."""
    return "".join(word for word in words if word not in _SMALL_WORDS)


def bare_words(words: Iterable[str]) -> Spelling:
    """The words of a name without small words and without marks over the letters."""
    return tuple(slug(word) for word in words if word not in _SMALL_WORDS)


@cache
def registry() -> Registry:
    """The registry of `lexicon/agencies.csv`. Raises ValueError when one spelling names two entries of one scope and time."""
    rows = lexicon_csv("agencies")
    words = {fold_key(row["key"]): fold_key(row["name"]) for row in rows if row["match"] == "word"}
    by_key: dict[str, Entry] = {}
    by_spelling: Names = {}
    official: set[tuple[str, str]] = set()
    spellings: dict[tuple[str, Spelling], str] = {}
    heads: dict[Spelling, Entry] = {}
    for row in rows:
        if row["match"] not in ("name", "head"):
            continue
        entry = _entry(row)
        names = [_FILLED_IN.sub("", row["name"]).strip(), *filter(None, row["variants"].split("|"))]
        if row["match"] == "head":
            heads.update({_phrase(name, words): entry for name in names})
            continue
        by_key[entry.key] = entry
        used = names[1:] if row["name"].startswith("{") else names
        for name in used:
            phrase_ = _phrase(name, words)
            _add_name(by_spelling, (entry.scope, spelling(phrase_)), entry)
            spellings[entry.scope, bare_words(phrase_)] = spelling(phrase_)
        official.add((entry.scope, spelling(_phrase(used[0], words))))
    return Registry(
        by_key=by_key,
        by_spelling=by_spelling,
        by_letters=_by_letters(by_spelling),
        official=frozenset(official),
        spellings=spellings,
        heads=heads,
        longest_head=max(map(len, heads)),
        level_words={_phrase(row["name"], words): (row["key"], row["level"]) for row in rows if row["match"] == "collective"},
        shared=frozenset(fold_key(row["name"]) for row in rows if row["match"] == "shared"),
        words=words,
        changes=_changes(by_key),
    )


def _add_name(names: Names, key: tuple[str, str], entry: Entry) -> None:
    known = names.get(key, ())
    if entry in known:
        return
    for other in known:
        if not _apart(entry, other):
            raise ValueError(f"{key[1]!r} names both {entry.key} and {other.key} at one time")
    names[key] = (*known, entry)


def _apart(one: Entry, other: Entry) -> bool:
    """Whether two entries never stood at one time."""
    return any(
        first.valid_to is not None and second.valid_from is not None and first.valid_to < second.valid_from
        for first, second in ((one, other), (other, one))
    )


def _by_letters(by_spelling: Names) -> Names:
    """The spellings without marks over the letters, where all that are written so name the same entries."""
    letters: dict[tuple[str, str], set[tuple[Entry, ...]]] = {}
    for (scope, name), entries in by_spelling.items():
        letters.setdefault((scope, slug(name)), set()).add(entries)
    return {key: next(iter(groups)) for key, groups in letters.items() if len(groups) == 1}


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        key=row["key"],
        name=row["name"],
        kind=row["kind"],
        level=row["level"],
        scope=row["scope"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor=row["successor"],
        parts=tuple(filter(None, row["parts"].split("|"))),
    )


def _changes(by_key: dict[str, Entry]) -> dict[tuple[str, str], Entry]:
    """Entries as single provinces have them: each filled field of `lexicon/agency_changes.csv` replaces the general one."""
    changes: dict[tuple[str, str], Entry] = {}
    for row in lexicon_csv("agency_changes"):
        entry = by_key[row["key"]]
        changes[entry.key, row["unit"]] = replace(
            entry,
            name=row["name"] or entry.name,
            valid_from=_day(row["valid_from"]) or entry.valid_from,
            valid_to=None if row["valid_to"] == "-" else _day(row["valid_to"]) or entry.valid_to,
            successor="" if row["successor"] == "-" else row["successor"] or entry.successor,
        )
    return changes


def _phrase(text: str, words: dict[str, str]) -> Spelling:
    return tuple(part for word in _WORD.findall(fold_key(text)) for part in words.get(word, word).split())


def phrase(text: str) -> Spelling:
    """The folded words of `text`, abbreviations of the registry spelled out (`UBND` is four words)."""
    return _phrase(text, registry().words)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a mention, abbreviations of the registry spelled out."""
    known = registry().words
    found: list[Token] = []
    for match in _WORD.finditer(text):
        key = fold_key(match.group())
        if key in known:
            found += [Token(part, match.group(), match.end()) for part in known[key].split()]
        else:
            found.append(Token(key, match.group(), match.end()))
    return tuple(found)
