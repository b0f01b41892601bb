"""What replies and tasks carry of how they stand, kept with each write that changes it.

A reply's row says how it stands at the check, which step of it was the last, and whether it stands and counts beside
its corrections; a task's row says which of its replies is the newest and which one counts. All of it follows from the
replies, their verdicts and when the check was asked for: `refresh_state` alone writes it, so that no list of tasks
looks through verdicts and corrections.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    String,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    update,
)

from domain.task import Review
from store import tables
from store.books import OF_AGENCY, Books, Condition
from store.engine import Database
from store.tables_replies import TAKEN_BACK

_MENDED_AT_ONCE = 100  # tasks: meanwhile nobody replies to them, on SQLite nobody writes

_A, _T, _U, _V = tables.agencies, tables.tasks, tables.updates, tables.reviews
_FROM = select(_A.c.review_from).where(_A.c.id == OF_AGENCY).scalar_subquery()


def _word(word: str) -> ColumnElement[str]:
    return literal_column(f"'{word}'", String)


def _is_approved(reply: FromClause) -> Condition:
    return and_(reply.c.emptied_at.is_(None), func.coalesce(reply.c.review, "approved") == _word(Review.APPROVED))


def _is_not_sent_back(reply: FromClause) -> Condition:
    return and_(reply.c.emptied_at.is_(None), func.coalesce(reply.c.review, "") != _word(Review.RETURNED))


def _unless_corrected(is_such: Callable[[FromClause], Condition]) -> Condition:
    """The condition that this is true of the reply, and of no later correction, which would take its place."""
    mend = _U.alias("mend")
    same = mend.c.corrects == func.coalesce(_U.c.corrects, _U.c.id)
    later = (mend.c.agency_id == OF_AGENCY, mend.c.task_id == _U.c.task_id, mend.c.id > _U.c.id, same)
    return and_(is_such(_U), ~exists().where(*later, is_such(mend)).correlate(_U))


def _find_review() -> ColumnElement[str | None]:
    """How a reply stands at the check (a word of Review), null where none is asked of it.

    The one definition: no check at all, or none asked before `review_from`, or what the last verdict says. A verdict
    that was taken back leaves the reply waiting, whenever it was given.
    """
    given = select(type_coerce(_V.c.verdict, String)).where(_V.c.agency_id == OF_AGENCY, _V.c.update_id == _U.c.id)
    verdict = given.order_by(_V.c.step.desc()).limit(1).correlate(_U).scalar_subquery()
    waits = _word(Review.WAITING)
    judged = case((verdict == _word(TAKEN_BACK), waits), else_=verdict)
    since = func.coalesce(_U.c.corrected_at, _U.c.at)
    return case((_FROM.is_not(None), func.coalesce(judged, case((since >= _FROM, waits)))))


def _find_step() -> ColumnElement[int]:
    steps = select(func.max(_V.c.step)).where(_V.c.agency_id == OF_AGENCY, _V.c.update_id == _U.c.id)
    return func.coalesce(steps.correlate(_U).scalar_subquery(), 0)


def _newest(column: str, *where: Condition) -> ScalarSelect[Any]:
    """The column of the task's newest reply that the conditions hold for, in a statement on tasks."""
    found = select(_ONE.c[column]).where(_ONE.c.agency_id == OF_AGENCY, _ONE.c.task_id == _T.c.id, *where)
    return found.order_by(_ONE.c.at.desc(), _ONE.c.id.desc()).limit(1).correlate(_T).scalar_subquery()


_ONE = _U.alias("one")
# What is kept, in the order in which it is written: each part follows from those before it.
_AT_CHECK: dict[str, ColumnElement[Any]] = {"review": _find_review(), "review_step": _find_step()}
_AMONG_REPLIES: dict[str, ColumnElement[Any]] = {
    "counts": _unless_corrected(_is_approved),
    "stands": _unless_corrected(_is_not_sent_back),
}
_OF_TASK: dict[str, ColumnElement[Any]] = {
    "newest_id": _newest("id"),
    "newest_status": _newest("status"),
    "review": _newest("review"),
    "counting_id": _newest("id", _ONE.c.counts),
    "counting_status": _newest("status", _ONE.c.counts),
}


