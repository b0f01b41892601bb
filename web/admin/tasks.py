"""The round's tasks and their state: as a board of measures × units, or as a list."""

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
from web.admin.board import FEW_CELLS, PARTS, SIGNS, WORDS, build_board, count_progress, number_topics
from web.admin.overview import Filter, choose_round, full_names, make_lines, summarize_lines, task_state
from web.language import translator
from web.plans import plan_asked
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

overview_pages = admin_pages("overview", __name__)
overview_pages.add_app_template_filter(task_state)

# So many of the late tasks stand above the board; all of them are a page of their own.
_FIRST_LATE = 5
_VIEWS = ("board", "list")


@dataclass(frozen=True, slots=True)
class _Read:
    rounds: tuple[Round, ...]
    round: Round | None
    tasks: tuple[Task, ...]
    units: dict[int, str]
    people: dict[int, str]


@overview_pages.get("/tasks")
def show_overview() -> ResponseReturnValue:
    """The tasks of the round asked for (`year`, `round`), filtered by `status`, `unit`, `topic` and the words `q`.

    Many are a board, few a list, unless `view` says which.
    """
    asked = request.args
    found = port().database.read(_load_page)
    closed = found.round is not None and found.round.closed_at is not None
    today = None if closed else day_in_bangkok(port().now())
    lines = make_lines(found.tasks, found.units, found.people, today)
    topics, own = number_topics(lines), own_status_words(_layout_of(found.tasks))
    by = Filter(asked.get("status", ""), asked.get("unit", ""), asked.get("topic", ""), asked.get("q", "")[:200])
    over = summarize_lines(lines, by, topics, own)
    view = asked.get("view", "")
    view = view if view in _VIEWS else _VIEWS[len(over.shown) <= FEW_CELLS]
    say, page = translator(), min(max(asked.get("page", 1, type=int), 1), over.pages)
    return render_template(
        "admin/tasks.html",
        rounds=found.rounds[::-1],
        round=found.round,
        total=len(lines),
        over=over,
        view=view,
        most_late=_FIRST_LATE,
        page=page,
        listed=over.list_page(page),
        topics=topics,
        board=build_board(over.shown, tuple(found.units.items()), topics, over.by.topic) if view == "board" else None,
        by_topic=count_progress(lines, lambda line: (topics[line.task.topic], line.task.topic)),
        by_unit=count_progress(lines, lambda line: (str(line.task.unit_id or ""), line.unit)),
        words_of=lambda sentence: own.get(sentence) or say(sentence),
        parts=PARTS,
        signs=SIGNS,
        cell_words=WORDS,
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
