"""Whether a quantity in a sentence is promised, or only said.

Said, and no target: conditions that somebody must meet, what already is, the size of a thing, the place or scope of a
measure, documents that are cited, costs, ages, lengths of time. Promised: what a verb of doing has as its object, what a
subject is to reach (`đạt`), a share, a bound (`ít nhất`), a rhythm (`mỗi năm`), and what goes on a list of promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.numerals import SPELLINGS
from pipeline.recognize.phrases import Phrases, phrase_set
from pipeline.recognize.promise_clauses import Amounted, Clause, Passage
from pipeline.recognize.promise_ellipsis import OCCURRENCES, stands_for_clause
from pipeline.recognize.promise_tails import LINKS, PROPERTY_NOUNS, PROPERTY_OPENERS, STATES, VERBS, separators
from pipeline.recognize.promise_wording import Wording, is_empty, is_head, is_worded, skip_lead_ins, verbs_before
from pipeline.recognize.units import FREQUENCIES

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
_SCOPE = phrase_set(_LEXICON["scope_prepositions"], SPELLINGS)
_NAMED_PLANS = phrase_set(_LEXICON["named_plans"], SPELLINGS)
_FUNDING = phrase_set(_LEXICON["funding_words"], SPELLINGS)
_SUPPORT = phrase_set(_LEXICON["support_words"], SPELLINGS)
_FUNDING_VERBS = phrase_set(_LEXICON["funding_verbs"], SPELLINGS)
_ELIGIBILITY = phrase_set(_LEXICON["eligibility"], SPELLINGS)
_ELIGIBILITY_BEHIND = phrase_set(_LEXICON["eligibility_behind"], SPELLINGS)
_SITUATION_EXCEPTIONS = phrase_set(_LEXICON["situation_exceptions"], SPELLINGS)
_SITUATION = phrase_set(_LEXICON["situation"], SPELLINGS)
NEGATIONS = phrase_set(_LEXICON["negations"], SPELLINGS)
_RESTATEMENTS = phrase_set(_LEXICON["restatements"], SPELLINGS)
_DOCUMENT_VERBS = phrase_set(_LEXICON["document_verbs"], SPELLINGS)
_ABSTRACT_VERBS = phrase_set(_LEXICON["abstract_verbs"], SPELLINGS)
_DURATION_HEADS = phrase_set(_LEXICON["duration_heads"], SPELLINGS)
_DURATION_CHANGES = phrase_set(_LEXICON["duration_changes"], SPELLINGS)
_AGE_HEADS = phrase_set(_LEXICON["age_heads"], SPELLINGS)

_CAPACITIES = phrase_set(_LEXICON["capacity_nouns"], SPELLINGS)
_BUILDING = phrase_set(_LEXICON["building_verbs"], SPELLINGS)
_PAY = phrase_set(_LEXICON["pay_bases"], SPELLINGS)
_WHOLES = phrase_set(_LEXICON["whole_words"], SPELLINGS)
_PLURALS = phrase_set(_LEXICON["plurals"], SPELLINGS)
_SHARES = phrase_set(_LEXICON["share_links"], SPELLINGS)
_PLACES = frozenset(_LEXICON["place_prepositions"])

_HAVING, _APPLYING = "có", ("đối", "với")
_UPPER = frozenset({"<", "<="})
_COUNTS = frozenset({"counted", "plain", "measure"})
_BOUNDING = frozenset({">=", "<=", ">", "<", "~"})
_REACH = 5
_FAR = 40


def is_promised(passage: Passage, clause: Clause, amount: Amounted, wording: Wording, left: int, *, shares: bool) -> bool:
    """Whether the quantity is a target. `left` is where its own words begin; `shares` says that one before it was promised."""
    if _is_condition(passage, clause, amount, left) or not wording.text(passage):
        return False
    restated = _RESTATEMENTS.before(passage.words.keys, amount.first, left) is not None
    if amount.kind == "grade" or restated or _any(NEGATIONS, passage.words.keys, left, amount.first):
        return False
    if amount.kind in ("counted", "plain") and _in_name(passage, amount, left):
        return False
    if amount.kind in {"period", "age", "rate"} and "/" not in amount.quantity.unit:
        return _is_measured(passage, amount, wording, left)
    if _is_cost(passage, clause, amount, left) or (not wording.linked and _is_property(passage, clause, amount, left)):
        return False
    quantity = amount.quantity
    bounded = quantity.comparator in _BOUNDING or quantity.frequency is not None or is_worded(passage, amount)
    if clause.aside:
        return _is_aside(passage, clause, amount, wording, left, bounded=bounded)
    if amount.kind == "document" and not _ends_with(_DOCUMENT_VERBS, passage, wording.head):
        return False
    if amount.kind == "abstract" and not (bounded or _ABSTRACT_VERBS.before(passage.words.keys, amount.first, left)):
        return False
    if bounded or amount.kind == "percent":
        return True
    if _SCOPE.before(passage.words.keys, amount.first, left) and not _takes_all(passage, amount, left):
        return _is_reached(passage, clause, amount)
    rhythmic = any(FREQUENCIES.at(passage.words.keys, index) for index in range(left, amount.first))
    return wording.verbal or wording.linked or rhythmic or _is_stated(passage, clause, amount, wording, left, shares=shares)


def _takes_all(passage: Passage, amount: Amounted, left: int) -> bool:
    """Whether a verb takes all of a count: `Đo đạc toàn bộ 120 ha đất`, but not `quy hoạch của toàn bộ 120 xã`."""
    keys = passage.words.keys
    whole = _WHOLES.before(keys, amount.first, left)
    if whole is None or _SCOPE.before(keys, whole[1], left):
        return False
    return VERBS.at(keys, skip_lead_ins(passage, left, amount.first)) is not None


def _is_stated(passage: Passage, clause: Clause, amount: Amounted, wording: Wording, left: int, *, shares: bool) -> bool:
    """Whether the clause opens with the quantity, acts for it (`Đào tạo nghề cho 500 lao động`), or a subject has it."""
    keys = passage.words.keys
    start = skip_lead_ins(passage, left, amount.first)
    if start == amount.first:
        return shares or not is_empty(wording.tail) or start > left
    if verbs_before(passage, amount.first, start) or is_head(passage, start):
        return True
    if VERBS.at(keys, start) and (amount.kind != "plain" or keys[amount.first].startswith("0")):
        return True
    if STATES.before(keys, amount.first, left):
        return True
    return clause.part and shares and is_empty(wording.tail)


def _is_aside(passage: Passage, clause: Clause, amount: Amounted, wording: Wording, left: int, *, bounded: bool) -> bool:
    """Whether a quantity in brackets is promised: a rhythm, a share, or alone there the count of what the clause does."""
    if amount.quantity.frequency is not None:
        return True
    if stands_for_clause(passage, clause, amount):
        return True
    if is_empty(wording.tail):
        return amount.kind == "percent" and _SHARES.before(passage.words.keys, amount.first, left) is not None
    return bounded or amount.kind == "percent"


def _is_reached(passage: Passage, clause: Clause, amount: Amounted) -> bool:
    """Whether the places that a count names are all that the clause counts: `Triển khai nền tảng số tại 02 cửa khẩu`."""
    keys, start = passage.words.keys, skip_lead_ins(passage, clause.first, clause.end)
    placed = amount.kind == "counted" and keys[amount.first][0].isdecimal() and keys[amount.first - 1] in _PLACES
    return placed and VERBS.at(keys, start) is not None and not passage.amounts_in(clause.first, amount.first)


def _is_condition(passage: Passage, clause: Clause, amount: Amounted, left: int) -> bool:
    """Whether words of a condition stand among the quantity's own words, before it or right behind it."""
    keys = passage.words.keys
    behind = min(amount.end + 3, clause.end)
    if _any(_ELIGIBILITY, keys, left, amount.first) or _any(_ELIGIBILITY_BEHIND, keys, amount.unit_first, behind):
        return True
    # `Đối với hộ có từ 02 con trở lên, ...`; nobody promises to have few: `doanh nghiệp có dưới 50 lao động`
    start = skip_lead_ins(passage, left, amount.first)
    had = amount.first > start and keys[amount.first - 1] == _HAVING and amount.kind in _COUNTS
    applying = keys[start : start + 2] == _APPLYING and "," not in keys[start : amount.first]
    return had and (applying or amount.quantity.comparator in _UPPER)


