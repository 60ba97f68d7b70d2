"""Cited law: each document named in the title, the preamble and the text behind it, once for each relation.

`basis` stands in the title and the preamble, `cites` elsewhere (annotation guidelines, References). Recipients and signature
cite nothing, and the document does not cite itself. Input: a `Document`; output: references in the order of the page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Citation, Document, Header, Reference, Relation, Section, Span
from pipeline.orthography import fold_key
from pipeline.recognize.citations import canonical_number, find_citations


def read_references(document: Document) -> tuple[Reference, ...]:
    """The distinct references of a document; a later place adds the articles and the date that it names."""
    references: dict[tuple[Relation, str], Reference] = {}
    starts = [section.span.start for section in document.sections]
    for relation, stretch in _stretches(document):
        for found in find_citations(document.page.text[stretch.start : stretch.end]):
            citation = replace(found, span=found.span.shifted(stretch.start))
            if _is_own(citation, document.header):
                continue
            key = relation, _key(citation)
            known = references.get(key)
            if known is None:
                references[key] = Reference(relation, citation, _section_at(document.sections, starts, citation.span))
            else:
                references[key] = _joined(known, citation)
    return tuple(references.values())


def _is_own(citation: Citation, header: Header) -> bool:
    """Whether a citation is the document's own number; one of another day is an older document of that number."""
    if not citation.number or canonical_number(citation.number) != canonical_number(header.number or ""):
        return False
    return citation.issued_date is None or header.issued_date is None or citation.issued_date == header.issued_date


def _joined(known: Reference, later: Citation) -> Reference:
    """A reference with what a later place of the same relation adds."""
    articles = tuple(dict.fromkeys((*known.citation.articles, *later.articles)))
    date = known.date or known.citation.issued_date or later.issued_date
    return replace(known, citation=replace(known.citation, articles=articles), date=date)


def _key(citation: Citation) -> str:
    return canonical_number(citation.number) if citation.number else fold_key(citation.text)


def _stretches(document: Document) -> Iterator[tuple[Relation, Span]]:
    """The parts of the page that cite, each with what its citations mean."""
    if document.header.title_span is not None:
        yield "basis", document.header.title_span
    for section in document.sections:
        if section.parent is not None or section.part in ("recipients", "signature"):
            continue
        yield ("basis" if section.part == "preamble" else "cites"), section.span


def _section_at(sections: tuple[Section, ...], starts: list[int], span: Span) -> int | None:
    """The innermost section that holds a place: the last one to begin before it."""
    at = bisect_right(starts, span.start) - 1
    return sections[at].index if at >= 0 else None
