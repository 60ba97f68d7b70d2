"""Which record of one side is which of the other: the one-to-one pairing of greatest likeness over a whole document.

Input: the texts of the records on both sides; output: pairs of places. Likeness is that of `likeness.likeness`, computed for
all pairs at once: words become the columns of a 0/1 matrix (a word's second occurrence is a column of its own), so shared words
are a matrix product. The pairing is the optimum of the assignment problem (Hungarian method by shortest augmenting paths,
Jonker and Volgenant 1987). Plans say the same words in several places; between equally good pairings that under the same
headings is taken, then that nearest to the order of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.annotation import AnnotatedTarget, AnnotatedTask
from pipeline.evaluate.likeness import fold, words

Matrix = NDArray[np.float64]
Pairs = tuple[tuple[int, int], ...]

_ALIKE_TASKS = 0.6
_ALIKE_TARGETS = 0.5
_HINT = 0.02  # what an equal ordinal, or an equal kind, adds: it decides between texts that are equally near
_INDICATOR, _VALUE = 0.6, 0.4
# Less than any difference of likeness:
_PLACE = 1e-5
_ORDER = 1e-7


def pair_tasks(found: Sequence[AnnotatedTask], gold: Sequence[AnnotatedTask]) -> Pairs:
    """The pairs of tasks that are the same piece of work, as places in `found` and `gold`."""
    score = likenesses([task.description for task in found], [task.description for task in gold])
    score += _HINT * _equal([task.kind for task in found], [task.kind for task in gold])
    score += _HINT * _equal([fold(task.ordinal) for task in found], [fold(task.ordinal) for task in gold])
    score += _PLACE * _equal([_headings(task.group) for task in found], [_headings(task.group) for task in gold])
    return best_pairs(score, _ALIKE_TASKS)


def pair_targets(found: Sequence[AnnotatedTarget], gold: Sequence[AnnotatedTarget]) -> Pairs:
    """The pairs of targets that are the same promise."""
    score = _INDICATOR * likenesses([target.indicator for target in found], [target.indicator for target in gold])
    score += _VALUE * likenesses([target.text for target in found], [target.text for target in gold])
    score += _HINT * _equal([fold(target.ordinal) for target in found], [fold(target.ordinal) for target in gold])
    score += _PLACE * _equal([_headings(target.group) for target in found], [_headings(target.group) for target in gold])
    return best_pairs(score, _ALIKE_TARGETS)


def _headings(group: Sequence[str]) -> str:
    return " > ".join(map(fold, group))


def best_pairs(score: Matrix, least: float) -> Pairs:
    """The pairs of greatest total score, without those below `least`, by row."""
    rows, columns = score.shape
    if not rows or not columns:
        return ()
    places = np.abs(np.arange(rows)[:, None] / rows - np.arange(columns)[None, :] / columns)
    cost = _ORDER * places - score
    pairs = assignment(cost) if rows <= columns else [(i, j) for j, i in assignment(cost.T)]
    return tuple(sorted((i, j) for i, j in pairs if score[i, j] >= least))


def likenesses(one: Sequence[str], other: Sequence[str]) -> Matrix:
    """`likeness` of each text of `one` (rows) with each of `other` (columns)."""
    columns: dict[tuple[str, int], int] = {}
    for text in other:
        for word in _occurrences(text):
            columns.setdefault(word, len(columns))
    left, right = (
        [[columns[word] for word in _occurrences(text) if word in columns] for text in side] for side in (one, other)
    )
    shared = (_incidence(left, len(columns)) @ _incidence(right, len(columns)).T).astype(float)
    rows, widths = (np.array([len(words(text)) for text in side], float) for side in (one, other))
    lengths = rows[:, None] + widths[None, :]
    return np.where(lengths > 0, 2 * shared / np.maximum(lengths, 1), 1.0)


@lru_cache(maxsize=65536)
def _occurrences(text: str) -> tuple[tuple[str, int], ...]:
    """A text's words, each with how often it stood before."""
    seen: Counter[str] = Counter()
    found: list[tuple[str, int]] = []
    for word in words(text):
        found.append((word, seen[word]))
        seen[word] += 1
    return tuple(found)


def _incidence(places: Sequence[Sequence[int]], width: int) -> NDArray[np.float32]:
    matrix = np.zeros((len(places), width), np.float32)
    for row, columns in enumerate(places):
        matrix[row, columns] = 1.0
    return matrix


def _equal(one: Sequence[str], other: Sequence[str]) -> Matrix:
    numbers = {text: number for number, text in enumerate({*one, *other})}
    rows, columns = (np.array([numbers[text] for text in side], float) for side in (one, other))
    same: Matrix = np.equal(rows[:, None], columns[None, :]).astype(float)
    return same


def assignment(cost: Matrix) -> list[tuple[int, int]]:
    """The assignment of each row to a column of its own with the least total cost. There must be as many columns as rows."""
    rows, columns = cost.shape
    by_row, by_column = np.zeros(rows), np.zeros(columns)  # the dual prices of rows and columns
    row_of = np.full(columns, -1)
    for row in range(rows):
        distance = np.full(columns, np.inf)
        before = np.full(columns, -1)
        done = np.zeros(columns, bool)
        reached: list[tuple[int, int]] = []
        at, paid, column = row, 0.0, -1
        while at >= 0:
            step = paid + cost[at] - by_row[at] - by_column
            nearer = ~done & (step < distance)
            distance[nearer], before[nearer] = step[nearer], column
            column = int(np.argmin(np.where(done, np.inf, distance)))
            paid, at = float(distance[column]), int(row_of[column])
            done[column] = True
            reached.append((column, at))
        by_row[row] += paid
        for passed, held in reached[:-1]:
            by_column[passed] -= paid - distance[passed]
            by_row[held] += paid - distance[passed]
        while column >= 0:
            previous = int(before[column])
            row_of[column] = row_of[previous] if previous >= 0 else row
            column = previous
    return [(int(row), column) for column, row in enumerate(row_of) if row >= 0]
