"""Links between documents: which cited document is itself a plan of the dataset."""

from __future__ import annotations

import datetime
from collections import defaultdict

import pyarrow as pa

from pipeline.dataset.schema import table_schemas
from pipeline.identity import canonical_number


class DocumentIndex:
    """The documents of a dataset by number, to find what a reference points to."""

    def __init__(self) -> None:
        self._by_number: defaultdict[str, list[tuple[datetime.date | None, str]]] = defaultdict(list)

    def add(self, doc_id: str, number: str | None, issued_date: datetime.date | None) -> None:
        """Make a document known; one without a number cannot be pointed to."""
        if number:
            self._by_number[canonical_number(number)].append((issued_date, doc_id))

    def find(self, doc_id: str, number: str | None, issued_date: datetime.date | None) -> str | None:
        """The document that `doc_id` cites by `number`, issued on `issued_date` where both sides have a date.

        Each year and each province numbers its documents from 1, so a number alone may fit several plans: then there is no
        link, unless they are copies of one document (equal dates), of which the first id is taken.
        """
        if not number:
            return None
        fitting = [
            (date, other)
            for date, other in self._by_number.get(canonical_number(number), [])
            if other != doc_id and (date is None or issued_date is None or date == issued_date)
        ]
        dated = [(date, other) for date, other in fitting if date is not None and date == issued_date]
        candidates = dated or fitting
        if len({date for date, _ in candidates}) != 1 or (len(candidates) > 1 and candidates[0][0] is None):
            return None
        return min(other for _, other in candidates)

    def link(self, references: pa.Table) -> pa.Table:
        """`references` with `target_doc_id` filled in."""
        columns = (references[name].to_pylist() for name in ("doc_id", "number", "issued_date"))
        found = [self.find(*row) for row in zip(*columns, strict=True)]
        place = references.column_names.index("target_doc_id")
        field = table_schemas()["references"].arrow.field("target_doc_id")
        return references.set_column(place, field, pa.array(found, field.type)).cast(table_schemas()["references"].arrow)
