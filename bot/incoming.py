"""An event as it came in, and what of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.events import event_type, fetched_raw, read_event, reply_token
from domain.conversation import State
from domain.events import Event
from handlers.asked import typed_at
from handlers.numbers import parse_number
from store import inbox
from store.books import Books
from store.first_look import FirstLook, LookAt


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


def store_incoming(books: Books, incoming: Incoming, state: State | None) -> FirstLook | None:
    """Stores the event; its turn's first look, None where it is not new.

    Of what is said in a group nothing is kept but that it was, of a message that was unsent before nothing either.
    """
    event = incoming.event
    says_something = incoming.kind in ("message", inbox.EDITED)
    may_be_kept = not event.in_group and state is not None and state.notice_version is not None
    return inbox.store_event(
        books,
        event_id=event.id,
        type=incoming.kind,
        at=event.at,
        received_at=incoming.received_at,
        line_user=None if event.in_group else event.line_user,
        message_id=None if event.in_group else event.message_id,
        raw=incoming.raw if may_be_kept else None,
        says=event.message_id if says_something else None,
        look_at=what_to_look_at(event),
    )


def what_to_look_at(event: Event) -> LookAt:
    """What the first look of the event's turn is to tell of; numbers where one was typed."""
    asks_numbers = bool(parse_number(event)) and not event.in_group
    return LookAt(event.message_id, event.line_user if asks_numbers else None, typed_at(event))
