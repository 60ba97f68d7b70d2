"""Harder versions of the samples with known truth: their tables without trace of empty cells, and as rows on one line.

    python -m tests.evaluate.harder FOLDER

writes pages to FOLDER/raw and their truth to FOLDER/gold. The truth of an annotated sample is its annotation; that of the
others is what is read from the page as published, which is silver, not gold: it tells what a layout costs, no more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.evaluate import annotation_json, read_annotation, read_extraction
from pipeline.extraction import extract
from tests.reading import GOLD, SAMPLES
from tests.rendering import html_page, marked_cells, piped_rows, text_page, unmarked_cells


def write_harder(folder: Path) -> None:
    """Write the versions of every sample that has tables, and the samples that have gold as they are."""
    (folder / "raw").mkdir(parents=True)
    (folder / "gold").mkdir()
    for path in SAMPLES:
        extraction = extract(path)
        gold = GOLD / f"{path.stem}.json"
        truth = read_annotation(gold) if gold.exists() else read_extraction(extraction).annotation
        versions = {f"{path.stem}.txt": path.read_text(encoding="utf-8")} if gold.exists() else {}
        if extraction.document.tables:
            versions[f"{path.stem}-grid.html"] = html_page(extraction.document)
            for render in (marked_cells, unmarked_cells, piped_rows):
                versions[f"{path.stem}-{render.__name__}.txt"] = text_page(extraction.document, render)
        for name, page in versions.items():
            (folder / "raw" / name).write_text(page, encoding="utf-8")
            (folder / "gold" / f"{Path(name).stem}.json").write_text(annotation_json(truth), encoding="utf-8")


if __name__ == "__main__":
    write_harder(Path(sys.argv[1]))
