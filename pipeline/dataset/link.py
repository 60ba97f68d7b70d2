"""Links between documents: which cited document is itself a plan of the dataset."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

import pyarrow as pa

from pipeline.dataset.schema import table_schemas
from pipeline.recognize.citations import canonical_number


@dataclass(frozen=True, slots=True)
class _Entry:
    doc_id: str
    date: datetime.date | None
    law_id: str | None


class DocumentIndex:
    """The documents of a dataset by number, to find what a reference points to."""

    def __init__(self) -> None:
        self._by_number: defaultdict[str, list[_Entry]] = defaultdict(list)
        self._by_law: defaultdict[str, list[_Entry]] = defaultdict(list)

    def add(self, doc_id: str, number: str | None, issued_date: datetime.date | None, law_id: str | None = None) -> None:
        """Make a document known; one without a number cannot be pointed to."""
        if not number:
            return
        entry = _Entry(doc_id, issued_date, law_id)
        if law_id:
            self._by_law[_undated(law_id)].append(entry)
        else:
            self._by_number[number_key(number)].append(entry)

    def find(self, doc_id: str, number: str | None, issued_date: datetime.date | None, law_id: str | None = None) -> str | None:
        """The document that `doc_id` cites by `number` and `law_id`, issued on `issued_date` where both sides have a date.

        Each year and each province numbers its documents from 1, so a number alone may fit several plans. The `law_id` tells
        the province and the kind of document; only documents without one are sought by their number, for references without
        one. What then still fits several plans is no link, unless they are copies of one document (equal dates), of which
        the first id is taken.
        """
        if not number:
            return None
        known = self._by_law.get(_undated(law_id), []) if law_id else self._by_number.get(number_key(number), [])
        fitting = [
            entry
            for entry in known
            if entry.doc_id != doc_id
            and (entry.date is None or issued_date is None or entry.date == issued_date)
            and _same_year(entry.law_id, law_id)
        ]
        dated = [entry for entry in fitting if entry.date is not None and entry.date == issued_date]
        candidates = dated or fitting
        if len({entry.date for entry in candidates}) != 1 or (len(candidates) > 1 and candidates[0].date is None):
            return None
        return min(entry.doc_id for entry in candidates)

    def link(self, references: pa.Table) -> pa.Table:
        """`references` with `target_doc_id` filled in."""
        columns = (references[name].to_pylist() for name in ("doc_id", "number", "issued_date", "law_id"))
        found = [self.find(*row) for row in zip(*columns, strict=True)]
        place = references.column_names.index("target_doc_id")
        field = table_schemas()["references"].arrow.field("target_doc_id")
        return references.set_column(place, field, pa.array(found, field.type)).cast(table_schemas()["references"].arrow)


def number_key(number: str) -> str:
    """A number as links compare it: `08/KH-UBND` is `8/KH-UBND`."""
    return canonical_number(number).lstrip("0")


def _undated(law_id: str) -> str:
    """An id without its year: `vn-48:ke-hoach:12/kh-ubnd`."""
    return ":".join(law_id.split(":")[:3])


def _year(law_id: str | None) -> str | None:
    year = law_id.split(":")[3] if law_id and law_id.count(":") == 3 else None
    return None if year == "?" else year


def _same_year(one: str | None, other: str | None) -> bool:
    """Whether two ids may be of one year; a year that is not told may be any."""
    years = {_year(one), _year(other)} - {None}
    return len(years) < 2
