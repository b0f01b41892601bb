"""What a turn says goes into the outbox: to the person, to administrators and to other people."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.incoming import Incoming
from bot.render import render
from bot.shell import Shell
from bot.words import Words
from domain.agency import Role
from domain.messages import Message, asks, numbers_of, statements_of
from handlers.outcome import Outcome
from store import outbox, people
from store.books import Books
from thai.dates import day_in_bangkok

REPLY_LEASE = timedelta(seconds=20)
_KEY_SPACE = uuid.UUID("6f2a3c1e-6f0c-4a55-9a36-0b8f3f8d8a11")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a turn leaves to be done at once: an outbox row to send, messages whose bytes are to be fetched."""

    outbox_id: int | None = None
    wanted: tuple[str, ...] = ()


def tell_others(shell: Shell, books: Books, incoming: Incoming, outcome: Outcome, words: Words | None = None) -> None:
    """Puts what administrators and other people must know into the outbox, for each who can be reached."""
    everyone = people.load_people(books) if outcome.to_admins else ()
    told = [(who, outcome.to_admins, f"admin:{who.id}") for who in everyone if Role.ADMIN in who.roles]
    for person_id in dict.fromkeys(person_id for person_id, _ in outcome.to_people):
        # Together: a second row of the same event and person would be taken for the first one come again.
        theirs = tuple(message for to, message in outcome.to_people if to == person_id)
        who = people.find_person(books, person_id)
        told += [(who, theirs, f"person:{who.id}")] if who else []
    for line_user, message in outcome.to_lines:
        event = replace(incoming.event, line_user=line_user)
        put_in_outbox(shell, books, replace(incoming, event=event, reply_token=None), (message,), f"cut:{line_user}")
    for who, messages, purpose in told:
        if who.reachable:
            event = replace(incoming.event, line_user=who.line_user, in_group=False, group=None)
            put_in_outbox(
                shell, books, replace(incoming, event=event, reply_token=None), messages, purpose, words=words
            )


def put_in_outbox(
    shell: Shell,
    books: Books,
    incoming: Incoming,
    messages: Sequence[Message],
    purpose: str,
    expendable: bool = False,
    words: Words | None = None,
) -> int | None:
    """The outbox row of what is said, leased to the web process for its reply; None where nothing is said.

    `words` are the agency's, where they are not the usual ones.
    What is said in a group is a reply or nothing: a push there costs a message for each member.
    """
    event = incoming.event
    to = event.group if event.in_group else event.line_user
    if not messages or to is None:
        return None
    dedup_key = f"{event.id}:{purpose}"
    today = day_in_bangkok(event.at)
    now = shell.clock.machine()
    words = words or shell.words
    return outbox.queue_message(
        books,
        line_user=to,
        dedup_key=dedup_key,
        messages=render(messages, words, today),
        statements=render(statements_of(messages), words, today) if any(map(asks, messages)) else None,
        said_at=event.at,
        numbers=numbers_of(messages),
        retry_key=str(uuid.uuid5(_KEY_SPACE, f"{books.agency_id}:{dedup_key}")),
        next_at=now + REPLY_LEASE if incoming.reply_token else now,
        created_at=now,
        event_id=event.id,
        reply_token=incoming.reply_token,
        token_at=incoming.received_at if incoming.reply_token else None,
        expendable=expendable or event.in_group,
    )
