"""A text as spaCy tokens of syllables and marks, no character lost: `doc.text` is the text, whatever stands in it.

Vietnamese parts syllables by blanks, words not at all, so a token is a syllable, a number, an abbreviation or one mark. A
single blank behind a token belongs to it, as spaCy has it; all other white space is a token of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN = re.compile(r"[Đđ]/c\b|[Bb]/c\b|[Đđ]\.c\b|[^\W_]+|\s+|[^\w\s]|_")


class SyllableTokenizer:
    """Makes a `Doc` of a text. Has no state of its own, so there is nothing to write to disk."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token.isspace():
                if token[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                    spaces[-1] = True
                    token = token[1:]
                if not token:
                    continue
            words.append(token)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _bytes: bytes, **_: Any) -> SyllableTokenizer:
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        return None

    def from_disk(self, _path: str | Path, **_: Any) -> SyllableTokenizer:
        return self


@registry.tokenizers("vnplans.syllables.v1")  # type: ignore[untyped-decorator]
def create_syllable_tokenizer() -> Any:
    """The factory that the model's configuration names."""

    def make(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return make
