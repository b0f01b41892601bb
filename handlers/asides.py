"""The optional questions of a report that was begun at one tap: buttons of the look over, not asked one by one."""

from collections.abc import Sequence
from typing import Final

from domain.conversation import State
from domain.layout import Layout
from handlers.flow import KEPT, Again
from handlers.questions import is_optional

QUICK: Final = "quick"  # noted where the report was begun by the status on a task's card
_OPENED: Final = "opened"  # the optional questions that were chosen at the look over
EVIDENCE: Final = "evidence"


def is_aside(name: str, layout: Layout, state: State) -> bool:
    """True where the question is not asked unless it is chosen at the look over."""
    optional = name == EVIDENCE or (not name.startswith("date_") and is_optional(name, layout))
    waits = name not in state.answers and name not in state.notes.get(_OPENED, ())
    return QUICK in state.notes and optional and waits


def find_next(names: Sequence[str], layout: Layout, state: State) -> str:
    """The first of these questions that is asked; the look over where none is."""
    return next((name for name in names if not is_aside(name, layout, state)), "summary")


def open_aside(name: str, state: State) -> Again:
    """The optional question asked; going back leaves it without an answer."""
    opened = [*state.notes.get(_OPENED, ()), name]
    unanswered = {"value": True if name == EVIDENCE else "", "message": None}
    return Again(notes={_OPENED: opened, KEPT: {name: unanswered}}, moved=True)
