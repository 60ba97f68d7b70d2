"""An annotation read from the marks on a page, as people left them.

Input: a `MarkedPage`; output: the `Annotation` that it says. Records that `marking` drew keep their order, those that a person
added stand where their words are. What says nothing clear, such as an agency that no link ties to a record, is an error.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from pipeline.evaluate.annotation import (
    AnnotatedReference,
    AnnotatedTarget,
    AnnotatedTask,
    AnnotatedTime,
    Annotation,
    AnnotationError,
    Head,
)
from pipeline.evaluate.marks import HEADER, LEVEL, RECORDS, Mark, MarkedPage, value_of
from pipeline.orthography import fold_space


def annotation_of(page: MarkedPage) -> Annotation:
    """The annotation that the marks of a page say. Raises AnnotationError naming every mark that says nothing clear."""
    reader = _Reader(page)
    records = {label: [reader.parts(mark) for mark in _in_page_order(page.marks, label)] for label in RECORDS}
    annotation = Annotation(
        document=reader.head(),
        tasks=tuple(reader.task(*found) for found in records["task"]),
        targets=tuple(reader.target(*found) for found in records["target"]),
        references=tuple(reader.reference(found[0]) for found in records["reference"]),
    )
    reader.find_strays()
    if reader.faults:
        raise AnnotationError(f"{page.document}: " + "; ".join(reader.faults))
    return annotation


def _in_page_order(marks: Iterable[Mark], label: str) -> list[Mark]:
    """The records of one label: those that `marked` named in its order, those that a person added where they stand."""
    found: list[Mark] = []
    mine = [mark for mark in marks if mark.label == label]
    for mark in sorted(mine, key=lambda mark: (not _is_named(mark), mark.name if _is_named(mark) else "", mark.span)):
        at = len(found)
        if not _is_named(mark):
            at = next((place for place, other in enumerate(found) if other.span > mark.span), len(found))
        found.insert(at, mark)
    return found


def _is_named(mark: Mark) -> bool:
    label, _, number = mark.name.rpartition("-")
    return label == mark.label and number.isdigit()


class _Reader:
    def __init__(self, page: MarkedPage) -> None:
        self.page = page
        self.by_name = {mark.name: mark for mark in page.marks}
        self.linked: dict[str, list[Mark]] = {}
        self.faults: list[str] = []
        for one, other in page.links:
            self._link(one, other)

    def _link(self, one: str, other: str) -> None:
        """A link may be drawn either way; one of its ends is a record."""
        ends = [self.by_name[name] for name in (one, other) if name in self.by_name]
        heads = [mark for mark in ends if mark.label in RECORDS]
        parts = [mark for mark in ends if mark.label not in RECORDS]
        if len(heads) == len(parts) == 1:
            self.linked.setdefault(heads[0].name, []).append(parts[0])
        else:
            self.faults.append(f"a link from {one} to {other} ties no part to a record")

    def find_strays(self) -> None:
        """Note parts that no link ties to a record: their meaning would be lost."""
        tied = {part.name for parts in self.linked.values() for part in parts}
        for mark in self.page.marks:
            if mark.label not in RECORDS and mark.name not in tied:
                words = fold_space(self.page.text[mark.span.start : mark.span.end])[:40]
                self.faults.append(f"{mark.label} {words!r} at {mark.span.start} belongs to no record: draw a relation")

    def parts(self, mark: Mark) -> tuple[Mark, dict[str, list[Mark]]]:
        """A record's mark and its parts by label."""
        found: dict[str, list[Mark]] = {}
        for part in self.linked.get(mark.name, ()):
            found.setdefault(part.label, []).append(part)
        return mark, found

    def head(self) -> Head:
        facts = self.page.facts
        texts = {name: next(iter(facts.get(name, ())), "") for name in HEADER}
        return Head(
            number=texts["number"],
            doc_type=texts["doc_type"],
            title=texts["title"],
            issuer=texts["issuer"],
            province=texts["province"],
            issued_date=self._date("document", "issued_date", texts["issued_date"]),
            signer=texts["signer"],
            signer_title=texts["signer_title"],
            truncated=texts["truncated"] == "yes",
        )

    def task(self, mark: Mark, parts: Mapping[str, list[Mark]]) -> AnnotatedTask:
        return AnnotatedTask(
            kind=mark.one("kind"),
            ordinal=mark.one("ordinal"),
            group=mark.attributes.get("group", ()),
            description="\n".join(self._values([mark, *parts.get("description", ())])),
            lead=self._values(parts.get("lead", ())),
            coordinating=self._values(parts.get("coordinating", ())),
            supervisor=self._values(parts.get("supervisor", ())),
            output="\n".join(self._values(parts.get("output", ()))),
            note="\n".join(self._values(parts.get("note", ()))),
            deadlines=tuple(self._time(time) for time in parts.get("time", ())),
            uncertain=mark.attributes.get("uncertain", ()),
        )

    def _time(self, mark: Mark) -> AnnotatedTime:
        return AnnotatedTime(
            role=mark.one("role") or "implementation",
            text=value_of(mark, self.page.text),
            kind=mark.one("time_kind"),
            start=self._date(mark.name, "start", mark.one("start")),
            end=self._date(mark.name, "end", mark.one("end")),
            recurrence=mark.one("recurrence") or None,
            inherited=mark.one("inherited") == "yes",
        )

    def target(self, mark: Mark, parts: Mapping[str, list[Mark]]) -> AnnotatedTarget:
        comparator, words = mark.one("comparator"), value_of(mark, self.page.text)
        is_level = mark.one("level") == "yes"
        return AnnotatedTarget(
            context=mark.one("context"),
            ordinal=mark.one("ordinal"),
            group=mark.attributes.get("group", ()),
            indicator=mark.one("indicator") or (words if is_level else ""),
            text="" if is_level else words,
            comparator="" if comparator == LEVEL else comparator,
            value_min=self._number(mark, "value_min"),
            value_max=self._number(mark, "value_max"),
            unit=mark.one("unit"),
            frequency=mark.one("frequency") or None,
            horizon=self._date(mark.name, "horizon", mark.one("horizon")),
            lead=self._values(parts.get("lead", ())),
            measuring=self._values(parts.get("measuring", ())),
            coordinating=self._values(parts.get("coordinating", ())),
        )

    def reference(self, mark: Mark) -> AnnotatedReference:
        return AnnotatedReference(
            text=value_of(mark, self.page.text),
            doc_type=mark.one("doc_type"),
            number=mark.one("number"),
            issued_date=self._date(mark.name, "issued_date", mark.one("issued_date")),
            issuer=mark.one("issuer"),
            relation=mark.one("relation"),
        )

    def _values(self, marks: Iterable[Mark]) -> tuple[str, ...]:
        return tuple(value_of(mark, self.page.text) for mark in marks)

    def _date(self, where: str, name: str, words: str) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(words.strip()) if words.strip() else None
        except ValueError:
            self.faults.append(f"{where}: {name}: {words!r} is no date such as 2025-12-31")
            return None

    def _number(self, mark: Mark, name: str) -> float | None:
        words = mark.one(name).strip()
        try:
            return float(words) if words else None
        except ValueError:
            self.faults.append(f"{mark.name}: {name}: {words!r} is no number such as 10 or 2.5")
            return None
