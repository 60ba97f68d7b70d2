"""The same plan as a Word file: a segmented document with real tables, merged cells and automatic numbering.

The head and the signature stand in tables without borders, as offices set them. Ordinals that Word can make (`I.`, `1.`,
`a)`, `-`, `+`, and a cell's ordinal) are made by lists: no paragraph has them as text. Where the plan's ordinals leap, a
list with another start holds the one paragraph behind the leap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from pipeline.model import Cell, Document, Table
from tests.read.word_files import listed, paragraph, run, word_file

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_WIDE = 1200
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BODY = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"), ("bullet", "+"))
_MARKS = (
    re.compile(r"([IVX]+)\. "),
    re.compile(r"(\d+)\. "),
    re.compile(r"([a-z])\) "),
    re.compile(r"(-) "),
    re.compile(r"(\+) "),
)
_CELL = re.compile(r"(?P<number>\d+|[IVX]+)(?P<dot>\.?)")


def docx_page(document: Document, *, leaps: bool = True, numbered: int = 20) -> bytes:
    """The document as a Word file; without `leaps`, ordinals that a list would not print by itself are typed.

    Raises AssertionError where lists number no more than `numbered` paragraphs.
    """
    return _Word(document, leaps=leaps).file(numbered)


class _List:
    """A list definition and how far it has counted; each leap makes another list of the same definition."""

    def __init__(self, abstract: int, levels: Sequence[tuple[str, str]]) -> None:
        self.abstract = abstract
        self._levels = levels
        self._counts = [0] * len(levels)
        self._overrides: list[tuple[int, int]] = []

    def follows(self, level: int, wanted: int) -> bool:
        """Whether `wanted` is the number that the list would print next."""
        return self._levels[level][0] == "bullet" or wanted == self._counts[level] + 1

    def place(self, level: int, wanted: int) -> tuple[int, int]:
        """Count a paragraph whose number is `wanted`: which of the lists it is in, from 0, and its level."""
        leaps = not self.follows(level, wanted)
        for above in range(level):
            self._counts[above] = self._counts[above] or 1
        for below in range(level + 1, len(self._counts)):
            self._counts[below] = 0
        self._counts[level] += 1
        if leaps:
            self._counts[level] = wanted
            self._overrides.append((level, wanted))
            return len(self._overrides), level
        return 0, level

    def definition(self) -> str:
        levels = "".join(
            f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
            for depth, (form, text) in enumerate(self._levels)
        )
        return f"<w:abstractNum w:abstractNumId='{self.abstract}'>{levels}</w:abstractNum>"

    def lists(self) -> Iterable[str]:
        for index, override in enumerate([None, *self._overrides]):
            start = "" if override is None else (
                f"<w:lvlOverride w:ilvl='{override[0]}'><w:startOverride w:val='{override[1]}'/></w:lvlOverride>"
            )  # fmt: skip
            yield f"<w:num w:numId='{self.list_id(index)}'><w:abstractNumId w:val='{self.abstract}'/>{start}</w:num>"

    def list_id(self, index: int) -> int:
        return 1 + self.abstract * 1000 + index


class _Word:
    def __init__(self, document: Document, *, leaps: bool) -> None:
        self._leaps = leaps
        self._blocks = document.page.blocks
        self._tables = {table.blocks[0]: table for table in document.tables}
        parts = {section.part: section.blocks for section in document.sections if section.part in ("recipients", "signature")}
        self._foot = parts if len(parts) == 2 and parts["recipients"][1] == parts["signature"][0] else {}
        self._lists: dict[tuple[tuple[str, str], ...], _List] = {_BODY: _List(0, _BODY)}
        self.automatic = 0

    def file(self, numbered: int) -> bytes:
        body = [self._head()]
        index = 6
        while index < len(self._blocks):
            table = self._tables.get(index)
            if table is not None:
                body.append(self._table(table))
                index = table.blocks[1]
            elif self._foot and index == self._foot["recipients"][0]:
                sides = (self._range(*self._foot["recipients"]), self._range(*self._foot["signature"]))
                body.append(_plain_table([sides]))
                index = self._foot["signature"][1]
            else:
                body.append(self._paragraph(self._blocks[index].text))
                index += 1
        assert self.automatic > numbered
        lists = self._lists.values()
        numbering = "".join(one.definition() for one in lists) + "".join(num for one in lists for num in one.lists())
        return word_file("".join(body), numbering=numbering)

    def _head(self) -> str:
        """The issuer beside the national heading, the number beside the date."""
        issuer, national, number, date = (self._range(*part) for part in ((0, 2), (2, 4), (4, 5), (5, 6)))
        assert "CỘNG HÒA" in national
        assert "Số" in number
        return _plain_table([(issuer, national), (number, date)])

    def _range(self, start: int, end: int) -> str:
        return "".join(_plain(block.text) for block in self._blocks[start:end])

    def _paragraph(self, text: str) -> str:
        for level, mark in enumerate(_MARKS):
            found = mark.match(text)
            if found is not None and (number := _number(found.group(1))) is not None:
                return self._numbered(_BODY, level, number, found.group().rstrip(), text[found.end() :])
        return _plain(text)

    def _numbered(self, levels: tuple[tuple[str, str], ...], level: int, number: int, mark: str, rest: str) -> str:
        one = self._lists.setdefault(levels, _List(len(self._lists), levels))
        if not self._leaps and not one.follows(level, number):
            return _plain(f"{mark} {rest}".rstrip())
        index, level = one.place(level, number)
        self.automatic += 1
        return paragraph(run(escape(rest)) if rest else "", listed(one.list_id(index), level))

    def _table(self, table: Table) -> str:
        cells = {(cell.row, cell.column): cell for cell in table.cells}
        below = {
            (row, cell.column): cell
            for cell in table.cells
            for row in range(cell.row + 1, cell.row + cell.row_span)
        }  # fmt: skip
        rows = []
        for row in range(table.n_rows):
            column, shown = 0, []
            while column < len(table.roles):
                over = below.get((row, column))
                cell = over or cells.get((row, column))
                span = min(cell.column_span, len(table.roles) - column) if cell else 1
                shown.append(self._cell(cell, span, merged="continue" if over else "restart"))
                column += span
            rows.append(f"<w:tr>{''.join(shown)}</w:tr>")
        return _table(rows, len(table.roles)) + paragraph("")

    def _cell(self, cell: Cell | None, span: int, merged: str) -> str:
        look = _width(span) + (f"<w:gridSpan w:val='{span}'/>" if span > 1 else "")
        if cell is not None and cell.row_span > 1:
            look += f"<w:vMerge w:val='{merged}'/>"
        texts = [] if cell is None or (merged == "continue") else [self._blocks[index].text for index in cell.blocks]
        inner = "".join(self._cell_paragraph(text) for text in texts if text)
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner or paragraph('')}</w:tc>"

    def _cell_paragraph(self, text: str) -> str:
        alone = _CELL.fullmatch(text)
        number = _number(alone["number"]) if alone else None
        if alone is None or number is None or text == "0":
            return self._paragraph(text)
        form = "decimal" if alone["number"].isdigit() else "upperRoman"
        return self._numbered(((form, f"%1{alone['dot']}"),), 0, number, text, "")


def _number(ordinal: str) -> int | None:
    """The number of an ordinal as Word counts, 1 for a bullet, None for what it cannot print."""
    if ordinal.isdigit():
        return int(ordinal) if str(int(ordinal)) == ordinal else None
    if ordinal in _ROMAN:
        return _ROMAN.index(ordinal) + 1
    if ordinal in _LETTERS:
        return _LETTERS.index(ordinal) + 1
    return 1 if ordinal in "-+" else None


def _plain(text: str) -> str:
    return paragraph(run(escape(text)) if text else "")


def _plain_table(rows: Sequence[Sequence[str]]) -> str:
    laid = ["<w:tr>" + "".join(f"<w:tc><w:tcPr>{_width(1)}</w:tcPr>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows]
    return _table(laid, 2) + paragraph("")


def _table(rows: Sequence[str], columns: int) -> str:
    grid = f"<w:gridCol w:w='{_WIDE}'/>" * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _width(columns: int) -> str:
    return f"<w:tcW w:w='{_WIDE * columns}' w:type='dxa'/>"
