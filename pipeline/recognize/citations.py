"""Legal documents cited in running text: `Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ`.

A citation hangs on its number, the one part that cannot be mistaken: digits, perhaps a year, and letter codes. From the
number the reading goes back to the word for the kind of document and forward over date and issuer, in either order, and ends
before the subject. A law is cited by its name too, when a year or a date stands behind the name. Words, codes and the
places where an issuer ends are data (`lexicon/document_types.yaml`).

Input is any text in NFC, output the citations in the order of the text, none overlapping another.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Citation, Span
from pipeline.orthography import fold_key, fold_space
from pipeline.recognize.articles import cited_articles
from pipeline.recognize.citation_grammar import DASH, SLASH, Kind, grammar
from pipeline.recognize.citation_tails import DATE_PARTS, Tail, day_of, read_tail
from pipeline.recognize.issuers import phrase_key

_CHAIN_REACH = 700  # characters from one number to the next that still takes the kind from it
_HEAD_REACH = 280  # characters before a number in which its kind is looked for; amending laws have the longest names
_NAMED_GAP = 90  # characters between kind and number of a document cited with its name (`Đề án ... số 12/ĐA-UBND`)

_LAW_TIME = re.compile(
    rf"\s*,?\s*(?:(?:ban\s+hành\s+)?ngày\s*{DATE_PARTS}"
    rf"|(?P<bracket>\(\s*)?(?:năm\s+)?(?:19[4-9]|20[0-4])\d(?!\s*(?:{DASH}|{SLASH}|đến)\s*\d)(?![.,]?\d)(?(bracket)\s*\)))",
    re.IGNORECASE,
)
_LAW_NAME_END = re.compile(r"[;:.\[\]“”\"\n]|\bngày\b|\bnăm\b|\(|(?:19[4-9]|20[0-4])\d\b", re.IGNORECASE)
_LAW_NAME_REACH = 220
_WORD_BEFORE = re.compile(r"(\w+)\s+$")
_ASIDE = re.compile(r"\([^()]{1,30}\)")
_NAME_BREAK = re.compile(r"[.;:()\[\]“”\"\n]")


@dataclass(frozen=True, slots=True)
class _Head:
    """The kind of document that a number belongs to, and where its citation begins."""

    start: int
    kind: Kind
    capitals: bool
    number: str
    issuer: str = ""
    issued: datetime.date | None = None


def canonical_number(number: str) -> str:
    """The form in which two numbers are compared: no blanks, no letter case, one kind of slash, dash and `Đ`."""
    settled = re.sub(DASH, "-", re.sub(SLASH, "/", number)).replace("Ð", "Đ")
    return re.sub(r"\s+", "", settled).casefold()


def find_citations(text: str) -> tuple[Citation, ...]:
    """The documents cited in `text`, in its order; the document's own number behind a label (`Số: ...`) is none."""
    numbered = list(_numbered(text))
    starts = [citation.span.start for citation in numbered]

    def is_free(span: Span) -> bool:
        before = bisect_left(starts, span.end) - 1
        return before < 0 or numbered[before].span.end <= span.start

    named = [law for law in _named_laws(text) if is_free(law.span)]
    return tuple(sorted([*numbered, *named], key=lambda citation: citation.span))


def _citation(text: str, start: int, kind: Kind, number: str, tail: Tail) -> Citation:
    return Citation(
        text=fold_space(text[start : tail.end]),
        span=Span(start, tail.end),
        doc_type=kind.name,
        number=_settled_number(number),
        issued_date=tail.issued,
        issuer=tail.issuer,
        articles=cited_articles(text, start, tail.end),
    )


def _settled_number(number: str) -> str:
    """A number without stray blanks, a slash printed twice, or the letter that OCR took for a leading 1 (`l06/2003/NĐ-CP`)."""
    return re.sub(rf"({SLASH})(?:{SLASH})+", r"\1", re.sub(r"^[lI](?=\d)", "1", re.sub(r"\s+", "", number)))


