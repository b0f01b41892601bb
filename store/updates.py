"""Replies: appended, never changed but for what was unsent."""

import re
from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.sql.dml import ReturningInsert

from domain.column_values import Value, read_values
from domain.column_values import Values as OwnValues
from domain.columns import OWN, WHY
from domain.data import to_data
from domain.task import NEEDED_TEXTS, REPLY_TEXTS, Status, Update
from domain.writes import AddEvidence, SaveUpdate
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Values, insert_new
from store.corrections import find_first_reply, mark_corrected, name_correction, read_correction
from store.engine import Conflict
from store.evidence import attach_evidence, attach_links, attach_messages
from store.reviews import check_columns, check_from, reviewed
from store.task_state import FIRST_STATE, refresh_state

_R, _T, _U, _V = tables.rounds, tables.tasks, tables.updates, tables.reviews
_S = tables.update_sources
_B = tables.tombstones

_DATE = re.compile(r"date_(\d{1,4})")


def newest_updates(books: Books, round_id: int) -> dict[int, Update]:
    """The update that counts of each of the round's tasks that has one, by the task's id."""
    return {row.task_id: _read_update_row(row) for row in books.fetch_prepared(_COUNTED, round_id=round_id)}


def counted_updates(books: Books, round_id: int) -> dict[int, tuple[Update, ...]]:
    """The updates that count of each of the round's tasks that has some, oldest first, by the task's id."""
    found: dict[int, tuple[Update, ...]] = {}
    for row in books.fetch_prepared(_ALL_COUNTED, round_id=round_id):
        found[row.task_id] = (*found.get(row.task_id, ()), _read_update_row(row))
    return found


def add_evidence(books: Books, write: AddEvidence) -> None:
    """What was sent after the reply was saved goes with it; raises Conflict where a newer one took its place."""
    newest = find_newest_update(books, write.task_id)
    if newest is None or newest.id != write.update_id:
        raise Conflict(f"update {write.update_id} is not the newest of its task")
    belongs = {"task_id": write.task_id, "update_id": write.update_id}
    attach_messages(books, belongs, write.person_id, write.message_ids)
    attach_links(books, belongs, write.person_id, write.at, write.links)


def find_newest_update(books: Books, task_id: int) -> Update | None:
    """What was answered last to the task, whether it counts yet or not."""
    rows = books.fetch_prepared(_NEWEST, task_id=task_id)
    return _read_update_row(rows[0]) if rows else None


def update_with_ticket(books: Books, person_id: int, ticket: str) -> Update | None:
    """The person's reply that the buttons of this mark saved."""
    rows = books.fetch_prepared(_WITH_TICKET, person_id=person_id, ticket=ticket)
    return _read_update_row(rows[0]) if rows else None


def update_of_event(books: Books, event_id: str) -> Update | None:
    """The reply that this event brought."""
    rows = books.fetch_prepared(_OF_EVENT, event_id=event_id)
    return _read_update_row(rows[0]) if rows else None


def updates_of_task(books: Books, task_id: int) -> tuple[Update, ...]:
    """All that was answered to the task, oldest first."""
    return mark_corrected([_read_update_row(row) for row in books.fetch_prepared(_OF_TASK, task_id=task_id)])


def find_reply_with(books: Books, person_id: int, set_id: str | None, at: datetime | None) -> Update | None:
    """The person's newest reply with photos of this set; else the first saved after `at` that was under way."""
    rows = books.fetch_prepared(_WITH_SET, person_id=person_id, set_id=set_id) if set_id else ()
    if not rows and at is not None:
        rows = books.fetch_prepared(_UNDER_WAY, person_id=person_id, at=at)
    return _read_update_row(rows[0]) if rows else None


def tasks_answered_by(books: Books, message_id: str) -> tuple[int, ...]:
    """The ids of the tasks whose newest reply is no answer without this message."""
    of_update = and_(_U.c.agency_id == _S.c.agency_id, _U.c.id == _S.c.update_id)
    gave = select(_U.c.task_id, _U.c.id).join_from(_S, _U, of_update).where(_S.c.field.in_(NEEDED_TEXTS))
    found = books.fetch_all(gave.where(_S.c.message_id == message_id).order_by(_U.c.id))
    newest = {row.task_id: find_newest_update(books, row.task_id) for row in found}
    return tuple({row.task_id: None for row in found if (last := newest[row.task_id]) and last.id == row.id})


def find_given_by(books: Books, message_id: str) -> tuple[tuple[Update, str, bool], ...]:
    """The newest replies that the message gave a field of: with the field, and whether it alone gave it."""
    rows = books.fetch_prepared(_NAMING, message_id=message_id)
    fields = {row.update_id: row.field for row in rows if row.message_id == message_id}
    found = []
    for update_id, field in fields.items():
        task_id = next(row.task_id for row in rows if row.update_id == update_id)
        newest = find_newest_update(books, task_id)
        if newest is not None and newest.id == update_id:
            alone = sum(row.update_id == update_id and row.field == field for row in rows) == 1
            found.append((newest, field, alone))
    return tuple(found)


