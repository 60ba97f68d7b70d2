"""One document against its gold: what agrees, field by field, and each disagreement with the page's words on both sides.

Input: a `Reading` and an `Annotation`; output: a `Comparison`. Records are paired first (`matching`); a field of a record
without a partner counts as found, or as gold, alone. A record is whole when all its fields are right, its headings aside. What
gold names as uncertain is not scored.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import TypeAlias, TypeVar

from pipeline.evaluate.annotation import AnnotatedReference, AnnotatedTarget, AnnotatedTask, AnnotatedTime, Annotation, Head
from pipeline.evaluate.comparison import Comparison, Disagreement, Outcome
from pipeline.evaluate.confusion import INVENTED, MISSED, Item, confused
from pipeline.evaluate.likeness import fold, overlap, same_heading, same_name, same_text, same_unit
from pipeline.evaluate.matching import Pairs, pair_targets, pair_tasks
from pipeline.evaluate.readings import PROSE, Evidence, Reading
from pipeline.evaluate.tally import Count, agreement
from pipeline.model import Span
from pipeline.orthography import fold_space

TASK_KINDS = ("table", "labelled", "assignment", "statement")
OVERLAPS = (1.0, 0.9, 0.5)
AGENCY_ROLES = ("lead", "coordinating", "supervisor")
_HEAD_FIELDS = ("number", "doc_type", "title", "issuer", "province", "signer", "signer_title")
_SHOWN = 160

Thing = TypeVar("Thing")
Side = TypeVar("Side")
Sides: TypeAlias = tuple[Sequence[Thing], Sequence[Thing]]
Meaning: TypeAlias = tuple[str, str | None, str | None, str | None, str]


def compare(reading: Reading | None, gold: Annotation, stem: str) -> Comparison:
    """The reading of a document against its gold; None where the dataset does not have the document."""
    missing = Reading("", stem, "", Annotation(Head()), (), (), ())
    scorer = _Scorer(reading or missing, gold, Comparison(stem))
    scorer.head()
    scorer.tasks()
    scorer.targets()
    scorer.references()
    return scorer.out


@dataclass(frozen=True, slots=True)
class _Pair:
    """A record on both sides (None where it is missing), how it is called, and what the two sides are read from."""

    label: str
    layout: str
    found: Evidence | None
    gold_words: str
    both: bool


class _Scorer:
    def __init__(self, reading: Reading, gold: Annotation, out: Comparison) -> None:
        self.reading, self.gold, self.out = reading, gold, out

    def head(self) -> None:
        found, gold = self.reading.annotation.document, self.gold.document
        pair = _Pair("document", "", None, "", both=True)
        for name in _HEAD_FIELDS:
            if wanted := str(getattr(gold, name)):
                sides = ([str(getattr(found, name))], [wanted])
                self._score(pair, "document", sides, same_text, detail=f"document.{name}")
        dates = ([_iso(found.issued_date)], [_iso(gold.issued_date)])
        self._score(pair, "document", dates, eq, detail="document.issued_date")

    # --- tasks -----------------------------------------------------------------------------------------------------------

    def tasks(self) -> None:
        found, gold = self.reading.annotation.tasks, self.gold.tasks
        pairs = pair_tasks(found, gold)
        for kind in TASK_KINDS:
            right = sum(found[i].kind == gold[j].kind == kind for i, j in pairs)
            self.out.counts[f"tasks:{kind}"] += Count(right, *(sum(t.kind == kind for t in side) for side in (found, gold)))
        for i, j in _with_lonely(pairs, len(found), len(gold)):
            self._task(
                None if i is None else found[i],
                None if j is None else gold[j],
                None if i is None else self.reading.tasks[i],
            )

    def _task(self, found: AnnotatedTask | None, gold: AnnotatedTask | None, evidence: Evidence | None) -> None:
        p, g = found or AnnotatedTask(""), gold or AnnotatedTask("")
        layout = evidence.layout if evidence else self.reading.table_layout if g.kind == "table" else PROSE
        label = f"task [{g.ordinal or p.ordinal}] {fold_space(g.description or p.description)[:60]}"
        pair = _Pair(label, layout, evidence, g.description, found is not None and gold is not None)
        self._presence(pair, "task", p.description if found else MISSED, g.description if gold else INVENTED)
        self.out.confusion["kind of task", g.kind if gold else INVENTED, p.kind if found else MISSED] += 1
        good = pair.both
        for name in ("description", "ordinal", "output", "note"):
            if name not in g.uncertain:
                texts = _sides((str(getattr(side, name)) for side in (p, g)), lambda text: [text] if fold(text) else [])
                good &= self._score(pair, f"task.{name}", texts, same_text, overlaps=name != "ordinal")
        headings = _sides((p.group, g.group), lambda group: [" > ".join(map(fold, group))] if group else [])
        self._score(pair, "task.group", headings, same_heading)
        for name in AGENCY_ROLES:
            if name not in g.uncertain:
                good &= self._score(pair, f"task.{name}", (getattr(p, name), getattr(g, name)), _same_fold, overlaps=True)
        if "deadlines" not in g.uncertain:
            good &= self._score(pair, "task.deadline", _sides((p, g), lambda side: [_meaning(t) for t in side.deadlines]), eq)
            self._overlap("task.deadline", _sides((p, g), lambda side: [time.text for time in side.deadlines]))
        if pair.both:
            self._confuse(p, g)
        self._outcome(pair, "task", p.kind, (found is not None, gold is not None), good=good)

    def _confuse(self, p: AnnotatedTask, g: AnnotatedTask) -> None:
        """Note times of another kind and agencies in another role, where the record itself was found."""
        if "deadlines" not in g.uncertain:
            times = _sides((p, g), lambda side: [Item(fold(t.text), t.kind, t.role) for t in side.deadlines])
            self.out.confusion.update(("kind of time", *pair) for pair in confused(*times))
        if not set(AGENCY_ROLES) & set(g.uncertain):
            named = _sides((p, g), lambda side: [Item(fold(n), role) for role in AGENCY_ROLES for n in getattr(side, role)])
            self.out.confusion.update(("role of agency", *pair) for pair in confused(*named))

    # --- targets ---------------------------------------------------------------------------------------------------------

    def targets(self) -> None:
        found, gold = self.reading.annotation.targets, self.gold.targets
        for i, j in _with_lonely(pair_targets(found, gold), len(found), len(gold)):
            self._target(
                None if i is None else found[i],
                None if j is None else gold[j],
                None if i is None else self.reading.targets[i],
            )

    def _target(self, found: AnnotatedTarget | None, gold: AnnotatedTarget | None, evidence: Evidence | None) -> None:
        p, g = found or AnnotatedTarget(""), gold or AnnotatedTarget("")
        layout = evidence.layout if evidence else self.reading.table_layout if g.context == "table" else PROSE
        label = f"target [{g.ordinal or p.ordinal}] {fold_space(g.indicator or p.indicator)[:60]}"
        pair = _Pair(label, layout, evidence, g.text or g.indicator, found is not None and gold is not None)
        self._presence(
            pair,
            "target",
            f"{p.indicator} {p.text}".strip() if found else MISSED,
            f"{g.indicator} {g.text}".strip() if gold else INVENTED,
        )
        self.out.confusion["context of target", g.context if gold else INVENTED, p.context if found else MISSED] += 1
        self._overlap("target.text", _sides((p, g), lambda side: [side.text] if side.text else []))
        named = same_text if g.context == "table" else same_name
        names = _sides((found, gold), lambda side: [side.indicator] if side else [])
        rights = [
            self._score(pair, "target.indicator", names, named, overlaps=True),
            self._score(pair, "target.value", _sides((found, gold), lambda side: [_value(side)] if side else []), eq),
            self._score(pair, "target.unit", _sides((p, g), lambda side: [fold(side.unit)] if side.unit else []), same_unit),
            self._score(pair, "target.horizon", _sides((p, g), lambda side: [_iso(side.horizon)] if side.horizon else []), eq),
            self._score(
                pair, "target.frequency", _sides((p, g), lambda side: [fold(side.frequency)] if side.frequency else []), eq
            ),
            self._score(pair, "target.lead", (p.lead, g.lead), _same_fold, overlaps=True),
            self._score(pair, "target.measuring", (p.measuring, g.measuring), _same_fold, overlaps=True),
        ]
        self._outcome(pair, "target", p.context, (found is not None, gold is not None), good=pair.both and all(rights))

    # --- references ------------------------------------------------------------------------------------------------------

    def references(self) -> None:
        found, gold = self.reading.annotation.references, self.gold.references
        self.out.counts["references"] += agreement([_cited(item) for item in found], [_cited(item) for item in gold])
        self._overlap("reference.text", ([item.text for item in found], [item.text for item in gold]))
        for place in _without(found, gold):
            item = found[place]
            pair = _Pair(_called(item), PROSE, self.reading.references[place], item.text, both=False)
            self._note(pair, "reference", f"{item.relation}: {item.text}", INVENTED)
        for place in _without(gold, found):
            pair = _Pair(_called(gold[place]), PROSE, None, gold[place].text, both=False)
            self._note(pair, "reference", MISSED, f"{gold[place].relation}: {gold[place].text}")

    # --- what the records share ------------------------------------------------------------------------------------------

    def _score(
        self,
        pair: _Pair,
        name: str,
        sides: Sides[Thing],
        equal: Callable[[Thing, Thing], bool],
        *,
        overlaps: bool = False,
        detail: str | None = None,
    ) -> bool:
        """Count a field's agreement, note where it is none, and say whether all of it is right."""
        if not sides[0] and not sides[1]:
            return True
        count = agreement(*sides, equal)
        self.out.counts[name] += count
        if pair.layout:
            self.out.layouts[pair.layout, name] += count
        if overlaps:
            self._overlap(name, _sides(sides, lambda items: [str(item) for item in items]))
        if not count.whole and pair.both:
            self._note(pair, detail or name, *map(_shown, sides))
        return count.whole

    def _overlap(self, name: str, sides: Sides[str]) -> None:
        if not sides[0] and not sides[1]:
            return
        for least in OVERLAPS:
            self.out.overlaps[name, least] += agreement(*sides, partial(_covers, least))

    def _presence(self, pair: _Pair, name: str, found: str, gold: str) -> None:
        if not pair.both:
            self._note(pair, name, found, gold)

    def _outcome(self, pair: _Pair, record: str, kind: str, there: tuple[bool, bool], *, good: bool) -> None:
        count = Count(int(good), *map(int, there))
        self.out.counts[f"{record}s whole"] += count
        self.out.layouts[pair.layout, f"{record}s whole"] += count
        if pair.found:
            self.out.outcomes.append(Outcome(record, kind, pair.found.confidence, good))

    def _note(self, pair: _Pair, field_: str, found: str, gold: str) -> None:
        page = self.reading.page if self.reading.text else None
        place = pair.found.span.start if pair.found else 0
        spans = [page.nearest(words, place, any_case=True) for words in (gold, pair.gold_words.split("\n")[0])] if page else []
        there = next((span for span in spans if span is not None), None)
        self.out.disagreements.append(
            Disagreement(
                self.out.stem, pair.label, field_, found, gold,
                self._words(pair.found.span if pair.found else None), self._words(there),
            )
        )  # fmt: skip

    def _words(self, span: Span | None) -> str:
        words = fold_space(self.reading.text[span.start : span.end]) if span else ""
        return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _with_lonely(pairs: Pairs, found: int, gold: int) -> Iterator[tuple[int | None, int | None]]:
    """The pairs, then what on either side has no partner."""
    yield from pairs
    yield from ((i, None) for i in sorted(set(range(found)) - {i for i, _ in pairs}))
    yield from ((None, j) for j in sorted(set(range(gold)) - {j for _, j in pairs}))


