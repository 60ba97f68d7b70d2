"""One input's rows as bytes, to be kept in a file or sent to another process, and read back exactly.

The bytes are one Arrow stream (compressed as a whole), with one record batch of one row: a column for each table, which holds
the table's rows as a list of structs. What the whole dataset must know of the input (`Summary`) stands in the stream's
metadata, so that it can be read without the rows.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NewType

import pyarrow as pa

from pipeline.dataset.rows import DocumentRows
from pipeline.model import Agency

AgencyLine = NewType("AgencyLine", str)
"""An agency as one line of JSON: equal agencies have equal lines."""

# A summary is read from the first stretch of a stream alone where the codec allows it; level 1 is as small as higher ones here.
_CODEC = "zstd"
_SUMMARY = b"vnplans.summary"
_SIZE_BYTES = 8
_CORRECTING = "correct"


class PackedError(ValueError):
    """Bytes that are no packed rows, or only a part of them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the whole dataset must know of one input before its rows are written.

    `number`, `issued_date` and `law_id` are what other documents cite it by. `severities` counts its diagnostics; `failure`
    says why it gave no document; `unfit` are the messages of corrections that could not be applied.
    """

    source_file: str
    doc_id: str | None
    number: str | None
    issued_date: datetime.date | None
    law_id: str | None
    agencies: tuple[AgencyLine, ...]
    severities: Mapping[str, int]
    failure: str | None
    unfit: tuple[str, ...]


def summary_of(rows: DocumentRows) -> Summary:
    """What the whole must know of these rows."""
    table = rows.tables["diagnostics"]
    found = table["severity"].to_pylist()
    correcting = [place for place, stage in enumerate(table["stage"].to_pylist()) if stage == _CORRECTING]
    failed = rows.doc_id is None and "error" in found and not correcting
    return Summary(
        source_file=rows.source_file,
        doc_id=rows.doc_id,
        number=rows.number,
        issued_date=rows.issued_date,
        law_id=rows.law_id,
        agencies=tuple(_agency_line(agency) for agency in rows.agencies),
        severities=dict(Counter(found)),
        failure=table["message"][found.index("error")].as_py() if failed else None,
        unfit=tuple(table["message"][place].as_py() for place in correcting if found[place] == "error"),
    )


def pack(rows: DocumentRows, summary: Summary) -> bytes:
    """The rows of one input with their summary."""
    columns = [_as_list(batch.to_struct_array()) for batch in rows.tables.values()]
    fields = [pa.field(name, column.type) for name, column in zip(rows.tables, columns, strict=True)]
    schema = pa.schema(fields, metadata={_SUMMARY: _summary_json(summary)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        stream.write_batch(pa.record_batch(columns, schema=schema))
    packed = sink.getvalue()
    compressed: bytes = pa.compress(packed, codec=_CODEC, asbytes=True)
    return len(packed).to_bytes(_SIZE_BYTES, "little") + compressed


def unpack(data: bytes) -> dict[str, pa.RecordBatch]:
    """The rows of one input by table. Raises PackedError."""
    try:
        batch = _stream(data).read_next_batch()
        return {
            name: pa.RecordBatch.from_struct_array(column.flatten())
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
    except (pa.ArrowException, StopIteration) as error:
        raise PackedError(str(error)) from error


def packed_summary(data: bytes) -> Summary:
    """The summary alone. Raises PackedError."""
    try:
        said = json.loads(_stream(data).schema.metadata[_SUMMARY])
        date, lines = said.pop("issued_date"), tuple(said.pop("agencies"))
        return Summary(
            **said | {"unfit": tuple(said["unfit"])},
            issued_date=datetime.date.fromisoformat(date) if date else None,
            agencies=lines,
        )
    except (pa.ArrowException, ValueError, KeyError, TypeError) as error:
        raise PackedError(str(error)) from error


def agency_of(line: AgencyLine) -> Agency:
    """The agency that a line of `Summary.agencies` says."""
    said = json.loads(line)
    for column in ("valid_from", "valid_to"):
        said[column] = datetime.date.fromisoformat(said[column]) if said[column] else None
    return Agency(**said | {"part_successor_ids": tuple(said["part_successor_ids"])})


def _agency_line(agency: Agency) -> AgencyLine:
    return AgencyLine(json.dumps(asdict(agency), ensure_ascii=False, default=_iso))


def _summary_json(summary: Summary) -> bytes:
    # A message may quote a file's words, and those may hold halves of characters that UTF-8 has no bytes for.
    return json.dumps(asdict(summary), default=_iso).encode("ascii")


def _iso(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _as_list(rows: pa.StructArray) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)


def _stream(data: bytes) -> pa.RecordBatchStreamReader:
    size = int.from_bytes(data[:_SIZE_BYTES], "little")
    # No packed document is near this size; a damaged file must not make the process ask for all memory.
    if len(data) <= _SIZE_BYTES or size > 1 << 32:
        raise PackedError("too short, or no packed rows")
    try:
        return pa.ipc.open_stream(pa.decompress(data[_SIZE_BYTES:], size, codec=_CODEC))
    except OSError as error:  # which is how a codec says that its bytes are damaged
        raise PackedError(str(error)) from error
