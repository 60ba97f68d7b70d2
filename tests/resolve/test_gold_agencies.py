"""Mentions of real and invented plans against the agencies that a reader says they mean (`tests/gold/agencies.csv`).

`origin` tells where a mention is from: the sample plans (`sample`), other published documents (`page`) or the knowledge of the
administration (`made`). `behind` is the mention before it in the same list. An empty `agency_id` says that the words are no
agency, or name none that one could tell.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.model import Extraction, Mention
from pipeline.resolve import Reading, resolve_agencies, with_heads

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "raw").glob("*.txt"))
with (ROOT / "tests" / "gold" / "agencies.csv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines))


def read(row: dict[str, str]) -> Reading | None:
    words = with_heads([row["behind"], row["mention"]])[1] if row["behind"] else row["mention"]
    date = datetime.date.fromisoformat(row["date"])
    return resolve_agencies(row["province"] or None, date, [words]).readings.get(words)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['province']}-{row['date']}-{row['mention']}")
def test_a_mention_is_the_agency_that_a_reader_says(row: dict[str, str]) -> None:
    found = read(row)
    told = (found.agency.agency_id, found.agency.class_id, found.agency.kind) if found else ("", "", "")
    assert told == (row["agency_id"], row["class_id"], row["kind"])


def test_the_table_holds_enough_of_each_sort() -> None:
    assert len({(row["mention"], row["province"], row["date"]) for row in ROWS if row["origin"] != "sample"}) >= 300
    assert sum(not row["agency_id"] for row in ROWS) >= 30
    assert len({row["province"] for row in ROWS}) >= 20
    assert len({row["date"][:4] for row in ROWS}) >= 15


def mentions_of(extraction: Extraction) -> Iterator[Mention]:
    for task in extraction.tasks:
        yield from (*task.lead, *task.coordinating, *task.supervisor)
    for target in extraction.targets:
        yield from (*target.lead, *target.measuring)


def test_the_samples_mentions_are_resolved_and_right() -> None:
    """Of the distinct mentions of the samples at least 97 of 100 are resolved, and 99 of 100 of these as the table says."""
    expected = {(row["mention"], row["province"], row["date"]): row["agency_id"] for row in ROWS if row["origin"] == "sample"}
    found: dict[tuple[str, str, str], str | None] = {}
    for path in SAMPLES:
        extraction = pipeline.extract(path)
        place = str(extraction.province_code), str(extraction.document.header.issued_date)
        found |= {(mention.text, *place): mention.agency_id for mention in mentions_of(extraction)}
    resolved = {mention: agency for mention, agency in found.items() if agency is not None}
    assert len(resolved) >= 0.97 * len(found)
    assert sum(expected.get(mention) == agency for mention, agency in resolved.items()) >= 0.99 * len(resolved)
