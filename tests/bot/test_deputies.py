"""A deputy answers, checks and sees for who is away: signed calls in, records out."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.incoming import incoming_from_line
from bot.outgoing import tell_others
from domain.conversation import State
from domain.messages import say
from domain.task import Review
from domain.writes import RemovePerson, SetAway, SetDeputy, SetReview
from handlers.outcome import Outcome
from store import outbox, people, tasks, updates
from store.books import Books
from tests.agency import MORNING, write
from tests.bot.edge import Edge
from tests.bot.test_webhook import tap, text

DEPUTY, AWAY, HEAD = "สมชาย ใจดี", "มานี มีสุข", "วิชัย ดูแล"
NOT_YOURS = "ไม่ได้เปิดรับรายงานจากท่าน"
FOR_HEADS = "คำสั่งนี้สำหรับหัวหน้าส่วนราชการ"
TODAY = date(2026, 11, 20)


class Office:
    """The edge with a deputy who writes, an officer of another division whose deputy that is, and a head."""

    def __init__(self, edge: Edge) -> None:
        self.edge, self.at = edge, MORNING
        self.ids = {who.name: who.id for who in edge.read(people.load_people)}
        edge.enrol(DEPUTY, "Udeputy")
        self.put(SetDeputy(self.ids[AWAY], self.ids[DEPUTY]))
        mine = edge.read(lambda books: tasks.tasks_of_person(books, self.ids[AWAY]))
        self.task = mine[0]
        assert self.ids[DEPUTY] not in self.task.assignee_ids

    def put(self, *writes: Any) -> None:
        write(self.edge.database, self.edge.agency_id, *writes)

    def away(self, name: str, first: date = TODAY, last: date = TODAY) -> None:
        self.put(SetAway(self.ids[name], (first, last)))

    def says(self, words: str, user: str = "Udeputy", at: datetime | None = None) -> str:
        return self._post(text(user, words, at=self._at(at)))

    def taps(self, data: str, user: str = "Udeputy", at: datetime | None = None) -> str:
        return self._post(tap(user, data, at=self._at(at)))

    def _at(self, at: datetime | None) -> datetime:
        self.at = at or self.at + timedelta(minutes=1)
        self.edge.machine = max(self.edge.machine, self.at)
        return self.at

    def _post(self, event: Any) -> str:
        return self.edge.hear(event)

    def newest(self) -> Any:
        return self.edge.read(lambda books: updates.find_newest_update(books, self.task.id))


@pytest.fixture
def office(edge: Edge) -> Office:
    return Office(edge)


def test_a_deputy_answers_for_who_is_away_and_the_reply_says_so(office: Office) -> None:
    office.away(AWAY)
    assert office.task.measure in office.says("งาน")
    office.says("ยกเลิก")
    assert f"ท่านรายงานแทน {AWAY}" in office.taps(f":report:{office.task.id}")
    office.says("3")
    assert "บันทึกแล้ว" in office.says("บันทึก")
    assert office.newest().person_id == office.ids[DEPUTY]
    assert office.newest().on_behalf_of == office.ids[AWAY]
    assert f"{DEPUTY} (แทน {AWAY})" in office.taps(f":report:{office.task.id}")


def test_a_deputy_is_refused_before_and_after_the_absence(office: Office) -> None:
    office.away(AWAY, TODAY + timedelta(days=1), TODAY + timedelta(days=3))
    for at in (MORNING, MORNING + timedelta(days=5)):
        assert NOT_YOURS in office.taps(f":report:{office.task.id}", at=at)
    assert office.newest() is None


@pytest.mark.parametrize("ends", ["by its days", "sooner"])
def test_a_report_begun_during_an_absence_may_be_finished_after_it(office: Office, ends: str) -> None:
    office.away(AWAY)
    office.taps(f":report:{office.task.id}")
    if ends == "sooner":
        office.put(SetAway(office.ids[AWAY], None))
    next_day = MORNING + timedelta(days=1)
    assert "ค้างไว้" in office.says("3", at=next_day)
    office.says("3")
    assert "บันทึกแล้ว" in office.says("บันทึก")
    assert office.newest().on_behalf_of == office.ids[AWAY]
    assert NOT_YOURS in office.taps(f":report:{office.task.id}")


def test_nobody_answers_for_another_than_the_one_they_stand_in_for(office: Office) -> None:
    office.away("ปรีชา กองช่าง")
    assert NOT_YOURS in office.taps(f":report:{office.task.id}")
    assert office.newest() is None


def test_a_heads_deputy_sees_checks_and_nudges_while_the_head_is_away(office: Office) -> None:
    head = office.ids["ปรีชา กองช่าง"]
    office.put(SetDeputy(head, office.ids[DEPUTY]), SetReview(MORNING))
    assert FOR_HEADS in office.says("ภาพรวม")
    assert FOR_HEADS in office.says("เตือน")
    office.away("ปรีชา กองช่าง")
    assert "กองช่าง" in office.says("ภาพรวม")
    assert FOR_HEADS not in office.says("เตือน")
    assert "ภาพรวม" in office.says("ช่วยเหลือ")
    # What the deputy saves for the head is not their own to approve.
    of_head = office.edge.read(lambda books: tasks.tasks_of_person(books, head))[0]
    office.taps(f":report:{of_head.id}")
    office.says("3")
    office.says("บันทึก")
    saved = office.edge.read(lambda books: updates.find_newest_update(books, of_head.id))
    assert saved.check.review is Review.WAITING
    assert of_head.measure not in office.says("ตรวจ")


def test_an_admins_deputy_gets_no_admin_page(office: Office) -> None:
    admin = office.ids[HEAD]
    office.put(SetDeputy(admin, office.ids[DEPUTY]))
    office.away(HEAD)
    heard = office.says("เว็บ")
    assert "/r/demo." in heard and "/admin" not in heard


def test_who_has_left_is_stood_in_for_no_more(office: Office) -> None:
    office.away(AWAY)
    office.put(RemovePerson(office.ids[AWAY], MORNING))
    assert NOT_YOURS in office.taps(f":report:{office.task.id}")


def test_an_officer_goes_on_leave_and_the_colleague_accepts_by_a_tap(office: Office) -> None:
    """The colleague is told by one push; only after their word may they answer."""
    office.put(SetDeputy(office.ids[AWAY], None))
    office.edge.enrol(AWAY, "Uaway")
    heard = office.says("ลา 20-25 พ.ย.", "Uaway")
    assert "ให้ผู้ใดทำหน้าที่แทน" in heard and DEPUTY in heard
    assert "รอการตอบรับ" in office.says(DEPUTY.split()[0], "Uaway")
    before = len(office.edge.line.sent)
    office.edge.worker.send_unsent()
    via, to, (message,) = office.edge.line.sent[before]
    assert (via, to) == ("push", "Udeputy") and AWAY in message["text"]
    labels = [item["action"]["label"] for item in message["quickReply"]["items"]]
    assert labels == ["รับทำหน้าที่แทน", "ไม่รับทำหน้าที่แทน"]
    office.edge.worker.send_unsent()
    assert len(office.edge.line.sent) == before + 1
    assert NOT_YOURS in office.taps(f":report:{office.task.id}")
    assert "ท่านรับทำหน้าที่แทน" in office.taps(message["quickReply"]["items"][0]["action"]["data"])
    assert f"ท่านรายงานแทน {AWAY}" in office.taps(f":report:{office.task.id}")
    office.says("ยกเลิก")
    office.edge.worker.send_unsent()
    assert any(to == "Uaway" and via == "push" for via, to, _ in office.edge.line.sent[before:])
    office.says("กลับมาแล้ว", "Uaway")
    assert NOT_YOURS in office.taps(f":report:{office.task.id}")


def test_all_that_one_event_tells_a_colleague_reaches_them(office: Office) -> None:
    to = office.ids[DEPUTY]
    told = Outcome(State("Uhead"), to_people=((to, say("first")), (to, say("second"))))
    incoming = incoming_from_line(text("Uhead", "ลา"), MORNING)
    office.edge.database.run(
        lambda conn: tell_others(office.edge.shell, Books(conn, office.edge.agency_id), incoming, told)
    )
    (row,) = office.edge.database.read(lambda conn: outbox.find_due_messages(conn, MORNING + timedelta(days=1), 9))
    assert [message["text"] for message in row.messages] == ["first\n\nsecond"]
