"""Tasks of the body and the implementation part, from a page's paragraphs."""

from __future__ import annotations

import datetime

import pytest

from pipeline.extract import extract_records
from pipeline.segment import segment
from tests.reading import page_of

TITLE = ["KẾ HOẠCH", "PHÁT TRIỂN Y TẾ TỈNH KON TUM", "Căn cứ Luật Khám bệnh, chữa bệnh;"]


def tasks_of(*paragraphs):
    return extract_records(segment(page_of(*TITLE, *paragraphs))).tasks


def brief(task):
    return (task.kind, task.ordinal, task.description, [mention.text for mention in task.lead])


def test_labels_belong_to_the_numbered_item_above():
    tasks = tasks_of(
        "II. NỘI DUNG", "1. Truyền thông", "1.1. Xây dựng chuyên mục sức khỏe.", "1.2. Tổ chức hội nghị.",
        "- Cơ quan chủ trì: Sở Y tế.", "- Thời gian thực hiện: Hằng năm.",
    )  # fmt: skip
    assert [brief(task) for task in tasks] == [
        ("statement", "1.1", "Xây dựng chuyên mục sức khỏe.", []),
        ("labelled", "1.2", "Tổ chức hội nghị.", ["Sở Y tế"]),
    ]
    assert [deadline.time.text for deadline in tasks[1].deadlines] == ["Hằng năm"]
    assert tasks[1].group == ("II. NỘI DUNG", "1. Truyền thông")


def test_labels_under_a_heading_with_bullets_make_one_task():
    (task,) = tasks_of(
        "II. NHIỆM VỤ", "1. Hoạt động truyền thông", "- Mục tiêu: Nâng cao nhận thức.", "- Nội dung:", "+ Xây dựng phóng sự.",
        "- Cơ quan chủ trì: Sở Y tế.", "- Cơ quan phối hợp: Báo Kon Tum, Tỉnh đoàn.",
    )  # fmt: skip
    assert task.description == "Hoạt động truyền thông\nMục tiêu: Nâng cao nhận thức.\nNội dung:\nXây dựng phóng sự."
    assert [mention.text for mention in task.coordinating] == ["Báo Kon Tum", "Tỉnh đoàn"]


def test_labels_again_and_again_make_each_bullet_a_task():
    tasks = tasks_of(
        "II. NHIỆM VỤ", "1. Truyền thông", "- Xây dựng phóng sự về y tế.", "- Cơ quan chủ trì: Sở Y tế.",
        "- Tổ chức hội nghị tập huấn.", "- Cơ quan chủ trì: Sở Nội vụ.",
    )  # fmt: skip
    assert [brief(task) for task in tasks] == [
        ("labelled", "", "Xây dựng phóng sự về y tế.", ["Sở Y tế"]),
        ("labelled", "", "Tổ chức hội nghị tập huấn.", ["Sở Nội vụ"]),
    ]


def test_what_an_agency_parts_among_its_people_stays_its_own():
    tasks = tasks_of(
        "V. TỔ CHỨC THỰC HIỆN", "1. UBND các huyện, thành phố", "a) Phân công cơ quan, đơn vị giúp đỡ hộ nghèo.",
        "b) Mỗi phường, xã duy trì ít nhất 02 mô hình.", "2. Sở Y tế", "- Giao các cơ quan, đơn vị trực thuộc kiểm tra.",
    )  # fmt: skip
    assert [[mention.text for mention in task.lead] for task in tasks] == [
        ["UBND các huyện, thành phố"], ["UBND các huyện, thành phố"], ["các cơ quan, đơn vị trực thuộc"],
    ]  # fmt: skip


def test_labels_may_stand_on_one_line():
    (task,) = tasks_of("II. NHIỆM VỤ", "1. Tổ chức hội nghị. Cơ quan chủ trì: Sở Y tế; thời gian: Quý II/2025.")
    assert brief(task) == ("labelled", "1", "Tổ chức hội nghị.", ["Sở Y tế"])


