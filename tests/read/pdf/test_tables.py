"""Tables over page ends: repeated headers, rows and merged cells that the page end cuts."""

from __future__ import annotations

from pipeline.read.pdf.shapes import PrintLine
from pipeline.read.pdf.tables import Cell, LongTable, Table, continued
from tests.read.pdf.printed import line

EDGES = (50.0, 90.0, 390.0, 690.0)
LONG = "mmmm mmmm mmmm mmmm mmmm mmmm mmmm mmmm mmmm mmm"


def cell(row: int, column: int, text: str, page: int, *, rows: int = 1) -> Cell:
    """A cell whose lines are parted by bars; each line is a paragraph's."""
    margins = (EDGES[column], EDGES[column + 1])
    lines: list[PrintLine] = [
        line(part.strip(), margins[0], 100 + 16 * at, page=page, margins=margins, place="cell")
        for at, part in enumerate(text.split("|"))
        if part
    ]
    return Cell(row, row + rows, column, column + 1, ((tuple(lines),) if lines else ()))


def table(page: int, *rows: tuple[str, str, str]) -> Table:
    return Table(
        EDGES, len(rows), tuple(cell(at, column, text, page) for at, row in enumerate(rows) for column, text in enumerate(row))
    )


def rows_of(found: Table | None) -> list[list[str]]:
    assert found is not None
    return [[part.text for part in found.row(at)] for at in range(found.n_rows)]


HEADER = ("TT", "Nhiệm vụ", "Cơ quan")
FIRST = table(1, HEADER, ("1", "Xây dựng", "Sở A"), ("2", LONG, "Sở B"))


def test_rows_are_put_under_one_another_without_the_repeated_header() -> None:
    part = table(2, HEADER, ("3", "Rà soát", "Sở C"))
    assert rows_of(continued(FIRST, part, page_full=True))[3:] == [["3", "Rà soát", "Sở C"]]


def test_a_misread_header_is_a_header() -> None:
    part = table(2, ("TT", "Nhiêm vụ", "Cơ quan"), ("3", "Rà soát", "Sở C"))
    assert len(rows_of(continued(FIRST, part, page_full=True))) == 4


def test_a_row_that_the_page_cut_is_one_row_again() -> None:
    part = table(2, HEADER, ("", "tiếp theo của câu", ""), ("3", "Rà soát", "Sở C"))
    whole = rows_of(continued(FIRST, part, page_full=True))
    assert whole[2:] == [["2", f"{LONG} tiếp theo của câu", "Sở B"], ["3", "Rà soát", "Sở C"]]


def test_where_the_page_was_not_full_no_row_was_cut() -> None:
    part = table(2, ("", "tiếp theo của câu", ""))
    assert len(rows_of(continued(FIRST, part, page_full=False))) == 4


def test_a_full_row_is_a_new_one_though_its_ordinal_is_missing() -> None:
    start = table(1, HEADER, ("", LONG, "Sở B mmmm mmmm mmmm mmmm mmmm mmmm mmmm mmmm mmmm"))
    assert len(rows_of(continued(start, table(2, ("", "Rà soát", "Sở C"), ("", "Lập", "Sở D")), page_full=True))) >= 3
    assert len(rows_of(continued(FIRST, table(2, ("3", "rà soát", "sở C")), page_full=True))) == 4


def test_a_merged_cell_that_the_page_cut_is_one_cell_again() -> None:
    first = Table(
        EDGES, 2, (cell(0, 0, "1", 1, rows=2), cell(0, 1, "a", 1), cell(0, 2, "b", 1), cell(1, 1, "c", 1), cell(1, 2, "d.", 1))
    )
    part = Table(
        EDGES, 2, (cell(0, 0, "", 2, rows=2), cell(0, 1, "E", 2), cell(0, 2, "F", 2), cell(1, 1, "G", 2), cell(1, 2, "H", 2))
    )
    whole = continued(first, part, page_full=False)
    assert whole is not None
    assert [(found.top, found.bottom) for found in whole.cells if found.left == 0] == [(0, 4)]


def test_other_columns_are_another_table() -> None:
    assert continued(FIRST, Table((50.0, 300.0, 690.0), 1, ()), page_full=True) is None
    assert continued(FIRST, Table((50.0, 90.0, 390.0, 500.0), 1, ()), page_full=True) is None


def test_a_part_whose_cells_are_all_merged_has_fewer_columns_and_goes_on() -> None:
    heading = Table((52.0, 692.0), 1, (Cell(0, 1, 0, 1, ((line("II. NHÓM NHIỆM VỤ", page=2, place="cell"),),)),))
    whole = continued(FIRST, heading, page_full=False)
    assert whole is not None
    assert [(found.left, found.right) for found in whole.row(3)] == [(0, 3)]


def test_a_long_table_keeps_all_its_rows() -> None:
    long = LongTable(FIRST)
    for page in range(2, 40):
        assert long.take(table(page, HEADER, (str(page + 1), f"Việc {page}.", "Sở C"), ("", "x", "y")), page_full=False)
    rows = rows_of(long.whole())
    assert len(rows) == 3 + 2 * 38
    assert [row[0] for row in rows[3::2]] == [str(page + 1) for page in range(2, 40)]
    assert not long.take(Table((50.0, 300.0, 690.0), 1, ()), page_full=False)
