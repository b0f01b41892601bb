"""Messages as LINE checks them, and the error body that a bad one is answered with."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import limits
from .check_actions import quick_reply_action
from .check_flex import container
from .check_templates import template
from .check_values import (
    Check,
    Found,
    Path,
    Problem,
    Shape,
    by_type,
    clusters,
    constant,
    many,
    matching,
    number,
    one_of,
    text_within,
    url,
)
from .state import Json


@dataclass(frozen=True, slots=True)
class MessageError:
    """What a bad list of messages is answered with."""

    headline: str
    details: list[Json] | None = None


# -- the shapes of messages -----------------------------------------------------------------------

_https = url(limits.URL, "https")
_ID = matching(r"[0-9A-Za-z]+")
_ITEM = Shape({"type": one_of("action"), "action": quick_reply_action}, {"imageUrl": _https})
_COMMON: dict[str, Check] = {
    "quickReply": Shape({"items": many(_ITEM, *limits.QUICK_REPLIES)}),
    "sender": Shape({}, {"name": text_within(limits.SENDER_NAME), "iconUrl": _https}),
}
_QUOTE: dict[str, Check] = {"quoteToken": text_within(1000)}
_EMOJI = {"productId": _ID, "emojiId": _ID}


def _dollars(value: dict[str, Any], path: Path, found: Found) -> None:
    units = value["text"].encode("utf-16-le")  # json_body let no half surrogate through
    for number_, emoji in enumerate(value.get("emojis") or []):
        at = 2 * emoji["index"]
        if units[at : at + 2] != b"$\x00":
            found.add_problem((*path, "emojis", number_, "index"), "value")


_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(?P<key>[^{}]*)\}|[{}]")


def _placeholders(value: dict[str, Any], path: Path, found: Found) -> None:
    known = value.get("substitution") or {}
    for match in _PLACEHOLDER.finditer(value["text"]):
        key, whole = match["key"], match[0]
        if whole in ("{", "}") or (key is not None and key not in known):
            found.add_problem((*path, "text"), "value")
            return


def _substitutions(value: Any, path: Path, found: Found) -> None:
    if not isinstance(value, dict):
        found.add_problem(path, "kind")
        return
    if len(value) > limits.SUBSTITUTIONS:
        found.add_problem(path, "size", 0, limits.SUBSTITUTIONS)
    for key, one in value.items():
        if not re.fullmatch(r"[A-Za-z0-9_]{1,20}", key):
            found.add_problem((*path, key), "value")
        _SUBSTITUTION(one, (*path, key), found)


_MENTIONEE = by_type(
    {
        "user": Shape({"type": constant, "userId": matching(r"U[0-9a-f]{32}")}),
        "all": Shape({"type": constant}),
    }
)
_SUBSTITUTION = by_type(
    {
        "mention": Shape({"type": constant, "mentionee": _MENTIONEE}),
        "emoji": Shape({"type": constant, **_EMOJI}),
    }
)

_AREA = Shape({key: number(0, 10_000, whole=True) for key in ("x", "y", "width", "height")})
_IMAGEMAP_LABEL: dict[str, Check] = {"label": text_within(50, clusters)}
_IMAGEMAP_ACTION = by_type(
    {
        "uri": Shape(
            {"type": constant, "linkUri": url(limits.URI, "http", "https", "line", "tel"), "area": _AREA},
            _IMAGEMAP_LABEL,
        ),
        "message": Shape({"type": constant, "text": text_within(limits.IMAGEMAP_TEXT), "area": _AREA}, _IMAGEMAP_LABEL),
        "clipboard": Shape(
            {"type": constant, "clipboardText": text_within(limits.CLIPBOARD), "area": _AREA}, _IMAGEMAP_LABEL
        ),
    }
)
_IMAGEMAP_VIDEO = Shape(
    {"originalContentUrl": _https, "previewImageUrl": _https, "area": _AREA},
    {"externalLink": Shape({"linkUri": url(limits.URI, "http", "https", "line", "tel"), "label": text_within(30)})},
)


def _message(required: dict[str, Check], optional: dict[str, Check] | None = None, *rules: Check) -> Shape:
    return Shape({"type": constant, **required}, {**_COMMON, **(optional or {})}, rules)


_ALT: dict[str, Check] = {"altText": text_within(limits.ALT_TEXT)}
message = by_type(
    {
        "text": _message(
            {"text": text_within(limits.TEXT)},
            {
                **_QUOTE,
                "emojis": many(Shape({"index": number(0, limits.TEXT, whole=True), **_EMOJI}), 0, limits.EMOJIS),
            },
            _dollars,
        ),
        "textV2": _message(
            {"text": text_within(limits.TEXT)}, {**_QUOTE, "substitution": _substitutions}, _placeholders
        ),
        "sticker": _message({"packageId": _ID, "stickerId": _ID}, _QUOTE),
        "image": _message({"originalContentUrl": _https, "previewImageUrl": _https}),
        "video": _message(
            {"originalContentUrl": _https, "previewImageUrl": _https}, {"trackingId": text_within(limits.TRACKING)}
        ),
        "audio": _message({"originalContentUrl": _https, "duration": number(1, 10**9, whole=True)}),
        "location": _message(
            {
                "title": text_within(limits.PLACE),
                "address": text_within(limits.PLACE),
                "latitude": number(-90, 90),
                "longitude": number(-180, 180),
            }
        ),
        "imagemap": _message(
            {
                **_ALT,
                "baseUrl": _https,
                "baseSize": Shape(
                    {
                        "width": number(limits.IMAGEMAP_WIDTH, limits.IMAGEMAP_WIDTH, whole=True),
                        "height": number(1, 10_000, whole=True),
                    }
                ),
                "actions": many(_IMAGEMAP_ACTION, *limits.IMAGEMAP_ACTIONS),
            },
            {"video": _IMAGEMAP_VIDEO},
        ),
        "template": _message({**_ALT, "template": template}),
        "flex": _message({**_ALT, "contents": container}),
        "coupon": _message({"couponId": text_within(100)}, {"deliveryTag": text_within(30)}),
    }
)
_MESSAGES = many(message, *limits.MESSAGES)


# -- the answer -----------------------------------------------------------------------------------

# LINE words its checks of plain fields and of what is inside templates and Flex differently.
_PLAIN = {
    "empty": "May not be empty",
    "missing": "May not be empty",
    "length": "Length must be between {0} and {1}",
    "size": "Size must be between {0} and {1}",
    "range": "must be between {0} and {1}",
    "enum": "Must be one of the following values: [{0}]",
    "value": "Invalid value",
    "https": "Must be a valid HTTPS URL",
    "uri": "invalid uri scheme",
}
_INSIDE = {
    "empty": "must be non-empty text",
    "missing": "must be specified",
    "length": "must not be longer than {1} characters",
    "size": "must have between {0} and {1} items",
    "range": "must be between {0} and {1}",
    "https": "invalid uri scheme",
    "uri": "invalid uri scheme",
    "alike": "must be the same for all of them",
    "block": "At least one block must be specified",
    "bytes": "must not be larger than {0} bytes",
}
_INVALID = ("kind", "unknown")


def first_error(messages: Any, size: Callable[[Any], int]) -> MessageError | None:
    """The answer to a bad `messages`; None for a good one. `size` measures JSON in the sender's bytes."""
    found = Found(size)
    if messages is None:
        found.add_problem(("messages",), "missing")
    else:
        try:
            _MESSAGES(messages, ("messages",), found)
        except RecursionError:
            return MessageError("A message (messages[0]) in the request body is invalid")
    if not found.problems:
        return None
    plain = [problem for problem in found.problems if _block(messages, problem) is None]
    broken = next((problem for problem in plain if problem.rule in _INVALID), None)
    if broken:
        where = dotted(broken.path)
        return MessageError(f"The property, '{where}', in the request body is invalid (line: -, column: -)")
    if plain:
        details = [{"message": _problem_words(_PLAIN, p), "property": dotted(p.path)} for p in plain]
        return MessageError(f"The request body has {len(details)} error(s)", details)
    return _inside(messages, found.problems)


