"""Names that share their head: in `Sở Xây dựng, TN&MT` and `Các Bộ: Tài chính, Y tế` the later ones are meant with it.

Input: the mentions of one list, in order, as printed; output: for each the words that it is to be read as.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.orthography import fold_space
from pipeline.resolve.registry import NATION, PROVINCE, Token, registry, tokens
from pipeline.resolve.vocabulary import opening, vocabulary

_SCOPES = (NATION, PROVINCE)


def with_heads(mentions: Sequence[str]) -> list[str]:
    """The mentions, a head that an earlier one lends put in front where that gives the name of a listed agency."""
    head = ""
    read: list[str] = []
    for mention in mentions:
        words = tokens(mention)
        own = _shared_head(words)
        full = fold_space(f"{head} {mention}")
        lent = bool(head) and not own and not _opens_like_an_agency(words) and _is_listed(tokens(full))
        read.append(full if lent else mention)
        if not lent:
            head = own
    return read


def _shared_head(words: tuple[Token, ...]) -> str:
    """The head that a mention may lend to those behind it, as printed; `""` for one without."""
    known = registry().shared
    for length in range(min(3, len(words) - 1), 0, -1):
        if " ".join(word.key for word in words[:length]) in known:
            return " ".join(word.printed for word in words[:length])
    return ""


def _opens_like_an_agency(words: Sequence[Token]) -> bool:
    known = vocabulary()
    return registry().head(tuple(words)) is not None or bool(
        opening(tuple(words), known.quantifiers | known.offices | known.honorifics | known.always_collective)
    )


def _is_listed(words: Iterable[Token]) -> bool:
    found = tuple(words)
    return any(registry().named(found, scope, None, by_letters=letters) for scope in _SCOPES for letters in (False, True))
