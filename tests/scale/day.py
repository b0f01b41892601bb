"""A round's last day: planned, delivered and answered, with the CPU that each part takes of us and of PostgreSQL."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from bot.incoming import incoming_from_line
from bot.sender import send_row
from bot.shell import Shell
from bot.turn import take_turn
from bot.worker import Worker
from reminders.delivery import deliver
from store import outbox, tables
from store.books import Books
from store.outbox import OutboxRow
from store.scope import for_every_agency, see_every_agency
from tests.bench.servers import tree_cpu_seconds
from tests.bench.walk import WALK, event
from tests.scale.country import PEOPLE, find_user
from tests.scale.installation import Hands

ACTIVE = 1_000  # people who are reporting at the same time
_READS = 30.0  # seconds between two answers of a person


@dataclass(frozen=True, slots=True)
class Cost:
    """What some work took: pieces of it, seconds by the clock, seconds of CPU of ours and of PostgreSQL's."""

    pieces: int
    seconds: float
    ours: float
    database: float

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU a piece, ours and the database's together."""
        return 1000 * (self.ours + self.database) / max(self.pieces, 1)


class Meter:
    """Measures what happens between its beginning and `stop`."""

    def __init__(self, postmaster: int) -> None:
        self._postmaster = postmaster
        self._at, self._ours, self._database = time.perf_counter(), time.process_time(), tree_cpu_seconds(postmaster)

    def stop(self, pieces: int) -> Cost:
        """The cost since the beginning."""
        database = tree_cpu_seconds(self._postmaster) - self._database
        return Cost(pieces, time.perf_counter() - self._at, time.process_time() - self._ours, database)


def plan_day(worker: Worker, postmaster: int) -> Cost:
    """One tick of reminding; its pieces are the digests that were new."""
    meter = Meter(postmaster)
    return meter.stop(worker.remind())


def deliver_day(worker: Worker, postmaster: int) -> Cost:
    """Everything that is due, sent; its pieces are messages."""
    meter, sent = Meter(postmaster), 0
    while claimed := worker.send_unsent():
        sent += claimed
    return meter.stop(sent)


def forget_reminders(conn: Connection) -> None:
    """As if the day's reminders had not been made: the same day may be planned again."""
    for table in ("reminder_keys", "reminders", "outbox"):
        see_every_agency(conn).execute(text(f"DELETE FROM {table}"))


def leave_for_later(conn: Connection, but: int) -> None:
    """All agencies but the first ones are to be reminded in the evening."""
    see_every_agency(conn)
    evening = (
        "INSERT INTO reminder_rules (agency_id, rules) SELECT id, CAST(:rules AS json) FROM agencies WHERE id > :but"
    )
    conn.execute(text(evening), {"rules": '{"at": "17:59"}', "but": but})


def forget_replies(conn: Connection) -> None:
    """As if nobody had reported: everyone finds the same tasks again."""
    conn.execute(text("DELETE FROM update_sources"))
    conn.execute(text("DELETE FROM updates"))
    state = ("newest_id", "newest_status", "review", "counting_id", "counting_status")
    conn.execute(text(f"UPDATE tasks SET {', '.join(f'{name} = NULL' for name in state)}"))


def answer_again(shell: Shell, hands: Hands, turns: int, postmaster: int, seed: int) -> Cost:
    """The same turns of one agency: what was reported is forgotten whenever everyone has."""
    costs = []
    for number in range(max(1, turns // (PEOPLE * len(WALK)))):
        costs.append(answer(shell, hands, 1, PEOPLE * len(WALK), postmaster, 1_000 * seed + number))
        shell.database.run(lambda conn: forget_replies(see_every_agency(conn)))
    return Cost(*(sum(getattr(cost, name) for cost in costs) for name in ("pieces", "seconds", "ours", "database")))


def answer(shell: Shell, hands: Hands, agencies: int, turns: int, postmaster: int, seed: int) -> Cost:
    """So many turns of people chosen by chance, each walking through a report; delivered one by one."""
    chance, who = random.Random(seed), _walks(agencies, random.Random(seed))
    meter = Meter(postmaster)
    under_way = [next(who) for _ in range(min(ACTIVE, agencies * PEOPLE))]
    for number in range(turns):
        hands.move_on(_READS / len(under_way))
        place = chance.randrange(len(under_way)) if number % 2 else number // 2 % len(under_way)
        step = next(under_way[place], None)
        if step is None:
            under_way[place] = next(who)
            step = next(under_way[place])
        _take(shell, hands, *step, f"s{seed}", number)
    return meter.stop(turns)


def _walks(agencies: int, chance: random.Random) -> Iterator[Iterator[tuple[int, str, str]]]:
    """People by chance, no one twice before everyone was there; for each the agency, the LINE user and what is said."""
    while True:
        everyone = range(agencies * PEOPLE)
        for one in chance.sample(everyone, len(everyone)):
            agency, person = one // PEOPLE + 1, one % PEOPLE + 1
            yield iter([(agency, find_user(agency, person), words) for words in WALK])


def _take(shell: Shell, hands: Hands, agency: int, user: str, words: str, phase: str, number: int) -> None:
    raw = event(user, words, phase, number, int(hands.now.timestamp() * 1000))
    taken = take_turn(shell, agency, incoming_from_line(raw, hands.now), 0)
    if taken.outbox_id is None:
        raise AssertionError(f"nothing was said to {user} of agency {agency} at {words!r}")
    row = shell.database.read(lambda conn: outbox.outbox_row(Books(conn, agency), taken.outbox_id, hands.now))
    assert row

    def send(row: OutboxRow, via: outbox.Via) -> None:
        send_row(shell, row, via)

    assert deliver(shell.database, row, send, shell.clock.machine)


def count_saved(shell: Shell) -> int:
    """How many replies are on file in all agencies."""
    query = select(func.count()).select_from(tables.updates)
    return int(shell.database.read(lambda conn: for_every_agency(conn, query).scalar()))