def situation_in(passage: Passage, first: int, end: int) -> int:
    """The first word from which a clause only says what already is (`hiện có`, `đã`, `tính đến`), `end` when it does not."""
    keys, index = passage.words.keys, first
    while index < end:
        exception = _SITUATION_EXCEPTIONS.at(keys, index)
        if exception:
            index = exception[1]
        elif _SITUATION.at(keys, index):
            return index
        else:
            index += 1
    return end


def _in_name(passage: Passage, amount: Amounted, left: int) -> bool:
    """Whether a quantity stands in the name of a programme: `thực hiện Đề án phát triển 15.000 hợp tác xã`."""
    for index in range(left, amount.first):
        plan = _NAMED_PLANS.at(passage.words.keys, index)
        if plan and plan[1] < amount.first and index > left and passage.words.capital(index):
            between = range(plan[1], amount.first)
            linked = any(LINKS.at(passage.words.keys, at) or STATES.at(passage.words.keys, at) for at in between)
            return not linked and not any(separators(passage, plan[1], amount.first))
    return False


def _is_measured(passage: Passage, amount: Amounted, wording: Wording, left: int) -> bool:
    """A length of time, an age or a speed is promised only where it is what the sentence measures."""
    keys = passage.words.keys
    if amount.kind == "rate":
        start = skip_lead_ins(passage, left, amount.first)
        return wording.linked and is_head(passage, start)
    if _any(_AGE_HEADS, keys, left, amount.first):
        return not is_empty(wording.head)
    start = skip_lead_ins(passage, left, amount.first)
    timed = _any(_DURATION_HEADS, keys, left, amount.first)
    changed = _DURATION_HEADS.at(keys, start) is not None or _any(_DURATION_CHANGES, keys, left, amount.first)
    return amount.kind == "period" and timed and changed and not is_empty(wording.head)


