"""From a file to a `Page`: what it holds, line by line, with where each line stood.

`read` decides by the content what a file is, since scrapers save HTML under any name, and hands it to the reader of that
format. Nothing is left out here but what no reader of the page sees; what belongs to the portal goes in `clean`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.model import Page
from pipeline.read.contents import Contents, MissingToolError, ReadError
from pipeline.read.docx import read_docx
from pipeline.read.markup import read_markup, read_plain
from pipeline.read.office import read_office
from pipeline.read.pdf import read_pdf
from pipeline.read.sniff import Format, sniff

__all__ = ["MissingToolError", "ReadError", "page_from_text", "read"]

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

    Raises ReadError (a ValueError that names the file) for a file that is empty, damaged, no document, in no known encoding
    or without words, OSError when the file cannot be opened.
    """
    data = path.read_bytes()
    signed = sniff(data, source_file)
    if signed is None:
        form, contents = read_markup(data, source_file)
    elif signed in _READERS:
        form, contents = signed, _READERS[signed](data, source_file)
    else:
        raise ReadError(f"{source_file}: no reader for {signed} files")
    if not contents.items:
        raise ReadError(f"{source_file}: the page has no text")
    return _page(source_file, form, data, contents)


def page_from_text(text: str, source_file: str = "") -> Page:
    """The page that a plain text is, for texts that do not come from a file."""
    return _page(source_file, "text", text.encode("utf-8", "surrogatepass"), read_plain(text))


def _page(source_file: str, form: Format, data: bytes, contents: Contents) -> Page:
    digest = hashlib.sha256(data).hexdigest()
    return Page(source_file, form, digest, contents.items, contents.host, contents.diagnostics, contents.places)
