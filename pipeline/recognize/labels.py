"""Labels in running text: `Cơ quan chủ trì: Sở Tài chính; thời gian: Quý II/2021.` as fields with their values.

A label stands at the beginning of a paragraph or behind a mark (`.`, `;`, `,`, `(`, `-`), and a colon closes it; behind
another label some times need none (`...; hoàn thành trước ngày 30/6/2018`). Its value runs to the next label. Input: a
paragraph; output: the labels in order, with spans in the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import lexicon_yaml
from pipeline.model import Span
from pipeline.orthography import any_accent

_TRAILING = re.compile(r"[\s.;,()\[\]–-]*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its value: `field` as in `lexicon/labels.yaml`, `start` where the label begins, `value` without end marks."""

    field: str
    start: int
    value: Span


@cache
def _label_pattern() -> re.Pattern[str]:
    rules = lexicon_yaml("labels")["labels"]
    fields = [f"(?P<f{number}>{any_accent(rule['pattern'])})" for number, rule in enumerate(rules)]
    return re.compile(rf"(?:^|(?<=[.;,(\[–+-])|(?<=[.;,(\[–+-]\s)|(?<=\n))\s*(?:{'|'.join(fields)})\s?[:：]", re.IGNORECASE)


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<=[;,(])\s*(?:{lexicon_yaml('labels')['time_without_colon']})", re.IGNORECASE)


@cache
def _fields() -> tuple[str, ...]:
    return tuple(rule["field"] for rule in lexicon_yaml("labels")["labels"])


@cache
def _content_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{lexicon_yaml('labels')['content']})\s?[:：]", re.IGNORECASE)


def read_labels(text: str) -> tuple[Label, ...]:
    """The labels of a paragraph, in order; `()` for one without. A label with an empty value has an empty span."""
    if ":" not in text and "：" not in text:
        return ()
    found = [(match.start(), match.end(), _field(match)) for match in _label_pattern().finditer(text)]
    if found:
        behind = _time_pattern().finditer(text, found[0][1])
        found = sorted([*found, *((match.start(), match.end(), "time") for match in behind)])
    labels: list[Label] = []
    for (opens, start, field), following in zip(found, [*found[1:], None], strict=False):
        end = following[0] if following else len(text)
        value = text[start:end]
        start += len(value) - len(value.lstrip())
        end = max(start, start + len(_TRAILING.sub("", text[start:end])))
        labels.append(Label(field, opens, Span(start, _with_bracket(text, start, end))))
    return tuple(labels)


def _field(match: re.Match[str]) -> str:
    return next(field for number, field in enumerate(_fields()) if match[f"f{number}"] is not None)


def _with_bracket(text: str, start: int, end: int) -> int:
    """Takes a closing bracket back that the value itself opened."""
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        return end + 1
    return end


def opens_content(text: str) -> bool:
    """Whether a paragraph opens with a label that belongs to the item's own words: `Nội dung:`, `Mục tiêu: ...`."""
    return _content_pattern().match(text) is not None


def opens_label(text: str) -> bool:
    """Whether a paragraph opens with a label (`Địa điểm: ...`), so that it says no word of its item."""
    labels = read_labels(text)
    return bool(labels) and labels[0].start == 0
