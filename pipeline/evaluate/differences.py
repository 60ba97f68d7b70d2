"""What a new dataset changed: documents and records added, gone, or changed field by field.

Input: two dataset folders; output: `Differences`. Documents are the same when their path below `raw/` is; records of a document
are paired by what they say, because an id counts places and moves when a record is added before it: first those that are equal,
then those whose words are most alike. Documents whose rows are equal in every table cost a comparison of columns only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa

from pipeline.dataset import DatasetError
from pipeline.dataset.files import read_table
from pipeline.dataset.schema import table_schemas
from pipeline.dataset.swap import is_dataset
from pipeline.evaluate.matching import best_pairs, likenesses
from pipeline.orthography import fold_space

Status = Literal["added", "gone", "changed"]
Fields = Mapping[str, str]

_ALIKE = 0.6
_PLACES = frozenset({"section_id", "table_id", "char_start", "char_end"})
# By table: the column of its id, and those of the words that a record is known by.
_RECORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "tasks": ("task_id", ("description",)),
    "targets": ("target_id", ("indicator", "text")),
    "references": ("reference_id", ("text",)),
}
_PARTS = ("task_agencies", "target_agencies", "deadlines")
# What is new with every version or page says nothing of what was read.
_NOT_COMPARED = frozenset({"doc_id", "source_file", "source_sha256", "pipeline_version"})


@dataclass(frozen=True, slots=True)
class Change:
    """A document, agency or record that is not as it was; for a changed one a field with its old and new value.

    `record` shows a record to people; `record_id` is its id, in the old dataset for what is gone, else in the new one.
    """

    table: str
    status: Status
    document: str
    record: str
    record_id: str
    field: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Differences:
    """Everything that two datasets differ in.

    `rows` are the numbers of rows by table, old and new; `pages` name documents whose page changed; `diagnostics` count codes,
    old and new, where they differ; `columns` are those that only one side has, which are not compared.
    """

    changes: tuple[Change, ...]
    rows: Mapping[str, tuple[int, int]]
    pages: tuple[str, ...]
    diagnostics: Mapping[str, tuple[int, int]]
    columns: tuple[tuple[str, Status], ...] = ()

    def __bool__(self) -> bool:
        moved = any(old != new for old, new in self.rows.values())
        return bool(self.changes or self.pages or self.diagnostics or self.columns or moved)

    def count(self, table: str, status: Status) -> int:
        """How many records of a table are added, gone or changed; one with several changed fields counts once."""
        found = [change for change in self.changes if (change.table, change.status) == (table, status)]
        return len({change.record_id for change in found}) if status == "changed" else len(found)


@dataclass(frozen=True)
class _Record:
    """A record with its id and all that is said of it, as texts."""

    record_id: str
    fields: Fields

    @property
    def content(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.fields.items()))


class _Dataset:
    """The tables of a dataset, and where the rows of each document lie in them."""

    def __init__(self, folder: Path) -> None:
        if not is_dataset(folder):
            raise DatasetError(f"{folder} holds no dataset of vnplans; make one with `vnplans extract`")
        self.tables = {name: read_table(folder, name) for name in table_schemas()}
        self.slices = {name: _slices(table) for name, table in self.tables.items() if "doc_id" in table.column_names}
        self.documents = {str(row["source_file"]): row for row in self.tables["documents"].to_pylist()}
        self.paths = {str(row["doc_id"]): path for path, row in self.documents.items()}

    def of(self, table: str, doc_id: str) -> pa.Table:
        """The rows of a document."""
        start, end = self.slices[table].get(doc_id, (0, 0))
        return self.tables[table].slice(start, end - start)

    def text(self, doc_id: str) -> str:
        """A document's clean text."""
        return str(self.of("texts", doc_id)["text"][0])


def _slices(table: pa.Table) -> dict[str, tuple[int, int]]:
    """The first row of each document and the one behind its last; a document's rows lie together."""
    slices: dict[str, tuple[int, int]] = {}
    for place, doc_id in enumerate(table["doc_id"].to_pylist()):
        slices[doc_id] = (slices[doc_id][0] if doc_id in slices else place, place + 1)
    return slices


def differences(old: Path, new: Path) -> Differences:
    """What the dataset in `new` has other than the one in `old`. Raises DatasetError when either is none."""
    before, after = _Dataset(old), _Dataset(new)
    columns = tuple(_narrowed(before, after))
    changes: list[Change] = []
    pages: list[str] = []
    for path in sorted({*before.documents, *after.documents}):
        if path not in after.documents or path not in before.documents:
            row = before.documents.get(path) or after.documents[path]
            status: Status = "gone" if path in before.documents else "added"
            changes.append(Change("documents", status, path, _named(row), str(row["doc_id"])))
            continue
        if before.documents[path]["source_sha256"] != after.documents[path]["source_sha256"]:
            pages.append(path)
        changes += _document_changes(before, after, path)
    changes += _agency_changes(before, after)
    counts = [Counter(side.tables["diagnostics"]["code"].to_pylist()) for side in (before, after)]
    codes = {code: (counts[0][code], counts[1][code]) for code in sorted({*counts[0], *counts[1]})}
    return Differences(
        changes=tuple(changes),
        rows={name: (before.tables[name].num_rows, after.tables[name].num_rows) for name in table_schemas()},
        pages=tuple(pages),
        diagnostics={code: pair for code, pair in codes.items() if pair[0] != pair[1]},
        columns=columns,
    )


