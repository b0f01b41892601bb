"""Rich menus: create, validate, image, list, default, per user, bulk, aliases."""

import struct
from typing import Any

from flask import Blueprint, Response, jsonify, request

from . import ids, limits
from .api import ApiError, current_channel, errors, invalid, json_body, must_have_token, world
from .check_menu import menu_problems
from .state import Json, Menus

api = Blueprint("richmenus", __name__, url_prefix="/v2/bot")
api.before_request(must_have_token)

HOUR = 3600.0


def menus() -> Menus:
    """The rich menus of the request's channel."""
    return current_channel().menus


def _find_menu(id: str) -> Json:
    if id not in menus().menus:
        raise ApiError(404, "richmenu not found")
    return menus().menus[id]


def _changed(user: str | None = None) -> None:
    world().tell("menu", channel=current_channel().id, user=user)


@api.post("/richmenu")
def create() -> Response:
    """A new menu's id."""
    body = _valid_menu()
    with world().lock:
        _count_change("create")
        if len(menus().menus) >= limits.MENUS:
            raise ApiError(400, "You have reached the maximum number of rich menus")
        id = "richmenu-" + ids.token(world().rng)
        menus().menus[id] = body
    return jsonify({"richMenuId": id})


def _count_change(kind: str) -> None:
    now = world().real()
    recent = [at for at in menus().changes.get(kind, []) if now - at < HOUR]
    if len(recent) >= world().settings.menu_changes:
        raise ApiError(429, "The API rate limit has been exceeded. Try again later.")
    menus().changes[kind] = [*recent, now]


@api.post("/richmenu/validate")
def validate() -> Response:
    """Check a menu without creating it."""
    _valid_menu()
    return jsonify({})


def _valid_menu() -> Json:
    body = json_body()
    details = menu_problems(body)
    if details:
        raise errors(*details)
    return body


@api.get("/richmenu/list")
def allmenus() -> Response:
    """Every menu."""
    with world().lock:
        return jsonify({"richmenus": [{"richMenuId": id, **menu} for id, menu in menus().menus.items()]})


@api.get("/richmenu/<id>")
def one_menu(id: str) -> Response:
    """One menu."""
    with world().lock:
        return jsonify({"richMenuId": id, **_find_menu(id)})


@api.delete("/richmenu/<id>")
def delete_menu(id: str) -> Response:
    """Delete a menu and every link to it."""
    with world().lock:
        _find_menu(id)
        _count_change("delete")
        own = menus()
        del own.menus[id]
        own.images.pop(id, None)
        own.default = None if own.default == id else own.default
        own.of_user = {user: menu for user, menu in own.of_user.items() if menu != id}
        own.switched = {user: menu for user, menu in own.switched.items() if menu != id}
        _changed()
    return jsonify({})


# -- images ---------------------------------------------------------------------------------------


@api.post("/richmenu/<id>/content")
def set_image(id: str) -> Response:
    """Give a menu its picture: JPEG or PNG, 1 MB, 800 to 2,500 pixels wide, 1.45 times as wide as high."""
    data, mime = request.get_data(), request.mimetype
    with world().lock:
        menu = _find_menu(id)
        if mime not in ("image/jpeg", "image/png"):
            raise ApiError(415, f"Content-Type '{mime}' is not supported")
        if len(data) > limits.MENU_IMAGE:
            raise ApiError(413, "The request entity is too large.")
        if id in menus().images:
            raise ApiError(400, "An image has already been uploaded to the richmenu")
        size = picture_size(data)
        if size != (menu["size"]["width"], menu["size"]["height"]):
            raise ApiError(400, "Invalid image size. Please make sure that the image has the richmenu's size")
        menus().images[id] = (data, mime)
    return jsonify({})


@api.get("/richmenu/<id>/content")
def image(id: str) -> Response:
    """A menu's picture."""
    with world().lock:
        if id not in menus().images:
            raise ApiError(404, "image not found")
        data, mime = menus().images[id]
    return Response(data, content_type=mime)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG by its header."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 24:
        return struct.unpack(">II", data[16:24])
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


# -- who sees which -------------------------------------------------------------------------------


@api.post("/user/all/richmenu/<id>")
def set_default(id: str) -> Response:
    """The menu that everyone sees who has no own."""
    with world().lock:
        must_have_image(id)
        menus().default = id
        _changed()
    return jsonify({})


@api.get("/user/all/richmenu")
def default() -> Response:
    """The default menu's id."""
    with world().lock:
        if menus().default is None:
            raise ApiError(404, "no default richmenu")
        return jsonify({"richMenuId": menus().default})


@api.delete("/user/all/richmenu")
def clear_default() -> Response:
    """No menu for those without an own."""
    with world().lock:
        menus().default = None
        _changed()
    return jsonify({})


def must_have_image(id: str) -> None:
    """404 for an unknown menu, 400 for one without a picture."""
    _find_menu(id)
    if id not in menus().images:
        raise ApiError(400, "must upload richmenu image before applying it to user")


@api.post("/user/<user>/richmenu/<id>")
def link(user: str, id: str) -> Response:
    """Give a user a menu of their own; costs no quota."""
    with world().lock:
        must_have_image(id)
        _must_be_known(user)
        _link(user, id)
    return jsonify({})


def _must_be_known(user: str) -> None:
    if user not in world().people:
        raise ApiError(404, "The user is not found")


def _link(user: str, id: str) -> None:
    menus().of_user[user] = id
    menus().switched.pop(user, None)
    _changed(user)


@api.get("/user/<user>/richmenu")
def linked(user: str) -> Response:
    """The menu linked to a user; 404 where there is none of their own."""
    with world().lock:
        if user not in menus().of_user:
            raise ApiError(404, "the user has no richmenu")
        return jsonify({"richMenuId": menus().of_user[user]})


@api.delete("/user/<user>/richmenu")
def unlink(user: str) -> Response:
    """Take a user's own menu away."""
    with world().lock:
        _unlink(user)
    return jsonify({})


def _unlink(user: str) -> None:
    menus().of_user.pop(user, None)
    menus().switched.pop(user, None)
    _changed(user)


@api.post("/richmenu/bulk/link")
def bulk_link() -> Response:
    """Give up to 500 users a menu."""
    body = json_body()
    id = body.get("richMenuId")
    if not isinstance(id, str):
        raise invalid("richMenuId")
    users = _users(body)
    with world().lock:
        must_have_image(id)
        for user in users:
            _link(user, id)
    return Response("{}", status=202, content_type="application/json")


@api.post("/richmenu/bulk/unlink")
def bulk_unlink() -> Response:
    """Take up to 500 users' own menus away."""
    users = _users(json_body())
    with world().lock:
        for user in users:
            _unlink(user)
    return Response("{}", status=202, content_type="application/json")


def _users(body: Json) -> list[str]:
    users: Any = body.get("userIds")
    if not isinstance(users, list) or not all(isinstance(user, str) for user in users):
        raise invalid("userIds")
    if not 1 <= len(users) <= 500:
        raise errors({"message": "Size must be between 1 and 500", "property": "userIds"})
    return users
