"""What a button carries, so that one of an earlier message is never taken for the present question's."""

import json
from dataclasses import replace
from typing import Final
from zlib import crc32

from domain.conversation import State
from domain.messages import Choice

SAVE_STEP: Final = "summary"
SAVE_CHOICE: Final = "save"
WAYS_OUT: Final = (":cancel", ":back")


def mark_choice(choice: Choice, state: State) -> Choice:
    """The choice with its question in its data: `ticket:step:choice`, `:back:ticket:step` for a way out.

    *Save* names what was looked over as well: the card stays in the chat while an answer is changed.
    """
    if choice.data in WAYS_OUT and state.ticket:
        return replace(choice, data=f"{choice.data}:{state.ticket}:{state.step}")
    if choice.uri or choice.data.startswith(":") or choice.widget in ("camera", "camera_roll"):
        return choice
    seen = f"@{fingerprint(state)}" if (state.step, choice.data) == (SAVE_STEP, SAVE_CHOICE) else ""
    return replace(choice, data=f"{state.ticket}:{state.step}:{choice.data}{seen}")


def read_mark(data: str) -> tuple[str, str, str, str]:
    """Ticket, step and choice of a tapped button, and the fingerprint of what was looked over, "" where it has none."""
    ticket, _, rest = data.partition(":")
    step, _, choice = rest.partition(":")
    chosen, _, seen = choice.partition("@") if step == SAVE_STEP else (choice, "", "")
    return ticket, step, chosen, seen


def fingerprint(state: State) -> str:
    """What the answers and notes are known by, 8 letters: another answer makes another one."""
    return f"{crc32(json.dumps([state.answers, state.notes], sort_keys=True, ensure_ascii=False).encode()):08x}"


def is_of_another_report(argument: str, state: State) -> bool:
    """True where a tapped *cancel* belongs to a report or check that does not run any more."""
    return bool(argument) and argument.partition(":")[0] != state.ticket


def is_of_another_question(argument: str, state: State) -> bool:
    """True where a tapped *back* belongs to a question that is not the present one."""
    return bool(argument) and argument != f"{state.ticket}:{state.step}"
