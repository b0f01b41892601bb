"""The simulator's own addresses for who there is: people, groups, channels, settings."""

import re
from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from . import events, ids
from .api import hooks, world
from .control import body, channel_shown, group_shown, must_be_own_page, person_shown, text_of, the_channel
from .conversation import Conversation, NotAllowed
from .state import Group, Json, Person, channel_of, menu_id, person_named
from .world import Unknown

api = Blueprint("people", __name__, url_prefix="/_sim")
api.before_request(must_be_own_page)

MOST = {True: 86_400, False: 10**9}  # the largest setting: seconds, counts


@api.get("/people")
def list_people() -> Response:
    """Everyone, and whether they are friends of the channel."""
    with world().lock:
        return jsonify([person_shown(the_channel(), id) for id in world().people])


@api.post("/people")
def add_person() -> Response:
    """A new person with a `name`, optionally an `id`; a friend unless `friend` is false (no event is sent)."""
    given = body()
    name = text_of(given, "name")
    with world().lock:
        person = person_named(name)
        if given.get("id"):
            person = Person(text_of(given, "id"), name)
        if not re.fullmatch(r"U[0-9a-f]{32}", person.id):
            raise NotAllowed("an id is U and 32 of 0-9 and a-f")
        if person.id in world().people:
            raise NotAllowed(f"{name} is there already")
        world().people[person.id] = person
        if yes(given, "friend"):
            the_channel().friends[person.id] = "friend"
        world().tell("people")
        return jsonify(person_shown(the_channel(), person.id))


@api.delete("/people/<person>")
def remove_person(person: str) -> Response:
    """Remove a person and their chats; bots hear nothing of it."""
    with world().lock:
        gone = world().look_up_person(person)
        del world().people[gone.id]
        for channel in world().channels.values():
            for kept in (channel.friends, channel.menus.of_user, channel.menus.switched):
                kept.pop(gone.id, None)
            world().forget((channel.id, gone.id))
        for group in world().groups.values():
            if gone.id in group.members:
                group.members.remove(gone.id)
        world().tell("people")
    return jsonify({})


@api.post("/people/<person>/<any(follow, unblock, block, unfollow):what>")
def befriend(person: str, what: str) -> Response:
    """Add, unblock or block the account; the bot hears `follow` or `unfollow`."""
    with world().lock:
        who = world().look_up_person(person)
        talk = Conversation(world(), hooks(), the_channel(), who, who.id)
        if what in ("follow", "unblock"):
            talk.follows()
        else:
            talk.blocks()
        return jsonify(person_shown(the_channel(), who.id))


@api.get("/people/<person>/menu")
def menu(person: str) -> Response:
    """The rich menu that a person sees now, or null; `image` is where its picture is."""
    with world().lock:
        own, who = the_channel(), world().look_up_person(person)
        id = menu_id(own.menus, who.id)
        if id is None or own.friends.get(who.id) != "friend":
            return jsonify({"menu": None})
        image = f"/_sim/menus/{id}/image?channel={own.id}"
        return jsonify({"menu": {"id": id, "image": image, **own.menus.menus[id]}})


@api.get("/menus/<id>/image")
def menu_image(id: str) -> Response:
    """A rich menu's picture, for the page."""
    with world().lock:
        data, mime = the_channel().menus.images.get(id, (None, None))
        if data is None:
            raise Unknown("no such menu")
        return Response(data, content_type=mime)


# -- groups ---------------------------------------------------------------------------------------


@api.get("/groups")
def groups() -> Response:
    """All groups."""
    with world().lock:
        return jsonify([group_shown(id) for id in world().groups])


@api.post("/groups")
def add_group() -> Response:
    """A new group with a `name` and `members` (ids or names); the bot joins and hears `join`."""
    given = body()
    name, members = text_of(given, "name"), given.get("members", [])
    if not isinstance(members, list) or not all(isinstance(key, str) for key in members):
        raise NotAllowed("members must be a list of ids or names")
    with world().lock:
        group = Group(
            ids.stable_id("C", name), name, list(dict.fromkeys(world().look_up_person(k).id for k in members))
        )
        if group.id in world().groups:
            raise NotAllowed(f"{name} is there already")
        world().groups[group.id] = group
        group.channels.add(the_channel().id)
        world().tell("people")
        _tell_group(group, "join", {})
        return jsonify(group_shown(group.id))


@api.delete("/groups/<group>")
def remove_group(group: str) -> Response:
    """Remove a group; the bot hears `leave`."""
    with world().lock:
        gone = world().group(group)
        _tell_group(gone, "leave", {}, answerable=False)
        del world().groups[gone.id]
        for id in world().channels:
            world().forget((id, gone.id))
        world().tell("people")
    return jsonify({})


@api.post("/groups/<group>/account")
def invite_account(group: str) -> Response:
    """The account is invited into a group; the bot hears `join`, nothing where it is there already."""
    with world().lock:
        where, own = world().group(group), the_channel()
        if where.channels - {own.id}:
            raise NotAllowed("LINE lets only one account into a group")
        if own.id not in where.channels:
            where.channels.add(own.id)
            world().tell("people")
            _tell_group(where, "join", {})
        return jsonify(group_shown(where.id))


