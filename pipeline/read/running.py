"""Lines that a program prints on every page of paper: the running head and foot.

Input: the lines of a text laid out in pages; output: which of them are repeated, digits aside, as the first or last line of
most pages. Bare page numbers are none of them: `clean` knows these by their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.read.gutters import LaidLine

_DIGITS = re.compile(r"\d+")
_FEWEST_PAGES = 3
_MOST_PAGES = 0.6


def running_lines(lines: Sequence[LaidLine]) -> frozenset[int]:
    """The places of running heads and feet among `lines`; none in a text of fewer than three pages."""
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.segments:
            by_page.setdefault(line.page, []).append(index)
    if len(by_page) < _FEWEST_PAGES:
        return frozenset()
    least = max(_FEWEST_PAGES, _MOST_PAGES * len(by_page))
    found: set[int] = set()
    for edge in (0, -1):
        places = [worded[edge] for worded in by_page.values()]
        counts = Counter(_words(lines[place]) for place in places)
        found.update(place for place in places if counts[_words(lines[place])] >= least and _has_letters(lines[place]))
    return frozenset(found)


def _words(line: LaidLine) -> str:
    return _DIGITS.sub("0", " ".join(line.text.split()))


def _has_letters(line: LaidLine) -> bool:
    return sum(1 for letter in line.text if letter.isalpha()) > len("Trang")
