"""The differences between two datasets, as tables for people and as JSON for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from pipeline.evaluate.differences import Change, Differences
from pipeline.evaluate.sheets import Sheet

_TABLES = ("documents", "tasks", "targets", "references", "agencies")
_SHOWN = 200


def difference_sheets(found: Differences, shown: int) -> tuple[Sheet, ...]:
    """Counts by table and by field, and up to `shown` examples of each kind of change."""
    counts = tuple(
        (table, *map(str, found.rows[table]), *(str(found.count(table, status)) for status in ("added", "gone", "changed")))
        for table in _TABLES
    )
    others = tuple((name, str(old), str(new)) for name, (old, new) in found.rows.items() if old != new and name not in _TABLES)
    fields = Counter((change.table, change.field) for change in found.changes if change.status == "changed")
    by_field = tuple(
        (table, name, str(number)) for (table, name), number in sorted(fields.items(), key=lambda item: (-item[1], item[0]))
    )
    codes = tuple((code, str(old), str(new)) for code, (old, new) in found.diagnostics.items())
    return (
        Sheet("Records", ("table", "old", "new", "added", "gone", "changed"), counts),
        Sheet("Rows of other tables", ("table", "old", "new"), others),
        Sheet("Changed fields", ("table", "field", "records"), by_field, words=2),
        Sheet("Diagnostics", ("code", "old", "new"), codes),
        Sheet("Columns that only one side has", ("column", "status"), found.columns, words=2),
        Sheet("Pages that changed", ("document",), tuple((page,) for page in found.pages[:shown])),
        *(_examples(found, status, shown) for status in ("added", "gone", "changed")),
    )


def _examples(found: Differences, status: str, shown: int) -> Sheet:
    changes = [change for change in found.changes if change.status == status]
    examples = [change for table in _TABLES for change in [item for item in changes if item.table == table][:shown]]
    left = len(changes) - len(examples)
    columns = ("table", "document", "record", "field", "old", "new") if status == "changed" else ("table", "document", "record")
    note = f"{left} more; see the JSON report." if left else ""
    return Sheet(status.capitalize(), columns, tuple(_row(change)[: len(columns)] for change in examples), note, len(columns))


def _row(change: Change) -> tuple[str, ...]:
    return (change.table, change.document, change.record, change.field, _cut(change.old), _cut(change.new))


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def differences_json(found: Differences) -> dict[str, object]:
    """Everything that differs, for other programs."""
    return {
        "same": not found,
        "rows": {name: {"old": old, "new": new} for name, (old, new) in found.rows.items()},
        "pages": list(found.pages),
        "columns": [{"column": column, "status": status} for column, status in found.columns],
        "diagnostics": {code: {"old": old, "new": new} for code, (old, new) in found.diagnostics.items()},
        "changes": [asdict(change) for change in found.changes],
    }
