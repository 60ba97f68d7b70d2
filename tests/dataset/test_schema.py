"""The definitions are whole, keep the contract's names, and the dataset describes itself by them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.dataset import document_rows, write_dataset
from pipeline.dataset.schema import TABLE_NAMES, schema_folder, table_schemas
from tests.dataset.plans import sample_plan

# Downstream tools read these names: a column may be added, none may go.
CONTRACT = {
    "documents": "doc_id source_file source_sha256 source_format portal number doc_type title issuer province_code province "
    "province_code_2025 issued_date effective_date signer signer_title truncated pipeline_version",
    "texts": "doc_id text",
    "sections": "section_id doc_id parent_id part level ordinal heading char_start char_end",
    "tables": "table_id doc_id section_id caption kind layout n_rows n_columns",
    "cells": "table_id row column row_span column_span column_role text char_start char_end",
    "tasks": "task_id doc_id section_id table_id kind ordinal group description output note char_start char_end confidence",
    "task_agencies": "task_id doc_id role position mention agency_id char_start char_end method",
    "agencies": "agency_id name kind level province_code valid_from valid_to successor_id",
    "deadlines": "deadline_id task_id doc_id role text kind start_date end_date recurrence edtf inherited char_start char_end",
    "targets": "target_id doc_id section_id table_id task_id context ordinal group indicator text comparator value_min "
    "value_max unit frequency horizon_date char_start char_end confidence",
    "target_agencies": "target_id doc_id role position mention agency_id char_start char_end",
    "references": "reference_id doc_id section_id relation text doc_type number issued_date issuer target_doc_id "
    "char_start char_end",
    "diagnostics": "doc_id source_file stage severity code message char_start char_end",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_the_columns_of_the_contract_are_there(table):
    assert set(CONTRACT[table].split()) <= {column.name for column in table_schemas()[table].columns}


def test_each_definition_is_a_table_and_each_table_has_one():
    assert {path.stem for path in schema_folder().glob("*.yaml")} == set(TABLE_NAMES)


def test_types_are_those_of_the_contract():
    for schema in table_schemas().values():
        for column in schema.columns:
            expected = {"char_start": pa.int32(), "char_end": pa.int32(), "group": pa.list_(pa.string())}.get(column.name)
            if column.name.endswith("_date") or column.name.startswith("valid_"):
                expected = pa.date32()
            if expected is not None:
                assert column.arrow_type == expected, (schema.name, column.name)
            if column.vocabulary:
                assert column.type == "string"
                assert pa.types.is_dictionary(column.arrow_type)


def test_every_column_is_explained_in_english_with_a_vietnamese_label():
    for schema in table_schemas().values():
        for column in schema.columns:
            where = f"{schema.name}.{column.name}"
            assert re.fullmatch(r"[A-Z].*\.", column.meaning, re.DOTALL), where
            assert column.label, where
            assert all(column.vocabulary.values()), where


def test_foreign_keys_point_to_keys():
    for schema in table_schemas().values():
        for column, table, key in schema.foreign_keys:
            assert table_schemas()[table].key == (key,), (schema.name, column.name)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described") / "dataset"
    write_dataset(folder, [document_rows(sample_plan())])
    return folder


def test_the_description_fits_the_files(dataset):
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLE_NAMES)
    assert {path.name for path in dataset.iterdir()} == {
        "croissant.json",
        "datapackage.json",
        *(r["path"] for r in package["resources"]),
    }
    for resource in package["resources"]:
        path = dataset / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        table = pq.read_table(path)
        assert resource["rows"] == table.num_rows
        assert [field["name"] for field in resource["schema"]["fields"]] == table.column_names


def test_the_description_says_what_the_definitions_say(dataset):
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    for name, schema in table_schemas().items():
        described = resources[name]["schema"]
        assert tuple(described.get("primaryKey", [])) == schema.key
        assert len(described.get("foreignKeys", [])) == len(schema.foreign_keys)
        for key in described.get("foreignKeys", []):
            assert key["reference"]["resource"] in {"", *TABLE_NAMES} - {name}
        for field, column in zip(described["fields"], schema.columns, strict=True):
            assert field["description"].startswith(column.meaning)
            assert field["title"] == column.label
            assert field.get("constraints", {}).get("enum", []) == list(column.vocabulary)
            assert field.get("constraints", {}).get("required", False) == column.required
    fields = {field["name"]: field for field in resources["targets"]["schema"]["fields"]}
    assert (fields["horizon_date"]["type"], fields["value_min"]["type"], fields["group"]["type"]) == ("date", "number", "array")


def test_the_description_is_a_valid_data_package(dataset):
    """The rules of Data Package v1 that a reader relies on."""
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    types = {"string", "integer", "number", "boolean", "date", "array"}
    constraints = {"required", "unique", "enum"}
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        assert not Path(resource["path"]).is_absolute()
        for field in resource["schema"]["fields"]:
            assert field["type"] in types
            assert set(field.get("constraints", {})) <= constraints
