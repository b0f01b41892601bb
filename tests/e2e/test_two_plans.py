"""An officer of two plans: one digest, one list, each measure asked in its plan's way, and two reports."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.columns import Column, ColumnChoice
from domain.layout import Layout
from domain.plan import Measure, Plan, Responsible, Topic
from domain.report import Report
from domain.writes import ImportPeople, ImportPlan, OpenRound, SetLayout
from reports.compile.load import load_report
from reports.layouts.load import named_layout
from reports.render import report_bytes
from simulator import Message, Person
from store import agencies
from store.engine import Database
from tests.agency import MORNING, NAME, PEOPLE, YEAR, write
from tests.databases import watched
from tests.e2e.demo import answers
from tests.e2e.office import CODE, Office, running_office
from thai.fiscal import RoundKind

pytestmark = pytest.mark.slow

WAIT = 120.0  # seconds of a busy machine
OFFICER, ACTION = "มานี มีสุข", "แผนปราบปรามทุจริต"
DISCLOSE, TRAINING = "เปิดเผยแผนการใช้จ่ายงบประมาณ", "อบรมคุณธรรมเจ้าหน้าที่"
DONE = "ดำเนินการแล้วเสร็จ"
MONEY = Responsible("กองคลัง", units=("กองคลัง",))


def action_layout() -> Layout:
    """The layout of the anti-corruption plan that comes with us, with a percent, a choice and a date besides."""
    built_in = named_layout("anticorruption")
    more = (
        Column("progress", "ร้อยละความก้าวหน้า", "reply", kind="percent", required=True),
        Column(
            "obstacle", "อุปสรรค", "reply", kind="choice", required=True,
            choices=(ColumnChoice("ไม่มี"), ColumnChoice("ล่าช้า", "ล่าช้าเพราะเหตุใด")),
        ),
        Column("held", "วันที่จัด", "reply", kind="date", required=True),
    )  # fmt: skip
    return replace(built_in, columns=(*built_in.columns, *more))


def agency_of_two_plans(database: Database) -> int:
    agency_id = database.run(lambda conn: agencies.add_agency(conn, "demo", NAME, named_layout("results"), MORNING))
    first = Plan(NAME, YEAR, (Topic("การใช้งบประมาณ", (Measure(DISCLOSE, "1", responsible=MONEY),), number="1"),))
    training = Measure(TRAINING, "1", responsible=MONEY, own={"planned": 40000, "granted": 35000})
    second = Plan(NAME, YEAR, (Topic("มิติที่ ๑", (training,), number="1"),))
    write(
        database,
        agency_id,
        SetLayout(place="อำเภอตัวอย่าง"),
        ImportPeople(PEOPLE),
        ImportPlan(first, YEAR, MORNING),
        ImportPlan(second, YEAR, MORNING, 2, ACTION, action_layout()),
        OpenRound(YEAR, RoundKind.FIRST_HALF, date(2027, 3, 31), MORNING),
        OpenRound(YEAR, RoundKind.FIRST_HALF, date(2027, 3, 31), MORNING, plan=2),
    )
    return agency_id


def says(phone: Person, words: str, expected: str) -> Message:
    answers(phone, words)
    return phone.sees(expected, WAIT)


def taps(phone: Person, words: str, expected: str) -> Message:
    phone.taps(words)
    return phone.sees(expected, WAIT)


def report_of(office: Office, plan: int) -> Report:
    found: Report = office.read(lambda books: load_report(books, YEAR, RoundKind.FIRST_HALF, plan=plan))
    return found


def test_one_digest_one_list_and_two_reports(sqlite_url: str, tmp_path: Path) -> None:
    with (
        watched(sqlite_url) as database,
        running_office(database, sqlite_url, tmp_path, 1, agency_of_two_plans) as both,
    ):
        office, line = both
        office.invite(OFFICER)
        phone = line.add_person(OFFICER)
        says(phone, CODE, "ท่านยอมรับหรือไม่")
        taps(phone, "ยอมรับ", "ลงทะเบียนเรียบร้อยแล้ว")
        office.settle()

        office.pass_time(3 * 24 * 3600)  # Monday, when the rounds' opening is told
        assert office.worker.remind() == 1
        digest = phone.sees(TRAINING, WAIT)
        assert DISCLOSE in digest.words and ACTION in digest.words and "มาตรการ ITA" in digest.words
        assert office.worker.remind() == 0

        listed = says(phone, "งาน", "ต้องการรายงานรายการใด")
        numbers = [line for line in listed.words.splitlines() if line[:2] in ("1.", "2.")]
        assert f"1. มาตรการ ITA: {DISCLOSE}" in numbers[0] and f"2. {ACTION}: {TRAINING}" in numbers[1]
        reports_the_training(phone)
        says(phone, "งาน", "ต้องการรายงานรายการใด")
        says(phone, "1", DISCLOSE)
        taps(phone, DONE, "ดำเนินการอะไรไปแล้วบ้าง")
        says(phone, "เผยแพร่แผนบนเว็บไซต์ 12 ครั้ง", "มีข้อเสนอแนะหรือไม่")
        says(phone, "ข้าม", "มีหลักฐานประกอบหรือไม่")
        taps(phone, "ไม่มีหลักฐาน", "ถูกต้องหรือไม่")
        taps(phone, "บันทึก", f"บันทึกแล้ว: {DISCLOSE}")
        office.settle()
        assert office.failures == []
        reports_are_right(report_of(office, 1), report_of(office, 2))


def reports_the_training(phone: Person) -> None:
    says(phone, "2", TRAINING)
    taps(phone, DONE, "เบิกจ่ายงบประมาณไปแล้วกี่บาท")
    says(phone, "มาก", "เบิกจ่ายงบประมาณไปแล้วกี่บาท")  # no amount: asked again
    says(phone, "๓๔,๒๐๐ บาท", "มีหมายเหตุหรือไม่")
    seen = says(phone, "ข้าม", "ร้อยละความก้าวหน้า")
    assert {"25", "50", "75", "100"} <= {button.strip(" %") for button in (*seen.buttons, *seen.quick_replies)}
    says(phone, "๘๐%", "อุปสรรค")
    taps(phone, "ล่าช้า", "ล่าช้าเพราะเหตุใด")
    says(phone, "วิทยากรติดภารกิจอื่น", "วันที่จัด")
    phone.picks_date("2026-11-05")
    phone.sees("มีหลักฐานประกอบหรือไม่", WAIT)
    taps(phone, "ไม่มีหลักฐาน", "ถูกต้องหรือไม่")
    taps(phone, "บันทึก", f"บันทึกแล้ว: {TRAINING}")


def reports_are_right(first: Report, second: Report) -> None:
    ((one,), (other,)) = (report.rows for report in (first, second))
    assert (one.measure, other.measure) == (DISCLOSE, TRAINING)
    assert one.cells["result"] == ("- เผยแพร่แผนบนเว็บไซต์ ๑๒ ครั้ง",)
    assert dict(other.values) == {
        "planned": 40000, "granted": 35000, "spent": 34200, "progress": 80,
        "obstacle": ("ล่าช้า", "วิทยากรติดภารกิจอื่น"), "held": "2026-11-05",
    }  # fmt: skip
    assert "๓๔,๒๐๐" in other.cells["spent"][0] and other.cells["status"] == (DONE,)
    for report, there, not_there in ((first, DISCLOSE, TRAINING), (second, TRAINING, DISCLOSE)):
        page = report_bytes(report, ".html").decode()
        assert there in page and not_there not in page
