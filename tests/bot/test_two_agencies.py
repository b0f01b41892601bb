"""One LINE account in two agencies: two conversations, two people; what is done in one changes nothing in the other."""

from typing import Any

import pytest

from domain.writes import RemovePerson
from store import agencies, conversations, people, tasks, updates
from tests.agency import small_agency, write
from tests.bot.edge import Edge, event, tap, text

OTHER_ID = 2  # the second agency of the database
OTHER_SECRET = "the-other-secret"


@pytest.fixture
def other(edge: Edge) -> int:
    """The other agency's id; U1 is มานี here and วิชัย there."""
    agency_id = small_agency(edge.database, "other")
    edge.set_channel(agency_id, OTHER_SECRET)
    edge.enrol("มานี มีสุข", "U1")
    edge.enrol("วิชัย ดูแล", "U1", agency_id)
    return agency_id


def there(edge: Edge, *events: Any) -> None:
    for one in events:
        edge.hear(one, OTHER_ID, slug="other", secret=OTHER_SECRET)


def result_in(edge: Edge, agency_id: int) -> Any:
    state = edge.read(lambda books: conversations.state_of(books, "U1"), agency_id)
    return (state.answers.get("result") or {}).get("value")


def test_the_two_conversations_and_records_are_independent(edge: Edge, other: int) -> None:
    mine = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    said = text("U1", "เผยแพร่แผนแล้ว")
    edge.converse(tap("U1", f":report:{mine.id}"), text("U1", "1"), said)
    there(edge, text("U1", "ภาพรวม"), tap("U1", f":report:{mine.id}"), text("U1", "ข้าม"))
    assert result_in(edge, edge.agency_id) == "เผยแพร่แผนแล้ว"
    assert result_in(edge, other) is None
    # Taken back or edited at the other account, a message of the same id is not this one.
    edge.post(event("unsend", "U1", unsend={"messageId": said["message"]["id"]}), slug="other", secret=OTHER_SECRET)
    edited = {**said["message"], "text": "อย่างอื่น"}
    edge.post(event("messageEdited", "U1", message=edited), slug="other", secret=OTHER_SECRET)
    assert result_in(edge, edge.agency_id) == "เผยแพร่แผนแล้ว"
    assert not edge.read(lambda books: updates.updates_of_task(books, mine.id), other)


def test_who_is_taken_out_of_one_stays_in_the_other(edge: Edge, other: int) -> None:
    write(edge.database, edge.agency_id, RemovePerson(3, edge.machine))
    edge.converse(text("U1", "งาน"))
    assert "นำท่านออกจากรายชื่อบุคลากร" in edge.line.texts[-1]
    there_is = edge.read(lambda books: people.person_of_line_user(books, "U1"), other)
    assert there_is.name == "วิชัย ดูแล"
    there(edge, text("U1", "ข้อมูลของฉัน"))
    assert "วิชัย ดูแล" in edge.line.texts[-1]
    assert "มานี" not in edge.line.texts[-1]


def test_a_link_names_the_agency_that_it_opens(edge: Edge, other: int) -> None:
    name = edge.read(lambda books: agencies.load_agency(books), other).name
    there(edge, text("U1", "เว็บ"))
    assert f"หน้าผู้ดูแลของ{name}" in edge.line.texts[-1]
    assert "/admin/sign-in/other/" in edge.line.texts[-1]
    there(edge, text("U1", "ขอไฟล์ข้อมูล"))
    assert name in edge.line.texts[-1]
    assert "/mine/other." in edge.line.texts[-1]
