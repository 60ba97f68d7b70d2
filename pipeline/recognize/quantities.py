"""Quantities: a number with its comparator, bounds, unit and frequency, as in `≥ 35-40` or `từ 10 - 15 tỷ đồng`.

`find_quantities` reads running text, `read_value` a whole value cell of a table of indicators. `value_share` and `unit_share`
say how likely a short paragraph is such a value, or such a unit, so that columns of a flattened table can be told apart.
What a quantity means for the plan (a target, a condition, a description) is not asked here: see `promises`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Comparator, Quantity, Span
from pipeline.orthography import fold_space
from pipeline.recognize.numerals import (
    SPELLINGS,
    Amount,
    begins_number,
    is_year,
    multiplied,
    number_openers,
    read_amount,
    read_scale,
)
from pipeline.recognize.phrases import Phrases, Words, phrase_set, split_words
from pipeline.recognize.units import FREQUENCIES, SCALED_UNITS, UNITS, Unit, denominators_end, frequency_behind, unit_at

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")


def _signs(table: str) -> Phrases[Comparator]:
    return Phrases(((word, sign) for sign, words in _LEXICON[table].items() for word in words), SPELLINGS)


_BEFORE = _signs("comparators_before")
_AFTER = _signs("comparators_after")
_FILLERS = phrase_set(_LEXICON["comparator_fillers"], SPELLINGS)
_PLACES_WITH_ON = phrase_set(_LEXICON["places_with_on"], SPELLINGS)
_MULTIPLES = phrase_set(_LEXICON["multiples"], SPELLINGS)
_MULTIPLE_UNITS = frozenset(_LEXICON["multiple_units"])
_RATE_BASES = phrase_set(_LEXICON["rate_bases"], SPELLINGS)
_SHARE_BASES = phrase_set(_LEXICON["share_bases"], SPELLINGS)
_WHOLE_BASES = phrase_set(_LEXICON["whole_bases"], SPELLINGS)
_SHARE_FOLLOWERS = phrase_set(_LEXICON["share_followers"], SPELLINGS)
_TOTALS = phrase_set(_LEXICON["share_totals"], SPELLINGS)
INDICATOR_HEADS = phrase_set(_LEXICON["indicator_heads"], SPELLINGS)
_SHARE_LINKS = phrase_set(_LEXICON["share_links"], SPELLINGS)
_VERBS = phrase_set(_LEXICON["verbs"], SPELLINGS)
_FROM_BOUNDS = phrase_set(_LEXICON["from_bounds"], SPELLINGS)
_ROUND = frozenset({100.0, 1_000.0, 10_000.0, 100_000.0})
_ON = "trên"
RANK_OPENERS = phrase_set(_LEXICON["rank_openers"], SPELLINGS)
_RANK_CLOSERS = phrase_set(_LEXICON["rank_closers"], SPELLINGS)
_AVERAGES = phrase_set(_LEXICON["averages"], SPELLINGS)
_NAMING = phrase_set(_LEXICON["naming_words"], SPELLINGS)
_NUMBERED = phrase_set(_LEXICON["numbered_words"], SPELLINGS)
# What may stand in a value cell before its number.
_VALUE_OPENERS = (
    phrase_set((word for words in _LEXICON["comparators_before"].values() for word in words), SPELLINGS),
    *(
        phrase_set(_LEXICON[table], SPELLINGS)
        for table in ("comparator_fillers", "links", "rank_openers", "averages", "value_leads")
    ),
)

# Glued behind a word they belong to an address or a formula: `type=0`.
_ASSIGNMENTS = frozenset("=~")
_ENUMERATION = frozenset({",", "và", "-", "–", "/", ";", "hoặc", "đến"})
_BARE_LINKS = frozenset(_LEXICON["bare_links"])
_CALENDAR_WORDS = frozenset(_LEXICON["calendar_words"])
_FROM = "từ"
_SOME_NUMBER = re.compile(rf"\d|(?i:(?<!\w)(?:{'|'.join(number_openers())})(?!\w))")
_LONGEST_VALUE = 120
_LINK_REACH = 5
_RANK_REACH = 6
# A share or a sum is no name, whatever stands before it: `... kiểu mẫu 1,8%`.
_NEVER_NAMED = frozenset({"percent", "money"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """How far a quantity has been read: words from `first` to `end`, and the sign of its comparators, `""` without any."""

    first: int
    end: int
    sign: Comparator


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of running text in order, spans in `text`; dates, document numbers, ordinals and names give none."""
    if not may_hold_number(text):
        return ()
    return tuple(quantities_of(split_words(text, SPELLINGS)))


