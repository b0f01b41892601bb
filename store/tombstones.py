"""Which messages were unsent in LINE, lest a late copy bring them back; what others were edited to before they came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, null, select

from store import tables
from store.books import OF_AGENCY, Books, composed

_T, _E = tables.tombstones, tables.edits
_ONE = composed(select(_T.c.message_id).where(_T.c.message_id == bindparam("message_id")))
_OF_MESSAGE: Any = (  # a union is no Select to the type checker, and is run like one
    select(_T.c.message_id, null().label("text"))
    .where(_T.c.agency_id == OF_AGENCY, _T.c.message_id == bindparam("message_id"))
    .union_all(
        select(_E.c.message_id, _E.c.text).where(
            _E.c.agency_id == OF_AGENCY, _E.c.message_id == bindparam("message_id")
        )
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What was told of a message besides itself: that it was unsent, or what it was edited to before it came."""

    unsent: bool = False
    edited: str | None = None


def find_mark(books: Books, message_id: str) -> Mark:
    """What was told of the message before it came."""
    texts = [row.text for row in books.fetch_prepared(_OF_MESSAGE, message_id=message_id)]
    return Mark(None in texts, next((text for text in texts if text is not None), None))


def tombstoned(books: Books, message_id: str) -> bool:
    """True where the message was unsent."""
    return bool(books.fetch_prepared(_ONE, message_id=message_id))


def set_tombstone(books: Books, message_id: str, at: datetime) -> None:
    """The message is unsent from now on."""
    books.insert_new(_T, {"message_id": message_id, "at": at})
