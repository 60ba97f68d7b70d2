"""Agencies as plans print them: lists of mentions, and how likely a paragraph is a cell of agencies or of persons."""

from __future__ import annotations

from pipeline.recognize.agencies.lists import split_mentions
from pipeline.recognize.agencies.shares import agency_share, person_share

__all__ = ["agency_share", "person_share", "split_mentions"]
