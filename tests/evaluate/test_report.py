"""What the report tells: disagreements with the page's words, confusion, layouts, overlaps, reliability."""

from __future__ import annotations

import datetime
import io
import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from pipeline.cli import main
from pipeline.evaluate import AnnotationError, Report, evaluate, read_dataset, read_extraction, read_gold
from pipeline.evaluate.annotation import AnnotatedTask, AnnotatedTime, Annotation, Head
from pipeline.evaluate.comparison import Outcome
from pipeline.evaluate.gate import Change, GateError, changes, figures, keep_figures, kept_figures
from pipeline.evaluate.readings import Evidence, Reading
from pipeline.evaluate.reliability import bands, calibration_error, wilson
from pipeline.evaluate.report import brief_sheets, full_sheets, report_json
from pipeline.evaluate.sheets import Sheet, markdown, print_sheets
from pipeline.evaluate.tally import Count
from pipeline.extraction import extract
from pipeline.model import Span
from pipeline.run import run
from tests.reading import GOLD, RAW

FIGURES = GOLD / "figures" / "samples.json"
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    out = tmp_path_factory.mktemp("samples") / "extracted"
    run(RAW, out)
    return out


@pytest.fixture(scope="module")
def report(extracted) -> Report:
    return evaluate(read_dataset(extracted), read_gold(GOLD))


def invoke(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


TEXT = "II. NHIỆM VỤ\n1. Tổ chức ngày hội khởi nghiệp của tỉnh\nSở Y tế; Sở Tài chính\nNăm 2025\n2. Lập quỹ khởi nghiệp"


def side(*tasks: AnnotatedTask) -> Annotation:
    return Annotation(Head(number="1/KH-UBND"), tasks)


FESTIVAL = AnnotatedTask(
    "table", "1", ("II. NHIỆM VỤ",), "Tổ chức ngày hội khởi nghiệp của tỉnh", ("Sở Y tế",), ("Sở Tài chính",),
    deadlines=(AnnotatedTime("implementation", "Năm 2025", "point", datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)),),
)  # fmt: skip
FUND = AnnotatedTask("statement", "2", ("II. NHIỆM VỤ",), "Lập quỹ khởi nghiệp")


def small_report() -> Report:
    """A task with another agency, role and kind of time; one missed, one invented."""
    time_ = replace(FESTIVAL.deadlines[0], kind="open", end=None)
    found = replace(FESTIVAL, lead=("Sở Y tế", "Sở Tài chính"), coordinating=(), deadlines=(time_,))
    invented = AnnotatedTask("statement", "", (), "Nơi nhận của văn bản này")
    place = TEXT.index("Tổ chức")
    evidence = (Evidence(Span(place, place + 37), 0.9, "flattened"), Evidence(Span(0, 12), 0.4))
    reading = Reading("d", "2020/plan.txt", TEXT, side(found, invented), evidence, (), (), "flattened")
    return evaluate([reading], {"plan": side(FESTIVAL, FUND), "gone": side(FUND)})


def test_disagreements_have_the_words_of_the_page_on_both_sides():
    told = {(one.document, one.record[:12], one.field): one for one in small_report().disagreements}
    lead = told["plan", "task [1] Tổ ", "task.lead"]
    assert (lead.found, lead.gold) == ("Sở Y tế; Sở Tài chính", "Sở Y tế")
    assert lead.found_page == "Tổ chức ngày hội khởi nghiệp của tỉnh"
    assert lead.gold_page == "Sở Y tế"
    missed = told["plan", "task [2] Lập", "task"]
    assert (missed.found, missed.gold_page, missed.found_page) == ("(missed)", "Lập quỹ khởi nghiệp", "")
    invented = told["plan", "task [] Nơi ", "task"]
    assert (invented.gold, invented.found_page) == ("(invented)", "II. NHIỆM VỤ")
    assert told["gone", "document", "document.number"].found == "(nothing)"
    assert told["gone", "task [2] Lập", "task"].gold_page == ""


