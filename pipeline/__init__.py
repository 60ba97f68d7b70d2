"""vnplans: from scraped pages of Vietnamese provincial plans to a dataset of tasks, targets and times.

    import pipeline
    plan = pipeline.extract("raw/plan.txt")      # one document
    tables = pipeline.load("extracted")          # a dataset, as pandas frames by table name
    work = pipeline.assignments(tables)          # tasks with their lead agencies and times

Importing this package loads nothing heavy; each function brings in what it needs.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pipeline.model import Extraction

if TYPE_CHECKING:
    import pandas as pd

__version__ = "0.1.0"

__all__ = ["Extraction", "__version__", "assignments", "extract", "extract_bytes", "load"]


def extract(path: str | Path, *, ner: bool = True) -> Extraction:
    """Read one plan; without `ner` by the rules alone.

    Raises `pipeline.read.ReadError` when the file is missing, unreadable or holds no plan.
    """
    from pipeline.extraction import extract as extract_document
    from pipeline.recognize.ner import model_reader

    return extract_document(Path(path), ner=model_reader() if ner else None)


def extract_bytes(data: bytes, source_file: str, *, ner: bool = True) -> Extraction:
    """Read one plan from the bytes of its file, as a database or a download gives them; `source_file` is the name to give it.

    Raises `pipeline.read.ReadError` when they hold no plan.
    """
    from pipeline.extraction import extract_bytes as extract_document
    from pipeline.recognize.ner import model_reader

    return extract_document(data, source_file, ner=model_reader() if ner else None)


def load(folder: str | Path) -> dict[str, pd.DataFrame]:
    """The tables of a dataset as pandas frames by name, from its folder or a URL that fsspec knows (`s3://bucket/extracted`).

    Raises `pipeline.dataset.DatasetError` when there is none.
    """
    from pipeline.dataset.load import load as load_dataset

    return load_dataset(folder)


def assignments(tables: Mapping[str, pd.DataFrame], roles: Collection[str] = ("lead",)) -> pd.DataFrame:
    """Tasks of loaded `tables` with their agencies in `roles` and their times, a row for each; see `pipeline.dataset.views`."""
    from pipeline.dataset.views import assignments as join_assignments

    return join_assignments(tables, roles)


class _Package(ModuleType):
    """This package, keeping the function `extract` when the stage `pipeline.extract` is imported.

    Python binds an imported subpackage to its name in the package, where it would hide the function of that name. The
    stage stays importable (`from pipeline.extract import ...`).
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "extract" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
