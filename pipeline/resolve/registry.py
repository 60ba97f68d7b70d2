"""The registry of agencies: who may be meant, by which names, for how long, and who came after.

`lexicon/agencies.csv` names the standard agencies once. Those of a province exist once in every province, so an entry becomes
an agency only together with a place: `so-tai-chinh` in Đà Nẵng is `48:so-tai-chinh`, a ministry is `vn:bo-tai-chinh`. Names
are compared without blanks, marks and the small words `và` and `các`, so that `Sở KH&CN`, `Sở KHCN` and `Sở KH và CN` are one
spelling.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_csv
from pipeline.model import Agency
from pipeline.orthography import fold_key
from pipeline.resolve.places import Province, heir_of, life_of, slug

_WORD = re.compile(r"\w+")
_FILLED_IN = re.compile(r"\s*\{\w+\}")
_SMALL_WORDS = frozenset({"và", "các"})
NATION = "vn"


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
    """A line of the registry. `scope` is `vn` for one agency in the country, `province` for one in each province."""

    key: str
    name: str
    kind: str
    level: str
    scope: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All entries, by key, by the spelling of their names, by its bare letters where these mean one entry only, and by head."""

    by_key: dict[str, Entry]
    by_spelling: dict[tuple[str, str], Entry]
    by_letters: dict[tuple[str, str], Entry]
    heads: dict[tuple[str, ...], Entry]
    level_words: dict[tuple[str, ...], str]
    words: dict[str, str]

    def named(self, tokens: Iterable[Token], scope: str, *, by_letters: bool = False) -> Entry | None:
        """The entry of `scope` that the words name in full; `by_letters` also with marks over the letters lost or wrong."""
        name = spelling(token.key for token in tokens)
        return self.by_letters.get((scope, slug(name))) if by_letters else self.by_spelling.get((scope, name))

    def head(self, tokens: tuple[Token, ...]) -> tuple[Entry, int] | None:
        """The entry whose head opens the words, the longest of several, and how many words it has."""
        for length in range(min(len(tokens), max(map(len, self.heads))), 0, -1):
            entry = self.heads.get(tuple(token.key for token in tokens[:length]))
            if entry is not None:
                return entry, length
        return None


def spelling(words: Iterable[str]) -> str:
    """The form in which names are compared: folded words without blanks and small words."""
    return "".join(word for word in words if word not in _SMALL_WORDS)


@cache
def registry() -> Registry:
    """The registry of `lexicon/agencies.csv`. Raises ValueError when one spelling in one scope names two entries."""
    rows = lexicon_csv("agencies")
    words = {fold_key(row["key"]): fold_key(row["name"]) for row in rows if row["match"] == "word"}
    by_key: dict[str, Entry] = {}
    by_spelling: dict[tuple[str, str], Entry] = {}
    letters: dict[tuple[str, str], set[str]] = {}
    heads: dict[tuple[str, ...], Entry] = {}
    for row in rows:
        if row["match"] not in ("name", "head"):
            continue
        entry = _entry(row)
        names = [_FILLED_IN.sub("", row["name"]).strip(), *filter(None, row["variants"].split("|"))]
        if row["match"] == "head":
            heads.update({_phrase(name, words): entry for name in names})
            continue
        by_key[entry.key] = entry
        for name in names[1:] if row["name"].startswith("{") else names:
            key = entry.scope, spelling(_phrase(name, words))
            if by_spelling.setdefault(key, entry) is not entry:
                raise ValueError(f"{name!r} names both {entry.key} and {by_spelling[key].key}")
            letters.setdefault((entry.scope, slug(key[1])), set()).add(entry.key)
    return Registry(
        by_key=by_key,
        by_spelling=by_spelling,
        by_letters={name: by_key[next(iter(keys))] for name, keys in letters.items() if len(keys) == 1},
        heads=heads,
        level_words={_phrase(row["name"], words): row["level"] for row in rows if row["match"] == "collective"},
        words=words,
    )


def _entry(row: dict[str, str]) -> Entry:
    begin, end = (datetime.date.fromisoformat(row[column]) if row[column] else None for column in ("valid_from", "valid_to"))
    return Entry(row["key"], row["name"], row["kind"], row["level"], row["scope"], begin, end, row["successor"])


def _phrase(text: str, words: dict[str, str]) -> tuple[str, ...]:
    return tuple(part for word in _WORD.findall(fold_key(text)) for part in words.get(word, word).split())


def phrase(text: str) -> tuple[str, ...]:
    """The folded words of `text`, abbreviations of the registry spelled out (`UBND` is four words)."""
    return _phrase(text, registry().words)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a mention, abbreviations of the registry spelled out."""
    known = registry().words
    found: list[Token] = []
    for match in _WORD.finditer(text):
        key = fold_key(match.group())
        parts = known[key].split() if key in known else [key]
        found += [Token(part, match.group(), match.end()) for part in parts]
    return tuple(found)


def agency(entry: Entry, province: Province | None) -> Agency:
    """The agency that an entry stands for, in `province` where each province has its own.

    It lived no longer than its province. Its successor is the entry's own, else the same agency of the province's heir.
    Raises ValueError for an entry of provinces without a province.
    """
    if entry.scope == NATION:
        successor = f"{NATION}:{entry.successor}" if entry.successor else None
        name = entry.name
        return Agency(f"{NATION}:{entry.key}", name, entry.kind, entry.level, None, entry.valid_from, entry.valid_to, successor)
    if province is None:
        raise ValueError(f"{entry.key} needs a province")
    begin, end = life_of(province)
    ended_first = bool(entry.successor) and (end is None or entry.valid_to is None or entry.valid_to <= end)
    heir = heir_of(province)
    return Agency(
        agency_id=f"{province.unit}:{entry.key}",
        name=_official_name(entry.name, province),
        kind=entry.kind,
        level=entry.level,
        province_code=province.code,
        valid_from=max(filter(None, (begin, entry.valid_from)), default=None),
        valid_to=min(filter(None, (end, entry.valid_to)), default=None),
        successor_id=f"{province.unit}:{entry.successor}" if ended_first else f"{heir.unit}:{entry.key}" if heir else None,
    )


def successors(entry: Entry, province: Province | None) -> list[Agency]:
    """The agencies that came after an entry's agency, each after the one before it."""
    following: list[Agency] = []
    current = agency(entry, province)
    while current.successor_id is not None:
        unit, key = current.successor_id.split(":")
        if province is not None and entry.scope != NATION and unit != province.unit:
            province = heir_of(province)
        entry = registry().by_key[key]
        current = agency(entry, province)
        following.append(current)
    return following


def _official_name(pattern: str, province: Province) -> str:
    if "{" not in pattern:
        return f"{pattern} {province.full_name}"
    return pattern.format(name=province.name, body="Thành" if province.kind == "thành phố" else "Tỉnh")
