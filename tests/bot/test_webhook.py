"""What LINE posts, and what others post in its name."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.events import read_event
from bot.webhook import signed
from domain.sending import SendError
from store import conversations, tasks, updates
from tests.agency import MORNING, NAME, small_agency
from tests.bot.edge import Edge, event, tap, text

pytestmark = pytest.mark.repeats


def test_lines_own_signature_vector_is_accepted() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    secret, signature = "8c570fa6dd201bb328f1c1eac23a96d8", "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    assert signed(secret, body, signature)
    assert not signed(secret, body + b" ", signature)


@pytest.mark.parametrize("signature", [None, "", "AAAA", "ไทย", "x" * 5000])
def test_a_forged_missing_or_truncated_signature_is_refused_and_nothing_stored(
    quick_edge: Edge, signature: str | None
) -> None:
    if signature == "ไทย":
        signature = signature.encode().decode("latin-1")
    assert quick_edge.post(text("U1", "hello"), signature=signature).status_code == 400
    assert quick_edge.inbox() == []


def test_another_agencys_secret_does_not_open_this_one(quick_edge: Edge) -> None:
    assert quick_edge.post(text("U1", "hello"), secret="other").status_code == 400
    assert quick_edge.post(text("U1", "hello"), slug="nobody").status_code == 400


def test_the_same_event_five_times_has_one_effect_and_one_answer(edge: Edge) -> None:
    once = text("U1", "สวัสดี")
    assert [edge.post(once).status_code for _ in range(5)] == [200] * 5
    edge.line.wait_for(1)
    edge.close()
    assert len(edge.line.sent) == 1
    assert edge.inbox() == ["done"]


def test_the_same_event_at_once_from_many_threads_is_answered_once(edge: Edge) -> None:
    once = text("U1", "สวัสดี")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: edge.app.test_client() and _post(edge, once), range(8)))
    assert answers == [200] * 8
    edge.close()
    assert len(edge.line.sent) == 1


def _post(edge: Edge, raw: dict[str, Any]) -> int:
    return edge.post(raw).status_code


def test_several_people_in_one_call_are_each_answered(edge: Edge) -> None:
    assert edge.post(text("U1", "a"), text("U2", "b"), text("U3", "c")).status_code == 200
    edge.line.wait_for(3)
    assert {to for _, to, _ in edge.line.sent} == {"token-" + to.split("-")[1] for _, to, _ in edge.line.sent}
    assert edge.inbox() == ["done"] * 3


def test_events_of_one_call_are_taken_in_the_order_of_their_time(quick_edge: Edge) -> None:
    quick_edge.enrol("มานี มีสุข", "U1")
    task = quick_edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    begin = tap("U1", f":report:{task.id}", at=MORNING)
    stop = text("U1", "ยกเลิก", at=MORNING + timedelta(seconds=1))
    # Neither answers a question: whether one was delivered between the two does not matter.
    quick_edge.post(stop, begin)
    assert quick_edge.read(lambda books: conversations.state_of(books, "U1")).flow == "menu"


def test_an_empty_call_is_accepted(quick_edge: Edge) -> None:
    assert quick_edge.post().status_code == 200


@pytest.mark.parametrize(
    "raw",
    [
        event("videoPlayComplete", "U1", videoPlayComplete={"trackingId": "x"}),
        event("somethingNew", "U1", somethingNew={"deep": [1, {"a": None}]}),
        event("message", "U1", message={"id": "m", "type": "hologram"}),
        event("message", "U1", message="not an object"),
        event("postback", "U1", postback={"data": None}),
        event("message", None, message={"id": "m", "type": "text", "text": "no user"}),
        event("message", "U1", message={"id": "m", "type": "text", "text": "nul \x00 and \ud800"}),
        {"type": "message"},
        event("message", "U1", timestamp="yesterday", message={"id": 7, "type": "text", "text": 5}),
        event("unsend", "U1", unsend={"messageId": "never-seen"}),
        event("message", "U1", mode="standby", message={"id": "m", "type": "text", "text": "hush"}),
    ],
    ids=str,
)
def test_unknown_and_odd_events_are_stored_and_harm_nothing(quick_edge: Edge, raw: dict[str, Any]) -> None:
    assert quick_edge.post(raw, text("U2", "hello")).status_code == 200
    assert quick_edge.inbox() == ["done", "done"]
    quick_edge.close()
    assert any("ยินดีต้อนรับ" in said for said in quick_edge.line.texts)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b'{"events": 5}', b'{"events": [1, null, "x"]}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "cut", "null", "list", "number", "junk", "bytes", "deep"],
)
def test_a_signed_body_that_is_not_lines_json_is_accepted_and_forgotten(quick_edge: Edge, body: bytes) -> None:
    assert quick_edge.post(body=body).status_code == 200
    assert quick_edge.inbox() == []


@pytest.mark.slow
def test_a_call_of_a_megabyte_is_taken(quick_edge: Edge) -> None:
    events = [text(f"U{number}", "ก" * 5000) for number in range(60)]
    assert len(json.dumps(events)) > 1_000_000
    assert quick_edge.post(*events).status_code == 200
    assert quick_edge.inbox() == ["done"] * 60


def test_before_the_notice_is_accepted_nothing_of_the_content_is_kept(edge: Edge) -> None:
    from sqlalchemy import select

    from store import tables

    edge.post(text("U1", "ความลับ"))
    edge.enrol("มานี มีสุข", "U2")
    edge.post(text("U2", "งาน"))
    raws = [
        row.raw
        for row in edge.read(lambda books: books.fetch_all(select(tables.inbox.c.raw).order_by(tables.inbox.c.id)))
    ]
    assert raws[0] is None
    assert raws[1]["message"]["text"] == "งาน"


def test_two_answers_of_one_person_at_once_are_both_taken(edge: Edge) -> None:
    edge.enrol("มานี มีสุข", "U1")
    events = [text("U1", word) for word in ("สถานะ", "ช่วยเหลือ", "งาน", "สถานะ", "ช่วยเหลือ", "งาน")]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda raw: _post(edge, raw), events)) == [200] * 6
    edge.line.wait_for(6)
    assert edge.inbox() == ["done"] * 6


def test_a_failing_database_is_answered_5xx_so_that_line_sends_again(quick_edge: Edge) -> None:
    quick_edge.app.config["PROPAGATE_EXCEPTIONS"] = False
    quick_edge.shell.channel_of_slug("demo")
    quick_edge.database.close()
    assert quick_edge.post(text("U1", "hello")).status_code >= 500


def test_a_whole_report_comes_in_by_signed_calls(edge: Edge) -> None:
    edge.enrol("มานี มีสุข", "U1")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    moments = (MORNING + timedelta(minutes=n) for n in range(10))
    edge.post(tap("U1", f":report:{wanted.id}", at=next(moments)))
    for words in ("1", "เผยแพร่แผนแล้ว", "ข้าม", "https://example.go.th/plan", "ครบแล้ว", "บันทึก"):
        edge.wait_for_delivery()
        edge.post(text("U1", words, at=next(moments)))
    update = edge.read(lambda books: updates.find_newest_update(books, wanted.id))
    assert (update.status, update.result) == ("done", "เผยแพร่แผนแล้ว")
    edge.line.wait_for(7)
    assert "บันทึกแล้ว" in edge.line.texts[-1] or any("บันทึกแล้ว" in said for said in edge.line.texts)


def test_someone_elses_task_and_another_agencys_button_are_refused(edge: Edge) -> None:
    other = small_agency(edge.database, "other")
    edge.enrol("มานี มีสุข", "U1")
    foreign = edge.read(lambda books: tasks.load_tasks(books), other)[0]
    not_mine = next(t for t in edge.read(lambda books: tasks.load_tasks(books)) if 3 not in t.assignee_ids)
    for task in (foreign, not_mine):
        edge.post(tap("U1", f":report:{task.id}"))
    edge.line.wait_for(2)
    assert all("ไม่อยู่ในรายการของท่าน" in said for said in edge.line.texts)
    assert NAME not in "".join(edge.line.texts)


def test_line_refusing_a_reply_for_good_is_made_up_by_a_push(edge: Edge) -> None:
    edge.line.trouble.append(SendError("reply: 400", permanent=True, status=400))
    edge.post(text("U1", "hello"))
    edge.close()
    edge.worker = type(edge.worker)(edge.shell)
    edge.worker.send_unsent()
    assert [via for via, _, _ in edge.line.sent] == ["push"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ทำ\u200bแล้ว\ufeff", "ทำแล้ว"),
        ("\u202eกลับ\u202c \u2066ทิศ\u2069", "กลับ ทิศ"),
        ("ก\u200cข\u200dค\u2060ง", "กขคง"),
        ("หนึ่ง\x07\x1b[31m\x85\x00", "หนึ่ง[31m"),
        ("บรรทัด\r\nใหม่\tต่อ", "บรรทัด\nใหม่\tต่อ"),
    ],
)
def test_what_is_not_seen_is_not_taken_into_texts_and_names(typed: str, kept: str) -> None:
    assert read_event(text("U1", typed), MORNING).text == kept
    message = {"id": "1", "type": "file", "fileName": f"{typed}.pdf", "fileSize": 9}
    media = read_event(event("message", "U1", message=message), MORNING).media
    assert media is not None
    assert media.name == f"{kept}.pdf"


def test_what_the_console_sends_to_try_the_webhook_is_answered_and_moves_nobody(edge: Edge) -> None:
    tried = [text("Udeadbeefdeadbeefdeadbeefdeadbeef", "Hello", replyToken=token * 32) for token in "0f"]
    assert edge.post().status_code == 200
    assert edge.post(*tried).status_code == 200
    edge.machine += timedelta(minutes=5)
    assert edge.worker.send_unsent() == 0
    assert (edge.line.sent, edge.inbox()) == ([], ["done", "done"])


def test_bytes_that_are_no_text_are_refused_unsigned_and_leave_nothing_signed(edge: Edge) -> None:
    assert edge.post(body=b"\xff\xfe\x00", signature="bad").status_code == 400
    assert edge.post(body=b"\xff\xfe\x00").status_code == 200
    assert edge.inbox() == []


def test_unsigned_calls_wait_and_signed_ones_never_do(edge: Edge) -> None:
    """What LINE sends again after an outage comes in hundreds of calls, beside somebody who floods the address."""
    forged = [edge.post(text("U1", "x"), signature="forged").status_code for _ in range(62)]
    assert forged == [400] * 60 + [429] * 2
    assert edge.post(text("U1", "x"), signature="forged").headers["Retry-After"] == "60"
    burst = [[event("follow", f"U{call}-{number}") for number in range(2)] for call in range(100)]
    assert {edge.post(*events).status_code for events in burst} == {200}
    assert {edge.post(*events).status_code for events in burst[:20]} == {200}  # all of it once more
    assert len(edge.inbox()) == 200
    assert edge.post(text("U1", "x"), signature="forged", slug="nobody").status_code == 400
