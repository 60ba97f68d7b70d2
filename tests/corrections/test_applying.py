"""Corrections on a page: they follow their words, mark what they change, and say when they no longer fit."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import pipeline
from pipeline.cli import main
from pipeline.corrections import corrected, load_corrections, parse_corrections
from pipeline.dataset import document_rows
from pipeline.extraction import extract
from pipeline.model import Extraction
from pipeline.run import run
from tests.reading import RAW
from tests.run.test_run import PLAN

README = Path(__file__).parents[2] / "corrections" / "README.md"
PAGE = PLAN.format(number=12)


def read(tmp_path: Path, page: str, said: str) -> Extraction:
    path = tmp_path / "plan.txt"
    path.write_text(page, encoding="utf-8")
    plain = extract(path)
    entries = tuple(parse_corrections(f"document: plan.txt\ncorrections:\n{said}", "a.yaml"))
    mended = corrected(plain, entries)
    document_rows(mended)  # the contract holds
    return mended


def codes(extraction: Extraction) -> list[tuple[str, str]]:
    return [(item.severity, item.code) for item in extraction.diagnostics if item.stage == "correct"]


TASK = """- task: Tổ chức ngày hội khởi nghiệp
  set:
    lead: [Sở Khoa học và Công nghệ, {words: Sở Tài chính, in: TỔ CHỨC THỰC HIỆN}]
    deadlines: [Đến năm 2025]
"""


def check_task(extraction: Extraction) -> None:
    task = next(task for task in extraction.tasks if task.description.startswith("Tổ chức ngày hội"))
    assert [(mention.text, mention.method) for mention in task.lead] == [
        ("Sở Khoa học và Công nghệ", "correction"),
        ("Sở Tài chính", "correction"),
    ]
    assert all(mention.agency_id for mention in task.lead)
    assert {mention.agency_id for mention in task.lead} <= {agency.agency_id for agency in extraction.agencies}
    (deadline,) = task.deadlines
    assert (deadline.time.end, deadline.time.kind, deadline.method) == (datetime.date(2025, 12, 31), "before", "correction")
    assert extraction.text[deadline.time.span.start : deadline.time.span.end] == "Đến năm 2025"
    assert task.corrected == ("deadlines", "lead")


def test_a_task_is_mended_and_marked(tmp_path):
    mended = read(tmp_path, PAGE, TASK)
    check_task(mended)
    assert codes(mended) == []


def test_a_correction_follows_its_words(tmp_path):
    """The page gains a paragraph and a task above: rows and offsets move, the correction stays with its record."""
    grown = PAGE.replace(
        "1. Tổ chức ngày hội", "1. Lập quỹ khởi nghiệp\n\n- Cơ quan chủ trì: Sở Công Thương.\n\n2. Tổ chức ngày hội"
    )
    mended = read(tmp_path, grown, TASK)
    assert mended.tasks[0].description == "Lập quỹ khởi nghiệp"
    assert mended.tasks[0].corrected == ()
    check_task(mended)
    assert codes(mended) == []


TWIN = "Hằng năm.\n\n2. Tổ chức ngày hội khởi nghiệp của tỉnh\n\n- Cơ quan chủ trì: Sở Y tế."


@pytest.mark.parametrize(
    ("page", "said", "code"),
    [
        (PAGE.replace("ngày hội", "tuần lễ"), TASK, "correction-unfit"),
        (PAGE.replace("Đến năm 2025", "Đến năm 2024"), TASK, "correction-unfit"),
        (PAGE, "- task: Đến năm 2025 hỗ trợ\n  drop: true", "correction-unfit"),  # on the page, but no task
        (PAGE.replace("Hằng năm.", TWIN), TASK, "correction-ambiguous"),
        (PAGE, "- task: Tổ chức ngày hội\n  set: {lead: [TỈNH KON TUM]}", "correction-ambiguous"),
        (PAGE, "- task: Tổ chức ngày hội\n  set: {lead: [Sở Tà]}", "correction-unfit"),  # no part of a word
        (PAGE, "- task: Tổ chức ngày hội\n  after: Sở Tài chính\n  drop: true", "correction-unfit"),
        (PAGE, "- task: Tổ chức ngày hội\n  after: khởi nghiệp\n  drop: true", "correction-ambiguous"),
        (PAGE, "- task: Tổ chức ngày hội\n  in: TỔ CHỨC THỰC HIỆN\n  drop: true", "correction-unfit"),
        (PAGE, "- task: Tổ chức ngày hội\n  set: {deadlines: [Bố trí kinh phí]}", "correction-unread"),
        (PAGE, "- target: tối thiểu 12 dự án\n  set: {text: Tổ chức ngày hội}", "correction-unread"),
        (PAGE, "- reference: 844/QĐ-TTg\n  set: {text: ngày 18 tháng 5}", "correction-unread"),
        (PAGE, "- header: {province: Atlantis}", "correction-unread"),
        (PAGE, "- add: target\n  words: tối thiểu 12 dự án\n  set: {indicator: hỗ trợ}", "correction-unfit"),  # it is read
        (PAGE, "- add: task\n  words: Lập quỹ khởi nghiệp", "correction-unfit"),
        (PAGE, "- add: reference\n  words: Bố trí kinh phí", "correction-unread"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_an_error_and_changes_nothing(tmp_path, page, said, code):
    mended = read(tmp_path, page, said)
    assert codes(mended) == [("error", code)]
    plain = extract(tmp_path / "plan.txt")
    assert (mended.tasks, mended.targets, mended.references) == (plain.tasks, plain.targets, plain.references)
    message = mended.diagnostics[-1].message
    assert message.startswith("a.yaml, line 3: ")


def test_records_are_dropped_and_added_in_the_order_of_the_page(tmp_path):
    mended = read(
        tmp_path,
        PAGE.replace("- Thời gian", "- Sản phẩm: 02 báo cáo.\n\n- Thời gian"),
        """- task: Tổ chức ngày hội
  drop: true
