"""Text that a word segmenter has gone over: `Ủy_ban nhân_dân tỉnh , số 57 / KH-UBND`.

Segmenters join the syllables of a word with underscores and set blanks around punctuation. Both are undone for a whole page, or
not at all: an underscore in an address and a blank before a comma here and there mean nothing. Input and output: its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.pieces import Item, Piece

_JOINED = re.compile(r"(?<=[^\W\d_])_(?=[^\W\d_])")
_FEWEST_JOINED = 5
_WORDS_A_JOIN = 20
_COMMA, _COMMA_APART = re.compile(","), re.compile(r"(?<=\S) ,")
_FEWEST_COMMAS, _MOST = 5, 0.8
_LOOSE = re.compile(r"(?<=\S) (?=[,;:.!?)\]”](?:\s|$))|(?<=[(\[“]) (?=\S)|(?<=\w) (?=/ \w)|(?<=\w /) (?=\w)")


def without_segments(items: Sequence[Item]) -> list[Item] | None:
    """The items with their words apart and their punctuation at the words; None when the page is not segmented."""
    texts = [item.text for item in items if isinstance(item, Piece)]
    if sum(len(_JOINED.findall(text)) for text in texts if "_" in text) < _FEWEST_JOINED or not _joins_words(texts):
        return None
    closes = _parts_punctuation(texts)
    return [_apart(item, closes=closes) if isinstance(item, Piece) and item.text else item for item in items]


def _joins_words(texts: Sequence[str]) -> bool:
    """Whether underscores stand inside a good part of the words, not only in an address or a variable."""
    words = sum(text.count(" ") + 1 for text in texts)
    return _WORDS_A_JOIN * sum(len(_JOINED.findall(text)) for text in texts if "://" not in text) >= words


def _parts_punctuation(texts: Sequence[str]) -> bool:
    """Whether nearly all commas stand behind a blank."""
    commas = sum(len(_COMMA.findall(text)) for text in texts)
    return commas >= _FEWEST_COMMAS and sum(len(_COMMA_APART.findall(text)) for text in texts) >= _MOST * commas


def _apart(piece: Piece, *, closes: bool) -> Piece:
    text = _JOINED.sub(" ", piece.text)
    text = _LOOSE.sub("", text) if closes else text
    return piece if text == piece.text else replace(piece, text=text)
