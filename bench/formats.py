"""One plan in every form: how fast each is read, beside well-known tools on the same file, and whether the records agree.

    python -m bench.formats [--raw raw] [--scan]

Each sample with tables is written as a saved page, a Word file, a PDF and in old encodings, the way the tests do it. For each
form: seconds of one core to read the file (best of three), those of another tool on the same file in the same run (PDF:
pdfplumber's words and tables; Word and HTML: markitdown, where it is installed), and the tasks and targets that equal those of
the page as published. `--scan` adds a print as images, which takes minutes.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
from rich.console import Console
from rich.table import Table

from pipeline.clean import clean
from pipeline.extract import Records, extract_records
from pipeline.model import Document
from pipeline.read import read
from pipeline.segment import segment
from tests.read.old_codes import old_bytes
from tests.reading import sample
from tests.rendering import html_page
from tests.rendering_docx import docx_page
from tests.rendering_pdf import Print, pdf_of, scan_of
from tests.test_layouts import of_target, of_task

if TYPE_CHECKING:
    from markitdown import MarkItDown

_ROUNDS = 3
_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Row:
    """One file of one form: size, seconds to read it here and elsewhere (None: no other tool), and records that agree."""

    plan: str
    form: str
    pages: int | None
    kilobytes: float
    seconds: float
    other: str
    other_seconds: float | None
    tasks: str
    targets: str


def forms(document: Document, text: str, *, scan: bool) -> Iterable[tuple[str, bytes]]:
    """The plan in each form, by the suffix of its file."""
    yield "html", html_page(document).encode()
    yield "docx", docx_page(document)
    printed = pdf_of(document, Print())
    yield "pdf", printed
    if scan:
        yield "scan.pdf", scan_of(printed)
    for code in ("tcvn3", "vni", "viscii"):
        yield f"{code}.txt", old_bytes(text, code)


def others() -> Mapping[str, tuple[str, Callable[[bytes], object]]]:
    """The tool that each form is measured beside."""
    tools: dict[str, tuple[str, Callable[[bytes], object]]] = {"pdf": ("pdfplumber", _by_pdfplumber)}
    try:
        from markitdown import MarkItDown
    except ImportError:
        return tools
    converter = MarkItDown()
    for form in ("html", "docx"):
        tools[form] = ("markitdown", partial(_by_markitdown, converter, f".{form}"))
    return tools


def _by_markitdown(converter: MarkItDown, suffix: str, data: bytes) -> object:
    return converter.convert_stream(io.BytesIO(data), file_extension=suffix)


def _by_pdfplumber(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_text()) + len(page.extract_tables()) for page in pdf.pages)


def _best(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return min(taken)


def _records(path: Path) -> Records:
    return extract_records(segment(clean(read(path, path.name))))


def _shared(found: Iterable[object], expected: Iterable[object]) -> str:
    """How many of the expected records were found, as `98/99`."""
    here, there = Counter(map(repr, found)), Counter(map(repr, expected))
    return f"{(here & there).total()}/{there.total()}"


def measured(path: Path, folder: Path, *, scan: bool) -> Iterable[Row]:
    """A row for each form of the sample at `path`."""
    document, records = sample(path)
    tools = others()
    for form, data in forms(document, path.read_text(encoding="utf-8"), scan=scan):
        file = folder / f"{path.stem}.{form}"
        file.write_bytes(data)
        name, tool = tools.get(form, ("", None))
        again = _records(file)
        yield Row(
            plan=path.stem[:3],
            form=form,
            pages=_pages(data) if form.endswith("pdf") else None,
            kilobytes=len(data) / 1000,
            seconds=_once(file) if form == "scan.pdf" else _best(partial(read, file, file.name)),
            other=name,
            other_seconds=_best(partial(tool, data)) if tool else None,
            tasks=_shared(map(of_task, again.tasks), map(of_task, records.tasks)),
            targets=_shared(map(of_target, again.targets), map(of_target, records.targets)),
        )


def _once(file: Path) -> float:
    begun = time.perf_counter()
    read(file, file.name)
    return time.perf_counter() - begun


def _pages(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def show(rows: Iterable[Row], console: Console) -> None:
    """Print the rows as a table."""
    table = Table(title="one plan, every form: seconds to read a file on one core, records equal to the page as published")
    for name in ("plan", "form", "kB", "pages", "seconds", "pages/s", "beside", "there", "tasks", "targets"):
        table.add_column(name, justify="left" if name in ("plan", "form", "beside") else "right")
    for row in rows:
        there = f"{row.other_seconds:.2f}" if row.other_seconds is not None else ""
        rate = f"{row.pages / row.seconds:.1f}" if row.pages else ""
        table.add_row(
            row.plan, row.form, f"{row.kilobytes:.0f}", str(row.pages or ""), f"{row.seconds:.2f}", rate, row.other, there,
            row.tasks, row.targets,
        )  # fmt: skip
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how each form of a plan is read.")
    parser.add_argument("--raw", type=Path, default=Path("raw"), help="folder of the sample pages")
    parser.add_argument("--scan", action="store_true", help="also as images; needs Tesseract, and minutes")
    options = parser.parse_args()
    plans = [path for path in sorted(options.raw.glob("*.txt")) if sample(path)[0].tables]
    with tempfile.TemporaryDirectory() as folder:
        show([row for path in plans for row in measured(path, Path(folder), scan=options.scan)], Console(width=_WIDTH))


if __name__ == "__main__":
    main()
