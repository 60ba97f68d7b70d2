"""What the tests of several rooms share, and how far the properties are searched."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

from pipeline.model import Extraction
from tests.dataset.plans import sample_plan

# A change is judged by the same examples wherever it is tested; new ones are sought with `make fuzz`.
settings.register_profile("settled", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("wide", max_examples=4000, deadline=None)
settings.load_profile(os.environ.get("VNPLANS_PROPERTIES", "settled"))


@pytest.fixture
def plan() -> Callable[..., Extraction]:
    """Builds the sample plan; see `sample_plan` for what can be varied."""
    return sample_plan
