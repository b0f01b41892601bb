"""The turn: one event, one transaction. Load, decide, save, commit; what is sent is sent afterwards."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.being_shown import BeingShown, is_being_shown, latest_wait, run_once_shown
from bot.clock import seconds
from bot.desk import load_desk
from bot.events import is_redelivered, reread
from bot.facts import StoredFacts
from bot.incoming import Incoming, store_incoming, what_to_look_at
from bot.known_quota import QuotaWanted
from bot.logs import logged_about
from bot.outgoing import Taken, put_in_outbox, tell_others
from bot.shell import Shell
from bot.turn_failure import record_failure, set_next_attempt
from domain.audit import Act
from domain.bug import format_frames_without_values, summarize_exception
from domain.conversation import State
from domain.events import Event
from domain.writes import WantEvidence
from handlers.decide import decide
from handlers.outcome import Outcome
from handlers.tasks import get_chosen_id
from store import conversations, evidence, inbox, people
from store.apply import apply
from store.books import Books
from store.counts import COUNTS, EVENTS, RETAKEN, TURN_SECONDS
from store.engine import Conflict
from store.first_look import FirstLook, look_first
from store.inbox import FailedEvent
from thai.dates import day_in_bangkok

log = logging.getLogger("tidtam.turn")

# It is the database's trouble and not the event's.
DATABASE_TROUBLE = (OperationalError, InterfaceError, PoolTimeout)

TRIES = 3
EVIDENCE_LEASE = timedelta(seconds=60)


def take_turn(shell: Shell, agency_id: int, incoming: Incoming, wait_until: float | None = None) -> Taken:
    """Take the event's turn and commit it; what is left to be done at once: nothing where it was taken before.

    1. Measure what LINE's clock is behind ours.
    2. Begin a transaction; read the conversation's state and hold it.
    3. A typed answer waits for a question that is just being sent, until `wait_until` (by `bot.clock.seconds`).
    4. Store the event in the inbox; stop where it stands there already. The same statement reads what was told of the
       message before, and the revision of the office.
    5. Decide, apply the writes, save the state, put what is said into the outbox. Where another turn was faster all is
       rolled back and taken again, at most three times.
    6. Commit. A bug rolls everything back: a second transaction stores the event as failed; where no database takes
       its content, that it came, without it.

    Raises only where not even that could be stored: LINE is then to send it again.
    """

    began, repeated = seconds(), False
    incoming = replace(incoming, event=_measure_clock(shell, incoming))

    def work(conn: Connection, may_wait: bool) -> Taken:
        nonlocal repeated
        books = Books(conn, agency_id)
        state = _load_state(books, incoming.event)
        if may_wait and state and incoming.event.kind == "text" and is_being_shown(state, shell.clock.machine()):
            raise BeingShown
        look = store_incoming(books, incoming, state)
        repeated = look is None
        return Taken() if look is None else _decide_and_save(shell, books, incoming, state, look)

    until = latest_wait() if wait_until is None else wait_until
    reason = ""
    try:
        taken = _take_again(shell, agency_id, lambda: run_once_shown(shell.database, work, until))
    except DATABASE_TROUBLE:
        raise
    except Exception as bug:
        reason = _log_failure(incoming.event, bug)
    else:
        _tell_outcome(incoming, taken, "repeated" if repeated else "taken", seconds() - began)
        return taken
    failed = _store_failed(shell, agency_id, incoming, reason)
    _tell_outcome(incoming, failed, "failed", seconds() - began)
    return failed


def _tell_outcome(incoming: Incoming, taken: Taken, outcome: str, took: float) -> None:
    """Count one more event of LINE's (our own are no news of anybody), and log what became of it."""
    if incoming.kind != inbox.INTERNAL:
        COUNTS.add(EVENTS, outcome)
        COUNTS.time(TURN_SECONDS, took)
    with logged_about(event=incoming.event.id, outbox=taken.outbox_id):
        log.info("event %s after %.0f ms", outcome, took * 1000)


def _take_again(shell: Shell, agency_id: int, run: Callable[[], Taken]) -> Taken:
    """What the turn leaves to be done, run anew where another turn was faster; raises Conflict the third time."""
    for _ in range(TRIES - 1):
        with suppress(Conflict):
            return _run_with_quota(shell, agency_id, run)
    return _run_with_quota(shell, agency_id, run)


def _log_failure(event: Event, bug: Exception) -> str:
    """What failed, without anything that was said; it stands in the log, too."""
    if isinstance(bug, Conflict):
        return "the conversation kept moving on"
    reason = summarize_exception(bug)
    log.error("turn of event %s failed: %s\n%s", event.id, reason, format_frames_without_values(bug))
    return reason


def _store_failed(shell: Shell, agency_id: int, incoming: Incoming, reason: str) -> Taken:
    """What is left to be done for an event whose turn failed: it is kept, to be taken again; or that it came."""

    def store(conn: Connection) -> Taken:
        books = Books(conn, agency_id)
        state = _load_state(books, incoming.event)
        if store_incoming(books, incoming, state) is None:
            return Taken()
        return record_failure(shell, books, incoming, reason, 0)

    try:
        return shell.database.run(store)
    except DATABASE_TROUBLE:
        raise
    except Exception as bug:
        log.error("event %s cannot be kept: %s", incoming.event.id, summarize_exception(bug))
        # What no database takes is told of the content, not of the turn.
        why = summarize_exception(bug)
    return shell.database.run(lambda conn: _store_without_content(shell, Books(conn, agency_id), incoming, why))