@api.delete("/groups/<group>/account")
def remove_account(group: str) -> Response:
    """The members remove the account from a group; the bot hears `leave`."""
    with world().lock:
        where = world().group(group)
        if the_channel().id in where.channels:
            _tell_group(where, "leave", {}, answerable=False)
            where.channels.discard(the_channel().id)
            world().tell("people")
        return jsonify(group_shown(where.id))


@api.post("/groups/<group>/members/<person>")
def join(group: str, person: str) -> Response:
    """A person joins; the bot hears `memberJoined`."""
    return _moves(group, person, joins=True)


@api.delete("/groups/<group>/members/<person>")
def part(group: str, person: str) -> Response:
    """A person leaves; the bot hears `memberLeft`."""
    return _moves(group, person, joins=False)


def _moves(group: str, person: str, *, joins: bool) -> Response:
    with world().lock:
        where, who = world().group(group), world().look_up_person(person)
        if joins == (who.id in where.members):
            return jsonify(group_shown(where.id))
        (where.members.append if joins else where.members.remove)(who.id)
        world().tell("people")
        moved = {"members": [{"type": "user", "userId": who.id}]}
        kind = ("memberJoined", "joined") if joins else ("memberLeft", "left")
        _tell_group(where, kind[0], {kind[1]: moved}, answerable=joins)
        return jsonify(group_shown(where.id))


def _tell_group(group: Group, kind: str, what: dict[str, object], answerable: bool = True) -> None:
    for id in sorted(group.channels):
        channel = world().channels[id]
        event = {**events.envelope(world(), kind, {"type": "group", "groupId": group.id}), **what}
        if answerable:
            event["replyToken"] = world().new_reply_token((id, group.id))
        hooks().post(channel, [event], group.id)


# -- channels and settings ------------------------------------------------------------------------


@api.get("/channels")
def channels() -> Response:
    """All channels; secrets and tokens are shown, for they are only play."""
    with world().lock:
        return jsonify([channel_shown(c) | {"secret": c.secret, "token": c.token} for c in world().channels.values()])


@api.post("/channels")
def add_channel() -> Response:
    """A new channel: `id`, `secret`, `token`, `name`, optionally `webhook`; everyone becomes a friend."""
    given = body()
    with world().lock:
        channel = channel_of(*(text_of(given, key) for key in ("id", "secret", "token", "name")))
        if channel.id in world().channels or world().by_token(channel.token):
            raise NotAllowed(f"channel {channel.id} or its token is there already")
        if not _is_address(given.get("webhook")):
            raise NotAllowed("webhook must be an http address")
        channel.webhook.endpoint = given.get("webhook")
        if yes(given, "friends"):
            channel.friends = dict.fromkeys(world().people, "friend")
        world().channels[channel.id] = channel
        world().tell("people")
        return jsonify(channel_shown(channel))


@api.delete("/channels/<id>")
def remove_channel(id: str) -> Response:
    """Remove a channel and its chats."""
    with world().lock:
        if id not in world().channels:
            raise Unknown(f"no channel {id}")
        if len(world().channels) == 1:
            raise NotAllowed("the last channel stays")
        del world().channels[id]
        for group in world().groups.values():
            group.channels.discard(id)
        for chat in [chat for chat in world().chats if chat[0] == id]:
            world().forget(chat)
        world().tell("people")
    return jsonify({})


@api.get("/settings")
def settings() -> Response:
    """How the platform behaves where LINE leaves room, and the channel's webhook switches."""
    with world().lock:
        return jsonify(asdict(world().settings) | asdict(the_channel().webhook))


@api.put("/settings")
def set_settings() -> Response:
    """Change some of them."""
    given = body()
    with world().lock:
        own, hook = world().settings, the_channel().webhook
        for key, value in given.items():
            target = own if hasattr(own, key) else hook
            if not hasattr(target, key):
                raise NotAllowed(f"unknown setting {key}")
            now = getattr(target, key)
            if not _fits(key, value, now):
                raise NotAllowed(f"{key} must be like {now!r}, and no less than nothing")
            setattr(target, key, float(value) if isinstance(now, float) else value)
        world().tell("people")
    return settings()


def _fits(key: str, value: object, now: object) -> bool:
    if key == "endpoint":
        return _is_address(value)
    if isinstance(value, bool) or isinstance(now, bool):
        return type(value) is type(now)
    if not isinstance(value, int | float) or (isinstance(value, float) and not isinstance(now, float)):
        return False
    return (value > 0 if key == "webhook_timeout" else value >= 0) and value <= MOST[isinstance(now, float)]


def _is_address(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.startswith(("http://", "https://")))


def yes(given: Json, key: str) -> bool:
    """A switch that is on unless the body says false."""
    if not isinstance(given.get(key, True), bool):
        raise NotAllowed(f"{key} must be true or false")
    return bool(given.get(key, True))
