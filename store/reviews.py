"""The supervisors' check: the verdicts on them, appended and never changed.

A reply's verdicts are its steps 1, 2, 3 …: a verdict, a row that takes it back, the next verdict. The last one counts.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, or_, select

from domain.task import Check, Review, Status
from domain.writes import ReviewUpdate, SetReview, TakeBackReview
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Condition
from store.certified import certified_since
from store.columns import is_word
from store.engine import Conflict
from store.tables_replies import TAKEN_BACK
from store.task_state import refresh_all_state, refresh_state
from store.tombstones import tombstoned

_A, _T, _U, _V = tables.agencies, tables.tasks, tables.updates, tables.reviews


def reviewed(update: FromClause) -> Condition:
    """What joins a reply with the last step of its check."""
    return and_(_V.c.agency_id == OF_AGENCY, _V.c.update_id == update.c.id, _V.c.step == update.c.review_step)


def check_columns(update: FromClause) -> tuple[ColumnElement[Any], ...]:
    """What `check_from` reads, in a query in which `reviewed` joins the table of reviews."""
    return (
        *(update.c.review.label("review"), _V.c.person_id.label("reviewer_id")),
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


_NEWS = (
    select(_T.c.id)
    .select_from(_T.join(_U, and_(_U.c.agency_id == OF_AGENCY, _U.c.id == _T.c.newest_id)).outerjoin(_V, reviewed(_U)))
    .where(
        _T.c.agency_id == OF_AGENCY,
        or_(
            and_(is_word(_T.c.review, Review.WAITING), _U.c.emptied_at.is_(None)),
            and_(is_word(_T.c.review, Review.RETURNED), _V.c.at >= bindparam("since", type_=_V.c.at.type)),
        ),
    )
    .limit(1)
)
_TASK_OF = (
    select(_T.c.id, _T.c.newest_id)
    .join_from(_T, _U, and_(_U.c.agency_id == OF_AGENCY, _U.c.task_id == _T.c.id))
    .where(_T.c.agency_id == OF_AGENCY, _U.c.id == bindparam("update_id"))
    .with_for_update(key_share=True, of=_T)
)


def review_update(books: Books, write: ReviewUpdate) -> None:
    """The verdict on the reply; raises Conflict where it has one already, or is not its task's newest any more."""
    task_id = _hold_task_of(books, write.update_id)
    before = _find_step(books, write)
    if write.after and (before is None or before.verdict != TAKEN_BACK):
        raise Conflict("the reply has a verdict")
    unsent = write.message_id is not None and tombstoned(books, write.message_id)
    _append(books, write, write.verdict, words="" if unsent else write.words, message_id=write.message_id)
    refresh_state(books, (task_id,), held=True)


def take_back_review(books: Books, write: TakeBackReview) -> None:
    """The reply waits for its check again; raises Conflict where the verdict does not stand any more.

    So it is where a newer reply came, where it was taken back already, and where a report was certified since.
    """
    task_id = _hold_task_of(books, write.update_id)
    last = _find_step(books, write)
    if last is None or last.verdict == TAKEN_BACK:
        raise Conflict("there is no such verdict to take back")
    if certified_since(books, write.update_id, last.at):
        raise Conflict("a report was certified that rests on the verdict")
    _append(books, write, TAKEN_BACK)
    refresh_state(books, (task_id,), held=True)


def _hold_task_of(books: Books, update_id: int) -> int:
    """The id of the reply's task, held until this transaction ends; raises Conflict where another reply is newer."""
    rows = books.fetch_prepared(_TASK_OF, update_id=update_id)
    if not rows or rows[0].newest_id != update_id:
        raise Conflict("a newer reply took the place of the one that was checked")
    return int(rows[0].id)


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
    refresh_all_state(books)
