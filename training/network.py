"""Trains the network that marks names, the same way each time: one thread, fixed seeds, no clock.

Input: samples; output: a spaCy pipeline. `measure` counts exact spans by label, `reliability` how often spans of each
likelihood are right, from which `knots` makes the curve that turns likelihood into confidence.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from pipeline.recognize.ner import component, tokenizer  # noqa: F401  both register what the configuration names
from pipeline.recognize.ner.component import TAGS, NameTagger
from training.sentences import Sample

_DROPOUT = 0.15
_BATCH_TOKENS = 1_200
_LEARN_RATE = (0.002, 0.0005)
_BINS = (0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
_FEWEST_IN_BIN = 25

CONFIG: dict[str, Any] = {
    "model": {
        "@architectures": "spacy.Tagger.v2",
        "normalize": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 64,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                "rows": [4000, 500, 1500, 800],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 64,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class Score:
    """Exact spans of one label."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Spans whose likelihood lies between two bounds: how many, their mean likelihood, how many are right."""

    least: float
    most: float
    number: int
    likelihood: float
    right: int


def blank() -> Language:
    """The untrained pipeline."""
    language = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "vnplans.syllables.v1"}}})
    language.add_pipe("name_tagger", config=CONFIG)
    language.config["initialize"]["components"] = {"name_tagger": {"labels": list(TAGS)}}
    return language


def train(samples: Sequence[Sample], *, epochs: int, seed: int = 1) -> Language:
    """A pipeline trained on `samples`."""
    fix_random_seed(seed)
    rng = random.Random(seed)
    language = blank()
    examples = [_example(language, sample) for sample in samples]
    language.initialize(lambda: examples[:200])
    optimizer = language.create_optimizer()  # type: ignore[no-untyped-call]
    steps = epochs * sum(1 for _ in _batches(examples))
    step = 0
    for _ in range(epochs):
        rng.shuffle(examples)
        for batch in _batches(examples):
            share = step / max(1, steps - 1)
            optimizer.learn_rate = _LEARN_RATE[0] + share * (_LEARN_RATE[1] - _LEARN_RATE[0])
            language.update(batch, sgd=optimizer, drop=_DROPOUT)
            step += 1
    for _, pipe in language.pipeline:
        if optimizer.averages and hasattr(pipe, "model"):
            with pipe.model.use_params(optimizer.averages):
                averaged = pipe.model.to_bytes()
            pipe.model.from_bytes(averaged)
    return language


def _example(language: Language, sample: Sample) -> Example:
    predicted = language.make_doc(sample.text)
    reference = Doc(
        language.vocab,
        words=[token.text for token in predicted],
        spaces=[bool(token.whitespace_) for token in predicted],
        tags=_tags(predicted, sample),
    )
    return Example(predicted, reference)


def _tags(doc: Doc, sample: Sample) -> list[str]:
    tags = ["O"] * len(doc)
    for start, end, label in sample.spans:
        inside = [token.i for token in doc if token.idx < end and token.idx + len(token) > start]
        if not inside:
            continue
        if len(inside) == 1:
            tags[inside[0]] = f"U-{label}"
            continue
        for index in inside:
            tags[index] = f"I-{label}"
        tags[inside[0]], tags[inside[-1]] = f"B-{label}", f"L-{label}"
    return tags


def _batches(examples: Sequence[Example]) -> Iterable[list[Example]]:
    batch: list[Example] = []
    tokens = 0
    for example in examples:
        batch.append(example)
        tokens += len(example.predicted)
        if tokens >= _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch


def tagger_of(language: Language) -> NameTagger:
    """The trained component of a pipeline."""
    pipe = language.get_pipe("name_tagger")
    assert isinstance(pipe, NameTagger)
    return pipe


def _stretches(language: Language, sample: Sample) -> tuple[list[tuple[int, int, str]], list[float]]:
    doc = language.make_doc(sample.text)
    tagger = tagger_of(language)
    found = tagger.stretches(tagger.predict([doc])[0])
    spans = [(doc[one.start].idx, doc[one.end - 1].idx + len(doc[one.end - 1]), one.label) for one in found]
    return spans, [one.likelihood for one in found]


def measure(language: Language, samples: Iterable[Sample]) -> dict[str, Score]:
    """Exact spans by label."""
    counts: dict[str, list[int]] = {}
    for sample in samples:
        found, expected = set(_stretches(language, sample)[0]), set(sample.spans)
        for kind, spans in enumerate((found & expected, found, expected)):
            for _, _, label in spans:
                counts.setdefault(label, [0, 0, 0])[kind] += 1
    return {label: Score(*counts[label]) for label in sorted(counts)}


def judged(language: Language, samples: Iterable[Sample], label: str) -> list[tuple[float, bool]]:
    """Each span found of a label: its likelihood, and whether it is exactly right."""
    verdicts: list[tuple[float, bool]] = []
    for sample in samples:
        expected = set(sample.spans)
        for span, likelihood in zip(*_stretches(language, sample), strict=True):
            if span[2] == label:
                verdicts.append((likelihood, span in expected))
    return verdicts


def reliability(verdicts: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The verdicts in bins of likelihood; bins with few are joined to the next one up."""
    bins: list[Bin] = []
    waiting: list[tuple[float, bool]] = []
    least = 0.0
    for low, high in pairwise(_BINS):
        waiting += [one for one in verdicts if low < one[0] <= high]
        if len(waiting) >= _FEWEST_IN_BIN or (high == 1.0 and waiting):
            mean = sum(likelihood for likelihood, _ in waiting) / len(waiting)
            bins.append(Bin(least, high, len(waiting), mean, sum(right for _, right in waiting)))
            waiting, least = [], high
    return bins


def knots(bins: Sequence[Bin]) -> list[list[float]]:
    """The curve from likelihood to the share of right spans: one knot a bin, never falling (pool adjacent violators)."""
    pools: list[list[float]] = []  # likelihood, share, number
    for one in bins:
        pools.append([one.likelihood, (one.right + 1) / (one.number + 2), float(one.number)])
        while len(pools) > 1 and pools[-2][1] > pools[-1][1]:
            last, before = pools.pop(), pools.pop()
            number = last[2] + before[2]
            pools.append([(a * last[2] + b * before[2]) / number for a, b in zip(last[:2], before[:2], strict=True)] + [number])
    return [[round(likelihood, 4), round(share, 4)] for likelihood, share, _ in pools]
