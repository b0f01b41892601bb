"""The supervisors' check end to end: signed calls in, LINE's JSON out, the report counts what was approved."""

import json
import re
import threading
from datetime import timedelta
from typing import Any

import pytest

from domain.task import Review
from domain.writes import SetReview, WantEvidence
from store import tables, tasks, updates
from store.books import Books
from store.reminder_rules import asked_reminders
from tests.agency import MORNING, write
from tests.bot.edge import Edge
from tests.bot.test_webhook import tap, text
from tests.web.site import Site, jpeg

OFFICER, HEAD, OTHER = "สมชาย ใจดี", "วิชัย ดูแล", "ปรีชา กองช่าง"


class Talk:
    """The edge with an officer and a supervisor, each event a minute after the one before."""

    def __init__(self, edge: Edge) -> None:
        self.edge, self.minutes = edge, 0
        edge.enrol(OFFICER, "Uofficer")
        edge.enrol(HEAD, "Uhead")
        write(edge.database, edge.agency_id, SetReview(MORNING))
        mine = edge.read(lambda books: tasks.tasks_of_person(books, 1))
        self.task = next(task for task in mine if task.unit == "สำนักปลัด")

    def says(self, user: str, words: str) -> str:
        return self._post(text(user, words, at=self._at()))

    def taps(self, user: str, data: str) -> str:
        return self._post(tap(user, data, at=self._at()))

    def _at(self) -> Any:
        self.minutes += 1
        self.edge.machine = max(self.edge.machine, MORNING + timedelta(minutes=self.minutes))
        return MORNING + timedelta(minutes=self.minutes)

    def _post(self, event: Any) -> str:
        return self.edge.hear(event)

    def report(self, words: str) -> str:
        self.taps("Uofficer", f":report:{self.task.id}")
        for said in ("1", words, "ข้าม", "https://example.go.th/plan", "ครบแล้ว"):
            self.says("Uofficer", said)
        return self.says("Uofficer", "บันทึก")

    def button(self, heard: str, choice: str) -> str:
        (found,) = set(re.findall(rf'"data": "([^"]+:verdict:{choice})"', heard))
        return found

    def newest(self) -> Any:
        return self.edge.read(lambda books: updates.find_newest_update(books, self.task.id))

    def counted(self) -> Any:
        return self.edge.read(lambda books: updates.newest_updates(books, self.task.round_id)).get(self.task.id)


@pytest.fixture
def talk(edge: Edge) -> Talk:
    return Talk(edge)


def test_a_reply_is_sent_back_mended_and_approved(talk: Talk) -> None:
    saved = talk.report("เผยแพร่แล้ว")
    assert "รอการตรวจจาก วิชัย ดูแล" in saved
    assert talk.counted() is None
    heard = talk.says("Uhead", "ตรวจ")
    assert "รายงานโดย สมชาย ใจดี" in heard and "เผยแพร่แล้ว" in heard
    assert "/look/" in heard and "example.go.th/plan" not in heard
    assert "ต้องแก้ไขเรื่องใด" in talk.says("Uhead", "ส่งกลับแก้ไข")
    assert "ส่งกลับให้ สมชาย ใจดี แก้ไขแล้ว" in talk.says("Uhead", "โปรดแนบรูปถ่าย")
    assert talk.newest().check.words == "โปรดแนบรูปถ่าย"
    assert "ส่งกลับให้แก้ไข" in talk.says("Uofficer", "สถานะ")
    assert "วิชัย ดูแล ส่งรายงานของวันที่" in talk.taps("Uofficer", f":report:{talk.task.id}")
    for said in ("2", "2", "เผยแพร่พร้อมรูป", "https://example.go.th/photo"):  # the result is changed, a link added
        heard = talk.says("Uofficer", said)
    assert "โปรดแนบรูปถ่าย" in heard and "ดำเนินการแล้วเสร็จ" in heard
    talk.says("Uofficer", "บันทึก")
    talk.says("Uhead", "ตรวจ")
    assert "ไม่มีรายงานที่รอการตรวจแล้ว" in talk.says("Uhead", "ผ่าน")
    assert talk.counted().result == "เผยแพร่พร้อมรูป"
    assert "หัวหน้าตรวจผ่านแล้ว" in talk.says("Uofficer", "สถานะ")


