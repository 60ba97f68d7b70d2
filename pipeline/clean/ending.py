"""How a page says that its text breaks off: a mark at the very end (`[...]`), or a portal's line in place of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.clean.pieces import Item, Piece, with_text
from pipeline.clean.portal import Portals, line_key


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
    for index in range(len(kept) - 1, -1, -1):
        piece = kept[index]
        if _silent(piece):
            continue
        if not isinstance(piece, Piece):
            break
        if not signed and words.truncation_patterns.fullmatch(line_key(piece.text)):
            del kept[index:]
            cut = True
            continue
        text = _without_marks(piece.text, words.truncation_marks)
        if text != piece.text:
            kept[index] = with_text(piece, text)
            cut = True
        if text:
            break
    first = next((item.text for item in foot if isinstance(item, Piece) and item.text), "")
    if not signed and first and words.truncation_patterns.fullmatch(line_key(first)):
        cut = True
    return kept, cut


def _without_marks(text: str, marks: Sequence[str]) -> str:
    while mark := next((mark for mark in marks if text.endswith(mark)), ""):
        text = text[: -len(mark)].rstrip()
    return text


def _silent(item: Item) -> bool:
    return isinstance(item, Piece) and not item.text
