"""Names of rich menus, by which their tabs switch to each other."""

import re

from flask import Blueprint, Response, jsonify

from .api import ApiError, invalid, json_body, must_have_token, world
from .api_richmenus import menus, must_have_image
from .state import Json

api = Blueprint("aliases", __name__, url_prefix="/v2/bot")
api.before_request(must_have_token)


@api.post("/richmenu/alias")
def add_alias() -> Response:
    """Name a menu, so that tabs can switch to it."""
    body = json_body()
    alias, id = body.get("richMenuAliasId"), body.get("richMenuId")
    if not isinstance(alias, str) or not re.fullmatch(r"[a-z0-9_-]{1,32}", alias):
        raise invalid("richMenuAliasId")
    if not isinstance(id, str):
        raise invalid("richMenuId")
    with world().lock:
        must_have_image(id)
        if alias in menus().aliases:
            raise ApiError(400, "conflict richmenu alias id")
        menus().aliases[alias] = id
    return jsonify({})


@api.get("/richmenu/alias/list")
def aliases() -> Response:
    """Every name of a menu."""
    with world().lock:
        return jsonify({"aliases": [_alias(alias) for alias in menus().aliases]})


def _alias(alias: str) -> Json:
    if alias not in menus().aliases:
        raise ApiError(404, "richmenu alias not found")
    return {"richMenuAliasId": alias, "richMenuId": menus().aliases[alias]}


@api.get("/richmenu/alias/<alias>")
def one_alias(alias: str) -> Response:
    """One name of a menu."""
    with world().lock:
        return jsonify(_alias(alias))


@api.post("/richmenu/alias/<alias>")
def move_alias(alias: str) -> Response:
    """Point a name to another menu."""
    id = json_body().get("richMenuId")
    if not isinstance(id, str):
        raise invalid("richMenuId")
    with world().lock:
        _alias(alias)
        must_have_image(id)
        menus().aliases[alias] = id
    return jsonify({})


@api.delete("/richmenu/alias/<alias>")
def remove_alias(alias: str) -> Response:
    """Forget a name."""
    with world().lock:
        _alias(alias)
        del menus().aliases[alias]
    return jsonify({})
