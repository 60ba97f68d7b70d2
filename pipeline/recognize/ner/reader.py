"""Asks the model about a text. The only module of the pipeline that loads spaCy, and only on its first question.

Each text is read by itself, so the answer depends on nothing but the text; texts that come again, as cells of tables do, are
answered from memory.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline.model import Span
from pipeline.recognize.ner.candidates import Candidate, Label

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.recognize.ner.component import NameTagger

MODEL = "model"
_REMEMBERED = 1024
_LONGEST = 6_000


class ModelReader:
    """A `NerReader` with the model at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[str, tuple[Candidate, ...]] = {}

    @cached_property
    def language(self) -> Language:
        """The loaded pipeline."""
        return load_language(self.path)

    @cached_property
    def tagger(self) -> NameTagger:
        """Its trained part, asked directly: a call of the whole pipeline for one cell takes half as long again."""
        return cast("NameTagger", self.language.get_pipe("name_tagger"))

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """The candidates of `text`; () for a text too long to be a cell or a paragraph."""
        known = self._answers.get(text)
        if known is None:
            known = self._read(text) if text.strip() and len(text) <= _LONGEST else ()
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[text] = known
        return known

    def _read(self, text: str) -> tuple[Candidate, ...]:
        doc = self.language.make_doc(text)
        found = self.tagger.stretches(self.tagger.predict([doc])[0])
        return tuple(
            Candidate(
                Span(doc[one.start].idx, doc[one.end - 1].idx + len(doc[one.end - 1])),
                cast(Label, one.label),
                round(self.tagger.confidence(one), 3),
            )
            for one in found
        )


def load_language(path: Path) -> Language:
    """The pipeline at `path`, with the tokenizer and the component that it names registered."""
    import spacy

    from pipeline.recognize.ner import component, tokenizer  # noqa: F401  both register what the configuration names

    return spacy.load(path)


@cache
def shipped_reader() -> ModelReader:
    """The reader with the model of this package, one a process."""
    return ModelReader(Path(str(resources.files(__package__).joinpath(MODEL))))
