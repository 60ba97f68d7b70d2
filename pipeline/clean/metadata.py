"""What the portal says of a document: number, signer, dates, printed around the text in one of five forms.

`Số hiệu: X Loại văn bản: Y` on one line, `Số hiệu X` line by line, `• Số hiệu: X`, a label and its value on two lines, or a
table of labels and values. The values are kept as printed, dates are read, and values that say nothing (`Đã biết`,
`Đang cập nhật`) are left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from pipeline.clean.pieces import settle
from pipeline.clean.portal import line_key, portals
from pipeline.lexicon import lexicon_yaml
from pipeline.model import PageTable, PortalMetadata
from pipeline.orthography import settle_tone

_OTHER = "other"
_DATES = (
    re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)"),
    re.compile(r"(\d{1,2}) ?tháng ?(\d{1,2}) ?năm ?(\d{4})", re.IGNORECASE),
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_BULLET = re.compile(r"^[-–*•·●▪◦]\s*")
_LONGEST_VALUE = 400
_FEWEST_ROWS = 2
# A fingerprint may begin a longer line, but a short name may not.
_LONGER_THAN_NAMES = 30

Fields = dict[str, str]


def is_metadata(text: str) -> bool:
    """Whether a line is led by a portal's label: `Số hiệu: ...`, `Ngày ban hành 10/12/2020`, `Người ký` alone."""
    return bool(_on_line(text)) or is_label(text)


def is_label(text: str) -> bool:
    """Whether a line is a portal's label alone, whose value stands on the next line."""
    return line_key(text) in _labels()


def is_metadata_table(table: PageTable) -> bool:
    """Whether the cells of a table are a portal's labels and values, beside each other."""
    labels = 0
    for cells in _rows(table):
        labels += sum(1 for cell in cells[::2] if line_key(cell) in _labels())
    return labels >= _FEWEST_ROWS and 2 * labels >= table.n_rows


def metadata_rows(table: PageTable) -> int:
    """How many rows from the top of a table begin with a portal's label."""
    return next(
        (row for row, cells in enumerate(_rows(table)) if not cells or line_key(cells[0]) not in _labels()), table.n_rows
    )


def table_fields(table: PageTable) -> Fields:
    """The fields of a table of labels and values."""
    found: Fields = {}
    for cells in _rows(table):
        for part, value in zip(_groups().get(line_key(cells[0]) if cells else "", ()), cells[1:], strict=False):
            _keep(found, part, value)
        for label, value in pairwise(cells):
            field = _labels().get(line_key(label))
            if field is not None:
                _keep(found, field, value)
    return found


def line_fields(lines: Sequence[str]) -> Fields:
    """The fields of the lines around a document; where a label comes twice, the first value that says something counts."""
    found: Fields = {}
    waiting: str | None = None
    for line in lines:
        label = _labels().get(line_key(line)) if line else None
        if label is not None:
            waiting = label
            continue
        here = _on_line(line)
        if here:
            for field, value in here:
                _keep(found, field, value)
        elif waiting is not None and line and not portals().is_chrome(line):
            _keep(found, waiting, line)
        if line:
            waiting = None
    if "title" not in found:
        title = next((line for line in lines if portals().page_title.fullmatch(line)), None)
        if title is not None:
            found["title"] = title
    return found


def portal_of(host: str | None, lines: Iterable[str]) -> str | None:
    """The site: its host where the page gives it, else the one whose own words stand around the document."""
    if host is not None:
        return next((site for site, _ in portals().sites if host.endswith(f".{site}")), host)
    keys = {line_key(line) for line in lines if line}
    for site, fingerprints in portals().sites:
        longer = tuple(fingerprints)
        if fingerprints & keys or any(key.startswith(longer) for key in keys if len(key) > _LONGER_THAN_NAMES):
            return site
    return None


def as_metadata(portal: str | None, fields: Fields) -> PortalMetadata:
    """The fields as a record, with dates read."""
    return PortalMetadata(
        portal=portal,
        title=fields.get("title"),
        number=fields.get("number"),
        doc_type=fields.get("doc_type"),
        issuer=fields.get("issuer"),
        signer=fields.get("signer"),
        field=fields.get("field"),
        issued_date=_date(fields.get("issued_date")),
        effective_date=_date(fields.get("effective_date")),
    )


@cache
def _labels() -> dict[str, str]:
    return {line_key(label): field for field, labels in lexicon_yaml("portals")["metadata"].items() for label in labels}


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    return {line_key(group["label"]): tuple(group["fields"]) for group in lexicon_yaml("portals")["metadata_groups"]}


@cache
def _label_pattern() -> re.Pattern[str]:
    """A label with its colon, anywhere in a line; longer labels first."""
    return re.compile(rf"(?<![\w/])({_alternatives()})\s?:\s?", re.IGNORECASE)


@cache
def _leading_label() -> re.Pattern[str]:
    """A label at the head of a line, without a colon."""
    return re.compile(rf"({_alternatives()})\s+(?=\S)", re.IGNORECASE)


def _alternatives() -> str:
    labels = [label for group in lexicon_yaml("portals")["metadata"].values() for label in group]
    spellings = {spelling for label in labels for spelling in (label, settle_tone(label))}
    return "|".join(re.escape(label) for label in sorted(spellings, key=len, reverse=True))


@cache
def _unknown() -> frozenset[str]:
    return frozenset(value.casefold() for value in lexicon_yaml("portals")["unknown_values"])


def _on_line(text: str) -> list[tuple[str, str]]:
    """The fields that a line names, with their values; a line must begin with a label."""
    line = _BULLET.sub("", text)
    labels = list(_label_pattern().finditer(line)) if ":" in line else []
    if labels and labels[0].start() == 0:
        ends = [label.start() for label in labels[1:]] + [len(line)]
        return [(_labels()[line_key(m.group(1))], line[m.end() : end]) for m, end in zip(labels, ends, strict=True)]
    leading = _leading_label().match(line)
    if leading is None or not _plausible(_labels()[line_key(leading.group(1))], line[leading.end() :]):
        return []
    return [(_labels()[line_key(leading.group(1))], line[leading.end() :])]


def _plausible(field: str, value: str) -> bool:
    """Whether a value may stand behind a label without a colon: a prose line may begin with the same words."""
    if value.casefold().strip(" .") in _unknown():
        return True
    if field in ("issued_date", "effective_date"):
        return _date(value) is not None
    if field == "number":
        return "/" in value and " " not in value.strip()
    return (
        field in ("doc_type", "issuer", "signer", "field")
        and len(value) < 80
        and value[:1].isupper()
        and value[-1:] not in ".;:"
    )


def _keep(found: Fields, field: str, value: str) -> None:
    """Keep the first value of a field that says something."""
    shown = settle(value).strip(" ,;|")
    if field == _OTHER or field in found or not 0 < len(shown) <= _LONGEST_VALUE:
        return
    if shown.casefold().strip(" .") not in _unknown():
        found[field] = shown


def _date(text: str | None) -> datetime.date | None:
    """The first date in `text`, None where there is none that the calendar has."""
    if text is None:
        return None
    iso = _ISO.search(text)
    parts = [iso.group(3, 2, 1)] if iso else []
    parts += [match.group(1, 2, 3) for pattern in _DATES if (match := pattern.search(text))]
    for day, month, year in parts:
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:  # no such day: the portal's slip
            continue
    return None


def _rows(table: PageTable) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(settle(" ".join(line.text for line in cell.lines)))
    return rows
