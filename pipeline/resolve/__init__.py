"""Mentions become entities: agencies at the document's date, the province that issued it, and the documents it cites."""

from pipeline.resolve.agencies import Resolution, is_central
from pipeline.resolve.agencies import resolve as resolve_agencies
from pipeline.resolve.laws import document_law_id, resolve_references
from pipeline.resolve.places import Province, find_province, province_of_code
from pipeline.resolve.reading import Reading
from pipeline.resolve.shared import with_heads

__all__ = [
    "Province",
    "Reading",
    "Resolution",
    "document_law_id",
    "find_province",
    "is_central",
    "province_of_code",
    "resolve_agencies",
    "resolve_references",
    "with_heads",
]