def _updates() -> Select[Any]:
    """The agency's updates with their verdicts, for `Books.ask`."""
    sources = _U.outerjoin(_V, reviewed(_U))
    told = (column for column in _U.c if column.name not in ("review", "review_step"))
    return select(*told, *check_columns(_U)).select_from(sources).where(_U.c.agency_id == OF_AGENCY)


_ALSO = _S.alias("also")
_NAMING = (
    select(_ALSO.c.update_id, _ALSO.c.message_id, _ALSO.c.field, _U.c.task_id)
    .select_from(
        _S.join(_ALSO, and_(_ALSO.c.agency_id == OF_AGENCY, _ALSO.c.update_id == _S.c.update_id)).join(
            _U, and_(_U.c.agency_id == OF_AGENCY, _U.c.id == _S.c.update_id)
        )
    )
    .where(_S.c.agency_id == OF_AGENCY, _S.c.message_id == bindparam("message_id"))
    .order_by(_ALSO.c.update_id)
)
_THIS = _U.c.task_id == bindparam("task_id")
_OF_THE_TASK = and_(_T.c.agency_id == OF_AGENCY, _T.c.id == bindparam("task_id"))
_NEWEST = _updates().join(_T, _OF_THE_TASK).where(_U.c.id == _T.c.newest_id)
_WITH_TICKET = _updates().where(_U.c.person_id == bindparam("person_id"), _U.c.ticket == bindparam("ticket"))
_OF_EVENT = _updates().where(_U.c.event_id == bindparam("event_id"))
_OF_TASK = _updates().where(_THIS).order_by(_U.c.at, _U.c.id)
_COUNTED = (
    _updates()
    .join(_T, and_(_T.c.agency_id == OF_AGENCY, _U.c.task_id == _T.c.id))
    .where(_T.c.round_id == bindparam("round_id"), _U.c.id == _T.c.counting_id)
)
_ALL_COUNTED = (
    _updates()
    .join(_T, and_(_T.c.agency_id == OF_AGENCY, _U.c.task_id == _T.c.id))
    .where(_T.c.round_id == bindparam("round_id"), _U.c.counts)
    .order_by(_U.c.task_id, _U.c.at, _U.c.id)
)

# Holds the task, and lets the closing of its round wait; a row for each of the messages that was unsent, else one.
_HELD = (
    select(_T.c.newest_id, _R.c.closed_at, _B.c.message_id)
    .select_from(
        _T.join(_R, and_(_R.c.agency_id == OF_AGENCY, _R.c.id == _T.c.round_id)).outerjoin(
            _B, and_(_B.c.agency_id == OF_AGENCY, _B.c.message_id.in_(bindparam("messages", expanding=True)))
        )
    )
    .where(_T.c.agency_id == OF_AGENCY, _T.c.id == bindparam("task_id"))
    .with_for_update(key_share=True, of=_T)
    .suffix_with("FOR SHARE OF rounds", dialect="postgresql")
)

_E = tables.evidence
_BY = _U.c.person_id == bindparam("person_id")
_OF_SET = select(_E.c.update_id).where(_E.c.agency_id == OF_AGENCY, _E.c.set_id == bindparam("set_id"))
_WITH_SET = _updates().where(_BY, _U.c.id.in_(_OF_SET)).order_by(_U.c.at.desc(), _U.c.id.desc()).limit(1)
_BETWEEN = (_U.c.begun_at <= bindparam("at", type_=_U.c.at.type), _U.c.at > bindparam("at", type_=_U.c.at.type))
_UNDER_WAY = _updates().where(_BY, *_BETWEEN).order_by(_U.c.at, _U.c.id).limit(1)


def save_update(books: Books, write: SaveUpdate) -> None:
    """The reply with its evidence, once for its event; a field whose message was unsent meanwhile stays empty.

    Raises Conflict where it follows another reply than the newest, or its round was closed.
    """
    unknown = {field for field in write.sources.values() if not _is_field(field)}
    if unknown:
        raise ValueError(f"sources names no text, date or own column of an update: {sorted(unknown)}")
    newest, unsent = _hold_open_task(books, write)
    if write.correction and update_of_event(books, write.event_id):
        return
    mends = write.correction
    corrects = name_correction(mends, find_first_reply(books, write.task_id, mends.reply_id)) if mends else {}
    blank = {write.sources[message_id] for message_id in unsent}
    texts = {field: "" if field in blank else getattr(write, field) for field in REPLY_TEXTS}
    own, emptied = _without_blank(write.own, blank), bool(blank & NEEDED_TEXTS)
    values = {
        "task_id": write.task_id,
        "person_id": write.person_id,
        "event_id": write.event_id,
        "at": write.at,
        "status": write.status,
        "dates": [[step, day.isoformat()] for step, day in write.dates if f"date_{step}" not in blank],
        "period": write.period,
        "ticket": write.ticket or None,
        "begun_at": write.begun_at,
        "of_whole": write.of_whole,
        "adds": write.adds,
        "own": to_data(own) or None,
        "on_behalf_of": write.on_behalf_of,
        "emptied_at": write.at if emptied else None,
        **corrects,
        **texts,
    }
    first = {"of_agency": books.agency_id, "given_at": mends.at if mends else write.at, "is_answer": not emptied}
    update_id = books.insert_prepared(_add_reply(books.conn.dialect.name), {**values, **first})
    if update_id is None:
        return
    if write.follows is not None and write.follows != newest:
        raise Conflict(f"another reply to task {write.task_id} came meanwhile")
    kept = [(message, field) for message, field in write.sources.items() if message not in unsent]
    if write.repeats is not None:
        repeated = books.fetch_all(select(_S.c.message_id, _S.c.field).where(_S.c.update_id == write.repeats))
        given = set(write.sources.values())
        kept += [(row.message_id, row.field) for row in repeated if row.field not in given]
    books.insert_all(_S, [{"update_id": update_id, "message_id": message, "field": field} for message, field in kept])
    attach_evidence(books, write, update_id)
    refresh_state(books, (write.task_id,), held=True, replies=mends is not None)


