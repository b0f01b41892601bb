"""How the whole installation stands, in few statements however many agencies there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Float, case, cast, func, select

from store import tables
from store.books import AnyRow
from store.columns import is_word

_I, _O, _N, _A = tables.inbox, tables.outbox, tables.account_news, tables.agencies
_ALL: Final = {"every_agency": True}
_FAILED, _DEAD, _WAITING = is_word(_I.c.state, "failed"), is_word(_I.c.state, "dead"), is_word(_O.c.state, "waiting")

# How much of a month's pushes is left, as a share of them; what is more than the last is `more`.
BANDS: Final = (("none", 0.0), ("to_a_tenth", 0.1), ("to_a_quarter", 0.25), ("to_a_half", 0.5))


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits: messages (the oldest written, the one due longest), and events whose turn failed."""

    waiting: int
    oldest_message: datetime | None
    due_since: datetime | None
    failed: int
    oldest_failed: datetime | None
    dead: int


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """What LINE said last of the month's pushes of an agency's account."""

    slug: str
    limit: int
    left: int


def load_backlog(conn: Connection, now: datetime) -> Backlog:
    """What waits in the whole installation by the machine's time."""
    due = func.min(case((_O.c.next_at <= now, _O.c.next_at)))
    sent = _one(conn, select(func.count(), func.min(_O.c.created_at), due).select_from(_O).where(_WAITING))
    kept = _one(conn, select(func.count(), func.min(_I.c.received_at)).select_from(_I).where(_FAILED))
    dead = _one(conn, select(func.count()).select_from(_I).where(_DEAD))
    return Backlog(sent[0], sent[1], sent[2], kept[0], kept[1], dead[0])


def load_quota_bands(conn: Connection, since: datetime) -> Mapping[str, int]:
    """How many accounts have how much left of their pushes, of those that LINE has told of since then."""
    share = _left() / cast(_N.c.quota_limit, Float)
    band = case(
        (_N.c.quota_limit.is_(None), "unlimited"),
        (_left() <= 0, BANDS[0][0]),
        *((share <= most, name) for name, most in BANDS[1:]),
        else_="more",
    ).label("band")
    query = select(band, func.count().label("accounts")).where(_N.c.quota_at >= since).group_by(band)
    return {row.band: row.accounts for row in conn.execute(query, execution_options=_ALL)}


def find_least_quotas(conn: Connection, since: datetime, most: int) -> tuple[QuotaLeft, ...]:
    """The accounts with the smallest share left, least first, of those that LINE has told of since then."""
    limited = (_N.c.quota_at >= since, _N.c.quota_limit.is_not(None))
    share = _left() / cast(func.nullif(_N.c.quota_limit, 0), Float)
    query = (
        select(_A.c.slug, _N.c.quota_limit, _left().label("left"))
        .select_from(_N.join(_A, _A.c.id == _N.c.agency_id))
        .where(*limited)
        .order_by(func.coalesce(share, 0.0), _A.c.slug)
        .limit(most)
    )
    rows = conn.execute(query, execution_options=_ALL)
    return tuple(QuotaLeft(row.slug, row.quota_limit, max(0, row.left)) for row in rows)


def _left() -> Any:
    return _N.c.quota_limit - _N.c.quota_used


def _one(conn: Connection, query: Any) -> AnyRow:
    row: AnyRow = conn.execute(query, execution_options=_ALL).one()
    return row
