"""Figures that may not fall: what a version reached is kept in a file, and a later one that loses more than a hair fails.

Input: a report and the file; output: losses and gains by document and field. F1 is kept, for every field of every document and
for all of them together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.report import Report, fields_together
from pipeline.evaluate.sheets import Sheet, share
from pipeline.evaluate.tally import Count, Counts

TOLERANCE = 0.002
_TOGETHER = "all"
_DIGITS = 6

Figures = Mapping[str, Mapping[str, float]]


class GateError(ValueError):
    """A file of kept figures that cannot be read."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not as it was; `now` is None where the field or the document is no longer scored."""

    document: str
    field: str
    before: float
    now: float | None

    @property
    def is_loss(self) -> bool:
        """Whether the figure fell, or is gone."""
        return self.now is None or self.now < self.before


def figures(report: Report) -> dict[str, dict[str, float]]:
    """F1 by document and field."""
    kept = {comparison.stem: _f1s(comparison.counts) for comparison in report.comparisons}
    return {**kept, _TOGETHER: _f1s(report.counts)}


def _f1s(counts: Counts) -> dict[str, float]:
    scored = {name: count for name, count in sorted(counts.items()) if count != Count()}
    return {name: round(count.f1, _DIGITS) for name, count in {**scored, "fields": fields_together(counts)}.items()}


def keep_figures(report: Report, path: Path) -> None:
    """Write the figures of a report for later runs to be held to."""
    path.write_text(json.dumps(figures(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept_figures(path: Path) -> Figures:
    """The figures in a file. Raises GateError when it holds none, OSError when it is not there."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(document): {str(field): float(value) for field, value in fields.items()} for document, fields in content.items()
        }
    except (ValueError, AttributeError, TypeError) as error:
        raise GateError(f"{path}: no figures by document and field; write them with `vnplans evaluate --keep`") from error


def changes(report: Report, before: Figures, tolerance: float = TOLERANCE) -> tuple[Change, ...]:
    """The figures that moved by more than `tolerance`, and those that are gone. New documents and fields are no change."""
    now = figures(report)
    moved = (
        Change(document, field, value, now.get(document, {}).get(field))
        for document, fields in before.items()
        for field, value in fields.items()
    )
    return tuple(change for change in moved if change.now is None or abs(change.now - change.before) > tolerance + 1e-9)


def gate_sheets(moved: tuple[Change, ...]) -> tuple[Sheet, ...]:
    """Losses, then gains, as tables."""
    columns = ("document", "field", "before", "now", "change")
    return tuple(
        Sheet(title, columns, tuple(_row(change) for change in moved if change.is_loss is loss), words=2)
        for title, loss in (("Losses", True), ("Gains", False))
    )


def _row(change: Change) -> tuple[str, ...]:
    if change.now is None:
        return (change.document, change.field, share(change.before), "gone", "")
    return (change.document, change.field, share(change.before), share(change.now), f"{change.now - change.before:+.3f}")
