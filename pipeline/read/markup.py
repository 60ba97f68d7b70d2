"""Files of characters: plain text, Markdown, HTML and web archives, told apart by what they hold.

Input: the bytes of a file; output: `text` or `html`, and its contents. Offsets count the characters of the decoded file,
for a web archive those of the page in it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.read.contents import Contents
from pipeline.read.encoding import decode
from pipeline.read.html import is_html, page_address, read_html
from pipeline.read.mhtml import saved_page
from pipeline.read.sniff import Format
from pipeline.read.text import read_laid_out

# Scrapers put the address of the page on the first line.
_ADDRESS_LINE = re.compile(r"\A[\s\ufeff]*(?:(?:URL|Url|Nguồn|Link|Source)\s*:\s*)?(https?://\S+|www\.\S+)[ \t]*(?=\r?\n|\Z)")


def read_markup(data: bytes, source_file: str) -> tuple[Format, Contents]:
    """The contents of a file of characters. Raises ReadError when it is none, or empty."""
    archived = saved_page(data, source_file)
    if archived is not None:
        text, diagnostics = decode(archived.data, source_file)
        contents = read_saved(text)
        host = (_host(archived.address) if archived.address else None) or contents.host
        return "html", replace(contents, host=host, diagnostics=diagnostics)
    text, diagnostics = decode(data, source_file)
    if is_html(text):
        return "html", replace(read_saved(text), diagnostics=diagnostics)
    plain = read_plain(text)
    return "text", replace(plain, diagnostics=(*diagnostics, *plain.diagnostics))


def read_plain(text: str) -> Contents:
    """The contents of a text that is no HTML."""
    items, notes = read_laid_out(text)
    return Contents(items, _first_line_host(text), notes)


def read_saved(text: str) -> Contents:
    """The contents of a saved page; an address on a line before the markup is no text of it."""
    address = _ADDRESS_LINE.match(text)
    markup = " " * address.end() + text[address.end() :] if address else text
    own = page_address(text)
    return Contents(read_html(markup), _first_line_host(text) or (_host(own) if own else None))


def _first_line_host(text: str) -> str | None:
    address = _ADDRESS_LINE.match(text)
    return _host(address.group(1)) if address else None


def _host(address: str) -> str | None:
    """The host of an address without `www.`, in lower case; None where there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # a broken bracketed address
        return None
    return host.removeprefix("www.") or None
