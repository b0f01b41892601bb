"""A slip in a saved reply is corrected by another in its place: what counts meanwhile, and that both are kept."""

from dataclasses import replace

import pytest

from domain.task import Correction, Review, Status, Task, Update
from domain.writes import CloseRound, ForgetMessage, ReviewUpdate, SaveUpdate, SetReview
from store.books import Books
from store.engine import Conflict, Database
from store.tasks import find_task, load_tasks
from store.updates import counted_updates, find_newest_update, newest_updates, updates_of_task
from tests.agency import MORNING, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

SOMCHAI, WICHAI = 1, 5
FIRST = SaveUpdate(
    "first", 0, SOMCHAI, after(1), Status.DONE, "ทำแล้ว ๑๐ ราย", adds=True, sources={"m1": "result"}, on_behalf_of=3
)


@pytest.fixture
def agency_id(database: Database) -> int:
    return small_agency(database)


@pytest.fixture
def task(database: Database, agency_id: int) -> Task:
    task = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[0]
    write(database, agency_id, replace(FIRST, task_id=task.id))
    return task


def correct(task: Task, of: int, text: str, minutes: int = 60, status: Status = Status.DONE) -> SaveUpdate:
    made = Correction(of, WICHAI, after(minutes), "พิมพ์ผิด")
    return replace(
        FIRST,
        event_id=f"c{minutes}",
        task_id=task.id,
        status=status,
        result=text,
        sources={},
        repeats=of,
        correction=made,
    )


def told(database: Database, agency_id: int, task: Task) -> tuple[Update, ...]:
    return database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))


def counted(database: Database, agency_id: int, task: Task) -> list[str]:
    """The texts of the replies that count."""
    found = database.read(lambda conn: counted_updates(Books(conn, agency_id), task.round_id))
    return [update.result for update in found.get(task.id, ())]


def test_a_correction_takes_the_replys_place_and_both_are_kept(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    write(database, agency_id, correct(task, first.id, "ทำแล้ว ๑๑ ราย", status=Status.IN_PROGRESS))
    old, new = told(database, agency_id, task)
    assert (old.result, old.corrected, new.result, new.corrected) == ("ทำแล้ว ๑๐ ราย", True, "ทำแล้ว ๑๑ ราย", False)
    assert new.correction == Correction(old.id, WICHAI, after(60), "พิมพ์ผิด")
    assert (new.person_id, new.at, new.on_behalf_of) == (old.person_id, old.at, old.on_behalf_of)
    assert counted(database, agency_id, task) == ["ทำแล้ว ๑๑ ราย"], "though it adds to what stood before"
    found = database.read(lambda conn: find_task(Books(conn, agency_id), task.id))
    assert found is not None
    assert (found.status, len(found.replies), found.last_update) == (Status.IN_PROGRESS, 1, after(1))


def test_a_correction_is_corrected_again_and_none_twice(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    once = correct(task, first.id, "๑๑")
    write(database, agency_id, once, once)
    assert len(told(database, agency_id, task)) == 2, "the same form sent twice is one correction"
    with pytest.raises(Conflict):
        write(database, agency_id, correct(task, first.id, "๑๒", 61))
    newest = told(database, agency_id, task)[-1]
    write(database, agency_id, correct(task, newest.id, "๑๓", 62))
    last = told(database, agency_id, task)[-1]
    assert last.correction is not None
    assert last.correction.reply_id == first.id, "of the reply as it was first given"
    assert counted(database, agency_id, task) == ["๑๓"]


def test_an_older_reply_is_corrected_where_it_stands(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    write(
        database, agency_id, replace(FIRST, event_id="second", task_id=task.id, at=after(5), result="ต่อมา", sources={})
    )
    write(database, agency_id, correct(task, first.id, "๑๑"))
    assert counted(database, agency_id, task) == ["๑๑", "ต่อมา"]
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert newest is not None
    assert newest.result == "ต่อมา"


def test_what_was_approved_counts_until_its_correction_is(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    write(database, agency_id, SetReview(MORNING), ReviewUpdate(first.id, WICHAI, Review.APPROVED, after(20)))
    write(database, agency_id, correct(task, first.id, "๑๑"))
    assert counted(database, agency_id, task) == ["ทำแล้ว ๑๐ ราย"]
    new = told(database, agency_id, task)[-1]
    assert new.check is not None
    assert (new.check.review, new.check.author_id) == (Review.WAITING, WICHAI), "who corrected it may not approve it"
    write(database, agency_id, ReviewUpdate(new.id, SOMCHAI, Review.APPROVED, after(70)))
    assert counted(database, agency_id, task) == ["๑๑"]


def test_what_was_approved_counts_on_where_its_correction_is_sent_back(
    database: Database, agency_id: int, task: Task
) -> None:
    (first,) = told(database, agency_id, task)
    write(database, agency_id, SetReview(MORNING), ReviewUpdate(first.id, WICHAI, Review.APPROVED, after(20)))
    write(database, agency_id, correct(task, first.id, "๑๑"))
    new = told(database, agency_id, task)[-1]
    write(database, agency_id, ReviewUpdate(new.id, SOMCHAI, Review.RETURNED, after(70), "ไม่ตรงเอกสาร"))
    assert counted(database, agency_id, task) == ["ทำแล้ว ๑๐ ราย"]
    assert [update.corrected for update in told(database, agency_id, task)] == [False, False]
    found = database.read(lambda conn: find_task(Books(conn, agency_id), task.id))
    assert found is not None
    assert len(found.replies) == 1
    write(database, agency_id, correct(task, first.id, "๑๒", 80))
    assert [update.corrected for update in told(database, agency_id, task)] == [True, True, False]


def test_a_correction_of_what_came_before_the_check_is_checked(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    write(database, agency_id, SetReview(after(30)))
    assert counted(database, agency_id, task) == ["ทำแล้ว ๑๐ ราย"]
    write(database, agency_id, correct(task, first.id, "๑๑"))
    assert counted(database, agency_id, task) == ["ทำแล้ว ๑๐ ราย"]


def test_a_slip_is_corrected_after_the_round_was_closed(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    write(database, agency_id, CloseRound(YEAR, RoundKind.FIRST_HALF, after(50)))
    write(database, agency_id, correct(task, first.id, "๑๑"))
    newest = database.read(lambda conn: newest_updates(Books(conn, agency_id), task.round_id))
    assert newest[task.id].result == "๑๑"


def test_an_unsent_message_leaves_the_correction_too(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    write(database, agency_id, correct(task, first.id, "๑๑"))
    write(database, agency_id, ForgetMessage("m1", after(90)))
    assert [(one.result, one.emptied) for one in told(database, agency_id, task)] == [("", True), ("", True)]
    with pytest.raises(Conflict):
        write(database, agency_id, correct(task, first.id, "๑๒", 91))


def test_a_reply_of_another_task_is_not_corrected(database: Database, agency_id: int, task: Task) -> None:
    (first,) = told(database, agency_id, task)
    other = database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
    with pytest.raises(Conflict):
        write(database, agency_id, correct(other, first.id, "๑๑"))
