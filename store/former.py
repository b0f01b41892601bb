"""LINE accounts that were somebody's before: of an old phone, or of who was removed. They are told so, no more."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, select

from domain.conversation import FormerAccount
from domain.sending import FORMER_ACCOUNT
from store import tables
from store.books import OF_AGENCY, Books
from store.conversations import forget_conversation
from store.outbox import drop_waiting
from store.scope import for_every_agency

_F, _P = tables.former_accounts, tables.people
_ONE = (
    select(_F.c.at, _P.c.active, _P.c.line_user.label("now"))
    .join_from(_F, _P, and_(_P.c.agency_id == OF_AGENCY, _P.c.id == _F.c.person_id))
    .where(_F.c.agency_id == OF_AGENCY, _F.c.line_user == bindparam("line_user"))
)


def find_former(books: Books, line_user: str) -> FormerAccount | None:
    """What became of the account's person; None where the account was nobody's."""
    rows = books.fetch_prepared(_ONE, line_user=line_user)
    if not rows:
        return None
    return FormerAccount(rows[0].at, removed=not rows[0].active, replaced=rows[0].active and rows[0].now is not None)


def find_present_account(books: Books, line_user: str) -> str | None:
    """The LINE account that took the place of this one; None where none did."""
    rows = books.fetch_prepared(_ONE, line_user=line_user)
    return rows[0].now if rows else None


def cut_account(books: Books, line_user: str, person_id: int, at: datetime) -> None:
    """Records that the account was the person's until now; drops its conversation and what waits to be sent to it."""
    forget_former(books, line_user)
    books.insert_all(_F, ({"line_user": line_user, "person_id": person_id, "at": at},))
    drop_waiting(books, line_user, FORMER_ACCOUNT)
    forget_conversation(books, line_user)


def forget_former(books: Books, line_user: str) -> None:
    """Deletes the record of what became of the account: it is enrolled again."""
    books.delete(_F, (_F.c.line_user == line_user,))


def forget_old_accounts(conn: Connection, before: datetime) -> int:
    """Forgets, for every agency, the accounts that were cut before then; how many."""
    return for_every_agency(conn, delete(_F).where(_F.c.at < before)).rowcount