def may_hold_number(text: str) -> bool:
    """Whether a text has a digit or the word for one at all: a cheap question before the costly ones."""
    return _SOME_NUMBER.search(text) is not None


def quantities_of(words: Words) -> Iterator[Quantity]:
    """The quantities of a text already cut into words."""
    floor = 0
    named_until = -1
    for index, key in enumerate(words.keys):
        if index < floor or not begins_number(key):
            continue
        amount = read_amount(words, index)
        if amount is None:
            named_until = index
            continue
        listed = named_until >= 0 and index - named_until == 2 and words.keys[index - 1] in _ENUMERATION
        found = _quantity(words, amount, floor, listed=listed)
        if found is None:
            named_until = amount.end - 1
            floor = amount.end if not amount.spelled else floor
            continue
        quantity, floor = found
        yield quantity


def read_value(text: str) -> Quantity | None:
    """The quantity that a value cell states (`≥ 3% và tăng dần`, `Từ 20 trở lên`); None for a stated level or prose."""
    if len(text) > _LONGEST_VALUE:
        return None
    words = split_words(text, SPELLINGS)
    index = next((index for index, key in enumerate(words.keys) if begins_number(key)), None)
    if index is None or not _leads_to_value(words, index):
        return None
    amount = read_amount(words, index)
    if amount is None or (amount.spelled and not unit_at(words, amount.end)) or _is_ordinal(words, amount):
        return None
    found = _quantity(words, amount, 0, bare=True)
    return found[0] if found else None


def _is_ordinal(words: Words, amount: Amount) -> bool:
    """Whether a cell's number counts the row (`1.`, `2)`, `3. Tên`) or is a month (`12/2025`)."""
    if amount.parts:
        return is_year(words.keys[amount.end - 1])
    return amount.first == 0 and words.glued(amount.end) and words.keys[amount.end] in {".", ")", ":"}


def _leads_to_value(words: Words, index: int) -> bool:
    """Whether only comparators and words such as `đạt`, `phấn đấu` stand before the number of a cell."""
    while index > 0:
        start = next((found[1] for table in _VALUE_OPENERS if (found := table.before(words.keys, index))), None)
        if start is None:
            frequency = FREQUENCIES.before(words.keys, index)
            if frequency is None:
                return False
            start = frequency[1]
        index = start
    return True


def _quantity(
    words: Words, amount: Amount, floor: int, *, bare: bool = False, listed: bool = False
) -> tuple[Quantity, int] | None:
    """The quantity around `amount` and the index behind it, None where the number turns out to be a name or a date.

    `floor` is where the quantity before ended; `bare` accepts a number without unit; `listed` says that the number goes on
    an enumeration of names (`tầng 1, 4 và 5`).
    """
    unit = _of_base(words, amount, unit_at(words, amount.end), floor)
    reading = _compared_before(words, amount, unit, floor)
    if _is_address(words, reading.first) or (amount.spelled and not (unit and unit.known)):
        return None
    if reading.sign == "" and _is_name(words, amount, unit, listed=listed, bare=bare):
        return None
    if amount.year and _is_calendar(words, amount, unit, bare=bare):
        return None
    reading = _ranked(words, reading, floor) or reading
    reading, frequency = _compared_behind(words, reading)
    led = reading.first > floor and words.keys[reading.first - 1] in _BARE_LINKS
    if unit is None and not (bare or led or reading.sign):
        return None
    reading = _bounded_from(words, reading, amount, floor)
    first, frequency = _frequency_before(words, reading.first, floor, frequency)
    return _printed(words, replace(reading, first=first), amount, unit, frequency), reading.end


