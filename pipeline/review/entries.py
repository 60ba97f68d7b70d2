"""A record as an entry for `corrections/`: ready to be pasted into a file, changed and applied by the next run.

An entry names its page by the path below `raw/` and its record by words of the page. Words that stand on the page more than
once are told apart by words that stand once before them (`after`). Input: a `Sheet`; output: YAML by record.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import yaml

from pipeline.recognize.times import read_time
from pipeline.review.sheet import Agency, Reference, Sheet, Target, Task, Time

_Yaml: TypeAlias = str | int | float | bool | datetime.date | Sequence["_Yaml"] | dict[str, "_Yaml"] | None

_HINT = "# Keep only the lines under `set` that you change; `drop: true` instead of `set` leaves the record out.\n"
_BULLET = re.compile(r"(?m)^[^\S\n]*[-–−+*•·●▪◦|]+")
_LEAST_LENGTH = 8
_MOST_LENGTH = 80
HEADER = "document"


def entries(sheet: Sheet) -> dict[str, str]:
    """The entry of each record that can be told from the others of its kind, and of the document's head."""
    page = _Page(sheet.text)
    found: dict[str, dict[str, _Yaml]] = {HEADER: {"header": _header(sheet)}}
    kinds: Iterable[tuple[str, Sequence[Task | Target | Reference]]] = (
        ("task", sheet.tasks),
        ("target", sheet.targets),
        ("reference", sheet.references),
    )
    for kind, records in kinds:
        said = [[_folded(words) for words in _said(record)] for record in records]
        for place, record in enumerate(records):
            quote = _quote(kind, place, records, said, page)
            if quote is not None:
                found[record.record] = {**quote, "why": "", "set": _values(record, page)}
    return {record: _file(sheet.source_file, entry) for record, entry in found.items()}


def _file(source_file: str, entry: dict[str, _Yaml]) -> str:
    content = {"document": source_file, "corrections": [entry]}
    return _HINT + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)


def _said(record: Task | Target | Reference) -> tuple[str, ...]:
    """The words that name a record, the best first."""
    if isinstance(record, Task):
        return (record.description,)
    if isinstance(record, Target):
        both = f"{record.indicator} {record.words}".strip()
        return tuple(dict.fromkeys(words for words in (both, record.words, record.indicator) if words))
    return tuple(words for words in (record.words, record.number) if words)


def _quote(
    kind: str, place: int, records: Sequence[Task | Target | Reference], said: Sequence[list[str]], page: _Page
) -> dict[str, _Yaml] | None:
    """What names the record, None when nothing tells it from others."""
    words = _said(records[place])[0]
    sought = said[place][0]
    if not sought:
        return None
    fitting = [other for other, sayings in enumerate(said) if any(sought in saying for saying in sayings)]
    whole = [other for other in fitting if sought in said[other]]
    if len(fitting) == 1 or len(whole) == 1:
        return {kind: words}
    start = records[place].start
    line = page.unique_line_before(start)
    if line is None or any(line.end <= records[other].start < start for other in fitting):
        return None
    # Of several records behind the line the first counts; two may begin at one place.
    if any(records[other].start == start for other in fitting if other < place):
        return None
    return {kind: words, "after": line.words}


def _header(sheet: Sheet) -> dict[str, _Yaml]:
    facts: dict[str, _Yaml] = {
        "number": sheet.number,
        "doc_type": sheet.doc_type,
        "title": sheet.title,
        "issuer": sheet.issuer,
        "province": sheet.province,
        "issued_date": sheet.issued,
        "effective_date": sheet.effective,
        "signer": sheet.signer,
        "signer_title": sheet.signer_title,
    }
    return {name: fact or None for name, fact in facts.items()}


