"""The datasets that are exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataset.parts import in_parts
from tests.dataset.plans import sample_plan
from tests.sample_dataset import hostile_plan, sample_dataset, write_dataset


@pytest.fixture(scope="session", params=["samples", "hostile", "parts"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five samples, plans with words that are hard to carry over, and these in two parts, in a folder `doc_id=1`."""
    if request.param == "samples":
        return sample_dataset()
    folder = tmp_path_factory.mktemp("hostile")
    dataset = write_dataset(folder / "dataset", hostile_plan(), sample_plan("second.txt"))
    return dataset if request.param == "hostile" else in_parts(dataset, folder / "doc_id=1")
