"""The whole way over the edge: sent from the page, certified by a tap in LINE, made by the worker, told to both."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.certificates import certificates_of
from domain.certified import CertifiedReport
from domain.task import Status
from domain.writes import AskCertificate, SaveUpdate
from reports.certify import keep_unsigned_pdf, mark_contents
from reports.compile.load import load_material
from store import tables
from store.certificates import newest_request
from store.certified import certified_of_round
from store.people import find_person
from store.tasks import load_tasks
from tests.agency import YEAR, write
from tests.bot.edge import Edge, tap, text
from tests.heads import ADMIN, HEAD, make_head, person_id, replace_head
from thai.fiscal import RoundKind

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The typesetter is tried elsewhere."""
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda report: f"%PDF {report.certified_by}".encode())
    yield


@pytest.fixture
def sent(edge: Edge) -> str:
    """What the head was pushed, as JSON."""
    edge.enrol(HEAD, "U-head")
    edge.enrol(ADMIN, "U-admin")
    make_head(edge.database, 1, line_user=None)
    return send(edge)


def send(edge: Edge) -> str:
    shell, head, by = edge.shell, person_id(edge.database, 1, HEAD), person_id(edge.database, 1, ADMIN)
    material = edge.read(lambda books: load_material(books, YEAR, RoundKind.FIRST_HALF, shell.files))
    who = edge.read(lambda books: find_person(books, head))
    draft = keep_unsigned_pdf(material, who, "", shell.files)
    shown = (mark_contents(material), "รายงาน", by, head, "", "", edge.machine, draft, 3, 0, 0)
    number = len(versions(edge)) + 1
    ask = AskCertificate(YEAR, RoundKind.FIRST_HALF, 1, number, *shown)
    certificates_of(shell).send_to_head(1, edge.read(lambda books: find_person(books, by)), ask)
    edge.worker.send_unsent()
    via, to, messages = edge.line.sent[-1]
    assert (via, to) == ("push", "U-head")
    return json.dumps(messages, ensure_ascii=False)


def versions(edge: Edge) -> tuple[CertifiedReport, ...]:
    found: tuple[CertifiedReport, ...] = edge.read(lambda books: certified_of_round(books, YEAR, RoundKind.FIRST_HALF))
    return found


def button(told: str, word: str) -> str:
    """What the button with these words in its data sends."""
    found = re.search(rf'"data": "({word}[^"]*)"', told)
    assert found, told
    return found[1]


def confirm(edge: Edge, sent: str) -> str:
    """What is answered to the head's confirmed second look."""
    sure = edge.hear(tap("U-head", button(sent, ":head:yes"), at=edge.machine))
    assert "ใช่ท่านหรือไม่" in sure
    return edge.hear(tap("U-head", button(sure, ":head:sure"), at=edge.machine))


def answer(edge: Edge, event: str = "r1", result: str = "มาทีหลัง") -> None:
    task = edge.read(load_tasks)[0]
    write(edge.database, 1, SaveUpdate(event, task.id, task.assignee_ids[0], edge.machine, Status.DONE, result))


def test_a_tap_in_line_becomes_the_version_and_both_are_told(edge: Edge, sent: str) -> None:
    assert "เสนอรายงานให้ท่านรับรอง" in sent
    assert "https://tidtam.example/draft/demo/" in sent
    assert "บันทึกคำรับรองของท่านแล้ว" in confirm(edge, sent)
    assert versions(edge) == ()
    edge.machine += timedelta(minutes=5)
    assert edge.worker.make_certificates() == 1
    edge.worker.send_unsent()
    (version,) = versions(edge)
    assert (version.typed_name, version.way) == (HEAD, "chat")
    assert version.at < edge.machine  # the moment of their word
    told = {to: json.dumps(messages, ensure_ascii=False) for _, to, messages in edge.line.sent[-2:]}
    assert version.code in told["U-admin"]
    assert version.code in told["U-head"]
    assert "รับรองรายงานแล้ว" in told["U-admin"]
    assert edge.worker.make_certificates() == 0


def test_the_same_tap_twice_and_two_workers_certify_once(edge: Edge, sent: str) -> None:
    confirm(edge, sent)
    request = edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF))
    again = edge.hear(tap("U-head", f":head:sure:{request.id}:{request.mark}", at=edge.machine))
    assert "รับรองฉบับนี้แล้ว" in again
    both = [certificates_of(edge.shell) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda one: one.make_confirmed(), both))
    assert len(versions(edge)) == 1
    o = tables.outbox
    rows = edge.read(lambda books: books.fetch_all(select(o.c.dedup_key).where(o.c.dedup_key.like("%:ended:%"))))
    assert len(rows) == 2


