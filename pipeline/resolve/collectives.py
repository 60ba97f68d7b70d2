"""Mentions that mean several agencies at once: `các sở, ngành`, `UBND các quận, huyện`, `các đơn vị liên quan`.

They are entities of kinds of their own. Their words, put into one order of writing, make the id; the noun that tells what they
consist of makes the class (`collective:so`, `collective:uy-ban-nhan-dan-cap-huyen`), which is the same in every province.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.resolve.places import slug
from pipeline.resolve.registry import DISTRICT, PROVINCE, registry
from pipeline.resolve.vocabulary import Words, level_of, opening, vocabulary

_SMALL = frozenset({"và", "có", "các", "của"})
_LEVEL_NAMES = {"district": "cap-huyen", "commune": "cap-xa"}


@dataclass(frozen=True, slots=True)
class Collective:
    """A collective by its words, its level and what it consists of."""

    text: str
    level: str
    class_id: str

    @property
    def key(self) -> str:
        """The part of its id behind the province."""
        return f"collective:{slug(self.text)}"


def read_collective(words: Words) -> Collective | None:
    """The collective that the words name, None for words that do not name one."""
    known = vocabulary()
    quantified = opening(words, known.quantifiers)
    if quantified == len(words):
        return None
    several_holders = opening(words, known.offices) and any(word.key == "các" for word in words)
    named = _of_places(words) or _of_a_place_and_more(words) or _bare(words)
    if not quantified and not several_holders and not named:
        return _office_of_districts(words)
    kept = [word for word in words[quantified:] if word.key not in _SMALL]
    if not kept:
        return None
    text = " ".join(["các", *(word.key for word in kept)])
    level = level_of(words[quantified:])
    return Collective(text, level, f"collective:{_class(words[quantified:], level, bool(several_holders))}")


def _class(words: Words, level: str, holders: bool) -> str:
    """What a collective consists of: one kind of body at a level, or the first noun of the lexicon's collectives."""
    if holders:
        return "nguoi-dung-dau"
    for at in range(len(words), 0, -1):
        entry = registry().named(words[:at], PROVINCE, None) or registry().named(words[:at], DISTRICT, None)
        if entry is not None:
            lower = level if level in _LEVEL_NAMES else entry.level
            return f"{entry.key}-{_LEVEL_NAMES[lower]}" if lower in _LEVEL_NAMES else entry.key
    head = registry().head(words)
    if head is not None:
        return head[0].key.removeprefix("head-")
    nouns = registry().level_words
    for at in range(len(words)):
        length = opening(words[at:], frozenset(nouns))
        if length:
            return nouns[tuple(word.key for word in words[at : at + length])][0].removeprefix("collective-")
    return "khac"


def _of_places(words: Words) -> bool:
    """Whether one kind of body of several places is meant: `UBND các quận, huyện`, `Công an cấp xã`."""
    known = vocabulary()
    for at in range(1, len(words)):
        behind = words[at:]
        of_several = behind[0].key == "các" and bool(opening(behind[1:], known.place_nouns))
        if not of_several and any(word.key not in known.place_words for word in behind):
            continue
        if not _is_body(words[:at]):
            continue
        if of_several:
            return True
        nouns = sum(1 for i in range(len(behind)) if opening(behind[i:], known.place_nouns))
        if nouns > 1 or behind[0].key in ("các", "cấp"):
            return True
    return False


def _is_body(words: Words) -> bool:
    known = registry()
    return any(known.named(words, scope, None) is not None for scope in (PROVINCE, DISTRICT)) or known.head(words) is not None


def _of_a_place_and_more(words: Words) -> bool:
    """Whether a body of a named place and those of others are meant: `UBND thành phố Thủ Đức và các quận, huyện`."""
    plural = [at for at, word in enumerate(words) if word.key == "các"]
    if not plural or not 1 < plural[-1] < len(words) - 1:
        return False
    behind, before = words[plural[-1] + 1 :], words[: plural[-1]]
    if any(word.key not in vocabulary().place_words for word in behind):
        return False
    return any(registry().named(before[:at], PROVINCE, None) is not None for at in range(1, len(before)))


def _bare(words: Words) -> bool:
    """Whether nouns of collectives alone stand there: `sở, ban, ngành liên quan`; one head of names alone tells nobody."""
    known = vocabulary()
    if opening(words, known.always_collective):
        return True
    head = registry().head(words)
    if len(words) < 2 or (head is not None and head[1] == len(words)) or not opening(words, known.bare_collective):
        return False
    at = 0
    while at < len(words):
        length = opening(words[at:], known.collective_phrases)
        if not length:
            return False
        at += length
    return True


def _office_of_districts(words: Words) -> Collective | None:
    """An office that each district has, named without one (`Phòng Giáo dục và Đào tạo`): those of all districts."""
    entry = registry().named(words, DISTRICT, None)
    if entry is None:
        return None
    text = " ".join(["các", *(word.key for word in words if word.key not in _SMALL)])
    return Collective(text, entry.level, f"collective:{entry.key}-{_LEVEL_NAMES.get(entry.level, 'cap-huyen')}")
