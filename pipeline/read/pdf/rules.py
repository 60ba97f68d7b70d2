"""Ruling lines, mended: pieces of one line put together, doubled lines made one, specks left out.

Programs draw a border as one stroke, as a thin rectangle a cell, as dashes, or twice side by side. Input: rules as drawn;
output: rules that are level or upright, no two of them along each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.read.pdf.shapes import Rule

DOUBLED = 3.0
_DASH_GAP = 3.5
_SHORTEST_LEVEL, _SHORTEST_UPRIGHT = 8.0, 5.0
Extent = tuple[float, float]


def mended_rules(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright rules, each list sorted by position."""
    level: list[tuple[float, Extent]] = []
    upright: list[tuple[float, Extent]] = []
    for rule in rules:
        if rule.bottom - rule.top <= rule.x1 - rule.x0:
            level.append(((rule.top + rule.bottom) / 2, (rule.x0, rule.x1)))
        else:
            upright.append(((rule.x0 + rule.x1) / 2, (rule.top, rule.bottom)))
    return (
        [Rule(start, at, end, at) for at, (start, end) in _joined(level) if end - start >= _SHORTEST_LEVEL],
        [Rule(at, start, at, end) for at, (start, end) in _joined(upright) if end - start >= _SHORTEST_UPRIGHT],
    )


def clustered(positions: Iterable[float], within: float = DOUBLED) -> list[float]:
    """Positions that lie together as their mean."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][0] <= within:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(group) / len(group) for group in groups]


def _joined(pieces: Sequence[tuple[float, Extent]]) -> list[tuple[float, Extent]]:
    """Pieces that lie along each other as one."""
    groups: list[tuple[float, list[tuple[float, Extent]]]] = []
    for at, extent in sorted(pieces):
        if groups and at - groups[-1][0] <= DOUBLED:
            groups[-1][1].append((at, extent))
        else:
            groups.append((at, [(at, extent)]))
    joined: list[tuple[float, Extent]] = []
    for _, group in groups:
        mean = sum(at for at, _ in group) / len(group)
        joined.extend((mean, extent) for extent in _merged(sorted(extent for _, extent in group)))
    return joined


def _merged(extents: Sequence[Extent]) -> list[Extent]:
    merged: list[Extent] = []
    for start, end in extents:
        if merged and start - merged[-1][1] <= _DASH_GAP:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
