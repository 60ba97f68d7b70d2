"""Pages for the tests of `clean`, made from texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.clean import clean
from pipeline.model import CleanPage
from pipeline.read import page_from_text

HERE = Path(__file__).parent
SAMPLES = sorted((HERE.parents[1] / "raw").glob("*.txt"))


def cases(name: str) -> list[Any]:
    """The cases of a YAML file next to the tests."""
    loaded: list[Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return loaded


def cleaned(text: str) -> CleanPage:
    """The clean page of a text."""
    return clean(page_from_text(text))


def blocks(text: str) -> list[str]:
    """The words of the blocks of a text."""
    return [block.text for block in cleaned(text).blocks]


def unwrapped_again(page: CleanPage) -> str:
    """The clean text as an unwrapped text page: each block a chunk, an empty one a non-breaking blank, a bar behind a cell."""
    return "\n\n".join(f"{block.text or chr(0xA0)}{chr(10) * 2 + '|' if block.ends_cell else ''}" for block in page.blocks)
