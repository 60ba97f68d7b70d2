"""What holds for every page: offsets, sources, a second cleaning, known codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.metadata import is_metadata
from pipeline.clean.portal import portals
from pipeline.lexicon import lexicon_yaml
from pipeline.model import CleanPage
from pipeline.read import page_from_text, read
from pipeline.read.html import read_html
from tests.clean.pages import HERE, SAMPLES, cases, cleaned, unwrapped_again

TEXTS = [case["text"] for case in cases("portals.yaml")]
LINES = st.sampled_from((HERE / "lines.txt").read_text(encoding="utf-8").split("\n"))


def check(page: CleanPage, source_length: int) -> None:
    assert page.text == "\n".join(block.text for block in page.blocks)
    for index, block in enumerate(page.blocks):
        assert block.index == index
        assert page.text[block.span.start : block.span.end] == block.text
        assert "\n" not in block.text
        assert block.text == " ".join(block.text.split())
        assert 0 <= block.source.start <= block.source.end <= source_length
    for table in page.tables:
        assert [cell.blocks[0] for cell in table.cells] == sorted(cell.blocks[0] for cell in table.cells)
        assert all(table.blocks[0] <= cell.blocks[0] <= cell.blocks[1] <= table.blocks[1] for cell in table.cells)
    known = lexicon_yaml("diagnostics")
    for note in page.diagnostics:
        assert known[note.code]["severity"] == note.severity
        assert known[note.code]["stage"] == "clean"


@given(st.lists(LINES, max_size=40).map("\n".join))
def test_pages_of_plausible_lines(text: str) -> None:
    check(cleaned(text), len(text))


LINK_BEFORE_THE_REST = [
    "**x**",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 của Quốc hội",
    "",
    "[x](y)",
    "khóa XIII và các văn bản hướng dẫn thi hành của Chính",
]


@example(LINK_BEFORE_THE_REST)
@given(st.lists(LINES.filter(lambda line: not portals().is_chrome(line.strip()) and not is_metadata(line)), max_size=40))
def test_cleaning_a_clean_document_changes_nothing(lines: list[str]) -> None:
    page = cleaned("\n".join(["KẾ HOẠCH", *lines]))
    assert cleaned(unwrapped_again(page)).text == page.text


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(cleaned(text), len(text))


@given(st.text(alphabet=st.sampled_from("<>/ptdrblioul=\"' a1&;\n|Đ"), max_size=200))
def test_any_markup_is_read(text: str) -> None:
    read_html(text)


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_samples(path: Path) -> None:
    page = clean(read(path, path.name))
    check(page, len(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_cleaning_a_clean_sample_changes_nothing(path: Path) -> None:
    page = clean(read(path, path.name))
    assert clean(page_from_text(unwrapped_again(page))).text == page.text


@pytest.mark.parametrize("text", TEXTS)
def test_cleaning_a_clean_page_changes_nothing(text: str) -> None:
    page = cleaned(text)
    assert cleaned(unwrapped_again(page)).text == page.text


def test_every_code_has_a_severity_and_a_meaning() -> None:
    for code, entry in lexicon_yaml("diagnostics").items():
        assert entry["severity"] in ("info", "warning", "error"), code
        assert entry["meaning"], code


def test_every_mark_at_the_end_that_the_page_breaks_off_is_left_out() -> None:
    page = cleaned("\n".join(["KẾ HOẠCH", "I. MỤC TIÊU", *["[...]"] * 5]))
    assert page.text == "KẾ HOẠCH\nI. MỤC TIÊU"
    assert page.truncated
