"""Where each conversation stands."""

from collections import Counter
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from domain.conversation import DRAFTS, PUT_AWAY, SWEPT, Answers, Notes, State
from store import tables
from store.books import OF_AGENCY, Books
from store.columns import Instant
from store.engine import Conflict
from store.scope import for_every_agency, see_agency, see_every_agency

_C = tables.conversations
_FIELDS = tuple(field.name for field in fields(State) if field.name not in ("line_user", "version"))
_OF_USER = (_C.c.agency_id == OF_AGENCY, _C.c.line_user == bindparam("of_user"))
_STATE = select(_C.c.version, *(_C.c[name] for name in _FIELDS)).where(*_OF_USER)
_HELD = _STATE.with_for_update()
_SAVE = update(_C).where(*_OF_USER, _C.c.version == bindparam("seen_version")).values(version=_C.c.version + 1)

_SHOWN = (
    update(_C)
    .where(*_OF_USER, _C.c.asked_by == bindparam("asked_of"), _C.c.shown_at.is_(None))
    .values(shown_at=bindparam("at", type_=Instant))
)
_SIGN_INS = 10  # of which the next answers tell, the newest


def state_of(books: Books, line_user: str, hold: bool = False) -> State:
    """Where the LINE user's conversation stands; a fresh one of version 0 before the first turn.

    `hold` lets the person's other turns wait until this transaction ends (PostgreSQL; on SQLite they do anyway).
    """
    rows = books.fetch_prepared(_HELD if hold else _STATE, of_user=line_user)
    return State(line_user, **rows[0]._mapping) if rows else State(line_user)


def save_state(books: Books, seen_version: int, new: State) -> None:
    """Makes this the state, one version on; raises Conflict where another turn was saved since that version."""
    values: dict[str, Any] = {name: getattr(new, name) for name in _FIELDS}
    values |= {"answers": dict(new.answers), "notes": dict(new.notes)}
    if seen_version == 0:
        saved = books.insert_new(_C, {"line_user": new.line_user, "version": 1, **values}) is not None
    else:
        saved = books.update_prepared(_SAVE, of_user=new.line_user, seen_version=seen_version, **values) == 1
    if not saved:
        raise Conflict(f"the conversation has moved on from version {seen_version}")


def note_sign_in(books: Books, line_user: str, session_id: int, browser: str, at: datetime) -> None:
    """Has the conversation's next answer tell of the sign-in by a link."""
    state = state_of(books, line_user, hold=True)
    noted = {"session": session_id, "browser": browser, "at": at.isoformat()}
    save_state(books, state.version, replace(state, sign_ins=[*(state.sign_ins or ()), noted][-_SIGN_INS:]))


def mark_shown(conn: Connection, agency_id: int, line_user: str, asked_by: str | None, at: datetime) -> None:
    """LINE was given the question that this event's answer asked; nothing changes where another was asked since.

    The version stays, so that no turn has to begin again. Where the message is marked as well, this comes first: a
    turn, too, takes hold of the conversation before its messages.
    """
    see_agency(conn, agency_id).execute(
        _SHOWN, {"of_agency": agency_id, "of_user": line_user, "asked_of": asked_by, "at": at}
    )


def forget_answers(books: Books, line_user: str, message_id: str) -> None:
    """Takes what the message said out of what was answered and noted so far.

    The version stays: it is the unsending turn's own `save_state` that makes turns under way begin again.
    """
    row = books.fetch_one(select(_C.c.answers, _C.c.notes).where(_C.c.line_user == line_user))
    if row is not None:
        kept = _without(dict(row._mapping), message_id)
        if kept != row._mapping:
            books.update(_C, (_C.c.line_user == line_user,), kept)


def forget_conversation(books: Books, line_user: str) -> None:
    """Clears what was asked and answered; the version rises, so that a turn under way on it runs again."""
    unasked = dict.fromkeys(("flow", "step", "asked_by", "asked_at", "heard_at", "shown_at"))
    values: dict[str, Any] = {**unasked, "answers": {}, "notes": {}, "ticket": "", "version": _C.c.version + 1}
    books.update(_C, (_C.c.line_user == line_user,), values)


def count_drafts(books: Books) -> Counter[int]:
    """How many reports are under way, or were stopped and kept, of each task, by its id."""
    found = Counter[int]()
    for row in books.fetch_all(select(_C.c.answers, _C.c.notes)):
        asked = row.answers.get("task") or {}
        tasks = {str(asked.get("value")), *row.notes.get(DRAFTS, {})}
        found.update(int(task) for task in tasks if task.isdecimal())
    return found


def put_away_expired(conn: Connection, now: datetime) -> int:
    """Forgets, for every agency, what was asked and answered in conversations past their time; how many.

    Of a report, and of those that were stopped, only the task is left, so that its officer can be told. Their versions
    move on: a turn under way on one begins again.
    """
    expired = (_C.c.flow.is_not(None), _C.c.expires_at <= now)
    unasked = dict.fromkeys(("asked_by", "asked_at", "heard_at", "shown_at"))
    moved: dict[str, Any] = {**unasked, "ticket": "", "version": _C.c.version + 1}
    columns = (_C.c.agency_id, _C.c.line_user, _C.c.version, _C.c.answers, _C.c.notes)
    count = 0
    for row in for_every_agency(conn, select(*columns).where(*expired)).all():
        answers, report = left_of_report(row.answers, row.notes)
        left = {"answers": answers, "notes": {**report, **left_of_drafts(row.notes)}}
        is_report = bool(answers or report)
        if is_report and left == {"answers": row.answers, "notes": row.notes}:
            continue
        seen = (_C.c.agency_id == row.agency_id, _C.c.line_user == row.line_user, _C.c.version == row.version)
        values = {**moved, **left} if is_report else {**moved, **left, "flow": None, "step": None}
        count += see_every_agency(conn).execute(update(_C).where(*seen).values(**values)).rowcount
    return count


def left_of_report(answers: Answers, notes: Notes) -> tuple[Answers, Notes]:
    """The answers and notes kept of a report that was put away: its task, or that there was evidence for one."""
    if "task" in answers:
        return {"task": answers["task"]}, {}
    return {}, {PUT_AWAY: True} if notes.get("files") or PUT_AWAY in notes else {}


def left_of_drafts(notes: Notes) -> Notes:
    """What is kept of reports that were stopped: their tasks, until their officer is told that they are gone."""
    tasks = [*notes.get(SWEPT, ()), *notes.get(DRAFTS, {})]
    return {SWEPT: tasks} if tasks else {}


def names_message(given: Any, message_id: str | None) -> bool:
    """True where something that was answered or noted came by the message."""
    return given is not None and message_id is not None and _without(given, message_id) != given


def _without(data: Any, message_id: str) -> Any:
    """The JSON without the entries, at any depth, that name the message as their source."""
    if isinstance(data, dict):
        return {key: _without(value, message_id) for key, value in data.items() if not _from(value, message_id)}
    if isinstance(data, list):
        return [_without(value, message_id) for value in data if not _from(value, message_id)]
    return data


def _from(entry: Any, message_id: str) -> bool:
    return isinstance(entry, dict) and entry.get("message") == message_id
