"""Header cells of tables: which column each names, told by its words.

A header may be damaged (`quan phối hợp` for `Cơ quan phối hợp`), so words are looked for, not whole names. Input: the text of
one cell or line; output: a role (the vocabulary of `cells.column_role`), or whether it names one. What the words mean stands
in `lexicon/columns.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.lexicon import lexicon_yaml
from pipeline.orthography import any_accent, fold_key

_LONGEST_DAMAGED = 40
_LONGEST_HEADER = 160
_LONGEST_FIRST = 24
_LONGEST_LINE = 20


@dataclass(frozen=True, slots=True)
class _Rule:
    """`loose` is the pattern with any accent on its vowels, for headers that a scanner damaged (`Cơ quan chù tri`)."""

    role: str
    pattern: re.Pattern[str]
    loose: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _ChildRule:
    parent: str
    role: str
    pattern: re.Pattern[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(rule["role"], re.compile(rule["pattern"]), re.compile(any_accent(rule["pattern"])))
        for rule in lexicon_yaml("columns")["roles"]
    )


@cache
def _child_rules() -> tuple[_ChildRule, ...]:
    rules = lexicon_yaml("columns")["children"]
    return tuple(_ChildRule(rule["parent"], rule["role"], re.compile(rule["pattern"])) for rule in rules)


@cache
def _first_header() -> re.Pattern[str]:
    return re.compile(lexicon_yaml("columns")["first"])


@cache
def _caption() -> re.Pattern[str]:
    return re.compile(lexicon_yaml("columns")["caption"])


@lru_cache(maxsize=2048)
def header_role(text: str) -> str | None:
    """The role that a header cell's words give its column, None when they name none."""
    key = fold_key(text)
    if not key or len(key) > _LONGEST_HEADER or _caption().match(key):
        return None
    exact = next((rule.role for rule in _rules() if rule.pattern.search(key)), None)
    if exact is not None or len(key) > _LONGEST_DAMAGED:
        return exact
    return next((rule.role for rule in _rules() if rule.loose.search(key)), None)


def opens_header(text: str) -> bool:
    """Whether `text` is the first header cell of a table, over its column of numbers: `TT`, `STT`, `Số TT`."""
    return len(text) <= _LONGEST_FIRST and _first_header().match(fold_key(text)) is not None


def is_column_name(text: str) -> bool:
    """Whether a short line begins with the words that name a column (`Ghi chú`, `Sản phẩm`)."""
    key = fold_key(text)
    return len(text) <= _LONGEST_LINE and any(rule.pattern.match(key) for rule in _rules())


def names_column(text: str, before: Iterable[str | None]) -> bool:
    """Whether a header cell names a column, alone or as the child of one of the roles `before` it."""
    return header_role(text) is not None or any(child_role(text, parent) is not None for parent in set(before))


def child_role(text: str, parent: str | None) -> str | None:
    """The role of a header cell under the cell that names `parent` (`Thực hiện` under `Thời gian`), None for no child of it."""
    key = fold_key(text)
    return next((rule.role for rule in _child_rules() if rule.parent == parent and rule.pattern.search(key)), None)
