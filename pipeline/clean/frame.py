"""Where the document begins and ends on its page.

It begins at the national heading, or at the issuer's block over it, and ends before the first line of a portal's foot that
nothing of a document follows. Around these two places lines of a portal are looked for, never inside: a plan on software
may well have a line `Đăng nhập`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean.metadata import is_label, is_metadata, is_metadata_table
from pipeline.clean.pieces import Item, Piece
from pipeline.clean.portal import Portals, line_key, portals
from pipeline.model import PageTable

_HEAD_REACH = 300
_WEAK_REACH = 80
_ISSUER_REACH = 16
_BODY_LINE = 60
_PROSE_LINE = 40
_BEGUN = 4
_LONGEST_VALUE = 400


@dataclass(frozen=True, slots=True)
class Frame:
    """The document is `items[start:end]`, without the items in `left_out` (indices of lines of a portal among its first)."""

    start: int
    end: int
    left_out: frozenset[int]
    has_heading: bool


def find_frame(items: Sequence[Item]) -> Frame:
    """The part of a page's items that is the document."""
    words = portals()
    heading = _heading(items, words)
    if heading is not None:
        start = _issuer_block(items, heading, words)
        return Frame(start, _end(items, start, words), frozenset(), has_heading=True)
    first = _first_of_document(items, words)
    portal = frozenset(index for index in range(first) if _of_portal(items[index], words) or _is_value(items, index))
    start = next((index for index in range(len(items)) if index not in portal), len(items))
    return Frame(start, _end(items, max(start, first), words), portal, has_heading=False)


def _heading(items: Sequence[Item], words: Portals) -> int | None:
    """The national heading, unless the text has begun before it (then it belongs to an appendix)."""
    prose = 0
    for index, item in enumerate(items[:_HEAD_REACH]):
        if isinstance(item, PageTable):
            if is_metadata_table(item):
                continue
            return None
        if not item.text:
            continue
        if words.national_heading.fullmatch(item.text):
            return index
        prose += _signs_of_body(item.text, words)
        if prose >= _BEGUN:
            return None
    return None


def _signs_of_body(text: str, words: Portals) -> int:
    """How much a line speaks for the text having begun: one paragraph of a preamble is enough, other prose only together."""
    if words.is_chrome(text) or words.is_related(text) or words.page_title.fullmatch(text) or is_metadata(text):
        return 0
    if (len(text) > _BODY_LINE and text.startswith(words.preamble)) or len(text) > 4 * _BODY_LINE:
        return _BEGUN
    if words.is_kind(text):
        return _BEGUN // 2
    if text.isupper():
        return 0
    return 1 + len(text) // (2 * _PROSE_LINE) if len(text) > _PROSE_LINE or words.is_body(text) else 0


def _issuer_block(items: Sequence[Item], heading: int, words: Portals) -> int:
    """The first line of the issuer's name and the number where they stand over the national heading.

    Other lines may stand between (`V/v ...` in a letter), but none of a portal's.
    """
    start = heading
    for index in range(heading - 1, max(heading - _ISSUER_REACH, 0) - 1, -1):
        item = items[index]
        if isinstance(item, PageTable):
            break
        if not item.text:
            continue
        if _of_issuer(item.text, words):
            start = index
        elif _of_portal(item, words) or len(item.text) > 3 * _BODY_LINE:
            break
    return start


def _of_issuer(text: str, words: Portals) -> bool:
    key = line_key(text)
    if words.number.fullmatch(key) and not key.startswith("số hiệu"):
        return True
    if words.is_chrome(text) or not text.isupper():
        return False
    return len(text) < 100


def _first_of_document(items: Sequence[Item], words: Portals) -> int:
    """On a page without the national heading, the first line that looks like a document's; 0 when none does."""
    for index, item in enumerate(items[:_WEAK_REACH]):
        if isinstance(item, PageTable):
            if is_metadata_table(item):
                continue
            return index
        text = item.text
        if not text or is_metadata(text):
            continue
        if words.is_kind(text) or (text.startswith(words.preamble) and len(text) > _BODY_LINE):
            return index
        if text.isupper() and words.issuer.fullmatch(line_key(text)) and not words.is_chrome(text):
            return index
        if words.number.fullmatch(line_key(text)) and not words.is_chrome(text):
            return index
    leading = 0
    while leading < min(len(items), _WEAK_REACH) and (_of_portal(items[leading], words) or _is_value(items, leading)):
        leading += 1
    return leading


def _of_portal(item: Item, words: Portals) -> bool:
    if isinstance(item, PageTable):
        return is_metadata_table(item)
    text = item.text
    if not text:
        return True
    return words.is_chrome(text) or words.is_related(text) or is_metadata(text) or words.page_title.fullmatch(text) is not None


def _is_value(items: Sequence[Item], index: int) -> bool:
    """Whether a line is what the portal says under a label on the line before."""
    before, item = items[index - 1] if index else None, items[index]
    return isinstance(before, Piece) and isinstance(item, Piece) and len(item.text) < _LONGEST_VALUE and is_label(before.text)


def _end(items: Sequence[Item], start: int, words: Portals) -> int:
    """The index behind the document: the first line of a foot that no line of a document follows."""
    last = _last_of_document(items, start, words)
    end = len(items)
    for index in range(last, len(items)):
        if _begins_foot(items, index, words):
            end = index
            break
    while end > start and _trails(items[end - 1], words, foot=end < len(items)):
        end -= 1
    return end


def _last_of_document(items: Sequence[Item], start: int, words: Portals) -> int:
    """The index behind the last line or table that is surely the document's."""
    for index in range(len(items) - 1, start, -1):
        item = items[index]
        if isinstance(item, PageTable):
            if is_metadata_table(item):
                continue
            return index + 1
        if item.text and words.is_body(item.text) and not words.is_related(item.text):
            return index + 1
    return start + (len(items) - start) // 3


def _begins_foot(items: Sequence[Item], index: int, words: Portals) -> bool:
    item = items[index]
    if isinstance(item, PageTable):
        return is_metadata_table(item)
    text = item.text
    if not text:
        return False
    if words.is_foot(text):
        return True
    following = next((after.text for after in items[index + 1 : index + 6] if isinstance(after, Piece) and after.text), "")
    return (is_metadata(text) and is_metadata(following)) or (words.is_related(text) and words.is_related(following))


def _trails(item: Item, words: Portals, *, foot: bool) -> bool:
    """Whether the last item of the page, or the last before its foot, belongs to the portal too or to nothing."""
    if isinstance(item, PageTable):
        return False
    text = item.text
    if not text:
        return foot and item.kind != "bar"
    return (
        words.is_foot(text)
        or text.startswith(("http://", "https://"))
        or (len(text) < 400 and words.page_title.fullmatch(text) is not None)
    )