def test_of_two_supervisors_who_tap_at_once_one_verdict_stands_and_the_other_is_told(talk: Talk, edge: Edge) -> None:
    edge.enrol(OTHER, "Uother")
    unit = talk.task.unit_id
    edge.database.run(lambda conn: _move(conn, edge.agency_id, tables.person_units, 4, unit))
    talk.report("เผยแพร่แล้ว")
    taps = {}
    for user, choice in (("Uhead", "approve"), ("Uother", "approve")):
        taps[user] = talk.button(talk.says(user, "ตรวจ"), choice)
    before = len(edge.line.sent)
    at = talk._at()
    # Each call in a client of its own: they are two people's webhooks.
    calls = [threading.Thread(target=edge.post, args=(tap(user, data, at=at),)) for user, data in taps.items()]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    edge.line.wait_for(before + 2)
    said = edge.line.texts[before:]
    assert sum("ผ่านแล้ว:" in words for words in said) == 1
    assert sum("ตรวจรายงานนี้แล้ว" in words for words in said) == 1
    assert talk.newest().check.review is Review.APPROVED


def _move(conn: Any, agency_id: int, table: Any, person: int, unit: int | None) -> None:
    Books(conn, agency_id).update(table, (table.c.person_id == person,), {"unit_id": unit})


def test_the_photos_link_opens_what_came_and_nothing_else(talk: Talk, edge: Edge) -> None:
    site = Site(edge.database, edge.shell.files)
    piece = site.evidence(edge.agency_id, talk.task, b"original", "photo", shown=jpeg())
    heard = talk.says("Uhead", "ตรวจ")
    (address,) = re.findall(r"https://tidtam\.example(/look/[^\s\"\\]+)", heard)
    page = edge.http.get(address)
    assert page.status_code == 200 and f"{address}/{piece}" in page.text
    with edge.http.get(f"{address}/{piece}") as photo:
        assert (photo.status_code, photo.data, photo.headers["Cache-Control"]) == (200, jpeg(), "no-store")
    assert edge.http.get(f"{address}/{piece + 1}").status_code == 404
    start, _, token = address.rpartition("/")
    assert edge.http.get(f"{start}/{token[:-1]}x").status_code == 410
    assert edge.http.get(f"{start[:-1]}9/{token}").status_code == 410
    assert edge.http.get(address.replace("/demo/", "/other/")).status_code == 410
    edge.machine = MORNING + timedelta(days=8)
    assert edge.http.get(address).status_code == 410


def test_of_a_list_of_the_unit_what_was_seen_is_approved_and_taken_back_again(talk: Talk) -> None:
    talk.report("เผยแพร่แล้ว")
    heard = talk.says("Uhead", "ตรวจทั้งหมด")
    assert "มีรายงานรอตรวจ 1 รายการ" in heard and "เผยแพร่แล้ว" in heard and "/look/" in heard
    assert "ตรวจผ่านแล้ว 1 รายการ" in talk.says("Uhead", "อนุมัติทั้งหมด")
    assert talk.counted().result == "เผยแพร่แล้ว"
    assert "ต้องการถอนผลตรวจของรายการใด" in talk.says("Uhead", "ถอนผลตรวจ")
    assert "กลับไปรอการตรวจ" in talk.says("Uhead", "1")
    assert talk.counted() is None and talk.newest().check.review is Review.WAITING


def test_of_two_who_approve_the_same_list_at_once_each_reply_has_one_verdict(talk: Talk, edge: Edge) -> None:
    edge.enrol(OTHER, "Uother")
    unit = talk.task.unit_id
    edge.database.run(lambda conn: _move(conn, edge.agency_id, tables.person_units, 4, unit))
    talk.report("เผยแพร่แล้ว")
    taps = {}
    for user in ("Uhead", "Uother"):
        heard = talk.says(user, "ตรวจทั้งหมด")
        (taps[user],) = set(re.findall(r'"data": "([^"]+:list:approve:1)"', heard))
    before, at = len(edge.line.sent), talk._at()
    calls = [threading.Thread(target=edge.post, args=(tap(user, data, at=at),)) for user, data in taps.items()]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    edge.line.wait_for(before + 2)
    said = edge.line.texts[before:]
    assert sum("ตรวจผ่านแล้ว 1 รายการ" in words for words in said) == 1
    assert sum("มีผู้ตรวจแล้วหลังจากแสดง" in words for words in said) == 1
    assert talk.newest().check.step == 1


