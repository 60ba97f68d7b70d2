"""Who issued a cited document: the name behind `của`, as far as it reaches and no further.

The name is read word by word. Titles may open it (`Bộ trưởng`, `Ban Thường vụ`), the longest name that the lexicon knows
follows, then a level and a place (`tỉnh Kon Tum`); commas and dashes inside a known name do not end it (`Bộ Văn hóa, Thể
thao và Du lịch`). A body that the lexicon does not know reaches to the first word that opens a subject (`về`, `ban hành`),
to a mark of punctuation or to a bound of words.

Input is a text and the offset of the first word, output the offset behind the name and the name in reading case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_csv, lexicon_yaml
from pipeline.orthography import fold_key, fold_space

_WORD = re.compile(r"\w+(?:&\w+)*")
_REACH = 220  # characters that are looked at; the longest official name has about 120
_UNKNOWN_WORDS = 12  # how many words a body that the lexicon does not know may have
_PLACE_WORDS = 4
_ENDING_MARK = re.compile(r"[,;:.()\[\]“”\"\n/]")
_JOINING = re.compile(r"\s*(?:,|;|và|\s[-–]\s)\s*")

# What the registry fills in with the province's name; a name that only opens with it is printed among the variants.
_FILLED_IN = re.compile(r"^.*\{body\}.*$|\s*\{name\}")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases by their folded words, each with its words in reading case, and the length of the longest."""

    printed: dict[Phrase, str]
    longest: int

    @classmethod
    def of(cls, names: list[str]) -> _Phrases:
        printed: dict[Phrase, str] = {}
        for name in filter(None, names):
            printed.setdefault(phrase_key(name), name)
        return cls(printed, max(map(len, printed), default=0))

    def match(self, words: list[_Word], at: int) -> int:
        """How many words from `at` on make the longest phrase known here, 0 for none."""
        for length in range(min(self.longest, len(words) - at), 0, -1):
            if tuple(word.key for word in words[at : at + length]) in self.printed:
                return length
        return 0

    def reading_case(self, words: list[_Word]) -> str:
        return self.printed[tuple(word.key for word in words)]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    prefixes: _Phrases
    names: _Phrases
    levels: _Phrases
    provinces: _Phrases
    stops: _Phrases


def phrase_key(text: str) -> Phrase:
    """The folded words of a name, marks left out (`Văn hóa, Thể thao` is `("văn", "hóa", "thể", "thao")`)."""
    return tuple(_WORD.findall(fold_key(text)))


@cache
def _lexicon() -> _Lexicon:
    words = lexicon_yaml("document_types")
    names = list(words["issuer_names"])
    for row in lexicon_csv("agencies"):
        if row["match"] == "name":
            names += [_FILLED_IN.sub("", row["name"]), *filter(None, row["variants"].split("|"))]
    names += [name.replace(" và ", " ") for name in names]  # `Bộ Nông nghiệp & PTNT`
    provinces: list[str] = []
    for row in lexicon_csv("provinces"):
        provinces += [row["name"], *filter(None, row["aliases"].split("|"))]
    return _Lexicon(
        prefixes=_Phrases.of(words["issuer_prefixes"]),
        names=_Phrases.of(names),
        levels=_Phrases.of(words["levels"]),
        provinces=_Phrases.of(provinces),
        stops=_Phrases.of(words["issuer_stops"]),
    )


def read_issuer(text: str, at: int, *, joint: bool = False, capitals: bool = False) -> tuple[int, str] | None:
    """The issuer that begins at `at`: the offset behind it and its name, None where no body is named there.

    `joint` lets several known bodies follow each other; `capitals` says that the sentence is set in capitals, where the name
    is given in reading case (`THÀNH ỦY` is `Thành ủy`).
    """
    words = _words(text, at)
    first = _known(text, words) or _unknown(text, words)
    if first is None:
        return None
    end, parts = first
    while joint:
        joining = _JOINING.match(text, end)
        following = _known(text, _words(text, joining.end())) if joining else None
        if joining is None or following is None:
            break
        parts = [*parts, joining.group().strip(), *following[1]]
        end = following[0]
    if not capitals:
        return end, fold_space(text[at:end])
    name = " ".join(parts).replace(" ,", ",")
    return end, name[0].upper() + name[1:]


