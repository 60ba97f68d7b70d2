"""Diagnostics from the one list of codes: what a code means, which stage may say it and how grave it is.

The list is `lexicon/diagnostics.yaml`; code that has a doubt names the code and says what happened here.
"""

from __future__ import annotations

from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Diagnostic, Severity, Span


@cache
def _codes() -> dict[str, tuple[str, Severity]]:
    return {code: (entry["stage"], entry["severity"]) for code, entry in lexicon_yaml("diagnostics").items()}


def doubt(code: str, message: str, span: Span | None = None) -> Diagnostic:
    """A diagnostic of a listed code. Raises KeyError for a code that the list does not have."""
    stage, severity = _codes()[code]
    return Diagnostic(stage, severity, code, message, span)