# --- documents with a number ---------------------------------------------------------------------------------------------


def _numbered(text: str) -> Iterator[Citation]:
    last: Citation | None = None
    for match in grammar().number.finditer(text):
        if (last is not None and match.start() < last.span.end) or _loosely_parted(match):
            continue
        head = _head(text, match, last.span.end if last else 0) or _chained(text, match, last)
        if head is None:
            continue
        tail = read_tail(text, match.end(), head.kind, head.capitals)
        tail = Tail(tail.end, tail.issued or head.issued, tail.issuer or head.issuer)
        last = _citation(text, head.start, head.kind, head.number, tail)
        yield last


def _codes(number: re.Match[str]) -> list[str]:
    pieces = re.split(rf"\s*(?:{SLASH}|{DASH}|\.)\s*", number.group("code") + number.group("more"))
    return [re.sub(r"\d+$", "", piece).replace("Ð", "Đ").casefold() for piece in pieces if piece]


def _loosely_parted(number: re.Match[str]) -> bool:
    """Whether digits and letters are words of a sentence (`năm 2020 - UBND tỉnh`) and no number."""
    parting = number.group("parting")
    loose = parting[0].isspace() and parting[-1].isspace() and parting.strip() not in "/⁄∕"
    return loose and _codes(number)[0] not in grammar().kind_of_code


def _head(text: str, number: re.Match[str], floor: int) -> _Head | None:
    """The word for the kind that the number belongs to, the nearest that nothing parts from it."""
    known = grammar()
    codes = _codes(number)
    begin = max(floor, number.start() - _HEAD_REACH)
    words = list(known.kind_word.finditer(text, begin, number.start()))
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        kind = known.kinds.get(fold_key(word.group()))
        if kind is None or (kind.law and not _opens_law(text, word)):
            continue
        head = _direct(text, number, kind, codes, word) or _named(text, number, kind, codes, word)
        if head is not None:
            return _amending(text, words[:at], head) if kind.law else head
    return None


def _settled(kind: Kind, codes: list[str]) -> Kind:
    """The kind itself, or for a word that leaves it open the one that the number's code says."""
    if not kind.generic:
        return kind
    return grammar().kind_of_code.get(codes[0], grammar().letter)


def _direct(text: str, number: re.Match[str], kind: Kind, codes: list[str], word: re.Match[str]) -> _Head | None:
    """The head when only `số`, or the issuer and `số`, stand between the kind and the number."""
    known = grammar()
    if kind.coded and len(codes) == 1 and codes[0] not in kind.codes:
        return None
    capitals = word.group().isupper() and len(word.group()) > 4
    issuer, issued = "", None
    gap = known.gap.fullmatch(text, word.end(), number.start())
    if gap is None:
        between = read_tail(text, word.end(), kind, capitals)
        gap = known.gap.fullmatch(text, between.end, number.start()) if word.end() < between.end <= number.start() else None
        if gap is None or not gap.group("word"):
            return None
        issuer, issued = between.issuer, between.issued
    if "\n" in gap.group() and ":" in gap.group():
        return None
    # OCR parts the first digits from the others (`số I 40/2025/NĐ-CP`).
    first_digits = (gap.group("loose") or "").replace("I", "1").replace("l", "1")
    return _Head(word.start(), _settled(kind, codes), capitals, first_digits + number.group(), issuer, issued)


def _named(text: str, number: re.Match[str], kind: Kind, codes: list[str], word: re.Match[str]) -> _Head | None:
    """The head when the document's own name stands between the kind and the number, whose code must be the kind's."""
    gap = text[word.end() : number.start()]
    if kind.law:
        gap = _ASIDE.sub("", gap)  # `... ở người (HIV/AIDS) số 64/2006/QH11`
    if kind.generic or codes[0] not in kind.codes or _NAME_BREAK.search(gap):
        return None
    if not kind.law and len(gap) > _NAMED_GAP:
        return None
    return _Head(word.start(), kind, word.group().isupper() and len(gap) > 4 and gap.isupper(), number.group())


