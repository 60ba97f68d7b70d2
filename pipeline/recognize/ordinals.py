"""Vietnamese ordinals: the marks that open sections and items, and the numbers that stand alone in a table's first column.

The order of letters is the administration's (`a b c d đ e g h i k l m n o p q r s t u v x y`, Nghị định 30/2020/NĐ-CP,
Phụ lục I). A marker has a *style*; styles have a rank, the outermost lowest, which is how an outline nests when the page's
own indentation is lost. Input is the text of a paragraph or cell; nothing here knows of documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LETTERS = "abcdđeghiklmnopqrstuvxy"

Style = Literal["part", "upper", "roman", "article", "arabic", "decimal", "letter", "enumerated", "star", "dash", "plus", "dot"]

RANKS: dict[Style, int] = {
    "part": 0,
    "upper": 1,
    "roman": 2,
    "article": 3,
    "arabic": 4,
    "decimal": 5,  # one more for each further number: 1.1 is 5, 1.1.1 is 6
    "letter": 9,
    "enumerated": 10,
    "star": 11,
    "dash": 12,
    "plus": 13,
    "dot": 14,
}
BULLETS: frozenset[Style] = frozenset({"star", "dash", "plus", "dot"})
_BULLET_STYLES: dict[str, Style] = {"*": "star", "-": "dash", "–": "dash", "−": "dash", "—": "dash", "+": "plus"}

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")

_PART = re.compile(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:(thứ|THỨ)\s+)?(?P<ordinal>\w+)\s*[.:–-]?\s*")
_ARTICLE = re.compile(r"Điều\s+(?P<ordinal>\d{1,3})\s*[.:]\s*")
_UPPER = re.compile(r"(?P<ordinal>[A-HĐ])\s?[.)]\s*(?=\D)|(?P<slash>[A-HĐ])/\s*")
_NUMBERED_ROMAN = re.compile(r"(?P<ordinal>[IVXl1]{1,5}(?:\.\d{1,2}){0,3})\s?(?:[.):]|/(?=\s|[^\W\d_a-zđ]))\s*(?=\S)")
_ARABIC = re.compile(r"(?P<ordinal>\d{1,3}(?:\s?\.\s?\d{1,2}){0,4})\s?(?P<close>[.)/])(?!\d)\s*(?=\S)")
_DECIMAL_OPEN = re.compile(r"(?P<ordinal>\d{1,2}(?:\.\d{1,2}){1,4})\s+(?=[^\W\d_])")
_SCANNED = re.compile(r"(?P<ordinal>l[0Oo1-9]|I0|[1-9][Oo])\s?[.)]\s*(?=[^\W\d_a-zđ])")  # `l0.` for `10.`
_ENUMERATED = re.compile(r"\(\s?(?P<ordinal>\d{1,2}|[ivx]{1,4})\s?\)\s*")
_LETTER = re.compile(r"(?P<ordinal>[a-zđịíạ]\d?)\s?(?P<close>[.)])\s*(?=\S)")
_BULLET = re.compile(r"(?P<ordinal>[-–−—+*•·●▪◦o])(?:\s*(?=\S))")
_CELL = re.compile(
    r"(?P<decimal>\d{1,3}(?:\s?\.\s?\d{1,2}){0,4})\s?[.)]?"
    r"|(?P<roman>(?!l\s?[.)]?$)[IVXl]{1,6}(?:\.\d{1,2}){0,3})\s?[.)]?"
    r"|(?P<upper>[A-HĐ])\s?[.)]?"
    r"|(?P<letter>[a-zđ]\d?)\s?[.)]?"
    r"|\(\s?(?P<enumerated>\d{1,2})\s?\)"
)
# Misprints of scanners: `ị)` for `i)`, `l.` for `1.` or `I.`
_DIGITS = str.maketrans("lIOo", "1100")
_LETTER_MISPRINTS = {"ị": "i", "í": "i", "ạ": "a"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark that opens an item: `ordinal` as printed without its closing mark, `text` with it, `end` where the words begin.

    `path` holds the numbers that the ordinal stands for (`1.10` is (1, 10), `đ` is (5,)); `()` for a bullet.
    """

    style: Style
    ordinal: str
    text: str
    end: int
    path: tuple[int, ...]

    @property
    def rank(self) -> int:
        """How deep items of this style stand in an outline; smaller is further out."""
        return RANKS[self.style] + (len(self.path) - 2 if self.style == "decimal" else 0)

    @property
    def is_bullet(self) -> bool:
        """Whether the mark is a bullet, which says nothing of its place among its like."""
        return self.style in BULLETS


