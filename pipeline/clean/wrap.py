"""Paragraphs put together again on pages that wrap their lines at a fixed width.

Two lines are one paragraph unless the second begins something: an item whose marker is plausible there, a label, a heading,
a word that only opens paragraphs. A marker is plausible when the line before ended a sentence or ended early, or when its
number is the one that follows. Weak evidence is remembered on the piece (`doubtful`).

On `tight` pages a short first line does not mean that the paragraph ends there; on `indented` pages a first line shows by its
place (`Wrapping`). Lines of flattened tables are asked otherwise (`cells`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.cells import goes_on, lines_of_tables
from pipeline.clean.habit import Wrapping
from pipeline.clean.opening import openings
from pipeline.clean.pieces import Piece, ends_sentence
from pipeline.model import Span
from pipeline.recognize.duties import is_whole_heading
from pipeline.recognize.ordinals import Marker, read_marker

_COLON = re.compile(r":[\"”’»)\]*]{0,3}$")
_LETTER_HYPHEN = re.compile(r"[^\W_]-$")
_YEAR_RANGE = re.compile(r"[-–] ?\d{4}\b")
_EARLY = 0.7
_SHORT = 30
_ROOM = 0.95
_INDENT = 3
_TITLE_LENGTH = 9
_ADDRESS_LINES = 4


def unwrapped(pieces: Sequence[Piece], how: Wrapping) -> list[Piece]:
    """The pieces with the lines of each paragraph joined; bars, rules and empty cells part paragraphs and stay."""
    joiner = _Joiner(how)
    cells = lines_of_tables(pieces)
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        joiner.add(piece, following if following is not None and following.text else None, in_cell=index in cells)
    return joiner.done()


class _Joiner:
    """Walks the lines of a page, with the paragraph that is being put together and the ordinals seen so far."""

    def __init__(self, how: Wrapping) -> None:
        self._how = how
        self._words = openings()
        self._done: list[Piece] = []
        self._lines: list[Piece] = []
        self._doubtful = False
        self._seen: dict[tuple[str, tuple[int, ...]], int] = {}

    def add(self, piece: Piece, following: Piece | None, *, in_cell: bool = False) -> None:
        if not piece.text:
            self._end()
            self._done.append(piece)
            return
        if self._lines:
            begins, sure = self._cell_begins(piece) if in_cell else self._begins(piece, following)
            if begins:
                self._end()
            self._doubtful = self._doubtful or not sure
        if not self._lines:
            self._note(read_marker(piece.text))
        self._lines.append(piece)

    def done(self) -> list[Piece]:
        self._end()
        return self._done

    def _end(self) -> None:
        if not self._lines:
            return
        first, last = self._lines[0], self._lines[-1]
        if first is last and not self._doubtful:
            self._done.append(first)
            self._lines = []
            return
        text = first.text
        for line in self._lines[1:]:
            text += self._seam(text, line.text) + line.text
        source = Span(first.source.start, max(last.source.end, first.source.start))
        self._done.append(replace(first, text=text, source=source, doubtful=self._doubtful))
        self._lines = []
        self._doubtful = False

    def _seam(self, before: str, after: str) -> str:
        """A blank; nothing where a word with a hyphen was broken at it, which these two kinds of pages do."""
        glued = (self._how.markdown or self._how.indented) and after[0].isalnum() and not after[0].isdigit()
        return "" if glued and _LETTER_HYPHEN.search(before) else " "

    def _note(self, marker: Marker | None) -> None:
        if marker is not None and marker.path:
            self._seen[(marker.style, marker.path[:-1])] = marker.path[-1]

    def _follows(self, marker: Marker) -> bool:
        """Whether an ordinal is the first of its kind or the next."""
        number = marker.path[-1] if marker.path else 0
        last = self._seen.get((marker.style, marker.path[:-1]))
        return number == 1 or (last is not None and 1 <= number - last <= 2)

    # --- the question

    def _cell_begins(self, piece: Piece) -> tuple[bool, bool]:
        before = self._lines[-1]
        parted = before.chunk != piece.chunk
        return parted or not goes_on(self._paragraph(), before.text, piece.text, self._how.width), True

    def _begins(self, piece: Piece, following: Piece | None) -> tuple[bool, bool]:
        """Whether `piece` begins a paragraph behind the lines so far, and whether that is sure."""
        before, text = self._lines[-1], piece.text
        if before.hard and self._how.markdown and not (_in_capitals(text) and _in_capitals(before.text)):
            return True, True
        if before.chunk != piece.chunk:
            broken = piece.after_page and not ends_sentence(before.text) and not text[0].isupper() and read_marker(text) is None
            return not broken, True
        if self._how.markdown and self._in_address():
            return False, True
        marker = read_marker(text)
        ended = ends_sentence(before.text)
        if self._how.indented and piece.indent >= _INDENT:
            return not (before.indent >= _INDENT and not ended and self._centred(text)), True
        early = self._early(before.text, text)
        if self._words.alone(text) or self._words.own_line(text):
            return not self._words.dangles(before.text), True
        if marker is not None and marker.is_bullet:
            return self._bullet(text, marker, ended, early)
        if marker is not None:
            return self._ordinal(text, marker, ended, early)
        return self._plain(text, following, ended, early)

    def _in_address(self) -> bool:
        """Whether the last lines break off inside the address of a link, where no word of the page can begin."""
        tail = "".join(line.text for line in self._lines[-_ADDRESS_LINES:])
        return tail.rfind("](") > tail.rfind(")")

    def _centred(self, text: str) -> bool:
        """Whether an indented line is the next line of a centred heading."""
        before = self._lines[-1].text
        if not (_in_capitals(text) and _in_capitals(before)):
            return text[0].islower() and read_marker(text) is None
        return not (self._words.alone(text) or self._words.kind(before) or self._words.under_organ(before, text))

    def _early(self, before: str, text: str) -> bool:
        """Whether the line before ended well before its width, though the next word had room; unknown for short first lines."""
        if self._how.tight and len(self._lines) == 1:
            return False
        return len(before) + 1 + len(text.split(" ", 1)[0]) < _EARLY * self._how.width

    def _had_room(self, before: str, text: str) -> bool:
        """Whether the next word had room on the line before: a full stop there ends the paragraph, not only the sentence."""
        return len(before) + 1 + len(text.split(" ", 1)[0]) <= _ROOM * self._how.width

    def _bullet(self, text: str, marker: Marker, ended: bool, early: bool) -> tuple[bool, bool]:
        before = self._lines[-1].text
        if before[-1].isdigit() and _YEAR_RANGE.match(text):
            return False, True
        rest = text[marker.end :]
        if self._words.dashed_name(before, rest):
            return False, True
        if ended or early or _in_capitals(before):
            return True, True
        if self._words.dangles(before):
            return False, True
        if rest[:1].islower():
            return False, self._how.tight
        if before.count("(") > before.count(")"):
            return False, False
        return True, len(self._lines) == 1 and self._how.tight

    def _ordinal(self, text: str, marker: Marker, ended: bool, early: bool) -> tuple[bool, bool]:
        before = self._tail()
        rest = text[marker.end :]
        if not ended and (self._words.expects_number(before) or self._words.dangles(before)):
            return rest[:1].isupper() and self._follows(marker) and (early or len(marker.path) > 1), True
        if ended or _in_capitals(self._paragraph()):
            return True, True
        if rest[:1].islower() and marker.style not in ("letter", "enumerated"):
            return False, True
        if self._follows(marker):
            return True, early or len(self._lines) == 1
        return early, False

    def _plain(self, text: str, following: Piece | None, ended: bool, early: bool) -> tuple[bool, bool]:
        before, paragraph = self._lines[-1].text, self._paragraph()
        capitals, was_capitals = _in_capitals(text), _in_capitals(paragraph)
        if capitals or was_capitals:
            return self._capitals(text, capitals, was_capitals, ended, early)
        if self._words.opens(text) and (ended or early):
            return True, True
        if text[0] == "(" and before[-1] in ".;":
            return True, True
        if not text[0].isupper():
            return ended and early and not text[0].islower() and not self._how.tight, True
        if (ended or early) and self._words.labelled(text, following.text if following is not None else ""):
            return True, True
        if self._words.dangles(self._tail()):
            return False, True
        if self._how.tight and len(self._lines) == 1:
            return self._behind_first_line(paragraph, text, ended)
        if ended:
            return early or self._had_room(before, text), early
        return early, not early

    def _capitals(self, text: str, capitals: bool, was_capitals: bool, ended: bool, early: bool) -> tuple[bool, bool]:
        """Headings in capitals: their lines are one paragraph, what follows in small letters is another."""
        paragraph = self._paragraph()
        if capitals and was_capitals:
            if self._words.kind(paragraph) or self._words.kind(text) or self._words.under_organ(paragraph, text):
                return True, True
            return False, True
        if was_capitals:
            return self._words.kind(paragraph) or not text[0].islower(), True
        return ended or early or len(text) >= _TITLE_LENGTH, ended or early

    def _behind_first_line(self, paragraph: str, text: str, ended: bool) -> tuple[bool, bool]:
        """A capital behind a first line that may be short without ending: `3. Sở Tài chính:`, `- Ngân sách`, `1. Mục đích`."""
        marker = read_marker(paragraph)
        rest = paragraph[marker.end :] if marker is not None else paragraph
        if _COLON.search(paragraph):
            return False, False
        if ended:
            return True, False
        if self._words.heading(rest):
            return True, False
        if marker is not None and marker.path and self._words.agency(rest) and self._words.duty(text):
            return True, False
        if marker is not None and marker.path and self._words.act(text) and is_whole_heading(paragraph):
            return True, False
        if marker is not None and marker.path and len(rest) < _SHORT and self._opens_duty(text) and not self._opens_duty(rest):
            return True, False
        return False, False

    def _opens_duty(self, text: str) -> bool:
        """Whether a line begins as a duty does: with an agency or a verb."""
        return self._words.agency(text) or self._words.duty(text)

    def _tail(self) -> str:
        """The last words so far, also where they stand on two lines (`chuyển đổi`, `số`)."""
        return " ".join(line.text for line in self._lines[-2:])

    def _paragraph(self) -> str:
        return " ".join(line.text for line in self._lines) if len(self._lines) > 1 else self._lines[0].text


def _in_capitals(text: str) -> bool:
    """Whether a line has words in capitals and none in small letters."""
    return text.isupper() and sum(1 for char in text if char.isalpha()) > 1
