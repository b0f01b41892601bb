"""`python -m tests.bench.profile_turn [EVENTS]`: where the CPU of a turn goes, without gunicorn and LINE.

Prints the seconds a turn takes unwatched, the statements it sends, and cProfile's view of it.
"""

import cProfile
import json
import pstats
import sys
import tempfile
import time
from collections import Counter
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
from tests.bench.walk import WALK
from tests.bench.walk import event as line_event

T = TypeVar("T")

PEOPLE = 200


def main(events: int) -> None:
    """Profile so many events."""
    with tempfile.TemporaryDirectory(prefix="tidtam-profile-") as name:
        url = f"sqlite:///{name}/profile.db"
        users = make_office(url, PEOPLE)
        env = {"DATABASE_URL": url, "SECRET_KEY": KEYS.secrets[0], "EVIDENCE_URL": Path(name).as_uri()}
        shell = open_shell(read_settings({**env, "TIDTAM_VAR": name}))
        agency_id = shell.database.read(lambda conn: open_books(conn, SLUG)).agency_id  # type: ignore[union-attr]
        told = _events(users)
        _take(shell, agency_id, told, len(WALK) * 10)
        started = time.process_time()
        _take(shell, agency_id, told, events)
        print(f"{(time.process_time() - started) / events * 1e6:.0f} µs of CPU a turn")
        _count_statements(shell, agency_id, told)
        _profile(shell, agency_id, told, events)


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


def _count_statements(shell: Shell, agency_id: int, told: Iterator[dict[str, Any]]) -> None:
    seen: Counter[str] = Counter()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen[" ".join(statement.split())[:150]] += 1

    event.listen(shell.database.engine, "before_cursor_execute", note)
    _take(shell, agency_id, told, len(WALK))
    event.remove(shell.database.engine, "before_cursor_execute", note)
    print(f"{seen.total() / len(WALK):.1f} statements a turn; in a walk of {len(WALK)}:")
    for statement, times in seen.most_common():
        print(f"  {times:3}  {statement}")


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
    shell.database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
