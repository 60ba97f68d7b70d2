"""One document is one pure function: from a file to everything that the dataset says of it.

`extract` runs the stages in their one direction and resolves what they found to entities at the document's date and place.
It reads no clock, no network and no other document.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.clean import clean
from pipeline.doubts import doubt
from pipeline.extract import Records, extract_records
from pipeline.identity import document_id
from pipeline.model import Agency, Diagnostic, Document, Extraction, Header, Mention, Page, PortalMetadata, Target, Task
from pipeline.read import ReadError, read
from pipeline.recognize.ner import NerReader
from pipeline.resolve import Province, find_province, resolve_agencies
from pipeline.segment import segment

__all__ = ["extract", "extract_page"]


def extract(path: Path | str, source_file: str | None = None, *, ner: NerReader | None = None) -> Extraction:
    """Everything read from the plan at `path`; `source_file` is its name in the dataset (the file's own name by default).

    `ner` finds agencies and persons that no rule knows (`pipeline.recognize.ner.model_reader()`); without it only rules speak.
    Raises `pipeline.read.ReadError` for what is no document, FileNotFoundError where there is no file.
    """
    path = Path(path)
    return extract_page(read(path, source_file or path.name), ner=ner)


def extract_page(page: Page, *, ner: NerReader | None = None) -> Extraction:
    """Everything read from a page that is already in memory. Raises `ReadError` when nothing is left without the portal."""
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
    mentions = sorted({mention.text for mention in _mentions(records)})
    resolution = resolve_agencies(province.code if province else None, date, mentions)
    entities = resolution.by_mention
    document = replace(document, header=replace(header, issuer=_issuer(header, metadata, province), issued_date=date))
    unresolved = _unresolved(records, entities)
    return Extraction(
        doc_id=document_id(page.source_file, page.sha256),
        source_file=page.source_file,
        source_sha256=page.sha256,
        source_format=page.source_format,
        document=document,
        province_code=province.code if province else None,
        province=province.name if province else None,
        province_code_2025=province.code_2025 if province else None,
        tasks=tuple(_with_entities(task, entities) for task in records.tasks),
        targets=tuple(_target_with_entities(target, entities) for target in records.targets),
        references=records.references,
        agencies=resolution.agencies,
        diagnostics=(
            *page.diagnostics,
            *document.page.diagnostics,
            *document.diagnostics,
            *records.diagnostics,
            *unresolved,
        ),
    )


def _province(header: Header, metadata: PortalMetadata, date: datetime.date | None) -> Province | None:
    """The province that issued the plan: told by its issuer, the portal's issuer, or the place over its date."""
    for words in (header.issuer, metadata.issuer, header.place, header.title):
        if words and (province := find_province(words, date)) is not None:
            return province
    return None


def _issuer(header: Header, metadata: PortalMetadata, province: Province | None) -> str | None:
    """The issuer by its official name: the people's committee of the province where its number says so, else as printed."""
    number = (header.number or "").upper()
    if province is not None and number.endswith("UBND"):
        return f"Ủy ban nhân dân {province.kind} {province.name}"
    return header.issuer or metadata.issuer


def _mentions(records: Records) -> Iterable[Mention]:
    for task in records.tasks:
        yield from (*task.lead, *task.coordinating, *task.supervisor)
    for target in records.targets:
        yield from (*target.lead, *target.measuring)


def _named(mentions: tuple[Mention, ...], entities: dict[str, Agency]) -> tuple[Mention, ...]:
    return tuple(
        replace(mention, agency_id=entities[mention.text].agency_id) if mention.text in entities else mention
        for mention in mentions
    )


def _with_entities(task: Task, entities: dict[str, Agency]) -> Task:
    return replace(
        task,
        lead=_named(task.lead, entities),
        coordinating=_named(task.coordinating, entities),
        supervisor=_named(task.supervisor, entities),
    )


def _target_with_entities(target: Target, entities: dict[str, Agency]) -> Target:
    return replace(target, lead=_named(target.lead, entities), measuring=_named(target.measuring, entities))


def _unresolved(records: Records, entities: dict[str, Agency]) -> list[Diagnostic]:
    """One diagnostic for each mention that no entry of the registry explains."""
    seen: set[str] = set()
    doubts: list[Diagnostic] = []
    for mention in _mentions(records):
        if mention.text not in entities and mention.text not in seen:
            seen.add(mention.text)
            message = f"no agency of the registry for {mention.text!r}"
            doubts.append(doubt("agency-unresolved", message, mention.span))
    return doubts
