"""Where LINE posts its events: signature over the raw bytes first, 200 once every event is stored."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, request

from bot.being_shown import latest_wait
from bot.incoming import incoming_from_line
from bot.logs import logged_about
from bot.sender import Sender
from bot.shell import Shell
from bot.turn import DATABASE_TROUBLE, take_turn
from domain.bug import format_frames_without_values, summarize_exception
from store.counts import COUNTS, EVENTS
from web.limits import UNSIGNED, ask_to_wait, find_network, try_once

log = logging.getLogger("tidtam.webhook")
webhook = Blueprint("webhook", __name__)

MOST_BYTES = 2 * 1024 * 1024


@webhook.post("/line/<slug>/webhook")
def receive(slug: str) -> Response:
    """200 once every event of the call is stored; 400 where the call is not LINE's, 429 where many are not."""
    shell: Shell = current_app.extensions["shell"]
    sender: Sender = current_app.extensions["sender"]
    received_at, wait_until = shell.clock.machine(), latest_wait()
    body = request.get_data(cache=False)
    known = shell.channel_of_slug(slug)
    secret = known.channel.secret if known and known.channel else ""
    if known is None or not secret or not signed(secret, body, request.headers.get("x-line-signature", "")):
        wait = try_once(UNSIGNED, f"{slug if known else ''} {find_network()}")
        return Response(status=400) if wait is None else ask_to_wait(Response(status=429), wait)
    COUNTS.note_webhook(known.agency_id, received_at)
    status = take_events(shell, sender, known.agency_id, _events(body), received_at, wait_until)
    return Response("OK", mimetype="text/plain") if status == 200 else Response(status=status)


def take_events(
    shell: Shell,
    sender: Sender,
    agency_id: int,
    events: Sequence[Mapping[str, Any]],
    received_at: datetime,
    wait_until: float,
) -> int:
    """Take the turns of a call's events in the order of their times; the status that LINE is answered with."""
    all_stored = True
    for raw in sorted(events, key=_timestamp):
        with logged_about(event=raw.get("webhookEventId"), agency=agency_id):
            try:
                taken = take_turn(shell, agency_id, incoming_from_line(raw, received_at), wait_until)
            except DATABASE_TROUBLE as trouble:
                COUNTS.add(EVENTS, "refused")
                log.error("the database fails: %s", summarize_exception(trouble))
                return 503
            except Exception as bug:  # this event's own: the others of the call are stored all the same
                COUNTS.add(EVENTS, "refused")
                frames = format_frames_without_values(bug)
                log.error("an event cannot be stored: %s\n%s", summarize_exception(bug), frames)
                all_stored = False
            else:
                sender.after_turn(agency_id, taken)
    return 200 if all_stored else 500


def signed(secret: str, body: bytes, signature: str) -> bool:
    """True where the signature is Base64(HMAC-SHA256(secret, the body's bytes)), as LINE signs its calls.

    The SDK's validator wants text and so refuses bytes that are not UTF-8, signed or not.
    """
    made = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256))
    return hmac.compare_digest(made, signature.encode("latin-1", "ignore"))


def _events(body: bytes) -> list[Mapping[str, Any]]:
    """The call's events; [] where the body, though signed, is not what LINE documents."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        log.warning("a signed call of %d bytes is not JSON", len(body))
        return []
    events = told.get("events") if isinstance(told, dict) else None
    return [event for event in events if isinstance(event, dict)] if isinstance(events, list) else []


def _timestamp(raw: Mapping[str, Any]) -> int:
    stamp = raw.get("timestamp")
    return stamp if isinstance(stamp, int) else 0
