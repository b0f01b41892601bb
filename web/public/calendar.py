"""The reminders of the days ahead as a feed for calendar programs."""

from flask import Blueprint, Response, abort
from sqlalchemy import Connection

from domain.agency import Agency
from domain.messages import N_
from reminders.ahead import DayAhead, days_ahead, last_day_ahead
from reminders.facts import DayFacts, day_facts
from reminders.ics import Entry, calendar_feed
from store.agencies import load_agency
from thai.catalogue import translator
from thai.dates import day_in_bangkok
from web.addresses import is_feed_secret
from web.plans import name_of_round
from web.port import port
from web.reminder_words import KINDS
from web.visit import books_at

calendar_pages = Blueprint("calendar", __name__)

_CALENDAR = N_("Tidtam reminders")
_DUE, _PUBLISH = N_("Due: {round}"), N_("To be published: {round}")
_TOLD = N_("Reminders to {count} people: {kinds}")


@calendar_pages.get("/calendar/<slug>/<secret>.ics")
def send_feed(slug: str, secret: str) -> Response:
    """The days ahead for a calendar program: counts and due days, nobody's name; the address is the key to it."""
    if not is_feed_secret(slug, secret):
        abort(404)
    now = port().now()
    today = day_in_bangkok(now)

    def load_days(conn: Connection) -> tuple[Agency, DayFacts]:
        books = books_at(conn, slug)
        if books is None:
            abort(404)
        return load_agency(books), day_facts(books, today)

    agency, facts = port().database.read(load_days)
    days = days_ahead(facts, today, last_day_ahead(facts, today))
    entries = (entry for day in days for entry in _entries(agency, day))
    text = calendar_feed(f"{translator('th')(_CALENDAR)} {agency.name}", entries, now)
    return Response(
        text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, max-age=3600"}
    )


def _entries(agency: Agency, day: DayAhead) -> list[Entry]:
    slug, agency_id = agency.slug, agency.id
    thai = translator("th")
    made = []
    for sentence, of_day in ((_DUE, day.due), (_PUBLISH, day.to_publish)):
        for round_ in of_day:
            name = name_of_round(round_.kind, round_.year, round_.plan, agency_id)
            made.append(Entry(f"{sentence[:3]}-{round_.id}@{slug}.tidtam", day.day, thai(sentence).format(round=name)))
    if day.pushes:
        kinds = ", ".join(thai(KINDS[kind]) for kind in day.kinds if kind in KINDS)
        title = thai(_TOLD).format(count=day.pushes, kinds=kinds)
        made.append(Entry(f"{day.day}@{slug}.tidtam", day.day, title))
    return made
