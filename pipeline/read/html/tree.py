"""The tree of a page: parsed by Beautiful Soup over lxml; the documents of inline frames, put in their place.

Input: HTML; output: a soup. What `<![CDATA[` holds is text to a reader of the page's source, and a comment to a parser of
HTML, so its brackets are blanked first; all offsets stay.
"""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import Tag

_CDATA = "<![CDATA["
_CDATA_END = "]]>"
_DEEPEST_FRAMES = 3


def parse(text: str) -> BeautifulSoup:
    """The tree of `text`."""
    if _CDATA in text:
        text = text.replace(_CDATA, " " * len(_CDATA)).replace(_CDATA_END, " " * len(_CDATA_END))
    with warnings.catch_warnings():  # what Beautiful Soup suspects of odd pages is no news: `is_html` has decided
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(text, "lxml")


def with_frames(soup: BeautifulSoup, depth: int = 0) -> BeautifulSoup:
    """`soup` with the documents that its frames hold themselves (`srcdoc`) in the places of the frames."""
    if depth < _DEEPEST_FRAMES:
        for frame in soup.find_all("iframe", srcdoc=True):
            _inline(frame, with_frames(parse(str(frame["srcdoc"])), depth + 1))
    return soup


def _inline(frame: Tag, inner: BeautifulSoup) -> None:
    frame.name = "div"
    frame.attrs = {}
    frame.clear()
    for node in list((inner.body or inner).contents):
        frame.append(node.extract())
