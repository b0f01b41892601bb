"""The agency's LINE account: its channel stored, checked with LINE, its address and QR code."""

import logging
from dataclasses import dataclass
from typing import Any, Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_, Say, say
from domain.sending import ChannelCheck, SendError
from store.books import Books
from store.channels import Channel, load_channel, set_channel
from store.engine import Conflict
from store.inbox import has_events
from store.people import load_people
from web.forms import Field, Form, Wrong, read_form, say_saved
from web.language import translator
from web.port import port
from web.qr import draw_qr
from web.visit import act_of_visit, admin_pages, books_of_visit, visit

channel_pages = admin_pages("channel", __name__)
log = logging.getLogger("tidtam.web")

_SECRET: Final = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
_NOT_AN_ID = N_("The channel ID is made of digits alone.")
_NO_SPACES = N_("There is no space in it: please copy it anew.")
_NEEDED = N_("Please paste the channel secret.")
_TAKEN = N_("Another agency of this installation uses this channel.")
_KEPT = N_("It is stored and not shown again. Leave it empty to keep it.")
_ANOTHER = N_(
    "{count} people have enrolled with the present account. With an account of another provider they must enrol again. "
    "Tick below to go on."
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored of the account: its channel, whether LINE sent anything, how many people have enrolled."""

    channel: Channel | None
    heard: bool
    enrolled: int


@channel_pages.get("/channel")
def show_channel() -> ResponseReturnValue:
    """How the account is connected, step by step, and how far that is."""
    known = _load_known()
    return _channel_page(known, channel_form(known.channel))


@channel_pages.post("/channel")
def save_channel() -> ResponseReturnValue:
    """Store the channel and check it with LINE; what is wrong is said at its field."""
    known = _load_known()
    form, values = read_form(channel_form(known.channel, asked=True))
    form = _check_fields(form, values, known)
    if form.wrong:
        return _channel_page(known, form)
    here, agency_id, by = port(), visit().agency.id, act_of_visit()
    new = _build_channel(values, known.channel)
    try:
        here.database.run(lambda conn: set_channel(Books(conn, agency_id), new, here.keys, by))
    except Conflict:
        return _channel_page(known, form.with_problem("channel_id", translator()(_TAKEN)))
    log.info("agency %s: channel %s was set by p%s", visit().agency.slug, new.line_channel_id, visit().person.id)
    return _checked_page()


@channel_pages.post("/channel/check")
def check_channel() -> ResponseReturnValue:
    """Ask LINE how the account stands."""
    return _checked_page()


@channel_pages.post("/channel/webhook")
def point_webhook() -> ResponseReturnValue:
    """Have LINE send the account's events here, then check again; why not, where LINE does not let us."""
    try:
        port().channels.point_webhook_here(visit().agency.id)
    except SendError as error:
        refused = say(N_("LINE did not take the address ({reason}). Please set it in the LINE Developers console."),
                      reason=error.reason)  # fmt: skip
        return _checked_page(refused)
    log.info("agency %s: LINE was told our webhook address by p%s", visit().agency.slug, visit().person.id)
    say_saved(N_("LINE sends the account's messages to this address now."))
    return redirect(url_for("channel.show_channel", _anchor="state"), 303)


def channel_form(known: Channel | None, *, asked: bool = False) -> Form:
    """The channel's form; secrets are asked for and never shown. `asked` adds the tick for another account."""
    stored = _KEPT if known else ""
    token_hint = N_("Only where the agency has a long-lived one; without it Tidtam asks LINE for short-lived ones.")
    fields = [
        Field(
            "channel_id", N_("The channel's ID"), _read_id, known.line_channel_id if known else "", required=True,
            attributes={"inputmode": "numeric", "maxlength": 40, "autocomplete": "off"},
        ),
        Field("secret", N_("The channel's secret"), _read_secret, hint=stored, required=not known, attributes=_SECRET),
        Field("token", N_("Channel access token (not needed)"), _read_secret, hint=token_hint, attributes=_SECRET),
    ]  # fmt: skip
    if asked:
        fields.append(Field("sure", N_("It is another account; people may have to enrol again"), kind="checkbox"))
    return Form("channel", url_for("channel.save_channel"), tuple(fields), N_("Save and check"), adds=True)


def _read_id(typed: str) -> str:
    bare = typed.strip()
    if not (bare.isascii() and bare.isdecimal()):
        raise Wrong(_NOT_AN_ID)
    return bare[:40]


def _read_secret(typed: str) -> str:
    bare = typed.strip()
    if any(letter.isspace() for letter in bare) or not bare.isascii():
        raise Wrong(_NO_SPACES)
    return bare[:500]


def _check_fields(form: Form, values: dict[str, Any], known: _Known) -> Form:
    """The form with what is wrong of its fields together: another account that nobody was sure of, no secret for it."""
    channel_id = values.get("channel_id")
    moved = known.channel is not None and channel_id is not None and channel_id != known.channel.line_channel_id
    if moved and not values.get("secret") and not form.wrong:
        form = form.with_problem("secret", translator()(_NEEDED))
    if moved and known.enrolled and not values.get("sure"):
        return form.with_problem("sure", translator()(_ANOTHER).format(count=known.enrolled))
    if not moved:
        return _without_sure(form)
    return form


def _without_sure(form: Form) -> Form:
    return Form(
        form.name, form.action, tuple(one for one in form.fields if one.name != "sure"), form.button, form.hidden, True
    )


def _build_channel(values: dict[str, Any], known: Channel | None) -> Channel:
    """What was typed; for the same account what was left empty stays."""
    channel_id, secret, token = values["channel_id"], values["secret"], values["token"] or None
    if known is None or known.line_channel_id != channel_id:
        return Channel(channel_id, secret, token)
    return Channel(channel_id, secret or known.secret, token or known.token, known.bot_user_id, known.basic_id)


def _load_known() -> _Known:
    keys = port().keys

    def find_known(conn: Connection) -> _Known:
        books = books_of_visit(conn)
        enrolled = sum(who.line_user is not None for who in load_people(books))
        return _Known(load_channel(books, keys), has_events(books), enrolled)

    return port().database.read(find_known)


def _checked_page(refused: Say | None = None) -> ResponseReturnValue:
    """The page with what LINE says of the account as it is stored now."""
    found = port().channels.check(visit().agency.id)
    if refused is not None:
        found = ChannelCheck(found.good, (refused, *found.wrong), found.elsewhere)
    known = _load_known()
    return _channel_page(known, channel_form(known.channel), found)


def _channel_page(known: _Known, form: Form, found: ChannelCheck | None = None) -> ResponseReturnValue:
    basic_id = known.channel.basic_id if known.channel else None
    page = render_template(
        "admin/channel.html",
        form=form,
        known=known,
        found=found,
        address=f"{port().base_url}/line/{visit().agency.slug}/webhook",
        basic_id=basic_id,
        qr=draw_qr(f"https://line.me/R/ti/p/{basic_id}" if basic_id else None),
    )
    return page, 422 if form.wrong else 200
