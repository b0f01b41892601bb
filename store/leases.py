"""Messages left leased by a process that ended: who takes its place, alone, need not wait until the leases run out."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, select, update

from store import tables
from store.columns import is_word
from store.scope import for_every_agency

_O = tables.outbox
_LEASED = (is_word(_O.c.state, "waiting"), _O.c.leased)
_FREE = {"leased": False, "outcome_unknown": True}  # its attempt may have reached LINE


def release_leases(conn: Connection, of: Literal["web", "worker"], reply_lease: timedelta, now: datetime) -> int:
    """Makes due what the processes of this kind had to send, all of which have ended; how many messages.

    A reply is leased to the web process from its making for `reply_lease`; any other lease is a worker's claim.
    """
    query = select(_O.c.id, _O.c.reply_token, _O.c.created_at, _O.c.next_at).where(*_LEASED, _O.c.next_at > now)
    leased = for_every_agency(conn, query).all()
    webs = {row.id for row in leased if row.reply_token is not None and row.next_at == row.created_at + reply_lease}
    theirs = webs if of == "web" else {row.id for row in leased} - webs
    freed = update(_O).where(*_LEASED, _O.c.id.in_(theirs)).values(**_FREE, next_at=now)
    return for_every_agency(conn, freed).rowcount
