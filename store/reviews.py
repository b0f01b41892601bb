"""The supervisors' check: which replies count, and the verdicts on them, appended and never changed."""

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
from domain.writes import ReviewUpdate, SetReview
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Condition
from store.engine import Conflict
from store.tombstones import tombstoned

_A, _U, _V = tables.agencies, tables.updates, tables.reviews
_FROM = select(_A.c.review_from).where(_A.c.id == OF_AGENCY).scalar_subquery()
_VERDICT = type_coerce(_V.c.verdict, String)


def review_of(update: FromClause, verdict: ColumnElement[str] | None = None) -> ColumnElement[str | None]:
    """How the update stands at the check (a word of Review), null where none is asked of it; for `Books.ask`.

    The one definition of what counts: no check at all, or none asked before `review_from`, or approved. `verdict` is
    the column of reviews where the query has joined it.
    """
    if verdict is None:
        given = select(_VERDICT).where(_V.c.agency_id == OF_AGENCY, _V.c.update_id == update.c.id)
        verdict = given.correlate(update).scalar_subquery()
    else:
        verdict = type_coerce(verdict, String)
    waiting = case((update.c.at >= _FROM, literal_column(f"'{Review.WAITING}'", String)))
    return case((_FROM.is_not(None), func.coalesce(verdict, waiting)))


def counts(update: FromClause) -> Condition:
    """The condition that the update counts: one whose text was unsent does not."""
    approved = literal_column(f"'{Review.APPROVED}'", String)
    return and_(update.c.emptied_at.is_(None), func.coalesce(review_of(update), approved) == approved)


def not_returned(update: FromClause) -> Condition:
    """The condition that the update was not sent back nor emptied: it counts, or waits for its check."""
    returned = literal_column(f"'{Review.RETURNED}'", String)
    return and_(update.c.emptied_at.is_(None), func.coalesce(review_of(update), "") != returned)


def reviewed(update: FromClause) -> Condition:
    """What joins an update with its verdict."""
    return and_(_V.c.agency_id == OF_AGENCY, _V.c.update_id == update.c.id)


def check_columns(update: FromClause) -> tuple[ColumnElement[Any], ...]:
    """What `check_from` reads, in a query in which `reviewed` joins the table of reviews."""
    return (
        *(review_of(update, _V.c.verdict).label("review"), _V.c.person_id.label("reviewer_id")),
        *(_V.c.words.label("review_words"), _V.c.at.label("reviewed_at")),
    )


def check_from(row: AnyRow, update_id: int, author_id: int, status: str) -> Check | None:
    """How the update of the row stands at the check."""
    if row.review is None:
        return None
    words = row.review_words or ""
    return Check(Review(row.review), update_id, author_id, Status(status), row.reviewer_id, words, row.reviewed_at)


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
    newer = _U.alias("newer")
    replaced = select(_U.c.id).join_from(_U, newer, and_(newer.c.agency_id == _U.c.agency_id, _is_newer(newer)))
    if books.fetch_one(replaced.where(_U.c.id == write.update_id)):
        raise Conflict("a newer reply took the place of the one that was checked")
    unsent = write.message_id is not None and tombstoned(books, write.message_id)
    values = {
        "update_id": write.update_id,
        "person_id": write.person_id,
        "verdict": write.verdict,
        "words": "" if unsent else write.words,
        "message_id": write.message_id,
        "at": write.at,
    }
    if books.insert_new(_V, values) is None:
        raise Conflict("the reply was checked already")


def forget_review(books: Books, message_id: str) -> None:
    """Blank the words that the message gave."""
    books.update(_V, (_V.c.message_id == message_id,), {"words": ""})


def set_review(books: Books, write: SetReview) -> None:
    """Whether replies are checked from now on."""
    books.update(_A, (), {"review_from": write.since})
