"""The simulator's own addresses under `/_sim/`: people, taps, clock, faults, log."""

import math

from flask import Blueprint, Flask, Response, jsonify, request

from . import openapi
from .actions import buttons_of, words_of
from .api import hooks, strict_json, world
from .api_quota import quota_shown
from .clock import Backwards, iso
from .conversation import Conversation, NotAllowed
from .state import Channel, Entry, Json
from .world import Unknown

api = Blueprint("control", __name__, url_prefix="/_sim")

LONGEST_WAIT = 55.0  # seconds that a long poll is held


def install(app: Flask) -> None:
    """Add the addresses and their error answers: 404 for who is unknown, 400 for what cannot be."""
    app.register_blueprint(api)
    app.register_error_handler(Unknown, lambda error: _problem(str(error), 404))
    for kind in (NotAllowed, Backwards):
        app.register_error_handler(kind, lambda error: _problem(str(error), 400))


@api.before_request
def must_be_own_page() -> Response | None:
    """Refuse what another website tries to do here through its visitor's browser."""
    origin = request.headers.get("Origin")
    if request.method == "GET" or origin is None or origin.partition("://")[2] == request.host:
        return None
    return _problem("asked by another website", 403)


def _problem(text: str, status: int) -> Response:
    answer = jsonify({"error": text})
    answer.status_code = status
    return answer


def body() -> Json:
    """The request's JSON object, or an empty one."""
    raw = request.get_data()
    try:
        given = strict_json(raw) if raw else {}
    except (ValueError, RecursionError):
        raise NotAllowed("the body is not JSON") from None
    if not isinstance(given, dict):
        raise NotAllowed("the body must be a JSON object")
    return given


def text_of(given: Json, key: str) -> str:
    """A text that must be there."""
    if not isinstance(given.get(key), str) or not given[key]:
        raise NotAllowed(f"{key} is missing")
    return str(given[key])


def asked(key: str) -> float:
    """A number of the query, 0 where it is not given."""
    try:
        value = float(request.args.get(key) or 0)
        if math.isfinite(value):
            return value
    except ValueError:
        pass
    raise NotAllowed(f"{key} must be a number")


def the_channel() -> Channel:
    """The channel that `?channel=` names, or the first."""
    return world().find_channel(request.args.get("channel"))


@api.get("/openapi.json")
def description() -> Response:
    """What this is."""
    return jsonify(openapi.DOCUMENT)


@api.get("/state")
def state() -> Response:
    """Everything that the page shows at its start."""
    with world().lock:
        own = the_channel()
        chats = {chat: entries for (channel, chat), entries in world().chats.items() if channel == own.id}
        return jsonify(
            {
                "seq": world().seq,
                "now": iso(world().clock.simulated_now()),
                "channel": channel_shown(own),
                "channels": [channel_shown(c) for c in world().channels.values()],
                "people": [person_shown(own, id) for id in world().people],
                "groups": [group_shown(g.id) for g in world().groups.values()],
                "chats": {chat: [world().shown(e) for e in entries[-200:]] for chat, entries in chats.items()},
                "quick_replies": {c[1]: items for c, items in world().quick_replies.items() if c[0] == own.id},
                "log": list(world().log)[-100:],
                "bad_days": world().bad_days.shown(),
            }
        )


def channel_shown(own: Channel) -> Json:
    return {
        "id": own.id,
        "name": own.name,
        "user_id": own.user_id,
        "basic_id": own.basic_id,
        "webhook": own.webhook.endpoint,
        "webhook_active": own.webhook.active,
        "redelivery": own.webhook.redelivery,
        "quota": quota_shown(world(), own),
    }


def person_shown(own: Channel, id: str) -> Json:
    person = world().people[id]
    return {"id": id, "name": person.name, "friend": own.friends.get(id, "stranger")}


def group_shown(id: str) -> Json:
    group = world().groups[id]
    return {"id": id, "name": group.name, "members": group.members, "channels": sorted(group.channels)}


@api.get("/changes")
def changes() -> Response:
    """What happened after `since`; waits up to `wait` seconds for something."""
    since, wait = asked("since"), min(asked("wait"), LONGEST_WAIT)
    return jsonify(world().changes(since, wait))


@api.post("/reset")
def reset() -> Response:
    """Forget everything but where the bot listens."""
    seed = body().get("seed")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise NotAllowed("seed must be a whole number")
    with world().lock:
        kept = {channel.id: channel.webhook.endpoint for channel in world().channels.values()}
        world().begin_day(seed)
        for id, endpoint in kept.items():
            if id in world().channels:
                world().channels[id].webhook.endpoint = endpoint
    return jsonify({})


# -- what people do -------------------------------------------------------------------------------


