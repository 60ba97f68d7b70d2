"""A page saved as HTML: the element that holds the document, as lines and tables in reading order.

Input: the text of a file; output: lines and tables, led by what the portal says of the document. The steps, a module each:
`tree` parses the page, `survey` weighs its elements and leaves out what belongs to the portal, `document` finds the element
that holds the document, `walk` turns it into lines and tables (`tables`, `lists`), `sources` knows where each word stood.
"""

from __future__ import annotations

import re

from pipeline.model import Line, PageTable
from pipeline.read.html.document import document_element, particulars
from pipeline.read.html.fonts import in_unicode
from pipeline.read.html.sources import Sources
from pipeline.read.html.survey import survey
from pipeline.read.html.tree import parse, with_frames
from pipeline.read.html.walk import Walker

__all__ = ["is_html", "page_address", "read_html"]

_TAG = re.compile(r"</?(?:p|div|table|tbody|tr|td|span|html|body|li|ul|ol|font|h[1-6])\b[^<>]{0,400}>", re.IGNORECASE)
# What may stand before the markup: comments, an XML declaration, the address that a scraper wrote.
_OPENING = re.compile(
    r"(?:[\s\ufeff]{1,200}|<!--.{0,8000}?-->|<\?xml[^<>]{0,300}>|https?://\S{1,600}){0,20}<(?:!doctype\s{1,20}html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_ENOUGH_TAGS = 6
_SNIFFED = 20_000
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+)", re.IGNORECASE)
_ADDRESSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"<link\b[^<>]{0,200}\brel\s*=\s*[\"']canonical[\"'][^<>]{0,200}\bhref\s*=\s*[\"']([^\"'<>]{4,600})",
        r"<link\b[^<>]{0,400}\bhref\s*=\s*[\"']([^\"'<>]{4,600})[\"'][^<>]{0,200}\brel\s*=\s*[\"']canonical",
        r"<meta\b[^<>]{0,200}\bproperty\s*=\s*[\"']og:url[\"'][^<>]{0,200}\bcontent\s*=\s*[\"']([^\"'<>]{4,600})",
        r"<meta\b[^<>]{0,200}\bcontent\s*=\s*[\"']([^\"'<>]{4,600})[\"'][^<>]{0,200}\bproperty\s*=\s*[\"']og:url",
        r"<base\b[^<>]{0,200}\bhref\s*=\s*[\"']([^\"'<>]{4,600})",
    )
)


def is_html(text: str) -> bool:
    """Whether `text` is HTML rather than text with a stray tag."""
    head = text[:_SNIFFED]
    if _OPENING.match(head) is not None:
        return True
    return "<" in head and sum(1 for _ in _TAG.finditer(head)) >= _ENOUGH_TAGS


def read_html(text: str) -> tuple[Line | PageTable, ...]:
    """The lines and tables of the element of `text` that holds the document, led by the portal's own word on it."""
    soup = parse(text)
    sources = Sources(soup, text)
    if "srcdoc" in text:
        with_frames(soup)
    in_unicode(soup, text, sources)
    page = survey(soup)
    body = document_element(page)
    walker = Walker(sources, page.silent)
    for box in particulars(page, body):
        walker.element(box)
    walker.element(body)
    return tuple(walker.done())


def page_address(text: str) -> str | None:
    """The address that an HTML page gives as its own, or None."""
    saved = _SAVED_FROM.search(text[:2_000])
    if saved is not None:
        return saved.group(1)
    for pattern in _ADDRESSES:
        match = pattern.search(text)
        if match is not None:
            return match.group(1)
    return None
