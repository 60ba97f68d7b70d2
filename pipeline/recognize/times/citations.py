"""The dates of documents, which are no times of the plan: `Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016`."""

from __future__ import annotations

import re
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.phrases import Phrase

_REACH = 200
_CODE_BEHIND = re.compile(r"\d[\w.]{0,12}\s?[/-]\s?[\w&/.\-–\s]{0,30}[A-ZĐƯÔ][\w&/.\-–]{0,20}[\s,(]{0,3}$")
_NUMBER_BEHIND = re.compile(r"[Ss]ố:?\s?\d{1,5}[\s,(]{0,3}$")
_PLACE_LINE = re.compile(r"(?:^|[|*_\n])\s*[A-ZĐÂÔƯ][^\d,.;:|\n]{1,30},\s*$")
_BREAK = re.compile(r"[;:]|\.\s|\n")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lexicon = lexicon_yaml("times")

    def alternatives(phrases: list[str]) -> str:
        return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))

    documents = alternatives([*lexicon["documents"], *(word.upper() for word in lexicon["documents"])])
    laws = alternatives([*lexicon["laws"], *(word.upper() for word in lexicon["laws"])])
    issue = alternatives(lexicon["issue_words"])
    return (
        re.compile(rf"(?<!\w)(?:{documents})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{laws})(?:\s[^\s,;.]+){{0,9}}\s?$"),
        re.compile(rf"(?<!\w)(?:{issue})[\s:,]{{0,2}}(?:(?:kể\s)?từ\s)?$", re.IGNORECASE),
    )


def dates_document(grammar: Grammar, phrase: Phrase, text: str) -> bool:
    """Whether a phrase is the date of a document, of its issue or entry into force, or the place-and-date line over it."""
    stretch = phrase.stretches[0] if phrase.stretches else None
    if stretch is None or stretch.year is None or phrase.relation not in ("at", "from"):
        return False
    start = grammar.at(phrase.first).start
    behind = text[max(0, start - _REACH) : start]
    documents, laws, issue = _patterns()
    if stretch.grain == "year":
        return phrase.relation == "at" and bool(laws.search(behind) or _CODE_BEHIND.search(behind))
    if stretch.grain != "day":
        return False
    if issue.search(behind):
        return True
    if phrase.relation == "from":
        return False
    if _CODE_BEHIND.search(behind) or _NUMBER_BEHIND.search(behind) or grammar.at(phrase.last).word == "của":
        return True
    after = grammar.at(phrase.last)
    if (after.opens_line or after.kind in ("end", "mark")) and _PLACE_LINE.search(behind):
        return True
    clause = _BREAK.split(behind)[-1]
    return documents.search(clause) is not None and grammar.kind(phrase.first - 1) != "light"
