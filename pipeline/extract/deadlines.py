"""Deadlines: which of the times in a text say when a task or its report is due.

In a label or a time column every time is a deadline. In prose most times are none: they belong to the names of programmes
(`Đề án ... đến năm 2030`), to budgets (`kinh phí hàng năm`) or to the life of the whole plan. Prose times count where they
open a clause, follow a word of due date (`trước`, `hoàn thành trong`), or state a condition or a period of reporting.
The words are in `lexicon/deadlines.yaml`. Input: texts and their place in the clean text; output: `Deadline`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from pipeline.lexicon import lexicon_pattern
from pipeline.model import Deadline, DeadlineRole, TimeExpression
from pipeline.orthography import fold_key
from pipeline.recognize.times import find_times, is_time, read_times

_LONGEST_HEADING = 250
_CLAUSE_MARKS = ".;:!?,(\n"
_words = partial(lexicon_pattern, "deadlines")
_JOINED = re.compile(r"\s*(?:,|và|và từ|, và)\s*")  # `định kỳ 6 tháng và hằng năm`: what holds for the one holds for the other


@dataclass(frozen=True, slots=True)
class TimesOver:
    """What the headings over a text say of its times: the deadlines it inherits, and the year of times that name none."""

    inherited: tuple[Deadline, ...] = ()
    year: int | None = None


def year_of(text: str) -> int | None:
    """The one calendar year that a title or heading is about (`Chương trình công tác năm 2024`), else None."""
    if len(text) > _LONGEST_HEADING:
        return None
    spans = {(time.start, time.end) for time in find_times(text) if time.start is not None or time.end is not None}
    if len(spans) != 1:
        return None
    start, end = spans.pop()
    return start.year if start is not None and end is not None and start.year == end.year else None


def value_deadlines(text: str, offset: int, role: DeadlineRole, year: int | None = None) -> tuple[Deadline, ...]:
    """The deadlines of a whole label value or time cell at `offset` of the clean text; `year` is that of times without one."""
    return tuple(Deadline(role, _shifted(time, offset)) for time in _whole_times(text, year))


@lru_cache(maxsize=2048)
def _whole_times(text: str, year: int | None) -> tuple[TimeExpression, ...]:
    """The cells of a time column repeat; each is read once a process."""
    return read_times(text, year=year)


def heading_deadline(text: str, offset: int, year: int | None = None) -> Deadline | None:
    """The time that a heading sets for all under it: `Nhiệm vụ trọng tâm giai đoạn 2020 - 2025`, `Quý III:`.

    A time inside the name of a programme sets none, so the heading must open with a generic noun or with the time itself.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    times = [time for time in find_times(text, year=year) if _is_told(time)]
    if not times and is_time(text):
        times = [time for time in _whole_times(text.rstrip(" .:"), year) if _is_told(time)]
    if len(times) != 1:
        return None
    time = times[0]
    opens = not text[: time.span.start].strip(" -–.")
    closes = not text[time.span.end :].strip(" .;:)")
    opening = text.rfind("(", 0, time.span.start)
    bracketed = opening > 0 and ")" not in text[opening : time.span.start]
    generic = bracketed or _words("generic_heading").match(fold_key(text[: time.span.start])) is not None
    if opens or (closes and (generic or _words("within").search(text[: time.span.start]))):
        return Deadline("implementation", _shifted(time, offset), inherited=True)
    return None


def _is_told(time: TimeExpression) -> bool:
    return time.start is not None or time.end is not None or time.recurrence is not None or time.kind == "ongoing"


def prose_deadlines(text: str, offset: int, year: int | None = None) -> tuple[Deadline, ...]:
    """The deadlines that the sentences of a duty set, `offset` being the place of `text` in the clean text."""
    due: list[TimeExpression] = []
    for time in find_times(text, year=year):
        if _is_due(text, time) or (due and _JOINED.fullmatch(text, due[-1].span.end, time.span.start)):
            due.append(time)
    return tuple(Deadline(_role(text, time), _shifted(time, offset)) for time in due)


