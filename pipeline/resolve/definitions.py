"""Short forms that a plan defines for itself: `Ban Chỉ đạo Chuyển đổi số tỉnh (sau đây gọi tắt là Ban Chỉ đạo)`.

Further on the plan names the agency by the short form alone (`Ban Chỉ đạo`, `cơ quan chủ trì`). The full name is sought in
front of the formula, as the longest run of words up to it that reads as an agency and is not only the owner of what was named
(`các cơ quan thuộc Chính phủ`). A short form that is defined twice for different names is left out, for then no place in the
plan tells which is meant.

Input: the text of a document, the mentions that may be short forms and a way to read names; output: the full name of each
short form, by its folded words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from pipeline.orthography import fold_key, fold_space

_FORMULA = re.compile(
    r"(?:\(\s{0,3}|[,;]\s{0,3})(?:(?:sau đây|dưới đây|sau này)\s{1,3})?(?:được\s{1,3})?"
    r"(?:gọi\s{1,3}tắt|viết\s{1,3}tắt|gọi)\s{1,3}là\s{0,3}:?\s{0,3}[\"“”'‘]?(?P<short>[^\"“”'‘’()\n;:.,]{2,60})",
    re.IGNORECASE,
)
# `Trung tâm Đổi mới sáng tạo (SIHUB)`: an abbreviation in brackets is one where the name before it is an agency's.
_ABBREVIATION = re.compile(r"\((?P<short>[A-ZĐ][A-ZĐ&\-]{1,11})\)")
_CLAUSE = re.compile(r"[.;:\n]\s|[()]")
_WORD = re.compile(r"\S+")
_LONGEST_NAME = 22  # words
_OWNED_BY = frozenset({"thuộc", "của", "ngang", "tại", "với", "cho"})
_NEAR = 240  # characters in front of a formula that may hold the name


def definitions(text: str, mentions: Collection[str], is_agency: Callable[[str], bool]) -> dict[str, str]:
    """The full names of those `mentions` that `text` defines as short forms; `is_agency` tells whether words name an agency."""
    wanted = {fold_key(mention) for mention in mentions}
    found: dict[str, set[str]] = {}
    for pattern in (_FORMULA, _ABBREVIATION):
        for match in pattern.finditer(text):
            short = fold_space(match["short"])
            if fold_key(short) not in wanted:
                continue
            name = _name_before(text, match.start(), is_agency)
            if name and fold_key(name) != fold_key(short):
                found.setdefault(fold_key(short), set()).add(name)
    return {short: next(iter(names)) for short, names in found.items() if len({fold_key(name) for name in names}) == 1}


def _name_before(text: str, end: int, is_agency: Callable[[str], bool]) -> str | None:
    """The agency's name that ends at `end`, the longest of the runs of words that begin with a capital letter."""
    before = text[max(0, end - _NEAR) : end]
    clauses = list(_CLAUSE.finditer(before))
    before = before[clauses[-1].end() :] if clauses else before
    words = list(_WORD.finditer(before))[-_LONGEST_NAME:]
    for place, word in enumerate(words):
        owner = place > 0 and fold_key(words[place - 1].group()) in _OWNED_BY
        if word.group()[0].isupper() and not owner:
            name = fold_space(before[word.start() :]).rstrip(" ,")
            if is_agency(name):
                return name
    return None
