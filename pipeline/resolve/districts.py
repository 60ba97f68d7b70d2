"""Districts by name: the official code of a district, town or city below the province, up to the end of that level.

Districts were abolished on 1 July 2025 (Luật Tổ chức chính quyền địa phương 72/2025/QH15, Nghị quyết 203/2025/QH15), but plans
name them back to the years before and, after the mergers of provinces, under the new province. Input: the printed words of a
place (`quận`, `Hải Châu`), the province and the date; output: the district of `lexicon/districts.csv`, or None.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_csv
from pipeline.resolve.places import Province, province_of_code, slug

LAST_DAY_OF_DISTRICTS = datetime.date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class District:
    """A district that stood until `valid_to`; `kind` is its last one (a `huyện` may have become a `thị xã`)."""

    code: str
    name: str
    kind: str
    province_code: str
    valid_to: datetime.date

    @property
    def province(self) -> Province | None:
        """The province that it lay in."""
        return province_of_code(self.province_code, self.valid_to)


@cache
def _by_name() -> dict[str, tuple[District, ...]]:
    """Districts by name alone and by kind and name (`Quận 1`), bare letters."""
    found: dict[str, list[District]] = {}
    for row in lexicon_csv("districts"):
        end = datetime.date.fromisoformat(row["valid_to"])
        district = District(row["code"], row["name"], row["kind"], row["province_code"], end)
        for name in {slug(row["name"]), slug(f"{row['kind']} {row['name']}")}:
            found.setdefault(name, []).append(district)
    return {name: tuple(districts) for name, districts in found.items()}


def find_district(kind: str, name: str, province: Province, on: datetime.date | None) -> District | None:
    """The district of `province` (or of the provinces that went into it) that the words name, None where not one only does.

    Of a name that an older and a younger district bore, the one that stood on `on` is meant, else the one of the printed kind.
    """
    bearers = [
        district
        for district in (*_by_name().get(slug(f"{kind} {name}"), ()), *_by_name().get(slug(name), ()))
        if _lies_in(district, province)
    ]
    day = min(on, LAST_DAY_OF_DISTRICTS) if on else LAST_DAY_OF_DISTRICTS
    ranked = sorted(dict.fromkeys(bearers), key=lambda one: (one.kind != kind, one.valid_to < day, one.valid_to))
    if len(ranked) > 1 and (ranked[0].kind, ranked[0].valid_to) == (ranked[1].kind, ranked[1].valid_to):
        return None
    return ranked[0] if ranked else None


def _lies_in(district: District, province: Province) -> bool:
    """Whether the district lies in `province`, or in one that went into it."""
    if province.valid_from is None or province.valid_from <= district.valid_to:
        return district.province_code == province.code
    former = district.province
    return former is not None and former.code_2025 == province.code
