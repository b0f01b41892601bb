"""The turn: one event, one transaction. Load, decide, save, commit; what is sent is sent afterwards."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.being_shown import BeingShown, is_being_shown, latest_wait, run_once_shown
from bot.events import event_type, fetched_raw, is_redelivered, read_event, reply_token, reread
from bot.facts import StoredFacts
from bot.render import render
from bot.shell import Shell
from domain.agency import Role
from domain.bug import frames_of, told
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Message, asks, numbers_of, say, statements_of
from domain.writes import SettleEvidence, WantEvidence
from handlers.decide import decide
from handlers.outcome import Outcome
from handlers.tasks import chosen_task
from store import conversations, evidence, inbox, outbox, people
from store.apply import apply
from store.books import Books
from store.engine import Conflict, savepoint
from store.inbox import FailedEvent
from store.tombstones import tombstoned
from thai.dates import day_in_bangkok

log = logging.getLogger("tidtam.turn")

# It is the database's trouble and not the event's.
DATABASE_TROUBLE = (OperationalError, InterfaceError, PoolTimeout)

TRIES = 3
REPLY_LEASE = timedelta(seconds=20)
EVIDENCE_LEASE = timedelta(seconds=60)
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
_KEY_SPACE = uuid.UUID("6f2a3c1e-6f0c-4a55-9a36-0b8f3f8d8a11")

KEPT = N_(
    "Your message is kept, but something went wrong here. "
    "You will get an answer shortly; there is no need to send it again."
)
SEND_AGAIN = N_("Something went wrong here. Please send your message again in a little while.")


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event as it came in: our reading of it, LINE's JSON, and the token it may be answered with."""

    event: Event
    raw: Mapping[str, Any] | None
    kind: str
    received_at: datetime
    reply_token: str | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What a turn leaves to be done at once: an outbox row to send, messages whose bytes are to be fetched."""

    outbox_id: int | None = None
    wanted: tuple[str, ...] = ()


def incoming_from_line(raw: Mapping[str, Any], received_at: datetime) -> Incoming:
    """An event of a webhook call; a bot on standby is not to speak."""
    return Incoming(
        event=replace(read_event(raw, received_at), received_at=received_at),
        raw=raw,
        kind=event_type(raw),
        received_at=received_at,
        reply_token=reply_token(raw),
        silent=raw.get("mode") == "standby",
    )


def incoming_from_us(event: Event, received_at: datetime) -> Incoming:
    """An internal event: what came of fetching evidence."""
    raw = fetched_raw(event)
    return Incoming(event, raw, str(raw["type"]), received_at)


def take_turn(shell: Shell, agency_id: int, incoming: Incoming, wait_until: float | None = None) -> Taken:
    """Take the event's turn and commit it; nothing is left to do where the event was taken before.

    Until `wait_until` (by `bot.clock.seconds`) a typed answer waits for a question that is just being sent.
    Raises only where not even that the event came could be stored: LINE is then to send it again.
    """

    incoming = replace(incoming, event=_with_clocks(shell, incoming))

    def work(conn: Connection, may_wait: bool) -> Taken:
        books = Books(conn, agency_id)
        user = None if incoming.event.in_group else incoming.event.line_user
        state = conversations.state_of(books, user, hold=True) if user else None
        if may_wait and state and incoming.event.kind == "text" and is_being_shown(state, shell.clock.machine()):
            raise BeingShown
        if not _stored(books, incoming, state):
            return Taken()
        return _take_with_retries(shell, books, incoming, 0, state)

    try:
        return run_once_shown(shell.database, work, latest_wait() if wait_until is None else wait_until)
    except DATABASE_TROUBLE:
        raise
    except Exception as bug:
        log.error("event %s cannot be kept: %s\n%s", incoming.event.id, told(bug), frames_of(bug))
        reason = told(bug)
    return shell.database.run(lambda conn: _without_content(shell, Books(conn, agency_id), incoming, reason))


def _without_content(shell: Shell, books: Books, incoming: Incoming, reason: str) -> Taken:
    """What is left to be done for an event whose content no database takes: that it came is kept."""
    bare = replace(incoming, raw=None)
    return _failed(shell, books, bare, reason, 0) if _stored(books, bare, None) else Taken()


def retake_turn(shell: Shell, failed: FailedEvent) -> Taken:
    """Take the turn of an event that failed before; the caller has claimed it."""

    def work(conn: Connection) -> Taken:
        books = Books(conn, failed.agency_id)
        if failed.raw is None:
            inbox.mark_dead(books, failed.event_id, failed.error or "its content is no longer kept")
            return Taken()
        event = replace(reread(failed.event_id, failed.raw, failed.received_at), received_at=failed.received_at)
        state = conversations.state_of(books, event.line_user, hold=True) if event.line_user else None
        if event.message_id is not None and tombstoned(books, event.message_id):
            inbox.forget_event(books, event.id)  # unsent since it was claimed
            return Taken()
        incoming = Incoming(event, failed.raw, event.kind, failed.received_at)
        return _take_with_retries(shell, books, incoming, failed.attempts, state)

    try:
        return shell.database.run(work)
    except DATABASE_TROUBLE:
        raise
    except Exception as bug:
        log.error("event %s cannot be taken again: %s\n%s", failed.event_id, told(bug), frames_of(bug))
        reason = told(bug)
    shell.database.run(
        lambda conn: _put_off(shell, Books(conn, failed.agency_id), failed.event_id, reason, failed.attempts)
    )
    return Taken()


def _with_clocks(shell: Shell, incoming: Incoming) -> Event:
    """The event with what LINE's clock is behind ours."""
    event = incoming.event
    if event.received_at is None:
        return event
    redelivered = is_redelivered(incoming.raw or {})
    behind = shell.clocks_apart.after(shell.database, shell.clock, event.at, event.received_at, redelivered)
    return replace(event, behind=behind)


