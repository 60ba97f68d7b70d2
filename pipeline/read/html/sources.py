"""Where the words of a page stood in its source.

A parser gives no offsets. So the source is laid out once as its bare words, without tags, scripts and comments and with its
entities resolved, each stretch with its place; the text nodes are then looked up in these words, in order. A node that is
not found (a repaired page) stands, without length, behind the last one that was.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString

from pipeline.model import Span

# Markup, or an entity. An unclosed comment or script reaches to the end, as it does for a parser.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|</?[a-zA-Z][^<>]*>|<[!?][^<>]*>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?",
    re.DOTALL | re.IGNORECASE,
)
_LOOK_AHEAD = 4_000
_NEEDLE = 48


class Sources:
    """The places of text nodes, by node."""

    def __init__(self, soup: BeautifulSoup, text: str) -> None:
        self._bare, self._starts, self._offsets, self._ends = _bare_words(text)
        self._places: dict[int, Span] = {}
        self._nodes: list[NavigableString] = []  # held: a node that is gone must not leave its identity to another
        at = 0
        for node in soup.find_all(string=True):
            if isinstance(node, PreformattedString):
                continue
            self._nodes.append(node)
            words = node.strip()
            if words:
                at = self._place(node, words, at)

    def of(self, node: NavigableString) -> Span | None:
        """Where a text node stood; None for one without words, or not of the page's own source."""
        return self._places.get(id(node))

    def moved(self, old: NavigableString, new: NavigableString) -> None:
        """Say that `new` stands in the place of `old`."""
        place = self._places.get(id(old))
        if place is not None:
            self._places[id(new)] = place
            self._nodes.append(new)

    def _place(self, node: NavigableString, words: str, at: int) -> int:
        """Note the place of `node`, whose words are looked for from character `at` of the bare words; where they end."""
        needle = words[:_NEEDLE].split("\n", 1)[0].rstrip()
        found = self._bare.find(needle, at, at + _LOOK_AHEAD + len(needle))
        if found < 0:
            before = self._source_end(at) if at else 0
            self._places[id(node)] = Span(before, before)
            return at
        end = found + (len(words) if self._bare.startswith(words, found) else len(needle))
        self._places[id(node)] = Span(self._source(found), self._source_end(end))
        return end

    def _source(self, bare: int) -> int:
        """The character of the source that character `bare` of the bare words was."""
        piece = bisect_right(self._starts, bare) - 1
        return self._offsets[piece] + bare - self._starts[piece]

    def _source_end(self, bare: int) -> int:
        """The character of the source behind the bare words that end at `bare`: behind an entity, never inside it."""
        piece = bisect_right(self._starts, bare - 1) - 1
        whole = piece + 1 < len(self._starts) and self._starts[piece + 1] == bare
        return self._ends[piece] if whole else self._offsets[piece] + bare - self._starts[piece]


def _bare_words(text: str) -> tuple[str, list[int], list[int], list[int]]:
    """The words of `text` without markup; where stretches of them start, and where these start and end in the source."""
    words: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    ends: list[int] = []
    length = at = 0
    for markup in _MARKUP.finditer(text):
        start = markup.start()
        if start > at:
            words.append(text[at:start])
            starts.append(length)
            offsets.append(at)
            ends.append(start)
            length += start - at
        at = markup.end()
        if text[start] == "&":
            resolved = html.unescape(markup.group())
            words.append(resolved)
            starts.append(length)
            offsets.append(start)
            ends.append(at)
            length += len(resolved)
    if at < len(text):
        words.append(text[at:])
        starts.append(length)
        offsets.append(at)
        ends.append(len(text))
    return "".join(words), starts, offsets, ends