def _is_due(text: str, time: TimeExpression) -> bool:
    """Whether a time in prose says when the work is due."""
    before = text[max(0, time.span.start - 60) : time.span.start].rstrip()
    opens_clause = not before or before[-1] in _CLAUSE_MARKS
    if time.kind == "event":
        return True
    if _words("past_before").search(before) or _words("past_behind").match(text, time.span.end):
        return False
    if time.kind == "recurring" and time.recurrence is None:
        return False
    if time.kind in ("recurring", "ongoing"):
        if _counts(text, time):
            return False
        if _is_before(time) or time.text.casefold().startswith("định kỳ") or _words("season_before").search(before):
            return True
        if _words("nouns_before").search(before):
            return False
        if time.recurrence is not None and "BYMONTH" in time.recurrence and _words("due_before").search(before):
            return True
        return opens_clause or _duty_follows(before, text[time.span.end : time.span.end + 40])
    if time.kind == "before":
        return _is_before(time) or (opens_clause and not _bounds_quantity(text, time)) or _closes(text, time)
    if time.kind == "period":
        if _words("name_before").search(before):
            return False
        if _words("from").match(time.text) and _closes(text, time):
            return True
    return opens_clause or _words("due_before").search(before) is not None


def _closes(text: str, time: TimeExpression) -> bool:
    """Whether a time to the day, month or quarter ends its clause: `... từ tháng 5 đến tháng 9 năm 2024.`"""
    behind = text[time.span.end :].lstrip()
    return (not behind or behind[0] in ".;") and _words("exact").search(time.text) is not None


def _counts(text: str, time: TimeExpression) -> bool:
    """Whether `mỗi năm` says how often a quantity is promised (`mỗi tháng đăng tối thiểu 02 chuyên đề`), not what is due."""
    sentence = text[time.span.end : time.span.end + 80].split(".")[0]
    counted = any(letter.isdigit() for letter in time.text + sentence) or _words("counted").match(sentence) is not None
    return time.text.casefold().startswith("mỗi") and counted


def _bounds_quantity(text: str, time: TimeExpression) -> bool:
    """Whether `đến năm 2024` at the head of a clause dates a figure to reach (`đến năm 2024, 100% cơ sở ...`), not the work."""
    clause = text[time.span.end : time.span.end + 60].split(";")[0]
    return time.text.casefold().startswith("đến") and any(letter.isdigit() for letter in clause)


def _is_before(time: TimeExpression) -> bool:
    key = time.text.casefold()
    return key.startswith(("trước", "chậm nhất", "muộn nhất", "không quá", "xong trước", "hoàn thành"))


def _duty_follows(before: str, after: str) -> bool:
    """Whether a bare `hằng năm` governs a verb of reporting or of repeated work on either side of it."""
    verbs = after.lstrip(" ,")
    clause = re.split(rf"[{re.escape(_CLAUSE_MARKS)}]", before)[-1]
    if _words("report").match(clause.strip()):
        return True
    return bool(_words("report").match(verbs) or _words("work").match(verbs) or _words("report").search(before[-30:]))


def _role(text: str, time: TimeExpression) -> DeadlineRole:
    """`report` where the clause of the time reports, submits or asks for approval; reviews are implementation."""
    start = max(text.rfind(mark, 0, time.span.start) for mark in ".;\n") + 1
    ends = [end for end in (text.find(mark, time.span.end) for mark in ".;\n") if end >= 0]
    end = min(ends, default=len(text))
    before, after = text[start : time.span.start], text[time.span.end : end]
    governing = [*_words("report").finditer(before), *_words("review").finditer(before)]
    if governing:
        last = max(governing, key=lambda match: match.end())
        return "report" if last.re is _words("report") else "implementation"
    reported = _words("report").search(after)
    worked = next(
        (match for match in _words("work").finditer(after) if _is_work(after, match)),
        None,
    )
    return "report" if reported and not (worked and worked.start() < reported.start()) else "implementation"


def _is_work(text: str, verb: re.Match[str]) -> bool:
    """Whether a verb behind a time says what is done: it is no noun, and no report's part (`tổng hợp, đánh giá, báo cáo`)."""
    return not _words("verbal_nouns").search(text[: verb.start()]) and not _words("reported_too").match(text, verb.end())


def _shifted(time: TimeExpression, by: int) -> TimeExpression:
    return replace(time, span=time.span.shifted(by))
