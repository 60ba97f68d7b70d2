"""Rows come back from bytes as they went in, and damaged bytes are told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dataset import (
    DocumentRows,
    PackedError,
    document_rows,
    failure_rows,
    pack,
    packed_summary,
    summary_of,
    unpack,
)
from pipeline.dataset.packed import agency_of
from pipeline.dataset.schema import table_schemas
from pipeline.doubts import doubt
from pipeline.extraction import extract
from pipeline.model import Agency
from tests.dataset.plans import sample_plan
from tests.reading import SAMPLES


def packed(rows: DocumentRows) -> bytes:
    return pack(rows, summary_of(rows))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_the_rows_of_a_sample_come_back(path):
    rows = document_rows(extract(path))
    data = packed(rows)
    found = unpack(data)
    assert list(found) == list(rows.tables)
    for name, batch in rows.tables.items():
        assert found[name].equals(batch)
        assert found[name].schema.equals(table_schemas()[name].arrow, check_metadata=True)
    assert packed_summary(data) == summary_of(rows)
    assert [agency_of(line) for line in packed_summary(data).agencies] == list(rows.agencies)


def test_rows_without_a_document_come_back():
    rows = failure_rows(
        "k\udcea.txt".encode("utf-8", "surrogateescape").decode("latin-1"), [doubt("file-unreadable", "no text")]
    )
    data = packed(rows)
    assert unpack(data)["diagnostics"].equals(rows.tables["diagnostics"])
    summary = packed_summary(data)
    assert (summary.doc_id, summary.failure, summary.severities, summary.agencies) == (None, "no text", {"error": 1}, ())


def test_a_correction_that_does_not_fit_is_no_failure_of_the_file():
    rows = failure_rows("a.txt", [doubt("correction-homeless", "nowhere"), doubt("file-skipped", "no page")])
    summary = summary_of(rows)
    assert (summary.failure, summary.unfit) == (None, ("nowhere",))


def test_equal_agencies_have_equal_lines_and_others_have_not():
    agency = Agency(
        "a", "Sở A", "department", "provincial", valid_from=datetime.date(2020, 1, 1), part_successor_ids=("b", "c")
    )
    variants = [agency, replace(agency, name="Sở Á"), replace(agency, valid_from=None), replace(agency, part_successor_ids=())]
    lines = [summary_of(replace(document_rows(sample_plan()), agencies=(variant,))).agencies[0] for variant in variants]
    assert len(set(lines)) == len(variants)
    assert [agency_of(line) for line in lines] == variants


DATA = packed(document_rows(sample_plan()))


@given(st.integers(0, len(DATA) - 1))
def test_bytes_that_were_cut_are_told(length):
    for read in (unpack, packed_summary):
        with pytest.raises(PackedError):
            read(DATA[:length])


@given(st.binary(max_size=60))
def test_other_bytes_are_told(data):
    for read in (unpack, packed_summary):
        with pytest.raises(PackedError):
            read(data)