def roman_value(text: str) -> int | None:
    """The value of a roman numeral up to XXXIX, None when `text` is none (`l` is read as `I`)."""
    text = text.replace("l", "I")
    if not text or not _ROMAN.fullmatch(text):
        return None
    total = 0
    for sign, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN_VALUES[sign]
        total += -value if following and _ROMAN_VALUES[following] > value else value
    return total


def letter_value(text: str) -> int | None:
    """The place of a letter in the administrative alphabet, from 1; None for a letter that it skips (f, j, w, z)."""
    letter = _LETTER_MISPRINTS.get(text[:1], text[:1])
    return LETTERS.index(letter) + 1 if letter and letter in LETTERS else None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _numeric(ordinal: str, whole: str, end: int) -> Marker:
    path = _numbers(ordinal)
    bracketed = whole.rstrip().endswith(")") and len(path) == 1
    style: Style = "enumerated" if bracketed else "arabic" if len(path) == 1 else "decimal"
    return Marker(style, re.sub(r"\s", "", ordinal), whole.strip(), end, path)


def _roman(match: re.Match[str]) -> Marker | None:
    head, _, rest = match["ordinal"].partition(".")
    value = roman_value(head)
    if value is None or head.islower():
        return None
    path = (value, *_numbers(rest))
    style: Style = "roman" if len(path) == 1 else "arabic" if len(path) == 2 else "decimal"
    return Marker(style, match["ordinal"], match.group().strip(), match.end(), path)


def read_marker(text: str) -> Marker | None:
    """The mark that opens the paragraph `text`, None when it opens with words.

    A four-digit year, a date, a number with a unit or a bracketed word open no item.
    """
    if not text:
        return None
    first = text[0]
    if first in "-–−—+*•·●▪◦" or (first == "o" and text[1:2].isspace()):
        match = _BULLET.match(text)
        if match is None:
            return None
        return Marker(_BULLET_STYLES.get(first, "dot"), "", match.group().strip(), match.end(), ())
    if (first in "lI" or text[1:2] in ("O", "o")) and (match := _SCANNED.match(text)):
        number = int(match["ordinal"].translate(_DIGITS))
        return Marker("arabic", match["ordinal"], match.group().strip(), match.end(), (number,))
    if first.isdigit():
        match = _ARABIC.match(text) or _DECIMAL_OPEN.match(text)
        return _numeric(match["ordinal"], match.group(), match.end()) if match else None
    if first == "(":
        match = _ENUMERATED.match(text)
        if match is None:
            return None
        return Marker("enumerated", match["ordinal"], match.group().strip(), match.end(), _numbers(match["ordinal"]) or (1,))
    if first in "IVXl" and (match := _NUMBERED_ROMAN.match(text)) and (marker := _roman(match)):
        return marker
    if first in "PC" and (match := _PART.match(text)):
        return Marker("part", match["ordinal"], match.group().strip(" .:–-"), match.end(), ())
    if first == "Đ" and (match := _ARTICLE.match(text)):
        return Marker("article", match["ordinal"], match.group().strip(), match.end(), _numbers(match["ordinal"]))
    if match := _UPPER.match(text):
        ordinal = match["ordinal"] or match["slash"]
        return Marker("upper", ordinal, match.group().strip(), match.end(), ("ABCDĐEGH".find(ordinal) + 1,))
    if (match := _LETTER.match(text)) and (value := letter_value(match["ordinal"])):
        path = (value, *_numbers(match["ordinal"]))
        return Marker("letter", match["ordinal"], match.group().strip(), match.end(), path)
    return None


def read_ordinal(text: str) -> Marker | None:
    """An ordinal that fills a table cell by itself (`1.1.`, `IV`, `12.10`, `a)`), None for anything else."""
    if not text or len(text) > 14:
        return None
    match = _CELL.fullmatch(text.strip())
    if match is None:
        return None
    if match["decimal"]:
        return _numeric(match["decimal"], text, len(text)) if int(_numbers(match["decimal"])[0]) < 400 else None
    if match["roman"] and (value := roman_value(match["roman"].partition(".")[0])):
        path = (value, *_numbers(match["roman"].partition(".")[2]))
        style: Style = "roman" if len(path) == 1 else "decimal"
        return Marker(style, match["roman"], text.strip(), len(text), path)
    if match["upper"]:
        return Marker("upper", match["upper"], text.strip(), len(text), ("ABCDĐEGH".find(match["upper"]) + 1,))
    if match["letter"] and (value := letter_value(match["letter"])):
        return Marker("letter", match["letter"], text.strip(), len(text), (value,))
    if match["enumerated"]:
        return Marker("enumerated", match["enumerated"], text.strip(), len(text), _numbers(match["enumerated"]))
    return None
