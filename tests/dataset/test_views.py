"""Who does what by when, in one call: two plans of 2020 and 2025, read from their pages and asked together."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.dataset import document_rows, write_dataset
from pipeline.dataset.views import agency_counts, unresolved_mentions
from pipeline.run import run

PAGE = """ỦY BAN NHÂN DÂN
{issuer}
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: {number}/KH-UBND

{place}, ngày {day} tháng {month} năm {year}

KẾ HOẠCH

HỖ TRỢ KHỞI NGHIỆP ĐỔI MỚI SÁNG TẠO

I. MỤC TIÊU

Hình thành hệ sinh thái khởi nghiệp đổi mới sáng tạo.

II. NHIỆM VỤ

1. Kiện toàn Ban Chỉ đạo Khởi nghiệp (sau đây gọi tắt là Ban Chỉ đạo)

- Cơ quan chủ trì: {lead}.

- Thời gian thực hiện: Năm {year}.

2. Tổ chức ngày hội khởi nghiệp

- Cơ quan chủ trì: Ban Chỉ đạo.

- Cơ quan phối hợp: Sở Xây dựng, TN&MT; Nhóm Sáng kiến xanh.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn A
"""
PLANS = {
    "da-nang-2020.txt": {
        "issuer": "THÀNH PHỐ ĐÀ NẴNG",
        "place": "Đà Nẵng",
        "number": 12,
        "day": 5,
        "month": 3,
        "year": 2020,
        "lead": "Sở Kế hoạch và Đầu tư",
    },
    "da-nang-2025.txt": {
        "issuer": "THÀNH PHỐ ĐÀ NẴNG",
        "place": "Đà Nẵng",
        "number": 34,
        "day": 8,
        "month": 9,
        "year": 2025,
        "lead": "Sở Tài chính",
    },
    "kon-tum-2020.txt": {
        "issuer": "TỈNH KON TUM",
        "place": "Kon Tum",
        "number": 56,
        "day": 9,
        "month": 4,
        "year": 2020,
        "lead": "Sở KH&ĐT",
    },
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("plans")
    (folder / "raw").mkdir()
    for name, words in PLANS.items():
        (folder / "raw" / name).write_text(PAGE.format(**words), encoding="utf-8")
    run(folder / "raw", folder / "out", jobs=1)
    return pipeline.load(folder / "out")


def test_a_task_of_2020_and_one_of_2025_are_found_together(tables):
    work = pipeline.assignments(tables)
    finance = work[work["current_class_id"] == "so-tai-chinh"].sort_values(["province", "issued_date"])
    assert list(zip(finance["province"], finance["issued_date"].dt.year, finance["class_id"], strict=True)) == [
        ("Kon Tum", 2020, "so-ke-hoach-va-dau-tu"),
        ("Đà Nẵng", 2020, "so-ke-hoach-va-dau-tu"),
        ("Đà Nẵng", 2025, "so-tai-chinh"),
    ]
    here = work[work["current_id"] == "48:so-tai-chinh"]
    assert sorted(here["number"]) == ["12/KH-UBND", "34/KH-UBND"]
    assert here["start_date"].dt.year.tolist() == here["issued_date"].dt.year.tolist()


def test_a_task_stays_in_without_an_agency_or_a_time(tables):
    work = pipeline.assignments(tables)
    assert set(tables["tasks"]["task_id"]) == set(work["task_id"])
    assert work["deadline_text"].isna().any()
    assert pipeline.assignments(tables, roles=()).agency_id.isna().all()
    assert len(pipeline.assignments(tables, roles=())) == len(tables["tasks"])


def test_roles(tables):
    work = pipeline.assignments(tables, roles=("lead", "coordinating"))
    assert set(work["role"].dropna()) == {"lead", "coordinating"}
    together = work[(work["number"] == "12/KH-UBND") & (work["role"] == "coordinating")]
    assert together["agency_id"].dropna().tolist() == ["48:so-xay-dung", "48:so-tai-nguyen-va-moi-truong"]


def test_a_short_form_is_the_agency_that_the_plan_defines(tables):
    work = pipeline.assignments(tables)
    defined = work[work["resolution"] == "defined"]
    assert set(defined["mention"]) == {"Ban Chỉ đạo"}
    assert set(defined["agency_id"]) == {"48:ban-chi-dao-khoi-nghiep", "62:ban-chi-dao-khoi-nghiep"}


def test_counts_of_agencies_and_of_what_is_not_resolved(tables):
    counts = agency_counts(tables).set_index("agency_id")
    assert (counts.loc["48:so-xay-dung", "mentions"], counts.loc["48:so-xay-dung", "documents"]) == (2, 2)
    unresolved = unresolved_mentions(tables)
    assert unresolved["mentions"].tolist() == sorted(unresolved["mentions"], reverse=True)
    assert set(unresolved["mention"]) == {"Nhóm Sáng kiến xanh"}
    codes = tables["diagnostics"].groupby("code", observed=True).size()
    assert codes["agency-unresolved"] == len(PLANS)


def test_views_of_an_empty_dataset(tmp_path: Path):
    write_dataset(tmp_path / "out", [])
    empty = pipeline.load(tmp_path / "out")
    assert len(pipeline.assignments(empty)) == len(agency_counts(empty)) == len(unresolved_mentions(empty)) == 0


def test_the_columns_of_a_plan_without_resolution_are_null(plan, tmp_path: Path):
    write_dataset(tmp_path / "out", [document_rows(plan())])
    assert pipeline.load(tmp_path / "out")["target_agencies"]["resolution"].isna().all()
