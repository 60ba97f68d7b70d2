"""Two datasets that differ in known ways differ in exactly those."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.corrections import load_corrections
from pipeline.dataset import DatasetError
from pipeline.evaluate.difference_sheets import difference_sheets, differences_json
from pipeline.evaluate.differences import Differences, differences
from pipeline.evaluate.sheets import markdown
from pipeline.run import run
from tests.dataset.parts import in_parts
from tests.run.test_run import PLAN

PAGE = PLAN.format(number=12)


def invoke(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def dataset(folder: Path, pages: dict[str, str], corrections: str = "") -> Path:
    """A dataset of these pages, read with these corrections of `a.txt`."""
    for name, page in pages.items():
        (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "raw" / name).write_text(page, encoding="utf-8")
    (folder / "corrections").mkdir()
    (folder / "corrections" / "a.yaml").write_text(f"document: a.txt\ncorrections:\n{corrections}\n", encoding="utf-8")
    run(folder / "raw", folder / "out", corrections=load_corrections(folder / "corrections"))
    return folder / "out"


def told(found: Differences) -> set[tuple[str, ...]]:
    return {(c.table, c.status, c.document, c.record[:20], c.field, c.old, c.new) for c in found.changes}


@pytest.fixture
def old(tmp_path):
    return dataset(tmp_path / "old", {"a.txt": PAGE, "b.txt": PLAN.format(number=13), "c.txt": PLAN.format(number=14)})


def test_a_dataset_does_not_differ_from_its_copy(old, tmp_path):
    again = dataset(tmp_path / "again", {"a.txt": PAGE, "b.txt": PLAN.format(number=13), "c.txt": PLAN.format(number=14)})
    assert not differences(old, again)
    assert invoke("diff", old, again)[0] == 0
    assert differences_json(differences(old, again))["same"] is True


def test_a_dataset_does_not_differ_from_itself_in_parts(old, tmp_path):
    parts = in_parts(old, tmp_path / "parts", documents=2)
    assert not differences(old, parts)
    assert not differences(parts, in_parts(old, tmp_path / "others"))


def test_differences_from_a_dataset_in_parts_are_those_from_the_dataset(old, tmp_path):
    page = PAGE.replace("tháng", "năm").replace("Sở", "Ban")
    new = dataset(tmp_path / "new", {"a.txt": page, "c.txt": PLAN.format(number=14), "d.txt": PLAN.format(number=15)})
    expected = differences(old, new)
    assert {change.status for change in expected.changes} == {"added", "gone", "changed"}
    assert differences(in_parts(old, tmp_path / "old-parts"), in_parts(new, tmp_path / "new-parts", documents=2)) == expected


def test_documents_come_and_go(old, tmp_path):
    new = dataset(tmp_path / "new", {"a.txt": PAGE, "b.txt": PLAN.format(number=13), "d.txt": PLAN.format(number=15)})
    found = differences(old, new)
    assert {(c.table, c.status, c.document) for c in found.changes} == {
        ("documents", "gone", "c.txt"), ("documents", "added", "d.txt"),
    }  # fmt: skip
    assert (found.count("documents", "added"), found.count("documents", "gone"), found.count("tasks", "added")) == (1, 1, 0)
    assert found.pages == ()


def test_changes_of_one_document_are_listed_field_by_field(old, tmp_path):
    """One task dropped, one added, times and agencies of others set by hand: exactly these, with what they bring along."""
    corrections = """- header: {signer: Lê Văn A}
- task: Tổ chức ngày hội
  set: {lead: [Sở Khoa học và Công nghệ, {words: Sở Tài chính, in: TỔ CHỨC THỰC HIỆN}]}
- task: Bố trí kinh phí
  drop: true
- add: task
  words: hỗ trợ tối thiểu 12 dự án khởi nghiệp
- target: tối thiểu 12 dự án
  set: {unit: dự án khởi nghiệp, horizon: 2026-12-31}
- reference: 844/QĐ-TTg
  drop: true
