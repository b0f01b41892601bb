"""Reminders: seconds of CPU and peak memory for planning a day for many agencies, each number in a process of its own.

An agency has 20 people, 30 measures and one open round; on the day planned every person has something due. Run as
a program with a number of agencies it plans their day twice and prints one line of JSON.
"""

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.memory import peak_megabytes

ROOT = Path(__file__).resolve().parent.parent.parent
AGENCIES = (1, 100, 1000)
PEOPLE, MEASURES, UNITS = 20, 30, 5
DAY = datetime(2026, 12, 1, 2, tzinfo=UTC)  # 09:00 in Bangkok, the month's first working day


def run(agencies: tuple[int, ...] = AGENCIES) -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    return [_row(count) for count in agencies]


def _row(count: int) -> tuple[str, str]:
    command = [sys.executable, "-m", "tests.bench.reminders", str(count)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    made = json.loads(done.stdout.splitlines()[-1])
    each = 1000 * made["planned"] / count
    return (
        f"reminders of a day, {count:,} agencies of {PEOPLE} people and {MEASURES} measures",
        f"{made['planned']:.2f} s of CPU for {made['digests']:,} digests planned and stored ({each:.1f} ms an agency), "
        f"the same tick again {made['again']:.2f} s, a day without any {made['idle']:.2f} s, "
        f"peak {made['megabytes']:.0f} MB",
    )


def _measure(count: int) -> dict[str, float]:
    from reminders.tick import remind_due
    from store.engine import open_database
    from store.migrate import migrate
    from tests.agency import KEYS

    with TemporaryDirectory(prefix="tidtam-bench-") as name:
        url = f"sqlite:///{name}/bench.sqlite"
        migrate(url)
        database = open_database(url)
        for number in range(count):
            database.run(lambda conn, number=number: _make(conn, number))  # type: ignore[misc]
        before = peak_megabytes()

        def tick(now: datetime) -> tuple[float, int]:
            started = time.process_time()
            told = remind_due(database, now, lambda *_: [{"type": "text", "text": "x" * 2000}], KEYS, now)
            return time.process_time() - started, told

        idle, _ = tick(DAY.replace(day=9))
        planned, digests = tick(DAY)
        again, _ = tick(DAY.replace(minute=1))
        database.close()
    peak = peak_megabytes()
    return {"planned": planned, "digests": digests, "again": again, "idle": idle, "megabytes": peak, "before": before}


def _make(conn: object, number: int) -> None:
    from sqlalchemy import Connection

    from domain.agency import PersonRow, Role
    from domain.plan import Cadence, Measure, Plan, Responsible, Topic
    from domain.writes import Enrol, ImportPeople, ImportPlan, IssueInvite, OpenRound
    from reports.layouts.load import named_layout
    from store import people
    from store.agencies import add_agency
    from store.apply import apply
    from store.books import Books
    from tests.agency import KEYS
    from thai.cadences import CadenceKind
    from thai.fiscal import RoundKind

    assert isinstance(conn, Connection)
    opened = datetime(2026, 10, 1, 1, tzinfo=UTC)
    books = Books(conn, add_agency(conn, f"a{number}", f"Agency {number}", named_layout("results"), opened))
    units = [f"กอง {place}" for place in range(UNITS)]
    staff, head = frozenset({Role.STAFF}), frozenset({Role.SUPERVISOR})
    rows = [
        PersonRow(f"Person {place}", "นักวิชาการ", (units[place % UNITS],), head if place < UNITS else staff)
        for place in range(PEOPLE)
    ]
    monthly = Cadence("ทุกเดือน", CadenceKind.MONTHLY)
    measures = tuple(
        Measure(f"มาตรการ {place}", responsible=Responsible("", units=(units[place % UNITS],)), cadence=monthly)
        for place in range(MEASURES)
    )
    plan = Plan(None, 2570, (Topic("การปฏิบัติหน้าที่", measures, kind="issue"),))
    round_ = OpenRound(2570, RoundKind.FIRST_HALF, date(2027, 3, 31), opened)
    apply(books, (ImportPeople(tuple(rows)), ImportPlan(plan, 2570, opened), round_), KEYS)
    for who in people.load_people(books):
        apply(books, (IssueInvite(who.id, f"{number}-{who.id}", opened, DAY),), KEYS)
        invite = people.invite_by_code_hash(books, f"{number}-{who.id}")
        assert invite
        apply(books, (Enrol(invite.id, f"U{number}-{who.id}", opened),), KEYS)


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
