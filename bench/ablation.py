"""What the model of names adds to the rules: agencies found by rules alone, by the model alone, and by both.

    python bench/ablation.py [--folds build/folds] [--plans DIR ...] [--seeds 5] [--strict]

Agencies of tasks and targets are compared with the annotation, by role and words, plan by plan. Each annotated plan of the
repository is read with a network that was trained without it (`python -m training.train` leaves these in `build/folds`); the
plans of `--plans` folders (`DIR/raw`, `DIR/gold`) with the shipped one, which has seen none of them. Each reading is done with
the whole lexicon and with half of the registry's lines and half of the agencies' head nouns hidden from the rules, by five
seeds. With `--strict` the network too is made anew for each seed, from names that show none of the hidden heads and without
any annotated plan of the repository as it is printed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.lexicon import lexicon_csv, lexicon_yaml
from pipeline.orthography import fold_key
from training.names import HEAD_KINDS
from training.train import EPOCHS, FOLDS, LABELS, SHIPPED, held_out, hidden_heads, samples_of, save

ROOT = Path(__file__).parent.parent
MODES = ("rules", "ner", "both")
# What the rules know of agencies; without it, only the model finds one.
RULES = (*HEAD_KINDS, "quantifiers", "collective", "bare_collective", "level_nouns", "honorifics", "surnames", "fields")

Found = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlanFiles:
    """An annotated plan, and the network to read it with."""

    page: Path
    gold: Path
    model: Path


@dataclass(frozen=True, slots=True)
class Condition:
    """One way to read the plans: with rules, the model, or both; `seed` says which half of the lexicon is hidden."""

    mode: str
    seed: int | None
    plans: tuple[PlanFiles, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Agencies over all plans."""

    right: int
    found: int
    expected: int

    @property
    def missed(self) -> int:
        return self.expected - self.right

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected)


# --- one condition, in a process of its own -------------------------------------------------------------------------------


def count(condition: Condition) -> Count:
    """Reads the plans under one condition. Changes the lexicon of this process, so call it once a process."""
    _hide(condition)
    from pipeline.extraction import extract
    from pipeline.recognize.ner.reader import ModelReader

    readers = {plan.model: ModelReader(plan.model) for plan in condition.plans} if condition.mode != "rules" else {}
    right = found = expected = 0
    for plan in condition.plans:
        gold = json.loads(plan.gold.read_text(encoding="utf-8"))
        open_fields = {_key(task): frozenset(task.get("uncertain", ())) for task in gold["tasks"]}
        read = extract(plan.page, ner=readers.get(plan.model))
        annotated = _annotated(gold, open_fields)
        named = _read(read, open_fields)
        right += sum((annotated & named).values())
        found += sum(named.values())
        expected += sum(annotated.values())
    return Count(right, found, expected)


def _hide(condition: Condition) -> None:
    """Hides half of the lexicon from the rules, or in mode `ner` all that they know of agencies."""
    heads = lexicon_yaml("agency_heads")
    if condition.seed is not None:
        hidden = hidden_heads(condition.seed)
        for kind in HEAD_KINDS:
            heads[kind] = [head for head in heads[kind] if fold_key(head) not in hidden]
        import pipeline.resolve.registry as registry

        shown = _shown(condition.seed)
        _replace(registry, "lexicon_csv", lambda name: shown[name] if name in shown else lexicon_csv(name))
    if condition.mode == "ner":
        import pipeline.recognize.agencies.lists as lists

        for name in RULES:
            heads[name] = []
        _replace(lists, "_unlisted", lambda words, index: None)


