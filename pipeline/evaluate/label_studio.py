"""Gold through Label Studio: a team annotates in a browser, and comes back with the gold format.

Output: the labelling configuration, and tasks as Label Studio imports them; input: what it exports as JSON. A mark is a result
of type `labels` with `value.start`, `end`, `text`; its attributes are results of type `choices` and `textarea` with the same
`id`; a link is a result of type `relation` (https://labelstud.io/guide/task_format, https://labelstud.io/tags/relations).

Label Studio counts code points, as the clean text does; older versions counted UTF-16 units, in which letters beyond the Basic
Multilingual Plane are two (https://github.com/HumanSignal/label-studio/issues/1347). The words of the marks tell which it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from pipeline.corrections.entries import FIELDS, TIME_KINDS, TIME_ROLES, VOCABULARIES
from pipeline.evaluate.annotation import AnnotationError
from pipeline.evaluate.marks import HEADER, LEVEL, WORDS, Attributes, Mark, MarkedPage
from pipeline.model import Span
from pipeline.orthography import fold_space

_LABELS, _TEXT, _DOCUMENT = "label", "text", "document_"


@dataclass(frozen=True, slots=True)
class _Control:
    """An attribute as a control of Label Studio: a choice among `options`, or free text; `of` are the labels that have it."""

    name: str
    of: tuple[str, ...]
    options: tuple[str, ...] = ()
    many: bool = False


_LABEL_COLOURS = {
    "task": "#1f77b4", "target": "#d62728", "reference": "#7f7f7f", "description": "#aec7e8", "lead": "#2ca02c",
    "coordinating": "#98df8a", "supervisor": "#17becf", "measuring": "#ff9896", "output": "#9467bd", "note": "#c5b0d5",
    "time": "#ff7f0e",
}  # fmt: skip
_CONTROLS = (
    _Control("kind", ("task",), VOCABULARIES["task", "kind"]),
    _Control("uncertain", ("task",), tuple(FIELDS["task"]), many=True),
    _Control("context", ("target",), VOCABULARIES["target", "context"]),
    _Control("comparator", ("target",), tuple(value or LEVEL for value in VOCABULARIES["target", "comparator"])),
    _Control("level", ("target",), ("yes",)),
    _Control("relation", ("reference",), VOCABULARIES["reference", "relation"]),
    _Control("role", ("time",), TIME_ROLES),
    _Control("time_kind", ("time",), TIME_KINDS),
    _Control("inherited", ("time",), ("yes",)),
    _Control("ordinal", ("task", "target")),
    _Control("group", ("task", "target"), many=True),
    _Control("start", ("time",)),
    _Control("end", ("time",)),
    _Control("recurrence", ("time",)),
    *(_Control(name, ("target",)) for name in ("indicator", "value_min", "value_max", "unit", "frequency", "horizon")),
    *(_Control(name, ("reference",)) for name in ("doc_type", "number", "issued_date", "issuer")),
    _Control(WORDS, tuple(_LABEL_COLOURS)),
)
_BY_NAME = {control.name: control for control in _CONTROLS}


def labelling_config() -> str:
    """The labelling configuration of a Label Studio project for plans, as XML."""
    labels = [
        f"      <Label value={quoteattr(name)} background={quoteattr(colour)}/>" for name, colour in _LABEL_COLOURS.items()
    ]
    lines = [
        "<View>",
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        '  <Relations><Relation value="has"/></Relations>',
        f'  <View style="position: sticky; top: 0"><Labels name="{_LABELS}" toName="{_TEXT}">',
        *labels,
        "  </Labels></View>",
        f'  <Text name="{_TEXT}" value="$text" granularity="symbol" saveTextResult="yes"/>',
        *(line for control in _CONTROLS for line in _control(control, per_region=True)),
        '  <Header value="Document"/>',
        *(line for name in HEADER for line in _control(_header_control(name), per_region=False)),
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _header_control(name: str) -> _Control:
    return _Control(_DOCUMENT + name, (), ("yes",) if name == "truncated" else ())


def _control(control: _Control, *, per_region: bool) -> Iterator[str]:
    shown = f' whenLabelValue="{",".join(control.of)}" visibleWhen="region-selected"' if per_region else ""
    told = f'<Header value={quoteattr(control.name.replace("_", " "))} size="6"/>'
    region = ' perRegion="true"' if per_region else ""
    yield f"  <View{shown}>{told}"
    if control.options:
        choice = "multiple" if control.many else "single"
        yield f'    <Choices name="{control.name}" toName="{_TEXT}"{region} choice="{choice}" showInline="true">'
        yield from (f"      <Choice value={quoteattr(option)}/>" for option in control.options)
        yield "    </Choices>"
    else:
        most = "" if control.many else ' maxSubmissions="1"'
        yield f'    <TextArea name="{control.name}" toName="{_TEXT}"{region} editable="true"{most}/>'
    yield "  </View>"


# --- to Label Studio ----------------------------------------------------------------------------------------------------


def label_studio_json(pages: Iterable[MarkedPage]) -> str:
    """Pages as tasks that Label Studio imports, their marks as annotations to be corrected."""
    tasks = [
        {"data": {"text": page.text, "document": page.document}, "annotations": [{"result": list(_results(page))}]}
        for page in pages
    ]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _results(page: MarkedPage) -> Iterator[dict[str, object]]:
    for mark in page.marks:
        place = {"start": mark.span.start, "end": mark.span.end, "text": page.text[mark.span.start : mark.span.end]}
        yield _result(mark.name, _LABELS, "labels", {**place, "labels": [mark.label]})
        for name, values in mark.attributes.items():
            if _BY_NAME[name].options:
                yield _result(mark.name, name, "choices", {**place, "choices": list(values)})
            else:
                yield _result(mark.name, name, "textarea", {**place, "text": list(values)})
    for name, values in page.facts.items():
        kind = "choices" if _header_control(name).options else "textarea"
        value: dict[str, object] = {"choices" if kind == "choices" else "text": list(values)}
        yield _result(_DOCUMENT + name, _DOCUMENT + name, kind, value)
    for one, other in page.links:
        yield {"from_id": one, "to_id": other, "type": "relation", "direction": "right", "labels": ["has"]}


def _result(name: str, control: str, kind: str, value: dict[str, object]) -> dict[str, object]:
    return {"id": name, "from_name": control, "to_name": _TEXT, "type": kind, "origin": "manual", "value": value}


# --- from Label Studio --------------------------------------------------------------------------------------------------


def read_label_studio(content: str) -> tuple[MarkedPage, ...]:
    """The pages of an export in Label Studio's JSON format. Raises AnnotationError for what is none, or has no annotation."""
    try:
        tasks = json.loads(content)
    except json.JSONDecodeError as error:
        raise AnnotationError(f"line {error.lineno}: no JSON: {error.msg}") from error
    return tuple(_page(task, place) for place, task in enumerate(_list(tasks, "the export"), 1))


