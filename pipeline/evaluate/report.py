"""How good a dataset is against gold: all comparisons together, as tables and as JSON.

Input: the readings of a dataset and gold by the stem of the source file; output: a `Report`. Documents without gold are not
scored, gold without a document counts as missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TypeVar

from pipeline.evaluate.annotation import Annotation, AnnotationError
from pipeline.evaluate.comparing import compare
from pipeline.evaluate.comparison import Comparison, Disagreement, Outcome
from pipeline.evaluate.readings import Reading
from pipeline.evaluate.reliability import Band, bands, calibration_error
from pipeline.evaluate.sheets import Sheet, share
from pipeline.evaluate.tally import Count, Counts, total

Key = TypeVar("Key", bound=Hashable)

_FIELD_PREFIXES = ("task.", "target.", "references", "document")
_NAMES = {
    "document": "document: head and signature",
    "references": "references",
    "tasks whole": "tasks, all fields right",
    "targets whole": "targets, all fields right",
}
_SECTIONS = ("document", "tasks:", "task.", "tasks whole", "target.", "targets whole", "references")


@dataclass(frozen=True)
class Report:
    """The comparisons of all documents that have gold; `absent` names gold whose document the dataset does not have."""

    comparisons: tuple[Comparison, ...]
    absent: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> dict[str, Count]:
        """Counts by field over all documents, in the order in which they are shown."""
        together = total(comparison.counts for comparison in self.comparisons)
        order = {start: place for place, start in enumerate(_SECTIONS)}
        shown = sorted(together, key=lambda field: min(order[start] for start in order if field.startswith(start)))
        return {field: together[field] for field in shown if together[field] != Count()}

    @property
    def fields(self) -> Count:
        """All fields of all records together."""
        return fields_together(self.counts)

    @cached_property
    def overlaps(self) -> dict[tuple[str, float], Count]:
        """Counts of texts by field and least overlap."""
        return total(comparison.overlaps for comparison in self.comparisons)

    @cached_property
    def layouts(self) -> dict[tuple[str, str], Count]:
        """Counts by layout and field."""
        return total(comparison.layouts for comparison in self.comparisons)

    @cached_property
    def confusion(self) -> Counter[tuple[str, str, str]]:
        """How often each value of gold was read as each value."""
        return sum((comparison.confusion for comparison in self.comparisons), Counter[tuple[str, str, str]]())

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The records that were read."""
        return tuple(outcome for comparison in self.comparisons for outcome in comparison.outcomes)

    @cached_property
    def reliability(self) -> tuple[Band, ...]:
        """How often records of each confidence are right."""
        return bands(self.outcomes)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every field in which the two sides differ."""
        return tuple(one for comparison in self.comparisons for one in comparison.disagreements)


def evaluate(readings: Iterable[Reading], gold: Mapping[str, Annotation]) -> Report:
    """Score readings against gold. Raises AnnotationError when two documents have the stem of one gold file."""
    read: dict[str, Reading] = {}
    for reading in readings:
        if reading.stem in read:
            files = f"{read[reading.stem].source_file} and {reading.source_file}"
            raise AnnotationError(f"gold of {reading.stem} fits two documents: {files}")
        if reading.stem in gold:
            read[reading.stem] = reading
    comparisons = tuple(compare(read.get(stem), gold[stem], stem) for stem in sorted(gold))
    return Report(comparisons, tuple(stem for stem in sorted(gold) if stem not in read))


def fields_together(counts: Counts) -> Count:
    """The fields of all records as one figure; kinds and whole records count no field twice."""
    return sum((count for field, count in counts.items() if field.startswith(_FIELD_PREFIXES)), Count())


# --- as tables ----------------------------------------------------------------------------------------------------------


def brief_sheets(report: Report) -> tuple[Sheet, ...]:
    """The figures of each field over all documents."""
    rows = [_row(_NAMES.get(field, field), count) for field, count in report.counts.items()]
    return (Sheet("", ("field", "precision", "recall", "F1", "found", "gold"), (*rows, _row("all fields", report.fields))),)


def full_sheets(report: Report, shown: int) -> tuple[Sheet, ...]:
    """Everything the report tells, with up to `shown` disagreements."""
    (fields,) = brief_sheets(report)
    return (
        Sheet("Fields and records", fields.columns, fields.rows),
        _by_document(report),
        _by_layout(report),
        _by_overlap(report),
        _confusion(report),
        _reliability(report),
        _disagreements(report, shown),
    )


def _row(name: str, count: Count) -> tuple[str, ...]:
    return (name, share(count.precision), share(count.recall), share(count.f1), str(count.found), str(count.gold))


def _by_document(report: Report) -> Sheet:
    rows = tuple(
        (
            comparison.stem,
            share(fields_together(comparison.counts).f1),
            *(_f1(comparison.counts, name) for name in ("tasks whole", "targets whole", "references")),
            "not in the dataset" if comparison.stem in report.absent else str(len(comparison.disagreements)),
        )
        for comparison in report.comparisons
    )
    columns = ("document", "all fields", "whole tasks", "whole targets", "references", "disagreements")
    return Sheet("By document (F1)", columns, rows)


def _f1(counts: Mapping[Key, Count], name: Key) -> str:
    count = counts.get(name, Count())
    return share(count.f1) if count != Count() else "-"


def _by_layout(report: Report) -> Sheet:
    names = ("tasks whole", "task.lead", "task.coordinating", "task.deadline", "targets whole")
    layouts = sorted({layout for layout, _ in report.layouts})
    rows = tuple((layout, *(_f1(report.layouts, (layout, name)) for name in names)) for layout in layouts)
    note = "grid: real tables; flattened: tables rebuilt from paragraphs; prose: outside tables."
    return Sheet("By layout (F1)", ("layout", *names), rows, note)


def _by_overlap(report: Report) -> Sheet:
    levels = sorted({least for _, least in report.overlaps}, reverse=True)
    names = [name for name in dict.fromkeys(name for name, _ in report.overlaps) if report.overlaps[name, levels[0]] != Count()]
    rows = tuple((name, *(share(report.overlaps[name, least].f1) for least in levels)) for name in names)
    columns = ("text", *("exact" if least == 1.0 else f"at least {least}" for least in levels))
    return Sheet("Texts by overlap (F1)", columns, rows, "Overlap: words common in order over words of both.")


def _confusion(report: Report) -> Sheet:
    rows = tuple(
        (what, gold, found, str(number))
        for (what, gold, found), number in sorted(report.confusion.items(), key=lambda item: (item[0][0], -item[1], item[0]))
    )
    return Sheet("What is taken for what", ("what", "in gold", "as read", "times"), rows, words=3)


def _reliability(report: Report) -> Sheet:
    rows = tuple(
        (
            f"{band.low:.2f} to {band.high:.2f}",
            str(band.records),
            share(band.confidence),
            share(band.share),
            f"{band.interval[0]:.2f} to {band.interval[1]:.2f}",
        )
        for band in report.reliability
    )
    note = f"Mean distance between confidence and share: {calibration_error(report.reliability):.3f}."
    return Sheet("Confidence", ("confidence", "records", "mean", "share right", "95 % interval"), rows, note)


def _disagreements(report: Report, shown: int) -> Sheet:
    rows = tuple(
        (one.document, one.record, one.field, one.found, one.gold, one.found_page, one.gold_page)
        for one in report.disagreements[:shown]
    )
    left = len(report.disagreements) - len(rows)
    columns = ("document", "record", "field", "as read", "in gold", "page where read", "page of gold")
    return Sheet("Disagreements", columns, rows, f"{left} more; see the JSON report." if left else "", words=7)


# --- as JSON ------------------------------------------------------------------------------------------------------------


def report_json(report: Report) -> dict[str, object]:
    """Everything the report tells, for other programs."""
    return {
        "all": figures_json(report.counts),
        "documents": {comparison.stem: figures_json(comparison.counts) for comparison in report.comparisons},
        "absent": list(report.absent),
        "layouts": [{"layout": layout, "field": name, **_figure(count)} for (layout, name), count in report.layouts.items()],
        "overlaps": [{"text": name, "least": least, **_figure(count)} for (name, least), count in report.overlaps.items()],
        "confusion": [
            {"what": what, "gold": gold, "found": found, "times": number}
            for (what, gold, found), number in sorted(report.confusion.items())
        ],
        "reliability": [{**asdict(band), "share": band.share, "interval": band.interval} for band in report.reliability],
        "calibration_error": calibration_error(report.reliability),
        "disagreements": [asdict(one) for one in report.disagreements],
    }


def figures_json(counts: Counts) -> dict[str, dict[str, float]]:
    """Figures by field, all fields together last."""
    scored = {name: count for name, count in counts.items() if count != Count()}
    return {name: _figure(count) for name, count in {**scored, "fields": fields_together(counts)}.items()}


def _figure(count: Count) -> dict[str, float]:
    return {
        "precision": round(count.precision, 6),
        "recall": round(count.recall, 6),
        "f1": round(count.f1, 6),
        "right": count.right,
        "found": count.found,
        "gold": count.gold,
    }
