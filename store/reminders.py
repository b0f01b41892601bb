"""Who was reminded of what, when and by what way."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import String, and_, bindparam, cast, func, literal, or_, select

from domain.reminding import MOST_AGAIN, REMIND, Reminded, Sending, again_key, message_key
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

# `message_key` in SQL.
_MESSAGE_KEY = literal(REMIND).concat(_R.c.key).concat(":").concat(cast(_R.c.person_id, String))
_NOT_GONE_OUT = ("dead", "dropped")


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


def count_told(books: Books, first: date, last: date) -> Mapping[date, Mapping[str, int]]:
    """How many people were told on each of these days, by the way they were told; not whose message did not go out."""
    counted = (
        select(_R.c.day, _R.c.via, func.count().label("people"))
        .outerjoin_from(_R, _O, and_(_O.c.agency_id == _R.c.agency_id, _O.c.dedup_key == _MESSAGE_KEY))
        .where(_R.c.day.between(first, last), or_(_O.c.state.is_(None), _O.c.state.not_in(_NOT_GONE_OUT)))
    )
    found: dict[date, dict[str, int]] = {}
    for row in books.fetch_all(counted.group_by(_R.c.day, _R.c.via)):
        ways = found.setdefault(row.day, {})
        ways[row.via or "push"] = ways.get(row.via or "push", 0) + row.people
    return found


def has_pushed_reminder(books: Books) -> bool:
    """True once LINE has taken a reminder as a push; of one whose message is no longer kept, too."""
    sent = (
        select(_R.c.id)
        .outerjoin_from(_R, _O, and_(_O.c.agency_id == _R.c.agency_id, _O.c.dedup_key == _MESSAGE_KEY))
        .where(or_(_R.c.via.is_(None), _R.c.via == "push"), or_(_O.c.state.is_(None), _O.c.state == "sent"))
    )
    return books.fetch_one(sent.limit(1)) is not None


def delivery_log(books: Books, limit: int = 50, skip: int = 0, day: date | None = None) -> tuple[Reminded, ...]:
    """Reminders, newest first, of that day alone where one is named; with what became of each message."""
    query = select(_R).order_by(_R.c.day.desc(), _R.c.id.desc()).limit(limit).offset(skip)
    return _with_sendings(books, books.fetch_all(query if day is None else query.where(_R.c.day == day)))


def find_reminded(books: Books, reminder_id: int) -> Reminded | None:
    """The reminder as the log has it; None where there is none."""
    return next(iter(_with_sendings(books, books.fetch_all(select(_R).where(_R.c.id == reminder_id)))), None)


def _with_sendings(books: Books, rows: Sequence[AnyRow]) -> tuple[Reminded, ...]:
    if not rows:
        return ()
    days, people = [row.day for row in rows], {row.person_id for row in rows}
    told = select(_K.c.person_id, _K.c.key, _K.c.day).where(_K.c.day.between(min(days), max(days)))
    keys = _keys(books.fetch_all(told.where(_K.c.person_id.in_(people))))
    sendings = _load_sendings(
        books,
        [
            *(message_key(row.key, row.person_id) for row in rows),
            *(again_key(row.id, number) for row in rows for number in range(MOST_AGAIN)),
        ],
    )
    return tuple(
        Reminded(
            row.person_id, row.day, row.via or "push", tuple(row.task_ids), row.reason, row.at,
            tuple(dict.fromkeys((row.key, *keys.get((row.person_id, row.day), ())))), row.id,
            sendings.get(message_key(row.key, row.person_id)),
            tuple(found for n in range(MOST_AGAIN) if (found := sendings.get(again_key(row.id, n)))),
        )
        for row in rows
    )  # fmt: skip


def _load_sendings(books: Books, keys: Sequence[str]) -> Mapping[str, Sending]:
    """What became of the messages, by the keys that the outbox knows them by."""
    found = books.fetch_all(
        select(_O.c.dedup_key, _O.c.state, _O.c.last_error, _O.c.sent_at).where(_O.c.dedup_key.in_(keys))
    )
    return {row.dedup_key: Sending(row.state, row.last_error, row.sent_at) for row in found}


def _keys(rows: Sequence[AnyRow]) -> Mapping[tuple[int, date], list[str]]:
    """The occasions that each person was told of on each day."""
    keys: dict[tuple[int, date], list[str]] = {}
    for row in rows:
        keys.setdefault((row.person_id, row.day), []).append(row.key)
    return keys
