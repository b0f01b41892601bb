"""Messages that were edited in LINE: what they said before is not kept, what they say now where it came first."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from domain.writes import FollowEdit, KeepEdit
from store import tables
from store.books import OF_AGENCY, Books
from store.columns import Instant, is_word
from store.inbox import EDITED, empty_raw_of
from store.outbox import forget_sent
from store.scope import for_every_agency

_E, _I = tables.edits, tables.inbox
_OF_MESSAGE = (_I.c.agency_id == OF_AGENCY, _I.c.message_id == bindparam("message_id"))
_TAKEN = select(_I.c.id).where(*_OF_MESSAGE, _I.c.type == "message", is_word(_I.c.state, "done")).limit(1)
_LATER = select(_I.c.id).where(*_OF_MESSAGE, _I.c.type == EDITED, _I.c.at > bindparam("at", type_=Instant)).limit(1)


def was_taken(books: Books, message_id: str) -> bool:
    """True where the message itself has come and its turn was taken."""
    return bool(books.fetch_prepared(_TAKEN, message_id=message_id))


def was_edited_later(books: Books, message_id: str, at: datetime) -> bool:
    """True where the message was edited again after that moment: edits may come out of order."""
    return bool(books.fetch_prepared(_LATER, message_id=message_id, at=at))


def keep_edit(books: Books, write: KeepEdit) -> None:
    """Stores what the message was edited to, for when the message itself comes."""
    forget_edit(books, write.message_id)
    books.insert_all(_E, ({"message_id": write.message_id, "text": write.text, "at": write.at},))


def follow_edit(books: Books, write: FollowEdit) -> None:
    """Deletes what the message said before: in what LINE sent, and in what was said of it."""
    forget_edit(books, write.message_id)
    came = select(_I.c.event_id, _I.c.line_user, _I.c.received_at).where(
        _I.c.message_id == write.message_id, _I.c.event_id != write.event_id, _I.c.type.in_(("message", EDITED))
    )
    for event in books.fetch_all(came):
        empty_raw_of(books, event.event_id)
        if event.line_user is not None:
            forget_sent(books, event.line_user, event.received_at)


def forget_edit(books: Books, message_id: str) -> None:
    """Deletes what the message was edited to."""
    books.delete(_E, (_E.c.message_id == message_id,))


def forget_old_edits(conn: Connection, before: datetime) -> int:
    """Forgets, for every agency, the edits whose message has not come since then; how many."""
    return for_every_agency(conn, delete(_E).where(_E.c.at < before)).rowcount
