"""How a page says that its text breaks off: a mark at the very end (`[...]`), or a portal's line in place of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.clean.pieces import Item, Piece, with_text
from pipeline.clean.portal import Portals, line_key

_REACH = 3


def without_mark(items: Sequence[Item], foot: Sequence[Item], words: Portals) -> tuple[list[Item], bool]:
    """The document's items without the mark that they break off, and whether there was one.

    A portal's line counts at the end of the document and as the first words of its foot, and only where the document has no
    signature: behind a whole document the same words advertise something else.
    """
    kept = list(items)
    signed = any(
        isinstance(item, Piece) and item.text and words.is_signature(item.text) and item.text.isupper() for item in kept[-400:]
    )
    cut = False
    for _ in range(_REACH):
        last = next((index for index in range(len(kept) - 1, -1, -1) if not _silent(kept[index])), None)
        piece = kept[last] if last is not None else None
        if last is None or not isinstance(piece, Piece):
            break
        mark = next((mark for mark in words.truncation_marks if piece.text.endswith(mark)), None)
        if mark is not None:
            kept[last] = with_text(piece, piece.text[: -len(mark)].rstrip())
            cut = True
        elif not signed and words.truncation_patterns.fullmatch(line_key(piece.text)):
            del kept[last:]
            cut = True
        else:
            break
    first = next((item.text for item in foot if isinstance(item, Piece) and item.text), "")
    if not signed and first and words.truncation_patterns.fullmatch(line_key(first)):
        cut = True
    return kept, cut


def _silent(item: Item) -> bool:
    return isinstance(item, Piece) and not item.text
