"""Where rules leave words, a reader of names is asked, and its answers are written onto the words.

`with_names` marks a word (`Word.named`) at which, by the reader, a name begins; `openings.opening_at` then lets a mention
begin there as if a rule had found it. What a rule knows, the words of its `Opening`, is never broken. Behind them a rule only
walks on over words that it does not know; there the reader, when it is sure, may tell where one name ends and the next begins
(`Sở Y tế Trạm ươm Hòa An`), and how far an open name reaches (`Ban Xúc tiến và Hỗ trợ đầu tư`). What merely looked
like a proper name (`unlisted`) is the reader's to settle.

Input: the words of a cell or a sentence with the mentions that the rules found; output: the same words, some marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.names import mention_end
from pipeline.recognize.agencies.openings import Opening, opening_at
from pipeline.recognize.agencies.vocabulary import vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, DASHES, Named, Word
from pipeline.recognize.ner.candidates import Candidate, NerReader

Found = Sequence[tuple[Opening, int]]
Placed = tuple[int, int, Candidate]

CELL = 0.3  # where agencies are expected, even an unlikely name is rather one than nothing
PROSE = 0.6  # in a sentence a name may be of anything
SURE = 0.8  # for telling how far an open name reaches
PARTING = 0.9  # for parting what a rule left whole

_QUOTES = frozenset("“\"'")
_OPEN_NAMES = frozenset({"body", "whole", "collective"})


def prose_openings(words: Sequence[Word]) -> list[tuple[Opening, int]]:
    """Every mention that the rules find in a sentence, whatever its part there, with the index behind its last word."""
    found: list[tuple[Opening, int]] = []
    index = 0
    while index < len(words):
        opening = opening_at(words, index)
        if opening is None or opening.kind == "plural":
            index += 1
            continue
        end = mention_end(words, opening, prose=True)
        found.append((opening, end))
        index = max(end, index + 1)
    return found


def with_names(text: str, words: Sequence[Word], found: Found, names: NerReader, least: float) -> Sequence[Word]:
    """`words` with the reader's names marked; the words themselves where the rules leave nothing to ask."""
    if not _leaves_words(words, found):
        return words
    placed = [one for one in _placed(words, names.candidates(text)) if one[2].confidence >= least]
    marks = {
        start: Named(end - start, candidate.label == "PERSON", candidate.confidence)
        for start, end, candidate in placed
        if words[start].key not in CONJUNCTIONS
        and not vocabulary().openers.longest(words, start)
        and not vocabulary().quantifiers.longest(words, start)  # collectives are the rules'
        and _may_begin(words, (start, end, candidate), found, placed)
    }
    if not marks:
        return words
    return tuple(word._replace(named=marks[index]) if index in marks else word for index, word in enumerate(words))


def _placed(words: Sequence[Word], candidates: Sequence[Candidate]) -> list[Placed]:
    """The candidates that are agencies or persons, as stretches of words; those that cut a word are left out."""
    starts = {word.start: index for index, word in enumerate(words) if word.kind == "word"}
    ends = {word.end: index + 1 for index, word in enumerate(words) if word.kind != "break"}
    placed: list[Placed] = []
    for candidate in candidates:
        start, end = starts.get(candidate.span.start), ends.get(candidate.span.end)
        if candidate.label in ("AGENCY", "PERSON") and start is not None and end is not None:
            placed.append((start, end, candidate))
    return placed


# --- what there is to ask -----------------------------------------------------------------------------------------------


def _leaves_words(words: Sequence[Word], found: Found) -> bool:
    """Whether the rules leave words that a name may be made of, only guess one, or walked over a capital."""
    inside = [False] * len(words)
    for opening, end in found:
        if opening.kind == "unlisted" or _walked_on(words, opening, end) or _joined(words, opening, end):
            return True
        inside[opening.start : end] = [True] * (end - opening.start)
    return any(not inside[index] and _may_open(words, index) for index in range(len(words)))


def _may_open(words: Sequence[Word], index: int) -> bool:
    """Whether a name might begin at a word that no rule knows: a capital that opens no verb, document or quotation."""
    word = words[index]
    if (
        word.kind != "word"
        or not word.capital
        or len(word.text) == 1
        or word.key in CONJUNCTIONS
        or _opens_otherwise(words, index)
    ):
        return False
    if not index:
        return True
    before = words[index - 1]
    return before.text not in _QUOTES and (not before.capital or _opens_otherwise(words, index - 1))


