"""Flattened tables on pages that wrap their lines: which lines belong to one, and which lines of it are one paragraph.

Such a table is a run of short lines, a cell or a part of one each, behind the number column's heading (`STT`). What joins the
lines of prose would glue cells together, so a line goes on with the one before only where that shows: in small letters, behind
a word that nothing ends with, behind a full line, in the middle of an agency's name. Input: the pieces of a page; output:
indices, and answers for two lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.clean.opening import openings
from pipeline.clean.pieces import Piece, ends_sentence
from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.agencies import split_mentions
from pipeline.recognize.columns import is_column_name, opens_header
from pipeline.recognize.duties import is_whole_heading
from pipeline.recognize.ordinals import read_marker, read_ordinal
from pipeline.recognize.quantities import read_value, unit_share
from pipeline.recognize.times import is_time

_FULL = 0.85  # of the page's width
_HEADER = 8  # lines in which a header's short cells stand
_SHORT_CELL = 45
_FEWEST_SHORT = 4
_LONGEST_NAME = 60
_TAIL = 40
_JOINTS = "-–(,"
_SURE, _CERTAIN = 0.7, 0.9


def lines_of_tables(pieces: Sequence[Piece]) -> frozenset[int]:
    """The indices of the lines that stand in flattened tables without bars."""
    closes = _closing()
    found: set[int] = set()
    inside = False
    for index, piece in enumerate(pieces):
        if not piece.text:
            continue
        if inside and closes.match(piece.text):
            inside = False
        if not inside and opens_header(piece.text):
            inside = _is_header(pieces[index + 1 : index + 1 + _HEADER])
        if inside:
            found.add(index)
    return frozenset(found)


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(lexicon_yaml("headings")["closes_table"])


def _is_header(following: Sequence[Piece]) -> bool:
    """Whether short lines follow, and no bars part them."""
    short = sum(1 for piece in following if 0 < len(piece.text) < _SHORT_CELL)
    return short >= _FEWEST_SHORT and all(piece.kind != "bar" for piece in following)


def goes_on(paragraph: str, before: str, text: str, width: int) -> bool:
    """Whether a line of a table goes on with the cell's `paragraph`, whose last line is `before`."""
    words = openings()
    if read_ordinal(paragraph) is not None or opens_header(paragraph):
        return False
    tail, ended = paragraph[-_TAIL:], ends_sentence(before)
    if not ended and (words.dangles(tail) or (words.expects_number(tail) and text[0].isdigit()) or before[-1] in _JOINTS):
        return True
    marker = read_marker(text)
    if marker is not None and (marker.is_bullet or not text[marker.end :][:1].islower()):
        return False
    if text[0].islower() or text[0] in ")”":
        return read_ordinal(text) is None and unit_share(text) < _CERTAIN  # `tỉnh`, `hội` may also end a name
    if _fills_cell(text) or _is_value(paragraph):
        return False
    full = len(before) + 1 + len(text.split(" ", 1)[0]) > _FULL * width
    return (full and not ended and not before.endswith(")")) or _completes_agency(paragraph, text)


def _fills_cell(text: str) -> bool:
    """Whether a line is a cell by itself: an ordinal, a value, a unit, a time, a list of agencies, a column's heading."""
    if len(text) > _SHORT_CELL:
        return is_whole_heading(text)
    if read_ordinal(text) is not None or _is_value(text) or unit_share(text) > _SURE:
        return True
    return is_time(text) or is_whole_heading(text) or is_column_name(text)


def _is_value(text: str) -> bool:
    return len(text) < _SHORT_CELL and read_value(text) is not None


def _completes_agency(paragraph: str, text: str) -> bool:
    """Whether a list of agencies is whole only with the next line: `Sở Công` before `Thương`."""
    if len(paragraph) > _LONGEST_NAME or is_whole_heading(paragraph):
        return False
    joined = f"{paragraph} {text}"
    if is_whole_heading(text) or not is_whole_heading(joined):
        return False
    return len(split_mentions(joined)) <= len(split_mentions(paragraph))
