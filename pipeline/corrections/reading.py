"""From a file of corrections to typed entries.

A file is YAML: `document`, the path below `raw/`, and `corrections`, a list; several documents are parted by `---`. See
`corrections/README.md`. Input: a folder; output: `Corrections`. Whatever the files say that is not understood is an error with
file and line: a correction that is passed over in silence is worse than none.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import yaml

from pipeline.corrections.entries import (
    FIELDS,
    TIME_KINDS,
    TIME_ROLES,
    VOCABULARIES,
    Action,
    Correction,
    CorrectionsError,
    Origin,
    Quote,
    Record,
    TimeEntry,
    Value,
)

_RECORDS: Mapping[str, Record] = {"task": "task", "target": "target", "reference": "reference"}
FOLDER = "corrections"
_NEAREST = 6  # folders above a single page in which the folder of corrections is sought
_WHERE = ("after", "in")
_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True)
class Corrections:
    """All corrections of a folder by document."""

    by_document: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    folder: Path | None = None

    def of(self, source_file: str) -> tuple[Correction, ...]:
        """The corrections of the page at this path below `raw/`."""
        return self.by_document.get(unicodedata.normalize("NFC", source_file), ())

    def of_file(self, path: Path) -> tuple[Correction, ...]:
        """The corrections of the page at `path`, read alone: its path below the folder that stands beside `folder`."""
        place = path.resolve()
        below = place.relative_to(self.folder.parent).parts[1:] if self.folder and self._is_beside(place) else ()
        return self.of("/".join(below) or path.name)

    def _is_beside(self, place: Path) -> bool:
        return self.folder is not None and self.folder.parent in place.parents

    def __bool__(self) -> bool:
        return bool(self.by_document)


def corrections_for(raw: Path, folder: Path | None) -> Corrections:
    """The corrections in `folder`, or where none is named in the folder `corrections` beside `raw`, if there is one.

    `raw` is the folder of pages or one page below it. Raises CorrectionsError.
    """
    if folder is not None:
        return load_corrections(folder)
    place = raw.resolve()
    beside = [above / FOLDER for above in (place.parents if raw.is_file() else [place.parent])]
    found = next((path for path in beside[:_NEAREST] if path.is_dir()), None)
    return load_corrections(found) if found else Corrections()


def digest(corrections: tuple[Correction, ...]) -> str:
    """A name for what these corrections say, `""` for none: with the page it decides what is read."""
    if not corrections:
        return ""
    # Where a correction is written counts: diagnostics say it.
    said = [(item.document, item.record, item.action, item.quote, item.values, str(item.origin)) for item in corrections]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def load_corrections(folder: Path) -> Corrections:
    """The corrections in a folder's YAML files, by file name. Raises CorrectionsError for what cannot be understood."""
    if not folder.is_dir():
        raise CorrectionsError(f"{folder}: no such folder of corrections")
    by_document: dict[str, list[Correction]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file()):
        for correction in parse_corrections(_text(path), path.relative_to(folder).as_posix()):
            by_document.setdefault(correction.document, []).append(correction)
    return Corrections({document: tuple(found) for document, found in by_document.items()}, folder.resolve())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CorrectionsError(f"{path}: is not written in UTF-8") from error


