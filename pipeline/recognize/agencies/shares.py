"""How likely a paragraph is a cell of agencies, or of the leaders in charge.

Columns of flattened tables are told apart by these two figures. Both look at the whole paragraph: a cell of agencies is
filled by mentions, a description only opens with one.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.lists import ROMAN, cell_openings, enumerates
from pipeline.recognize.agencies.named import CELL, with_names
from pipeline.recognize.agencies.names import mention_end
from pipeline.recognize.agencies.openings import Opening, bare_person, opening_at
from pipeline.recognize.agencies.vocabulary import vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, Word, read_words
from pipeline.recognize.ner.candidates import NerReader

_LONGEST_CELL = 1_500
_GLANCE = 100
_LONGEST_UNLISTED = 200
_UNLISTED = 0.3
_PERSON = 0.4
_CLEAR = 0.6
_SHORT = 9
_SELDOM_CAPITAL = 6
_BARE_NOUN = 0.4
_ROLE_FOLLOWS = 0.3
_VERB_FOLLOWS = 0.4
_OUTCOME = 0.3
_TRAILING_WORDS = 20


def agency_share(text: str, names: NerReader | None = None) -> float:
    """How likely `text` is a cell that lists agencies: 0 (surely not) to 1. Linear in the length of `text`.

    `names` is asked where the rules do not see one in it.
    """
    if len(text) > _LONGEST_CELL:
        return 0.0
    listed = _opens_with_agency(read_words(text[:_GLANCE]), text)
    share = _agency_share(text, read_words(text), listed=listed) if listed or len(text) <= _LONGEST_UNLISTED else 0.0
    if names is None or share >= _CLEAR:
        return share
    words = _named_words(text, names)
    if all(word.named is None for word in words):
        return share
    return max(share, _agency_share(text, words, listed=_opens_with_agency(words, text)))


def _named_words(text: str, names: NerReader) -> Sequence[Word]:
    """The words of a short text with the reader's names marked, unless it opens with a verb or in small letters."""
    words = read_words(text)
    first = _first_word(words)
    if first is None or not words[first].capital or _verb_at_opening(words, first) or not _name_like(words):
        return words
    return with_names(text, words, cell_openings(words, lenient=True, prose=True), names, CELL)


def _verb_at_opening(words: Sequence[Word], index: int) -> bool:
    return duty_words().verbs.longest(words, index) is not None or vocabulary().documents.longest(words, index) is not None


