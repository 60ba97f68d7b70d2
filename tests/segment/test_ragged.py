"""Rows between bars that lost the merged cells over their first columns."""

from __future__ import annotations

import pytest

from pipeline.model import CleanCell, CleanTable
from pipeline.segment.grids import real_grids
from tests.reading import page_of

HEADER = ["STT", "Nội dung", "Nhiệm vụ cụ thể", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm"]
FULL = ["1", "Truyền thông", "Xây dựng chuyên mục nước sạch", "Hằng năm", "Sở Y tế", "Sở Tài chính", "Chuyên mục"]


def grid_moved(grid, rows, row):
    """Whether the cells of a row stand elsewhere than they were printed."""
    return [cell.column for cell in grid.cells if cell.row == row] != list(range(len(rows[row])))


def table_of(*rows):
    """The one real table of these rows of cells as texts, its merged cells as (row, column, rows that they cover)."""
    cells: list[CleanCell] = []
    texts: list[str] = []
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            cells.append(CleanCell(index, column, 1, 1, (len(texts), len(texts) + 1)))
            texts.append(text)
    page = page_of(*texts)
    width = max(len(row) for row in rows)
    table = CleanTable(len(rows), width, tuple(cells), (0, len(texts)))
    (grid,) = real_grids(type(page)(page.text, page.blocks, (table,), page.metadata, truncated=False))
    assert grid.settled_rows == {row for row in range(1, len(rows)) if grid_moved(grid, rows, row)}
    laid = [[""] * width for _ in range(grid.n_rows)]
    for cell in grid.cells:
        laid[cell.row][cell.column] = cell.text
    return laid, [(cell.row, cell.column, cell.row_span) for cell in grid.cells if cell.row_span > 1]


RAGGED = [
    (
        ["Tổ chức lớp tập huấn cho cộng tác viên", "Quý II/2025", "Sở Nội vụ", "UBND các huyện", "Tài liệu"],
        ["", "", "Tổ chức lớp tập huấn cho cộng tác viên", "Quý II/2025", "Sở Nội vụ", "UBND các huyện", "Tài liệu"],
    ),
    (
        ["Vận động người dân tham gia", "Thường xuyên", "Ban Dân tộc tỉnh", "", ""],
        ["", "", "Vận động người dân tham gia", "Thường xuyên", "Ban Dân tộc tỉnh", "", ""],
    ),
    (
        ["2", "Rà soát quy hoạch", "Năm 2024", "Sở Xây dựng", "Sở Tư pháp", "Báo cáo"],
        ["2", "", "Rà soát quy hoạch", "Năm 2024", "Sở Xây dựng", "Sở Tư pháp", "Báo cáo"],
    ),
]


@pytest.mark.parametrize(("cells", "expected"), RAGGED)
def test_a_row_with_lost_cells_is_laid_where_its_cells_sit_best(cells, expected):
    laid, merged = table_of(HEADER, FULL, cells)
    assert laid[2] == expected
    assert merged == [(1, column, 2) for column in range(3) if not expected[column]]


@pytest.mark.parametrize(
    "cells",
    [["II", "Hoàn thiện cơ chế, chính sách"], ["Nhóm nhiệm vụ khác"], ["3", "Cấp nước", "Xây dựng nhà máy nước", "Năm 2025"]],
)
def test_headings_and_rows_cut_at_the_end_stay(cells):
    laid, merged = table_of(HEADER, FULL, cells)
    assert [text for text in laid[2] if text] == cells
    assert laid[2][: len(cells)] == cells
    assert merged == []
