"""Pages that Word made, and the oddities of hand-made ones: marks, notes, lists, hidden words, frames, broken markup."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.model import Line
from pipeline.read.html import read_html
from tests.read.test_html import row, shape, table

TIMES = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"

WORD = [
    (f"<p><span style='mso-list:Ignore'>1.{TIMES}</span>Văn bản<o:p></o:p></p>", ["1.\xa0\xa0 Văn bản"]),
    (
        f"<p><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·{TIMES}</span></span>"
        "<![endif]>Mục A</p>",
        ["• Mục A"],
    ),
    ("<p><span style='font-family:Wingdings;mso-list:Ignore'>§&nbsp;</span>Mục B</p>", ["▪ Mục B"]),
    ("<p><span style='font-family:\"Courier New\"'><span style='mso-list:Ignore'>o&nbsp;</span></span>Mục C</p>", ["◦ Mục C"]),
    ("<p><span style='mso-list:Ignore'>o&nbsp;</span>Mục C</p>", ["o\xa0Mục C"]),
    ("<p>a<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></p><xml><o:Pages>3</o:Pages></xml>", ["a"]),
    ('<p>tại <st1:place w:st="on"><st1:City>Huế</st1:City></st1:place>.</p>', ["tại Huế."]),
    ("<div style='mso-hide:all'>ẩn</div><p hidden>ẩn</p><p style='visibility: hidden'>ẩn</p>hiện", ["hiện"]),
    ("<p>&nbsp;&nbsp;&nbsp;a</p><p><o:p>&nbsp;</o:p></p><p>b</p>", ["\xa0\xa0\xa0a", "b"]),
]

NOTES = [
    ("<p>năm 2020<sup>1</sup> và</p><p><sup>1</sup> Theo số liệu</p>", ["năm 2020[1] và", "1 Theo số liệu"]),
    ("<p>100 m<sup>2</sup>, 20km<sup>2</sup>, (m<sup>3</sup>)</p>", ["100 m2, 20km2, (m3)"]),
    ("<p>2,5 x 10<sup>6</sup> tấn; 210<sup>2</sup></p>", ["2,5 x 10⁶ tấn; 210[2]"]),
    ("<p>đồng<a href='#_ftn1'><span class=MsoFootnoteReference>[1]</span></a> trở xuống</p>", ["đồng[1] trở xuống"]),
    ("<p>đồng<a href='#fn1'><sup>a</sup></a>, 1<sup>a</sup></p>", ["đồng[a], 1a"]),
    (
        "<p>A</p><div style='mso-element:footnote-list'><hr><div style='mso-element:footnote'><p>[1] Nguồn: X.</p></div></div>",
        ["A", "[1] Nguồn: X."],
    ),
]

LISTS = [
    ("<ol type=a start=3><li>x<ol type=i><li>y<li>z</ol><li value=7>w</ol>", ["c. x", "i. y", "ii. z", "g. w"]),
    ("<ol style='list-style-type:upper-roman'><li>x</li></ol>", ["I. x"]),
    ("<ol reversed><li>x</li><li>y</li></ol>", ["2. x", "1. y"]),
    ("<ul style=\"list-style-type:'- '\"><li>x</li></ul>", ["- x"]),
    ("<ol><li><p>1) x</p></li><li><div>y</div><p>z</p></li></ol>", ["1) x", "2. y", "z"]),
    ("<dl><dt>Sở Y tế</dt><dd>Chủ trì</dd><dd>Phối hợp</dd></dl>", ["Sở Y tế", "Chủ trì", "Phối hợp"]),
    ("<li>x</li>", ["x"]),
]

ODDITIES = [
    ("K<b>ế</b> ho<i>ạ</i>ch", ["Kế hoạch"]),
    ("<p>KẾ HOẠCH<br>Hỗ trợ</p>chữ trần<p>đoạn</p>sau", ["KẾ HOẠCH", "Hỗ trợ", "chữ trần", "đoạn", "sau"]),
    ("<p>một<p>hai<span><p>ba</span>", ["một", "hai", "ba"]),
    ("<span style='display:block'>a</span><span style='display: block'>b</span><span>c</span>", ["a", "b", "c"]),
    ("<p>a<![CDATA[ b ]]>c</p>", ["a b c"]),
    ("<iframe srcdoc='&lt;p&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;'></iframe><p>c</p>", ["a b", "c"]),
    ("<body><p>a</body></html><html><body><p>b</body></html>", ["a", "b"]),
    ("<pre>\nKẾ HOẠCH\n\n| TT | Việc |\n| 1 | A |\n</pre>", ["KẾ HOẠCH", [["TT", "Việc"], ["1", "A"]]]),
    ("<nav><p>a<p>b", ["a", "b"]),
]

TABLES = [
    (table("<caption>Biểu 1</caption>" + row("TT", "Việc") + row("1", "A")), ["Biểu 1", [["TT", "Việc"], ["1", "A"]]]),
    (table("<td>a</td><td>b</td><tr><td>c</td><td>d</td></tr>"), [[["a", "b"], ["c", "d"]]]),
    (
        "<table><form><tr><td>a</td><td>b</td></tr></form><tr><form><td>c</td><td>d</td></form></tr></table>",
        [[["a", "b"], ["c", "d"]]],
    ),
    (
        table(
            "<thead>"
            + row("<th>A</th>", "<th>B</th>")
            + "</thead>"
            + row("1", "2")
            + "<thead>"
            + row("<th>A</th>", "<th>B</th>")
        ),
        [[["A", "B"], ["1", "2"], ["A", "B"]]],
    ),
    (
        table(row("a", "b", "c") + row("<td colspan=0>d</td>", "e", "f") + row("", "", "") + row("<td colspan=999>g</td>")),
        [[["a", "b", "c"], ["d", "e", "f"], ["", "", ""], ["g", "·", "·"]]],
    ),
    (
        table(row("<td rowspan=3>a</td>", "b", "c") + row("<td rowspan=9 colspan=2>d</td>") + row("e")),
        [[["a", "b", "c", "·"], ["·", "d", "·", "·"], ["·", "·", "·", "e"]]],
    ),
    (
        "<table>lạc chỗ" + row("việc thứ nhất" * 9, "b", "c") + row("việc thứ hai" * 9, "e", "f") + "</table>",
        ["lạc chỗ", [["việc thứ nhất" * 9, "b", "c"], ["việc thứ hai" * 9, "e", "f"]]],
    ),
    (
        table(row("trái", "phải") + row("<td colspan=2>" + table(row("a", "b", "c") + row("d", "e", "f")) + "</td>")),
        ["trái", "phải", [["a", "b", "c"], ["d", "e", "f"]]],
    ),
    (
        table(row("TT", "Việc", "Sở") + row("1", "A" + table(row("x", "y")), "B") + row("2", "C", "D")),
        [[["TT", "Việc", "Sở"], ["1", "A/x/y", "B"], ["2", "C", "D"]]],
    ),
]


@pytest.mark.parametrize(("html", "expected"), [*WORD, *NOTES, *LISTS, *ODDITIES, *TABLES])
def test_lines_and_tables(html: str, expected: list[object]) -> None:
    assert shape(html) == expected


@pytest.mark.parametrize("tag", ["div", "font", "span", "p", "ul><li", "ol><li", "table><tr><td", "blockquote", "b", "form"])
def test_unclosed_tags_nest_without_harm(tag: str) -> None:
    page = f"<{tag}>".join(f"<{tag}>đoạn {number}" for number in range(1_500))
    found = " ".join(item.text for item in read_html(page) if isinstance(item, Line))
    assert all(f"đoạn {number}" in found for number in (0, 700, 1_499))


def test_sources_behind_long_attributes_comments_and_scripts() -> None:
    page = (
        "<script>var a = '<p>Điều 1</p>';</script><p>Điều 1</p><img src='data:image/png;base64,"
        + "QUJD" * 5_000
        + "'><!-- Điều 2 --><p>Đi&#7873;u <b>2</b> &amp; 3</p><p>Điều 4\r\nhết</p>"
    )
    lines = [item for item in read_html(page) if isinstance(item, Line)]
    assert [page[line.source.start : line.source.end] for line in lines] == [
        "Điều 1",
        "Đi&#7873;u <b>2</b> &amp; 3",
        "Điều 4",
    ]
    assert page[: lines[0].source.start].endswith("</script><p>")


def test_a_hidden_copy_is_left_out_and_a_hidden_appendix_kept() -> None:
    plan = "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017 và các quy định;</p>"
    appendix = "<p>PHỤ LỤC</p><p>Danh mục công trình</p>"
    page = f"<div>{plan}</div><div style='display:none'>{plan}</div><div class='tab-pane'>{appendix}</div>"
    assert [text for text in shape(page) if text == "PHỤ LỤC"] == ["PHỤ LỤC"]
    assert len(shape(page)) == 4


def test_an_attached_english_text_is_no_part_of_the_document() -> None:
    from pipeline.model import Page

    plan = "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>KẾ HOẠCH</p><p>Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017;</p>"
    english = (
        "<div class='tab-pane' id=en><p>THE PEOPLE'S COMMITTEE</p><p>" + "Pursuant to the law on tourism. " * 40 + "</p></div>"
    )
    items = read_html(f"<body><div class='tab-content'><div class='tab-pane active'>{plan}</div>{english}</div></body>")
    assert [block.text for block in clean(Page("x", "html", "0" * 64, items)).blocks][-1].startswith("Căn cứ")
