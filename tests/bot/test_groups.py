"""LINE groups at the edge: signed events in, the database and what LINE was sent out."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import tidtam
from bot.problem import Problem
from bot.shell import Shell
from domain.groups import Group
from domain.sending import Quota, SendError
from domain.writes import IssueGroupCode, IssueInvite
from store import groups, people, tables
from store.outbox import count_by_state
from tests.agency import KEYS, MORNING, small_agency, write
from tests.bot.edge import Edge, event, text
from tests.bot.test_privacy import everything

GROUP, CODE = "C" + "1" * 32, "ABCDE-23456"
ADMIN, NOT_LINKED, STATE = "วิชัย ดูแล", "ยังไม่ได้เชื่อม", "ความคืบหน้าของมาตรการ"


def in_group(type_: str, user: str | None = None, words: str = "", at: datetime = MORNING, **fields: Any) -> Any:
    """An event of the group; a text that begins with `@` mentions the account."""
    source = {"type": "group", "groupId": GROUP} | ({"userId": user} if user else {})
    message: dict[str, Any] = {"id": f"m{len(words)}", "type": "text", "text": words}
    if words.startswith("@"):
        account = {"type": "user", "index": 0, "length": len(words.split()[0]), "userId": "U-bot", "isSelf": True}
        message["mention"] = {"mentionees": [account]}
    told = {"message": message} if type_ in ("message", "messageEdited") else {}
    return {**event(type_, None, at), **told, **fields, "source": source}


def offer_code(edge: Edge, agency_id: int | None = None) -> None:
    issue = IssueGroupCode(None, None, KEYS.hash_code(CODE), MORNING, MORNING + timedelta(days=1))
    write(edge.database, agency_id or edge.agency_id, issue)


def known(edge: Edge, agency_id: int | None = None) -> Group | None:
    found: Group | None = edge.read(lambda books: groups.find_group(books, GROUP), agency_id)
    return found


def answers(edge: Edge, *events: Any, **options: Any) -> list[str]:
    """What LINE is sent for the events, once nothing is left to be sent."""
    before, agency_id = len(edge.line.sent), options.pop("agency_id", edge.agency_id)
    for one in events:
        assert edge.post(one, **options).status_code == 200
        edge.worker.send_unsent()  # what is pushed to administrators
        edge.wait_for_delivery(agency_id)
    return edge.line.texts[before:]


@pytest.fixture
def linked(edge: Edge) -> Edge:
    """A group that its administrator has linked."""
    edge.enrol(ADMIN, "U-admin")
    offer_code(edge)
    assert NOT_LINKED in answers(edge, in_group("join"))[0]
    assert "เชื่อมกลุ่มนี้กับ" in answers(edge, in_group("message", "U-admin", CODE))[0]
    return edge


def test_a_linked_group_is_answered_by_replies_and_nothing_of_it_is_kept(linked: Edge) -> None:
    for words in ("ภาพรวม", "@ติดตาม ถึงไหนแล้ว"):
        (told,) = answers(linked, in_group("message", "U-stranger", words))
        assert STATE in told
        assert "กองคลัง" in told
    assert answers(linked, in_group("message", "U-stranger", "เย็นนี้กินอะไรดี")) == []
    assert {via for via, _, _ in linked.line.sent} == {"reply"}
    kept = everything(linked)
    assert "U-stranger" not in kept
    assert "ถึงไหนแล้ว" not in kept and "กินอะไรดี" not in kept


def test_the_same_event_twice_is_answered_once_and_links_once(edge: Edge) -> None:
    edge.enrol(ADMIN, "U-admin")
    offer_code(edge)
    code = in_group("message", "U-admin", CODE)
    assert len(answers(edge, code, code)) == 1
    again = answers(edge, in_group("message", "U-admin", CODE))
    assert "ใช้เชื่อมกลุ่มไม่ได้แล้ว" in again[0]


def test_an_answer_that_line_refuses_is_never_pushed_into_the_group(linked: Edge) -> None:
    for failure in (SendError("reply: 400", permanent=True, status=400), SendError("reply: 500", False, 500)):
        linked.line.trouble.append(failure)
        linked.post(in_group("message", "U-stranger", "ภาพรวม"))
        linked.machine += timedelta(minutes=5)
        linked.worker.send_unsent()
        linked.wait_for_delivery()
    assert "push" not in {via for via, _, _ in linked.line.sent}
    assert linked.read(count_by_state).get("waiting", 0) == 0


def test_a_stranger_with_the_code_links_nothing_and_the_administrators_hear_of_it(edge: Edge) -> None:
    edge.enrol(ADMIN, "U-admin")
    offer_code(edge)
    assert answers(edge, in_group("join"), in_group("message", "U-stranger", CODE))[1:] != []
    via, to, messages = edge.line.sent[-1]
    assert (via, to) == ("push", "U-admin")
    assert "ไม่ใช่ผู้ดูแล" in str(messages)
    assert known(edge) is not None and known(edge).linked_at is None  # type: ignore[union-attr]
    answers(edge, in_group("message", "U-admin", CODE))
    assert known(edge).linked_at is None  # type: ignore[union-attr]


def test_another_agencys_code_and_administrator_are_strangers_in_the_same_group(linked: Edge) -> None:
    other = small_agency(linked.database, "other")
    linked.set_channel(other, "other-secret")
    there: dict[str, Any] = {"slug": "other", "secret": "other-secret", "agency_id": other}
    offer_code(linked, other)  # the same letters: a code is good with its own agency alone
    linked.enrol("มานี มีสุข", "U-admin", other)  # an administrator there, an officer here
    answers(linked, in_group("join"), **there)
    assert answers(linked, in_group("message", "U-stranger", "ภาพรวม"), **there) == []
    answers(linked, in_group("message", "U-admin", CODE), **there)
    assert known(linked, other).linked_at is None  # type: ignore[union-attr]
    assert known(linked).linked_at is not None, "theirs says nothing of ours"  # type: ignore[union-attr]
    assert STATE in answers(linked, in_group("message", None, "ภาพรวม"))[0]


def test_what_comes_late_or_in_another_order_changes_nothing(linked: Edge) -> None:
    past = MORNING - timedelta(hours=1)
    assert answers(linked, in_group("join", at=past), in_group("leave", at=past)) == []
    assert known(linked).linked_at is not None  # type: ignore[union-attr]
    later = MORNING + timedelta(hours=1)
    assert answers(linked, in_group("leave", at=later)) == []
    assert known(linked) is None
    assert answers(linked, in_group("message", "U-admin", "ภาพรวม")) == []


def test_members_come_and_go_unheard(linked: Edge) -> None:
    for kind in ("memberJoined", "memberLeft", "unsend", "postback", "beacon", "somethingNew"):
        assert answers(linked, in_group(kind, "U-stranger", joined={"members": []}, unsend={"messageId": "x"})) == []
    assert linked.inbox().count("failed") == 0


def test_an_invite_code_written_into_a_message_afterwards_is_void(linked: Edge) -> None:
    code = KEYS.hash_code("WXYZ2345")
    write(linked.database, linked.agency_id, IssueInvite(2, code, MORNING, MORNING + timedelta(days=14)))
    answers(linked, in_group("messageEdited", "U-stranger", "รหัสคือ WXYZ2345"))
    assert linked.read(lambda books: people.invite_by_code_hash(books, code)).used
    assert linked.line.sent[-1][1] == "U-admin"


def test_odd_mentions_are_read_without_harm(linked: Edge) -> None:
    for mention in (
        None, 5, {}, {"mentionees": 5}, {"mentionees": [5, None]}, {"mentionees": [{"isSelf": "yes"}]},
        {"mentionees": [{"isSelf": True, "index": -1, "length": "x"}]},
        {"mentionees": [{"isSelf": True, "index": 10**9, "length": 10**9}, {"type": "all"}]},
        {"mentionees": [{"isSelf": True, "index": 1, "length": 1}]},
    ):  # fmt: skip
        odd = in_group("message", "U-x", "😀😀 x")
        odd["message"]["mention"] = mention
        linked.post(odd)
    linked.wait_for_delivery()
    assert set(linked.inbox()) == {"done"}


def test_the_code_of_the_chat_links_the_group(edge: Edge) -> None:
    edge.enrol(ADMIN, "U-admin")
    edge.converse(text("U-admin", "เชื่อมกลุ่ม"))
    query = select(tables.outbox.c.messages)
    told = str([row.messages for row in edge.read(lambda books: books.fetch_all(query))])
    code = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", told)
    assert code
    assert "เชื่อมกลุ่มนี้กับ" in answers(edge, in_group("message", "U-admin", code[0], at=edge.machine))[-1]


def run(edge: Edge, *arguments: str) -> Result:
    settings = edge.shell.settings
    env = {"DATABASE_URL": settings.database_url, "EVIDENCE_URL": settings.evidence_url, "SECRET_KEY": KEYS.secrets[0]}
    return CliRunner().invoke(tidtam, arguments, env=env)


@pytest.fixture
def office(linked: Edge, monkeypatch: pytest.MonkeyPatch) -> Edge:
    """The command line on the same database and LINE."""
    monkeypatch.setattr("bot.commands.books.open_shell", lambda _settings: linked.shell)
    monkeypatch.setattr(Shell, "close", lambda _shell: None)
    return linked


def pushed(edge: Edge) -> list[str]:
    return [to for via, to, _ in edge.line.sent if via == "push"]


def test_the_command_line_posts_only_once_the_cost_is_confirmed(office: Edge) -> None:
    (listed,) = json.loads(run(office, "group", "list", "demo", "--json").stdout)
    assert (listed["group"], listed["name"], listed["members"], listed["by"]) == ("g1", "กลุ่มทดลอง", 12, "p5")
    for asked in ((), ("--cost", "11")):
        refused = run(office, "group", "post", "demo", "g1", *asked)
        assert isinstance(refused.exception, Problem)
        assert "12 messages, 300 are left" in str(refused.exception)
    office.worker.send_unsent()
    assert pushed(office) == []
    assert run(office, "group", "post", "demo", "g1", "--cost", "12").exit_code == 0
    office.worker.send_unsent()
    assert pushed(office) == [GROUP]
    assert STATE in office.line.texts[-1]
    office.line.left = Quota(300, 290)
    assert "nothing was sent" in str(run(office, "group", "post", "demo", "g1", "--cost", "12").exception)
    assert "no linked group" in str(run(office, "group", "post", "demo", "g7").exception)


def test_a_posting_that_waits_for_an_hour_or_for_a_group_that_is_gone_is_not_sent(office: Edge) -> None:
    assert run(office, "group", "post", "demo", "g1", "--cost", "12").exit_code == 0
    office.machine += timedelta(hours=2)
    office.worker.send_unsent()
    assert run(office, "group", "post", "demo", "g1", "--cost", "12").exit_code == 0
    assert run(office, "group", "unlink", "demo", "g1").exit_code == 0
    office.worker.send_unsent()
    assert pushed(office) == []
    assert office.read(count_by_state)["dropped"] == 2


def test_the_command_line_makes_a_code_of_one_unit_and_has_the_account_leave(office: Edge) -> None:
    made = json.loads(run(office, "group", "code", "demo", "--unit", "กองคลัง", "--json").stdout)
    assert answers(office, in_group("message", "U-admin", made["code"], at=office.machine)) != []
    (told,) = answers(office, in_group("message", "U-admin", "ภาพรวม", at=office.machine))
    assert "กองคลัง" in told and "สำนักปลัด" not in told
    assert "no unit" in str(run(office, "group", "code", "demo", "--unit", "กองที่ไม่มี").exception)
    assert run(office, "group", "unlink", "demo", "g1", "--leave").exit_code == 0
    assert office.line.left_groups == [GROUP]
    answers(office, in_group("leave", at=office.machine + timedelta(seconds=9)))
    assert known(office) is None
