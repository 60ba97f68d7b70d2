"""One document is one pure function: from a file to everything that the dataset says of it.

`extract` runs the stages in their one direction and resolves what they found to entities at the document's date and place.
`extract_bytes` does so for a file that is in memory. Neither reads a clock, the network or another document.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline.clean import clean
from pipeline.confidence import confident
from pipeline.doubts import doubt
from pipeline.extract import Records, extract_records
from pipeline.identity import document_id
from pipeline.model import Agency, Diagnostic, Document, Extraction, Header, Mention, Page, PortalMetadata, Target, Task
from pipeline.read import ReadError, read, read_bytes
from pipeline.recognize.ner import NerReader
from pipeline.resolve import (
    Province,
    Reading,
    document_law_id,
    find_province,
    is_central,
    resolve_agencies,
    resolve_references,
    with_heads,
)
from pipeline.segment import segment

__all__ = ["extract", "extract_bytes", "extract_page", "extract_raw", "name_agencies"]


def extract(path: Path | str, source_file: str | None = None, *, ner: NerReader | None = None) -> Extraction:
    """Everything read from the plan at `path`; `source_file` is its name in the dataset (the file's own name by default).

    `ner` finds agencies and persons that no rule knows (`pipeline.recognize.ner.model_reader()`); without it only rules speak.
    Raises `pipeline.read.ReadError` for what is no document, FileNotFoundError where there is no file.
    """
    path = Path(path)
    return extract_bytes(path.read_bytes(), source_file or path.name, ner=ner)


def extract_bytes(data: bytes, source_file: str, *, ner: NerReader | None = None) -> Extraction:
    """Everything read from the plan whose file has the bytes `data`, as `extract` does of a file. Raises `ReadError`."""
    return extract_page(read_bytes(data, source_file), ner=ner)


def extract_page(page: Page, *, ner: NerReader | None = None) -> Extraction:
    """Everything read from a page that is already in memory. Raises `ReadError` when nothing is left without the portal."""
    return confident(_read_page(page, ner))


def extract_raw(path: Path | str, source_file: str | None = None, *, ner: NerReader | None = None) -> Extraction:
    """As `extract`, with the raw figures of doubt that confidence is calibrated from."""
    path = Path(path)
    return _read_page(read(path, source_file or path.name), ner)


def _read_page(page: Page, ner: NerReader | None) -> Extraction:
    cleaned = clean(page)
    if not cleaned.text:
        raise ReadError(f"{page.source_file}: the page holds no text of a document")
    document = segment(cleaned, ner)
    return resolve_records(page, document, extract_records(document, ner))


def resolve_records(page: Page, document: Document, records: Records) -> Extraction:
    """The records with their mentions resolved, and the document's issuer and province settled."""
    header, metadata = document.header, document.page.metadata
    date = header.issued_date or metadata.issued_date
    province = _province(header, metadata, date)
    document = replace(document, header=replace(header, issuer=_issuer(header, metadata, province), issued_date=date))
    named = name_agencies(records.tasks, records.targets, province, date, document.page.text)
    return Extraction(
        doc_id=document_id(page.source_file, page.sha256),
        source_file=page.source_file,
        source_sha256=page.sha256,
        source_format=page.source_format,
        document=document,
        province_code=province.code if province else None,
        province=province.name if province else None,
        province_code_2025=province.code_2025 if province else None,
        tasks=named.tasks,
        targets=named.targets,
        references=resolve_references(records.references, province, date),
        agencies=named.agencies,
        diagnostics=(
            *page.diagnostics,
            *document.page.diagnostics,
            *document.diagnostics,
            *records.diagnostics,
            *named.unresolved,
        ),
        law_id=document_law_id(document.header, province),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """Records whose mentions are resolved, the agencies that they mean, and a diagnostic for each mention not explained."""

    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    agencies: tuple[Agency, ...]
    unresolved: tuple[Diagnostic, ...]


def name_agencies(
    tasks: Sequence[Task], targets: Sequence[Target], province: Province | None, date: datetime.date | None, text: str
) -> Named:
    """Resolve the mentions of all records of a document with the clean text `text`, issued in that province on that date."""
    tasks, targets = [_with_mentions(task, _bare) for task in tasks], [_with_measuring(one, _bare) for one in targets]
    read_as = _read_as(tasks, targets)
    resolution = resolve_agencies(province.code if province else None, date, sorted(set(read_as.values())), text)
    entities = {mention: resolution.readings[words] for mention, words in read_as.items() if words in resolution.readings}
    named = partial(_named, entities)
    return Named(
        tasks=tuple(_with_mentions(task, named) for task in tasks),
        targets=tuple(_with_measuring(target, named) for target in targets),
        agencies=resolution.agencies,
        unresolved=tuple(_unresolved(read_as, entities)),
    )


def _province(header: Header, metadata: PortalMetadata, date: datetime.date | None) -> Province | None:
    """The province that issued the plan: told by its issuer, the portal's issuer, or the place over its date."""
    for words in (header.issuer, metadata.issuer, header.place, header.title):
        if words and is_central(words):
            return None
        if words and (province := find_province(words, date)) is not None:
            return province
    return None


def _issuer(header: Header, metadata: PortalMetadata, province: Province | None) -> str | None:
    """The issuer by its official name: the people's committee of the province where its number says so, else as printed."""
    number = (header.number or "").upper()
    if province is not None and number.endswith("UBND"):
        return f"Ủy ban nhân dân {province.kind} {province.name}"
    return header.issuer or metadata.issuer


def _mention_lists(tasks: Iterable[Task], targets: Iterable[Target]) -> Iterable[tuple[Mention, ...]]:
    for task in tasks:
        yield from (task.lead, task.coordinating, task.supervisor)
    for target in targets:
        yield from (target.lead, target.measuring)


def _read_as(tasks: Iterable[Task], targets: Iterable[Target]) -> dict[Mention, str]:
    """Each mention and the words that it is to be read as: its own, with the head that an earlier one of its list lends."""
    return {
        mention: words
        for mentions in _mention_lists(tasks, targets)
        for mention, words in zip(mentions, with_heads([mention.text for mention in mentions]), strict=True)
    }


def _bare(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions as printed, whatever they were resolved to before."""
    return tuple(replace(mention, agency_id=None, resolution=None, agency_confidence=None) for mention in mentions)


def _named(entities: Mapping[Mention, Reading], mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(_resolved(mention, entities[mention]) if mention in entities else mention for mention in mentions)


def _resolved(mention: Mention, reading: Reading) -> Mention:
    return replace(
        mention, agency_id=reading.agency.agency_id, resolution=reading.resolution, agency_confidence=reading.confidence
    )


def _with_mentions(task: Task, of: Callable[[tuple[Mention, ...]], tuple[Mention, ...]]) -> Task:
    return replace(task, lead=of(task.lead), coordinating=of(task.coordinating), supervisor=of(task.supervisor))


def _with_measuring(target: Target, of: Callable[[tuple[Mention, ...]], tuple[Mention, ...]]) -> Target:
    return replace(target, lead=of(target.lead), measuring=of(target.measuring))


def _unresolved(read_as: Iterable[Mention], entities: Mapping[Mention, Reading]) -> list[Diagnostic]:
    """One diagnostic for each mention that no entry of the registry explains."""
    seen: set[str] = set()
    doubts: list[Diagnostic] = []
    for mention in read_as:
        if mention not in entities and mention.text not in seen:
            seen.add(mention.text)
            message = f"no agency of the registry for {mention.text!r}"
            doubts.append(doubt("agency-unresolved", message, mention.span))
    return doubts
