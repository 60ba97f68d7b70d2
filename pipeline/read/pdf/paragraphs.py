"""From printed lines to paragraphs, by what the eye goes by.

A line begins a paragraph when the first word had room on the line before, when it is set in, when it stands further below
than lines of a paragraph do, when the type changes, or when an item's mark opens it behind the end of a sentence. Lines
in the middle of the page are a heading: they are one paragraph as long as their type stays the same.

Input: the lines of a column in reading order, over pages too; output: paragraphs as lists of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key
from pipeline.read.pdf.shapes import Paragraph, PrintLine
from pipeline.recognize.ordinals import read_marker

_BLANK, _SLACK = 0.25, 0.3
_SET_IN = 0.7
_ALIKE = 0.35
_SPACED = 1.28
_FAR = 1.9
_OFF_CENTRE = 0.03
_CENTRED_ROOM = 2.0
_KIND_LINE = 0.5
_ENDED = re.compile(r"[.;:!?…][\"”’»)\]*]{0,3}(?:/\.?)?$")
_SIZE_CHANGE = 0.12
_NAME_REACH = 30


def paragraphs_of(lines: Iterable[PrintLine]) -> list[Paragraph]:
    """The paragraphs that the lines make."""
    paragraphs: list[list[PrintLine]] = []
    for line in lines:
        if paragraphs and not begins(paragraphs[-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [tuple(paragraph) for paragraph in paragraphs]


def begins(paragraph: Sequence[PrintLine], line: PrintLine) -> bool:
    """Whether `line` begins a paragraph behind the lines of `paragraph`."""
    before = paragraph[-1]
    far = _spaced(before, line)
    if far is None and line.place != "cell":
        return True
    marked = read_marker(line.text) is not None
    if line.text[:1].islower() and not marked and not ends_sentence(before.text):
        return False
    if line.place == "cell":
        return _begins_in_cell(paragraph, line, marked=marked, far=far is not False)
    if _type_changes(paragraph, line):
        return True
    if (centred(before) and centred(line)) or (_heads(before) and _heads(line)):
        return _heading_ends(paragraph, line)
    if had_room(before, line) or _set_in(paragraph, line) or far:
        return True
    return marked and (ends_sentence(before.text) or _next_number(paragraph[0], line))


def _begins_in_cell(paragraph: Sequence[PrintLine], line: PrintLine, *, marked: bool, far: bool) -> bool:
    """The same for the lines of a cell, which are often centred and seldom set in."""
    before = paragraph[-1]
    if had_room(before, line) or far:
        return True
    if marked and (ends_sentence(before.text) or _next_bullet(before, line) or _next_number(paragraph[0], line)):
        return True
    return not (_middle(before) and _middle(line)) and _set_in(paragraph, line)


def _next_bullet(before: PrintLine, line: PrintLine) -> bool:
    """Whether the dash that opens a line is a bullet, and not the dash inside a name (`Lao động - Thương binh`)."""
    marker = read_marker(line.text)
    if marker is None or not marker.is_bullet:
        return False
    left, right = fold_key(before.text[-_NAME_REACH:]), fold_key(line.text[marker.end :][:_NAME_REACH])
    return line.text[marker.end :][:1].isupper() and not any(
        left.endswith(first) and right.startswith(second) for first, second in _dashed_names()
    )


def _next_number(first: PrintLine, line: PrintLine) -> bool:
    """Whether the number that opens a line follows the one that opens the paragraph: `(2)` behind `(1)`."""
    one, two = read_marker(first.text), read_marker(line.text)
    if one is None or two is None or one.style != two.style or not one.path or not two.path:
        return False
    return one.path[:-1] == two.path[:-1] and two.path[-1] == one.path[-1] + 1


@cache
def _dashed_names() -> tuple[tuple[str, str], ...]:
    return tuple((fold_key(first), fold_key(second)) for first, second in lexicon_yaml("portals")["wrapping"]["dashed_names"])


def _middle(line: PrintLine) -> bool:
    """Whether a line stands as far from the left as from the right margin."""
    return abs((line.x0 - line.margins.left) - (line.margins.right - line.x1)) < _SET_IN * line.size


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a mark that ends a sentence or a clause of a list."""
    return _ENDED.search(text[-6:]) is not None


