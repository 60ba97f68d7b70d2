"""A page saved as one file (`.mht`, `.mhtml`): a mail message whose parts are the page, its frames and its pictures.

Input: the bytes of a file; output: the bytes of the page in it, its address, and its frames put where the page shows them.
Word writes such files as "Single File Web Page", browsers as "Webpage, Single File" (RFC 2557). Only the parts of HTML are
kept; the first of them, or the one that `start` names, is the page.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from html import escape

from pipeline.read.contents import ReadError

_HEAD_REACH = 4_096
_RELATED = re.compile(rb"^content-type:[ \t]*multipart/(?:related|alternative|mixed)\b", re.IGNORECASE | re.MULTILINE)
_MAIL_HEADER = re.compile(rb"\A\s*(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]+\r?\n)*){1,40}\r?\n")
_FRAME = re.compile(r"<iframe\b[^<>]{0,2000}?\bsrc\s*=\s*[\"']?cid:([^\"'\s<>]{1,300})[^<>]{0,2000}>", re.IGNORECASE)
_WIDE = ("unicode", "utf-16", "utf-16le", "utf-16be", "unicodefffe")
_DEEPEST_FRAMES = 3


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page of an archive, in UTF-8 where the archive says how its parts are encoded, else as it is; its address."""

    data: bytes
    address: str | None


def saved_page(data: bytes, source_file: str) -> SavedPage | None:
    """The page in an archive; None for what is no archive. Raises ReadError for an archive without a page."""
    if (
        _RELATED.search(data, 0, _HEAD_REACH) is None
        or _MAIL_HEADER.match(data[: 2 * _HEAD_REACH].lstrip(b"\xef\xbb\xbf")) is None
    ):
        return None
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not parts:
        raise ReadError(f"{source_file}: a web archive without a page")
    start = message.get_param("start")
    page = next((part for part in parts if start is not None and part.get("Content-ID") == start), parts[0])
    frames = {str(part.get("Content-ID") or "").strip("<>"): part for part in parts if part is not page}
    content = _content(page)
    if any(frames):
        text = content.decode("utf-8", "replace")
        content = _with_frames(text, frames, 0).encode("utf-8", "surrogatepass") if _FRAME.search(text) else content
    return SavedPage(content, _address(page) or _address(message, "Snapshot-Content-Location"))


def _content(part: Message) -> bytes:
    """The bytes of a part, in UTF-8 where they are in the encoding that the part names; else as they are."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        content.decode("utf-8")
        return content
    except UnicodeDecodeError:
        name = (part.get_content_charset() or "").lower()
    try:
        return content.decode("utf-16" if name in _WIDE else codecs.lookup(name).name).encode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return content


def _with_frames(text: str, frames: dict[str, Message], depth: int) -> str:
    """`text` with the pages of its frames as `srcdoc`, which the reader of HTML puts in their place."""

    def inlined(match: re.Match[str]) -> str:
        part = frames.get(match.group(1))
        if part is None:
            return match.group()
        inner = _content(part).decode("utf-8", "replace")
        if depth + 1 < _DEEPEST_FRAMES:
            inner = _with_frames(inner, frames, depth + 1)
        return f'<iframe srcdoc="{escape(inner)}">'

    return _FRAME.sub(inlined, text)


def _address(part: Message, header: str = "Content-Location") -> str | None:
    address = str(part.get(header) or "").strip()
    return address if address.startswith(("http://", "https://")) else None
