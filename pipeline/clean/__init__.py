"""From a page to the document's own text: without the portal, in whole paragraphs, in settled Unicode.

The steps, in order: characters are settled; layout tables and columns are read as lines; the document is cut out of its
page, and what the portal says of it is kept; wrapped lines are joined; bars and empty cells are put on the blocks. Words
are never changed: no misprint and no tone mark is corrected. What is left out and is no known part of a portal leaves a
diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from pipeline.clean.assemble import Blocks, title_index
from pipeline.clean.columns import part_columns
from pipeline.clean.ending import without_mark
from pipeline.clean.frame import Frame, find_frame
from pipeline.clean.habit import Wrapping, wrapping_of
from pipeline.clean.markdown import is_markdown, plain_line, plain_links
from pipeline.clean.mend import mended
from pipeline.clean.metadata import (
    Fields,
    as_metadata,
    is_label,
    is_metadata,
    is_metadata_table,
    line_fields,
    portal_of,
    table_fields,
)
from pipeline.clean.paging import without_page_numbers
from pipeline.clean.pieces import Item, Piece, pieces_of, with_text
from pipeline.clean.portal import portals
from pipeline.clean.segmented import without_segments
from pipeline.clean.tables import without_layout
from pipeline.clean.wrap import unwrapped
from pipeline.doubts import doubt
from pipeline.model import CleanPage, Diagnostic, Line, Page, PageTable, PortalMetadata

__all__ = ["clean"]

_SHOWN = 60


def clean(page: Page) -> CleanPage:
    """The clean page of `page`; pure, and total: a page without words gives an empty text."""
    notes = _Notes()
    lines = _columns_parted(page, notes)
    items, markdown = _items(without_layout(lines), notes)
    frame = find_frame(items)
    metadata = _metadata(page, items, frame)
    foot = items[frame.end :]
    body: list[Item] = [
        item for index, item in enumerate(items[: frame.end]) if index >= frame.start and index not in frame.left_out
    ]
    body = [item for item in body if not _strewn(item)]
    _note_dropped(items, frame, notes)
    body, cut = without_mark(body, foot, portals())
    if cut:
        notes.add("page-cut", "the page says that its text breaks off here")
    body, wrapping = _joined(body, notes, markdown=markdown)
    blocks = Blocks(lambda cell: _cell_pieces(cell, wrapping, markdown=markdown))
    blocks.grow(body, title_index(body, portals().is_kind))
    text, built, tables, doubts = blocks.finish()
    return CleanPage(text, built, tables, metadata, cut, (*notes.all, *doubts), page.places)


class _Notes:
    """Collects the diagnostics of one page."""

    def __init__(self) -> None:
        self.all: list[Diagnostic] = []

    def add(self, code: str, message: str) -> None:
        self.all.append(doubt(code, message))


# --- lines and tables ---------------------------------------------------------------------------------------------------


def _columns_parted(page: Page, notes: _Notes) -> Sequence[Line | PageTable]:
    items, found = part_columns(page.items)
    if found:
        notes.add("columns-parted", "a head or signature in two columns was read column by column")
        return items
    return page.items


def _items(lines: Iterable[Line | PageTable], notes: _Notes) -> tuple[list[Item], bool]:
    """The items of a page with settled characters and without marks, and whether the page is Markdown."""
    items: list[Item] = []
    kinds = portals().kinds
    for is_table, run in groupby(lines, key=lambda line: isinstance(line, PageTable)):
        if is_table:
            items.extend(table for table in run if isinstance(table, PageTable))
        else:
            items.extend(pieces_of((line for line in run if isinstance(line, Line)), kinds))
    parted = without_segments(items)
    if parted is not None:
        notes.add("words-joined", "underscores inside words were replaced by blanks, punctuation was put back to its words")
        items = parted
    texts = [item.text for item in items if isinstance(item, Piece)]
    markdown = is_markdown(texts)
    if markdown:
        notes.add("markdown-stripped", "marks of Markdown were left out")
        items = [_unmarked(item) if isinstance(item, Piece) and item.text else item for item in items]
    return items, markdown


def _unmarked(piece: Piece) -> Piece:
    text = plain_line(piece.text)
    if text == piece.text:
        return piece
    bare = pieces_of((Line(text, piece.source, piece.chunk),), {})[0]
    return with_text(piece, text if bare.kind == "words" else "")


def _joined(body: list[Item], notes: _Notes, *, markdown: bool) -> tuple[list[Item], Wrapping | None]:
    """The document's items with wrapped lines joined into paragraphs, and how the page wraps them."""
    how = wrapping_of([item for item in body if isinstance(item, Piece)], markdown=markdown)
    if how is not None:
        notes.add("lines-wrapped", f"lines wrapped at about {how.width} characters were joined into paragraphs")
        body, numbers = without_page_numbers(body)
        if numbers:
            notes.add("page-numbers-dropped", f"{numbers} page numbers were left out")
        body = _joined_between_tables(body, how)
    if not markdown:
        return mended(body), how
    # A link hides how its paragraph begins; one that a blank line broke is whole only when that is mended.
    return _unlinked_all(mended(_unlinked_all(body))), how