def _of_base(words: Words, amount: Amount, unit: Unit | None, floor: int) -> Unit | None:
    """The unit with what a share is reckoned by: a whole (`20% GRDP`), or what a subject reaches (`đạt 95% kế hoạch`)."""
    if unit is None or unit.kind != "percent":
        return unit
    keys = words.keys
    whole = _WHOLE_BASES.at(keys, unit.end)
    end = whole[1] if whole else _base_end(words, unit.end)
    if end is None:
        return unit
    closed = end == len(keys) or not keys[end].isalpha() or _AFTER.at(keys, end)
    if whole and (closed or _SHARE_FOLLOWERS.at(keys, end)):
        return replace(unit, end=end)
    return replace(unit, end=end) if closed and _has_subject(words, amount.first, floor) else unit


def _has_subject(words: Words, first: int, floor: int) -> bool:
    """Whether a noun is what a share at `first` is said of: by a link (`chiếm 20% GRDP`), or right before it
    (`chi phí vận hành hằng năm khoảng 20% tổng mức đầu tư`)."""
    keys = words.keys
    if any(_SHARE_LINKS.at(keys, index) for index in range(max(floor, first - _LINK_REACH), first)):
        return True
    index = first
    while index > floor and (step := _BEFORE.before(keys, index, floor) or FREQUENCIES.before(keys, index, floor)):
        index = step[1]
    if index in (floor, first) or not keys[index - 1].isalpha():
        return False
    headed = any(INDICATOR_HEADS.at(keys, at) for at in range(max(floor, index - _LINK_REACH), index))
    return headed or not _VERBS.before(keys, index)


def _base_end(words: Words, index: int) -> int | None:
    """The index behind what a share is reckoned by (`GRDP`, `tổng số xã`) when it stands at `index`, else None."""
    base = _SHARE_BASES.at(words.keys, index)
    number = _TOTALS.at(words.keys, index)
    noun = UNITS.at(words.keys, number[1]) if number else None
    if noun and noun[0] == "counted":
        return noun[1]
    return base[1] if base else None


def _printed(words: Words, reading: _Reading, amount: Amount, unit: Unit | None, frequency: str | None) -> Quantity:
    """The quantity with its words as printed and its bounds in the unit."""
    factor = unit.factor if unit else 1.0
    upper = None if amount.upper is None else multiplied(amount.upper, factor)
    plain: Comparator = "=" if upper is None else "range"
    comparator = reading.sign if reading.sign not in {"", "="} else plain
    span = Span(words.starts[reading.first], words.ends[reading.end - 1])
    unit_span = Span(words.starts[unit.first], words.ends[unit.end - 1]) if unit else None
    unit_text = fold_space(words.text[unit_span.start : unit_span.end]) if unit_span else ""
    text = fold_space(words.text[span.start : span.end])
    return Quantity(text, span, comparator, multiplied(amount.value, factor), upper, unit_text, unit_span, frequency)


def _compared_before(words: Words, amount: Amount, unit: Unit | None, floor: int) -> _Reading:
    """Where the quantity begins with the comparators in front of its number, and their sign; the one nearest `~` gives way."""
    keys = words.keys
    first = index = amount.first
    sign: Comparator = ""
    while index > floor:
        step = _BEFORE.before(keys, index, floor)
        if step:
            sign = sign if sign not in {"", "~"} else step[0]
            first = index = step[1]
            continue
        filler = _FILLERS.before(keys, index, floor)
        if filler is None or not _compares_before(words, filler[1], floor):
            break
        index = filler[1]
    end = unit.end if unit else amount.end
    if sign == ">" and unit and keys[first] == _ON and _only_locates(words, amount, unit):
        return _Reading(amount.first, end, "")
    if unit and keys[unit.first] in _MULTIPLE_UNITS and _MULTIPLES.at(keys, first):
        return _Reading(amount.first, end, "")
    return _Reading(first, end, sign)


def _compared_behind(words: Words, reading: _Reading) -> tuple[_Reading, str | None]:
    """The same with what follows the unit: `trở lên`, `/năm`, in either order."""
    after = _AFTER.at(words.keys, reading.end)
    frequency, end = frequency_behind(words, after[1] if after else reading.end)
    late = None if after else _AFTER.at(words.keys, end)
    found = after or late
    if found is None:
        return replace(reading, end=end), frequency
    from_word = reading.first > 0 and words.keys[reading.first - 1] == _FROM
    first = reading.first - 1 if from_word else reading.first
    return _Reading(first, late[1] if late else end, found[0]), frequency


