"""What `decide` returns."""

from dataclasses import dataclass

from domain.conversation import State
from domain.messages import Message
from domain.writes import Write


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event leads to: the conversation's new state, what is said to the person, what is written.

    `to_admins` is said to each of the agency's administrators who can be reached, `to_people` to the person of each id,
    `to_lines` to LINE accounts that are nobody's any more.
    """

    state: State
    messages: tuple[Message, ...] = ()
    writes: tuple[Write, ...] = ()
    to_admins: tuple[Message, ...] = ()
    to_people: tuple[tuple[int, Message], ...] = ()
    to_lines: tuple[tuple[str, Message], ...] = ()
