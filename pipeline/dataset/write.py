"""A dataset is written whole or not at all.

`DatasetWriter` takes the rows of document after document and streams them into one Parquet file a table, in a new folder
beside the old dataset. `commit` adds what only the whole knows (agencies, links between documents, the description), checks
the folder and swaps it in. Without `commit` the old dataset stays as it was. The files depend on the rows and their order
alone: no time of day, no random names inside, one fixed way of writing Parquet.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.check import check_folder, table_path
from pipeline.dataset.describe import write_description
from pipeline.dataset.link import DocumentIndex
from pipeline.dataset.rows import DocumentRows, agency_batch, failure_rows
from pipeline.dataset.schema import TableSchema, table_schemas
from pipeline.dataset.swap import PartialFolder, refuse_strangers
from pipeline.doubts import doubt
from pipeline.model import Agency

# A row group is closed at a document's end once it holds this much, so memory does not grow with the number of documents.
_GROUP_ROWS = 25_000
_GROUP_BYTES = 4_000_000
# The few rows of one document take little room beside the padding of their many buffers, so they are joined now and then.
_LOOSE_BATCHES = 64

_UNLINKED = "references-unlinked"


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


class DatasetWriter:
    """Writes a new dataset beside `out` and swaps it in with `commit`. Use it as a context manager.

    Rows must come in the order that the dataset shall have: by source file. Raises DatasetError when `out` holds
    anything but a dataset.
    """

    def __init__(self, out: Path) -> None:
        refuse_strangers(out)
        self._out = out

    def __enter__(self) -> Self:
        self._partial = PartialFolder(self._out)
        schemas = table_schemas()
        self._files = {name: TableFile(self._path(name), schemas[name]) for name in schemas if name != "references"}
        self._references = TableFile(self._path(_UNLINKED), schemas["references"])
        self._index = DocumentIndex()
        self._agencies: dict[str, Agency] = {}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for file in (*self._files.values(), self._references):
            file.abandon()
        self._partial.discard()

    def add(self, rows: DocumentRows) -> None:
        """Add the rows of one input file."""
        for name, batch in rows.tables.items():
            (self._references if name == "references" else self._files[name]).add(batch)
        if rows.doc_id is not None:
            self._index.add(rows.doc_id, rows.number, rows.issued_date, rows.law_id)
        for agency in rows.agencies:
            self._add_agency(rows.source_file, agency)

    def _add_agency(self, source_file: str, agency: Agency) -> None:
        """Keep one entry an id. Of two that differ the same one stays, whichever comes first."""
        known = self._agencies.setdefault(agency.agency_id, agency)
        if known != agency:
            self._agencies[agency.agency_id] = min(known, agency, key=repr)
            message = f"agency {agency.agency_id} is {agency.name!r} here and {known.name!r} in an earlier document"
            rows = failure_rows(source_file, [doubt("agency-differs", message)])
            self._files["diagnostics"].add(rows.tables["diagnostics"])

    def commit(self) -> dict[str, int]:
        """Finish, check and swap in the dataset. Returns the number of rows by table. Raises DatasetError."""
        self._files["agencies"].add(agency_batch(agency for _, agency in sorted(self._agencies.items())))
        self._files["references"] = TableFile(self._path("references"), table_schemas()["references"])
        for batch in self._linked_references():
            self._files["references"].add(batch)
        for file in self._files.values():
            file.close()
        rows = {name: self._files[name].rows for name in table_schemas()}
        write_description(self._partial.path, rows)
        check_folder(self._partial.path)
        self._partial.replace()
        return rows

    def _linked_references(self) -> Iterator[pa.RecordBatch]:
        """The references again, now that all documents are known."""
        self._references.close()
        path = self._path(_UNLINKED)
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield self._index.link(file.read_row_group(group, use_threads=False)).combine_chunks().to_batches()[0]
        path.unlink()

    def _path(self, name: str) -> Path:
        return table_path(self._partial.path, name)
