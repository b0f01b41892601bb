"""The real half-year report with 25 measures in 10 topics, by its facts."""

from datetime import date

import pytest

from domain.plan import Plan
from intake.plan_file import read_plan
from tests.intake.files import seed
from thai.fiscal import RoundKind

LAW = "สำนักปลัด/งานนิติการ"
WEB = "สำนักปลัด/งานพัฒนาเว็บไซต์หน่วยงาน"
GENERAL = "สำนักปลัด/งานบริหารงานทั่วไป"
ALL = ""

# Topic, measure, first word, unit (empty: everyone), year of the timeframe, number of results.
FACTS = [
    ("1", "1", "จัดทำแบบประเมิน", ALL, 2567, 4),
    ("1", "2", "จัดทำมาตรการป้องกัน", LAW, 2567, 1),
    ("2", "1", "จัดทำมาตรการความโปร่งใส", "กองคลัง/งานพัสดุ", 2567, 1),
    ("2", "2", "มาตรการให้ผู้มีส่วน", LAW, 2567, 1),
    ("3", "1", "ประชุมหัวหน้า", ALL, 2567, 1),
    ("4", "1", "จัดทำมาตรการป้องกัน", LAW, 2567, 1),
    ("5", "1", "สร้างจิตสำนึก", ALL, 2567, 1),
    ("5", "2", "จัดทำมาตรฐาน", LAW, 2567, 1),
    ("5", "3", "จัดทำช่องทางการร้องเรียน", WEB, 2567, 1),
    ("5", "4", "จัดทำช่องทางให้ประชาชน", "สำนักปลัด/งานจัดการงานทั่วไป", 2567, 1),
    ("6", "1", "แต่งตั้งเจ้าหน้าที่", ALL, 2567, 1),
    ("7", "1", "จัดทำสื่อ", ALL, 2567, 1),
    ("7", "2", "รายงานผล", ALL, 2567, 1),
    ("7", "3", "จัดทำแบบสำรวจ", "สำนักปลัด/งานประชาสัมพันธ์", 2567, 2),
    ("8", "1", "มีผู้รับบริการ", GENERAL, 2567, 1),
    ("8", "2", "จัดการประชุม", ALL, 2567, 1),
    ("8", "3", "จัดทำรายงาน", GENERAL, 2567, 1),
    ("8", "4", "จัดทำและเผยแพร่ช่องทางการติดต่อ - สอบถาม", WEB, 2567, 1),
    ("9", "1", "เผยแพร่ข้อมูล", ALL, 2567, 1),
    ("9", "2", "จัดให้ช่องทาง", WEB, 2567, 1),
    ("9", "3", "จัดให้มีบริการ", WEB, 2567, 1),
    ("10", "1", "จัดทำแผน", ALL, 2566, 1),
    ("10", "2", "จัดทำมาตรการการงด", LAW, 2566, 1),
    ("10", "3", "แต่งตั้งคณะทำงาน", LAW, 2567, 1),
    ("10", "4", "กำหนดมาตรการ", LAW, 2567, 1),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(seed("000"))


def test_every_measure_has_its_own_unit_timeframe_and_results(plan: Plan) -> None:
    found = []
    for topic in plan.topics:
        for measure, fact in zip(topic.measures, [fact for fact in FACTS if fact[0] == topic.number], strict=True):
            assert measure.responsible and measure.timeframe and measure.timeframe.first and measure.timeframe.last
            assert (measure.timeframe.first.month, measure.timeframe.last.month) == (1, 9)
            unit = ALL if measure.responsible.everyone else measure.responsible.units[0]
            year = measure.timeframe.last.year + 543
            head = measure.title[: len(fact[2])]
            found.append((topic.number, measure.number, head, unit, year, len(measure.result)))
    assert found == FACTS


def test_results_stand_with_the_measure_they_tell_of(plan: Plan) -> None:
    measures = {(topic.number, m.number): m for topic in plan.topics for m in topic.measures}
    for place, word in {
        ("2", "1"): "จัดซื้อจัดจ้าง",
        ("2", "2"): "มีส่วนร่วม",
        ("5", "4"): "facebook",
        ("8", "1"): "E-Service",
        ("8", "3"): "มหาวิทยาลัย",
        ("8", "4"): "ติดต่อ - สอบถาม",
        ("9", "2"): "(ถาม-ตอบ)",
        ("10", "2"): "No Gift Policy",
        ("10", "3"): "คณะทำงาน",
        ("10", "4"): "แจ้งให้ทุกส่วนราชการ",
    }.items():
        assert word in measures[place].result[0], place


def test_a_row_torn_by_a_page_break_is_one_measure_again(plan: Plan) -> None:
    torn, last = plan.topics[7].measures[0].title, plan.topics[9].measures[3].title
    assert "มายังหน่วยงาน เพื่อ" in torn
    assert torn.endswith("โดยทั่วถึง")
    assert "ส่งเสริมคุณธรรมและความโปร่งใสภายใน" in last
    assert last.endswith("หน่วยงาน")


def test_topics_are_the_ten_indicators(plan: Plan) -> None:
    assert [topic.number for topic in plan.topics] == [str(number) for number in range(1, 11)]
    assert {topic.kind for topic in plan.topics} == {"indicator"}
    assert plan.topics[0].title == "การปฏิบัติหน้าที่"


def test_the_text_around_names_agency_year_round_and_signatory(plan: Plan) -> None:
    assert plan.agency is not None
    assert plan.agency.endswith("ตำบลหินดาต")
    assert (plan.year, plan.round, plan.layout) == (2567, RoundKind.FIRST_HALF, "results")
    (signatory,) = plan.signatories
    assert signatory.name.startswith("นางสาว")
    assert signatory.position.startswith("รองปลัด")
    assert signatory.acting_for and signatory.acting_for.startswith("ปลัด")
    assert signatory.label == "ผู้รับรองข้อมูล"


def test_both_spellings_of_the_agency_are_counted(plan: Plan) -> None:
    assert "7 times" in plan.warnings[0].message
    assert "12 times" in plan.warnings[0].message


def test_a_slip_is_shown_and_not_mended(plan: Plan) -> None:
    timeframe = plan.topics[9].measures[0].timeframe
    assert timeframe is not None
    assert (timeframe.text[-2:], timeframe.first) == ("๖๖", date(2023, 1, 1))
    assert "กรทุจริต" in plan.topics[9].title
