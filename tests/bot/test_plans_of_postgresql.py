"""How PostgreSQL finds what a turn reads, in an installation of 2,000 agencies and 100,000 replies."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bot.incoming import incoming_from_line
from bot.turn import take_turn
from store.engine import Database
from tests.bot.edge import Edge
from tests.bot.edge import text as said
from tests.bot.test_statements import OFFICER, WALK
from tests.databases import watched

AGENCIES, REPLIES, MESSAGES = 2_000, 50, 10  # of each of them
# Made after the small agency, whose rows each of these is like; `n` is the number of the new agency, `m` of its row.
FILL = (
    "INSERT INTO agencies SELECT (jsonb_populate_record(a, jsonb_build_object('id', n, 'slug', 'a' || n))).* "
    "FROM agencies a, generate_series(1001, 1000 + :agencies) n WHERE a.id = 1",
    *(
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object('agency_id', n{more}))).* "
        f"FROM {table} r, generate_series(1001, 1000 + :agencies) n WHERE r.agency_id = 1"
        for table, more in (
            ("units", ", 'id', n * 1000 + r.id"),
            ("people", ", 'id', n * 1000 + r.id, 'line_user', 'U' || n || '-' || r.id"),
            ("person_units", ", 'person_id', n * 1000 + r.person_id, 'unit_id', n * 1000 + r.unit_id"),
            ("person_roles", ", 'person_id', n * 1000 + r.person_id"),
            ("plans", ", 'id', n * 1000 + r.id"),
            ("topics", ", 'id', n * 1000 + r.id, 'plan_id', n * 1000 + r.plan_id"),
            ("measures", ", 'id', n * 1000 + r.id, 'plan_id', n * 1000 + r.plan_id, 'topic_id', n * 1000 + r.topic_id"),
            ("rounds", ", 'id', n * 1000 + r.id"),
            (
                "tasks",
                ", 'id', n * 1000 + r.id, 'round_id', n * 1000 + r.round_id, 'unit_id', n * 1000 + r.unit_id, "
                "'measure_id', n * 1000 + r.measure_id",
            ),
            ("conversations", ", 'line_user', 'U' || n"),
        )
    ),
    *(
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object("
        f"'agency_id', n, 'id', n * 1000 + m, 'event_id', 'e' || n || '-' || m{more}))).* "
        f"FROM {table} r, generate_series(1001, 1000 + :agencies) n, generate_series(1, {many}) m "
        f"WHERE r.id = (SELECT min(id) FROM {table} WHERE agency_id = 1)"
        for table, many, more in (
            ("updates", REPLIES, ", 'task_id', n * 1000 + 1 + m % 6, 'person_id', n * 1000 + 1"),
            ("inbox", MESSAGES, ", 'message_id', 'm' || n || '-' || m"),
            ("outbox", MESSAGES, ", 'line_user', 'U' || n, 'dedup_key', 'k' || m"),
        )
    ),
)
FILLED = {statement.split()[2] for statement in FILL}
MOST_COST = 400  # of PostgreSQL's units; reading all replies would be 3,000


@pytest.fixture
def edge(postgresql_url: str, tmp_path: Any) -> Iterator[Edge]:
    with watched(postgresql_url) as database:
        made = Edge(database, postgresql_url, tmp_path)
        yield made
        made.close()


def fill(database: Database) -> None:
    """The other agencies, each with what the first one has, and many replies."""

    def insert(conn: Connection) -> None:
        conn.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in FILL:
            conn.execute(text(statement), {"agencies": AGENCIES})

    database.run(insert)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("ANALYZE"))


def say_all(edge: Edge) -> None:
    """A report from its choice to its saving."""
    for words in WALK:
        edge.machine += timedelta(seconds=30)
        raw = {**said("U1", words), "timestamp": int(edge.machine.timestamp() * 1000)}
        taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(raw, edge.machine), 0)
        edge.app.extensions["sender"].after_turn(edge.agency_id, taken)
        edge.wait_for_delivery()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


@pytest.mark.slow
def test_no_turn_reads_a_table_from_end_to_end(edge: Edge) -> None:
    edge.enrol(OFFICER, "U1")
    say_all(edge)
    fill(edge.database)
    sent: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")) and not many:
            sent[statement] = values

    edge.shell.offices.__init__()  # type: ignore[misc]  (forgets the office: its queries are looked at as well)
    event.listen(edge.database.engine, "before_cursor_execute", note)
    say_all(edge)
    event.remove(edge.database.engine, "before_cursor_execute", note)
    assert len(sent) > 15

    def explain(conn: Connection, statement: str, values: Any) -> tuple[list[str], float]:
        """The tables that are read from end to end, and the cost that the server reckons."""
        cursor = conn.connection.cursor()
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        ((answer,),) = cursor.fetchall()
        (plan,) = answer if isinstance(answer, list) else json.loads(answer)
        found = [node["Relation Name"] for node in nodes(plan["Plan"]) if node["Node Type"] == "Seq Scan"]
        return found, plan["Plan"]["Total Cost"]

    def explain_all(conn: Connection) -> list[str]:
        wrong = []
        for statement, values in sent.items():
            scans, cost = explain(conn, statement, values)
            if FILLED.intersection(scans) or cost > MOST_COST:
                wrong.append(f"{scans} {cost}: {statement[:400]}")
        conn.execute(text("SET LOCAL enable_seqscan = off"))  # a small table is read so all the same; has it an index?
        for statement, values in sent.items():
            scans, _ = explain(conn, statement, values)
            wrong += [f"no index of {scans}: {statement[:400]}"] if scans else []
        return wrong

    assert edge.database.read(explain_all) == []
