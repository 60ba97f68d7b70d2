"""A dataset is loaded from where its description says, on the disk and elsewhere."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pandas as pd
import pyarrow.parquet as pq
import pytest

import pipeline
from pipeline.dataset import DatasetError
from pipeline.dataset.source import Source
from tests.dataset.parts import in_parts
from tests.dataset.plans import sample_plan
from tests.sample_dataset import write_dataset

URL = "memory://bucket/extracted"


@pytest.fixture(scope="module", params=["whole", "parts"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset")
    whole = write_dataset(folder / "whole", sample_plan("a.txt"), sample_plan("b.txt"))
    return whole if request.param == "whole" else in_parts(whole, folder / "parts")


@pytest.fixture
def published(dataset: Path, tmp_path: Path) -> Path:
    """The dataset as it is published: the files in the folder of a version, their description at the top."""
    shutil.copytree(dataset, tmp_path / "published" / "versions" / "3f2a")
    package = (tmp_path / "published" / "versions" / "3f2a" / "datapackage.json").rename(
        tmp_path / "published" / "datapackage.json"
    )
    described = json.loads(package.read_text(encoding="utf-8"))
    for resource in described["resources"]:
        for file in resource.get("parts", [resource]):
            file["path"] = f"versions/3f2a/{file['path']}"
        if "parts" in resource:
            resource["path"] = [part["path"] for part in resource["parts"]]
    package.write_text(json.dumps(described), encoding="utf-8")
    return tmp_path / "published"


@pytest.fixture
def bucket(published: Path) -> Iterator[fsspec.AbstractFileSystem]:
    """A store elsewhere that holds the published dataset."""
    files = fsspec.filesystem("memory")
    files.put(str(published), "/bucket/extracted", recursive=True)
    yield files
    files.rm("/bucket", recursive=True)


def assert_equal(frames: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame]) -> None:
    assert list(frames) == list(expected)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, expected[name])


def test_files_are_found_by_the_description_on_the_disk(dataset, published):
    expected = pipeline.load(dataset)
    assert len(expected["tasks"]) == 2
    assert_equal(pipeline.load(published), expected)
    assert_equal(pipeline.load(str(published)), expected)


@pytest.mark.parametrize("url", [URL, f"{URL}/"])
def test_files_are_found_by_the_description_at_a_url(dataset, bucket, url):
    assert_equal(pipeline.load(url), pipeline.load(dataset))


def test_a_folder_is_a_url_too(dataset, published):
    assert_equal(pipeline.load(published.as_uri()), pipeline.load(dataset))


def test_a_dataset_replaced_at_a_url_is_read_anew(dataset, bucket):
    pipeline.load(URL)
    described = bucket.cat_file("/bucket/extracted/datapackage.json").replace(b"versions/3f2a/", b"versions/77b0/")
    bucket.mv("/bucket/extracted/versions/3f2a", "/bucket/extracted/versions/77b0", recursive=True)
    with pytest.raises(
        DatasetError, match=r"documents: versions/3f2a/documents\.parquet.* is missing in memory://.*load it again"
    ):
        pipeline.load(URL)
    bucket.pipe_file("/bucket/extracted/datapackage.json", described)
    assert_equal(pipeline.load(URL), pipeline.load(dataset))


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"name": "rainfall", "resources": []}', b"\xff\xfe"])
def test_a_place_without_a_dataset_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "datapackage.json").write_bytes(content)
    for place in (tmp_path, tmp_path.as_uri(), "memory://nowhere/extracted"):
        with pytest.raises(DatasetError, match=f"{place} holds no dataset of vnplans"):
            pipeline.load(place)


def test_an_address_that_nothing_opens_is_named(monkeypatch):
    with pytest.raises(DatasetError, match=r"carrier-pigeon://loft/extracted cannot be opened: .*carrier-pigeon"):
        pipeline.load("carrier-pigeon://loft/extracted")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(DatasetError, match=f"{URL} cannot be opened: .*fsspec"):
        pipeline.load(URL)


def test_what_came_over_the_network_is_what_was_described(bucket):
    path = next(path for path in bucket.find("/bucket/extracted") if "/tasks.parquet" in path)
    content = bucket.cat_file(path)
    for wrong in (content[:-1], content.replace(b"PAR1", b"PAR2", 1), b""):
        bucket.pipe_file(path, wrong)
        with pytest.raises(DatasetError, match=r"tasks: .* is not the file that the description names"):
            pipeline.load(URL)


def damaged(change: Callable[[dict[str, object]], object], folder: Path) -> None:
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    change(next(resource for resource in described["resources"] if resource["name"] == "agencies"))
    path.write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda resource: resource.update(path="../agencies.parquet"),
        lambda resource: resource.update(path="/etc/passwd"),
        lambda resource: resource.update(path="https://example.org/agencies.parquet"),
        lambda resource: resource.update(path=["agencies.parquet"]),
        lambda resource: resource.pop("hash"),
        lambda resource: resource.update(bytes="many"),
        lambda resource: resource.update(parts=5),
    ],
)
def test_a_description_that_leads_elsewhere_is_refused(published, change):
    damaged(change, published)
    with pytest.raises(DatasetError, match="the description of the dataset is damaged"):
        Source(published)


def test_a_table_that_is_not_described_is_named(published):
    damaged(lambda resource: resource.update(name="offices"), published)
    with pytest.raises(DatasetError, match=r"agencies: the description of .* names no file"):
        pipeline.load(published)
    shutil.rmtree(published / "versions")
    with pytest.raises(DatasetError, match=r"documents: versions/3f2a/documents\.parquet.* is missing"):
        pipeline.load(published)


def test_a_column_that_an_older_dataset_lacks_is_named(dataset, tmp_path):
    folder = Path(shutil.copytree(dataset, tmp_path / "copy"))
    path = folder / "agencies.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["level"]), path)
    with pytest.raises(DatasetError, match=r"agencies\.level: the column is missing"):
        pipeline.load(folder)
