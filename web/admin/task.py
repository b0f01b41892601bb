"""One task: what was answered to it, in order, and what came with each answer."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person, reviewers
from domain.evidence import Evidence
from domain.messages import N_, Say, say
from domain.task import Round, Task, Update
from store.books import Books
from store.evidence import evidence_of_round
from store.offers import offers_of_tasks
from store.people import find_person, load_people, load_units
from store.reminder_rules import reminder_rules
from store.rounds import load_rounds
from store.tasks import find_task
from store.updates import updates_of_task
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.admin.answers import Answer, answers
from web.admin.overview import full_names, make_lines
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

task_pages = admin_pages("task", __name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """An update with its author's name, its fields by label, and its evidence.

    `on_behalf_of` is the name of who was away and was stood in for, "" for nobody; `checked_by` of who approved it or
    sent it back; `counts` marks the one that the report prints.
    """

    update: Update
    by: str
    on_behalf_of: str
    checked_by: str
    counts: bool
    answers: tuple[Answer, ...]
    photos: tuple[Evidence, ...]
    others: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who asked whom to answer the task in their place, and what came of it, in words."""

    giver: str
    taker: str
    at: datetime
    answer: Say


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A task with everything that belongs to it."""

    task: Task
    unit: str
    round: Round
    people: tuple[str, ...]
    replies: tuple[Reply, ...]
    may_judge: bool
    handed: tuple[HandedOn, ...] = ()


@task_pages.get(f"/tasks/<int(max={LARGEST_ID}):task_id>")
def show_task(task_id: int) -> ResponseReturnValue:
    """The task with its updates, oldest first."""
    return task_page(task_id)


def task_page(task_id: int, problem: str = "") -> ResponseReturnValue:
    """The task's page; `problem` says in Thai what is wrong with the reason typed for sending a reply back."""
    found = port().database.read(lambda conn: _load_task(conn, task_id))
    today = day_in_bangkok(port().now()) if found.round.closed_at is None else None
    (line,) = make_lines([found.task], {}, {}, today)
    page = render_template("admin/task.html", found=found, task=found.task, line=line, problem=problem)
    return page, 422 if problem else 200


def _load_task(conn: Connection, task_id: int) -> TaskFile:
    books = books_of_visit(conn)
    wanted = find_task(books, task_id)
    if wanted is None:
        abort(404)
    round_ = next(each for each in load_rounds(books) if each.id == wanted.round_id)
    names = {who.id: who.name for who in load_people(books)}
    here = tuple(names[who] for who in wanted.assignee_ids if who in names)
    unit = full_names(load_units(books)).get(wanted.unit_id or 0, wanted.unit)
    judge = may_judge(books, wanted, visit().person)
    return TaskFile(
        wanted, unit, round_, here, _load_replies(books, wanted, names), judge, _load_handed(books, wanted, names)
    )


_ANSWERS: Final = {
    "accepted": N_("accepted"),
    "declined": N_("declined"),
    "withdrawn": N_("withdrawn"),
    None: N_("waits for an answer"),
}


def _load_handed(books: Books, wanted: Task, names: dict[int, str]) -> tuple[HandedOn, ...]:
    """The task's way from officer to officer, as it was offered, oldest first."""

    def name(person_id: int) -> str:
        return names.get(person_id) or _name_of_former(books, person_id)

    return tuple(
        HandedOn(name(one.from_id), name(one.to_id), one.answered_at or one.at, say(_ANSWERS[one.answer]))
        for one in offers_of_tasks(books, (wanted.id,))
    )


def may_judge(books: Books, wanted: Task, who: Person) -> bool:
    """Whether the admin may judge the reply that waits: any but their own, and that where nobody else could."""
    if wanted.check is None or not wanted.waits:
        return False
    author = wanted.check.author_id
    named = reminder_rules(books).escalate_to
    return who.id != author or who in reviewers(author, wanted.unit_id, load_units(books), load_people(books), named)


def _load_replies(books: Books, wanted: Task, names: dict[int, str]) -> tuple[Reply, ...]:
    came: defaultdict[int | None, list[Evidence]] = defaultdict(list)
    for piece in evidence_of_round(books, wanted.round_id):
        if piece.task_id == wanted.id:
            came[piece.update_id].append(piece)
    updates = updates_of_task(books, wanted.id)
    counted = max((place for place, update in enumerate(updates) if update.counts), default=-1)

    def name(person_id: int | None) -> str:
        return "" if person_id is None else names.get(person_id) or _name_of_former(books, person_id)

    return tuple(
        _describe_reply(update, name, place == counted, wanted, came[update.id]) for place, update in enumerate(updates)
    )


def _reviewer(update: Update) -> int | None:
    return update.check.reviewer_id if update.check else None


def _describe_reply(
    update: Update, name: Callable[[int | None], str], counts: bool, wanted: Task, came: list[Evidence]
) -> Reply:
    return Reply(
        update=update,
        by=name(update.person_id),
        on_behalf_of=name(update.on_behalf_of),
        checked_by=name(_reviewer(update)),
        counts=counts,
        answers=answers(update, visit().agency.layout, wanted.steps),
        photos=tuple(piece for piece in came if _to_look_at(piece)),
        others=tuple(piece for piece in came if not _to_look_at(piece)),
    )


def _to_look_at(piece: Evidence) -> bool:
    return piece.kind == "photo" and piece.state == "saved" and piece.shown is not None


def _name_of_former(books: Books, person_id: int) -> str:
    """The name of somebody who has left."""
    gone = find_person(books, person_id)
    return gone.name if gone else ""
