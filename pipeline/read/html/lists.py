"""What stands before the items of a list: browsers draw it, the source does not have it.

Input: a list and its items; output: markers such as `1.`, `b.`, `IV.`, `•`. Word writes its bullets into the page as signs
of a symbol font, which are letters in any other: these become the bullet that Word shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4.element import Tag

from pipeline.read.html.elements import integer

LISTS = ("ol", "ul", "menu", "dir")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*(?:([a-z-]+)|[\"']([^\"']{1,4})[\"'])", re.IGNORECASE)
_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_OWN_MARKER = re.compile(r"\s*(?:[-–−+•*·●▪◦]|\(?\w{1,4}(?:\.\d{1,3}){0,4}[.)])")
_MARKER_REACH = 24
# Word: `<span style='mso-list:Ignore'>` holds what it draws before an item; in these fonts letters are drawn as bullets.
_WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_SYMBOL_FONT = re.compile(r"font-family\s*:\s*[\"']?(?:symbol|wingdings|webdings|courier new)", re.IGNORECASE)
_SYMBOLS = {"o": "◦", "§": "▪", "n": "▪"}


@dataclass(slots=True)
class Numbering:
    """Where the numbering of an open list stands."""

    style: str
    number: int
    step: int

    def marker(self, item: Tag) -> str:
        """What is drawn before `item`; nothing where the item has a marker of its own."""
        self.number = integer(item.get("value"), self.number)
        number = self.number
        self.number += self.step
        marker = marker_of(_list_style(item) or self.style, number)
        return "" if not marker or _OWN_MARKER.match(_opening(item)) else marker


def numbering(tag: Tag) -> Numbering:
    """The numbering of a list."""
    style = _list_style(tag) or ("decimal" if tag.name == "ol" else "disc")
    if "reversed" not in tag.attrs:
        return Numbering(style, integer(tag.get("start"), 1), 1)
    items = sum(1 for child in tag.contents if isinstance(child, Tag) and child.name == "li")
    return Numbering(style, integer(tag.get("start"), items), -1)


def word_bullet(tag: Tag) -> str:
    """The bullet that Word shows where a span has a letter of a symbol font; `""` for all other spans."""
    style = str(tag.attrs.get("style") or "")
    if not _WORD_MARKER.search(style):
        return ""
    written = tag.get_text().replace("\xa0", " ").strip()
    fonts = [style, *(str(inner.attrs.get("style") or "") for inner in (*tag.find_all(True), *list(tag.parents)[:3]))]
    if len(written) != 1 or not any(_SYMBOL_FONT.search(font) for font in fonts):
        return ""
    return _SYMBOLS.get(written, "•")


def marker_of(style: str, number: int) -> str:
    """What a browser draws before an item: the Latin alphabet for letters, not the Vietnamese one."""
    if style in ("none", "inherit"):
        return ""
    if style in _BULLETS:
        return _BULLETS[style]
    if not style.isascii() or not style[:1].isalpha():
        return style.strip()
    if style == "decimal-leading-zero":
        return f"{number:02d}."
    if number < 1 or not style.endswith(("alpha", "latin", "roman")):
        return f"{number}."
    printed = _roman(number) if style.endswith("roman") else _letters(number)
    return f"{printed.upper() if style.startswith('upper') else printed}."


def _opening(item: Tag) -> str:
    """The first words of an item."""
    opening = ""
    for string in item.strings:
        opening += string
        if len(opening.strip()) >= _MARKER_REACH:
            break
    return opening


def _list_style(tag: Tag) -> str:
    declared = _LIST_STYLE.search(str(tag.get("style") or ""))
    if declared is not None:
        return declared.group(1).lower() if declared.group(1) else declared.group(2)
    kind = str(tag.get("type") or "")
    return _STYLES.get(kind, kind.lower())


def _letters(number: int) -> str:
    printed = ""
    while number:
        number, letter = divmod(number - 1, 26)
        printed = chr(ord("a") + letter) + printed
    return printed


_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN = tuple(zip(_ROMAN_VALUES, ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True))


def _roman(number: int) -> str:
    printed = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        printed += sign * count
    return printed