def test_confusion_layouts_overlaps_and_absent_documents():
    report = small_report()
    assert report.absent == ("gone",)
    assert report.confusion["role of agency", "coordinating", "lead"] == 1
    assert report.confusion["role of agency", "lead", "lead"] == 1
    assert report.confusion["kind of time", "point", "open"] == 1
    assert report.confusion["kind of task", "statement", "(missed)"] == 2
    assert report.confusion["kind of task", "(invented)", "statement"] == 1
    assert report.layouts["flattened", "task.lead"] == Count(1, 2, 1)
    assert report.layouts["prose", "tasks whole"] == Count(0, 1, 2)
    assert report.overlaps["task.description", 1.0] == Count(1, 2, 3)
    assert report.counts["tasks whole"] == Count(0, 2, 3)
    assert [(outcome.confidence, outcome.right) for outcome in report.outcomes] == [(0.9, False), (0.4, False)]


def test_gold_that_fits_two_documents_is_refused():
    reading = Reading("d", "2020/plan.txt", TEXT, side(FUND), (Evidence(Span(0, 1)),), (), ())
    with pytest.raises(AnnotationError, match=r"fits two documents: 2020/plan\.txt and 2021/plan\.html"):
        evaluate([reading, replace(reading, source_file="2021/plan.html")], {"plan": side(FUND)})


def test_what_gold_calls_uncertain_is_not_scored():
    found = replace(FESTIVAL, lead=("Sở Tài chính",), deadlines=())
    gold = replace(FESTIVAL, uncertain=("lead", "deadlines"))
    reading = Reading("d", "plan.txt", TEXT, side(found), (Evidence(Span(0, 1)),), (), ())
    report = evaluate([reading], {"plan": side(gold)})
    assert "task.lead" not in report.counts
    assert report.counts["tasks whole"].whole
    assert evaluate([reading], {"plan": side(replace(gold, uncertain=()))}).counts["tasks whole"] == Count(0, 1, 1)


@pytest.mark.parametrize("width", [60, 200])
def test_the_report_is_told_in_three_forms(width):
    report = small_report()
    console = Console(width=width, file=io.StringIO(), record=True)
    print_sheets(full_sheets(report, 2), console)
    shown = console.export_text()
    for words in ("By document", "By layout", "overlap", "Confidence", "Disagreements", "5 more"):
        assert words in shown, words
    text = markdown(full_sheets(report, 100))
    assert "## Disagreements" in text
    assert "| tasks, all fields right | 0.000 | 0.000 | 0.000 | 2 | 3 |" in text
    told = json.loads(json.dumps(report_json(report)))
    assert told["all"]["tasks whole"] == {"precision": 0, "recall": 0, "f1": 0, "right": 0, "found": 2, "gold": 3}
    assert len(told["disagreements"]) == len(report.disagreements)


def test_markdown_prints_the_marks_of_a_page_as_they_are():
    assert "| a\\|b \\*c\\* |" in markdown([Sheet("T", ("x",), (("a|b\n *c*",),))])
    assert markdown([Sheet("T", ("x",), ())]) == ""


# --- the samples --------------------------------------------------------------------------------------------------------


def test_a_dataset_and_its_pages_score_alike(extracted, report):
    stems = sorted(read_gold(GOLD))
    direct = evaluate([read_extraction(extract(RAW / f"{stem}.txt")) for stem in stems], read_gold(GOLD))
    assert direct.counts == report.counts
    assert direct.outcomes == report.outcomes


def test_no_figure_of_the_samples_falls(report):
    """The gate. After a gain: `vnplans evaluate extracted tests/gold --keep tests/gold/figures/samples.json`."""
    losses = [change for change in changes(report, kept_figures(FIGURES)) if change.is_loss]
    assert losses == []
    assert set(kept_figures(FIGURES)) == {*read_gold(GOLD), "all"}


def test_the_table_of_the_readme_is_made_by_the_command(extracted):
    told = re.search(r"<!-- evaluate:begin -->\n(.*?)<!-- evaluate:end -->", README, re.DOTALL)
    assert told, "README.md lacks the table between <!-- evaluate:begin --> and <!-- evaluate:end -->"
    code, table, _ = invoke("evaluate", extracted, GOLD, "--brief", "--format", "markdown")
    assert code == 0
    assert told[1].strip() == table.strip()


