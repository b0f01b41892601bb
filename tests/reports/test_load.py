"""A report out of the store prints what belongs to the replies that count, and nothing older."""

from domain.events import FetchedEvidence
from domain.task import Status
from domain.writes import SaveUpdate, SettleEvidence, WantEvidence
from reports.load import load_report
from reports.printed import listed, photos
from store.books import Books
from store.engine import Database
from store.tasks import tasks
from tests.agency import MORNING, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

OLD, NEW = "https://example.go.th/old", "https://example.go.th/new"


def shown(database: Database, *replies: tuple[str, tuple[str, ...]]) -> list[str | None]:
    """The links in the annex after these replies to the first task."""
    agency_id = small_agency(database)
    task = database.read(lambda conn: tasks(Books(conn, agency_id)))[0]
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
    task = database.read(lambda conn: tasks(Books(conn, agency_id)))[0]
    write(
        database,
        agency_id,
        WantEvidence("m1", "photo", "", 1, MORNING),
        SettleEvidence(FetchedEvidence(1, "saved", "image/jpeg", 9, "a" * 64, None)),
        SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ทำแล้ว", message_ids=("m1",)),
    )
    report = database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    assert photos(report) == ()
    ((first, *_, fingerprint),) = listed(report)
    assert first == "๑. รูปภาพที่เปิดดูไม่ได้"
    assert fingerprint == f"SHA-256: {'a' * 64}"
