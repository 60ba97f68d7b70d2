"""How a promise names what it counts: the indicator of a quantity, put together from the words around it.

`Phấn đấu hỗ trợ phát triển tối thiểu 10 dự án khởi nghiệp ĐMST nhằm ...` counts `hỗ trợ phát triển dự án khởi nghiệp ĐMST`:
the verbs right before the quantity, the counted noun, and its complement up to the purpose. `Tỷ lệ hộ nghèo giảm còn dưới 3%`
measures `Tỷ lệ hộ nghèo`: the subject without the words that lead to the value. Both are given as ranges of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_space
from pipeline.recognize.numerals import SPELLINGS, begins_number, is_year
from pipeline.recognize.phrases import phrase_set
from pipeline.recognize.promise_clauses import Amounted, Passage
from pipeline.recognize.quantities import RANK_OPENERS
from pipeline.recognize.units import FREQUENCIES

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
VERBS = phrase_set(_LEXICON["verbs"], SPELLINGS)
_HEADS = phrase_set(_LEXICON["indicator_heads"], SPELLINGS)
_ADVERBS = phrase_set(_LEXICON["adverbs"], SPELLINGS)
LINKS = phrase_set(_LEXICON["links"], SPELLINGS)
STATES = phrase_set(_LEXICON["states"], SPELLINGS)
_LEAD_INS = phrase_set(_LEXICON["lead_ins"], SPELLINGS)
_AVERAGES = phrase_set(_LEXICON["averages"], SPELLINGS)
_STOPS = phrase_set(_LEXICON["suffix_stops"], SPELLINGS)
_STOPS_AFTER_COMMA = phrase_set(_LEXICON["suffix_stops_after_comma"], SPELLINGS)
COMPLEMENTS = phrase_set(_LEXICON["complement_openers"], SPELLINGS)
PROPERTY_OPENERS = phrase_set(_LEXICON["property_openers"], SPELLINGS)
PROPERTY_NOUNS = phrase_set(_LEXICON["property_nouns"], SPELLINGS)
_PREPOSITIONS = frozenset(_LEXICON["complement_openers"])
PREDICATES = phrase_set(_LEXICON["predicate_openers"], SPELLINGS)
NOUNS_LIKE_VERBS = phrase_set(_LEXICON["nouns_like_verbs"], SPELLINGS)
CHANGE_VERBS = phrase_set(_LEXICON["change_verbs"], SPELLINGS)
_PARTNERS = phrase_set(_LEXICON["partner_words"], SPELLINGS)
_EACH, _FROM, _FOR, _YEAR, _TOWARDS, _HAVING = "mỗi", "từ", "cho", "năm", "đối", "có"
_CONJUNCTIONS = frozenset({",", "và", "hoặc", "cùng"})
_TRAILING = _CONJUNCTIONS | {".", ";", ":", "-", "–", "/"}
# Units that name the thing itself; all others only measure it, and leave the indicator.
NOUN_KINDS = frozenset({"counted", "plain", "document", "abstract"})
NOTHING = (0, 0)


@dataclass(frozen=True, slots=True)
class Wording:
    """The ranges of words that an indicator is made of; an empty range where a part is absent.

    `head` is the verbs, or the subject; `verbal` says which. `noun` is the unit where the indicator names it. `linked` says
    that a word such as `đạt` led from the subject to the value. `subject` comes from the quantity before (`..., tăng 12%`).
    """

    head: tuple[int, int]
    noun: tuple[int, int]
    tail: tuple[int, int]
    verbal: bool = False
    linked: bool = False
    subject: tuple[int, int] = NOTHING

    def text(self, passage: Passage) -> str:
        """The indicator as printed, without brackets, quantities and dates in it."""
        parts = (render(passage, *part) for part in (self.subject, self.head, self.noun, self.tail))
        return fold_space(" ".join(part for part in parts if part)).strip(" ,;:.-–")


def is_worded(passage: Passage, amount: Amounted) -> bool:
    """Whether words such as `xếp thứ` make the number a rank or an exact value."""
    quantity = amount.quantity
    if begins_number(passage.words.keys[amount.first]) or quantity.frequency:
        return False
    return quantity.comparator == "=" or RANK_OPENERS.at(passage.words.keys, amount.first) is not None


def is_head(passage: Passage, index: int) -> bool:
    """Whether a noun that names a measure begins at word `index` (`Số hộ`, but not `Số hóa`)."""
    keys = passage.words.keys
    head = _HEADS.at(keys, index)
    verb = VERBS.at(keys, index) if head else None
    return head is not None and (verb is None or verb[1] <= head[1])


def is_empty(part: tuple[int, int]) -> bool:
    """Whether a range of words holds none."""
    return part[0] >= part[1]


def render(passage: Passage, first: int, end: int) -> str:
    """The words from `first` to `end` as printed, leaving out brackets, and the dates and frequencies of a promise."""
    pieces, start = [], first
    index = first
    outside = first < end and passage.holes[first] != passage.inside
    passage = replace(passage, inside=0) if outside else passage
    while index < end:
        skip = _skipped(passage, index)
        if skip > index:
            pieces.append(_slice(passage, start, index))
            start = index = skip
        else:
            index += 1
    pieces.append(_slice(passage, start, end))
    return fold_space(" ".join(piece for piece in pieces if piece))


def _skipped(passage: Passage, index: int) -> int:
    """The index behind a bracket, a bound date or a frequency that begins at `index`; `index` itself when none does."""
    if passage.hidden(index):
        while index < len(passage.words) and passage.hidden(index):
            index += 1
        return index
    horizon = passage.horizon_from.get(index)
    if horizon and horizon.bound:
        return horizon.end
    frequency = FREQUENCIES.at(passage.words.keys, index)
    return frequency[1] if frequency else index


def _slice(passage: Passage, first: int, end: int) -> str:
    if first >= end:
        return ""
    return passage.words.text[passage.words.starts[first] : passage.words.ends[end - 1]].strip()


def word_it(passage: Passage, amount: Amounted, left: int, right: int) -> Wording:
    """The wording of a quantity whose own words reach from `left` to `right`."""
    unit = (amount.unit_first, amount.unit_end)
    counted = amount.kind in NOUN_KINDS
    noun = unit if counted and not is_worded(passage, amount) else NOTHING
    start = skip_lead_ins(passage, left, amount.first)
    opens = amount.kind == "percent" and start == amount.first
    tail = (amount.end, tail_end(passage, amount.end, right, subject=opens))
    end, linked = _drop_links(passage, start, amount.first)
    valued = is_empty(tail) and (linked or is_head(passage, start) or is_worded(passage, amount))
    group = None if valued or is_head(passage, start) else verbs_before(passage, amount.first, start)
    if group is not None and (counted or not is_empty(tail)):
        whole = passage.words.keys[start] == _EACH or _given_by(passage, start, group)
        first = start if whole else group[0]
        return Wording((first, group[1]), noun, tail, verbal=True)
    head = (_own_subject(passage, start, end), end)
    if is_empty(head) and is_empty(tail):
        average = next((index for index in range(left, amount.first) if _AVERAGES.at(passage.words.keys, index)), None)
        reckoned = average is not None and counted and "/" in passage.words.keys[amount.unit_first : amount.unit_end]
        return Wording((average, amount.first) if average is not None and reckoned else head, noun, tail, linked=linked)
    return Wording(head, NOTHING if valued else noun, tail, linked=linked)


def _given_by(passage: Passage, start: int, group: tuple[int, int]) -> bool:
    """Whether the verbs before a quantity belong to what an earlier verb gives: `giải quyết đất sản xuất cho 300 hộ`."""
    keys = passage.words.keys
    apart = any(keys[index].isdecimal() or keys[index] == "," for index in range(start, group[0]))
    return keys[group[1] - 1] == _FOR and VERBS.at(keys, start) is not None and not apart


def skip_lead_ins(passage: Passage, first: int, end: int) -> int:
    """The index of the first word of a clause behind `Phấn đấu`, `Đến năm 2025,`, `mỗi năm` and the like."""
    keys, index = passage.words.keys, first
    while index < end:
        behind = _lead_in_end(passage, index)
        if behind is None or behind > end:
            break
        index = behind
    while index < end and keys[index] in _TRAILING:
        index += 1
    return index


def _lead_in_end(passage: Passage, index: int) -> int | None:
    keys = passage.words.keys
    horizon = passage.horizon_from.get(index)
    if horizon:
        return horizon.end
    if passage.hidden(index):
        return index + 1
    if keys[index : index + 2] == (_FROM, _YEAR) and index + 2 < len(keys) and is_year(keys[index + 2]):
        return index + 3
    for table in (FREQUENCIES, _LEAD_INS):
        found = table.at(keys, index)
        if found:
            return found[1]
    ordinal = keys[index].isdecimal() or len(keys[index]) == 1
    if ordinal and index + 1 < len(keys) and keys[index + 1] in {".", ")"} and passage.words.glued(index + 1):
        return index + 2
    return None


def _drop_links(passage: Passage, first: int, end: int) -> tuple[int, bool]:
    """The end of a subject without the words that lead to its value, and whether there were any."""
    keys, linked = passage.words.keys, False
    while end > first:
        horizon = passage.horizon_to.get(end)
        link = LINKS.before(keys, end, first)
        frequency = FREQUENCIES.before(keys, end, first) or _AVERAGES.before(keys, end, first)
        if horizon and horizon.first >= first:
            end = horizon.first
        elif frequency:
            end = frequency[1]
        elif link:
            end, linked = link[1], True
        elif keys[end - 1] in _TRAILING or passage.hidden(end - 1):
            end -= 1
        else:
            break
    return end, linked


def verbs_before(passage: Passage, end: int, floor: int) -> tuple[int, int] | None:
    """The run of verbs that ends right before word `end` (`thúc đẩy, hoàn thành đầu tư`, `hình thành thêm`), or None."""
    keys = passage.words.keys
    frequency = FREQUENCIES.before(keys, end, floor)
    end = frequency[1] if frequency else end
    index, start = end, None
    while index > floor:
        verb = VERBS.before(keys, index, floor)
        if verb:
            start = index = verb[1]
            continue
        adverb = _ADVERBS.before(keys, index, floor)
        if adverb:
            index = adverb[1]
        elif keys[index - 1] in _CONJUNCTIONS and start is not None and VERBS.before(keys, index - 1, floor):
            index -= 1
        else:
            break
    return None if start is None else (start, end)


def _own_subject(passage: Passage, first: int, end: int) -> int:
    """Where the subject of a value begins: behind the last comma that a new subject or verb follows."""
    keys = passage.words.keys
    if is_head(passage, first):
        return first
    for comma in range(end - 2, first, -1):
        if keys[comma] != "," or passage.hidden(comma) or passage.quoted[comma]:
            continue
        start = skip_lead_ins(passage, comma, end)
        if is_head(passage, start) or _begins_clause(passage, comma, start, end):
            return start
    return _behind_partners(passage, first, end)


def _behind_partners(passage: Passage, first: int, end: int) -> int:
    """The same behind the agencies that do it (`Sở X chủ trì, phối hợp với Sở Y, phấn đấu giải ngân đạt 95%`)."""
    keys = passage.words.keys
    if not any(_PARTNERS.at(keys, index) for index in range(first, end)):
        return first
    commas = [index for index in range(first, end) if keys[index] == "," and not passage.hidden(index)]
    return skip_lead_ins(passage, commas[-1], end) if commas else first


def _begins_clause(passage: Passage, comma: int, start: int, end: int) -> bool:
    """Whether a verb with an object follows a comma; joined to a verb before it, or without object, it goes on a list.

    `công nghiệp, xây dựng tăng 8%` and `được thu gom, xử lý hợp vệ sinh` are one noun phrase each, `cấp tỉnh, cấp huyện` too.
    """
    keys = passage.words.keys
    verb = VERBS.at(keys, start)
    if verb is None or verb[1] >= end or NOUNS_LIKE_VERBS.at(keys, start) or VERBS.before(keys, comma):
        return False
    follower = verb[1]
    without_object = keys[follower] in _TRAILING or any(
        table.at(keys, follower) for table in (COMPLEMENTS, LINKS, STATES, _STOPS, CHANGE_VERBS)
    )
    return not without_object


def tail_end(passage: Passage, first: int, right: int, *, subject: bool = False) -> int:
    """Where the complement of a quantity ends: before its purpose, manner, date or frequency, and before the next verb.

    Where the counted thing is the `subject`, a verb behind a comma is its predicate or goes on a list, and ends nothing.
    """
    keys, index = passage.words.keys, first
    predicates: set[str] = set()
    while index < right:
        if passage.hidden(index):
            index += 1
            continue
        if index == first and keys[index] in {",", "."}:
            break
        frequency = FREQUENCIES.at(keys, index)
        if frequency and COMPLEMENTS.at(keys, frequency[1]):
            index = frequency[1]
            continue
        if frequency or index in passage.horizon_from or (_STOPS.at(keys, index) and not _in_amount(passage, first, index)):
            break
        if _sizes(passage, index) and not (subject and keys[index] == _HAVING):
            break
        if keys[index] == "," and not passage.quoted[index] and not _repeats(keys, index, predicates):
            complemented = subject or bool(predicates)
            if _ends_at_comma(passage, index, right, complemented=complemented):
                break
        if COMPLEMENTS.at(keys, index) or PREDICATES.at(keys, index):
            predicates.add(keys[index])
        index += 1
    while index > first and (keys[index - 1] in _TRAILING or passage.hidden(index - 1) or keys[index - 1] in _PREPOSITIONS):
        index -= 1
    return index


def _in_amount(passage: Passage, first: int, index: int) -> bool:
    """Whether a word belongs to a quantity that sizes a thing in the tail (`tàu cá có chiều dài từ 15 m trở lên`)."""
    return any(amount.end > index for amount in passage.amounts_in(first, index))


def _repeats(keys: tuple[str, ...], comma: int, openers: set[str]) -> bool:
    """Whether the word behind a comma opened a predicate before: `có trạm y tế, có nhà văn hóa`."""
    return comma + 1 < len(keys) and keys[comma + 1] in openers


def _sizes(passage: Passage, index: int) -> bool:
    """Whether a property of the thing begins at word `index`: `với tốc độ`, `có doanh thu`."""
    opener = PROPERTY_OPENERS.at(passage.words.keys, index)
    if index and passage.words.keys[index - 1] == _TOWARDS:
        return False
    return opener is not None and PROPERTY_NOUNS.at(passage.words.keys, opener[1]) is not None


def _ends_at_comma(passage: Passage, comma: int, right: int, *, complemented: bool) -> bool:
    keys = passage.words.keys
    if _STOPS_AFTER_COMMA.at(keys, comma + 1) or _STOPS.at(keys, comma + 1):
        return True
    return not complemented and _begins_clause(passage, comma, comma + 1, right)


def separators(passage: Passage, first: int, end: int) -> Iterator[int]:
    """The commas and `và` between two words, outside brackets."""
    for index in range(first, end):
        if passage.words.keys[index] in _CONJUNCTIONS and not passage.hidden(index):
            yield index
