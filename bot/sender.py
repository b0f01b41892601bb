"""Sending what the turns left: replies at once from a small pool, what they wanted fetched beside it."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime, timedelta
from time import sleep

from bot.clock import seconds
from bot.fetch import fetch_evidence
from bot.line import TIMEOUT
from bot.logs import logged_about
from bot.outgoing import REPLY_LEASE, Taken
from bot.render import Json, add_in_front, fill_sign_in
from bot.shell import Shell
from bot.words import Words
from domain.bug import format_frames_without_values
from domain.messages import N_, say
from domain.sending import NO_CHANNEL, SendError
from reminders.delivery import deliver
from store import evidence, outbox
from store.agencies import load_agency
from store.books import Books
from store.outbox import OutboxRow, Via
from store.signins import signin_token
from web.public.head import head_address
from web.public.my_data import my_data_address
from web.public.replies import replies_address
from web.public.sign_in import sign_in_address

log = logging.getLogger("tidtam.sender")

# Each waits for one answer of LINE: at 100 ms an answer, 64 send 640 replies a second.
THREADS = 64
ATTEMPT = timedelta(seconds=sum(TIMEOUT))
HELD_PAUSE = 0.05  # seconds between two looks at a question that waits for the one before
LONGEST_HELD = 1.0  # seconds; then the worker waits in its place
LATE = timedelta(minutes=1)

DELAYED = N_("Delayed: this is the answer of {time}.")


def send_row(shell: Shell, row: OutboxRow, via: Via) -> None:
    """One attempt at a row; raises SendError. Sign-in links are filled in here and nowhere stored."""
    credentials = shell.credentials_of(row.agency_id)
    if credentials is None:
        raise SendError(f"{NO_CHANNEL}: run `tidtam channel set`", permanent=False)
    messages = say_when(row, shell.clock.machine(), shell.words)
    messages = fill_sign_in(messages, _address_maker(shell, row.agency_id))
    if via == "reply":
        shell.line.reply(credentials, str(row.reply_token), messages)
    else:
        shell.line.push(credentials, row.line_user, messages, row.retry_key)


def say_when(row: OutboxRow, now: datetime, words: Words) -> list[Json]:
    """The row's messages; what is said late, or after another question, begins with the time that it speaks of.

    So a “saved” of an hour ago is not taken for the report at hand. A question alone needs no time.
    """
    messages = [dict(message) for message in row.messages]
    late = row.left_behind or now - row.created_at > LATE
    if row.said_at is None or not late or row.statements == ():
        return messages
    return add_in_front(words(say(DELAYED, time=row.said_at)), messages)


def _hold_token(shell: Shell, agency_id: int) -> None:
    """Have the channel's token at hand, so that an attempt takes no longer than its own call."""
    if (credentials := shell.credentials_of(agency_id)) is not None:
        shell.line.hold_token(credentials)


def _address_maker(shell: Shell, agency_id: int) -> Callable[[str, int, str], str]:
    def address(opens: str, person_id: int, event_id: str) -> str:
        slug = shell.database.read(lambda conn: load_agency(Books(conn, agency_id)).slug)
        base_url, keys = shell.settings.base_url, shell.keys
        if opens == "replies":
            return replies_address(base_url, slug, signin_token(keys, person_id, event_id, "replies"))
        if opens == "certify":
            return head_address(base_url, slug, signin_token(keys, person_id, event_id, "certify"))
        if opens == "data":
            return my_data_address(base_url, slug, signin_token(keys, person_id, event_id, "data"))
        return sign_in_address(base_url, slug, signin_token(keys, person_id, event_id))

    return address


class Sender:
    """The pool of one web process. What it does not get done the worker does, once the lease has run out."""

    def __init__(self, shell: Shell, threads: int = THREADS, pool: Executor | None = None) -> None:
        """`pool` runs it all where it is given."""
        self._shell = shell
        self._pool = pool or ThreadPoolExecutor(threads, thread_name_prefix="tidtam-reply")
        self._fetchers = pool or ThreadPoolExecutor(4, thread_name_prefix="tidtam-fetch")

    def after_turn(self, agency_id: int, taken: Taken) -> None:
        """Queue what a committed turn left to be done."""
        if taken.outbox_id is not None:
            self._pool.submit(copy_context().run, self._send_reply, agency_id, taken.outbox_id)
        for message_id in taken.wanted:
            self._fetchers.submit(copy_context().run, self._fetch, agency_id, message_id)

    def _send_reply(self, agency_id: int, outbox_id: int) -> None:
        with logged_about(outbox=outbox_id):
            self._send_or_leave(agency_id, outbox_id)

    def _send_or_leave(self, agency_id: int, outbox_id: int) -> None:
        shell = self._shell
        try:
            _hold_token(shell, agency_id)
            row = self._ours_to_send(agency_id, outbox_id)
            if row is not None:
                deliver(shell.database, row, lambda row, via: send_row(shell, row, via), shell.clock.machine)
        except SendError as error:
            log.warning("reply %s waits for the worker: %s", outbox_id, error.reason)
        except Exception as bug:
            log.error("reply %s failed; the worker takes it over: %s", outbox_id, format_frames_without_values(bug))

    def _ours_to_send(self, agency_id: int, outbox_id: int) -> OutboxRow | None:
        """The row once no question asked before it can come after it; None where the worker is to send it."""
        until = seconds() + LONGEST_HELD
        while (row := self._load_row(agency_id, outbox_id)) is not None and self._is_ours(row):
            if row.held_until is None:
                return row
            if seconds() > until:
                self._leave(row, row.held_until)
                return None
            sleep(HELD_PAUSE)
        return None

    def _leave(self, row: OutboxRow, held_until: datetime) -> None:
        """Leave the row to the worker at once: the process that holds the question before may have died."""
        why = "a question asked before may still be on its way"
        self._shell.database.run(lambda conn: outbox.postpone(conn, row, held_until, why))

    def _load_row(self, agency_id: int, outbox_id: int) -> OutboxRow | None:
        now = self._shell.clock.machine()
        return self._shell.database.read(lambda conn: outbox.outbox_row(Books(conn, agency_id), outbox_id, now))

    def _is_ours(self, row: OutboxRow) -> bool:
        """False where the worker has claimed the row, or could before an attempt begun now has ended.

        A push is safe to send twice, under its key.
        """
        if row.reply_token is None:
            return True
        leased_until = row.created_at + REPLY_LEASE
        return row.next_at == leased_until and self._shell.clock.machine() + ATTEMPT <= leased_until

    def _fetch(self, agency_id: int, message_id: str) -> None:
        shell = self._shell
        try:
            wanted = shell.database.read(lambda conn: evidence.wanted_of_message(Books(conn, agency_id), message_id))
            if wanted is not None:
                taken = fetch_evidence(shell, wanted)
                self.after_turn(agency_id, taken)
        except Exception as bug:
            log.error("fetching evidence failed; the worker takes it over: %s", format_frames_without_values(bug))

    def close(self) -> None:
        """Finish what is under way."""
        self._fetchers.shutdown(wait=True)
        self._pool.shutdown(wait=True)
