"""What the head and the signature of an administrative document say of it.

The head is the national heading's two columns: issuer and number on the left, motto, place and date on the right; then the
type of document and its subject (Nghị định 30/2020/NĐ-CP, Phụ lục I). Scraping leaves these as lines in either order. The
portal's own metadata stand in where the page has lost a line. Input: blocks of a clean page; output: a `Header`, and the
block at which the preamble begins.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Block, Header, PortalMetadata, Span
from pipeline.orthography import bare_letters, fold_key, fold_space
from pipeline.recognize.ordinals import read_marker

_MOST_SUBJECT_LINES = 5
_LONGEST_SUBJECT_LINE = 100
_BASIS = "căn cứ "
_LONGEST_SIGNED_LINE = 90  # characters of a line of the signature block
_LONGEST_HEAD = 60  # blocks in which the head must stand
_NAME = re.compile(r"(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ']*)(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ'.]*){1,5}")
_HONORIFIC = re.compile(r"^(?:TS|ThS|PGS|GS|BS|KS)\s?\.\s*")


@dataclass(frozen=True, slots=True)
class _Words:
    titles: frozenset[str]
    signer_titles: tuple[str, ...]
    issuers: re.Pattern[str]
    acting: re.Pattern[str]
    national: re.Pattern[str]
    number: re.Pattern[str]
    number_line: re.Pattern[str]
    place_date: re.Pattern[str]
    preamble: re.Pattern[str]
    signature: re.Pattern[str]
    signed_marks: re.Pattern[str]


@cache
def _words() -> _Words:
    words = lexicon_yaml("headings")
    return _Words(
        titles=frozenset(fold_key(title) for title in words["document_titles"]),
        signer_titles=tuple(words["signer_titles"]),
        issuers=re.compile(words["issuers"]),
        acting=re.compile(words["acting"]),
        national=re.compile(words["national"], re.IGNORECASE),
        number=re.compile(words["number"], re.IGNORECASE),
        number_line=re.compile(words["number_line"], re.IGNORECASE),
        place_date=re.compile(words["place_date"], re.IGNORECASE),
        preamble=re.compile(words["preamble"]),
        signature=re.compile(words["signature"]),
        signed_marks=re.compile(words["signed_marks"], re.IGNORECASE),
    )


def opens_signature(text: str) -> bool:
    """Whether a paragraph opens the signature block: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `CHỦ TỊCH Nguyễn Đình Xứng`."""
    if len(text) >= _LONGEST_SIGNED_LINE:
        return False
    offices, _ = _part_signer(text)
    return _words().signature.match(offices) is not None and is_upper(offices)


def is_document_title(text: str) -> bool:
    """Whether a paragraph is the type of a document over its subject: `KẾ HOẠCH`."""
    if not text.isupper():
        return False
    key = fold_key(text.replace(" ", "") if _is_spaced(text) else text)
    return bare_letters(key) in _title_keys(_is_spaced(text))


def _is_spaced(text: str) -> bool:
    """Whether the letters are set apart: `K Ế  H O Ạ C H`."""
    return len(text) > 4 and all(len(word) == 1 for word in text.split())


@cache
def _title_keys(spaced: bool) -> frozenset[str]:
    """The kinds of documents as a scanner may leave them: without the marks over and under their letters."""
    return frozenset(bare_letters(key.replace(" ", "") if spaced else key) for key in _words().titles)


def is_upper(text: str) -> bool:
    """Whether at least seven of ten letters are capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.7 * len(letters)


# --- the head -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """The head's facts and the block behind its last line."""

    header: Header
    end: int


