"""Which element of a page holds the document, and which hold what the portal says of it.

Input: the survey of a page. The document is in the container that `lexicon/portals.yaml` knows, if it holds lines that only a
document has; else it is found from the top: as long as one child has all such lines of its parent, and nothing beside it
looks like a part of a document, the document is in that child. So a page that parts the document into many elements is
read whole, and what surrounds it is left to `clean`, which knows a portal's lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from bs4.element import NavigableString, PreformattedString, Tag
from soupsieve import SoupSieve
from soupsieve import compile as compile_selector

from pipeline.lexicon import lexicon_yaml
from pipeline.read.html.elements import CONTAINERS
from pipeline.read.html.survey import Survey
from pipeline.read.html.words import words

_FEWEST_LETTERS = 120
_MOST = 0.75
_BESIDE = 0.25
_ROWS, _COLUMNS, _CELL_LETTERS = 2, 3, 60
_LONGEST_BOX = 4_000
_MOST_BOXES = 3
_FEWEST_LABELS = 2
_LONGEST_TITLE = 400
_LAST_NAME = re.compile(r"([.#][\w-]+)[^\s>]*$")


def document_element(page: Survey) -> Tag:
    """The element that holds the document."""
    known = _known_container(page)
    if known is not None:
        return known
    element = page.root
    left = 0
    while (inner := _telling_child(page, element, left)) is not None:
        left += _words_beside(page, element)
        element = inner
    return element


# --- by the lexicon -----------------------------------------------------------------------------------------------------


@cache
def _selectors(kind: str) -> tuple[tuple[str, SoupSieve], ...]:
    """The CSS selectors of the lexicon, each with the class or id that it ends with, by which its elements are looked up."""
    found = []
    for selector in lexicon_yaml("portals")[kind]:
        name = _LAST_NAME.search(selector)
        if name is None:
            raise ValueError(f"portals.yaml: {kind}: {selector} does not end with a class or an id")
        found.append((name.group(1), compile_selector(selector)))
    return tuple(found)


def _selected(page: Survey, kind: str) -> Iterator[list[Tag]]:
    """The shown elements that each selector finds."""
    for name, selector in _selectors(kind):
        yield [tag for tag in page.names.get(name, ()) if id(tag) in page.reach and selector.match(tag)]


def _known_container(page: Survey) -> Tag | None:
    """The longest element of the first selector that finds one with most lines that only a document has."""
    for tags in _selected(page, "containers"):
        telling = [tag for tag in tags if _tells(page, *page.stretch(tag))]
        if telling:
            return _whole(page, max(telling, key=lambda tag: page.stretch(tag)[1] - page.stretch(tag)[0]))
    return None


def _whole(page: Survey, tag: Tag) -> Tag:
    """A known container, or the element around it where damaged markup closed it before the document ended."""
    while tag.parent is not None and page.scattered(page.root, tag):
        tag = tag.parent
    return tag


def _tells(page: Survey, start: int, end: int) -> bool:
    return end - start >= _FEWEST_LETTERS and 2 * page.signs(start, end) >= len(page.evidence)


# --- by the structure of the page ---------------------------------------------------------------------------------------


def _telling_child(page: Survey, element: Tag, left: int) -> Tag | None:
    """The child that holds the document if `element` does and nothing of it stands beside the child; else None.

    `left` are the letters that were left beside the document on the way down: unclosed tags nest a text paragraph by
    paragraph, and each level would leave one behind.
    """
    holders = [child for child in _shown(page, element) if child.name in CONTAINERS]
    if not holders:
        return None
    start, end = page.stretch(element)
    signs = page.signs(start, end)
    best = max(holders, key=lambda child: (page.signs(*page.stretch(child)), page.weight(*page.stretch(child))))
    weight = page.weight(*page.stretch(best))
    left += _words_beside(page, element)
    if weight < _FEWEST_LETTERS:
        return None
    if not signs:
        return best if not left and weight >= _MOST * page.weight(start, end) else None
    if page.scattered(element, best) or left > _BESIDE * weight:
        return None
    return None if any(_like_document(page, child, weight) for child in holders if child is not best) else best


def _shown(page: Survey, element: Tag) -> list[Tag]:
    return [child for child in element.contents if isinstance(child, Tag) and id(child) in page.reach]


def _words_beside(page: Survey, element: Tag) -> int:
    """The letters of an element's own words and of its paragraphs: they belong to it, not to a container in it."""
    own = sum(
        len(node.strip())
        for node in element.contents
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
    )
    return own + sum(page.weight(*page.stretch(child)) for child in _shown(page, element) if child.name not in CONTAINERS)


