"""Finds what can be tapped in a message, and the words on it."""

from collections.abc import Iterator
from typing import Any

from .state import Json


def texts_of(node: Any) -> Iterator[str]:
    """Every text that a reader of this message sees, top to bottom."""
    if isinstance(node, list):
        for item in node:
            yield from texts_of(item)
    elif isinstance(node, dict):
        for key in ("title", "text", "label", "fileName"):
            if isinstance(node.get(key), str) and not _is_hidden(node, key):
                yield node[key]
        for key in ("template", "header", "hero", "body", "contents", "columns", "footer"):
            yield from texts_of(node.get(key))
        for key in ("defaultAction", "action", "actions"):
            yield from _labels(node.get(key))


def _is_hidden(node: Json, key: str) -> bool:
    return key == "text" and node.get("type") == "message"


def _labels(node: Any) -> Iterator[str]:
    for action in node if isinstance(node, list) else [node]:
        if isinstance(action, dict) and action.get("label"):
            yield action["label"]


def words_of(message: Json) -> str:
    """All words of a message in one string, as a person would read them."""
    return "\n".join(texts_of(message))


def buttons_of(node: Any) -> Iterator[tuple[str, Json]]:
    """Every (words, action) in a message: buttons, tappable boxes, pictures and texts."""
    if isinstance(node, list):
        for item in node:
            yield from buttons_of(item)
    elif isinstance(node, dict):
        own = node.get("action") or node.get("defaultAction")
        if isinstance(own, dict):
            label = own.get("label") or " ".join(t for t in texts_of({**node, "action": None}))
            yield label or own.get("text") or own.get("displayText") or own.get("uri", ""), own
        for action in node.get("actions") or []:
            if isinstance(action, dict) and "area" not in action:
                yield action.get("label") or action.get("text", ""), action
        for key in ("template", "header", "hero", "body", "contents", "columns", "footer"):
            yield from buttons_of(node.get(key))


def quick_reply_buttons(items: list[Json]) -> list[tuple[str, Json]]:
    """The (words, action) of a row of quick replies."""
    return [(item["action"].get("label", ""), item["action"]) for item in items if "action" in item]


def find(words: str, buttons: list[tuple[str, Json]]) -> Json | None:
    """The action whose words are these, or that alone contains them first."""
    for label, action in buttons:
        if label.strip() == words.strip():
            return action
    for label, action in buttons:
        if words in label:
            return action
    return None
