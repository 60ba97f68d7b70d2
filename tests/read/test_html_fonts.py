"""Which words of a page are handed over for conversion from an old font."""

from __future__ import annotations

import pytest

from pipeline.read.html import fonts
from pipeline.read.html.fonts import in_unicode
from pipeline.read.html.sources import Sources
from pipeline.read.html.tree import parse

PAGES = [
    ('<font face=".VnTime">KÕ ho¹ch <b>sè</b></font> <i>Luật</i>', [("KÕ ho¹ch ", ".VnTime"), ("sè", ".VnTime")]),
    ("<p style='font-family:VNI-Times,serif'>Keá hoaïch</p><p>Luật</p>", [("Keá hoaïch", "VNI-Times")]),
    ('<p style="font:12pt \'.VnArialH\'">a<span style="font-family:Arial">b</span></p>', [("a", ".VnArialH")]),
    (
        '<style>p.MsoNormal, li.MsoNormal {margin:0; font-family:".VnTime";} .s {font-family:Arial}</style>'
        "<p class=MsoNormal>a<span class=s>b</span></p><p>c</p>",
        [("a", ".VnTime")],
    ),
    ('<font face="Times New Roman">Kế hoạch</font>', []),
    ("<p>Phông .VnTime, VNI-Times không còn dùng</p>", []),
]


@pytest.mark.parametrize(("html", "expected"), PAGES)
def test_runs_in_old_fonts(html: str, expected: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[tuple[str, str]] = []

    def noted(text: str, font: str) -> str:
        runs.append((text, font))
        return text.upper()

    monkeypatch.setattr(fonts, "unicode_run", noted)
    soup = parse(html)
    sources = Sources(soup, html)
    in_unicode(soup, html, sources)
    assert runs == expected
    for text, _ in runs:
        node = soup.find(string=text.upper())
        place = sources.of(node)  # type: ignore[arg-type]
        assert place is not None
        assert html[place.start : place.end] == text.strip()
