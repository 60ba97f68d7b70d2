"""The trained part of the pipeline: a spaCy tagger whose tags are places in names, and which writes spans with confidence.

spaCy's `ner` says no probabilities, its `spancat` weighs every stretch of up to twenty syllables; a softmax over tags of
single tokens costs one multiplication a token and gives both. Spans go to `doc.spans["names"]`, their calibrated confidence
to `doc.spans["names"].attrs["scores"]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline.tagger import Tagger  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span
from thinc.api import Model

from pipeline.recognize.ner.candidates import LABELS
from pipeline.recognize.ner.decoding import Matrix, Stretch, calibrated, decode, tags_of

SPANS = "names"
TAGS = tags_of(LABELS)


class NameTagger(Tagger):  # type: ignore[misc]  # spaCy's pipes are compiled and carry no types
    """Marks the names of a text. `cfg["calibration"]` holds the knots from likelihood to confidence, by label."""

    def predict(self, docs: Iterable[Doc]) -> list[Matrix]:
        """The probabilities of each token's tags, a matrix for each text."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [np.zeros((0, len(TAGS))) for _ in docs]
        return [np.asarray(scores, dtype=np.float64) for scores in self.model.predict(docs)]

    def stretches(self, scores: Matrix) -> tuple[Stretch, ...]:
        """The stretches of tokens that the probabilities speak for."""
        return decode(scores, tuple(self.labels))

    def confidence(self, stretch: Stretch) -> float:
        """How likely the stretch is a name with this label and these ends."""
        knots: dict[str, list[list[float]]] = self.cfg.get("calibration", {})
        return calibrated(stretch.likelihood, knots.get(stretch.label, ()))

    def set_annotations(self, docs: Iterable[Doc], batch: Sequence[Matrix]) -> None:
        """Writes the spans and their confidence."""
        for doc, scores in zip(docs, batch, strict=True):
            found = self.stretches(scores)
            doc.spans[SPANS] = [Span(doc, one.start, one.end, label=one.label) for one in found]
            doc.spans[SPANS].attrs["scores"] = [self.confidence(one) for one in found]


@Language.factory(
    "name_tagger",
    assigns=["doc.spans"],
    default_config={"model": {"@architectures": "spacy.Tagger.v2", "normalize": True}},
)
def make_name_tagger(nlp: Language, name: str, model: Model[Any, Any]) -> NameTagger:
    """The factory that the model's configuration names."""
    return NameTagger(nlp.vocab, model, name)
