"""A list of agencies as mentions, one agency each.

`read_list` reads the list that begins at a word, as far as it reaches; `split_mentions` reads a whole cell, passes over words
that are no agency (`Hợp tác ba bên giữa`, `theo nhiệm vụ được phân công`) and accepts proper names that nobody listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Mention, Span
from pipeline.orthography import fold_space
from pipeline.recognize.agencies.duty_words import duty_words
from pipeline.recognize.agencies.named import CELL, with_names
from pipeline.recognize.agencies.names import mention_end
from pipeline.recognize.agencies.openings import Opening, bare_person, field_at, opening_at
from pipeline.recognize.agencies.vocabulary import vocabulary
from pipeline.recognize.agencies.words import CONJUNCTIONS, Word, is_syllable, read_words
from pipeline.recognize.ner.candidates import NerReader

ROMAN = re.compile(r"[IVXL]+")

_LONGEST_UNLISTED = 12
_LONGEST_REMARK = 60
_SEPARATORS = frozenset({",", ";", "/"})


def split_mentions(text: str, names: NerReader | None = None) -> tuple[Mention, ...]:
    """The agencies of a whole cell or of a label's value, in order; spans count characters of `text`. () when it names none.

    `names` is asked about the words that the rules leave.
    """
    words: Sequence[Word] = read_words(text)
    if names is not None:
        found = cell_openings(words, lenient=True)
        marked = with_names(text, words, found, names, CELL)
        words = marked if marked is words or _keeps(marked, found) else words
    return tuple(_mention(text, words, start, end) for start, end in cell_stretches(words, lenient=True))


def _keeps(marked: Sequence[Word], found: Sequence[tuple[Opening, int]]) -> bool:
    """Whether all that the rules know in a cell is still in one mention or another with the reader's names in it."""
    mentions = cell_stretches(marked, lenient=True)
    return all(
        opening.kind == "unlisted" or any(start <= opening.start and opening.end <= end for start, end in mentions)
        for opening, _ in found
    )


def cell_stretches(words: Sequence[Word], *, lenient: bool, prose: bool = False) -> list[tuple[int, int]]:
    """The mentions of a cell as half-open stretches of words; with `lenient`, unlisted proper names too.

    With `prose` a verb ends a name, as in a sentence.
    """
    return [(opening.start, end) for opening, end in cell_openings(words, lenient=lenient, prose=prose)]


def cell_openings(words: Sequence[Word], *, lenient: bool, prose: bool = False) -> list[tuple[Opening, int]]:
    """The mentions of a cell, each as its opening and the index behind its last word."""
    found: list[tuple[Opening, int]] = []
    index, fresh, previous = 0, True, None
    while index < len(words):
        if enumerates(words, index):
            index, fresh = index + 2, True
            continue
        previous = None if words[index].kind == "break" or words[index].text == ";" else previous
        if words[index].kind != "word":
            fresh = fresh or words[index].text != ")"
            index = _behind_parenthesis(words, index) if words[index].text == "(" else index + 1
            continue
        opener = vocabulary().openers.longest(words, index)
        opening = _opening_in_list(words, index, previous, lenient=lenient and fresh)
        if opening is None and opener:
            index, fresh = opener.end, True
            continue
        if opening is None:
            index, fresh = _next_break(words, index), True
            continue
        end = mention_end(words, opening, prose=prose)
        found.append((opening, end))
        previous = opening if opening.kind == "department" or not (previous and opening.kind == "whole") else previous
        index, fresh = _behind_rest(words, end) if words[opening.start].named is None else _behind_name(words, end), True
    return found


def read_list(words: Sequence[Word], index: int) -> tuple[list[tuple[int, int]], int]:
    """The list of agencies in a sentence that begins at `words[index]`: its stretches of words and the index behind it."""
    stretches: list[tuple[int, int]] = []
    end, previous, emphatic = index, None, False
    while True:
        opening = _opening_in_list(words, index, previous, lenient=False)
        if opening is None or opening.kind == "plural":
            break
        end = mention_end(words, opening, prose=True)
        stretches.append((opening.start, end))
        previous = opening
        index = _behind_separator(words, end)
        if index == end and _opening_in_list(words, index, None, lenient=False) is None:
            break
        emphatic = emphatic or (index > end + 1 and _emphasized(words, end + 1) is not None)
    # `Các sở, ngành, đặc biệt là Sở Y tế, chủ động ...`: the comma closes what is singled out
    return stretches, end + (emphatic and end + 1 < len(words) and words[end].text == ",")


def _emphasized(words: Sequence[Word], index: int) -> int | None:
    """The index behind words that single out some of a list (`nhất là`)."""
    found = vocabulary().emphasis.longest(words, index)
    return found.end if found else None


def mentions_of(text: str, words: Sequence[Word], stretches: Sequence[tuple[int, int]]) -> tuple[Mention, ...]:
    """The mentions that the stretches of `words` stand for, with spans in `text`."""
    return tuple(_mention(text, words, start, end) for start, end in stretches)


