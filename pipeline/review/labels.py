"""The words on the pages in Vietnamese and English, as HTML that shows one of the two.

Input: `labels.yaml`; output: markup. Both languages stand on the page and the style sheet hides one, so that a page switches
language without loading anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from markupsafe import Markup


@cache
def _labels() -> Mapping[str, Any]:
    labels: Mapping[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("labels.yaml").read_text(encoding="utf-8"))
    return labels


def label(name: str) -> Markup:
    """A word of the pages in both languages. Raises KeyError for one that `labels.yaml` does not hold."""
    return _both(_labels()[name])


def value_label(column: str, value: str) -> Markup:
    """A value of a closed vocabulary in both languages; one that the list does not know yet is shown as it is."""
    said = _labels()["values"][column].get(value)
    return _both(said) if said else Markup("<span>{}</span>").format(value)


def plain(name: str, language: str) -> str:
    """A word of the pages in one language, for attributes."""
    return str(_labels()[name][language])


def _both(said: Mapping[str, str]) -> Markup:
    return Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(said["vi"], said["en"])