def _name_like(words: Sequence[Word]) -> bool:
    """Whether a paragraph is as short as one name, or has as many capitals as names have."""
    number = _count(words, 0, len(words))
    return number <= _SHORT or sum(word.capital for word in words if word.kind == "word") > max(1, number // _SELDOM_CAPITAL)


def _agency_share(text: str, words: Sequence[Word], *, listed: bool) -> float:
    found = [pair for pair in cell_openings(words, lenient=not listed, prose=True) if pair[0].kind != "plural"]
    if not found or (not listed and (found[0][0].start != _first_word(words) or text.isupper() or not _proper(words))):
        return 0.0
    named = sum(_count(words, _from(words, opening), end) for opening, end in found)
    total = max(named, _count(words, 0, len(words)) - sum(_remark(words, end) for _, end in found))
    covered = sum(_weight(words, opening, end) * _count(words, _from(words, opening), end) for opening, end in found)
    share = (covered + _trailing(words, found[-1][1])) / total
    if any(_verb_at(words, end) for _, end in found):
        share *= _VERB_FOLLOWS
    if _tells_outcome(words):
        share *= _OUTCOME
    return min(1.0, share)


def person_share(text: str, names: NerReader | None = None) -> float:
    """How likely `text` is a cell that names leaders in charge: 0 (surely not) to 1. Linear in the length of `text`.

    `names` is asked where the rules do not see one at its beginning.
    """
    if len(text) > _LONGEST_CELL:
        return 0.0
    words: Sequence[Word] = read_words(text[:_GLANCE])
    first = _first_word(words)
    if first is None:
        return 0.0
    if _person_at(words, first) is not None:
        return _person_share(read_words(text), first)
    if names is None or len(text) > _LONGEST_UNLISTED:
        return 0.0
    words = _named_words(text, names)
    return _person_share(words, first) if _person_at(words, first) is not None else 0.0


def _person_share(words: Sequence[Word], first: int) -> float:
    index, covered = first, 0.0
    while index < len(words):
        opening = _person_at(words, index)
        if opening is None:
            index += 1
            continue
        end = mention_end(words, opening, prose=True)
        covered += _person_weight(words, opening, end) * _count(words, opening.start, end)
        index = max(end, index + 1)
    return min(1.0, covered / _count(words, 0, len(words)))


def _opens_with_agency(glance: Sequence[Word], text: str) -> bool:
    """A glance at the first words: a cell of agencies opens with a mention, with or without a label before it."""
    first = _first_word(glance)
    if first == 0 and enumerates(glance, 0) and ("\n" in text or ";" in text):
        first = 2
    while first is not None:
        opener = vocabulary().openers.longest(glance, first)
        if opener is None or opener.end >= len(glance) or glance[opener.end].text != ":":
            return opening_at(glance, first) is not None
        first = opener.end + 1
    return False


def _first_word(words: Sequence[Word]) -> int | None:
    return next((index for index, word in enumerate(words) if word.kind == "word"), None)


def _count(words: Sequence[Word], start: int, end: int) -> int:
    return sum(1 for word in words[start:end] if word.kind == "word" and word.key not in CONJUNCTIONS)


def _from(words: Sequence[Word], opening: Opening) -> int:
    """Where the mention begins when the `các` before a list of named agencies is counted in."""
    before = opening.start - 1
    return before if before >= 0 and words[before].key in ("các", "những") and opening.plural_head else opening.start


def _weight(words: Sequence[Word], opening: Opening, end: int) -> float:
    """Persons belong to another column; a bare noun (`Đơn vị`, `Doanh nghiệp`) is rather a unit or a label."""
    if opening.kind == "unlisted":
        return _UNLISTED
    named = words[opening.start].named
    if opening.kind == "named" and named is not None:
        return named.confidence
    if opening.kind == "body" and opening.end - opening.start == len(words):
        return _BARE_NOUN
    if opening.kind == "person" or (opening.head in vocabulary().person_offices and not _many(words, opening, end)):
        return _PERSON
    if opening.kind == "collective" and not opening.plural_head:
        if end < len(words) and _role_at(words, end):
            return _ROLE_FOLLOWS
        if end == opening.end and end - opening.start == len(opening.head.split()) and len(words) <= end - opening.start + 1:
            return _BARE_NOUN
    return 1.0


def _proper(words: Sequence[Word]) -> bool:
    """Whether half of the words are capitalised, as in a list of proper names."""
    capitals = sum(1 for word in words if word.capital and not ROMAN.fullmatch(word.text))
    return 2 * capitals >= _count(words, 0, len(words))


def _tells_outcome(words: Sequence[Word]) -> bool:
    """Whether a result is told (`được đầu tư`, `đạt chuẩn`); those who `được giao` a duty are agencies all the same."""
    table, depth = vocabulary(), 0
    for index, word in enumerate(words):
        depth += (word.text == "(") - (word.text == ")")
        if depth == 0 and not word.capital and table.outcomes.longest(words, index):
            qualifier = table.qualifiers.longest(words, index)
            trailing = index > 0 and words[index - 1].key in ("vụ", "nhiệm", "năng")
            if qualifier is None and not trailing:
                return True
    return False


def _many(words: Sequence[Word], opening: Opening, end: int) -> bool:
    """Whether an office is named for many bodies at once (`Chủ tịch UBND các xã`)."""
    return any(word.key in ("các", "cấp") for word in words[opening.start : end])


def _remark(words: Sequence[Word], end: int) -> int:
    """The words of a parenthesis behind a mention that is no part of its name."""
    if end >= len(words) or words[end].text != "(":
        return 0
    close = next((index for index in range(end, len(words)) if words[index].text == ")"), len(words))
    return _count(words, end, close)


def _trailing(words: Sequence[Word], end: int) -> float:
    """Words that may follow a list in a cell (`theo chức năng, nhiệm vụ được giao`) count half, unless a duty follows them."""
    if end >= len(words) or not vocabulary().trailing.longest(words, end) or _role_at(words, end):
        return 0.0
    for index in range(end + 1, len(words)):
        verb = None if words[index].capital else duty_words().verbs.longest(words, index)
        if verb and verb.label == "strong" and words[index - 1].key not in ("được", "vụ", "năng", "theo", "sự"):
            return 0.0
    rest = _count(words, end, len(words))
    return rest / 2 if rest <= _TRAILING_WORDS else 0.0


def _role_at(words: Sequence[Word], index: int) -> bool:
    """Whether a role follows a mention, as in the head of a column (`Cơ quan chủ trì`)."""
    return words[index].key in ("chủ", "phối", "phụ", "thực", "chịu")


def _verb_at(words: Sequence[Word], index: int) -> bool:
    if index >= len(words) or words[index].capital or vocabulary().trailing.longest(words, index):
        return False
    return duty_words().verbs.longest(words, index) is not None


def _person_at(words: Sequence[Word], index: int) -> Opening | None:
    if words[index].kind != "word":
        return None
    opening = opening_at(words, index)
    if opening and (opening.kind == "person" or opening.head in vocabulary().person_offices):
        return opening
    return None if opening else bare_person(words, index)


def _person_weight(words: Sequence[Word], opening: Opening, end: int) -> float:
    """How surely a mention is a person: honorific, office and name together, or one of them alone."""
    if opening.kind == "person":
        given = end - opening.start
        return 1.0 if opening.head or given > 4 else {2: 0.35, 3: 0.85, 4: 0.85}.get(given, 0.5)
    if _many(words, opening, end):
        return 0.2
    named = any(bare_person(words, index) for index in range(opening.start + 1, end))
    return 1.0 if named else 0.7
