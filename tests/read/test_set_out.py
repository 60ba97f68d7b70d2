"""Plans laid out on paper with blanks, as `pdftotext -layout` prints them: their tables give the records of the real ones."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.extract import extract_records
from pipeline.model import Document, Table
from pipeline.read import read
from pipeline.read.text import read_laid_out
from pipeline.segment import segment
from tests.reading import SAMPLES, sample
from tests.rendering import text_page
from tests.test_layouts import of_target, of_task

_WIDTH, _PAGE = 150, 48


def on_paper(document: Document, table: Table) -> str:
    """The table in columns of equal ink: cells wrapped, rows parted by blank lines, a page number every page."""
    cells = {(cell.row, cell.column): _paragraphs(document, cell.blocks) for cell in table.cells}
    count = len(table.roles)
    ink = [
        max(6, sum(len(text) for (_, c), texts in cells.items() if c == column for text in texts)) for column in range(count)
    ]
    widths = [max(9, min(40, _WIDTH * size // sum(ink))) for size in ink]
    lines: list[str] = []
    number = 2
    for row in range(table.n_rows):
        columns = [_wrapped(cells.get((row, column), []), widths[column]) for column in range(count)]
        height = max(map(len, columns), default=0)
        lines += [
            "   ".join(
                (cell[at] if at < len(cell) else "").ljust(width) for cell, width in zip(columns, widths, strict=True)
            ).rstrip()
            for at in range(height)
        ]
        lines.append("")
        if len(lines) >= _PAGE * (number - 1):
            lines += ["", f"\f{number:>{_WIDTH // 2}}", ""]
            number += 1
    return "\n".join(lines)


def paper(document: Document) -> str:
    """The whole plan on paper: prose wrapped, tables in columns."""
    lines = text_page(document, on_paper).split("\n")
    return "\n".join("\n".join(textwrap.wrap(line, 100)) if "   " not in line and len(line) > 100 else line for line in lines)


def _paragraphs(document: Document, blocks: tuple[int, ...]) -> list[str]:
    return [document.page.blocks[index].text for index in blocks if document.page.blocks[index].text]


def _wrapped(texts: list[str], width: int) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)]


def of(records: list[object]) -> list[str]:
    """Records as words, their blanks and line breaks aside."""
    return ["".join(str(record).replace("\\n", " ").split()) for record in records]


@pytest.mark.parametrize("path", [path for path in SAMPLES if sample(path)[0].tables], ids=lambda path: path.stem[:3])
def test_tables_on_paper_give_most_of_the_records(tmp_path: Path, path: Path) -> None:
    document, records = sample(path)
    page = paper(document)
    assert sum(1 for item in read_laid_out(page)[0] if not hasattr(item, "text")) == len(document.tables)
    (tmp_path / "plan.txt").write_text(page, encoding="utf-8")
    again = extract_records(segment(clean(read(tmp_path / "plan.txt", "plan.txt"))))
    expected, found = of([of_task(task) for task in records.tasks]), of([of_task(task) for task in again.tasks])
    assert sum(task in found for task in expected) >= 0.8 * len(expected)
    targets, seen = of([of_target(target) for target in records.targets]), of([of_target(target) for target in again.targets])
    assert sum(target in seen for target in targets) >= 0.8 * len(targets)
