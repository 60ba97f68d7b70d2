"""Names that no rule knows: spans of agencies, persons and more, found by a small trained model, each with its confidence.

Rules come first; a recogniser asks a `NerReader` only about words that its rules leave, and takes from the answer what breaks
none of their spans (`pipeline.recognize.agencies.named`). The model is package data, loaded on the first question of a
process; `training/` makes it.
"""

from __future__ import annotations

from pipeline.recognize.ner.candidates import Candidate, NerReader

__all__ = ["Candidate", "NerReader", "model_reader"]


def model_reader() -> NerReader:
    """The reader with the model of this package. It loads nothing before its first question; the same object in a process."""
    from pipeline.recognize.ner.reader import shipped_reader

    return shipped_reader()
