"""Where rules leave words, a reader of names is asked, and its answers are written onto the words.

`with_names` marks a word (`Word.named`) at which, by the reader, a name begins; `openings.opening_at` then lets a mention
begin there as if a rule had found it. A rule's mention is never overlapped. There is one place inside it where a name may
begin all the same: where the rule knew no word and merely walked on, and the reader sees the rule's name end and, surely, the
next begin (`Sở Y tế Trạm ươm Hòa An`). What only looked like a proper name (`unlisted`) is the reader's to settle.

Input: the words of a cell or a sentence with the mentions that the rules found; output: the same words, some marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.names import mention_end
from pipeline.recognize.agencies.openings import Opening, opening_at
from pipeline.recognize.agencies.vocabulary import vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, Named, Word
from pipeline.recognize.ner.candidates import Candidate, NerReader

Found = Sequence[tuple[Opening, int]]

CELL = 0.5  # where agencies are expected, the likelier answer is taken
PROSE = 0.7  # in a sentence a name may be of anything
SURE = 0.9  # for parting what a rule left whole

_QUOTES = frozenset("“\"'")


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


def with_names(text: str, words: Sequence[Word], found: Found, names: NerReader | None, least: float) -> Sequence[Word]:
    """`words` with the reader's names marked; the words themselves when there is no reader or nothing to ask it."""
    if names is None or not _leaves_words(words, found):
        return words
    starts = {word.start: index for index, word in enumerate(words) if word.kind == "word"}
    ends = {word.end: index + 1 for index, word in enumerate(words)}
    marks: dict[int, Named] = {}
    placed: list[tuple[int, int, Candidate]] = []
    for candidate in names.candidates(text):
        start, end = starts.get(candidate.span.start), ends.get(candidate.span.end)
        if start is not None and end is not None and start < end and candidate.label in ("AGENCY", "PERSON"):
            placed.append((start, end, candidate))
    for start, end, candidate in placed:
        if candidate.confidence >= least and _may_begin(start, end, candidate, found, placed):
            marks[start] = Named(end - start, candidate.label == "PERSON", candidate.confidence)
    if not marks:
        return words
    return tuple(word._replace(named=marks[index]) if index in marks else word for index, word in enumerate(words))


def _leaves_words(words: Sequence[Word], found: Found) -> bool:
    """Whether the rules leave words that a name may be made of, guess one, or walked over a capital they do not know."""
    inside = [False] * len(words)
    for opening, end in found:
        if opening.kind == "unlisted" or _walked_on(words, opening, end):
            return True
        inside[opening.start : end] = [True] * (end - opening.start)
    table = vocabulary()
    for index, word in enumerate(words):
        if inside[index] or word.kind != "word" or not word.capital or len(word.text) == 1:
            continue
        if word.key in table.never_name or word.key in CONJUNCTIONS or (index and words[index - 1].text in _QUOTES):
            continue
        opener = table.openers.longest(words, index) or duty_words().verbs.longest(words, index)
        if opener is None:
            return True
    return False


def _walked_on(words: Sequence[Word], opening: Opening, end: int) -> bool:
    """Whether the rule's name is complete, and a further name of two words or more, no place of a level, follows in it."""
    if not opening.complete or opening.kind == "place":
        return False
    run = 0
    for index in range(opening.end, end):
        before = words[index - 1].key
        if words[index].kind == "word" and words[index].capital and before not in vocabulary().connectives:
            run = index - opening.end if run == 0 else run
            if end - index > 3:
                return True
    return False


def _may_begin(
    start: int, end: int, candidate: Candidate, found: Found, placed: Sequence[tuple[int, int, Candidate]]
) -> bool:
    """Whether the reader's name overlaps no mention of a rule, or parts one where the rule merely walked on."""
    for opening, behind in found:
        if end <= opening.start or behind <= start:
            continue
        first = any(other[0] == opening.start and (opening.kind == "unlisted" or other[1] <= start) for other in placed)
        if opening.kind == "unlisted":
            if start > opening.start and not first:
                return False
        elif not (first and opening.end < start and end <= behind and candidate.confidence >= SURE):
            return False
    return True
