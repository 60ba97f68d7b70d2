"""The cells of a scanned table, cut out and set one under the other for recognition.

A page of narrow columns confuses a recogniser: it loses short cells and joins neighbouring ones. On a tape each cell is a
paragraph by itself, and one pass reads them all. Input: a page's image and the rectangles of cells; output: tapes, which know
where on the page each of their heights came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.read.pdf.shapes import Box, Word

_DARK = 150
_FEWEST_DOTS = 25
_INSET = 1.4
_MARGIN, _BETWEEN = 8.0, 10.0
_LONGEST = 28_000
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strip:
    """A cell's image on a tape: from which height to which, and how far right and down from there it stood on the page."""

    top: float
    bottom: float
    right_by: float
    down_by: float


@dataclass(frozen=True, slots=True)
class Tape:
    """An image of cells one under the other, in pixels; strips are in points."""

    image: Grey
    strips: tuple[Strip, ...]

    def on_page(self, word: Word) -> Word | None:
        """A word of the tape where it stands on the page, None when it lies between two cells."""
        middle = (word.top + word.bottom) / 2
        strip = next((strip for strip in self.strips if strip.top <= middle <= strip.bottom), None)
        if strip is None:
            return None
        return Word(
            word.text, word.x0 + strip.right_by, word.x1 + strip.right_by, word.base + strip.down_by, word.size, word.bold
        )


def tapes_of(grey: Grey, cells: Sequence[Box], scale: float) -> Iterator[Tape]:
    """The tapes that hold all cells with anything in them; `scale` is pixels a point."""
    between, margin = round(_BETWEEN * scale), round(_MARGIN * scale)
    inked = [ink for cell in cells if (ink := _ink(grey, cell, scale)) is not None]
    run: list[tuple[int, int, int, int]] = []
    height = 0
    for ink in inked:
        if run and height + ink[3] - ink[1] > _LONGEST:
            yield _tape(grey, run, scale, between, margin)
            run, height = [], 0
        run.append(ink)
        height += ink[3] - ink[1] + between
    if run:
        yield _tape(grey, run, scale, between, margin)


def _ink(grey: Grey, cell: Box, scale: float) -> tuple[int, int, int, int] | None:
    """The pixels from left, top to right, bottom in which a cell has something printed."""
    left, top = round((cell.x0 + _INSET) * scale), round((cell.top + _INSET) * scale)
    right, bottom = round((cell.x1 - _INSET) * scale), round((cell.bottom - _INSET) * scale)
    dark = grey[top:bottom, left:right] < _DARK
    if dark.sum() < _FEWEST_DOTS:
        return None
    down, across = np.nonzero(dark.any(axis=1))[0], np.nonzero(dark.any(axis=0))[0]
    return left + int(across[0]), top + int(down[0]), left + int(across[-1]) + 1, top + int(down[-1]) + 1


def _tape(grey: Grey, run: Sequence[tuple[int, int, int, int]], scale: float, between: int, margin: int) -> Tape:
    width = max(right - left for left, _, right, _ in run) + 2 * margin
    height = sum(bottom - top + between for _, top, _, bottom in run) + between
    image = np.full((height, width), 255, dtype=np.uint8)
    strips: list[Strip] = []
    at = between
    for left, top, right, bottom in run:
        image[at : at + bottom - top, margin : margin + right - left] = grey[top:bottom, left:right]
        strips.append(
            Strip(
                (at - between / 2) / scale,
                (at + bottom - top + between / 2) / scale,
                (left - margin) / scale,
                (top - at) / scale,
            )
        )
        at += bottom - top + between
    return Tape(image, tuple(strips))
