"""What stands on the sheets and belongs to no text: page numbers, running heads and feet, stamps of digital signatures.

It is told by place and repetition over the pages: a number at the edge of the page that counts on with the pages, words that
stand at the same place of many pages. A signature stamp stands on one page only; its labels are in `lexicon/stamps.yaml`.

Input: the lines of all pages outside tables; output: the same without furniture, and how many lines went.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache, partial

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key
from pipeline.read.pdf.shapes import PrintLine

_NUMBER = re.compile(
    r"(?:trang|page|tr\.)?\s?[-–—|~]{0,2}\s?(\d{1,4})\s?[-–—|~.]{0,2}(?:\s?(?:/|trên|of)\s?\d{1,4})?", re.IGNORECASE
)
_ADDRESS = re.compile(r"\S@\S")
_EDGE_LINES = 3
_EDGE_REACH = 0.16
_SAME_PLACE = 4.0
_NEAR_PLACE, _NEARLY, _NEXT_PAGES = 15.0, 0.8, 3
_FEWEST_PAGES, _SHARE_OF_PAGES = 3, 0.5
_STAMP_REACH, _STAMP_PITCH = 1.9, 1.6
_LONGEST_STAMP = 8
_APART, _MIDDLE = 1.4, 0.05
_ENOUGH_SAID = 3
PageLines = Sequence[PrintLine]
Sizes = Sequence[tuple[float, float]]


def furniture_of(pages: Sequence[PageLines], sizes: Sizes, misread: Sequence[bool]) -> set[int]:
    """The identities (`id`) of the lines that are furniture; `sizes` are width and height of each page.

    On a page whose words were recognised from an image (`misread`) a number need not be the right one.
    """
    found = _page_numbers(pages, sizes, misread) | _repeated(pages, sizes) | _stamps(pages)
    return found | _nearly_repeated(pages, sizes) if any(misread) else found


def _edges(lines: PageLines, height: float) -> list[tuple[str, int, PrintLine]]:
    """The lines nearest to the top and the bottom of a page, with their rank from there."""
    ordered = sorted(lines, key=lambda line: line.base)
    top = [("top", rank, line) for rank, line in enumerate(ordered[:_EDGE_LINES]) if line.box.bottom < _EDGE_REACH * height]
    bottom = [
        ("bottom", rank, line)
        for rank, line in enumerate(reversed(ordered[-_EDGE_LINES:]))
        if line.box.top > (1 - _EDGE_REACH) * height
    ]
    return top + bottom


# --- page numbers -------------------------------------------------------------------------------------------------------


def _page_numbers(pages: Sequence[PageLines], sizes: Sizes, misread: Sequence[bool]) -> set[int]:
    """Numbers at an edge that count on with the pages; a lone one when it is the number of its page."""
    found: set[int] = set()
    runs: dict[tuple[str, int], list[PrintLine]] = defaultdict(list)
    for index, (lines, (width, height)) in enumerate(zip(pages, sizes, strict=True)):
        for edge, rank, line in _edges(lines, height):
            match = _NUMBER.fullmatch(line.text)
            if match and rank == 0 and index and misread[index] and _by_itself(line, lines, width):
                found.add(id(line))
            elif match and rank <= 1:
                runs[(edge, int(match.group(1)) - index)].append(line)
    for (_, offset), run in runs.items():
        on = {line.page for line in run}
        if len(on) >= _FEWEST_PAGES - 1 or (offset == 1 and run[0].page > 1):
            found.update(id(line) for line in run)
    return found


def _by_itself(line: PrintLine, lines: PageLines, width: float) -> bool:
    """Whether a number stands alone in the middle of the page or at its right side, well apart from the text."""
    middle = (line.x0 + line.x1) / 2
    apart = min((abs(other.base - line.base) for other in lines if other is not line), default=0.0)
    return apart > _APART * line.size and (abs(middle - width / 2) < _MIDDLE * width or middle > (1 - 4 * _MIDDLE) * width)


# --- running heads and feet ---------------------------------------------------------------------------------------------


def _repeated(pages: Sequence[PageLines], sizes: Sizes) -> set[int]:
    """Words at the same place of at least half of the pages of one shape; near the edge numbers may count in them."""
    places: dict[tuple[str, int, int, float], list[PrintLine]] = defaultdict(list)
    shapes: dict[tuple[int, int], int] = defaultdict(int)
    for index, (lines, (width, height)) in enumerate(zip(pages, sizes, strict=True)):
        shape = (round(width), round(height))
        shapes[shape] += 1
        near_edge = {id(line) for _, _, line in _edges(lines, height)}
        for line in lines:
            words = line.text
            if id(line) in near_edge:
                words = re.sub(r"\d+", partial(_counted, page=index), words)
            places[(words, *shape, round(line.base / _SAME_PLACE))].append(line)
    found: set[int] = set()
    for (words, wide, high, place), here in places.items():
        everywhere = here + places.get((words, wide, high, place + 1), [])
        on = {line.page for line in everywhere}
        if len(on) >= max(_FEWEST_PAGES, _SHARE_OF_PAGES * shapes[(wide, high)]):
            found.update(id(line) for line in everywhere)
    return found


def _nearly_repeated(pages: Sequence[PageLines], sizes: Sizes) -> set[int]:
    """Words at an edge that stand almost the same on the next pages: no two scans of a running head are read alike."""
    chains: list[tuple[int, PrintLine, list[PrintLine]]] = []
    for index, (lines, (_, height)) in enumerate(zip(pages, sizes, strict=True)):
        chains = [chain for chain in chains if index - chain[0] <= _NEXT_PAGES or len(chain[2]) >= _FEWEST_PAGES]
        for _, rank, line in _edges(lines, height):
            if rank > 1:
                continue
            number = next((at for at, chain in enumerate(chains) if chain[0] < index and _alike(chain[1], line)), None)
            if number is None:
                chains.append((index, line, [line]))
            else:
                chains[number] = (index, line, [*chains[number][2], line])
    return {id(line) for _, _, chain in chains if len(chain) >= _FEWEST_PAGES for line in chain}


def _alike(one: PrintLine, other: PrintLine) -> bool:
    if abs(one.base - other.base) > _NEAR_PLACE or abs(len(one.text) - len(other.text)) > _NEAR_PLACE:
        return False
    return len(one.text) > 3 and SequenceMatcher(None, one.text, other.text, autojunk=False).ratio() >= _NEARLY


def _counted(digits: re.Match[str], page: int) -> str:
    """A number that counts with the pages as what it is beyond them."""
    number = int(digits.group())
    return f"#{number - page}" if 0 <= number - page <= 2 else digits.group()


# --- stamps of digital signatures ---------------------------------------------------------------------------------------


@cache
def _stamp_words() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    entry = lexicon_yaml("stamps")
    signatures, particulars = (frozenset(map(fold_key, entry[name])) for name in ("signatures", "particulars"))
    return signatures, particulars, re.compile("|".join(entry["times"]))


def _stamps(pages: Iterable[PageLines]) -> set[int]:
    """Lines close together, at least two of which say who signed with which certificate, and when."""
    found: set[int] = set()
    for lines in pages:
        weights = [_says_of_signing(line.text) for line in lines]
        marked = [line for line, weight in zip(lines, weights, strict=True) if weight]
        if sum(weights) < _ENOUGH_SAID:
            continue
        block = _block_around(marked, lines)
        if len(block) <= _LONGEST_STAMP:
            found.update(id(line) for line in block)
    return found


def _says_of_signing(text: str) -> int:
    """How much a line speaks for a stamp: a label or time of signing counts twice."""
    signatures, particulars, times = _stamp_words()
    label = fold_key(text.split(":", 1)[0]) if ":" in text else ""
    return 2 if label in signatures or times.search(text) else int(label in particulars or _ADDRESS.search(text) is not None)


def _block_around(marked: Sequence[PrintLine], lines: PageLines) -> list[PrintLine]:
    """The lines from the first to the last marked one, and those right over and under them, that share their left end."""
    first, last = min(line.base for line in marked), max(line.base for line in marked)
    left, size = min(line.x0 for line in marked), marked[0].size
    beside = sorted((line for line in lines if line.x0 >= left - _STAMP_REACH * size), key=lambda line: line.base)
    block = [line for line in beside if first <= line.base <= last]
    for line in reversed([line for line in beside if line.base < first]):
        if block[0].base - line.base > _STAMP_PITCH * size or abs(line.size - size) > 1.0:
            break
        block.insert(0, line)
    for line in (line for line in beside if line.base > last):
        if line.base - block[-1].base > _STAMP_PITCH * size or abs(line.size - size) > 1.0:
            break
        block.append(line)
    return block