def test_a_section_of_tasks_under_agencies_holds_their_duties():
    tasks = tasks_of(
        "II. NHIỆM VỤ TRỌNG TÂM VÀ PHÂN CÔNG", "1. Sở Y tế", "- Phối hợp với Sở Nội vụ tổ chức tập huấn.", "- Sơ kết công tác.",
        "2. Tuyên truyền", "- Xây dựng phóng sự về y tế.", "3. Doanh nghiệp", "- Hỗ trợ đổi mới công nghệ.",
        "4. Công an tỉnh, Trường Đại học Tây Nguyên: Phối hợp thực hiện.",
    )  # fmt: skip
    assert [brief(task) for task in tasks] == [
        ("assignment", "", "Phối hợp với Sở Nội vụ tổ chức tập huấn.", ["Sở Y tế"]),
        ("assignment", "", "Sơ kết công tác.", ["Sở Y tế"]),
        ("statement", "", "Xây dựng phóng sự về y tế.", []),
        ("statement", "", "Hỗ trợ đổi mới công nghệ.", []),
        ("assignment", "4", "Phối hợp thực hiện.", ["Công an tỉnh", "Trường Đại học Tây Nguyên"]),
    ]


def test_brackets_with_doers_close_a_labelled_task():
    (task,) = tasks_of(
        "II. NHIỆM VỤ", "1. Tổ chức hội thi. (Sở Y tế chủ trì, Sở Nội vụ phối hợp; hoàn thành trong Quý III/2024)."
    )
    assert brief(task) == ("labelled", "1", "Tổ chức hội thi.", ["Sở Y tế"])
    assert [mention.text for mention in task.coordinating] == ["Sở Nội vụ"]
    assert [deadline.time.text for deadline in task.deadlines] == ["Quý III/2024"]
    (plain,) = tasks_of("II. NHIỆM VỤ", "1. Kiểm tra các cơ sở (UBND cấp huyện quản lý).")
    assert plain.kind == "statement"


def test_roles_in_brackets_behind_the_agencies_of_a_label():
    (task,) = tasks_of(
        "II. NHIỆM VỤ",
        "1. Tổ chức tuần hàng đặc sản.",
        "- Đơn vị thực hiện: Sở Công Thương (chủ trì); Sở Y tế, Tỉnh đoàn (phối hợp).",
    )
    assert brief(task)[3] == ["Sở Công Thương"]
    assert [mention.text for mention in task.coordinating] == ["Sở Y tế", "Tỉnh đoàn"]


def test_a_note_at_the_foot_of_a_page_is_no_part_of_a_duty():
    (task,) = tasks_of("II. NHIỆM VỤ", "1. Tuyên truyền về chuẩn nghèo.", "1 Chuẩn nghèo theo Quyết định số 59/2015/QĐ-TTg.")
    assert task.description == "Tuyên truyền về chuẩn nghèo."


def test_a_sentence_with_a_label_of_time_alone_names_its_doers():
    (task,) = tasks_of(
        "II. NHIỆM VỤ", "1. Sở Nội vụ chủ trì, phối hợp với Sở Y tế tổ chức tập huấn; thời gian thực hiện: Quý II/2025."
    )
    assert brief(task)[0::3] == ("labelled", ["Sở Nội vụ"])
    assert [mention.text for mention in task.coordinating] == ["Sở Y tế"]
    (duty,) = tasks_of("III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "a) Tổ chức tập huấn. Thời gian thực hiện: Quý II/2025.")
    assert brief(duty)[0::3] == ("assignment", ["Sở Y tế"])
    assert [deadline.time.text for deadline in duty.deadlines] == ["Quý II/2025"]


def test_agencies_as_headings_lead_what_stands_under_them():
    tasks = tasks_of(
        "III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "a) Chủ trì, phối hợp với các sở, ngành triển khai Kế hoạch.",
        "b) Định kỳ hằng năm báo cáo UBND tỉnh.", "2. Sở Tài chính: Bố trí kinh phí thực hiện.", "3. Sở Nội vụ",
        "Tham mưu UBND tỉnh khen thưởng.", "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo UBND tỉnh./.",
    )  # fmt: skip
    assert [brief(task) for task in tasks] == [
        ("assignment", "a", "Chủ trì, phối hợp với các sở, ngành triển khai Kế hoạch.", ["Sở Y tế"]),
        ("assignment", "b", "Định kỳ hằng năm báo cáo UBND tỉnh.", ["Sở Y tế"]),
        ("assignment", "2", "Bố trí kinh phí thực hiện.", ["Sở Tài chính"]),
        ("assignment", "", "Tham mưu UBND tỉnh khen thưởng.", ["Sở Nội vụ"]),
    ]
    assert tasks[3].group == ("III. TỔ CHỨC THỰC HIỆN", "3. Sở Nội vụ")


