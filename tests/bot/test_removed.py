"""Who was removed reports nothing more and sees nothing more, also in the middle of a conversation."""

from domain.writes import RemovePerson
from store import tasks, updates
from tests.agency import write
from tests.bot.edge import Edge, tap, text


def test_a_removed_person_is_out_of_the_chat_at_once(edge: Edge) -> None:
    edge.enrol("มานี มีสุข", "U1")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.converse(tap("U1", f":report:{wanted.id}"), text("U1", "1"))
    write(edge.database, edge.agency_id, RemovePerson(3, edge.machine))
    for words in ("เผยแพร่แผนแล้ว", "ข้าม", "https://example.go.th/plan", "ครบแล้ว", "บันทึก", "งาน"):
        edge.converse(text("U1", words))
    edge.converse(tap("U1", f":report:{wanted.id}"))
    edge.line.wait_for(9)
    assert edge.read(lambda books: updates.find_newest_update(books, wanted.id)) is None
    assert not any(wanted.measure in said for said in edge.line.texts[-7:])
    assert "done" in edge.inbox()
    assert set(edge.inbox()) == {"done"}
