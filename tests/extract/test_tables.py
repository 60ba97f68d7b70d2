"""Rows of real tables: headings over the whole row, and rows that go on a merged description."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.extract import extract_records
from pipeline.read import read_bytes
from pipeline.segment import segment

HEAD = "<p>KẾ HOẠCH</p><p>PHÁT TRIỂN KINH TẾ NĂM 2022</p><p>I. MỤC TIÊU</p><p>Phát triển bền vững.</p><p>PHỤ LỤC</p>"
NAMES = ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
FIRST = ["1", "Rà soát quy hoạch", "Sở Công Thương", "Sở Xây dựng", "Năm 2022"]


def row(cells: list[str], span: int = 1) -> str:
    return "<tr>" + "".join(f"<td colspan={span}>{cell}</td>" for cell in cells) + "</tr>"


def tasks_of(*rows: str) -> list[tuple[str, tuple[str, ...], str, list[str]]]:
    """The ordinal, group, description and leads of each task of a page with this table."""
    page = f"<html><head><meta charset='utf-8'></head><body>{HEAD}<table>{row(NAMES)}{''.join(rows)}</table></body></html>"
    records = extract_records(segment(clean(read_bytes(page.encode(), "page.html"))))
    return [(task.ordinal, task.group, task.description, [mention.text for mention in task.lead]) for task in records.tasks]


@pytest.mark.parametrize(
    "heading", [row(["I. Công tác quy hoạch"], 5), row(["I. Công tác quy hoạch"]), row(["I. Công tác quy hoạch", *[""] * 4])]
)
def test_a_heading_over_the_whole_row_is_the_group_of_the_rows_below(heading):
    (task,) = tasks_of(heading, row(FIRST))
    assert task == ("1", ("I. Công tác quy hoạch",), "Rà soát quy hoạch", ["Sở Công Thương"])


def test_headings_without_a_number_follow_each_other():
    first, second = tasks_of(row(["Quy hoạch"], 5), row(FIRST), row(["", "Công tác khác", "", "", ""]), row(["2", *FIRST[1:]]))
    assert (first[1], second[1]) == (("Quy hoạch",), ("Công tác khác",))


def test_a_row_with_agencies_alone_goes_on_the_description_above_it():
    first, second = tasks_of(row(FIRST), row(["", "", "Sở Tài chính", "", "Năm 2023"]))
    assert first == ("1", (), "Rà soát quy hoạch", ["Sở Công Thương"])
    assert second == ("", (), "Rà soát quy hoạch", ["Sở Tài chính"])


def test_a_table_whose_header_is_printed_again_goes_on():
    again = f"</table><table>{row(NAMES)}"
    first, second = tasks_of(row(["I. Quy hoạch"], 5), row(FIRST), again, row(["2", *FIRST[1:]]))
    assert first[1] == second[1] == ("I. Quy hoạch",)


def test_a_row_with_agencies_under_a_heading_is_no_task_of_its_words():
    assert tasks_of(row(["I. Công tác quy hoạch"], 5), row(["", "", "Sở Tài chính", "", "Năm 2023"])) == []
