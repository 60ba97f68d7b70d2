"""How bytes become text: byte order marks, UTF-8, what HTML declares, old Vietnamese code pages, and what is no text."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.read import ReadError
from pipeline.read.encoding import decode

TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương; Ủy ban nhân dân tỉnh Kon Tum ban hành kế hoạch hằng năm.\n" * 4


def _cp1258(text: str) -> bytes:
    """`text` in windows-1258, which writes tone marks behind their letters."""
    letters = []
    for char in text:
        try:
            letters.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            base, mark = _apart(char)
            letters.append(base.encode("cp1258") + mark.encode("cp1258"))
    return b"".join(letters)


def _apart(char: str) -> tuple[str, str]:
    loose = unicodedata.normalize("NFD", char)
    mark = next(sign for sign in loose if sign in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", loose.replace(mark, "")), mark


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_texts_are_read_without_a_note(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_guessed(encoding: str) -> None:
    text, notes = decode(TEXT.encode(encoding), "a.txt")
    assert text == TEXT
    assert [note.code for note in notes] == ["encoding-guessed"]


def test_windows_1258_is_guessed_and_composes_to_the_same_letters() -> None:
    text, notes = decode(_cp1258(TEXT), "a.txt")
    assert unicodedata.normalize("NFC", text) == TEXT
    assert [note.code for note in notes] == ["encoding-guessed"]


def test_a_declared_charset_is_believed() -> None:
    page = f'<html><head><meta charset="windows-1258"></head><body>{TEXT}</body></html>'
    text, notes = decode(_cp1258(page), "a.html")
    assert unicodedata.normalize("NFC", text) == page
    assert notes == ()


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    page = f'<meta charset="windows-1252">{TEXT}'
    assert decode(page.encode(), "a.html") == (page, ())


def test_a_file_cut_inside_a_letter_keeps_its_text() -> None:
    text, notes = decode(TEXT.encode()[:-1] + "ế".encode()[:2], "a.txt")
    assert text.startswith(TEXT[:-1])
    assert [note.code for note in notes] == ["undecodable-characters"]


def test_an_old_font_is_reported() -> None:
    _, notes = decode(("Uû ban nh©n d©n tØnh ban hµnh kÕ ho¹ch ph¸t triÓn n¨m 2005\n" * 5).encode(), "a.txt")
    assert [note.code for note in notes] == ["legacy-font"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf \n", b"\x00\x01\x02\x03" * 50])
def test_what_is_no_text_is_an_error_with_the_name_of_the_file(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"plans/a\.txt"):
        decode(data, "plans/a.txt")
