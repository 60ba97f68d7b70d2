"""What each paragraph of a flattened table could be: the likelihoods that the alignment weighs.

A `Unit` is the least that can be moved: a paragraph, several that the page itself holds together as one cell, or an empty
cell that the page marked. Its `Evidence` says how much it looks like an ordinal, a time, an agency, a person, a value, a
unit of measure or free text. Ordinals are judged together: the chain that counts on (`I`, `1`, `1.1`, `1.2`, `2`) tells the
ordinals of the first column from the figures of a value column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import fold_key
from pipeline.recognize.agencies import agency_share, person_share
from pipeline.recognize.ner.candidates import NerReader
from pipeline.recognize.ordinals import Marker, read_marker, read_ordinal
from pipeline.recognize.quantities import unit_share, value_share
from pipeline.recognize.times import time_share

# Bullets that a colon has announced are words of its cell, whatever they look like (`Đầu tư các trường:`, `- Trường ...`).
_ANNOUNCED = (0, 0, 0, 0.1, 0, 0, 0, 0.9)
NATURES = ("empty", "ordinal", "time", "agency", "person", "value", "unit", "free")
_ENUMERATOR = re.compile(r"\(?(\d{1,2})[.)]\s")
_OPEN_END = re.compile(r"[,;]$|(?:^|\s)(?:và|của|ngày|số|theo|về|cho|với|các|-)$", re.IGNORECASE)
# `các cơ quan, đơn vị liên quan`: the collective that closes a list of agencies
_COLLECTIVE = re.compile(r"các .{0,80}\bliên quan\W*$", re.IGNORECASE)
_LOOK_BACK = 10
_FEW_LETTERS = 12  # a unit or a mark at the most
_CLEAR = 0.6
_AGENCY = 3  # the place of the agency's share in `_shares`


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of paragraphs that stays together; `closed` when the page ended a cell behind it."""

    blocks: tuple[int, ...]
    text: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a unit looks like. `natures` follows `NATURES` and sums to 1."""

    natures: tuple[float, ...]
    key: str
    ordinal: Marker | None
    anchored: bool
    marked: bool
    bullet: bool
    enumerator: int
    opens_list: bool
    open_end: bool
    opens_lower: bool
    collective: bool
    verbal: bool
    remark: bool
    length: int

    @property
    def is_empty(self) -> bool:
        """Whether the unit is an empty cell that the page marked."""
        return not self.key

    @property
    def is_time(self) -> bool:
        """Whether it looks more like a time than like anything else."""
        return self.natures[2] >= 0.5

    @property
    def is_agency(self) -> bool:
        """Whether it looks more like agencies than like anything else."""
        return self.natures[3] >= 0.5


def weigh(units: Sequence[Unit], names: NerReader | None = None) -> tuple[Evidence, ...]:
    """The evidence of all units of one table, in order; `names` is asked about agencies and persons that no rule knows."""
    ordinals = [read_ordinal(unit.text) for unit in units]
    anchored = ordinal_chain(units, ordinals, names)
    fused = len(anchored) < 2
    evidence = [_evidence(unit, ordinals[index], index in anchored, names, fused=fused) for index, unit in enumerate(units)]
    announced = False
    for index, item in enumerate(evidence):
        if announced and item.bullet:
            evidence[index] = replace(item, natures=_ANNOUNCED)
        announced = (item.opens_list and not item.is_agency) or (announced and item.bullet)
    return tuple(evidence)


def _evidence(unit: Unit, ordinal: Marker | None, anchored: bool, names: NerReader | None, *, fused: bool) -> Evidence:
    text = unit.text
    marker = None if ordinal else read_marker(text)
    bullet = marker is not None and marker.is_bullet
    words = text[marker.end :] if marker is not None and bullet else text
    enumerator = _ENUMERATOR.match(text)
    tail = text[-40:].rstrip()
    return Evidence(
        natures=_natures(words, ordinal, anchored, names),
        key=fold_key(words) if len(words) <= 200 else words,
        ordinal=ordinal,
        anchored=anchored,
        marked=fused and marker is not None and not bullet and marker.style != "enumerated",
        bullet=bullet,
        enumerator=int(enumerator.group(1)) if enumerator else 0,
        opens_list=tail.endswith(":"),
        open_end=_OPEN_END.search(tail) is not None,
        opens_lower=words[:1].islower(),
        collective=len(words) < 100 and _COLLECTIVE.match(words) is not None,
        verbal=_opens_with_verb(words),
        remark=_remark().match(fold_key(words[:60])) is not None,
        length=len(text),
    )


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(lexicon_yaml("columns")["remark"])


@cache
def _verbs() -> frozenset[str]:
    words = lexicon_yaml("duty_verbs")
    return frozenset(fold_key(verb) for verb in (*words["strong"], *words["weak"]))


def _opens_with_verb(words: str) -> bool:
    """Whether the words open with a verb of duty (`Xây dựng ...`): what is to be done, rather than its product."""
    opening = fold_key(words[:24]).split()[:2]
    return bool(opening) and (opening[0] in _verbs() or " ".join(opening) in _verbs())


def _natures(text: str, ordinal: Marker | None, anchored: bool, names: NerReader | None) -> tuple[float, ...]:
    if not text:
        return (1.0, 0, 0, 0, 0, 0, 0, 0)
    if anchored:
        return (0, 1.0, 0, 0, 0, 0, 0, 0)
    time, value, unit, agency, person = _shares(text, names)
    if ordinal is not None and time < 0.5:
        return (0, 0.3, 0, 0, 0, 0.7, 0, 0)
    free = max(0.05, 1.0 - max(time, value, unit, agency, person))
    total = time + value + unit + agency + person + free
    return (0, 0, time / total, agency / total, person / total, value / total, unit / total, free / total)


@lru_cache(maxsize=4096)
def _shares(text: str, names: NerReader | None) -> tuple[float, float, float, float, float]:
    """How much a text looks like a time, a value, a unit, an agency and a person; long texts are none of the short things.

    The cells of a table repeat, so what a text looks like is found once a process.
    """
    time = time_share(text) if len(text) <= 200 else 0.0
    value = value_share(text) if len(text) <= 80 else 0.0
    unit = unit_share(text) if len(text) <= 60 else 0.0
    if max(time, value, unit) >= _CLEAR:
        names = None
    agency = agency_share(text, names) if len(text) <= 600 else 0.0
    person = person_share(text, None if agency >= _CLEAR else names) if len(text) <= 120 else 0.0
    return time, value, unit, agency * (1.0 - 0.8 * person), person


# --- the chain of ordinals ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Count:
    """How far a table has counted: the last capital, roman number and path of arabic numbers; None before the first.

    `anew` when a capital or roman number has come since: the arabic numbers under it may begin anew or count on.
    """

    upper: int | None = None
    roman: int | None = None
    path: tuple[int, ...] = ()
    letter: int | None = None
    anew: bool = False


def ordinal_chain(units: Sequence[Unit], ordinals: Sequence[Marker | None], names: NerReader | None = None) -> frozenset[int]:
    """The indices of the ordinals that count on from row to row: the heaviest chain among all that look like ordinals.

    Looks back a bounded number of candidates, so it is linear in the units.
    """
    candidates = [index for index, ordinal in enumerate(ordinals) if ordinal is not None]
    best: list[tuple[float, int, _Count]] = []  # weight, predecessor in `candidates` (or -1), count reached
    for place, index in enumerate(candidates):
        ordinal = ordinals[index]
        assert ordinal is not None
        own = _fit(units, ordinals, index, names)
        gain, count = _advance(_Count(), ordinal)
        choice = (own + gain - 0.3 * min(place, 10), -1, count)
        for previous in range(max(0, place - _LOOK_BACK), place):
            weight, _, reached = best[previous]
            gain, count = _advance(reached, ordinal)
            if weight + gain + own > choice[0]:
                choice = (weight + gain + own, previous, count)
        best.append(choice)
    if not best:
        return frozenset()
    place = max(range(len(best)), key=lambda at: best[at][0])
    chain: set[int] = set()
    while place >= 0:
        chain.add(candidates[place])
        place = best[place][1]
    return frozenset(chain)


def _fit(units: Sequence[Unit], ordinals: Sequence[Marker | None], index: int, names: NerReader | None) -> float:
    """How well its neighbours agree that the unit is an ordinal: words follow it, and no unit of measure stands before."""
    following = units[index + 1].text if index + 1 < len(units) else ""
    before = units[index - 1].text if index else ""
    worded = index + 1 >= len(ordinals) or (ordinals[index + 1] is None and any(map(str.isalpha, following)))
    fit = 0.5 if len(following) > _FEW_LETTERS and worded else -0.7
    if following and len(following) <= _FEW_LETTERS and worded:
        fit += 0.4
    if before and len(before) <= 40 and unit_share(before) >= 0.8:
        fit -= 1.6
    if _shares(following, names)[_AGENCY] >= 0.8:
        fit -= 0.8
    return fit


def _advance(count: _Count, ordinal: Marker) -> tuple[float, _Count]:
    """The weight of `ordinal` after what was counted, and the count with it."""
    value = ordinal.path[-1] if ordinal.path else 0
    match ordinal.style:
        case "upper":
            return _step(value, count.upper), _Count(upper=value, path=count.path, anew=True)
        case "roman":
            return _step(value, count.roman), _Count(upper=count.upper, roman=value, path=count.path, anew=True)
        case "letter" | "enumerated":
            return _step(value, count.letter) - 0.2, _Count(count.upper, count.roman, count.path, value, count.anew)
        case _:
            gain = _step_path(ordinal.path, count.path)
            if count.anew:
                gain = max(gain, _step_path(ordinal.path, ()))
            return gain, _Count(count.upper, count.roman, ordinal.path)


def _step(value: int, last: int | None) -> float:
    if last is None:
        return 2.0 if value == 1 else 0.2 if value <= 3 else -1.5
    if value == last + 1:
        return 2.0
    if value == 1:
        return 0.6
    return 0.4 if last < value <= last + 3 else -0.6 if value == last else -2.5


def _step_path(path: tuple[int, ...], last: tuple[int, ...]) -> float:
    if not last or len(path) == 1:
        return _step(path[-1], last[0] if last else None) if len(path) == 1 else (1.0 if path[-1] == 1 else -0.5)
    common = 0
    while common < min(len(path), len(last)) and path[common] == last[common]:
        common += 1
    if common == len(last):
        return 2.0 if path[-1] == 1 and len(path) == len(last) + 1 else 0.0
    if common == len(path) - 1:
        return _step(path[-1], last[common]) if path[-1] != 1 else -1.0
    return -1.0
