"""Printed counts of months and quarters, and measures whose time lies outside the round, in every layout."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.plan import Cadence, Measure, MeasureOnFile, PlanOnFile, Timeframe, Topic, TopicOnFile
from domain.report import Report
from domain.task import Status, Task, Update
from domain.writes import CloseRound, OpenRound, SaveUpdate
from reports.check.replies import check_replies
from reports.compile.compare import compare, status_texts
from reports.compile.load import load_material, load_report
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.layouts.load import named_layout
from reports.render import report_bytes
from reports.to_html import report_fragment
from reports.to_json import report_json
from reports.word.names import template_words
from store.books import Books
from store.engine import Database
from store.tasks import load_tasks
from tests.agency import MORNING, YEAR, small_agency, write
from tests.reports.sample import UNITS, sample
from tests.reports.test_xlsx import sheets
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind, months_of

pytestmark = pytest.mark.repeats

LAYOUTS = ("results", "plan", "did", "outcomes", "dates")
MONTHS = months_of(2570, RoundKind.FIRST_HALF)
MONTHLY, QUARTERLY = Cadence("ทุกเดือน", CadenceKind.MONTHLY), Cadence("ทุกไตรมาส", CadenceKind.QUARTERLY)
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LATER = datetime(2027, 4, 9, 3, tzinfo=UTC)
FROM_JANUARY = Timeframe("ม.ค. - ก.ย. ๗๐", date(2027, 1, 1), date(2027, 9, 30))
GOES_ON, DONE = Status.IN_PROGRESS, Status.DONE


def said(number: int, period: date | None, status: Status = GOES_ON, of_whole: bool = True) -> Update:
    day = (period or MONTHS[5]) + timedelta(days=20)
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    return Update(number, 1, 1, at, status, f"งานที่ {number}", ((1, day),), period=period, of_whole=of_whole)


def printed(
    layout: str, cadence: Cadence, *told: Update, timeframe: Timeframe | None = None, kind: RoundKind | None = None
) -> Report:
    """The report of one measure with these replies of one unit."""
    measure = Measure("ทำงาน", "1", timeframe=timeframe, cadence=cadence)
    plan = PlanOnFile(1, 2570, (TopicOnFile(Topic("หัวข้อ", number="1"), (MeasureOnFile(7, measure),)),))
    span = (timeframe.first, timeframe.last) if timeframe and timeframe.first and timeframe.last else None
    task = Task(1, 7, 1, 1, "หัวข้อ", "ทำงาน", (), UNITS[0], date(2027, 3, 31), cadence=cadence.kind, carried_out=span)
    material = replace(
        sample(named_layout(layout)), plan=plan, tasks=(task,), evidence=(),
        updates={1: told[-1]} if told else {}, earlier={1: told[:-1]} if told else {},
    )  # fmt: skip
    return compile_report(material)


def lines(report: Report) -> str:
    (row,) = report.rows
    return "\n".join(line for cell in row.cells.values() for line in cell)


def counted(report: Report) -> str:
    found = [line.translate(ARABIC) for line in lines(report).splitlines() if " จาก " in line]
    return " ".join(" ".join(line.split()[1:]) for line in found)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("cadence", "timeframe", "told", "count", "status"),
    [
        (MONTHLY, FROM_JANUARY, [(3, GOES_ON), (4, GOES_ON)], "2 จาก 3 เดือน", GOES_ON),
        (QUARTERLY, None, [(0, GOES_ON)], "1 จาก 2 ไตรมาส", GOES_ON),
        (QUARTERLY, FROM_JANUARY, [(3, GOES_ON)], "1 จาก 1 ไตรมาส", GOES_ON),
        # Done for good in November: no later month is asked for.
        (MONTHLY, None, [(0, GOES_ON), (1, DONE)], "2 จาก 2 เดือน", DONE),
        # Done in November for the month alone: the measure goes on.
        (MONTHLY, None, [(0, GOES_ON), (1, None)], "2 จาก 6 เดือน", GOES_ON),
        (MONTHLY, None, [(place, None) for place in range(6)], "6 จาก 6 เดือน", DONE),
    ],
)
def test_counts_follow_the_rhythm_and_the_timeframe(
    layout: str,
    cadence: Cadence,
    timeframe: Timeframe | None,
    told: list[tuple[int, Status | None]],
    count: str,
    status: Status,
) -> None:
    """A status of None is *done* for the month alone."""
    replies = [said(n, MONTHS[place], how or DONE, how is not None) for n, (place, how) in enumerate(told, 1)]
    report = printed(layout, cadence, *replies, timeframe=timeframe)
    assert report.rows[0].status is status
    assert counted(report) == ("" if layout == "dates" else count)  # a column of dates holds dates alone
    assert ("อยู่ระหว่างดำเนินการ" in lines(report)) == (status is GOES_ON)


def test_months_of_a_measure_begun_in_january_are_full_after_three() -> None:
    days = ((1, date(2027, 1, 5)), (2, date(2027, 4, 6)))
    report = printed("dates", MONTHLY, replace(said(1, MONTHS[3]), dates=days), timeframe=FROM_JANUARY)
    assert "ดำเนินการครบ ๓ เดือน" in lines(report)


def test_a_month_filled_in_later_does_not_say_how_far_the_measure_is() -> None:
    november, october = said(1, MONTHS[1], DONE), replace(said(2, MONTHS[0]), at=datetime(2026, 12, 2, 3, tzinfo=UTC))
    report = printed("results", MONTHLY, november, october)
    assert report.rows[0].status is DONE
    assert counted(report) == "2 จาก 2 เดือน"
    assert lines(report).index("ตุลาคม") < lines(report).index("พฤศจิกายน")


def test_a_month_in_which_nothing_was_done_leaves_the_measure_under_way() -> None:
    idle = replace(said(2, MONTHS[1], Status.NOT_STARTED), result="")
    assert printed("results", MONTHLY, said(1, MONTHS[0]), idle).rows[0].status is GOES_ON


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", [1, 0])  # the month left out is the newest one, or the one before
def test_a_month_left_out_is_printed_with_its_reason_and_the_measure_goes_on(layout: str, place: int) -> None:
    told = [said(1, MONTHS[0]), said(2, MONTHS[1])]
    told[place] = replace(told[place], status=Status.NOT_DONE, result="", dates=(), reason="ฝนตกหนัก", of_whole=False)
    report = printed(layout, MONTHLY, *told)
    text = lines(report)
    assert (report.rows[0].status, counted(report)) == (GOES_ON, "" if layout == "dates" else "2 จาก 6 เดือน")
    if layout == "dates":
        return
    left_out, done = ("พฤศจิกายน", "ตุลาคม") if place else ("ตุลาคม", "พฤศจิกายน")
    (at,) = [number for number, line in enumerate(text.splitlines()) if "ฝนตกหนัก" in line]
    assert left_out in text.splitlines()[at - 1]
    assert done in text and "งานที่" in text
    assert ("ไม่ดำเนินการ: ฝนตกหนัก" in text) is (layout != "did")
    if layout == "did":
        left_out = report.rows[0].cells["did_not"]
        assert "ฝนตกหนัก" in left_out[-1] and "งานที่" not in "".join(left_out)


@pytest.mark.parametrize(("months", "status"), [(1, Status.NOT_STARTED), (6, Status.NOT_DONE)])
def test_months_left_out_alone_are_not_the_measure_given_up_until_all_are(months: int, status: Status) -> None:
    none = [
        replace(said(n, MONTHS[n - 1], Status.NOT_DONE, False), result="", dates=(), reason=f"เหตุที่ {n}")
        for n in range(1, months + 1)
    ]
    report = printed("results", MONTHLY, *none)
    assert report.rows[0].status is status
    assert [f"เหตุที่ {n}" in lines(report).translate(ARABIC) for n in range(1, months + 1)] == [True] * months


def test_a_document_that_tells_of_the_whole_round_counts_no_months() -> None:
    report = printed("results", MONTHLY, said(1, None, DONE, of_whole=False))
    assert (counted(report), report.rows[0].status) == ("", DONE)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_measure_of_the_second_half_is_not_due_in_the_first(layout: str) -> None:
    later = Timeframe("เม.ย. - ก.ย. ๗๐", date(2027, 4, 1), date(2027, 9, 30))
    report = printed(layout, MONTHLY, timeframe=later)
    assert lines(report).count("ยังไม่ถึงกำหนด") == 1
    assert "ยังไม่รายงาน" not in lines(report)
    assert (report.warnings, report.unanswered, report.rows[0].answered) == ((), 0, True)
    assert json.loads(report_json(report))["groups"][0]["rows"][0]["outside"] == "not_yet"
    assert summary_of(report) == {"ยังไม่ถึงกำหนด": 1}
    assert template_words(report)["rows"][0]["status"] == "ยังไม่ถึงกำหนด"


def summary_of(report: Report) -> dict[str, int]:
    """The workbook's counts of how far the measures are, without those of none."""
    heads, *rows = sheets(report_bytes(report, ".xlsx"))["สรุป"]
    total = next(row for row in rows if row[0] == "รวม")
    return {str(name): int(float(str(count))) for name, count in zip(heads[2:], total[2:], strict=True) if count}


