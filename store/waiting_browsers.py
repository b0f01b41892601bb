"""Browsers that wait to be signed in: each shows a code that an administrator types in the chat and confirms there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from domain.browsers import CODE_LIVES, WaitingBrowser
from domain.writes import AnswerBrowser, AskBrowser
from store import tables
from store.books import AnyRow, Books, Condition
from store.engine import Conflict
from store.keys import Keys

_W = tables.waiting_browsers
# More than so many of a million codes at once would make guessing worth while.
MOST_OF_ALL: Final = 5000


def make_browser_code(keys: Keys, token: str) -> str:
    """The six digits that the browser with this token shows: they follow from it and are nowhere kept."""
    return f"{int(keys.hash_token(keys.sign('browser-code', token)), 16) % 1_000_000:06}"


def add_waiting_browser(conn: Connection, keys: Keys, token: str, browser: str, place: str, now: datetime) -> bool:
    """True once the browser waits; False where another shows this code: try another token.

    Where very many wait, the oldest of the network address with the most makes room: a flood crowds out its own.
    """
    conn.execute(delete(_W).where(_W.c.expires_at <= now))
    if conn.execute(select(func.count()).select_from(_W)).scalar_one() >= MOST_OF_ALL:
        _make_room(conn)
    code = keys.hash_code(make_browser_code(keys, token))
    values = {"token_hash": keys.hash_token(token), "code_hash": code, "browser": browser, "place": place}
    try:
        with conn.begin_nested():
            conn.execute(_W.insert().values(**values, created_at=now, expires_at=now + CODE_LIVES))
    except IntegrityError:
        return False
    return True


def _make_room(conn: Connection) -> None:
    """Forgets the oldest browser of the address that has the most; one that a chat asks about is the last to go."""
    greediest = select(_W.c.place).group_by(_W.c.place).order_by(func.count().desc(), func.min(_W.c.id)).limit(1)
    asked_last = (_W.c.for_agency_id.is_not(None), _W.c.id)
    oldest = select(_W.c.id).where(_W.c.place == greediest.scalar_subquery()).order_by(*asked_last).limit(1)
    conn.execute(delete(_W).where(_W.c.id == oldest.scalar_subquery()))


def find_waiting_browser(conn: Connection, token_hash: str, now: datetime) -> tuple[WaitingBrowser, bool] | None:
    """The browser of this token, and whether it was confirmed in the chat; None once its time is over."""
    row = conn.execute(select(_W).where(_W.c.token_hash == token_hash, _W.c.expires_at > now)).first()
    return None if row is None else (_browser(row), row.confirmed_at is not None)


def browser_of_code(books: Books, code_hashes: Sequence[str], person_id: int) -> WaitingBrowser | None:
    """The browser that shows the code, where nobody but this person has typed it; not yet confirmed."""
    nobody_else = or_(_W.c.for_agency_id.is_(None), _asked(books, person_id))
    row = books.conn.execute(select(_W).where(_W.c.code_hash.in_(code_hashes), nobody_else, _OPEN)).first()
    return None if row is None else _browser(row)


def asked_browser(books: Books, browser_id: int, person_id: int) -> WaitingBrowser | None:
    """The browser that the person is asked about; None where they are not, or have answered."""
    row = books.conn.execute(select(_W).where(_W.c.id == browser_id, _asked(books, person_id), _OPEN)).first()
    return None if row is None else _browser(row)


def ask_about_browser(books: Books, write: AskBrowser) -> None:
    """The person has typed its code; raises Conflict where somebody else has."""
    free = (_W.c.id == write.browser_id, _W.c.for_agency_id.is_(None) | _asked(books, write.person_id), _OPEN)
    values = {"for_agency_id": books.agency_id, "person_id": write.person_id}
    if not books.conn.execute(update(_W).where(*free).values(**values)).rowcount:
        raise Conflict("the code is somebody else's, or over")


def answer_browser(books: Books, write: AnswerBrowser) -> None:
    """The browser may be signed in as the person, or is forgotten; raises Conflict where its time is over."""
    this = (_W.c.id == write.browser_id, _asked(books, write.person_id), _OPEN, _W.c.expires_at > write.at)
    done = update(_W).where(*this).values(confirmed_at=write.at) if write.accepts else delete(_W).where(*this)
    if not books.conn.execute(done).rowcount:
        raise Conflict("the code is over")


def spend_waiting_browser(conn: Connection, token_hash: str, now: datetime) -> tuple[Books, int, str] | None:
    """The books of the agency, who confirmed it there, and what it is: once; None where nobody did, or too late."""
    confirmed = (_W.c.token_hash == token_hash, _W.c.confirmed_at.is_not(None), _W.c.expires_at > now)
    spent = delete(_W).where(*confirmed).returning(_W.c.for_agency_id, _W.c.person_id, _W.c.browser)
    row = conn.execute(spent).first()
    return None if row is None else (Books(conn, row.for_agency_id), row.person_id, row.browser)


def forget_waiting_browser(conn: Connection, token_hash: str) -> None:
    """The browser shows this code no longer."""
    conn.execute(delete(_W).where(_W.c.token_hash == token_hash))


def forget_waiting_browsers(conn: Connection, before: datetime) -> int:
    """Forgets what was over before then; how many."""
    return conn.execute(delete(_W).where(_W.c.expires_at < before)).rowcount


_OPEN = _W.c.confirmed_at.is_(None)


def _asked(books: Books, person_id: int) -> Condition:
    return (_W.c.for_agency_id == books.agency_id) & (_W.c.person_id == person_id)


def _browser(row: AnyRow) -> WaitingBrowser:
    return WaitingBrowser(row.id, row.browser, row.place, row.created_at, row.expires_at)
