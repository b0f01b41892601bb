"""One fiscal year of one agency, whole: what happens in it follows from its seed."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import bot.being_shown
import bot.sender
from bot.settings import read_settings
from bot.webhook import take_events
from store.engine import Database
from tests.agency import KEYS
from tests.faults.audit import Fault, Seen
from tests.faults.run import bare
from tests.years.agency import LAYOUTS, Office, line_user, make_office
from tests.years.hub import Hub
from tests.years.line import LinePort, LineWorld, Raws
from tests.years.luck import Luck
from tests.years.management import AWAY, Management
from tests.years.people import YearOfficer
from tests.years.phones import Phones
from tests.years.printed import compare_reports
from tests.years.processes import Disk, Process, Web, WorkerProcess, next_due
from tests.years.promises import Promises

START = datetime(2026, 9, 30, 23, 0, tzinfo=UTC)  # 06:00 on 1 October in Bangkok
END = datetime(2027, 11, 5, 12, 0, tzinfo=UTC)
DRAWN = -1  # the pushes of a month: as the seed says
CALM = timedelta(days=34)  # in which all that waits is sent: a month's quota may have to begin first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a year."""

    seed: int
    layout: str
    faults: tuple[Fault, ...]
    counts: Counter[str]
    cpu: float
    diary: tuple[str, ...] = field(repr=False)


