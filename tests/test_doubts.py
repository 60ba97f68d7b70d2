"""The list of diagnostics, and that the code keeps to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline
from pipeline.doubts import doubt
from pipeline.lexicon import lexicon_yaml

PACKAGE = Path(pipeline.__file__).parent
SEVERITIES = {"info", "warning", "error"}


def test_each_code_has_a_stage_a_severity_and_a_meaning():
    for code, entry in lexicon_yaml("diagnostics").items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert entry["severity"] in SEVERITIES
        assert entry["meaning"].endswith(".")


def test_the_code_names_every_listed_code_and_no_other():
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    listed = set(lexicon_yaml("diagnostics"))
    named = set(re.findall(r"(?:doubt|notes\.add|_doubt)\(\s*\"([a-z-]+)\"", source))
    assert named <= listed
    assert all(f'"{code}"' in source for code in listed)


def test_an_unlisted_code_is_refused():
    with pytest.raises(KeyError):
        doubt("no-such-code", "")
