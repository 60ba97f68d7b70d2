"""Whole files: what is drawn where, what is hidden, and files that cannot be read."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Line, PageTable
from pipeline.read.contents import Contents, ReadError
from pipeline.read.pdf import read_pdf
from tests.rendering_pdf import REGULAR, fonts

WIDTH, HEIGHT = A4


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF of what `draw` puts on a canvas."""
    fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True, **options)
    canvas.setFont(REGULAR, 12)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lines_of(contents: Contents) -> list[str]:
    return [item.text for item in contents.items if isinstance(item, Line)]


def codes(contents: Contents) -> set[str]:
    return {note.code for note in contents.diagnostics}


def two_paragraphs(canvas: Canvas) -> None:
    canvas.drawString(100, 700, "Ủy ban nhân dân tỉnh.")
    canvas.drawString(100, 640, "Sở Kế hoạch và Đầu tư.")


def test_lines_say_where_they_stood() -> None:
    contents = read_pdf(drawn(two_paragraphs), "a.pdf")
    first, second = (item for item in contents.items if isinstance(item, Line))
    assert (first.text, second.text) == ("Ủy ban nhân dân tỉnh.", "Sở Kế hoạch và Đầu tư.")
    assert (first.chunk, second.chunk) == (0, 1)
    assert (first.source.end - first.source.start, second.source.start) == (len(first.text), len(first.text) + 1)
    assert [place.source for place in contents.places] == [first.source, second.source]
    assert {place.page for place in contents.places} == {1}
    left, top, right, bottom = contents.places[0].box
    assert left == pytest.approx(100, abs=1)
    assert top < HEIGHT - 700 < bottom
    assert right > left


def test_a_paragraph_has_a_place_for_each_printed_line() -> None:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(
            ["một hai ba bốn năm sáu bảy tám chín mười", "một hai ba bốn năm sáu bảy tám chín mười", "hết."]
        ):
            canvas.drawString(100, 700 - 16 * number, text)

    contents = read_pdf(drawn(draw), "a.pdf")
    (line,) = contents.items
    assert isinstance(line, Line)
    assert [line.text[place.source.start : place.source.end] for place in contents.places] == [
        "một hai ba bốn năm sáu bảy tám chín mười", "một hai ba bốn năm sáu bảy tám chín mười", "hết.",
    ]  # fmt: skip


def test_decomposed_letters_stay_together() -> None:
    text = unicodedata.normalize("NFD", "Kế hoạch")
    found = lines_of(read_pdf(drawn(lambda canvas: canvas.drawString(100, 700, text)), "a.pdf"))
    assert [unicodedata.normalize("NFC", line) for line in found] == ["Kế hoạch"]


def test_what_no_reader_sees_is_left_out_and_counted() -> None:
    def draw(canvas: Canvas) -> None:
        two_paragraphs(canvas)
        canvas.setFillGray(1)
        canvas.drawString(100, 500, "trắng trên trắng")
        canvas.setFillGray(0)
        canvas.drawString(100, 2000, "ngoài trang")
        canvas.setFont(REGULAR, 1)
        canvas.drawString(100, 450, "nhỏ")
        canvas.setFont(REGULAR, 60)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "BẢN SAO")

    contents = read_pdf(drawn(draw), "a.pdf")
    assert lines_of(contents) == ["Ủy ban nhân dân tỉnh.", "Sở Kế hoạch và Đầu tư."]
    assert "unseen-text-dropped" in codes(contents)


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(90, 690, 300, 30, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(100, 700, "Nhiệm vụ")

    assert lines_of(read_pdf(drawn(draw), "a.pdf")) == ["Nhiệm vụ"]


@pytest.mark.parametrize("turn", [0, 90, 270])
def test_a_turned_page_is_read_as_it_is_seen(turn: int) -> None:
    """A landscape page may be a portrait one with a turn, its words set sideways."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize(landscape(A4))  # reportlab gives the size as seen
        if turn:
            canvas.setPageRotation(turn)
            canvas.translate(*((WIDTH, 0) if turn == 90 else (0, HEIGHT)))
            canvas.rotate(90 if turn == 90 else -90)
        canvas.setFont(REGULAR, 12)
        for x in (100, 300, 500):
            canvas.line(x, 300, x, 360)
        for y in (300, 330, 360):
            canvas.line(100, y, 500, y)
        canvas.drawString(110, 340, "Việc")
        canvas.drawString(310, 340, "Cơ quan")
        canvas.drawString(110, 310, "Lập kế hoạch")
        canvas.drawString(310, 310, "Sở Y tế")

    contents = read_pdf(drawn(draw), "a.pdf")
    (table,) = contents.items
    assert isinstance(table, PageTable)
    assert [[line.text for line in cell.lines] for cell in table.cells] == [
        ["Việc"],
        ["Cơ quan"],
        ["Lập kế hoạch"],
        ["Sở Y tế"],
    ]


def test_an_encrypted_file_without_a_password_opens() -> None:
    data = drawn(two_paragraphs, encrypt=StandardEncryption("", ownerPassword="chủ", strength=128))
    assert len(lines_of(read_pdf(data, "a.pdf"))) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4\n", "damaged"),
        (b"%PDF-1.7\nnothing of a PDF follows\n%%EOF", "damaged"),
        (drawn(two_paragraphs)[:400], "damaged|without pages"),
        (drawn(two_paragraphs, encrypt=StandardEncryption("bí mật", strength=128)), "password"),
        (b"%PDF-1.4\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
         b"trailer\n<</Root 1 0 R>>\n%%EOF", "without pages"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_say_why(data: bytes, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ReadError, match=rf"^a\.pdf: .*({words})"):
        read_pdf(data, "a.pdf")
    assert capfd.readouterr() == ("", "")


def test_a_page_without_words_gives_no_items() -> None:
    assert read_pdf(drawn(lambda canvas: canvas.showPage()), "a.pdf").items == ()


def test_a_damaged_page_leaves_the_others() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Trang một.")
        canvas.showPage()
        canvas.setFont(REGULAR, 12)
        canvas.drawString(100, 700, "Trang hai.")

    data = drawn(draw, pageCompression=0)
    whole, broken = b"/MediaBox [ 0 0 595.2756 841.8898 ]", b"/MediaBox [ 0 0 (x) 841.8898      ]"
    second = data.rindex(whole)
    contents = read_pdf(data[:second] + broken + data[second + len(whole) :], "a.pdf")
    assert lines_of(contents) == ["Trang một."]
    assert "page-unread" in codes(contents)


def test_a_huge_page_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((14_000, 14_000))
        canvas.setFont(REGULAR, 12)
        canvas.drawString(100, 13_000, "Ủy ban nhân dân tỉnh.")

    assert lines_of(read_pdf(drawn(draw), "a.pdf")) == ["Ủy ban nhân dân tỉnh."]
