"""The object that a bare verb of a promise leaves to an earlier use of the same verb.

`Đẩy nhanh giải ngân vốn đầu tư công; phấn đấu cả năm giải ngân đạt 95%` promises of `giải ngân vốn đầu tư công`. Input: a
wording whose subject is one verb; output: the wording with the object that the paragraph gave the verb before.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import phrase_set
from pipeline.recognize.promise_clauses import Passage
from pipeline.recognize.promise_tails import CHANGE_VERBS, CONJUNCTIONS, LINKS, STATES, VERBS, tail_end
from pipeline.recognize.promise_wording import Wording, is_empty, is_head

_JOINED = phrase_set(lexicon_yaml("quantities")["joined_verbs"], SPELLINGS)
_LONGEST_VERB = 3
_FARTHEST = 60
_LONGEST_OBJECT = 20
_ENDS = frozenset(";:.")


def with_object(passage: Passage, wording: Wording) -> Wording:
    """A wording that is a bare verb and its value, with the object of the same verb earlier in the paragraph."""
    first, end = wording.head
    alone = wording.linked and is_empty(wording.noun) and is_empty(wording.tail) and is_empty(wording.subject)
    if not alone or not 0 < end - first <= _LONGEST_VERB or not _is_verb(passage, first, end):
        return wording
    keys = passage.words.keys
    for index in range(first - 1, max(first - _FARTHEST, 0) - 1, -1):
        if keys[index : index + end - first] != keys[first:end] or passage.hidden(index) or passage.quoted[index]:
            continue
        thing = _object(passage, index + end - first, first)
        if not is_empty(thing):
            return replace(wording, tail=thing)
    return wording


def _is_verb(passage: Passage, first: int, end: int) -> bool:
    keys = passage.words.keys
    verb = VERBS.at(keys, first)
    whole = verb is not None and verb[1] == end
    return (whole or (is_head(passage, first) and end - first == 1)) and CHANGE_VERBS.at(keys, first) is None


def _object(passage: Passage, start: int, right: int) -> tuple[int, int]:
    """The object that begins at `start`, or behind the verbs joined to the one before it (`Thu, nộp và sử dụng Quỹ X`)."""
    keys = passage.words.keys
    while start < right and keys[start] in CONJUNCTIONS:
        verb = VERBS.at(keys, start + 1) or _JOINED.at(keys, start + 1)
        if verb is None:
            return start, start
        start = verb[1]
    close = next((index for index in range(start, right) if keys[index] in _ENDS), right)
    close = min(close, start + _LONGEST_OBJECT)
    if start >= close or LINKS.at(keys, start) or STATES.at(keys, start) or passage.amounts_in(start, close):
        return start, start
    return start, tail_end(passage, start, close)