def _values(record: Task | Target | Reference, page: _Page) -> dict[str, _Yaml]:
    if isinstance(record, Task):
        values: dict[str, _Yaml] = {
            "lead": _mentions(record, "lead", page),
            "coordinating": _mentions(record, "coordinating", page),
            "deadlines": [_time(record, time, page) for time in record.times],
        }
        supervisor = _mentions(record, "supervisor", page)
        return {**values, **({"supervisor": supervisor} if supervisor else {}), "kind": record.kind}
    if isinstance(record, Target):
        numbers = {"value_min": record.value_min, "value_max": record.value_max}
        values = {
            "indicator": record.indicator,
            "comparator": record.comparator,
            **{name: _number(number) for name, number in numbers.items() if number is not None},
        }
        more: dict[str, _Yaml] = {"unit": record.unit, "frequency": record.frequency, "horizon": record.horizon}
        return {**values, **{name: value for name, value in more.items() if value}}
    values = {"relation": record.relation}
    more = {"doc_type": record.doc_type, "number": record.number, "issued_date": record.issued, "issuer": record.issuer}
    return {**values, **{name: value for name, value in more.items() if value}}


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _mentions(task: Task, role: str, page: _Page) -> list[_Yaml]:
    return [_placed(task, agency, page) for agency in task.agencies if agency.role == role]


def _placed(task: Task, words: Agency | Time, page: _Page) -> str | dict[str, _Yaml]:
    """Words of the page, with the words before them where they stand elsewhere too."""
    if (task.start <= words.start and words.end <= task.end) or page.count(words.words) == 1:
        return words.words
    line = page.unique_line_before(words.start)
    return words.words if line is None else {"words": words.words, "after": line.words}


def _time(task: Task, time: Time, page: _Page) -> _Yaml:
    placed = _placed(task, time, page)
    entry: dict[str, _Yaml] = {"words": placed} if isinstance(placed, str) else dict(placed)
    if time.role != "implementation":
        entry["role"] = time.role
    if time.inherited:
        entry["inherited"] = True
    alone = read_time(time.words)
    if time.recurrence and (alone is None or alone.recurrence != time.recurrence):
        # `trước ngày 10/6 và trước ngày 20/11 hàng năm`: that the first recurs is said behind the second.
        entry |= {"kind": time.kind, "recurrence": time.recurrence}
    return placed if len(entry) == 1 else entry


class _Line:
    def __init__(self, words: str, end: int) -> None:
        self.words, self.end = words, end


class _Page:
    """The text of a page, asked how often words stand in it, and for lines that stand in it once."""

    def __init__(self, text: str) -> None:
        self._folded = _folded(text)
        self._counts: dict[str, int] = {}
        self._lines: list[_Line] = []
        end = -1
        for line in text.split("\n"):
            end += len(line) + 1
            words = _shortened(_folded(line))
            if len(words) >= _LEAST_LENGTH:
                self._lines.append(_Line(words, end))
        self._ends = [line.end for line in self._lines]

    def count(self, words: str) -> int:
        """How often the words stand on the page as whole words."""
        sought = _folded(words)
        if sought not in self._counts:
            pattern = rf"(?<![^\W_]){re.escape(sought)}" if sought[:1].isalnum() else re.escape(sought)
            pattern += r"(?![^\W_])" if sought[-1:].isalnum() else ""
            self._counts[sought] = len(re.findall(f"(?={pattern})", self._folded)) if sought else 0
        return self._counts[sought]

    def unique_line_before(self, start: int) -> _Line | None:
        """The nearest line that ends before `start` and whose words stand on the page once."""
        for line in reversed(self._lines[: bisect_right(self._ends, start)]):
            if self.count(line.words) == 1:
                return line
        return None


def _folded(words: str) -> str:
    """NFC, bullets before lines left out, blanks folded: how words of an entry are compared with those of the page."""
    return " ".join(_BULLET.sub("", unicodedata.normalize("NFC", words)).split())


def _shortened(words: str) -> str:
    """The end of long words, from a blank on: what stands nearest to the place."""
    if len(words) <= _MOST_LENGTH:
        return words
    return words[-_MOST_LENGTH:].partition(" ")[2] or words
