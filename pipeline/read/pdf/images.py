"""The image of a scanned page: set straight, and its ruling lines found and wiped out.

Input: a grey image; output: the same with white paper, turned by the small angle at which its lines of text are level, and the
rules in it. A rule is a run of dark pixels longer than any letter. They are wiped out because they keep words from being
recognised.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.read.pdf.shapes import Rule

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_DARK = 0.62
_STEEPEST, _STEP, _FINE_STEP = 3.0, 0.25, 0.05
_LEAST_ANGLE = 0.04
_COARSE = 4
_MOST_DOTS = 120_000
# Points: longer than letters are high and wide, shorter than the narrowest column and the lowest row.
_LEVEL_RUN, _UPRIGHT_RUN = 22.0, 14.5
_UNBROKEN = 0.95
_PAPER, _INK = 60, 0.5
_PAPER_NOISE, _INK_NOISE = 0.22, 0.1
_LEAST_CONTRAST = 30.0


def straightened(image: Image.Image) -> Image.Image:
    """The image turned so that its lines of text are level."""
    angle = skew(np.asarray(image))
    if abs(angle) < _LEAST_ANGLE:
        return image
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def brightened(image: Image.Image) -> Image.Image:
    """The image with its paper in white and its ink in black, so that cut pieces of it have no edges."""
    grey = np.asarray(image)
    sample = grey[::_COARSE, ::_COARSE]
    paper, ink = float(np.percentile(sample, _PAPER)), float(np.percentile(sample, _INK))
    bright, dark = paper - _PAPER_NOISE * (paper - ink), ink + _INK_NOISE * (paper - ink)
    if bright - dark < _LEAST_CONTRAST:
        return image
    table = np.clip((np.arange(256) - dark) * (255.0 / (bright - dark)), 0, 255).astype(np.uint8)
    return Image.fromarray(table[grey])


def skew(grey: Grey) -> float:
    """By how many degrees the lines of text fall to the right: at that angle dark dots crowd on the fewest heights."""
    small = grey[::_COARSE, ::_COARSE]
    down, across = np.nonzero(small < _DARK * 255)
    if not len(down) > 100:
        return 0.0
    step = max(1, len(down) // _MOST_DOTS)
    down, across = down[::step].astype(np.float64), across[::step].astype(np.float64)

    def crowding(angle: float) -> float:
        heights = (down - across * np.tan(np.radians(angle))).round().astype(np.int64)
        counts = np.bincount(heights - heights.min())
        return float(np.square(counts.astype(np.float64)).sum())

    best = max(np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP), key=lambda angle: (crowding(float(angle)), -abs(angle)))
    fine = np.arange(best - _STEP, best + _STEP + _FINE_STEP / 2, _FINE_STEP)
    return float(max(fine, key=lambda angle: (crowding(float(angle)), -abs(angle))))


def rules_of(grey: Grey, scale: float) -> tuple[list[Rule], Grey]:
    """The rules in an image of `scale` pixels a point, in points, and the image without them."""
    dark = grey < _DARK * 255
    clean = grey.copy()
    rules: list[Rule] = []
    for at, start, end in _runs(dark, round(_LEVEL_RUN * scale)):
        rules.append(Rule(start / scale, at / scale, end / scale, at / scale))
        clean[max(at - 1, 0) : at + 2, start:end] = 255
    for at, start, end in _runs(dark.T, round(_UPRIGHT_RUN * scale)):
        rules.append(Rule(at / scale, start / scale, at / scale, end / scale))
        clean[start:end, max(at - 1, 0) : at + 2] = 255
    return rules, clean


def _runs(dark: Mask, least: int) -> Iterator[tuple[int, int, int]]:
    """Level runs of dark pixels of at least that length as (row, start, end); a run may wander to the next row."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    counts = np.cumsum(thick, axis=1, dtype=np.int32)
    if counts.shape[1] <= least:
        return
    hits = counts[:, least:] - counts[:, :-least] >= _UNBROKEN * least
    for row in np.nonzero(hits.any(axis=1))[0]:
        edges = np.diff(hits[row].astype(np.int8), prepend=0, append=0)
        starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
        yield from ((int(row), int(start), int(end) + least) for start, end in zip(starts, ends, strict=True))