def _like_document(page: Survey, tag: Tag, weight: int) -> bool:
    """Whether an element beside the document's looks like a part of it: as heavy, or with a table of data."""
    start, end = page.stretch(tag)
    own = page.weight(start, end)
    if own < _CELL_LETTERS:
        return False
    if any(_has_data(table) for table in ([tag] if tag.name == "table" else tag.find_all("table"))):
        return True
    return 2 * own > weight and len(_labels(page, tag)) < _FEWEST_LABELS


def _has_data(table: Tag) -> bool:
    """Whether a table has rows of several cells other than the portal's labels and values."""
    rows = [
        [
            text
            for cell in row.find_all(("td", "th"), recursive=False)
            if not cell.find("table") and (text := cell.get_text(strip=True))
        ]
        for row in table.find_all("tr", limit=40)
    ]
    label = words().label
    return sum(len(row) >= _COLUMNS and not any(label.fullmatch(text) for text in row) for row in rows) >= _ROWS


# --- what the portal says -----------------------------------------------------------------------------------------------


def particulars(page: Survey, body: Tag) -> list[Tag]:
    """The elements outside the document in which the portal names it and lists its number, signer, dates and the like."""
    found = [tag for tag in page.titles if _names_document(page, tag)][:1]
    found += [tag for tags in _selected(page, "metadata_containers") for tag in tags]
    found += _labelled_boxes(page, body)
    kept: list[Tag] = []
    for tag in found:
        if not any(_overlap(page, tag, other) for other in (body, *kept)):
            kept.append(tag)
    return kept


def _names_document(page: Survey, tag: Tag) -> bool:
    title = " ".join(page.words_of(tag).split())
    return len(title) <= _LONGEST_TITLE and re.fullmatch(lexicon_yaml("portals")["page_title"], title) is not None


def _overlap(page: Survey, one: Tag, other: Tag) -> bool:
    (start, end), (begin, stop) = page.stretch(one), page.stretch(other)
    return start < stop and begin < end


def _labelled_boxes(page: Survey, body: Tag) -> list[Tag]:
    """The smallest elements outside the document that hold the portal's labels (`Số hiệu:`, `Ngày ban hành:`)."""
    start, end = page.stretch(body)
    outside = [found for found in words().labels.finditer(page.text) if not start <= found.start(1) < end]
    boxes: list[Tag] = []
    while outside and len(boxes) < _MOST_BOXES:
        box, labels = _box_around(page, body, outside[0].start(1))
        if len(labels) >= _FEWEST_LABELS:
            boxes.append(box)
        stop = max(page.stretch(box)[1], outside[0].end(1))
        outside = [found for found in outside if found.start(1) >= stop]
    return boxes


def _box_around(page: Survey, body: Tag, at: int) -> tuple[Tag, set[str]]:
    """The smallest element around a label that a larger one would add no label to, and its labels."""
    begin, stop = page.stretch(body)
    tag = page.tags[bisect_right(page.starts, at) - 1]
    while tag.parent is not None and page.stretch(tag)[1] <= at:
        tag = tag.parent
    box, labels = tag, _labels(page, tag)
    for outer in tag.parents:
        start, end = page.stretch(outer)
        if end - start > _LONGEST_BOX or (start < stop and begin < end):
            break
        more = _labels(page, outer)
        if len(more) > len(labels):
            box, labels = outer, more
    if box.name in ("tr", "tbody", "thead"):
        box = box.find_parent("table") or box
    return box, labels


def _labels(page: Survey, tag: Tag) -> set[str]:
    start, end = page.stretch(tag)
    return {found.group(1).lower() for found in words().labels.finditer(page.text, max(start - 1, 0), end)}
