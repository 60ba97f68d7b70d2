"""Agencies that the registry does not list: known by their words alone, or as a listed kind of body in a district or commune.

Their ids are made of the province (or `vn`) and their words. No successor of them is known, so each is the last of its line.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from pipeline.model import Agency
from pipeline.resolve.districts import LAST_DAY_OF_DISTRICTS, find_district
from pipeline.resolve.places import Province, slug
from pipeline.resolve.reading import Reading, reading
from pipeline.resolve.registry import NATION, Entry


def of_nation(key: str, name: str, kind: str, level: str, class_id: str) -> Agency:
    """An agency of the whole country."""
    return _standing(Agency(f"{NATION}:{key}", name, kind, level, class_id=class_id))


def of_province(province: Province, key: str, name: str, kind: str, level: str, class_id: str) -> Agency:
    """An agency of a province."""
    return _standing(Agency(f"{province.unit}:{key}", name, kind, level, province.code, class_id=class_id))


def of_parent(parent: Agency, name: str, class_id: str) -> Agency:
    """A unit of another agency, in that one's province and at its level."""
    unit = parent.agency_id.split(":")[0]
    return _standing(Agency(f"{unit}:{slug(name)}", name, "public_unit", parent.level, parent.province_code, class_id=class_id))


def of_district(entry: Entry, kind: str, name: str, province: Province, on: datetime.date | None) -> Reading:
    """The body of an entry's kind in a district, with the district's official code where that is known."""
    found = find_district(kind, name, province, on)
    where = f"{kind} {found.name}" if found and slug(found.name) == slug(name) else f"{kind} {name}"
    owner = (found.province or province) if found and found.province_code != province.code else province
    agency = replace(
        _of_place(entry, f"{kind} {name}", where, owner, "district"),
        valid_to=found.valid_to if found else LAST_DAY_OF_DISTRICTS,
        district_code=found.code if found else None,
    )
    in_time = agency.valid_to is None or on is None or on <= agency.valid_to
    return reading(agency, "exact" if found else "open", in_time=in_time)


def of_commune(entry: Entry, kind: str, name: str, province: Province) -> Reading:
    """The body of an entry's kind in a commune."""
    return reading(_of_place(entry, f"{kind} {name}", f"{kind} {name}", province, "commune"), "exact")


def _of_place(entry: Entry, place: str, where: str, province: Province, level: str) -> Agency:
    class_id = f"{entry.key}-{'cap-huyen' if level == 'district' else 'cap-xa'}"
    name = f"{entry.name.split(' {')[0]} {where}"
    return of_province(province, f"{entry.key}-{slug(place)}", name, entry.kind, level, class_id)


def _standing(agency: Agency) -> Agency:
    return replace(agency, current_id=agency.agency_id, current_class_id=agency.class_id)
