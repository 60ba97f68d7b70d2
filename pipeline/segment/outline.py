"""The section tree of a plan, from the marks that open its paragraphs.

Indentation is lost in scraped pages, so items nest by the rank of their marks (`I.` over `1.` over `1.1.` over `a)` over
`-` over `+`), and a bullet that ends with a colon takes the bullets of another style behind it as its own. A title without a
mark (`unmarked`) stands right under the open heading, beside the titles before it. Parts follow in the order of Nghị định
30/2020/NĐ-CP: preamble, body, implementation, recipients, signature, appendices. Misprints are kept as printed: an `I.` that
does not count on is the `1.` of its list. Input: the blocks of a page behind its head; output: sections in reading order, each
knowing its parent and the blocks below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Block, Part, Section, Span
from pipeline.orthography import fold_key
from pipeline.recognize.ordinals import RANKS, Marker, read_marker
from pipeline.segment.header import is_document_title, is_upper, opens_signature
from pipeline.segment.unmarked import heads_list, is_title, opens_duty

# What stands for the mark of a heading that has none: right over the bullets.
_UNMARKED = Marker("enumerated", "", "", 0, ())
_TITLE = "title"  # the style of sections without a mark that stand right under a heading
_TOP_RANK = -1  # the rank of a part's own section: nothing stands over it


@dataclass(slots=True)
class _Node:
    """A section while the tree is built."""

    part: Part
    parent: int | None
    rank: float
    style: str
    ordinal: str
    marker: str
    heading: str
    heading_span: Span
    first: int
    last: int
    path: tuple[int, ...] = ()
    opens_list: bool = False


@dataclass(slots=True)
class _Builder:
    blocks: Sequence[Block]
    nodes: list[_Node] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    part: Part = "preamble"
    roman: int = 0


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon_yaml("headings")
    implementation = next(rule["pattern"] for rule in words["sections"] if rule["kind"] == "implementation")
    return {
        "appendix": re.compile(words["appendix"]),
        "recipients": re.compile(words["recipients"]),
        "implementation": re.compile(implementation),
    }


def build_outline(blocks: Sequence[Block], start: int, taken: Sequence[tuple[int, int]]) -> tuple[Section, ...]:
    """The sections of `blocks` from `start` on; stretches of blocks in `taken` are tables and open no section."""
    builder = _Builder(blocks)
    index = start
    while index < len(blocks):
        stretch = next((stretch for stretch in taken if stretch[0] <= index < stretch[1]), None)
        if stretch is not None:
            _extend(builder, stretch[1] - 1)
            index = stretch[1]
            continue
        _place(builder, index)
        index += 1
    return _finished(builder, taken)


def _place(builder: _Builder, index: int) -> None:
    """Gives one block its place: a new part, a new section, or a further paragraph of the one that is open."""
    block = builder.blocks[index]
    text = block.text
    if text and _turns_part(builder, index):
        return
    marker = read_marker(text) if builder.part not in ("recipients", "signature") else None
    if marker is None and text and builder.part in ("body", "implementation"):
        listing = heads_list(builder.blocks, index)
        if _stands_unmarked(builder, index, listing=listing):
            return
        marker = _UNMARKED if listing else None
    if marker is None or (builder.part == "preamble" and (marker.is_bullet or marker.style == "enumerated")):
        if not builder.open:
            _open_part(builder, builder.part, index)
        elif _goes_on_heading(builder, text):
            _join_heading(builder, block)
        _extend(builder, index)
        return
    if builder.part == "preamble":
        builder.part = "body"
        builder.open.clear()
    _open_section(builder, index, marker)


def _stands_unmarked(builder: _Builder, index: int, *, listing: bool) -> bool:
    """Opens a section for a paragraph without a mark that is a title, or an agency's duty behind a list; whether it did.

    A heading over bullets (`listing`) is one of the titles where others are open.
    """
    over = _over_unmarked(builder)
    if over is None:
        return False
    top, blocks = builder.nodes[over], builder.blocks
    among = listing and top.style == _TITLE
    if not (among or is_title(blocks, index) or (_is_behind_list(builder) and opens_duty(blocks, index))):
        return False
    rank = top.rank if top.style == _TITLE else top.rank + 0.5
    while builder.nodes[builder.open[-1]].rank >= rank:
        builder.open.pop()
    _open_node(builder, index, _UNMARKED, rank, builder.open[-1], _TITLE)
    return True


def _over_unmarked(builder: _Builder) -> int | None:
    """The open title whose sibling a paragraph without a mark is, else the innermost open heading; None where none is open."""
    for number in reversed(builder.open):
        if builder.nodes[number].style == _TITLE:
            return number
    for number in reversed(builder.open):
        node = builder.nodes[number]
        if RANKS["roman"] <= node.rank <= RANKS["letter"] and not node.heading.rstrip().endswith((".", ";")):
            return number
    return None


def _is_behind_list(builder: _Builder) -> bool:
    """Whether bullets or agencies without a number stand before, in the part on implementation, and no numbered agency."""
    top = builder.nodes[builder.open[-1]]
    ordered = (builder.nodes[number] for number in reversed(builder.open) if builder.nodes[number].rank <= RANKS["letter"])
    over = next(ordered, None)
    listed = top.rank > RANKS["letter"] or top.style == _TITLE
    return listed and over is not None and over.part == "implementation" and (over.style in (_TITLE, "roman"))


def _turns_part(builder: _Builder, index: int) -> bool:
    """Whether the block opens another part of the document; opens it when so."""
    text, part = builder.blocks[index].text, builder.part
    patterns = _patterns()
    opened: Part
    if part != "appendix" and patterns["recipients"].match(text):
        opened = "recipients"
    elif part not in ("signature", "appendix") and opens_signature(text):
        opened = "signature"
    elif part in ("signature", "recipients") and is_document_title(text):
        opened = "body"  # a plan attached to the decision that issues it
    elif _opens_appendix(builder, index):
        opened = "appendix"
    else:
        return False
    if opened in ("body", "appendix"):
        builder.roman = 0
    _open_part(builder, opened, index)
    return True


def _opens_appendix(builder: _Builder, index: int) -> bool:
    """Whether a paragraph heads an appendix, or stands behind the signature without belonging to it."""
    text, behind = builder.blocks[index].text, builder.part in ("signature", "recipients")
    if len(text) < 200 and _patterns()["appendix"].match(text) and (behind or _heads_appendix(text)):
        return True
    return builder.part == "signature" and _is_behind_signature(builder, index)


def _heads_appendix(text: str) -> bool:
    return text.isupper() and text.startswith("PHỤ LỤC") and len(text) < 30


def _is_behind_signature(builder: _Builder, index: int) -> bool:
    """Whether a paragraph is too long, or too far, to belong to the signature block."""
    first = builder.nodes[builder.open[0]].first if builder.open else index
    return len(builder.blocks[index].text) > 90 or index - first > 12


def _open_part(builder: _Builder, part: Part, index: int) -> None:
    block = builder.blocks[index]
    builder.part = part
    builder.open = [len(builder.nodes)]
    heading = block.text if part == "appendix" else ""
    span = block.span if heading else Span(block.span.start, block.span.start)
    builder.nodes.append(_Node(part, None, _TOP_RANK, "part", "", "", heading, span, index, index))


def _open_section(builder: _Builder, index: int, marker: Marker) -> None:
    block = builder.blocks[index]
    rank = _rank(builder, marker, block.text)
    if marker.style == "roman" and rank == RANKS["roman"]:
        builder.roman = marker.path[0]
    _open_node(builder, index, marker, rank, _parent_of(builder, marker, rank), marker.style)


def _open_node(builder: _Builder, index: int, marker: Marker, rank: float, parent: int | None, style: str) -> None:
    block = builder.blocks[index]
    heading = block.text[marker.end :]
    span = Span(block.span.start + marker.end, block.span.end)
    part = _part_of(builder, heading, rank, parent)
    node = _Node(
        part, parent, rank, style, marker.ordinal, marker.text, heading, span, index, index,
        marker.path, heading.rstrip().endswith(":"),
    )  # fmt: skip
    builder.open.append(len(builder.nodes))
    builder.nodes.append(node)


def _rank(builder: _Builder, marker: Marker, text: str) -> int:
    """The rank of a marker, with the scanner's `I.` for `1.` put right.

    Roman sections count on through the document; an `I.` in the middle of section II with a heading in small letters is
    the first of an arabic list.
    """
    if marker.style == "upper" and _counts_under_roman(builder):
        return RANKS["article"]
    if marker.style != "roman" or builder.roman == 0:
        return marker.rank
    small = not is_upper(text[marker.end :])
    restarts = marker.path[0] == 1 and builder.roman >= 1
    return RANKS["arabic"] if small and restarts and _roman_is_upper(builder) else marker.rank


def _counts_under_roman(builder: _Builder) -> bool:
    """Whether a section with a roman number is open that stands under no capital, so that an `A.` stands under it."""
    styles = (builder.nodes[number].style for number in builder.open)
    return next((style == "roman" for style in styles if style in ("roman", "upper")), False)


def _roman_is_upper(builder: _Builder) -> bool:
    return any(node.rank == RANKS["roman"] and is_upper(node.heading) for node in builder.nodes)


def _parent_of(builder: _Builder, marker: Marker, rank: float) -> int | None:
    """Closes the sections that the new one does not belong to, and returns the one it does."""
    top = builder.nodes[builder.open[-1]] if builder.open else None
    if top is not None and marker.is_bullet and top.opens_list and top.style != marker.style and top.rank > RANKS["enumerated"]:
        return builder.open[-1]
    if marker.is_bullet:
        for depth in range(len(builder.open) - 1, -1, -1):
            node = builder.nodes[builder.open[depth]]
            if node.rank <= RANKS["enumerated"]:
                break
            if node.style == marker.style:
                del builder.open[depth:]
                return builder.open[-1] if builder.open else None
    while builder.open and builder.nodes[builder.open[-1]].rank >= rank:
        builder.open.pop()
    return builder.open[-1] if builder.open else None


def _part_of(builder: _Builder, heading: str, rank: float, parent: int | None) -> Part:
    if builder.part == "appendix":
        return "appendix"
    if parent is not None and builder.nodes[parent].part == "implementation":
        return "implementation"
    if rank <= RANKS["arabic"] and len(heading) < 200 and _patterns()["implementation"].search(fold_key(heading)):
        return "implementation"
    return "body"


def _goes_on_heading(builder: _Builder, text: str) -> bool:
    """Whether an unmarked line in capitals belongs to the heading before it: `Phần I` over `THỰC TRẠNG`, or a broken line."""
    node = builder.nodes[builder.open[-1]]
    if (
        node.part in ("preamble", "recipients", "signature")
        or node.last != node.first
        or not text
        or not text.isupper()
        or len(text) > 300
    ):
        return False
    return node.style in ("part", "upper", "roman") and (is_upper(node.heading) or not node.heading or node.part == "appendix")


def _join_heading(builder: _Builder, block: Block) -> None:
    node = builder.nodes[builder.open[-1]]
    node.heading = f"{node.heading} {block.text}".strip()
    start = node.heading_span.start if node.heading_span.end > node.heading_span.start else block.span.start
    node.heading_span = Span(start, block.span.end)


def _extend(builder: _Builder, index: int) -> None:
    """Adds blocks up to `index` to the section that is open, and so to all sections around it."""
    for number in builder.open:
        builder.nodes[number].last = max(builder.nodes[number].last, index)


def _finished(builder: _Builder, taken: Sequence[tuple[int, int]]) -> tuple[Section, ...]:
    nodes = builder.nodes
    for number in range(len(nodes) - 1, -1, -1):
        parent = nodes[number].parent
        if parent is not None:
            nodes[parent].last = max(nodes[parent].last, nodes[number].last)
    levels: list[int] = []
    sections: list[Section] = []
    for number, node in enumerate(nodes):
        levels.append(0 if node.parent is None else levels[node.parent] + 1)
        first, last = builder.blocks[node.first], builder.blocks[node.last]
        sections.append(
            Section(
                index=number,
                parent=node.parent,
                part=node.part,
                level=levels[number],
                ordinal=node.ordinal,
                marker=node.marker,
                heading=node.heading,
                heading_span=node.heading_span,
                span=Span(first.span.start, max(last.span.end, first.span.end)),
                blocks=(node.first, node.last + 1),
            )
        )
    return tuple(sections)
