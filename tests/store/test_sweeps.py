"""What the sweeps read, and what they leave to be told."""

from typing import Any

import pytest
from sqlalchemy import Connection, event

from domain.conversation import DRAFTS, SWEPT, State
from store import conversations, evidence, inbox, outbox
from store.books import Books
from store.engine import Database
from tests.agency import MORNING, after

PARTIAL = {
    "ix_outbox_waiting": lambda conn: outbox.find_due_messages(conn, MORNING, 9),
    "ix_outbox_old": lambda conn: outbox.empty_old_messages(conn, MORNING),
    "ix_inbox_failed": lambda conn: inbox.find_due_events(conn, MORNING, 9),
    "ix_inbox_raw": lambda conn: inbox.empty_old_raw(conn, MORNING),
    "ix_inbox_dead": lambda conn: inbox.empty_dead_raw(conn, MORNING),
    "ix_conversations_expires": lambda conn: conversations.put_away_expired(conn, MORNING),
    "ix_evidence_loose": lambda conn: evidence.drop_loose(conn, MORNING),
    "ix_evidence_wanted": lambda conn: evidence.find_due_evidence(conn, MORNING, 9),
}


@pytest.mark.parametrize("index", PARTIAL)
def test_a_sweep_reads_only_what_its_partial_index_holds(sqlite_database: Database, index: str) -> None:
    said: list[tuple[str, Any]] = []

    def listen(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        said.append((statement, parameters))

    def work(conn: Connection) -> str:
        event.listen(conn, "before_cursor_execute", listen)
        PARTIAL[index](conn)
        event.remove(conn, "before_cursor_execute", listen)
        ((statement, parameters),) = said
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return " ".join(row[3] for row in plan)

    assert f"USING INDEX {index}" in sqlite_database.run(work)


def test_of_stopped_reports_the_sweep_leaves_their_tasks_to_be_told(database: Database, agency_id: int) -> None:
    drafts = {DRAFTS: {"4": {"answers": {"result": {"value": "ทำแล้ว"}}, "notes": {}}}}
    loose = {DRAFTS: {"0": {"answers": {}, "notes": {"files": []}}}}
    menu = State("U1", "menu", "menu", notes=drafts, expires_at=after(5))
    report = State("U2", "report", "result", {"task": 7}, loose, expires_at=after(5))

    def work(conn: Connection) -> tuple[int, int, State, State]:
        books = Books(conn, agency_id)
        for state in (menu, report):
            conversations.save_state(books, 0, state)
        counts = (conversations.put_away_expired(conn, after(6)), conversations.put_away_expired(conn, after(7)))
        return *counts, conversations.state_of(books, "U1"), conversations.state_of(books, "U2")

    first, second, of_menu, of_report = database.run(work)
    assert (first, second) == (2, 0)
    assert (of_menu.flow, of_menu.answers, of_menu.notes) == (None, {}, {SWEPT: ["4"]})
    assert (of_report.flow, of_report.answers, of_report.notes) == ("report", {"task": 7}, {SWEPT: ["0"]})
