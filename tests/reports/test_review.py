"""Where supervisors check replies, the report prints what they approved, names who did, and warns of the rest."""

from datetime import date

from domain.finding import Finding
from domain.report import Report
from domain.task import Review, Status, Task
from domain.writes import ReviewUpdate, SaveUpdate, SetReview
from reports.check.report import check_report
from reports.compile.load import load_material, load_report
from reports.to_json import report_data
from store.books import Books
from store.engine import Database
from store.tasks import load_tasks
from store.updates import find_newest_update
from tests.agency import MORNING, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

WICHAI = 5


def checked(database: Database, *verdicts: Review | None) -> tuple[Report, tuple[Finding, ...], Task]:
    """The report and what is found in it, after a reply for each verdict to the first task."""
    agency_id = small_agency(database)
    write(database, agency_id, SetReview(MORNING))
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    for number, verdict in enumerate(verdicts):
        links = (f"https://example.go.th/{number}",)
        reply = SaveUpdate(f"e{number}", task.id, 1, after(number), Status.DONE, f"ครั้ง{'กขค'[number]}", links=links)
        write(database, agency_id, reply)
        newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
        assert newest is not None
        if verdict is not None:
            write(database, agency_id, ReviewUpdate(newest.id, WICHAI, verdict, after(number), "เหตุผล"))
    report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    material = database.read(lambda conn: load_material(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    return report, check_report(material, report, date(2026, 12, 1)), task


def kinds(found: tuple[Finding, ...], task: Task) -> list[str]:
    return [one.kind for one in found if task.measure in one.place and one.kind in ("unanswered", "unapproved")]


def test_what_waits_is_not_printed_and_warned_of(database: Database) -> None:
    report, found, task = checked(database, None)
    assert "ครั้งก" not in str(report.rows) and report.exhibits == ()
    # As long as nothing is printed of it the report cannot be certified.
    assert kinds(found, task) == ["unanswered", "unapproved"]


def test_what_was_sent_back_gives_way_to_what_was_approved_before_with_its_evidence(database: Database) -> None:
    report, found, task = checked(database, Review.APPROVED, Review.RETURNED)
    assert report.rows[0].cells["result"] == ("- ครั้งก",)
    assert [piece.link for piece in report.exhibits] == ["https://example.go.th/0"]
    assert kinds(found, task) == ["unapproved"]


def test_the_newest_approved_is_printed_and_its_approver_named_in_the_sources(database: Database) -> None:
    report, found, task = checked(database, Review.APPROVED, Review.RETURNED, Review.APPROVED)
    assert report.rows[0].cells["result"] == ("- ครั้งค",)
    (source,) = report_data(report)["groups"][0]["rows"][0]["sources"]["result"]
    assert (source["person"], source["approved_by"]) == ("p1", "p5")
    assert kinds(found, task) == []
