"""The demo's own page: seven things to try, in the order of the year, each ticked once it has happened.

It is there while `tidtam demo` runs, and nowhere else: `web.register` leaves it out where the port has no demo.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_
from reminders.ahead import days_ahead
from reminders.facts import day_facts
from store.books import Books
from store.demo_steps import find_done_steps
from store.people import people_named
from thai.dates import BANGKOK, day_in_bangkok
from web.headers import WITH_OWN_SCRIPT
from web.installation.entrance import make_installation_address
from web.language import translate
from web.port import DemoPlace, port
from web.visit import books_at

demo_pages = Blueprint("demo", __name__, url_prefix="/demo")

_AHEAD: Final = timedelta(days=60)
_SHORTLY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class DemoStep:
    """One thing to try: `key` as `find_done_steps` calls it, what to do, and the words of its one button.

    `after` are the button's words once it is done, where it leads elsewhere then.
    """

    key: str
    title: str
    told: str
    button: str
    after: str = ""


STEPS: Final = (
    DemoStep(
        "reply",
        N_("Report on a measure in the chat"),
        N_(
            "In {officer}'s phone send what is typed there already, and answer what the chat asks until it says: saved."
        ),
        N_("Open the phone of {officer}"),
    ),
    DemoStep(
        "photo",
        N_("Send a photo as evidence"),
        N_("Report on another measure; when the chat asks for evidence, choose any picture with the button beside it."),
        N_("Report with a photo"),
    ),
    DemoStep(
        "reminder",
        N_("Let a reminder come by itself"),
        N_("Press “ไป” at the clock, set to the next day of reminding: messages reach the phones by themselves."),
        N_("Open the clock"),
    ),
    DemoStep(
        "sign_in",
        N_("See who has reported"),
        N_("In {admin}'s phone send what is typed there already, open the link and press the button."),
        N_("Open the phone of {admin}"),
    ),
    DemoStep(
        "check",
        N_("Have a reply checked before it counts"),
        N_(
            "Switch the check on, let {officer} report once more, "
            "then type “ตรวจ” in {admin}'s phone and choose a verdict."
        ),
        N_("Switch the check on"),
    ),
    DemoStep(
        "certify",
        N_("Read the report and certify it"),
        N_("The report is written already: look at it as it prints, then press “Check and certify”; state who signed."),
        N_("Look at the report"),
    ),
    DemoStep(
        "publish",
        N_("Publish it for everyone to read"),
        N_(
            "Press “Publish”: a QR code leads to the public page, "
            "where everyone takes the report as Word, PDF or Excel."
        ),
        N_("Go and publish"),
        N_("Open the public page"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Progress:
    """What is done, whether the officer is enrolled, and when the next reminder comes; None where none is to come."""

    done: frozenset[str]
    enrolled: bool
    next_reminder: datetime | None


@dataclass(frozen=True, slots=True)
class _Shown:
    """A step as the page shows it."""

    key: str
    title: str
    told: str
    button: str
    address: str
    done: bool


@demo_pages.get("/")
def show_demo() -> ResponseReturnValue:
    """In the demo alone: seven things to try, each ticked once it has happened; its script asks for it again."""
    place = port().demo or abort(404)
    progress = port().database.read(lambda conn: _load_progress(conn, place)) or abort(404)
    steps = [_show_step(step, place, progress) for step in STEPS]
    page = make_response(render_template("public/demo.html", steps=steps, count=sum(one.done for one in steps)))
    page.headers["Content-Security-Policy"] = WITH_OWN_SCRIPT
    page.headers["Cache-Control"] = "no-store"
    return page


@demo_pages.get("/set-up")
def open_set_up() -> ResponseReturnValue:
    """In the demo alone: to the set-up of an agency of one's own, by a fresh one-time link."""
    if port().demo is None:
        abort(404)
    answer = redirect(make_installation_address(port().base_url, port().keys, port().now()))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _load_progress(conn: Connection, place: DemoPlace) -> _Progress | None:
    """How far the demo's agency is; None where it is not there."""
    books = books_at(conn, place.slug)
    if books is None:
        return None
    officers, done = people_named(books, place.officer), find_done_steps(books)
    enrolled = any(one.line_user is not None for one in officers)
    return _Progress(done, enrolled, None if "reminder" in done else _find_next_reminder(books))


def _find_next_reminder(books: Books) -> datetime | None:
    """Shortly after the messages of the next day on which somebody is told in LINE if nobody answers until then."""
    today = day_in_bangkok(port().now())
    facts = day_facts(books, today)
    days = (one.day for one in days_ahead(facts, today, today + _AHEAD) if one.day > today and one.pushes)
    day = next(days, None)
    return datetime.combine(day, facts.rules.at, BANGKOK) + _SHORTLY if day else None


def _show_step(step: DemoStep, place: DemoPlace, progress: _Progress) -> _Shown:
    done, names = step.key in progress.done, {"officer": place.officer, "admin": place.admin}
    button = step.after if done and step.after else step.button
    told, label = (translate(text).format(**names) for text in (step.told, button))
    return _Shown(step.key, translate(step.title), told, label, _find_address(step.key, place, progress), done)


def _find_address(key: str, place: DemoPlace, progress: _Progress) -> str:
    """Where the step's button leads."""
    asked: dict[str, Any] = {"slug": place.slug, "year": place.year, "kind": place.kind}
    match key:
        case "reply" | "photo":
            return _open_phone(place, place.officer, "งาน" if progress.enrolled else place.code)
        case "reminder":
            at = progress.next_reminder
            return f"{place.phones}#clock={at:%Y-%m-%dT%H:%M}" if at else f"{place.phones}#clock"
        case "sign_in":
            return _open_phone(place, place.admin, "เว็บ")
        case "check":
            return url_for("reminders.show_reminders", slug=place.slug, _anchor="check")
        case "certify":
            return url_for("report.show_preview", **asked)
        case _:
            if key in progress.done:
                return url_for("years.show_year", slug=place.slug, year=place.year)
            return url_for("certify.show_certifying", **asked)


def _open_phone(place: DemoPlace, whose: str, text: str) -> str:
    """The phone with the words typed in, ready to be sent."""
    return f"{place.phones}#{urlencode({'phone': whose, 'text': text}, quote_via=quote)}"
