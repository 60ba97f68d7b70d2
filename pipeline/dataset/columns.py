"""A table while it is filled: one list a column, turned into an Arrow record batch of the table's schema."""

from __future__ import annotations

import datetime

import pyarrow as pa

from pipeline.dataset.faults import DatasetError
from pipeline.dataset.schema import ColumnSchema, TableSchema

Value = str | int | float | bool | datetime.date | list[str] | list[float] | None


class TableRows:
    """Rows of one table, kept by column. `values[name]` is the column's list, one value a row."""

    def __init__(self, schema: TableSchema) -> None:
        self.schema = schema
        self.values: dict[str, list[Value]] = {column.name: [] for column in schema.columns}

    def __len__(self) -> int:
        return len(self.values[self.schema.columns[0].name])

    def add(self, **row: Value) -> None:
        """Add one row, a value for each column. Raises DatasetError when a column is left out or unknown."""
        if row.keys() != self.values.keys():
            raise DatasetError("a row does not have the table's columns", table=self.schema.name, example=sorted(row))
        for name, values in self.values.items():
            values.append(row[name])

    def batch(self) -> pa.RecordBatch:
        """The rows as a record batch. Raises DatasetError naming the column whose values are not of its type."""
        return pa.record_batch([self._array(column) for column in self.schema.columns], schema=self.schema.arrow)

    def _array(self, column: ColumnSchema) -> pa.Array:
        values = self.values[column.name]
        try:
            if column.vocabulary:
                return _encoded(column, values)
            return pa.array(values, type=column.arrow_type)
        except (pa.ArrowInvalid, pa.ArrowTypeError, KeyError, TypeError, ValueError) as error:
            raise DatasetError(f"a value is no {column.type}: {error}", table=self.schema.name, column=column.name) from error


def _encoded(column: ColumnSchema, values: list[Value]) -> pa.DictionaryArray:
    """`values` as places in the column's vocabulary, which is the same in every batch."""
    places: dict[Value, int | None] = {value: place for place, value in enumerate(column.vocabulary)}
    places[None] = None
    indices = pa.array([places[value] for value in values], pa.int8())
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(column.vocabulary), pa.string()))