class Year:
    """Everything there is in a year; `run` lets it pass."""

    def __init__(
        self, seed: int, database: Database, folder: Path, layout: str = "", days: int = 0, limit: int | None = DRAWN
    ) -> None:
        self.seed, self.days = seed, days
        rng = random.Random(f"year:{seed}")
        self.layout = layout or LAYOUTS[seed % len(LAYOUTS)]
        self.rng, self.luck = rng, Luck(seed)
        self.hub = Hub(START)
        self.diary: list[str] = []
        self.clock_step = timedelta()
        drawn = rng.choice((None, 300, 60, 25, 12))
        limit = drawn if limit == DRAWN else limit
        self.disk = Disk(database)
        settings = read_settings(
            {
                "SECRET_KEY": KEYS.secrets[0],
                "DATABASE_URL": f"sqlite:///{folder / 'unused.db'}",
                "EVIDENCE_URL": (folder / "evidence").as_uri(),
            }
        )
        self.office: Office = make_office(self.disk, self.layout, rng, self.hub.now())
        self.world = LineWorld(self.hub, random.Random(f"line:{seed}"), self.luck, limit)
        self.promises = Promises(self.disk, self.office.id, self.hub.now)
        parts = (self.hub, self.disk, settings, self._port, random.Random(f"machine:{seed}"))
        self.web = Web(*parts, self.luck, self.machine, self.note)
        self.worker = WorkerProcess(*parts, self.luck, self.machine, self.note)
        self.officers = self._add_people()
        self.management = Management(self)
        self.world.post, self.world.heard, self.world.pushed = self._post, self.promises.heard, self.promises.pushed
        self.hub.after_step = self._after_step
        self._commits = -1

    def machine(self) -> datetime:
        """What the machine's clock shows: now and then it is set."""
        return self.hub.now() + self.clock_step

    def note(self, who: str, what: str) -> None:
        """A line of the diary."""
        self.diary.append(f"{self.hub.now() + timedelta(hours=7):%Y-%m-%d %H:%M:%S}  {who}: {what}")

    def run(self) -> Outcome:
        """Let the year pass, end the bad days, let everything settle; then look at it as a whole."""
        began = time.process_time()
        end = START + timedelta(days=self.days) if self.days else END
        for officer in self.officers:
            self.hub.begin(officer.live, self.rng.uniform(1, 5) * 3_600)
        self.management.begin(end)
        self.hub.run(end)
        self._end_bad_days()
        self._settle(end)
        left = self._ask_everybody()
        self.promises.end(self._unheard(), left)
        layout = self.office.layout
        self.promises.faults += self.disk.read(lambda conn: list(compare_reports(conn, self.office.id, layout)))
        self.hub.close()
        self.disk.close()
        counts = Counter(
            {
                "turns": len(self.world.tokens),
                "replies": len(self.promises.pressed),
                "pushes": len(self.world.accepted),
                "crashes": self.web.crashes + self.worker.crashes,
                "steps": self.hub.steps,
                "checks": self.promises.checks,
                **{f"luck {name}": count for name, count in self.luck.struck.items()},
            }
        )
        faults = tuple(dict.fromkeys(self.promises.faults))
        return Outcome(self.seed, self.layout, faults, counts, time.process_time() - began, tuple(self.diary))

    def _settle(self, end: datetime) -> None:
        """Until nothing waits; a month's quota may have to begin first."""
        for days in range(3, CALM.days, 3):
            self.hub.run(end + timedelta(days=days))
            if not self.promises.find_unfinished():
                return

    def _port(self, process: Process) -> LinePort:
        return LinePort(self.world, process)

    def _add_people(self) -> tuple[YearOfficer, ...]:
        phones, officers = Phones(self.hub, self.world, self.rng), []
        for person in self.office.people:
            self.promises.names[line_user(person)] = person.name
            self.world.add(line_user(person), person.name)
        for number, one in enumerate(self.office.officers, 1):
            account = self.world.accounts[line_user(self.office.named(one.name))]
            officer = YearOfficer(self.hub, phones, account, one, self.seed, number, self.note, self.office.layout)
            officer.meant, officer.pressed = self.promises.meant, self.promises.pressed
            officers.append(officer)
        return tuple(officers)

    def _post(self, raws: Raws) -> bool:
        """A webhook call; True where it was answered with 200 in time."""
        web, answer = self.web, []
        if not web.is_up:
            return False
        caller = self.hub.present

        def receive() -> None:
            until = self.hub.seconds() + bot.being_shown.LONGEST_WAIT
            answer.append(take_events(web.shell, web.sender, self.office.id, raws, web.shell.clock.machine(), until))
            self.hub.wake(caller)

        web.begin(receive)
        self.hub.sleep(2.0)
        return answer == [200]

    def _after_step(self) -> None:
        if self.disk.commits == self._commits:
            return
        self._commits = self.disk.commits
        self.promises.look()
        now = self.machine()
        for name, moment in self.disk.read(next_due).items():
            self.worker.sweep_by(name, max(0.0, (moment - now).total_seconds()))

    def _end_bad_days(self) -> None:
        self.luck.is_over = True
        self.world.is_down = False
        self.clock_step = timedelta()
        self.note("year", "the bad days are over")
        for account in self.world.accounts.values():
            if account.blocked:
                account.blocked = False
                self.world.says(account, "follow", {"follow": {"isUnblocked": True}})
        for officer in self.officers:
            officer.habits = AWAY

    def _ask_everybody(self) -> list[tuple[str, str]]:
        """Who gets no answer although nothing goes wrong any more."""
        asked = [one for one in self.officers if one.is_enrolled and not one.has_left]
        for officer in asked:
            self.hub.begin(officer.answers_for_sure, 1.0)
        self.hub.run(self.hub.now() + timedelta(hours=2))
        return [(one.who.name, one.left) for one in asked if one.left]

    def _unheard(self) -> list[Seen]:
        """What LINE has taken for people who had blocked the agency: it counts as delivered."""
        names = self.promises.names
        undelivered = [push for push in self.world.accepted if not push.delivered]
        return [
            Seen(names[push.user], 0, "push", "", words)
            for push in undelivered
            for message in push.messages
            if (words := bare(message))
        ]


@contextmanager
def virtual_time(hub: Callable[[], Hub]) -> Iterator[None]:
    """Where the product waits a moment, virtual time passes and not the machine's."""

    def sleep(seconds: float) -> None:
        hub().sleep(seconds)

    def seconds() -> float:
        return hub().seconds()

    with (
        patch.object(bot.being_shown, "sleep", sleep),
        patch.object(bot.being_shown, "seconds", seconds),
        patch.object(bot.sender, "sleep", sleep),
        patch.object(bot.sender, "seconds", seconds),
    ):
        yield