def had_room(before: PrintLine, line: PrintLine) -> bool:
    """Whether the first word of `line` had room at the end of the line before: then that line was ended on purpose."""
    margins = before.margins
    needed = _BLANK * before.size + line.words[0].width * before.size / line.words[0].size
    return before.x1 + needed <= margins.right - _SLACK * before.size


def centred(line: PrintLine) -> bool:
    """Whether a line stands in the middle between its margins, with room on both sides."""
    left, right = line.x0 - line.margins.left, line.margins.right - line.x1
    if line.place == "column":
        return abs(left - right) < max(_OFF_CENTRE * line.margins.width, 3.0) and not _opens_item(line)
    return (
        min(left, right) > _CENTRED_ROOM * line.size
        and abs(left - right) < 2 * max(_OFF_CENTRE * line.margins.width, 3.0)
        and not _opens_item(line)
    )


def _heads(line: PrintLine) -> bool:
    """Whether a line fills its column like a wide line of a centred heading: bold or in capitals, as far from both margins."""
    left, right = line.x0 - line.margins.left, line.margins.right - line.x1
    return (
        (line.bold is True or line.text.isupper())
        and abs(left - right) < 2 * max(_OFF_CENTRE * line.margins.width, 3.0)
        and not _opens_item(line)
    )


def _opens_item(line: PrintLine) -> bool:
    return read_marker(line.text) is not None


def _full(line: PrintLine) -> bool:
    return line.width > 0.9 * line.margins.width


def _heading_ends(paragraph: Sequence[PrintLine], line: PrintLine) -> bool:
    """Whether a centred line begins another heading: a short line over a wide one names the kind of document.

    In a head of two columns each line is one, but for a last word that had no room (`... CHỦ NGHĨA VIỆT` over `NAM`).
    """
    before = paragraph[-1]
    if line.place == "column":
        return not (len(line.words) == 1 and _full(before) and not had_room(before, line) and len(before.words) > 1)
    if before.page != line.page:
        return True
    return len(paragraph) == 1 and before.width < _KIND_LINE * line.width and before.text.isupper()


def _spaced(before: PrintLine, line: PrintLine) -> bool | None:
    """Whether `line` stands further below than lines of a paragraph do; None when so far that nothing joins them."""
    if before.page != line.page:
        return False
    step, pitch = line.base - before.base, line.margins.pitch * line.size
    if step < 0 or step > max(_FAR * pitch, 2.6 * line.size):
        return None
    return pitch > 0 and step > _SPACED * pitch


def _type_changes(paragraph: Sequence[PrintLine], line: PrintLine) -> bool:
    """Whether the type changes as it does between headings and text, and the words may begin a paragraph."""
    if line.text[:1].islower() and not _opens_item(line):
        return False
    before = paragraph[-1]
    if abs(before.size - line.size) > _SIZE_CHANGE * max(before.size, line.size):
        return True
    was_bold = {other.bold for other in paragraph}
    if len(was_bold) == 1 and None not in was_bold and line.bold is not None and line.bold not in was_bold:
        return True
    return (
        _in_capitals(before.text) != _in_capitals(line.text)
        and (centred(before) or before.place == "column")
        and len(line.text) > 3
    )


def _in_capitals(text: str) -> bool:
    return text.isupper()


def _set_in(paragraph: Sequence[PrintLine], line: PrintLine) -> bool:
    """Whether `line` is the first of a paragraph by its place: further in than the one before, or as far as a first one."""
    before = paragraph[-1]
    here, there = line.x0 - line.margins.left, before.x0 - before.margins.left
    step = _SET_IN * line.size
    if here - there > step:
        return not (len(paragraph) == 1 and _hangs(before, line, here))
    if len(paragraph) == 1 and here > step and abs(here - there) < _ALIKE * line.size and line.place == "body":
        return _opens_item(line) or not (line.text[:1].islower() or _cut_short(before))
    return False


def _hangs(before: PrintLine, line: PrintLine, here: float) -> bool:
    """Whether the line stands under the words behind the mark of the one before."""
    if not _opens_item(before) or len(before.words) < 2:
        return False
    behind = before.words[1].x0 - before.margins.left
    return abs(here - behind) < _ALIKE * line.size + 1.0


def _cut_short(line: PrintLine) -> bool:
    return not ends_sentence(line.text) and _full(line)
