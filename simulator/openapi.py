"""The OpenAPI description of `/_sim/`, made from one table of paths."""

from typing import Any

Row = tuple[str, str, str, tuple[str, ...]]

PERSON = "/_sim/people/{person}"
TABLE: tuple[Row, ...] = (
    ("get", "/_sim/openapi.json", "This description.", ()),
    ("get", "/_sim/state", "Everything that the page shows at its start.", ()),
    ("get", "/_sim/changes", "What happened after `since`; waits up to `wait` seconds.", ("?since", "?wait")),
    ("post", "/_sim/reset", "Forget everything but where the bot listens.", ("seed",)),
    ("get", "/_sim/clock", "The simulated instant: {now}.", ()),
    ("post", "/_sim/clock", "Move it forward, never back (400).", ("to", "days", "minutes", "months")),
    ("get", "/_sim/people", "Everyone, and whether they are friends of the channel.", ()),
    ("post", "/_sim/people", "Add a person.", ("name", "id", "friend")),
    ("delete", PERSON, "Remove a person (an id, a name or the beginning of one).", ()),
    ("post", PERSON + "/follow", "Add the account as a friend; the bot hears `follow`.", ()),
    ("post", PERSON + "/unfollow", "The same as block: LINE knows no other way to leave.", ()),
    ("post", PERSON + "/block", "Block the account; the bot hears `unfollow`.", ()),
    ("post", PERSON + "/unblock", "Unblock it; the bot hears `follow` with `isUnblocked`.", ()),
    ("get", PERSON + "/messages", "The chat after `since`; waits for one of the bot.", ("?since", "?wait", "?chat")),
    ("get", PERSON + "/menu", "The rich menu that the person sees.", ()),
    ("post", PERSON + "/text", "Type a text.", ("text", "?chat")),
    ("post", PERSON + "/tap", "Tap a button by its words.", ("words", "action", "value", "?chat")),
    ("post", PERSON + "/files", "Send photos and files (multipart); photos form one set.", ("?chat",)),
    ("post", PERSON + "/location", "Send a place.", ("title", "address", "latitude", "longitude", "?chat")),
    ("post", PERSON + "/sticker", "Send a sticker.", ("packageId", "stickerId", "?chat")),
    ("post", PERSON + "/unsend", "Take a message back.", ("message", "?chat")),
    ("post", PERSON + "/edit", "Change a sent text.", ("message", "text", "?chat")),
    ("get", "/_sim/content/{message}", "A sent file.", ()),
    ("get", "/_sim/menus/{id}/image", "A rich menu's picture.", ()),
    ("get", "/_sim/groups", "All groups.", ()),
    ("post", "/_sim/groups", "A group with the bot in it; the bot hears `join`.", ("name", "members")),
    ("delete", "/_sim/groups/{group}", "Remove a group; the bot hears `leave`.", ()),
    ("post", "/_sim/groups/{group}/account", "The account is invited; the bot hears `join`.", ()),
    ("delete", "/_sim/groups/{group}/account", "The members remove the account; the bot hears `leave`.", ()),
    ("post", "/_sim/groups/{group}/members/{person}", "Join; the bot hears `memberJoined`.", ()),
    ("delete", "/_sim/groups/{group}/members/{person}", "Leave; the bot hears `memberLeft`.", ()),
    ("get", "/_sim/channels", "All channels, with their secrets and tokens.", ()),
    ("post", "/_sim/channels", "Add a channel.", ("id", "secret", "token", "name", "webhook", "friends")),
    ("delete", "/_sim/channels/{id}", "Remove a channel.", ()),
    ("get", "/_sim/settings", "How the platform behaves where LINE leaves room.", ()),
    ("put", "/_sim/settings", "Change some of it (names as GET shows them).", ()),
    ("get", "/_sim/quota", "limit, used, reserved.", ()),
    ("put", "/_sim/quota", "Set them.", ("limit", "used", "reserved")),
    ("get", "/_sim/bad-days", "The faults and their chances, 0 to 1.", ()),
    ("put", "/_sim/bad-days", "Set some; an empty object ends them all (names as GET shows them).", ()),
    ("get", "/_sim/log", "Requests in both directions after number `since`.", ("?since",)),
    ("get", "/_sim/idle", "Whether all webhooks have been delivered.", ()),
)


def _operation(summary: str, fields: tuple[str, ...], path: str) -> dict[str, Any]:
    found: dict[str, Any] = {"summary": summary, "responses": {"200": {"description": "done"}}}
    queries = [field[1:] for field in fields if field.startswith("?")] + ["channel"]
    parameters: list[dict[str, Any]] = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in queries]
    for part in path.split("/"):
        if part.startswith("{"):
            place = {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
            parameters.append(place)
    found["parameters"] = parameters
    names = [field for field in fields if not field.startswith("?")]
    if names:
        schema = {"type": "object", "properties": {name: {} for name in names}}
        found["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return found


def _document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for method, path, summary, fields in TABLE:
        paths.setdefault(path, {})[method] = _operation(summary, fields, path)
    info = {
        "title": "LINE simulator: what is not LINE's own",
        "version": "1",
        "description": "`channel` chooses a channel by its id; without it the first is meant.",
    }
    return {"openapi": "3.1.0", "info": info, "paths": paths}


DOCUMENT = _document()