def _is_property(passage: Passage, clause: Clause, amount: Amounted, left: int) -> bool:
    """Whether the quantity only sizes a thing named before it: `với tốc độ 1Gbps`, `có doanh thu 2 tỷ USD`."""
    keys = passage.words.keys
    if amount.quantity.frequency and OCCURRENCES.at(keys, amount.unit_first):  # `kiểm tra kinh phí 01 lần/năm`
        return False
    start = skip_lead_ins(passage, left, amount.first)
    headed = is_head(passage, start)
    for index in range(max(start, amount.first - _REACH), amount.first):
        noun = PROPERTY_NOUNS.at(keys, index)
        if noun is None or noun[1] > amount.first:
            continue
        opener = PROPERTY_OPENERS.before(keys, index, start)
        named = (opener[1] if opener else index) > start
        if named and (opener or (noun[1] == amount.first and not headed)):
            return not _is_capacity(passage, clause, amount, index)
    follows = left > clause.first and _CAPACITIES.at(keys, start)
    return bool(follows and follows[1] == amount.first)


def _is_capacity(passage: Passage, clause: Clause, amount: Amounted, noun: int) -> bool:
    """Whether a size is all that the building of one thing promises: `Đầu tư nhà máy đốt rác công suất 500 tấn/ngày`."""
    keys, start = passage.words.keys, skip_lead_ins(passage, clause.first, clause.end)
    verb = _BUILDING.at(keys, start)
    if verb is None or _CAPACITIES.at(keys, noun) is None or _any(_PLURALS, keys, verb[1], noun):
        return False
    return amount.kind in _COUNTS and len(passage.amounts_in(clause.first, clause.end)) == 1


def _is_cost(passage: Passage, clause: Clause, amount: Amounted, left: int) -> bool:
    """Whether an amount or a share of money is what the work costs, and not what it is to bring."""
    keys = passage.words.keys
    if amount.kind not in {"money", "percent"} or _any(_FUNDING_VERBS, keys, left, amount.first):
        return False
    if amount.kind == "percent":
        return _FUNDING.at(keys, amount.end) is not None
    if any(keys[index] == "/" and _PAY.at(keys, index + 1) for index in range(amount.unit_first, amount.unit_end)):
        return True
    if _any(_SUPPORT, keys, left, amount.first):
        return True
    start = left if is_head(passage, skip_lead_ins(passage, left, amount.first)) else clause.first
    start = min(clause.label[0], start) if clause.label else start
    return _any(_FUNDING, keys, max(start, amount.first - _FAR), amount.end + _REACH)


def _ends_with(table: Phrases[bool], passage: Passage, part: tuple[int, int]) -> bool:
    return table.before(passage.words.keys, part[1], part[0]) is not None


def _any(table: Phrases[bool], keys: tuple[str, ...], first: int, end: int) -> bool:
    return any(table.at(keys, index) for index in range(max(first, 0), min(end, len(keys))))