def parse_corrections(text: str, file: str) -> Iterator[Correction]:
    """The corrections of one file's text. Raises CorrectionsError."""
    try:
        nodes = [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorrectionsError(f"{file}, line {line}: no YAML: {error.problem}") from error
    for node in nodes:
        page = _Entry(node, file)
        document = page.text("document")
        if not document:
            page.fail("`document` is missing: the path of the page below raw/")
        entries = page.items("corrections")
        page.end()
        for entry in entries:
            yield _correction(_Entry(entry, file), unicodedata.normalize("NFC", document))


class _Entry:
    """A mapping of the file, read key by key; every fault names its line."""

    def __init__(self, node: yaml.Node, file: str) -> None:
        self.file, self.line = file, node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.fail("should be a mapping such as `task: words of the page`")
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in self._nodes:
                self.fail(f"`{key.value}` is said twice", key)
            self._nodes[key.value] = value

    def fail(self, message: str, node: yaml.Node | None = None) -> NoReturn:
        line = node.start_mark.line + 1 if node is not None else self.line
        raise CorrectionsError(f"{self.file}, line {line}: {message}")

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def node(self, key: str) -> yaml.Node | None:
        return self._nodes.pop(key, None)

    def text(self, key: str) -> str:
        node = self.node(key)
        return self.scalar(node, key) if node is not None else ""

    def scalar(self, node: yaml.Node, key: str) -> str:
        """The words as written: `2812` and `yes` are words too. An empty value is `""`."""
        if not isinstance(node, yaml.ScalarNode):
            self.fail(f"`{key}` should be words", node)
        return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)

    def items(self, key: str) -> list[yaml.Node]:
        node = self.node(key)
        if node is None or (isinstance(node, yaml.ScalarNode) and not self.scalar(node, key)):
            return []
        return self.members(node, key)

    def members(self, node: yaml.Node, key: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(f"`{key}` should be a list", node)
        return list(node.value)

    def names(self) -> list[str]:
        return list(self._nodes)

    def end(self) -> None:
        if self._nodes:
            self.fail(f"not understood: {', '.join(sorted(self._nodes))}", next(iter(self._nodes.values())))


def _correction(entry: _Entry, document: str) -> Correction:
    origin = Origin(entry.file, entry.line)
    why = entry.text("why")
    if "header" in entry:
        node = entry.node("header")
        assert node is not None
        values = _values(_Entry(node, entry.file), "document")
        entry.end()
        return Correction(origin, document, "document", "set", Quote(""), values, why)
    action: Action = "add" if "add" in entry else "set"
    named = [entry.text("add")] if action == "add" else [key for key in _RECORDS if key in entry]
    if len(named) != 1 or named[0] not in _RECORDS:
        entry.fail("should begin with one of `header`, `task`, `target`, `reference`, `add: task` (target, reference)")
    record = _RECORDS[named[0]]
    words = entry.text("words" if action == "add" else record)
    if not words.strip():
        entry.fail(f"the words of the page that the {record} is read from are missing")
    quote = Quote(words, *(entry.text(key) for key in _WHERE))
    node = entry.node("set")
    values = _values(_Entry(node, entry.file), record) if node is not None else ()
    if "drop" in entry:
        dropped = entry.text("drop")
        if dropped != "true" or values or action == "add":
            entry.fail("`drop: true` stands alone")
        action = "drop"
    if action == "set" and not values:
        entry.fail("says nothing: give `set` with fields, or `drop: true`")
    entry.end()
    return Correction(origin, document, record, action, quote, values, why)


def _values(entry: _Entry, record: Record) -> tuple[tuple[str, Value], ...]:
    return tuple((name, _value(entry, record, name)) for name in entry.names())


def _value(entry: _Entry, record: Record, name: str) -> Value:
    node = entry.node(name)
    assert node is not None
    form = FIELDS[record].get(name)
    match form:
        case "mentions":
            return tuple(_quote(entry, member, name) for member in entry.members(node, name))
        case "times":
            return tuple(_time(entry, member) for member in entry.members(node, name))
        case "texts":
            return tuple(entry.scalar(member, name) for member in entry.members(node, name))
        case None:
            entry.fail(f"a {record} has no field `{name}`; it has {', '.join(FIELDS[record])}", node)
    words = entry.scalar(node, name)
    match form:
        case "date":
            return _date(entry, node, name)
        case "number":
            return _number(entry, node, name) if words else None
        case "flag":
            if words not in ("true", "false"):
                entry.fail(f"`{name}` should be true or false", node)
            return words == "true"
    allowed = VOCABULARIES.get((record, name))
    if allowed is not None and words not in allowed:
        entry.fail(f"`{name}` should be one of {', '.join(map(repr, allowed))}", node)
    return words


def _number(entry: _Entry, node: yaml.Node, name: str) -> float:
    words = entry.scalar(node, name)
    try:
        return float(words)
    except ValueError:
        entry.fail(f"`{name}`: {words!r} is no number such as 10 or 2.5", node)


def _date(entry: _Entry, node: yaml.Node, name: str) -> datetime.date | None:
    words = entry.scalar(node, name)
    try:
        return datetime.date.fromisoformat(words) if words else None
    except ValueError:
        entry.fail(f"`{name}`: {words!r} is no date such as 2025-12-31", node)


def _quote(entry: _Entry, node: yaml.Node, name: str) -> Quote:
    """Words, alone or with where to look for them: `{words: Sở Tài chính, after: ...}`."""
    if isinstance(node, yaml.ScalarNode):
        return Quote(_needed(entry, node, entry.scalar(node, name)))
    inner = _Entry(node, entry.file)
    quote = Quote(_needed(inner, node, inner.text("words")), *(inner.text(key) for key in _WHERE))
    inner.end()
    return quote


def _needed(entry: _Entry, node: yaml.Node, words: str) -> str:
    if not words.strip():
        entry.fail("words of the page are missing", node)
    return words


def _time(entry: _Entry, node: yaml.Node) -> TimeEntry:
    if isinstance(node, yaml.ScalarNode):
        return TimeEntry(_quote(entry, node, "deadlines"))
    inner = _Entry(node, entry.file)
    given = tuple(name for name in ("kind", "start", "end", "recurrence", "edtf") if name in inner)
    dates = {name: _date(inner, date, name) if (date := inner.node(name)) is not None else None for name in ("start", "end")}
    time = TimeEntry(
        quote=Quote(_needed(inner, node, inner.text("words")), *(inner.text(key) for key in _WHERE)),
        role=inner.text("role") or "implementation",
        inherited=inner.text("inherited") == "true",
        kind=inner.text("kind"),
        start=dates["start"],
        end=dates["end"],
        recurrence=inner.text("recurrence") or None,
        edtf=inner.text("edtf") or None,
        given=given,
    )
    if time.role not in TIME_ROLES:
        inner.fail(f"`role` should be one of {', '.join(TIME_ROLES)}", node)
    if "kind" in given and time.kind not in TIME_KINDS:
        inner.fail(f"`kind` should be one of {', '.join(TIME_KINDS)}", node)
    inner.end()
    return time
