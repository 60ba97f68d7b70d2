"""One plan in many layouts: real tables, and tables flattened in each way that portals do it, give the same records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Document, Mention, Table, Target, Task
from pipeline.read import read
from pipeline.segment import segment
from tests.reading import SAMPLES, sample
from tests.rendering import barred_cells, html_page, marked_cells, piped_rows, text_page, unmarked_cells, wrapped_page


def words(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(" ".join(mention.text.split()) for mention in mentions)


def of_task(task: Task) -> tuple[object, ...]:
    return (
        task.kind, task.ordinal, task.group, task.description, task.output, task.note, words(task.lead),
        words(task.coordinating), words(task.supervisor), [(d.role, d.time.text, d.inherited) for d in task.deadlines],
    )  # fmt: skip


def of_target(target: Target) -> tuple[object, ...]:
    return (
        target.context, target.ordinal, target.group, target.indicator, target.text, target.comparator, target.value_min,
        target.value_max, target.unit, target.frequency, target.horizon, words(target.lead), words(target.measuring),
    )  # fmt: skip


def reread(tmp_path: Path, name: str, page: str) -> tuple[Document, Records]:
    path = tmp_path / name
    path.write_text(page, encoding="utf-8")
    document = segment(clean(read(path, name)))
    return document, extract_records(document)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:3])
def test_html_gives_the_same_records_in_the_same_order(tmp_path: Path, path: Path) -> None:
    document, records = sample(path)
    rebuilt, again = reread(tmp_path, "page.html", html_page(document))
    assert all(table.layout == "grid" for table in rebuilt.tables)
    assert list(map(of_task, again.tasks)) == list(map(of_task, records.tasks))
    assert list(map(of_target, again.targets)) == list(map(of_target, records.targets))
    assert [r.citation.number for r in again.references] == [r.citation.number for r in records.references]


@pytest.mark.parametrize("path", [path for path in SAMPLES if sample(path)[0].tables], ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("render", [marked_cells, barred_cells])
def test_tables_with_marked_cells_give_the_same_records(
    tmp_path: Path, path: Path, render: Callable[[Document, Table], str]
) -> None:
    document, records = sample(path)
    _, again = reread(tmp_path, "page.txt", text_page(document, render))
    assert list(map(of_task, again.tasks)) == list(map(of_task, records.tasks))
    assert list(map(of_target, again.targets)) == list(map(of_target, records.targets))


@pytest.mark.parametrize("path", [path for path in SAMPLES if sample(path)[0].tables], ids=lambda path: path.stem[:3])
@pytest.mark.parametrize(("render", "share"), [(unmarked_cells, 0.95), (piped_rows, 0.65)])
def test_tables_that_lost_cells_or_line_breaks_give_most_of_the_records(
    tmp_path: Path, path: Path, render: Callable[[Document, Table], str], share: float
) -> None:
    """Without trace of empty cells some edges stay open; rows on one line lose the breaks inside cells."""
    document, records = sample(path)
    _, again = reread(tmp_path, "page.txt", text_page(document, render))
    expected, found = list(map(of_task, records.tasks)), list(map(of_task, again.tasks))
    assert len(found) == len(expected)
    assert sum(task in found for task in expected) >= share * len(expected)


@pytest.mark.parametrize(("number", "share"), [(0, 0.8), (3, 0.9)])
def test_wrapped_lines_give_most_of_the_records(tmp_path: Path, number: int, share: float) -> None:
    """Wrapped lines leave open where a cell, or a heading over its text, ends when that line is full."""
    document, records = sample(SAMPLES[number])
    _, again = reread(tmp_path, "page.txt", wrapped_page(document))
    expected, found = list(map(of_task, records.tasks)), list(map(of_task, again.tasks))
    assert abs(len(found) - len(expected)) <= 2
    assert sum(task in found for task in expected) >= share * len(expected)
