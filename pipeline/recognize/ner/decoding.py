"""From the likelihood of each token's tag to spans: the likeliest run of tags that makes sense, and how likely each span is.

Tags are `O` and, for each label, `B-`, `I-`, `L-` (first, inner and last token of several) and `U-` (a lone token). Input: a
matrix of probabilities, tokens by tags; output: stretches of tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

_IMPOSSIBLE = -1e9
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens `start` to `end` (excluded) with a label. `likelihood` is the product of its tags' probabilities."""

    start: int
    end: int
    label: str
    likelihood: float


def tags_of(labels: Sequence[str]) -> tuple[str, ...]:
    """Every tag for these labels, in the order of the matrix's columns."""
    return ("O", *(f"{place}-{label}" for label in labels for place in "BILU"))


@lru_cache(maxsize=8)
def _steps(tags: tuple[str, ...]) -> tuple[Matrix, Matrix, Matrix]:
    """What may follow what, what may come first and what last, as addends: 0 or impossible."""
    opens = [tag[0] in "OBU" for tag in tags]
    closes = [tag[0] in "OLU" for tag in tags]

    def follows(before: str, after: str) -> bool:
        if before[0] in "BI":
            return after[0] in "IL" and before[2:] == after[2:]
        return after[0] in "OBU"

    steps = np.array([[0.0 if follows(before, after) else _IMPOSSIBLE for after in tags] for before in tags])
    first = np.where(opens, 0.0, _IMPOSSIBLE)
    last = np.where(closes, 0.0, _IMPOSSIBLE)
    return steps, first, last


def decode(probabilities: Matrix, tags: tuple[str, ...]) -> tuple[Stretch, ...]:
    """The stretches of the likeliest sensible run of tags."""
    if not len(probabilities):
        return ()
    path = _path(probabilities, tags)
    found: list[Stretch] = []
    start, likelihood = 0, 1.0
    for index, tag_index in enumerate(path):
        tag = tags[tag_index]
        if tag[0] in "BU":
            start, likelihood = index, 1.0
        likelihood *= float(probabilities[index, tag_index])
        if tag[0] in "LU":
            found.append(Stretch(start, index + 1, tag[2:], likelihood))
    return tuple(found)


def _path(probabilities: Matrix, tags: tuple[str, ...]) -> list[int]:
    steps, first, last = _steps(tags)
    greedy = probabilities.argmax(axis=1)
    cost = first[greedy[0]] + steps[greedy[:-1], greedy[1:]].sum() + last[greedy[-1]]
    if cost == 0.0:  # the likeliest tag of each token already makes sense, as it mostly does
        return [int(tag) for tag in greedy]
    logs = np.log(np.maximum(probabilities, _LEAST))
    score = first + logs[0]
    back = np.zeros(probabilities.shape, dtype=np.intp)
    for index in range(1, len(logs)):
        reached = score[:, None] + steps
        back[index] = reached.argmax(axis=0)
        score = reached.max(axis=0) + logs[index]
    tag = int((score + last).argmax())
    path = [tag]
    for index in range(len(logs) - 1, 0, -1):
        tag = int(back[index, tag])
        path.append(tag)
    return path[::-1]


def calibrated(likelihood: float, knots: Sequence[Sequence[float]]) -> float:
    """The share of right spans among those of this likelihood, between the knots `(likelihood, share)` of the model's card."""
    if not knots:
        return likelihood
    return float(np.interp(likelihood, [knot[0] for knot in knots], [knot[1] for knot in knots]))
