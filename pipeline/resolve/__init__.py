"""Mentions become entities: agencies at the document's date, the province that issued it, and the documents it cites."""

from pipeline.resolve.agencies import Resolution
from pipeline.resolve.agencies import resolve as resolve_agencies
from pipeline.resolve.laws import document_law_id, resolve_references
from pipeline.resolve.places import Province, find_province, province_of_code

__all__ = [
    "Province",
    "Resolution",
    "document_law_id",
    "find_province",
    "province_of_code",
    "resolve_agencies",
    "resolve_references",
]
