"""Word files: what a reader of the printed document sees, in reading order; and files that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Line
from pipeline.read import ReadError
from pipeline.read.docx import package as package_module
from pipeline.read.docx import read_docx
from pipeline.read.sniff import sniff
from tests.read.word_files import cells_of, contents, lines, listed, paragraph, repacked, run, table_of, word_file

P, R = paragraph, run


def field(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def shape(inner: str) -> str:
    return f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"


def box(inner: str) -> str:
    """A text box as Word writes it: twice, for programs that know shapes and for those that do not."""
    drawn = f"<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{drawn}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback>{shape(inner)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


OLD = "<w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (P("Một") + P("Hai"), ["Một", "Hai"]),
        (P("") + P("  ") + P("Một"), ["Một"]),
        (P(R("Sở ") + R("Y tế")), ["Sở Y tế"]),
        (P("<w:r><w:t>Một</w:t><w:br/><w:t>Hai</w:t><w:cr/><w:t>Ba</w:t></w:r>"), ["Một", "Hai", "Ba"]),
        (P("<w:r><w:t>Nơi nhận:</w:t><w:tab/><w:t>TM.</w:t></w:r>"), ["Nơi nhận:\tTM."]),
        (P("<w:r><w:t>NĐ</w:t><w:noBreakHyphen/><w:t>C</w:t><w:softHyphen/><w:t>P</w:t></w:r>"), ["NĐ-CP"]),
        (P("<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t> 95%</w:t></w:r>"), ["≥ 95%"]),
        (P("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"), ["✓"]),
        (P("<w:r><w:sym w:font='Wingdings' w:char='x'/><w:t>a</w:t></w:r>"), ["a"]),
        (P(R("\uf0a3 5%", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>")), ["≤ 5%"]),
        (P(R("5% - a", "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>")), ["5% - a"]),
        # containers
        (control(P("Một") + control(P("Hai"))), ["Một", "Hai"]),
        (P(control(R("Một"))), ["Một"]),
        (P(f"<w:hyperlink r:id='rId1'>{R('Luật')}</w:hyperlink>{R(' Đất đai')}"), ["Luật Đất đai"]),
        (P(f"<w:smartTag w:element='place'><w:smartTagPr/>{R('Hà Nội')}</w:smartTag>"), ["Hà Nội"]),
        (f"<w:customXml>{P('Một')}</w:customXml>", ["Một"]),
        (P("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"), ["x=2"]),
        (P(f"<w:r><w:ruby><w:rt>{R('zì')}</w:rt><w:rubyBase>{R('chữ')}</w:rubyBase></w:ruby></w:r>"), ["chữ"]),
        # fields: results, not codes
        (P(field("begin") + code(" DATE ") + field("separate") + R("01/7/2025") + field("end") + R(" x")), ["01/7/2025 x"]),
        (P(field("begin") + code(" PAGE ") + field("end") + R("x")), ["x"]),
        (P(f"<w:fldSimple w:instr=' REF a '>{R('Mục 1')}</w:fldSimple>"), ["Mục 1"]),
        (
            P(field("begin") + code("IF ") + field("begin") + code("REF") + field("separate") + R("no") + field("end")
              + field("separate") + R("yes") + field("end")),
            ["yes"],
        ),
        (P(field("begin") + code("REF a") + field("separate") + R("Một")) + P(R("Hai") + field("end")), ["Một", "Hai"]),
        # a field that never ends swallows nothing
        (P(field("begin") + code("TOC")) + P("Một"), ["Một"]),
        (P(field("begin") + code("TOC") + field("separate") + R("Một")) + P("Hai"), ["Một", "Hai"]),
        (P(field("end") + R("Một")), ["Một"]),
        # tracked changes are accepted
        (P(f"<w:ins w:id='1'>{R('mới')}</w:ins><w:del w:id='2'><w:r><w:delText>cũ</w:delText></w:r></w:del>"), ["mới"]),
        (P(f"<w:moveTo w:id='1'>{R('đây')}</w:moveTo><w:moveFrom w:id='2'>{R('đó')}</w:moveFrom>"), ["đây"]),
        (P("Một ", "<w:rPr><w:del w:id='1'/></w:rPr>") + P("hai") + P("Ba"), ["Một hai", "Ba"]),
        (P("Một", "<w:rPr><w:del w:id='1'/></w:rPr>"), ["Một"]),
        (P("", "<w:rPr><w:ins w:id='1'/></w:rPr>") + P("Một"), ["Một"]),
        # comments are not in the text
        (P("<w:commentRangeStart w:id='0'/>" + R("Một") + "<w:r><w:commentReference w:id='0'/></w:r>"), ["Một"]),
        # hidden text
        (P(R("Một") + R(" ẩn", "<w:vanish/>")), ["Một"]),
        (P(R("Một", "<w:vanish w:val='0'/>")), ["Một"]),
        (P(R("ẩn", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>") + P("Một"), ["Một"]),
        (P(R("I."), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + P(" Mục đích"), ["I. Mục đích"]),
        # capitals are printed as such
        (P(R("Kế hoạch", "<w:caps/>")), ["KẾ HOẠCH"]),
        (P(R("KÕ ho", OLD) + R("¹ch n¨m", OLD) + R(" 2005", "")), ["Kế hoạch năm 2005"]),
        (P(R("KÕ ho¹ch", OLD + "<w:caps/>")), ["KẾ HOẠCH"]),
        (P(R("kÕ ho¹ch", OLD.replace("VnTime", "VnTimeH"))), ["KẾ HOẠCH"]),
        (P(R("Keá hoa", OLD.replace(".VnTime", "VNI-Times")) + R("ïch", OLD.replace(".VnTime", "VNI-Times"))), ["Kế hoạch"]),
        (P(f"<w:r><w:rPr>{OLD}</w:rPr><w:t>ng</w:t><w:softHyphen/><w:t>êi</w:t></w:r>"), ["người"]),
        (P(R("Kế hoạch", "<w:smallCaps/>")), ["Kế hoạch"]),
        # a large initial set apart
        (P("T", "<w:framePr w:dropCap='drop'/>") + P("rong năm"), ["Trong năm"]),
        # text boxes once, behind their paragraph
        (P(R("Một") + box(P("Dự thảo") + P("Lần 2"))) + P("Hai"), ["Một", "Dự thảo", "Lần 2", "Hai"]),
        (P(box(P("Dự thảo"))), ["Dự thảo"]),
        (P(f"<w:r>{shape(P('Dự thảo'))}</w:r>"), ["Dự thảo"]),
        # what belongs to sections
        (P("Một", "<w:sectPr/>") + P("Hai") + "<w:sectPr/>", ["Một", "Hai"]),
    ],
)  # fmt: skip
def test_words(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "chunks"),
    [
        (P("Một") + P("Hai"), [0, 1]),
        (P("<w:r><w:t>Một</w:t><w:br/><w:t>Hai</w:t></w:r>") + P("Ba"), [0, 0, 1]),
        (P("<w:r><w:t>Một</w:t><w:br/><w:br/><w:t>Hai</w:t></w:r>"), [0, 1]),
        (P("<w:r><w:t>Một</w:t><w:br w:type='page'/><w:t>Hai</w:t></w:r>"), [0, 1]),
        (P("Một") + P("") + P(""), [0]),
    ],
)
def test_chunks(body: str, chunks: list[int]) -> None:
    assert [item.chunk for item in contents(body).items if isinstance(item, Line)] == chunks


STYLES = (
    "<w:style w:type='paragraph' w:styleId='An'><w:rPr><w:vanish/><w:caps/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Con'><w:basedOn w:val='An'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='Chu'><w:rPr><w:caps/>"
    "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr></w:style>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (P("ẩn", "<w:pStyle w:val='An'/>") + P("Một"), ["Một"]),
        (P(R("Một", "<w:vanish w:val='0'/>") + R("x"), "<w:pStyle w:val='An'/>") + P("hai"), ["MỘThai"]),
        (P("Một", "<w:pStyle w:val='Con'/>"), ["MỘT"]),
        (P(R("Một", "<w:rStyle w:val='Chu'/>")), ["MỘT"]),
        (P(R("Một", "<w:rStyle w:val='Chu'/>"), "<w:pStyle w:val='Con'/>"), ["Một"]),  # twice is not at all
        (P(R("\uf0b3", "<w:rStyle w:val='Chu'/>")), ["≥"]),
        (P("Một", "<w:pStyle w:val='Khong'/>"), ["Một"]),
    ],
)
def test_looks_by_style(body: str, expected: list[str]) -> None:
    assert lines(body, styles=STYLES) == expected


def test_looks_by_default_and_theme() -> None:
    def change(members: dict[str, bytes]) -> None:
        styles, theme = members["word/styles.xml"], members["word/theme/theme1.xml"]
        assert b'w:asciiTheme="minorHAnsi"' in styles
        members["word/styles.xml"] = styles.replace(b"<w:rPrDefault><w:rPr>", b"<w:rPrDefault><w:rPr><w:caps/>")
        head, minor = theme.split(b"<a:minorFont>")
        members["word/theme/theme1.xml"] = (
            head + b"<a:minorFont>" + minor.replace(b'typeface="Cambria"', b'typeface="Symbol"', 1)
        )

    data = repacked(word_file(P("một \uf0b3")), change)
    assert [item.text for item in read_docx(data, "a").items if isinstance(item, Line)] == ["MỘT ≥"]


# --- tables -------------------------------------------------------------------------------------------------------------


def tc(text: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{text if text.startswith('<') else P(text)}</w:tc>"


def tr(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


DOWN, ON = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
LIST = (
    "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
    "<w:lvlText w:val='%1'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
)
NUMBERED = P("", listed(1))


def span(columns: int) -> str:
    return f"<w:gridSpan w:val='{columns}'/>"


def wide(width: int) -> str:
    return f"<w:tcW w:w='{width}' w:type='dxa'/>"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            tbl(tr(tc("a"), tc("b")), tr(tc("c"), tc(""))),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "")],
        ),
        (
            tbl(tr(tc("a", span(2)), tc("b")), tr(tc("c"), tc("d"), tc("e"))),
            [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d"), (1, 2, 1, 1, "e")],
        ),
        # columns in which no cell begins are none
        (
            tbl(tr(tc("a", span(3)), tc("b")), tr(tc("c", span(3)), tc("d"))),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
        ),
        # merged downwards, twice in a column, and in a column that only spans reach
        (
            tbl(tr(tc("a", DOWN), tc("b")), tr(tc("", ON), tc("c")), tr(tc("d", DOWN), tc("e")), tr(tc("", ON), tc("f"))),
            [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c"), (2, 0, 2, 1, "d"), (2, 1, 1, 1, "e"), (3, 1, 1, 1, "f")],
        ),
        (
            tbl(tr(tc("a"), tc("b", span(2) + DOWN)), tr(tc("c"), tc("", span(2) + ON)), tr(tc("d"), tc("e"), tc("f"))),
            [(0, 0, 1, 1, "a"), (0, 1, 2, 2, "b"), (1, 0, 1, 1, "c"), (2, 0, 1, 1, "d"), (2, 1, 1, 1, "e"), (2, 2, 1, 1, "f")],
        ),
        # a cell that continues nothing is a cell
        (
            tbl(tr(tc("a", ON), tc("b")), tr(tc("c"), tc("d", ON))),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
        ),
        (
            tbl(tr(tc("a", "<w:hMerge w:val='restart'/>"), tc("", "<w:hMerge/>"), tc("b")), tr(tc("c"), tc("d"), tc("e"))),
            [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d"), (1, 2, 1, 1, "e")],
        ),
        # rows that begin or end inside the grid
        (
            tbl(
                tr(tc("a"), tc("b")),
                tr(tc("c"), look="<w:gridBefore w:val='1'/>"),
                tr(tc("d"), look="<w:gridAfter w:val='1'/>"),
            ),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c"), (2, 0, 1, 1, "d")],
        ),
        # spans left out, but widths that meet the grid
        (
            tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d", wide(3000)), tc("e", wide(2010))), widths=(1000, 2000, 2000)),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 2, "d"), (1, 2, 1, 1, "e")],
        ),
        (
            tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d", wide(3000))), widths=(1000, 2000, 2000)),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 2, "d")],
        ),
        # widths that meet nothing: the cells stand as they come
        (
            tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("d", wide(1500)), tc("e", wide(3500))), widths=(1000, 2000, 2000)),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 1, "d"), (1, 1, 1, 1, "e")],
        ),
        # rows and cells in content controls; deleted rows and cells; hidden rows
        (
            tbl(
                control(tr(tc("a"), control(tc("b")))),
                tr(tc("x"), tc("y"), look="<w:del w:id='1'/>"),
                tr(tc("x"), tc("y"), look="<w:hidden/>"),
                tr(tc("c"), tc("z", "<w:cellDel w:id='1'/>"), tc("d"), look="<w:ins w:id='1'/>"),
            ),
            [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")],
        ),
        # a numbered column without words, and a numbered paragraph below a merged cell, which is counted
        (
            tbl(tr(tc(NUMBERED, DOWN), tc("c")), tr(tc(NUMBERED, ON), tc("d")), tr(tc(NUMBERED), tc("e"))),
            [(0, 0, 2, 1, "1"), (0, 1, 1, 1, "c"), (1, 1, 1, 1, "d"), (2, 0, 1, 1, "3"), (2, 1, 1, 1, "e")],
        ),
        # a small table in a cell is read line by line
        (
            tbl(tr(tc("dài hơn bảng"), tc("b")), tr(tc(tbl(tr(tc("1"), tc("2")), tr(tc("3"), tc("4"))) + P("")), tc("d"))),
            [(0, 0, 1, 1, "dài hơn bảng"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "1 / 2 / 3 / 4"), (1, 1, 1, 1, "d")],
        ),
        (
            tbl(tr(tc(P("a") + P("<w:r><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>")), tc("d")), tr(tc("e"), tc("f"))),
            [(0, 0, 1, 1, "a / b / c"), (0, 1, 1, 1, "d"), (1, 0, 1, 1, "e"), (1, 1, 1, 1, "f")],
        ),
    ],
)  # fmt: skip
def test_tables(table: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    found = table_of(P("trước") + table + P("sau"), numbering=LIST)
    assert cells_of(found) == expected
    assert found.n_rows == max(row + high for row, _, high, _, _ in expected)
    assert found.n_columns == max(column + reach for _, column, _, reach, _ in expected)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (tbl(tr(tc("ỦY BAN"), tc("CỘNG HÒA"))), ["ỦY BAN", "CỘNG HÒA"]),  # one row of two
        (tbl(tr(tc("a")), tr(tc("b"))), ["a", "b"]),  # one column
        (tbl(tr(tc(""), tc("a")), tr(tc(""), tc(""))), ["a"]),  # one cell with words
        (tbl(tr(tc(""), tc(""))), []),
        ("<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>", []),
    ],
)
def test_tables_that_only_place(table: str, expected: list[str]) -> None:
    read = contents(P("trước") + table).items
    assert [item.text for item in read if isinstance(item, Line)] == ["trước", *expected]
    assert all(isinstance(item, Line) for item in read)


def test_table_inside_a_table_that_places_it() -> None:
    inner = tbl(tr(tc("TT"), tc("Nhiệm vụ")), tr(tc("1"), tc("Rà soát hồ sơ")))
    read = contents(tbl(tr(tc("x"), tc(inner + P(""))), tr(tc("y"), tc("z")))).items
    assert [item.text if isinstance(item, Line) else item.n_rows for item in read] == ["x", 2, "y", "z"]


# --- what is left out ---------------------------------------------------------------------------------------------------


def test_lists_of_contents_are_left_out() -> None:
    toc = P(field("begin") + code(' TOC \\o "1-3" ') + field("separate") + R("I. Mục đích 2")) + P(
        R("II. Yêu cầu 3") + field("end")
    )
    read = contents(toc + P("I. Mục đích"))
    assert [item.text for item in read.items if isinstance(item, Line)] == ["I. Mục đích"]
    assert [found.code for found in read.diagnostics] == ["contents-list-left-out"]


def test_notes_are_left_out_and_named() -> None:
    def add_notes(members: dict[str, bytes]) -> None:
        space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
        separator = "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        note = f"<w:footnote w:id='1'>{P('Nghị định số 15/2020')}</w:footnote>"
        members["word/footnotes.xml"] = f"<w:footnotes {space}>{separator}{note}</w:footnotes>".encode()
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        relation = b"<Relationship Id='rId99' Type='" + kind + b"' Target='footnotes.xml'/>"
        name = "word/_rels/document.xml.rels"
        members[name] = members[name].replace(b"</Relationships>", relation + b"</Relationships>")

    read = read_docx(repacked(word_file(P(R("Một") + "<w:r><w:footnoteReference w:id='1'/></w:r>")), add_notes), "a")
    assert [item.text for item in read.items if isinstance(item, Line)] == ["Một"]
    (found,) = read.diagnostics
    assert found.code == "notes-left-out"
    assert "Nghị định số 15/2020" in found.message


def test_documents_inside_are_named() -> None:
    assert [found.code for found in contents(P("Một") + "<w:altChunk r:id='rId5'/>").diagnostics] == ["part-unread"]


def test_heads_and_feet_of_pages_are_left_out() -> None:
    document = Document()
    document.add_paragraph("Một")
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    document.sections[0].footer.paragraphs[0].text = "chân trang"
    buffer = io.BytesIO()
    document.save(buffer)
    assert [item.text for item in read_docx(buffer.getvalue(), "a").items if isinstance(item, Line)] == ["Một"]


# --- files --------------------------------------------------------------------------------------------------------------

MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
USUAL = b"http://schemas.openxmlformats.org/"


def renamed_kind(kind: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(MAIN, kind)

    return change


def moved(members: dict[str, bytes]) -> None:
    """The main part under another name, as some programs write it, and named absolutely."""
    members["word/document2.xml"] = members.pop("word/document.xml")
    members["word/_rels/document2.xml.rels"] = members.pop("word/_rels/document.xml.rels")
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")


def unrelated(members: dict[str, bytes]) -> None:
    del members["_rels/.rels"]


def strict(members: dict[str, bytes]) -> None:
    """The strict variant of the format: other namespaces and relationships."""
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        text = members[name].replace(USUAL + b"wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        members[name] = text
    for name in ("_rels/.rels", "word/_rels/document.xml.rels"):
        members[name] = members[name].replace(
            USUAL + b"officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )


def without_extras(members: dict[str, bytes]) -> None:
    for name in list(members):
        if name not in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
            del members[name]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (renamed_kind(b"application/vnd.ms-word.document.macroEnabled.main+xml"), "1 Một"),
        (renamed_kind(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "1 Một"),
        (moved, "1 Một"),
        (unrelated, "1 Một"),
        (strict, "1 Một"),
        (without_extras, "Một"),
    ],
)
def test_variants_of_the_format(change: Callable[[dict[str, bytes]], None], expected: str) -> None:
    data = repacked(word_file(P("Một", listed(1)), numbering=LIST), change)
    assert sniff(data, "a") == "docx"
    assert [item.text for item in read_docx(data, "a").items if isinstance(item, Line)] == [expected]


def broken_xml(members: dict[str, bytes]) -> None:
    members["word/document.xml"] = members["word/document.xml"][:-30]


def without_body(members: dict[str, bytes]) -> None:
    members["word/document.xml"] = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"


def without_document(members: dict[str, bytes]) -> None:
    del members["word/document.xml"]


def broken_styles(members: dict[str, bytes]) -> None:
    members["word/styles.xml"] = b"<w:styles"


def with_entities(members: dict[str, bytes]) -> None:
    head = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]>"
    document = members["word/document.xml"]
    at = document.index(b"<w:document")
    members["word/document.xml"] = head + document[at:].replace(b">M\xe1\xbb\x99t<", b">M&c;<")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (broken_xml, "damaged Word file"),
        (without_body, "it has no body"),
        (without_document, "it has no body"),
        (broken_styles, "damaged Word file"),
    ],
)
def test_damaged_files(change: Callable[[dict[str, bytes]], None], cause: str) -> None:
    with pytest.raises(ReadError, match=rf"^kh/a.docx: .*{cause}"):
        read_docx(repacked(word_file(P("Một")), change), "kh/a.docx")


def test_entities_are_not_expanded() -> None:
    data = repacked(word_file(P("Một")), with_entities)
    assert all(len(item.text) < 10 for item in read_docx(data, "a").items if isinstance(item, Line))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_files_cut_off(share: float) -> None:
    data = word_file(P("Một"))
    with pytest.raises(ReadError, match=r"^a: a damaged Word file"):
        read_docx(data[: int(share * len(data))], "a")


def test_damaged_members() -> None:
    data = bytearray(word_file(P("Một") * 200))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        at = archive.getinfo("word/document.xml").header_offset + 200
    data[at : at + 40] = b"\xff" * 40
    with pytest.raises(ReadError, match=r"^a: a damaged Word file"):
        read_docx(bytes(data), "a")


def test_locked_members() -> None:
    data = bytearray(word_file(P("Một")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:  # the flag of encryption in the archive's list of members
        data[at + 8] |= 1
        at += 4
    with pytest.raises(ReadError, match=r"^a: the Word file is locked by a password"):
        read_docx(bytes(data), "a")


def test_files_locked_by_word() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ReadError, match=r"^a: an Office file that is locked by a password"):
        sniff(data, "a")


def test_files_that_unpack_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = word_file(P("Một"))
    monkeypatch.setattr(package_module, "_LARGEST", 20_000)
    with pytest.raises(ReadError, match=r"^a: the Word file unpacks to more than"):
        read_docx(data, "a")


@pytest.mark.parametrize("depth", [40, 80, 400])
def test_tables_inside_tables_inside_tables(depth: int) -> None:
    """As deep as the parser goes all words are read; what is deeper is no file that a program wrote."""
    inner = P("Một")
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"

    def nested(members: dict[str, bytes]) -> None:
        members["word/document.xml"] = members["word/document.xml"].replace(b"</w:body>", inner.encode() + b"</w:body>")

    data = repacked(word_file(P("Không")), nested)
    if depth < 100:
        assert [item.text for item in read_docx(data, "a").items if isinstance(item, Line)] == ["Không", "Một"]
    else:
        with pytest.raises(ReadError, match=r"^a: a damaged Word file"):
            read_docx(data, "a")


def test_pictures_only() -> None:
    with pytest.raises(ReadError, match=r"^a.docx: the Word file holds 2 pictures and no text"):
        contents(P("<w:r><w:drawing/></w:r>") + P("<w:r><w:pict/></w:r>"))


# --- properties ---------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Z"]), min_size=1, max_size=12)


@given(st.lists(st.lists(WORDS, max_size=4), max_size=8), st.integers(0, 7))
def test_every_word_once_in_order_where_its_source_says(paragraphs: list[list[str]], at: int) -> None:
    """python-docx's own text and the lines read agree, and `source` is where the words stand in the lines joined."""
    document = Document()
    for number, runs in enumerate(paragraphs):
        if number == at:
            table = document.add_table(2, 2)
            for index, text in enumerate([*runs, "a", "b", "c", "d"][:4]):
                table.cell(index // 2, index % 2).text = text
        written = document.add_paragraph()
        for text in runs:
            written.add_run(text)
    buffer = io.BytesIO()
    document.save(buffer)
    found: list[Line] = []
    for item in read_docx(buffer.getvalue(), "a").items:
        found.extend([item] if isinstance(item, Line) else [line for cell in item.cells for line in cell.lines])
    expected: list[str] = []
    for block in document.iter_inner_content():
        texts = [cell.text for row in block.rows for cell in row.cells] if hasattr(block, "rows") else [block.text]
        expected += [text for text in texts if text]
    assert [line.text for line in found] == expected
    drawn = "\n".join(expected)
    assert [drawn[line.source.start : line.source.end] for line in found] == expected
    assert [line.chunk for line in found] == list(range(len(found)))
