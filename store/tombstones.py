"""Which messages were unsent in LINE: their ids alone, lest a late copy bring them back."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from store import tables
from store.books import Books, composed

_T = tables.tombstones
_ONE = composed(select(_T.c.message_id).where(_T.c.message_id == bindparam("message_id")))


def tombstoned(books: Books, message_id: str) -> bool:
    """True where the message was unsent."""
    return bool(books.fetch_prepared(_ONE, message_id=message_id))


def tombstones_among(books: Books, message_ids: Iterable[str]) -> frozenset[str]:
    """Those of the messages that were unsent."""
    ids = list(message_ids)
    if not ids:
        return frozenset()
    return frozenset(row.message_id for row in books.fetch_all(select(_T.c.message_id).where(_T.c.message_id.in_(ids))))


def set_tombstone(books: Books, message_id: str, at: datetime) -> None:
    """The message is unsent from now on."""
    books.insert_new(_T, {"message_id": message_id, "at": at})
