"""Our tables of places against those that another project keeps (vietnamadminunits, MIT), where that is installed.

The package is no dependency: it is 97 MB and brings shapely, for what are some hundred lines here.
"""

from __future__ import annotations

import datetime
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon import lexicon_csv
from pipeline.resolve import province_of_code

FOUND = importlib.util.find_spec("vietnamadminunits")
BEFORE, AFTER = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
pytestmark = pytest.mark.skipif(FOUND is None, reason="vietnamadminunits is not installed")


def kept(name: str) -> Any:
    assert FOUND is not None
    assert FOUND.origin is not None
    return json.loads((Path(FOUND.origin).parent / "data" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "date", "count"), [("parser_legacy", BEFORE, 63), ("parser_from_2025", AFTER, 34)])
def test_provinces(file: str, date: datetime.date, count: int) -> None:
    provinces = kept(file)["DICT_PROVINCE"].values()
    assert len(provinces) == count
    for theirs in provinces:
        ours = province_of_code(theirs["provinceCode"], date)
        assert ours is not None
        assert (ours.name, ours.distance(date)) == (theirs["provinceShort"], 0)


def test_mergers() -> None:
    before, after = kept("parser_legacy")["DICT_PROVINCE"], kept("parser_from_2025")["DICT_PROVINCE"]
    for name, parts in kept("converter_2025")["DICT_PROVINCE"].items():
        for part in parts:
            ours = province_of_code(before[part]["provinceCode"], BEFORE)
            assert ours is not None
            assert ours.code_2025 == after[name]["provinceCode"]


def test_districts() -> None:
    ours = {
        (row["province_code"], row["code"], row["name"], row["kind"])
        for row in lexicon_csv("districts")
        if row["valid_to"] == BEFORE.isoformat()
    }
    legacy = kept("parser_legacy")
    theirs = {
        (
            legacy["DICT_PROVINCE"][province]["provinceCode"],
            unit["districtCode"],
            unit["districtShort"].split(" (")[0],  # of two of one name: `Cao Lãnh (Huyện)`
            unit["districtType"].lower(),
        )
        for province, units in legacy["DICT_PROVINCE_DISTRICT"].items()
        for unit in units.values()
    }
    assert ours == theirs
