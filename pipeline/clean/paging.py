"""Numbers of paper pages that stand alone between the lines of a scanned or laid-out text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.pieces import Item, Piece
from pipeline.model import PageTable
from pipeline.recognize.columns import opens_header

_NUMBER = re.compile(r"(?:[Tt]rang )?[-–—]? ?(\d{1,3}) ?[-–—]?(?:/\d{1,3})?")
_SHORTEST_PAGE = 12
_PROSE = 50
_CENTRED = 20


def without_page_numbers(items: Sequence[Item]) -> tuple[list[Item], int]:
    """The items without page numbers, and how many there were; the item behind one is marked `after_page`.

    A page number stands in a chunk of its own behind a line of prose or a table, or before a table's header that is printed
    again, or in the middle of the line at the end of a chunk; it counts on from the one before, and a page's worth of lines
    lies between. (In a table that lost its shape an ordinal stands by itself too, but behind a short cell.)
    """
    kept: list[Item] = []
    expected, since, dropped = 2, _SHORTEST_PAGE, 0
    after = False
    for index, item in enumerate(items):
        since += 1
        match = _NUMBER.fullmatch(item.text) if isinstance(item, Piece) and item.text else None
        if (
            match is not None
            and since > _SHORTEST_PAGE
            and int(match.group(1)) in (expected, expected + 1)
            and _by_itself(items, index)
        ):
            expected, since, after = int(match.group(1)) + 1, 0, True
            dropped += 1
            continue
        if after and isinstance(item, Piece) and item.text:
            item = replace(item, after_page=True)
            after = False
        kept.append(item)
    return kept, dropped


def _by_itself(items: Sequence[Item], index: int) -> bool:
    item = items[index]
    around = [items[at] for at in (index - 1, index + 1) if 0 <= at < len(items)]
    if not isinstance(item, Piece) or index == 0:
        return False
    before, centred = items[index - 1], item.indent >= _CENTRED
    for other in around:
        if isinstance(other, PageTable):
            continue
        if other.kind != "words" or (other.chunk == item.chunk and not (centred and other is before)):
            return False
    return not isinstance(before, Piece) or len(before.text) >= _PROSE or _opens_table(items[index + 1 : index + 2])


def _opens_table(following: Sequence[Item]) -> bool:
    """Whether the heading of a table's column of numbers follows: a table goes on with its header printed again."""
    return any(isinstance(item, Piece) and opens_header(item.text) for item in following)
