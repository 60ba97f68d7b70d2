"""What a paragraph's and a run's look depends on: styles and what they are based on, document defaults, theme fonts.

Only what changes the words is asked for: the font (old Vietnamese fonts and symbol fonts draw other signs than the
characters say), whether a run is hidden or set in capitals, and the list that a paragraph style numbers its paragraphs by.
Rules: ISO/IEC 29500-1, 17.7.2 (style hierarchy) and 17.7.3 (properties that toggle).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from pipeline.read.docx.names import DRAWING, number, switch, value, w

_LONGEST_CHAIN = 32
_HIGH_FONT, _LOW_FONT = w("hAnsi"), w("ascii")
_FONTS = ((w("hAnsiTheme"), _HIGH_FONT), (w("asciiTheme"), _LOW_FONT))


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: etree._Element | None, theme: etree._Element | None) -> None:
        styles = [] if root is None else root.findall(w("style"))
        self._by_id = {style.get(w("styleId")): style for style in styles}
        self._default = next(
            (s.get(w("styleId")) for s in styles if s.get(w("type")) == "paragraph" and switch_on(s, "default")), None
        )
        self._defaults = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self._theme = dict(_theme_fonts(theme))
        self.font = lru_cache(4096)(self._font)
        self.toggled = lru_cache(4096)(self._toggled)
        self.numbering = lru_cache(4096)(self._numbering)

    def own_font(self, properties: etree._Element | None) -> str | None:
        """The font that run properties themselves name for letters, None where they name none."""
        fonts = None if properties is None else properties.find(w("rFonts"))
        if fonts is None:
            return None
        for theme, plain in _FONTS:
            name = self._theme.get(fonts.get(theme, "")) or fonts.get(plain)
            if name:
                return str(name)
        return None

    def _font(self, paragraph_style: str | None, run_style: str | None) -> str:
        """The font of a run that names none itself."""
        for properties in (*self._runs(run_style), *self._runs(paragraph_style or self._default)):
            if name := self.own_font(properties):
                return name
        return self.own_font(self._defaults) or ""

    def _toggled(self, name: str, paragraph_style: str | None, run_style: str | None) -> bool:
        """Whether a property that toggles (`vanish`, `caps`) is on for a run that does not set it itself."""
        by_paragraph = _first_set(name, self._runs(paragraph_style or self._default))
        by_run = _first_set(name, self._runs(run_style))
        return by_paragraph != by_run or bool(switch(self._defaults, name))

    def _numbering(self, paragraph_style: str | None) -> tuple[str | None, int | None, tuple[str, ...]]:
        """The list and level that a paragraph style sets, and the style with those it is based on, nearest first."""
        chain = list(self._chain(paragraph_style or self._default))
        ids = tuple(style.get(w("styleId")) for style in chain)
        found = [own for style in chain if (own := style.find(f"{w('pPr')}/{w('numPr')}")) is not None]
        list_id = next((own for numbered in found if (own := value(numbered, "numId")) is not None), None)
        level = next((own for numbered in found if (own := value(numbered, "ilvl")) is not None), None)
        return list_id, None if level is None else number(level, 0), ids

    def linked_list(self, style: str | None) -> str | None:
        """The list that a numbering style stands for."""
        return next((own for link in self._chain(style) if (own := _list_of(link)) is not None), None)

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        """A style and those it is based on, nearest first."""
        for _ in range(_LONGEST_CHAIN):
            element = self._by_id.get(style)
            if element is None:
                return
            yield element
            style = value(element, "basedOn")

    def _runs(self, style: str | None) -> Iterator[etree._Element]:
        for element in self._chain(style):
            properties = element.find(w("rPr"))
            if properties is not None:
                yield properties


def switch_on(element: etree._Element, attribute: str) -> bool:
    """Whether an attribute of `element` is set and on."""
    return element.get(w(attribute), "0") in ("1", "true", "on")


def _first_set(name: str, properties: Iterator[etree._Element]) -> bool:
    return next((own for one in properties if (own := switch(one, name)) is not None), False)


def _list_of(style: etree._Element) -> str | None:
    return value(style.find(f"{w('pPr')}/{w('numPr')}"), "numId")


def _theme_fonts(theme: etree._Element | None) -> Iterator[tuple[str, str]]:
    """The names that runs give theme fonts (`minorHAnsi`) with the fonts that they stand for."""
    for part in ("major", "minor"):
        latin = None if theme is None else theme.find(f".//{{{DRAWING}}}{part}Font/{{{DRAWING}}}latin")
        if latin is not None and latin.get("typeface"):
            yield f"{part}HAnsi", latin.get("typeface")
            yield f"{part}Ascii", latin.get("typeface")
