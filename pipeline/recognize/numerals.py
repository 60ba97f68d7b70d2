"""Numbers as plans print them: `15.000`, `0,7`, `05`, `10 - 15`, `hai mươi lăm`, `1,5 triệu`.

A point groups thousands and a comma begins the decimals; pages that do it the English way are understood where no other reading
makes sense. Years, dates, numbers of documents and numbers that are part of a name (`57-NQ/TW`, `5G`, `24/7`) are no amounts.
Input: the words of a text and the index of one. Output: the amount that begins there, with the words that it takes up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.recognize.phrases import Phrases, Words, phrase_set

_LEXICON: Mapping[str, Any] = lexicon_yaml("quantities")
SPELLINGS: Mapping[str, str] = _LEXICON["spellings"]
_DIGITS: Mapping[str, int] = _LEXICON["numerals"]["digits"]
_NEVER_FIRST = frozenset(_LEXICON["numerals"]["never_first"])
_TEN: str = _LEXICON["numerals"]["ten"]
_TENS: str = _LEXICON["numerals"]["tens"]
_HUNDRED: str = _LEXICON["numerals"]["hundred"]
_ZERO_TENS = frozenset(_LEXICON["numerals"]["zero_tens"])
_SCALES: Mapping[str, float] = {word: float(factor) for word, factor in _LEXICON["scales"].items()}
_ARTICLE_FOLLOWERS = frozenset(_LEXICON["article_followers"])
_FRACTION: str = _LEXICON["fraction_word"]
_SCALE_EXCEPTIONS = frozenset(_LEXICON["scale_exceptions"])
_NAME_MARKS = frozenset("/-–_.:#\\")
_RANGE_MARKS = frozenset(_LEXICON["range_marks"])
_RANGE_FILLERS = phrase_set(_LEXICON["range_fillers"], SPELLINGS)
# Signs that a number may carry in front and in the middle of a range: 30% - 60%, 10 tỷ đến 15 tỷ.
_BETWEEN = Phrases(((word, True) for word in ("%", "đồng", "ha", "km", "usd", "tấn", "người", "lần")), SPELLINGS)

_WHOLE = re.compile(r"\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"\d+,\d+")
_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2},000")
_ENGLISH_DECIMAL = re.compile(r"\d+\.\d{1,2}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# A float holds 15 digits exactly; longer runs of digits are telephone or account numbers.
_LONGEST_NUMBER = 20
_EXACT_DECIMALS = 6
# Rates are counted by a round number of people: 45/100.000 trẻ đẻ sống.
_RATE_BASES = frozenset({1_000.0, 10_000.0, 100_000.0})


@dataclass(frozen=True, slots=True)
class Amount:
    """One or two numbers, multiplied out; `first` and `end` are the words that they take up (half-open).

    `spelled` says that the number is written in words, `year` that it could be a calendar year, `parts` that it is `7/10`.
    """

    value: float
    upper: float | None
    first: int
    end: int
    spelled: bool = False
    year: bool = False
    parts: bool = False


def read_digits(printed: str) -> float | None:
    """The value of a number written in digits, None where the points and commas make no number (`1.2.3`, `2021,2022`)."""
    if len(printed) > _LONGEST_NUMBER:
        return None
    if _WHOLE.fullmatch(printed):
        return float(printed)
    if _ENGLISH_THOUSANDS.fullmatch(printed):
        return float(printed.replace(",", ""))
    if _THOUSANDS.fullmatch(printed) and not printed.startswith("0"):
        return float(printed.replace(".", "").replace(",", "."))
    if _DECIMAL.fullmatch(printed) and not all(is_year(part) for part in printed.split(",")):
        return float(printed.replace(",", "."))
    if _ENGLISH_DECIMAL.fullmatch(printed):
        return float(printed)
    return None


def is_year(printed: str) -> bool:
    """Whether the digits can be a calendar year."""
    return len(printed) == 4 and printed.isascii() and printed.isdecimal() and _FIRST_YEAR <= int(printed) <= _LAST_YEAR


def read_words(keys: Sequence[str], start: int) -> tuple[float, int] | None:
    """A number below a thousand written in words from `keys[start]`: its value and the index behind it.

    `năm` is five only inside a number (`năm mươi`, `trăm linh năm`): alone it is a year.
    """
    total, digit, index = 0.0, None, start
    while index < len(keys):
        key = keys[index]
        following = keys[index + 1] if index + 1 < len(keys) else ""
        if key in _DIGITS and digit is None:
            inside = index > start and (keys[index - 1] in _ZERO_TENS or key != "năm")
            if not inside and (key in _NEVER_FIRST or (key == "năm" and following not in {_TENS, _HUNDRED})):
                break
            digit = _DIGITS[key]
        elif key == _TENS and digit is not None:
            total, digit = total + 10 * digit, None
        elif key == _HUNDRED and digit is not None:
            total, digit = total + 100 * digit, None
        elif key == _TEN and digit is None and total % 100 == 0:
            total += 10
        elif not (key in _ZERO_TENS and total and digit is None):
            break
        index += 1
    return (total + (digit or 0), index) if index > start else None


def number_openers() -> tuple[str, ...]:
    """The words that can begin a number, as patterns for a quick look over a text."""
    return (_TEN, *(word if word != "năm" else f"năm (?:{_TENS}|{_HUNDRED})" for word in _DIGITS if word not in _NEVER_FIRST))


def begins_number(key: str) -> bool:
    """Whether a word can be the first of a number."""
    return key[0].isdecimal() or key == _TEN or (key in _DIGITS and key not in _NEVER_FIRST)


def read_scale(keys: Sequence[str], index: int) -> tuple[float, int]:
    """The factor of the scale words from `keys[index]` (`nghìn tỷ` -> 1e12) and the index behind them; 1 without any."""
    factor = 1.0
    while index < len(keys) and keys[index] in _SCALES:
        if index + 1 < len(keys) and keys[index + 1] in _SCALE_EXCEPTIONS:
            break
        factor *= _SCALES[keys[index]]
        index += 1
    return factor, index


def read_amount(words: Words, index: int) -> Amount | None:
    """The amount that begins at word `index`: a number, a range or a part of a whole, with its scale words.

    None for what is no amount: a year range, a date, a document's number, a number in a name, a lone word that is no number.
    """
    single = _single(words, index)
    if single is None:
        return None
    value, end, spelled = single
    if _is_named(words, index, end) or (spelled and _is_article(words.keys, value, index, end)):
        return None
    parts = None if spelled or rate_base_end(words, end) else _parts(words, end)
    if parts is not None:
        return Amount(value, None, index, parts, parts=True)
    year = is_year(words.keys[index])
    factor, scaled = read_scale(words.keys, end)
    upper = _upper(words, scaled, year)
    if upper is not None:
        other, behind, other_factor = upper
        if year and is_year(words.keys[behind - 1]):
            return None
        own = other_factor if scaled == end else factor
        if other * other_factor > value * own:
            return Amount(multiplied(value, own), multiplied(other, other_factor), index, behind, spelled)
    return Amount(multiplied(value, factor), None, index, scaled, spelled, year and scaled == end)


def rate_base_end(words: Words, index: int) -> int | None:
    """The index behind what a rate is counted by (`/100.000`, `/vạn`) when it stands at `index`, else None."""
    keys = words.keys
    if index + 1 >= len(keys) or keys[index] != "/":
        return None
    number = read_digits(keys[index + 1]) if keys[index + 1][0].isdecimal() else 1.0
    start = index + 2 if keys[index + 1][0].isdecimal() else index + 1
    factor, end = read_scale(keys, start)
    based = number is not None and multiplied(number, factor) in _RATE_BASES and not words.glued(end)
    return end if based and end < len(keys) and keys[end].isalpha() else None


def multiplied(value: float, factor: float) -> float:
    """`value * factor` without the dust of binary fractions: 2,3 triệu is 2300000."""
    return round(value * factor, _EXACT_DECIMALS)


def _single(words: Words, index: int) -> tuple[float, int, bool] | None:
    """One number at `index` with the same number in words behind it (`05 (năm)`): value, end, whether in words."""
    if words.keys[index][0].isdecimal():
        value = read_digits(words.keys[index])
        if value is None:
            return None
        return value, _skip_spelled_copy(words, index + 1), False
    spelled = read_words(words.keys, index)
    return None if spelled is None else (spelled[0], spelled[1], True)


def _skip_spelled_copy(words: Words, index: int) -> int:
    """The index behind `(năm)` or `(hai mươi)` when it follows, else `index`."""
    keys = words.keys
    if index + 1 < len(keys) and keys[index] == "(":
        end = index + 1
        while end < len(keys) and (keys[end] in _DIGITS or keys[end] in {_TEN, _TENS, _HUNDRED} | _ZERO_TENS):
            end += 1
        if end > index + 1 and end < len(keys) and keys[end] == ")":
            return end + 1
    return index


def _is_article(keys: Sequence[str], value: float, first: int, end: int) -> bool:
    """Whether a number in words from `first` to `end` is an article (`một số`) or a part of a fraction (`hai phần ba`)."""
    following = keys[end] if end < len(keys) else ""
    fraction = following == _FRACTION and end + 1 < len(keys) and keys[end + 1] in _DIGITS
    fraction = fraction or (first > 1 and keys[first - 1] == _FRACTION and keys[first - 2] in _DIGITS)
    return fraction or (value == 1 and following in _ARTICLE_FOLLOWERS)


def _is_named(words: Words, first: int, end: int) -> bool:
    """Whether letters or signs glued to the number make it part of a name or a date (`Covid-19`, `57-NQ`, `5G`, `10/6`)."""
    keys, text = words.keys, words.text
    if words.glued(first):
        mark = keys[first - 1]
        if mark.isalnum() or (mark in _NAME_MARKS and words.glued(first - 1) and keys[first - 2].isalnum()):
            return True
    if end >= len(keys) or not words.glued(end):
        return False
    mark = keys[end]
    dated = mark in {"/", "-", "."} and all(words.glued(end + step) for step in (1, 2, 3)) and keys[end + 2] == mark
    if dated:
        return keys[end + 1].isdecimal() and keys[end + 3].isdecimal()
    if mark in {"/", "-", "–"} and words.glued(end + 1):
        return keys[end + 1][0].isalpha() and (text[words.starts[end + 1]].isupper() or mark != "/")
    return mark == ":" and words.glued(end + 1) and keys[end + 1][0].isdecimal()


def _parts(words: Words, end: int) -> int | None:
    """The index behind `/10` when it follows glued and is no part of a date, else None."""
    if words.glued(end) and words.keys[end] == "/" and words.glued(end + 1) and words.keys[end + 1].isdecimal():
        return end + 2
    return None


def _upper(words: Words, index: int, year: bool) -> tuple[float, int, float] | None:
    """The second number of a range whose mark stands at `index` or behind one sign: value, index behind it, scale."""
    keys = words.keys
    sign = _BETWEEN.at(keys, index)
    for mark in (index, sign[1]) if sign else (index,):
        if mark >= len(keys) or keys[mark] not in _RANGE_MARKS:
            continue
        start = mark + 1
        filler = _RANGE_FILLERS.at(keys, start)
        start = filler[1] if filler else start
        if start >= len(keys) or not begins_number(keys[start]):
            continue
        single = _single(words, start)
        if single is None or (is_year(keys[start]) and not year):
            continue
        value, end, _ = single
        if _continues_as_name(words, end):
            continue
        factor, scaled = read_scale(keys, end)
        return value, scaled, factor
    return None


def _continues_as_name(words: Words, end: int) -> bool:
    """Whether the number before `end` goes on as a date or a document's number (`5-7/2025`, `10-15/QĐ`)."""
    if end >= len(words) or not words.glued(end) or words.keys[end] not in {"/", "-", "–"} or not words.glued(end + 1):
        return False
    if rate_base_end(words, end):
        return False
    following = words.keys[end + 1]
    return following[0].isdecimal() or words.capital(end + 1)
