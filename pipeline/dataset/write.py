"""A dataset is written whole or not at all.

`write_part` streams the rows of some documents into one Parquet file a table; `NewDataset` holds the folder beside the old
dataset that parts are written to, and `commit` adds the agencies and the description, checks the folder and swaps it in.
Without `commit` the old dataset stays as it was. The files depend on the rows and their order alone: no time of day, no
random names inside, one fixed way of writing Parquet. `write_dataset` does it all for rows that are in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.check import check_folder
from pipeline.dataset.describe import write_description
from pipeline.dataset.files import part_name, table_files, table_path
from pipeline.dataset.link import DocumentIndex
from pipeline.dataset.packed import summary_of
from pipeline.dataset.rows import DocumentRows, agency_batch
from pipeline.dataset.schema import TableSchema, table_schemas
from pipeline.dataset.swap import PartialFolder, refuse_strangers
from pipeline.dataset.whole import Whole
from pipeline.model import Agency

# A row group is closed at a document's end once it holds this much, so memory does not grow with the number of documents.
_GROUP_ROWS = 25_000
_GROUP_BYTES = 4_000_000
# The few rows of one document take little room beside the padding of their many buffers, so they are joined now and then.
_LOOSE_BATCHES = 64


class TableFile:
    """One table's Parquet file while it is written."""

    def __init__(self, path: Path, schema: TableSchema) -> None:
        self.rows = 0
        self._writer = pq.ParquetWriter(
            path, schema.arrow, version="2.6", compression="zstd", use_dictionary=True, write_statistics=True, store_schema=True
        )
        self._pending: list[pa.RecordBatch] = []
        self._pending_rows = 0
        self._pending_bytes = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Add a document's rows."""
        if not batch.num_rows:
            return
        self._pending.append(batch)
        self._pending_rows += batch.num_rows
        self._pending_bytes += batch.nbytes
        if self._pending_rows >= _GROUP_ROWS or self._pending_bytes >= _GROUP_BYTES:
            self._flush()
        elif len(self._pending) >= _LOOSE_BATCHES:
            self._pending = pa.Table.from_batches(self._pending).combine_chunks().to_batches()

    def close(self) -> None:
        """Write what is pending and end the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file without writing what is pending."""
        self._writer.close()

    def _flush(self) -> None:
        if self._pending:
            table = pa.Table.from_batches(self._pending)
            self._writer.write_table(table, row_group_size=table.num_rows)
            self.rows += table.num_rows
            self._pending, self._pending_rows, self._pending_bytes = [], 0, 0


def write_part(
    folder: Path, part: int | None, documents: Iterable[Mapping[str, pa.RecordBatch]], index: DocumentIndex
) -> dict[str, int]:
    """Write one part of each table but `agencies`; `part` is None where the dataset is of one part. Returns its rows by table.

    `documents` are the rows of whole documents by table, in the order that the dataset shall have; `index` links references.
    """
    schemas = {name: schema for name, schema in table_schemas().items() if name != "agencies"}
    files = {name: TableFile(_part_path(folder, name, part), schema) for name, schema in schemas.items()}
    try:
        for tables in documents:
            for name, batch in tables.items():
                files[name].add(_linked(batch, index) if name == "references" else batch)
    except BaseException:
        for file in files.values():
            file.abandon()
        raise
    for file in files.values():
        file.close()
    return {name: file.rows for name, file in files.items()}


def finish_dataset(folder: Path, agencies: Iterable[Agency], place: str = "") -> dict[str, int]:
    """Add to the parts in `folder` the agencies and the description, and check all. Returns the number of rows by table.

    The description names the files as standing below `place`. Raises DatasetError.
    """
    file = TableFile(table_path(folder, "agencies"), table_schemas()["agencies"])
    file.add(agency_batch(agencies))
    file.close()
    rows = {name: sum(pq.read_metadata(file).num_rows for file in table_files(folder, name)) for name in table_schemas()}
    write_description(folder, rows, place)
    check_folder(folder)
    return rows


def write_dataset(out: Path, documents: Sequence[DocumentRows]) -> dict[str, int]:
    """Replace the dataset in `out` by these rows, which come by source file. Returns its rows by table. Raises DatasetError."""
    whole = Whole()
    for rows in documents:
        whole.add(summary_of(rows))
    with NewDataset(out) as new:
        write_part(new.folder, None, (rows.tables for rows in (*documents, *whole.differences())), whole.index)
        return new.commit(whole.agencies())


class NewDataset:
    """A dataset that is written to `folder`, beside `out`, and swapped in with `commit`. Use it as a context manager.

    Raises DatasetError when `out` holds anything but a dataset.
    """

    def __init__(self, out: Path) -> None:
        refuse_strangers(out)
        self._out = out

    def __enter__(self) -> Self:
        self._partial = PartialFolder(self._out)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._partial.discard()

    @property
    def folder(self) -> Path:
        """Where the parts are written to."""
        return self._partial.path

    def commit(self, agencies: Iterable[Agency]) -> dict[str, int]:
        """Finish, check and swap in the dataset. Returns the number of rows by table. Raises DatasetError."""
        rows = finish_dataset(self.folder, agencies)
        self._partial.replace()
        return rows


def _part_path(folder: Path, table: str, part: int | None) -> Path:
    path = table_path(folder, table)
    if part is None:
        return path
    path.mkdir(exist_ok=True)
    return path / part_name(part)


def _linked(references: pa.RecordBatch, index: DocumentIndex) -> pa.RecordBatch:
    """The references of one document with the documents of the dataset that they point to."""
    return (
        index.link(pa.Table.from_batches([references])).combine_chunks().to_batches()[0] if references.num_rows else references
    )
