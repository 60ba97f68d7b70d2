"""Automatic numbering: what a list prints in front of a paragraph, which stands nowhere in the file's text.

A paragraph belongs to a level of a list (`num`), a list to an abstract one that defines the levels. Lists of one abstract
list count on from each other; a list that overrides a start does so where it is first used. A level begins again behind a
level above it unless it says otherwise, and a level that a deeper one skips counts as used once. Input: the numbering part;
`Numbering.printed` gives the ordinals in the order in which paragraphs are asked for. Rules: ISO/IEC 29500-1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pipeline.read.docx.fonts import bullet, unicode_run
from pipeline.read.docx.formats import printed
from pipeline.read.docx.names import ALTERNATE, VAL, chosen, number, switch, value, w
from pipeline.read.docx.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_WIDE_FORM = re.compile(r"(0{1,8})[1-9]")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how numbers are printed, and behind which level (from 1) it begins again."""

    start: int
    form: str
    text: str
    suffix: str
    font: str
    style: str | None
    restart: int
    legal: bool = False
    hidden: bool = False
    width: int = 0

    def shown(self, count: int) -> str:
        """A number of this level as it is printed."""
        return printed(count, self.form).zfill(self.width)


@dataclass(frozen=True, slots=True)
class List:
    """A list: the abstract list that it counts with, its levels, and the starts that it overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Ordinal:
    """What a list prints before a paragraph, with the blank behind it; `counts` when it is a number, not a bullet."""

    text: str
    counts: bool


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._nums = {} if root is None else {num.get(w("numId")): num for num in root.findall(w("num"))}
        found = [] if root is None else root.findall(w("abstractNum"))
        self._abstract = {abstract.get(w("abstractNumId")): abstract for abstract in found}
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    @cached_property
    def is_empty(self) -> bool:
        """Whether the document has no lists at all."""
        return not self._nums

    def of_paragraph(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        """The list and level that number a paragraph: its own, else its style's; None for a paragraph of no list."""
        own = None if properties is None else properties.find(w("numPr"))
        own_list, own_level = value(own, "numId"), value(own, "ilvl")
        style_list, style_level, chain = self._styles.numbering(style)
        list_id = own_list if own_list is not None else style_list
        if list_id is None or list_id not in self._nums:  # list 0 is none: it takes a paragraph out of its style's list
            return None
        if own_level is not None:
            return list_id, number(own_level, 0)
        linked = self._level_of_style(list_id, chain)
        return list_id, linked if linked is not None else style_level if own_list is None and style_level else 0

    def printed(self, list_id: str, depth: int) -> Ordinal | None:
        """Count a paragraph on level `depth` (from 0) of a list, and what the list prints before it; None for nothing."""
        numbered = self._list(list_id)
        level = None if numbered is None else numbered.levels.get(depth)
        if numbered is None or level is None:
            return None
        counts = self._count(numbered, list_id, depth)
        if level.hidden:
            return None
        if level.form == "bullet":
            text = bullet(level.text, level.font)
        else:
            text = unicode_run(_filled(level, numbered, counts), level.font)
        text = text.strip()
        return Ordinal(text + level.suffix, level.form != "bullet") if text else None

    def _count(self, numbered: List, list_id: str, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(numbered.abstract, [None] * _LEVELS)
        for above in range(depth):
            if counts[above] is None:
                counts[above] = _start(numbered, above)
                self._started.add((list_id, above))
        before = counts[depth]
        restarts = depth in numbered.starts and (list_id, depth) not in self._started
        counts[depth] = _start(numbered, depth) if before is None or restarts else before + 1
        self._started.add((list_id, depth))
        for below in range(depth + 1, _LEVELS):
            level = numbered.levels.get(below)
            if level is None or depth < level.restart:
                counts[below] = None
        return counts

    # --- definitions

    def _level_of_style(self, list_id: str, chain: tuple[str, ...]) -> int | None:
        """The level of a list that is tied to a style of `chain`, the nearest first."""
        numbered = self._list(list_id)
        tied = {} if numbered is None else {level.style: depth for depth, level in numbered.levels.items() if level.style}
        return next((tied[style] for style in chain if style in tied), None)

    def _list(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._defined(list_id)
        return self._lists[list_id]

    def _defined(self, list_id: str, linked: bool = False) -> List | None:
        num = self._nums.get(list_id)
        abstract_id = value(num, "abstractNumId")
        abstract = None if abstract_id is None else self._abstract.get(abstract_id)
        if num is None or abstract_id is None or abstract is None:
            return None
        link = value(abstract, "numStyleLink")
        if link is not None and not linked:  # the levels stand where the numbering style has its own list
            other = self._styles.linked_list(link)
            source = None if other is None else self._defined(other, linked=True)
            if source is None:
                return None
            abstract_id, levels = source.abstract, dict(source.levels)
        else:
            levels = {depth: _level(element, depth) for element in abstract.findall(w("lvl")) for depth in [_depth(element)]}
        starts: dict[int, int] = {}
        for override in num.findall(w("lvlOverride")):
            depth = _depth(override)
            own = override.find(w("lvl"))
            if own is not None:
                levels[depth] = _level(own, depth)
            start = value(override, "startOverride")
            if start is not None:
                starts[depth] = number(start, 1)
        return List(abstract_id, levels, starts)


def _depth(element: etree._Element) -> int:
    return min(max(number(element.get(w("ilvl")), 0), 0), _LEVELS - 1)


def _start(numbered: List, depth: int) -> int:
    if depth in numbered.starts:
        return numbered.starts[depth]
    level = numbered.levels.get(depth)
    return level.start if level is not None else 1


def _filled(level: Level, numbered: List, counts: list[int | None]) -> str:
    """The text of a level with the numbers of the levels that it names; a level of bullets has none."""

    def shown(match: re.Match[str]) -> str:
        depth = int(match.group(1)) - 1
        count, named = counts[depth], numbered.levels.get(depth)
        if count is None or named is None:
            return ""
        return str(count) if level.legal and named.form not in _SILENT else named.shown(count)

    return _PLACE.sub(shown, level.text)


_SILENT = frozenset(("bullet", "none"))
_SUFFIXES = {"nothing": "", "space": " ", "tab": " "}


def _level(element: etree._Element, depth: int) -> Level:
    form, width = _form(element)
    look = element.find(w("rPr"))
    restart = value(element, "lvlRestart")
    behind = number(restart, depth)
    return Level(
        start=number(value(element, "start"), 0),
        form=form,
        text=value(element, "lvlText") or "",
        suffix=_SUFFIXES.get(value(element, "suff") or "tab", " "),
        font=_font(look),
        style=value(element, "pStyle"),
        restart=behind if 0 <= behind <= depth else depth,
        legal=bool(switch(element, "isLgl")),
        hidden=bool(switch(look, "vanish")),
        width=width,
    )


def _form(element: etree._Element) -> tuple[str, int]:
    """The number format of a level, and how many digits it fills up with zeros (`001`, which Word 2010 writes as its own)."""
    alternate = element.find(ALTERNATE)
    branch = None if alternate is None else chosen(alternate)
    own = None if branch is None else branch.find(w("numFmt"))
    if own is not None and own.get(VAL) == "custom":
        wide = _WIDE_FORM.match(own.get(w("format"), ""))
        return "decimal", len(wide.group()) if wide else 0
    return (own.get(VAL) if own is not None else value(element, "numFmt")) or "decimal", 0


def _font(look: etree._Element | None) -> str:
    fonts = None if look is None else look.find(w("rFonts"))
    return "" if fonts is None else fonts.get(w("hAnsi")) or fonts.get(w("ascii")) or ""
