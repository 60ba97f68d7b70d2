"""The encodings of Vietnamese from before Unicode: each turns the characters that its codes were taken for into letters.

A text in such an encoding reaches us as the characters that windows-1252 or latin-1 has for its bytes (`n¨m`):
`Charset.unicode` reads both. The tables, and the names of the fonts made for each encoding, are `lexicon/legacy_fonts.yaml`.
UTF-8 that was read as windows-1252 (`nÄƒm`) is treated as one more encoding.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.read.syllables import is_syllable

MOJIBAKE = "utf-8"
_SUBSET = re.compile(r"[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class Charset:
    """An old encoding: its name for people, and the text that characters of it mean."""

    name: str
    shown: str
    unicode: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Font:
    """What a font's name tells: the encoding that it was made for, and whether it prints small letters as capitals."""

    charset: Charset
    capitals: bool


@cache
def charsets() -> dict[str, Charset]:
    """The old encodings by name, mojibake first."""
    known = {MOJIBAKE: Charset(MOJIBAKE, "UTF-8 read as windows-1252", _utf8_again)}
    for name, entry in lexicon_yaml("legacy_fonts").items():
        unicode = _by_pairs(entry) if "pairs" in entry else _by_codes(entry["codes"])
        known[name] = Charset(name, entry["shown"], recased(unicode) if name == "tcvn3" else unicode)
    return known


@cache
def font_of(name: str) -> Font | None:
    """The old font of that name (subset tags, quotes and further families of a style sheet aside), None for any other."""
    bare = _SUBSET.sub("", name.split(",")[0].strip(" \t\"'"), count=1)
    for charset, fonts, capital_fonts in _fonts():
        if fonts.fullmatch(bare):
            return Font(charset, capital_fonts is not None and capital_fonts.fullmatch(bare) is not None)
    return None


@cache
def _fonts() -> tuple[tuple[Charset, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (charsets()[name], re.compile("|".join(entry["fonts"])), re.compile("|".join(entry["capital_fonts"]) or "(?!)"))
        for name, entry in lexicon_yaml("legacy_fonts").items()
    )


def as_signs(data: bytes) -> str:
    """Bytes as windows-1252 has them, the five that it leaves free as latin-1 does."""
    return data.decode("latin-1").translate(_other_signs())


@cache
def characters() -> frozenset[str]:
    """Every character that a code of one byte may have been taken for, and no other."""
    return frozenset(character for code in range(256) for character in _taken_for(code))


@cache
def _taken_for(code: int) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys((bytes([code]).decode("cp1252"), chr(code))))
    except UnicodeDecodeError:  # five codes are free in windows-1252
        return (chr(code),)


@cache
def _codes() -> dict[str, int]:
    return {character: code for code in range(256) for character in reversed(_taken_for(code))}


# --- one code a letter --------------------------------------------------------------------------------------------------


def _by_codes(codes: dict[int, str]) -> Callable[[str], str]:
    table = dict(_other_signs())
    for first, letters in codes.items():
        for code, letter in enumerate(letters, first):
            table |= {ord(character): letter for character in _taken_for(code)}
    return lambda text: text.translate(table)


@cache
def _other_signs() -> dict[int, str]:
    """What the codes that no letter took stand for: the signs of windows-1252."""
    return {ord(character): _taken_for(code)[0] for code in range(256) for character in _taken_for(code)[1:]}


# --- a letter and its marks, two codes ----------------------------------------------------------------------------------


def _by_pairs(entry: dict[str, Any]) -> Callable[[str], str]:
    letters = dict(entry["singles"])
    letters |= {base + mark: letter for base, marks in entry["pairs"].items() for letter, mark in marks.items()}
    letters |= {code[0].upper() + code[1:]: letter.upper() for code, letter in letters.items()} | {
        code.upper(): letter.upper() for code, letter in letters.items()
    }
    signs = _other_signs()
    pattern = re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))
    return lambda text: pattern.sub(lambda match: letters[match.group()], text.translate(signs))


# --- UTF-8 read as windows-1252 -----------------------------------------------------------------------------------------

_ROUNDS = 3
# The second code of `à` is a non-breaking blank, which scrapers replace by a plain one, and leave out where one follows.
_LOST_BLANK_INSIDE = re.compile(r"(?<=[^\W\d_])Ã (?=(?:n|m|ng|nh|i|o|u)\b)")
_LOST_BLANK = re.compile(r"(?<=[a-zđ])Ã(?: (?= )|(?= |$))")


@cache
def _sequence() -> re.Pattern[str]:
    def some(first: int, last: int) -> str:
        return "[" + "".join(re.escape(sign) for code in range(first, last + 1) for sign in _taken_for(code)) + "]"

    rest = some(0x80, 0xBF)
    return re.compile(f"{some(0xC2, 0xDF)}{rest}|{some(0xE0, 0xEF)}{rest}{{2}}|{some(0xF0, 0xF4)}{rest}{{3}}")


def _utf8_again(text: str) -> str:
    """The text with each sequence of characters that is a letter in UTF-8 read so; twice or three times where needed."""
    for _ in range(_ROUNDS):
        read = _sequence().sub(_letter, text)
        if read == text:
            break
        text = read
    return _LOST_BLANK.sub("à", _LOST_BLANK_INSIDE.sub("à", text))


def _letter(match: re.Match[str]) -> str:
    codes = _codes()
    try:
        return bytes(codes[character] for character in match.group()).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


# --- letter case --------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")


def recased(unicode: Callable[[str], str]) -> Callable[[str], str]:
    """`unicode` for an encoding whose accented capitals are the small letters in another font: `HéI NGHÞ` is HỘI NGHỊ.

    A word is in capitals when its plain letters are (two at least), or when the words on both sides of it are.
    """

    def convert(text: str) -> str:
        read = unicode(text)
        return text if read == text else "".join(_recased_line(line) for line in read.splitlines(keepends=True))

    return convert


def _recased_line(line: str) -> str:
    words = list(_WORD.finditer(line))
    known = [_in_capitals(word.group()) for word in words]
    if True not in known:
        return line
    behind: list[bool | None] = []
    for capitals in reversed(known):
        behind.append(behind[-1] if behind and capitals is None else capitals)
    behind.reverse()
    pieces: list[str] = []
    at, before = 0, None
    for index, word in enumerate(words):
        before = known[index] if known[index] is not None else before
        around = {before, behind[index]} - {None}
        pieces += (line[at : word.start()], word.group().upper() if around == {True} else word.group())
        at = word.end()
    return "".join((*pieces, line[at:]))


def _in_capitals(word: str) -> bool | None:
    """Whether a word is printed in capitals; None where its plain letters do not tell (`Hà`, `ở`, `UBND`)."""
    plain = [letter for letter in word if letter.isascii()]
    if any(letter.islower() for letter in plain):
        return False
    return True if len(plain) > 1 and (len(plain) < len(word) or is_syllable(word)) else None