def _page(value: object, place: int) -> MarkedPage:
    task = _object(value, f"task {place}")
    data = _object(task.get("data"), f"task {place}: data")
    text, document = (_string(data.get(name), f"task {place}: data.{name}") for name in ("text", "document"))
    results = _chosen(task, document)
    units = _Offsets(text, results)
    marks: dict[str, Mark] = {}
    attributes: dict[str, dict[str, tuple[str, ...]]] = {}
    facts: dict[str, tuple[str, ...]] = {}
    links: list[tuple[str, str]] = []
    for result in results:
        match result.get("type"):
            case "labels":
                mark = _mark(result, units, document)
                marks[mark.name] = mark
            case "choices" | "textarea":
                name, values = _attribute(result, document)
                if name.startswith(_DOCUMENT):
                    facts[name.removeprefix(_DOCUMENT)] = values
                elif values:
                    attributes.setdefault(str(result.get("id")), {})[name] = values
            case "relation":
                links.append((str(result.get("from_id")), str(result.get("to_id"))))
            case other:
                raise AnnotationError(f"{document}: a result of type {other!r} is not in the labelling configuration")
    drawn = (Mark(mark.name, mark.label, mark.span, _sorted(attributes.get(mark.name, {}))) for mark in marks.values())
    return MarkedPage(document, text, tuple(drawn), tuple(links), _sorted(facts))


