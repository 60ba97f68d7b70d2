"""What the stages hand on: small frozen records, and nothing else.

Data walks one way::

    file -> Page -> CleanPage -> Document -> Extraction -> dataset

A `Page` is what a file holds, line by line. A `CleanPage` is its text without the portal around it: from here on every
`Span` counts Unicode code points of `CleanPage.text`, start included, end excluded. A `Document` adds the anatomy of a
plan (header, sections, tables). An `Extraction` is everything the dataset says of one document.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["info", "warning", "error"]
Part = Literal["preamble", "body", "implementation", "recipients", "signature", "appendix"]
TaskKind = Literal["table", "labelled", "assignment", "statement"]
AgencyRole = Literal["lead", "coordinating", "supervisor", "measuring"]
DeadlineRole = Literal["implementation", "report"]
TimeKind = Literal["point", "before", "period", "set", "open", "recurring", "ongoing", "event"]
Comparator = Literal[">=", "<=", ">", "<", "=", "range", "~", ""]
TargetContext = Literal["table", "objective", "task"]
TableKind = Literal["tasks", "targets", "other"]
TableLayout = Literal["grid", "flattened"]
Relation = Literal["basis", "cites"]
LawLevel = Literal[
    "national", "provincial", "district", "commune", "party_national", "party_provincial", "party_local", "organisation"
]
ResolvedBy = Literal["exact", "variant", "near", "open", "collective", "person", "defined"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of characters, counted in Unicode code points."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same stretch in a text that has `by` more characters in front."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this stretch."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A doubt, a loss or a failure, with a code from `lexicon/diagnostics.yaml`."""

    stage: str
    severity: Severity
    code: str
    message: str
    span: Span | None = None


