"""What pandas users get: one frame a table, with types they expect."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

import pipeline
from pipeline.dataset import DatasetError, document_rows, failure_rows, write_dataset
from pipeline.dataset.schema import table_schemas
from pipeline.model import Diagnostic


@pytest.fixture
def frames(plan, tmp_path):
    write_dataset(tmp_path / "out", [document_rows(plan())])
    return pipeline.load(tmp_path / "out")


def test_a_frame_for_each_table_with_its_columns(frames):
    assert list(frames) == list(table_schemas())
    for name, frame in frames.items():
        assert list(frame.columns) == [column.name for column in table_schemas()[name].columns]


def test_types(frames):
    targets, deadlines, cells = frames["targets"], frames["deadlines"], frames["cells"]
    assert isinstance(targets["indicator"].dtype, pd.StringDtype)
    assert isinstance(targets["comparator"].dtype, pd.CategoricalDtype)
    assert targets["horizon_date"].dtype == np.dtype("datetime64[s]")
    assert targets["value_min"].dtype == np.dtype("float64")
    assert cells["char_start"].dtype == pd.Int32Dtype()
    assert deadlines["inherited"].dtype == np.dtype("bool")
    assert targets["group"].dtype == np.dtype("object")


def test_values(frames):
    targets, deadlines, cells = frames["targets"], frames["deadlines"], frames["cells"]
    assert targets["horizon_date"].tolist() == [pd.Timestamp("2025-12-31"), pd.NaT]
    assert targets["value_min"].tolist()[0] == 10.0
    assert targets["value_max"].isna().all()
    assert targets["comparator"].tolist() == [">=", ""]
    assert list(targets["comparator"].cat.categories) == [">=", "<=", ">", "<", "=", "range", "~", ""]
    assert frames["tasks"]["group"].tolist() == [["II. NHIỆM VỤ"]]
    assert isinstance(frames["tasks"]["group"][0], list)
    assert cells["text"].isna().tolist() == [False, False, False, True, False]
    assert cells["char_start"].isna().tolist() == [False, False, False, True, False]
    assert deadlines["end_date"].isna().all()
    assert deadlines["start_date"].dt.year.tolist() == [2021]


def test_frames_join_and_group(frames):
    joined = frames["tasks"].merge(frames["task_agencies"], on=["task_id", "doc_id"]).merge(frames["agencies"], on="agency_id")
    assert joined["name"].tolist() == ["Sở Khoa học và Công nghệ tỉnh Kon Tum"]
    assert frames["targets"].groupby("comparator", observed=True).size().to_dict() == {">=": 1, "": 1}


def test_offsets_cut_the_text(frames):
    text = frames["texts"].set_index("doc_id")["text"]
    row = frames["targets"].iloc[0]
    assert text[row["doc_id"]][row["char_start"] : row["char_end"]] == "tối thiểu 10 dự án"


def test_an_empty_dataset_has_the_same_types(frames, tmp_path):
    write_dataset(tmp_path / "empty", [failure_rows("x.txt", [Diagnostic("read", "error", "file-unreadable", "no text")])])
    empty = pipeline.load(tmp_path / "empty")
    for name, frame in frames.items():
        assert empty[name].dtypes.equals(frame.dtypes), name


def test_dates_far_from_ours_stay_whole(plan, tmp_path):
    from dataclasses import replace

    extraction = plan()
    far = replace(extraction, targets=(replace(extraction.targets[0], horizon=datetime.date(2999, 12, 31)),))
    write_dataset(tmp_path / "far", [document_rows(far)])
    assert pipeline.load(tmp_path / "far")["targets"]["horizon_date"].dt.year.tolist() == [2999]


def test_a_folder_without_a_dataset_is_named(tmp_path):
    with pytest.raises(DatasetError, match="holds no dataset"):
        pipeline.load(tmp_path)
