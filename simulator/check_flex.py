"""Flex messages: containers, blocks, components, their sizes and what may stand inside what."""

import re
from typing import Any

from . import limits
from .check_actions import flex_action, flex_button_action, video_action
from .check_values import (
    Check,
    Found,
    Path,
    Shape,
    boolean,
    by_type,
    constant,
    many,
    matching,
    number,
    one_of,
    text_within,
    url,
)

_PX, _PERCENT = r"\d+(\.\d+)?px", r"\d+(\.\d+)?%"
_GAPS = "none|xs|sm|md|lg|xl|xxl"
_FONTS = "xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"

_gap = matching(f"{_GAPS}|{_PX}")
_padding = matching(f"{_GAPS}|{_PX}|{_PERCENT}")
_length = matching(f"{_PX}|{_PERCENT}")
_font = matching(f"{_FONTS}|{_PX}")
_picture_size = matching(f"{_FONTS}|full|{_PX}|{_PERCENT}")
_color = matching(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_flex = number(0, 1_000_000, whole=True)
_gravity = one_of("top", "bottom", "center")
_align = one_of("start", "end", "center")
_https = url(limits.URL, "https")
_anything = text_within(10**9, least=0)


def _ratio(value: Any, path: Path, found: Found) -> None:
    parts = re.fullmatch(r"(\d{1,6}(?:\.\d+)?):(\d{1,6}(?:\.\d+)?)", value) if isinstance(value, str) else None
    width, height = (float(part) for part in parts.groups()) if parts else (0.0, 0.0)
    if not (1 <= width <= 100_000 and 1 <= height <= 100_000 and height <= 3 * width):
        found.add_problem(path, "value")


_POSITION: dict[str, Check] = {
    "position": one_of("relative", "absolute"),
    "offsetTop": _padding,
    "offsetBottom": _padding,
    "offsetStart": _padding,
    "offsetEnd": _padding,
}
_PLACE: dict[str, Check] = {**_POSITION, "margin": _gap}
_FONT: dict[str, Check] = {
    "size": _font,
    "weight": one_of("regular", "bold"),
    "color": _color,
    "style": one_of("normal", "italic"),
    "decoration": one_of("none", "underline", "line-through"),
}

_span = by_type({"span": Shape({"type": constant, "text": _anything}, _FONT)})


def _says_something(value: dict[str, Any], path: Path, found: Found) -> None:
    if not value.get("text") and not value.get("contents"):
        found.add_problem((*path, "text"), "empty")


_TEXT = Shape(
    {"type": constant},
    {
        **_FONT,
        **_PLACE,
        "text": _anything,
        "contents": many(_span, 0, 10**6),
        "adjustMode": one_of("shrink-to-fit"),
        "flex": _flex,
        "align": _align,
        "gravity": _gravity,
        "wrap": boolean,
        "lineSpacing": matching(_PX),
        "maxLines": number(0, 10**6, whole=True),
        "action": flex_action,
        "scaling": boolean,
    },
    (_says_something,),
)
_BUTTON = Shape(
    {"type": constant, "action": flex_button_action},
    {
        **_PLACE,
        "flex": _flex,
        "height": one_of("sm", "md"),
        "style": one_of("primary", "secondary", "link"),
        "color": _color,
        "gravity": _gravity,
        "adjustMode": one_of("shrink-to-fit"),
        "scaling": boolean,
    },
)
_IMAGE = Shape(
    {"type": constant, "url": _https},
    {
        **_PLACE,
        "flex": _flex,
        "align": _align,
        "gravity": _gravity,
        "size": _picture_size,
        "aspectRatio": _ratio,
        "aspectMode": one_of("cover", "fit"),
        "backgroundColor": _color,
        "action": flex_action,
        "animated": boolean,
    },
)
_ICON = Shape(
    {"type": constant, "url": _https},
    {**_PLACE, "size": _font, "aspectRatio": _ratio, "scaling": boolean},
)
_SEPARATOR = Shape({"type": constant}, {"margin": _gap, "color": _color})
_FILLER = Shape({"type": constant}, {"flex": _flex})
_SPACER = Shape({"type": constant}, {"size": matching("xs|sm|md|lg|xl|xxl")})

_GRADIENT = Shape(
    {
        "type": constant,
        "angle": matching(r"\d+(\.\d+)?deg"),
        "startColor": _color,
        "endColor": _color,
    },
    {"centerColor": _color, "centerPosition": matching(_PERCENT)},
)
_BOX_STYLE: dict[str, Check] = {
    **_PLACE,
    "flex": _flex,
    "spacing": _gap,
    "paddingAll": _padding,
    "paddingTop": _padding,
    "paddingBottom": _padding,
    "paddingStart": _padding,
    "paddingEnd": _padding,
    "backgroundColor": _color,
    "borderColor": _color,
    "borderWidth": matching(f"none|light|normal|semi-bold|medium|bold|{_PX}"),
    "cornerRadius": _gap,
    "width": _length,
    "height": _length,
    "maxWidth": _length,
    "maxHeight": _length,
    "justifyContent": one_of("center", "flex-start", "flex-end", "space-between", "space-around", "space-evenly"),
    "alignItems": one_of("center", "flex-start", "flex-end"),
    "background": by_type({"linearGradient": _GRADIENT}),
    "action": flex_action,
}


def _box(value: Any, path: Path, found: Found) -> None:
    layout = value.get("layout") if isinstance(value, dict) else None
    children = _IN_BASELINE if layout == "baseline" else _IN_BOX
    Shape(
        {
            "type": constant,
            "layout": one_of("horizontal", "vertical", "baseline"),
            "contents": many(children, 0, 10**6),
        },
        _BOX_STYLE,
    )(value, path, found)


_IN_BASELINE = by_type({"text": _TEXT, "icon": _ICON, "filler": _FILLER, "spacer": _SPACER})
_IN_BOX = by_type(
    {
        "box": _box,
        "button": _BUTTON,
        "image": _IMAGE,
        "text": _TEXT,
        "separator": _SEPARATOR,
        "filler": _FILLER,
        "spacer": _SPACER,
    }
)
_VIDEO = Shape(
    {
        "type": constant,
        "url": _https,
        "previewUrl": _https,
        "altContent": by_type({"box": _box, "image": _IMAGE}),
    },
    {"aspectRatio": _ratio, "action": video_action},
)
_only_box = by_type({"box": _box})
_BLOCK_STYLE = Shape({}, {"backgroundColor": _color, "separator": boolean, "separatorColor": _color})


def _has_a_block(value: dict[str, Any], path: Path, found: Found) -> None:
    if not any(value.get(part) for part in ("header", "hero", "body", "footer")):
        found.add_problem(path, "block")


def _video_fits(value: dict[str, Any], path: Path, found: Found) -> None:
    is_video = (value.get("hero") or {}).get("type") == "video"
    if is_video and (value.get("size", "mega") not in ("kilo", "mega", "giga") or isinstance(path[-1], int)):
        found.add_problem((*path, "hero", "type"), "value")


def _light_enough(most: int) -> Check:
    def check_weight(value: Any, path: Path, found: Found) -> None:
        if found.size(value) > most:
            found.add_problem(path, "bytes", most)

    return check_weight


_BUBBLE = Shape(
    {"type": constant},
    {
        "size": one_of("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"),
        "direction": one_of("ltr", "rtl"),
        "header": _only_box,
        "hero": by_type({"box": _box, "image": _IMAGE, "video": _VIDEO}),
        "body": _only_box,
        "footer": _only_box,
        "styles": Shape({}, dict.fromkeys(("header", "hero", "body", "footer"), _BLOCK_STYLE)),
        "action": flex_action,
    },
    (_has_a_block, _video_fits, _light_enough(limits.BUBBLE_BYTES)),
)


def _one_width(value: dict[str, Any], path: Path, found: Found) -> None:
    sizes = [bubble.get("size", "mega") for bubble in value["contents"]]
    for index, size in enumerate(sizes):
        if size != sizes[0]:
            found.add_problem((*path, "contents", index, "size"), "alike")


_CAROUSEL = Shape(
    {"type": constant, "contents": many(by_type({"bubble": _BUBBLE}), *limits.BUBBLES)},
    {},
    (_one_width, _light_enough(limits.CAROUSEL_BYTES)),
)

container = by_type({"bubble": _BUBBLE, "carousel": _CAROUSEL})
