"""Gold in folders: drafts from pages for people to correct, gold from Label Studio, and gold checked or scored with its pages.

Input: pages and folders; output: files written, faults found, or outcomes. A gold file is never overwritten: a person's work
in it would be lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.evaluate.annotation import Annotation, AnnotationError, annotation_json, read_annotation, read_gold
from pipeline.evaluate.checking import faults
from pipeline.evaluate.comparing import compare
from pipeline.evaluate.comparison import Outcome
from pipeline.evaluate.label_studio import label_studio_json, labelling_config, read_label_studio
from pipeline.evaluate.marking import marked
from pipeline.evaluate.marks import MarkedPage
from pipeline.evaluate.readings import read_extraction
from pipeline.evaluate.unmarking import annotation_of
from pipeline.extraction import extract, extract_raw
from pipeline.read import ReadError
from pipeline.run.inputs import find_inputs

_TASKS, _CONFIG = "label-studio-tasks.json", "label-studio-config.xml"


def write_drafts(files: Iterable[Path], gold: Path | None, out: Path, *, label_studio: bool) -> tuple[Path, ...]:
    """Write a draft for each page, or one file of Label Studio tasks for all of them. Raises AnnotationError, ReadError."""
    drafts: list[tuple[str, Annotation]] = []
    pages: list[MarkedPage] = []
    for path in files:
        extraction = extract(path)
        known = gold / f"{path.stem}.json" if gold else None
        annotation = read_annotation(known) if known and known.is_file() else read_extraction(extraction).annotation
        drafts.append((path.stem, annotation))
        pages.append(marked(annotation, extraction.text, path.stem))
    if label_studio:
        return _written(out, ((_TASKS, label_studio_json(pages)), (_CONFIG, labelling_config())))
    return _written(out, ((f"{stem}.json", annotation_json(annotation)) for stem, annotation in drafts))


def write_gold(export: Path, out: Path) -> tuple[Path, ...]:
    """Write a gold file for each page of a Label Studio export. Raises AnnotationError."""
    pages = read_label_studio(export.read_text(encoding="utf-8"))
    return _written(out, [(f"{page.document}.json", annotation_json(annotation_of(page))) for page in pages])


def _written(out: Path, files: Iterable[tuple[str, str]]) -> tuple[Path, ...]:
    """Write new files, all or none."""
    found = [(out / name, content) for name, content in files]
    if there := [path for path, _ in found if path.exists()]:
        raise AnnotationError(f"{there[0]} is there already; choose another folder with --out, or move it away")
    out.mkdir(parents=True, exist_ok=True)
    for path, content in found:
        path.write_text(content, encoding="utf-8")
    return tuple(path for path, _ in found)


def check_folder(gold: Path, raw: Path) -> tuple[str, ...]:
    """The faults of every gold file against its page below `raw`."""
    found: list[str] = []
    for stem, annotation, page in _with_pages(gold, raw):
        try:
            found += [f"{stem}: {fault}" for fault in faults(annotation, extract(page).text)]
        except ReadError as error:
            found.append(f"{stem}: the page cannot be read: {error}")
    return tuple(found)


def raw_outcomes(gold: Path, raw: Path) -> Mapping[str, list[Outcome]]:
    """The outcomes of the records read from pages that have gold, with their raw figures, by plan.

    A plan is known by its number, so several versions of one plan are one. Raises ReadError.
    """
    outcomes: defaultdict[str, list[Outcome]] = defaultdict(list)
    for stem, annotation, page in _with_pages(gold, raw):
        plan = annotation.document.number or stem
        outcomes[plan] += compare(read_extraction(extract_raw(page)), annotation, stem).outcomes
    return outcomes


def _with_pages(gold: Path, raw: Path) -> Iterator[tuple[str, Annotation, Path]]:
    """Each gold file with the page of its stem. Raises AnnotationError when the page is not there, or there are two."""
    pages: defaultdict[str, list[Path]] = defaultdict(list)
    for file in find_inputs(raw, gold):
        if not file.skipped:
            path = Path(file.store.root) / file.name
            pages[path.stem].append(path)
    for stem, annotation in read_gold(gold).items():
        if len(pages[stem]) != 1:
            raise AnnotationError(f"{stem}: {len(pages[stem])} pages of this name below {raw}, not one")
        yield stem, annotation, pages[stem][0]
