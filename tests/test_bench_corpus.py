"""The corpus for measuring runs: the same for the same seed, its files as different as plans are, and readable."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import SHARES, changed, content, lot, samples_in, varied, write_corpus
from bench.corpus_forms import FORMS, Form, file_of
from bench.corpus_order import Arrangement, Outline
from bench.corpus_words import Marker, Origin, Slot, Wording, origin_of
from pipeline.clean import clean
from pipeline.extract import extract_records
from pipeline.model import Document
from pipeline.read import read
from pipeline.run import run
from pipeline.segment import segment
from tests.reading import RAW, page_of, sample

CITY = Origin("Đà Nẵng", "thành phố", datetime.date(2020, 4, 29))
SAMPLES = samples_in(RAW)
BY_NAME = dict(zip(("000", "001", "002", "003", "004"), SAMPLES, strict=True))


def slots(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.printed) for piece in Marker(CITY).pieces(text) if isinstance(piece, Slot)]


# --- words --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Số: 2812/KH-UBND", [("number", "2812")]),
        ("Chương trình số 36-CTr/TU ngày 13 tháng 01 năm 2020", [("number", "36"), ("date", "ngày 13 tháng 01 năm 2020")]),
        ("Nghị quyết số 08/2013/NQ-HĐND ngày 25/7/2013", [("number", "08"), ("year", "2013"), ("date", "25/7/2013")]),
        ("báo cáo trước ngày 15 tháng 12 hằng năm", [("day", "ngày 15 tháng 12")]),
        ("giai đoạn 2021 - 2025, quý III/2023", [("year", "2021"), ("year", "2025"), ("year", "2023")]),
        ("ít nhất 20% số vốn, từ 10 - 15 tỷ đồng", [("share", "20"), ("count", "10 - 15")]),
        ("Sở Tài chính và Sở TN&MT", [("agency", "Sở Tài chính"), ("agency", "Sở TN&MT")]),
        ("UBND thành phố Đà Nẵng", [("rank", "thành phố"), ("place", "Đà Nẵng")]),
        ("THÀNH PHỐ ĐÀ NẴNG", [("rank", "THÀNH PHỐ"), ("place", "ĐÀ NẴNG")]),
        ("PCT UBND thành phố Nguyễn Thị Anh Thi", [("person", "Nguyễn Thị Anh Thi")]),
        # What stays as it is: documents of the state with their days, laws, other places, larger numbers.
        ("Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016", []),
        ("Quyết định số 1287/QĐ-TTg ngày 02/11/2023", []),
        ("Nghị quyết 136/2024/QH15, Luật Đầu tư công 2019", []),
        ("thành phố Hồ Chí Minh, đô thị thành phố thông minh, các huyện, thành phố", []),
        ("1.2025 đồng, mục 3.2, khoản 4", []),
        ("đường Trần Phú, huyện Hoàng Sa", []),
    ],
)  # fmt: skip
def test_slots(text: str, expected: list[tuple[str, str]]) -> None:
    assert slots(text) == expected


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_pieces_make_up_the_page(name: str) -> None:
    page = SAMPLES[int(name)]
    printed = ["".join(piece if isinstance(piece, str) else piece.printed for piece in pieces) for pieces in page.blocks]
    assert printed == [block.text for block in page.outline.document.page.blocks]


@given(st.integers(0, 10**9))
def test_wording_holds_through_the_document(seed: int) -> None:
    marker, wording = Marker(CITY), Wording(Random(seed), CITY)

    def said(text: str) -> str:
        return wording.text(marker.pieces(text))

    assert said("Kế hoạch số 2812/KH-UBND").split("/")[0].split()[-1] == said("SỐ: 2812/KH-UBND").split("/")[0].split()[-1]
    assert said("Đà Nẵng").upper() == said("ĐÀ NẴNG")
    province, whole = said("Đà Nẵng"), said("thành phố Đà Nẵng")
    assert whole in {f"thành phố {province}", f"tỉnh {province}"}
    assert said("Thành ủy").startswith("Thành" if whole.startswith("thành phố") else "Tỉnh")
    names = ["Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Sở Khoa học và Công nghệ"]
    assert len({said(name) for name in names}) == len(names)
    assert all(said(name).startswith("Sở ") for name in names)


@given(st.integers(0, 10**9))
def test_days_stay_possible_and_in_order(seed: int) -> None:
    marker, wording = Marker(CITY), Wording(Random(seed), CITY)
    days = [
        datetime.datetime.strptime(wording.text(marker.pieces(text)), "%d/%m/%Y").date()
        for text in ("29/02/2020", "31/03/2020", "29/4/2020", "31/12/2025")
    ]
    assert days == sorted(days)
    assert days[2] == wording.issued
    assert wording.issued.year in range(2020, 2023)
    day, month, year = map(int, re.findall(r"\d+", wording.text(marker.pieces("ngày 29 tháng 4 năm 2020"))))
    assert datetime.date(year, month, day) == wording.issued
    yearless = wording.text(marker.pieces("trước ngày 31 tháng 02"))
    assert 1 <= int(re.findall(r"\d+", yearless)[0]) <= 28
    low, high = map(int, re.findall(r"\d+", wording.text(marker.pieces("từ 70 - 90% số xã"))))
    assert 1 <= low <= high <= 95


@given(st.integers(0, 10**9))
def test_a_number_tells_the_year_of_its_day(seed: int) -> None:
    marker, wording = Marker(CITY), Wording(Random(seed), CITY)
    told = wording.text(marker.pieces("Nghị quyết số 11/2019/NQ-HĐND ngày 04 tháng 12 năm 2019"))
    found = re.fullmatch(r"Nghị quyết số \d+/(\d{4})/NQ-HĐND ngày \d{2} tháng 12 năm (\d{4})", told)
    assert found is not None
    assert found[1] == found[2]


def test_a_page_breaks_off_once() -> None:
    """The fifth sample is cut already."""
    texts = [file_of(varied(BY_NAME["004"], Random(seed)), "txt", Random(seed)).decode() for seed in range(60)]
    assert {text.count("[...]") for text in texts} == {0, 1}


@pytest.mark.parametrize(
    ("issuer", "day", "expected"),
    [
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG", (2020, 4, 29), ("Đà Nẵng", "thành phố")),
        ("Ủy ban nhân dân tỉnh Kon Tum", (2019, 10, 21), ("Kon Tum", "tỉnh")),
    ],
)
def test_origin(issuer: str, day: tuple[int, int, int], expected: tuple[str, str]) -> None:
    origin = origin_of(issuer, datetime.date(*day))
    assert (origin.province, origin.kind) == expected


@pytest.mark.parametrize(("issuer", "year"), [("Bộ Khoa học và Công nghệ", 2020), ("Ủy ban nhân dân tỉnh Kon Tum", 2026)])
def test_no_origin(issuer: str, year: int) -> None:
    with pytest.raises(ValueError, match="no province"):
        origin_of(issuer, datetime.date(year, 1, 1))


# --- order --------------------------------------------------------------------------------------------------------------


def arranged(document: Document, seed: int) -> tuple[Document, list[int]]:
    texts = [block.text for block in document.page.blocks]
    return Arrangement(Outline(document), texts, Random(seed)).document()


TASKS = segment(
    page_of(
        "ỦY BAN NHÂN DÂN", "TỈNH KON TUM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 45/KH-UBND", "Kon Tum, ngày 21 tháng 10 năm 2019", "KẾ HOẠCH", "Phát triển khởi nghiệp",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:", "I. NHIỆM VỤ",
        "1. Xây dựng quỹ", "- Cơ quan chủ trì: Sở Y tế", "2. Tổ chức hội thảo",
        "- Cơ quan chủ trì: Sở Nội vụ", "3. Lập đề án", "- Cơ quan chủ trì: Sở Xây dựng",
        "II. TỔ CHỨC THỰC HIỆN", "Các sở thực hiện./.",
    )
)  # fmt: skip


def test_siblings_change_places_with_their_labels() -> None:
    seen = set()
    for seed in range(40):
        texts = [block.text for block in arranged(TASKS, seed)[0].page.blocks][8:]
        assert [text[:2] for text in texts[2:8:2]] == ["1.", "2.", "3."]
        pairs = [(texts[index][3:], texts[index + 1]) for index in (2, 4, 6)]
        assert sorted(pairs) == [
            ("Lập đề án", "- Cơ quan chủ trì: Sở Xây dựng"),
            ("Tổ chức hội thảo", "- Cơ quan chủ trì: Sở Nội vụ"),
            ("Xây dựng quỹ", "- Cơ quan chủ trì: Sở Y tế"),
        ]
        assert texts[1] == "I. NHIỆM VỤ"
        assert texts[8:] == ["II. TỔ CHỨC THỰC HIỆN", "Các sở thực hiện./."]
        seen.add(tuple(pairs))
    assert len(seen) == 6


@given(st.integers(0, 10**9))
def test_rows_change_places_whole(seed: int) -> None:
    document = sample(sorted(RAW.glob("*.txt"))[0])[0]
    new, old = arranged(document, seed)
    assert len(set(old)) == len(old)
    before, after = document.tables[0], new.tables[0]
    assert 0.75 * before.n_rows <= after.n_rows <= before.n_rows

    def rows(one: Document) -> Counter[tuple[str, ...]]:
        table = one.tables[0]
        return Counter(
            tuple(
                "\n".join(one.page.blocks[index].text for index in cell.blocks)
                for cell in table.cells
                if cell.row == row and cell.role != "ordinal"
            )
            for row in range(table.n_rows)
        )

    assert not rows(new) - rows(document)
    ordinals = [cell.text.rstrip(".") for cell in after.cells if cell.role == "ordinal"]
    assert {cell.text.rstrip(".") for cell in before.cells if cell.role == "ordinal"} >= set(ordinals)


# --- the corpus ---------------------------------------------------------------------------------------------------------


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    first = write_corpus(tmp_path / "one", 60, raw=RAW)
    for path in first[:40]:
        again = content(SAMPLES, 7, int(path.stem.split("-")[1]))
        assert path.read_bytes() == again
    assert [path.relative_to(tmp_path / "one") for path in first] == [lot(7, index).path for index in range(60)]
    sound = [path.read_bytes() for path in first if lot(7, int(path.stem.split("-")[1])).fate == "sound"]
    assert len(set(sound)) == len(sound)
    assert content(SAMPLES, 8, 0) != content(SAMPLES, 7, 0)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_the_same_again(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock must not show in a file: Word files and PDFs usually carry it."""

    def made() -> bytes:
        random = Random(1)
        return file_of(varied(BY_NAME["002"], random), form, random)

    first = made()
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: datetime.datetime(2001, 9, 9).timetuple())
    assert made() == first


