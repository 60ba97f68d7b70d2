"""Each export, read back by another program's reader, gives the values of the tables; nothing that stood there is lost."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from openpyxl.utils.escape import unescape

from pipeline.cli import main
from pipeline.dataset import DatasetError
from pipeline.dataset.schema import TABLE_NAMES, ColumnSchema, table_schemas
from pipeline.export import FORMS, ExportError, export, workbook

Row = tuple[object, ...]


def written(dataset: Path, table: str) -> list[Row]:
    """The rows of a table as the dataset holds them."""
    return [tuple(row.values()) for row in pq.read_table(dataset / f"{table}.parquet").to_pylist()]


def read_value(column: ColumnSchema, value: object) -> object:
    """A value of a form without lists, days and truth values."""
    if value is None:
        return None
    if column.type in ("list", "numbers"):
        return json.loads(str(value))
    if column.type == "date":
        return datetime.date.fromisoformat(str(value)[:10])
    if column.type == "boolean":
        return {"true": True, "false": False, "1": True, "0": False, "True": True, "False": False}[str(value)]
    return {"integer": int, "offset": int, "number": float, "string": str}[column.type](str(value))


def columns(table: str) -> tuple[ColumnSchema, ...]:
    return table_schemas()[table].columns


@pytest.fixture(scope="module")
def csv_folder(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(dataset, "csv", tmp_path_factory.mktemp("csv") / "out")


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_csv_gives_the_values(dataset, csv_folder, table):
    read = pa.csv.read_csv(
        csv_folder / f"{table}.csv",
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        read_options=pa.csv.ReadOptions(block_size=1 << 24),
        convert_options=pa.csv.ConvertOptions(
            column_types={column.name: pa.string() for column in columns(table)},
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        ),
    )
    rows = [tuple(map(read_value, columns(table), row.values())) for row in read.to_pylist()]
    assert rows == written(dataset, table)


def test_csv_is_what_other_readers_expect(dataset, csv_folder):
    """Python's reader and pandas see the same number of rows; the description says how to read each column."""
    package = json.loads((csv_folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {path.name for path in csv_folder.iterdir()} == {"datapackage.json", *(r["path"] for r in package["resources"])}
    for resource in package["resources"]:
        with (csv_folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        frame = pd.read_csv(csv_folder / resource["path"], low_memory=False)
        assert len(rows) == len(frame) == len(written(dataset, resource["name"]))
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(frame.columns)
        for field in fields:
            if field.get("constraints", {}).get("required"):
                assert frame[field["name"]].notna().all(), field


@pytest.fixture(scope="module")
def excel(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    return openpyxl.load_workbook(export(dataset, "xlsx", tmp_path_factory.mktemp("xlsx") / "out.xlsx"))


def cells_of(book: openpyxl.Workbook, table: str) -> tuple[list[str], list[list[object]]]:
    head, *rows = book[table].iter_rows(values_only=True)
    return list(map(str, head)), [list(row) for row in rows]


def joined(head: list[str], row: list[object], column: str) -> object:
    """A value, put together again where it goes on in further columns."""
    pieces = [
        value for name, value in zip(head, row, strict=True) if re.fullmatch(rf"{column}( \d+)?", name) and value is not None
    ]
    return unescape("".join(map(str, pieces))) if isinstance(pieces[0] if pieces else None, str) else (pieces or [None])[0]


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_excel_gives_the_values(dataset, excel, table):
    head, rows = cells_of(excel, table)
    # A spreadsheet has no empty text: it reads as an empty cell.
    expected = [[None if value == "" else value for value in row] for row in written(dataset, table)]
    read = [[read_value(column, joined(head, row, column.name)) for column in columns(table)] for row in rows]
    assert read == expected


def test_no_cell_of_excel_is_a_formula_a_link_or_too_long(excel):
    for sheet in excel:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b", "d", "inlineStr"), cell.coordinate
                assert cell.hyperlink is None
                assert len(unescape(str(cell.value)).encode("utf-16-le")) // 2 <= workbook.CELL_LENGTH


def test_excel_keeps_headers_in_sight_and_explains_the_columns(excel):
    assert excel.sheetnames == ["columns", *TABLE_NAMES]
    for sheet in excel:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    head, rows = cells_of(excel, "columns")
    explained = {(row[0], row[1]): dict(zip(head, row, strict=True)) for row in rows}
    for schema in table_schemas().values():
        for column in schema.columns:
            assert str(explained[schema.name, column.name]["meaning"]).startswith(column.meaning)
        said = [row[5] for row in rows if row[:2] == [schema.name, "(the whole table)"]]
        assert said == [schema.meaning, *schema.warnings]


def test_a_table_too_long_for_a_sheet_is_refused(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    with pytest.raises(ExportError, match=r"more than a sheet of Excel holds; export to sqlite or duckdb"):
        export(dataset, "xlsx", tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def sqlite(dataset: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(export(dataset, "sqlite", tmp_path / "out.sqlite"))) as database:
        yield database


def test_sqlite_gives_the_values(dataset, sqlite):
    for table in TABLE_NAMES:
        rows = [
            tuple(map(read_value, columns(table), row)) for row in sqlite.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
        ]
        assert rows == written(dataset, table), table


def test_sqlite_has_keys_indexes_and_explanations(sqlite):
    for schema in table_schemas().values():
        info = sqlite.execute(f'PRAGMA table_info("{schema.name}")').fetchall()
        assert [name for _, name, *_ in info] == [column.name for column in schema.columns]
        assert [name for _, name, *_, place in sorted(info, key=lambda row: row[-1]) if place] == list(schema.key)
        assert {name for _, name, _, required, *_ in info if required} >= {c.name for c in schema.columns if c.required}
        keys = {(row[3], row[2], row[4]) for row in sqlite.execute(f'PRAGMA foreign_key_list("{schema.name}")')}
        assert keys == {(column.name, table, key) for column, table, key in schema.foreign_keys}
        indexes = [name for _, name, *_ in sqlite.execute(f'PRAGMA index_list("{schema.name}")')]
        first = {sqlite.execute(f'PRAGMA index_info("{name}")').fetchone()[2] for name in indexes}
        assert first >= {column.name for column, _, _ in schema.foreign_keys}, schema.name
    assert sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
    assert sqlite.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    query = "SELECT label FROM columns WHERE \"table\" = 'tasks' AND \"column\" = 'output'"
    assert sqlite.execute(query).fetchone() == ("Sản phẩm",)


def test_sqlite_answers_a_question_over_tables(sqlite):
    """Lists open with `json_each`, names that are words of SQL work in quotes."""
    query = """SELECT count(*) FROM tasks JOIN documents USING (doc_id), json_each(tasks."group") AS heading
        WHERE heading.value IS NOT NULL"""
    assert sqlite.execute(query).fetchone()[0] > 0


def test_duckdb_gives_the_values(dataset, tmp_path):
    with duckdb.connect(str(export(dataset, "duckdb", tmp_path / "out.duckdb")), read_only=True) as database:
        for table in TABLE_NAMES:
            assert database.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall() == written(dataset, table), table
        comments = "SELECT comment FROM duckdb_columns() WHERE table_name = 'tasks' AND column_name = 'output'"
        assert database.execute(comments).fetchone() == ("Sản phẩm. The expected product, as printed.",)
        keys = """SELECT constraint_column_names FROM duckdb_constraints()
            WHERE table_name = 'cells' AND constraint_type = 'PRIMARY KEY'"""
        assert database.execute(keys).fetchone() == (["table_id", "row", "column"],)


@pytest.mark.parametrize("form", ["csv", "xlsx", "sqlite"])
def test_equal_datasets_give_equal_exports(dataset, tmp_path, form):
    def digests(place: Path) -> list[str]:
        paths = sorted(place.iterdir()) if place.is_dir() else [place]
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]

    assert digests(export(dataset, form, tmp_path / "one")) == digests(export(dataset, form, tmp_path / "two"))


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_there_is_replaced_only_when_told(dataset, tmp_path, form):
    out = tmp_path / "out"
    export(dataset, form, out)
    with pytest.raises(ExportError, match="is there already"):
        export(dataset, form, out)
    assert export(dataset, form, out, replace=True) == out
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_is_never_replaced(dataset, tmp_path):
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.md").write_text("years of work")
    for form in FORMS:
        with pytest.raises(ExportError, match="holds more than a CSV export"):
            export(dataset, form, thesis, replace=True)
    assert (thesis / "chapter.md").read_text() == "years of work"
    out = export(dataset, "csv", tmp_path / "out")
    (out / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds more than a CSV export"):
        export(dataset, "csv", out, replace=True)


def test_an_export_into_the_dataset_is_refused(dataset):
    for place in (dataset, dataset / "out.xlsx"):
        with pytest.raises(ExportError, match="lies in the dataset"):
            export(dataset, "xlsx", place, replace=True)


def test_a_folder_without_a_dataset_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="holds no dataset"):
        export(tmp_path, "csv")


def test_the_command(dataset, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["export", str(dataset), "--to", "sqlite"])
    assert (result.exit_code, result.stderr) == (0, f"written to {tmp_path / 'vnplans.sqlite'}\n")
    again = CliRunner().invoke(main, ["export", str(dataset), "--to", "sqlite"])
    assert again.exit_code == 2
    assert "--replace" in again.stderr


def test_the_command_knows_every_form(dataset):
    told = CliRunner().invoke(main, ["export", str(dataset), "--to", "parchment"])
    assert told.exit_code == 2
    assert all(f"'{form}'" in told.stderr for form in FORMS)
