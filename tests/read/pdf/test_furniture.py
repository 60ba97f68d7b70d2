"""Page numbers, running heads and stamps are told by place and repetition, not by one page."""

from __future__ import annotations

from pipeline.read.pdf.furniture import furniture_of
from pipeline.read.pdf.shapes import PrintLine
from tests.read.pdf.printed import line

A4 = (595.0, 842.0)
WORDS = ("Rà soát", "Xây dựng", "Ban hành", "Tổ chức", "Phối hợp", "Giám sát")


def left(pages: list[list[PrintLine]], *, misread: bool = False) -> list[list[str]]:
    """What stays of each page."""
    gone = furniture_of(pages, [A4] * len(pages), [misread] * len(pages))
    return [[printed.text for printed in page if id(printed) not in gone] for page in pages]


def body(page: int) -> list[PrintLine]:
    return [line(f"{WORDS[page]} {WORDS[row]} {WORDS[page - row]}", base=120 + 40 * row, page=page) for row in range(6)]


def pages_with(*extra: tuple[str, float, float], count: int = 4) -> list[list[PrintLine]]:
    """Pages with further lines (text, x, base), `#` standing for the number of the page."""
    return [
        [*body(page), *(line(text.replace("#", str(page)), x, base, page=page) for text, x, base in extra)]
        for page in range(1, count + 1)
    ]


def test_page_numbers_that_count_on() -> None:
    for text in ("#", "- # -", "Trang #/9"):
        assert all(len(page) == 6 for page in left(pages_with((text, 290, 40))))
        assert all(len(page) == 6 for page in left(pages_with((text, 520, 810))))


def test_a_lone_number_goes_where_it_is_the_number_of_its_page() -> None:
    assert [len(page) for page in left([body(1), [*body(2), line("2", 290, 40, page=2)]])] == [6, 6]
    assert [len(page) for page in left([body(1), [*body(2), line("7", 290, 40, page=2)]])] == [6, 7]
    assert [len(page) for page in left([body(1), [*body(2), line("2", 290, 400, page=2)]])] == [6, 7]  # in the text


def test_a_misread_page_number_goes_where_it_stands_alone() -> None:
    pages = [body(1), [*body(2), line("3", 296, 40, page=2)]]
    assert [len(page) for page in left(pages, misread=True)] == [6, 6]
    assert [len(page) for page in left(pages)] == [6, 7]


def test_running_heads_and_feet() -> None:
    assert all(len(page) == 6 for page in left(pages_with(("Kế hoạch 2812", 60, 40), ("Trang số # của tỉnh", 300, 815))))


def test_what_stands_on_few_pages_or_moves_stays() -> None:
    assert [len(page) for page in left([*pages_with(("Phụ lục", 250, 60), count=2), *pages_with(count=4)[2:]])] == [7, 7, 6, 6]
    moved = [[*body(page), line("Bảng", 250, 400 + 30 * page, page=page)] for page in range(1, 5)]
    assert all(len(page) == 7 for page in left(moved))


def test_a_running_foot_that_each_scan_reads_otherwise() -> None:
    feet = ("Kế hoạch của tỉnh", "Kê hoạch của tỉnh", "Kế hoạch cua tỉnh", "Kế hoạch của tinh")
    pages = [[*body(page), line(feet[page - 1], 300, 812 + 2 * page, page=page)] for page in range(1, 5)]
    assert all(len(page) == 6 for page in left(pages, misread=True))
    assert all(len(page) == 7 for page in left(pages))


def test_a_stamp_of_a_digital_signature() -> None:
    stamp = ("Ký bởi: Sở Tư pháp", "Email: stp@example.gov.vn", "Thời gian ký: 25.02.2021 15:12:01")
    page = [*body(1), *(line(text, 400, 30 + 10 * row, size=8) for row, text in enumerate(stamp))]
    assert len(left([page])[0]) == 6


def test_contacts_are_no_stamp() -> None:
    page = [*body(1), line("Email: stp@example.gov.vn", base=400), line("Cơ quan: Sở Tư pháp", base=416)]
    assert len(left([page])[0]) == 8