"""
    pages = {"a.txt": PAGE, "b.txt": PLAN.format(number=13), "c.txt": PLAN.format(number=14)}
    found = differences(old, dataset(tmp_path / "new", pages, corrections))
    festival, title, target = "1 Tổ chức ngày hội k", "12/KH-UBND HỖ TRỢ KH", "I hỗ trợ dự án khởi "
    agencies = "62:so-khoa-hoc-va-cong-nghe"
    expected = {
        ("documents", "changed", "a.txt", title, "signer", "Trần Thị Nga", "Lê Văn A"),
        ("documents", "changed", "a.txt", title, "corrected", "", "signer"),
        ("tasks", "changed", "a.txt", festival, "lead", "Sở Khoa học và Công nghệ", "Sở Khoa học và Công nghệ; Sở Tài chính"),
        ("tasks", "changed", "a.txt", festival, "lead agency_id", agencies, f"{agencies}; 62:so-tai-chinh"),
        ("tasks", "changed", "a.txt", festival, "corrected", "", "lead"),
        ("tasks", "gone", "a.txt", "1 Bố trí kinh phí th", "", "", ""),
        ("tasks", "added", "a.txt", "hỗ trợ tối thiểu 12 ", "", "", ""),
        ("targets", "changed", "a.txt", target, "unit", "dự án", "dự án khởi nghiệp"),
        ("targets", "changed", "a.txt", target, "horizon_date", "2025-12-31", "2026-12-31"),
        ("targets", "changed", "a.txt", target, "corrected", "", "horizon > unit"),
        ("references", "gone", "a.txt", "Quyết định số 844/QĐ", "", "", ""),
    }
    assert told(found) == expected
    assert [found.count("tasks", status) for status in ("added", "gone", "changed")] == [1, 1, 1]
    assert found.diagnostics == {"correction-dropped": (0, 2)}
    assert found.rows["tasks"] == (6, 6)
    assert found.rows["references"] == (3, 2)


def test_a_paragraph_above_moves_ids_but_changes_no_record(old, tmp_path):
    grown = PAGE.replace("1. Tổ chức ngày hội", "1. Lập quỹ khởi nghiệp\n\n- Cơ quan chủ trì: Sở Y tế.\n\n1. Tổ chức ngày hội")
    found = differences(
        old, dataset(tmp_path / "new", {"a.txt": grown, "b.txt": PLAN.format(number=13), "c.txt": PLAN.format(number=14)})
    )
    assert found.pages == ("a.txt",)
    records = {change for change in told(found) if change[0] not in ("agencies", "documents")}
    assert records == {("tasks", "added", "a.txt", "1 Lập quỹ khởi nghiệ", "", "", "")}
    assert {change[4] for change in told(found) if change[0] == "documents"} == {"text"}
    # and the one that came after it in 2025
    agencies = {(change[1], change[3]) for change in told(found) if change[0] == "agencies"}
    assert agencies == {("added", "62:so-y-te"), ("added", "51:so-y-te")}


def test_a_column_that_an_older_version_lacks_is_told_and_not_compared(old, tmp_path):
    import pyarrow.parquet as pq

    new = dataset(tmp_path / "new", {"a.txt": PAGE, "b.txt": PLAN.format(number=13), "c.txt": PLAN.format(number=14)})
    path = old / "tasks.parquet"
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["corrected"]), path)
    found = differences(old, new)
    assert found.columns == (("tasks.corrected", "added"),)
    assert found.changes == ()
    assert found


def test_the_command_tells_it_in_three_forms(old, tmp_path):
    new = dataset(tmp_path / "new", {"a.txt": PAGE}, "- task: Tổ chức ngày hội\n  set: {ordinal: '7'}")
    code, shown, _ = invoke("diff", old, new)
    assert code == 1
    for words in ("Records", "Changed fields", "Gone", "ordinal"):
        assert words in shown, words
    code, text, _ = invoke("diff", old, new, "--format", "markdown")
    assert code == 1
    assert "| tasks | a.txt | 7 Tổ chức ngày hội khởi nghiệp của tỉnh | ordinal | 1 | 7 |" in text
    assert text == markdown(difference_sheets(differences(old, new), 20))
    code, content, _ = invoke("diff", old, new, "--format", "json")
    assert json.loads(content)["rows"]["documents"] == {"old": 3, "new": 1}
    assert "1 more; see the JSON report." in markdown(difference_sheets(differences(old, new), 1))


def test_what_is_no_dataset_is_told(old, tmp_path):
    with pytest.raises(DatasetError, match="holds no dataset"):
        differences(old, tmp_path)
    assert invoke("diff", old, tmp_path)[0] == 2
