"""The transitions of a conversation: begun, answered, taken a step back, ended. Nothing else makes one."""

from dataclasses import replace
from typing import Any

from domain.conversation import Answers, Notes, State
from domain.events import Event
from domain.messages import N_, Say, lead
from domain.writes import SaveUpdate
from handlers.asked import TYPED, is_typed_again, note_typed
from handlers.choices import ANEW, ask_step, mark_doubt, parse_choice
from handlers.doubts import is_doubtful, may_answer_colleague
from handlers.facts import Facts
from handlers.flow import (
    DONE,
    DOUBT,
    KEPT,
    Again,
    BadAnswer,
    Flow,
    Step,
    Turn,
    add_given,
    carry_drafts,
    close_flow,
    find_open_step,
    forget_notes,
    walk_steps,
)
from handlers.reading import GUESS, OFFERED, note_offered
from thai.clusters import trim

_TWICE = N_(
    "“{typed}” came twice within a moment, so it was not taken for the question below. Please read it, then answer."
)


def begin(
    flow: Flow, state: State, event: Event, facts: Facts, answers: Answers | None = None, notes: Notes | None = None
) -> Turn:
    """The flow's first question, with whatever is already answered and noted."""
    noted = {**carry_drafts(state.notes), **(notes or {})}
    state = replace(state, flow=flow.name, answers=dict(answers or {}), notes=noted, ticket=ticket_of(event))
    return _go_on(flow, state, event, facts)


def advance(flow: Flow, state: State, event: Event, facts: Facts, unseen: Say | None = None) -> Turn:
    """The turn that an answer makes: the next question, the same one with the reason, or the end.

    With `unseen`, which says why, it was sent before the question: nothing is taken, a text is asked back.
    """
    step = flow.steps(state)[state.step or flow.first]
    if unseen is None and is_typed_again(state, event):
        return ask_again(flow, state, facts, lead(_TWICE, typed=trim(event.text, 40)))
    try:
        given = parse_choice(step, state, event, facts)
        if unseen is not None and (given.kind != "text" or not step.text):
            return ask_again(flow, state, facts, unseen)
        heard = may_answer_colleague(state, facts) if unseen is None and step.text else False
        if DOUBT in state.notes:
            doubt, state = dict(state.notes[DOUBT]), forget_notes(state, DOUBT)
            doubt.pop(OFFERED, None)
            if given.kind == "tap" and given.data == mark_doubt(doubt):
                doubt.pop("edited", None)
                return _accept_answer(flow, step, state, event, facts, doubt)
            if given.kind == "tap" and given.data == ANEW:
                return ask_again(flow, replace(state, moved_at=event.at), facts)
        got = step.read(given, state, facts)
    except BadAnswer as bad:
        return replace(ask_again(flow, state, facts, bad.text), bad=bad)
    if isinstance(got, Again):
        return _move(flow, state, event, facts, got) if got.moved else keep_and_ask(flow, state, facts, got)
    entry = _answer_entry(step, state, event, got)
    if step.text and given.kind == "text" and got and (unseen or heard or is_doubtful(got, flow, state, facts)):
        return ask_again(flow, replace(state, notes={**state.notes, DOUBT: entry}), facts)
    if unseen is not None:
        return ask_again(flow, state, facts, unseen)
    if given.kind == "tap" and event.kind == "text" and given.text:
        state = add_given(state, notes={OFFERED: note_offered(given.text, event)})
    return _accept_answer(flow, step, state, event, facts, entry)


def _answer_entry(step: Step, state: State, event: Event, got: Any) -> dict[str, Any]:
    """What is kept of an answer; of a text also when it was sent and its question asked, so that lines can join it."""
    entry = {"value": got, "message": event.message_id}
    if not step.text:
        return entry
    return {**entry, "at": event.at.isoformat(), "asked": state.moved_at.isoformat() if state.moved_at else None}


def _accept_answer(flow: Flow, step: Step, state: State, event: Event, facts: Facts, entry: Answers) -> Turn:
    """The turn that follows once the step is answered."""
    got = entry["value"]
    answers = {**state.answers, step.name: entry}
    for name in step.forgets(got):
        answers.pop(name, None)
    reopened = {name: answers.pop(name) for name in step.reopens(got) if name in answers}
    notes = {KEPT: reopened or None, TYPED: note_typed(event), GUESS: None, **({OFFERED: None} if step.text else {})}
    return _go_on(flow, add_given(replace(state, answers=answers), notes=notes), event, facts)


def ask_again(flow: Flow, state: State, facts: Facts, first: Say | None = None) -> Turn:
    """The present question once more, after a sentence saying why."""
    question = ask_step(flow, state, facts)
    return Turn(state, (question,) if first is None else (first, question))


def step_back(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """The question before the present one, its answer forgotten."""
    if DOUBT in state.notes:
        return ask_again(flow, forget_notes(state, DOUBT), facts)
    if KEPT in state.notes:
        return _go_on(flow, add_given(state, state.notes[KEPT], {KEPT: None}), event, facts)
    walked = list(walk_steps(flow, state))
    before = walked[walked.index(state.step) - 1] if state.step in walked[1:] else None
    if before is None:
        return ask_again(flow, state, facts, lead(N_("This is the first question.")))
    answers = {k: v for k, v in state.answers.items() if k not in (before, state.step)}
    return _go_on(flow, replace(state, answers=answers), event, facts)


def ticket_of(event: Event) -> str:
    """The mark of a conversation's buttons, derived from the event that began it."""
    return event.id[-10:]


def keep_and_ask(flow: Flow, state: State, facts: Facts, got: Again) -> Turn:
    """The present question once more with what was kept meanwhile; nothing said where that is quiet."""
    state = add_given(state, got.answers, got.notes)
    if got.quiet:
        return Turn(state, (), got.writes)
    return replace(ask_again(flow, state, facts, got.text), writes=got.writes)


def _offer_text(step: Step, state: State) -> State:
    """The state; what was told besides an earlier answer is offered at the first question for a text."""
    if not step.text or OFFERED not in state.notes:
        return state
    doubt = {**state.notes[OFFERED], "asked": None, OFFERED: True}
    return add_given(state, notes={DOUBT: doubt, OFFERED: None})


def _move(flow: Flow, state: State, event: Event, facts: Facts, got: Again) -> Turn:
    """The question that the kept answers leave open."""
    turn = _go_on(flow, add_given(state, got.answers, got.notes), event, facts)
    turn = turn.preceded_by(got.text) if got.text else turn
    return replace(turn, writes=(*got.writes, *turn.writes))


def _go_on(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """Ask what stands open, or finish."""
    step = find_open_step(flow, state)
    if step != DONE:
        state = replace(_offer_text(flow.steps(state)[step], state), step=step, moved_at=event.at)
        return Turn(state, (ask_step(flow, state, facts),))
    ended = flow.finish(state, event, facts)
    marked = (replace(w, ticket=state.ticket) if isinstance(w, SaveUpdate) else w for w in ended.writes)
    ended = replace(ended, writes=tuple(marked))
    idle = replace(close_flow(state), moved_at=event.at)
    return Turn(idle, ended.messages, ended.writes, ended)
