"""An entry of the registry in a province becomes an agency, with its time, its successors and where these end.

A province's agency lived no longer than its province. Its successor is the one that the registry names for its entry, else
the same agency of the province that took over the land. Input: an entry and a province; output: `Agency` records.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pipeline.model import Agency
from pipeline.resolve.places import Province, heir_of, life_of
from pipeline.resolve.registry import NATION, Entry, registry

_Step = tuple[Entry, Province | None]
_MOST_STEPS = 20  # more successors than any agency ever had: a circle in the registry


@lru_cache(maxsize=2048)
def lineage(entry: Entry, province: Province | None) -> tuple[Agency, ...]:
    """The agency that an entry stands for in `province`, and behind it every agency that came after it or took over parts.

    Raises ValueError for an entry of provinces without a province, or when successors run in a circle.
    """
    found: dict[str, Agency] = {}
    waiting: list[_Step] = [(registry().here(entry, province), province)]
    while waiting:
        step = waiting.pop(0)
        agency = _agency(step)
        if agency.agency_id in found:
            continue
        found[agency.agency_id] = agency
        following = _following(step)
        waiting += [*([following] if following else []), *_parts(step)]
    return tuple(found.values())


def _agency(step: _Step) -> Agency:
    entry, province = step
    following, last = _following(step), _last(step)
    agency = Agency(
        agency_id=_id(step),
        name=entry.name,
        kind=entry.kind,
        level=entry.level,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        successor_id=_id(following) if following else None,
        class_id=entry.key,
        current_id=_id(last),
        current_class_id=last[0].key,
        part_successor_ids=tuple(_id(part) for part in _parts(step)),
    )
    if entry.scope == NATION:
        return agency
    if province is None:
        raise ValueError(f"{entry.key} needs a province")
    begin, end = life_of(province)
    return replace(
        agency,
        name=_official_name(entry.name, province),
        province_code=province.code,
        valid_from=max(filter(None, (begin, entry.valid_from)), default=None),
        valid_to=min(filter(None, (end, entry.valid_to)), default=None),
    )


def _id(step: _Step) -> str:
    entry, province = step
    return f"{NATION if entry.scope == NATION or province is None else province.unit}:{entry.key}"


def _following(step: _Step) -> _Step | None:
    """What came after an agency: its entry's successor, else the same agency of the province's heir."""
    entry, province = step
    if entry.scope == NATION or province is None:
        return _entry_of(entry.successor, None) if entry.successor else None
    end, heir = life_of(province)[1], heir_of(province)
    if entry.successor and (end is None or heir is None or entry.valid_to is None or entry.valid_to < end):
        begin = _entry_of(entry.successor, province)[0].valid_from
        late = heir is not None and end is not None and begin is not None and begin > end
        return _entry_of(entry.successor, heir if late else province)
    if end is None or heir is None:
        return None
    there = registry().here(entry, heir)
    if there.valid_to is not None and there.valid_to <= end:  # it ended together with the province, or before it for good
        return _entry_of(there.successor, heir) if there.successor else None
    return there, heir


def _parts(step: _Step) -> list[_Step]:
    entry, province = step
    return [_entry_of(key, None if entry.scope == NATION else province) for key in entry.parts]


def _entry_of(key: str, province: Province | None) -> _Step:
    entry = registry().by_key[key]
    return (entry, None) if entry.scope == NATION else (registry().here(entry, province), province)


def _last(step: _Step) -> _Step:
    for _ in range(_MOST_STEPS):
        following = _following(step)
        if following is None:
            return step
        step = following
    raise ValueError(f"the successors of {step[0].key} run in a circle")


def _official_name(pattern: str, province: Province) -> str:
    if "{" not in pattern:
        return f"{pattern} {province.full_name}"
    return pattern.format(name=province.name, body="Thành" if province.kind == "thành phố" else "Tỉnh")