@pytest.mark.parametrize("part", ["II. GIẢI PHÁP CHỦ YẾU", "III. TỔ CHỨC THỰC HIỆN"])
def test_a_heading_hands_its_partners_down(part):
    tasks = tasks_of(
        part, "1. Sở Tài chính chủ trì, phối hợp với các sở, ngành liên quan:", "- Rà soát thủ tục về thuế.",
        "- Hướng dẫn doanh nghiệp, phối hợp với Sở Y tế.",
        "- Chủ trì, phối hợp với các Sở: Xây dựng, Nội vụ ban hành quy trình.",
        "Đẩy mạnh một cửa liên thông.", "- Giao Sở Công Thương tổ chức hội chợ.",
        "2. Các sở, ngành, địa phương:", "- Công khai thủ tục hành chính.",
    )  # fmt: skip
    doers = [([mention.text for mention in task.lead], [mention.text for mention in task.coordinating]) for task in tasks]
    assert doers == [
        (["Sở Tài chính"], ["các sở, ngành liên quan"]),
        (["Sở Tài chính"], ["các sở, ngành liên quan", "Sở Y tế"]),
        (["Sở Tài chính"], ["Sở: Xây dựng", "Nội vụ"]),
        (["Sở Tài chính"], ["các sở, ngành liên quan"]),
        (["Sở Công Thương"], []),
        (["Các sở, ngành, địa phương"], []),
    ]
    assert tasks[2].description == "Chủ trì, phối hợp với các Sở: Xây dựng, Nội vụ ban hành quy trình."


def test_all_forces_of_a_duty_are_those_of_the_heading():
    (task,) = tasks_of(
        "III. TỔ CHỨC THỰC HIỆN", "1. Sở Giao thông vận tải:",
        "- Nâng cao chất lượng phục vụ theo hướng: Tất cả các lực lượng phục vụ hành khách có thái độ đúng mực.",
    )  # fmt: skip
    assert [mention.text for mention in task.lead] == ["Sở Giao thông vận tải"]


def test_sentences_that_assign_stay_whole():
    (task,) = tasks_of("III. TỔ CHỨC THỰC HIỆN", "1. Giao Sở Y tế phối hợp với Sở Tài chính tham mưu UBND tỉnh.")
    assert brief(task) == ("assignment", "1", "Giao Sở Y tế phối hợp với Sở Tài chính tham mưu UBND tỉnh.", ["Sở Y tế"])
    assert [mention.text for mention in task.coordinating] == ["Sở Tài chính"]


def test_what_is_no_duty_is_no_task():
    assert tasks_of(
        "I. MỤC TIÊU", "1. Nâng cao sức khỏe nhân dân.", "II. ĐỐI TƯỢNG", "1. Người nghèo.", "III. KINH PHÍ",
        "1. Ngân sách nhà nước theo phân cấp.", "IV. PHÂN CÔNG NHIỆM VỤ", "Chi tiết tại phụ lục kèm theo Kế hoạch này.",
    ) == ()  # fmt: skip


def test_where_and_when_something_takes_place_is_no_task():
    records = extract_records(
        segment(
            page_of(
                *TITLE, "II. NỘI DUNG", "1. Thời gian: 1,5 ngày (bắt đầu từ 13h30 ngày 06/7/2026).",
                "2. Địa điểm: Hội trường Sở Công Thương, phường Yên Bái.", "3. Chấm bài, công bố kết quả kiểm tra.",
            )
        )
    )  # fmt: skip
    assert [task.description for task in records.tasks] == ["Chấm bài, công bố kết quả kiểm tra."]
    assert records.targets == ()


def test_a_heading_hands_its_time_down():
    tasks = tasks_of("II. NHIỆM VỤ", "1. Nhiệm vụ giai đoạn 2021 - 2025", "- Xây dựng bệnh viện tuyến huyện.")
    assert [(d.time.text, d.inherited) for d in tasks[0].deadlines] == [("giai đoạn 2021 - 2025", True)]


def test_doers_in_brackets_behind_a_bullet_are_its_own():
    tasks = tasks_of(
        "II. NHIỆM VỤ", "4. Phát triển nguồn nhân lực",
        "- Khảo sát nhu cầu nhân lực. (Sở Y tế chủ trì; hoàn thành: Tháng 6/2025)",
        "- Nạo vét luồng tuyến sông. (Thực hiện: Sở Xây dựng; thời gian: Hằng năm)",
        "- Thành lập Hiệp hội doanh nghiệp tỉnh.",
    )  # fmt: skip
    assert [brief(task) for task in tasks] == [
        ("labelled", "", "Khảo sát nhu cầu nhân lực.", ["Sở Y tế"]),
        ("labelled", "", "Nạo vét luồng tuyến sông.", ["Sở Xây dựng"]),
        ("statement", "", "Thành lập Hiệp hội doanh nghiệp tỉnh.", []),
    ]
    assert [[deadline.time.text for deadline in task.deadlines] for task in tasks] == [["Tháng 6/2025"], ["Hằng năm"], []]


