"""What a turn reads first, in one statement: the office's revision, and what was told of the message before it came."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from store import tables
from store.books import OF_AGENCY, Books, Office
from store.tombstones import Mark

_A, _T, _E = tables.agencies, tables.tombstones, tables.edits
_MESSAGE: BindParameter[str] = bindparam("message_id")
_LOOK = select(
    _A.c.revision,
    select(_T.c.message_id)
    .where(_T.c.agency_id == OF_AGENCY, _T.c.message_id == _MESSAGE)
    .scalar_subquery()
    .label("unsent"),
    select(_E.c.text).where(_E.c.agency_id == OF_AGENCY, _E.c.message_id == _MESSAGE).scalar_subquery().label("edited"),
).where(_A.c.id == OF_AGENCY)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The number of the office's present revision, and what is known of the message."""

    revision: int
    mark: Mark


def look_first(books: Books, message_id: str | None) -> FirstLook:
    """The revision and the marks as they are now; to be read once the conversation is held."""
    (row,) = books.fetch_prepared(_LOOK, message_id=message_id)
    return FirstLook(row.revision, Mark(row.unsent is not None, row.edited))


class OfficeMemory:
    """What one process has read of agencies' offices, each at one revision."""

    def __init__(self, most: int = 200) -> None:
        """Of at most so many agencies: those that were used last."""
        self._offices: dict[int, tuple[int, dict[str, Any]]] = {}
        self._most, self._lock = most, Lock()

    def open_books(self, books: Books, revision: int) -> Books:
        """The same books, which read of this revision's office what was not read before."""
        with self._lock:
            known = self._offices.pop(books.agency_id, None)
            if known is None or known[0] != revision:
                known = revision, {}
            self._offices[books.agency_id] = known
            if len(self._offices) > self._most:
                del self._offices[next(iter(self._offices))]
        return Books(books.conn, books.agency_id, Office(known[1]))