def _bounded_from(words: Words, reading: _Reading, amount: Amount, floor: int) -> _Reading:
    """The same with a `từ` before it: it opens a range, and behind `đạt` it is a bound (`đạt từ 70%`)."""
    first = reading.first - 1
    if first < floor or words.keys[first] != _FROM:
        return reading
    if amount.upper is not None:
        return replace(reading, first=first)
    bound = reading.sign == "" and (_FROM_BOUNDS.before(words.keys, first, floor) or _closes_upwards(words, first, reading.end))
    return _Reading(first, reading.end, ">=") if bound else reading


def _closes_upwards(words: Words, first: int, end: int) -> bool:
    """Whether `trở lên` closes the object of a verb before `first` (`kết nạp từ 80 đảng viên mới trở lên`)."""
    if not _VERBS.before(words.keys, first):
        return False
    for index in range(end, min(end + _RANK_REACH, len(words))):
        if not words.keys[index].isalpha():
            return False
        after = _AFTER.at(words.keys, index)
        if after:
            return after[0] == ">="
    return False


def _ranked(words: Words, reading: _Reading, floor: int) -> _Reading | None:
    """The same as a rank: `nhóm 5 tỉnh dẫn đầu` is at most the fifth; None where the number is no rank."""
    opener = RANK_OPENERS.before(words.keys, reading.first, floor)
    if opener is None:
        return None
    for index in range(reading.end, min(reading.end + _RANK_REACH, len(words))):
        if not words.keys[index].isalpha():
            return None
        closer = _RANK_CLOSERS.at(words.keys, index)
        if closer:
            return _Reading(opener[1], closer[1], "<=")
    return None


def _is_address(words: Words, first: int) -> bool:
    """Whether the sign at `first` is glued behind a word, as in an address or a formula (`type=0`)."""
    return words.keys[first] in _ASSIGNMENTS and words.glued(first) and words.keys[first - 1].isalnum()


def _only_locates(words: Words, amount: Amount, unit: Unit) -> bool:
    """Whether `trên` is no comparison: `trên 5 lĩnh vực`, `35 giường bệnh trên 10.000 dân`."""
    if _PLACES_WITH_ON.at(words.keys, unit.first):
        return True
    return amount.value in _ROUND and _RATE_BASES.at(words.keys, unit.first) is not None


def _compares_before(words: Words, index: int, floor: int) -> bool:
    """Whether a comparator ends right before word `index`, or before fillers that do."""
    for _ in range(3):
        if _BEFORE.before(words.keys, index, floor):
            return True
        filler = _FILLERS.before(words.keys, index, floor)
        if filler is None:
            return False
        index = filler[1]
    return False


def _is_name(words: Words, amount: Amount, unit: Unit | None, *, listed: bool, bare: bool) -> bool:
    """Whether the number names something: `Điều 5`, `cấp 1`, `tầng 1, 4 và 5`, a part without a unit, a lone number word."""
    keys = words.keys
    known = unit is not None and unit.known
    if amount.parts and not known:
        return not bare
    if FREQUENCIES.before(keys, amount.first):
        return False
    if _NAMING.before(keys, amount.first) and not (unit and unit.kind in _NEVER_NAMED):
        return True
    if not known and (listed or _NUMBERED.before(keys, amount.first)):
        return True
    if amount.spelled and unit is not None and unit.kind == "abstract":
        return True
    if amount.spelled and amount.end - amount.first == 1 and amount.value == 1:
        return True  # `một` is an article
    # `3 Cơ quan cấp Giấy chứng nhận` counts a row, `03 Trung tâm` counts centres.
    counts_row = amount.first == 0 and unit is not None and words.capital(unit.first) and not bare
    return counts_row and (not known or not keys[0].startswith("0"))


def _is_calendar(words: Words, amount: Amount, unit: Unit | None, *, bare: bool) -> bool:
    """Whether four digits are a year: no known unit behind them, or the words of a date before them."""
    known = unit is not None and unit.known
    if known and FREQUENCIES.before(words.keys, amount.first):
        return False
    before = words.keys[amount.first - 1] if amount.first else ""
    return before in _CALENDAR_WORDS or not (known or bare)


