"""From the runs of a paragraph to its words: what a reader sees once tracked changes are accepted.

Insertions stay and deletions go; of fields the results are read, not the codes; hidden runs, comments and phonetic guides
are left out; runs set in capitals are printed in capitals. Runs of one font are joined before their font is asked what it
means, since old fonts write one letter with two characters. Text boxes are handed back: they stand beside the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from pipeline.read.docx.fonts import symbol, unicode_run
from pipeline.read.docx.names import ALTERNATE, MATH, chosen, switch, value, w
from pipeline.read.docx.styles import Styles
from pipeline.read.legacy import from_font

LINE_END = "\n"
PAGE_END = "\f"
_RUN, _TEXT, _MATH_TEXT, _TEXT_BOX = w("r"), w("t"), f"{{{MATH}}}t", w("txbxContent")
_BREAK, _SYMBOL, _FIELD, _CODE, _SIMPLE_FIELD = w("br"), w("sym"), w("fldChar"), w("instrText"), w("fldSimple")
_RUN_LOOK = w("rPr")
_SOFT_HYPHEN = w("softHyphen")
_SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): LINE_END, w("noBreakHyphen"): "-"}
_PICTURES = frozenset((w("drawing"), w("pict"), w("object")))
# What holds no words of the text: how things look, what was deleted, phonetic guides, fields of forms.
_LOOKS = ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")
_SKIPPED = frozenset(map(w, (*_LOOKS, "del", "moveFrom", "delText", "delInstrText", "rt", "ffData")))
# A list of contents or of terms repeats the document's headings, and counts pages that nobody sees.
_GENERATED = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")


class _Stretch(NamedTuple):
    """Words of one font; `capitals` are printed as such whatever they are."""

    text: str
    font: str
    capitals: bool


@dataclass(slots=True)
class Words:
    """Words put together so far: stretches of one font, line ends in them, and the text boxes that are anchored there."""

    stretches: list[_Stretch] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0

    def add(self, text: str, font: str, *, capitals: bool = False) -> None:
        """Put `text` behind the other words."""
        last = self.stretches[-1] if self.stretches else None
        if last is not None and (last.font, last.capitals) == (font, capitals):
            self.stretches[-1] = last._replace(text=last.text + text)
        else:
            self.stretches.append(_Stretch(text, font, capitals))

    @property
    def text(self) -> str:
        """The words in Unicode."""
        read = ((unicode_run(text, font), capitals) for text, font, capitals in self.stretches)
        return "".join(text.upper() if capitals else text for text, capitals in read)


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code, and whether what follows is its result, and is read."""

    code: str = ""
    result: bool = False
    read: bool = True


class WordReader:
    """Reads runs; keeps which fields are open, since a field may begin in one paragraph and end in another."""

    def __init__(self, styles: Styles, body: etree._Element) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self._style: str | None = None
        self.left_out = 0
        kinds = [char.get(w("fldCharType")) for char in body.iter(_FIELD)]
        self._balanced = kinds.count("begin") == kinds.count("end")

    def read(self, paragraph: etree._Element, style: str | None, words: Words) -> None:
        """Put the words of `paragraph` behind `words`."""
        self._style = style
        self._inside(paragraph, words)
        for open_field in self._fields:  # a code ends with its paragraph: what follows a broken one is read
            open_field.result = True

    def _inside(self, element: etree._Element, words: Words) -> None:
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child, words)
            elif tag == _MATH_TEXT:
                self._add(child.text or "", "", words)
            elif tag == ALTERNATE:
                shown = chosen(child)
                if shown is not None:
                    self._inside(shown, words)
            elif tag == _SIMPLE_FIELD and self._generated(child.get(w("instr"), "")):
                self.left_out += 1
            elif tag == _TEXT_BOX:
                words.boxes.append(child)
            elif tag not in _SKIPPED:
                self._inside(child, words)

    def _run(self, run: etree._Element, words: Words) -> None:
        look = run.find(_RUN_LOOK)
        style = value(look, "rStyle")
        if self._is_on("vanish", look, style):
            self._only_fields(run)
            return
        font = self._styles.own_font(look) or self._styles.font(self._style, style)
        capitals = self._is_on("caps", look, style)
        for child in run:
            self._part(child, font, words, capitals=capitals)

    def _part(self, part: etree._Element, font: str, words: Words, *, capitals: bool) -> None:
        tag = part.tag
        if tag == _TEXT:
            text = part.text or ""
            self._add(text, font, words, capitals=capitals)
        elif tag == _SOFT_HYPHEN:  # Word's name for character 173, a letter in old fonts
            self._add("\u00ad" if from_font("\u00ad", font) else "", font, words, capitals=capitals)
        elif tag in _SIGNS:
            self._add(_SIGNS[tag], font, words)
        elif tag == _BREAK:
            self._add(PAGE_END if part.get(w("type")) in ("page", "column") else LINE_END, font, words)
        elif tag == _SYMBOL:
            code = part.get(w("char"), "")
            sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
            own = part.get(w("font"), font)
            self._add(symbol(sign, own) if sign else "", own, words)
        elif tag == _FIELD:
            self._field(part.get(w("fldCharType")))
        elif tag == _CODE and self._fields:
            self._fields[-1].code += part.text or ""
        elif tag in _PICTURES:
            words.pictures += 1
            self._inside(part, words)
        elif tag == ALTERNATE:
            shown = chosen(part)
            for child in () if shown is None else shown:
                self._part(child, font, words, capitals=capitals)
        elif tag not in _SKIPPED:
            self._inside(part, words)

    def _add(self, text: str, font: str, words: Words, *, capitals: bool = False) -> None:
        if text and all(open_field.result and open_field.read for open_field in self._fields):
            words.add(text, font, capitals=capitals)

    def _is_on(self, name: str, look: etree._Element | None, style: str | None) -> bool:
        own = switch(look, name)
        return self._styles.toggled(name, self._style, style) if own is None else own

    # --- fields

    def _only_fields(self, run: etree._Element) -> None:
        """Follow the fields of a hidden run."""
        for child in run:
            if child.tag == _FIELD:
                self._field(child.get(w("fldCharType")))
            elif child.tag == _CODE and self._fields:
                self._fields[-1].code += child.text or ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif kind == "end":
            self._fields.pop()
        elif kind == "separate":
            self._fields[-1].result = True
            if self._generated(self._fields[-1].code) and self._balanced:
                self._fields[-1].read = False
                self.left_out += 1

    @staticmethod
    def _generated(code: str) -> bool:
        return _GENERATED.match(code) is not None


def mark_is_gone(properties: etree._Element | None, *, hidden: bool) -> bool:
    """Whether a paragraph runs on into the next: its mark is deleted or hidden, or it is a large initial set apart."""
    if properties is None:
        return False
    look = properties.find(_RUN_LOOK)
    frame = properties.find(w("framePr"))
    deleted = look is not None and any(look.find(w(name)) is not None for name in ("del", "moveFrom"))
    initial = frame is not None and frame.get(w("dropCap"), "none") != "none"
    return deleted or hidden or initial
