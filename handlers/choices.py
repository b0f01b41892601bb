"""The present question with its choices, and which of them a tap or a typed number or word means."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Cards, Choice, Choices, Message, Say, Summary, TaskList, lead, say
from handlers.buttons import SAVE_CHOICE, SAVE_STEP, fingerprint, mark_choice, read_mark
from handlers.facts import Facts
from handlers.flow import DOUBT, BadAnswer, Flow, Step
from handlers.reading import OFFERED, find_meant_choice
from handlers.words import list_spellings
from thai.clusters import trim
from thai.typed.meaning import read_number

TAKE, ANEW = "take!", "anew!"
STALE = N_("That button belongs to an earlier message. Please answer the question below.")
_IN_DOUBT = N_(
    "Not recorded yet: “{typed}” may not be meant as the answer to this question.\n\n{question}\n\n"
    "Please type the answer, or choose “Record this text”."
)
_BESIDES = N_(
    "{question}\n\nYou wrote already: “{typed}”\nTo have this recorded here, choose “Record this text”; "
    "or type the answer."
)
_SAVED = N_("That report was saved on {time}: {measure}\nThere is no need to tap again.")
_NOT_SAVED = N_(
    "That report was cancelled or put away before, so nothing of it is saved now. "
    "To report, type “งาน” and choose again."
)


def list_choices(flow: Flow, state: State, facts: Facts) -> tuple[Choice, ...]:
    """The choices of the present question, unmarked."""
    return find_choices(_ask_or_doubt(flow.steps(state)[state.step or flow.first], state, facts))


def find_choices(asked: Message) -> tuple[Choice, ...]:
    return asked.choices if isinstance(asked, Choices | Summary | TaskList | Cards) else ()


def _ask_or_doubt(step: Step, state: State, facts: Facts) -> Message:
    """The step's question; in doubt whether what was typed answers it, that is asked with it."""
    message = step.ask(state, facts)
    if DOUBT not in state.notes or not isinstance(message, Choices):
        return message
    doubt = state.notes[DOUBT]
    text = say(_BESIDES if OFFERED in doubt else _IN_DOUBT, typed=trim(str(doubt["value"]), 200), question=message.text)
    take = Choice(say(N_("Record this text")), mark_doubt(doubt), side=True)
    return replace(
        message, text=text, choices=(take, Choice(say(N_("Type it anew")), ANEW, side=True), *message.choices)
    )


def mark_doubt(doubt: Mapping[str, Any]) -> str:
    """What the button that records a doubtful text sends; another once the text was edited."""
    return f"{TAKE}{doubt['message']}{doubt.get('edited', '')}"


def ask_step(flow: Flow, state: State, facts: Facts) -> Message:
    """The present step's question, its buttons marked with ticket and step, and the ways out beside them."""
    assert state.step is not None  # noqa: S101  (a flow that runs stands at a step)
    message = _ask_or_doubt(flow.steps(state)[state.step], state, facts)
    if not isinstance(message, Choices | Summary | TaskList | Cards):
        return Choices(message, asks=True) if isinstance(message, Say) else message
    offered = {choice.data for choice in message.choices}
    ways_out = tuple(choice for choice in _list_ways_out(flow, state) if choice.data not in offered)
    return replace(
        message, choices=tuple(mark_choice(choice, state) for choice in message.choices + ways_out), asks=True
    )


def _list_ways_out(flow: Flow, state: State) -> tuple[Choice, ...]:
    if flow.stop is None:
        return ()
    out = [Choice(say(N_("Cancel")), ":cancel", side=True)]
    if state.step != flow.first:
        out.insert(0, Choice(say(N_("Back")), ":back", side=True))
    return tuple(out)


def parse_choice(step: Step, state: State, event: Event, facts: Facts) -> Event:
    """The event with its choice bare in `data`: from a tapped button, a typed number or typed words.

    What was told behind the words stays in `text`.
    """
    if event.kind == "tap":
        ticket, name, choice, seen = read_mark(event.data)
        if ticket != state.ticket or name != step.name or (seen and seen != fingerprint(state)):
            why = _explain_stale(ticket, name, choice, state, facts)
            raise BadAnswer(why, leads=why.leads)
        return replace(event, data=choice)
    if event.kind == "text":
        choices = find_choices(_ask_or_doubt(step, state, facts))
        chosen = find_typed_choice(event.text, choices, facts)
        if chosen is not None:
            return replace(event, kind="tap", data=chosen.data, text="")
        meant = find_meant_choice(step.name, event.text, choices)
        if meant is not None:
            return replace(event, kind="tap", data=meant[0].data, text=meant[1])
    return event


def _explain_stale(ticket: str, step: str, choice: str, state: State, facts: Facts) -> Say:
    """Why a button of an earlier message does nothing; for a *Save* whether that very report is saved."""
    if (step, choice) != (SAVE_STEP, SAVE_CHOICE) or ticket == state.ticket:
        return lead(STALE)
    saved = facts.saved_by(ticket) if ticket else None
    if saved is None:
        return say(_NOT_SAVED)
    task = facts.task(saved.task_id)
    return say(_SAVED, time=saved.at, measure=trim(task.measure, 200) if task else "-")


def find_typed_choice(text: str, choices: tuple[Choice, ...], facts: Facts) -> Choice | None:
    """The choice that was typed by its number (in either digits) or its words; None where it is neither."""
    plain, blunt = list_spellings(text)
    number = read_number(text) or 0
    numbered = [choice for choice in choices if not choice.side and choice.widget == "none"]
    if 1 <= number <= len(numbered):
        return numbered[number - 1]
    words = [choice for choice in choices if choice.widget == "none"]
    found = (c for c in words if facts.same_words(plain, c.label) or facts.same_words(blunt, c.label))
    return next(found, None)
