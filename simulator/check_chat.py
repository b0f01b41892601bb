"""What of a message must fit the chat it goes to: the message it quotes, the members it mentions."""

from collections.abc import Iterator
from typing import Any

from .check_message import plain_details
from .check_values import Path, Problem
from .state import Chat, Json
from .world import World


def chat_details(world: World, chat: Chat | None, messages: list[Json]) -> list[Json]:
    """What is wrong, as LINE's details; sendings to many people (`chat` None) can neither quote nor mention."""
    places = ((("messages", number), message) for number, message in enumerate(messages))
    return plain_details([problem for at, message in places for problem in _problems(world, chat, at, message)])


def _problems(world: World, chat: Chat | None, at: Path, message: Json) -> Iterator[Problem]:
    token = message.get("quoteToken")
    if token is not None and (chat is None or world.quote_tokens.get(token) != chat):
        yield Problem((*at, "quoteToken"), "value")
    for key, thing in (message.get("substitution") or {}).items():
        if thing["type"] == "mention" and not _is_there(world, chat, thing["mentionee"]):
            yield Problem((*at, "substitution", key, "mentionee"), "value")


def _is_there(world: World, chat: Chat | None, mentionee: dict[str, Any]) -> bool:
    group = world.groups.get(chat[1]) if chat else None
    return group is not None and (mentionee["type"] == "all" or mentionee["userId"] in group.members)