def read_head(blocks: Sequence[Block], metadata: PortalMetadata) -> Head:
    """The head of the document that `blocks` open with, completed from the portal's metadata."""
    words = _words()
    title_at = next((index for index, block in enumerate(blocks[:_LONGEST_HEAD]) if is_document_title(block.text)), None)
    body_at = _first_body(blocks) if title_at is None else title_at
    head = blocks[:body_at]
    lines = "\n".join(block.text for block in head)
    number = words.number.search(lines)
    dated = words.place_date.search(_one_line(head))
    title_span, end = (None, body_at) if title_at is None else _subject(blocks, title_at)
    header = Header(
        number=_number(number["number"]) if number else metadata.number,
        doc_type=_doc_type(blocks[title_at].text if title_at is not None else "", metadata),
        title=_title_text(blocks, title_span, metadata),
        issuer=_issuer(head) or _acting(blocks, end),
        place=fold_space(dated["place"]) if dated else None,
        issued_date=_date(dated) if dated else metadata.issued_date,
        effective_date=metadata.effective_date,
        title_span=title_span,
    )
    if header.issued_date is None and metadata.issued_date is not None:
        header = _with_date(header, metadata.issued_date)
    return Head(header, end)


def _with_date(header: Header, date: datetime.date) -> Header:
    return Header(
        header.number, header.doc_type, header.title, header.issuer, header.place, date, header.effective_date,
        title_span=header.title_span,
    )  # fmt: skip


def _one_line(head: Sequence[Block]) -> str:
    """The head's words without its bars and dashes: a date may be broken over lines."""
    return " | ".join(block.text for block in head)


def _first_body(blocks: Sequence[Block]) -> int:
    """Where the preamble begins in a page that lost its title: behind the date, or at the first words of a legal basis."""
    words = _words()
    end = 0
    for index, block in enumerate(blocks[:_LONGEST_HEAD]):
        if words.number.match(block.text) or words.place_date.search(block.text) or words.national.search(block.text):
            end = index + 1
        elif _begins_body(block.text):
            return index
    return end


def _begins_body(text: str) -> bool:
    """Whether a paragraph cites a legal basis or opens the first section."""
    key = fold_key(text)
    if key.startswith(_BASIS) or (len(text) > 60 and _words().preamble.match(key)):
        return True
    marker = read_marker(text)
    return marker is not None and marker.style in ("roman", "part")


def _number(text: str) -> str:
    return re.sub(r"\s", "", text)


def _date(match: re.Match[str]) -> datetime.date | None:
    if not match["day"] or not match["month"]:
        return None
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _doc_type(title: str, metadata: PortalMetadata) -> str | None:
    if not title:
        return metadata.doc_type
    letters = _title_letters(title)
    return next((name for name in _title_names() if _title_letters(name) == letters), None)


def _title_letters(title: str) -> str:
    """What a scanner keeps of a title, set apart or not."""
    return bare_letters(fold_key("".join(title.split())))


@cache
def _title_names() -> tuple[str, ...]:
    return tuple(lexicon_yaml("headings")["document_titles"])


def _subject(blocks: Sequence[Block], title_at: int) -> tuple[Span | None, int]:
    """The stretch of the subject under the document's type, and the block behind it.

    Capital lines belong to the subject; without any, the first paragraph does, unless it already cites a legal basis.
    """
    words = _words()
    end = title_at + 1
    while end < len(blocks) and _is_subject_line(blocks[end].text, first=end == title_at + 1):
        end += 1
    if end == title_at + 1 and end < len(blocks):
        text = blocks[end].text
        if len(text) < 500 and read_marker(text) is None and not (words.preamble.match(fold_key(text)) and text[-1:] in ";,"):
            end += 1
            while end < min(len(blocks), title_at + _MOST_SUBJECT_LINES) and _goes_on(blocks[end - 1].text, blocks[end].text):
                end += 1
    if end == title_at + 1:
        return None, end
    return Span(blocks[title_at + 1].span.start, blocks[end - 1].span.end), end


def _goes_on(line: str, following: str) -> bool:
    """Whether a subject in small letters goes on in the next, equally short line, neither being a sentence."""
    open_ended = line[-1:].isalnum() and following[-1:].isalnum()
    return (
        open_ended
        and max(len(line), len(following)) <= _LONGEST_SUBJECT_LINE
        and read_marker(following) is None
        and not _begins_body(following)
        and not _is_acting(following)
        and not _words().preamble.match(fold_key(following))
    )