def test_what_lies_outside_the_round_has_one_name_in_summary_template_and_comparison(database: Database) -> None:
    material = second_half(database, "results")
    report = compile_report(material)
    before = next(task for task in material.tasks if task.outside and not task.done_before)
    words = {
        title["status"] for row, title in zip(report.rows, template_words(report)["rows"], strict=True)
        if before.id in row.tasks
    }  # fmt: skip
    assert words == {"กำหนดดำเนินการอยู่ในรอบก่อน"}
    assert summary_of(report)["กำหนดดำเนินการอยู่ในรอบก่อน"] == 1
    (measure,) = (one for one in compare(material, material).measures if before.measure in one.measure)
    assert status_texts(measure, material.layout or material.agency.layout) == (
        ("กำหนดดำเนินการอยู่ในรอบก่อน",),
        ("กำหนดดำเนินการอยู่ในรอบก่อน",),
    )
    assert report.asked == len(report.statuses) - 1


def second_half(database: Database, layout: str, status: Status = DONE) -> Material:
    """The second half after the first task was reported with this status in the first."""
    agency_id = small_agency(database)
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
    write(
        database,
        agency_id,
        SaveUpdate("e1", task.id, 1, MORNING, status, "เปิดเผยแผนแล้ว", ((1, date(2026, 11, 19)),), "ประชาชนทราบ"),
        CloseRound(YEAR, RoundKind.FIRST_HALF, datetime(2027, 4, 9, 3, tzinfo=UTC)),
        OpenRound(YEAR, RoundKind.SECOND_HALF, date(2027, 9, 30), datetime(2027, 4, 9, 3, tzinfo=UTC)),
    )
    return database.read(
        lambda conn: load_material(Books(conn, agency_id), YEAR, RoundKind.SECOND_HALF, layout=named_layout(layout))
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_done_for_good_is_carried_into_the_second_half(database: Database, layout: str) -> None:
    material = second_half(database, layout)
    report = compile_report(material)
    done = next(task for task in material.tasks if task.done_before)
    (row,) = (row for row in report.rows if done.id in row.tasks)
    text = "\n".join(line for cell in row.cells.values() for line in cell)
    assert "ดำเนินการแล้วเสร็จในรอบ ๖ เดือนแรก" in text or "ดำเนินการแล้วเสร็จในรอบ 6 เดือนแรก" in text
    assert {"dates": "พฤศจิกายน", "outcomes": "ประชาชนทราบ"}.get(layout, "เปิดเผยแผนแล้ว") in text
    told = [each.task for each in check_replies(material, date(2027, 10, 2)) if each.kind == "unanswered"]
    assert done.id not in told
    before = next(task for task in material.tasks if task.outside and not task.done_before)
    assert sorted(filter(None, told)) == sorted({task.id for task in material.tasks} - {done.id, before.id})
    assert len(report.warnings) == len(told)
    (row,) = (row for row in report.rows if before.id in row.tasks)
    outside = [line for cell in row.cells.values() for line in cell if "รอบก่อน" in line]
    assert [line.removesuffix(" (มาตรการที่ ๑)") for line in outside] == ["กำหนดดำเนินการอยู่ในรอบก่อน"]


def test_it_stands_in_every_format(database: Database) -> None:
    report = compile_report(second_half(database, "results"))
    assert "ดำเนินการแล้วเสร็จในรอบ ๖ เดือนแรก" in report_fragment(report)
    assert "ดำเนินการแล้วเสร็จในรอบ ๖ เดือนแรก" in report_json(report).decode()
    for suffix in (".docx", ".xlsx"):
        assert len(report_bytes(report, suffix)) > 1000


def test_what_was_under_way_is_asked_for_again(database: Database) -> None:
    material = second_half(database, "results", GOES_ON)
    assert not any(task.done_before for task in material.tasks)
    assert not material.first_half


def test_the_year_s_report_tells_it_once(database: Database) -> None:
    second_half(database, "results")
    report = database.read(lambda conn: load_report(Books(conn, 1), YEAR, RoundKind.ANNUAL))
    text = "\n".join(line for row in report.rows for cell in row.cells.values() for line in cell)
    assert text.count("เปิดเผยแผนแล้ว") == 1
    assert "รอบ ๖ เดือนแรก" not in text


def missing(
    database: Database, today: date, *told: tuple[date, date | None, Status], cadence: CadenceKind | None = None
) -> list[str]:
    """What the check finds missing of the first task after replies of these days and months; it is a monthly one."""
    agency_id = small_agency(database)
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    for number, (day, period, status) in enumerate(told):
        at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        write(database, agency_id, SaveUpdate(f"e{number}", task.id, 1, at, status, "ทำแล้ว", period=period))
    material = database.read(lambda conn: load_material(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    if cadence:
        tasks = (replace(one, cadence=cadence) if one.id == task.id else one for one in material.tasks)
        material = replace(material, tasks=tuple(tasks))
    found = [one for one in check_replies(material, today) if one.task == task.id and one.kind == "unanswered"]
    return [str(one.parts["periods"]) for one in found]


def test_the_check_names_the_months_without_a_reply(database: Database) -> None:
    told = [(month + timedelta(days=20), month, GOES_ON) for month in (MONTHS[0], *MONTHS[3:])]
    assert missing(database, date(2027, 4, 2), *told) == ["เดือนพฤศจิกายน 2569, เดือนธันวาคม 2569"]


def test_the_check_calls_a_quarter_as_the_chat_does(database: Database) -> None:
    found = missing(database, date(2027, 4, 2), (date(2026, 11, 9), MONTHS[0], GOES_ON), cadence=CadenceKind.QUARTERLY)
    assert found == ["ไตรมาสที่ 2 ปีงบประมาณ 2570"]


def test_what_is_under_way_at_the_end_is_a_result_and_no_finding(database: Database) -> None:
    told = [(month + timedelta(days=20), month, GOES_ON) for month in MONTHS]
    assert missing(database, date(2027, 4, 2), *told) == []


def test_a_measure_done_for_good_misses_no_month(database: Database) -> None:
    assert missing(database, date(2027, 4, 2), (date(2026, 11, 9), MONTHS[1], DONE)) == []


def test_the_check_asks_for_the_reply_for_the_round_s_end(database: Database) -> None:
    agency_id = small_agency(database)
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, GOES_ON, "ทำแล้ว"))
    material = database.read(lambda conn: load_material(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    said = [[one.parts for one in check_replies(material, day) if one.task == task.id and one.kind == "unanswered"]
            for day in (date(2027, 1, 9), date(2027, 4, 2))]  # fmt: skip
    assert said == [[], [{"due": "2027-03-31"}]]


def test_the_years_annex_has_the_evidence_of_both_halves_and_a_half_that_of_what_it_carries(database: Database) -> None:
    agency_id = small_agency(database)
    first, other = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1:3]
    write(
        database, agency_id,
        SaveUpdate("e1", first.id, 1, MORNING, DONE, "เปิดเผยแผนแล้ว", links=("https://example.go.th/done",)),
        SaveUpdate("e2", other.id, 3, MORNING, GOES_ON, "เริ่มแล้ว", links=("https://example.go.th/begun",)),
        CloseRound(YEAR, RoundKind.FIRST_HALF, LATER),
        OpenRound(YEAR, RoundKind.SECOND_HALF, date(2027, 9, 30), LATER),
    )  # fmt: skip
    later = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    (again,) = (each for each in later if (each.measure_id, each.unit_id) == (other.measure_id, other.unit_id))
    end = SaveUpdate("e3", again.id, 3, LATER, DONE, "ทำต่อแล้ว", links=("https://example.go.th/end",))
    write(database, agency_id, end)

    def links(kind: RoundKind) -> list[str]:
        report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, kind))
        return sorted(str(piece.link).rpartition("/")[2] for piece in report.exhibits)

    assert links(RoundKind.FIRST_HALF) == ["begun", "done"]
    assert links(RoundKind.ANNUAL) == ["begun", "done", "end"]
    assert links(RoundKind.SECOND_HALF) == ["done", "end"]
