"""Which part of a page is the document: pages in small, each with one trap."""

from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.lexicon import lexicon_yaml
from pipeline.model import Line, Page
from pipeline.read.html import read_html
from pipeline.read.html.document import _selectors

HEAD = "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p><p>KẾ HOẠCH</p>"
LAW = '<p>Căn cứ <a href="/l">Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015</a>;</p>'
BODY = "<p>I. MỤC ĐÍCH</p><p>Nâng cao hiệu quả quản lý nhà nước trên địa bàn tỉnh trong giai đoạn mới.</p>"
SIGNED = "<p>Nơi nhận:</p><p>- Như trên.</p><p>KT. CHỦ TỊCH</p>"
PLAN = HEAD + LAW + BODY + SIGNED
LINKS = "".join(f'<li><a href="/{n}">Quyết định số {n}/QĐ-UBND về việc công bố thủ tục</a></li>' for n in range(9))
ROWS = "".join(f"<tr><td>{n}</td><td>Luật số {n}</td><td>0{n}/01/2020</td><td>Quốc hội</td></tr>" for n in range(1, 4))
LAWS = f"<table><tr><td>TT</td><td>Số hiệu</td><td>Ngày ban hành</td><td>Cơ quan ban hành</td></tr>{ROWS}</table>"
NEWS = "<p>" + "Sáng nay, lãnh đạo tỉnh dự lễ khai mạc hội chợ thương mại. " * 3 + "</p>"

# The page, words that must be read, words that must not.
PAGES = [
    ("a sidebar of links", f"<div><div>{PLAN}</div><div><ul>{LINKS}</ul></div></div>", ["KT. CHỦ TỊCH"], ["thủ tục"]),
    (
        "a banner with the name of the state",
        f"<div><div><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Cổng thông tin</p></div><div>{PLAN}</div></div>",
        ["Căn cứ Luật", "KT. CHỦ TỊCH"],
        ["Cổng thông tin"],
    ),
    (
        "each paragraph in an element",
        "<div>" + "".join(f"<div><div>{part}</div></div>" for part in (HEAD, LAW, BODY, SIGNED)) + "</div>",
        ["KẾ HOẠCH", "Căn cứ Luật", "Nâng cao", "- Như trên."],
        [],
    ),
    (
        "an appendix beside the plan",
        f"<div><div>{PLAN * 3}</div><div><p>PHỤ LỤC</p><p>Danh mục</p></div></div>",
        ["KT. CHỦ TỊCH", "PHỤ LỤC", "Danh mục"],
        [],
    ),
    ("a table of laws beside the plan", f"<div><div>{PLAN * 3}</div><div>{LAWS}</div></div>", ["Nơi nhận:", "Luật số 2"], []),
    ("news before the plan", f"<div><div>{NEWS}</div><div>{PLAN * 2}</div></div>", ["Căn cứ Luật"], ["khai mạc"]),
    (
        "names that mean a portal on parts of the document",
        f'<div class="search"><div class="doc-header">{HEAD}</div><div class="header">ỦY BAN NHÂN DÂN TỈNH X</div>'
        f'<div class="comments">{LAW}{BODY}</div><table><tr><td class="menu">{SIGNED}</td></tr></table></div>',
        ["KẾ HOẠCH", "ỦY BAN NHÂN DÂN TỈNH X", "Căn cứ Luật", "Nâng cao", "KT. CHỦ TỊCH"],
        [],
    ),
    (
        "a table of contents in the document",
        f'<div>{HEAD}{LAW}<ul><li><a href="#1">I. MỤC ĐÍCH</a></li><li><a href="#2">Điều 2. Nguyên tắc</a></li>'
        f'<li><a href="#3">PHỤ LỤC</a></li></ul>{BODY}{SIGNED}</div>',
        ["Nâng cao", "I. MỤC ĐÍCH"],
        ["Điều 2", "PHỤ LỤC"],
    ),
    (
        "a box of links between paragraphs",
        f'<div>{HEAD}{LAW}<p><b>&gt;&gt; Xem thêm:</b> <a href="/x">Hướng dẫn thủ tục mới nhất</a></p>'
        f'<p>Xem thêm nội dung tại <a href="/y">Phụ lục</a> kèm theo kế hoạch này của Ủy ban nhân dân tỉnh.</p>{BODY}</div>',
        ["Nâng cao", "Xem thêm nội dung tại Phụ lục"],
        ["Hướng dẫn thủ tục"],
    ),
    (
        "a citation of links in an element of its own",
        f'<div>{HEAD}<div>Thực hiện <a href="/1">Nghị quyết số 12/NQ-HĐND ngày 10/12/2023 của Hội đồng nhân dân tỉnh</a>, '
        '<a href="/2">Chương trình hành động số 36-CTr/TU ngày 10/01/2020 của Tỉnh ủy</a>, '
        f'<a href="/3">Quyết định số 147/QĐ-TTg ngày 22/01/2020 của Thủ tướng Chính phủ</a>;</div>{BODY}{SIGNED}</div>',
        ["Thực hiện Nghị quyết số 12/NQ-HĐND"],
        [],
    ),
    ("a page that is nothing but links", f"<ul>{LINKS}</ul>", ["thủ tục"], []),
    ("a page whose name is a portal's", f"<div class='menu'>{NEWS}</div>", ["khai mạc"], []),
    ("a page that a script would show", f"<div style='display:none'>{NEWS}</div>", ["khai mạc"], []),
    (
        "comments longer than the plan",
        f"<div><div>{PLAN}</div><div class='comments'>{NEWS * 9}</div></div>",
        ["KT. CHỦ TỊCH"],
        ["khai mạc"],
    ),
    ("no heading, no signature", f"<div id=nav><a href=1>Trang chủ</a></div><div>{NEWS * 3}</div>", ["khai mạc"], []),
]  # fmt: skip


