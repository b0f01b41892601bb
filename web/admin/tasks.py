"""The round's tasks and their state."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.layout import Layout
from domain.status_words import own_status_words
from domain.task import Round, Task
from store.people import load_people, load_units
from store.rounds import load_rounds
from store.tasks import load_tasks
from thai.dates import day_in_bangkok
from web.admin.overview import choose_round, full_names, make_lines, summarize_lines, task_state
from web.plans import plan_asked
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

overview_pages = admin_pages("overview", __name__)
overview_pages.add_app_template_filter(task_state)


@dataclass(frozen=True, slots=True)
class _Read:
    rounds: tuple[Round, ...]
    round: Round | None
    tasks: tuple[Task, ...]
    units: dict[int, str]
    people: dict[int, str]


@overview_pages.get("/tasks")
def show_overview() -> ResponseReturnValue:
    """The tasks of the round asked for (`year`, `round`), filtered by `status` and `unit`."""
    asked = request.args
    found = port().database.read(_load_page)
    closed = found.round is not None and found.round.closed_at is not None
    today = None if closed else day_in_bangkok(port().now())
    lines = make_lines(found.tasks, found.units, found.people, today)
    return render_template(
        "admin/tasks.html",
        rounds=found.rounds[::-1],
        round=found.round,
        total=len(lines),
        over=summarize_lines(
            lines, asked.get("status", ""), asked.get("unit", ""), own_status_words(_layout_of(found.tasks))
        ),
    )


def _layout_of(tasks: Sequence[Task]) -> Layout:
    """The layout that the round's tasks go by: they are all of one plan."""
    return visit().agency.layout_of(tasks[0].plan if tasks else None)


def _load_page(conn: Connection) -> _Read:
    books = books_of_visit(conn)
    opened = load_rounds(books)
    round_ = choose_round(opened, request.args.get("year", ""), request.args.get("round", ""), plan_asked())
    return _Read(
        rounds=opened,
        round=round_,
        tasks=load_tasks(books, round_.id) if round_ else (),
        units=full_names(load_units(books)),
        people={who.id: who.name for who in load_people(books)},
    )
