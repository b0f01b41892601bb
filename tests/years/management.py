"""What happens in an agency's year besides reporting: rounds, checks, absences, people who leave, bad days of LINE."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.exc import OperationalError

from bot.follow_pages import StoredFollow
from domain.audit import Act
from domain.reply_form import SentReply
from domain.task import Review
from domain.writes import (
    CloseRound,
    OpenRound,
    PutOffReminders,
    RemovePerson,
    ReviewUpdate,
    SetAway,
    SetDeputy,
    SetHoliday,
    SetReview,
    Write,
)
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.tables import updates
from store.tasks import load_tasks, load_tasks_to_check
from tests.agency import KEYS
from tests.faults.officer import text_for
from tests.years.agency import ADMIN, HEAD, OFFICERS, YEAR
from tests.years.people import Habits
from thai.fiscal import RoundKind, first_day, round_days

if TYPE_CHECKING:
    from tests.years.year import Year

DAY = 86_400.0
_TASK_OF = select(updates.c.task_id).where(updates.c.id == bindparam("id"))
AWAY = Habits("away", 0.0, 10_000, 60)


class Management:
    """The administrator, the supervisors and fate."""

    def __init__(self, year: "Year") -> None:
        self.year, self.rng = year, random.Random(f"management:{year.seed}")
        self._texts = 9000

    def begin(self, end: datetime) -> None:
        """Put everything that will happen into the calendar."""
        self._plan_rounds()
        if self.rng.random() < 0.5:
            self._at(self._some_day(120), self._ask_for_checks)
        for _ in range(3):
            self._at(self._some_day(), self._somebody_is_away)
        for _ in range(2):
            self._at(self._some_day(), self._somebody_puts_off)
        for does in (
            self._corrects,
            self._corrects,
            self._answers_for_another,
            self._answers_for_another,
            self._nudges,
        ):
            self._at(self._some_day(), lambda does=does: self._by_page(does))  # type: ignore[misc]
        if self.rng.random() < 0.5:
            self._at(self._some_day(), self._somebody_leaves)
        for _ in range(2):
            self._at(self._some_day(), self._somebody_blocks)
        self._at(
            self._some_day(), lambda: self.write(SetHoliday((self._today() + timedelta(days=9)), "วันหยุดของหน่วยงาน"))
        )
        for _ in range(4):
            self._at(self._some_day(), lambda: self._line_is_down(self.rng.uniform(0.2, 9) * 3_600))
            self._at(self._some_day(), lambda: self._stops(self.year.web, self.rng.uniform(60, 9_000)))
            self._at(self._some_day(), lambda: self._stops(self.year.worker, self.rng.uniform(60, 3 * DAY)))
            self._at(self._some_day(), self._clock_is_set)
        self.year.hub.begin(lambda: self._every(3 * DAY, self.year.promises.gather))

    def write(self, *writes: Write, by: str = ADMIN) -> None:
        """What a page writes, as it does: recorded with who did it."""
        year, who = self.year, self.year.office.named(by)
        act = Act("page", who.id, year.hub.now())
        year.note(by, ", ".join(map(_tell, writes)))
        year.disk.write(lambda conn: apply(Books(conn, year.office.id), writes, KEYS, act))

    # -- the calendar -----------------------------------------------------------------------------

    def _at(self, day: float, do: Callable[[], object]) -> None:
        """So many days after 1 October, in office hours mostly."""
        self.year.hub.begin(do, day * DAY + self.rng.uniform(2, 11) * 3_600)

    def _some_day(self, before: float = 380) -> float:
        return self.rng.randrange(4, int(before))

    def _today(self) -> date:
        return (self.year.hub.now() + timedelta(hours=7)).date()

    def _every(self, seconds: float, do: Callable[[], object]) -> None:
        while True:
            do()
            self.year.hub.sleep(seconds)

    def _plan_rounds(self) -> None:
        kinds = self.year.office.layout.round_kinds
        if not self.year.office.layout.year_asks_anew:
            kinds = tuple(kind for kind in kinds if kind is not RoundKind.ANNUAL)
        first = first_day(YEAR)
        begins = first
        for kind in kinds:
            due = round_days(YEAR, kind)[1]
            opens = (begins - first).days + self.rng.choice((0, 0, 1, 6, 20))
            if self.rng.random() < 0.2:
                due += timedelta(days=self.rng.choice((-5, 7, 15)))
            self._at(opens, lambda kind=kind, due=due: self._open(kind, due))  # type: ignore[misc]
            closes = (due - first).days + self.rng.choice((2, 6, 12, 25))
            if self.rng.random() < 0.8:
                self._at(closes, lambda kind=kind: self._close(kind))  # type: ignore[misc]
                if self.rng.random() < 0.4:
                    again = closes + self.rng.choice((1, 5, 20))
                    self._at(again, lambda kind=kind, due=due: self._open(kind, due))  # type: ignore[misc]
                    self._at(again + 9, lambda kind=kind: self._close(kind))  # type: ignore[misc]
            begins = round_days(YEAR, kind)[1] + timedelta(days=1)

    def _open(self, kind: RoundKind, due: date) -> None:
        self.write(OpenRound(YEAR, kind, due, self.year.hub.now()))

    def _close(self, kind: RoundKind) -> None:
        self.write(CloseRound(YEAR, kind, self.year.hub.now()))

    # -- the check --------------------------------------------------------------------------------

    def _ask_for_checks(self) -> None:
        self.write(SetReview(self.year.hub.now()))
        self.year.hub.begin(lambda: self._every(self.rng.uniform(2, 6) * DAY, self._check))

    def _check(self) -> None:
        """The head looks at what waits, and sends some of it back."""
        year, head = self.year, self.year.office.named(HEAD)
        for task in year.disk.read(lambda conn: load_tasks_to_check(Books(conn, year.office.id))):
            if task.check is None or self.rng.random() < 0.3:
                continue
            returned = self.rng.random() < 0.25
            verdict = Review.RETURNED if returned else Review.APPROVED
            words = "ขอรูปถ่ายเพิ่ม" if returned else ""
            at = year.hub.now()
            with suppress(Conflict):
                self.write(
                    ReviewUpdate(task.check.update_id, head.id, verdict, at, words, after=task.check.step), by=HEAD
                )
            year.hub.sleep(self.rng.uniform(5, 90))

    # -- on the pages -----------------------------------------------------------------------------

    def _by_page(self, do: Callable[[StoredFollow], object]) -> None:
        """As a page of the web process does it, where that is there."""
        web, year = self.year.web, self.year
        follow = StoredFollow(
            web.shell.database, KEYS, web.shell.words, year.hub.now, web.shell.clock.machine, "https://example.go.th",
            web.shell.quota_of,
        )  # fmt: skip

        def answer_page() -> None:
            with suppress(OperationalError):  # the page says that it failed
                do(follow)

        if web.is_up:
            web.begin(answer_page)

    def _corrects(self, follow: StoredFollow) -> None:
        """The administrator corrects a slip in somebody's reply."""
        year, admin = self.year, self.year.office.named(ADMIN)
        known = year.promises.records[-30:]
        if not known:
            return
        record = self.rng.choice(known)
        task_id = year.disk.read(lambda conn: conn.execute(_TASK_OF, {"id": record.id}).scalar_one())
        form = follow.find_correction(year.office.id, admin, task_id, record.id)
        fields = {field.name: field.value for field in form.fields} if form else {}
        if not fields.get("result"):
            return
        number, text = self._new_text(record.measure)
        year.promises.expect(record.officer, number, record.measure, {**record.answers, "result": text})
        sent = SentReply(f"mark{number}", record.id, {**fields, "result": text})
        saved = follow.save_correction(year.office.id, admin, task_id, record.id, sent, "พิมพ์ผิด")
        year.note(ADMIN, f"corrects update {record.id}: {saved.said or saved.form}")

    def _answers_for_another(self, follow: StoredFollow) -> None:
        """The administrator reports in an officer's place."""
        year, admin = self.year, self.year.office.named(ADMIN)
        open_tasks = year.disk.read(lambda conn: load_tasks(Books(conn, year.office.id)))
        if not open_tasks:
            return
        task = self.rng.choice(open_tasks)
        found = follow.find_form(year.office.id, admin, task.id, None)
        if found is None:
            return
        number, text = self._new_text(task.measure)
        own = {one.name: "40" for one in found.form.fields if one.name == "own_progress"}
        fields = {one.name: one.value for one in found.form.fields} | own
        status = {"status": "อยู่ระหว่างดำเนินการ", "result": text}
        year.promises.expect(ADMIN, number, task.measure, status)
        sent = SentReply(f"mark{number}", found.form.sent.seen, {**fields, "status": "in_progress", "result": text})
        officer = found.officer.id if found.officer else None
        saved = follow.save_form(year.office.id, admin, task.id, officer, sent)
        year.note(ADMIN, f"answers {task.measure}: {saved.said or saved.form}")

    def _nudges(self, follow: StoredFollow) -> None:
        """The administrator asks for everybody to be reminded."""
        year, admin = self.year, self.year.office.named(ADMIN)
        look = follow.look_at_nudge(year.office.id, admin, None)
        asked = follow.ask_nudge(year.office.id, admin, None, look.count)
        year.note(ADMIN, f"asks for {look.count} to be reminded: {asked}")

    def _new_text(self, measure: str) -> tuple[int, str]:
        self._texts += 1
        return self._texts, text_for("result", measure, self._texts)

    # -- people -----------------------------------------------------------------------------------

    def _officer(self) -> Any:
        here = [one for one in self.year.officers if not one.has_left]
        return self.rng.choice(here)

    def _somebody_is_away(self) -> None:
        officer = self._officer()
        who = self.year.office.named(officer.who.name)
        first = self._today() + timedelta(days=self.rng.randrange(0, 4))
        span = (first, first + timedelta(days=self.rng.choice((0, 3, 12, 30))))
        colleague = self.year.office.named(self.rng.choice([name for _, name in OFFICERS if name != who.name]))
        gone = {one.who.name for one in self.year.officers if one.has_left}
        deputy = [SetDeputy(who.id, colleague.id)] if self.rng.random() < 0.7 and colleague.name not in gone else []
        self.write(SetAway(who.id, span), *deputy)
        habits = officer.habits
        officer.habits = AWAY
        self.year.hub.sleep((span[1] - self._today()).days * DAY + DAY)
        officer.habits = habits

    def _somebody_puts_off(self) -> None:
        officer = self._officer()
        since = self._today()
        until = since + timedelta(days=self.rng.choice((1, 3, 7)))
        self.write(PutOffReminders(self.year.office.named(officer.who.name).id, until, since))

    def _somebody_leaves(self) -> None:
        """One of two of a unit: the other inherits what is left."""
        officer = self.rng.choice(self.year.officers[:4])
        officer.has_left = True
        self.write(RemovePerson(self.year.office.named(officer.who.name).id, self.year.hub.now()))

    def _somebody_blocks(self) -> None:
        officer, year = self._officer(), self.year
        account = officer.account
        if account.blocked or not officer.is_enrolled:
            return
        year.note(officer.who.name, "blocks the account")
        account.blocked = True
        year.world.says(account, "unfollow", {}, answerable=False)
        year.hub.sleep(self.rng.uniform(0.5, 40) * DAY)
        if account.blocked:
            year.note(officer.who.name, "is back")
            account.blocked = False
            year.world.says(account, "follow", {"follow": {"isUnblocked": True}})

    # -- bad days ---------------------------------------------------------------------------------

    def _line_is_down(self, seconds: float) -> None:
        if self.year.luck.is_over:
            return
        self.year.note("LINE", f"is down for {seconds:.0f} s")
        self.year.world.is_down = True
        self.year.hub.sleep(seconds)
        self.year.world.is_down = False

    def _stops(self, process: Any, seconds: float) -> None:
        if not process.is_up or self.year.luck.is_over:
            return
        self.year.note(process.kind, f"is stopped for {seconds:.0f} s")
        process.stop(seconds)

    def _clock_is_set(self) -> None:
        """The machine's clock was wrong, or is now."""
        if not self.year.luck.is_over:
            self.year.clock_step = timedelta(seconds=self.rng.choice((0, -90, -4, 3, 40, 170)))
            self.year.note("machine", f"its clock is {self.year.clock_step.total_seconds():+.0f} s from now on")


def _tell(write: Write) -> str:
    return str(write)[:200]
