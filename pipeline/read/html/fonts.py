"""Words set in an old Vietnamese font whose small letters print as capitals: the one place where fonts count.

Input: the tree of a page; the text nodes whose font is one that draws Vietnamese letters on other characters (`.VnTime`,
`VNI-Times`) are replaced. A font counts where `<font face>`, a style attribute or a rule of the page's own style sheet for
a class or an element gives it. Pages that name no such font are not walked.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from pipeline.read.charsets import font_of
from pipeline.read.html.elements import NEVER_SHOWN
from pipeline.read.html.sources import Sources

# TCVN3 fonts are called `.VnTime`, `.VnArialH`; those of VNI `VNI-Times`; of VPS `VPS Times`; of VISCII `VI Times`.
_OLD_FONT = re.compile(r"\.Vn[A-Z]|\bVNI[- ]|\bVPS ?[A-Z]|\bVI (?:Times|Arial)|\bVNtimes", re.IGNORECASE)
_NAMED = re.compile(rf"(?:face\s*=|font(?:-family)?\s*:)[^;{{}}<>]{{0,120}}?(?:{_OLD_FONT.pattern})", re.IGNORECASE)
_FAMILY = re.compile(r"font(?:-family)?\s*:([^;{}]{1,200})", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{1,3000})\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]{0,15})?(?:\.([\w-]{1,60}))?", re.IGNORECASE)

Styles = dict[tuple[str, str], str]


def unicode_run(text: str, font: str) -> str:
    """`text`, which the page sets in `font`, as the font shows it; its letters were put into Unicode with the whole page."""
    old = font_of(font)
    return text.upper() if old is not None and old.capitals else text


def in_unicode(soup: BeautifulSoup, source: str, sources: Sources) -> None:
    """Replace the words of the tree that are set in an old font."""
    if _NAMED.search(source) is None:
        return
    styles = _style_sheet(soup)
    fonts: dict[int, str] = {}
    for tag in soup.find_all(True):
        above = fonts.get(id(tag.parent), "") if tag.parent is not None else ""
        fonts[id(tag)] = _own_font(tag, styles) or above
    for node in list(soup.find_all(string=True)):
        if isinstance(node, PreformattedString) or node.parent is None or node.parent.name in NEVER_SHOWN:
            continue
        font = fonts.get(id(node.parent), "")
        if font and _OLD_FONT.search(font) and node.strip():
            _replace(node, unicode_run(str(node), font), sources)


def _replace(node: NavigableString, text: str, sources: Sources) -> None:
    if text != node:
        new = NavigableString(text)
        node.replace_with(new)
        sources.moved(node, new)


def _own_font(tag: Tag, styles: Styles) -> str:
    """The first font that an element gives itself, `""` for none."""
    attributes = tag.attrs
    if "style" in attributes:
        declared = _FAMILY.search(str(attributes["style"]))
        if declared is not None:
            return _first(declared.group(1))
    if tag.name == "font" and "face" in attributes:
        return _first(str(attributes["face"]))
    for name in attributes.get("class") or ():
        found = styles.get((tag.name, name)) or styles.get(("", name))
        if found:
            return found
    return styles.get((tag.name, ""), "")


def _style_sheet(soup: BeautifulSoup) -> Styles:
    """The fonts of the page's own rules for an element, a class, or an element with a class."""
    styles: Styles = {}
    for sheet in soup.find_all("style"):
        for rule in _RULE.finditer(sheet.get_text()):
            declared = _FAMILY.search(rule.group(2))
            if declared is None or rule.group(1).lstrip().startswith("@"):
                continue
            for selector in rule.group(1).split(","):
                simple = _SELECTOR.fullmatch(selector.strip())
                if simple is not None and (simple.group(1) or simple.group(2)):
                    styles[((simple.group(1) or "").lower(), simple.group(2) or "")] = _first(declared.group(1))
    return styles


def _first(families: str) -> str:
    """The first of a list of fonts, without quotes; the shorthand `font:` has sizes before it."""
    first = families.split(",", 1)[0].strip().strip("\"'")
    old = _OLD_FONT.search(first)
    return first[old.start() :].strip("\"' ") if old else first
