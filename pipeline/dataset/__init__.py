"""The stage that turns extractions into a dataset: rows, checks, Parquet files, and the folder swapped in whole.

`document_rows` makes the rows of one document; `pack` keeps them as bytes with the `Summary` of what the whole must know of
them. `Whole` gathers summaries, `write_part` writes the rows of some documents, and `NewDataset` holds the new dataset beside
the old one and puts it in its place in one step; `write_dataset` does all of it in memory. `load` reads a dataset as pandas
frames. What the tables hold is defined in `schemas/`, once.
"""

from __future__ import annotations

from pipeline.dataset.faults import DatasetError
from pipeline.dataset.packed import PackedError, Summary, pack, packed_summary, summary_of, unpack
from pipeline.dataset.rows import DocumentRows, document_rows, failure_rows
from pipeline.dataset.whole import Whole
from pipeline.dataset.write import NewDataset, finish_dataset, write_dataset, write_part

__all__ = [
    "DatasetError",
    "DocumentRows",
    "NewDataset",
    "PackedError",
    "Summary",
    "Whole",
    "document_rows",
    "failure_rows",
    "finish_dataset",
    "pack",
    "packed_summary",
    "summary_of",
    "unpack",
    "write_dataset",
    "write_part",
]
