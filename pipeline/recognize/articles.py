"""The parts of a document that a citation means: `điểm a, b khoản 2 Điều 5 Nghị định số ...`, `Nghị định số ... (Điều 5)`.

The words before a citation are read backwards from it, unit by unit (`khoản 2`, `Điều 5 và 7`), as long as only commas and
`và` part them; what stands in brackets behind it is read too. Units nest: the smaller belongs to the greater beside it,
whichever comes first. Each smallest part is told with all that holds it, `khoản 2 Điều 5`, in the order of the page.

Input is a text and where a citation begins and ends in it, output the parts, none twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# From the smallest to the greatest: Luật Ban hành văn bản quy phạm pháp luật 64/2025/QH15 and Nghị định 78/2025/NĐ-CP name the
# parts of legal documents; `mục` and `phần` part documents of the Party and the bodies of plans and programmes.
_UNITS = ("tiết", "điểm", "khoản", "điều", "mục", "chương", "phần")
_PRINTED = ("tiết", "điểm", "khoản", "Điều", "mục", "Chương", "Phần")

_REACH = 240  # characters before a citation that are looked at
_RANGE = 60  # parts that a range may have; a longer one is told by its ends

_JOINING = r"(?:,|;|và|hoặc|đến)"
_DIGITS = r"\d{1,3}[a-zđ]?(?!\w)"
_POINT = r"(?:[a-zđ]\d?|\d{1,3}(?:\.\d{1,2}){0,2}[a-zđ]?)(?!\w)"
_ROMAN = r"(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2}|[A-H])(?!\w)"


_LEAD_IN = re.compile(r"(?:(?:số|từ)\s+)?", re.IGNORECASE)


def _unit(words: str, item: str) -> str:
    return rf"(?:{words})\s+{_LEAD_IN.pattern}{item}(?:\s*(?:{_JOINING}|[-–])\s*{item}){{0,24}}"


_UNIT = re.compile(
    rf"(?<!\w)(?:{_unit('khoản|điều', _DIGITS)}|{_unit('điểm|tiết', _POINT)}|{_unit('mục|chương|phần', _ROMAN)})", re.IGNORECASE
)
_ITEM = re.compile(rf"(?P<joining>đến|[-–])?\s*(?P<item>{_POINT}|{_ROMAN})", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*{_JOINING}?\s*(?:của\s+)?(?:các\s+|từ\s+)?", re.IGNORECASE)
_BEFORE = re.compile(
    r"\s*,?\s*(?:(?:được\s+)?(?:quy\s+định\s+|nêu\s+)?(?:của|tại|trong|thuộc|theo)\s+|(?:ban\s+hành\s+)?kèm\s+theo\s+)?(?:các\s+)?",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*\(\s*(?:tại\s+)?")
_HINT = re.compile(r"điều\s|khoản\s|điểm\s|mục\s|phần\s|chương\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """Parts of one level that are named together."""

    level: int
    items: tuple[str, ...]


def cited_articles(text: str, start: int, end: int) -> tuple[str, ...]:
    """The parts of the document cited from `start` to `end` that the words around name."""
    return tuple(dict.fromkeys([*_parts(_groups_before(text, start)), *_parts(_groups_behind(text, end))]))


def _groups_before(text: str, start: int) -> list[_Group]:
    begin = max(0, start - _REACH)
    if not _HINT.search(text, begin, start):
        return []
    groups: list[_Group] = []
    behind, gap = start, _BEFORE
    for unit in reversed(list(_UNIT.finditer(text, begin, start))):
        between = text[unit.end() : behind]
        # A heading (`Điều 2`) does not belong to what the next paragraph cites.
        if not gap.fullmatch(between) or ("\n" in between and text[max(0, unit.start() - 1) : unit.start()] in ("", "\n")):
            break
        group = _group(unit.group())
        if groups and groups[-1].level == group.level and "đến" in between.casefold():
            ending = groups.pop().items
            group = _Group(group.level, (*group.items, *_range(group.items[-1], ending[0]), *ending[1:]))
        groups.append(group)
        behind, gap = unit.start(), _BETWEEN
    return groups[::-1]


def _groups_behind(text: str, end: int) -> list[_Group]:
    bracket = _BEHIND.match(text, end)
    closing = text.find(")", end, end + _REACH) if bracket else -1
    if bracket is None or closing < 0:
        return []
    groups: list[_Group] = []
    at = bracket.end()
    while unit := _UNIT.match(text, at, closing):
        groups.append(_group(unit.group()))
        between = _BETWEEN.match(text, unit.end(), closing)
        at = between.end() if between else unit.end()
    return groups if at == closing else []


def _group(words: str) -> _Group:
    name, rest = re.split(r"\s+", words, maxsplit=1)
    level = _UNITS.index(name.casefold())
    items: list[str] = []
    for match in _ITEM.finditer(_LEAD_IN.sub("", rest, count=1)):
        item = match.group("item") if level > 3 else match.group("item").casefold()
        items += _range(items[-1], item) if match.group("joining") and items else [item]
    return _Group(level, tuple(items))


def _range(first: str, last: str) -> list[str]:
    """What follows `first` up to `last`."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _RANGE:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    return [last]


def _parts(groups: list[_Group]) -> list[str]:
    """Each smallest part with what holds it, in the order of the page."""
    if not groups:
        return []
    descending = groups[-1].level < max(group.level for group in groups)
    parts = list(_nested(groups if descending else groups[::-1], descending))
    return parts if descending else parts[::-1]


def _nested(groups: list[_Group], descending: bool) -> Iterator[str]:
    """The parts of `groups`, which stand with the greater before the smaller."""
    holders: list[tuple[int, str]] = []
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else None
        holders = [holder for holder in holders if holder[0] > group.level]
        within = "".join(f" {name}" for _, name in reversed(holders))
        items = group.items if descending else group.items[::-1]
        named = [f"{_PRINTED[group.level]} {item}" for item in items]
        # The smaller unit belongs to the item beside it; the others stand for themselves.
        holds = following is not None and following.level < group.level
        yield from (f"{name}{within}" for name in (named[:-1] if holds else named))
        if holds:
            holders.append((group.level, named[-1]))
