"""The site: an index and a page for each document, written beside the old site and swapped in.

Templates escape every value. A page allows exactly the style sheet and the script that it carries (by their hashes) and forbids
all else, so whatever a plan's text holds is shown and nothing of it runs or loads. Input: a dataset; output: a folder of HTML.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline import __version__
from pipeline.review import labels
from pipeline.review.entries import entries
from pipeline.review.marking import paragraphs
from pipeline.review.reading import Source
from pipeline.review.sheet import Sheet, Target

_MARKER = "vnplans-review.json"
_DOCUMENTS = "documents"


class ReviewError(Exception):
    """A site that cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the index."""

    doc_id: str
    source_file: str
    number: str
    title: str
    issuer: str
    province: str
    issued: str
    tasks: int
    targets: int
    references: int
    doubts: int
    least_sure: float | None
    truncated: bool


def build_site(folder: Path, out: Path) -> int:
    """Write the site over the dataset in `folder` to `out`; returns how many documents it shows.

    Raises DatasetError when `folder` holds no dataset, ReviewError when `out` holds anything but a site.
    """
    source = Source(folder)
    target = out.resolve()
    if target == folder.resolve() or folder.resolve() in target.parents:
        raise ReviewError(f"{target} lies in the dataset, which each run replaces; name another folder")
    _refuse_strangers(target)
    partial = target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
    try:
        (partial / _DOCUMENTS).mkdir(parents=True)
        _write(source, partial)
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return len(source)


def _refuse_strangers(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ReviewError(f"{target} is no folder; name another one")
    if target.is_dir() and any(target.iterdir()) and not (target / _MARKER).is_file():
        raise ReviewError(f"{target} is not empty and holds no review site; name another folder")


def _write(source: Source, site: Path) -> None:
    environment = _environment()
    document = environment.get_template("document.html")
    shell = _Shell(("common.css", "document.css"), ("language.js", "document.js"))
    lines: list[_Line] = []
    for sheet in source.sheets():
        page = document.render(sheet=sheet, paragraphs=paragraphs(sheet), entries=_json(entries(sheet)), shell=shell)
        (site / _DOCUMENTS / f"{sheet.doc_id}.html").write_text(page, encoding="utf-8")
        lines.append(_line(sheet))
    index = environment.get_template("index.html").render(
        lines=lines,
        failures=source.failures(),
        provinces=sorted({line.province for line in lines if line.province}),
        years=sorted({line.issued[:4] for line in lines if line.issued}, reverse=True),
        shell=_Shell(("common.css", "index.css"), ("language.js", "index.js")),
    )
    (site / "index.html").write_text(index, encoding="utf-8")
    (site / _MARKER).write_text(json.dumps({"name": "vnplans-review", "version": __version__}) + "\n", encoding="utf-8")


def _line(sheet: Sheet) -> _Line:
    return _Line(
        doc_id=sheet.doc_id,
        source_file=sheet.source_file,
        number=sheet.number,
        title=sheet.title,
        issuer=sheet.issuer,
        province=sheet.province,
        issued=sheet.issued.isoformat() if sheet.issued else "",
        tasks=len(sheet.tasks),
        targets=len(sheet.targets),
        references=len(sheet.references),
        doubts=sheet.graver,
        least_sure=sheet.least_sure,
        truncated=sheet.truncated,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        t=labels.label, v=labels.value_label, vi=lambda name: labels.plain(name, "vi"), en=lambda name: labels.plain(name, "en")
    )
    environment.filters.update(amount=_amount, brief=_brief)
    return environment


class _Shell:
    """What each page carries: its style sheet, its script, and the policy that allows these two and nothing else."""

    def __init__(self, styles: tuple[str, ...], scripts: tuple[str, ...]) -> None:
        style, script = "".join(_parts(styles)), "".join(_parts(scripts))
        self.style, self.script = Markup(style), Markup(script)
        self.policy = (
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "img-src 'none'; base-uri 'none'; form-action 'none'"
        )


def _parts(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _json(content: dict[str, str]) -> Markup:
    """JSON that can stand in a script element: no `<` that could end it."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _amount(target: Target) -> str:
    """A target's value as it was read, such as `>= 50 doanh nghiệp`."""
    numbers = " - ".join(f"{value:,.10g}" for value in (target.value_min, target.value_max) if value is not None)
    return " ".join(part for part in (target.comparator if numbers else "", numbers, target.unit, target.frequency) if part)


def _brief(words: str, length: int = 140) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= length else f"{folded[: length - 1]}…"
