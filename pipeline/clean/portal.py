"""The lexicon of portals, compiled: which line belongs to a portal, which to a document.

All questions are about one settled line. Letter case, the placement of tone marks and closing punctuation do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key, settle_tone

_LEAD = re.compile(r"^[-–*•·●▪◦\s]+")
_LONGEST_CHROME = 260


@dataclass(frozen=True, slots=True)
class Portals:
    """The compiled lexicon. Sets hold folded lines, patterns match whole folded lines unless they say otherwise."""

    sites: tuple[tuple[str, frozenset[str]], ...]
    lines: frozenset[str]
    everywhere: frozenset[str]
    patterns: re.Pattern[str]
    foot: frozenset[str]
    foot_patterns: re.Pattern[str]
    related: re.Pattern[str]
    page_title: re.Pattern[str]
    truncation_patterns: re.Pattern[str]
    truncation_marks: tuple[str, ...]
    national_heading: re.Pattern[str]
    issuer: re.Pattern[str]
    number: re.Pattern[str]
    motto: re.Pattern[str]
    preamble: tuple[str, ...]
    body: re.Pattern[str]
    signature: re.Pattern[str]
    kinds: dict[str, str]

    def is_chrome(self, text: str) -> bool:
        """Whether a line before the document is a known line of a portal."""
        if text.startswith(("http://", "https://")) and " " not in text:
            return True
        if not text or len(text) > _LONGEST_CHROME:
            return False
        key = line_key(text)
        return (
            not key
            or key in self.lines
            or key in self.foot
            or bool(self.patterns.fullmatch(key) or self.foot_patterns.fullmatch(key))
        )

    def is_foot(self, text: str) -> bool:
        """Whether a line begins what a portal puts behind a document."""
        if not text or len(text) > _LONGEST_CHROME:
            return False
        key = line_key(text)
        return key in self.foot or bool(self.foot_patterns.fullmatch(key))

    def is_related(self, text: str) -> bool:
        """Whether a line is an item of a list of related documents (`- 1Quyết định 263/QĐ-TTg ...`)."""
        return bool(text) and self.related.fullmatch(text) is not None

    def is_kind(self, text: str) -> bool:
        """Whether a line in capitals names the kind of document, as `KẾ HOẠCH` does."""
        return text.replace(" ", "").rstrip(":*.") in self.kinds

    def is_signature(self, text: str) -> bool:
        """Whether a line belongs to the signature: `Nơi nhận:`, `TM. ỦY BAN NHÂN DÂN`, `PHÓ CHỦ TỊCH`."""
        return len(text) < 120 and self.signature.fullmatch(text.casefold()) is not None

    def is_national(self, text: str) -> bool:
        """Whether a line is of the national heading: the name of the state, or its motto."""
        return self.national_heading.fullmatch(text) is not None or self.motto.fullmatch(text.casefold()) is not None

    def is_body(self, text: str) -> bool:
        """Whether only a document itself has such a line."""
        return self.body.fullmatch(text.casefold()) is not None


def line_key(text: str) -> str:
    """The form in which lines of portals are looked up: folded, without a leading bullet."""
    return fold_key(_LEAD.sub("", text)).strip(' .…:!?*|"“”')


@cache
def portals() -> Portals:
    """The compiled `lexicon/portals.yaml`."""
    words = lexicon_yaml("portals")
    chrome, anatomy, truncation = words["chrome"], words["anatomy"], words["truncation"]
    kinds = {kind.replace(" ", ""): kind for kind in anatomy["kinds"]}
    return Portals(
        sites=tuple((site["host"], frozenset(line_key(line) for line in site["fingerprints"])) for site in words["sites"]),
        lines=_keys(chrome["lines"]),
        everywhere=_keys(chrome["everywhere"]),
        patterns=_either(chrome["patterns"]),
        foot=_keys(chrome["foot"]),
        foot_patterns=_either(chrome["foot_patterns"]),
        related=_either(chrome["related"], fold=False),
        page_title=_either([words["page_title"]], fold=False),
        truncation_patterns=_either(truncation["patterns"]),
        truncation_marks=tuple(sorted(truncation["marks"], key=len, reverse=True)),
        national_heading=_either([anatomy["national_heading"]], fold=False),
        issuer=_either([anatomy["issuer"]]),
        number=_either([anatomy["number"]]),
        motto=_either([anatomy["motto"]]),
        preamble=tuple(anatomy["preamble"]),
        body=_either([anatomy["body"]]),
        signature=_either([anatomy["signature"]]),
        kinds=kinds,
    )


def _keys(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(line_key(line) for line in lines)


def _either(patterns: Iterable[str], *, fold: bool = True) -> re.Pattern[str]:
    """One pattern for all; `fold` for patterns that are matched against folded lines."""
    return re.compile("|".join(f"(?:{settle_tone(pattern) if fold else pattern})" for pattern in patterns))
