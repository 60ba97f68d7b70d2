"""What a person says of a record: typed, frozen, small enough to travel with the page to a worker process.

A correction names its document by the path below `raw/` and its record by words of the page, never by a row: rows move when a
page or a rule changes, words stay. What cannot be said of a record is refused when the file is read, with file and line.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Record = Literal["document", "task", "target", "reference"]
Action = Literal["set", "drop", "add"]
Form = Literal["text", "texts", "words", "mentions", "times", "number", "date", "flag"]

# What each field of a record holds: `words` must stand on the page, `text` need not.
FIELDS: Mapping[Record, Mapping[str, Form]] = {
    "document": {
        "number": "text", "doc_type": "text", "title": "text", "issuer": "text", "province": "text", "issued_date": "date",
        "effective_date": "date", "signer": "text", "signer_title": "text", "truncated": "flag",
    },
    "task": {
        "kind": "text", "ordinal": "text", "group": "texts", "description": "words", "output": "words", "note": "words",
        "lead": "mentions", "coordinating": "mentions", "supervisor": "mentions", "deadlines": "times",
    },
    "target": {
        "context": "text", "ordinal": "text", "group": "texts", "indicator": "text", "text": "words", "comparator": "text",
        "value_min": "number", "value_max": "number", "unit": "text", "frequency": "text", "horizon": "date",
        "lead": "mentions", "measuring": "mentions",
    },
    "reference": {
        "relation": "text", "text": "words", "doc_type": "text", "number": "text", "issued_date": "date", "issuer": "text",
    },
}  # fmt: skip

VOCABULARIES: Mapping[tuple[Record, str], tuple[str, ...]] = {
    ("task", "kind"): ("table", "labelled", "assignment", "statement"),
    ("target", "context"): ("table", "objective", "task"),
    ("target", "comparator"): (">=", "<=", ">", "<", "=", "range", "~", ""),
    ("reference", "relation"): ("basis", "cites"),
}
TIME_ROLES = ("implementation", "report")
TIME_KINDS = ("point", "before", "period", "set", "open", "recurring", "ongoing", "event")


class CorrectionsError(ValueError):
    """A file of corrections that cannot be read; the message begins with the file and the line."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a correction is written."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the page, and where to look for them: behind the words `after`, in the section headed by the words `within`."""

    words: str
    after: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """A time by its words; what `given` names is taken as written instead of being read from them."""

    quote: Quote
    role: str = "implementation"
    inherited: bool = False
    kind: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    recurrence: str | None = None
    edtf: str | None = None
    given: tuple[str, ...] = ()


Value: TypeAlias = str | float | bool | datetime.date | tuple[str, ...] | tuple[Quote, ...] | tuple[TimeEntry, ...] | None


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person says: set fields of a record, drop it, or add one."""

    origin: Origin
    document: str
    record: Record
    action: Action
    quote: Quote
    values: tuple[tuple[str, Value], ...] = ()
    why: str = ""

    def __str__(self) -> str:
        told = f"{self.action} {self.record}" + (f" {self.quote.words[:60]!r}" if self.quote.words else "")
        return f"{self.origin}: {told}"
