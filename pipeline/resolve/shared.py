"""Names that share their head: in `Sở Xây dựng, TN&MT` and `Các Bộ: Tài chính, Y tế` the later ones are meant with it.

Input: the mentions of one list, in order, as printed; output: for each the words that it is to be read as.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.orthography import fold_key, fold_space
from pipeline.resolve.registry import NATION, PROVINCE, Token, registry, tokens
from pipeline.resolve.vocabulary import opening, vocabulary

_SCOPES = (NATION, PROVINCE)
_LONGEST_HEAD = 3  # words of `Trường Đại học`
_PLURAL = ("các", "những")


def with_heads(mentions: Sequence[str]) -> list[str]:
    """The mentions, a head that an earlier one lends put in front where that gives the name of a listed agency."""
    if len(mentions) < 2:
        return list(mentions)
    head = ""
    read: list[str] = []
    for mention in mentions:
        own = _shared_head(mention)
        full = fold_space(f"{head} {mention}")
        lent = bool(head) and not own and _is_listed(full) and not _opens_like_an_agency(tokens(mention))
        read.append(full if lent else mention)
        if not lent:
            head = own
    return read


def _shared_head(mention: str) -> str:
    """The head that a mention may lend to those behind it, as printed; `""` for one without."""
    words = mention.split(maxsplit=_LONGEST_HEAD + 1)
    if words and fold_key(words[0]) in _PLURAL:
        del words[0]
    for length in range(min(_LONGEST_HEAD, len(words) - 1), 0, -1):
        head = " ".join(words[:length]).rstrip(":")
        if fold_key(head) in registry().shared:
            return head
    return ""


def _opens_like_an_agency(words: tuple[Token, ...]) -> bool:
    known = vocabulary()
    openings = known.quantifiers | known.offices | known.honorifics | known.always_collective
    return registry().head(words) is not None or bool(opening(words, openings))


def _is_listed(name: str) -> bool:
    words = tokens(name)
    return any(registry().named(words, scope, None, by_letters=letters) for scope in _SCOPES for letters in (False, True))
