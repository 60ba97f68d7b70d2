"""The working unit of `clean`: one line of a page with its characters settled.

A piece is a line of words, an empty cell that the page marked, a bar that closes a cell, or a rule (a line of dashes).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.model import Line, PageTable, Span

Kind = Literal["words", "empty", "bar", "rule"]

# Soft hyphens, zero-width characters, directional marks, byte order marks and control characters carry no words.
_SILENT_CHARS = (
    "\u00ad\u034f\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
)
_SILENT = re.compile(f"[{_SILENT_CHARS}]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Letters that look right and are wrong: the Icelandic eth for the Vietnamese d with a stroke; bullets of the Symbol font.
_TWINS = str.maketrans(
    {"\u00d0": "Đ", "\u00f0": "đ", "\uf0b7": "•", "\uf02d": "-", "\uf0a7": "▪", "\uf0d8": "•", "\uf076": "•", "\uf02b": "+"}
)
_UNUSUAL = re.compile(f"[&\u00d0\u00f0\uf02b-\uf0d8{_SILENT_CHARS}]")
_RULE = re.compile(r"(?:[-–—=*~_] ?){4,}|_{2,}|-{3}")
_RULE_SIGNS = frozenset("-–—=*~_|:")
_TABLE_RULE = frozenset("|-: ")
_END = re.compile(r"[.;:!?…][\"”’»)\]*]{0,3}$")
_SPACED_OUT = re.compile(r"(?:[^\W\d_] ){2,60}[^\W\d_]")
_WIDE_GAP = re.compile(r"\s{2,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the page. `indent` counts the blanks before it; `hard` says that Markdown broke the line on purpose."""

    text: str
    source: Span
    chunk: int
    kind: Kind = "words"
    indent: int = 0
    hard: bool = False
    after_page: bool = False
    doubtful: bool = False


Item = Piece | PageTable


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a mark that ends a sentence or a clause of a list."""
    return _END.search(text, max(0, len(text) - 4)) is not None


def settle(text: str) -> str:
    """`text` in NFC, without silent characters and entities, each run of white space as one blank, none at the ends."""
    if not text.isascii() or "&" in text:
        if _UNUSUAL.search(text):
            text = _SILENT.sub("", _unescape(text)).translate(_TWINS)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    elif not text.isprintable():
        text = _SILENT.sub("", text)
    return " ".join(text.split())


def _unescape(text: str) -> str:
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def pieces_of(lines: Iterable[Line], headings: dict[str, str]) -> list[Piece]:
    """The pieces of lines; `headings` gives the printed form of headings that are set letter by letter (`K Ế H O Ạ C H`)."""
    pieces: list[Piece] = []
    for line in lines:
        piece = _piece(line, headings)
        pieces.append(piece)
        if piece.kind == "bar":
            pieces.extend(piece for _ in range(line.text.count("|") - 1))
    return pieces


def _piece(line: Line, headings: dict[str, str]) -> Piece:
    raw = line.text
    text = settle(raw)
    if not text:
        return Piece("", line.source, line.chunk, "empty")
    if text[0] == "|" and not text.strip("| "):
        return Piece("", line.source, line.chunk, "bar")
    if text[0] in _RULE_SIGNS and (_RULE.fullmatch(text) or ("---" in text and _TABLE_RULE.issuperset(text))):
        return Piece("", line.source, line.chunk, "rule")
    if len(text) > 4 and text[1] == " " and text[3] == " " and _SPACED_OUT.fullmatch(text):
        text = _close_up(raw, text, headings)
    indent = len(raw) - len(raw.lstrip()) if raw[0] in " \t\u00a0" else 0
    return Piece(text, line.source, line.chunk, "words", indent, raw.endswith("  "))


def _close_up(raw: str, text: str, headings: dict[str, str]) -> str:
    """A heading set letter by letter as words: `K Ế  H O Ạ C H` is KẾ HOẠCH. Only blanks change."""
    closed = [word.replace(" ", "") for word in _WIDE_GAP.split(settle_wide(raw))]
    if len(closed) > 1 and all(len(word) > 1 for word in closed):
        return " ".join(closed)
    return headings.get(text.replace(" ", ""), text)


def settle_wide(raw: str) -> str:
    """`raw` settled, with its wide gaps kept as two blanks."""
    return "  ".join(settle(part) for part in _WIDE_GAP.split(raw.strip()))


def with_text(piece: Piece, text: str) -> Piece:
    """`piece` with other words; without words it is an empty rule, which leaves no trace."""
    return replace(piece, text=text) if text else replace(piece, text="", kind="rule")
