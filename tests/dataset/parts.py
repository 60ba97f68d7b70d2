"""A dataset written again in parts, as a run over very many documents writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.describe import write_description
from pipeline.dataset.files import SHARED, part_name, read_table, table_path
from pipeline.dataset.schema import table_schemas


def in_parts(dataset: Path, folder: Path, documents: int = 1) -> Path:
    """The dataset again in `folder`, each of its parts with this many documents."""
    parts = {doc_id: place // documents for place, doc_id in enumerate(read_table(dataset, "documents")["doc_id"].to_pylist())}
    rows: dict[str, int] = {}
    for name, schema in table_schemas().items():
        table = read_table(dataset, name)
        rows[name] = table.num_rows
        path = table_path(folder, name)
        if name == SHARED:
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(table, path)
            continue
        path.mkdir(parents=True)
        places = list(_parts(table, parts))
        for number in range(max(parts.values()) + 1):
            chosen = table.filter(pa.array([place == number for place in places], pa.bool_()))
            pq.write_table(chosen.cast(schema.arrow), path / part_name(number))
    write_description(folder, rows)
    return folder


def _parts(table: pa.Table, parts: Mapping[str, int]) -> Iterator[int]:
    """The part of each row: its document's, or for a file without a document that of the row before."""
    ids = table["doc_id" if "doc_id" in table.column_names else "table_id"].to_pylist()
    part = 0
    for record_id in ids:
        part = part if record_id is None else parts[record_id.split("/")[0]]
        yield part
