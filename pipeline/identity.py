"""Names that stay: the id of a document, and the form in which numbers of documents are compared.

Both depend on the document alone, never on what else is read in the same run.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_BLANKS = re.compile(r"\s+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
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


def canonical_number(number: str) -> str:
    """The form that equal numbers share: no blanks, no leading zeros, one kind of dash and of Đ, capital letters."""
    bare = _DASHES.sub("-", _BLANKS.sub("", unicodedata.normalize("NFC", number)))
    return _LEADING_ZEROS.sub("", bare).upper().replace("Ð", "Đ")


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower()).replace("đ", "d")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_WORD.sub("-", plain).strip("-")[:_SLUG_LENGTH].rstrip("-")