def test_a_late_photo_between_the_list_and_the_approval_is_not_approved_unseen(talk: Talk, edge: Edge) -> None:
    talk.report("เผยแพร่แล้ว")
    talk.says("Uhead", "ตรวจทั้งหมด")
    late = WantEvidence("m-late", "photo", "", 1, MORNING, task_id=talk.task.id, update_id=talk.newest().id)
    write(edge.database, edge.agency_id, late)
    assert "ยังไม่บันทึกผล" in talk.says("Uhead", "อนุมัติทั้งหมด")
    assert talk.counted() is None
    assert "ตรวจผ่านแล้ว 1 รายการ" in talk.says("Uhead", "อนุมัติทั้งหมด")


def test_a_comment_goes_to_the_officer_and_the_answer_comes_back(talk: Talk, edge: Edge) -> None:
    talk.report("เผยแพร่แล้ว")
    talk.says("Uhead", "ตรวจ")
    assert "สมชาย ใจดี" in talk.says("Uhead", "ให้ความเห็น")
    talk.says("Uhead", "ขอรูปป้ายหน้าอาคารด้วย")
    told = [json.dumps(sent[2], ensure_ascii=False) for sent in _pushed(edge) if sent[1] == "Uofficer"]
    assert len(told) == 1 and "ขอรูปป้ายหน้าอาคารด้วย" in told[0]
    assert "วิชัย ดูแล" in talk.says("Uofficer", "ตอบกลับ")
    talk.says("Uofficer", "จะส่งให้วันพรุ่งนี้")
    told = [json.dumps(sent[2], ensure_ascii=False) for sent in _pushed(edge) if sent[1] == "Uhead"]
    assert len(told) == 1 and "จะส่งให้วันพรุ่งนี้" in told[0]
    assert talk.newest().result == "เผยแพร่แล้ว"


def _pushed(edge: Edge) -> list[Any]:
    """What was pushed to people, sent by the worker."""
    edge.worker.send_unsent()
    return [sent for sent in edge.line.sent if sent[0] == "push"]


def test_the_quota_is_asked_of_line_and_shown_before_anybody_is_reminded(talk: Talk, edge: Edge) -> None:
    heard = talk.says("Uhead", "เตือน")
    assert "เดือนนี้เหลือ" in heard and "ต้องการส่งข้อความเตือนหรือไม่" in heard
    assert edge.read(lambda books: asked_reminders(books, MORNING.date())) == ()
    (button,) = set(re.findall(r'"data": "(:remind:2[^"]+)"', heard))
    assert "จะส่งข้อความเตือนระหว่าง" in talk.taps("Uhead", button)
    talk.taps("Uhead", button)
    assert len(edge.read(lambda books: asked_reminders(books, MORNING.date()))) == 1


def test_the_overview_is_a_picture_for_whoever_has_its_address(talk: Talk, edge: Edge) -> None:
    heard = talk.taps("Uhead", ":overview:picture")
    (path,) = set(re.findall(r"https://tidtam\.example(/overview/[^\s\"\\]+)", heard))
    assert '"type": "image"' in heard
    shown = edge.http.get(path)
    assert shown.status_code == 200 and shown.data.startswith(b"\x89PNG") and len(shown.data) < 1_000_000
    assert edge.http.get(path.replace(".png", "x.png")).status_code == 404
    assert edge.http.get(path.replace("/demo/", "/other/")).status_code == 404
    edge.machine = MORNING + timedelta(days=8)
    assert edge.http.get(path).status_code == 404


def test_without_the_check_nothing_changes(talk: Talk) -> None:
    write(talk.edge.database, talk.edge.agency_id, SetReview(None))
    assert "รอการตรวจ" not in talk.report("เผยแพร่แล้ว")
    assert talk.counted() is not None
    assert "ไม่ได้ใช้การตรวจ" in talk.says("Uhead", "ตรวจ")
