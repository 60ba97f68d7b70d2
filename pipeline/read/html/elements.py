"""What HTML elements are to a reader of the page: shown or not, a block or part of a line, hidden by their style."""

from __future__ import annotations

import re

from bs4.element import Tag

NEVER_SHOWN = frozenset(
    re.findall(r"\w+", "script style noscript template head iframe svg object select textarea input xml title")
)
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
        " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead"
        " tr ul",
    )
)
CONTAINERS = frozenset(
    re.findall(r"\w+", "html body div section article main form td center table tbody tr fieldset blockquote span font")
)
SPACE = re.compile(r"[ \t\n\r\f\v]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|table|flex|grid|list-item)", re.IGNORECASE)


def hidden(tag: Tag) -> bool:
    """Whether the element says of itself that it is not shown (tabs that a style sheet hides have no more than a class)."""
    attributes = tag.attrs
    if "style" in attributes and _HIDING.search(str(attributes["style"])):
        return True
    if "hidden" in attributes:
        return True
    names = attributes.get("class") or ()
    return "tab-pane" in names and not ("active" in names or "show" in names)


def is_block(tag: Tag) -> bool:
    """Whether an element stands on lines of its own."""
    return tag.name in BLOCKS or ("style" in tag.attrs and _BLOCK_STYLE.search(str(tag.attrs["style"])) is not None)


def integer(value: object, default: int) -> int:
    """The number an attribute begins with, as browsers read it."""
    match = re.match(r"\s*(-?\d{1,6})", value) if isinstance(value, str) else None
    return int(match.group(1)) if match else default
