"""What describes the dataset is whole and current: the dictionary in `docs/`, Croissant beside the tables, the warnings."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.dataset.dictionary import data_dictionary
from pipeline.dataset.schema import TABLE_NAMES, table_schemas
from pipeline.lexicon import lexicon_yaml
from tests.sample_dataset import sample_dataset

DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_dictionary_is_current():
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary(), "renew it: vnplans dictionary > docs/data-dictionary.md"


def test_the_command_prints_the_dictionary():
    assert CliRunner().invoke(main, ["dictionary"]).stdout == data_dictionary()


def test_the_dictionary_explains_every_column_value_and_code():
    chapters = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", data_dictionary(), re.MULTILINE | re.DOTALL))
    for schema in table_schemas().values():
        for column in schema.columns:
            assert f"| `{column.name}` | {column.type}" in chapters[schema.name]
            assert column.meaning in chapters[schema.name]
            for value, meaning in column.vocabulary.items():
                assert f"| `{value}` | {meaning} |" in chapters[schema.name] or not value
        assert all(f"- {warning}\n" in chapters[schema.name] for warning in schema.warnings)
    for code in lexicon_yaml("diagnostics"):
        assert f"| `{code}` |" in data_dictionary()


def test_the_tables_of_the_dictionary_keep_their_columns():
    tables = re.findall(r"^\|.*(?:\n\|.*)+", data_dictionary(), re.MULTILINE)
    assert len(tables) > len(TABLE_NAMES)
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_every_table_has_warnings_in_whole_sentences():
    for schema in table_schemas().values():
        assert schema.warnings, schema.name
        for warning in schema.warnings:
            assert re.fullmatch(r"[A-Z`].*\.", warning), warning


@pytest.fixture(scope="module")
def described() -> dict[str, object]:
    read: dict[str, object] = json.loads((sample_dataset() / "croissant.json").read_text(encoding="utf-8"))
    return read


def test_croissant_names_the_files(described):
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert [file["name"] for file in described["distribution"]] == [f"{name}.parquet" for name in TABLE_NAMES]
    for file in described["distribution"]:
        content = (sample_dataset() / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["contentSize"] == f"{len(content)} B"


def test_croissant_says_what_the_definitions_say(described):
    files = {file["@id"] for file in described["distribution"]}
    for record_set, schema in zip(described["recordSet"], table_schemas().values(), strict=True):
        assert record_set["@id"] == schema.name
        assert all(warning in record_set["description"] for warning in schema.warnings)
        keys = record_set.get("key", [])
        assert [key["@id"] for key in (keys if isinstance(keys, list) else [keys])] == [
            f"{schema.name}/{k}" for k in schema.key
        ]
        for field, column in zip(record_set["field"], schema.columns, strict=True):
            assert field["@id"] == f"{schema.name}/{column.name}"
            assert field["description"].startswith(column.meaning)
            assert field["source"]["fileObject"]["@id"] in files
            assert field["source"]["extract"] == {"column": column.name}
            assert field.get("repeated", False) == (column.type in ("list", "numbers"))


def test_every_word_of_croissant_is_in_its_context(described):
    """A key without a meaning in the context is no linked data; schema.org's own are found by `@vocab`."""
    ours = {"conformsTo", "recordSet", "field", "dataType", "source", "extract", "column", "fileObject", "repeated", "key"}
    schema_org = {
        "name", "description", "version", "inLanguage", "keywords", "distribution", "contentUrl", "contentSize",
        "encodingFormat", "sha256", "alternateName",
    }  # fmt: skip

    def keys(node: object) -> set[str]:
        if isinstance(node, dict):
            return {key for key in node if not key.startswith("@")}.union(*map(keys, node.values()))
        return set().union(*map(keys, node)) if isinstance(node, list) else set()

    context = described["@context"]
    assert ours <= context.keys()
    assert keys({key: value for key, value in described.items() if key != "@context"}) == ours | schema_org
