"""What each layout of a flattened table is worth, piece by piece: the numbers that the alignment adds up.

A `Sheet` holds for one table, once, how well each unit sits in each column, how well it goes on in the cell of the unit
before, and what it is worth to begin a row with it. The weights are in `lexicon/alignment.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from pipeline.lexicon import lexicon_yaml
from pipeline.segment.columns import AGENCY_ROLES
from pipeline.segment.evidence import NATURES, Evidence


@cache
def weight_table() -> Any:
    """The weights of `lexicon/alignment.yaml`."""
    return lexicon_yaml("alignment")


@dataclass(frozen=True, slots=True)
class Columns:
    """The weights of a table's columns, from left to right. `skip` is what it costs a row to pass a column over."""

    roles: tuple[str, ...]
    skip: tuple[float, ...]
    extend: tuple[float, ...]
    agency: tuple[bool, ...]
    listed: tuple[bool, ...]  # cells of agencies or products, which may be lists of bullets
    bare: tuple[float, ...]  # what it is worth to begin a row here without an ordinal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table's units on its columns.

    `sits[i][c]` is the worth of unit i in column c, `flow[i]` that of unit i going on behind i - 1, `opening[i][c]` that of
    beginning a row with unit i in column c; `ends[i]` says that the page closed the cell behind unit i.
    """

    evidence: Sequence[Evidence]
    columns: Columns
    ends: tuple[bool, ...]
    sits: tuple[tuple[float, ...], ...]
    flow: tuple[float, ...]
    opening: tuple[tuple[float, ...], ...]


def lay_out(evidence: Sequence[Evidence], closed: Sequence[bool], roles: Sequence[str]) -> Sheet:
    """The sheet of a table; `closed` says of each unit that the page ended a cell behind it."""
    marked = any(item.is_empty for item in evidence) or all(closed)
    columns = _columns(roles, marked=marked, numbered=any(item.anchored for item in evidence))
    table = weight_table()
    emission = [[float(table["emission"][role][nature]) for nature in NATURES] for role in roles]
    by_nature = [tuple(row[nature] for row in emission) for nature in range(len(NATURES))]
    verb = tuple(float(table["verb"].get(role, 0.0)) for role in roles)
    remark = tuple(float(table["remark"].get(role, 0.0)) for role in roles)
    row = table["row"]
    anchored = (float(row["anchored"]),) * len(roles)
    marked_row = (float(row["marked"]),) * len(roles)
    return Sheet(
        evidence=evidence,
        columns=columns,
        ends=tuple(bool(close) or item.is_empty for close, item in zip(closed, evidence, strict=True)),
        sits=tuple(_sits(item, by_nature, verb, remark, columns) for item in evidence),
        flow=(0.0, *(_goes_on(last, item) for last, item in pairwise(evidence))),
        opening=tuple(anchored if item.anchored else marked_row if item.marked else columns.bare for item in evidence),
    )


def _columns(roles: Sequence[str], *, marked: bool, numbered: bool) -> Columns:
    table = weight_table()
    factor = table["skip_factor_when_marked"] if marked else 1.0
    merged = next((index for index, role in enumerate(roles) if role in ("description", "indicator")), 0)
    bare = float(table["row"]["bare"])
    return Columns(
        roles=tuple(roles),
        skip=tuple(table["skip"][role] * (1.0 if index <= merged else factor) for index, role in enumerate(roles)),
        extend=tuple(float(table["extend"][role]) for role in roles),
        agency=tuple(role in AGENCY_ROLES for role in roles),
        listed=tuple(role in AGENCY_ROLES or role == "output" for role in roles),
        bare=tuple(bare + (float(table["bare_group"]) if numbered and role == "group" else 0.0) for role in roles),
    )


def _sits(
    item: Evidence,
    by_nature: Sequence[tuple[float, ...]],
    verb: tuple[float, ...],
    remark: tuple[float, ...],
    columns: Columns,
) -> tuple[float, ...]:
    """How well one unit sits in each column, whatever stands around it."""
    scores = [0.0] * len(columns.roles)
    for share, weights in zip(item.natures, by_nature, strict=True):
        if share:
            scores = [score + share * weight for score, weight in zip(scores, weights, strict=True)]
    if item.verbal:
        scores = [score + weight for score, weight in zip(scores, verb, strict=True)]
    if item.remark:
        scores = [score + weight for score, weight in zip(scores, remark, strict=True)]
    if item.length > 120:
        excess = weight_table()["long_agency"] * (item.length - 120)
        scores = [score + excess * agency for score, agency in zip(scores, columns.agency, strict=True)]
    if item.collective:
        seldom = weight_table()["collective_lead"]
        scores = [score + seldom * (role == "lead") for score, role in zip(scores, columns.roles, strict=True)]
    return tuple(scores)


def _goes_on(last: Evidence, item: Evidence) -> float:
    """How well a unit goes on in the cell of the one before, whatever the column."""
    table = weight_table()["continuation"]
    score = 0.0
    if item.enumerator and item.enumerator == last.enumerator + 1:
        score += table["next_enumerator"]
    elif last.opens_list:
        score += table["list_opened_with_bullet" if item.bullet else "list_opened"]
    elif last.open_end or item.opens_lower:
        score += table["sentence_open"]
    if item.bullet and last.bullet:
        score += table["list_open" if last.open_end else "bullet_after_bullet"]
    elif last.bullet and not item.enumerator:
        score += table["plain_after_bullet"]
    elif item.bullet and not last.opens_list:
        score += table["bullet_after_plain"]
    return score


def same_list(evidence: Sequence[Evidence], start: int, end: int) -> float:
    """How well the unit at `end` belongs to a list of agencies that began at `start`: none twice, none behind a collective."""
    table, key = weight_table()["continuation"], evidence[end].key
    score = float(table["agency_after_collective"]) if evidence[end - 1].collective else 0.0
    for unit in range(start, end):
        if evidence[unit].key == key:
            return score + float(table["same_agency_again"])
    return score
