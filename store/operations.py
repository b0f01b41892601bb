"""How the whole installation stands, in few statements however many agencies there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Float, case, cast, func, or_, select

from domain.agency import Role
from store import tables
from store.books import AnyRow, Condition
from store.columns import is_word
from store.scope import for_every_agency

_I, _O, _N, _A = tables.inbox, tables.outbox, tables.account_news, tables.agencies
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
    return {row.band: row.accounts for row in for_every_agency(conn, query)}


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
    rows = for_every_agency(conn, query)
    return tuple(QuotaLeft(row.slug, row.quota_limit, max(0, row.left)) for row in rows)


def _left() -> Any:
    return _N.c.quota_limit - _N.c.quota_used


def _one(conn: Connection, query: Any) -> AnyRow:
    row: AnyRow = for_every_agency(conn, query).one()
    return row


@dataclass(frozen=True, slots=True)
class AgencyState:
    """How an agency's account does: what was heard of it last, what waits, and what went wrong."""

    id: int
    slug: str
    name: str
    heard_at: datetime | None
    waiting: int
    oldest_message: datetime | None
    failed: int
    dead: int
    quota_limit: int | None
    quota_used: int | None
    quota_at: datetime | None
    reminded_on: date | None = None

    @property
    def quota_left(self) -> int | None:
        """How many pushes of the month are left; None where unlimited or not known."""
        if self.quota_limit is None or self.quota_used is None:
            return None
        return max(0, self.quota_limit - self.quota_used)


PAGE: Final = 50
_R, _P, _ROLES = tables.reminders, tables.people, tables.person_roles
_SENDING = (
    select(_O.c.agency_id, func.count().label("waiting"), func.min(_O.c.created_at).label("oldest_message"))
    .where(_WAITING)
    .group_by(_O.c.agency_id)
    .subquery()
)
_FAILURES = (
    select(
        _I.c.agency_id,
        func.sum(case((_FAILED, 1), else_=0)).label("failed"),
        func.sum(case((_DEAD, 1), else_=0)).label("dead"),
    )
    .where(_FAILED | _DEAD)
    .group_by(_I.c.agency_id)
    .subquery()
)
_STATES = select(
    _A.c.id, _A.c.slug, _A.c.name, _N.c.heard_at, func.coalesce(_SENDING.c.waiting, 0).label("waiting"),
    _SENDING.c.oldest_message, func.coalesce(_FAILURES.c.failed, 0).label("failed"),
    func.coalesce(_FAILURES.c.dead, 0).label("dead"), _N.c.quota_limit, _N.c.quota_used, _N.c.quota_at,
).select_from(
    _A.outerjoin(_N, _N.c.agency_id == _A.c.id)
    .outerjoin(_SENDING, _SENDING.c.agency_id == _A.c.id)
    .outerjoin(_FAILURES, _FAILURES.c.agency_id == _A.c.id)
)  # fmt: skip


def find_agency_states(conn: Connection, search: str = "", page: int = 1) -> tuple[tuple[AgencyState, ...], bool]:
    """A page of the agencies whose name or short name holds the text, and whether more follow.

    First those with events that failed, then those whose messages wait longest, then by name.
    """
    trouble = func.coalesce(_FAILURES.c.failed, 0) + func.coalesce(_FAILURES.c.dead, 0)
    order = (trouble.desc(), _SENDING.c.oldest_message.is_(None), _SENDING.c.oldest_message, _A.c.name, _A.c.id)
    query = _STATES.where(_named(search)).order_by(*order).limit(PAGE + 1).offset((page - 1) * PAGE)
    rows = for_every_agency(conn, query).all()
    shown = rows[:PAGE]
    newest = select(_R.c.agency_id, func.max(_R.c.day).label("day")).where(
        _R.c.agency_id.in_([one.id for one in shown])
    )
    found = for_every_agency(conn, newest.group_by(_R.c.agency_id))
    reminded = {row.agency_id: row.day for row in found}
    states = (AgencyState(**row._mapping, reminded_on=reminded.get(row.id)) for row in shown)
    return tuple(states), len(rows) > PAGE


def count_agencies(conn: Connection) -> int:
    """How many there are."""
    return int(_one(conn, select(func.count()).select_from(_A))[0])


def find_agencies(conn: Connection, search: str, page: int) -> tuple[Sequence[AnyRow], bool]:
    """A page of the agencies whose name or short name holds the text (id, slug, name), and whether more follow."""
    query = select(_A.c.id, _A.c.slug, _A.c.name).where(_named(search)).order_by(_A.c.name, _A.c.id)
    rows = for_every_agency(conn, query.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return rows[:PAGE], len(rows) > PAGE


def find_unfinished(conn: Connection, agency_ids: Sequence[int]) -> frozenset[int]:
    """Those of the agencies that have administrators, none of whom is in LINE yet."""
    in_line = func.count(_P.c.line_user)
    query = (
        select(_P.c.agency_id)
        .select_from(_P.join(_ROLES, (_ROLES.c.agency_id == _P.c.agency_id) & (_ROLES.c.person_id == _P.c.id)))
        .where(_P.c.agency_id.in_(agency_ids), _P.c.active, is_word(_ROLES.c.role, Role.ADMIN.value))
        .group_by(_P.c.agency_id)
        .having(in_line == 0)
    )
    return frozenset(for_every_agency(conn, query).scalars())


def _named(search: str) -> Condition:
    return or_(_A.c.name.contains(search, autoescape=True), _A.c.slug.contains(search.lower(), autoescape=True))
