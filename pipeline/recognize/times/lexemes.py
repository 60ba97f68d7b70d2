"""Text as a row of lexemes: numbers, marks, and the words that `lexicon/times.yaml` knows, each with its class.

Everything else is of class `word`. Phrases of the lexicon (`ngay sau khi`) become one lexeme; line breaks are blanks, but a
lexeme knows that it opens a line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import lexicon_yaml

_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_MARKS = {
    **dict.fromkeys("-–—−‑‐~→÷", "dash"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]", "close"),
    **dict.fromkeys("+&", "and"),
    "/": "slash",
    ",": "comma",
    ";": "semicolon",
    ".": "stop",
    ":": "colon",
}


class Lexeme(NamedTuple):
    """A piece of text. `value` is the number that it says, or the part of a year; `digits` how many digits it is written in.

    `glued` says that no blank stands before it, `opens_line` that a line break does. `word` is in lower case, `capital` says
    that it was printed with a capital letter.
    """

    kind: str
    word: str
    value: int
    digits: int
    start: int
    end: int
    glued: bool
    opens_line: bool
    capital: bool = False


_UNLESS_DATED = -1
END = Lexeme("end", "", 0, 0, 0, 0, False, True)


class Vocabulary(NamedTuple):
    """The lexicon compiled: phrases by their first word, longest first, each with its class and value."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]]
    romans: dict[str, int]
    run_together: dict[str, tuple[str, ...]]
    time_words: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The word classes of `lexicon/times.yaml`, compiled once a process."""
    lexicon = lexicon_yaml("times")
    classes: dict[str, list[str]] = lexicon["classes"]
    entries: list[tuple[str, str, int]] = [(phrase, kind, 0) for kind, phrases in classes.items() for phrase in phrases]
    entries += [(phrase, "word", 0) for phrase in lexicon["plain"]]
    entries += [(phrase, "word", _UNLESS_DATED) for phrase in lexicon["plain_unless_dated"]]
    for kind, table in (("part", "parts"), ("half", "halves"), ("numeral", "numerals")):
        entries += [(phrase, kind, value) for phrase, value in lexicon[table].items()]
    by_first: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for phrase, kind, value in entries:
        words = tuple(phrase.split())
        by_first.setdefault(words[0], []).append((words, kind, value))
    return Vocabulary(
        phrases={first: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for first, found in by_first.items()},
        romans=dict(lexicon["romans"]),
        run_together={word: tuple(parts.split()) for word, parts in lexicon["run_together"].items()},
        time_words=_time_words(classes, lexicon["run_together"]),
    )


def _time_words(classes: dict[str, list[str]], run_together: dict[str, str]) -> frozenset[str]:
    """Single words of which each time has at least one: a unit, a year's number, or the telling word of a longer phrase."""
    units = [phrase for kind in ("year", "quarter", "month", "week", "day") for phrase in classes[kind]]
    openers = [phrase.split()[0] for kind in ("before", "latest") for phrase in classes[kind]]
    tails = [phrase.split()[-1] for kind in ("when", "always") for phrase in classes[kind]]
    years = map(str, range(1990, 2100))
    return frozenset((*(word for phrase in units for word in phrase.split()[:1]), *openers, *tails, *years, *run_together))


def has_time_words(text: str) -> bool:
    """Whether `text` holds any word that a time needs: a quick no for most sentences."""
    return not vocabulary().time_words.isdisjoint(_PIECE.findall(text.lower()))


def lexemes(text: str, start: int = 0, end: int | None = None) -> tuple[Lexeme, ...]:
    """The lexemes of `text[start:end]` in order, with offsets in `text`, closed by `END`."""
    pieces = _pieces(text, start, len(text) if end is None else end)
    phrases = vocabulary().phrases
    found: list[Lexeme] = []
    place, count = 0, len(pieces)
    while place < count:
        piece = pieces[place]
        entries = phrases.get(piece.word)
        if entries is None:
            found.append(piece)
            place += 1
            continue
        length = 1
        for words, kind, value in entries:
            length = len(words)
            if length == 1 or [other.word for other in pieces[place : place + length]] == list(words):
                if value == _UNLESS_DATED and _opens_date(pieces, place + length):
                    length = 1
                    continue
                word = piece.word if length == 1 else " ".join(words)
                piece = piece._replace(kind=kind, word=word, value=value or piece.value, end=pieces[place + length - 1].end)
                break
            length = 1
        found.append(piece)
        place += length
    found.append(END)
    return tuple(found)


def _opens_date(pieces: list[Lexeme], place: int) -> bool:
    return place < len(pieces) and (pieces[place].kind == "number" or pieces[place].word == "ngày")


def _pieces(text: str, start: int, end: int) -> list[Lexeme]:
    known = vocabulary()
    romans, run_together = known.romans, known.run_together
    pieces: list[Lexeme] = []
    add = pieces.append
    behind = start
    for match in _PIECE.finditer(text, start, end):
        first, last = match.span()
        written = match.group()
        glued = first == behind and first > start
        opens_line = behind == start or (not glued and "\n" in text[behind:first])
        behind = last
        if written.isalpha():
            word = written.lower()
            if word in run_together:
                pieces += _parted(run_together[word], first, glued, opens_line)
            else:
                add(Lexeme("word", word, romans.get(word, 0), 0, first, last, glued, opens_line, not written.islower()))
        elif written in _MARKS:
            add(Lexeme(_MARKS[written], written, 0, 0, first, last, glued, opens_line))
        elif written.isdecimal():
            value = int(written) if len(written) <= 4 else -1
            add(Lexeme("number", written, value, len(written), first, last, glued, opens_line))
        else:
            add(Lexeme("mark", written, 0, 0, first, last, glued, opens_line))
    return pieces


def _parted(words: tuple[str, ...], start: int, glued: bool, opens_line: bool) -> list[Lexeme]:
    found = []
    for word in words:
        found.append(Lexeme("word", word, 0, 0, start, start + len(word), glued, opens_line))
        start, glued, opens_line = start + len(word), True, False
    return found
