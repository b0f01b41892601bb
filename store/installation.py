"""Who may make agencies here: one-time links to the installation's own page, and the sessions they open.

A link is nothing but signed: its hash is kept once it is used, so that offering one writes nothing.
"""

from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from store import tables
from store.keys import Keys

_S = tables.installation_sessions
_PURPOSE = "installation"


def make_link_token(keys: Keys, nonce: str, expires_at: datetime) -> str:
    """The token of a link that works once until then; `nonce` is by chance and holds no dot."""
    until = int(expires_at.timestamp())
    return f"{until}.{nonce}.{keys.sign(_PURPOSE, until, nonce)}"


def is_link_token(keys: Keys, token: str, now: datetime) -> bool:
    """True where this installation made the token and its time is not over; it may have been used."""
    until, _, rest = token.partition(".")
    nonce, _, signature = rest.partition(".")
    # Written in one way alone: a spent link is known by its hash.
    if not (until.isascii() and until.isdecimal() and len(until) <= 11 and str(int(until)) == until):
        return False
    return keys.is_signed(signature, _PURPOSE, int(until), nonce) and now.timestamp() < int(until)


def open_installation_session(
    conn: Connection, keys: Keys, link_token: str, token: str, now: datetime, expires_at: datetime
) -> bool:
    """True once the link is spent and the session of this token open; False for a link that is not worth one."""
    if not is_link_token(keys, link_token, now):
        return False
    values = {"link_hash": keys.hash_token(link_token), "token_hash": keys.hash_token(token)}
    try:
        with conn.begin_nested():
            conn.execute(_S.insert().values(**values, created_at=now, expires_at=expires_at))
    except IntegrityError:
        return False
    return True


def has_installation_session(conn: Connection, token_hash: str, now: datetime) -> bool:
    """True while the session of this token is open."""
    open_ = (_S.c.token_hash == token_hash, _S.c.ended_at.is_(None), _S.c.expires_at > now)
    return conn.execute(select(_S.c.id).where(*open_)).first() is not None


def end_installation_session(conn: Connection, token_hash: str, now: datetime) -> None:
    """Ends the session of this token."""
    conn.execute(update(_S).where(_S.c.token_hash == token_hash, _S.c.ended_at.is_(None)).values(ended_at=now))
