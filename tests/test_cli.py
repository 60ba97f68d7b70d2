"""The commands, their messages and exit codes, and that README names each of them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner
from rich.console import Console

import pipeline
from pipeline.cli import main
from pipeline.run import Limits
from pipeline.show import show_extraction
from tests.run.test_run import PLAN

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def invoke(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "raw" / "plan.txt"
    path.parent.mkdir()
    path.write_text(PLAN.format(number=2763), encoding="utf-8")
    return path


def test_version():
    assert invoke("version") == (0, f"vnplans {pipeline.__version__}\n", "")


def test_help_has_a_line_for_each_command():
    code, output, _ = invoke("--help")
    assert code == 0
    for name, command in main.commands.items():
        assert re.search(rf"^  {name} +\S", output, re.MULTILINE), name
        assert command.help


def test_extract_writes_a_dataset_and_sums_up(page, tmp_path):
    code, output, told = invoke("extract", page.parent, "--out", tmp_path / "out", "--jobs", 1)
    assert (code, output) == (0, "")
    assert re.search(r"^1 documents: [1-9]\d* tasks, \d+ targets, [1-9]\d* references$", told, re.MULTILINE)
    assert str(tmp_path / "out") in told
    assert len(pipeline.load(tmp_path / "out")["documents"]) == 1


def test_extract_names_the_files_that_failed_and_goes_on(page, tmp_path):
    (page.parent / "empty.txt").write_bytes(b"")
    code, _, told = invoke("extract", page.parent, "--out", tmp_path / "out")
    assert code == 0
    assert re.search(r"^empty\.txt: \S", told, re.MULTILINE)


def test_extract_fails_when_nothing_could_be_read(page, tmp_path):
    page.write_bytes(b"")
    code, _, told = invoke("extract", page.parent, "--out", tmp_path / "out")
    assert code == 1
    assert "plan.txt: " in told


def test_extract_reads_again_only_what_changed(page, tmp_path):
    arguments = ("extract", page.parent, "--out", tmp_path / "out", "--in-process", "--cache", tmp_path / "kept")
    assert "1 of 1 files read" in invoke(*arguments)[2]
    code, _, told = invoke(*arguments)
    assert code == 0
    assert "0 of 1 files read, the others had not changed\nnothing to change in " in told
    assert "1 of 1 files read" in invoke(*arguments, "--force")[2]
    assert list((tmp_path / "kept").rglob("*.rows"))


def test_the_help_tells_the_limits():
    told = " ".join(invoke("extract", "--help")[1].split())
    assert f"{Limits().seconds:g} unless told" in told
    assert f"{Limits().megabytes} unless told" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["raw", "--dask", "local", "--in-process"], "exclude each other"),
        (["raw", "--dask", "tcp://127.0.0.1:no"], "no Dask scheduler"),
        (["nowhere"], "nowhere: no such folder or file"),
        (["raw", "--out", "."], "holds no dataset"),
        (["raw", "--jobs", "0"], "--jobs"),
        ([], "RAW"),
    ],
)
def test_extract_tells_what_it_cannot_do(page, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    code, _, told = invoke("extract", *arguments)
    assert code == 2
    assert message in told


def test_a_command_that_is_interrupted_as_it_begins_says_so(page, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.extract", interrupted)
    assert invoke("show", page) == (130, "", "stopped\n")


def test_agencies_lists_those_of_a_dataset(page, tmp_path):
    invoke("extract", page.parent, "--out", tmp_path / "out", "--jobs", 1)
    code, output, told = invoke("agencies", tmp_path / "out")
    assert code == 0
    assert "1\t1\t62:so-khoa-hoc-va-cong-nghe\tso-khoa-hoc-va-cong-nghe\tSở Khoa học và Công nghệ tỉnh Kon Tum\n" in output
    assert told == f"{len(output.splitlines())} agencies in {tmp_path / 'out'}\n"


def test_agencies_lists_what_was_not_resolved(page, tmp_path):
    text = page.read_text(encoding="utf-8").replace("Sở Khoa học và Công nghệ", "Nhóm Sáng kiến xanh")
    page.write_text(text, encoding="utf-8")
    invoke("extract", page.parent, "--out", tmp_path / "out", "--jobs", 1)
    code, output, told = invoke("agencies", tmp_path / "out", "--unresolved")
    assert (code, output) == (0, "1\t1\tNhóm Sáng kiến xanh\n")
    assert told == f"1 mentions without an agency in {tmp_path / 'out'}\n"


def test_agencies_needs_a_dataset(tmp_path):
    code, output, told = invoke("agencies", tmp_path)
    assert (code, output) == (2, "")
    assert "holds no dataset" in told


def test_show_prints_the_records(page):
    code, output, _ = invoke("show", page)
    assert code == 0
    for words in (
        "2763/KH-UBND",
        "Outline",
        "Tasks",
        "Sở Khoa học và Công nghệ",
        "FREQ=YEARLY",
        "Targets",
        "References",
        "844/QĐ-TTg",
    ):
        assert words in output, words
    assert "\x1b" not in output


@pytest.mark.parametrize("content", [None, b""])
def test_show_names_a_file_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "broken.txt"
    if content is not None:
        path.write_bytes(content)
    code, output, told = invoke("show", path)
    assert (code, output) == (1, "")
    assert told.count("broken.txt") == 1


@pytest.mark.parametrize("width", [30, 80, 200])
def test_show_fits_the_terminal(plan, width):
    console = Console(width=width, force_terminal=True, color_system=None, record=True, file=io.StringIO())
    show_extraction(plan(), console)
    lines = console.export_text().splitlines()
    assert max(map(len, lines)) <= width
    assert any("Tổ chức" in line for line in lines)


def test_show_keeps_a_field_on_one_line_in_a_pipe(plan, capsys):
    show_extraction(plan(), Console(width=20))
    assert "lead: Sở Khoa học và Công nghệ [62-so-khcn]" in capsys.readouterr().out


def test_show_prints_brackets_of_a_page_as_they_are(plan, capsys):
    from dataclasses import replace

    extraction = plan()
    task = replace(extraction.tasks[0], description="Đạt [bold]100%[/bold] [/]")
    show_extraction(replace(extraction, tasks=(task,)), Console(width=80))
    assert "[bold]100%[/bold] [/]" in capsys.readouterr().out


def test_the_package_imports_nothing_heavy():
    script = (
        "import sys, pipeline, pipeline.cli; print(*sorted({'pandas', 'pyarrow', 'numpy', 'lxml', 'rich'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_the_function_extract_is_not_hidden_by_the_stage_of_that_name():
    import pipeline.extract
    from pipeline.extract import extract_records

    assert not isinstance(pipeline.extract, ModuleType)
    assert callable(extract_records)


def test_python_m_pipeline_is_vnplans():
    result = subprocess.run([sys.executable, "-m", "pipeline", "version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout == f"vnplans {pipeline.__version__}\n"


@pytest.mark.parametrize("name", list(main.commands))
def test_readme_names_each_command_with_its_options(name):
    assert f"`vnplans {name}" in README
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in README
        else:
            assert parameter.name is not None
            assert parameter.name.upper() in README


def make_targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("target", make_targets())
def test_readme_names_each_make_target(target):
    assert f"`make {target}`" in README


def test_make_help_lists_the_targets():
    result = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert make_targets()
    for target in make_targets():
        assert f"make {target} " in result.stdout
