"""What writes would change, found by doing them and undoing them again."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from domain.writes import Write
from store.apply import apply
from store.books import Books
from store.engine import Database
from store.keys import Keys

T = TypeVar("T")


class _Undo(Exception):
    """Ends a transaction without a trace; brings out what was found in it."""

    def __init__(self, found: Any) -> None:
        super().__init__("undone")
        self.found = found


def rehearse(
    database: Database, agency_id: int, writes: Sequence[Write], keys: Keys, look: Callable[[Books], T]
) -> tuple[T, T]:
    """What `look` finds in the agency's books before the writes and after them; nothing stays changed.

    Raises Conflict as `apply` does.
    """

    def try_out(conn: Connection) -> None:
        books = Books(conn, agency_id)
        before = look(books)
        apply(books, writes, keys)
        raise _Undo((before, look(books)))

    try:
        database.run(try_out)
    except _Undo as undone:
        return undone.found  # type: ignore[no-any-return]
    raise AssertionError("a rehearsal ends by being undone")
