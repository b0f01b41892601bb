"""A photo or file: for the report that runs, for one that was saved before, or for one that begins with it."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Say, say
from handlers.advance import ask_again, keep_and_ask
from handlers.asked import is_after_pause
from handlers.evidence import TOO_MANY, close_set, keep_media, list_files
from handlers.facts import Facts
from handlers.flow import Again, BadAnswer, Flow, Turn, add_given
from handlers.flows import find_flow
from handlers.forgotten import BY_FILES, FORGOTTEN, find_last_saved
from handlers.late_evidence import BEFORE, add_to_saved, is_of_before, saved_reply_of
from handlers.menu import back_to_menu
from handlers.report import answers_for, begin_report
from handlers.tasks import format_chosen_measure, get_chosen_id, sort_open_tasks

SENT_TOGETHER = timedelta(minutes=1)  # photos of one moment come in any order
RECEIVED_FOR = N_("Received: {count} pieces of evidence. Please answer the question above.")
RECEIVED_SO_FAR = N_("Received: {count} pieces of evidence. Please choose the task they belong to in the list.")


def take_media(state: State, event: Event, facts: Facts) -> Turn:
    """A photo or file: kept for the report that runs, or for one that begins with it."""
    assert event.media is not None  # noqa: S101
    if event.media.kind == "voice" and state.step != "evidence":
        told = say(N_("A voice message cannot be taken as an answer. Please type it."))
        return ask_again(find_flow(state, facts), state, facts, told)
    reply = saved_reply_of(state, event.media, event, facts)
    if reply is not None:
        late, writes = add_to_saved(reply, event.media, event, facts)
        state, again = (state, False) if writes else _note_refusal(late, state, event)
        if again:
            return Turn(state)
        aside = ask_again(find_flow(state, facts), state, facts).messages if find_flow(state, facts).stop else ()
        return Turn(state, (late, *aside), writes)
    if get_chosen_id(state) is not None and is_of_before(state, event):
        return _refuse(say(BEFORE), find_flow(state, facts), state, event, facts)
    begun = find_flow(state, facts).takes_files
    if not begun:
        if not facts.open_tasks():
            return back_to_menu(state, facts, (say(N_("There is no open task to send evidence for just now.")),))
        earlier = (event.at - SENT_TOGETHER).isoformat()
        notes = {"listed": sort_open_tasks(facts), "begun": earlier, BY_FILES: True}
        last = find_last_saved(event, facts)
        state = begin_report(state, event, facts, answers_for(last) if last else None, notes).state
    flow = find_flow(state, facts)
    try:
        kept = keep_media(event.media, event, state, facts)
    except BadAnswer as bad:
        return _refuse(bad.text, flow, state, event, facts)
    received = kept.text if begun or state.step == FORGOTTEN else say(N_("Received. Which task does it belong to?"))
    if is_after_pause(state, event) and get_chosen_id(state) is not None:
        received = say(N_("Received as evidence for “{measure}”."), measure=format_chosen_measure(state, facts))
    if begun and _was_just_listed(state, event):
        return _received_beside_list(state, kept, flow, facts)
    if not kept.quiet:
        return keep_and_ask(flow, state, facts, replace(kept, text=received))
    if not begun or state.step == "summary":
        return keep_and_ask(flow, state, facts, replace(kept, text=received, quiet=False))
    turn = keep_and_ask(flow, state, facts, kept)
    return replace(turn, messages=(kept.text,)) if kept.text else turn


REFUSED = "refused"  # when a photo or file was refused last, and why


def _refuse(why: Say, flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """Why it was not kept; of many sent together that are refused alike it is said once."""
    noted, again = _note_refusal(why, state, event)
    if why.msgid == TOO_MANY and event.media is not None:
        noted = add_given(noted, notes={"files": close_set(noted, event.media.set_id)})
    return Turn(noted) if again else ask_again(flow, noted, facts, why)


def _note_refusal(why: Say, state: State, event: Event) -> tuple[State, bool]:
    """The state with the refusal noted; True where the same was said about the same moment, of no file by its name."""
    last = state.notes.get(REFUSED) or {}
    noted = add_given(state, notes={REFUSED: {"why": why.msgid, "at": event.at.isoformat()}})
    alike = last.get("why") == why.msgid and "name" not in why.parts
    return noted, alike and abs(event.at - datetime.fromisoformat(last["at"])) < SENT_TOGETHER


def _was_just_listed(state: State, event: Event) -> bool:
    """True where the tasks to choose from were listed for a photo or file sent about the same moment."""
    return (
        state.step in ("task", FORGOTTEN)
        and state.moved_at is not None
        and abs(event.at - state.moved_at) < SENT_TOGETHER
    )


def _received_beside_list(state: State, kept: Again, flow: Flow, facts: Facts) -> Turn:
    """Keeps one more of a burst without the whole list again: how many have come, once those of a set all have."""
    turn = keep_and_ask(flow, state, facts, replace(kept, quiet=True))
    told = say(RECEIVED_SO_FAR if state.step == "task" else RECEIVED_FOR, count=len(list_files(turn.state)))
    return turn if kept.quiet or not kept.notes else replace(turn, messages=(told,))
