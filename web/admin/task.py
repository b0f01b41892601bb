"""One task: what was answered to it, in order, and what came with each answer."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person, reviewers
from domain.comments import LONGEST_COMMENT
from domain.messages import N_, Say, say
from domain.task import Round, Task
from store.books import Books
from store.comments import comments_of_task
from store.offers import offers_of_tasks
from store.people import find_person, load_lineage, load_people, load_units
from store.reminder_rules import reminder_rules
from store.rounds import load_rounds
from store.tasks import find_task
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.admin.overview import full_names, make_lines
from web.admin.task_replies import Reply, load_replies
from web.forms import say_lines
from web.language import translator
from web.port import port
from web.said import said
from web.visit import admin_pages, books_of_visit, visit

task_pages = admin_pages("task", __name__)

_MARK: Final = 16
_NO_COMMENT: Final = N_("Please type the comment, at most {most} letters. Nothing was sent.")


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who asked whom to answer the task in their place, and what came of it, in words."""

    giver: str
    taker: str
    at: datetime
    answer: Say


@dataclass(frozen=True, slots=True)
class Said:
    """A comment on the task with who said it to whom, "" for nobody."""

    by: str
    to: str
    at: datetime
    text: str


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
    comments: tuple[Said, ...] = ()


@task_pages.get(f"/tasks/<int(max={LARGEST_ID}):task_id>")
def show_task(task_id: int) -> ResponseReturnValue:
    """The task with its updates, oldest first."""
    return task_page(task_id)


def task_page(task_id: int, problem: str = "", comment_problem: str = "") -> ResponseReturnValue:
    """The task's page; the problems say in Thai what is wrong with the reason, and the comment, that was typed."""
    found = port().database.read(lambda conn: _load_task(conn, task_id))
    today = day_in_bangkok(port().now()) if found.round.closed_at is None else None
    (line,) = make_lines([found.task], {}, {}, today)
    to, reached = port().follow.find_addressee(visit().agency.id, visit().person, task_id)
    page = render_template(
        "admin/task.html",
        found=found,
        task=found.task,
        line=line,
        problem=problem,
        typed=request.form,
        comment_problem=comment_problem,
        comment_mark=secrets.token_hex(8),
        to=to,
        reached=reached,
        longest=LONGEST_COMMENT,
    )
    return page, 422 if problem or comment_problem else 200


@task_pages.post(f"/tasks/<int(max={LARGEST_ID}):task_id>/comment")
def send_comment(task_id: int) -> ResponseReturnValue:
    """Keeps a comment with the task and sends it to who reported, or answers for the task."""
    text, mark = request.form.get("text", "").strip(), request.form.get("mark", "")[:_MARK]
    if not text or len(text) > LONGEST_COMMENT or not mark.isalnum():
        return task_page(task_id, comment_problem=translator()(_NO_COMMENT).format(most=LONGEST_COMMENT))
    to_id = request.form.get("to", type=int)
    sent = port().follow.send_comment(visit().agency.id, visit().person, task_id, to_id, text, mark) or abort(404)
    if not sent.kept:
        return task_page(task_id, comment_problem=said(sent.said))
    say_lines((sent.said,))
    return redirect(url_for("task.show_task", task_id=task_id), 303)


def _load_task(conn: Connection, task_id: int) -> TaskFile:
    books = books_of_visit(conn)
    wanted = find_task(books, task_id)
    if wanted is None:
        abort(404)
    names = {who.id: who.name for who in load_people(books)}

    def name(person_id: int | None) -> str:
        return "" if person_id is None else names.get(person_id) or _name_of_former(books, person_id)

    return TaskFile(
        task=wanted,
        unit=full_names(load_units(books)).get(wanted.unit_id or 0, wanted.unit),
        round=next(each for each in load_rounds(books) if each.id == wanted.round_id),
        people=tuple(names[who] for who in wanted.assignee_ids if who in names),
        replies=load_replies(books, wanted, name),
        may_judge=may_judge(books, wanted, visit().person),
        handed=_load_handed(books, wanted, name),
        comments=tuple(
            Said(name(one.person_id), name(one.to_id), one.at, one.text) for one in comments_of_task(books, wanted.id)
        ),
    )


_ANSWERS: Final = {
    "accepted": N_("accepted"),
    "declined": N_("declined"),
    "withdrawn": N_("withdrawn"),
    None: N_("waits for an answer"),
}


def _load_handed(books: Books, wanted: Task, name: Callable[[int | None], str]) -> tuple[HandedOn, ...]:
    """The task's way from officer to officer, as it was offered, oldest first."""
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
    return who.id != author or who in reviewers(author, wanted.unit_id, load_lineage(books), load_people(books), named)


def _name_of_former(books: Books, person_id: int) -> str:
    """The name of somebody who has left."""
    gone = find_person(books, person_id)
    return gone.name if gone else ""
