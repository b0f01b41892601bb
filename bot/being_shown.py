"""A quick answer waits for its question: while that is being sent, whoever types may see it before that is marked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep
from typing import TypeVar

from sqlalchemy import Connection

from bot.clock import seconds
from domain.conversation import State
from store.engine import Database

T = TypeVar("T")

BEING_SHOWN_FOR = timedelta(seconds=1.5)  # so long after its event a question that is not marked may be under way
LONGEST_WAIT = 1.0  # seconds, for all events of a webhook call together: LINE waits for two
_PAUSE = 0.02


class BeingShown(Exception):
    """The present question is being sent: the event is to be taken in a moment."""


def is_being_shown(state: State, now: datetime) -> bool:
    """True where the conversation's question may just be on its way."""
    return state.shown_at is None and state.heard_at is not None and now - state.heard_at < BEING_SHOWN_FOR


def latest_wait() -> float:
    """Until when, in the clock's `seconds`, the events of a call that has just come may wait."""
    return seconds() + LONGEST_WAIT


def run_once_shown(database: Database, work: Callable[[Connection, bool], T], until: float) -> T:
    """What the work returns; it is run again until then while it raises BeingShown, and at last told not to."""
    while seconds() < until:
        try:
            return database.run(lambda conn: work(conn, True))
        except BeingShown:
            sleep(_PAUSE)
    return database.run(lambda conn: work(conn, False))
