"""What underthesea adds to the model of names, as a second opinion: measured, not used.

    python bench/voters.py [--folds build/folds]

For each agency that a network finds in the plan it was trained without, three votes are counted beside the truth: whether
underthesea's word segmentation puts both of its ends between words, whether its `ner` sees an organisation that overlaps it,
and whether its `pos_tag` begins it with a noun or a proper name. A vote is worth something when right and wrong names differ
in it more than the network's own confidence tells already, so the counts stand by confidence. Needs underthesea installed.
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.recognize.ner.reader import ModelReader
from training.documents import read_plans
from training.train import FOLDS, ROOT, as_printed

underthesea = importlib.import_module("underthesea")  # carries no types, and is no dependency of the project

BANDS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))
VOTES = ("word ends", "ner organisation", "opens with a noun")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as underthesea sees it, found again in the text."""

    start: int
    end: int
    tag: str
    entity: str


@dataclass(frozen=True, slots=True)
class Case:
    """A name found: the network's confidence, whether it is right, and the votes."""

    confidence: float
    right: bool
    votes: tuple[bool, ...]


def tokens_of(text: str) -> list[Token]:
    """The words of `underthesea.ner`; those that it rewrote so that they cannot be found again are left out."""
    tokens: list[Token] = []
    at = 0
    for word, tag, _, entity in underthesea.ner(text):
        start = text.find(word, at)
        if start >= 0:
            at = start + len(word)
            tokens.append(Token(start, at, tag, entity))
    return tokens


def cases(folds: Path) -> Iterator[Case]:
    """Each agency that a fold's network finds in its left-out plan."""
    for plan in read_plans(ROOT / "raw", ROOT / "tests/gold"):
        if not plan.annotated:
            continue
        reader = ModelReader(folds / plan.stem)
        for form in plan.forms:
            sample = as_printed(form)
            agencies = [one for one in reader.candidates(sample.text) if one.label == "AGENCY"]
            tokens = tokens_of(sample.text) if agencies else []
            for one in agencies:
                start, end = one.span.start, one.span.end
                inside = [token for token in tokens if token.start < end and start < token.end]
                votes = (
                    all(start <= token.start and token.end <= end for token in inside),
                    any(token.entity.endswith("ORG") for token in inside),
                    bool(inside) and inside[0].tag.startswith("N"),
                )
                yield Case(one.confidence, (start, end, "AGENCY") in sample.spans, votes)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure underthesea as a second opinion on names.")
    parser.add_argument("--folds", type=Path, default=FOLDS, help="folder of the networks that leave one plan out")
    options = parser.parse_args()
    begun = time.process_time()
    by_band: defaultdict[tuple[float, float], list[Case]] = defaultdict(list)
    for case in cases(options.folds):
        by_band[next(band for band in BANDS if band[0] <= case.confidence < band[1])].append(case)
    table = Table(title="Agencies in left-out plans: share of right names, with the vote and without it")
    table.add_column("confidence")
    table.add_column("names", justify="right")
    table.add_column("right", justify="right")
    for vote in VOTES:
        table.add_column(f"{vote}: yes", justify="right")
        table.add_column("no", justify="right")
    for band in BANDS:
        found = by_band[band]
        cells = [_share(found)]
        for place in range(len(VOTES)):
            cells += [_share([case for case in found if case.votes[place] is value]) for value in (True, False)]
        table.add_row(f"{band[0]:.2f} - {min(band[1], 1):.2f}", str(len(found)), *cells)
    console = Console(width=150)
    console.print(table)
    console.print(f"{time.process_time() - begun:.1f} s")


def _share(found: list[Case]) -> str:
    return f"{sum(case.right for case in found)}/{len(found)}" if found else "-"


if __name__ == "__main__":
    main()
