"""A dataset as pandas frames.

Input: a dataset's folder or URL; output: one frame a table, with types that pandas users expect:

- texts are the string type of pandas 3 (missing values NaN), closed vocabularies are categoricals with all their values
- dates are `datetime64[s]` (years far from ours stay whole), missing ones `NaT`
- whole numbers and offsets are `Int32`, missing ones `<NA>`; other numbers `float64`, missing ones NaN
- lists (`group`, `box`) are Python lists, a missing one None

`pipeline.assignments` joins tasks, agencies and times of these frames (`pipeline/dataset/views.py`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipeline.dataset.faults import DatasetError
from pipeline.dataset.schema import ColumnSchema, TableSchema, table_schemas
from pipeline.dataset.source import Source

_DTYPES = {pa.string(): pd.StringDtype("pyarrow", na_value=np.nan), pa.int32(): pd.Int32Dtype()}


def load(folder: str | Path) -> dict[str, pd.DataFrame]:
    """The tables of the dataset in `folder`, or at a URL with `://`, by name. Raises DatasetError when there is none."""
    source = Source(folder)
    return {name: _frame(source.table(name), schema) for name, schema in table_schemas().items()}


def _frame(table: pa.Table, schema: TableSchema) -> pd.DataFrame:
    for column in schema.columns:
        if column.name not in table.column_names:
            raise DatasetError("the column is missing; make the dataset again", table=schema.name, column=column.name)
    return pd.DataFrame({column.name: _series(table[column.name], column) for column in schema.columns})


def _series(values: pa.ChunkedArray, column: ColumnSchema) -> pd.Series:
    if column.vocabulary:
        vocabulary = list(column.vocabulary)
        places = pc.index_in(values.cast(pa.string()), value_set=pa.array(vocabulary, pa.string())).fill_null(-1)
        codes: NDArray[np.int32] = places.to_numpy()
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(vocabulary)))
    if column.type == "date":
        return pd.Series(values.cast(pa.timestamp("s")).to_pandas())
    if column.type in ("list", "numbers"):
        return pd.Series(values.to_pylist(), dtype="object")
    return pd.Series(values.to_pandas(types_mapper=_DTYPES.get))
