"""How Vietnamese words are compared: one normaliser of white space and one folding, used everywhere.

`fold_space` keeps the words as printed and only settles the blanks between them: this is the form that the dataset shows.
`fold_key` forgets letter case, tone placement (`hoà` / `hòa`) and closing punctuation too: this is the form that lexicon
entries and column headers are looked up by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_BULLET = re.compile(r"^[-–−+•*·●▪◦]+\s*(?=\S)")

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = ("o", "a"), ("o", "e"), ("u", "y")


def _old_to_new() -> dict[str, str]:
    """The old placement of the tone mark in a closing oa, oe, uy and the new one: `oà` -> `òa`, `uỷ` -> `ủy`."""
    table: dict[str, str] = {}
    for first, second in _VOWELS:
        for tone in _TONES:
            for one, two in ((first, second), (first.upper(), second.upper()), (first.upper(), second)):
                table[unicodedata.normalize("NFC", one + two + tone)] = unicodedata.normalize("NFC", one + tone + two)
    return table


_OLD_TONES = _old_to_new()
_OLD_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_OLD_TONES)})(?![\w\u0300-\u036f])")
# Inside a syllable the mark belongs on the second vowel (`soát`); the other place is a slip that both habits make.
_MISPLACED = {new: old for old, new in _OLD_TONES.items()}
_MISPLACED_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_MISPLACED)})(?=(?i:ch|ng|nh|[cimnoptuy])(?![\w\u0300-\u036f]))")


def fold_space(text: str) -> str:
    """`text` with each run of white space (non-breaking blanks too) as one blank, and none at the ends."""
    return _SPACE.sub(" ", text).strip()


def settle_tone(text: str) -> str:
    """`text` in NFC with the tone mark of oa, oe, uy in one place.

    A closing oa, oe, uy has it on the first vowel (`hoà` -> `hòa`, `Uỷ` -> `Ủy`), one inside a syllable on the second
    (`sóat` -> `soát`); the u of qu is no vowel (`quý`). As many letters come out as NFC has.
    """
    text = unicodedata.normalize("NFC", text)
    text = _OLD_TONE.sub(lambda match: _OLD_TONES[match.group()], text)
    return _MISPLACED_TONE.sub(lambda match: _MISPLACED[match.group()], text)


@lru_cache(maxsize=8192)
def fold_key(text: str) -> str:
    """The form in which words are looked up: NFC, lower case, tone placement settled, blanks folded, ends bare."""
    return fold_space(settle_tone(text.casefold())).strip(" .;:,")


def bare_letters(text: str) -> str:
    """`text` in small letters without tone marks, hooks and strokes (`QUYÉT ĐỊNH` is `quyet dinh`): what scanners keep."""
    loose = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return "".join(mark for mark in loose if not unicodedata.combining(mark))


def strip_bullet(text: str) -> str:
    """`text` without a leading bullet (`-`, `+`, `*`, `•`) and the blanks behind it."""
    return _BULLET.sub("", text.lstrip())


_ACCENTED = {
    base: "".join(
        letter
        for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
        if unicodedata.normalize("NFD", letter := chr(code))[0] == base
    )
    for base in "aeiouyAEIOUY"
}


def any_accent(pattern: str) -> str:
    """A regular expression whose accented vowels match any accent of the same letter: scanners slip there (`phối hơp`).

    Only for patterns that something else holds in place, as the colon does behind a label.
    """
    loose: list[str] = []
    for letter in pattern:
        base = unicodedata.normalize("NFD", letter)[0]
        loose.append(f"[{base}{_ACCENTED[base]}]" if letter != base and base in _ACCENTED else letter)
    return "".join(loose)
