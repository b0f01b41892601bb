"""A report out of the store prints what belongs to the replies that count, and nothing older."""

from datetime import date
from typing import Any

from domain.events import FetchedEvidence
from domain.plan_edit import end_topic
from domain.task import Status
from domain.writes import CloseRound, EditPlan, SaveUpdate, SettleEvidence, WantEvidence
from reports.compile.load import load_report
from reports.printed import list_files, list_photos
from store.books import Books
from store.engine import Database
from store.plans import plan_on_file
from store.tasks import load_tasks
from tests.agency import LAW, MORNING, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

OLD, NEW = "https://example.go.th/old", "https://example.go.th/new"


def shown(database: Database, *replies: tuple[str, tuple[str, ...]]) -> list[str | None]:
    """The links in the annex after these replies to the first task."""
    agency_id = small_agency(database)
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    for number, (result, links) in enumerate(replies):
        write(
            database,
            agency_id,
            SaveUpdate(f"e{number}", task.id, 1, after(number), Status.DONE, result, links=links),
        )
    report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    return [piece.link for piece in report.exhibits]


def test_only_the_evidence_of_the_reply_that_counts_is_printed(database: Database) -> None:
    assert shown(database, ("ทำแล้ว", (OLD,)), ("แก้ไขใหม่", (NEW,))) == [NEW]


def test_a_reply_without_evidence_prints_none_of_what_it_replaces(database: Database) -> None:
    assert shown(database, ("ทำแล้ว", (OLD,)), ("แก้ไขใหม่", ())) == []


def test_a_reply_that_is_repeated_keeps_its_evidence(database: Database) -> None:
    assert shown(database, ("ทำแล้ว", (OLD,)), ("ทำแล้ว", ()), ("ทำแล้ว", ())) == [OLD]


def test_a_reply_repeated_behind_another_one_does_not_reach_over_it(database: Database) -> None:
    assert shown(database, ("ทำแล้ว", (OLD,)), ("อย่างอื่น", ()), ("ทำแล้ว", ())) == []


def test_a_photo_that_nothing_can_be_seen_of_is_listed_and_not_drawn(database: Database) -> None:
    agency_id = small_agency(database)
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    write(
        database,
        agency_id,
        WantEvidence("m1", "photo", "", 1, MORNING),
        SettleEvidence(FetchedEvidence(1, "saved", "image/jpeg", 9, "a" * 64, None)),
        SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ทำแล้ว", message_ids=("m1",)),
    )
    report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    assert list_photos(report) == ()
    ((first, *_, fingerprint),) = list_files(report)
    assert first == "๑. รูปภาพที่เปิดดูไม่ได้"
    assert fingerprint == f"SHA-256: {'a' * 64}"


def first_row(database: Database, *replies: SaveUpdate) -> tuple[tuple[str, ...], list[str | None]]:
    """The lines of the first measure's result, and the links in the annex, after these replies to its task."""
    agency_id = small_agency(database)
    for reply in replies:
        write(database, agency_id, reply)
    report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    return report.groups[0].rows[0].cells["result"], [piece.link for piece in report.exhibits]


def reply(number: int, month: int, result: str, **more: Any) -> SaveUpdate:
    """A reply to the first measure for a month of 2026, of a person in charge."""
    return SaveUpdate(
        f"e{number}", 1, 1, after(number), Status.IN_PROGRESS, result, period=date(2026, month, 1), **more
    )


OCTOBER, NOVEMBER = "เดือนตุลาคม ๒๕๖๙", "เดือนพฤศจิกายน ๒๕๖๙"


def test_the_months_of_a_round_are_told_in_order_under_their_names_equal_lines_once(database: Database) -> None:
    lines, links = first_row(
        database,
        reply(1, 10, "ติดป้าย\nแจ้งเวียน", links=(OLD,)),
        reply(2, 11, "แจ้งเวียน\nอบรม", links=(NEW,)),
    )
    assert lines[1:5] == (OCTOBER, "- ติดป้าย", "- แจ้งเวียน", NOVEMBER)
    assert lines[5] == "- อบรม"
    assert links == [OLD, NEW]


def test_what_replaces_a_month_leaves_the_other_months_as_they_are_counted(database: Database) -> None:
    lines, links = first_row(
        database,
        reply(1, 10, "ติดป้าย"),
        reply(2, 11, "แจ้งเวียน", links=(OLD,)),
        reply(3, 11, "อบรม", adds=False, links=(NEW,)),
    )
    assert lines[1:5] == (OCTOBER, "- ติดป้าย", NOVEMBER, "- อบรม")
    assert any("๒ จาก ๖ เดือน" in line for line in lines)
    assert links == [NEW]


def test_what_is_added_within_a_month_goes_on_with_what_stands_there(database: Database) -> None:
    lines, _ = first_row(
        database, reply(1, 10, "ติดป้าย"), reply(2, 11, "อบรม"), reply(3, 11, "ประชุม", adds=True), reply(4, 11, "ประเมิน")
    )
    assert [line for line in lines if line.startswith(("- ", "เดือน"))] == [OCTOBER, "- ติดป้าย", NOVEMBER, "- ประเมิน"]


def test_one_month_alone_is_not_headed(database: Database) -> None:
    lines, _ = first_row(database, reply(1, 10, "ติดป้าย"))
    assert OCTOBER not in lines


def test_evidence_taken_out_on_purpose_stays_out(database: Database) -> None:
    _, links = first_row(database, reply(1, 10, "ติดป้าย", links=(OLD,)), reply(2, 11, "อบรม", adds=True))
    assert links == []


def test_a_round_closed_before_a_measure_was_ended_tells_of_it_and_one_still_open_does_not(database: Database) -> None:
    agency_id = small_agency(database)
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ประกาศแล้ว"))
    plan = database.read(lambda conn: plan_on_file(Books(conn, agency_id), YEAR))
    assert plan is not None

    def printed() -> str:
        report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
        return "\n".join(line for row in report.rows for cell in row.cells.values() for line in cell)

    write(database, agency_id, EditPlan(end_topic(plan, plan.topics[0].id), after(1)))
    assert LAW.title not in printed() and "ประกาศแล้ว" not in printed()
    write(database, agency_id, EditPlan(plan, after(2)), CloseRound(YEAR, RoundKind.FIRST_HALF, after(3)))
    before = printed()
    assert LAW.title in before and "ประกาศแล้ว" in before
    write(database, agency_id, EditPlan(end_topic(plan, plan.topics[0].id), after(4)))
    assert printed() == before
