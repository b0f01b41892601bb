"""The overview of a supervisor's units as a picture, for a week by an address that only they were told.

LINE fetches it when the chat is looked at, and it may be passed on: it names units and topics, and nobody.
"""

from datetime import date, datetime, timedelta

from flask import Blueprint, Response, abort
from sqlalchemy import Connection

from domain.agency import stood_in_for
from domain.task import Task
from store.agencies import load_agency
from store.keys import Keys
from store.people import find_person, people_with_deputy
from store.supervised import supervised_tasks
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.overview_picture import draw_overview
from web.port import port
from web.visit import books_at

overview_picture_pages = Blueprint("overview_picture", __name__)

_LIVES = timedelta(days=7)


def overview_address(keys: Keys, base_url: str, slug: str, person_id: int, today: date) -> str:
    """The address of the picture of what the person supervises, until a week from today."""
    until = (today + _LIVES).isoformat()
    token = keys.sign(*_signed_parts(slug, person_id, until))
    return f"{base_url.rstrip('/')}/overview/{slug}/{person_id}/{until}/{token}.png"


@overview_picture_pages.get(f"/overview/<slug>/<int(max={LARGEST_ID}):person_id>/<day>/<token>.png")
def send_overview(slug: str, person_id: int, day: str, token: str) -> Response:
    """The picture as things stand now; 404 for an address that was not made by us, is over, or whose person left."""
    now = port().now()
    right = port().keys.is_signed(token, *_signed_parts(slug, person_id, day))
    if not right or day_in_bangkok(now) > date.fromisoformat(day):
        abort(404)
    agency, tasks = port().database.read(lambda conn: _load_supervised(conn, slug, person_id, now))
    response = Response(draw_overview(agency, tasks, now), mimetype="image/png")
    response.headers["Cache-Control"] = "no-store"
    return response


def _load_supervised(conn: Connection, slug: str, person_id: int, now: datetime) -> tuple[str, tuple[Task, ...]]:
    books = books_at(conn, slug) or abort(404)
    person = find_person(books, person_id)
    if person is None or person.line_user is None:
        abort(404)
    away = stood_in_for(person, people_with_deputy(books, person_id), day_in_bangkok(now))
    return load_agency(books).name, supervised_tasks(books, person, away)


def _signed_parts(slug: str, person_id: int, until: str) -> tuple[str, str, int, str]:
    return "overview", slug, person_id, until
