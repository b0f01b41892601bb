"""What a turn reads first, in the statement that stores its event: the office's revision, what was told of its message
before it came, and what the numbers stand for that the person was shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, bindparam, select

from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Office
from store.outbox import NEWEST_NUMBERS
from store.tombstones import Mark

_A, _T, _E = tables.agencies, tables.tombstones, tables.edits
_MESSAGE: BindParameter[str] = bindparam("of_message")


@dataclass(frozen=True, slots=True)
class LookAt:
    """What a first look is to tell of: a message, and the newest numbers that a LINE user had been shown by then.

    None of the two is looked for where it is None.
    """

    message_id: str | None = None
    line_user: str | None = None
    by: datetime | None = None

    @property
    def values(self) -> Mapping[str, Any]:
        """What the columns of a look ask for by name."""
        return {"of_message": self.message_id, "of_user": self.line_user, "by": self.by}


AT_NOTHING = LookAt()


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The number of the office's present revision, what is known of the message, and what the numbers stand for.

    `numbers` come with the moment they were asked for of; None where they were not.
    """

    revision: int
    mark: Mark
    numbers: tuple[datetime, Mapping[str, str]] | None = None


def unsent_message(message_id: BindParameter[str]) -> ScalarSelect[Any]:
    """The id of the message where it was unsent, else null."""
    found = select(_T.c.message_id).where(_T.c.agency_id == OF_AGENCY, _T.c.message_id == message_id)
    return found.scalar_subquery()


LOOK: tuple[ColumnElement[Any], ...] = (
    select(_A.c.revision).where(_A.c.id == OF_AGENCY).scalar_subquery().label("revision"),
    unsent_message(_MESSAGE).label("unsent"),
    select(_E.c.text).where(_E.c.agency_id == OF_AGENCY, _E.c.message_id == _MESSAGE).scalar_subquery().label("edited"),
    NEWEST_NUMBERS.scalar_subquery().label("numbers"),
)


def read_look(row: AnyRow, at: LookAt) -> FirstLook:
    """The look that a row of the columns `LOOK` tells."""
    numbers = (at.by, dict(row.numbers or {})) if at.by is not None and at.line_user is not None else None
    return FirstLook(row.revision, Mark(row.unsent is not None, row.edited), numbers)


def look_first(books: Books, at: LookAt) -> FirstLook:
    """The revision, the marks and the numbers as they are now; to be read once the conversation is held."""
    (row,) = books.fetch_prepared(_ALONE, **at.values)
    return read_look(row, at)


_ALONE = select(*LOOK)


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
        return Books(books.connection, books.agency_id, Office(known[1]))
