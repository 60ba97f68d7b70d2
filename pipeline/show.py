"""One document's records, printed for a person: what a researcher looks at before trusting a page.

Input: an `Extraction` and a console; output: text that wraps at the terminal's width. Where the output is no terminal (a
pipe, a file) a record's field stays on one line, so that `grep` finds it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipeline.model import Deadline, Extraction, Mention, Reference, Section, Span, Target, Task
from pipeline.orthography import fold_space

_HEADING_LENGTH = 100
_DEEPEST_OUTLINE_LEVEL = 3


def show_extraction(extraction: Extraction, console: Console) -> None:
    """Print the header, the outline, the tasks, the targets, the references and the diagnostics of one document."""
    page = _Printer(console)
    _show_header(page, extraction)
    _show_outline(page, extraction.document.sections)
    page.title("Tasks", len(extraction.tasks), Counter(task.kind for task in extraction.tasks))
    group: tuple[str, ...] = ()
    for task in extraction.tasks:
        group = page.group(group, task.group)
        _show_task(page, task)
    page.title("Targets", len(extraction.targets), Counter(target.context for target in extraction.targets))
    group = ()
    for target in extraction.targets:
        group = page.group(group, target.group)
        _show_target(page, target)
    page.title("References", len(extraction.references), Counter(item.relation for item in extraction.references))
    for reference in extraction.references:
        _show_reference(page, reference)
    page.title("Diagnostics", len(extraction.diagnostics), Counter(item.severity for item in extraction.diagnostics))
    for diagnostic in extraction.diagnostics:
        where = _place(extraction.text, diagnostic.span)
        page.line(0, f"{diagnostic.severity} {diagnostic.code}", f"{diagnostic.message}{where}", style=diagnostic.severity)


_STYLES = {"title": "bold", "label": "dim", "error": "bold red", "warning": "yellow", "info": "cyan", "group": "italic"}


class _Printer:
    """Lines with a label and an indent, wrapped under themselves on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def title(self, name: str, count: int, kinds: Counter[str]) -> None:
        """A part's name with how many records it has, of which kinds."""
        detail = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
        self._print(0, Text(""))
        self._print(0, Text(f"{name}: {count}" + (f" ({detail})" if detail else ""), style=_STYLES["title"]))

    def line(self, indent: int, label: str, words: str | None, style: str = "label") -> None:
        """`label: words`; nothing for a field without words."""
        if words:
            self._print(indent, Text.assemble((f"{label}: ", _STYLES[style]), fold_space(words)))

    def words(self, indent: int, words: str, style: str = "") -> None:
        """Words without a label."""
        self._print(indent, Text(fold_space(words), style=_STYLES.get(style, "")))

    def group(self, before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
        """Print the headings over a record where they differ from those over the record before."""
        if now != before:
            self._print(0, Text(""))
            for heading in now:
                self.words(0, _short(heading), style="group")
        return now

    def _print(self, indent: int, text: Text) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, indent)))
        else:
            self._console.print(Text(" " * indent) + text, soft_wrap=True)


def _show_header(page: _Printer, extraction: Extraction) -> None:
    header = extraction.document.header
    page.words(0, f"{header.doc_type or 'Document'} {header.number or 'without a number'}", style="title")
    page.line(0, "title", header.title)
    page.line(0, "issuer", header.issuer)
    page.line(0, "province", " ".join(part for part in (extraction.province, extraction.province_code) if part))
    page.line(0, "issued", _date(header.issued_date))
    page.line(0, "in force from", _date(header.effective_date))
    page.line(0, "signed by", ", ".join(part for part in (header.signer, header.signer_title) if part))
    page.line(0, "portal", extraction.document.page.metadata.portal)
    page.line(0, "file", f"{extraction.source_file} ({extraction.source_format}, {len(extraction.text)} characters)")
    page.line(0, "id", extraction.doc_id)
    if extraction.document.truncated:
        page.words(0, "the page breaks off before the signature", style="warning")


def _show_outline(page: _Printer, sections: tuple[Section, ...]) -> None:
    page.title("Outline", len(sections), Counter(section.part for section in sections))
    for section in sections:
        # Bulleted items are text of the heading over them: they would bury the outline.
        if section.level == 0 or (section.ordinal and section.level <= _DEEPEST_OUTLINE_LEVEL):
            page.words(2 * section.level, _short(f"{section.marker} {section.heading}".strip() or f"({section.part})"))


def _show_task(page: _Printer, task: Task) -> None:
    page.words(0, f"{task.ordinal or '-'}  {task.description}")
    page.line(4, "lead", _mentions(task.lead))
    page.line(4, "coordinating", _mentions(task.coordinating))
    page.line(4, "supervisor", _mentions(task.supervisor))
    for deadline in task.deadlines:
        page.line(4, "time" if deadline.role == "implementation" else "report", _deadline(deadline))
    page.line(4, "output", task.output)
    page.line(4, "note", task.note)


def _show_target(page: _Printer, target: Target) -> None:
    page.words(0, f"{target.ordinal or '-'}  {target.indicator}")
    page.line(4, "value", _value(target))
    page.line(4, "by", _date(target.horizon))
    page.line(4, "lead", _mentions(target.lead))
    page.line(4, "measuring", _mentions(target.measuring))


def _show_reference(page: _Printer, reference: Reference) -> None:
    citation = reference.citation
    said = [citation.doc_type, citation.number, _date(citation.issued_date), citation.issuer]
    page.line(0, reference.relation, " | ".join(part for part in said if part))


def _mentions(mentions: Iterable[Mention]) -> str:
    return "; ".join(f"{mention.text} [{mention.agency_id}]" if mention.agency_id else mention.text for mention in mentions)


def _deadline(deadline: Deadline) -> str:
    time = deadline.time
    bounds = f"{_date(time.start) or '..'} to {_date(time.end) or '..'}" if time.start or time.end else ""
    read = ", ".join(
        part for part in (time.kind, bounds, time.recurrence or "", "inherited" if deadline.inherited else "") if part
    )
    return f"{time.text} ({read})"


def _value(target: Target) -> str:
    numbers = " to ".join(f"{value:,.10g}" for value in (target.value_min, target.value_max) if value is not None)
    read = " ".join(part for part in (target.comparator, numbers, target.unit, target.frequency or "") if part)
    return f"{target.text} ({read})" if read else target.text or "a stated level"


def _date(date: datetime.date | None) -> str:
    return date.isoformat() if date else ""


def _place(text: str, span: Span | None) -> str:
    return f" [{_short(text[span.start : span.end])}]" if span and span.start < span.end <= len(text) else ""


def _short(words: str) -> str:
    folded = fold_space(words)
    return folded if len(folded) <= _HEADING_LENGTH else f"{folded[: _HEADING_LENGTH - 1]}…"