def test_the_product_of_a_labelled_task_may_promise():
    records = extract_records(
        segment(
            page_of(
                *TITLE, "II. NHIỆM VỤ", "1. Số hóa hồ sơ bệnh án.", "- Cơ quan chủ trì: Sở Y tế.",
                "- Sản phẩm: Cơ sở dữ liệu gồm tối thiểu 500 hồ sơ.",
            )
        )
    )  # fmt: skip
    assert [(target.text, target.task) for target in records.targets] == [("tối thiểu 500 hồ sơ", 0)]


def test_what_names_no_agency_leaves_a_diagnostic():
    records = extract_records(segment(page_of(*TITLE, "III. TỔ CHỨC THỰC HIỆN", "1. Có trách nhiệm triển khai Kế hoạch.")))
    assert records.tasks == ()
    assert [note.code for note in records.diagnostics] == ["duty-unread"]


def test_month_headings_of_a_yearly_plan_date_the_bullets_under_them():
    tasks = tasks_of(
        "IV. CHƯƠNG TRÌNH CÔNG TÁC NĂM 2024", "Tháng 3:", "- Tổng kết công tác y tế.", "Quý III:", "- Kiểm tra trạm y tế xã."
    )
    assert [(task.group[-1], task.deadlines[0].time.start.isoformat(), task.deadlines[0].inherited) for task in tasks] == [
        ("Tháng 3:", "2024-03-01", True), ("Quý III:", "2024-07-01", True),
    ]  # fmt: skip


def test_asking_others_leaves_the_duty_with_the_heading():
    (task,) = tasks_of(
        "V. TỔ CHỨC THỰC HIỆN", "1. Sở Công Thương", "- Yêu cầu doanh nghiệp hạ tầng bố trí khu lưu giữ chất thải."
    )
    assert [mention.text for mention in task.lead] == ["Sở Công Thương"]


def test_a_promise_of_a_task_is_a_target_with_its_lead():
    records = extract_records(
        segment(page_of(*TITLE, "II. NHIỆM VỤ", "1. Tổ chức 03 hội nghị tập huấn.", "- Cơ quan chủ trì: Sở Y tế."))
    )
    (target,) = records.targets
    assert (target.context, target.value_min, target.unit, target.task) == ("task", 3.0, "hội nghị", 0)
    assert [mention.text for mention in target.lead] == ["Sở Y tế"]


def test_numbered_labels_spell_one_task_out():
    tasks = tasks_of(
        "II. NHIỆM VỤ", "1. Công tác kiểm tra", "a) Nội dung: Kiểm tra liên ngành dịp Tết.", "b) Đơn vị chủ trì: Sở Y tế;",
        "c) Đơn vị phối hợp: Sở Công Thương;", "d) Thời gian: Tháng 5/2021.", "2. Công tác tuyên truyền",
        "a) Xây dựng phóng sự.", "b) Tổ chức hội nghị.",
    )  # fmt: skip
    assert [brief(task) for task in tasks] == [
        ("labelled", "1", "Công tác kiểm tra\nNội dung: Kiểm tra liên ngành dịp Tết.", ["Sở Y tế"]),
        ("statement", "a", "Xây dựng phóng sự.", []),
        ("statement", "b", "Tổ chức hội nghị.", []),
    ]
    assert [mention.text for mention in tasks[0].coordinating] == ["Sở Công Thương"]
    assert [deadline.time.text for deadline in tasks[0].deadlines] == ["Tháng 5/2021"]


def test_a_paragraph_that_announces_figures_dates_those_under_it():
    (target,) = extract_records(
        segment(
            page_of(
                *TITLE, "I. MỤC TIÊU", "1. Mục tiêu cụ thể", "Một số chỉ tiêu chủ yếu đến năm 2025:",
                "- Duy trì 100% xã có bác sĩ.", "II. NHIỆM VỤ", "1. Tuyên truyền.",
            )
        )
    ).targets  # fmt: skip
    assert target.horizon == datetime.date(2025, 12, 31)
