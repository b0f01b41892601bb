"""A message changed in LINE after it was sent: an answer not saved yet follows it, what is saved is only offered.

LINE tells so in groups alone today (`messageEdited`, 2026); in a chat with the account the same is honoured.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from domain.conversation import DRAFTS, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, lead, say
from domain.writes import FollowEdit, KeepEdit, Write
from handlers.advance import ask_again
from handlers.drafts import forget_message
from handlers.facts import Facts, Given
from handlers.flow import DONE, DOUBT, KEPT, Flow, add_given, find_open_step
from handlers.flows import find_flow
from handlers.joining import list_lines, replace_line
from handlers.layouts import layout_in
from handlers.mending import answers_of, find_just_saved, note_mended
from handlers.menu import is_idle, open_menu
from handlers.outcome import Outcome
from handlers.questions import LONGEST, QUESTIONS, find_label
from handlers.report import begin_report
from thai.clusters import trim
from thai.no_answer import why_no_answer
from thai.talk import may_be_talk

EDITED: Final = "edited"  # of a text that is asked back: when it was changed last, so that older buttons are stale

_FOLLOWED = N_("You changed your message, so your answer “{label}” reads now: “{text}”. Nothing has been saved yet.")
_TAKEN_OUT = N_(
    "You changed the message that answered “{label}”, and what it says now may not be meant as the answer. "
    "It was taken out; please answer that question again."
)
_CHANGED = N_("You changed your message. What it had answered is asked again; nothing has been saved yet.")
_OF_STOPPED = N_("You changed your message; the report that you had stopped goes by it.")
_NOTHING = N_("Changing a message changes nothing here. Please type it anew as a message of its own.")
_OFFERED = N_(
    "You changed your message after the report had been saved. The saved report is as it was. "
    "Here it is with the new words: save it, or type “ยกเลิก” to leave it as it was."
)
_STAYS = N_(
    "You changed a message of your report on “{measure}” after it had been saved. The saved report is as it was. "
    "To change it, please report on it again."
)
_STAYS_CLOSED = N_(
    "You changed a message of your report on “{measure}”, which takes no more answers. The saved report is as it was. "
    "If it is wrong, please tell the agency's administrator."
)
_FIRST_FINISH = N_(
    "You changed a message of your report on “{measure}” after it had been saved. The saved report is as it was. "
    "To mend it, finish the present report first, then type “แก้ไข”."
)


def follow_edit(state: State, event: Event, facts: Facts) -> Outcome:
    """What an edit changes: an answer not saved yet; of a saved reply nothing, but the mend is offered."""
    gone = event.message_id
    if facts.person is None or gone is None or facts.withdrawn(gone):
        return Outcome(state)
    state = open_menu(state) if state.flow is None else state
    look = facts.look_at_edit(gone, event.at)
    if look.outdated:
        return Outcome(state)
    if not look.taken:
        return Outcome(state, (), (KeepEdit(gone, event.text, event.at),))
    writes: tuple[Write, ...] = (FollowEdit(gone, event.id, event.at),)
    followed = _follow_in_answers(state, event, facts)
    if followed is not None:
        return replace(followed, writes=writes)
    if look.given:
        return _offer_mend(look.given[-1], state, event, facts, writes)
    return replace(_ask_again(state, facts, lead(_NOTHING)), writes=writes)


def apply_earlier_edit(event: Event, facts: Facts) -> Event:
    """The event, its text replaced where the message was edited before it came here."""
    if event.kind != "text" or event.in_group or event.message_id is None:
        return event
    text = facts.edited_before(event.message_id)
    return event if text is None else replace(event, text=text)


def _follow_in_answers(state: State, event: Event, facts: Facts) -> Outcome | None:
    """The conversation with what the message said before taken out, and what it says now in its place; else None."""
    gone = str(event.message_id)
    left = forget_message(state, gone)
    if left == state:
        return None
    doubt = state.notes.get(DOUBT)
    if doubt and doubt.get("message") == gone:
        changed = {**doubt, "value": event.text.strip()[:LONGEST], EDITED: event.at.isoformat()}
        return _ask_again(add_given(left, notes={DOUBT: changed}), facts, lead(_CHANGED))
    left = _put_back_kept(state, left, event)
    own = _changed_entries(state.answers, event)
    flow, state_now = find_flow(state, facts), add_given(left, own)
    told = _tell_what_followed(state, own, event, facts)
    if flow.stop is not None and state_now.answers != state.answers:
        state_now = _stand_at_open_step(flow, state_now, event)
    return _ask_again(state_now, facts, told)


def _tell_what_followed(state: State, own: Mapping[str, Any], event: Event, facts: Facts) -> Say:
    """What became of the answer that the message gave."""
    names = [name for name, entry in state.answers.items() if _is_from(entry, event)]
    if not names:
        return lead(_OF_STOPPED if _is_in_drafts(state, event) else _CHANGED)
    if names[0] not in QUESTIONS:
        return lead(_CHANGED)
    label = find_label(names[0], layout_in(state, facts))
    if names[0] in own:
        return lead(_FOLLOWED, label=label, text=trim(" ".join(event.text.split()), 200))
    return lead(_TAKEN_OUT, label=label)


def _changed_entries(entries: Mapping[str, Any], event: Event) -> dict[str, Any]:
    """The text answers that the message gave, as they read now; without those that are surely or maybe no answer."""
    changed = {
        name: replace_line(entry, str(event.message_id), event.text.strip())
        for name, entry in entries.items()
        if name in QUESTIONS and _is_from(entry, event) and _is_answer(event.text)
    }
    return {name: entry for name, entry in changed.items() if len(entry["value"]) <= LONGEST}


def _is_answer(text: str) -> bool:
    return bool(text.strip()) and not why_no_answer(text) and not may_be_talk(text)


def _is_from(entry: Any, event: Event) -> bool:
    return isinstance(entry, dict) and any(line.get("message") == event.message_id for line in list_lines(entry))


def _put_back_kept(state: State, left: State, event: Event) -> State:
    """Changes the text also in answers that are being changed, and in reports that were stopped."""
    kept = _changed_entries(state.notes.get(KEPT) or {}, event)
    if kept:
        left = add_given(left, notes={KEPT: {**(left.notes.get(KEPT) or {}), **kept}})
    drafts: dict[str, Any] = dict(left.notes.get(DRAFTS) or {})
    for key, draft in (state.notes.get(DRAFTS) or {}).items():
        if own := _changed_entries(draft["answers"], event):
            rest = drafts.get(key) or {"answers": {}, "notes": draft["notes"]}
            drafts[key] = {**rest, "answers": {**rest["answers"], **own}}
    return add_given(left, notes={DRAFTS: drafts or None})


def _is_in_drafts(state: State, event: Event) -> bool:
    drafts = (state.notes.get(DRAFTS) or {}).values()
    return any(_is_from(entry, event) for draft in drafts for entry in draft["answers"].values())


def _stand_at_open_step(flow: Flow, state: State, event: Event) -> State:
    """The state at the question that stands open now; what looks over the answers is asked again."""
    state = add_given(state, {name: None for name, step in flow.steps(state).items() if step.looks_over})
    step = find_open_step(flow, state)
    return state if step == DONE else replace(state, step=step, moved_at=event.at)


def _ask_again(state: State, facts: Facts, told: Say) -> Outcome:
    turn = ask_again(find_flow(state, facts), state, facts, told)
    return Outcome(turn.state, turn.messages)


def _offer_mend(given: Given, state: State, event: Event, facts: Facts, writes: tuple[Write, ...]) -> Outcome:
    """What is said where the message's words are saved: the report with the new ones to look over, else how to mend."""
    task, measure = facts.task(given.update.task_id), trim(given.measure, 200)
    if task is None:
        return Outcome(state, (say(_STAYS_CLOSED, measure=measure),), writes)
    last = find_just_saved(event, facts)
    mendable = last is not None and last[1].id == given.update.id and given.alone and given.field in QUESTIONS
    if not (mendable and _is_answer(event.text) and len(event.text.strip()) <= LONGEST):
        again: Message = Choices(
            say(_STAYS, measure=measure), (Choice(say(N_("Report again")), f":report:{task.id}", side=True),)
        )
        return Outcome(state, (again,), writes)
    if not is_idle(state):
        return Outcome(state, (say(_FIRST_FINISH, measure=measure),), writes)
    entry = {"value": event.text.strip(), "message": event.message_id}
    answers = {**answers_of(given.update, task, facts), given.field: entry}
    turn = begin_report(state, event, facts, answers, note_mended(given.update)).preceded_by(lead(_OFFERED))
    return Outcome(turn.state, turn.messages, (*writes, *turn.writes))
