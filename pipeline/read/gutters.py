"""Where the columns of a table begin that a program laid out with blanks.

A column begins where words begin behind gaps and hardly any words of the row go on over it. From page to page the whole table
may be shifted, and from row to row a column moves by some characters, since letters are not equally wide on paper. Input: the
rows of a page, as lines; output: places, counted in characters from the left, and lines cut there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_NARROWEST, _DRIFT, _SHIFT = 5, 7, 40
_FEWEST_VOTES = 0.2
_ORDINALS = 3
_EARLY = 2


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A line of a laid-out text: its words, where it starts in the file, and the page that it stands on, with its width."""

    text: str
    start: int
    page: int
    width: int = 0

    @property
    def segments(self) -> list[tuple[int, int]]:
        """The stretches of words that gaps of two blanks or more part, as columns of characters."""
        return [match.span() for match in _SEGMENT.finditer(self.text)]


def _starts(lines: Sequence[LaidLine]) -> Counter[int]:
    """How often words begin at a place behind a wide gap or at the beginning of a line."""
    return Counter(start for line in lines for start, _ in line.segments)


def _crossed(lines: Sequence[LaidLine]) -> list[int]:
    """How many lines have words going on over each place."""
    steps = [0] * (max(len(line.text) for line in lines) + 3)
    for line in lines:
        for start, end in line.segments:
            steps[start + 1] += 1
            steps[end + 1] -= 1
    total, crossed = 0, []
    for step in steps:
        total += step
        crossed.append(total)
    return crossed


def _votes(groups: Sequence[Sequence[LaidLine]]) -> list[float]:
    """How many rows speak for a column beginning at each place: words begin there, and hardly any of the row go on over it."""
    votes = [0.0] * (max(len(line.text) for group in groups for line in group) + 3)
    for group in groups:
        crossed = _crossed(group)
        for place, times in _starts(group).items():
            if crossed[place] <= len(group) / 8:
                votes[place] += 1.0 if times > 1 else 0.5
    return votes


def columns_of(groups: Sequence[Sequence[LaidLine]]) -> list[int]:
    """Where the columns of a page of a table begin."""
    votes = _votes(groups)
    around = [sum(votes[max(0, x - 2) : x + 3]) + votes[x] / 100 for x in range(len(votes))]
    least = max(1.0, len(groups) * _FEWEST_VOTES)
    found: list[int] = []
    for place in sorted(range(len(votes)), key=lambda x: -around[x]):
        if around[place] < least:
            break
        if all(abs(place - other) >= (_ORDINALS if min(place, other) <= 1 else _NARROWEST) for other in found):
            found.append(place)
    return sorted(found)


def fullest(pages: Sequence[list[int]]) -> list[int]:
    """The columns of the page that shows most of them, and two pages show as many; a column may be empty on a page."""
    counts = Counter(map(len, pages))
    count = max((n for n, times in counts.items() if times > 1 or len(pages) < 3), default=max(counts))
    return next(columns for columns in pages if len(columns) == count)


def shifted(columns: Sequence[int], groups: Sequence[Sequence[LaidLine]]) -> list[int]:
    """The columns as they stand on another page, whose margin may differ."""
    scores = _votes(groups)

    def best(place: int) -> int:
        around = range(max(0, place - 2), min(len(scores), place + 3))
        return max(around, key=lambda x: scores[x] - abs(x - place) / 8, default=place)

    leftmost = min(line.segments[0][0] for group in groups for line in group) - columns[0]
    enough = len(groups) / 2

    def fit(by: int) -> float:
        found = sum(min(enough, scores[best(x + by)]) if 0 <= x + by < len(scores) else -3.0 for x in columns)
        return found - min(abs(by), abs(by - leftmost)) / 4

    by = max(range(-_SHIFT, _SHIFT + 1), key=fit)
    return [best(max(0, place + by)) for place in columns]


def settled_places(columns: Sequence[int], lines: Sequence[LaidLine]) -> list[int]:
    """The columns as they stand in one row: a program moves them by some characters from row to row."""
    settled: list[int] = []
    for number, place in enumerate(columns):
        lowest = settled[-1] + 2 if settled else 0
        highest = columns[number + 1] - 2 if number + 1 < len(columns) else place + _DRIFT
        around = range(max(lowest, place - _DRIFT), max(min(highest, place + _DRIFT), lowest) + 1)
        settled.append(min(around, key=lambda x: (sum(cut_cost(line.text, x) for line in lines) + abs(x - place) / 10, x)))
    return settled


def cut_cost(text: str, place: int) -> float:
    """What it costs to begin a column at a place of a line: inside a word much, behind a wide gap less than nothing."""
    if place >= len(text) or text[place] == " ":
        return 0.0
    before = text[max(0, place - 2) : place]
    return -2.0 if not before.strip() else -0.2 if before.endswith(" ") else 1.5


def parted_line(line: LaidLine, columns: Sequence[int]) -> list[LaidLine | None]:
    """The words of a line by column."""
    cuts = [0]
    for place in columns[1:]:
        cuts.append(_word_edge(line.text, max(place, cuts[-1])))
    cells: list[LaidLine | None] = []
    for start, end in pairwise([*cuts, len(line.text)]):
        words = line.text[start:end]
        lead = len(words) - len(words.lstrip())
        cells.append(LaidLine(words.strip(), line.start + start + lead, line.page) if words.strip() else None)
    return cells


def _word_edge(text: str, place: int) -> int:
    """Where to cut a line near the beginning of a column: before a word that begins a little too early, behind any other."""
    if place >= len(text):
        return len(text)
    start = text.rfind(" ", 0, place) + 1
    if place - start <= _EARLY and start:
        return start
    end = text.find(" ", place)
    return end if end >= 0 else len(text)
