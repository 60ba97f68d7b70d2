"""A varied plan as a file: pages as portals print them, saved web pages, Word files and PDFs, laid out in changing ways.

Text pages keep what stood between the paragraphs of the sample (its blank lines, rules and bars); around them stands the portal
of the sample, or nothing. The same plan, form and `random` give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from random import Random
from typing import Literal

from pipeline.model import Document, Section, Table
from tests.rendering import NBSP, barred_cells, html_body, marked_cells, piped_rows, unmarked_cells
from tests.rendering_docx import docx_page
from tests.rendering_pdf import Print, pdf_of

Form = Literal["txt", "html", "docx", "pdf"]

_TABLES: tuple[Callable[[Document, Table], str], ...] = (marked_cells, unmarked_cells, barred_cells, piped_rows)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
# How often a page is laid out so.
_WITH_PORTAL, _HEADINGS_LOWERED, _HEADINGS_RAISED = 0.7, 0.1, 0.1
_WRAPPED, _BLANKER, _NBSP_BETWEEN, _TABLES_AS_PUBLISHED, _CUT, _CRLF, _MARKED_UNICODE = 0.25, 0.15, 0.2, 0.6, 0.03, 0.1, 0.05
_WIDTHS = (60, 100)
_ELLIPSIS = "[...]"
_CLOSING = ("recipients", "signature", "appendix")


@dataclass(frozen=True, slots=True)
class Plan:
    """A varied plan with its surroundings: the portal above and below, and what stands behind each block of `document`."""

    document: Document
    headings: tuple[tuple[int, Section], ...]  # the first storeys of its outline, each with its block in `document`
    above: str
    below: str
    gaps: tuple[str, ...]


def file_of(plan: Plan, form: Form, random: Random) -> bytes:
    """The plan as a file of this form."""
    plan = _with_other_headings(plan, random)
    match form:
        case "txt":
            return _text(plan, random)
        case "html":
            return _html(plan, random).encode()
        case "docx":
            return _frozen(docx_page(plan.document, leaps=random.random() < 0.5, numbered=0))
        case "pdf":
            return pdf_of(plan.document, Print(justified=random.random() < 0.7, rules=random.choice(("strokes", "rectangles"))))


def fits_word(document: Document) -> bool:
    """Whether the page begins as a Word file sets it: issuer and national heading, number and date in two lines each."""
    texts = [block.text for block in document.page.blocks[:6]]
    return len(texts) == 6 and "CỘNG HÒA" in "".join(texts[2:4]) and "Số" in texts[4]


def _with_other_headings(plan: Plan, random: Random) -> Plan:
    """Some plans print their main headings in small letters, others also those below in capitals."""
    chance = random.random()
    if chance >= _HEADINGS_LOWERED + _HEADINGS_RAISED:
        return plan
    changed: dict[int, str] = {}
    for index, section in plan.headings:
        text = plan.document.page.blocks[index].text
        words = text[len(section.marker) :].lstrip()
        if chance < _HEADINGS_LOWERED and section.level == 0 and words.isupper() and len(words.split()) > 1:
            changed[index] = f"{section.marker} {words.capitalize()}"
        elif chance >= _HEADINGS_LOWERED and section.level == 1 and len(words) < 60 and not words.endswith((".", ";", ":")):
            changed[index] = f"{section.marker} {words.upper()}"
    return replace(plan, document=_retold(plan.document, changed))


def _retold(document: Document, changed: Mapping[int, str]) -> Document:
    blocks = tuple(
        replace(block, text=changed[block.index]) if block.index in changed else block for block in document.page.blocks
    )
    return replace(document, page=replace(document.page, blocks=blocks, text="\n".join(block.text for block in blocks)))


# --- pages of text ------------------------------------------------------------------------------------------------------


def _text(plan: Plan, random: Random) -> bytes:
    table = None if random.random() < _TABLES_AS_PUBLISHED else random.choice(_TABLES)
    width = random.randint(*_WIDTHS) if random.random() < _WRAPPED else 0
    between = _between(random)
    cut = _cut(plan, random)
    parts: list[str] = []
    tables = {each.blocks[0]: each for each in plan.document.tables}
    index, blocks = 0, plan.document.page.blocks
    while index < len(blocks) and (cut is None or index < cut):
        here = tables.get(index)
        if here is not None and table is not None:
            parts.append(table(plan.document, here) + "\n\n")
            index = here.blocks[1]
            continue
        inside = any(each.blocks[0] <= index < each.blocks[1] for each in tables.values())
        gap = plan.gaps[index]
        parts += [_wrapped(blocks[index].text, width) or NBSP, gap if inside else between(gap)]
        index += 1
    if cut is not None:
        parts.append(f"\n\n{_ELLIPSIS}\n")
    above, below = (plan.above, plan.below) if random.random() < _WITH_PORTAL else ("", "\n")
    text = above + "".join(parts) + below
    if random.random() < _CRLF:
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8-sig" if random.random() < _MARKED_UNICODE else "utf-8")


def _between(random: Random) -> Callable[[str], str]:
    """How paragraphs are parted: as in the sample, by more blank lines, or by a non-breaking space now and then."""
    chance = random.random()
    if chance < _BLANKER:
        return lambda gap: gap + "\n" if gap == "\n\n" else gap
    if chance < _BLANKER + _NBSP_BETWEEN:
        return lambda gap: f"\n\n{NBSP}\n\n" if gap == "\n\n" and random.random() < 0.1 else gap
    return lambda gap: gap


def _cut(plan: Plan, random: Random) -> int | None:
    """Where the page breaks off, None for one that is whole or as short as its sample."""
    if random.random() >= _CUT or _ELLIPSIS in plan.below:
        return None
    last = min((section.blocks[0] for section in plan.document.sections if section.part in _CLOSING), default=None)
    return round((last or len(plan.gaps)) * random.uniform(0.5, 0.95))


def _wrapped(text: str, width: int) -> str:
    if not width or len(text) <= width:
        return text
    return re.sub(rf"(.{{1,{width}}})(?: |$)", r"\1\n", text).rstrip("\n")


# --- saved web pages ----------------------------------------------------------------------------------------------------


def _html(plan: Plan, random: Random) -> str:
    tag = random.choice(("div", "article", "main"))
    body = f"<{tag} class='content'>\n{html_body(plan.document)}\n</{tag}>"
    if random.random() < _WITH_PORTAL:
        body = "\n".join(part for part in (_lines(plan.above, "header"), body, _lines(plan.below, "footer")) if part)
    if random.random() < _NBSP_BETWEEN:
        body = re.sub(r"</p>\n<p>", lambda found: found.group() if random.random() < 0.9 else "</p>\n<p>&nbsp;</p>\n<p>", body)
    title = escape(next((line for line in plan.above.splitlines() if line.strip()), "Kế hoạch"))
    head = f"<!DOCTYPE html>\n<html lang='vi'><head><meta charset='utf-8'><title>{title}</title></head>"
    return f"{head}<body>\n{body}\n</body></html>\n"


def _lines(text: str, tag: str) -> str:
    lines = [f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip(f" {NBSP}|")]
    return f"<{tag}>\n" + "\n".join(lines) + f"\n</{tag}>" if lines else ""


# --- Word files ---------------------------------------------------------------------------------------------------------


def _frozen(data: bytes) -> bytes:
    """A Word file whose members carry no time of the clock."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def truncated(data: bytes, random: Random) -> bytes:
    """A file that broke off while it was fetched."""
    return data[: round(len(data) * random.uniform(0.2, 0.9))]


def noise(random: Random) -> bytes:
    """Bytes that mean nothing."""
    return random.randbytes(random.randint(500, 20_000))


FORMS: Sequence[Form] = ("txt", "html", "docx", "pdf")
