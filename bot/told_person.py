"""One person is told something that no event of theirs asked for: a push, at the cost of one message of the month."""

import uuid
from datetime import datetime

from bot.render import render
from bot.words import Words
from domain.agency import Person
from domain.messages import Message, asks, numbers_of, statements_of
from store import outbox
from store.books import Books
from thai.dates import day_in_bangkok

_KEY_SPACE = uuid.UUID("2b9d7a54-0a55-4c9e-8e0e-5b0f0a3c7d21")


def tell_person(
    books: Books, who: Person, message: Message, key: str, at: datetime, machine: datetime, words: Words
) -> bool:
    """Whether the message waits to be sent to the person, once for its key; False where LINE does not reach them."""
    if who.line_user is None or not who.reachable:
        return False
    today = day_in_bangkok(at)
    outbox.queue_message(
        books,
        line_user=who.line_user,
        dedup_key=key,
        messages=render((message,), words, today),
        statements=render(statements_of((message,)), words, today) if asks(message) else None,
        said_at=at,
        numbers=numbers_of((message,)),
        retry_key=str(uuid.uuid5(_KEY_SPACE, f"{books.agency_id}:{key}")),
        next_at=machine,
        created_at=machine,
    )
    return True
