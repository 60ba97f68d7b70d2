"""The stage that turns extractions into a dataset: rows, checks, Parquet files, and the folder swapped in whole.

`document_rows` makes the rows of one document, `DatasetWriter` gathers them into a new dataset beside the old one and puts
it in its place in one step, `load` reads a dataset as pandas frames. What the tables hold is defined in `schemas/`, once.
"""

from __future__ import annotations

from pipeline.dataset.faults import DatasetError
from pipeline.dataset.rows import DocumentRows, document_rows, failure_rows
from pipeline.dataset.write import DatasetWriter

__all__ = ["DatasetError", "DatasetWriter", "DocumentRows", "document_rows", "failure_rows"]
