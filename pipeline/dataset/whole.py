"""What only the whole dataset knows: its documents by number, and its agencies.

`Whole` gathers summaries in any order and says the same for each. Input: the summary of every input file; output: the index
that references are linked by, the rows of `agencies`, and diagnostics where documents differ on an agency.
"""

from __future__ import annotations

from collections import defaultdict

from pipeline.dataset.link import DocumentIndex
from pipeline.dataset.packed import AgencyLine, Summary, agency_of
from pipeline.dataset.rows import DocumentRows, failure_rows
from pipeline.doubts import doubt
from pipeline.model import Agency


class Whole:
    """The knowledge of all documents together, while they come in."""

    def __init__(self) -> None:
        self.index = DocumentIndex()
        self._first_use: dict[AgencyLine, str] = {}

    def add(self, summary: Summary) -> None:
        """Make one input known."""
        if summary.doc_id is not None:
            self.index.add(summary.doc_id, summary.number, summary.issued_date, summary.law_id)
        for line in summary.agencies:
            known = self._first_use.get(line)
            if known is None or summary.source_file < known:
                self._first_use[line] = summary.source_file

    def agencies(self) -> list[Agency]:
        """The agencies that documents name, one entry an id, by id."""
        return [variants[0][0] for _, variants in sorted(self._variants().items())]

    def differences(self) -> list[DocumentRows]:
        """A diagnostic for each other entry of an id than the one that `agencies` has, at the first file that has it."""
        rows: list[DocumentRows] = []
        for agency_id, ((kept, _), *others) in sorted(self._variants().items()):
            for agency, source_file in others:
                message = f"agency {agency_id} is {agency.name!r} here and {kept.name!r} in the table of agencies"
                rows.append(failure_rows(source_file, [doubt("agency-differs", message)]))
        return rows

    def _variants(self) -> dict[str, list[tuple[Agency, str]]]:
        """By id, the entries that documents have for it with the first file of each, in an order of their own."""
        found: defaultdict[str, list[tuple[Agency, str]]] = defaultdict(list)
        for line, source_file in sorted(self._first_use.items()):
            agency = agency_of(line)
            found[agency.agency_id].append((agency, source_file))
        return dict(found)