def _differs(table: FromClause, found: Mapping[str, ColumnElement[Any]]) -> Condition:
    return or_(*(table.c[name].is_distinct_from(value) for name, value in found.items()))


def _hold(*where: Condition) -> Select[Any]:
    held = select(_T.c.id).where(_T.c.agency_id == OF_AGENCY, *where).order_by(_T.c.id)
    return held.with_for_update(key_share=True)


def _refreshing(replies: tuple[Condition, ...], tasks: tuple[Condition, ...]) -> tuple[Update, ...]:
    of_replies = (_AT_CHECK, _AMONG_REPLIES)
    return (
        *(update(_U).where(_U.c.agency_id == OF_AGENCY, *replies, _differs(_U, of)).values(of) for of in of_replies),
        update(_T).where(_T.c.agency_id == OF_AGENCY, *tasks).values(_OF_TASK),
    )


# How a reply that is just saved stands at the check, and whether it counts: no verdict was given on it yet, and nothing
# corrects it. `is_answer` is False where what it has to say was unsent meanwhile.
FIRST_REVIEW = (
    select(case((_A.c.review_from <= bindparam("given_at", type_=_U.c.at.type), _word(Review.WAITING))))
    .where(_A.c.id == OF_AGENCY)
    .scalar_subquery()
)
FIRST_STATE: dict[str, ColumnElement[Any]] = {
    "review": FIRST_REVIEW,
    "counts": and_(bindparam("is_answer", type_=Boolean), FIRST_REVIEW.is_(None)),
    "stands": bindparam("is_answer", type_=Boolean),
}
_IDS: BindParameter[list[int]] = bindparam("task_ids", expanding=True)
_HOLD_ALL, _HOLD = _hold(), _hold(_T.c.id.in_(_IDS))
_REFRESH_ALL = _refreshing((), (_differs(_T, _OF_TASK),))
_REFRESH = _refreshing((_U.c.task_id.in_(_IDS),), (_T.c.id.in_(_IDS),))
_WRONG_REPLIES = select(_U.c.task_id).where(_U.c.agency_id == OF_AGENCY, _differs(_U, {**_AT_CHECK, **_AMONG_REPLIES}))
_WRONG_TASKS = select(_T.c.id).where(_T.c.agency_id == OF_AGENCY, _differs(_T, _OF_TASK))


def refresh_state(books: Books, task_ids: Collection[int], held: bool = False, replies: bool = True) -> None:
    """Writes the state of these tasks and their replies anew; to be called after each write that may change it.

    The tasks are held first, unless `held` says that they are: of two writers at once the later one sees what the
    other wrote. Without `replies` all of these are as their rows say, and the tasks alone are written.
    """
    if not task_ids:
        return
    if not held:
        hold_tasks(books, task_ids)
    for statement in _REFRESH if replies else _REFRESH[-1:]:
        books.update_prepared(statement, task_ids=sorted(set(task_ids)))


def refresh_all_state(books: Books) -> None:
    """The same for all of the agency's tasks."""
    books.fetch_prepared(_HOLD_ALL)
    for statement in _REFRESH_ALL:
        books.update_prepared(statement)


def mend_state(database: Database, agency_id: int) -> tuple[int, ...]:
    """The ids of the agency's tasks that carried a wrong state; it is written anew, some tasks in each transaction."""
    wrong = database.read(lambda conn: find_wrong_state(Books(conn, agency_id)))
    for first in range(0, len(wrong), _MENDED_AT_ONCE):
        some = wrong[first : first + _MENDED_AT_ONCE]
        database.run(lambda conn, some=some: refresh_state(Books(conn, agency_id), some))  # type: ignore[misc]
    return wrong


def hold_tasks(books: Books, task_ids: Collection[int]) -> bool:
    """True where there is one of the tasks; nobody else writes a reply or a verdict to them until this one ends."""
    return bool(books.fetch_prepared(_HOLD, task_ids=sorted(set(task_ids))))


def find_wrong_state(books: Books) -> tuple[int, ...]:
    """The ids of the tasks whose state, or whose replies' state, is not what follows from what was written."""
    replies, found = books.fetch_prepared(_WRONG_REPLIES), books.fetch_prepared(_WRONG_TASKS)
    return tuple(sorted({row.task_id for row in replies} | {row.id for row in found}))
