"""From the bytes of a scraped page to its text.

A page says how it is encoded by a byte order mark, by being valid UTF-8, or (HTML) by its own declaration; these are
believed in that order. Older Vietnamese pages say nothing and use windows-1258, windows-1252, or the codes of an old font
(TCVN3, VNI, VISCII, VPS): then the encoding is guessed, and the guess is a diagnostic. Whatever the bytes say, lines that are
written for an old font or were decoded wrongly before they were saved are turned into Unicode (`read.legacy`). Offsets of a
`Page` count the characters of the text that comes out here, after these repairs.
"""

from __future__ import annotations

import codecs
import html
import re

from charset_normalizer import from_bytes

from pipeline.doubts import doubt
from pipeline.model import Diagnostic
from pipeline.read.charsets import as_signs
from pipeline.read.contents import ReadError
from pipeline.read.legacy import repaired, spelled_share

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_LEGACY = ("cp1258", "cp1252")
_DECLARATION_REACH = 4096
# Letters that only a Vietnamese text has many of; in a wrong guess they turn into signs.
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u0300\u0301\u0303\u0309\u0323]")
# Old fonts (TCVN3) put Vietnamese letters on these signs: `Uû ban nh©n d©n` is Ủy ban nhân dân.
_FONT_SIGNS = re.compile(r"\w[©®¨­µ¸¹¶·¬ªÊËÌÐÕÖ×ÜÝ]\w")
_FONT_SHARE = 0.01
# Letters that an HTML page writes by name or number: `x&atilde;` in a page for an old font.
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,6}\d?|#\d{2,4}|#[xX][0-9a-fA-F]{2,4});")
_MARKUP = frozenset("&<>\"'\u00a0")
_SURE = 0.9
_FEWEST_BROKEN = 2


def decode(data: bytes, source_file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of `data` without its byte order mark, and what was doubtful. Raises ReadError when there is no text."""
    text, notes = _decode(data, source_file)
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise ReadError(f"{source_file}: the file is empty")
    text, repairs = _repaired(text)
    return text, (*notes, *repairs, *_legacy_font(text))


def _repaired(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text in Unicode; letters written as entities are put in their place where they are those of an old font."""
    if "&" in text:
        lettered = _ENTITY.sub(_entity, text)
        if lettered != text:
            read, notes = repaired(lettered)
            if notes:
                return read, notes
    return repaired(text)


def _entity(match: re.Match[str]) -> str:
    letter = html.unescape(match.group())
    return match.group() if len(letter) != 1 or letter in _MARKUP or letter < "\x80" else letter


def _decode(data: bytes, source_file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], name)
    if b"\x00" in data[:_DECLARATION_REACH]:
        return _wide(data, source_file)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared is not None:
        try:
            return data.decode(declared), ()
        except UnicodeDecodeError:
            pass
    return _guessed(data, source_file)


def _declared(data: bytes) -> str | None:
    """The encoding an HTML page declares, when it is one that is known and not UTF-8."""
    match = _DECLARED.search(data[:_DECLARATION_REACH])
    if match is None:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    # A page that can be asked in ASCII is in no encoding of wider units, whatever it says.
    return None if name.startswith(("utf-", "utf_")) else name


def _wide(data: bytes, source_file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """UTF-16 without a mark: of plain letters and blanks every other byte is zero."""
    first, second = data[::2].count(0), data[1::2].count(0)
    name = "utf-16-be" if first > second else "utf-16-le"
    if 4 * max(first, second) > len(data) // 4 > 4 * min(first, second):
        text, notes = _tolerant(data, name)
        if "\x00" not in text and " " in text:
            return text, (doubt("encoding-guessed", f"read as {name}, which the file does not say"), *notes)
    raise ReadError(f"{source_file}: a binary file, not a page of text")


def _tolerant(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    text = data.decode(name, errors="replace")
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return text, (_lost(text),)
    return text, ()


def _guessed(data: bytes, source_file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    mixed = _line_by_line(data)
    if mixed is not None:
        return mixed
    tolerant = data.decode("utf-8", errors="replace")
    broken = tolerant.count("\ufffd")
    sound = sum(1 for char in tolerant if char > "\x7f") - broken
    if sound > broken * 4:
        return tolerant, (_lost(tolerant),)
    old = _in_old_codes(data)
    if old is not None:
        return old, ()
    name = _likeliest_legacy(data)
    if name is None:
        best = from_bytes(data).best()
        if best is None:
            raise ReadError(f"{source_file}: the encoding is not known")
        return str(best), (doubt("encoding-guessed", f"read as {best.encoding}, which the file does not say"),)
    return data.decode(name), (doubt("encoding-guessed", f"read as {name}, which the file does not say"),)


def _line_by_line(data: bytes) -> tuple[str, tuple[Diagnostic, ...]] | None:
    """A file that was put together of UTF-8 and of lines in an old encoding; None when it is not surely one."""
    lines: list[str] = []
    old: list[int] = []
    for index, line in enumerate(data.split(b"\n")):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(as_signs(line))
            old.append(index)
    text = "\n".join(lines)
    if len(old) < _FEWEST_BROKEN or all(lines[index].isascii() for index in {*range(len(lines))}.difference(old)):
        return None
    read = repaired(text)[0].split("\n")
    if spelled_share("\n".join(read[index] for index in old)) < _SURE:
        return None
    return text, (doubt("encoding-guessed", f"{len(old)} lines are not in UTF-8 as the others are"),)


def _in_old_codes(data: bytes) -> str | None:
    """The codes as the characters that `repaired` turns into Unicode, when they are surely those of an old font."""
    text = as_signs(data)
    read, notes = repaired(text)
    return text if notes and spelled_share(read) > max(_SURE, _share(data, "cp1258")) else None


def _share(data: bytes, name: str) -> float:
    try:
        return spelled_share(data.decode(name))
    except UnicodeDecodeError:
        return 0.0


def _likeliest_legacy(data: bytes) -> str | None:
    """The single-byte encoding under which the text has Vietnamese letters, or None."""
    best = from_bytes(data, cp_isolation=list(_LEGACY)).best()
    names = dict.fromkeys((*_LEGACY, *([best.encoding] if best is not None else ())))
    scores: dict[str, int] = {}
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if any(char < "\x20" and char not in "\t\n\r\f\v" for char in text):
            continue
        scores[name] = len(_VIETNAMESE.findall(text))
    return max(scores, key=lambda name: scores[name]) if scores else None


def _lost(text: str) -> Diagnostic:
    count, first = text.count("\ufffd"), text.find("\ufffd")
    return doubt(
        "undecodable-characters", f"{count} characters could not be decoded, the first one is character {first} of the file"
    )


def _legacy_font(text: str) -> tuple[Diagnostic, ...]:
    signs = len(_FONT_SIGNS.findall(text))
    if signs > _FONT_SHARE * len(text) and signs > len(_VIETNAMESE.findall(text)):
        return (doubt("legacy-font", "the letters seem to be those of an old Vietnamese font, not of Unicode"),)
    return ()