def test_shares_and_folders() -> None:
    lots = [lot(7, index) for index in range(10_000)]
    forms = Counter(one.form for one in lots)
    for form, share in SHARES.items():
        assert abs(forms[form] / len(lots) - share) < 0.02
    fates = Counter(one.fate for one in lots)
    assert {"empty", "truncated", "noise", "copy", "sound"} == set(fates)
    assert 10 <= fates["empty"] + fates["truncated"] + fates["noise"] <= 35
    assert 15 <= fates["copy"] <= 50
    assert max(Counter(one.path.parent for one in lots).values()) <= 500
    assert all(one.original < one.index and lots[one.original].fate != "copy" for one in lots if one.fate == "copy")


def test_copies_are_copies() -> None:
    copy = next(one for one in map(partial(lot, 7), range(10_000)) if one.fate == "copy")
    assert content(SAMPLES, 7, copy.index) == content(SAMPLES, 7, copy.original)


def test_changed(tmp_path: Path) -> None:
    paths = write_corpus(tmp_path, 50, raw=RAW)
    before = {path: path.read_bytes() for path in paths}
    touched = changed(tmp_path, 0.1, 7, raw=RAW)
    assert len(touched) == 5
    assert {path for path in paths if path.read_bytes() != before[path]} == set(touched)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == paths


