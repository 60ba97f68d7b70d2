"""Links from references to the plans of the dataset: across spellings, never to another province's plan."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.dataset import document_rows, write_dataset
from pipeline.dataset.link import DocumentIndex, number_key
from pipeline.extraction import extract

DAY, OTHER_DAY = datetime.date(2020, 2, 1), datetime.date(2020, 3, 1)
PLAN = "vn-62:ke-hoach:12/kh-ubnd"

PAGE = """ỦY BAN NHÂN DÂN
{place}
Số: {number}
Nơi ban hành, ngày {day}
KẾ HOẠCH
Hỗ trợ khởi nghiệp
Thực hiện chỉ đạo của cấp trên, Ủy ban nhân dân ban hành Kế hoạch như sau:
I. MỤC TIÊU
{body}
II. NHIỆM VỤ
Tổ chức ngày hội.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


@pytest.mark.parametrize(
    ("document", "reference", "linked"),
    [
        # number, date and id of the document; number, date and id of the reference
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("12/KH-UBND", DAY, f"{PLAN}:2020"), True),
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("0012 / kh–ubnd", None, f"{PLAN}:2020"), True),
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("12/KH-UBND", None, f"{PLAN}:?"), True),
        (("12/KH-UBND", None, f"{PLAN}:?"), ("12/KH-UBND", DAY, f"{PLAN}:2020"), True),
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("12/KH-UBND", OTHER_DAY, f"{PLAN}:2020"), False),
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("12/KH-UBND", None, f"{PLAN}:2019"), False),
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("12/KH-UBND", DAY, "vn-64:ke-hoach:12/kh-ubnd:2020"), False),
        (("12/KH-UBND", DAY, f"{PLAN}:2020"), ("12/KH-UBND", DAY, None), False),
        (("12/KH-UBND", DAY, None), ("12/KH-UBND", DAY, f"{PLAN}:2020"), False),
        (("12/KH-UBND", DAY, None), ("12/KH-UBND", DAY, None), True),
        (("36-CT/TU", DAY, "vn-62:chi-thi:36/ct-tu:2020"), ("36-CT/TU", DAY, "vn-62:chuong-trinh:36/ct-tu:2020"), False),
        (
            ("12/2020/QĐ-UBND", DAY, "vn-62:quyet-dinh:12/2020/qd-ubnd"),
            ("12/QĐ-UBND", DAY, "vn-62:quyet-dinh:12/qd-ubnd:2020"),
            False,
        ),
    ],
)
def test_what_an_id_and_a_date_point_to(document, reference, linked):
    index = DocumentIndex()
    index.add("plan", *document)
    assert index.find("citing", *reference) == ("plan" if linked else None)


def test_an_undated_id_that_fits_two_years_is_no_link():
    index = DocumentIndex()
    index.add("a", "12/KH-UBND", DAY, f"{PLAN}:2020")
    index.add("b", "12/KH-UBND", datetime.date(2021, 2, 1), f"{PLAN}:2021")
    assert index.find("citing", "12/KH-UBND", None, f"{PLAN}:?") is None
    assert index.find("citing", "12/KH-UBND", None, f"{PLAN}:2021") == "b"


def links(folder: Path, *pages: tuple[str, str, str, str]) -> dict[tuple[str, str], str | None]:
    """From citing file and cited words to the linked file, of a dataset made of pages (place, number, day, body)."""
    names: dict[str, str] = {}
    documents = []
    for count, (place, number, day, body) in enumerate(pages):
        path = folder / f"{count}.txt"
        path.write_text(PAGE.format(place=place, number=number, day=day, body=body), encoding="utf-8")
        extraction = extract(path)
        names[extraction.doc_id] = path.stem
        documents.append(document_rows(extraction))
    write_dataset(folder / "out", documents)
    rows = pq.read_table(folder / "out" / "references.parquet").to_pylist()
    return {(names[row["doc_id"]], row["text"]): names.get(row["target_doc_id"] or "") for row in rows}


def test_plans_of_one_number_and_day_in_two_provinces_are_told_apart(tmp_path):
    bodies = {
        "Theo Kế hoạch số 12/KH- UBND ngày 01 tháng 02 năm 2020 của UBND tỉnh.": "0",
        "Theo Kế hoạch số 12/KH-UBND ngày 01/02/2020.": "0",
        "Theo Kế hoạch 0012/KH-UBND của Ủy ban nhân dân tỉnh Kon Tum.": "0",
        "Theo kế hoạch số 12/KH-UBND ngày 1.2.2020 của UBND tỉnh Gia Lai.": "1",
        "Theo Kế hoạch số 12/KH-UBND ngày 01/02/2020 của UBND thành phố.": None,
        "Theo Kế hoạch số 12/KH-UBND ngày 01/02/2020 của UBND huyện Đắk Hà.": None,
        "Theo Kế hoạch số 12/KH-UBND ngày 01/02/2020 của UBND tỉnh Đắk Lắk.": None,
        "Theo Quyết định số 12/QĐ-UBND ngày 01/02/2020 của UBND tỉnh.": None,
    }
    citing = [("TỈNH KON TUM", f"{100 + place}/KH-UBND", "05 tháng 3 năm 2021", body) for place, body in enumerate(bodies)]
    found = links(
        tmp_path,
        ("TỈNH KON TUM", "12/KH-UBND", "01 tháng 02 năm 2020", "Không."),
        ("TỈNH GIA LAI", "12/KH-UBND", "01 tháng 02 năm 2020", "Không."),
        *citing,
    )
    assert [target for _, target in sorted(found.items(), key=lambda link: int(link[0][0]))] == list(bodies.values())


def test_a_plan_without_a_province_is_not_linked_to_a_provinces_plan(tmp_path):
    found = links(
        tmp_path,
        ("TỈNH KON TUM", "12/KH-UBND", "01 tháng 02 năm 2020", "Không."),
        ("", "13/KH-UBND", "05 tháng 3 năm 2021", "Theo Kế hoạch số 12/KH-UBND ngày 01/02/2020 của UBND tỉnh."),
    )
    assert list(found.values()) == [None]


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("2812/KH-UBND", "2812/KH-UBND"),
        (" 2812 / KH - UBND", "2812/KH-UBND"),
        ("0047/kh–ubnd", "47/KH-UBND"),
        ("844/QÐ-TTg", "844/QĐ-TTG"),
    ],
)
def test_spellings_of_one_number(printed, same):
    assert number_key(printed) == number_key(same)


@pytest.mark.parametrize(
    ("one", "other"), [("281/KH-UBND", "2812/KH-UBND"), ("10/KH-UBND", "1/KH-UBND"), ("1/KH-UBND", "1/QĐ-UBND")]
)
def test_numbers_are_kept_apart(one, other):
    assert number_key(one) != number_key(other)