def _amending(text: str, earlier: list[re.Match[str]], head: _Head) -> _Head:
    """The head of an amending law, which begins before the law that it amends (`Luật sửa đổi ... của Luật Giá số ...`)."""
    known = grammar()
    for word in earlier:
        kind = known.kinds.get(fold_key(word.group()))
        between = text[word.end() : head.start]
        if kind is not None and kind.law and known.amending.match(between) and not _NAME_BREAK.search(between):
            return _Head(word.start(), kind, head.capitals, head.number)
    return head


def _chained(text: str, number: re.Match[str], last: Citation | None) -> _Head | None:
    """The head of a number without its own word: one of a series, or one whose codes say the kind (`57-NQ/TW`)."""
    known = grammar()
    codes = _codes(number)
    begin = max(0, number.start() - 40)
    before = text[begin : number.start()]
    if known.own_number.search(before):
        return None
    kind = known.kind_of_code.get(codes[0])
    word = known.number_word.search(before)
    start = begin + word.start() if word else number.start()
    if last is not None and number.start() - last.span.end <= _CHAIN_REACH:
        between = text[last.span.end : number.start()]
        if known.linking.search(before) and (word or known.linking.fullmatch(between.strip())):
            return _Head(start, kind or known.kinds[fold_key(last.doc_type)], False, number.group())
    alone = not text[text.rfind("\n", 0, start) + 1 : start].strip() and text[number.end() : number.end() + 1] in ("", "\n")
    if len(codes) < 2 or (word and alone):
        return None
    if kind is None and word and known.offices.fullmatch(codes[0]):
        kind = known.letter
    return _Head(start, kind, False, number.group()) if kind else None


# --- laws by name --------------------------------------------------------------------------------------------------------


def _named_laws(text: str) -> Iterator[Citation]:
    known = grammar()
    passed = 0
    for word in known.law_word.finditer(text):
        if word.start() < passed:
            continue
        time = _law_time(text, word)
        if time is None:
            continue
        kind = known.kinds[fold_key(word.group())]
        tail = read_tail(text, time.end(), kind, word.group().isupper())
        passed = tail.end
        yield _citation(text, word.start(), kind, "", Tail(tail.end, day_of(time), tail.issuer))


def _law_time(text: str, word: re.Match[str]) -> re.Match[str] | None:
    """The date or year behind the name of the law that `word` opens, None when no law is cited so."""
    known = grammar()
    ending = _LAW_NAME_END.search(text, word.end(), word.end() + _LAW_NAME_REACH)
    if ending is None or not _opens_law(text, word):
        return None
    aside = _ASIDE.match(text, ending.start())
    time = _LAW_TIME.match(text, ending.start())
    if time is None and aside:  # `... ở người (HIV/AIDS) ngày 29 tháng 6 năm 2006`
        ending = _LAW_NAME_END.search(text, aside.end(), word.end() + _LAW_NAME_REACH) or ending
        time = _LAW_TIME.match(text, ending.start())
    if time is None or (word.group() == "luật" and time.group("year") is None):
        return None
    name = text[word.end() : ending.start()]
    words = phrase_key(name)
    if not words and "hiến" not in word.group().casefold():
        return None
    if words and words[0] in known.no_law_before:
        return None
    spaced = f" {' '.join(words)} "
    amending = known.amending.match(name) is not None
    if any(stop in spaced for stop in (known.amending_stops if amending else known.law_stops)):
        return None
    if not amending and _names_law(name):
        return None
    return time


def _names_law(name: str) -> bool:
    return any(_opens_law(name, word) for word in grammar().law_word.finditer(name))


def _opens_law(text: str, word: re.Match[str]) -> bool:
    """Whether `Luật` stands for a law here, not in `pháp luật`, `Trường Đại học Luật` and the like."""
    before = _WORD_BEFORE.search(text, max(0, word.start() - 20), word.start())
    return before is None or fold_key(before.group(1)) not in grammar().no_law_after
