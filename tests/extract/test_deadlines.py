"""Which times are deadlines, and whose."""

from __future__ import annotations

import pytest

from pipeline.extract.deadlines import heading_deadline, prose_deadlines, value_deadlines, year_of

PROSE = [
    ("Định kỳ hằng năm, Sở Y tế tổng hợp, báo cáo UBND tỉnh.", [("report", "Định kỳ hằng năm")]),
    ("Hằng năm, Sở Y tế xây dựng dự toán gửi Sở Tài chính thẩm định.", [("implementation", "Hằng năm")]),
    ("dự kiến tổ chức sơ kết vào quý III/2023.", [("implementation", "quý III/2023")]),
    (
        "báo cáo sơ kết 6 tháng trước ngày 10/6/2024, báo cáo năm trước ngày 30/11/2024.",
        [("report", "trước ngày 10/6/2024"), ("report", "trước ngày 30/11/2024")],
    ),
    ("định kỳ 6 tháng, hàng năm báo cáo kết quả thực hiện.", [("report", "định kỳ 6 tháng"), ("report", "hàng năm")]),
    ("báo cáo Sở Nội vụ theo định kỳ 06 tháng và hàng năm;", [("report", "định kỳ 06 tháng"), ("report", "hàng năm")]),
    ("Báo cáo kết quả về Sở Y tế trước ngày 10/12 hằng năm.", [("report", "trước ngày 10/12 hằng năm")]),
    (
        "Trước ngày 20 hằng tháng tổng hợp tình hình, kết quả thực hiện báo cáo UBND tỉnh.",
        [("report", "Trước ngày 20 hằng tháng")],
    ),
    (
        "Định kỳ 6 tháng, tổng hợp, đánh giá, báo cáo tình hình triển khai Chương trình.",
        [("report", "Định kỳ 6 tháng")],
    ),
    ("Hằng năm, đánh giá kết quả và báo cáo UBND tỉnh.", [("implementation", "Hằng năm")]),
    ("Phấn đấu đạt mức của các tỉnh được xếp hạng cao trong năm 2023 đã công bố.", []),
    ("Hoàn thành việc rà soát trước ngày 30/6/2025.", [("implementation", "trước ngày 30/6/2025")]),
    ("Tẩy giun cho trẻ em vào tháng 6 và tháng 12 hằng năm.", [("implementation", "tháng 6 và tháng 12 hằng năm")]),
    (
        "Tổ chức hội nghị kết nối ngân hàng từ tháng 5 đến tháng 9 năm 2024.",
        [("implementation", "từ tháng 5 đến tháng 9 năm 2024")],
    ),
    ("Xử lý dứt điểm hợp tác xã ngừng hoạt động đến hết ngày 30/9/2024.", [("implementation", "đến hết ngày 30/9/2024")]),
    ("Tổ chức dạy bơi cho học sinh vào dịp hè hằng năm.", [("implementation", "hằng năm")]),
    (
        "Ban hành kế hoạch thực hiện giai đoạn 2021 - 2025 trước ngày 30/6/2021.",
        [("implementation", "trước ngày 30/6/2021")],
    ),
    ("Báo cáo nhanh tình hình thiệt hại trước 16 giờ hằng ngày.", [("report", "hằng ngày")]),
    ("Trình Chương trình công tác vào quý I/2025.", [("report", "quý I/2025")]),
    ("Xây dựng Chương trình công tác vào quý I/2025.", [("implementation", "quý I/2025")]),
    ("Năm 2026, ban hành danh mục các bài toán lớn.", [("implementation", "Năm 2026")]),
    ("Xây dựng Kế hoạch thực hiện Đề án (sau khi Chính phủ ban hành).", [("implementation", "sau khi Chính phủ ban hành")]),
]
NO_DEADLINES = [
    "Bố trí kinh phí sự nghiệp khoa học và công nghệ hàng năm để thực hiện Kế hoạch.",
    "Triển khai Đề án hỗ trợ phụ nữ khởi nghiệp giai đoạn 2017 - 2025 trên địa bàn tỉnh.",
    "Xây dựng mạng lưới kết nối khởi nghiệp quốc gia đến năm 2030 của Chính phủ.",
    "Đánh giá các công trình đã đưa vào sử dụng từ năm 2015.",
    "Đến năm 2024, 100% cơ sở sản xuất có giấy phép.",
    "Định kỳ, tham mưu tổ chức sơ kết việc thực hiện Kế hoạch.",
    "Xây dựng chuyên mục, mỗi tháng đăng tối thiểu 02 chuyên đề.",
    "Trợ giúp pháp lý lưu động tại các xã nghèo, mỗi quý 01 đợt, giúp người nghèo hiểu biết quyền của mình.",
    "Tổ chức sinh hoạt chuyên đề, mỗi quý ít nhất một lần.",
    "Thực hiện Quyết định số 844/QĐ-TTg ngày 18 tháng 5 năm 2016 của Thủ tướng Chính phủ.",
]
HEADINGS = [
    ("Nhiệm vụ trọng tâm giai đoạn 2020 - 2025", "giai đoạn 2020 - 2025"),
    ("Đến năm 2030", "Đến năm 2030"),
    ("Hỗ trợ về nhà ở trong giai đoạn 2016 - 2019", "giai đoạn 2016 - 2019"),
    ("Mục tiêu đến năm 2025", "đến năm 2025"),
    ("Phát triển hạ tầng kinh tế - xã hội (thực hiện trong các năm 2017 - 2019)", "2017 - 2019"),
]
YEARLESS = [
    ("Tháng 3:", 2024, "2024-03-01", "2024-03-31"),
    ("Quý III:", 2024, "2024-07-01", "2024-09-30"),
    ("Tháng 10 - 12:", 2024, "2024-10-01", "2024-12-31"),
]
YEARS = [
    ("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2024", 2024),
    ("PHÒNG CHỐNG THIÊN TAI TRONG QUÝ I NĂM 2024", 2024),
    ("PHÁT TRIỂN Y TẾ GIAI ĐOẠN 2021 - 2025", None),
    ("PHÁT TRIỂN Y TẾ ĐẾN NĂM 2030", None),
    ("TỔ CHỨC THỰC HIỆN", None),
]
NO_HEADINGS = [
    "Triển khai Đề án hỗ trợ phụ nữ khởi nghiệp giai đoạn 2017 - 2025",
    "Sở Khoa học và Công nghệ",
    "Tổ chức hội nghị năm 2021 và năm 2022",
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_prose_times_that_are_due(text, expected):
    assert [(deadline.role, deadline.time.text) for deadline in prose_deadlines(text, 0)] == expected


@pytest.mark.parametrize("text", NO_DEADLINES)
def test_prose_times_that_are_not(text):
    assert prose_deadlines(text, 0) == ()


@pytest.mark.parametrize(("text", "time"), HEADINGS)
def test_headings_that_set_a_time(text, time):
    deadline = heading_deadline(text, 0)
    assert deadline is not None
    assert deadline.inherited
    assert time in deadline.time.text


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_headings_that_only_name_a_time(text):
    assert heading_deadline(text, 0) is None


@pytest.mark.parametrize(("text", "year", "start", "end"), YEARLESS)
def test_a_heading_takes_the_year_of_the_plan(text, year, start, end):
    deadline = heading_deadline(text, 0, year)
    assert deadline is not None
    assert (str(deadline.time.start), str(deadline.time.end)) == (start, end)
    assert heading_deadline(text, 0) is None


def test_a_heading_that_is_nothing_but_ongoing_hands_it_down():
    deadline = heading_deadline("Thường xuyên trong năm:", 0)
    assert deadline is not None
    assert deadline.time.kind == "ongoing"


@pytest.mark.parametrize(("title", "year"), YEARS)
def test_a_plan_of_one_year_gives_it_to_its_times(title, year):
    assert year_of(title) == year


def test_places_count_in_the_clean_text():
    (deadline,) = value_deadlines("Quý II/2025", 100, "implementation")
    assert (deadline.time.span.start, deadline.time.span.end) == (100, 111)
