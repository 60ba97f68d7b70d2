"""From a dataset's tables to one `Sheet` a document.

Input: a dataset folder; output: sheets in the order of the dataset, one at a time, so that many documents need little memory
beside the tables themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa

from pipeline.dataset import DatasetError
from pipeline.dataset.files import read_table
from pipeline.dataset.schema import table_schemas
from pipeline.dataset.swap import is_dataset
from pipeline.review.sheet import Agency, Cell, Doubt, Failure, Grid, Heading, Reference, Sheet, Target, Task, Time

_Row: TypeAlias = Mapping[str, Any]

_AGENCY_ROLES = ("lead", "coordinating", "supervisor", "measuring")
_SEVERITIES = ("error", "warning", "info")


class _Table:
    """A table whose rows are fetched by the value of one column."""

    def __init__(self, folder: Path, name: str, by: str) -> None:
        self._table = read_table(folder, name)
        self._places: dict[str | None, list[int]] = {}
        for place, key in enumerate(self._table[by].to_pylist()):
            self._places.setdefault(key, []).append(place)

    def rows(self, key: str | None) -> list[_Row]:
        """The rows with this key, in the order of the table."""
        places = self._places.get(key)
        if not places:
            return []
        # Rows of a document lie together: a slice copies nothing.
        together = places[-1] - places[0] + 1 == len(places)
        found = self._table.slice(places[0], len(places)) if together else self._table.take(pa.array(places))
        rows: list[_Row] = found.to_pylist()
        return rows


class Source:
    """A dataset to be looked at. Raises DatasetError when `folder` holds none."""

    def __init__(self, folder: Path) -> None:
        if not is_dataset(folder):
            raise DatasetError(f"{folder} holds no dataset of vnplans; make one with `vnplans extract`")
        keys = {"cells": "table_id", "agencies": "agency_id"}
        self._tables = {name: _Table(folder, name, keys.get(name, "doc_id")) for name in table_schemas()}
        self._ids: list[str] = read_table(folder, "documents", ["doc_id"])["doc_id"].to_pylist()
        self._folder = folder

    def __len__(self) -> int:
        return len(self._ids)

    def sheets(self) -> Iterator[Sheet]:
        """Every document of the dataset."""
        return map(self._sheet, self._ids)

    def failures(self) -> list[Failure]:
        """The files that gave no document, the gravest first."""
        rows = self._tables["diagnostics"].rows(None)
        rows.sort(key=lambda row: (_SEVERITIES.index(row["severity"]), row["source_file"]))
        return [Failure(row["source_file"], row["severity"], row["code"], row["message"]) for row in rows]

    @cached_property
    def _names(self) -> dict[str, str]:
        table = read_table(self._folder, "agencies", ["agency_id", "name"])
        return dict(zip(table["agency_id"].to_pylist(), table["name"].to_pylist(), strict=True))

    def _sheet(self, doc_id: str) -> Sheet:
        (row,) = self._tables["documents"].rows(doc_id)
        (text,) = self._tables["texts"].rows(doc_id)
        sections = self._tables["sections"].rows(doc_id)
        return Sheet(
            doc_id=doc_id,
            source_file=row["source_file"],
            source_format=row["source_format"],
            portal=row["portal"] or "",
            number=row["number"] or "",
            doc_type=row["doc_type"] or "",
            title=row["title"] or "",
            issuer=row["issuer"] or "",
            province=row["province"] or "",
            issued=row["issued_date"],
            effective=row["effective_date"],
            signer=row["signer"] or "",
            signer_title=row["signer_title"] or "",
            truncated=row["truncated"],
            text=text["text"],
            headings=tuple(Heading(row["char_start"], row["level"]) for row in sections if row["ordinal"]),
            tasks=self._tasks(doc_id),
            targets=self._targets(doc_id),
            references=tuple(map(_reference, self._tables["references"].rows(doc_id))),
            doubts=self._doubts(doc_id),
            grids=tuple(self._grid(row) for row in self._tables["tables"].rows(doc_id)),
        )

    def _tasks(self, doc_id: str) -> tuple[Task, ...]:
        agencies = self._agencies("task_agencies", "task_id", doc_id)
        times: dict[str, list[Time]] = {}
        for row in self._tables["deadlines"].rows(doc_id):
            times.setdefault(row["task_id"], []).append(_time(row))
        return tuple(
            Task(
                record=_local(row["task_id"]),
                start=row["char_start"],
                end=row["char_end"],
                kind=row["kind"],
                ordinal=row["ordinal"] or "",
                group=tuple(row["group"]),
                description=row["description"] or "",
                output=row["output"] or "",
                note=row["note"] or "",
                confidence=row["confidence"],
                page=row["page"],
                agencies=tuple(agencies.get(row["task_id"], ())),
                times=tuple(times.get(row["task_id"], ())),
                corrected=tuple(row.get("corrected") or ()),
            )
            for row in self._tables["tasks"].rows(doc_id)
        )

    def _targets(self, doc_id: str) -> tuple[Target, ...]:
        agencies = self._agencies("target_agencies", "target_id", doc_id)
        return tuple(
            Target(
                record=_local(row["target_id"]),
                start=row["char_start"],
                end=row["char_end"],
                context=row["context"],
                ordinal=row["ordinal"] or "",
                group=tuple(row["group"]),
                indicator=row["indicator"] or "",
                words=row["text"] or "",
                comparator=row["comparator"],
                value_min=row["value_min"],
                value_max=row["value_max"],
                unit=row["unit"] or "",
                frequency=row["frequency"] or "",
                horizon=row["horizon_date"],
                confidence=row["confidence"],
                page=row["page"],
                task=_local(row["task_id"]) if row["task_id"] else "",
                agencies=tuple(agencies.get(row["target_id"], ())),
                corrected=tuple(row.get("corrected") or ()),
            )
            for row in self._tables["targets"].rows(doc_id)
        )

    def _agencies(self, table: str, key: str, doc_id: str) -> dict[str, list[Agency]]:
        found: dict[str, list[Agency]] = {}
        for row in self._tables[table].rows(doc_id):
            agency = Agency(
                record=f"{_local(row[key])}-{row['role']}-{row['position']}",
                role=row["role"],
                words=row["mention"],
                start=row["char_start"],
                end=row["char_end"],
                name=self._names.get(row["agency_id"], "") if row["agency_id"] else "",
                resolution=row["resolution"] or "",
                confidence=row["agency_confidence"],
            )
            found.setdefault(row[key], []).append(agency)
        for agencies in found.values():
            agencies.sort(key=lambda agency: _AGENCY_ROLES.index(agency.role))
        return found

    def _doubts(self, doc_id: str) -> tuple[Doubt, ...]:
        rows = enumerate(self._tables["diagnostics"].rows(doc_id))
        doubts = [
            Doubt(f"x{place:04d}", row["severity"], row["code"], row["message"], row["char_start"], row["char_end"])
            for place, row in rows
        ]
        return tuple(sorted(doubts, key=lambda doubt: _SEVERITIES.index(doubt.severity)))

    def _grid(self, table: _Row) -> Grid:
        name = _local(table["table_id"])
        rows: list[list[Cell]] = [[] for _ in range(table["n_rows"])]
        roles = ["other"] * table["n_columns"]
        for row in self._tables["cells"].rows(table["table_id"]):
            cell = Cell(
                record=f"{name}-{row['row']}-{row['column']}",
                row=row["row"],
                column=row["column"],
                row_span=row["row_span"],
                column_span=row["column_span"],
                role=row["column_role"],
                words=row["text"] or "",
                start=row["char_start"],
                end=row["char_end"],
            )
            rows[cell.row].append(cell)
            if cell.column_span == 1:
                roles[cell.column] = cell.role
        placed = tuple(tuple(sorted(cells, key=lambda cell: cell.column)) for cells in rows)
        return Grid(name, table["caption"] or "", table["kind"], table["layout"], placed, tuple(roles))


def _local(record_id: str) -> str:
    """A record's name within its document, fit for a link: `k0003`, `k0003-d00`."""
    return "-".join(record_id.split("/")[1:])


def _time(row: _Row) -> Time:
    return Time(
        record=_local(row["deadline_id"]),
        role=row["role"],
        words=row["text"],
        start=row["char_start"],
        end=row["char_end"],
        kind=row["kind"],
        first_day=row["start_date"],
        last_day=row["end_date"],
        recurrence=row["recurrence"] or "",
        inherited=row["inherited"],
    )


def _reference(row: _Row) -> Reference:
    return Reference(
        record=_local(row["reference_id"]),
        start=row["char_start"],
        end=row["char_end"],
        relation=row["relation"],
        words=row["text"],
        doc_type=row["doc_type"] or "",
        number=row["number"] or "",
        issued=row["issued_date"],
        issuer=row["issuer"] or "",
        level=row["level"] or "",
        articles=tuple(row["articles"] or ()),
        law_id=row["law_id"] or "",
        target_doc_id=row["target_doc_id"] or "",
        page=row["page"],
        corrected=tuple(row.get("corrected") or ()),
    )
