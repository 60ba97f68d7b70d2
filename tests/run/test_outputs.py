"""Datasets on disks and elsewhere: published whole, the version before still there, strangers refused."""

from __future__ import annotations

import fsspec
import pytest

import pipeline
from pipeline.dataset import DatasetError
from pipeline.run import Crew, Here, RunError, outputs, run
from pipeline.run.stores import Store
from tests.run.test_run import PLAN


@pytest.fixture
def bucket():
    """A bucket in fsspec's memory, with three plans."""
    memory = fsspec.filesystem("memory")
    for number in (1, 2, 3):
        memory.pipe_file(f"/bucket/raw/2019/plan-{number}.txt", PLAN.format(number=number).encode())
    yield memory
    memory.rm("/bucket", recursive=True)


def publish(**options):
    return run("memory://bucket/raw", "memory://bucket/extracted", workers=Here(), **{"ner": False} | options)


def versions(bucket):
    return sorted({path.split("/")[4] for path in bucket.find("/bucket/extracted/versions")})


@pytest.mark.parametrize("part_inputs", [2, 1000])
def test_a_dataset_elsewhere_is_the_dataset_on_disk(bucket, tmp_path, part_inputs):
    report = publish(part_inputs=part_inputs)
    assert (report.documents, report.out) == (3, "memory://bucket/extracted")
    bucket.get("/bucket/raw", str(tmp_path / "raw"), recursive=True)
    run(tmp_path / "raw", tmp_path / "out", workers=Here(), ner=False, part_inputs=part_inputs)
    near, far = pipeline.load(tmp_path / "out"), pipeline.load("memory://bucket/extracted")
    assert all(far[name].equals(table) for name, table in near.items())
    assert far["documents"]["source_file"].tolist() == [f"2019/plan-{number}.txt" for number in (1, 2, 3)]


def test_a_run_elsewhere_goes_in_steps(bucket):
    publish()
    assert (publish().read, publish().written) == (0, False)
    bucket.pipe_file("/bucket/raw/plan-4.txt", PLAN.format(number=4).encode())
    report = publish()
    assert (report.read, report.documents) == (1, 4)
    assert len(pipeline.load("memory://bucket/extracted")["documents"]) == 4


def test_the_version_before_stays_and_older_ones_go(bucket):
    seen = []
    for number in (4, 5, 6):
        publish()
        seen.append(versions(bucket))
        bucket.pipe_file(f"/bucket/raw/plan-{number}.txt", PLAN.format(number=number).encode())
    assert [len(found) for found in seen] == [1, 2, 2]
    assert set(seen[2]) & set(seen[1])
    assert not set(seen[2]) & set(seen[0])


def test_what_is_not_committed_is_not_published(bucket, monkeypatch):
    publish()
    before = pipeline.load("memory://bucket/extracted")
    bucket.pipe_file("/bucket/raw/plan-4.txt", PLAN.format(number=4).encode())

    def fail(*arguments: object) -> None:
        raise OSError("the network is gone")

    with monkeypatch.context() as patched:
        patched.setattr(outputs, "finish_dataset", fail)
        with pytest.raises(RunError, match="the network is gone"):
            publish()
    assert len(pipeline.load("memory://bucket/extracted")["documents"]) == len(before["documents"])
    assert (publish().read, publish().documents) == (0, 4)


def test_a_place_with_other_things_is_refused(bucket):
    bucket.pipe_file("/bucket/extracted/thesis.md", b"years of work")
    with pytest.raises(DatasetError, match="holds no dataset of vnplans"):
        publish()
    with pytest.raises(RunError, match="nowhere: no such folder"):
        run("memory://bucket/nowhere", "memory://bucket/out")


def test_workers_read_and_write_elsewhere(tmp_path):
    for number in range(5):
        Store.at(tmp_path / "raw").write(f"plan-{number}.txt", PLAN.format(number=number).encode())
    place = f"local://{tmp_path}"
    with Crew(2) as crew:
        report = run(f"{place}/raw", f"{place}/out", workers=crew, ner=False, part_inputs=2)
    assert (report.documents, report.read) == (5, 5)
    run(tmp_path / "raw", tmp_path / "near", workers=Here(), ner=False, part_inputs=2)
    near, far = pipeline.load(tmp_path / "near"), pipeline.load(f"{place}/out")
    assert all(far[name].equals(table) for name, table in near.items())


@pytest.mark.parametrize(
    ("out", "expected"),
    [("s3://bucket/a/extracted", "s3://bucket/a/.extracted.cache"), ("/data/extracted", "/data/.extracted.cache")],
)
def test_what_belongs_to_a_dataset_stands_beside_it(out, expected):
    assert outputs.Output(Store.at(out)).beside("cache").root == expected
