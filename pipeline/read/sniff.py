"""What kind of file some bytes are, told by the bytes alone: scrapers and mail programs save plans under any name.

Input: the bytes of a file; output: a `Format`. A file that is surely no document (an image, an archive, a program, a
spreadsheet) is refused with words that say what it is. What no signature tells is text, and `read.encoding` decides whether
it can be read as such. Signatures: the formats' own specifications, as collected in the `file` program's database.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from pipeline.read.contents import ReadError

Format = Literal["text", "html", "docx", "pdf", "doc", "rtf", "odt"]

_PDF_REACH = 1024  # a PDF may stand behind other bytes (ISO 32000-1, annex H.3.4.1)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_REFUSED: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\x00|MM\x00\*|BM.{4}\x00\x00\x00\x00", "an image"),
        (rb"\x1f\x8b|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|BZh[1-9]|\xfd7zXZ\x00", "an archive"),
        (rb"MZ.\x00|\x7fELF|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", "a program"),
        (rb".{4}ftyp|ID3|OggS|\x1aE\xdf\xa3", "a sound or a film"),
        (rb"SQLite format 3\x00|PAR1", "a database"),
    )
)
_ZIPPED = (
    ("xl/workbook.xml", "a spreadsheet"),
    ("ppt/presentation.xml", "a presentation"),
)
_OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def sniff(data: bytes, source_file: str) -> Format | None:
    """The format that the bytes are signed with, None for what may be text. Raises ReadError for what is no document."""
    if not data.strip():
        raise ReadError(f"{source_file}: the file is empty")
    if b"%PDF-" in data[:_PDF_REACH]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, source_file)
    if data.startswith(_OLE):
        if _WORD_STREAM in data:
            return "doc"
        if _LOCKED_STREAM in data:
            raise ReadError(f"{source_file}: an Office file that is locked by a password")
        raise ReadError(f"{source_file}: an Office file that is no Word document")
    for pattern, name in _REFUSED:
        if pattern.match(data):
            raise ReadError(f"{source_file}: {name}, not a document")
    return None


def _zipped(data: bytes, source_file: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{source_file}: a damaged Word or archive file ({error})") from error
    if kind.startswith(_OPEN_TEXT):
        return "odt"
    if any(name.startswith("word/document") for name in names):  # some programs number the part: word/document2.xml
        return "docx"
    what = next((what for name, what in _ZIPPED if name in names), "an archive")
    raise ReadError(f"{source_file}: {what}, not a document")