def _mention(text: str, words: Sequence[Word], start: int, end: int) -> Mention:
    span = Span(words[start].start, words[end - 1].end)
    named = next((word.named for word in words[start:end] if word.named is not None), None)
    if named is None:
        return Mention(text=fold_space(text[span.start : span.end]), span=span)
    return Mention(fold_space(text[span.start : span.end]), span, method="ner", confidence=named.confidence)


def _opening_in_list(words: Sequence[Word], index: int, previous: Opening | None, *, lenient: bool) -> Opening | None:
    opening = opening_at(words, index)
    if opening:
        return opening
    if previous and previous.kind == "department":
        field = field_at(words, index)
        if field and (field - index > 1 or words[index].caps or _ends_segment(words, field)):
            return Opening("department", index, field, previous.head)
    return (bare_person(words, index) or _unlisted(words, index)) if lenient and index < len(words) else None


def _unlisted(words: Sequence[Word], index: int) -> Opening | None:
    """A proper name without a known head: capitalised, short, and not the beginning of a duty, a time or a product."""
    word, table = words[index], vocabulary()
    if word.kind != "word" or not word.capital or len(word.text) == 1 or ROMAN.fullmatch(word.text):
        return None
    end = index
    while end < len(words) and end <= index + _LONGEST_UNLISTED and not _ends_segment(words, end):
        end += 1
    foreign = word.caps or not is_syllable(word.key)
    proper = foreign or sum(1 for other in words[index:end] if other.capital) > 1
    if end - index > _LONGEST_UNLISTED or not proper:
        return None
    proper_pair = index + 1 < end and words[index + 1].capital
    named = (proper_pair or word.key not in table.never_name) and not table.never.longest(words, index)
    if foreign or (named and not duty_words().verbs.longest(words, index)):
        return Opening("unlisted", index, index + 1, word.key)
    return None


def enumerates(words: Sequence[Word], index: int) -> bool:
    """Whether an ordinal stands at the word: `1.`, `a)`."""
    if index + 1 >= len(words) or words[index].kind != "word" or words[index + 1].text not in (")", "."):
        return False
    return len(words[index].text) == 1 if words[index + 1].text == ")" else words[index].text.isdigit()


def _ends_segment(words: Sequence[Word], index: int) -> bool:
    if index >= len(words):
        return True
    return words[index].kind == "break" or words[index].text in ",;.:(/" or words[index].key in CONJUNCTIONS


def _behind_separator(words: Sequence[Word], index: int) -> int:
    """The index behind a separator of a list in a sentence, `và đề nghị` included; `index` itself when there is none."""
    start = index
    if index < len(words) and words[index].text in _SEPARATORS:
        index += 1
    if index < len(words) and (words[index].key in ("và", "&", "cùng") or (words[index].key == "với" and index > start)):
        index += 2 if index + 1 < len(words) and words[index].key == "cùng" and words[index + 1].key == "với" else 1
    if index > start:
        assigning = duty_words().assigning.longest(words, index)
        return assigning.end if assigning else _emphasized(words, index) or index
    return start


def _behind_parenthesis(words: Sequence[Word], index: int) -> int:
    limit = min(len(words), index + _LONGEST_REMARK)
    close = next((at for at in range(index + 1, limit) if words[at].text == ")" or words[at].kind == "break"), None)
    return index + 1 if close is None else close + 1


def _behind_rest(words: Sequence[Word], index: int) -> int:
    """Behind the words that follow a name without being part of it."""
    if index >= len(words) or words[index].kind != "word" or words[index].key in CONJUNCTIONS or opening_at(words, index):
        return index
    return _next_break(words, index)


def _behind_name(words: Sequence[Word], index: int) -> int:
    """Behind the words that follow a reader's name: at a mark or joining word, or where the next mention surely begins."""
    while index < len(words) and words[index].kind == "word" and words[index].key not in CONJUNCTIONS:
        if words[index].named is not None or (words[index].capital and _certain(words, index)):
            return index
        index += 1
    return index


def _next_break(words: Sequence[Word], index: int) -> int:
    """The index of the next mark or joining word behind which a mention may begin."""
    index += 1
    while index < len(words):
        word = words[index]
        if word.kind == "break" or word.text in ";(":
            return index
        if (word.text in ",:." or word.key in CONJUNCTIONS or word.key == "giữa") and _certain(words, index + 1):
            return index
        index += 1
    return index


def _certain(words: Sequence[Word], index: int) -> bool:
    """Whether a mention with a known head, or a collective opened by `các`, begins at the word."""
    if index >= len(words):
        return False
    opening = opening_at(words, index)
    if opening is None:
        return False
    return opening.kind not in ("plural", "place") and (opening.kind != "collective" or opening.plural_head)
