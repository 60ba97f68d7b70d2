"""What the tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.model import Extraction
from tests.dataset.plans import sample_plan


@pytest.fixture
def plan() -> Callable[..., Extraction]:
    """Builds the sample plan; see `sample_plan` for what can be varied."""
    return sample_plan
