"""One-time sign-in links, and the sessions they open."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from domain.audit import Act, Noted
from domain.browsers import SignIn
from domain.messages import Opens
from domain.writes import EndSession, OfferSignIn
from store import tables
from store.audit import append_entries
from store.books import Books
from store.keys import Keys
from store.scope import for_every_agency

_S = tables.signins
_O = tables.sessions


def signin_token(keys: Keys, person_id: int, event_id: str, opens: Opens = "admin") -> str:
    """The token of the sign-in link that this event offered this person: the same whenever it is asked for."""
    return keys.sign("signin", person_id, event_id) if opens == "admin" else keys.sign(opens, person_id, event_id)


def offer_sign_in(books: Books, write: OfferSignIn, keys: Keys) -> None:
    """A link for the person; only its hash is kept, and offering the same again changes nothing."""
    token = signin_token(keys, write.person_id, write.event_id, write.opens)
    values = {"person_id": write.person_id, "event_id": write.event_id, "token_hash": keys.hash_token(token)}
    times = {"created_at": write.at, "expires_at": write.expires_at}
    books.insert_new(_S, {**values, "opens": write.opens, **times})


def spend_signin(books: Books, token_hash: str, now: datetime, opens: Opens = "admin") -> int | None:
    """The person whose link to this it was, now spent; None where it does not exist, has expired or was used."""
    valid = (_S.c.opens == opens, _S.c.used_at.is_(None), _S.c.expires_at > now)
    spent = (
        update(_S)
        .where(books.of(_S), _S.c.token_hash == token_hash, *valid)
        .values(used_at=now)
        .returning(_S.c.person_id)
    )
    return books.conn.execute(spent).scalar()


def open_session(
    books: Books,
    person_id: int,
    token_hash: str,
    now: datetime,
    expires_at: datetime,
    opens: Opens = "admin",
    browser: str = "",
) -> int:
    """A signed-in browser, known by its token's hash until it expires; it may see what it `opens` and nothing else.

    Its number, which names it to its person.
    """
    values = {"person_id": person_id, "token_hash": token_hash, "opens": opens, "browser": browser[:80]}
    session_id = books.insert(_O, {**values, "created_at": now, "expires_at": expires_at, "seen_at": now})
    append_entries(books, Act("page", person_id, now), (Noted("signed_in", "sessions", parts={"opens": opens}),))
    return session_id


def session_person(books: Books, token_hash: str, now: datetime, opens: Opens = "admin") -> int | None:
    """The id of the person signed in to this by the token; None once it has ended or expired."""
    found = find_sign_in(books, token_hash, now, opens)
    return None if found is None else found.person_id


def find_sign_in(books: Books, token_hash: str, now: datetime, opens: Opens = "admin") -> SignIn | None:
    """The open session of the token; None once it has ended or expired."""
    valid = (_O.c.opens == opens, _O.c.token_hash == token_hash, _O.c.ended_at.is_(None), _O.c.expires_at > now)
    row = books.fetch_one(select(*_SHOWN).where(*valid))
    return None if row is None else SignIn(*row)


def sign_ins_of(books: Books, person_id: int, now: datetime) -> tuple[SignIn, ...]:
    """The person's open sessions, the newest first."""
    open_ = (_O.c.person_id == person_id, _O.c.ended_at.is_(None), _O.c.expires_at > now)
    rows = books.fetch_all(select(*_SHOWN).where(*open_).order_by(_O.c.created_at.desc(), _O.c.id.desc()))
    return tuple(SignIn(*row) for row in rows)


_SHOWN = (_O.c.id, _O.c.person_id, _O.c.opens, _O.c.browser, _O.c.created_at, _O.c.seen_at)


def mark_seen(books: Books, session_id: int, now: datetime) -> None:
    """The browser asked for a page just now."""
    books.update(_O, (_O.c.id == session_id,), {"seen_at": now})


def end_one_session(books: Books, write: EndSession, by: Act | None) -> None:
    """Signs the person's browser out; in the record only where it was signed in."""
    this = (_O.c.id == write.session_id, _O.c.person_id == write.person_id, _O.c.ended_at.is_(None))
    ended = books.update(_O, this, {"ended_at": write.at})
    if ended and by is not None:
        append_entries(books, by, (Noted("sessions_ended", "sessions", parts={"count": ended}),))


def end_other_sessions(books: Books, person_id: int, but: int, by: Act) -> int:
    """Signs the person out everywhere but in this session, and voids unused links; how many browsers there were."""
    open_ = (_O.c.person_id == person_id, _O.c.id != but, _O.c.ended_at.is_(None), _O.c.expires_at > by.at)
    count = books.update(_O, open_, {"ended_at": by.at})
    books.delete(_S, (_S.c.person_id == person_id, _S.c.used_at.is_(None)))
    if count:
        append_entries(books, by, (Noted("sessions_ended", "sessions", parts={"count": count}),))
    return count


def forget_old_sign_ins(conn: Connection, links_before: datetime, sessions_before: datetime) -> int:
    """Deletes, for every agency, links and sessions whose time was over before then; how many."""
    over = (delete(_S).where(_S.c.expires_at < links_before), delete(_O).where(_O.c.expires_at < sessions_before))
    return sum(for_every_agency(conn, one).rowcount for one in over)


def end_session(books: Books, token_hash: str, now: datetime) -> None:
    """Signs this browser out."""
    this = (books.of(_O), _O.c.token_hash == token_hash, _O.c.ended_at.is_(None))
    ended = books.conn.execute(update(_O).where(*this).values(ended_at=now).returning(_O.c.person_id, _O.c.opens))
    for row in ended.all():
        noted = Noted("signed_out", "sessions", parts={"opens": row.opens})
        append_entries(books, Act("page", row.person_id, now), (noted,))


def end_sessions(books: Books, person_id: int, now: datetime) -> None:
    """Signs the person out everywhere, and voids the links they have not used."""
    books.update(_O, (_O.c.person_id == person_id, _O.c.ended_at.is_(None)), {"ended_at": now})
    books.delete(_S, (_S.c.person_id == person_id, _S.c.used_at.is_(None)))
