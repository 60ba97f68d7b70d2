"""The words by which a document and a portal are told apart in the elements of a page: the lexicon, compiled.

All patterns are for the words of a page as `survey` lays them out: blocks parted by line ends, a line end in front.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bs4.element import Tag

from pipeline.lexicon import lexicon_yaml

_FEWEST_LABELS = 2
_NAME_PART = re.compile(r"[A-Z]{2,20}(?![a-z])|[A-Z]?[a-z]{1,30}|\d{1,10}")


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon's words for telling a document from a portal, compiled."""

    evidence: re.Pattern[str]
    common_kinds: frozenset[int]
    heading: re.Pattern[str]
    labels: re.Pattern[str]
    label: re.Pattern[str]
    boxes: re.Pattern[str]
    left_out: frozenset[str]
    name_parts: frozenset[str]
    name_parts_linked: frozenset[str]
    name_stems: re.Pattern[str]


@cache
def words() -> Words:
    """The compiled words of `lexicon/portals.yaml`."""
    portals = lexicon_yaml("portals")
    structure = portals["structure"]
    kinds, common = structure["evidence"], structure["common_evidence"]
    labels = sorted((label for group in portals["metadata"].values() for label in group), key=len, reverse=True)
    return Words(
        evidence=re.compile(r"\n[ \xa0]*(?:" + "|".join(f"({line})" for line in (*kinds, *common)) + ")"),
        common_kinds=frozenset(range(len(kinds) + 1, len(kinds) + len(common) + 1)),
        heading=re.compile(r"\n[ \xa0]*(?:" + structure["heading"] + ")"),
        labels=re.compile(r"\n[ \xa0•*-]*(" + "|".join(map(re.escape, labels)) + r")[ \xa0]*(?::|(?=[\n\d]))", re.IGNORECASE),
        label=re.compile(r"(?:" + "|".join(map(re.escape, labels)) + r")[ \xa0]*:?", re.IGNORECASE),
        boxes=re.compile(r"\W*(?:" + "|".join(map(re.escape, structure["boxes"])) + r")(?!\w)", re.IGNORECASE),
        left_out=frozenset(structure["left_out"]),
        name_parts=frozenset(structure["name_parts"]),
        name_parts_linked=frozenset(structure["name_parts_linked"]),
        name_stems=re.compile("|".join(map(re.escape, structure["name_stems"]))),
    )


def portal_name(tag: Tag, *, linked: bool) -> bool:
    """Whether the name or class of an element is one of the portal's parts."""
    if tag.name in ("nav", "button") or (linked and tag.name in ("aside", "footer", "header")):
        return True
    named = " ".join((*(tag.attrs.get("class") or ()), str(tag.attrs.get("id") or "")))
    if not named:
        return False
    parts = [part.lower() for part in _NAME_PART.findall(named)]
    known = words()
    if not known.name_parts.isdisjoint(parts) or known.name_stems.search("".join(parts)) is not None:
        return True
    return linked and not known.name_parts_linked.isdisjoint(parts)


def holds_document(text: str, *, headings_only: bool = False) -> bool:
    """Whether words have lines that only a document has, or the portal's particulars."""
    pattern = words().heading if headings_only else words().evidence
    if pattern.search(text) is not None:
        return True
    return len({match.group(1).lower() for match in words().labels.finditer(text)}) >= _FEWEST_LABELS
