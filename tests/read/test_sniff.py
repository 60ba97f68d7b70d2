"""Formats are told by the first bytes and the inside of a file, never by its name."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.read import ReadError
from pipeline.read.sniff import sniff


def zipped(*names: str, mimetype: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.4 ...", "pdf"),
        (b"\r\n\x00junk%PDF-1.7 ...", "pdf"),
        (b"{\\rtf1\\ansi ...", "rtf"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "word/document2.xml"), "docx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        ("Ủy ban nhân dân".encode(), None),
        (b"<html>", None),
        (b"Markdown **x**", None),
        (b"MZ hai", None),
    ],
)
def test_signed(data: bytes, form: str | None) -> None:
    assert sniff(data, "a") == form


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "an image"),
        (b"\xff\xd8\xff\xe0..JFIF", "an image"),
        (b"GIF89a", "an image"),
        (b"RIFF\x00\x00\x00\x00WEBP", "an image"),
        (b"\x1f\x8b\x08", "an archive"),
        (b"Rar!\x1a\x07\x00", "an archive"),
        (b"7z\xbc\xaf\x27\x1c", "an archive"),
        (b"\x7fELF\x02", "a program"),
        (b"MZ\x90\x00\x03\x00", "a program"),
        (b"\x00\x00\x00\x18ftypmp42", "a sound or a film"),
        (OLE, "no Word document"),
        (zipped("xl/workbook.xml"), "a spreadsheet"),
        (zipped("ppt/presentation.xml"), "a presentation"),
        (zipped("a.txt"), "an archive"),
        (b"PK\x03\x04 cut off", "damaged"),
    ],
)
def test_no_document(data: bytes, what: str) -> None:
    with pytest.raises(ReadError, match=f"^plans/a: .*{what}"):
        sniff(data, "plans/a")
