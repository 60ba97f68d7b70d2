"""The same plan in other clothes: a segmented document rendered as pages of other layouts.

Tests build HTML pages with real tables, and text pages whose tables are flattened in each way that portals do it, from the
cells of the samples; the pipeline must read the same records from all of them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from html import escape

from pipeline.model import Block, Cell, Document, Table

NBSP = "\u00a0"


def html_page(document: Document) -> str:
    """A page with real tables: `rowspan` for merged cells, an empty `<td>` for an empty cell."""
    head = "<html><head><meta charset='utf-8'></head><body><div class='content'>"
    return "\n".join([head, html_body(document), "</div></body></html>"])


def html_body(document: Document) -> str:
    """The document's paragraphs and tables, without a page around them."""
    return "\n".join(
        _html_table(document, piece) if isinstance(piece, Table) else f"<p>{escape(piece.text)}</p>"
        for piece in _pieces(document)
    )


def text_page(document: Document, table: Callable[[Document, Table], str]) -> str:
    """A text page with blank lines between paragraphs, its tables rendered by `table`."""
    return "\n\n".join(table(document, piece) if isinstance(piece, Table) else piece.text for piece in _pieces(document))


def marked_cells(document: Document, table: Table) -> str:
    """A flattened table, one paragraph a line, empty cells as a non-breaking space (merged cells leave nothing)."""
    return "\n\n".join(
        "\n\n".join(_paragraphs(document, cell)) or NBSP for row in _grid(table) for cell in row if cell is not _COVERED
    )


def unmarked_cells(document: Document, table: Table) -> str:
    """A flattened table, one paragraph a line, empty cells lost."""
    return "\n\n".join(paragraph for row in _grid(table) for cell in row for paragraph in _paragraphs(document, cell))


def barred_cells(document: Document, table: Table) -> str:
    """A flattened table with a bar on a line of its own behind each cell."""
    return "\n".join(
        "\n".join([*_paragraphs(document, cell), "|"]) for row in _grid(table) for cell in row if cell is not _COVERED
    )


def piped_rows(document: Document, table: Table) -> str:
    """A row of cells a line, parted by bars; a merged cell is printed in its first row only."""
    return "\n".join("| " + " | ".join(" ".join(_paragraphs(document, cell)) for cell in row) + " |" for row in _grid(table))


def wrapped_page(document: Document) -> str:
    """A text page without blank lines, wrapped at 80 columns with some first lines cut short; empty cells are marked."""
    lines: list[str] = []
    for piece in _pieces(document):
        if isinstance(piece, Table):
            for row in _grid(piece):
                for cell in row:
                    paragraphs = _paragraphs(document, cell)
                    lines += [line for paragraph in paragraphs for line in _wrapped(paragraph)]
                    lines += [NBSP] if not paragraphs and cell is not _COVERED else []
        else:
            lines += _wrapped(piece.text)
    return "\n".join(lines)


def _wrapped(paragraph: str) -> list[str]:
    """The lines of a paragraph; every third one, told by its length, has a first line of three words."""
    words = paragraph.split()
    if len(words) < _LONG or len(paragraph) % 3:
        return textwrap.wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)
    rest = textwrap.wrap(" ".join(words[3:]), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [" ".join(words[:3]), *rest]


_WIDTH = 80
_LONG = 8
_EMPTY = Cell(-1, -1, 1, 1, "other", "", None, ())
_COVERED = Cell(-2, -2, 1, 1, "other", "", None, ())


def _pieces(document: Document) -> Iterator[Block | Table]:
    starts = {table.blocks[0]: table for table in document.tables}
    index = 0
    blocks = document.page.blocks
    while index < len(blocks):
        if index in starts:
            yield starts[index]
            index = starts[index].blocks[1]
            continue
        if blocks[index].text:
            yield blocks[index]
        index += 1


def _grid(table: Table) -> list[list[Cell]]:
    """The table's rows with a cell for each column: `_EMPTY` where there is none, `_COVERED` below a merged cell."""
    rows = [[_EMPTY] * len(table.roles) for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell
        for below in range(cell.row + 1, cell.row + cell.row_span):
            rows[below][cell.column] = _COVERED
    return rows


def _paragraphs(document: Document, cell: Cell) -> list[str]:
    return [document.page.blocks[index].text for index in cell.blocks if document.page.blocks[index].text]


def _html_table(document: Document, table: Table) -> str:
    rows = []
    for row in _grid(table):
        cells = []
        for cell in row:
            if cell is _COVERED:
                continue
            span = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            inner = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in _paragraphs(document, cell))
            cells.append(f"<td{span}>{inner}</td>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return "<table border='1'>" + "\n".join(rows) + "</table>"
