"""The first page: the round's tasks and their state."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.task import Round, Task
from store.people import people
from store.rounds import rounds
from store.tasks import tasks
from thai.dates import day_in_bangkok
from web.overview import chosen, lines_of
from web.overview import overview as look_over
from web.port import port
from web.visit import admin_pages, books_of_visit

overview_pages = admin_pages("overview", __name__)

Read = tuple[tuple[Round, ...], Round | None, tuple[Task, ...], dict[int, str]]


@overview_pages.get("/")
def overview() -> ResponseReturnValue:
    """The tasks of the round asked for (`year`, `round`), filtered by `status` and `unit`."""
    asked = request.args
    found, round_, due, names = port().database.read(_read)
    lines = lines_of(due, names, day_in_bangkok(port().now()))
    return render_template(
        "tasks.html",
        rounds=found[::-1],
        round=round_,
        total=len(lines),
        over=look_over(lines, asked.get("status", ""), asked.get("unit", "")),
    )


def _read(conn: Connection) -> Read:
    books = books_of_visit(conn)
    found = rounds(books)
    round_ = chosen(found, request.args.get("year", ""), request.args.get("round", ""))
    due = tasks(books, round_.id) if round_ else ()
    return found, round_, due, {who.id: who.name for who in people(books)}
