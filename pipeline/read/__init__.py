"""From a file to a `Page`: what it holds, line by line, with where each line stood.

`read` decides by the content what a file is, since scrapers save HTML under any name, and hands it to the reader of that
format. Nothing is left out here but what no reader of the page sees; what belongs to the portal goes in `clean`.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.model import Line, Page, PageTable
from pipeline.read.encoding import ReadError, decode
from pipeline.read.html import is_html, page_address, read_html
from pipeline.read.text import read_text

__all__ = ["TEXT_SUFFIXES", "ReadError", "page_from_text", "read"]

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text", ".html", ".htm", ".xhtml", ".aspx", ".php", ""})
# Scrapers put the address of the page on the first line.
_ADDRESS_LINE = re.compile(r"\A[\s\ufeff]*(?:(?:URL|Url|Nguồn|Link|Source)\s*:\s*)?(https?://\S+|www\.\S+)[ \t]*(?=\r?\n|\Z)")


def read(path: Path, source_file: str) -> Page:
    """The page that the file at `path` holds; `source_file` is the name that the dataset knows it by.

    Raises ReadError (a ValueError that names the file) for an empty, binary or undecodable file and for a kind of file
    that has no reader, OSError when the file cannot be opened.
    """
    if path.suffix.lower() not in TEXT_SUFFIXES:
        raise ReadError(f"{source_file}: no reader for {path.suffix} files")
    data = path.read_bytes()
    text, diagnostics = decode(data, source_file)
    html = is_html(text)
    items, host = _html_items(text) if html else (read_text(text), None)
    if not items:
        raise ReadError(f"{source_file}: the page has no text")
    address = _ADDRESS_LINE.match(text)
    host = _host(address.group(1)) if address else host
    return Page(source_file, "html" if html else "text", hashlib.sha256(data).hexdigest(), items, host, diagnostics)


def page_from_text(text: str, source_file: str = "") -> Page:
    """The page that a plain text is, for texts that do not come from a file."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    address = _ADDRESS_LINE.match(text)
    return Page(source_file, "text", digest, read_text(text), _host(address.group(1)) if address else None)


def _html_items(text: str) -> tuple[tuple[Line | PageTable, ...], str | None]:
    """The document's lines and tables, and the host that the page names; an address before the markup is no text of it."""
    address = _ADDRESS_LINE.match(text)
    markup = " " * address.end() + text[address.end() :] if address else text
    own = page_address(text)
    return read_html(markup), _host(own) if own else None


def _host(address: str) -> str | None:
    """The host of an address without `www.`, in lower case; None where there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # a broken bracketed address
        return None
    return host.removeprefix("www.") or None
