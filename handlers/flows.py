"""The flows by name, and where a conversation stands in them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.conversation import State
from domain.messages import Message
from domain.writes import Write
from handlers.absence import absence_flow
from handlers.enrol import code_flow, notice_flow
from handlers.facts import Facts
from handlers.flow import Flow, Turn, ask_again, closed, value
from handlers.menu import menu_flow
from handlers.report import report_flow
from handlers.review import review_flow
from handlers.rounds import round_flow
from thai.clusters import trim

FLOWS: Mapping[str, Callable[[Facts], Flow]] = {
    "notice": lambda _facts: notice_flow(),
    "code": lambda _facts: code_flow(),
    "menu": lambda _facts: menu_flow(),
    "report": report_flow,
    "review": lambda _facts: review_flow(),
    "absence": absence_flow,
    "round": lambda _facts: round_flow(),
}


def running(state: State, facts: Facts) -> Flow:
    """The flow that runs, the menu where none does."""
    return FLOWS[state.flow or "menu"](facts)


def chosen_task(state: State) -> int | None:
    """The id of the task that is being reported on, None where none is."""
    return value(state, "task") if state.flow == "report" else None


def measure_of(state: State, facts: Facts) -> str:
    """The measure that is being reported on, short; "-" where none is."""
    chosen = chosen_task(state)
    task = facts.task(chosen) if chosen is not None else None
    return trim(task.measure, 120) if task else "-"


def back_to_menu(state: State, facts: Facts, messages: tuple[Message, ...], writes: tuple[Write, ...]) -> Turn:
    """The state with nothing asked but what the menu offers."""
    idle = replace(closed(state), flow="menu", step="menu")
    return Turn(idle, (*messages, *ask_again(menu_flow(), idle, facts).messages), writes)