def _frequency_before(words: Words, first: int, floor: int, frequency: str | None) -> tuple[int, str | None]:
    """Where the quantity begins with the frequency right before it (`bình quân mỗi năm 02 dự án`), and that frequency."""
    worded = FREQUENCIES.before(words.keys, first, floor)
    if worded is None:
        return first, frequency
    average = _AVERAGES.before(words.keys, worded[1], floor)
    return (average[1] if average else worded[1]), frequency or worded[0]


# --- columns of a table of indicators ------------------------------------------------------------------------------------

_NUMBER = r"\d+(?:[.,]\d+)*"
_DIGIT = re.compile(r"\d")
_PLAIN_VALUE = re.compile(
    rf"\s*(?P<sign>[≥≤<>=~≈±]=?\s*)?(?P<number>{_NUMBER})\s*(?P<percent>%\s*)?(?:[-–÷]\s*(?P<upper>{_NUMBER})\s*(?P<percent2>%\s*)?)?"
)
_DATE_LIKE = re.compile(r"\s*(?:\d{1,2}/)?\d{1,2}/(?:19|20)\d\d\s*|\s*(?:19|20)\d\d\s*(?:[-–]\s*(?:19|20)\d\d\s*)?")
_OTHER_UNITS = phrase_set(_LEXICON["unit_cells"], SPELLINGS)
_UNIT_EXCEPTIONS = frozenset(_LEXICON["unit_cell_exceptions"])
_UNIT_OPENERS = phrase_set(_LEXICON["unit_cell_openers"], SPELLINGS)
_LONGEST_UNIT = 40


def value_share(text: str) -> float:
    """How likely (0 to 1) a short paragraph is the value of an indicator."""
    if len(text) > _LONGEST_VALUE or not _DIGIT.search(text):
        return 0.0
    plain = _PLAIN_VALUE.match(text)
    if _DATE_LIKE.fullmatch(text):
        return 0.1
    if plain and plain.end() == len(text):
        if plain["sign"] or plain["percent"] or plain["percent2"]:
            return 0.98
        return 0.9 if plain["upper"] or "," in plain["number"] or "." in plain["number"] else 0.6
    quantity = read_value(text)
    if quantity is None:
        return 0.02
    rest = len(text) - (quantity.span.end - quantity.span.start)
    if plain and (plain["sign"] or plain["percent"]):
        return 0.9
    return 0.85 if rest <= 8 and len(text) <= _LONGEST_UNIT else 0.4


def unit_share(text: str) -> float:
    """How likely (0 to 1) a short paragraph is the unit of an indicator (`%`, `Thứ bậc`, `% GRDP`, `triệu đồng`)."""
    if not text or len(text) > _LONGEST_UNIT:
        return 0.0
    words = split_words(text, SPELLINGS)
    keys = words.keys
    if not keys:
        return 0.0
    if keys[0] in {"%", "‰"}:
        return 0.98
    start = 1 if keys[0][0].isdecimal() and len(keys) > 1 else 0
    factor, start = read_scale(keys, start)
    if _OTHER_UNITS.at(keys, start) == (True, len(keys)):
        return 0.95
    if _UNIT_OPENERS.at(keys, 0) and len(keys) <= 10:
        return 0.5
    unit = SCALED_UNITS.at(keys, start) or UNITS.at(keys, start)
    if unit is None:
        return 0.02
    kind = unit[0] if isinstance(unit[0], str) else "money"
    end = denominators_end(words, unit[1])
    _, end = frequency_behind(words, end)
    if end < len(keys):
        short = kind == "counted" and len(keys) <= 5 and start == 0 and "," not in keys
        return 0.4 if short and keys[0] not in _UNIT_EXCEPTIONS else 0.02
    if start > 0 and factor == 1.0:
        return 0.6 if keys[0].strip("0.") == "1" else 0.1
    compound = end > unit[1] or factor > 1.0
    return 0.95 if compound or kind not in {"counted", "document", "abstract", "period"} else 0.75