@cache
def _add_reply(dialect: str) -> ReturningInsert[Any]:
    return insert_new(_U, dialect).values(FIRST_STATE)


def _hold_open_task(books: Books, write: SaveUpdate) -> tuple[int, frozenset[str]]:
    """The id of the task's newest reply, 0 without one, and which of the reply's messages were unsent meanwhile.

    Nobody else replies to the task until this transaction ends. Raises Conflict where a report that follows another
    finds its round closed.
    """
    held = books.fetch_prepared(_HELD, task_id=write.task_id, messages=list(write.sources))
    if not held:
        return 0, frozenset()
    if write.follows is not None and held[0].closed_at is not None:
        raise Conflict(f"the round of task {write.task_id} was closed meanwhile")
    return held[0].newest_id or 0, frozenset(row.message_id for row in held if row.message_id)


def forget_answered(books: Books, message_id: str, at: datetime) -> None:
    """Blank the text, or take out the date, that the message gave, in every update; one of nothing else is none."""
    of_update = and_(_U.c.agency_id == _S.c.agency_id, _U.c.id == _S.c.update_id)
    gave = select(_S.c.update_id, _S.c.field, _U.c.task_id, _U.c.dates, _U.c.result, _U.c.own)
    gave = gave.join_from(_S, _U, of_update)
    task_ids = set[int]()
    for given in books.fetch_all(gave.where(_S.c.message_id == message_id)):
        values = _blanked(given)
        emptied = given.field in NEEDED_TEXTS or _says_nothing(given, values)
        books.update(_U, (_U.c.id == given.update_id,), {**values, "emptied_at": at} if emptied else values)
        if emptied:
            task_ids.add(given.task_id)
    books.delete(_S, (_S.c.message_id == message_id,))
    refresh_state(books, task_ids)


def _says_nothing(given: AnyRow, values: Values) -> bool:
    """True where the message gave the last day, or the last of its own columns, of a reply without an account."""
    if given.result or not {"dates", "own"} & set(values):
        return False
    return not values.get("dates", given.dates) and not values.get("own", given.own)


def _is_field(name: str) -> bool:
    """True for what a chat message may fill."""
    return name in REPLY_TEXTS or name.startswith((OWN, WHY)) or _DATE.fullmatch(name) is not None


def _without_blank(own: OwnValues, blank: Collection[str]) -> dict[str, Value]:
    """The values without those whose message was unsent; of a choice without the reason that was."""
    left = {key: value for key, value in own.items() if f"{OWN}{key}" not in blank}
    unexplained = {key for key in left if f"{WHY}{key}" in blank}
    return {key: value[:1] if key in unexplained and isinstance(value, tuple) else value for key, value in left.items()}


def _blanked(given: AnyRow) -> Values:
    if given.field.startswith((OWN, WHY)):
        return {"own": to_data(_without_blank(read_values(given.own), {given.field})) or None}
    date_given = _DATE.fullmatch(given.field)
    if date_given is None:
        return {given.field: ""}
    return {"dates": [pair for pair in given.dates if pair[0] != int(date_given[1])]}


def _read_update_row(row: AnyRow) -> Update:
    return Update(
        id=row.id,
        task_id=row.task_id,
        person_id=row.person_id,
        at=row.at,
        status=Status(row.status),
        dates=tuple((step, date.fromisoformat(day)) for step, day in row.dates),
        period=row.period,
        of_whole=row.of_whole is not False,
        check=check_from(row, row.id, row.corrected_by or row.person_id, row.status),
        emptied=row.emptied_at is not None,
        adds=row.adds,
        on_behalf_of=row.on_behalf_of,
        own=read_values(row.own),
        correction=read_correction(row),
        **{name: getattr(row, name) for name in REPLY_TEXTS},
    )
