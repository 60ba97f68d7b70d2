"""The outline as items to read: each with its words, its own further paragraphs, what stands under it and over it.

The section tree says where paragraphs stand; what they are for is told by the headings over them (`lexicon/headings.yaml`):
tasks, objectives, implementation, funding, or parts that hold neither. Input: a `Document`; output: the items of its body,
implementation and appendices in reading order, as a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Block, Document, Section, Span
from pipeline.orthography import fold_key, fold_space
from pipeline.recognize.duties import is_charged_heading, opening_agency
from pipeline.recognize.labels import opens_content
from pipeline.recognize.ordinals import read_marker

Content = Literal["tasks", "objectives", "implementation", "funding", "beneficiaries", "background", "orientation", "pointer"]

_PARTS = frozenset({"body", "implementation", "appendix"})
_LONGEST_HEADING = 200
# A note at the foot of a page: its number stands without a mark or in brackets (`1 Chuẩn nghèo đa chiều áp dụng ...`).
_FOOTNOTE = re.compile(r"(?:\d{1,2}|\[\d{1,3}\])\s+(?=[A-ZÀ-ỸĐ][^\W\dA-Z_])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An unmarked paragraph of an item."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A section read as an item. `text` is what stands behind its marker, `group` the headings over it, outermost first.

    `paragraphs` follow its own words and precede its `children`; `has_table` when a table stands right under it.
    """

    section: Section
    content: Content
    text: str
    span: Span
    group: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    children: tuple[Item, ...]
    is_bullet: bool
    has_table: bool

    @property
    def heading(self) -> str:
        """The item as a heading of others, printed with its ordinal; a bullet without its mark."""
        words = self.text if self.is_bullet else f"{self.section.marker} {self.text}"
        return fold_space(words)

    @property
    def is_described(self) -> bool:
        """Whether its bullets spell one task out: `- Mục tiêu: ...`, `- Nội dung: ...`."""
        return any(child.is_bullet and opens_content(child.text) for child in self.children)

    def spans(self) -> Iterator[Span]:
        """The places of all paragraphs of the item and of the items under it, in order."""
        yield self.span
        for paragraph in self.paragraphs:
            yield paragraph.span
        for child in self.children:
            yield from child.spans()

    @property
    def opens_list(self) -> bool:
        """Whether its own words announce what follows: they end with a colon."""
        return (self.paragraphs[-1].text if self.paragraphs else self.text).rstrip().endswith(":")


@cache
def _rules() -> tuple[tuple[Content, re.Pattern[str]], ...]:
    return tuple((rule["kind"], re.compile(rule["pattern"])) for rule in lexicon_yaml("headings")["sections"])


@cache
def _not_tasks() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in lexicon_yaml("headings")["not_tasks"]))


def sets_no_duty(text: str) -> bool:
    """Whether a paragraph is a closing formula, a pointer to an appendix or a note."""
    return _not_tasks().search(fold_key(text[:400])) is not None


@cache
def _totals() -> re.Pattern[str]:
    return re.compile(lexicon_yaml("headings")["totals"])


def is_total(text: str) -> bool:
    """Whether a row of a table adds up others (`TỔNG CỘNG (A+B+C)`)."""
    return _totals().match(fold_key(text)) is not None


def read_items(document: Document) -> tuple[Item, ...]:
    """The outermost items of the body, the implementation part and the appendices, each with all below it."""
    children: dict[int | None, list[Section]] = {}
    for section in document.sections:
        children.setdefault(section.parent, []).append(section)
    tables = [table.blocks for table in document.tables]
    items: list[Item] = []
    for section in children.get(None, ()):
        if section.part not in _PARTS:
            continue
        if section.marker:
            items.append(_item(section, children, document, tables, (), None))
        else:  # the part's own section: its heading is no heading of items
            below = children.get(section.index, ())
            items.extend(_item(child, children, document, tables, (), None) for child in below)
    return tuple(items)


def _item(
    section: Section,
    children: dict[int | None, list[Section]],
    document: Document,
    tables: Sequence[tuple[int, int]],
    group: tuple[str, ...],
    over: Content | None,
) -> Item:
    below = children.get(section.index, [])
    content = _content(section, over, has_children=bool(below))
    if content == "tasks" and section.blocks[1] - section.blocks[0] > 1 and is_charged_heading(section.heading):
        content = "implementation"
    marker = read_marker(section.marker + " x")
    is_bullet = marker is not None and marker.is_bullet
    text = fold_space(section.heading)
    under = group if _is_outermost(section) else (*group, text if is_bullet else fold_space(f"{section.marker} {text}"))
    items = tuple(_item(child, children, document, tables, under, content) for child in below)
    return Item(
        section=section,
        content=content,
        text=text,
        span=section.heading_span,
        group=group,
        paragraphs=_paragraphs(section, below, document.page.blocks, tables),
        children=_charged_beside(items) if content == "tasks" else items,
        is_bullet=is_bullet,
        has_table=any(table.section == section.index for table in document.tables),
    )


def _charged_beside(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Beside agencies with duties under them, an item that its agencies open is theirs: `4. Công an tỉnh: Phối hợp ...`."""
    if not any(item.content == "implementation" for item in items):
        return items
    return tuple(replace(item, content="implementation") if opening_agency(item.text)[0] else item for item in items)


def _is_outermost(section: Section) -> bool:
    """Whether the section is a `Phần` or `Chương`: groups are named from the roman number down."""
    return section.marker.casefold().startswith(("phần ", "chương "))


def _paragraphs(
    section: Section, below: Sequence[Section], blocks: Sequence[Block], tables: Sequence[tuple[int, int]]
) -> tuple[Paragraph, ...]:
    """The section's own unmarked paragraphs behind its heading and before its first child or table."""
    end = below[0].blocks[0] if below else section.blocks[1]
    end = min([end, *(table[0] for table in tables if section.blocks[0] < table[0])])
    own = [block for block in blocks[section.blocks[0] + 1 : end] if block.text and not _FOOTNOTE.match(block.text)]
    return tuple(Paragraph(block.text, block.span) for block in own if block.span.start >= section.heading_span.end)


def _content(section: Section, over: Content | None, *, has_children: bool) -> Content:
    """What stands under a heading: told by its words, else by the heading over it; a body's unknown section holds tasks."""
    key = fold_key(section.heading)
    if section.marker.startswith("Điều"):  # an article of a decision sets no task by itself
        return "pointer"
    found = next((kind for kind, pattern in _rules() if pattern.search(key)), None)
    if over is None:
        return found or ("implementation" if section.part == "implementation" else "tasks")
    if over == "pointer":
        return found if found and (has_children or len(key) < 60) else over
    if over in ("implementation", "background"):
        return "funding" if found == "funding" and over == "implementation" and len(key) < 60 else over
    heading_like = has_children or len(key) < 60 or ":" in section.heading[:60]
    if found in (None, over) or len(key) > _LONGEST_HEADING or not heading_like:
        return over
    if found == "tasks":
        generic = re.match(r"(?:các |một số )?(?:nhiệm vụ|giải pháp|nội dung)", key)
        return "tasks" if generic and has_children else over
    return found if found in ("objectives", "beneficiaries", "funding", "implementation", "orientation") else over
