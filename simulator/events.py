"""Webhook events in LINE's shape; each function returns one event, complete but for its reply token."""

from . import ids
from .state import Content, Json
from .world import World


def envelope(world: World, kind: str, source: Json) -> Json:
    """The fields that every event has."""
    at = world.clock.milliseconds()
    return {
        "type": kind,
        "timestamp": at,
        "source": source,
        "webhookEventId": ids.ulid(at, world.rng),
        "deliveryContext": {"isRedelivery": False},
        "mode": "standby" if world.settings.standby else "active",
    }


def source_of(world: World, chat_id: str, user_id: str | None) -> Json:
    """Who speaks and where; in groups the user id may be missing."""
    if chat_id not in world.groups:
        return {"type": "user", "userId": chat_id}
    source: Json = {"type": "group", "groupId": chat_id}
    if user_id and not world.settings.anonymous_groups:
        source["userId"] = user_id
    return source


def text_message(world: World, id: str, text: str) -> Json:
    """A text as the bot hears it."""
    return {"type": "text", "id": id, "text": text, **_tokens(world, id)}


def file_message(world: World, id: str, content: Content, together: Json | None) -> Json:
    """A photo, video, sound or file as the bot hears it; `together` is the image set it came in."""
    kind = find_message_type(content.mime)
    if kind == "file":
        size = len(content.data)
        return {"type": "file", "id": id, "fileName": content.name, "fileSize": size, **_mark_as_read_token(world, id)}
    tokens = _mark_as_read_token(world, id) if kind == "audio" else _tokens(world, id)  # sounds cannot be quoted
    message: Json = {"type": kind, "id": id, "contentProvider": {"type": "line"}, **tokens}
    if kind in ("audio", "video"):
        message["duration"] = 1000
    if together and kind == "image":
        message["imageSet"] = together
    return message


def find_message_type(mime: str) -> str:
    """LINE's message type for a content type; phones send only JPEG, PNG, HEIC and GIF as photos."""
    if mime in ("image/jpeg", "image/png", "image/gif", "image/heic", "image/webp"):
        return "image"
    family = mime.partition("/")[0]
    return family if family in ("audio", "video") else "file"


def location_message(world: World, id: str, place: Json) -> Json:
    """A place as the bot hears it."""
    return {"type": "location", "id": id, **place, **_mark_as_read_token(world, id)}


def sticker_message(world: World, id: str, sticker: Json) -> Json:
    """A sticker as the bot hears it."""
    return {"type": "sticker", "id": id, "stickerResourceType": "STATIC", **sticker, **_tokens(world, id)}


def _tokens(world: World, id: str) -> Json:
    return {"quoteToken": world.new_quote_token(world.entries[id].chat), **_mark_as_read_token(world, id)}


def _mark_as_read_token(world: World, id: str) -> Json:
    token = ids.token(world.rng, 40)
    world.read_tokens[token] = world.entries[id].chat
    return {"markAsReadToken": token}
