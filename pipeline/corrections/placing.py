"""Where a correction's words stand on the page: at one place, or nowhere.

Words that stand in the record itself are taken there; else they must stand once on the page, or be told apart by the words
before them (`after`) or by the heading over them (`in`). What fits no place or several is an `UnfitError`, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.corrections.entries import Quote
from pipeline.model import Document, Section, Span
from pipeline.orthography import fold_space
from pipeline.quotes import Quotable, quoted


class UnfitError(Exception):
    """Why a correction cannot be applied: the code of the diagnostic, and what happened here."""

    def __init__(self, code: str, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.span = code, message, span


class Places:
    """A document's clean text and outline, to be asked where words stand."""

    def __init__(self, document: Document) -> None:
        self.text = document.page.text
        self.sections = document.sections
        self.page = Quotable(document.page.text)

    def of(self, quote: Quote, near: Span | None = None) -> Span:
        """The one place of the words; of several inside `near`, the first. Raises UnfitError."""
        found = [span for span in self.page.find(quote.words) if self.is_under(quote, span)]
        if quote.after:
            start = self.behind(quote)
            found = [span for span in found if span.start >= start][:1]
        elif near is not None and (inside := [span for span in found if near.covers(span)]):
            found = inside[:1]
        if not found:
            raise UnfitError("correction-unfit", f"the words {shown(quote)} do not stand on the page")
        if len(found) > 1:
            message = f"the words {shown(quote)} stand {len(found)} times on the page; say `after` or `in`"
            raise UnfitError("correction-ambiguous", message, found[0])
        return found[0]

    def line_by_line(self, words: str, near: Span | None, quote: Quote) -> tuple[str, tuple[Span, ...]]:
        """Words of several paragraphs as the dataset shows them, and where each stands. Raises UnfitError."""
        lines = [line for line in words.split("\n") if quoted(line)]
        spans = tuple(self.of(Quote(line, quote.after, quote.within), near) for line in lines)
        return "\n".join(quoted(line) for line in lines), spans

    def behind(self, quote: Quote) -> int:
        """Where the words `after` end. Raises UnfitError when they do not stand on the page once."""
        found = [span for span in self.page.find(quote.after) if self.is_under(quote, span)]
        if len(found) != 1:
            code = "correction-ambiguous" if found else "correction-unfit"
            raise UnfitError(code, f"`after`: the words {quote.after[:60]!r} stand {len(found)} times on the page, not once")
        return found[0].end

    def is_under(self, quote: Quote, span: Span, group: Iterable[str] = ()) -> bool:
        """Whether a place stands under the heading that the quote names: one of the outline, or one of the `group` given."""
        if not quote.within:
            return True
        named = quoted(quote.within)
        return any(named in quoted(heading) for heading in group) or any(
            named in heading_of(section) for section in self.sections if section.span.covers(span)
        )

    def section_at(self, span: Span) -> Section | None:
        """The innermost section that a place stands in."""
        return next((section for section in reversed(self.sections) if section.span.covers(Span(span.start, span.start))), None)

    def headings_over(self, span: Span) -> tuple[str, ...]:
        """The headings over a place, outermost first, that of the place itself left out."""
        headings: list[str] = []
        section = self.section_at(span)
        while section is not None:
            if section.heading and section.heading_span.end <= span.start:
                headings.append(heading_of(section))
            section = None if section.parent is None else self.sections[section.parent]
        return tuple(reversed(headings))

    def words(self, span: Span) -> str:
        """The words at a place, white space folded."""
        return fold_space(self.text[span.start : span.end])


def heading_of(section: Section) -> str:
    """A section's heading as printed, a bullet left out."""
    marker = section.marker if section.ordinal else ""
    return quoted(f"{marker} {section.heading}")


def shown(quote: Quote) -> str:
    """A quote in a message."""
    where = "".join(f", {name} {words[:40]!r}" for name, words in (("after", quote.after), ("in", quote.within)) if words)
    return f"{quote.words[:80]!r}{where}"
