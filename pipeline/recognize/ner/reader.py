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

MODEL = "model"
_REMEMBERED = 16384
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
        from pipeline.recognize.ner.component import SPANS

        doc = self.language(text)
        group = doc.spans[SPANS]
        return tuple(
            Candidate(Span(span.start_char, span.end_char), cast(Label, span.label_), round(score, 3))
            for span, score in zip(group, group.attrs["scores"], strict=True)
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
