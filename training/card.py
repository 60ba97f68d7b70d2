"""The model's card: what it is, what it was made of, how it does. Written by the training, never by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from training.documents import Plan
from training.network import Score, knots, reliability

if TYPE_CHECKING:
    from training.train import Fold

_TEXT = """# The model of names

Marks agencies, persons, times, quantities, legal documents and places in cells and sentences of Vietnamese plans. It serves
beside the rules of `pipeline/recognize/`: of its answers only agencies and persons are used, and only where no rule speaks
(`pipeline/recognize/agencies/named.py`).

- **Kind**: a spaCy pipeline (`lang = vi`): a tokenizer of syllables that keeps every character, and a tagger (four convolutions
  over hashed words, prefixes, suffixes and shapes, width 64) with the tags of `BILOU` for six labels; {size:.1f} MB.
- **Made by** `make model` (`training/`): one thread, fixed seeds; the same sources give the same files.
- **Made of** {samples} texts: sentences of the project's own grammar (`training/grammar.yaml`, with heads, fields and provinces
  of the lexicon and invented names), the paragraphs and cells of the sample plans with other names put into them, and those
  plans as they are ({plans}). Agencies of tasks and
  targets are marked as the annotation has them, all else by the rules.
- **Not for** other kinds of text, other languages, or finding agencies in a whole page without the rules: in running text the
  names of things (events, programmes, buildings) are easily taken for agencies.

## How it does

Exact spans, label and both ends right. Each annotated plan was read by a network trained without it; the held-out sentences
were written by the grammar with another seed, so they only tell that the network has learnt the grammar.

{scores}

## What its confidence means

Spans of the left-out plans and as many of held-out sentences, by the likelihood that the network gives them. `confidence` is
read off the curve through these shares, smoothed so that it never falls.

{reliability}
"""


def write_card(
    folder: Path,
    plans: Sequence[Plan],
    samples: int,
    folds: Sequence[Fold],
    written: dict[str, Score],
    verdicts: Mapping[str, Sequence[tuple[float, bool]]],
) -> dict[str, dict[str, float]]:
    """Writes `MODEL_CARD.md` beside the model; returns the figures that two trainings must share."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    columns = [*((f"plan {fold.without[:3]}", fold.plan) for fold in folds), ("held-out sentences", written)]
    (folder / "MODEL_CARD.md").write_text(
        _TEXT.format(
            size=size,
            samples=samples,
            plans=", ".join(f"{plan.stem[:3]}{' annotated' if plan.annotated else ''}" for plan in plans),
            scores=_score_table(columns),
            reliability=_reliability_table(verdicts["AGENCY"]),
        ),
        encoding="utf-8",
    )
    return {name: {label: round(score.f1, 3) for label, score in scores.items()} for name, scores in columns}


def _score_table(columns: Iterable[tuple[str, dict[str, Score]]]) -> str:
    lines = ["| texts | label | precision | recall | F1 | spans |", "|---|---|---:|---:|---:|---:|"]
    for name, scores in columns:
        for label, score in scores.items():
            lines.append(
                f"| {name} | {label} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {score.expected} |"
            )
    return "\n".join(lines)


def _reliability_table(verdicts: Sequence[tuple[float, bool]]) -> str:
    lines = ["| likelihood | agencies found | mean likelihood | right |", "|---|---:|---:|---:|"]
    bins = reliability(verdicts)
    lines += [f"| {b.least:.2f} - {b.most:.2f} | {b.number} | {b.likelihood:.3f} | {b.right / b.number:.3f} |" for b in bins]
    curve = ", ".join(f"{likelihood:.2f} -> {share:.2f}" for likelihood, share in knots(bins))
    return "\n".join(lines) + f"\n\nThe curve: {curve}."