def _stored(books: Books, incoming: Incoming, state: State | None) -> bool:
    """True where the event is new. Of what is said in a group nothing is kept but that it was."""
    event = incoming.event
    return inbox.store_event(
        books,
        event_id=event.id,
        type=incoming.kind,
        at=event.at,
        received_at=incoming.received_at,
        line_user=None if event.in_group else event.line_user,
        message_id=None if event.in_group else event.message_id,
        raw=incoming.raw if _may_be_kept(books, incoming, state) else None,
    )


def _may_be_kept(books: Books, incoming: Incoming, state: State | None) -> bool:
    """True for what somebody says alone with us who has accepted the privacy notice, and has not unsent it."""
    event = incoming.event
    if event.in_group or state is None or state.notice_version is None:
        return False
    return incoming.kind != "message" or event.message_id is None or not tombstoned(books, event.message_id)


def _take_with_retries(
    shell: Shell, books: Books, incoming: Incoming, attempts: int, held: State | None = None
) -> Taken:
    """The turn's outcome; a bug is rolled back, recorded with the event and tried again by the worker.

    `held` is the conversation's state where it has been read already, and held.
    """
    event = incoming.event
    if incoming.silent or (event.line_user is None and not event.in_group):
        return Taken()
    for _ in range(TRIES):
        try:
            with savepoint(books.conn):
                state = held or _state(books, event)
                taken = _decide_and_save(shell, books, incoming, state)
        except Conflict:
            held = None
            continue
        except DATABASE_TROUBLE:
            raise  # nothing is stored, LINE sends it again
        except Exception as bug:
            log.error("turn of event %s failed: %s\n%s", event.id, told(bug), frames_of(bug))
            return _failed(shell, books, incoming, told(bug), attempts)
        if attempts:
            inbox.mark_done(books, event.id)
        return taken
    return _failed(shell, books, incoming, "the conversation kept moving on", attempts)


def _state(books: Books, event: Event) -> State:
    """Where the conversation stands; a group has none, and LINE need not say who speaks there."""
    alone = event.line_user is not None and not event.in_group
    return conversations.state_of(books, event.line_user or "", hold=True) if alone else State("")


