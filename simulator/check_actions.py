"""Actions: what a button may do, and which of them are allowed where."""

import re
from datetime import date
from typing import Any

from . import limits
from .check_values import (
    Check,
    Found,
    Path,
    Shape,
    by_type,
    clusters,
    constant,
    matching,
    one_of,
    text_within,
    url,
)

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"([01]\d|2[0-3]):[0-5]\d"
PICKED = {"date": DATE, "time": TIME, "datetime": f"{DATE}[Tt]{TIME}"}

# Where a label must stand and how long it may be: (required, clusters).
QUICK_REPLY = (True, limits.LABEL)
TEMPLATE = (True, limits.LABEL)
IMAGE_CAROUSEL = (False, limits.IMAGE_CAROUSEL_LABEL)
FLEX_BUTTON = (True, limits.FLEX_LABEL)
FLEX_PART = (False, limits.FLEX_LABEL)
RICH_MENU = (False, limits.MENU_LABEL)

EVERYWHERE = ("postback", "message", "uri", "datetimepicker", "clipboard")


def _picked_well(value: dict[str, Any], path: Path, found: Found) -> None:
    given = {key: value[key] for key in ("initial", "min", "max") if value.get(key) is not None}
    for key, one in given.items():
        if not is_picked(value["mode"], one):
            found.add_problem((*path, key), "value")
            return
    low, high = given.get("min", ""), given.get("max", "\x7f")
    if low >= high:
        found.add_problem((*path, "max"), "value")
    elif not low <= given.get("initial", low) <= high:
        found.add_problem((*path, "initial"), "value")


def is_picked(mode: str, value: str) -> bool:
    """Whether a picker of this mode can yield this value."""
    return bool(re.fullmatch(PICKED[mode], value)) and _is_day(value)


def _is_day(picked: str) -> bool:
    first, last = limits.PICKED_YEARS
    try:
        return picked[2] == ":" or first <= date.fromisoformat(picked[:10]).year <= last
    except ValueError:
        return False


def _opens_well(value: dict[str, Any], path: Path, found: Found) -> None:
    if value.get("fillInText") is not None and value.get("inputOption") != "openKeyboard":
        found.add_problem((*path, "fillInText"), "value")
    if value.get("displayText") is not None and value.get("text") is not None:
        found.add_problem((*path, "displayText"), "value")


_DATA = text_within(limits.DATA)
_SAID = text_within(limits.DISPLAY_TEXT, clusters)
_ANY_TEXT = text_within(100, least=0)
_SHAPES: dict[str, tuple[dict[str, Check], dict[str, Check], tuple[Check, ...]]] = {
    "postback": (
        {"data": _DATA},
        {
            "displayText": _SAID,
            "text": _SAID,
            "inputOption": one_of("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
            "fillInText": _SAID,
        },
        (_opens_well,),
    ),
    "message": ({"text": _SAID}, {}, ()),
    "uri": (
        {"uri": url(limits.URI, "http", "https", "line", "tel")},
        {"altUri": Shape({"desktop": url(limits.URI, "http", "https", "line", "tel")})},
        (),
    ),
    "datetimepicker": (
        {"data": _DATA, "mode": one_of("date", "time", "datetime")},
        {"initial": _ANY_TEXT, "max": _ANY_TEXT, "min": _ANY_TEXT},
        (_picked_well,),
    ),
    "clipboard": ({"clipboardText": text_within(limits.CLIPBOARD)}, {}, ()),
    "camera": ({}, {}, ()),
    "cameraRoll": ({}, {}, ()),
    "location": ({}, {}, ()),
    "richmenuswitch": ({"richMenuAliasId": matching(r"[a-z0-9_-]{1,32}"), "data": _DATA}, {}, ()),
}


def action(place: tuple[bool, int], *kinds: str) -> Check:
    """An action of one of these kinds, with the label that its place asks for."""
    must, most = place
    label = {"label": text_within(most, clusters)}

    def shape(kind: str) -> Shape:
        required, optional, rules = _SHAPES[kind]
        needs = {"type": constant, **(label if must else {}), **required}
        return Shape(needs, optional if must else {**label, **optional}, rules)

    return by_type({kind: shape(kind) for kind in kinds})


quick_reply_action = action(QUICK_REPLY, *EVERYWHERE, "camera", "cameraRoll", "location")
template_action = action(TEMPLATE, *EVERYWHERE)
image_carousel_action = action(IMAGE_CAROUSEL, *EVERYWHERE)
flex_button_action = action(FLEX_BUTTON, *EVERYWHERE)
flex_action = action(FLEX_PART, *EVERYWHERE)
video_action = action(FLEX_BUTTON, "uri")
any_action = action(FLEX_PART, *_SHAPES)
menu_action = action(RICH_MENU, *EVERYWHERE, "richmenuswitch")
