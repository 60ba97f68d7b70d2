"""Corrections by hand that survive the next run: keyed by document and words of the page, applied behind extraction.

`load_corrections` reads a folder of YAML files, `corrected` applies those of one document to what was read of it. A correction
that no longer fits its page is an error among the diagnostics.
"""

from __future__ import annotations

from pipeline.corrections.applying import corrected
from pipeline.corrections.entries import Correction, CorrectionsError
from pipeline.corrections.reading import Corrections, corrections_for, digest, load_corrections, parse_corrections

__all__ = [
    "Correction",
    "Corrections",
    "CorrectionsError",
    "corrected",
    "corrections_for",
    "digest",
    "load_corrections",
    "parse_corrections",
]
