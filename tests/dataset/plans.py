"""A small plan built by hand, with one record of each kind."""

from __future__ import annotations

import datetime
from dataclasses import replace

from pipeline.identity import document_id
from pipeline.model import (
    Agency,
    Cell,
    Citation,
    CleanPage,
    Deadline,
    Diagnostic,
    Document,
    Extraction,
    Header,
    Mention,
    PortalMetadata,
    Reference,
    Section,
    Span,
    Table,
    Target,
    Task,
    TimeExpression,
)

TEXT = """ỦY BAN NHÂN DÂN TỈNH KON TUM
KẾ HOẠCH
Căn cứ Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ
I. MỤC TIÊU
Đến năm 2025 hỗ trợ tối thiểu 10 dự án
II. NHIỆM VỤ
1
Tổ chức ngày hội khởi nghiệp
Sở Khoa học
và Công nghệ

Hằng năm (từ năm 2021)
"""


def span_of(words: str) -> Span:
    """Where `words` stand in the sample text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def sample_plan(source_file: str = "kon-tum.txt", number: str | None = "2763/KH-UBND", cites: str = "844/QĐ-TTg") -> Extraction:
    """The plan as read from `source_file`, with its own number and the number that it cites."""
    heading = span_of("I. MỤC TIÊU")
    tasks_heading = span_of("II. NHIỆM VỤ")
    row = Span(span_of("1\nTổ chức").start, span_of("(từ năm 2021)").end)
    agency = Mention("Sở Khoa học và Công nghệ", span_of("Sở Khoa học\nvà Công nghệ"), agency_id="62-so-khcn")
    time = TimeExpression(
        "Hằng năm (từ năm 2021)",
        span_of("Hằng năm (từ năm 2021)"),
        "recurring",
        datetime.date(2021, 1, 1),
        None,
        "FREQ=YEARLY",
        "2021/..",
    )
    sections = (
        Section(0, None, "body", 1, "I", "I.", "MỤC TIÊU", heading, Span(heading.start, tasks_heading.start - 1), (3, 5)),
        Section(1, None, "body", 1, "II", "II.", "NHIỆM VỤ", tasks_heading, Span(tasks_heading.start, row.end), (5, 12)),
        Section(2, 1, "body", 2, "", "", "", Span(row.start, row.start + 1), row, (6, 12)),
    )
    cells = (
        Cell(0, 0, 1, 1, "ordinal", "1", Span(row.start, row.start + 1), (6,)),
        Cell(0, 1, 1, 1, "description", "Tổ chức ngày hội khởi nghiệp", span_of("Tổ chức ngày hội khởi nghiệp"), (7,)),
        Cell(0, 2, 1, 1, "lead", "Sở Khoa học\nvà Công nghệ", agency.span, (8, 9)),
        Cell(0, 3, 1, 1, "output", "", None, (10,)),
        Cell(0, 4, 1, 1, "time", "Hằng năm (từ năm 2021)", time.span, (11,)),
    )
    page = CleanPage(TEXT, (), (), PortalMetadata(portal="thuvienphapluat.vn"), truncated=True)
    header = Header(
        number=number, doc_type="Kế hoạch", issuer="Ủy ban nhân dân tỉnh Kon Tum", issued_date=datetime.date(2019, 10, 21)
    )
    roles = ("ordinal", "description", "lead", "output", "time")
    document = Document(
        page=page,
        header=header,
        sections=sections,
        tables=(Table(0, 1, "", "tasks", "flattened", roles, 0, 1, cells, (6, 12)),),
        truncated=True,
    )
    citation = Citation(
        "Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ",
        span_of("Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ"),
        "Quyết định",
        cites,
        datetime.date(2016, 5, 18),
        "Thủ tướng Chính phủ",
    )
    return Extraction(
        doc_id=document_id(source_file, "0" * 64),
        source_file=source_file,
        source_sha256="0" * 64,
        source_format="text",
        document=document,
        province_code="62",
        province="Kon Tum",
        province_code_2025="51",
        tasks=(
            Task(
                "table",
                "1",
                ("II. NHIỆM VỤ",),
                "Tổ chức ngày hội khởi nghiệp",
                row,
                lead=(agency,),
                deadlines=(Deadline("implementation", time),),
                section=1,
                table=0,
            ),
        ),
        targets=(
            Target(
                "objective",
                "",
                (),
                "hỗ trợ",
                "tối thiểu 10 dự án",
                span_of("tối thiểu 10 dự án"),
                ">=",
                10.0,
                unit="dự án",
                horizon=datetime.date(2025, 12, 31),
                section=0,
                measuring=(replace(agency, agency_id=None),),
            ),
            Target("objective", "", (), "Đến năm 2025", "", span_of("Đến năm 2025"), "", section=0, task=0),
        ),
        references=(Reference("basis", citation),),
        agencies=(Agency("62-so-khcn", "Sở Khoa học và Công nghệ tỉnh Kon Tum", "department", "provincial", "62"),),
        diagnostics=(Diagnostic("extract", "warning", "agency-not-resolved", "not in the registry", agency.span),),
    )
