"""Pages saved as HTML: which element is the document, and how it becomes lines and tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Line, PageTable
from pipeline.read import read
from pipeline.read.html import is_html, page_address, read_html


def shape(html: str) -> list[object]:
    return [item.text if isinstance(item, Line) else rows(item) for item in read_html(html)]


def rows(table: PageTable) -> list[list[str]]:
    grid = [["·"] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = "/".join(line.text for line in cell.lines)
    return grid


def table(body: str) -> str:
    return f"<table>{body}</table>"


def row(*cells: str) -> str:
    return "<tr>" + "".join(cell if cell.startswith(("<td", "<th>")) else f"<td>{cell}</td>" for cell in cells) + "</tr>"


WORDS = [
    ("<p>Căn cứ\n   Luật &nbsp; X;</p><p>&nbsp;</p><p>Điều\n1.</p>", ["Căn cứ Luật \u00a0 X;", "Điều 1."]),
    ("<p>TM. <b>ỦY BAN</b><br>CHỦ TỊCH</p>", ["TM. ỦY BAN", "CHỦ TỊCH"]),
    ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
    ("<script>x()</script><style>p{}</style><p>a</p><!-- chú thích --><noscript>bật</noscript>", ["a"]),
    ("<p style='display:none'>ẩn</p><p>hiện</p>", ["hiện"]),
    ("<ol type=a><li>x</li><li>y</li></ol>", ["a. x", "b. y"]),
    ("<ol type=a start=4><li>x</li><li>y</li></ol>", ["d. x", "e. y"]),
    ("<ol type=I><li value=4>x</li></ol>", ["IV. x"]),
    ("<ol><li>x<ul><li>y</li></ul></li><li><p>z</p></li></ol>", ["1. x", "• y", "2. z"]),
    ("<ol><li>1. x</li></ol><ul><li>- y</li></ul>", ["1. x", "- y"]),
    ("<ul style='list-style-type:none'><li>x</li></ul>", ["x"]),
    ("<pre>a\nb</pre>", ["a", "b"]),
]


@pytest.mark.parametrize(("html", "expected"), WORDS)
def test_lines(html: str, expected: list[str]) -> None:
    assert shape(html) == expected


def test_a_block_is_a_chunk_and_br_a_bare_break() -> None:
    chunks = [(item.chunk, item.text) for item in read_html("<p>a<br>b<br><br>c</p><p>d</p>") if isinstance(item, Line)]
    assert chunks == [(0, "a"), (0, "b"), (1, "c"), (2, "d")]


TABLES = [
    (table(row("TT", "Việc") + row("1", "A")), [[["TT", "Việc"], ["1", "A"]]]),
    (table(row("TT", "Việc") + row("1", "&nbsp;") + row("2", "<p>B</p><p>C</p>")), [[["TT", "Việc"], ["1", ""], ["2", "B/C"]]]),
    (table(row("<td rowspan=2>A</td>", "b", "c") + row("d", "e")), [[["A", "b", "c"], ["·", "d", "e"]]]),
    (table(row("<td colspan=2>A</td>", "b") + row("c", "d", "e")), [[["A", "·", "b"], ["c", "d", "e"]]]),
    (
        table(row("<td colspan=3>A</td>", "<td colspan=3>b</td>") + row("<td colspan=3>c</td>", "<td colspan=3>d</td>")),
        [[["A", "b"], ["c", "d"]]],
    ),
    (table(row("<td rowspan=9>A</td>", "b") + row("c")), [[["A", "b"], ["·", "c"]]]),
    (table(row("<td rowspan=0>A</td>", "b") + row("c")), [[["A", "b"], ["·", "c"]]]),
    (table(row("<td colspan=x>A</td>", "b") + row("c", "d")), [[["A", "b"], ["c", "d"]]]),
    (table(row("Nơi nhận:<br>- Như trên", "TM. ỦY BAN")), ["Nơi nhận:", "- Như trên", "TM. ỦY BAN"]),
    (table(row("một") + row("hai")), ["một", "hai"]),
    (
        table(row("đầu trang dài hơn", table(row("a", "b") + row("c", "d" * 40)))),
        ["đầu trang dài hơn", [["a", "b"], ["c", "d" * 40]]],
    ),
    ("<table><tr><td>a</td><div>lạc chỗ</div></tr><tr><td>b</td><td>c</td></tr></table>", ["a", "lạc chỗ", "b", "c"]),
    (
        table("<thead>" + row("<th>TT</th>", "<th>Việc</th>") + "</thead><tbody>" + row("1", "A") + "</tbody>"),
        [[["TT", "Việc"], ["1", "A"]]],
    ),
]


@pytest.mark.parametrize(("html", "expected"), TABLES)
def test_tables(html: str, expected: list[object]) -> None:
    assert shape(html) == expected


def test_spans_reach_only_to_the_edge_of_the_table() -> None:
    (grid,) = read_html(table(row("<td rowspan=9 colspan=9>A</td>", "b") + row("c") + row("d", "e")))
    assert isinstance(grid, PageTable)
    assert all(cell.row + cell.row_span <= grid.n_rows for cell in grid.cells)
    assert all(cell.column + cell.column_span <= grid.n_columns for cell in grid.cells)


MENU = "<div id=menu>" + "".join(f"<a href='/{n}'>Văn bản mới ban hành {n}</a> " for n in range(60)) + "</div>"
PLAN = (
    "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p><p>KẾ HOẠCH</p>"
    + "<p>Căn cứ Quyết định số 844/QĐ-TTg của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành kế hoạch.</p>" * 3
    + "<p>Nơi nhận:</p><p>- Như trên.</p>"
)


@pytest.mark.parametrize(
    "page",
    [
        f"<body>{MENU}<div><div>{PLAN}</div><div>Bình luận</div></div><div>Liên hệ</div></body>",
        f"<body><table><tr><td>{MENU}</td><td>{PLAN}</td></tr></table></body>",
        f"<body>{MENU}<div id=divContentDoc><div class=content1>{PLAN}</div></div><div>Căn cứ khác</div></body>",
    ],
)
def test_the_document_is_the_smallest_element_with_all_landmarks(page: str) -> None:
    words = shape(page)
    assert words[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert words[-1] == "- Như trên."


def test_the_portals_table_of_metadata_is_kept_before_the_document() -> None:
    page = (
        f"<body>{MENU}<div class=vbInfo><ul><li>Ngày có hiệu lực: 01/01/2018</li></ul></div><div><div>{PLAN}</div></div></body>"
    )
    assert shape(page)[0] == "• Ngày có hiệu lực: 01/01/2018"


def test_sources_are_where_the_words_stand() -> None:
    page = "<p>Căn cứ <b>Luật</b> X</p>\n<p>Đi&#7873;u 1</p><p>Điều 2</p>"
    lines = [item for item in read_html(page) if isinstance(item, Line)]
    assert [page[line.source.start : line.source.end] for line in lines] == ["Căn cứ <b>Luật</b> X", "Đi&#7873;u 1", "Điều 2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><html><body>x</body></html>", True),
        ("https://a.vn/x.html\n<p><span>a</span></p><table><tr><td>b</td></tr></table>", True),
        ("<!-- bản lưu -->\n<!-- 2 --> <?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>" + "<script>x</script>" * 3_000, True),
        ("\ufeffhttps://a.vn/x.html\n<HTML lang=vi><p>x", True),
        ("Kế hoạch\n<html> là một thẻ", False),
        ("Kế hoạch < 5 % và > 3 %\nSở A <br> Sở B", False),
        ("| a<br>b | c |", False),
    ],
)
def test_html_is_known_by_its_content(text: str, expected: bool) -> None:
    assert is_html(text) is expected


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<link rel="canonical" href="https://vbpl.vn:443/TW/x.aspx" />', "https://vbpl.vn:443/TW/x.aspx"),
        ('<meta property="og:url" content="https://luatvietnam.vn/a">', "https://luatvietnam.vn/a"),
        ("<!-- saved from url=(0022)https://a.gov.vn/b.html -->", "https://a.gov.vn/b.html"),
        ("<p>https://a.vn</p>", None),
    ],
)
def test_page_address(html: str, address: str | None) -> None:
    assert page_address(html) == address


def test_read_tells_format_host_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("https://m.thuvienphapluat.vn/van-ban/x.aspx\n<div><p>a</p><p>b</p><p>c</p></div>", encoding="utf-8")
    page = read(path, "x/a.txt")
    assert (page.source_file, page.source_format, page.host) == ("x/a.txt", "html", "m.thuvienphapluat.vn")
    assert len(page.sha256) == 64
    assert [item.text for item in page.items if isinstance(item, Line)] == ["a", "b", "c"]
