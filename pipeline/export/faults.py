"""What keeps an export from being written."""

from __future__ import annotations


class ExportError(Exception):
    """An export that cannot be written; the message says why and what to do."""
