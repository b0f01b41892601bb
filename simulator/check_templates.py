"""Template messages: buttons, confirm, carousel, image carousel."""

from typing import Any

from . import limits
from .check_actions import image_carousel_action, template_action
from .check_values import (
    Check,
    Found,
    Path,
    Shape,
    by_type,
    clusters,
    constant,
    many,
    matching,
    one_of,
    text_within,
    url,
)

_PICTURE: dict[str, Check] = {
    "thumbnailImageUrl": url(limits.URL, "https"),
    "imageBackgroundColor": matching(r"#[0-9A-Fa-f]{6}"),
    "title": text_within(limits.TEMPLATE_TITLE, clusters),
    "defaultAction": template_action,
}
_LAYOUT: dict[str, Check] = {
    "imageAspectRatio": one_of("rectangle", "square"),
    "imageSize": one_of("cover", "contain"),
}


def _shorter_beside_a_picture(most: int) -> Check:
    def check_length(value: dict[str, Any], path: Path, found: Found) -> None:
        if (value.get("thumbnailImageUrl") or value.get("title")) and clusters(value["text"]) > most:
            found.add_problem((*path, "text"), "length", 0, most)

    return check_length


def _columns_alike(value: dict[str, Any], path: Path, found: Found) -> None:
    first = value["columns"][0]
    for index, column in enumerate(value["columns"]):
        at = (*path, "columns", index)
        if len(column["actions"]) != len(first["actions"]):
            found.add_problem((*at, "actions"), "alike")
        for key in ("thumbnailImageUrl", "title"):
            if bool(column.get(key)) != bool(first.get(key)):
                found.add_problem((*at, key), "alike")


_COLUMN = Shape(
    {
        "text": text_within(limits.COLUMN_TEXT, clusters),
        "actions": many(template_action, *limits.COLUMN_ACTIONS),
    },
    _PICTURE,
    (_shorter_beside_a_picture(limits.COLUMN_TEXT_WITH_PICTURE),),
)

template = by_type(
    {
        "buttons": Shape(
            {
                "type": constant,
                "text": text_within(limits.BUTTONS_TEXT, clusters),
                "actions": many(template_action, *limits.BUTTONS_ACTIONS),
            },
            {**_PICTURE, **_LAYOUT},
            (_shorter_beside_a_picture(limits.BUTTONS_TEXT_WITH_PICTURE),),
        ),
        "confirm": Shape(
            {
                "type": constant,
                "text": text_within(limits.CONFIRM_TEXT, clusters),
                "actions": many(template_action, 2, 2),
            }
        ),
        "carousel": Shape({"type": constant, "columns": many(_COLUMN, *limits.COLUMNS)}, _LAYOUT, (_columns_alike,)),
        "image_carousel": Shape(
            {
                "type": constant,
                "columns": many(
                    Shape({"imageUrl": url(limits.URL, "https"), "action": image_carousel_action}),
                    *limits.COLUMNS,
                ),
            }
        ),
    }
)
