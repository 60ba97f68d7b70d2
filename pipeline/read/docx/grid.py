"""A Word table as a grid: which cells are shown, where each stands and how far it reaches.

Columns are counted by the spans of the cells (`gridSpan`, `gridBefore`); a row whose spans do not fill the table's grid is
laid by the widths of its cells where these meet the grid's edges. Cells merged downwards (`vMerge`) or, as old converters
write it, to the right (`hMerge`) are one cell; what the covered ones hold is not shown, but lists count their paragraphs, as
LibreOffice does. Rows and cells whose deletion was tracked are left out, hidden rows too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from lxml import etree

from pipeline.read.docx.names import ALTERNATE, chosen, number, switch, value, w
from pipeline.read.layout import Placed, squeezed

_ROW, _CELL, _CONTENT, _CUSTOM = w("tr"), w("tc"), w("sdtContent"), w("customXml")
_WRAPPERS = frozenset((w("sdt"), _CONTENT, _CUSTOM, w("ins"), w("moveTo"), w("smartTag")))
_WIDEST = 200
_NEAR = 80  # twentieths of a point: edges drawn by hand meet within four points

# The element of a cell, and those of the covered cells that stand between it and the next.
Cells = list[Placed[tuple[etree._Element, ...]]]


def grid_of(table: etree._Element) -> Cells:
    """The cells of a table, row by row; rows and columns in which no cell begins are not counted."""
    edges = _edges(table)
    placed: Cells = []
    open_cells: dict[int, int] = {}
    for row, element in enumerate(_shown_rows(table)):
        still_open: dict[int, int] = {}
        for cell, column, wide in _row(element, edges):
            merge = _merge(cell, "vMerge")
            above = open_cells.get(column) if merge == "continue" else None
            if above is not None:
                placed[above] = replace(placed[above], row_span=row - placed[above].row + 1)
                placed[-1] = replace(placed[-1], content=(*placed[-1].content, cell))
                still_open[column] = above
                continue
            if merge is not None:
                still_open[column] = len(placed)
            placed.append(Placed((cell,), row, column, 1, wide))
        open_cells = still_open
    return squeezed(placed)


def inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The children named `wanted`, also those that stand in content controls and the like."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from inside(child, wanted)
        elif child.tag == ALTERNATE:
            shown = chosen(child)
            if shown is not None:
                yield from inside(shown, wanted)


def _shown_rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in inside(table, _ROW):
        look = row.find(w("trPr"))
        gone = look is not None and (look.find(w("del")) is not None or switch(look, "hidden"))
        if not gone:
            yield row


def _edges(table: etree._Element) -> list[int]:
    """Where the columns of the table's grid begin and the last ends, in twentieths of a point."""
    widths = [number(column.get(w("w")), 0) for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
    return list(accumulate(widths, initial=0)) if widths and all(width > 0 for width in widths) else []


def _row(row: etree._Element, edges: Sequence[int]) -> list[tuple[etree._Element, int, int]]:
    """The shown cells of a row as (cell, column, columns wide)."""
    look = row.find(w("trPr"))
    before, after = number(value(look, "gridBefore"), 0), number(value(look, "gridAfter"), 0)
    cells: list[tuple[etree._Element, int]] = []
    for cell in inside(row, _CELL):
        wide = min(max(number(value(cell.find(w("tcPr")), "gridSpan"), 1), 1), _WIDEST)
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None:
            continue
        if _merge(cell, "hMerge") == "continue" and cells:
            cells[-1] = (cells[-1][0], cells[-1][1] + wide)
        else:
            cells.append((cell, wide))
    spans = [wide for _, wide in cells]
    if edges and before + sum(spans) + after < len(edges) - 1:
        spans = _by_width([cell for cell, _ in cells], edges, before) or spans
    starts = accumulate(spans, initial=min(max(before, 0), _WIDEST))
    return [(cell, start, wide) for (cell, _), start, wide in zip(cells, starts, spans, strict=False)]


def _by_width(cells: Sequence[etree._Element], edges: Sequence[int], before: int) -> list[int]:
    """How many columns each cell covers by its width; none where the cells' edges do not meet those of the grid."""
    widths = [cell.find(f"{w('tcPr')}/{w('tcW')}") for cell in cells]
    if before >= len(edges) or any(width is None or width.get(w("type"), "dxa") != "dxa" for width in widths):
        return []
    reached = []
    for at in accumulate((number(width.get(w("w")), 0) for width in widths), initial=edges[before]):
        nearest = min(range(len(edges)), key=lambda index: abs(edges[index] - at))
        if abs(edges[nearest] - at) > _NEAR:
            return []
        reached.append(nearest)
    spans = [end - start for start, end in pairwise(reached)]
    return spans if all(span > 0 for span in spans) else []


def _merge(cell: etree._Element, name: str) -> str | None:
    """`restart` for the first of merged cells, `continue` for the others, None for a cell of its own."""
    merge = cell.find(f"{w('tcPr')}/{w(name)}")
    if merge is None:
        return None
    return "restart" if merge.get(w("val")) == "restart" else "continue"