def _shown(seed: int) -> dict[str, tuple[dict[str, str], ...]]:
    """Half of the registry's lines, and what provinces have otherwise about those; a successor that is hidden is nobody's."""
    lines = lexicon_csv("agencies")
    kept = set(random.Random(seed).sample(range(len(lines)), len(lines) // 2))
    keys = {lines[number]["key"] for number in kept}

    def without_hidden(line: dict[str, str]) -> dict[str, str]:
        parts = "|".join(key for key in line.get("parts", "").split("|") if key in keys)
        return (
            line
            | {"successor": line["successor"] if line["successor"] in {*keys, "-"} else ""}
            | ({"parts": parts} if "parts" in line else {})
        )

    return {
        "agencies": tuple(without_hidden(line) for number, line in enumerate(lines) if number in kept),
        "agency_changes": tuple(without_hidden(line) for line in lexicon_csv("agency_changes") if line["key"] in keys),
    }


def _replace(module: Any, name: str, value: Callable[..., Any]) -> None:
    setattr(module, name, value)


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", fold_key(text))


def _key(task: Mapping[str, Any]) -> tuple[str, str]:
    return task["kind"], _fold(task["description"])


def _annotated(gold: Mapping[str, Any], open_fields: Mapping[tuple[str, str], frozenset[str]]) -> Found:
    """The agencies of an annotation by role; fields that the page leaves open are not scored."""
    found: Found = Counter()
    for task in gold["tasks"]:
        for role in ("lead", "coordinating", "supervisor"):
            if role not in open_fields[_key(task)]:
                found.update((role, _fold(mention)) for mention in task[role])
    for target in gold["targets"]:
        for role in ("lead", "measuring"):
            found.update((f"target {role}", _fold(mention)) for mention in target[role])
    return found


def _read(extraction: Any, open_fields: Mapping[tuple[str, str], frozenset[str]]) -> Found:
    found: Found = Counter()
    for task in extraction.tasks:
        unscored = open_fields.get((task.kind, _fold(task.description)), frozenset())
        for role in ("lead", "coordinating", "supervisor"):
            if role not in unscored:
                found.update((role, _fold(mention.text)) for mention in getattr(task, role))
    for target in extraction.targets:
        for role in ("lead", "measuring"):
            found.update((f"target {role}", _fold(mention.text)) for mention in getattr(target, role))
    return found


# --- all conditions -------------------------------------------------------------------------------------------------------


def counted(conditions: Iterable[Condition]) -> list[Count]:
    """The counts of the conditions, each in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        return pool.map(count, list(conditions), chunksize=1)


def plans_of(folder: Path, gold: Path, model: Callable[[str], Path]) -> tuple[PlanFiles, ...]:
    """The annotated plans of a folder of pages."""
    pages = {page.stem: page for page in sorted(folder.iterdir())}
    found = ((annotation.stem, annotation) for annotation in sorted(gold.glob("*.json")))
    return tuple(PlanFiles(pages[stem], annotation, model(stem)) for stem, annotation in found)


def strict_models(seeds: Sequence[int], folder: Path) -> dict[int, Path]:
    """A network for each seed, made without the heads that it hides and without any plan."""
    models: dict[int, Path] = {}
    for seed in seeds:
        from training.network import judged, train

        language = train(samples_of((), hidden=hidden_heads(seed)), epochs=EPOCHS)
        sentences = held_out(hidden_heads(seed))
        models[seed] = folder / f"seed-{seed}"
        save(language, models[seed], {label: judged(language, sentences, label) for label in LABELS})
    return models


def table_of(title: str, rows: Sequence[tuple[str, dict[str, Count]]]) -> Table:
    """The counts as a table, one line for each way to hide words."""
    table = Table(title=title)
    table.add_column("lexicon")
    for mode in MODES:
        for name in ("P", "R", "F1", "missed"):
            table.add_column(f"{mode} {name}" if name == "P" else name, justify="right")
    table.add_column("missed, both to rules", justify="right")
    for name, counts in rows:
        cells = [
            text
            for mode in MODES
            for one in (counts[mode],)
            for text in (f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}", str(one.missed))
        ]
        missed = counts["rules"].missed
        table.add_row(name, *cells, f"{counts['both'].missed / missed:.2f}" if missed else "-")
    return table


def rows_of(
    plans: tuple[PlanFiles, ...], seeds: Sequence[int], models: Mapping[int, Path]
) -> list[tuple[str, dict[str, Count]]]:
    """The counts of a group of plans with the whole lexicon and with its halves."""
    rows = []
    for seed in (None, *seeds):
        own = plans
        if seed is not None and seed in models:
            own = tuple(PlanFiles(plan.page, plan.gold, models[seed]) for plan in plans)
        elif models:
            continue
        found = counted(Condition(mode, seed, own) for mode in MODES)
        rows.append(("whole" if seed is None else f"half, seed {seed}", dict(zip(MODES, found, strict=True))))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the model of names adds to the rules.")
    parser.add_argument("--folds", type=Path, default=FOLDS, help="folder of the networks that leave one plan out")
    parser.add_argument("--plans", type=Path, nargs="*", default=[], help="further folders with raw/ and gold/")
    parser.add_argument("--seeds", type=int, default=5, help="how many halves of the lexicon to try")
    parser.add_argument("--strict", action="store_true", help="hide the heads from the network too")
    options = parser.parse_args()
    groups = [("left-out plans of the repository", plans_of(ROOT / "raw", ROOT / "tests/gold", options.folds.joinpath))]
    groups += [(str(folder), plans_of(folder / "raw", folder / "gold", lambda _: SHIPPED)) for folder in options.plans]
    seeds = range(1, options.seeds + 1)
    console = Console(width=150)
    with tempfile.TemporaryDirectory() as folder:
        models = strict_models(seeds, Path(folder)) if options.strict else {}
        for title, plans in groups:
            heads = ", heads hidden from the network too" if options.strict else ""
            console.print(table_of(f"{title}: {len(plans)} plans{heads}", rows_of(plans, seeds, models)))


if __name__ == "__main__":
    main()
