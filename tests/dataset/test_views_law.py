"""Which plans carry out which national documents."""

from __future__ import annotations

import pandas as pd
import pytest

import pipeline
from pipeline.dataset import document_rows, write_dataset
from pipeline.dataset.views_law import national_bases
from pipeline.extraction import extract

PLAN = """ỦY BAN NHÂN DÂN
TỈNH {place}
Số: {number}/KH-UBND
{place}, ngày 12 tháng 3 năm 2020
KẾ HOẠCH
Hỗ trợ hệ sinh thái khởi nghiệp
Thực hiện {basis}, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC TIÊU
Hỗ trợ 10 dự án theo Nghị định số 13/2019/NĐ-CP của Chính phủ.
II. NHIỆM VỤ
Tổ chức ngày hội khởi nghiệp.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""
KON_TUM = "Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ; Luật Đầu tư công năm 2019"
GIA_LAI = (
    "Quyết định 844/QĐ- TTg ngày 18/5/2016; khoản 2 Điều 5 Luật Đầu tư công số 39/2019/QH14; Quyết định số 844/QĐ-TTg; "
    "Chương trình số 36-CTr/TU ngày 13/01/2020 của Tỉnh ủy"
)


@pytest.fixture
def tables(tmp_path) -> dict[str, pd.DataFrame]:
    pages = {
        "a.txt": ("KON TUM", "27", KON_TUM),
        "b.txt": ("GIA LAI", "27", GIA_LAI),
        "c.txt": ("LÂM ĐỒNG", "8", "Quyết định 9"),
    }
    for name, (place, number, basis) in pages.items():
        (tmp_path / name).write_text(PLAN.format(place=place, number=number, basis=basis), encoding="utf-8")
    write_dataset(tmp_path / "out", [document_rows(extract(tmp_path / name)) for name in pages])
    return pipeline.load(tmp_path / "out")


def test_plans_of_two_provinces_meet_in_the_documents_that_they_carry_out(tables):
    bases = national_bases(tables)
    assert bases[["law_id", "province", "law_number"]].fillna("").values.tolist() == [
        ["vn:luat:39/2019/qh14", "Kon Tum", ""],
        ["vn:luat:39/2019/qh14", "Gia Lai", "39/2019/QH14"],
        ["vn:quyet-dinh:844/qd-ttg:2016", "Kon Tum", "844/QĐ-TTg"],
        ["vn:quyet-dinh:844/qd-ttg:2016", "Gia Lai", "844/QĐ-TTg"],
    ]
    assert bases.groupby("law_id")["province_code"].nunique().tolist() == [2, 2]
    assert bases["articles"].map(list).tolist() == [[], ["khoản 2 Điều 5"], [], []]


def test_what_only_the_body_cites_or_a_province_issued_is_no_national_basis(tables):
    cited = tables["references"]
    assert {"vn:nghi-dinh:13/2019/nd-cp", "vn-64:chuong-trinh:36/ctr-tu:2020"} <= set(cited["law_id"])
    assert not set(national_bases(tables)["law_id"]) & {"vn:nghi-dinh:13/2019/nd-cp", "vn-64:chuong-trinh:36/ctr-tu:2020"}


def test_the_frames_stay_as_they_were_and_a_dataset_without_references_gives_an_empty_frame(tables):
    before = {name: frame.copy() for name, frame in tables.items()}
    columns = list(national_bases(tables).columns)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
    empty = national_bases({**tables, "references": tables["references"].iloc[:0]})
    assert (len(empty), list(empty.columns)) == (0, columns)
