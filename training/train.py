"""Makes the model of names that the package ships, and its card.

    python -m training.train [--out pipeline/recognize/ner/model] [--folds build/folds]

For each annotated plan a network is trained without it (a fold): on the plans that they have not seen, the folds say how good
the network is and what its likelihoods are worth. The shipped network is trained on everything, with the confidence curve of
the folds; the network of a fold gets the curve of the other folds, so that nothing of its plan is in it. The same sources give
the same files: no clock, no network, one thread, fixed seeds.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from training.card import write_card
from training.documents import Plan, read_plans
from training.names import HEAD_KINDS
from training.network import Score, judged, knots, measure, reliability, tagger_of, train
from training.sentences import Form, Sample, Writer

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "pipeline/recognize/ner/model"
FOLDS = ROOT / "build/folds"
Verdicts = dict[str, list[tuple[float, bool]]]  # by label: the likelihood of each span found, and whether it is right

LABELS = ("AGENCY", "PERSON", "TIME", "QUANTITY", "LAW", "PLACE")

WRITTEN = 8_000
HELD_OUT = 2_500
ON_FORMS = 0.35
EPOCHS = 4
SEED = 20
HELD_OUT_SEED = 21
_FEWEST_SENTENCES = 60


@dataclass(frozen=True, slots=True)
class Fold:
    """A network trained without one plan, how it does on that plan, and its verdicts there and on held-out sentences."""

    without: str
    language: Language
    plan: dict[str, Score]
    verdicts: Verdicts


def samples_of(plans: Sequence[Plan], *, hidden: Collection[str] = (), seed: int = SEED) -> list[Sample]:
    """The training samples: sentences of the grammar, plans' sentences with other names in them, and the plans as they are.

    With `hidden` head nouns the plans are not used as they are, and no name begins with one of them.
    """
    forms = [form for plan in plans for form in plan.forms]
    samples = Writer(seed, hidden=hidden, forms=forms).samples(WRITTEN, real=ON_FORMS)
    return samples if hidden else [*samples, *(as_printed(form) for form in forms)]


def as_printed(form: Form) -> Sample:
    """A form with its own names."""
    spans: list[tuple[int, int, str]] = []
    length = 0
    for words, label in form.pieces:
        if label:
            spans.append((length, length + len(words), label))
        length += len(words)
    return Sample("".join(words for words, _ in form.pieces), tuple(spans))


def hidden_heads(seed: int) -> frozenset[str]:
    """Half of the head nouns of agencies' names, drawn at random: what the ablation hides."""
    from pipeline.lexicon import lexicon_yaml
    from pipeline.orthography import fold_key

    heads = sorted({fold_key(head) for kind in HEAD_KINDS for head in lexicon_yaml("agency_heads")[kind]})
    return frozenset(random.Random(seed).sample(heads, len(heads) // 2))


def held_out(hidden: Collection[str] = ()) -> list[Sample]:
    """Sentences of the grammar that no network is trained on."""
    return Writer(HELD_OUT_SEED, hidden=hidden).samples(HELD_OUT)


def fold_without(plan: Plan, plans: Sequence[Plan]) -> Fold:
    """The fold of one plan. Its verdicts are as many on held-out sentences as on the plan, which is what the network is for."""
    language = train(samples_of([other for other in plans if other.stem != plan.stem]), epochs=EPOCHS)
    own, written = [as_printed(form) for form in plan.forms], held_out()
    verdicts: Verdicts = {}
    for label in LABELS:
        there = judged(language, own, label)
        verdicts[label] = [*there, *judged(language, written, label)[: max(len(there), _FEWEST_SENTENCES)]]
    return Fold(plan.stem, language, measure(language, own), verdicts)


def save(language: Language, folder: Path, verdicts: Verdicts) -> None:
    """Writes a network with the confidence curves that the verdicts give; without the vocabulary, which tokens bring along."""
    curves = {label: knots(reliability(found)) for label, found in verdicts.items() if found}
    tagger_of(language).cfg["calibration"] = curves
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    language.to_disk(folder, exclude=["vocab"])


def joined(verdicts: Iterable[Verdicts]) -> Verdicts:
    """The verdicts of several folds together."""
    found: Verdicts = {label: [] for label in LABELS}
    for one in verdicts:
        for label, own in one.items():
            found[label] += own
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the model of names and write its card.")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder of the model")
    parser.add_argument("--folds", type=Path, default=FOLDS, help="folder of the networks that leave one plan out")
    options = parser.parse_args()
    plans = read_plans(ROOT / "raw", ROOT / "tests/gold")
    folds = []
    for plan in plans:
        if plan.annotated:
            folds.append(fold_without(plan, plans))
            print(f"without {plan.stem}: agencies F1 {folds[-1].plan['AGENCY'].f1:.3f}", flush=True)
    for fold in folds:
        others = joined(other.verdicts for other in folds if other is not fold)
        save(fold.language, options.folds / fold.without, others)
    verdicts = joined(fold.verdicts for fold in folds)
    samples = samples_of(plans)
    language = train(samples, epochs=EPOCHS)
    written = measure(language, held_out())
    save(language, options.out, verdicts)
    figures = write_card(options.out, plans, len(samples), folds, written, verdicts)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
