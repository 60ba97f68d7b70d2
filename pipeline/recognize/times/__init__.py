"""Times in the words of plans: from `Quí IV năm 2019 và hàng năm` to an interval, a recurrence, an EDTF string.

Input is a piece of text: a sentence or heading for `find_times`, a table cell or a label's value for `read_time` and
`read_times`. Output are `TimeExpression`s whose spans count the characters of that text. Nothing here knows of documents; who
knows the year of the plan passes it as `year`, and dates without one (`trước ngày 15/12`) get it, else they have no bounds.

A time is an interval, never an invented day. What the words leave open is settled so, everywhere:

- `trước ngày 15/12/2021` and `chậm nhất ngày ...` end on the day that is named; `trước` a month, quarter or year ends on the
  last day before it (`trước tháng 12/2025` is 2025-11-30), while `đến`, `hết` and `chậm nhất` include what they name (`đến năm
  2030` and `Từ nay đến năm 2030` are `before` with no start and the end 2030-12-31). `sau năm 2030` is open from 2031-01-01.
- `đầu năm` is the first quarter, `cuối năm` the last, `giữa năm` the two between; a quarter's first, second and third month, a
  month's ten-day periods likewise. `6 tháng đầu năm` is January to June. A school year is the calendar years that it names.
- Members of a list are a `set` (`Quý I, II/2025`), the ends of a range a `period` (`Quý III-IV/2025`).
- `02 lần/năm` is every 6 months; a count that does not divide the unit's months keeps the unit (`5 lần/năm` is `FREQ=YEARLY`).
- A date within each year narrows the rule (`trước ngày 10 tháng 12 hàng năm`), and makes it yearly where it names a month.
- EDTF has no quarters inside an interval or a set: they are given there by their months.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import TimeExpression
from pipeline.recognize.times.cells import expression, read_statements, read_whole, share
from pipeline.recognize.times.grammar import Grammar
from pipeline.recognize.times.lexemes import has_time_words, lexemes
from pipeline.recognize.times.scanning import scan

_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.\s|(?<=\d{4})\.\s|(?<=\))\.\s")
_WHOLE = 0.9
_LONGEST_BARE = 80

__all__ = ["find_times", "is_time", "read_time", "read_times", "time_share"]


def find_times(text: str, *, year: int | None = None) -> tuple[TimeExpression, ...]:
    """The times in a sentence or heading: in order, not overlapping, each as long as its words go.

    Dates of documents and laws (`Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016`, `Luật Đất đai năm 2024`), document
    numbers, values, looks back (`từ năm 2020 đến nay`) and the adverb `thường xuyên` are none. Words that only lead to a time
    (`vào`, `trong`, `dự kiến`, `từ nay`) stay outside its span.
    """
    if not has_time_words(text):
        return ()
    found: list[TimeExpression] = []
    for start, end in _sentences(text):
        if has_time_words(text[start:end]):
            grammar = Grammar(lexemes(text, start, end))
            found += [expression(grammar, phrase, text, year) for phrase in scan(grammar, text)]
    return tuple(found)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; no time reaches over a full stop."""
    start = 0
    for stop in _FULL_STOP.finditer(text):
        yield start, stop.start() + 1
        start = stop.end()
    yield start, len(text)


def read_time(text: str, *, year: int | None = None) -> TimeExpression | None:
    """A whole cell or label value as one expression, None when it is no time. The span leaves out bullet and closing marks."""
    return read_whole(text, year)


def read_times(text: str, *, year: int | None = None) -> tuple[TimeExpression, ...]:
    """The expressions of a cell or label value: none when it is no time, one as a rule.

    Several when its lines, or its parts between semicolons, are statements of their own (`- Báo cáo 6 tháng: trước 15/6; - Báo
    cáo năm: trước 15/12`), or when it names recurrences that no single rule can say (`định kỳ 6 tháng, hàng năm`).
    """
    return read_statements(text, year)


def is_time(text: str) -> bool:
    """Whether a heading is nothing but a time: `Quý III:`, `Năm 2024`, `Thường xuyên trong năm:`."""
    words = text.rstrip(" .:")
    if len(words) > _LONGEST_BARE:
        return False
    if share(words) >= _WHOLE:
        return True
    whole = read_whole(words, None)
    return whole is not None and whole.kind == "ongoing"


def time_share(text: str) -> float:
    """How much of the text's words a time covers, 0 to 1: what makes a column of a table a column of times.

    Words that lead to a time weigh half, conditions (`sau khi được phê duyệt`) 0.7, a text that only hangs on something (`Theo
    tiến độ của Trung ương`) 0.5 or less; a recurrence behind other words counts half. Texts of more than 400
    characters are no cells: 0.
    """
    return share(text)
