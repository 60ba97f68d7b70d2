"""Paragraphs without a mark that have a place of their own in the outline: titles, and duties of agencies behind a list.

Scraping drops bold letters and underlines, so a heading without a number is told by what stands around it: it is short and no
sentence, what stands before it has ended, and a list or a sentence follows. Input: the blocks of a page and an index; nothing
here knows of the tree.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Block
from pipeline.recognize.agencies import agency_share
from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.words import read_words
from pipeline.recognize.duties import heading_agencies, read_duty
from pipeline.recognize.ordinals import read_marker
from pipeline.recognize.times import is_time

_LONGEST_HEADING = 120
_LONGEST_TITLE = 80  # over a sentence, where no list shows it to be a heading
_SHORTEST_SENTENCE = 60
_SENTENCE_ENDS = (".", ";", ":", "!", "?", "…", "/.")
_REACH = 3  # blocks; empty ones stand between paragraphs


def heads_list(blocks: Sequence[Block], index: int) -> bool:
    """Whether a time or an agency with a colon stands right over bullets: `Quý III:`, `Sở Y tế:`, `Giao Sở Y tế:`."""
    text = blocks[index].text.rstrip()
    if len(text) > _LONGEST_HEADING or not text.endswith(":"):
        return False
    marker = read_marker(_following(blocks, index))
    if marker is None or not marker.is_bullet:
        return False
    return is_time(text) or agency_share(text.rstrip(" :")) == 1.0 or bool(heading_agencies(text))


def is_title(blocks: Sequence[Block], index: int) -> bool:
    """Whether a paragraph is a heading without mark and colon: `Công tác truyền thông`, `Sở Y tế`, over a list or sentence."""
    text = blocks[index].text.strip()
    if not _looks_like_title(text) or not _has_ended(_before(blocks, index)):
        return False
    following = _following(blocks, index)
    marker = read_marker(following)
    if marker is not None:
        return marker.is_bullet or marker.style in ("letter", "enumerated")
    sentence = len(following) >= _SHORTEST_SENTENCE and following[:1].isupper() and following.rstrip().endswith((".", ";", ":"))
    return sentence and len(text) <= _LONGEST_TITLE and not _begins_duty(text)


def _begins_duty(text: str) -> bool:
    """Whether a line begins with the verb of a duty: over a sentence it is more likely a part of one."""
    return duty_words().verbs.longest(read_words(text), 0) is not None


def opens_duty(blocks: Sequence[Block], index: int) -> bool:
    """Whether a paragraph gives a duty to an agency that it opens with, and goes on nothing: `Giao Sở X phối hợp ...`."""
    text = blocks[index].text.strip()
    if len(text) < _SHORTEST_SENTENCE or read_marker(text) is not None or not _has_ended(_before(blocks, index)):
        return False
    return read_duty(text).opens


def _looks_like_title(text: str) -> bool:
    if not text[:1].isupper() or text.isupper() or len(text) > _LONGEST_HEADING or ":" in text or ";" in text:
        return False
    return (text[-1].isalnum() or text[-1] in ")”") and " " in text


def _has_ended(before: str) -> bool:
    """Whether what stands before a paragraph is a whole one: a sentence, or a heading in capitals."""
    return before.rstrip(" ”\"')").endswith(_SENTENCE_ENDS) or before.isupper()


def _before(blocks: Sequence[Block], index: int) -> str:
    return next((block.text for block in reversed(blocks[max(0, index - _REACH) : index]) if block.text), "")


def _following(blocks: Sequence[Block], index: int) -> str:
    return next((block.text for block in blocks[index + 1 : index + 1 + _REACH] if block.text), "")