def _sorted(attributes: Attributes) -> Attributes:
    """Attributes in one order, whatever order a person set them in."""
    return {name: attributes[name] for name in sorted(attributes)}


def _chosen(task: Mapping[str, object], document: str) -> list[Mapping[str, object]]:
    """The results of the annotation that counts: the one marked as ground truth, else the one changed last."""
    found = [
        _object(item, f"{document}: annotation") for item in _list(task.get("annotations", []), f"{document}: annotations")
    ]
    kept = [item for item in found if not item.get("was_cancelled")]
    if not kept:
        raise AnnotationError(f"{document}: nobody has annotated it")
    best = max(kept, key=lambda item: (bool(item.get("ground_truth")), str(item.get("updated_at", ""))))
    return [_object(result, f"{document}: result") for result in _list(best.get("result"), f"{document}: result")]


def _mark(result: Mapping[str, object], units: _Offsets, document: str) -> Mark:
    name = _string(result.get("id"), f"{document}: id of a result")
    value = _object(result.get("value"), f"{document}: {name}")
    labels = _list(value.get("labels"), f"{document}: {name}: labels")
    if len(labels) != 1 or labels[0] not in _LABEL_COLOURS:
        raise AnnotationError(f"{document}: {name}: labels {labels!r} are not one of {', '.join(_LABEL_COLOURS)}")
    return Mark(name, str(labels[0]), units.span(value, f"{document}: {name}"))


def _attribute(result: Mapping[str, object], document: str) -> tuple[str, tuple[str, ...]]:
    name = _string(result.get("from_name"), f"{document}: from_name")
    value = _object(result.get("value"), f"{document}: {name}")
    if name not in _BY_NAME and name.removeprefix(_DOCUMENT) not in HEADER:
        raise AnnotationError(f"{document}: the control {name!r} is not in the labelling configuration")
    said = value.get("choices" if result.get("type") == "choices" else "text", [])
    values = [said] if isinstance(said, str) else _list(said, f"{document}: {name}")
    return name, tuple(str(item) for item in values if str(item).strip())


class _Offsets:
    """What an export counts: code points, or (old versions) UTF-16 units. The marks' own words tell."""

    def __init__(self, text: str, results: Sequence[Mapping[str, object]]) -> None:
        self.text = text
        self._places: Sequence[int] = range(len(text) + 1)
        if max(text, default="") > "\uffff":
            values = [value for result in results if isinstance(value := result.get("value"), dict) and "labels" in value]
            self._places = max(
                (self._places, _code_points(text)), key=lambda places: sum(_fits(text, v, places) for v in values)
            )

    def span(self, value: Mapping[str, object], where: str) -> Span:
        """The place of a mark in code points. Raises AnnotationError where its words are not there."""
        span = _span(value, self._places)
        if span is None or not _fits(self.text, value, self._places):
            told = f"the words {str(value.get('text'))[:40]!r} do not stand at {value.get('start')} to {value.get('end')}"
            raise AnnotationError(f"{where}: {told}")
        return span


def _span(value: Mapping[str, object], places: Sequence[int]) -> Span | None:
    start, end = value.get("start"), value.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end < len(places):
        return None
    return Span(places[start], places[end])


def _fits(text: str, value: Mapping[str, object], places: Sequence[int]) -> bool:
    """Whether a mark's words stand where it says; a mark without words fits wherever the page reaches."""
    span, words = _span(value, places), value.get("text")
    return span is not None and (not isinstance(words, str) or _agree(text[span.start : span.end], words))


def _code_points(text: str) -> list[int]:
    """The code point that each UTF-16 unit of the text belongs to, and the end."""
    places: list[int] = []
    for place, letter in enumerate(text):
        places += [place] * (2 if letter > "\uffff" else 1)
    return [*places, len(text)]


def _agree(one: str, other: str) -> bool:
    """Whether a mark's words are those of the page; browsers may change blanks and line ends, and print `\\n` for them."""
    return fold_space(one) == fold_space(other.replace("\\n", "\n"))


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise AnnotationError(f"{where}: should be an object; export in the format JSON (not JSON-MIN)")
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise AnnotationError(f"{where}: should be a list; export in the format JSON (not JSON-MIN)")
    return value


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise AnnotationError(f"{where}: should be words")
    return value
