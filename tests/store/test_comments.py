"""What people say of a task: kept once, answered or not, gone once unsent, and never in the report."""

import pytest

from domain.comments import Comment
from domain.task import Status
from domain.writes import ForgetMessage, SaveComment, SaveUpdate
from reports.compile.load import load_material
from reports.compile.report import compile_report
from store.books import Books
from store.comments import comments_of_task, unanswered_comments
from store.engine import Database
from store.tasks import load_tasks
from tests.agency import MORNING, YEAR, after, write
from thai.fiscal import RoundKind

SOMCHAI, WICHAI = 1, 5


def said(database: Database, agency_id: int, task_id: int) -> tuple[Comment, ...]:
    return database.read(lambda conn: comments_of_task(Books(conn, agency_id), task_id))


def open_for(database: Database, agency_id: int, person_id: int) -> list[str]:
    found = database.read(lambda conn: unanswered_comments(Books(conn, agency_id), person_id))
    return [comment.text for comment in found]


def test_a_comment_waits_until_whom_it_was_said_to_has_answered(database: Database, agency_id: int) -> None:
    first, second = (task.id for task in database.read(lambda conn: load_tasks(Books(conn, agency_id)))[:2])
    asked = SaveComment("e1", first, WICHAI, SOMCHAI, after(1), "ขอรูปเพิ่ม", "m1")
    write(database, agency_id, asked, asked, SaveComment("e2", second, WICHAI, SOMCHAI, after(2), "ครบหรือยัง", "m2"))
    assert open_for(database, agency_id, SOMCHAI) == ["ครบหรือยัง", "ขอรูปเพิ่ม"]
    write(database, agency_id, SaveComment("e3", first, SOMCHAI, WICHAI, after(3), "ส่งพรุ่งนี้", "m3"))
    assert open_for(database, agency_id, SOMCHAI) == ["ครบหรือยัง"]
    assert open_for(database, agency_id, WICHAI) == ["ส่งพรุ่งนี้"]
    assert [comment.text for comment in said(database, agency_id, first)] == ["ขอรูปเพิ่ม", "ส่งพรุ่งนี้"]


@pytest.mark.parametrize("before", [True, False])
def test_a_comment_that_is_unsent_is_gone(database: Database, agency_id: int, before: bool) -> None:
    (task, *_) = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    both = [SaveComment("e1", task.id, WICHAI, SOMCHAI, after(1), "ความลับ", "m1"), ForgetMessage("m1", after(2))]
    write(database, agency_id, *(both[::-1] if before else both))
    assert said(database, agency_id, task.id) == () and open_for(database, agency_id, SOMCHAI) == []


def test_a_comment_to_nobody_is_kept_with_the_task(database: Database, agency_id: int) -> None:
    (task, *_) = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    write(database, agency_id, SaveComment("e1", task.id, WICHAI, None, after(1), "ย้ายไปแล้ว"))
    assert [comment.to_id for comment in said(database, agency_id, task.id)] == [None]


def test_no_report_prints_a_comment(database: Database, agency_id: int) -> None:
    (task, *_) = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    write(database, agency_id, SaveUpdate("u1", task.id, SOMCHAI, MORNING, Status.DONE, "เผยแพร่แล้ว"))
    write(database, agency_id, SaveComment("e1", task.id, WICHAI, SOMCHAI, after(1), "ห้ามพิมพ์ออกมา"))
    material = database.read(lambda conn: load_material(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF))
    printed = repr(material) + repr(compile_report(material))
    assert "เผยแพร่แล้ว" in printed and "ห้ามพิมพ์ออกมา" not in printed