def _narrowed(before: _Dataset, after: _Dataset) -> Iterator[tuple[str, Status]]:
    """Leave only the columns that both datasets have, and tell which the others are."""
    for name in table_schemas():
        sides = [set(side.tables[name].column_names) for side in (before, after)]
        yield from ((f"{name}.{column}", "gone") for column in sorted(sides[0] - sides[1]))
        yield from ((f"{name}.{column}", "added") for column in sorted(sides[1] - sides[0]))
        shared = [column for column in after.tables[name].column_names if column in sides[0]]
        for side in (before, after):
            side.tables[name] = side.tables[name].select(shared)


def _named(row: Mapping[str, object]) -> str:
    return fold_space(f"{row.get('number') or ''} {row.get('title') or ''}")


def _document_changes(before: _Dataset, after: _Dataset, path: str) -> Iterator[Change]:
    rows = before.documents[path], after.documents[path]
    ids = [str(row["doc_id"]) for row in rows]
    facts = [_fields(row) | {"text": side.text(doc_id)} for row, side, doc_id in zip(rows, (before, after), ids, strict=True)]
    yield from _field_changes(("documents", path, _named(rows[1]), ids[1]), *facts)
    names = (*_RECORDS, *_PARTS)
    if ids[0] == ids[1] and all(before.of(name, ids[0]).equals(after.of(name, ids[1])) for name in names):
        return
    parts = [_parts(side, doc_id) for side, doc_id in zip((before, after), ids, strict=True)]
    for table in _RECORDS:
        sides = [_records(side, table, doc_id, part) for side, doc_id, part in zip((before, after), ids, parts, strict=True)]
        yield from _record_changes(table, path, *sides)


def _fields(row: Mapping[str, object]) -> dict[str, str]:
    return {name: _shown(value) for name, value in row.items() if name not in _NOT_COMPARED | _PLACES}


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " > ".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _parts(side: _Dataset, doc_id: str) -> defaultdict[str, defaultdict[str, list[str]]]:
    """What the other tables say of each record: its agencies by role, as printed and by id, and its times."""
    parts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, key in (("task_agencies", "task_id"), ("target_agencies", "target_id")):
        for row in side.of(table, doc_id).to_pylist():
            parts[row[key]][row["role"]].append(row["mention"])
            parts[row[key]][f"{row['role']} agency_id"].append(row["agency_id"] or "")
    for row in side.of("deadlines", doc_id).to_pylist():
        said = {name: value for name, value in _fields(row).items() if name not in ("deadline_id", "task_id") and value}
        parts[row["task_id"]]["deadlines"].append(", ".join(f"{name} {value}" for name, value in said.items()))
    return parts


def _records(side: _Dataset, table: str, doc_id: str, parts: Mapping[str, Mapping[str, list[str]]]) -> list[_Record]:
    key = _RECORDS[table][0]
    records: list[_Record] = []
    for row in side.of(table, doc_id).to_pylist():
        fields = {name: value for name, value in _fields(row).items() if name not in (key, "task_id")}
        if "target_doc_id" in fields:
            fields["target_doc_id"] = side.paths.get(fields["target_doc_id"], "")
        said = {name: "; ".join(words) for name, words in parts.get(str(row[key]), {}).items()}
        records.append(_Record(str(row[key]), {**fields, **said}))
    return records


def _record_changes(table: str, path: str, old: Sequence[_Record], new: Sequence[_Record]) -> Iterator[Change]:
    """Pair the records of a document: equal ones, then those most alike; what is left is gone or added."""
    waiting: defaultdict[tuple[tuple[str, str], ...], list[_Record]] = defaultdict(list)
    for record in new:
        waiting[record.content].append(record)
    left: list[_Record] = []
    for record in old:
        if equal := waiting[record.content]:
            equal.pop(0)
        else:
            left.append(record)
    unpaired = {record.record_id for records in waiting.values() for record in records}
    right = [record for record in new if record.record_id in unpaired]
    pairs = best_pairs(likenesses(*([_words(table, record) for record in side] for side in (left, right))), _ALIKE)
    for i, j in pairs:
        yield from _field_changes((table, path, _label(table, right[j]), right[j].record_id), left[i].fields, right[j].fields)
    for i in sorted(set(range(len(left))) - {i for i, _ in pairs}):
        yield Change(table, "gone", path, _label(table, left[i]), left[i].record_id)
    for j in sorted(set(range(len(right))) - {j for _, j in pairs}):
        yield Change(table, "added", path, _label(table, right[j]), right[j].record_id)


def _words(table: str, record: _Record) -> str:
    return " ".join(record.fields[name] for name in _RECORDS[table][1])


def _label(table: str, record: _Record) -> str:
    return fold_space(f"{record.fields.get('ordinal', '')} {_words(table, record)}")[:100]


def _field_changes(what: tuple[str, str, str, str], old: Fields, new: Fields) -> Iterator[Change]:
    table, path, label, record_id = what
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield Change(table, "changed", path, label, record_id, name, old.get(name, ""), new.get(name, ""))


def _agency_changes(before: _Dataset, after: _Dataset) -> Iterator[Change]:
    sides = [{str(row["agency_id"]): _fields(row) for row in side.tables["agencies"].to_pylist()} for side in (before, after)]
    for agency_id in sorted({*sides[0], *sides[1]}):
        old, new = (side.get(agency_id) for side in sides)
        if old is None or new is None:
            yield Change("agencies", "added" if old is None else "gone", "", agency_id, agency_id)
        else:
            yield from _field_changes(("agencies", "", agency_id, agency_id), old, new)
