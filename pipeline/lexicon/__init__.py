"""What the law and the administration know, as data that a Vietnamese speaker can review.

Every entry lives in a YAML or CSV file of this folder, with its source. Code asks for a file by name and compiles what it
needs once per process; nothing here knows of documents.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def lexicon_yaml(name: str) -> Any:
    """The content of `lexicon/<name>.yaml`. Raises FileNotFoundError for an unknown name, yaml.YAMLError for a broken file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)


@cache
def lexicon_pattern(name: str, entry: str) -> re.Pattern[str]:
    """The regular expression `entry` of `lexicon/<name>.yaml`, letter case aside. Raises KeyError for an unknown entry."""
    return re.compile(lexicon_yaml(name)[entry], re.IGNORECASE)


@cache
def lexicon_csv(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `lexicon/<name>.csv`, each keyed by the names of the first line; empty fields are `""`."""
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
