"""A dataset in the form of other tools: CSV files, an Excel workbook, a SQLite or a DuckDB database.

`export` reads a dataset and writes it whole or not at all. Every form holds the same values as the Parquet files; each explains
its columns by the words of `schemas/`.
"""

from __future__ import annotations

from pipeline.export.exporting import FORMS, Form, export
from pipeline.export.faults import ExportError

__all__ = ["FORMS", "ExportError", "Form", "export"]
