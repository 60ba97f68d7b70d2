"""One document's rows: an `Extraction` becomes a record batch for each table.

Ids are the document's id and the record's place in the document, so they do not depend on what else a run reads. An empty
text becomes null, but for the comparator of a stated level. The words of mentions, times, targets and references are cut
out of the clean text by their span; where a stage has said other words than stand there, a diagnostic tells.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipeline import __version__
from pipeline.dataset.check import check_document
from pipeline.dataset.columns import TableRows, Value
from pipeline.dataset.paper import Paper
from pipeline.dataset.schema import table_schemas
from pipeline.doubts import doubt
from pipeline.model import (
    Agency,
    CleanPage,
    Deadline,
    Diagnostic,
    Extraction,
    Mention,
    Reference,
    Section,
    Span,
    Table,
    Target,
    Task,
)
from pipeline.orthography import fold_space, strip_bullet

# Spans of this stage count characters of the file, not of the clean text that the dataset's offsets refer to.
_STAGES_BEFORE_CLEAN = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """What one input file adds to the dataset, checked: its rows by table, and the agencies that its mentions resolve to.

    `doc_id` is None for a file that gave no document; then `tables` holds diagnostics only. `number`, `issued_date` and
    `law_id` are what other documents of the dataset cite it by.
    """

    source_file: str
    doc_id: str | None
    tables: Mapping[str, pa.RecordBatch]
    agencies: tuple[Agency, ...] = ()
    number: str | None = None
    issued_date: datetime.date | None = None
    law_id: str | None = None


def document_rows(extraction: Extraction) -> DocumentRows:
    """The rows of one document. Raises DatasetError when they would break the contract."""
    rows = _Rows(extraction.doc_id, extraction.document.page)
    _add_document(rows, extraction)
    for section in extraction.document.sections:
        _add_section(rows, section)
    for table in extraction.document.tables:
        _add_table(rows, table)
    for place, task in enumerate(extraction.tasks):
        _add_task(rows, place, task)
    for place, target in enumerate(extraction.targets):
        _add_target(rows, place, target)
    for place, reference in enumerate(extraction.references):
        _add_reference(rows, place, reference)
    for diagnostic in (*extraction.diagnostics, *rows.doubts):
        _add_diagnostic(rows.tables["diagnostics"], extraction.source_file, extraction.doc_id, diagnostic)
    check_document(rows.tables, extraction.text, extraction.agencies)
    header = extraction.document.header
    return DocumentRows(
        source_file=extraction.source_file,
        doc_id=extraction.doc_id,
        tables={name: table.batch() for name, table in rows.tables.items()},
        agencies=extraction.agencies,
        number=header.number,
        issued_date=header.issued_date,
        law_id=extraction.law_id,
    )


def failure_rows(source_file: str, diagnostics: Sequence[Diagnostic]) -> DocumentRows:
    """The rows of a file that gave no document: its diagnostics."""
    table = TableRows(table_schemas()["diagnostics"])
    for diagnostic in diagnostics:
        _add_diagnostic(table, source_file, None, diagnostic)
    return DocumentRows(source_file, None, {"diagnostics": table.batch()})


class _Rows:
    """The tables of one document while they are filled, and the ids of its records."""

    def __init__(self, doc_id: str, page: CleanPage) -> None:
        self.doc_id = doc_id
        self.text = page.text
        self.tables = {name: TableRows(schema) for name, schema in table_schemas().items() if name != "agencies"}
        self.paper = Paper(page)
        self.doubts: list[Diagnostic] = []

    def section_id(self, index: int | None) -> str | None:
        return None if index is None else f"{self.doc_id}/s{index:04d}"

    def table_id(self, index: int | None) -> str | None:
        return None if index is None else f"{self.doc_id}/t{index:04d}"

    def task_id(self, index: int | None) -> str | None:
        return None if index is None else f"{self.doc_id}/k{index:04d}"

    def words(self, span: Span, said: str) -> str:
        """The words at `span`, white space folded; a doubt is noted when they are not what the record says."""
        words = fold_space(self.text[span.start : span.end])
        if words != said and words != fold_space(said) and fold_space(strip_bullet(words)) != fold_space(strip_bullet(said)):
            message = f"a record says {said[:80]!r} where the text has {words[:80]!r}"
            self.doubts.append(doubt("words-differ", message, span))
        return words


def _add_document(rows: _Rows, extraction: Extraction) -> None:
    document, header = extraction.document, extraction.document.header
    rows.tables["documents"].add(
        doc_id=extraction.doc_id,
        source_file=extraction.source_file,
        source_sha256=extraction.source_sha256,
        source_format=extraction.source_format,
        portal=document.page.metadata.portal or None,
        number=header.number or None,
        doc_type=header.doc_type or None,
        title=header.title or None,
        issuer=header.issuer or None,
        province_code=extraction.province_code or None,
        province=extraction.province or None,
        province_code_2025=extraction.province_code_2025 or None,
        law_id=extraction.law_id or None,
        issued_date=header.issued_date,
        effective_date=header.effective_date,
        signer=header.signer or None,
        signer_title=header.signer_title or None,
        truncated=document.truncated,
        pipeline_version=__version__,
        corrected=list(extraction.corrected),
    )
    rows.tables["texts"].add(doc_id=extraction.doc_id, text=extraction.text)


def _add_section(rows: _Rows, section: Section) -> None:
    rows.tables["sections"].add(
        section_id=rows.section_id(section.index),
        doc_id=rows.doc_id,
        parent_id=rows.section_id(section.parent),
        part=section.part,
        level=section.level,
        ordinal=section.ordinal or None,
        heading=section.heading or None,
        char_start=section.span.start,
        char_end=section.span.end,
    )


def _add_table(rows: _Rows, table: Table) -> None:
    table_id = rows.table_id(table.index)
    rows.tables["tables"].add(
        table_id=table_id,
        doc_id=rows.doc_id,
        section_id=rows.section_id(table.section),
        caption=table.caption or None,
        kind=table.kind,
        layout=table.layout,
        n_rows=table.n_rows,
        n_columns=len(table.roles),
    )
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows.tables["cells"].add(
            table_id=table_id,
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            column_role=cell.role,
            text=cell.text or None,
            char_start=cell.span.start if cell.span else None,
            char_end=cell.span.end if cell.span else None,
        )


def _add_task(rows: _Rows, place: int, task: Task) -> None:
    task_id = rows.task_id(place)
    rows.tables["tasks"].add(
        task_id=task_id,
        doc_id=rows.doc_id,
        section_id=rows.section_id(task.section),
        table_id=rows.table_id(task.table),
        kind=task.kind,
        ordinal=task.ordinal or None,
        group=list(task.group),
        description=task.description or None,
        output=task.output or None,
        note=task.note or None,
        char_start=task.span.start,
        char_end=task.span.end,
        **rows.paper.columns(task.span),
        confidence=task.confidence,
        corrected=list(task.corrected),
    )
    for role, mentions in (("lead", task.lead), ("coordinating", task.coordinating), ("supervisor", task.supervisor)):
        for position, mention in enumerate(mentions):
            rows.tables["task_agencies"].add(task_id=task_id, role=role, position=position, **_mention(rows, mention))
    for position, deadline in enumerate(task.deadlines):
        _add_deadline(rows, f"{task_id}/d{position:02d}", task_id, deadline)


def _mention(rows: _Rows, mention: Mention) -> dict[str, Value]:
    """The columns that the agencies of tasks and of targets share."""
    return {
        "doc_id": rows.doc_id,
        "mention": rows.words(mention.span, mention.text),
        "agency_id": mention.agency_id,
        "resolution": mention.resolution,
        "agency_confidence": mention.agency_confidence,
        "char_start": mention.span.start,
        "char_end": mention.span.end,
        "method": mention.method,
        "confidence": mention.confidence,
        **rows.paper.columns(mention.span),
    }


def _add_deadline(rows: _Rows, deadline_id: str, task_id: str | None, deadline: Deadline) -> None:
    time = deadline.time
    rows.tables["deadlines"].add(
        deadline_id=deadline_id,
        task_id=task_id,
        doc_id=rows.doc_id,
        role=deadline.role,
        text=rows.words(time.span, time.text),
        kind=time.kind,
        start_date=time.start,
        end_date=time.end,
        recurrence=time.recurrence or None,
        edtf=time.edtf or None,
        inherited=deadline.inherited,
        char_start=time.span.start,
        char_end=time.span.end,
        **rows.paper.columns(time.span),
        method=deadline.method,
    )


def _add_target(rows: _Rows, place: int, target: Target) -> None:
    target_id = f"{rows.doc_id}/g{place:04d}"
    rows.tables["targets"].add(
        target_id=target_id,
        doc_id=rows.doc_id,
        section_id=rows.section_id(target.section),
        table_id=rows.table_id(target.table),
        task_id=rows.task_id(target.task),
        context=target.context,
        ordinal=target.ordinal or None,
        group=list(target.group),
        indicator=target.indicator or None,
        text=rows.words(target.span, target.text) if target.text else None,
        comparator=target.comparator,
        value_min=target.value_min,
        value_max=target.value_max,
        unit=target.unit or None,
        frequency=target.frequency or None,
        horizon_date=target.horizon,
        char_start=target.span.start,
        char_end=target.span.end,
        **rows.paper.columns(target.span),
        confidence=target.confidence,
        corrected=list(target.corrected),
    )
    for role, mentions in (("lead", target.lead), ("measuring", target.measuring)):
        for position, mention in enumerate(mentions):
            rows.tables["target_agencies"].add(target_id=target_id, role=role, position=position, **_mention(rows, mention))


def _add_reference(rows: _Rows, place: int, reference: Reference) -> None:
    citation = reference.citation
    rows.tables["references"].add(
        reference_id=f"{rows.doc_id}/r{place:04d}",
        doc_id=rows.doc_id,
        section_id=rows.section_id(reference.section),
        relation=reference.relation,
        text=rows.words(citation.span, citation.text),
        doc_type=citation.doc_type or None,
        number=citation.number or None,
        issued_date=citation.issued_date,
        issuer=citation.issuer or None,
        level=reference.level,
        articles=list(citation.articles),
        law_id=reference.law_id,
        target_doc_id=None,
        char_start=citation.span.start,
        char_end=citation.span.end,
        **rows.paper.columns(citation.span),
        corrected=list(reference.corrected),
    )


def _add_diagnostic(table: TableRows, source_file: str, doc_id: str | None, diagnostic: Diagnostic) -> None:
    span = None if doc_id is None or diagnostic.stage in _STAGES_BEFORE_CLEAN else diagnostic.span
    table.add(
        doc_id=doc_id,
        source_file=source_file,
        stage=diagnostic.stage,
        severity=diagnostic.severity,
        code=diagnostic.code,
        message=diagnostic.message,
        char_start=span.start if span else None,
        char_end=span.end if span else None,
    )


def agency_batch(agencies: Iterable[Agency]) -> pa.RecordBatch:
    """The rows of `agencies`, in the order given."""
    table = TableRows(table_schemas()["agencies"])
    for agency in agencies:
        table.add(
            agency_id=agency.agency_id,
            name=agency.name,
            kind=agency.kind,
            level=agency.level,
            province_code=agency.province_code or None,
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            successor_id=agency.successor_id or None,
            class_id=agency.class_id or None,
            current_id=agency.current_id or None,
            current_class_id=agency.current_class_id or None,
            part_successor_ids=list(agency.part_successor_ids),
            district_code=agency.district_code or None,
        )
    return table.batch()
