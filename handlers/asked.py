"""Which question an answer can be meant for: one that was shown when it was typed, and could be read by then."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from domain.conversation import State
from domain.events import Event
from domain.messages import Choices, Message, asks
from handlers.outcome import Outcome
from thai.normalise import fold_typed

PAUSE = timedelta(hours=12)  # so long after a question nobody knows it any more
READING = timedelta(seconds=3)  # nobody reads a question and types an answer to it sooner
TYPED: Final = "typed"  # the words that led to the present question, None where a button did


def note_question(before: State, outcome: Outcome, event: Event) -> Outcome:
    """The outcome; where it asks the conversation's question, its state says by which event, not yet shown.

    The same question asked again has been shown where it was before.
    """
    question = next((message for message in outcome.messages if asks(message)), None)
    if question is None:
        return outcome
    if before.shown_at is not None and _same_question(before, outcome.state, question):
        return replace(outcome, state=replace(outcome.state, asked_by=event.id))
    heard_at = event.received_at or event.at
    asked = replace(outcome.state, asked_by=event.id, asked_at=event.at, heard_at=heard_at, shown_at=None)
    return replace(outcome, state=asked)


def _same_question(before: State, after: State, question: Message) -> bool:
    """True where what answers it now answered it before: numbers may mean something else once answers have come."""
    stands = [(state.flow, state.step, state.ticket, state.moved_at) for state in (before, after)]
    given = [(state.answers, state.notes) for state in (before, after)]
    return stands[0] == stands[1] and (given[0] == given[1] or not _is_numbered(question))


def _is_numbered(question: Message) -> bool:
    if isinstance(question, Choices):
        return any(not choice.side and choice.widget == "none" for choice in question.choices)
    return True


def is_late(state: State, event: Event) -> bool:
    """True where the event is older than the present question: it came out of turn."""
    return state.moved_at is not None and event.at < state.moved_at


def was_unseen(state: State, event: Event) -> bool:
    """True where what was typed cannot be meant for the present question: it had not been shown by then.

    A tapped button names its question itself.
    """
    if is_late(state, event):
        return True
    if state.asked_by is None or state.asked_at is None or state.heard_at is None:
        return False
    if state.shown_at is None:
        return True
    return _typed_by(state, event) < state.shown_at


def _typed_by(state: State, event: Event) -> datetime:
    """When it was typed at the latest, by our own clock.

    LINE's clock and ours differ: by no more than the shortest of the ways that the events took to us.
    """
    if state.asked_at is None or state.heard_at is None:
        return typed_at(event)
    return min(event.at + (state.heard_at - state.asked_at), typed_at(event))


def typed_at(event: Event) -> datetime:
    """When the event happened at the latest, by our own clock."""
    received_at = event.received_at or event.at
    return received_at if event.behind is None else min(received_at, event.at + event.behind)


def is_after_pause(state: State, event: Event) -> bool:
    """True where the present question has stood so long that it is forgotten."""
    return state.moved_at is not None and event.at - state.moved_at > PAUSE


def is_too_soon(before: datetime, at: datetime) -> bool:
    """True where nobody can have read between the two moments what was asked at one of them."""
    return abs(at - before) < READING


def note_typed(event: Event) -> dict[str, Any] | None:
    """What is kept of a typed answer, to know it by where it comes again; None for a tapped button."""
    if event.kind != "text":
        return None
    return {"text": event.text, "at": event.at.isoformat(), "message": event.message_id}


def is_typed_again(state: State, event: Event) -> bool:
    """True for the words that led to the present question, typed again sooner than it can have been read.

    It may have been shown long after they were typed: they were typed again then, as nothing was heard.
    """
    typed = state.notes.get(TYPED)
    if not typed or event.kind != "text" or fold_typed(typed["text"]) != fold_typed(event.text):
        return False
    shown_at = state.shown_at
    just_shown = shown_at is not None and is_too_soon(shown_at, _typed_by(state, event))
    return just_shown or is_too_soon(datetime.fromisoformat(typed["at"]), event.at)
