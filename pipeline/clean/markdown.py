"""The marks of a page that a scraper turned into Markdown: emphasis, escapes, headings, links.

Marks are taken off line by line, links when wrapped lines have been joined, since an address is often broken over lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKED = re.compile(r"\*\*|\]\(|\\[.\-_*#()\[\]]|^#{1,6} |^```")
_FEWEST_MARKS = 2
_MARK = re.compile(r"[*_\\#`]|^\+ ")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_HEADING = re.compile(r"^#{1,6}\s+")
_STAR_ITEM = re.compile(r"^[*+]\s+(?=\S)")
_EMPHASIS = re.compile(r"\*{2,}|_{2,}|(?<![^\W_])_|_(?![^\W_])")
_FENCE = re.compile(r"```\w{0,12}|#{1,6}|(?:[*_-] ){2,40}[*_-]")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()]{0,1200}(?:\([^()]{0,200}\)[^()]{0,400})?\)")


def is_markdown(lines: Iterable[str]) -> bool:
    """Whether enough lines carry the marks of Markdown."""
    marked = 0
    for line in lines:
        if ("*" in line or "\\" in line or "](" in line or line[:1] == "#" or line[:1] == "`") and _MARKED.search(line):
            marked += 1
            if marked >= _FEWEST_MARKS:
                return True
    return False


def plain_line(text: str) -> str:
    """A line without emphasis, escapes and heading marks; an item's star becomes a dash, a link stays for `plain_links`."""
    if _MARK.search(text) is None:
        return text
    if _FENCE.fullmatch(text):
        return ""
    text = _STAR_ITEM.sub("- ", _HEADING.sub("", text))
    if "_" in text or "*" in text:
        kept: list[str] = []
        at = 0
        for link in _TARGET.finditer(text):
            kept += (_EMPHASIS.sub("", text[at : link.start()]), link.group())
            at = link.end()
        text = "".join((*kept, _EMPHASIS.sub("", text[at:])))
    return " ".join(_ESCAPE.sub(r"\1", text).split())


# The address of a link, or the part of one that a line holds.
_TARGET = re.compile(r"\]\([^()\s]{0,1200}\)?|^\S{0,1200}=\S{0,600}\)")


def plain_links(text: str) -> str:
    """`text` with each link as the words that it shows."""
    return " ".join(_LINK.sub(r"\1", text).split()) if "](" in text else text