def _run_with_quota(shell: Shell, agency_id: int, run: Callable[[], Taken]) -> Taken:
    """What the turn leaves to be done; where it needs LINE's word on the quota, that is asked for between two tries.

    Not within one: a transaction does not wait for LINE.
    """
    try:
        return run()
    except QuotaWanted:
        shell.known_quota.ask(agency_id, shell.clock.machine(), shell.quota_of)
        return run()


def _store_without_content(shell: Shell, books: Books, incoming: Incoming, reason: str) -> Taken:
    """What is left to be done for an event whose content no database takes: that it came is kept."""
    bare = replace(incoming, raw=None)
    is_new = store_incoming(books, bare, None) is not None
    return record_failure(shell, books, bare, reason, 0) if is_new else Taken()


def retake_turn(shell: Shell, failed: FailedEvent) -> Taken:
    """Take the turn of an event that failed before; the caller has claimed it."""

    def read_again() -> Incoming:
        event = replace(reread(failed.event_id, failed.raw or {}, failed.received_at), received_at=failed.received_at)
        return Incoming(event, failed.raw, event.kind, failed.received_at)

    def work(conn: Connection) -> Taken:
        books = Books(conn, failed.agency_id)
        if failed.raw is None:
            inbox.mark_dead(books, failed.event_id, failed.error or "its content is no longer kept")
            return Taken()
        incoming = read_again()
        state = _load_state(books, incoming.event)
        look = look_first(books, what_to_look_at(incoming.event))
        if look.mark.unsent:
            inbox.forget_event(books, failed.event_id)  # unsent since it was claimed
            return Taken()
        taken = _decide_and_save(shell, books, incoming, state, look)
        inbox.mark_done(books, failed.event_id)
        return taken

    def fail(conn: Connection, incoming: Incoming) -> Taken:
        return record_failure(shell, Books(conn, failed.agency_id), incoming, reason, failed.attempts)

    try:
        taken = _take_again(shell, failed.agency_id, lambda: shell.database.run(work))
    except DATABASE_TROUBLE:
        raise
    except Exception as bug:
        COUNTS.add(RETAKEN, "failed")
        reason = summarize_exception(bug)
        log.error("event %s cannot be taken again: %s\n%s", failed.event_id, reason, format_frames_without_values(bug))
    else:
        COUNTS.add(RETAKEN, "taken")
        log.info("event taken, attempt %s", failed.attempts + 1)
        return taken
    try:
        incoming = read_again()
        return shell.database.run(lambda conn: fail(conn, incoming))
    except DATABASE_TROUBLE:
        raise
    except Exception as bug:
        log.error("event %s is set back: %s", failed.event_id, summarize_exception(bug))
    shell.database.run(
        lambda conn: set_next_attempt(shell, Books(conn, failed.agency_id), failed.event_id, reason, failed.attempts)
    )
    return Taken()


def _measure_clock(shell: Shell, incoming: Incoming) -> Event:
    """The event with what LINE's clock is behind ours."""
    event = incoming.event
    if event.received_at is None:
        return event
    redelivered = is_redelivered(incoming.raw or {})
    behind = shell.clocks_apart.after(shell.database, shell.clock, event.at, event.received_at, redelivered)
    return replace(event, behind=behind)


def _load_state(books: Books, event: Event) -> State | None:
    """Where the event's conversation stands, held until the transaction ends; None in a group, which has none."""
    if event.line_user is None or event.in_group:
        return None
    return conversations.state_of(books, event.line_user, hold=True)


def _decide_and_save(shell: Shell, held: Books, incoming: Incoming, known: State | None, look: FirstLook) -> Taken:
    """The turn itself, in the transaction of these books: what is left to be done once it is committed."""
    event = incoming.event
    if incoming.silent or (event.line_user is None and not event.in_group):
        return Taken()
    books, state = shell.offices.open_books(held, look.revision), known or State("")
    facts = _load_facts(shell, books, event, state, look)
    outcome = decide(state, event, facts)
    return _save(shell, books, incoming, state, outcome, facts)


def _load_facts(shell: Shell, books: Books, event: Event, state: State, look: FirstLook) -> StoredFacts:
    """The desk of who writes, and what may be looked up besides."""
    who = event.line_user or "" if event.in_group else state.line_user
    person = people.person_of_line_user(books, who)
    desk = load_desk(books, person, day_in_bangkok(event.at), get_chosen_id(state))
    return StoredFacts(
        books, desk, who, shell.keys, shell.words, shell.settings.base_url,
        lambda: shell.known_quota.get(books.agency_id, shell.clock.machine()),
        {event.message_id: look.mark} if event.message_id else {}, look.numbers,
    )  # fmt: skip


def _save(shell: Shell, books: Books, incoming: Incoming, state: State, outcome: Outcome, facts: StoredFacts) -> Taken:
    """Carry the writes out, save the conversation, put what is said into the outbox; what is left to be done."""
    who = facts.person.id if facts.person else None
    apply(books, outcome.writes, shell.keys, Act("chat", who, incoming.event.at))
    if outcome.state != state:
        conversations.save_state(books, state.version, outcome.state)
    wanted = tuple(write.message_id for write in outcome.writes if isinstance(write, WantEvidence))
    if wanted:
        evidence.lease_evidence(books, wanted, shell.clock.machine() + EVIDENCE_LEASE)
    tell_others(shell, books, incoming, outcome, facts.words)
    return Taken(put_in_outbox(shell, books, incoming, outcome.messages, "reply", words=facts.words), wanted)
