"""How a promise names what it counts: the indicator of a quantity, put together from the words around it.

`Phấn đấu hỗ trợ phát triển tối thiểu 10 dự án khởi nghiệp ĐMST nhằm ...` counts `hỗ trợ phát triển dự án khởi nghiệp ĐMST`:
the verbs right before the quantity, the counted noun, and its complement up to the purpose. `Tỷ lệ hộ nghèo giảm còn dưới 3%`
measures `Tỷ lệ hộ nghèo`: the subject without the words that lead to the value. Both are given as ranges of words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_space
from pipeline.recognize.numerals import SPELLINGS, begins_number, is_year
from pipeline.recognize.phrases import phrase_set
from pipeline.recognize.promise_clauses import Amounted, Passage
from pipeline.recognize.promise_tails import (
    CHANGE_VERBS,
    COMPLEMENTS,
    CONJUNCTIONS,
    LINKS,
    TRAILING,
    VERBS,
    begins_clause,
    comparison_at,
    rhythm_at,
    tail_end,
)
from pipeline.recognize.quantities import INDICATOR_HEADS, RANK_OPENERS
from pipeline.recognize.units import FREQUENCIES

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
_ADVERBS = phrase_set(_LEXICON["adverbs"], SPELLINGS)
_LEAD_INS = phrase_set(_LEXICON["lead_ins"], SPELLINGS)
_AVERAGES = phrase_set(_LEXICON["averages"], SPELLINGS)
_PARTNERS = phrase_set(_LEXICON["partner_words"], SPELLINGS)
_AIMS = phrase_set(_LEXICON["aims"], SPELLINGS)
_REQUESTS = phrase_set(_LEXICON["requests"], SPELLINGS)
_WHOLES = phrase_set(_LEXICON["whole_words"], SPELLINGS)
_LONGEST_DOER = 30
_BEING = "là"
_EACH, _FROM, _FOR, _YEAR = "mỗi", "từ", "cho", "năm"
# Units that name the thing itself; all others only measure it, and leave the indicator.
NOUN_KINDS = frozenset({"counted", "plain", "document", "abstract"})
NOTHING = (0, 0)
_CLAUSE_MARKS = frozenset({",", ";", ":"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The ranges of words that an indicator is made of; an empty range where a part is absent.

    `head` is the verbs, or the subject; `verbal` says which. `noun` is the unit where the indicator names it. `linked` says
    that a word such as `đạt` led from the subject to the value. `subject` comes from the quantity before (`..., tăng 12%`),
    `base` is what the value is compared with (`so với năm 2020`).
    """

    head: tuple[int, int]
    noun: tuple[int, int]
    tail: tuple[int, int]
    verbal: bool = False
    linked: bool = False
    subject: tuple[int, int] = NOTHING
    base: tuple[int, int] = NOTHING

    def text(self, passage: Passage) -> str:
        """The indicator as printed, without brackets, quantities and dates in it."""
        parts = (render(passage, *part) for part in (self.subject, self.head, self.noun, self.tail, self.base))
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
    head = INDICATOR_HEADS.at(keys, index)
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
    frequency = FREQUENCIES.at(passage.words.keys, index) or rhythm_at(passage.words.keys, index)
    return frequency[1] if frequency else index


def _slice(passage: Passage, first: int, end: int) -> str:
    if first >= end:
        return ""
    return passage.words.text[passage.words.starts[first] : passage.words.ends[end - 1]].strip()


def word_it(passage: Passage, amount: Amounted, left: int, right: int) -> Wording:
    """The wording of a quantity whose own words reach from `left` to `right`."""
    percent = amount.kind == "percent"
    opens = percent and skip_lead_ins(passage, left, amount.first) == amount.first
    being = percent and passage.words.keys[amount.end : amount.end + 1] == (_BEING,)
    told = being and is_head(passage, skip_lead_ins(passage, left, amount.first))
    behind = amount.end + being if being or not opens else _behind_date(passage, amount.end, right)
    tail = NOTHING if told else (behind, tail_end(passage, behind, right, subject=opens, share=percent))
    base = comparison_at(passage, tail[1], right)
    return replace(_worded(passage, amount, left, tail), base=base)


