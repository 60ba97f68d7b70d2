"""Text written for old Vietnamese fonts, or decoded wrongly once, as the Unicode text that it was meant to be.

`repaired` judges a whole text. Word by word it is asked which reading is spelled as Vietnamese is: the word as it stands, or
the one that an old encoding gives. Then each line is given the encoding that explains its words and those of the lines around
it at the least cost: changing the encoding from one line to the next costs as much as some misspelled words, so that no single
word, no unit (`m²`) and no foreign name turns a line. A letter that no code of an old encoding was ever taken for speaks for
Unicode. `from_font` reads a run of text whose font is known.

Input: a decoded text; output: the text in Unicode and what was done to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read.charsets import MOJIBAKE, Charset, characters, charsets, font_of
from pipeline.read.syllables import is_syllable

# A line ends at a line break, or where HTML ends a block.
_LINE = re.compile(r"\r\n?|\n|(?=</?(?:p|div|td|th|tr|li|br|h[1-6]|table|title|option)\b)", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
# The letters of a word, with the signs that stand for letters in an old encoding; quotation marks and dashes only inside.
_RUN = re.compile(
    r"(?:[^\W\d_]|[\u0300-\u036f\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf\u00d7\u00f7\u0192\u02c6\u02dc"
    r"\u2020\u2021\u2030\u20ac\u201a\u201e\ue000-\uf8ff\x02-\x06\x10-\x15\x19\x1c-\x1e]"
    r"|(?<=[^\W\d_])[\u00ab\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2039\u203a\u2122](?=[^\W\d_]))+"
)
_UNIT = re.compile(r"[A-Za-z]{0,4}[\u00b0\u00b2\u00b3\u00b9\u00ba\u00aa]")
_SIGNS = re.compile(r"[\u00a1-\u00bf\u00d7\u00f7\u2020\u2021\u2030\u20ac\u2122\u0080-\u009f\ue000-\uf8ff]+")
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_VOWELS = frozenset("AEIOUY")

# What a word costs that no Vietnamese spelling explains: foreign or misprinted as it stands; with letters or signs that
# Vietnamese does not have; in an old encoding, which is only believed where nearly all words come out right; with a letter
# that the encoding does not have at all.
_FOREIGN, _STRANGE, _UNREADABLE, _IMPOSSIBLE = 1.0, 2.0, 3.0, 6.0
_CHANGE = 2.5
# Where a line reads well both ways at the border of a stretch of old codes, it is left as it stands.
_BORDER = 0.001
_FEWEST_WORDS, _FEWEST_SHARE = 4, 0.5


def from_font(text: str, font: str) -> str | None:
    """`text` in Unicode when `font` is an old Vietnamese one, None when it is any other.

    A font's name outlives the conversion of a document: text that holds a letter beyond the old codes is Unicode already and
    comes back as it is. Runs of one font should be joined before: VNI writes a letter and its marks as two characters.
    """
    old = font_of(font)
    if old is None:
        return None
    plain = _PRIVATE.sub(lambda match: chr(ord(match.group()) - 0xF000), text)
    if not _may_be_old(plain):
        return text
    read = old.charset.unicode(plain)
    return read.upper() if old.capitals else read


def repaired(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """`text` with every line in Unicode, and a note for each encoding that was found; unchanged if none was."""
    found = _found_in(text)
    if not found:
        return text, ()
    lines = _lines(text)
    reading = _readings(lines, found)
    counts = Counter(charset for charset in reading if charset is not None)
    if not counts:
        return text, ()
    read = (line if charset is None else charset.unicode(line) for line, charset in zip(lines, reading, strict=True))
    return "".join(read), tuple(_note(charset, count, len(lines)) for charset, count in counts.items())


def spelled_share(text: str) -> float:
    """The share of the words with letters beyond ASCII that are spelled as Vietnamese; 0 without such words."""
    words = [run for run in _RUN.findall(unicodedata.normalize("NFC", text)) if not run.isascii()]
    return sum(1 for word in words if _misspelled(word) == 0) / len(words) if words else 0.0


def _note(charset: Charset, count: int, total: int) -> Diagnostic:
    if charset.name == MOJIBAKE:
        return doubt("mojibake-repaired", f"{count} of {total} lines were {charset.shown}; their letters were put right")
    return doubt("legacy-converted", f"{count} of {total} lines were written in {charset.shown} and were turned into Unicode")


def _found_in(text: str) -> tuple[Charset, ...]:
    """The old encodings that explain most of the different words in which signs or letters stand that Vietnamese has not."""
    if text.isascii():
        return ()
    strange = [
        word for word in set(_BLANK.split(text)) if not word.isascii() and _may_be_old(word) and _own_cost(word) >= _STRANGE
    ]
    explained = {name: {word for word in strange if _explains(charset, word)} for name, charset in charsets().items()}
    anyhow = set().union(*explained.values())
    return tuple(
        charsets()[name]
        for name, words in explained.items()
        if len(words) >= max(_FEWEST_WORDS, _FEWEST_SHARE * (len(strange) - len(anyhow - words)))
    )


def _may_be_old(text: str) -> bool:
    return characters().issuperset(text)


def _explains(charset: Charset, word: str) -> bool:
    return charset.unicode(word) != word and _cost_in(charset, word) == 0


# --- what a word costs --------------------------------------------------------------------------------------------------


def _own_cost(word: str) -> float:
    """The cost of reading a word between blanks as it stands."""
    return sum(map(_misspelled, _RUN.findall(word)))


def _cost_in(charset: Charset, word: str) -> float:
    """The cost of reading it in an old encoding."""
    if any(character.isalpha() and character not in characters() for character in word):
        return _IMPOSSIBLE
    return _UNREADABLE * sum(1 for run in _RUN.findall(charset.unicode(word)) if _misspelled(run))


def _misspelled(run: str) -> float:
    if len(run) == 1 or (run.isascii() and run.isprintable()):
        return 0
    run = run.replace("Ð", "Đ").replace("\u00ad", "") or "-"
    if is_syllable(run) or _UNIT.fullmatch(run) or _SIGNS.fullmatch(run):
        return 0
    if run.isalpha() and run.isupper() and _VOWELS.isdisjoint(_plain(run)):
        return 0  # an abbreviation: QĐ, HĐND
    return _FOREIGN if all(letter in _LETTERS for letter in run) else _STRANGE


def _plain(text: str) -> str:
    return unicodedata.normalize("NFD", text)


_LETTERS = frozenset(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) | frozenset("abcdđefghijklmnopqrstuvwxyzABCDĐEFGHIJKLMNOPQRSTUVWXYZ")


# --- which lines are in which encoding ----------------------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    """The text in lines, each with its end."""
    cuts = [0, *(match.end() for match in _LINE.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def _readings(lines: Sequence[str], found: tuple[Charset, ...]) -> list[Charset | None]:
    """For each line the encoding that costs least with those of its neighbours; None for Unicode (Viterbi's algorithm)."""
    states: tuple[Charset | None, ...] = (None, *found)
    known: dict[str, tuple[float, ...]] = {}
    costs = [0.0] + [_CHANGE] * len(found)
    back: list[list[int]] = []
    for line in lines:
        best = min(range(len(states)), key=costs.__getitem__)
        came = [state if costs[state] <= costs[best] + _CHANGE else best for state in range(len(states))]
        back.append(came)
        own = _line_costs(line, states, known)
        costs = [min(costs[state], costs[best] + _CHANGE) + own[state] for state in range(len(states))]
    state = min(range(len(states)), key=costs.__getitem__)
    path: list[Charset | None] = []
    for came in reversed(back):
        path.append(states[state])
        state = came[state]
    return path[::-1]


def _line_costs(line: str, states: Sequence[Charset | None], known: dict[str, tuple[float, ...]]) -> list[float]:
    totals = [0.0] * len(states)
    if line.isascii() and line.isprintable():
        return totals
    for word in _BLANK.split(line):
        if word.isascii() and word.isprintable():
            continue
        if word not in known:
            known[word] = tuple(_own_cost(word) if state is None else _cost_in(state, word) for state in states)
        totals = [total + cost for total, cost in zip(totals, known[word], strict=True)]
    return totals if any(totals) else [0.0, *[_BORDER] * (len(states) - 1)]