def _opens_otherwise(words: Sequence[Word], index: int) -> bool:
    """Whether a verb of duty, a word before a list (`Giao`) or a document's name (`Kế hoạch`) begins at a word."""
    table = vocabulary()
    return any(phrases.longest(words, index) for phrases in (table.openers, table.documents, duty_words().verbs))


def _walked_on(words: Sequence[Word], opening: Opening, end: int) -> bool:
    """Whether a complete name of a rule goes on with three words or more, the first of them a capital that opens no place."""
    if not opening.complete or opening.kind == "place":
        return False
    for index in range(opening.end, end - 2):
        word, before = words[index], words[index - 1]
        if word.kind == "word" and word.capital and not vocabulary().levels.longest(words, index):
            return before.key not in vocabulary().connectives and not _is_level(words, index)
    return False


def _joined(words: Sequence[Word], opening: Opening, end: int) -> bool:
    """Whether an open name may hold or miss a part: a capital behind a comma or joining word, any in a collective, or a joining
    word left behind it.
    """
    if opening.kind not in _OPEN_NAMES:
        return False
    if end + 1 < len(words) and words[end].key == "và" and _is_unknown(words, end + 1):
        return True  # `Hội doanh nghiệp nhỏ` and then `và vừa`
    several = opening.kind == "collective"
    return any(
        words[index].capital and (several or words[index - 1].text == "," or words[index - 1].key in CONJUNCTIONS)
        for index in range(opening.end + 1, end)
    )


def _is_unknown(words: Sequence[Word], index: int) -> bool:
    """Whether a small word begins nothing that a rule knows."""
    word, table = words[index], vocabulary()
    if word.kind != "word" or word.capital or _opens_otherwise(words, index) or opening_at(words, index):
        return False
    return not any(phrases.longest(words, index) for phrases in (table.quantifiers, table.collective, table.trailing))


def _is_level(words: Sequence[Word], index: int) -> bool:
    """Whether a level stands right before a word (`tỉnh Quảng Nam`, `thành phố Tân An`)."""
    levels = vocabulary().levels
    return any((match := levels.longest(words, index - back)) and match.end == index for back in (1, 2) if index >= back)


# --- what may be taken of the answer ------------------------------------------------------------------------------------


def _may_begin(words: Sequence[Word], name: Placed, found: Found, placed: Sequence[Placed]) -> bool:
    """Whether the reader's name breaks nothing that a rule knows; see the module's first lines."""
    start, end, candidate = name
    for opening, behind in found:
        if end <= opening.start or behind <= start:
            continue
        if opening.kind == "unlisted":
            if _at_parent(words, name, (opening, behind)):
                return False
            if start > opening.start and not _begins_at(opening.start, start, placed):
                return False
        elif candidate.confidence < _least(start, opening) or not _agrees(words, (start, end), (opening, behind), placed):
            return False
    return True


def _least(start: int, opening: Opening) -> float:
    """How sure the reader must be to differ from a rule; collectives often run on into the next name."""
    return PARTING if start >= opening.end and opening.kind != "collective" else SURE


def _agrees(words: Sequence[Word], name: tuple[int, int], rule: tuple[Opening, int], placed: Sequence[Placed]) -> bool:
    """Whether a sure name may stand beside the mention of a rule that it overlaps."""
    (start, end), (opening, behind) = name, rule
    if start >= opening.end:  # a further name, unknown to the rules, and the reader sees the end of the first before it
        inner = opening_at(words, start)
        bare = inner is not None and inner.kind == "collective" and not inner.plural_head
        return (inner is None or bare) and _begins_at(opening.start, start, placed)
    if end < opening.end:
        return False
    if start == opening.start:  # the same name, reaching farther
        return opening.kind in _OPEN_NAMES and end > behind
    # `Thủ trưởng các sở, ngành`, and `Lâm trường Krông Bông`, which is no `trường`
    return start < opening.start and end == behind and (opening.kind == "collective" or not words[opening.start].capital)


def _at_parent(words: Sequence[Word], name: Placed, rule: tuple[Opening, int]) -> bool:
    """Whether a name would end before, or begin behind, the dash that leads to a parent known by rule (`HUB - Sở Y tế`)."""
    (start, end, _), (opening, behind) = name, rule
    seam = end if start == opening.start else start - 1
    dashed = opening.start < seam < behind - 1 and words[seam].text in DASHES
    return dashed and opening_at(words, seam + 1) is not None


def _begins_at(start: int, limit: int, placed: Sequence[Placed]) -> bool:
    """Whether the reader, too, sees a name at `start`, and its end before `limit`."""
    return any(other == start and end <= limit for other, end, _ in placed)
