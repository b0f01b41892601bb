"""How many statements a turn sends to the database: each is a round trip on PostgreSQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.incoming import incoming_from_line
from bot.turn import take_turn
from store import tables
from store.engine import Database
from tests.bot.edge import Edge, text

MOST, MOST_SAVING = 5, 9
MORE = 2  # where the task at hand has replies already: these, and at the look over what came with the newest
OFFICER = "สมชาย ใจดี"
# My tasks, the first one, done, what was done, no suggestion, no evidence, save.
WALK = ("งาน", "1", "1", "จัดประชุมชี้แจงแก่บุคลากร จำนวน ๑ ครั้ง", "ข้าม", "1", "1")
# The same for a task that was reported on: what is told is added to what was.
WALK_ON = ("งาน", "2", "1", "1", "จัดประชุมซ้ำแก่ผู้ที่ไม่ได้มา", "ข้าม", "1", "1")


@contextmanager
def noted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, without BEGIN and COMMIT."""
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            sent.append(" ".join(statement.split()))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def take(edge: Edge, raw: Mapping[str, Any]) -> list[str]:
    """The statements of the event's turn; what was said is delivered afterwards."""
    with noted(edge.database) as sent:
        taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(raw, edge.machine), 0)
    edge.app.extensions["sender"].after_turn(edge.agency_id, taken)
    edge.wait_for_delivery()
    return sent


def walk(edge: Edge, said: Sequence[str] = WALK) -> list[tuple[str, list[str]]]:
    """What was said, and the statements of its turn."""
    turns = []
    for words in said:
        edge.machine += timedelta(seconds=30)
        raw = {**text("U1", words), "timestamp": int(edge.machine.timestamp() * 1000)}
        turns.append((words, take(edge, raw)))
    return turns


@pytest.mark.parametrize(("said", "more"), [(WALK, 0), (WALK_ON, MORE)])
def test_a_turn_sends_few_statements_and_no_savepoint(edge: Edge, said: Sequence[str], more: int) -> None:
    edge.enrol(OFFICER, "U1")
    walk(edge)  # from then on the office is known, and a task has a reply
    *turns, (_, saving) = walk(edge, said)
    assert edge.read(lambda books: len(books.fetch_all(select(tables.updates.c.id)))) == 2
    told = "\n".join(f"{words}: {len(sent)}\n  " + "\n  ".join(line[:150] for line in sent) for words, sent in turns)
    print(told, "\nsaving:", len(saving), "\n  " + "\n  ".join(line[:150] for line in saving))
    assert max(len(sent) for _, sent in turns) <= MOST + more, told
    assert len(saving) <= MOST_SAVING + more, "\n".join(saving)
    assert not [line for _, sent in turns for line in [*sent, *saving] if "SAVEPOINT" in line]
