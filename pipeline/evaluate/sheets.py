"""Tables for people: one form that the terminal, Markdown and a README share.

Input: `Sheet`s, each a title, columns and rows of texts; output: rich tables on a console, or Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.orthography import fold_space


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and a sentence that says how to read it; numbers stand in all columns but the first `words`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: int = 1


def share(value: float) -> str:
    """A figure between 0 and 1 as it is shown."""
    return f"{value:.3f}"


def print_sheets(sheets: Iterable[Sheet], console: Console) -> None:
    """Print the tables, those without rows left out."""
    for sheet in sheets:
        if not sheet.rows:
            continue
        table = Table(title=Text(sheet.title, "bold"), title_justify="left", caption_justify="left", caption=sheet.note or None)
        for place, column in enumerate(sheet.columns):
            table.add_column(column, justify="left" if place < sheet.words else "right", overflow="fold")
        for row in sheet.rows:
            table.add_row(*map(Text, row))
        console.print(table)


def markdown(sheets: Sequence[Sheet], *, level: int = 2) -> str:
    """The tables as Markdown under headings of `level` (none for a sheet without a title), those without rows left out."""
    return "\n".join(_markdown(sheet, level) for sheet in sheets if sheet.rows)


def _markdown(sheet: Sheet, level: int) -> str:
    lines = [f"{'#' * level} {sheet.title}", ""] if sheet.title else []
    if sheet.note:
        lines += [sheet.note, ""]
    marks = ["---" if place < sheet.words else "---:" for place in range(len(sheet.columns))]
    lines += [_line(sheet.columns), _line(marks), *(_line([_cell(cell) for cell in row]) for row in sheet.rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(words: str) -> str:
    """Words of a page in a cell of Markdown: nothing in them is a mark."""
    return "".join(f"\\{letter}" if letter in "\\|*_`<[" else letter for letter in fold_space(words))
