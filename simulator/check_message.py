"""stub"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .state import Json


@dataclass(frozen=True, slots=True)
class MessageError:
    """What a bad list of messages is answered with."""

    headline: str
    details: list[Json]


def first_error(messages: Any, size: Callable[[Any], int]) -> MessageError | None:
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return MessageError(
            "The request body has 1 error(s)", [{"message": "Size must be between 1 and 5", "property": "messages"}]
        )
    return None