- target: tối thiểu 12 dự án
  set: {unit: dự án khởi nghiệp, horizon: 2026-12-31}
- add: task
  words: hỗ trợ tối thiểu 12 dự án khởi nghiệp
  set: {kind: statement, group: [I. MỤC TIÊU]}
- add: target
  words: 02 báo cáo
  set: {context: task, indicator: báo cáo, frequency: FREQ=YEARLY}
- reference: 844/QĐ-TTg
  set: {issuer: Thủ tướng}
""",
    )
    assert [task.description for task in mended.tasks] == [
        "hỗ trợ tối thiểu 12 dự án khởi nghiệp", "Bố trí kinh phí thực hiện Kế hoạch.",
    ]  # fmt: skip
    assert [task.corrected for task in mended.tasks] == [("record",), ()]
    first, second = mended.targets
    assert (first.unit, first.horizon, first.value_min, first.corrected) == (
        "dự án khởi nghiệp", datetime.date(2026, 12, 31), 12.0, ("horizon", "unit"),
    )  # fmt: skip
    assert (second.text, second.value_min, second.unit, second.frequency) == ("02 báo cáo", 2.0, "báo cáo", "FREQ=YEARLY")
    assert mended.references[0].citation.issuer == "Thủ tướng"
    assert codes(mended) == [("info", "correction-dropped")]


def test_targets_point_to_their_tasks_when_tasks_move():
    """Behind a dropped task every index is another one; a target of the dropped task keeps its words, not its task."""
    path = RAW / "002_e4fe494c0084b2ad.txt"
    plain = extract(path)
    promised = [target.task for target in plain.targets if target.task is not None]
    words = plain.tasks[promised[0]].description.split("\n")[0]
    entries = tuple(parse_corrections(f"document: {path.name}\ncorrections:\n- task: {words!r}\n  drop: true\n", "a.yaml"))
    mended = corrected(plain, entries)
    assert len(mended.tasks) == len(plain.tasks) - 1
    for before, after in zip(plain.targets, mended.targets, strict=True):
        if before.task is None or before.task == promised[0]:
            assert after.task is None
        else:
            assert after.task is not None
            assert mended.tasks[after.task].description == plain.tasks[before.task].description


def test_facts_of_the_document_are_set(tmp_path):
    mended = read(tmp_path, PAGE, "- header: {signer: Lê Văn A, province: Cần Thơ, issued_date: 2020-04-29, signer_title: ~}")
    header = mended.document.header
    assert (header.signer, header.signer_title, header.issued_date) == ("Lê Văn A", None, datetime.date(2020, 4, 29))
    assert (mended.province, mended.province_code) == ("Cần Thơ", "92")
    assert mended.corrected == ("issued_date", "province", "signer", "signer_title")
    lead = next(mention for task in mended.tasks for mention in task.lead if mention.text == "Sở Tài chính")
    assert (lead.agency_id or "").startswith("92:")


def test_what_is_read_by_itself_is_told_and_not_marked(tmp_path):
    mended = read(
        tmp_path, PAGE, "- task: Tổ chức ngày hội\n  set: {lead: [Sở Khoa học và Công nghệ]}\n- header: {truncated: false}"
    )
    assert codes(mended) == [("info", "correction-needless")] * 2
    assert not any(task.corrected for task in mended.tasks)


def test_a_time_can_be_given_beside_its_words(tmp_path):
    said = "- task: Tổ chức ngày hội\n  set: {deadlines: [{words: Hằng năm, role: report, kind: open, start: 2026-01-01}]}"
    (deadline,) = next(task for task in read(tmp_path, PAGE, said).tasks if task.corrected).deadlines
    time = deadline.time
    assert (deadline.role, time.kind, time.start, time.recurrence, time.edtf) == (
        "report", "open", datetime.date(2026, 1, 1), "FREQ=YEARLY", None,
    )  # fmt: skip


def test_no_corrections_change_nothing():
    plain = extract(RAW / "002_e4fe494c0084b2ad.txt")
    assert corrected(plain, ()) is plain


def test_the_example_of_the_readme_fits_the_sample():
    example = README.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    entries = tuple(parse_corrections(example, "README.md"))
    mended = corrected(extract(RAW / entries[0].document), entries)
    assert [code for severity, code in codes(mended) if severity == "error"] == []
    assert sum(bool(task.corrected) for task in mended.tasks) == 2


def test_corrections_survive_a_run_and_those_without_a_page_are_told(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "plan.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "a.yaml").write_text(
        f"document: plan.txt\ncorrections:\n{TASK}---\ndocument: gone.txt\ncorrections: [{{task: a, drop: true}}]\n",
        encoding="utf-8",
    )
    corrections = load_corrections(tmp_path / "corrections")
    for _ in range(2):
        report = run(tmp_path / "raw", tmp_path / "out", corrections=corrections)
        tables = pipeline.load(tmp_path / "out")
        assert list(tables["tasks"]["corrected"].iloc[0]) == ["deadlines", "lead"]
        assert set(tables["deadlines"]["method"]) == {"correction"}
        errors = tables["diagnostics"][tables["diagnostics"]["severity"] == "error"]
        assert errors["code"].tolist() == ["correction-homeless"]
        assert report.unfit == ("a.yaml, line 9: there is no page gone.txt below the raw folder",)
        assert report.failed == ()
    assert run(tmp_path / "raw" / "plan.txt", tmp_path / "one", corrections=corrections).unfit == ()


def test_the_commands_apply_the_folder_beside_the_pages(tmp_path):
    def invoke(*arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        return result.exit_code, result.stdout, result.stderr

    for folder in ("raw/2019", "corrections"):
        (tmp_path / folder).mkdir(parents=True)
    page = tmp_path / "raw" / "2019" / "plan.txt"
    page.write_text(PAGE, encoding="utf-8")
    said = f"document: 2019/plan.txt\ncorrections:\n{TASK}- task: không có\n  drop: true\n"
    (tmp_path / "corrections" / "a.yaml").write_text(said, encoding="utf-8")
    code, _, told = invoke("extract", tmp_path / "raw", "--out", tmp_path / "out")
    assert code == 0
    assert "correction not applied: a.yaml, line 7: drop task 'không có': these words are no longer on the page" in told
    assert "Đến năm 2025 (before" in invoke("show", page)[1]
    (tmp_path / "none").mkdir()
    assert "Đến năm 2025 (before" not in invoke("show", page, "--corrections", tmp_path / "none")[1]
    code, _, told = invoke("extract", page, "--out", tmp_path / "one")
    assert "correction not applied: a.yaml, line 7" in told
    (tmp_path / "corrections" / "b.yaml").write_text("document: [", encoding="utf-8")
    for command in (("show", page), ("extract", tmp_path / "raw", "--out", tmp_path / "out")):
        code, _, told = invoke(*command)
        assert code == 2
        assert "b.yaml, line 1: no YAML" in told


def test_a_reference_is_added(tmp_path):
    page = PAGE.replace("khởi nghiệp.\n\nII.", "khởi nghiệp theo văn bản QĐ 17 của tỉnh.\n\nII.")
    said = (
        "- add: reference\n  words: QĐ 17 của tỉnh\n  set: {doc_type: Quyết định, number: 17/QĐ-UBND, issued_date: 2019-01-02}"
    )
    first, added = read(tmp_path, page, said).references
    assert first.corrected == ()
    citation = added.citation
    assert (citation.text, citation.doc_type, citation.number, citation.issued_date) == (
        "QĐ 17 của tỉnh", "Quyết định", "17/QĐ-UBND", datetime.date(2019, 1, 2),
    )  # fmt: skip
    assert (added.relation, added.corrected) == ("cites", ("record",))
