"""The supervisors' check: which replies count, and the verdicts on them, appended and never changed.

A reply's verdicts are its steps 1, 2, 3 …: a verdict, a row that takes it back, the next verdict. The last one counts.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from domain.task import Check, Review, Status
from domain.writes import ReviewUpdate, SetReview, TakeBackReview
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Condition
from store.certified import certified_since
from store.engine import Conflict
from store.tables_replies import TAKEN_BACK
from store.tombstones import tombstoned

_A, _U, _V = tables.agencies, tables.updates, tables.reviews
_LATER = _V.alias("later")
_FROM = select(_A.c.review_from).where(_A.c.id == OF_AGENCY).scalar_subquery()
_VERDICT = type_coerce(_V.c.verdict, String)


def review_of(update: FromClause, verdict: ColumnElement[str] | None = None) -> ColumnElement[str | None]:
    """How the update stands at the check (a word of Review), null where none is asked of it; for `Books.ask`.

    The one definition of what counts: no check at all, or none asked before `review_from`, or approved. A verdict that
    was taken back leaves the reply waiting, whenever it was given. `verdict` is the column of reviews where the query
    has joined it.
    """
    if verdict is None:
        given = select(_VERDICT).where(_V.c.agency_id == OF_AGENCY, _V.c.update_id == update.c.id)
        verdict = given.order_by(_V.c.step.desc()).limit(1).correlate(update).scalar_subquery()
    else:
        verdict = type_coerce(verdict, String)
    waits = literal_column(f"'{Review.WAITING}'", String)
    judged = case((verdict == literal_column(f"'{TAKEN_BACK}'", String), waits), else_=verdict)
    return case((_FROM.is_not(None), func.coalesce(judged, case((update.c.at >= _FROM, waits)))))


def counts(update: FromClause) -> Condition:
    """The condition that the update counts: one whose text was unsent does not."""
    approved = literal_column(f"'{Review.APPROVED}'", String)
    return and_(update.c.emptied_at.is_(None), func.coalesce(review_of(update), approved) == approved)


def not_returned(update: FromClause) -> Condition:
    """The condition that the update was not sent back nor emptied: it counts, or waits for its check."""
    returned = literal_column(f"'{Review.RETURNED}'", String)
    return and_(update.c.emptied_at.is_(None), func.coalesce(review_of(update), "") != returned)


def reviewed(update: FromClause) -> Condition:
    """What joins an update with the last of its verdicts."""
    later = exists().where(
        _LATER.c.agency_id == OF_AGENCY, _LATER.c.update_id == _V.c.update_id, _LATER.c.step > _V.c.step
    )
    return and_(_V.c.agency_id == OF_AGENCY, _V.c.update_id == update.c.id, ~later.correlate(_V))


def check_columns(update: FromClause) -> tuple[ColumnElement[Any], ...]:
    """What `check_from` reads, in a query in which `reviewed` joins the table of reviews."""
    return (
        *(review_of(update, _V.c.verdict).label("review"), _V.c.person_id.label("reviewer_id")),
        *(_V.c.words.label("review_words"), _V.c.at.label("reviewed_at"), _V.c.step.label("review_step")),
    )


def check_from(row: AnyRow, update_id: int, author_id: int, status: str) -> Check | None:
    """How the update of the row stands at the check."""
    if row.review is None:
        return None
    review, step = Review(row.review), row.review_step or 0
    if review is Review.WAITING:
        return Check(review, update_id, author_id, Status(status), step=step)
    words = row.review_words or ""
    return Check(review, update_id, author_id, Status(status), row.reviewer_id, words, row.reviewed_at, step)


def check_has_news(books: Books, since: datetime) -> bool:
    """Whether the newest reply of a task waits for its check, or was sent back since then."""
    return bool(books.fetch_prepared(_NEWS, since=since))


def _is_newer(newer: FromClause) -> Condition:
    """The condition that this reply came after the one of `updates`, to the same task; by their ids where at once."""
    later = or_(newer.c.at > _U.c.at, and_(newer.c.at == _U.c.at, newer.c.id > _U.c.id))
    return and_(newer.c.task_id == _U.c.task_id, later)


def _news() -> Select[Any]:
    newer = _U.alias("newer")
    taken = exists().where(newer.c.agency_id == OF_AGENCY, _is_newer(newer)).correlate(_U)
    review = review_of(_U, _V.c.verdict)
    news = or_(
        and_(review == Review.WAITING, _U.c.emptied_at.is_(None)),
        and_(review == Review.RETURNED, _V.c.at >= bindparam("since")),
    )
    query = select(_U.c.id).select_from(_U.outerjoin(_V, reviewed(_U))).where(_U.c.agency_id == OF_AGENCY, news, ~taken)
    return query.limit(1)


_NEWS = _news()


def review_update(books: Books, write: ReviewUpdate) -> None:
    """The verdict on the reply; raises Conflict where it has one already, or is not its task's newest any more."""
    _check_is_newest(books, write.update_id)
    before = _find_step(books, write)
    if write.after and (before is None or before.verdict != TAKEN_BACK):
        raise Conflict("the reply has a verdict")
    unsent = write.message_id is not None and tombstoned(books, write.message_id)
    _append(books, write, write.verdict, words="" if unsent else write.words, message_id=write.message_id)


def take_back_review(books: Books, write: TakeBackReview) -> None:
    """The reply waits for its check again; raises Conflict where the verdict does not stand any more.

    So it is where a newer reply came, where it was taken back already, and where a report was certified since.
    """
    _check_is_newest(books, write.update_id)
    last = _find_step(books, write)
    if last is None or last.verdict == TAKEN_BACK:
        raise Conflict("there is no such verdict to take back")
    if certified_since(books, write.update_id, last.at):
        raise Conflict("a report was certified that rests on the verdict")
    _append(books, write, TAKEN_BACK)


def _check_is_newest(books: Books, update_id: int) -> None:
    """Raises Conflict where another reply to the task came after it."""
    newer = _U.alias("newer")
    replaced = select(_U.c.id).join_from(_U, newer, and_(newer.c.agency_id == _U.c.agency_id, _is_newer(newer)))
    if books.fetch_one(replaced.where(_U.c.id == update_id)):
        raise Conflict("a newer reply took the place of the one that was checked")


def _find_step(books: Books, write: ReviewUpdate | TakeBackReview) -> AnyRow | None:
    """The step of the reply's check that the write follows."""
    steps = select(_V.c.verdict, _V.c.at)
    return books.fetch_one(steps.where(_V.c.update_id == write.update_id, _V.c.step == write.after))


def _append(books: Books, write: ReviewUpdate | TakeBackReview, verdict: str, **words: str | None) -> None:
    """The next step of the reply's check; raises Conflict where another one came after the step that was seen."""
    step = {"update_id": write.update_id, "step": write.after + 1, "person_id": write.person_id, "at": write.at}
    if books.insert_new(_V, {"words": "", "message_id": None, **step, "verdict": verdict, **words}) is None:
        raise Conflict("the reply was checked already")


def forget_review(books: Books, message_id: str) -> None:
    """Blank the words that the message gave."""
    books.update(_V, (_V.c.message_id == message_id,), {"words": ""})


def set_review(books: Books, write: SetReview) -> None:
    """Whether replies are checked from now on."""
    books.update(_A, (), {"review_from": write.since})