def test_samples_are_needed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sample pages"):
        samples_in(tmp_path)


# --- what the pipeline makes of it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name in ("000", "002", "003") for form in FORMS if BY_NAME[name].fits(form)],
)
def test_as_many_records_as_the_sample(name: str, form: Form, tmp_path: Path) -> None:
    if form == "pdf" and name == "000":
        pytest.skip("long samples are not printed")
    random = Random(f"{name}/{form}")
    path = tmp_path / f"plan.{form}"
    path.write_bytes(file_of(varied(BY_NAME[name], random), form, random))
    found = extract_records(segment(clean(read(path, path.name))))
    expected = sample(sorted(RAW.glob(f"{name}_*"))[0])[1]
    assert 0.8 * len(expected.tasks) <= len(found.tasks) <= 1.1 * len(expected.tasks)
    assert 0.6 * len(expected.targets) <= len(found.targets) <= 1.2 * len(expected.targets)


def test_run_over_a_corpus(tmp_path: Path) -> None:
    """Broken files are named, all others become documents."""
    write_corpus(tmp_path / "raw", 10, raw=RAW)
    for fate in ("empty", "truncated", "noise"):
        broken = next(one for one in map(partial(lot, 7), range(10_000)) if one.fate == fate)
        (tmp_path / "raw" / broken.path.name).write_bytes(content(SAMPLES, 7, broken.index))
    report = run(tmp_path / "raw", tmp_path / "out", jobs=1, ner=False)
    assert report.documents == 10
    assert len(report.failed) == 3
