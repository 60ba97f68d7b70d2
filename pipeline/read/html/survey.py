"""A survey of a page: its words in one string, the stretch of them that each element covers, and what is no part of it.

Input: the tree of a page; output: a `Survey`. One walk over the tree decides at the end of each element whether it belongs
to the portal: because the lexicon knows its class, because it is hidden, because its name says so (`breadcrumb`, `sidebar`)
or because it is little but links. An element with lines that only a document has (`Căn cứ ...`, `Nơi nhận:`, `PHỤ LỤC`) or
with the portal's particulars is never left out for its name or its links.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from pipeline.read.html.elements import BLOCKS, NEVER_SHOWN, SPACE, hidden
from pipeline.read.html.words import holds_document, portal_name, words

_FEWEST_LINKS = 3
_MOST_LINKED = 0.8
_LONG_LINK = 30
_HALF_LINKED = 0.5
_LONGEST_BOX = 1_500
# A part that is known as the portal's and has more lines of a document than this is none, whatever it is called.
_MOST_EVIDENCE = 3
# Cells and paragraphs are never left out for a name: data tables have cells of class `header`.
_NAMED = frozenset(re.findall(r"\w+", "div section nav aside header footer button ul ol dl table form article details"))
_LISTS = frozenset(re.findall(r"\w+", "div section aside ul ol table header footer"))
_BOXES = frozenset(re.findall(r"\w+", "div section aside ul ol table p blockquote"))


@dataclass(slots=True)
class Survey:
    """The words of a page, blocks parted by line ends; of each element the stretch, and the letters of links before it."""

    root: Tag
    text: str = "\n"
    reach: dict[int, tuple[int, int]] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    names: dict[str, list[Tag]] = field(default_factory=dict)
    titles: list[Tag] = field(default_factory=list)
    evidence: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)

    def stretch(self, tag: Tag) -> tuple[int, int]:
        """The words of an element as a stretch of `text`; empty for one that was left out."""
        return self.reach.get(id(tag), (0, 0))

    def words_of(self, tag: Tag) -> str:
        """The words of an element."""
        start, end = self.stretch(tag)
        return self.text[start:end]

    def signs(self, start: int, end: int) -> int:
        """How many lines of a stretch only a document has."""
        return bisect_left(self.evidence, end) - bisect_left(self.evidence, start)

    def kinds_in(self, start: int, end: int) -> set[int]:
        """Of which kinds these lines are."""
        return set(self.kinds[bisect_left(self.evidence, start) : bisect_left(self.evidence, end)])

    def scattered(self, whole: Tag, part: Tag) -> bool:
        """Whether lines that only a document has stand in `whole` outside `part`, other than such as a banner may have."""
        (start, end), (begin, stop) = self.stretch(whole), self.stretch(part)
        outside = self.kinds_in(start, begin) | self.kinds_in(stop, end)
        return bool(outside - (self.kinds_in(begin, stop) & words().common_kinds))

    def weight(self, start: int, end: int) -> int:
        """The number of letters in a stretch that are not in links."""
        first = bisect_left(self.links, (start, start))
        last = bisect_right(self.links, (end, end))
        return end - start - sum(stop - begin for begin, stop in self.links[first:last])


def survey(soup: BeautifulSoup) -> Survey:
    """The survey of a page; where the portal would be the page, nothing is left out for its name, its links or its style."""
    surveyor = _Surveyor(soup, by_look=True)
    surveyor.walk()
    left = surveyor.page.text
    if surveyor.heaviest > len(left) / 2 and words().evidence.search(left) is None:
        surveyor = _Surveyor(soup, by_look=False)
        surveyor.walk()
    return surveyor.finish()


@dataclass(slots=True)
class _Open:
    """An element that is being walked: where its words began."""

    tag: Tag
    children: Iterator[object]
    words: int
    length: int
    links: int
    tags: int


class _Surveyor:
    """Walks a tree once, without recursion: pages with unclosed tags nest by the thousand."""

    def __init__(self, soup: BeautifulSoup, *, by_look: bool) -> None:
        self.page = Survey(soup)
        self.heaviest = 0
        self._by_look = by_look
        self._words: list[str] = ["\n"]
        self._length = 1
        self._hidden: list[tuple[Tag, str]] = []
        self._known: set[int] = set()

    def walk(self) -> None:
        """Survey the whole tree."""
        open_ = [self._opened(self.page.root)]
        while open_:
            element = open_[-1]
            node = next(element.children, None)
            if node is None:
                self._closed(open_.pop())
            elif isinstance(node, Tag):
                if self._enters(node):
                    open_.append(self._opened(node))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._say(node)
        self.page.text = "".join(self._words)

    def finish(self) -> Survey:
        """The survey, with hidden copies of what is shown left out."""
        page = self.page
        if self._hidden:
            self._leave_copies()
        for match in words().evidence.finditer(page.text):
            page.evidence.append(match.start() + 1)
            page.kinds.append(match.lastindex or 0)
        return page

    def _opened(self, tag: Tag) -> _Open:
        if tag.name in BLOCKS:
            self._break()
        self.page.tags.append(tag)
        self.page.starts.append(self._length)
        return _Open(tag, iter(tag.contents), len(self._words), self._length, len(self.page.links), len(self.page.tags) - 1)

    def _enters(self, tag: Tag) -> bool:
        """Whether an element is shown; notes its name where it is one to look up."""
        if tag.name in NEVER_SHOWN:
            self.page.silent.add(id(tag))
            return False
        if tag.name == "br":
            self._break()
            return False
        attributes = tag.attrs
        if not attributes:
            return True
        names = [f".{name}" for name in attributes.get("class") or ()]
        if "id" in attributes:
            names.append(f"#{attributes['id']}")
        for name in names:
            self.page.names.setdefault(name, []).append(tag)
            if name in words().left_out:
                self._known.add(id(tag))
        return True

    def _closed(self, element: _Open) -> None:
        tag = element.tag
        if tag.name in BLOCKS:
            self._break()
        start = element.length
        if tag.name == "h1":
            self.page.titles.append(tag)
        if tag.name == "a" and "href" in tag.attrs and self._length > start:
            del self.page.links[element.links :]
            self.page.links.append((start, self._length))
        if id(tag) in self._known and len(words().evidence.findall(self._text(element))) <= _MOST_EVIDENCE:
            self._drop(element)
            return
        if self._by_look and (self._hidden_part(element) or self._of_portal(element)):
            self.heaviest = max(self.heaviest, self._length - start)
            self._drop(element)
            return
        self.page.reach[id(tag)] = (start, self._length)

    def _hidden_part(self, element: _Open) -> bool:
        """Whether an element is hidden and can be no part of the document, as a tab with an appendix can."""
        if not element.tag.attrs or not hidden(element.tag):
            return False
        text = self._text(element)
        if holds_document(text):
            self._hidden.append((element.tag, text))
            return False
        return True

    def _of_portal(self, element: _Open) -> bool:
        """Whether an element belongs to the portal by its name or its links."""
        tag = element.tag
        length = self._length - element.length
        if not length or not (tag.name in _NAMED or tag.name in _BOXES):
            return False
        links = self.page.links[element.links :]
        named = tag.name in _NAMED and portal_name(tag, linked=bool(links))
        linked = sum(end - start for start, end in links)
        listed = tag.name in _LISTS and linked >= _MOST_LINKED * length and self._is_list(element, len(links), linked)
        boxed = length < _LONGEST_BOX and tag.name in _BOXES and bool(links) and linked >= _HALF_LINKED * length
        if not (named or listed or boxed):
            return False
        text = self._text(element)
        if named or listed:
            return not holds_document(text, headings_only=listed and not named)
        return words().boxes.match(text) is not None and not holds_document(text)

    def _is_list(self, element: _Open, links: int, linked: int) -> bool:
        """Whether links stand one below the other or are short, as a paragraph's citations are not."""
        lines = self._words[element.words :].count("\n")
        return links >= _FEWEST_LINKS and (2 * lines >= links or linked < links * _LONG_LINK)

    def _text(self, element: _Open) -> str:
        return "".join(("\n", *self._words[element.words :]))

    def _drop(self, element: _Open) -> None:
        """Forget the words of an element."""
        page = self.page
        page.silent.add(id(element.tag))
        for tag in page.tags[element.tags :]:
            page.reach.pop(id(tag), None)
        del page.tags[element.tags :], page.starts[element.tags :]
        del self._words[element.words :], page.links[element.links :]
        self._length = element.length

    def _say(self, node: NavigableString) -> None:
        text = SPACE.sub(" ", node)
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if text == " " and self._words[-1][-1] in " \n":
            return
        if text:
            self._words.append(text)
            self._length += len(text)

    def _break(self) -> None:
        if self._words[-1] != "\n":
            self._words.append("\n")
            self._length += 1

    def _leave_copies(self) -> None:
        """Hidden parts whose longest lines are shown elsewhere are copies, for small screens or for print."""
        page = self.page
        for tag, text in self._hidden:
            start, end = page.stretch(tag)
            elsewhere = page.text[:start] + page.text[end:]
            lines = sorted((line.strip() for line in text.split("\n")), key=len, reverse=True)[:3]
            if end > start and all(line in elsewhere for line in lines):
                page.silent.add(id(tag))
                page.text = page.text[:start] + "\n" * (end - start) + page.text[end:]