def _decide_and_save(shell: Shell, books: Books, incoming: Incoming, state: State) -> Taken:
    event = incoming.event
    today, base_url = day_in_bangkok(event.at), shell.settings.base_url
    begun = chosen_task(state)
    facts = StoredFacts(books, state.line_user, shell.keys, shell.words, today, base_url, begun)
    outcome = decide(state, event, facts)
    apply(books, outcome.writes, shell.keys)
    if outcome.state != state:
        conversations.save_state(books, state.version, outcome.state)
    wanted = tuple(write.message_id for write in outcome.writes if isinstance(write, WantEvidence))
    if wanted:
        evidence.lease_evidence(books, wanted, shell.clock.machine() + EVIDENCE_LEASE)
    _tell_others(shell, books, incoming, outcome)
    return Taken(_put_in_outbox(shell, books, incoming, outcome.messages, "reply"), wanted)


def _tell_others(shell: Shell, books: Books, incoming: Incoming, outcome: Outcome) -> None:
    """Puts what administrators and other people must know into the outbox, for each who can be reached."""
    everyone = people.people(books) if outcome.to_admins else ()
    told = [(who, outcome.to_admins, f"admin:{who.id}") for who in everyone if Role.ADMIN in who.roles]
    for person_id, message in outcome.to_people:
        who = people.person(books, person_id)
        told += [(who, (message,), f"person:{who.id}")] if who else []
    for who, messages, purpose in told:
        if who.reachable:
            event = replace(incoming.event, line_user=who.line_user)
            _put_in_outbox(shell, books, replace(incoming, event=event, reply_token=None), messages, purpose)


def _failed(shell: Shell, books: Books, incoming: Incoming, error: str, attempts: int) -> Taken:
    """Record the failure; at the first one the person is told that the message is kept, or to send it again."""
    event = incoming.event
    if event.fetched is not None:  # the bytes are here, whatever becomes of the words about them
        apply(books, (SettleEvidence(event.fetched),), shell.keys)
    raw_is_kept = _put_off(shell, books, event.id, error, attempts)
    if attempts or incoming.reply_token is None or event.in_group:
        return Taken()
    return Taken(
        _put_in_outbox(shell, books, incoming, (say(KEPT if raw_is_kept else SEND_AGAIN),), "wait", expendable=True)
    )


def _put_off(shell: Shell, books: Books, event_id: str, error: str, attempts: int) -> bool:
    """Set the event's next attempt, or give it up; whether its content is kept."""
    raw_is_kept = inbox.stored_raw(books, event_id) is not None
    if attempts >= len(RETRY_AFTER) or not raw_is_kept:
        inbox.mark_dead(books, event_id, error)
    else:
        inbox.mark_failed(books, event_id, error, shell.clock.machine() + RETRY_AFTER[attempts])
    return raw_is_kept


def _put_in_outbox(
    shell: Shell,
    books: Books,
    incoming: Incoming,
    messages: Sequence[Message],
    purpose: str,
    expendable: bool = False,
) -> int | None:
    """The outbox row of what is said, leased to the web process for its reply; None where nothing is said."""
    event = incoming.event
    if not messages or event.line_user is None:
        return None
    dedup_key = f"{event.id}:{purpose}"
    today = day_in_bangkok(event.at)
    now = shell.clock.machine()
    return outbox.put(
        books,
        line_user=event.line_user,
        dedup_key=dedup_key,
        messages=render(messages, shell.words, today),
        statements=render(statements_of(messages), shell.words, today) if any(map(asks, messages)) else None,
        said_at=event.at,
        numbers=numbers_of(messages),
        retry_key=str(uuid.uuid5(_KEY_SPACE, f"{books.agency_id}:{dedup_key}")),
        next_at=now + REPLY_LEASE if incoming.reply_token else now,
        created_at=now,
        event_id=event.id,
        reply_token=incoming.reply_token,
        token_at=incoming.received_at if incoming.reply_token else None,
        expendable=expendable,
    )
