"""Tasks that officers hand to colleagues: asked for and answered, in the order it happened; nothing is deleted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from domain.offers import TaskOffer
from domain.writes import AnswerOffer, OfferTask
from store import tables
from store.books import OF_AGENCY, AnyRow, Books
from store.columns import is_word
from store.engine import Conflict

_O = tables.task_offers
_ALL = select(_O).where(_O.c.agency_id == OF_AGENCY).order_by(_O.c.id)
_OF_TASKS = _ALL.where(_O.c.task_id.in_(bindparam("task_ids", expanding=True)))
_ACCEPTED = is_word(_O.c.answer, "accepted")
_EVERY_ACCEPTED = _ALL.where(_ACCEPTED)
_ACCEPTED_OF_TASKS = _OF_TASKS.where(_ACCEPTED)
_SINCE = _ALL.where(_ACCEPTED, _O.c.answered_at >= bindparam("since", type_=_O.c.at.type))
_WAITING = _O.c.answer.is_(None)
_EVERY_WAITING = _ALL.where(_WAITING)
_TO = _ALL.where(_O.c.to_id == bindparam("person_id"), _WAITING)
_FROM = _ALL.where(_O.c.from_id == bindparam("person_id"), _WAITING)


def offers_of_tasks(books: Books, task_ids: Collection[int]) -> tuple[TaskOffer, ...]:
    """All that was offered of these tasks, oldest first."""
    return _read_offers(books.fetch_prepared(_OF_TASKS, task_ids=list(task_ids)))


def accepted_offers(books: Books, task_ids: Collection[int]) -> dict[int, tuple[TaskOffer, ...]]:
    """What was accepted of these tasks, oldest first, by the task's id."""
    if books.remembers():
        every = books.remember("accepted", lambda: _by_task(books.fetch_prepared(_EVERY_ACCEPTED)))
        return {task_id: every[task_id] for task_id in task_ids if task_id in every}
    return _by_task(books.fetch_prepared(_ACCEPTED_OF_TASKS, task_ids=list(task_ids)))


def _by_task(rows: Sequence[AnyRow]) -> dict[int, tuple[TaskOffer, ...]]:
    found: dict[int, tuple[TaskOffer, ...]] = {}
    for one in _read_offers(rows):
        found[one.task_id] = (*found.get(one.task_id, ()), one)
    return found


def offers_to(books: Books, person_id: int) -> tuple[TaskOffer, ...]:
    """What waits for the person's word, oldest first."""
    if books.remembers():
        return tuple(one for one in _waiting(books) if one.to_id == person_id)
    return _read_offers(books.fetch_prepared(_TO, person_id=person_id))


def offers_from(books: Books, person_id: int) -> tuple[TaskOffer, ...]:
    """What the person offered and was not answered yet, oldest first."""
    if books.remembers():
        return tuple(one for one in _waiting(books) if one.from_id == person_id)
    return _read_offers(books.fetch_prepared(_FROM, person_id=person_id))


def _waiting(books: Books) -> tuple[TaskOffer, ...]:
    """What waits for anybody's word, oldest first, read once for an office."""
    return books.remember("waiting", lambda: _read_offers(books.fetch_prepared(_EVERY_WAITING)))


def accepted_since(books: Books, since: datetime) -> tuple[TaskOffer, ...]:
    """What was accepted from that moment on, in the order it was offered."""
    return _read_offers(books.fetch_prepared(_SINCE, since=since))


def offer_task(books: Books, write: OfferTask) -> None:
    """Stores the offer; withdraws what the same person offered of the task before and was not answered."""
    earlier = (_O.c.task_id == write.task_id, _O.c.from_id == write.from_id, _WAITING)
    books.update(_O, earlier, {"answer": "withdrawn", "answered_at": write.at})
    if write.to_id is not None:
        values = {"task_id": write.task_id, "from_id": write.from_id, "to_id": write.to_id}
        books.insert(_O, {**values, "at": write.at, "answer": None, "answered_at": None})


def answer_offer(books: Books, write: AnswerOffer) -> None:
    """Stores the colleague's answer; raises Conflict where the offer was withdrawn or answered meanwhile."""
    this = (_O.c.id == write.offer_id, _O.c.to_id == write.person_id, _WAITING)
    answer = "accepted" if write.accepts else "declined"
    if not books.update(_O, this, {"answer": answer, "answered_at": write.at}):
        raise Conflict(f"offer {write.offer_id} waits for no answer")


def _read_offers(rows: Sequence[AnyRow]) -> tuple[TaskOffer, ...]:
    return tuple(_read_offer(row) for row in rows)


def _read_offer(row: Any) -> TaskOffer:
    return TaskOffer(row.id, row.task_id, row.from_id, row.to_id, row.at, row.answer, row.answered_at)
