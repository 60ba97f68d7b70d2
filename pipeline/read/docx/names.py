"""Names of WordprocessingML elements and attributes (ISO/IEC 29500-1, part 17), and how their values are read."""

from __future__ import annotations

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def w(name: str) -> str:
    """The name of an element or attribute of the main namespace, as lxml writes it."""
    return f"{{{MAIN}}}{name}"


VAL = w("val")
ALTERNATE = f"{{{COMPATIBILITY}}}AlternateContent"
CHOICE = f"{{{COMPATIBILITY}}}Choice"
_OFF = frozenset(("0", "false", "off"))
_LARGEST = 1_000_000


def value(parent: etree._Element | None, name: str) -> str | None:
    """The value of a property: the `val` of the child `name` of `parent`, None without it."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(VAL)


def number(text: str | None, default: int) -> int:
    """A whole number as attributes write it; `default` for anything else."""
    try:
        found = int(text or "")
    except ValueError:
        return default
    return found if abs(found) <= _LARGEST else default


def switch(parent: etree._Element | None, name: str) -> bool | None:
    """A property that is on or off; None where it is not set."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(VAL, "1") not in _OFF


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The branch of alternate content that is shown: the first choice, else what stands in for it."""
    choice = alternate.find(CHOICE)
    return choice if choice is not None else next(iter(alternate), None)
