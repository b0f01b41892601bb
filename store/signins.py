"""One-time sign-in links, and the sessions they open."""

from datetime import datetime

from sqlalchemy import select, update

from domain.audit import Act, Noted
from domain.messages import Opens
from domain.writes import OfferSignIn
from store import tables
from store.audit import append_entries
from store.books import Books
from store.keys import Keys

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
    books: Books, person_id: int, token_hash: str, now: datetime, expires_at: datetime, opens: Opens = "admin"
) -> None:
    """A signed-in browser, known by its token's hash until it expires; it may see what it `opens` and nothing else."""
    values = {"person_id": person_id, "token_hash": token_hash, "opens": opens}
    books.insert(_O, {**values, "created_at": now, "expires_at": expires_at})
    append_entries(books, Act("page", person_id, now), (Noted("signed_in", "sessions", parts={"opens": opens}),))


def session_person(books: Books, token_hash: str, now: datetime, opens: Opens = "admin") -> int | None:
    """The id of the person signed in to this by the token; None once it has ended or expired."""
    valid = (_O.c.opens == opens, _O.c.token_hash == token_hash, _O.c.ended_at.is_(None), _O.c.expires_at > now)
    row = books.fetch_one(select(_O.c.person_id).where(*valid))
    return None if row is None else int(row.person_id)


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