@pytest.mark.parametrize(("page", "there", "gone"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_document(page: str, there: list[str], gone: list[str]) -> None:
    items = read_html(f"<html><body>{page}</body></html>")
    lines = [
        line.text for item in items for line in ([item] if isinstance(item, Line) else [x for c in item.cells for x in c.lines])
    ]
    assert [words for words in there if not any(words in line for line in lines)] == []
    assert [words for words in gone if any(words in line for line in lines)] == []


PARTICULARS = [
    "<ul><li><b>Số hiệu:</b> 5/KH-UBND</li><li><b>Người ký:</b> Lê Văn A</li></ul>",
    "<table><tr><td>Số ký hiệu</td><td>5/KH-UBND</td></tr><tr><td>Ngày ban hành</td><td>01/02/2024</td></tr></table>",
    "<dl><dt>Số ký hiệu</dt><dd>5/KH-UBND</dd><dt>Người ký</dt><dd>Lê Văn A</dd></dl>",
    "<div class='sidebar'><p>Số hiệu: 5/KH-UBND</p><p>Cơ quan ban hành: <a href='/x'>UBND tỉnh X</a></p></div>",
    "<div class='tab-pane'><p>Số hiệu 5/KH-UBND</p><p>Loại văn bản: Kế hoạch</p></div>",
]


@pytest.mark.parametrize("box", PARTICULARS)
@pytest.mark.parametrize(
    "page", ["<div>{box}</div><div>{plan}</div>", "<div><div>{plan}</div></div><div><div>{box}</div></div>"]
)
def test_what_the_portal_says_stands_before_the_document(page: str, box: str) -> None:
    items = read_html(page.format(box=box, plan=PLAN))
    lines = [
        line.text for item in items for line in ([item] if isinstance(item, Line) else [x for c in item.cells for x in c.lines])
    ]
    assert any("5/KH-UBND" in line for line in lines[:3])
    assert lines.count("KẾ HOẠCH") == 1


@pytest.mark.parametrize("kind", ["containers", "metadata_containers"])
def test_each_selector_can_be_looked_up(kind: str) -> None:
    assert len(_selectors(kind)) == len(lexicon_yaml("portals")[kind])


def test_a_page_of_particulars_alone_gives_them() -> None:
    """As vanban.chinhphu.vn and congbao.chinhphu.vn show a document whose text is a file beside the page."""
    table = (
        "<table><tr><td>Số ký hiệu</td><td>417/KH-UBND</td></tr><tr><td>Ngày ban hành</td><td>12-03-2024</td></tr>"
        "<tr><td>Cơ quan ban hành</td><td>UBND tỉnh</td></tr><tr><td>Trích yếu</td><td>Phát triển du lịch</td></tr></table>"
    )
    pairs = [("Số ký hiệu", "417/KH-UBND"), ("Loại văn bản", "Kế hoạch"), ("Ngày ban hành", "12/03/2024")]
    rows = "".join(f"<div><div class=name>{label}</div><div class=value>{value}</div></div>" for label, value in pairs)
    for page in (f"<div><ul>{LINKS}</ul></div><div>{table}</div>", rows):
        cleaned = clean(Page("a", "html", "0" * 64, read_html(page)))
        assert (cleaned.metadata.number, str(cleaned.metadata.issued_date)) == ("417/KH-UBND", "2024-03-12")
        assert not any("417" in block.text for block in cleaned.blocks)
