"""Web archives: the page in a mail message, saved by a browser or by Word."""

from __future__ import annotations

import base64
import quopri
import unicodedata
from pathlib import Path

import pytest

from pipeline.model import Line
from pipeline.read import ReadError, read

PAGE = "<html><head><title>x</title></head><body><p>Kế hoạch số 5/KH-UBND</p><p>Căn cứ Luật</p></body></html>"


def archive(*parts: tuple[str, str, bytes], head: str = "", kind: str = "multipart/related") -> bytes:
    """A message of parts, each its headers, its transfer encoding and its bytes."""
    lines = [f'{head}MIME-Version: 1.0\r\nContent-Type: {kind};\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n'.encode()]
    for headers, encoding, content in parts:
        encoded = quopri.encodestring(content) if encoding == "quoted-printable" else base64.encodebytes(content)
        lines.append(f"------b\r\n{headers}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + encoded + b"\r\n")
    return b"".join([*lines, b"------b--\r\n"])


def lines_of(data: bytes, folder: Path) -> tuple[list[str], str | None]:
    path = folder / "page.mhtml"
    path.write_bytes(data)
    page = read(path, path.name)
    assert page.source_format == "html"
    return [item.text for item in page.items if isinstance(item, Line)], page.host


EXPECTED = ["Kế hoạch số 5/KH-UBND", "Căn cứ Luật"]
BLINK = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://vbpl.vn/a.aspx\r\nSubject: =?utf-8?Q?K=E1=BA=BF?=\r\n"
HTML = "Content-Type: text/html"
UNICODE = 'Content-Location: file:///C:/a.htm\r\nContent-Type: text/html; charset="unicode"'
FRAMED = b'<html><body><iframe src="cid:f@mhtml"></iframe></body></html>'
COMBINED = "<p>K\u00ea\u0301 hoa\u0323ch s\u00f4\u0301 5/KH-UBND</p><p>C\u0103n c\u01b0\u0301 Lu\u00e2\u0323t</p>"
CASES = [
    (archive((HTML, "quoted-printable", PAGE.encode()), head=BLINK), "vbpl.vn"),
    (archive((UNICODE, "base64", PAGE.encode("utf-16")), ("Content-Type: image/png", "base64", b"\x89PNG")), None),
    (
        archive((f"Content-Location: http://x.gov.vn/a.htm\r\n{HTML}", "base64", PAGE.encode("ascii", "xmlcharrefreplace"))),
        "x.gov.vn",
    ),
    (archive((f"{HTML}; charset=windows-1258", "quoted-printable", COMBINED.encode("cp1258"))), None),
    (
        archive((HTML, "quoted-printable", FRAMED), (f"Content-ID: <f@mhtml>\r\n{HTML}", "quoted-printable", PAGE.encode())),
        None,
    ),
]


@pytest.mark.parametrize(("data", "host"), CASES)
def test_the_page_in_an_archive(tmp_path: Path, data: bytes, host: str | None) -> None:
    texts, found = lines_of(data, tmp_path)
    assert [unicodedata.normalize("NFC", text) for text in texts] == EXPECTED
    assert found == host


def test_an_archive_without_a_page_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"page\.mhtml: a web archive without a page"):
        lines_of(archive(("Content-Type: image/png", "base64", b"\x89PNG")), tmp_path)


def test_a_text_about_mail_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch\n\nContent-Type: multipart/related; boundary=x\n\nMIME-Version: 1.0\n", encoding="utf-8")
    assert read(path, "a.txt").source_format == "text"