# --- the gate -----------------------------------------------------------------------------------------------------------


def test_the_gate_tells_losses_and_gains(extracted, report, tmp_path):
    kept = tmp_path / "figures.json"
    keep_figures(report, kept)
    assert changes(report, kept_figures(kept)) == ()
    assert invoke("evaluate", extracted, GOLD, "--gate", kept, "--brief")[0] == 0
    before = figures(report)
    stem = sorted(read_gold(GOLD))[0]
    before[stem]["task.lead"] = 0.9975  # a gain of 0.0025
    before[stem]["task.note"] = 0.9985  # within tolerance
    before["all"]["task.lead"] = 1.0021  # a loss
    before["all"]["no.field"] = 0.5
    kept.write_text(json.dumps(before), encoding="utf-8")
    assert set(changes(report, kept_figures(kept))) == {
        Change(stem, "task.lead", 0.9975, 1.0), Change("all", "task.lead", 1.0021, 1.0), Change("all", "no.field", 0.5, None),
    }  # fmt: skip
    code, _, told = invoke("evaluate", extracted, GOLD, "--gate", kept, "--brief")
    assert code == 1
    assert "gate: 2 losses, 1 gains" in told
    assert "no.field" in told


def test_a_broken_file_of_figures_is_told(extracted, tmp_path):
    (tmp_path / "figures.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(GateError, match="no figures"):
        kept_figures(tmp_path / "figures.json")
    assert invoke("evaluate", extracted, GOLD, "--gate", tmp_path / "figures.json")[0] == 2
    assert invoke("evaluate", tmp_path, GOLD)[0] == 2
    assert invoke("evaluate", extracted, tmp_path / "none")[0] == 2


def test_reports_go_to_files(extracted, tmp_path):
    for form, opening in (("table", "Fields and records"), ("markdown", "## Fields"), ("json", "{")):
        assert invoke("evaluate", extracted, GOLD, "--format", form, "--out", tmp_path / form)[:2] == (0, "")
        assert (tmp_path / form).read_text(encoding="utf-8").lstrip().startswith(opening)


# --- reliability --------------------------------------------------------------------------------------------------------


def test_bands_say_how_often_records_of_a_confidence_are_right():
    outcomes = [Outcome("task", "table", confidence, right) for confidence, right in [(0.6, True), (0.65, False), (1.0, True)]]
    low, high = bands(outcomes)
    assert (low.low, low.high, low.records, low.right, low.confidence, low.share) == (0.6, 0.7, 2, 1, 0.625, 0.5)
    assert (high.high, high.share) == (1.0, 1.0)
    assert calibration_error((low, high)) == pytest.approx(2 * 0.125 / 3)
    assert bands([]) == ()
    assert calibration_error(()) == 0.0


@pytest.mark.parametrize(("right", "records", "low", "high"), [(8, 10, 0.490, 0.943), (10, 10, 0.722, 1.0), (0, 0, 0.0, 1.0)])
def test_the_interval_is_that_of_wilson(right, records, low, high):
    assert wilson(right, records) == pytest.approx((low, high), abs=0.001)


def test_a_thousand_documents_are_scored_in_seconds(report, extracted):
    """Matching is done document by document; the bound leaves ten times what it takes on a slow machine."""
    gold = read_gold(GOLD)
    readings = [reading for reading in read_dataset(extracted) if reading.stem in gold]
    many = [replace(reading, source_file=f"{reading.stem}-{copy}.txt") for reading in readings for copy in range(40)]
    begun = time.monotonic()
    evaluate(many, {f"{stem}-{copy}": gold[stem] for stem in gold for copy in range(40)})
    assert time.monotonic() - begun < 30


def test_brief_sheets_have_all_fields_together(report):
    (sheet,) = brief_sheets(report)
    assert sheet.rows[-1][0] == "all fields"
    assert not brief_sheets(Report(()))[0].rows[:-1]
