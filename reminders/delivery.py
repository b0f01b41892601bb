"""Delivery of the outbox: claimed by moving its time, sent through a `send` that is handed in, marked afterwards.

A reply is free and has no retry key; a push costs quota and is safe to repeat under its key for 24 hours. So a
reply is tried while its token is young, and pushed only afterwards. Nothing counts as delivered but what LINE has
confirmed; and a question is not sent any more once another has been asked.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.bug import format_frames_without_values
from domain.reminding import AGAIN, REMIND
from domain.sending import TOO_LATE_TO_ASK, SendError
from store import outbox
from store.counts import COUNTS, MESSAGES, REMINDERS
from store.engine import Database
from store.outbox import OutboxRow, Via

log = logging.getLogger("tidtam.delivery")

Send = Callable[[OutboxRow, Via], None]

LEASE = timedelta(seconds=60)
TOKEN_LIVES = timedelta(seconds=50)  # LINE: about one minute from the event
DOUBT_LASTS = timedelta(seconds=15)  # who was answered by an attempt of unknown outcome has mostly gone on by then
REFUSED = frozenset(range(400, 500)) - {401, 403, 408, 429}  # statuses that speak of the message or its token
NO_SUCH_REPLY = "Invalid reply token"  # LINE's words for one used, expired or unknown: it does not say which
BUGS_ALLOWED = 5
KEY_LIVES = timedelta(hours=23)  # LINE keeps a retry key for 24 hours
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Retry:
    """To be tried again then; `unknown` where the attempt may have worked."""

    at: datetime
    unknown: bool


@dataclass(frozen=True, slots=True)
class Dead:
    """Trying again cannot help."""


def way_to_send(row: OutboxRow, now: datetime) -> Via | None:
    """How the row is sent now: as a reply while its token is young and not refused, else as a push.

    None where a push is not worth its cost.
    """
    if row.reply_token and _young(row, now) and row.last_status not in REFUSED:
        return "reply"
    return None if row.expendable else "push"


def _young(row: OutboxRow, now: datetime) -> bool:
    return row.token_at is not None and now - row.token_at < TOKEN_LIVES


def _key_has_died(row: OutboxRow, now: datetime) -> bool:
    return row.first_tried_at is not None and now - row.first_tried_at > KEY_LIVES


def after_failure(row: OutboxRow, via: Via, error: SendError, now: datetime, jitter: float) -> Retry | Dead:
    """What follows from a failed attempt; `jitter`, 0 to 1, spreads what failed together.

    A refused reply is pushed. A token refused after an attempt of unknown outcome may have been used by it, or spent
    in vain: the push comes a little later, so that who did get the answer goes on first and is not asked again.
    """
    if via == "reply" and error.permanent:
        in_doubt = row.outcome_unknown and error.told == NO_SUCH_REPLY
        first = row.first_tried_at or now
        return Dead() if row.expendable else Retry(max(now, first + DOUBT_LASTS) if in_doubt else now, unknown=False)
    if error.permanent or _key_has_died(row, now):
        return Dead()
    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(row.attempts, 12))
    return Retry(now + wait * (0.75 + jitter / 2), unknown=error.unknown)


def deliver(database: Database, row: OutboxRow, send: Send, now: Callable[[], datetime]) -> bool:
    """Send a row that is the caller's, and mark what came of it; True where LINE has it.

    Of a question left behind only what the message says besides is sent.
    """
    if row.left_behind and not row.statements:
        drop(database, row, "another question has been asked since")
        return False
    row = replace(row, messages=row.statements) if row.left_behind and row.statements else row
    via = way_to_send(row, now())
    if via is None:
        drop(database, row, "not worth a push")
        return False
    if row.reply_token is None and row.outcome_unknown and _key_has_died(row, now()):
        at = now()
        database.run(lambda conn: outbox.mark_dead(conn, row, at=at, error=TOO_LATE_TO_ASK))
        _count_outcome(row, "given_up")
        return False
    try:
        send(row, via)
    except SendError as error:
        _mark_failure(database, row, via, error, now())
        return False
    except Exception as bug:
        record_bug(database, row, bug, now())
        return False
    database.run(lambda conn: outbox.mark_sent(conn, row, via=via, at=now(), status=200))
    _count_outcome(row, "replied" if via == "reply" else "pushed")
    return True


def drop(database: Database, row: OutboxRow, reason: str) -> None:
    """The row is not worth sending any more."""
    database.run(lambda conn: outbox.mark_dropped(conn, row, reason))
    _count_outcome(row, "dropped")


def _count_outcome(row: OutboxRow, outcome: str) -> None:
    log.info("message %s, attempt %s", outcome, row.attempts + 1)
    COUNTS.add(MESSAGES, outcome)
    if outcome != "failed" and row.dedup_key.startswith((REMIND, AGAIN)):
        COUNTS.add(REMINDERS, "sent" if outcome in ("replied", "pushed") else outcome)


def record_bug(database: Database, row: OutboxRow, bug: Exception, now: datetime) -> None:
    """Note a bug of ours with the row, which is tried again a few times and then shown as dead."""
    log.error("sending outbox row %s failed: %s", row.id, format_frames_without_values(bug))
    failure = SendError(f"bug: {type(bug).__name__}", permanent=row.attempts >= BUGS_ALLOWED)
    _mark_failure(database, row, "push", failure, now)


def claim_due(database: Database, now: Callable[[], datetime], limit: int = 100) -> list[OutboxRow]:
    """Claim what is due, at most `limit` rows; they are the caller's to `deliver` until the lease ends."""
    due = database.read(lambda conn: outbox.find_due_messages(conn, now(), limit))
    if not due:
        return []
    lease_end = now() + LEASE
    return database.run(lambda conn: [row for row in due if outbox.claim_message(conn, row, lease_end)])


def _mark_failure(database: Database, row: OutboxRow, via: Via, error: SendError, now: datetime) -> None:
    follows = after_failure(row, via, error, now, random.random())

    def mark_failure(conn: Connection) -> None:
        match follows:
            case Dead():
                outbox.mark_dead(conn, row, at=now, error=error.reason, status=error.status)
            case Retry(at, unknown):
                outbox.reschedule(
                    conn, row, at, at=now, error=error.reason, status=error.status, outcome_unknown=unknown
                )

    database.run(mark_failure)
    _count_outcome(row, "given_up" if isinstance(follows, Dead) else "failed")
