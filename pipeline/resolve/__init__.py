"""Mentions become entities: agencies at the document's date, and the province that issued it."""

from pipeline.resolve.agencies import Resolution
from pipeline.resolve.agencies import resolve as resolve_agencies
from pipeline.resolve.places import Province, find_province, province_of_code

__all__ = ["Province", "Resolution", "find_province", "province_of_code", "resolve_agencies"]