def _words(text: str, at: int) -> list[_Word]:
    reach = text[at : at + _REACH]
    return [
        _Word(fold_key(match.group()), match.group(), at + match.start(), at + match.end()) for match in _WORD.finditer(reach)
    ]


def _follows(text: str, words: list[_Word], at: int) -> bool:
    """Whether no mark parts the word at `at` from the one before (the dot of `TP.` is none)."""
    if at >= len(words):
        return False
    if at == 0:
        return True
    gap = text[words[at - 1].end : words[at].start]
    return not gap.strip() or (gap.strip() == "." and len(words[at - 1].key) <= 2)


def _known(text: str, words: list[_Word]) -> tuple[int, list[str]] | None:
    """Titles, a name of the lexicon, its level and its place; None when another body's words follow or nothing is known."""
    lexicon = _lexicon()
    parts: list[str] = []
    at, named = 0, False
    while not named and _follows(text, words, at):
        title, name = lexicon.prefixes.match(words, at), lexicon.names.match(words, at)
        length, phrases = (name, lexicon.names) if name >= title else (title, lexicon.prefixes)
        if not length:
            break
        parts.append(phrases.reading_case(words[at : at + length]))
        at += length
        named = phrases is lexicon.names
    if not at:
        return None
    at, place = _place(text, words, at)
    parts += place
    goes_on = _follows(text, words, at) and words[at].text[0].isupper() and not lexicon.stops.match(words, at)
    if goes_on and not named and not place:
        return None
    return words[at - 1].end, parts


def _place(text: str, words: list[_Word], at: int) -> tuple[int, list[str]]:
    """The level and the name of a place from `at` on: the index behind them and their words in reading case."""
    lexicon = _lexicon()
    parts: list[str] = []
    level = lexicon.levels.match(words, at) if _follows(text, words, at) else 0
    if level:
        parts.append(lexicon.levels.reading_case(words[at : at + level]))
        at += level
    level = level or lexicon.levels.match(words, at - 1) or _is_local_party(words, at)
    if not _follows(text, words, at):
        return at, parts
    province = lexicon.provinces.match(words, at)
    if province:
        parts.append(lexicon.provinces.reading_case(words[at : at + province]))
        return at + province, parts
    taken = 0
    while level and taken < _PLACE_WORDS and _follows(text, words, at) and words[at].text[0].isupper():
        # An unlisted place does not go on behind the end of a paragraph: there the next cell or item begins.
        if lexicon.stops.match(words, at) or "\n" in text[words[at - 1].end : words[at].start]:
            break
        parts.append(words[at].key.title())
        at, taken = at + 1, taken + 1
    if taken and (behind := _province_behind(text, words, at)):
        level = lexicon.levels.match(words, at)
        parts[-1] += "," if "," in text[words[at - 1].end : words[at].start] else ""
        parts.append(lexicon.levels.reading_case(words[at : at + level]))
        parts.append(lexicon.provinces.reading_case(words[at + level : at + behind]))
        at += behind
    return at, parts


def _is_local_party(words: list[_Word], at: int) -> bool:
    """Whether a Party committee below the province stands before, whose place follows (`Huyện ủy Tuy Phước`)."""
    return at >= 2 and words[at - 1].key == "ủy" and words[at - 2].key in ("huyện", "quận", "thị", "thành")


def _province_behind(text: str, words: list[_Word], at: int) -> int:
    """How many words name the province of a place below it, a comma between (`huyện Hòa Vang, thành phố Đà Nẵng`)."""
    lexicon = _lexicon()
    if not 0 < at < len(words) or not re.fullmatch(r",?[^\S\n]?", text[words[at - 1].end : words[at].start]):
        return 0
    level = lexicon.levels.match(words, at)
    province = lexicon.provinces.match(words, at + level) if level and _follows(text, words, at + level) else 0
    return level + province if province else 0


def _unknown(text: str, words: list[_Word]) -> tuple[int, list[str]] | None:
    """A body that the lexicon does not know: a capitalised word and what follows, to a stop, a mark or the bound."""
    if not words or not words[0].text[0].isupper():
        return None
    lexicon = _lexicon()
    at = 1
    while at < min(len(words), _UNKNOWN_WORDS) and not lexicon.stops.match(words, at):
        if _ENDING_MARK.search(text, words[at - 1].end, words[at].start):
            break
        at += 1
    return words[at - 1].end, [word.key for word in words[:at]]