def test_what_changes_between_the_tap_and_the_making_is_certified_by_nobody(edge: Edge, sent: str) -> None:
    confirm(edge, sent)
    answer(edge)
    edge.worker.make_certificates()
    edge.worker.send_unsent()
    assert versions(edge) == ()
    told = {to: json.dumps(messages, ensure_ascii=False) for _, to, messages in edge.line.sent[-2:]}
    assert "ยังไม่ได้รับรอง" in told["U-head"]
    assert "โปรดตรวจแล้วเสนอใหม่" in told["U-admin"]
    confirm(edge, send(edge))
    edge.worker.make_certificates()
    assert len(versions(edge)) == 1


def test_a_head_replaced_before_the_tap_or_before_the_making_certifies_nothing(edge: Edge, sent: str) -> None:
    sure = edge.hear(tap("U-head", button(sent, ":head:yes"), at=edge.machine))
    replace_head(edge.database, 1)
    assert "ไม่มีบทบาทนี้" in edge.hear(tap("U-head", button(sure, ":head:sure"), at=edge.machine))
    make_head(edge.database, 1, line_user=None)
    confirm(edge, sent)
    replace_head(edge.database, 1)
    edge.worker.make_certificates()
    assert versions(edge) == ()
    request = edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF))
    assert request.state == "changed"


def test_another_persons_tap_certifies_nothing(edge: Edge, sent: str) -> None:
    request = edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF))
    heard = edge.hear(tap("U-admin", f":head:sure:{request.id}:{request.mark}", at=edge.machine))
    assert "ไม่มีบทบาทนี้" in heard
    assert edge.worker.make_certificates() == 0


def test_a_report_that_cannot_be_made_is_tried_again_a_minute_later(
    edge: Edge, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(edge, sent)
    broken = [True]

    def pdf(_report: object) -> bytes:
        if broken[0]:
            raise RuntimeError("typst is gone")
        return b"%PDF"

    monkeypatch.setattr("reports.pdf.process.pdf_bytes", pdf)
    edge.worker.make_certificates()
    broken[0] = False
    edge.worker.make_certificates()
    assert versions(edge) == ()
    edge.machine += timedelta(minutes=1)
    edge.worker.make_certificates()
    assert len(versions(edge)) == 1


def test_a_report_that_cannot_be_made_for_an_hour_is_nobodys_certificate_and_both_are_told(
    edge: Edge, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(edge, sent)

    def pdf(_report: object) -> bytes:
        raise RuntimeError("typst is gone")

    monkeypatch.setattr("reports.pdf.process.pdf_bytes", pdf)
    edge.worker.make_certificates()
    assert edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF)).state == "confirmed"
    edge.machine += timedelta(hours=1, minutes=1)
    edge.worker.make_certificates()
    edge.worker.send_unsent()
    assert not edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF)).is_open
    told = {to: json.dumps(messages, ensure_ascii=False) for _, to, messages in edge.line.sent[-2:]}
    assert "จัดทำเอกสารไม่สำเร็จ" in told["U-admin"]
    assert "จัดทำเอกสารไม่สำเร็จ" in told["U-head"]
    assert "จัดทำเอกสารไม่สำเร็จ" in edge.hear(tap("U-head", button(sent, ":head:yes"), at=edge.machine))
    assert versions(edge) == ()


def test_it_is_sent_back_in_the_chat_and_the_administrator_reads_why(edge: Edge, sent: str) -> None:
    asked = edge.hear(tap("U-head", button(sent, ":send_back"), at=edge.machine))
    assert "ต้องแก้ไขเรื่องใด" in asked
    edge.machine += timedelta(seconds=30)
    heard = edge.hear(text("U-head", "ยอดข้อ ๓ ไม่ตรง", at=edge.machine))
    assert "ส่งกลับแล้ว" in heard
    edge.worker.send_unsent()
    told = [json.dumps(messages, ensure_ascii=False) for _, to, messages in edge.line.sent if to == "U-admin"]
    assert "ยอดข้อ ๓ ไม่ตรง" in told[-1]
    assert edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF)).state == "returned"
    assert versions(edge) == ()


def test_the_bytes_that_the_head_looks_at_are_not_swept_away(edge: Edge, sent: str) -> None:
    request = edge.read(lambda books: newest_request(books, YEAR, RoundKind.FIRST_HALF))
    edge.machine += timedelta(days=2)
    edge.worker.forget()
    with edge.shell.files.open(request.draft) as stream:
        assert stream.read().startswith(b"%PDF")
