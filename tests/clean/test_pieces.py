"""Characters, marks of Markdown, bars, empty cells and tables."""

from __future__ import annotations

import pytest

from pipeline.clean.markdown import plain_line, plain_links
from pipeline.clean.pieces import settle
from tests.clean.pages import blocks, cleaned

SETTLED = [
    ("  a \t b\u00a0c ", "a b c"),
    ("Ho\u0300a ba\u0300n", "Hòa bàn"),
    ("hoà bình, khoẻ", "hoà bình, khoẻ"),
    ("ke\u0302\u0301 ho\u00adạch\u200b", "kế hoạch"),
    ("\ufeffSố\u0007 5", "Số 5"),
    ("Ðà Nẵng", "Đà Nẵng"),
    ("Sở A &amp; Sở B &#7873; &nbsp;x", "Sở A & Sở B ề x"),
    ("KH&CN; R&D;", "KH&CN; R&D;"),
    ("\uf0b7 Nội dung", "• Nội dung"),
    ("QUYÉT ĐỊNH", "QUYÉT ĐỊNH"),
    ("2.  Mc tiêu c thể", "2. Mc tiêu c thể"),
]


@pytest.mark.parametrize(("raw", "settled"), SETTLED)
def test_settle(raw: str, settled: str) -> None:
    assert settle(raw) == settled
    assert settle(settled) == settled


MARKED = [
    ("**Điều 1\\. Phạm vi **", "Điều 1. Phạm vi"),
    ("## **KẾ HOẠCH**", "KẾ HOẠCH"),
    ("* Quán triệt", "- Quán triệt"),
    ("_Căn cứ Luật;_", "Căn cứ Luật;"),
    ("_Hà Nội__, ngày __01 __tháng_", "Hà Nội, ngày 01 tháng"),
    ("\\- Lưu: VT", "- Lưu: VT"),
    ("ten_tep.doc và 5 * 3", "ten_tep.doc và 5 * 3"),
    ("```", ""),
    ("##", ""),
    ("* * *", ""),
    ("- Số * và #", "- Số * và #"),
]


@pytest.mark.parametrize(("marked", "plain"), MARKED)
def test_marks_of_markdown(marked: str, plain: str) -> None:
    assert plain_line(marked) == plain


def test_links_show_their_words() -> None:
    assert plain_links("số [06/2010/NĐ-CP](/tw/x.aspx?a=b(c)d&e=1) ngày 5") == "số 06/2010/NĐ-CP ngày 5"
    assert plain_links("điểm [a] (xem)") == "điểm [a] (xem)"


def test_a_markdown_page_with_links_broken_over_lines() -> None:
    link = "[06/2010/NĐ-\nCP](/tw/pages/vbpq-\ntimkiem.aspx?type=0&Keyword=06/2010)"
    item = f"1\\. Nghị định số {link} ngày 25 tháng 01 năm 2010 của\nChính phủ quy định."
    text = "\n\n".join(["**Điều 1\\. Hiệu lực**", *[item] * 5])
    assert (
        blocks(text)
        == ["Điều 1. Hiệu lực"] + ["1. Nghị định số 06/2010/NĐ-CP ngày 25 tháng 01 năm 2010 của Chính phủ quy định."] * 5
    )


def test_a_link_broken_behind_an_abbreviation_in_capitals_stays_one() -> None:
    lines = [
        "địa phương nhanh chóng triển khai thực hiện Nghị quyết số [01/2004/NQ-CP](/tw/pages/vbpq-",
        "timkiem.aspx?type=0&s=1&Keyword=01/2004/NQ-",
        "CP&SearchIn=Title,Title1&IsRec=1&pv=0) ngày 12 tháng 01 năm 2004 của Chính phủ về",
        "một số giải pháp chủ yếu.",
    ]
    words = "số 01/2004/NQ-CP ngày 12 tháng 01 năm 2004 của Chính phủ về một số giải pháp chủ yếu."
    assert [block[-len(words) :] for block in blocks("\n\n".join(["\n".join(lines)] * 4))] == [words] * 4


def test_joined_syllables_are_parted() -> None:
    page = cleaned("Ủy_ban nhân_dân tỉnh ban_hành kế_hoạch phát_triển kinh_tế năm 2020")
    assert page.text == "Ủy ban nhân dân tỉnh ban hành kế hoạch phát triển kinh tế năm 2020"
    assert "words-joined" in [note.code for note in page.diagnostics]


