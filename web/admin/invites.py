"""Invite codes as cards to print: a name, a code and its QR each."""

import secrets
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from domain.agency import Person
from domain.invites import CODE_LIVES, invite_link, new_code
from domain.writes import IssueInvite
from store.channels import load_channel
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.admin.people import find_person, load_staff
from web.forms import INCOMPLETE
from web.port import port
from web.qr import draw_qr
from web.visit import admin_pages, apply_writes, books_of_visit

invite_pages = admin_pages("invites", __name__)


@dataclass(frozen=True, slots=True)
class Card:
    """A person's code with its QR, which opens the chat with the code typed in; none where LINE has not named it."""

    person: Person
    code: str
    qr: Markup


@invite_pages.post("/people/codes")
def show_codes() -> ResponseReturnValue:
    """New codes for the person named, else for everybody without LINE, to be printed: they are shown this once."""
    staff, here, now = load_staff(), port(), port().now()
    wanted = request.form.get("person", 0, type=int)
    if not 0 <= wanted <= LARGEST_ID:
        abort(400, INCOMPLETE)
    some = [find_person(staff, wanted)] if wanted else [one for one in staff.people if one.line_user is None]
    known = here.database.read(lambda conn: load_channel(books_of_visit(conn), here.keys))
    codes = [(one, new_code(secrets.choice)) for one in some]
    until = now + CODE_LIVES
    apply_writes(*(IssueInvite(one.id, here.keys.hash_code(code), now, until) for one, code in codes))
    cards = [Card(one, code, draw_qr(invite_link(known.basic_id if known else None, code))) for one, code in codes]
    return render_template(
        "admin/codes.html", cards=cards, until=day_in_bangkok(until), account=known.basic_id if known else None
    )
