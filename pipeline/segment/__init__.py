"""The anatomy of a plan: header, section tree, tables, signature.

`segment` takes a clean page and returns a `Document` whose sections and tables point into the page's blocks. Tables are
found first, real ones and flattened ones, so that their paragraphs open no section.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.doubts import doubt
from pipeline.model import Block, CleanPage, Diagnostic, Document, Header, Section, Table
from pipeline.orthography import fold_space
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.ordinals import read_marker
from pipeline.segment.flattened import Grid, find_flattened
from pipeline.segment.grids import real_grids
from pipeline.segment.header import read_head, read_signature
from pipeline.segment.outline import build_outline

__all__ = ["segment"]

_CAPTION_BLOCKS = 4


def segment(page: CleanPage, names: NerReader | None = None) -> Document:
    """The anatomy of the document on a clean page. Never fails: what cannot be told is None, and a diagnostic.

    `names` is asked whether short paragraphs of tables that no rule knows name agencies or persons.
    """
    head = read_head(page.blocks, page.metadata)
    real = real_grids(page, names)
    grids = sorted((*real, *find_flattened(page.blocks, [grid.blocks for grid in real], names)), key=lambda grid: grid.blocks)
    sections = build_outline(page.blocks, head.end, [grid.blocks for grid in grids])
    header = _signed(head.header, page, sections)
    tables = tuple(_table(index, grid, sections, page.blocks) for index, grid in enumerate(grids))
    signed = any(section.part == "signature" for section in sections)
    truncated = page.truncated or not signed
    return Document(page, header, sections, tables, truncated, (*_doubts(header, tables, signed), *_settled(grids)))


def _signed(header: Header, page: CleanPage, sections: Sequence[Section]) -> Header:
    """The header with the signer's name and office from the signature block, or from the portal where there is none."""
    name: str | None = None
    title: str | None = None
    for section in sections:
        if section.part == "signature":
            name, title = read_signature(page.blocks[slice(*section.blocks)])
            break
    return Header(
        number=header.number,
        doc_type=header.doc_type,
        title=header.title,
        issuer=header.issuer,
        place=header.place,
        issued_date=header.issued_date,
        effective_date=header.effective_date,
        signer=name or page.metadata.signer,
        signer_title=title,
        title_span=header.title_span,
    )


def _table(index: int, grid: Grid, sections: Sequence[Section], blocks: Sequence[Block]) -> Table:
    holder = _holder(grid, sections)
    return Table(
        index=index,
        section=holder.index if holder else None,
        caption=_caption(grid, holder, blocks),
        kind=grid.kind,
        layout=grid.layout,
        roles=grid.roles,
        header_rows=grid.header_rows,
        n_rows=grid.n_rows,
        cells=grid.cells,
        blocks=grid.blocks,
        doubtful_rows=grid.doubtful_rows,
    )


def _holder(grid: Grid, sections: Sequence[Section]) -> Section | None:
    """The innermost section whose blocks hold the table."""
    inside = [section for section in sections if section.blocks[0] <= grid.blocks[0] < section.blocks[1]]
    return max(inside, key=lambda section: section.level, default=None)


def _caption(grid: Grid, holder: Section | None, blocks: Sequence[Block]) -> str:
    """The unmarked paragraphs right over a table, within its section: its caption."""
    first = max(holder.blocks[0] if holder else 0, grid.blocks[0] - _CAPTION_BLOCKS)
    lines = [block.text for block in blocks[first : grid.blocks[0]] if block.text and read_marker(block.text) is None]
    return fold_space(" ".join(lines))


def _settled(grids: Sequence[Grid]) -> Iterator[Diagnostic]:
    for index, grid in enumerate(grids):
        if grid.settled_rows:
            rows = ", ".join(map(str, sorted(grid.settled_rows)))
            yield doubt("row-settled", f"table {index}: rows {rows} have fewer cells than columns")


def _doubts(header: Header, tables: Sequence[Table], signed: bool) -> list[Diagnostic]:
    facts = ("number", "doc_type", "title", "issuer", "issued_date", "signer")
    doubts = [
        doubt("header-missing", f"the page does not tell the document's {fact}")
        for fact in facts
        if getattr(header, fact) is None
    ]
    if not signed:
        doubts.append(doubt("no-signature", "no signature block: the page may be cut off"))
    doubts.extend(
        doubt("table-other", f"table {table.index} is neither of tasks nor of targets")
        for table in tables
        if table.kind == "other"
    )
    return doubts
