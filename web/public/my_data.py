"""What is kept of a person as a file, behind a one-time link: a GET spends nothing, the button spends the link."""

from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.audit import Act
from domain.messages import N_
from store.people import load_people
from store.signins import spend_signin
from web.messages import message_page
from web.person_file import collect_person_file, send_person_file
from web.port import WebPort, port
from web.public.one_button import show_one_button
from web.visit import books_at

my_data_page = Blueprint("my_data", __name__, url_prefix="/mine")

_OVER: Final = (
    N_("This link cannot be used any more"),
    N_("The link works once, for ten minutes. Type “ข้อมูลของฉัน” in the agency's LINE chat to get a new one."),
)


def my_data_address(base_url: str, slug: str, token: str) -> str:
    """The address that gives its bearer the file, once."""
    return f"{base_url.rstrip('/')}/mine/{quote(slug, safe='')}.{quote(token, safe='')}"


@my_data_page.get("/<slug>.<token>")
def show_data_link(slug: str, token: str) -> ResponseReturnValue:
    """A page with one button, whatever the link is worth."""
    return show_one_button(slug, token, "public/my_data.html", _OVER)


@my_data_page.post("/<slug>.<token>")
def send_data(slug: str, token: str) -> ResponseReturnValue:
    """Spends the link and sends a zip: `data.json`, and the photos and files that the person sent."""
    here = port()
    found = here.database.run(lambda conn: _spend(conn, here, slug, token))
    if found is None:
        return message_page(410, *_OVER)
    return send_person_file(found)


def _spend(conn: Connection, here: WebPort, slug: str, token: str) -> dict[str, Any] | None:
    """The data of the person whose link it was, now spent; None where it is not worth one."""
    books = books_at(conn, slug)
    person_id = spend_signin(books, here.keys.hash_token(token), here.now(), "data") if books else None
    who = next((one for one in load_people(books) if one.id == person_id), None) if books else None
    if books is None or who is None or who.line_user is None:
        return None
    return collect_person_file(books, Act("page", who.id, here.now()), who.id)
