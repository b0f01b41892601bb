"""A typed number means the newest numbered message that was delivered, be it a question, an overview or a reminder."""

from collections.abc import Mapping
from dataclasses import replace

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Say, numbers_of, say
from handlers.advance import ask_again
from handlers.asked import typed_at
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.flows import find_flow
from thai.clusters import trim
from thai.typed.meaning import read_number

OPENED = N_("Number {number}: {what}")
NOT_LISTED = N_("There is no number {number} in the newest list.")
_MOST = 1000  # no list is so long
_NAMES: Mapping[str, str] = {
    "tasks": N_("My tasks"),
    "status": N_("Status"),
    "help": N_("Help"),
    "web": N_("Admin page"),
    "overview": N_("Overview of my units"),
    "review": N_("Check replies"),
    "review_all": N_("Check replies"),
    "take_back": N_("Take a verdict back"),
    "remind": N_("Remind them"),
}


def parse_number(event: Event) -> str:
    """The number that was typed, in Arabic digits; "" where it is none."""
    number = read_number(event.text) if event.kind == "text" else None
    return str(number) if number is not None and number < _MOST else ""


def find_newest_list(state: State, event: Event, facts: Facts) -> Mapping[str, str] | None:
    """What the numbers of the newest message mean where a number was typed and that is not the present question."""
    if not parse_number(event):
        return None
    present = numbers_of(ask_again(find_flow(state, facts), state, facts).messages)
    newest = (
        facts.newest_numbers(typed_at(event)) if present else {}
    )  # a question without numbers asks back whatever number comes
    return newest if newest and newest != present else None


def find_tap(event: Event, listed: Mapping[str, str]) -> Event | None:
    """The button that the typed number stands for; None where the list has no such number."""
    data = listed.get(parse_number(event))
    return replace(event, kind="tap", data=data, text="", message_id=None) if data else None


def name_opened(turn: Turn, event: Event, data: str, facts: Facts) -> Turn:
    """The turn, naming first what the number opened."""
    command, _, argument = data.removeprefix(":").partition(":")
    task = facts.task(int(argument)) if command == "report" and argument.isdecimal() else None
    what: Say | None = say("{measure}", measure=trim(task.measure, 200)) if task else None
    what = say(_NAMES[command]) if command in _NAMES else what
    return turn.preceded_by(say(OPENED, number=parse_number(event), what=what)) if what else turn