def _is_subject_line(text: str, *, first: bool) -> bool:
    marker = read_marker(text)
    if not text or (marker is not None and marker.style in ("roman", "upper", "part", "article") and not first):
        return False
    return is_upper(text) and (first or not _is_acting(text)) and not is_document_title(text)


def _title_text(blocks: Sequence[Block], span: Span | None, metadata: PortalMetadata) -> str | None:
    if span is None:
        return metadata.title
    return fold_space(" ".join(block.text for block in blocks if span.covers(block.span) and block.text))


def _issuer(head: Sequence[Block]) -> str | None:
    """The issuer's lines in the left column of the national heading, as printed.

    The lines of the right column may stand between them. An organ under the one that it belongs to is the issuer (Nghị định
    30/2020/NĐ-CP, Phụ lục I): `SỞ CÔNG THƯƠNG` under `UBND TỈNH LÀO CAI`.
    """
    words = _words()
    lines: list[str] = []
    for block in head:
        text = fold_space(block.text)
        if lines and (words.number.match(text) or words.number_line.match(text)):
            break
        if not text or any(skipped.search(text) for skipped in (words.national, words.number, words.place_date)):
            continue
        joint = bool(lines) and lines[-1].endswith(("-", "–", " VÀ"))  # `BỘ TÀI CHÍNH -` over `BỘ NỘI VỤ`
        if is_upper(text) and words.issuers.match(text) and not joint:
            lines = [text]
        elif is_upper(text) and lines:
            lines.append(text)
        elif lines:
            break
    return " ".join(lines).strip(" -–_*|") or None


def _acting(blocks: Sequence[Block], at: int) -> str | None:
    """The issuer's name between the subject and the legal bases, where the page has lost the left column."""
    name = fold_space(blocks[at].text) if at < len(blocks) else ""
    return name if _is_acting(name) else None


def _is_acting(text: str) -> bool:
    return is_upper(text) and _words().acting.match(text) is not None


# --- the signature ------------------------------------------------------------------------------------------------------


def read_signature(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """The signer's name and office in the blocks of a signature: `("Lê Trung Chinh", "Phó Chủ tịch")`."""
    lines = [line for block in blocks for line in _part_signer(block.text) if line]
    offices = " | ".join(line for line in lines if is_upper(line) or _title_letters(line) in _offices())
    name = next((found for line in lines if (found := _signer_name(line))), None)
    return name, _signer_title(offices)


def _part_signer(text: str) -> tuple[str, str]:
    """The offices and the name behind them where one line holds both: `("KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Lê Trung Chinh")`."""
    *_, last = (0, *(office.end() for office in _office_in_capitals().finditer(text)))
    offices, behind = text[:last].rstrip(), text[last:].strip(" .:")
    mark = _words().signed_marks.match(behind)
    name = behind[mark.end() :].lstrip() if mark else behind
    return (offices, name) if last and is_upper(offices) and _signer_name(name) else (text, "")


@cache
def _office_in_capitals() -> re.Pattern[str]:
    titles = sorted((title.upper() for title in _words().signer_titles), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, titles))})(?= |$)")


def _signer_title(offices: str) -> str | None:
    """The office signed in: the last one named, as `KT. CHỦ TỊCH` only names the office that the signer stands in for."""
    key = _title_letters(offices)
    found: list[tuple[int, int, str]] = []
    for letters, title in _offices().items():
        at = key.rfind(letters)
        if at >= 0:
            found.append((at + len(letters), len(letters), title))
    return max(found)[2] if found else None


@cache
def _offices() -> dict[str, str]:
    """The offices that sign, by what a scanner keeps of their names."""
    return {_title_letters(title): title for title in _words().signer_titles}


def _signer_name(text: str) -> str | None:
    """The name that fills a line: two to six capitalised words that are no office and no issuer."""
    words = _words()
    line = _HONORIFIC.sub("", fold_space(text))
    if len(line) > 50 or words.signed_marks.fullmatch(line) or words.signature.match(line) or words.issuers.match(line):
        return None
    if _title_letters(line) in _offices() or _office_in_capitals().match(line):
        return None
    return line.title() if is_upper(line) and _NAME.fullmatch(line.title()) else line if _NAME.fullmatch(line) else None