def test_punctuation_that_was_set_apart_goes_back_to_its_words() -> None:
    page = cleaned(
        "Kế_hoạch số 57 / KH-UBND , ngày 5 / 3 / 2020 ; Sở Y_tế ( chủ_trì ) , “ Đề_án ” , sở , ngành : thực_hiện , báo_cáo ."
    )
    assert page.text == "Kế hoạch số 57/KH-UBND, ngày 5/3/2020; Sở Y tế (chủ trì), “Đề án”, sở, ngành: thực hiện, báo cáo."


def test_a_blank_before_a_comma_alone_changes_nothing() -> None:
    assert blocks("Các sở , ngành ( xem phụ lục ) phối hợp , báo cáo , đề xuất , kiến nghị , tổng hợp .")[0].count(" ,") == 5


def test_an_underscore_in_a_name_stays() -> None:
    assert blocks("Xem tệp ke_hoach_2020_final.doc trên trang của Sở Thông tin và Truyền thông")[0].count("_") == 3


@pytest.mark.parametrize("line", ["K Ế  H O Ạ C H", "K Ế   H O Ạ C H", "K Ế H O Ạ C H"])
def test_a_heading_set_letter_by_letter(line: str) -> None:
    assert blocks(f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n{line}")[-1] == "KẾ HOẠCH"


@pytest.mark.parametrize("line", ["A B C D", "I II III", "1 2 3 4 5"])
def test_single_letters_that_are_no_heading_stay(line: str) -> None:
    assert blocks(f"KẾ HOẠCH\n\n{line}")[-1] == line


@pytest.mark.parametrize("rule", ["-------", "________", "* * * *", "=====", "–––––", "__"])
def test_rules_go(rule: str) -> None:
    assert blocks(f"TỈNH X\n{rule}\nKẾ HOẠCH") == ["TỈNH X", "KẾ HOẠCH"]


@pytest.mark.parametrize("line", ["-", "--", "…", "....", "*", "- a"])
def test_what_is_no_rule_stays(line: str) -> None:
    assert blocks(f"KẾ HOẠCH\n\n{line}\n\nb")[1] == line


def marked_blocks(text: str) -> list[tuple[str, bool]]:
    return [(block.text, block.ends_cell) for block in cleaned(text).blocks]


def test_bars_close_cells_and_two_in_a_row_are_an_empty_one() -> None:
    text = "KẾ HOẠCH\n\nTT\n|\nViệc\n|\n1\n|\nA\nB\n|\n|\n2\n|\n\u00a0\n|\nC\n|"
    assert marked_blocks(text) == [
        ("KẾ HOẠCH", False),
        ("TT", True),
        ("Việc", True),
        ("1", True),
        ("A", False),
        ("B", True),
        ("", True),
        ("2", True),
        ("", True),
        ("C", True),
    ]


def test_bars_of_the_head_leave_no_empty_cells() -> None:
    text = "ỦY BAN NHÂN DÂN\n|\n|\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\n\u00a0\nKẾ HOẠCH\n\nnội dung"
    assert [words for words, _ in marked_blocks(text)] == [
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "KẾ HOẠCH",
        "nội dung",
    ]


def test_a_non_breaking_blank_is_an_empty_cell_behind_the_title_only() -> None:
    assert blocks("\u00a0\n\nKẾ HOẠCH\n\nI\n\n\u00a0\n\n\u00a0\n\n1") == ["KẾ HOẠCH", "I", "", "", "1"]


def test_a_table_of_data_keeps_its_cells_in_order() -> None:
    page = cleaned("KẾ HOẠCH\n\n| TT | Việc | Hạn |\n|---|---|---|\n| 1 | A<br>B | |\n| 2 | C | 2025 |\n\nNơi nhận:")
    (table,) = page.tables
    assert (table.n_rows, table.n_columns, table.blocks) == (3, 3, (1, 10))
    words = {(cell.row, cell.column): [page.blocks[index].text for index in range(*cell.blocks)] for cell in table.cells}
    assert words[1, 1] == ["A", "B"]
    assert words[1, 2] == []
    assert words[2, 2] == ["2025"]


def test_the_table_of_a_signature_is_read_as_lines() -> None:
    page = cleaned("KẾ HOẠCH\n\nnội dung\n\n| Nơi nhận:<br>- Như trên; | TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH |\n| | Lê Văn A |")
    assert page.tables == ()
    assert [block.text for block in page.blocks][2:] == [
        "Nơi nhận:",
        "- Như trên;",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lê Văn A",
    ]
