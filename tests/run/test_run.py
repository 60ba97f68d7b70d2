"""A run over many pages: each ends as a document or an error, and the files do not depend on the number of jobs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import pipeline
from pipeline.dataset import DatasetError
from pipeline.run import Crew, Here, Progress, RunError, run

PLAN = """ỦY BAN NHÂN DÂN
TỈNH KON TUM
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: {number}/KH-UBND

Kon Tum, ngày 21 tháng 10 năm 2019

KẾ HOẠCH

HỖ TRỢ KHỞI NGHIỆP ĐỔI MỚI SÁNG TẠO TỈNH KON TUM

Căn cứ Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ;

I. MỤC TIÊU

Đến năm 2025 hỗ trợ tối thiểu {number} dự án khởi nghiệp.

II. NHIỆM VỤ

1. Tổ chức ngày hội khởi nghiệp của tỉnh

- Cơ quan chủ trì: Sở Khoa học và Công nghệ.

- Thời gian thực hiện: Hằng năm.

III. TỔ CHỨC THỰC HIỆN

1. Sở Tài chính: Bố trí kinh phí thực hiện Kế hoạch.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Thị Nga
"""


@pytest.fixture
def raw(tmp_path):
    """Six plans, a file without a plan, and a list of sources."""
    folder = tmp_path / "raw"
    (folder / "2019").mkdir(parents=True)
    for number in range(10, 16):
        (folder / "2019" / f"plan-{number}.txt").write_text(PLAN.format(number=number), encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"")
    (folder / "SOURCES.csv").write_text("file,number\n", encoding="utf-8")
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_every_file_ends_in_a_document_or_a_diagnostic(raw, tmp_path):
    report = run(raw, tmp_path / "out", workers=Here())
    tables = pipeline.load(tmp_path / "out")
    assert tables["documents"]["source_file"].tolist() == [f"2019/plan-{number}.txt" for number in range(10, 16)]
    assert tables["documents"]["number"].tolist() == [f"{number}/KH-UBND" for number in range(10, 16)]
    without = tables["diagnostics"][tables["diagnostics"]["doc_id"].isna()]
    assert dict(zip(without["source_file"], without["code"], strict=True)) == {
        "SOURCES.csv": "file-skipped",
        "broken.txt": "file-unreadable",
    }
    assert report.documents == 6
    assert [source_file for source_file, _ in report.failed] == ["broken.txt"]
    assert report.severities["error"] == 1
    assert report.rows["tasks"] == len(tables["tasks"]) >= 6


def test_the_files_do_not_depend_on_who_does_the_work(raw, tmp_path):
    for name, workers in (("here", Here()), ("one", Crew(1)), ("three", Crew(3)), ("again", Crew(1))):
        run(raw, tmp_path / name, workers=workers)
    first = digests(tmp_path / "here")
    assert len(first) == 15
    assert all(digests(tmp_path / name) == first for name in ("one", "three", "again"))


def test_progress_is_told_file_by_file(raw, tmp_path):
    steps: list[Progress] = []
    run(raw, tmp_path / "out", workers=Here(), on_progress=steps.append)
    assert [step.done for step in steps] == list(range(1, 9))
    assert {step.total for step in steps} == {8}
    assert (steps[-1].kept, steps[-1].failed) == (0, 1)
    assert len({step.source_file for step in steps}) == 8


def test_a_run_without_any_document_still_tells_why(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "empty.txt").write_bytes(b"")
    (tmp_path / "raw" / "plan.xyz").write_bytes(b"\x00\x01")
    report = run(tmp_path / "raw", tmp_path / "out", workers=Here())
    assert report.documents == 0
    assert {source_file for source_file, _ in report.failed} == {"empty.txt", "plan.xyz"}


def test_nothing_to_read_is_an_error_and_the_old_dataset_stays(raw, tmp_path):
    run(raw, tmp_path / "out", workers=Here())
    before = digests(tmp_path / "out")
    (tmp_path / "none").mkdir()
    with pytest.raises(RunError, match="no pages found"):
        run(tmp_path / "none", tmp_path / "out")
    with pytest.raises(RunError, match="no such folder"):
        run(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(RunError, match="at least 1"):
        run(raw, tmp_path / "out", jobs=0)
    assert digests(tmp_path / "out") == before


def test_a_folder_that_is_no_dataset_is_refused_before_anything_is_read(raw, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.md").write_text("years of work")
    steps: list[Progress] = []
    with pytest.raises(DatasetError, match="holds no dataset"):
        run(raw, tmp_path / "thesis", on_progress=steps.append)
    assert steps == []


def test_one_page_can_be_read_alone(raw, tmp_path):
    report = run(raw / "2019" / "plan-10.txt", tmp_path / "out", workers=Here())
    assert report.documents == 1