def _joined_between_tables(body: Sequence[Item], how: Wrapping) -> list[Item]:
    joined: list[Item] = []
    run: list[Piece] = []
    for item in body:
        if isinstance(item, Piece):
            run.append(item)
            continue
        joined += unwrapped(run, how)
        joined.append(item)
        run = []
    return [*joined, *unwrapped(run, how)]


def _unlinked_all(items: Sequence[Item]) -> list[Item]:
    return [_unlinked(item) if isinstance(item, Piece) else item for item in items]


def _unlinked(piece: Piece) -> Piece:
    return with_text(piece, plain_links(piece.text)) if "](" in piece.text else piece


def _cell_pieces(lines: Sequence[Line], wrapping: Wrapping | None, *, markdown: bool) -> list[Piece]:
    """The paragraphs of a cell."""
    pieces = pieces_of(lines, {})
    if markdown:
        pieces = [_unmarked(piece) if piece.text else piece for piece in pieces]
    if wrapping is not None:
        pieces = unwrapped(pieces, wrapping)
    return [_unlinked(piece) for piece in pieces] if markdown else pieces


# --- the portal ---------------------------------------------------------------------------------------------------------


def _around(items: Sequence[Item], frame: Frame) -> list[Item]:
    """What stands around the document on its page."""
    return [item for index, item in enumerate(items) if index < frame.start or index >= frame.end or index in frame.left_out]


def _metadata(page: Page, items: Sequence[Item], frame: Frame) -> PortalMetadata:
    around = _around(items, frame)
    lines = [item.text for item in around if isinstance(item, Piece)]
    fields: Fields = line_fields(lines)
    for table in around:
        if isinstance(table, PageTable):
            fields = {**table_fields(table), **fields}
    return as_metadata(portal_of(page.host, lines), fields)


def _strewn(item: Item) -> bool:
    """Whether a line is one of those that a portal puts between the paragraphs of the document."""
    return isinstance(item, Piece) and 0 < len(item.text) < _SHOWN and item.text.casefold() in portals().everywhere


def _note_dropped(items: Sequence[Item], frame: Frame, notes: _Notes) -> None:
    """A diagnostic for lines left out before and behind the document that are no known part of a portal."""
    for code, place, left in (("head-dropped", "before", items[: frame.start]), ("foot-dropped", "behind", items[frame.end :])):
        lines = [item.text for item in left if isinstance(item, Piece) and item.text]
        unknown = [text for before, text in pairwise(("", *lines)) if not (_known(text) or is_label(before))]
        tables = sum(1 for item in left if isinstance(item, PageTable) and not is_metadata_table(item))
        if unknown or tables:
            shown = f", the first: {unknown[0][:_SHOWN]}" if unknown else ""
            notes.add(code, f"{len(unknown)} lines and {tables} tables {place} the document were left out{shown}")
    if not frame.has_heading:
        notes.add("head-not-found", "the page has no national heading")


def _known(text: str) -> bool:
    words = portals()
    return words.is_chrome(text) or words.is_related(text) or is_metadata(text) or words.page_title.fullmatch(text) is not None
