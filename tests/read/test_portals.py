"""Whole pages of portals: the plan without the portal around it, with rules for the portal, without them, and damaged."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.clean import clean
from pipeline.lexicon import lexicon_yaml
from pipeline.model import CleanPage
from pipeline.read import read

HERE = Path(__file__).parent / "portals"
PAGES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "pages.yaml").read_text(encoding="utf-8"))
PLAN: dict[str, Any] = yaml.safe_load((HERE / "plan.yaml").read_text(encoding="utf-8"))
_NAMES = re.compile(r"\b(class|id)=\"([^\"]*)\"")


def paragraphs(order: str) -> list[str]:
    """The plan's paragraphs as a page prints them, whose head is read by rows or by columns."""
    head = PLAN["head"]
    left, right = head["issuer"], head["heading"]
    first = [*left, *right, head["number"]] if order == "rows" else [*left, head["number"], *right]
    parts = [first, [head["place"]], PLAN["title"], PLAN["body"], *PLAN["table"], PLAN["closing"], PLAN["recipients"]]
    parts += [PLAN["signature"], PLAN["appendix"], *PLAN["appendix_table"]]
    return [text for part in parts for text in part if text]


def cleaned(html: str, folder: Path) -> CleanPage:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    return clean(read(path, path.name))


def words(page: CleanPage) -> list[str]:
    return [block.text for block in page.blocks if block.text]


def source(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_plan_and_nothing_else_is_left(tmp_path: Path, name: str) -> None:
    page = cleaned(source(name), tmp_path)
    assert words(page) == paragraphs(PAGES[name]["head"])
    assert [(table.n_rows, table.n_columns) for table in page.tables] == [(5, 5), (3, 4)]
    spans = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in page.tables[0].cells}
    assert (spans[1, 0], spans[3, 4]) == ((1, 5), (2, 1))
    assert page.diagnostics == ()


@pytest.mark.parametrize("name", PAGES)
def test_the_portals_word_on_the_plan_is_kept(tmp_path: Path, name: str) -> None:
    metadata = cleaned(source(name), tmp_path).metadata
    expected = PAGES[name]["metadata"]
    assert {field: getattr(metadata, field) for field in expected} == expected


@cache
def rule_names() -> frozenset[str]:
    """The classes and ids that the lexicon has rules for."""
    portals = lexicon_yaml("portals")
    rules = [*portals["containers"], *portals["metadata_containers"], *portals["structure"]["left_out"]]
    return frozenset(name for rule in rules for name in re.findall(r"[.#]([\w-]+)", rule))


def renamed(html: str, chosen: Callable[[str], bool]) -> str:
    """`html` with the chosen classes and ids replaced by others that mean nothing."""
    numbers: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        names = [numbers.setdefault(n, f"q{len(numbers)}") if chosen(n) else n for n in match.group(2).split()]
        return f'{match.group(1)}="{" ".join(names)}"'

    return _NAMES.sub(other, html)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("change", ["without_rules", "without_names"])
def test_a_portal_that_nobody_has_seen(tmp_path: Path, name: str, change: str) -> None:
    chosen = rule_names().__contains__ if change == "without_rules" else lambda _: True
    found = words(cleaned(renamed(source(name), chosen), tmp_path))
    left_in = PAGES[name].get(change, [])
    assert [text for text in found if text not in left_in] == paragraphs(PAGES[name]["head"])
    assert len(found) == len(paragraphs(PAGES[name]["head"])) + len(left_in)


# --- damage -------------------------------------------------------------------------------------------------------------

_TAGS = re.compile(r"</?(?:div|p|td|tr|table|tbody|span|ul|li|b|strong|center|form|section|a)\b[^<>]*>")


def without_some_tags(html: str, chance: random.Random) -> str:
    return _TAGS.sub(lambda match: "" if chance.random() < 0.01 else match.group(), html)


def with_copied_chrome(html: str, chance: random.Random) -> str:
    parts = re.findall(r"<(?:ul|nav|aside|footer)\b[^<>]*>.{10,2000}?</(?:ul|nav|aside|footer)>", html, re.DOTALL)
    start, end = html.find(">", html.find("<body")) + 1, html.rfind("</body>")
    before, behind = "".join(chance.choices(parts, k=3)), chance.choice(parts)
    return f"{html[:start]}{before}{html[start:end]}{behind}</body></html>"


def with_swapped_names(html: str, chance: random.Random) -> str:
    names = [match.group(2) for match in _NAMES.finditer(html)]
    chance.shuffle(names)
    return _NAMES.sub(lambda match: f'{match.group(1)}="{names.pop()}"', html)


def cut_off(html: str, chance: random.Random) -> str:
    signature = html.rfind("PHÓ CHỦ TỊCH")
    return html[: chance.randrange(signature, len(html))]


# A page without names and lists has none to swap or copy. What the lexicon knows of luatvietnam.vn are marks behind each
# paragraph: swapped names would call the paragraphs so.
DAMAGED = [
    (name, damage)
    for name in PAGES
    for damage in (without_some_tags, with_copied_chrome, with_swapped_names, cut_off)
    if not (name == "home_made.html" and damage in (with_copied_chrome, with_swapped_names))
    and not (name == "luatvietnam.html" and damage is with_swapped_names)
]


@pytest.mark.parametrize(("name", "damage"), DAMAGED)
def test_most_of_the_plan_is_left_of_a_damaged_page(
    tmp_path: Path, name: str, damage: Callable[[str, random.Random], str]
) -> None:
    expected = [text for text in paragraphs("rows") if len(text) > 20 and text not in PLAN["appendix"]]
    expected = [text for text in expected if not any(text in row for row in PLAN["appendix_table"])]
    for seed in range(8):
        text = " ".join(words(cleaned(damage(source(name), random.Random(seed)), tmp_path)))
        kept = sum(paragraph in text for paragraph in expected)
        assert kept >= 0.9 * len(expected), (seed, [paragraph for paragraph in expected if paragraph not in text])
