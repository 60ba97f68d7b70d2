"""Datasets that tests of several rooms look at: the five samples as a run writes them, and a plan whose words are hostile."""

from __future__ import annotations

import atexit
import datetime
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.dataset import document_rows
from pipeline.dataset import write_dataset as write_rows
from pipeline.model import Extraction
from pipeline.run import run
from tests.dataset.plans import sample_plan
from tests.reading import RAW

HOSTILE = (
    "<script>window.harmed = 1</script>",
    '"><img src=x onerror="window.harmed = 2">',
    "</script><script>window.harmed = 3</script>",
    "' onmouseover='window.harmed = 4",
    "javascript:window.harmed=5",
    "{{ 7 * 7 }} {% raw %} &lt;b&gt; &amp;",
)


@cache
def sample_dataset() -> Path:
    """The dataset of the five samples, made once a test run."""
    folder = Path(tempfile.mkdtemp(prefix="vnplans-samples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    run(RAW, folder / "extracted", jobs=1)
    return folder / "extracted"


def write_dataset(folder: Path, *plans: Extraction) -> Path:
    """A dataset of these plans."""
    write_rows(folder, [document_rows(plan) for plan in plans])
    return folder


def hostile_plan(source_file: str = "hostile.txt") -> Extraction:
    """The sample plan with words that a browser, a spreadsheet or a database might take for more than words."""
    plan = sample_plan(source_file)
    page = plan.document.page
    words = "\n".join(("=1+1", "+84", "-1", "@SUM(A1)", "_x0041_", "\t=2", "'", '"', "a\u0301 \U0001f600", *HOSTILE))
    long = "\U0001f600ă" * 12_000 + "=" * 40_000
    text = f"{page.text}{words}\n{long}"
    header = replace(plan.document.header, title=HOSTILE[0], issued_date=datetime.date(1899, 12, 30), signer=HOSTILE[1])
    document = replace(plan.document, page=replace(page, text=text), header=header)
    tasks = tuple(
        replace(plan.tasks[0], description=HOSTILE[place % len(HOSTILE)], output="=cmd|' /C calc'!A0", note="=1+1", ordinal="@")
        for place in range(len(HOSTILE))
    )
    tasks = (*tasks, replace(plan.tasks[0], group=(HOSTILE[1], 'a "b", c', "=1"), description='=HYPERLINK("x")'))
    return replace(plan, document=document, tasks=tasks, province=HOSTILE[1], province_code="=1")
