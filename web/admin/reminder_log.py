"""The log of reminders: who was told what, when and by which way, and what came of it; and sending one again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import Say
from domain.reminding import AGAIN_WITHIN, Reminded
from store.people import load_people
from store.reminders import delivery_log
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.forms import read_whole_number, say_lines
from web.port import port
from web.said import said
from web.sending_words import log_words, occasion_words, sending_words
from web.visit import admin_pages, books_of_visit, visit

reminder_log_pages = admin_pages("reminder_log", __name__)

PAGE: Final = 50
_MOST_PAGES: Final = 10_000
_ONE: Final = "/reminders/log/<int:reminder_id>/again"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A reminder as the log shows it; each outcome is a sentence and the kind of its mark, the first attempt first."""

    reminded: Reminded
    name: str
    why: tuple[str, ...]
    outcomes: tuple[tuple[Say, str], ...]
    may_send_again: bool


@reminder_log_pages.get("/reminders/log")
def show_log() -> ResponseReturnValue:
    """What was delivered, newest first, a page at a time; of one day where `day` names it."""
    page = min(max(read_whole_number(request.args.get("page", "")) or 1, 1), _MOST_PAGES)
    day = _read_typed_day(request.args.get("day", ""))
    lines, more = port().database.read(lambda conn: _load_log(conn, page, day))
    return render_template("admin/reminder_log.html", lines=lines, more=more, page=page, day=day)


@reminder_log_pages.get(_ONE)
def show_again(reminder_id: int) -> ResponseReturnValue:
    """What sending the reminder again would do and what it costs, or why it cannot be."""
    return _again_page(reminder_id)


@reminder_log_pages.post(_ONE)
def send_again(reminder_id: int) -> ResponseReturnValue:
    """Send it again, once for each form that was sent; where that is not possible any more the page says why."""
    seen = read_whole_number(request.form.get("seen", ""))
    told = None
    if seen is not None and reminder_id <= LARGEST_ID:
        here = visit()
        told = port().again.send_reminder(here.agency.id, here.person, reminder_id, seen)
    if told is None:
        return _again_page(reminder_id), 409
    say_lines((told,))
    return redirect(url_for("reminder_log.show_log"), 303)


def _again_page(reminder_id: int) -> str:
    look = port().again.look_at_reminder(visit().agency.id, reminder_id) if reminder_id <= LARGEST_ID else None
    if look is None:
        abort(404)
    return render_template("admin/reminder_again.html", look=look, reminder_id=reminder_id)


def _read_typed_day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _load_log(conn: Connection, page: int, day: date | None) -> tuple[list[LogLine], bool]:
    """The page's lines, and whether there are more."""
    books, today = books_of_visit(conn), day_in_bangkok(port().now())
    found = delivery_log(books, PAGE + 1, (page - 1) * PAGE, day)
    names = {who.id: who.name for who in load_people(books)}
    return [_build_line(one, names.get(one.person_id, "–"), today) for one in found[:PAGE]], len(found) > PAGE


def _build_line(one: Reminded, name: str, today: date) -> LogLine:
    why = tuple(dict.fromkeys(said(words) for key in one.keys if (words := occasion_words(key))))
    outcomes = (log_words(one), *map(sending_words, one.again))
    waits = any(each.state == "waiting" for each in (one.sending, *one.again) if each)
    return LogLine(one, name, why, outcomes, not waits and today - one.day <= AGAIN_WITHIN)
