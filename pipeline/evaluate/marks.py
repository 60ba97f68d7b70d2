"""Marks on a page: labelled stretches of the clean text with attributes, and links between them.

The form in which annotation tools work, and the bridge between the gold format and any of them: `marking` draws an annotation,
`unmarking` reads one. Where gold has other words than stand under a mark, the attribute `words` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model import Span
from pipeline.orthography import fold_space, strip_bullet

Attributes = Mapping[str, tuple[str, ...]]
RECORDS = ("task", "target", "reference")
_MANY_LINES = frozenset({"task", "description", "output", "note"})
WORDS = "words"
LEVEL = "level"  # the comparator of a level without a quantity, which gold leaves empty
# Attributes by the label of a mark; header facts belong to the page.
HEADER = ("number", "doc_type", "title", "issuer", "province", "issued_date", "signer", "signer_title", "truncated")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the clean text with a label and what is said of it."""

    name: str
    label: str
    span: Span
    attributes: Attributes = field(default_factory=dict)

    def one(self, attribute: str) -> str:
        """The value of an attribute that has one, `""` for none."""
        return next(iter(self.attributes.get(attribute, ())), "")


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page with marks, links between them (by name) and facts of the document."""

    document: str
    text: str
    marks: tuple[Mark, ...]
    links: tuple[tuple[str, str], ...]
    facts: Attributes = field(default_factory=dict)


def value_of(mark: Mark, text: str) -> str:
    """The words that a mark stands for: those given, else the page's, bullets dropped and blanks folded."""
    if WORDS in mark.attributes:
        return mark.one(WORDS)
    words = text[mark.span.start : mark.span.end]
    lines = words.split("\n") if mark.label in _MANY_LINES else [words]
    return "\n".join(line for line in (fold_space(strip_bullet(line)) for line in lines) if line)
