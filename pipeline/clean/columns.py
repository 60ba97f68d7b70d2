"""Text laid out as on paper, where the head and the signature are set in two columns side by side.

A line with a wide gap, whose right part begins at the same place as those around it, belongs to a zone of two columns. A
zone is read one column after the other: `ỦY BAN NHÂN DÂN    CỘNG HÒA ...` over `TỈNH LÀO CAI    Độc lập ...` become four lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Line, PageTable, Span

_GAP = re.compile(r"(?<=\S) {4,}(?=\S)")
_TOLERANCE = 14
_FEWEST_LINES = 2


def part_columns(items: Sequence[Line | PageTable]) -> tuple[list[Line | PageTable], bool]:
    """The items with the zones of two columns read column by column, and whether there was one."""
    parted: list[Line | PageTable] = []
    found = False
    index = 0
    while index < len(items):
        item = items[index]
        gap = _gap(item) if isinstance(item, Line) else None
        zone = _zone(items, index, gap) if gap is not None else []
        if len(zone) < _FEWEST_LINES:
            parted.append(item)
            index += 1
            continue
        found = True
        parted.extend(_read_columns(zone))
        index += len(zone)
    return parted, found


def _gap(line: Line) -> int | None:
    """The column at which the right part of a line begins, None for a line in one piece or in many."""
    if "    " not in line.text:
        return None
    gaps = list(_GAP.finditer(line.text.rstrip()))
    return gaps[0].end() if len(gaps) == 1 else None


def _zone(items: Sequence[Line | PageTable], index: int, gap: int) -> list[Line]:
    """The lines from `index` on that keep to the two columns whose right one begins near `gap`."""
    zone: list[Line] = []
    chunk = -1
    for item in items[index:]:
        if not isinstance(item, Line):
            break
        here = _gap(item)
        fits = here is not None and abs(here - gap) <= _TOLERANCE
        right = len(item.text) - len(item.text.lstrip()) >= gap - _TOLERANCE
        if zone and item.chunk != chunk and not (fits or right):
            break
        if not (fits or right or len(item.text.rstrip()) <= gap):
            break
        zone.append(item)
        chunk = item.chunk
    return zone if sum(1 for line in zone if _gap(line) is not None) >= _FEWEST_LINES else []


def _read_columns(zone: Sequence[Line]) -> list[Line]:
    """The left column from top to bottom, then the right one; each part of a line in a chunk of its own."""
    left: list[Line] = []
    right: list[Line] = []
    edge = min(gap for line in zone if (gap := _gap(line)) is not None)
    for line in zone:
        gap = _gap(line)
        text = line.text.rstrip()
        start = line.source.start
        lead = len(text) - len(text.lstrip())
        if gap is None:
            (right if lead >= edge - _TOLERANCE else left).append(line)
            continue
        head = text[:gap].rstrip()
        left.append(Line(head, Span(start, start + len(head) - lead), line.chunk))
        right.append(Line(" " * gap + text[gap:], Span(start + gap - lead, line.source.end), line.chunk))
    return [*left, *right]
