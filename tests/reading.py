"""From a sample's file to what the stages make of it, read once a test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Block, CleanPage, Document, PortalMetadata, Span
from pipeline.read import read
from pipeline.segment import segment

RAW = Path(__file__).parent.parent / "raw"
SAMPLES = sorted(RAW.glob("*.txt"))
GOLD = Path(__file__).parent / "gold"


@cache
def sample(path: Path) -> tuple[Document, Records]:
    """A page's anatomy and its records."""
    document = segment(clean(read(path, path.name)))
    return document, extract_records(document)


def page_of(*paragraphs: str) -> CleanPage:
    """A clean page of these paragraphs, each a chunk of its own; `""` is an empty cell that the page marked."""
    blocks: list[Block] = []
    start = 0
    for index, text in enumerate(paragraphs):
        span = Span(start, start + len(text))
        blocks.append(Block(index, text, span, span, chunk=index))
        start += len(text) + 1
    return CleanPage("\n".join(paragraphs), tuple(blocks), (), PortalMetadata(), truncated=False)