def conversation(person: str) -> Conversation:
    """A person in the chat that `?chat=` names (a group), or alone with the bot."""
    own, who = the_channel(), world().look_up_person(person)
    chat = request.args.get("chat")
    place = world().group(chat).id if chat and chat != who.id else who.id
    if place != who.id and who.id not in world().groups[place].members:
        raise NotAllowed(f"{who.name} is not in that group")
    if place == who.id and own.friends.get(who.id) is None:
        raise NotAllowed(f"{who.name} has not added the account; follow first")
    return Conversation(world(), hooks(), own, who, place)


def _entry_data(entry: Entry) -> Json:
    return {**world().shown(entry), "words": words_of(entry.message)}


@api.post("/people/<person>/text")
def post_text(person: str) -> Response:
    """The person types `text`."""
    text = text_of(body(), "text")
    with world().lock:
        return jsonify(_entry_data(conversation(person).types(text)))


@api.post("/people/<person>/tap")
def post_tap(person: str) -> Response:
    """The person taps a button, by its `words` or by the whole `action`; `value` is a picked date."""
    given = body()
    with world().lock:
        who = conversation(person)
        action = given.get("action") or who.action_called(text_of(given, "words"))
        value = None if given.get("value") is None else text_of(given, "value")
        return jsonify({"action": action, **who.taps(action, value)})


@api.post("/people/<person>/files")
def post_files(person: str) -> Response:
    """The person sends the uploaded files (multipart, any field names), photos together as one set."""
    files = [(f.filename or "photo.jpg", f.read(), f.mimetype) for _, f in request.files.items(multi=True)]
    if not files:
        raise NotAllowed("no file came")
    with world().lock:
        return jsonify([_entry_data(entry) for entry in conversation(person).sends_files(files)])


@api.post("/people/<person>/location")
def post_location(person: str) -> Response:
    """The person sends a place: `title`, `address`, `latitude`, `longitude`."""
    given = body()
    place: Json = {key: given[key] for key in ("title", "address", "latitude", "longitude") if key in given}
    for key in ("latitude", "longitude"):
        if isinstance(place.get(key), bool) or not isinstance(place.get(key), int | float):
            raise NotAllowed(f"{key} must be a number")
    with world().lock:
        return jsonify(_entry_data(conversation(person).sends_place(place)))


@api.post("/people/<person>/sticker")
def post_sticker(person: str) -> Response:
    """The person sends a sticker: `packageId`, `stickerId`."""
    given = body()
    sticker = {key: str(given.get(key, "1")) for key in ("packageId", "stickerId")}
    with world().lock:
        return jsonify(_entry_data(conversation(person).sends_sticker(sticker)))


@api.post("/people/<person>/unsend")
def post_unsend(person: str) -> Response:
    """The person takes `message` back."""
    id = text_of(body(), "message")
    with world().lock:
        conversation(person).unsends(_find_entry(id))
    return jsonify({})


@api.post("/people/<person>/edit")
def post_edit(person: str) -> Response:
    """The person changes the `text` of `message`."""
    given = body()
    with world().lock:
        conversation(person).edits(_find_entry(text_of(given, "message")), text_of(given, "text"))
    return jsonify({})


def _find_entry(id: str) -> Entry:
    entry = world().entries.get(id)
    if entry is None:
        raise Unknown(f"no message {id}")
    return entry


@api.get("/people/<person>/messages")
def messages(person: str) -> Response:
    """The chat's messages after `since`; waits up to `wait` seconds for one from the bot."""
    since, wait = asked("since"), min(asked("wait"), LONGEST_WAIT)
    with world().lock:
        who = world().look_up_person(person).id
        key = request.args.get("chat")
        chat = (the_channel().id, world().group(key).id if key and key != who else who)

        def came() -> bool:
            return any(e.seq > since and e.sender == "bot" for e in world().chats.get(chat, []))

        world().lock.wait_for(came, wait)
        entries = [e for e in world().chats.get(chat, []) if e.seq > since]
        return jsonify({"seq": world().seq, "messages": [_with_buttons(e) for e in entries]})


def _with_buttons(entry: Entry) -> Json:
    buttons = [{"words": words, "action": action} for words, action in buttons_of(entry.message)]
    return {**_entry_data(entry), "buttons": buttons}


@api.get("/content/<message>")
def send_file(message: str) -> Response:
    """A sent file for the page, however large."""
    with world().lock:
        found = world().contents.get(message)
        if found is None or world().entries[message].unsent:
            raise Unknown("no such content")
        safe = found.mime if found.mime.startswith(("image/", "video/", "audio/")) else "application/octet-stream"
        answer = Response(found.data, content_type=safe if safe != "image/svg+xml" else "application/octet-stream")
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