def _sides(sides: Iterable[Side], of: Callable[[Side], Sequence[Thing]]) -> Sides[Thing]:
    """What a field holds on the two sides."""
    found, gold = map(of, sides)
    return found, gold


def _same_fold(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _covers(least: float, one: str, other: str) -> bool:
    return _same_fold(one, other) if least == 1.0 else overlap(one, other) >= least


def _iso(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


def _meaning(time: AnnotatedTime) -> Meaning:
    return (time.role, _iso(time.start), _iso(time.end), time.recurrence, time.kind)


def _value(target: AnnotatedTarget) -> tuple[str, float | None, float | None]:
    low, high = (None if value is None else round(value, 6) for value in (target.value_min, target.value_max))
    return (target.comparator, low, high)


def _cited(reference: AnnotatedReference) -> tuple[str, str, str | None]:
    return (reference.relation, fold(reference.number or reference.text).replace(" ", ""), _iso(reference.issued_date))


def _called(reference: AnnotatedReference) -> str:
    return f"reference {reference.number or reference.text[:60]}"


def _without(records: Sequence[AnnotatedReference], others: Sequence[AnnotatedReference]) -> list[int]:
    """The places of the records that have no equal among the others."""
    rest = Counter(map(_cited, others))
    lonely: list[int] = []
    for place, record in enumerate(records):
        if rest[_cited(record)]:
            rest[_cited(record)] -= 1
        else:
            lonely.append(place)
    return lonely


def _shown(items: Iterable[object]) -> str:
    """The items of a field for a reader."""
    told = (
        " ".join(str(part) for part in item if part is not None) if isinstance(item, tuple) else str(item) for item in items
    )
    return "; ".join(told).strip() or "(nothing)"
