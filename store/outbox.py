"""Every message to be sent: stored before the first try, claimed by moving its time, marked afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, func, null, or_, select, update

from store import tables
from store.books import OF_AGENCY, Books, Condition
from store.columns import Instant, is_word
from store.conversations import mark_shown
from store.scope import for_every_agency, see_agency, see_every_agency

_O = tables.outbox

Via = Literal["reply", "push"]

_WAITING = is_word(_O.c.state, "waiting")
_THIS = (_O.c.agency_id == OF_AGENCY, _O.c.id == bindparam("row_id"), _WAITING)
_C = tables.conversations
_BEFORE = _O.alias("before")
_ASKS = _O.c.statements.is_not(None)
# Until when another question to the same person, stored before, may still be on its way.
_HELD_UNTIL = (
    select(func.max(_BEFORE.c.next_at))
    .where(_BEFORE.c.agency_id == OF_AGENCY, _BEFORE.c.line_user == _O.c.line_user, _BEFORE.c.id < _O.c.id)
    .where(is_word(_BEFORE.c.state, "waiting"), _BEFORE.c.leased, _BEFORE.c.statements.is_not(None))
    .where(_BEFORE.c.next_at > bindparam("seen_at", type_=Instant))
    .correlate(_O)
    .scalar_subquery()
)
_LEFT_BEHIND = and_(_ASKS, or_(_C.c.asked_by.is_(None), _C.c.asked_by != _O.c.event_id))
_ONE = (
    select(_O, _LEFT_BEHIND.label("left_behind"), _HELD_UNTIL.label("held_until"))
    .select_from(_O.outerjoin(_C, and_(_C.c.agency_id == OF_AGENCY, _C.c.line_user == _O.c.line_user)))
    .where(*_THIS)
)
_FORGOTTEN: dict[str, Any] = {"messages": None, "statements": None}
_UNSENT = {**_FORGOTTEN, "state": "dropped", "last_error": "what it answers was unsent"}
# What the numbers of the newest numbered message stand for that a LINE user had by then.
NEWEST_NUMBERS = (
    select(_O.c.numbers)
    .where(_O.c.agency_id == OF_AGENCY, _O.c.line_user == bindparam("of_user"))
    .where(is_word(_O.c.state, "sent"), _O.c.numbers.is_not(None), _O.c.sent_at <= bindparam("by", type_=Instant))
    .order_by(_O.c.sent_at.desc(), _O.c.id.desc())
    .limit(1)
)
_SENT = (
    update(_O)
    .where(*_THIS)
    .values(
        state="sent",
        leased=False,
        outcome_unknown=False,
        last_error=None,
        attempts=_O.c.attempts + 1,
        first_tried_at=func.coalesce(_O.c.first_tried_at, bindparam("tried_at", type_=Instant)),
    )
)
_UNNUMBERED = update(_O).where(*_THIS).values(numbers=null())


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """At most five messages in final LINE JSON, to one LINE user in one sending.

    All times are the machine's. `next_at` is when it was seen to be due, and what a claim moves.
    `outcome_unknown` is True once an attempt may have arrived without our knowing.

    `statements` is what the messages say besides a question of the conversation, None where they ask none; `said_at`
    the time, by LINE's clock, of the event that they answer. `left_behind`: the conversation has asked another
    question since. `held_until`: until then a question stored before this one may still be on its way.
    """

    agency_id: int
    id: int
    line_user: str
    event_id: str | None
    reply_token: str | None
    token_at: datetime | None
    messages: tuple[Mapping[str, Any], ...]
    retry_key: str
    expendable: bool
    next_at: datetime
    attempts: int
    outcome_unknown: bool
    first_tried_at: datetime | None
    last_status: int | None
    created_at: datetime
    dedup_key: str = ""
    statements: tuple[Mapping[str, Any], ...] | None = None
    said_at: datetime | None = None
    left_behind: bool = False
    held_until: datetime | None = None


def queue_message(
    books: Books,
    *,
    line_user: str,
    dedup_key: str,
    messages: Sequence[Mapping[str, Any]],
    retry_key: str,
    next_at: datetime,
    created_at: datetime,
    event_id: str | None = None,
    reply_token: str | None = None,
    token_at: datetime | None = None,
    expendable: bool = False,
    statements: Sequence[Mapping[str, Any]] | None = None,
    said_at: datetime | None = None,
    numbers: Mapping[str, str] | None = None,
) -> int | None:
    """Stores messages to be sent from `next_at` on; the row's id, None where the key was stored before.

    What answers an event is leased until then to the process that took its turn.
    """
    kept = None if statements is None else list(statements)
    values = {"line_user": line_user, "dedup_key": dedup_key, "messages": list(messages), "retry_key": retry_key}
    times = {"next_at": next_at, "created_at": created_at, "token_at": token_at}
    rest = {"event_id": event_id, "reply_token": reply_token, "expendable": expendable}
    state = {"state": "waiting", "attempts": 0, "outcome_unknown": False, "leased": reply_token is not None}
    return books.insert_new(
        _O, {**values, **times, **rest, **state, "statements": kept, "said_at": said_at, "numbers": numbers or None}
    )


def find_newest_numbers(books: Books, line_user: str, at: datetime) -> Mapping[str, str]:
    """What the numbers of the newest numbered message that the LINE user had by then stand for; {} where none is."""
    rows = books.fetch_prepared(NEWEST_NUMBERS, of_user=line_user, by=at)
    return dict(rows[0].numbers) if rows else {}


def outbox_row(books: Books, row_id: int, now: datetime) -> OutboxRow | None:
    """The row while it waits to be sent, and how it stands to what else is asked of the person.

    Who reads this while the row is theirs reads the truth: a question asked afterwards finds the row leased and waits.
    """
    rows = books.fetch_prepared(_ONE, row_id=row_id, seen_at=now)
    return _build_row(rows[0]) if rows else None


def find_due_messages(conn: Connection, now: datetime, limit: int) -> tuple[OutboxRow, ...]:
    """What any agency has to send by now, longest due first; who claims a row reads it anew by `outbox_row`."""
    query = select(_O).where(_WAITING, _O.c.next_at <= now).order_by(_O.c.next_at, _O.c.id).limit(limit)
    return tuple(_build_row(row) for row in for_every_agency(conn, query))


def claim_message(conn: Connection, row: OutboxRow, lease_end: datetime) -> bool:
    """True where the row is the caller's to send until the lease ends; False where another was first.

    Who held it before and did not say what came of it has ended: its attempt may have reached LINE.
    """
    unknown = or_(_O.c.outcome_unknown, _O.c.leased)
    values = {"next_at": lease_end, "leased": True, "outcome_unknown": unknown}
    # Those that are claimed together are of many agencies.
    return _update_waiting(see_every_agency(conn), row, values, _O.c.next_at == row.next_at)


def mark_sent(
    conn: Connection,
    row: OutboxRow,
    *,
    via: Via,
    at: datetime,
    status: int | None = None,
) -> None:
    """LINE has it since then; of a row left behind LINE was given the statements alone."""
    this = {"of_agency": row.agency_id, "row_id": row.id}
    if row.statements is not None and not row.left_behind:
        mark_shown(conn, row.agency_id, row.line_user, row.event_id, at)
    if row.left_behind:  # what is numbered in it is the question
        _of(conn, row).execute(_UNNUMBERED, this)
    _of(conn, row).execute(_SENT, {**this, "sent_via": via, "sent_at": at, "tried_at": at, "last_status": status})


def reschedule(
    conn: Connection,
    row: OutboxRow,
    next_at: datetime,
    *,
    at: datetime,
    error: str,
    status: int | None = None,
    outcome_unknown: bool = False,
) -> None:
    """An attempt failed at that time and is made again then; an outcome once unknown stays so."""
    unknown = {"outcome_unknown": True} if outcome_unknown else {}
    _update_waiting(
        _of(conn, row), row, {"next_at": next_at, "last_error": error, "leased": False, **unknown, **_tried(at, status)}
    )


def postpone(conn: Connection, row: OutboxRow, next_at: datetime, reason: str) -> None:
    """Nothing was tried (a paused channel, a used-up quota): due then."""
    _update_waiting(_of(conn, row), row, {"next_at": next_at, "last_error": reason, "leased": False})


def mark_dead(conn: Connection, row: OutboxRow, *, at: datetime, error: str, status: int | None = None) -> None:
    """It cannot be sent: the admin is shown it."""
    _update_waiting(_of(conn, row), row, {"state": "dead", "last_error": error, **_tried(at, status)})


def mark_dropped(conn: Connection, row: OutboxRow, reason: str) -> None:
    """It is no longer worth sending."""
    _update_waiting(_of(conn, row), row, {"state": "dropped", "last_error": reason})


def count_by_state(books: Books) -> Mapping[str, int]:
    """How many rows there are of each state."""
    rows = books.fetch_all(select(_O.c.state, func.count().label("rows")).group_by(_O.c.state))
    return {row.state: row.rows for row in rows}


def waiting_pushes(books: Books) -> int:
    """How many rows wait to be pushed: those that answer no event."""
    found = books.fetch_all(
        select(func.count().label("rows")).where(books.of(_O), _WAITING, _O.c.reply_token.is_(None))
    )
    return int(found[0].rows)


def empty_old_messages(conn: Connection, before: datetime) -> int:
    """Forgets, for every agency, the text of what was sent or given up and written before then; how many."""
    old = (~_WAITING, _O.c.created_at < before, _O.c.messages.is_not(None))
    emptied = update(_O).where(*old).values(**_FORGOTTEN)
    return for_every_agency(conn, emptied).rowcount


def forget_messages(books: Books, line_user: str, since: datetime) -> None:
    """Forgets what the LINE user was sent since then, and does not send what still waits but for reminders.

    A reply repeats what it answers, a summary all that was answered before; a reminder answers no event.
    """
    to_user = (_O.c.line_user == line_user, _O.c.created_at >= since)
    books.update(_O, (*to_user, _WAITING, _O.c.event_id.is_not(None)), _UNSENT)
    books.update(_O, (*to_user, ~_WAITING), _FORGOTTEN)


def forget_sent(books: Books, line_user: str, since: datetime) -> None:
    """Forgets the text of what the LINE user was sent since then; what still waits is sent."""
    books.update(_O, (_O.c.line_user == line_user, _O.c.created_at >= since, ~_WAITING), _FORGOTTEN)


def drop_waiting(books: Books, line_user: str, reason: str) -> None:
    """Drops the messages that wait to be sent to the LINE user."""
    values = {**_FORGOTTEN, "state": "dropped", "last_error": reason}
    books.update(_O, (_O.c.line_user == line_user, _WAITING), values)


def drop_reply(books: Books, event_id: str) -> None:
    """Forgets the answer to the event, and does not send it where that has not been done."""
    to_event = _O.c.event_id == event_id
    books.update(_O, (to_event, _WAITING), _UNSENT)
    books.update(_O, (to_event,), _FORGOTTEN)


def _tried(at: datetime, status: int | None) -> dict[str, Any]:
    first = func.coalesce(_O.c.first_tried_at, at)
    return {"attempts": _O.c.attempts + 1, "first_tried_at": first, "last_status": status}


def _of(conn: Connection, row: OutboxRow) -> Connection:
    return see_agency(conn, row.agency_id)


def _update_waiting(conn: Connection, row: OutboxRow, values: dict[str, Any], *where: Condition) -> bool:
    this = (_O.c.agency_id == row.agency_id, _O.c.id == row.id, _WAITING)
    return conn.execute(update(_O).where(*this, *where).values(**values)).rowcount == 1


def _build_row(row: Any) -> OutboxRow:
    values = {name: getattr(row, name) for name in OutboxRow.__dataclass_fields__ if name in row._mapping}
    kept = None if row.statements is None else tuple(row.statements)
    return OutboxRow(**{**values, "messages": tuple(row.messages or ()), "statements": kept})
