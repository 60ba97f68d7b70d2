"""From a file to a `Page`: what it holds, line by line, with where each line stood.

`read` decides by the content what a file is, since scrapers save HTML under any name, and hands it to the reader of that
format: to an installed reader that claims it (`read.installed`), else to a built-in one. Nothing is left out here but what no
reader of the page sees; what belongs to the portal goes in `clean`.

The names in `__all__` are public. For readers of further formats these are `FileReader`, what a reader gives (`Contents`, of
the records `Line`, `PageTable`, `PageCell`, `Span`, `Place` in `pipeline.model`), what it raises (`ReadError`,
`MissingToolError`), and two readers that make contents of characters: `read_plain` of plain text, `read_saved` of HTML.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.model import Page
from pipeline.read.contents import Contents, MissingToolError, ReadError
from pipeline.read.docx import read_docx
from pipeline.read.installed import (
    BrokenReaderError,
    FileReader,
    InstalledReader,
    file_readers,
    installed_readers,
    read_installed,
    reader_claiming,
)
from pipeline.read.markup import read_markup, read_plain, read_saved
from pipeline.read.office import read_office
from pipeline.read.pdf import read_pdf
from pipeline.read.sniff import Format, sniff

__all__ = [
    "BrokenReaderError",
    "Contents",
    "FileReader",
    "InstalledReader",
    "MissingToolError",
    "ReadError",
    "file_readers",
    "installed_readers",
    "page_from_text",
    "read",
    "read_bytes",
    "read_plain",
    "read_saved",
    "reader_claiming",
]

Reader = Callable[[bytes, str], Contents]
_READERS: dict[Format, Reader] = {
    "docx": read_docx,
    "pdf": read_pdf,
    "doc": partial(read_office, form="doc"),
    "rtf": partial(read_office, form="rtf"),
    "odt": partial(read_office, form="odt"),
}


def read(path: Path, source_file: str) -> Page:
    """The page that the file at `path` holds; `source_file` is the name that the dataset knows it by.

    Raises ReadError as `read_bytes` does, OSError when the file cannot be opened.
    """
    return read_bytes(path.read_bytes(), source_file)


def read_bytes(data: bytes, source_file: str) -> Page:
    """The page that a file with these bytes holds.

    Raises ReadError (a ValueError that names the file) for a file that is empty, damaged, no document, in no known encoding
    or without words, BrokenReaderError (a ReadError) when an installed reader does not load.
    """
    form, contents = _contents(data, source_file)
    if not contents.items:
        raise ReadError(f"{source_file}: the page has no text")
    return _page(source_file, form, data, contents)


def _contents(data: bytes, source_file: str) -> tuple[str, Contents]:
    """The format of a file and what it holds."""
    reader = reader_claiming(data, source_file)
    if reader is not None:
        return reader.form, read_installed(reader, data, source_file)
    signed = sniff(data, source_file)
    if signed is None:
        return read_markup(data, source_file)
    if signed in _READERS:
        return signed, _READERS[signed](data, source_file)
    raise ReadError(f"{source_file}: no reader for {signed} files")


def page_from_text(text: str, source_file: str = "") -> Page:
    """The page that a plain text is, for texts that do not come from a file."""
    return _page(source_file, "text", text.encode("utf-8", "surrogatepass"), read_plain(text))


def _page(source_file: str, form: str, data: bytes, contents: Contents) -> Page:
    digest = hashlib.sha256(data).hexdigest()
    return Page(source_file, form, digest, contents.items, contents.host, contents.diagnostics, contents.places)
