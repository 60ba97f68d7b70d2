"""A dataset gives the same readings, in the same order, however its files are laid out."""

from __future__ import annotations

from pipeline.evaluate import read_dataset
from tests.dataset.parts import in_parts
from tests.sample_dataset import sample_dataset


def test_a_dataset_in_parts_gives_the_same_readings(tmp_path):
    readings = read_dataset(sample_dataset())
    assert len(readings) == 5
    assert all(reading.annotation.tasks for reading in readings)
    assert read_dataset(in_parts(sample_dataset(), tmp_path / "parts", documents=2)) == readings
