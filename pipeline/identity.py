"""The name that stays: the id of a document, which depends on the document alone, never on what else a run reads."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from pipeline.orthography import bare_letters

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 60
_HASH_DIGITS = 10


def document_id(source_file: str, sha256: str) -> str:
    """The id of the document in `source_file`, a path below the raw folder with forward slashes, whose bytes hash to `sha256`.

    A readable form of the file's name and a hash of path and content. With the path, files of one name in two folders and
    two copies of one page keep ids of their own; with the content, records of a page that changed are never taken for those
    of the page before. The path is compared in NFC, because file systems differ in how they keep diacritics.
    """
    path = unicodedata.normalize("NFC", source_file)
    digest = hashlib.sha256(f"{path}\0{sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    slug = _slug(PurePosixPath(path).stem)
    return f"{slug}-{digest}" if slug else digest


def _slug(name: str) -> str:
    return _NOT_WORD.sub("-", bare_letters(name)).strip("-")[:_SLUG_LENGTH].rstrip("-")
