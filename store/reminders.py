"""Who was reminded of what, when and by what way."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, bindparam, or_, select

from domain.reminding import Reminded
from domain.writes import Remind
from store import tables
from store.books import AnyRow, Books, composed
from store.engine import Conflict

_R, _K, _O = tables.reminders, tables.reminder_keys, tables.outbox
_SINCE = composed(select(_R).where(_R.c.day >= bindparam("since")).order_by(_R.c.day, _R.c.id))
_KEYS = composed(select(_K.c.person_id, _K.c.key, _K.c.day).where(_K.c.day >= bindparam("since")))
_SINCE_TO = _SINCE.where(_R.c.person_id == bindparam("person_id"))
_KEYS_TO = _KEYS.where(_K.c.person_id == bindparam("person_id"))
# Of these an admin is told once, however long ago.
_ONCE = composed(select(_K.c.key).where(or_(_K.c.key.like("unreachable:%"), _K.c.key.like("nobody:%"))))


def reminded(books: Books, since: date, person_id: int | None = None) -> tuple[Remind, ...]:
    """The reminders of that day and later, oldest first; one person's, where one is named."""
    told, spoken_of = (_SINCE, _KEYS) if person_id is None else (_SINCE_TO, _KEYS_TO)
    asked = {"since": since} if person_id is None else {"since": since, "person_id": person_id}
    keys = _keys(books.fetch_prepared(spoken_of, **asked))
    return tuple(
        Remind(
            row.person_id, row.key, row.day, tuple(row.task_ids), row.reason, row.at,
            tuple(keys.get((row.person_id, row.day), (row.key,))), row.via or "push",
        )
        for row in books.fetch_prepared(told, **asked)
    )  # fmt: skip


def told_once(books: Books) -> frozenset[str]:
    """The occasions that an admin has been told of once and for all."""
    return frozenset(row.key for row in books.fetch_prepared(_ONCE))


def record_reminder(books: Books, write: Remind) -> None:
    """The person's one reminder of the day; raises Conflict where the day or an occasion has had one."""
    values = {"person_id": write.person_id, "key": write.key, "day": write.day, "task_ids": list(write.task_ids)}
    if books.insert_new(_R, {**values, "reason": write.reason, "at": write.at, "via": write.via}) is None:
        raise Conflict(f"person {write.person_id} was reminded already: {write.key}, {write.day}")
    for key in write.keys or (write.key,):
        if books.insert_new(_K, {"person_id": write.person_id, "key": key, "day": write.day}) is None:
            raise Conflict(f"person {write.person_id} was told of {key} already")


def delivery_log(books: Books, limit: int = 200) -> tuple[Reminded, ...]:
    """The newest reminders first, with their occasions and what became of each push."""
    of_reminder = and_(
        _O.c.agency_id == books.agency_id,
        _O.c.dedup_key == "remind:" + _R.c.key + ":" + _R.c.person_id.cast(tables.reminders.c.key.type),
    )
    query = (
        select(_R, _O.c.state, _O.c.last_error)
        .select_from(_R.outerjoin(_O, of_reminder))
        .where(books.of(_R))
        .order_by(_R.c.day.desc(), _R.c.id.desc())
        .limit(limit)
    )
    rows = books.conn.execute(query).all()
    keys = _keys(books.fetch_prepared(_KEYS, since=rows[-1].day)) if rows else {}
    return tuple(
        Reminded(
            row.person_id, row.day, row.via or "push", tuple(row.task_ids), row.reason, row.at,
            tuple(dict.fromkeys((row.key, *keys.get((row.person_id, row.day), ())))), row.state, row.last_error,
        )
        for row in rows
    )  # fmt: skip


def _keys(rows: Sequence[AnyRow]) -> Mapping[tuple[int, date], list[str]]:
    """The occasions that each person was told of on each day."""
    keys: dict[tuple[int, date], list[str]] = {}
    for row in rows:
        keys.setdefault((row.person_id, row.day), []).append(row.key)
    return keys