def _block(messages: Any, problem: Problem) -> str | None:
    """Which part of a message LINE hands to the checks of templates or Flex: `template`, `contents`, or none."""
    path = problem.path
    if len(path) < 3 or path[2] not in ("template", "contents"):
        return None
    one = messages[path[1]]
    is_whole = len(path) == 3 and problem.rule in ("missing", "kind")
    return None if is_whole or one.get("type") not in ("template", "flex") else str(path[2])


def _inside(messages: Any, problems: list[Problem]) -> MessageError:
    first = problems[0].path[1]
    details = []
    for problem in (p for p in problems if p.path[1] == first):
        rest = [str(part) for part in problem.path[3:]]
        is_flex = _block(messages, problem) == "contents"
        place = "/" + "/".join(rest) if is_flex else "/".join(["template", *rest])
        details.append({"message": _problem_words(_INSIDE, problem), "property": place})
    return MessageError(f"A message (messages[{first}]) in the request body is invalid", details)


def _problem_words(table: dict[str, str], problem: Problem) -> str:
    given = [", ".join(one) if isinstance(one, tuple) else one for one in problem.given]
    return table.get(problem.rule, "invalid property").format(*given)


def dotted(path: Path) -> str:
    """A place as `messages[0].text`."""
    written = ""
    for part in path:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else part
    return written


def plain_details(problems: list[Problem]) -> list[Json]:
    """The details for problems of a body without messages, such as a rich menu's."""
    return [{"message": _problem_words(_PLAIN, p), "property": dotted(p.path)} for p in problems]
