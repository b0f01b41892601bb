"""Rich menus: their size, bar, areas and actions."""

from typing import Any

from . import limits
from .check_actions import menu_action
from .check_message import plain_details
from .check_values import Found, Path, Shape, boolean, clusters, many, number, text_within
from .state import Json

_SIZE = Shape(
    {
        "width": number(*limits.MENU_WIDTH, whole=True),
        "height": number(limits.MENU_HEIGHT, limits.MENU_WIDTH[1], whole=True),
    }
)
_BOUNDS = Shape({key: number(0, limits.MENU_WIDTH[1], whole=True) for key in ("x", "y", "width", "height")})


def _wide_enough(value: dict[str, Any], path: Path, found: Found) -> None:
    if value["size"]["width"] / value["size"]["height"] < limits.MENU_RATIO:
        found.add_problem((*path, "size"), "value")


def _inside_the_picture(value: dict[str, Any], path: Path, found: Found) -> None:
    size = value["size"]
    for index, area in enumerate(value["areas"]):
        at = area["bounds"]
        if at["x"] + at["width"] > size["width"] or at["y"] + at["height"] > size["height"]:
            found.add_problem((*path, "areas", index, "bounds"), "value")


_MENU = Shape(
    {
        "size": _SIZE,
        "selected": boolean,
        "name": text_within(limits.MENU_NAME, clusters),
        "chatBarText": text_within(limits.MENU_BAR, clusters),
        "areas": many(Shape({"bounds": _BOUNDS, "action": menu_action}), *limits.MENU_AREAS),
    },
    {},
    (_wide_enough, _inside_the_picture),
)


def menu_problems(body: Json) -> list[Json]:
    """What is wrong with a rich menu, as LINE's details; empty where nothing is."""
    found = Found(size=lambda _: 0)
    _MENU(body, (), found)
    return plain_details(found.problems)
