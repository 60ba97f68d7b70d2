"""Sentences that a page broke in two by a stray line break or blank line in the middle.

The second part begins with a small letter, as no paragraph of a plan does, and the first is long and ends no sentence. Cells of
flattened tables may look so; nothing is mended from a table's first header cell on. Input and output: the pieces of a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.pieces import Item, Piece
from pipeline.model import Span
from pipeline.orthography import fold_key
from pipeline.recognize.agencies import agency_share
from pipeline.recognize.ordinals import read_marker
from pipeline.recognize.times import time_share

_ENDED = re.compile(r"[.;:!?…][\"”’»)\]]{0,3}$")
_HEADER = frozenset({"tt", "stt", "số tt", "số thứ tự"})
_FEWEST_BEFORE, _FEWEST_BEHIND = 40, 8


def mended(items: Sequence[Item]) -> list[Item]:
    """The items with broken sentences put together; each such piece is marked as doubtful."""
    kept: list[Item] = []
    for place, item in enumerate(items):
        if isinstance(item, Piece) and fold_key(item.text[:20]) in _HEADER:
            return [*kept, *items[place:]]
        kept.append(item)
        if isinstance(item, Piece) and item.text[:1].islower():
            _join_last(kept)
    return kept


def _join_last(items: list[Item]) -> None:
    """Joins the last piece to the one before it where it goes on there; a rule between them becomes no paragraph."""
    item = items[-1]
    before = len(items) - 2
    while before >= 0 and _is_rule(items[before]):
        before -= 1
    last = items[before] if before >= 0 else None
    if isinstance(item, Piece) and isinstance(last, Piece) and _goes_on(last, item):
        source = Span(last.source.start, max(item.source.end, last.source.start))
        items[before:] = [replace(last, text=f"{last.text} {item.text}", source=source, doubtful=True)]


def _is_rule(item: Item) -> bool:
    return isinstance(item, Piece) and item.kind == "rule"


def _goes_on(last: Piece, item: Piece) -> bool:
    """Whether `item` is the rest of the sentence that `last` begins."""
    text = item.text
    if len(last.text) < _FEWEST_BEFORE or len(text) < _FEWEST_BEHIND or not text[0].islower() or _ENDED.search(last.text):
        return False
    if last.kind != "words" or item.kind != "words" or last.text.isupper() or read_marker(text) is not None:
        return False
    return agency_share(text) < 0.5 and time_share(text) < 0.5
