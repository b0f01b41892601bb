"""The worker: unsent messages, failed turns, evidence not fetched, reminders, and what is to be forgotten.

APScheduler is its clock alone: what is due stands in our tables, so a worker that was down finds it there.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.badges import Badges
from bot.certificates import certificates_of
from bot.counting import WRITTEN_AFTER, save_counts
from bot.fetch import fetch_evidence
from bot.link_checks import LinkChecks
from bot.logs import logged_about
from bot.render import render
from bot.sender import send_row
from bot.shell import Shell
from bot.turn import DATABASE_TROUBLE, retake_turn
from bot.words import words_of
from domain.agency import Person
from domain.bug import format_frames_without_values, set_aside, summarize_exception
from domain.messages import Digest
from domain.sending import OUTSIDE_HOURS, PUSHES_SPENT, Quota, SendError
from reminders.delivery import LEASE, claim_due, deliver, drop, record_bug, way_to_send
from reminders.tick import remind_due
from reminders.worth import Drop, Wait, worth_sending
from store import conversations, edits, evidence, former, inbox, outbox
from store.agencies import load_agencies, load_agency
from store.attempts import forget_attempts
from store.books import Books
from store.counts import COUNTS, REMINDERS
from store.evidence import WantedEvidence
from store.inbox import FailedEvent
from store.outbox import OutboxRow, Via
from store.signins import forget_old_sign_ins
from store.task_state import mend_state
from store.waiting_browsers import forget_waiting_browsers
from thai.dates import day_in_bangkok

log = logging.getLogger("tidtam.worker")

RAW_KEPT_FOR = timedelta(days=7)
FORMER_KEPT_FOR = timedelta(days=365)
DEAD_KEPT_FOR = timedelta(days=30)  # for the operator, to find out why
LOOSE_KEPT_FOR = timedelta(days=8)  # a day longer than the report it came for
LINKS_KEPT_FOR = timedelta(days=1)
SESSIONS_KEPT_FOR = timedelta(days=30)  # their use stands in the record
_SENDERS = 16
SPENT_PAUSE = timedelta(hours=1)
HELD_PAUSE = timedelta(seconds=1)
RECHECKED = timedelta(minutes=5)  # the world's clock may be moved meanwhile


class Worker:
    """One worker process: each job is one sweep over a table, safe to run in two workers at once."""

    def __init__(self, shell: Shell, pool: Executor | None = None) -> None:
        """`pool` sends and fetches where it is given."""
        self._shell = shell
        self._badges = Badges(shell)
        self._links = LinkChecks(shell)
        self._certificates = certificates_of(shell)
        self._paused: dict[int, datetime] = {}
        self._pool = pool or ThreadPoolExecutor(_SENDERS, thread_name_prefix="tidtam-send")

    def send_unsent(self) -> int:
        """Send what is due; how many rows were claimed."""
        shell = self._shell
        rows = claim_due(shell.database, shell.clock.machine)
        list(self._pool.map(self._send, rows))
        return len(rows)

    def _send(self, row: OutboxRow) -> None:
        """Send one row; what fails is noted with it, and raises nothing: that would drop those behind it."""
        with logged_about(event=row.event_id, agency=row.agency_id, outbox=row.id):
            try:
                self._send_or_wait(row)
            except DATABASE_TROUBLE as trouble:
                log.error("outbox row %s waits for the database: %s", row.id, summarize_exception(trouble))
            except Exception as bug:
                self._note(row, bug)

    def _note(self, row: OutboxRow, bug: Exception) -> None:
        try:
            record_bug(self._shell.database, row, bug, self._shell.clock.machine())
        except Exception as trouble:
            log.error("outbox row %s: its failure cannot be noted: %s", row.id, format_frames_without_values(trouble))

    def _send_or_wait(self, row: OutboxRow) -> None:
        shell, now = self._shell, self._shell.clock.machine()
        paused = self._paused.get(row.agency_id)
        if paused and paused > now and way_to_send(row, now) == "push":
            shell.database.run(lambda conn: outbox.postpone(conn, row, paused, PUSHES_SPENT))
            return
        read, worth = shell.database.read(lambda conn: self._read_anew(conn, row, now))
        if read is None:
            return
        row = read
        if row.held_until is not None:
            until, why = min(row.held_until, now + HELD_PAUSE), "a question asked before may still be on its way"
            shell.database.run(lambda conn: outbox.postpone(conn, row, until, why))
            return
        match worth:
            case Drop(reason):
                drop(shell.database, row, reason)
            case Wait(time):
                shell.database.run(lambda conn: outbox.postpone(conn, row, now + min(time, RECHECKED), OUTSIDE_HOURS))
            case None:
                deliver(shell.database, row, self._try_to_send, shell.clock.machine)

    def _read_anew(
        self, conn: Connection, row: OutboxRow, now: datetime
    ) -> tuple[OutboxRow | None, Wait | Drop | None]:
        """The claimed row as it stands now, None where it waits no more; and whether it is worth sending."""
        books = Books(conn, row.agency_id)
        read = outbox.outbox_row(books, row.id, now)
        return read, worth_sending(books, row, self._shell.clock.now()) if read else None

    def _try_to_send(self, row: OutboxRow, via: Via) -> None:
        """One attempt; where the month's pushes turn out to be used up, the agency's others wait for an hour."""
        try:
            send_row(self._shell, row, via)
        except SendError as error:
            if error.status != 429 or via != "push":
                raise
            if not self._spent(row.agency_id):
                raise
            self._paused[row.agency_id] = self._shell.clock.machine() + SPENT_PAUSE
            raise SendError(PUSHES_SPENT, permanent=False, status=429) from error

    def _spent(self, agency_id: int) -> bool:
        """Whether LINE says that the month's pushes are used up: a 429 alone may be a limit of the minute."""
        quota = self._shell.quota_of(agency_id)
        return quota is not None and quota.limit is not None and quota.used >= quota.limit

    def retake_failed(self) -> int:
        """Take the turns again that failed and are due; how many."""
        shell, now = self._shell, self._shell.clock.machine()
        due = shell.database.read(lambda conn: inbox.find_due_events(conn, now, 50))
        claimed = [e for e in due if shell.database.run(partial(inbox.claim_event, event=e, lease_end=now + LEASE))]
        for event in claimed:
            self._retake(event)
        return len(claimed)

    def _retake(self, event: FailedEvent) -> None:
        with logged_about(event=event.event_id, agency=event.agency_id):
            try:
                retake_turn(self._shell, event)
            except Exception as trouble:
                told = format_frames_without_values(trouble)
                log.error("event %s waits for its lease to end: %s", event.event_id, told)

    def fetch_wanted(self) -> int:
        """Fetch the evidence that is due; how many pieces."""
        shell, now = self._shell, self._shell.clock.machine()
        due = shell.database.read(lambda conn: evidence.find_due_evidence(conn, now, 20))
        lease_end = now + timedelta(minutes=2)
        claims = (shell.database.run(partial(evidence.claim_evidence, wanted=w, lease_end=lease_end)) for w in due)
        claimed = [wanted for wanted in claims if wanted is not None]
        list(self._pool.map(self._fetch, claimed))
        return len(claimed)

    def _fetch(self, wanted: WantedEvidence) -> None:
        with logged_about(agency=wanted.agency_id):
            try:
                fetch_evidence(self._shell, wanted)
            except Exception as bug:
                log.error("evidence %s failed; it is tried again: %s", wanted.id, format_frames_without_values(bug))

    def make_certificates(self) -> int:
        """Make the versions that heads have confirmed in the chat; how many were waiting."""
        return self._certificates.make_confirmed()

    def remind(self) -> int:
        """Plan and store the day's reminders; how many were new."""
        shell = self._shell
        now, machine_now = shell.clock.now(), shell.clock.machine()
        planned = remind_due(shell.database, now, self._render, shell.keys, machine_now, self._quota)
        COUNTS.add(REMINDERS, "planned", planned)
        return planned

    def _quota(self, agency_id: int) -> Quota | None:
        """The month's pushes, with those that wait to be sent; None where LINE does not say."""
        told = self._shell.quota_of(agency_id)
        if told is None:
            return None
        waiting = self._shell.database.read(lambda conn: outbox.waiting_pushes(Books(conn, agency_id)))
        return Quota(told.limit, told.used + waiting)

    def _render(self, agency_id: int, _person: Person, digest: Digest) -> list[dict[str, object]]:
        agency = self._shell.database.read(lambda conn: load_agency(Books(conn, agency_id)))
        return render((digest,), words_of(agency, self._shell.words), day_in_bangkok(self._shell.clock.now()))

    def forget(self) -> None:
        """Put away what was begun and left; empty what was heard and said; delete bytes that nothing names any more."""
        shell, now, world = self._shell, self._shell.clock.machine(), self._shell.clock.now()
        works: tuple[Callable[[Connection], object], ...] = (
            lambda conn: conversations.put_away_expired(conn, world),
            lambda conn: evidence.drop_loose(conn, world - LOOSE_KEPT_FOR),
            lambda conn: inbox.empty_old_raw(conn, now - RAW_KEPT_FOR),
            lambda conn: edits.forget_old_edits(conn, now - RAW_KEPT_FOR),
            lambda conn: former.forget_old_accounts(conn, world - FORMER_KEPT_FOR),
            lambda conn: forget_old_sign_ins(conn, world - LINKS_KEPT_FOR, world - SESSIONS_KEPT_FOR),
            lambda conn: forget_waiting_browsers(conn, world),
            lambda conn: forget_attempts(conn, now),
            lambda conn: inbox.empty_dead_raw(conn, now - DEAD_KEPT_FOR),
            lambda conn: outbox.empty_old_messages(conn, now - RAW_KEPT_FOR),
        )
        failures = list[Exception]()
        for work in works:
            with set_aside(failures):
                shell.database.run(work)
        with set_aside(failures):
            shell.files.delete_unneeded(shell.database.read(evidence.stored_hashes), now - timedelta(hours=1))
        if failures:
            raise ExceptionGroup("what could not be forgotten is tried again", failures)

    def mend(self) -> int:
        """Write anew what tasks carry of their replies where it is wrong; how many tasks.

        A process of a former version that writes on after `tidtam migrate` does not know all that they are to carry.
        Raises at the end what failed: one agency's fault leaves no other's tasks as they are.
        """
        mended, failures = 0, list[Exception]()
        for agency in self._shell.database.read(load_agencies):
            with set_aside(failures):
                if wrong := mend_state(self._shell.database, agency.id):
                    mended += len(wrong)
                    log.warning(
                        "%s: %s tasks stood otherwise than replied (task %s)", agency.slug, len(wrong), wrong[0]
                    )
        if failures:
            raise ExceptionGroup("the state of some agencies' tasks could not be looked at", failures)
        return mended

    @property
    def jobs(self) -> tuple[tuple[str, Callable[[], object], float], ...]:
        """Each job's name, work and seconds between two sweeps."""
        return (
            ("send", self.send_unsent, 1),
            ("retake", self.retake_failed, 5),
            ("fetch", self.fetch_wanted, 5),
            ("certify", self.make_certificates, 2),
            ("remind", self.remind, 5 if self._shell.settings.clock_url else 60),
            ("badges", self._badges.sweep, 5 if self._shell.settings.clock_url else 60),
            ("forget", self.forget, 3600),
            ("mend", self.mend, 24 * 3600),
            ("links", self._links.check_night, 600),
            ("counts", lambda: save_counts(self._shell.database), WRITTEN_AFTER),
        )

    def stop_looking(self) -> None:
        """Begin nothing more of what takes long."""
        self._links.stop_looking()

    def close(self) -> None:
        """Finish what is under way."""
        self._pool.shutdown(wait=True)
