"""The supervisors' check: which reply counts, who said what of it, and that nothing of it is changed later."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.command import downgrade
from alembic.config import Config
from sqlalchemy import Connection, select

from domain.certified import ReportFile
from domain.expectation import Reply
from domain.task import Review, Status, Task, Update
from domain.writes import (
    CertifyReport,
    ForgetMessage,
    ReviewUpdate,
    SaveUpdate,
    SetReview,
    TakeBackReview,
    Write,
)
from store import tables
from store.books import Books
from store.engine import Conflict, Database, open_database
from store.migrate import MIGRATIONS, migrate
from store.tasks import find_task as one_task
from store.tasks import load_tasks, load_tasks_to_check
from store.updates import find_newest_update, newest_updates, updates_of_task
from tests.agency import DUE, MORNING, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

SOMCHAI, WICHAI = 1, 5


@pytest.fixture
def agency_id(database: Database) -> int:
    agency_id = small_agency(database)
    write(database, agency_id, SetReview(after(10)))
    return agency_id


@pytest.fixture
def task(database: Database, agency_id: int) -> Task:
    return database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]


def reply(task: Task, minutes: int, status: Status = Status.DONE, text: str = "ทำแล้ว") -> SaveUpdate:
    month = MORNING.date().replace(day=1)
    return SaveUpdate(f"e{minutes}", task.id, SOMCHAI, after(minutes), status, text, period=month)


def judged(database: Database, agency_id: int, task: Task, verdict: Review, words: str = "", **more: str) -> Write:
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert newest is not None
    done = ReviewUpdate(newest.id, WICHAI, verdict, after(90), words, **more)
    write(database, agency_id, done)
    return done


def now(database: Database, agency_id: int, task: Task) -> Task:
    found = database.read(lambda conn: one_task(Books(conn, agency_id), task.id))
    assert found is not None
    return found


def replies(database: Database, agency_id: int) -> dict[int, tuple[Reply, ...]]:
    """The replies that were not sent back, by the id of their open task."""

    def read(conn: Connection) -> dict[int, tuple[Reply, ...]]:
        return {one.id: one.replies for one in load_tasks(Books(conn, agency_id)) if one.replies}

    return database.read(read)


def asks(task: Task) -> bool:
    return task.expectation(DUE).asks


def counted(database: Database, agency_id: int, task: Task) -> Update | None:
    return database.read(lambda conn: newest_updates(Books(conn, agency_id), task.round_id)).get(task.id)


def test_without_the_check_a_reply_counts_at_once(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, SetReview(None), reply(task, 20))
    found, update = now(database, agency_id, task), counted(database, agency_id, task)
    assert update is not None and update.check is None and update.counts
    assert (found.status, found.reported, found.check, asks(found)) == (Status.DONE, Status.DONE, None, False)
    assert database.read(lambda conn: load_tasks_to_check(Books(conn, agency_id))) == ()


def test_what_was_answered_before_the_check_was_asked_for_counts(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 9))
    assert now(database, agency_id, task).status is Status.DONE
    assert now(database, agency_id, task).check is None


def test_a_reply_waits_and_its_officer_is_not_asked_again_meanwhile(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10))
    found = now(database, agency_id, task)
    assert (found.status, found.reported, found.waits, asks(found)) == (Status.NOT_STARTED, Status.DONE, True, False)
    assert counted(database, agency_id, task) is None
    assert list(replies(database, agency_id)) == [task.id]
    assert database.read(lambda conn: load_tasks_to_check(Books(conn, agency_id))) == (found,)


def test_an_approved_reply_counts_and_says_who_approved_it(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, reply(task, 10))
    judged(database, agency_id, task, Review.APPROVED)
    found, update = now(database, agency_id, task), counted(database, agency_id, task)
    assert update is not None and update.check is not None and update.check == found.check
    assert (update.check.review, update.check.reviewer_id, update.check.at) == (Review.APPROVED, WICHAI, after(90))
    assert (found.status, found.waits, asks(found)) == (Status.DONE, False, False)


def test_a_reply_that_is_sent_back_opens_the_task_and_the_one_approved_before_counts_on(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10, Status.IN_PROGRESS, "เริ่มแล้ว"))
    judged(database, agency_id, task, Review.APPROVED)
    write(database, agency_id, reply(task, 20))
    assert now(database, agency_id, task).status is Status.IN_PROGRESS  # while the newer one waits
    judged(database, agency_id, task, Review.RETURNED, "ขาดรูปถ่าย")
    found, update = now(database, agency_id, task), counted(database, agency_id, task)
    assert update is not None and update.result == "เริ่มแล้ว"
    assert found.check is not None and found.check.words == "ขาดรูปถ่าย"
    assert (found.status, found.returned, asks(found)) == (Status.IN_PROGRESS, True, True)
    assert not found.replied_since(MORNING)
    assert len(replies(database, agency_id)[task.id]) == 1


def test_a_returned_reply_does_not_come_to_count_by_what_the_agency_decides_later(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10))
    judged(database, agency_id, task, Review.RETURNED, "ขาดรูปถ่าย")
    write(database, agency_id, SetReview(after(99)))
    assert now(database, agency_id, task).returned
    assert counted(database, agency_id, task) is None


def test_two_verdicts_on_one_reply_are_one(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, reply(task, 10))
    first = judged(database, agency_id, task, Review.APPROVED)
    with pytest.raises(Conflict):
        judged(database, agency_id, task, Review.RETURNED, "ไม่ผ่าน")
    with pytest.raises(Conflict):
        write(database, agency_id, first)
    assert now(database, agency_id, task).status is Status.DONE


def test_a_reply_whose_place_a_newer_one_took_is_not_judged_any_more(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10))
    first = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert first is not None
    write(database, agency_id, reply(task, 11, text="แก้ไขแล้ว"))
    with pytest.raises(Conflict):
        write(database, agency_id, ReviewUpdate(first.id, WICHAI, Review.APPROVED, after(12)))


def test_what_waits_is_told_oldest_first_and_in_closed_rounds_too(database: Database, agency_id: int) -> None:
    first, second, third = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[:3]
    write(database, agency_id, reply(second, 11), reply(third, 12), reply(first, 13))
    database.run(lambda conn: Books(conn, agency_id).update(tables.rounds, (), {"closed_at": after(20)}))
    found = database.read(lambda conn: load_tasks_to_check(Books(conn, agency_id)))
    assert [each.id for each in found] == [second.id, third.id, first.id]


def test_words_that_are_unsent_in_the_chat_are_blanked(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, reply(task, 10))
    judged(database, agency_id, task, Review.RETURNED, "ความลับ", message_id="m7")
    write(database, agency_id, ForgetMessage("m7", after(95)))
    (update,) = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
    assert update.check is not None and (update.check.review, update.check.words) == (Review.RETURNED, "")
    rows = database.read(lambda conn: Books(conn, agency_id).fetch_all(select(tables.reviews)))
    assert "ความลับ" not in str(rows)


def take_back(database: Database, agency_id: int, task: Task) -> None:
    check = now(database, agency_id, task).check
    assert check is not None
    write(database, agency_id, TakeBackReview(check.update_id, WICHAI, after(100), check.step))


def certify(database: Database, agency_id: int, kind: RoundKind, minutes: int) -> None:
    version = CertifyReport(
        YEAR, kind, 1, f"CODE{minutes}{kind}", "รายงาน", WICHAI, "วิชัย ดูแล", "ปลัด", "", "", after(minutes),
        (ReportFile("pdf", "0" * 64, 1),),
    )  # fmt: skip
    write(database, agency_id, version)


def test_an_approval_that_is_taken_back_counts_no_more_and_can_be_given_anew(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10))
    judged(database, agency_id, task, Review.APPROVED)
    take_back(database, agency_id, task)
    found = now(database, agency_id, task)
    assert (found.status, found.waits, counted(database, agency_id, task)) == (Status.NOT_STARTED, True, None)
    assert found.check is not None and (found.check.reviewer_id, found.check.step) == (None, 2)
    assert found in database.read(lambda conn: load_tasks_to_check(Books(conn, agency_id)))
    again = ReviewUpdate(found.check.update_id, WICHAI, Review.RETURNED, after(101), "ขาดรูปถ่าย", after=2)
    write(database, agency_id, again)
    assert now(database, agency_id, task).returned
    rows = database.read(lambda conn: Books(conn, agency_id).fetch_all(select(tables.reviews)))
    assert [(row.step, row.verdict) for row in rows] == [(1, "approved"), (2, "taken_back"), (3, "returned")]
    with pytest.raises(Conflict):
        write(database, agency_id, again)


def test_what_was_sent_back_by_mistake_waits_again_whatever_the_agency_decided_meanwhile(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10))
    judged(database, agency_id, task, Review.RETURNED, "ผิดรายการ")
    write(database, agency_id, SetReview(after(99)))
    take_back(database, agency_id, task)
    found = now(database, agency_id, task)
    assert found.waits and found.check is not None and found.check.words == ""
    assert asks(found) is False and counted(database, agency_id, task) is None


def test_a_verdict_is_taken_back_once_and_not_where_another_step_came(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, reply(task, 10))
    done = judged(database, agency_id, task, Review.APPROVED)
    assert isinstance(done, ReviewUpdate)
    back = TakeBackReview(done.update_id, WICHAI, after(100), 1)
    write(database, agency_id, back)
    for late in (back, TakeBackReview(done.update_id, WICHAI, after(101), 2), done):
        with pytest.raises(Conflict):
            write(database, agency_id, late)
    write(database, agency_id, ReviewUpdate(done.update_id, WICHAI, Review.APPROVED, after(102), after=2))
    for late in (back, ReviewUpdate(done.update_id, WICHAI, Review.RETURNED, after(103), "ไม่ผ่าน", after=3)):
        with pytest.raises(Conflict):
            write(database, agency_id, late)
    assert now(database, agency_id, task).status is Status.DONE


def test_a_verdict_stays_once_a_newer_reply_came(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, reply(task, 10))
    judged(database, agency_id, task, Review.APPROVED)
    check = now(database, agency_id, task).check
    write(database, agency_id, reply(task, 20, Status.IN_PROGRESS))
    assert check is not None
    with pytest.raises(Conflict):
        write(database, agency_id, TakeBackReview(check.update_id, WICHAI, after(100), check.step))
    assert now(database, agency_id, task).status is Status.DONE


@pytest.mark.parametrize("kind", [RoundKind.FIRST_HALF, RoundKind.SECOND_HALF, RoundKind.ANNUAL, RoundKind.MONTHS_9])
def test_a_verdict_that_a_certified_report_rests_on_stays(
    database: Database, agency_id: int, task: Task, kind: RoundKind
) -> None:
    write(database, agency_id, reply(task, 10))
    certify(database, agency_id, kind, 80)
    judged(database, agency_id, task, Review.APPROVED)
    take_back(database, agency_id, task)  # what was certified before does not print it
    check = now(database, agency_id, task).check
    assert check is not None
    write(database, agency_id, ReviewUpdate(check.update_id, WICHAI, Review.APPROVED, after(101), after=2))
    later = CertifyReport(
        YEAR, kind, 2, "LATER", "รายงาน", WICHAI, "วิชัย ดูแล", "ปลัด", "", "แก้ไข", after(102),
        (ReportFile("pdf", "0" * 64, 1),),
    )  # fmt: skip
    write(database, agency_id, later)
    with pytest.raises(Conflict):
        write(database, agency_id, TakeBackReview(check.update_id, WICHAI, after(103), 3))
    assert now(database, agency_id, task).status is Status.DONE


def test_two_supervisors_who_judge_at_once_make_one_verdict(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, reply(task, 10))
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert newest is not None

    def judge(verdict: Review) -> bool:
        try:
            write(database, agency_id, ReviewUpdate(newest.id, WICHAI, verdict, after(90), "เหตุผล"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(judge, (Review.APPROVED, Review.RETURNED))) == [False, True]
    assert len(database.read(lambda conn: Books(conn, agency_id).fetch_all(select(tables.reviews)))) == 1


@pytest.mark.slow
def test_verdicts_are_kept_where_the_schema_goes_back_and_forth(
    database: Database, database_url: str, agency_id: int, task: Task
) -> None:
    """What the first release kept is the first step; going back keeps the last verdict, and none taken back."""
    other = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
    for one in (task, other):
        write(database, agency_id, reply(one, 10 + one.id))
        judged(database, agency_id, one, Review.RETURNED, "ผิดรายการ")
        take_back(database, agency_id, one)
    check = now(database, agency_id, task).check
    assert check is not None
    write(database, agency_id, ReviewUpdate(check.update_id, WICHAI, Review.APPROVED, after(101), after=2))

    def go_back(conn: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = conn
        downgrade(config, "0002")

    plain = open_database(database_url)  # the guard does not know the copying of a table
    plain.run(go_back)
    plain.close()
    migrate(database_url)
    rows = database.read(lambda conn: Books(conn, agency_id).fetch_all(select(tables.reviews)))
    assert [(row.update_id, row.step, row.verdict) for row in rows] == [(check.update_id, 1, "approved")]
    take_back(database, agency_id, task)
    assert now(database, agency_id, task).waits
