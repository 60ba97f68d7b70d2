"""How a page wraps its lines, if it does: told by lines that go on in the middle of a sentence.

Two habits of pages matter besides the width. `tight` pages have no blank lines, and the first line of a paragraph is often
short because the markup before it took its place in the source. `indented` pages (text laid out as on paper) indent the first
line of each paragraph. Input: the pieces of a page; output: a `Wrapping`, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean.cells import lines_of_tables
from pipeline.clean.pieces import Piece
from pipeline.recognize.ordinals import read_marker

_FEWEST_PAIRS = 2
_CONTINUING = 0.15
_MOSTLY = 0.4
_NARROWEST, _WIDEST = 40, 140
_FEW_WIDTHS = 8
# The national heading broken over two lines: only wrapped pages have that.
_HEADING_REST = re.compile(r"(?:H(?:ÒA|OÀ) )?(?:XÃ HỘI )?CHỦ NGHĨA VIỆT NAM")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a page wraps: the width of a full line, whether blank lines are missing, whether first lines are indented."""

    width: int
    tight: bool
    indented: bool
    markdown: bool


@dataclass(frozen=True, slots=True)
class _Seams:
    """The seams between a page's lines: how many, how many inside a sentence, and how long the lines before those are."""

    pairs: int
    broken: int
    widths: tuple[int, ...]

    def show_wrapping(self, share: float) -> bool:
        """Whether at least a `share` of them stand inside sentences."""
        return self.broken >= max(_FEWEST_PAIRS, share * self.pairs)


def wrapping_of(pieces: Sequence[Piece], *, markdown: bool) -> Wrapping | None:
    """How the page wraps its lines, None when each line is a paragraph.

    A page wraps when lines go on in small letters where no sentence ended, and hardly any line is longer than paper is wide.
    (Some converters leave paragraphs that begin with a number in one line: then most of the other lines must go on so.) It is
    enough that the lines outside flattened tables do: cells hide the habit.
    """
    words = [piece for piece in pieces if piece.text]
    lengths = sorted(len(piece.text) for piece in words)
    if len(lengths) < _FEWEST_PAIRS or lengths[len(lengths) * 8 // 10] > _WIDEST:
        return None
    share = _MOSTLY if lengths[len(lengths) * 95 // 100] > _WIDEST else _CONTINUING
    seams = _seams(pieces, frozenset())
    if not seams.show_wrapping(share):
        seams = _seams(pieces, lines_of_tables(pieces))
    if not seams.show_wrapping(share):
        return None
    width = _width(sorted(seams.widths), lengths)
    if width < _NARROWEST:
        return None
    chunks = len({piece.chunk for piece in words})
    flush = sum(1 for piece in words if not piece.indent)
    indented = 10 * flush >= 3 * len(words) and 10 * (len(words) - flush) >= len(words) and not markdown
    return Wrapping(width, tight=chunks <= max(1, len(words) // 20), indented=indented, markdown=markdown)


def _seams(pieces: Sequence[Piece], passed_over: frozenset[int]) -> _Seams:
    pairs = broken = 0
    widths: list[int] = []
    previous: Piece | None = None
    for index, piece in enumerate(pieces):
        if not piece.text or index in passed_over:
            previous = None
            continue
        if previous is not None and previous.chunk == piece.chunk:
            pairs += 1
            if previous.text[-1] not in ".;:!?…" and _goes_on(piece.text):
                broken += 1
                widths.append(len(previous.text))
            elif _HEADING_REST.fullmatch(piece.text):
                broken += _FEWEST_PAIRS + pairs
        previous = piece
    return _Seams(pairs, broken, tuple(widths))


def _width(widths: Sequence[int], lengths: Sequence[int]) -> int:
    """The width of a full line: of lines that go on, and where these are few of the longest lines."""
    going_on = widths[len(widths) * 9 // 10] if widths else 0
    return max(going_on, lengths[len(lengths) * 95 // 100]) if len(widths) < _FEW_WIDTHS else going_on


def _goes_on(text: str) -> bool:
    """Whether a line begins in the middle of a sentence: with a small letter, or a number that is no ordinal."""
    if read_marker(text) is not None:
        return False
    return text[0].islower() or (text[0].isdigit() and len(text) > _NARROWEST)
