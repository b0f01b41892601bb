"""What Tidtam promises, looked at after each step of a year: plain rules over raw rows and over what people saw.

Nothing here asks the product's own rules, which would be wrong in the same way: whether a task was reported, and
whether that was in time, follows from the replies as they were confirmed.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from domain.sending import PUSHES_SPENT, TOO_LATE_TO_ASK
from reminders.occurrences import OWN, find_occasion_kind
from store import tables
from store.audit import find_chain_end, find_chain_fault
from store.books import Books
from store.task_state import find_wrong_state
from tests.faults.audit import (
    SAVED,
    Evidence,
    Fault,
    Meant,
    Pressed,
    Recorded,
    Seen,
    Sending,
    Unfinished,
    audit,
)
from tests.faults.run import BUSY, bare, bare_all, recorded_replies
from tests.years.asked_tasks import load_task
from tests.years.line import Accepted, Account, Json

MOST_A_MONTH, MOST_A_DAY = 5, 1
AT_THE_END = ("never delivered", "unanswered", "stuck")
GIVEN_UP = (PUSHES_SPENT, TOO_LATE_TO_ASK)  # after 23 hours without a way: the administrators are shown it
TOLD_APART = re.compile(r" \((?:รอบ|ไตรมาส)[^)]*\)")  # stands behind a measure that two open rounds have
REMIND = "remind:"
EARLIEST, LATEST = time(8, 56), time(18, 5)  # the hours by a clock that may be set wrong by some minutes


class Promises:
    """The auditor of one year: what was meant, seen and stored, and every fault found so far."""

    def __init__(self, disk: Any, agency_id: int, now: Callable[[], datetime]) -> None:
        self._disk, self._agency_id, self._now = disk, agency_id, now
        self.meant: list[Meant] = []
        self.pressed: list[Pressed] = []
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self.limit: int | None = None
        self.names: dict[str, str] = {}
        self.checks = 0
        self._told: Counter[tuple[str, str]] = Counter()
        self._pushed_keys: dict[tuple[str, str], str] = {}
        self._updates = self._audited = self._commits = 0
        self._token: Any = None
        self._stored_at: dict[int, datetime] = {}
        self._texts: dict[int, tuple[str, ...]] = {}
        self._records: list[Recorded] = []
        self._sendings: dict[int, Sending] = {}

    # -- after each step --------------------------------------------------------------------------

    def look(self) -> None:
        """What was written since the last look; nothing where nothing was."""
        if self._disk.commits == self._commits:
            return
        self._commits = self._disk.commits
        self._disk.read(self._look_at_writes)

    def _look_at_writes(self, conn: Connection) -> None:
        u, v, e, r = tables.updates, tables.reviews, tables.audit_entries, tables.rounds
        newest = select(
            select(func.max(u.c.id)).scalar_subquery(),
            select(func.count(v.c.update_id)).scalar_subquery(),
            select(func.max(e.c.number)).scalar_subquery(),
            select(func.count(r.c.closed_at)).scalar_subquery(),
            select(func.max(tables.agencies.c.review_from)).scalar_subquery(),
        )
        token = tuple(conn.execute(newest).one())
        if token == self._token:
            return
        self._token = token
        self.checks += 1
        if (token[0] or 0) > self._updates:
            for record in recorded_replies(conn, self._updates):
                self._check_record(record)
            self._updates = token[0]
        if wrong := find_wrong_state(Books(conn, self._agency_id)):
            self._fault("wrong state", "", f"tasks {wrong} do not stand as their replies say")
        if (token[2] or 0) > self._audited + 20:
            self._audited = token[2]
            self._check_chain(conn)

    def _check_record(self, record: Recorded) -> None:
        """What is stored was confirmed, in these words and no others, and once."""
        bare_record = replace(record, evidence=frozenset())
        self._records.append(bare_record)
        self._stored_at[record.id] = self._now()
        mine = tuple(one for one in self.pressed if (one.officer, one.measure) == (record.officer, record.measure))
        shown = tuple(replace(one, answers={k: v for k, v in one.answers.items() if k != "evidence"}) for one in mine)
        given = Evidence(meant=tuple(self.meant), pressed=shown, recorded=(bare_record,))
        self.faults += audit(given)
        words = (record.officer, *(record.answers[name] for name in ("result", "reason", "outcome")))
        if any(words[1:]) and words in self._texts.values():
            self._fault(
                "doubled record", record.officer, f"update {record.id} on {record.measure} stands twice: {words}"
            )
        self._texts[record.id] = words

    def _check_chain(self, conn: Connection) -> None:
        books = Books(conn, self._agency_id)
        fault = find_chain_fault(books)
        if fault is not None:
            self._fault("broken chain", "", f"entry {fault} of {find_chain_end(books).number}")

    def expect(self, officer: str, number: int, measure: str, answers: dict[str, str]) -> None:
        """A page is about to save this: it was meant, and confirmed."""
        self.meant += [Meant(officer, measure, number, name, text) for name, text in answers.items() if text]
        self.pressed.append(Pressed(officer, number, measure, answers))

    @property
    def records(self) -> tuple[Recorded, ...]:
        """The replies so far."""
        return tuple(self._records)

    # -- what people hear -------------------------------------------------------------------------

    def heard(self, account: Account, line: Json) -> None:
        """A message came to somebody's phone."""
        words = bare(line["message"])
        if words:
            self.seen.append(Seen(account.name, line["seq"], line["via"], line["words"], words))
        if SAVED in line["words"]:
            self.look()
            told = TOLD_APART.sub("", line["words"])
            seen = Seen(account.name, line["seq"], line["via"], told, words)
            found = audit(Evidence(seen=(seen,), recorded=tuple(self._records)))
            self.faults += [fault for fault in found if fault.kind == "lost"]

    def pushed(self, push: Accepted) -> None:
        """LINE has taken a push: a reminder is looked at for what it says to whom, and when."""
        self._disk.read(lambda conn: self._check_push(conn, push))

    def _check_push(self, conn: Connection, push: Accepted) -> None:
        o = tables.outbox
        row = conn.execute(select(o.c.id, o.c.dedup_key).where(o.c.retry_key == push.retry_key)).one()
        before = self._pushed_keys.get((push.user, row.dedup_key))
        if before is not None:
            self._fault("doubled push", push.user, f"{row.dedup_key} at {push.at}, and at {before}")
        self._pushed_keys[push.user, row.dedup_key] = str(push.at)
        if row.dedup_key.startswith(REMIND):
            key, _, person = row.dedup_key.removeprefix(REMIND).rpartition(":")
            self._check_reminder(conn, push, key, int(person))

    def _check_reminder(self, conn: Connection, push: Accepted, key: str, person_id: int) -> None:
        d, p = tables.reminders, tables.people
        told = conn.execute(select(d).where(d.c.person_id == person_id, d.c.key == key)).one()
        who = conn.execute(select(p).where(p.c.id == person_id)).one()
        local = push.at + timedelta(hours=7)
        self._told[who.name, f"{local:%Y-%m-%d}"] += 1
        self._told[who.name, f"{local:%Y-%m}"] += 1
        if self._told[who.name, f"{local:%Y-%m-%d}"] > MOST_A_DAY:
            self._fault("reminded twice", who.name, f"on {local:%Y-%m-%d}: {key}")
        if self._told[who.name, f"{local:%Y-%m}"] > MOST_A_MONTH:
            self._fault("too many pushes", who.name, f"in {local:%Y-%m}: {key}")
        if not who.active or who.line_user != push.user:
            self._fault("wrong person", who.name, f"{key} went to {push.user}")
        if not EARLIEST <= local.time() <= LATEST:
            self._fault("out of hours", who.name, f"{key} at {local}")
        k = tables.reminder_keys
        spoken = select(k.c.key).where(k.c.person_id == person_id, k.c.day == told.day).order_by(k.c.key)
        self._check_named(conn, who.name, tuple(told.task_ids), tuple(conn.execute(spoken).scalars()), push)

    def _check_named(
        self, conn: Connection, name: str, task_ids: Sequence[int], keys: Sequence[str], push: Accepted
    ) -> None:
        """What was stored or closed while the push was on its way could not be known."""
        own, day = all(find_occasion_kind(one) in OWN for one in keys), (push.at + timedelta(hours=7)).date()
        for task_id in task_ids if own else ():
            task = load_task(conn, task_id)
            if task.closed_at is not None and task.closed_at < push.begun:
                self._fault("closed round", name, f"{task.measure} ({task_id}) was closed at {task.closed_at}: {keys}")
            stored = [self._stored_at.get(one.id, push.at) for one in task.replies if one.stands]
            opens = any(find_occasion_kind(one) == "begun" for one in keys)
            over = task.is_over() if opens else task.was_reported(day)  # an opening tells also of what comes later
            if not over or max(stored) >= push.begun:
                continue
            late = any(find_occasion_kind(one) == "late" for one in keys) and task.was_answered_for_end()
            kind = "called late" if late else "reminded of what is reported"
            self._fault(kind, name, f"{task.measure} ({task_id}), stored at {max(stored):%Y-%m-%d %H:%M}: {keys}")

    # -- at times, and at the end -----------------------------------------------------------------

    def find_unfinished(self) -> list[Unfinished]:
        """What still waits to be sent, fetched or taken again."""
        return self._disk.read(_unfinished)  # type: ignore[no-any-return]

    def gather(self) -> None:
        """Note what became of messages, before their text is forgotten."""

        def read(conn: Connection) -> None:
            o = tables.outbox
            final = select(o).where(o.c.state != "waiting", o.c.messages.is_not(None)).order_by(o.c.id)
            for row in conn.execute(final):
                if row.id not in self._sendings and not (row.state == "dead" and row.last_error in GIVEN_UP):
                    self._sendings[row.id] = Sending(
                        row.id, str(row.event_id), self.names.get(row.line_user, row.line_user), row.state,
                        row.sent_via, bare_all(row.messages) or (), row.attempts, bare_all(row.statements),
                    )  # fmt: skip

        self._disk.read(read)

    def end(self, unheard: Sequence[Seen], left: Sequence[tuple[str, str]]) -> None:
        """The year is over and its faults are: all is sent, kept and told as was promised."""
        self.look()
        self.gather()
        self._disk.read(self._check_chain)
        given = Evidence(
            seen=(*self.seen, *unheard),
            sendings=tuple(self._sendings[id] for id in sorted(self._sendings)),
            unfinished=tuple(self.find_unfinished()),
            left=tuple(left),
        )
        self.faults += [fault for fault in audit(given) if fault.kind in AT_THE_END]
        self._disk.read(self._check_kept)

    def _check_kept(self, conn: Connection) -> None:
        """Nothing that was recorded has become other words, or is gone."""
        stored = {one.id: one for one in recorded_replies(conn)}
        for record in self._records:
            now = stored.get(record.id)
            if now is None or now.answers != record.answers:
                self._fault("changed record", record.officer, f"update {record.id}: {record.answers}, now {now}")

    def _fault(self, kind: str, who: str, told: str) -> None:
        self.faults.append(Fault(kind, who, f"{self._now():%Y-%m-%d %H:%M} {told}"))


def _unfinished(conn: Connection) -> list[Unfinished]:
    found = []
    for name, state in BUSY:
        table = getattr(tables, name)
        rows = conn.execute(select(table).where(table.c.state == state)).all()
        errors = [str(getattr(row, "error", None) or getattr(row, "last_error", "")) for row in rows]
        found += [Unfinished(name, str(row.id), state, error) for row, error in zip(rows, errors, strict=True)]
    return found
