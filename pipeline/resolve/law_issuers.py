"""Whose document a citation names, and where its number counts: nation, province, or a place below it.

The codes of a number tell the office (`lexicon/law_issuers.yaml`), the issuer's words tell the place. `UBND tỉnh` is the
province of the plan that cites, as it was when the cited document was issued; where that stays open there is no scope.

Input is a citation with the codes of its number, the plan's province and the time of issue; output level and scope.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_csv, lexicon_yaml
from pipeline.model import Citation, LawLevel
from pipeline.resolve.places import Province, place_words, province_named, slug

_LOCAL_PLACE = re.compile(
    r"(?:huyện|quận|thị|thành) ủy (?P<party>.+)$"
    r"|(?P<place>(?:huyện|quận|thị xã|thành phố|tp|xã|phường|thị trấn|đặc khu) (?!ủy).+)$"
)
_KINDS = {"tỉnh": (" tỉnh", "tỉnh ủy"), "thành phố": (" thành phố", "thành ủy")}
_CITY = re.compile(r"(?<!\w)(?:thành phố|tp|thành ủy) \w")
_PROVINCE_BEHIND = re.compile(r" (?:tỉnh|thành phố|tp) .+$")
_LOWER = ("huyện", "quận", "xã", "phường", "trấn", "khu")
_LONGEST_PLACE = 5  # words
_OF_PROVINCE: frozenset[LawLevel | None] = frozenset({"provincial", "party_provincial"})
_LOCAL: frozenset[LawLevel | None] = frozenset({"district", "commune", "party_local"})


@dataclass(frozen=True, slots=True)
class Times:
    """The first and the last day on which a cited document may have been issued."""

    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True, slots=True)
class _Words:
    level: LawLevel
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Issuers:
    """The lexicon of issuers; codes are in lower case."""

    level_of_code: dict[str, LawLevel]
    department: re.Pattern[str]
    words: tuple[_Words, ...]
    national_kinds: frozenset[str]
    one_register: frozenset[str]
    renamed: dict[str, str]


@cache
def issuers() -> Issuers:
    """The lexicon of issuers, compiled once a process."""
    lexicon = lexicon_yaml("law_issuers")
    words = [
        _Words(
            entry["level"],
            re.compile(
                "".join(rf"(?<!{word} )" for word in entry.get("not_after", ()))
                + rf"(?<!\w)(?:{'|'.join(map(re.escape, entry['phrases']))})(?!\w)"
                + "".join(rf"(?! {word})" for word in entry.get("not_before", ()))
            ),
        )
        for entry in lexicon["words"]
    ]
    return Issuers(
        level_of_code={code: level for level, codes in lexicon["codes"].items() for code in codes},
        department=re.compile(lexicon["department"]),
        words=tuple(words),
        national_kinds=frozenset(lexicon["national_kinds"]),
        one_register=frozenset(lexicon["one_register"]),
        renamed=lexicon["renamed"],
    )


def level_of(citation: Citation, codes: list[str], kind: str) -> LawLevel | None:
    """The level that the number's codes tell, unless the issuer is named as a place below the province; else the words."""
    known = issuers()
    issuer = place_words(citation.issuer)
    by_code = next((known.level_of_code[code] for code in codes if code in known.level_of_code), None)
    if by_code is None and any(known.department.fullmatch(code) for code in codes):
        by_code = "provincial"
    by_words = next((words.level for words in known.words if words.pattern.search(issuer)), None)
    if by_code not in _OF_PROVINCE:
        return by_code or by_words or ("national" if kind in known.national_kinds else None)
    if by_words in _LOCAL:
        return by_words
    # A city that is no province stands below one (`UBND thành phố Quy Nhơn`).
    if _CITY.search(issuer) and _named_province(issuer) is None:
        return "district" if by_code == "provincial" else "party_local"
    return by_code


def scope_of(citation: Citation, level: LawLevel | None, codes: list[str], home: Province | None, times: Times) -> str | None:
    """Where the number counts, `vn` or `vn-48` or `vn-48.huyen-hoa-vang`; None where that stays open."""
    if level is None:
        return None
    by_code = any(issuers().level_of_code.get(code) == level for code in codes)
    if level in ("national", "party_national") or (level == "organisation" and by_code):
        return "vn"
    issuer = place_words(citation.issuer)
    named = _named_province(issuer)
    province = _as_of(named, times) if named else _own(home, issuer, level, times)
    if province is None:
        return None
    if level not in _LOCAL:
        return f"vn-{province.unit}"
    local = _LOCAL_PLACE.search(issuer)
    if local is None:
        return None
    place = local.group("place") or local.group("party")
    return f"vn-{province.unit}.{slug(_PROVINCE_BEHIND.sub('', place) if named else place)}"


def _own(home: Province | None, issuer: str, level: LawLevel, times: Times) -> Province | None:
    """The province of the plan, for an issuer that names none; None where that says another kind (`UBND tỉnh` in a city)."""
    if home is None or level == "organisation" or (not issuer and _is_before_merger(home, times)):
        return None
    province = _as_of(home.name, times)
    kind = next((kind for kind, words in _KINDS.items() if issuer.endswith(words)), None)
    return province if province is not None and kind in (None, province.kind) else None


def _is_before_merger(home: Province, times: Times) -> bool:
    """Whether the time lies before several provinces became `home`: a document without an issuer may be of any of them."""
    if home.valid_from is None or times.last is None or times.last >= home.valid_from:
        return False
    last_day = (home.valid_from - datetime.timedelta(days=1)).isoformat()
    return sum(row["code_2025"] == home.code_2025 and row["valid_to"] == last_day for row in lexicon_csv("provinces")) > 1


def _named_province(issuer: str) -> str | None:
    """The province's name that ends the issuer's, unless the words before say that a smaller place bears it."""
    words = issuer.split()
    for length in range(min(_LONGEST_PLACE, len(words)), 0, -1):
        before, name = words[: len(words) - length], " ".join(words[-length:])
        if before and before[-1] not in _LOWER and province_named(name, None):
            return name
    return None


def _as_of(name: str, times: Times) -> Province | None:
    """The province of that name at the time; None where two bore it within that time (the mergers of July 2025)."""
    first, last = province_named(name, times.first), province_named(name, times.last)
    return first if first is not None and last is not None and first.unit == last.unit else None
