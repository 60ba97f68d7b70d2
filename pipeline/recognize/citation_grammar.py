"""The words and patterns by which citations are read, compiled from `lexicon/document_types.yaml` once a process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key

SLASH = "[/⁄∕]"
DASH = "[-–—‐‑−]"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: the name that `doc_type` gives, the codes for it in numbers, and how it is cited.

    A `law` is cited by its name too, a `joint` document has several issuers, a `generic` word leaves the kind to the number.
    The number of a `coded` kind names the kind: without that it is a short name (`Đề án 06/CP`).
    """

    name: str
    codes: frozenset[str]
    law: bool
    joint: bool
    generic: bool
    coded: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """Patterns of the parts of a citation, and the kinds by their folded words and by their folded codes."""

    number: re.Pattern[str]
    kind_word: re.Pattern[str]
    law_word: re.Pattern[str]
    gap: re.Pattern[str]
    number_word: re.Pattern[str]
    own_number: re.Pattern[str]
    linking: re.Pattern[str]
    opener: re.Pattern[str]
    aside: re.Pattern[str]
    amending: re.Pattern[str]
    no_law_after: frozenset[str]
    no_law_before: frozenset[str]
    offices: re.Pattern[str]
    law_stops: tuple[str, ...]
    amending_stops: tuple[str, ...]
    kinds: dict[str, Kind]
    kind_of_code: dict[str, Kind]
    letter: Kind


def _spelled(words: list[str]) -> str:
    """An alternation of phrases, the longest first, any white space between their words."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered)


@cache
def grammar() -> Grammar:
    """The grammar of citations. Raises KeyError when the lexicon lacks a list."""
    lexicon = lexicon_yaml("document_types")
    kinds: dict[str, Kind] = {}
    kind_of_code: dict[str, Kind] = {}
    for entry in lexicon["types"]:
        codes = frozenset(code.casefold() for code in entry.get("codes", []))
        flags = (entry.get(flag, False) for flag in ("law", "joint", "generic", "coded"))
        kind = Kind(entry["name"], codes, *flags)
        for word in [entry["name"], *entry.get("variants", [])]:
            kinds.setdefault(fold_key(word), kind)
        for code in () if kind.law else codes:
            kind_of_code.setdefault(code, kind)
    offices = frozenset(lexicon["office_codes"])
    special = "|".join(map(re.escape, lexicon["special_codes"]))
    piece = rf"(?:[A-ZĐÐƯÔ][a-zđ]{{0,2}}[A-ZĐÐƯÔ&][A-Za-zĐđÐĂÂƯÔƠÊ&]{{0,16}}\d{{0,4}}|{special})"
    parting = rf"(?:{SLASH}{{1,2}}|{DASH})"
    two_letters = "|".join(
        sorted(f"(?i:{code})" for code, kind in kind_of_code.items() if len(code) == 2 and code not in offices)
    )
    # A dash between blanks belongs to the number behind a kind's code only (`844/QĐ - TTg`). Slips and habits:
    # `số39/2016/NĐ-CP` (no blank), `số l06/2003/NĐ-CP` (a letter for a 1), `12/QĐ-UBND.HC` (the office that drew it up).
    number = (
        rf"(?=[\dlI])(?:(?<![\w/⁄,=–—-])|(?<=[sS][ốỐ]))(?:\d{{1,2}}\.(?=\d{{3}})|[lI](?=\d))?\d{{1,5}}[a-zA-ZđĐ]?"
        rf"(?:\s?{SLASH}{{1,2}}\s?(?:19|20)\d\d)?"
        rf"(?P<parting>\s?{parting}\s?)(?P<code>{piece})"
        rf"(?P<more>(?:\.{piece}|(?<={two_letters})\s{parting}\s{piece})?(?:(?:\s?{parting}|{parting}\s?){piece}){{0,3}})"
        rf"(?:\.(?!UBND|HĐND)[A-ZĐ]{{1,6}}(?!\w))?(?=\W|$|ngày|của|về)"
    )
    laws = [word for entry in lexicon["types"] if entry.get("law") for word in [entry["name"], *entry.get("variants", [])]]
    law_initials = re.escape("".join(sorted({"l", *(word[0] for word in laws)})))
    number_word = _spelled(lexicon["number_words"])
    return Grammar(
        number=re.compile(number),
        kind_word=re.compile(rf"(?<!\w)(?:{_spelled(list(kinds))})(?!\w)", re.IGNORECASE),
        law_word=re.compile(
            rf"(?=[{law_initials}])(?<!\w)(?:{'|'.join(f'{_spelled([w])}|{_spelled([w.upper()])}' for w in laws)}|luật)(?!\w)"
        ),
        gap=re.compile(
            rf"\s*(?:{DASH}\s*)?[:(]?\s*(?P<word>(?:{number_word})\s*[:.]?\s*(?P<loose>[\dIl]{{1,3}}\s)?)?", re.IGNORECASE
        ),
        number_word=re.compile(rf"(?<!\w)(?:{number_word})\s*[:.]?\s*$", re.IGNORECASE),
        own_number=re.compile(rf"(?:^|[^\w])(?:{_spelled(lexicon['own_number_labels'])})\s*[:|]\s*$", re.IGNORECASE),
        linking=re.compile(rf"(?:[;,]|\bvà|\bhoặc|\bvới|:)\s*(?P<word>(?:{number_word})\s*)?$", re.IGNORECASE),
        opener=re.compile(rf"\s*,?\s*(?:{_spelled(lexicon['issuer_openers'])})\s+", re.IGNORECASE),
        aside=re.compile(
            rf"\s*,?\s*\(?\s*(?:{_spelled(lexicon['issuer_asides'])})(?:\s+(?!ngày|về)[\w–-]+){{1,4}}\s*\)?", re.IGNORECASE
        ),
        amending=re.compile(rf"\s*(?:{_spelled(lexicon['amending'])})", re.IGNORECASE),
        offices=re.compile(rf"(?:{'|'.join(lexicon['letter_offices'])})", re.IGNORECASE),
        no_law_after=frozenset(lexicon["no_law_after"]),
        no_law_before=frozenset(lexicon["no_law_before"]),
        law_stops=tuple(f" {stop} " for stop in lexicon["law_name_stops"]),
        amending_stops=tuple(f" {stop} " for stop in lexicon["amending_stops"]),
        kinds=kinds,
        kind_of_code=kind_of_code,
        letter=kinds[fold_key(lexicon["letter"])],
    )
