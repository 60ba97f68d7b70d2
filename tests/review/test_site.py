"""The site without a browser: what is written, what is refused, and that the words of its pages are whole."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.dataset import DatasetError
from pipeline.dataset.schema import table_schemas
from pipeline.review import ReviewError, build_site
from pipeline.review.marking import Mark, Sweep, paragraphs
from pipeline.review.reading import Source
from tests.dataset.parts import in_parts
from tests.dataset.plans import sample_plan
from tests.sample_dataset import hostile_plan, sample_dataset, write_dataset

TEMPLATES = Path(str(resources.files("pipeline.review"))) / "templates"
LABELS = yaml.safe_load((TEMPLATES.parent / "labels.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return write_dataset(tmp_path / "dataset", sample_plan("a.txt"), hostile_plan("b.txt"))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_command_writes_a_site(dataset, tmp_path):
    result = CliRunner().invoke(main, ["review", str(dataset), "--out", str(tmp_path / "site")])
    assert (result.exit_code, result.stderr) == (0, f"2 documents; open {tmp_path / 'site' / 'index.html'}\n")
    again = CliRunner().invoke(main, ["review", str(tmp_path)])
    assert again.exit_code == 2
    assert "holds no dataset" in again.stderr


def test_equal_datasets_give_equal_sites_and_a_site_is_replaced_whole(dataset, tmp_path):
    assert build_site(dataset, tmp_path / "one") == build_site(dataset, tmp_path / "two") == 2
    first = digests(tmp_path / "one")
    assert first == digests(tmp_path / "two")
    build_site(write_dataset(tmp_path / "less", sample_plan("c.txt")), tmp_path / "one")
    assert len(digests(tmp_path / "one")) == len(first) - 1
    assert {path.name for path in tmp_path.iterdir()} == {"dataset", "less", "one", "two"}


def test_a_dataset_in_parts_gives_the_same_site(dataset, tmp_path):
    build_site(dataset, tmp_path / "one")
    build_site(in_parts(dataset, tmp_path / "parts"), tmp_path / "two")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_folder_of_somebody_is_never_replaced(dataset, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.md").write_text("years of work")
    with pytest.raises(ReviewError, match="holds no review site"):
        build_site(dataset, tmp_path / "thesis")
    with pytest.raises(ReviewError, match="is no folder"):
        build_site(dataset, tmp_path / "thesis" / "chapter.md")
    for place in (dataset, dataset / "site"):
        with pytest.raises(ReviewError, match="lies in the dataset"):
            build_site(dataset, place)
    with pytest.raises(DatasetError, match="holds no dataset"):
        build_site(tmp_path / "thesis", tmp_path / "site")
    assert {path.name for path in tmp_path.iterdir()} == {"dataset", "thesis"}


def test_a_site_that_fails_leaves_the_old_one(dataset, tmp_path, monkeypatch):
    build_site(dataset, tmp_path / "site")
    before = digests(tmp_path / "site")

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.review.site.paragraphs", fail)
    with pytest.raises(ZeroDivisionError):
        build_site(dataset, tmp_path / "site")
    assert digests(tmp_path / "site") == before
    assert {path.name for path in tmp_path.iterdir()} == {"dataset", "site"}


def test_pages_hold_no_address_of_elsewhere_and_no_handler_or_style_of_an_element():
    """What a template says of itself; what a browser makes of the pages is tested in it."""
    for path in TEMPLATES.iterdir():
        content = path.read_text(encoding="utf-8")
        assert not re.findall(
            r"https?://|url\(|@import|\bfetch\(|XMLHttpRequest|innerHTML|\beval\b|document\.write", content
        ), path
        if path.suffix == ".html":
            assert not re.findall(r"\son\w+=|\sstyle=|\|\s*safe\b|autoescape", content), path
        else:
            assert "</" not in content, path


def test_every_word_of_the_pages_is_there_in_both_languages():
    words = [*((name, said) for name, said in LABELS.items() if name != "values")]
    words += [(f"{column}.{value}", said) for column, values in LABELS["values"].items() for value, said in values.items()]
    for name, said in words:
        assert set(said) == {"vi", "en"}, name
        assert all(isinstance(one, str) and one for one in said.values()), name


@pytest.mark.parametrize(
    ("column", "place"),
    [
        ("severity", ("diagnostics", "severity")),
        ("kind", ("tasks", "kind")),
        ("context", ("targets", "context")),
        ("relation", ("references", "relation")),
        ("time", ("deadlines", "kind")),
        ("resolution", ("task_agencies", "resolution")),
        ("level", ("references", "level")),
        ("layout", ("tables", "layout")),
        ("table", ("tables", "kind")),
        ("role", ("cells", "column_role")),
    ],
)
def test_every_value_of_a_vocabulary_has_its_words(column, place):
    table, name = place
    vocabulary = next(one.vocabulary for one in table_schemas()[table].columns if one.name == name)
    assert set(LABELS["values"][column]) == set(vocabulary)


def test_files_without_a_plan_are_told():
    (failure,) = Source(sample_dataset()).failures()
    assert (failure.source_file, failure.code, failure.severity) == ("SOURCES.csv", "file-skipped", "info")


def test_paragraphs_are_the_text_and_know_their_headings_and_tables():
    for sheet in Source(sample_dataset()).sheets():
        found = paragraphs(sheet)
        assert "\n".join("".join(piece.words for piece in line.pieces) for line in found) == sheet.text
        assert len([line for line in found if line.level is not None]) == len({heading.start for heading in sheet.headings})
        assert {line.table for line in found} - {""} == {grid.record for grid in sheet.grids}


TEXT = "abcdefghijklmnopqrst"
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(st.tuples(spans, st.sampled_from(["task", "lead", "time", "cell"])), max_size=8))
def test_a_letter_is_marked_by_the_records_that_cover_it(found):
    marks = [Mark(start, end, kind, f"r{n}") for n, ((start, end), kind) in enumerate(found) if start < end]
    pieces = list(Sweep(sorted(marks)).pieces(TEXT, 0, len(TEXT)))
    assert "".join(piece.words for piece in pieces) == TEXT
    place = 0
    for piece in pieces:
        for at in range(place, place + len(piece.words)):
            assert set(piece.records) == {mark.record for mark in marks if mark.start <= at < mark.end}
        assert piece.opens == any(mark.start == place and mark.kind != "cell" for mark in marks)
        place += len(piece.words)
