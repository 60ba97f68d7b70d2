"""How bytes become text: byte order marks, UTF-8, what HTML declares, old Vietnamese code pages, and what is no text."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.read import ReadError
from pipeline.read.encoding import decode
from tests.read.old_codes import windows_1258

TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương; Ủy ban nhân dân tỉnh Kon Tum ban hành kế hoạch hằng năm.\n" * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_texts_are_read_without_a_note(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_guessed(encoding: str) -> None:
    text, notes = decode(TEXT.encode(encoding), "a.txt")
    assert text == TEXT
    assert [note.code for note in notes] == ["encoding-guessed"]


def test_windows_1258_is_guessed_and_composes_to_the_same_letters() -> None:
    text, notes = decode(windows_1258(TEXT), "a.txt")
    assert unicodedata.normalize("NFC", text) == TEXT
    assert [note.code for note in notes] == ["encoding-guessed"]


def test_a_declared_charset_is_believed() -> None:
    page = f'<html><head><meta charset="windows-1258"></head><body>{TEXT}</body></html>'
    text, notes = decode(windows_1258(page), "a.html")
    assert unicodedata.normalize("NFC", text) == page
    assert notes == ()


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    page = f'<meta charset="windows-1252">{TEXT}'
    assert decode(page.encode(), "a.html") == (page, ())


def test_a_file_cut_inside_a_letter_keeps_its_text() -> None:
    text, notes = decode(TEXT.encode()[:-1] + "ế".encode()[:2], "a.txt")
    assert text.startswith(TEXT[:-1])
    assert [note.code for note in notes] == ["undecodable-characters"]


OLD = "Uû ban nh©n d©n tØnh ban hµnh kÕ ho¹ch ph¸t triÓn n¨m 2005"
MEANT = "Uỷ ban nhân dân tỉnh ban hành kế hoạch phát triển năm 2005"


@pytest.mark.parametrize("data", [OLD.encode(), OLD.encode("latin-1"), OLD.encode("utf-16")])
def test_text_for_an_old_font_becomes_unicode(data: bytes) -> None:
    text, notes = decode(data, "a.txt")
    assert (text, [note.code for note in notes]) == (MEANT, ["legacy-converted"])


@pytest.mark.parametrize("charset", ["windows-1252", "x-user-defined", "utf-16", "x-viet-tcvn", ""])
def test_a_page_in_an_old_font_is_read_whatever_it_declares(charset: str) -> None:
    head = f'<html><meta http-equiv="Content-Type" content="text/html; charset={charset}"><body><p>'
    text, notes = decode(f"{head}{OLD}</p><p>x· V¹n Ph\u00f3c</body>".encode("latin-1"), "a.html")
    assert text == f"{head}{MEANT}</p><p>xã Vạn Phúc</body>"
    assert [note.code for note in notes] == ["legacy-converted"]


def test_letters_written_as_entities_are_read_too() -> None:
    page = "<html><p>U&ucirc; ban nh&copy;n d&copy;n t&Oslash;nh k&#213; ho&sup1;ch &lt;n&uml;m&gt;</p>"
    assert decode(page.encode(), "a.html")[0] == "<html><p>Uỷ ban nhân dân tỉnh kế hoạch &lt;năm&gt;</p>"
    plain = "<p>caf&eacute; &copy; 2020 m&sup2; &nbsp;\u1ebf</p>"
    assert decode(plain.encode(), "a.html") == (plain, ())


def test_lines_in_two_encodings_are_each_read_in_theirs() -> None:
    data = TEXT.encode() + (OLD + "\n").encode("latin-1") * 3 + TEXT.encode()
    text, notes = decode(data, "a.txt")
    assert text == TEXT + (MEANT + "\n") * 3 + TEXT
    assert [note.code for note in notes] == ["encoding-guessed", "legacy-converted"]


def test_what_only_looks_like_an_old_font_is_reported() -> None:
    text = "ngh¸q wk©z x®kv ¹r¸q b¸jk\n" * 5
    assert decode(text.encode(), "a.txt")[0] == text
    assert [note.code for note in decode(text.encode(), "a.txt")[1]] == ["legacy-font"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf \n", b"\x00\x01\x02\x03" * 50])
def test_what_is_no_text_is_an_error_with_the_name_of_the_file(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"plans/a\.txt"):
        decode(data, "plans/a.txt")
