"""From words to printed lines in reading order: two columns side by side are read one after the other.

A head (issuer beside the national heading) and a signature (recipients beside the signer) are set in two columns. Such a zone
begins at a line with a gap far wider than the others of the line, and reaches down as long as no word stands in the gap.

Input: the words of a page outside its tables; output: blocks of lines, each a stretch of the whole width or one column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.read.pdf.shapes import Margins, PrintLine, Word
from pipeline.recognize.ordinals import read_marker

_SAME_LINE = 0.35
_WIDE, _WIDER_THAN_OTHERS, _ALONE_WIDE = 0.9, 2.2, 1.5
_VERY_WIDE = 4.0
_FREE = 0.6
# The signer's name stands below the place for the seal.
_ZONE_STEP, _TAIL_STEP, _NAME_STEP = 3.5, 2.2, 9.0
_FEWEST_PAIRS = 2
_NARROWEST = 3.0
_SHARED_EDGE = 2.5
_FULL_SHARE = 0.25
_FEWEST_LINES = 4
_LOOSEST_PITCH = 2.2

Row = tuple[Word, ...]
Gap = tuple[float, float]


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words that stand on one line of the paper, from the top; each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if rows and word.base - rows[-1][0].base <= _SAME_LINE * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [tuple(sorted(row, key=lambda word: word.x0)) for row in rows]


def blocks_of(words: Iterable[Word], page: int) -> list[list[PrintLine]]:
    """The lines of a page in reading order, a block for each run over the whole width and for each column of a zone."""
    rows = rows_of(words)
    blocks: list[list[PrintLine]] = []
    whole: list[PrintLine] = []
    index = 0
    while index < len(rows):
        zone = _zone(rows, index)
        if zone is None:
            whole.append(PrintLine(rows[index], page))
            index += 1
            continue
        left, right, after = zone
        blocks += [whole, _column(left, page), _column(right, page)]
        whole = []
        index = after
    return [block for block in [*blocks, whole] if block]


def _column(rows: Sequence[Row], page: int) -> list[PrintLine]:
    lines = [PrintLine(row, page, place="column") for row in rows]
    margins = Margins(min(line.x0 for line in lines), max(line.x1 for line in lines), pitch_of(lines))
    return [replace(line, margins=margins) for line in lines]


# --- zones of two columns -----------------------------------------------------------------------------------------------


def _wide_gaps(row: Row) -> list[Gap]:
    """The gaps of a row that are far wider than its blanks, behind more than an ordinal."""
    gaps = [(before.x1, after.x0) for before, after in pairwise(row)]
    if not gaps:
        return []
    widths = sorted(end - start for start, end in gaps)
    size = max(word.size for word in row)
    usual = widths[(len(widths) - 1) // 2]
    least = max(_WIDE * size, _WIDER_THAN_OTHERS * usual) if len(widths) > 1 else _ALONE_WIDE * size
    return [gap for gap in gaps if gap[1] - gap[0] >= least]


def _zone(rows: Sequence[Row], index: int) -> tuple[list[Row], list[Row], int] | None:
    """The rows of the left and the right column of the zone that begins at row `index`, and the index behind it."""
    wide = _wide_gaps(rows[index])
    if not wide:
        return None
    for gap in sorted(wide, key=lambda gap: gap[0] - gap[1])[:2]:
        zone = _grown(rows, index, gap)
        if zone is not None:
            return zone
    return None


def _grown(rows: Sequence[Row], index: int, gap: Gap) -> tuple[list[Row], list[Row], int] | None:
    left: list[Row] = []
    right: list[Row] = []
    pairs = tabular = 0
    after = index
    last = {"left": rows[index][0].base, "right": rows[index][0].base}
    for at in range(index, len(rows)):
        row = rows[at]
        size = max(word.size for word in row)
        free = _free(row, gap, _FREE * size)
        if free is None:
            break
        sides = {
            "left": tuple(word for word in row if word.x1 <= free[0] + 0.1),
            "right": tuple(word for word in row if word.x0 >= free[1] - 0.1),
        }
        steps = {"left": _TAIL_STEP, "right": _NAME_STEP}
        if sides["left"] and sides["right"]:
            steps = dict.fromkeys(steps, _ZONE_STEP)
        if all(row[0].base - last[side] > steps[side] * size for side, words in sides.items() if words):
            break
        gap = free
        pairs += bool(sides["left"] and sides["right"])
        tabular += len(_wide_gaps(row)) > 1
        for side, words in sides.items():
            if words:
                (left if side == "left" else right).append(words)
                last[side] = row[0].base
        after = at + 1
    very_wide = rows[index][0].size * _VERY_WIDE
    if pairs < _FEWEST_PAIRS and len(left) + len(right) < _FEWEST_LINES and gap[1] - gap[0] < very_wide:
        return None
    if 2 * tabular > pairs or _only_marks(left):
        return None
    return left, right, after


def _free(row: Row, gap: Gap, least: float) -> Gap | None:
    """The widest stretch of `gap` that no word of the row stands in, None when it is too narrow for two columns."""
    start, best = gap[0], (0.0, 0.0)
    for word in row:
        if word.x1 <= gap[0] or word.x0 >= gap[1]:
            continue
        if word.x0 - start > best[1] - best[0]:
            best = (start, word.x0)
        start = max(start, word.x1)
    if gap[1] - start > best[1] - best[0]:
        best = (start, gap[1])
    return best if best[1] - best[0] >= least else None


def _only_marks(rows: Sequence[Row]) -> bool:
    """Whether a column holds nothing but ordinals and bullets: the wide gap behind them parts no columns."""
    return all(row[-1].x1 - row[0].x0 < _NARROWEST * row[0].size for row in rows) or all(
        read_marker(f"{' '.join(word.text for word in row)} x") is not None and len(row) == 1 for row in rows
    )


# --- margins ------------------------------------------------------------------------------------------------------------


def pitch_of(lines: Sequence[PrintLine]) -> float:
    """How far apart the lines of a paragraph stand, as a share of the type's size: most steps are such; 0 for a single line."""
    steps = sorted(
        (after.base - before.base) / after.size
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < after.base - before.base < _LOOSEST_PITCH * after.size
    )
    return steps[len(steps) // 3] if steps else 0.0


def margins_of(lines: Sequence[PrintLine]) -> Margins | None:
    """The margins of lines set over the whole width; None when there are too few to tell."""
    if len(lines) < _FEWEST_LINES:
        return None
    left = _edge([line.x0 for line in lines], outermost=min)
    right = _edge([line.x1 for line in lines], outermost=max)
    return Margins(left, right, pitch_of(lines))


def _edge(ends: Sequence[float], outermost: Callable[[Sequence[float]], float]) -> float:
    """The outermost place where several lines end; the very outermost one when they end anywhere."""
    shared = Counter(round(end / _SHARED_EDGE) for end in ends)
    usual = [place for place, count in shared.items() if count >= max(2, _FULL_SHARE / 2 * len(ends))]
    if not usual:
        return outermost(ends)
    place = outermost(usual)
    near = [end for end in ends if abs(end / _SHARED_EDGE - place) <= 1]
    return outermost(near)
