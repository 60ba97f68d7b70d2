"""Sentences that a page broke in two by a stray line break or blank line in the middle.

The second part begins with a small letter, as no paragraph of a plan does, and the first is long and ends no sentence. Cells of
flattened tables may look so; nothing is mended from a table's first header cell on. Input and output: the pieces of a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.pieces import Item, Piece, ends_sentence
from pipeline.model import Span
from pipeline.recognize.agencies import agency_share
from pipeline.recognize.columns import opens_header
from pipeline.recognize.ordinals import read_marker
from pipeline.recognize.times import time_share

_FEWEST_BEFORE, _FEWEST_BEHIND = 40, 8
_LONGEST_CELL = 600


def mended(items: Sequence[Item]) -> list[Item]:
    """The items with broken sentences put together; each such piece is marked as doubtful. Linear in the items."""
    groups: list[list[Item]] = []
    for place, item in enumerate(items):
        if isinstance(item, Piece) and opens_header(item.text):
            return [*map(_joined, groups), *items[place:]]
        before = _paragraph_before(groups) if isinstance(item, Piece) and item.text[:1].islower() else None
        if before is not None and isinstance(item, Piece) and _goes_on(groups[before], item):
            del groups[before + 1 :]
            groups[before].append(item)
        else:
            groups.append([item])
    return [*map(_joined, groups)]


def _paragraph_before(groups: Sequence[Sequence[Item]]) -> int | None:
    """The last group that becomes a paragraph: a rule becomes none."""
    at = len(groups) - 1
    while at >= 0 and _is_rule(groups[at][-1]):
        at -= 1
    return at if at >= 0 else None


def _is_rule(item: Item) -> bool:
    return isinstance(item, Piece) and item.kind == "rule"


def _goes_on(group: Sequence[Item], item: Piece) -> bool:
    """Whether `item` is the rest of the sentence that the lines of `group` begin."""
    last, text = group[-1], item.text
    if not isinstance(last, Piece) or last.kind != "words" or item.kind != "words" or ends_sentence(last.text):
        return False
    if len(group) == 1 and (len(last.text) < _FEWEST_BEFORE or last.text.isupper()):
        return False
    if len(text) < _FEWEST_BEHIND or read_marker(text) is not None:
        return False
    return len(text) > _LONGEST_CELL or (agency_share(text) < 0.5 and time_share(text) < 0.5)


def _joined(group: Sequence[Item]) -> Item:
    """One piece of a group's lines."""
    first, last = group[0], group[-1]
    if first is last or not isinstance(first, Piece) or not isinstance(last, Piece):
        return first
    text = " ".join(line.text for line in group if isinstance(line, Piece))
    return replace(first, text=text, source=Span(first.source.start, max(last.source.end, first.source.start)), doubtful=True)