def _behind_date(passage: Passage, end: int, right: int) -> int:
    """Behind the date between a share and what it is of: `80% vào năm 2030 dân số được tiếp cận ...`."""
    keys, horizon = passage.words.keys, passage.horizon_from.get(end)
    if horizon is None or horizon.end >= right or not keys[horizon.end].isalpha() or keys[horizon.end] in CONJUNCTIONS:
        return end
    return end if LINKS.at(keys, horizon.end) or VERBS.at(keys, horizon.end) else horizon.end


def _worded(passage: Passage, amount: Amounted, left: int, tail: tuple[int, int]) -> Wording:
    """The same before its comparison; `tail` is the words behind the quantity."""
    unit = (amount.unit_first, amount.unit_end)
    counted = amount.kind in NOUN_KINDS
    noun = unit if counted and not is_worded(passage, amount) else NOTHING
    start = skip_lead_ins(passage, left, amount.first)
    end, linked = _drop_links(passage, start, amount.first)
    valued = is_empty(tail) and (linked or is_head(passage, start) or is_worded(passage, amount))
    group = None if valued or is_head(passage, start) else verbs_before(passage, amount.first, start)
    if group is not None and (counted or not (is_empty(tail) or _only_manner(passage, group, tail))):
        each = _each_before(passage, start, group[0])
        first = each if each is not None else start if _given_by(passage, start, group) else group[0]
        return Wording((first, group[1]), noun, tail, verbal=True)
    head = (_own_subject(passage, start, end), end)
    if is_empty(head) and is_empty(tail):
        average = next((index for index in range(left, amount.first) if _AVERAGES.at(passage.words.keys, index)), None)
        reckoned = average is not None and counted and "/" in passage.words.keys[amount.unit_first : amount.unit_end]
        return Wording((average, amount.first) if average is not None and reckoned else head, noun, tail, linked=linked)
    return Wording(head, NOTHING if valued else noun, tail, linked=linked)


def _only_manner(passage: Passage, verbs: tuple[int, int], tail: tuple[int, int]) -> bool:
    """Whether `tăng`, `giảm` have no object behind the value, only its manner (`giảm 3%/năm theo chuẩn nghèo đa chiều`)."""
    keys = passage.words.keys
    return CHANGE_VERBS.before(keys, verbs[1], verbs[0]) is not None and COMPLEMENTS.at(keys, tail[0]) is not None


def _each_before(passage: Passage, start: int, verb: int) -> int | None:
    """Where `mỗi` opens the clause whose verb stands at word `verb` (`..., mỗi huyện lựa chọn từ 02 mô hình`), or None."""
    keys = passage.words.keys
    comma = next((index for index in range(verb - 1, start - 1, -1) if keys[index] in _CLAUSE_MARKS), start - 1)
    return comma + 1 if comma + 1 < verb and keys[comma + 1] == _EACH else None


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
    while index < end and keys[index] in TRAILING:
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
        frequency = frequency or _WHOLES.before(keys, end, first + 1)
        if horizon and horizon.first >= first:
            end = horizon.first
        elif frequency:
            end = frequency[1]
        elif link:
            end, linked = link[1], True
        elif keys[end - 1] in TRAILING or passage.hidden(end - 1):
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
        elif keys[index - 1] in CONJUNCTIONS and start is not None and VERBS.before(keys, index - 1, floor):
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
        aimed = _AIMS.at(keys, comma + 1) is not None and start < end
        if aimed or is_head(passage, start) or begins_clause(passage, comma, start, end):
            return start
    return _behind_request(passage, _behind_partners(passage, first, end), end)


def _behind_request(passage: Passage, first: int, end: int) -> int:
    """The same behind the agency that is asked to do it (`Đề nghị Hội Chữ thập đỏ tỉnh vận động quỹ đạt 5 tỷ đồng`)."""
    words = passage.words
    request = _REQUESTS.at(words.keys, first)
    if request is None or request[1] >= end or not words.capital(request[1]):
        return first
    for index in range(request[1] + 1, min(end, request[1] + _LONGEST_DOER)):
        if VERBS.at(words.keys, index) and not words.capital(index) and not passage.quoted[index]:
            return index
    return first


def _behind_partners(passage: Passage, first: int, end: int) -> int:
    """The same behind the agencies that do it (`Sở X chủ trì, phối hợp với Sở Y, phấn đấu giải ngân đạt 95%`)."""
    keys = passage.words.keys
    if not any(_PARTNERS.at(keys, index) for index in range(first, end)):
        return first
    commas = [index for index in range(first, end) if keys[index] == "," and not passage.hidden(index)]
    return skip_lead_ins(passage, commas[-1], end) if commas else first
