"""From pieces and tables to blocks: the clean text, its offsets, and what bars and empty cells say.

A bar on a line of its own closes a table cell: the block before it gets `ends_cell`. Two bars in a row, or a bar behind
nothing but blanks, are an empty cell: a block without text. Before the title bars and blanks only lay out the head.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.clean.pieces import Item, Piece
from pipeline.clean.tables import reading_order
from pipeline.doubts import doubt
from pipeline.model import Block, CleanCell, CleanTable, Diagnostic, Line, PageTable, Span

CellReader = Callable[[Sequence[Line]], list[Piece]]
_TITLE_REACH = 40
_BARRED = 3


class Blocks:
    """Grows the blocks and tables of a clean page in reading order."""

    def __init__(self, read_cell: CellReader) -> None:
        self._read_cell = read_cell
        self._parts: list[tuple[str, Span, int]] = []
        self._ends: set[int] = set()
        self._doubtful: list[int] = []
        self._tables: list[CleanTable] = []

    def grow(self, items: Sequence[Item], title: int) -> None:
        """Take the items in; those before index `title` are the head."""
        barred = sum(1 for item in items[title:] if isinstance(item, Piece) and item.kind == "bar") > _BARRED
        filled = False
        for index, item in enumerate(items):
            if isinstance(item, PageTable):
                self._table(item)
                filled = False
            elif item.text:
                self._add(item)
                filled = True
            elif item.kind == "empty" and index >= title and not (barred and filled):
                self._add(item)
                filled = filled or barred
            elif item.kind == "bar":
                self._close(item, filled=filled, empty=index >= title)
                filled = False

    def finish(self) -> tuple[str, tuple[Block, ...], tuple[CleanTable, ...], tuple[Diagnostic, ...]]:
        """The text, its blocks, the tables, and a diagnostic for each block joined on weak evidence."""
        blocks: list[Block] = []
        at = 0
        for index, (text, source, chunk) in enumerate(self._parts):
            blocks.append(Block(index, text, Span(at, at + len(text)), source, chunk, index in self._ends))
            at += len(text) + 1
        doubts = tuple(_doubt(blocks[index]) for index in self._doubtful)
        return "\n".join(text for text, _, _ in self._parts), tuple(blocks), tuple(self._tables), doubts

    def _add(self, piece: Piece) -> None:
        if piece.doubtful:
            self._doubtful.append(len(self._parts))
        self._parts.append((piece.text, piece.source, piece.chunk))

    def _close(self, bar: Piece, *, filled: bool, empty: bool) -> None:
        if filled:
            self._ends.add(len(self._parts) - 1)
        elif empty and self._parts:
            self._ends.add(len(self._parts))
            self._parts.append(("", Span(bar.source.start, bar.source.start), bar.chunk))

    def _table(self, table: PageTable) -> None:
        first = len(self._parts)
        cells: list[CleanCell] = []
        for cell in reading_order(table):
            start = len(self._parts)
            for piece in self._read_cell(cell.lines):
                if piece.text:
                    self._add(piece)
            cells.append(CleanCell(cell.row, cell.column, cell.row_span, cell.column_span, (start, len(self._parts))))
        self._tables.append(CleanTable(table.n_rows, table.n_columns, tuple(cells), (first, len(self._parts))))


def title_index(items: Sequence[Item], is_kind: Callable[[str], bool]) -> int:
    """The index of the line that names the kind of document, else of the first words: blanks before it say nothing."""
    for index, item in enumerate(items[:_TITLE_REACH]):
        if isinstance(item, Piece) and item.text and is_kind(item.text):
            return index
    return next((index for index, item in enumerate(items) if isinstance(item, PageTable) or item.text), len(items))


def _doubt(block: Block) -> Diagnostic:
    return doubt("joined-doubtfully", "lines were joined or parted on weak evidence", block.span)