# --- read ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page as it was published.

    `source` counts characters of the decoded file, its letters put into Unicode (for files that are no text: of the text that
    their reader draws from them).
    Lines of one `chunk` were parted by a bare line break; a blank line, or
    the end of an HTML block, begins a new chunk.
    """

    text: str
    source: Span
    chunk: int


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a real table: its place in the grid (from 0), how far it reaches, and its lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A real table of a page: `<table>`, or rows of cells parted by bars on one line."""

    n_rows: int
    n_columns: int
    cells: tuple[PageCell, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of a file with pages stands on paper.

    `source` counts what `Line.source` counts; `page` counts from 1; `box` is left, top, right, bottom in points (1/72 inch)
    from the page's top left corner.
    """

    source: Span
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What a file holds, in reading order. `host` is the site it was saved from where the file itself says so.

    `places`, in the order of their sources, tell where on paper the text stood; empty for files without pages.
    """

    source_file: str
    source_format: str
    sha256: str
    items: tuple[Line | PageTable, ...]
    host: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    places: tuple[Place, ...] = ()


# --- clean --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the clean text; `text` is exactly `CleanPage.text[span.start:span.end]`.

    A block without text is an empty cell that the page marked. `ends_cell` says that the page closed a table cell behind
    the block (a bar on a line of its own). `source` is where the block stood in the decoded file.
    """

    index: int
    text: str
    span: Span
    source: Span
    chunk: int
    ends_cell: bool = False


@dataclass(frozen=True, slots=True)
class CleanCell:
    """A cell of a real table; `blocks` are indices into `CleanPage.blocks` (half-open, may be empty)."""

    row: int
    column: int
    row_span: int
    column_span: int
    blocks: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CleanTable:
    """A real data table whose cells' paragraphs are the blocks from `blocks[0]` to `blocks[1]` (half-open), row by row."""

    n_rows: int
    n_columns: int
    cells: tuple[CleanCell, ...]
    blocks: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PortalMetadata:
    """What the portal itself says of the document, as printed there (dates read); None where it does not say."""

    portal: str | None = None
    title: str | None = None
    number: str | None = None
    doc_type: str | None = None
    issuer: str | None = None
    signer: str | None = None
    field: str | None = None
    issued_date: datetime.date | None = None
    effective_date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CleanPage:
    """The document's own text. `text` is the blocks' texts joined by line feeds; `places` are those of its `Page`."""

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[CleanTable, ...]
    metadata: PortalMetadata
    truncated: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    places: tuple[Place, ...] = ()


# --- recognize ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as an interval, never an invented day.

    `start` and `end` are the first and last day that the words denote, None where they set no bound. `recurrence` is an
    RFC 5545 RRULE, `edtf` the ISO 8601-2 / EDTF form where one exists.
    """

    text: str
    span: Span
    kind: TimeKind
    start: datetime.date | None
    end: datetime.date | None
    recurrence: str | None = None
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its comparator, bounds and unit, as in `≥ 35-40` or `từ 10 - 15 tỷ đồng`.

    `span` covers the comparator, the number and the unit; `unit_span` the unit's words, None without a unit.
    `frequency` is an RRULE (`FREQ=YEARLY` for `mỗi năm`, `/năm`) or None.
    """

    text: str
    span: Span
    comparator: Comparator
    value_min: float | None
    value_max: float | None
    unit: str
    unit_span: Span | None
    frequency: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """An agency or a person as printed.

    `method` says how it was found: `rule`, or `ner` with the `confidence` (0 to 1) that it is a name and its ends are right.
    `agency_id`, how it was reached (`resolution`) and how sure that is (`agency_confidence`) are set by `resolve`, None when
    the mention is not resolved.
    """

    text: str
    span: Span
    method: str = "rule"
    agency_id: str | None = None
    resolution: ResolvedBy | None = None
    agency_confidence: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal document named in a text, as printed; `number` without stray blanks, `""` for a law cited by name and year.

    `articles` are the parts of it that the words around name, smallest part first: `điểm a khoản 2 Điều 5`.
    """

    text: str
    span: Span
    doc_type: str
    number: str
    issued_date: datetime.date | None
    issuer: str
    articles: tuple[str, ...] = ()


# --- segment ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the document's outline. `parent` is an index into `Document.sections`; `blocks` is half-open.

    `ordinal` is printed without its closing mark, `marker` with it (`1.`, `a)`, `-`); `heading` is the text of the node's
    first paragraph behind the marker.
    """

    index: int
    parent: int | None
    part: Part
    level: int
    ordinal: str
    marker: str
    heading: str
    heading_span: Span
    span: Span
    blocks: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a rebuilt or real table: place from 0, paragraphs as block indices, and its words joined by line feeds."""

    row: int
    column: int
    row_span: int
    column_span: int
    role: str
    text: str
    span: Span | None
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid. `roles` names what each column holds; the first `header_rows` rows name the columns."""

    index: int
    section: int | None
    caption: str
    kind: TableKind
    layout: TableLayout
    roles: tuple[str, ...]
    header_rows: int
    n_rows: int
    cells: tuple[Cell, ...]
    blocks: tuple[int, int]
    doubtful_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """What the head and the signature of the document say of it, as printed."""

    number: str | None = None
    doc_type: str | None = None
    title: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_date: datetime.date | None = None
    effective_date: datetime.date | None = None
    signer: str | None = None
    signer_title: str | None = None
    title_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A plan's anatomy: its clean page, header, section tree and tables."""

    page: CleanPage
    header: Header
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    truncated: bool
    diagnostics: tuple[Diagnostic, ...] = ()


# --- extract ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due. `inherited` when the time stands in a heading, a merged cell or a group row over the task."""

    role: DeadlineRole
    time: TimeExpression
    inherited: bool = False
    method: str = "rule"


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work that the plan says must be done; fields as in the annotation guidelines.

    `corrected` names the fields that a person set by hand, here and in the other records.
    """

    kind: TaskKind
    ordinal: str
    group: tuple[str, ...]
    description: str
    span: Span
    output: str = ""
    note: str = ""
    lead: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    supervisor: tuple[Mention, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    section: int | None = None
    table: int | None = None
    confidence: float = 1.0
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity, or a stated level, that the plan wants to reach. `task` is an index into `Extraction.tasks`."""

    context: TargetContext
    ordinal: str
    group: tuple[str, ...]
    indicator: str
    text: str
    span: Span
    comparator: Comparator
    value_min: float | None = None
    value_max: float | None = None
    unit: str = ""
    frequency: str | None = None
    horizon: datetime.date | None = None
    lead: tuple[Mention, ...] = ()
    measuring: tuple[Mention, ...] = ()
    section: int | None = None
    table: int | None = None
    task: int | None = None
    confidence: float = 1.0
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal document that the plan is based on or cites.

    `date` is the day of issue that a later place gives where the citation itself has none. `law_id` names the document
    whatever the spelling, `level` is its issuer's; `resolve` sets both, None where they stay open.
    """

    relation: Relation
    citation: Citation
    section: int | None = None
    date: datetime.date | None = None
    law_id: str | None = None
    level: LawLevel | None = None
    corrected: tuple[str, ...] = ()


# --- resolve ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Agency:
    """An entity that mentions resolve to; `province_code` and validity are None where they do not apply.

    `class_id` is what it is in any province (`so-tai-chinh`), `current_id` and `current_class_id` what stands at the end of
    its successors, itself where there is none. `part_successor_ids` took over parts of its work beside the successor.
    """

    agency_id: str
    name: str
    kind: str
    level: str
    province_code: str | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    successor_id: str | None = None
    class_id: str | None = None
    current_id: str | None = None
    current_class_id: str | None = None
    part_successor_ids: tuple[str, ...] = ()
    district_code: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the dataset says of one document; `law_id` is the id that citations of it have."""

    doc_id: str
    source_file: str
    source_sha256: str
    source_format: str
    document: Document
    province_code: str | None
    province: str | None
    province_code_2025: str | None
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    references: tuple[Reference, ...]
    agencies: tuple[Agency, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    law_id: str | None = None
    corrected: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The clean text that all offsets count."""
        return self.document.page.text
