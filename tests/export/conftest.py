"""The datasets that are exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataset.plans import sample_plan
from tests.sample_dataset import hostile_plan, sample_dataset, write_dataset


@pytest.fixture(scope="session", params=["samples", "hostile"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five samples, and plans with words that are hard to carry over."""
    if request.param == "samples":
        return sample_dataset()
    return write_dataset(tmp_path_factory.mktemp("hostile") / "dataset", hostile_plan(), sample_plan("second.txt"))
