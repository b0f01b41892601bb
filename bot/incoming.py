"""An event as it came in, and what of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.events import event_type, fetched_raw, read_event, reply_token
from domain.conversation import State
from domain.events import Event
from store import inbox
from store.books import Books
from store.tombstones import tombstoned


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event as it came in: our reading of it, LINE's JSON, and the token it may be answered with."""

    event: Event
    raw: Mapping[str, Any] | None
    kind: str
    received_at: datetime
    reply_token: str | None = None
    silent: bool = False


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


def store_incoming(books: Books, incoming: Incoming, state: State | None, unsent: bool | None = None) -> bool:
    """Stores the event; True where it is new. Of what is said in a group nothing is kept but that it was.

    `unsent` is whether its message was unsent before; None where that is still to be looked up.
    """
    event = incoming.event
    return inbox.store_event(
        books,
        event_id=event.id,
        type=incoming.kind,
        at=event.at,
        received_at=incoming.received_at,
        line_user=None if event.in_group else event.line_user,
        message_id=None if event.in_group else event.message_id,
        raw=incoming.raw if _may_be_stored(books, incoming, state, unsent) else None,
    )


def _may_be_stored(books: Books, incoming: Incoming, state: State | None, unsent: bool | None) -> bool:
    """True where the raw event may be stored: one-to-one chat, privacy notice accepted, message not unsent."""
    event = incoming.event
    if event.in_group or state is None or state.notice_version is None:
        return False
    says_something = incoming.kind in ("message", inbox.EDITED)
    if not says_something or event.message_id is None:
        return True
    return not (tombstoned(books, event.message_id) if unsent is None else unsent)
