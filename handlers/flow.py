"""Flows as data, and `advance`, which alone makes transitions.

A conversation is a path of steps. Where it stands follows from its answers: the first step on the path that
has none. So a step can be changed, taken back or resumed by forgetting its answer, and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from domain.conversation import DRAFTS, Answers, Notes, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, Summary, TaskList, lead, say
from domain.writes import SaveUpdate, Write
from handlers.asked import TYPED, is_typed_again, note_typed
from handlers.buttons import SAVE_CHOICE, SAVE_STEP, fingerprint, mark, read_mark
from handlers.facts import Facts
from handlers.words import spellings
from thai.clusters import trim
from thai.no_answer import why_no_answer

DONE: Final = "done!"
KEPT: Final = "kept"  # answers undone to be changed; going back gives them back
DOUBT: Final = "doubt"  # what was typed at the present text question and is asked back before it is taken
TAKE, ANEW = "take!", "anew!"

STALE = N_("That button belongs to an earlier message. Please answer the question below.")
_IN_DOUBT = N_(
    "Not recorded yet: “{typed}” may not be meant as the answer to this question.\n\n{question}\n\n"
    "Please type the answer, or choose “Record this text”."
)
_TWICE = N_(
    "“{typed}” came twice within a moment, so it was not taken for the question below. Please read it, then answer."
)
_SAVED = N_("That report was saved on {time}: {measure}\nThere is no need to tap again.")
_NOT_SAVED = N_(
    "That report was cancelled or put away before, so nothing of it is saved now. "
    "To report, type “งาน” and choose again."
)


class BadAnswer(Exception):
    """An answer that cannot be taken; `text` tells the person why and what to do.

    It leads to the question asked again; where it is worth hearing without that, `leads` is False.
    """

    def __init__(self, text: Say, leads: bool = True) -> None:
        super().__init__(text.msgid)
        self.text = replace(text, leads=leads)


Tell = Callable[[State, Facts], Say | None]


def say_nothing(_state: State, _facts: Facts) -> Say | None:
    """None: nothing is said."""
    return None


@dataclass(frozen=True, slots=True)
class Again:
    """Not yet the answer: keep these answers and notes (None forgets one) and ask once more.

    Where it is `moved`, the conversation goes on at what these answers leave open.
    """

    answers: Answers = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)
    text: Say | None = None
    writes: tuple[Write, ...] = ()
    quiet: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """How a flow ends: what is said and written, and the turn with which the conversation goes on (None: the menu)."""

    messages: tuple[Message, ...] = ()
    writes: tuple[Write, ...] = ()
    then: "Callable[[State, Event, Facts], Turn] | None" = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What is said of a flow that was stopped before its end, and the notes that are kept of it."""

    text: Say
    notes: Notes


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `read` returns the value or an `Again`, or raises BadAnswer.

    `then` names the next step, is DONE, or derives either from the answers. `forgets` lists the answers that
    this one undoes, `reopens` those that are asked again and come back by going back. At a `text` question what
    is no answer is asked back. What `looks_over` the others is asked again once another answer was taken back.
    """

    name: str
    ask: Callable[[State, Facts], Message]
    read: Callable[[Event, State, Facts], Any]
    then: str | Callable[[State], str]
    forgets: Callable[[Any], tuple[str, ...]] = lambda _value: ()
    reopens: Callable[[Any], tuple[str, ...]] = lambda _value: ()
    text: bool = False
    looks_over: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A named conversation, and what becomes of it: the turns around it know no flow by its name.

    `steps` may depend on the state: the layout and the chosen task decide what is asked. `finish` turns the answers
    into what is said and written. `stop` ends it sooner; what has none (menu, enrolling) waits until it is answered.
    `resume` is what a text is told that comes after a long pause, `gone` why the conversation cannot go on, `expire`
    what is said of one that has waited too long. None: the text is taken, it can go on, nothing is said.
    `takes_lines` is True where a further line goes to the text answer before it, `takes_files` where photos and files
    may come at every step.
    """

    name: str
    steps: Callable[[State], Mapping[str, Step]]
    first: str
    finish: Callable[[State, Event, Facts], Finish]
    stop: Callable[[State, Facts], Stopped] | None = None
    resume: Tell = say_nothing
    gone: Tell = say_nothing
    expire: Tell = say_nothing
    takes_lines: bool = False
    takes_files: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn of a flow leads to; `finished` is set once the flow has ended."""

    state: State
    messages: tuple[Message, ...] = ()
    writes: tuple[Write, ...] = ()
    finished: Finish | None = None
    bad: BadAnswer | None = None

    def preceded_by(self, message: Message) -> "Turn":
        """The same turn with a message before its others."""
        return replace(self, messages=(message, *self.messages))


def value(state: State, step: str) -> Any:
    """The value answered at a step, None where there is none."""
    entry = state.answers.get(step)
    return entry["value"] if entry else None


def path(flow: Flow, state: State) -> Iterator[str]:
    """The steps from the first on, as the answers lead; ends with the first unanswered one, if any."""
    steps = flow.steps(state)
    name = flow.first
    seen: set[str] = set()
    while name != DONE and name not in seen:
        seen.add(name)
        yield name
        if name not in state.answers:
            return
        then = steps[name].then
        name = then if isinstance(then, str) else then(state)


def standing(flow: Flow, state: State) -> str:
    """The step to be asked now, or DONE."""
    last = list(path(flow, state))[-1]
    return last if last not in state.answers else DONE


def begin(
    flow: Flow, state: State, event: Event, facts: Facts, answers: Answers | None = None, notes: Notes | None = None
) -> Turn:
    """The flow's first question, with whatever is already answered and noted."""
    noted = {**carried(state.notes), **(notes or {})}
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
        given = _as_choice(step, state, event, facts)
        if unseen is not None and (given.kind != "text" or not step.text):
            return ask_again(flow, state, facts, unseen)
        if DOUBT in state.notes:
            doubt, state = state.notes[DOUBT], without_notes(state, DOUBT)
            if given.kind == "tap" and given.data == f"{TAKE}{doubt['message']}":
                return _take(flow, step, state, event, facts, doubt)
            if given.kind == "tap" and given.data == ANEW:
                return ask_again(flow, state, facts)
        got = step.read(given, state, facts)
    except BadAnswer as bad:
        return replace(ask_again(flow, state, facts, bad.text), bad=bad)
    if isinstance(got, Again):
        return _move(flow, state, event, facts, got) if got.moved else again(flow, state, facts, got)
    entry = _answer_entry(step, state, event, got)
    if step.text and given.kind == "text" and got and (unseen or _is_doubtful(got, flow, state, facts)):
        return ask_again(flow, replace(state, notes={**state.notes, DOUBT: entry}), facts)
    if unseen is not None:
        return ask_again(flow, state, facts, unseen)
    return _take(flow, step, state, event, facts, entry)


def _answer_entry(step: Step, state: State, event: Event, got: Any) -> dict[str, Any]:
    """What is kept of an answer; of a text also when it was sent and its question asked, so that lines can join it."""
    entry = {"value": got, "message": event.message_id}
    if not step.text:
        return entry
    return {**entry, "at": event.at.isoformat(), "asked": state.moved_at.isoformat() if state.moved_at else None}


def _take(flow: Flow, step: Step, state: State, event: Event, facts: Facts, entry: Answers) -> Turn:
    """The turn that follows once the step is answered."""
    got = entry["value"]
    answers = {**state.answers, step.name: entry}
    for name in step.forgets(got):
        answers.pop(name, None)
    reopened = {name: answers.pop(name) for name in step.reopens(got) if name in answers}
    notes = {KEPT: reopened or None, TYPED: note_typed(event)}
    return _go_on(flow, with_given(replace(state, answers=answers), notes=notes), event, facts)


def _is_doubtful(text: str, flow: Flow, state: State, facts: Facts) -> bool:
    """True where the text is no answer, or the words of a choice that was offered on the way here."""
    if why_no_answer(text):
        return True
    steps = flow.steps(state)
    shown = [_choices_of(steps[name].ask(state, facts)) for name in path(flow, state)]
    return any(typed_choice(text, choices, facts) for choices in shown)


def ask_again(flow: Flow, state: State, facts: Facts, first: Say | None = None) -> Turn:
    """The present question once more, after a sentence saying why."""
    question = _question(flow, state, facts)
    return Turn(state, (question,) if first is None else (first, question))


def step_back(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """The question before the present one, its answer forgotten."""
    if DOUBT in state.notes:
        return ask_again(flow, without_notes(state, DOUBT), facts)
    if KEPT in state.notes:
        return _go_on(flow, with_given(state, state.notes[KEPT], {KEPT: None}), event, facts)
    walked = list(path(flow, state))
    before = walked[walked.index(state.step) - 1] if state.step in walked[1:] else None
    if before is None:
        return ask_again(flow, state, facts, lead(N_("This is the first question.")))
    answers = {k: v for k, v in state.answers.items() if k not in (before, state.step)}
    return _go_on(flow, replace(state, answers=answers), event, facts)


def ticket_of(event: Event) -> str:
    """The mark of a conversation's buttons, derived from the event that began it."""
    return event.id[-10:]


def again(flow: Flow, state: State, facts: Facts, got: Again) -> Turn:
    """The present question once more with what was kept meanwhile; nothing said where that is quiet."""
    state = with_given(state, got.answers, got.notes)
    if got.quiet:
        return Turn(state, (), got.writes)
    return replace(ask_again(flow, state, facts, got.text), writes=got.writes)


def _move(flow: Flow, state: State, event: Event, facts: Facts, got: Again) -> Turn:
    """The question that the kept answers leave open."""
    turn = _go_on(flow, with_given(state, got.answers, got.notes), event, facts)
    turn = turn.preceded_by(got.text) if got.text else turn
    return replace(turn, writes=(*got.writes, *turn.writes))


def with_given(state: State, answers: Answers | None = None, notes: Notes | None = None) -> State:
    """The state with these answers and notes too; None forgets one."""
    merged = [{**state.answers, **(answers or {})}, {**state.notes, **(notes or {})}]
    kept = [{name: entry for name, entry in both.items() if entry is not None} for both in merged]
    return replace(state, answers=kept[0], notes=kept[1])


def without_notes(state: State, *names: str) -> State:
    """The state without these notes."""
    return with_given(state, notes=dict.fromkeys(names))


def stop_saying(text: str) -> Callable[[State, Facts], Stopped]:
    """The stopping of a flow of which nothing is kept."""
    return lambda state, _facts: Stopped(say(text), carried(state.notes))


def closed(state: State) -> State:
    """The state with nothing asked any more."""
    return replace(state, flow=None, step=None, answers={}, notes=carried(state.notes), ticket="")


def carried(notes: Notes) -> dict[str, Any]:
    """What stays noted when one flow ends and another begins."""
    return {DRAFTS: notes[DRAFTS]} if DRAFTS in notes else {}


def question_choices(flow: Flow, state: State, facts: Facts) -> tuple[Choice, ...]:
    """The choices of the present question, unmarked."""
    return _choices_of(_asked(flow.steps(state)[state.step or flow.first], state, facts))


def _choices_of(asked: Message) -> tuple[Choice, ...]:
    return asked.choices if isinstance(asked, Choices | Summary | TaskList) else ()


def _asked(step: Step, state: State, facts: Facts) -> Message:
    """The step's question; in doubt whether what was typed answers it, that is asked with it."""
    message = step.ask(state, facts)
    if DOUBT not in state.notes or not isinstance(message, Choices):
        return message
    doubt = state.notes[DOUBT]
    text = say(_IN_DOUBT, typed=trim(str(doubt["value"]), 200), question=message.text)
    take = Choice(say(N_("Record this text")), f"{TAKE}{doubt['message']}", side=True)
    return Choices(text, (take, Choice(say(N_("Type it anew")), ANEW, side=True), *message.choices))


def _go_on(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """Ask what stands open, or finish."""
    step = standing(flow, state)
    if step != DONE:
        state = replace(state, step=step, moved_at=event.at)
        return Turn(state, (_question(flow, state, facts),))
    ended = flow.finish(state, event, facts)
    marked = (replace(w, ticket=state.ticket) if isinstance(w, SaveUpdate) else w for w in ended.writes)
    ended = replace(ended, writes=tuple(marked))
    idle = replace(closed(state), moved_at=event.at)
    return Turn(idle, ended.messages, ended.writes, ended)


def _question(flow: Flow, state: State, facts: Facts) -> Message:
    """The present step's question, its buttons marked with ticket and step, and the ways out beside them."""
    assert state.step is not None  # noqa: S101  (a flow that runs stands at a step)
    message = _asked(flow.steps(state)[state.step], state, facts)
    if not isinstance(message, Choices | Summary | TaskList):
        return Choices(message, asks=True) if isinstance(message, Say) else message
    offered = {choice.data for choice in message.choices}
    ways_out = tuple(choice for choice in _ways_out(flow, state) if choice.data not in offered)
    return replace(message, choices=tuple(mark(choice, state) for choice in message.choices + ways_out), asks=True)


def _ways_out(flow: Flow, state: State) -> tuple[Choice, ...]:
    if flow.stop is None:
        return ()
    out = [Choice(say(N_("Cancel")), ":cancel", side=True)]
    if state.step != flow.first:
        out.insert(0, Choice(say(N_("Back")), ":back", side=True))
    return tuple(out)


def _as_choice(step: Step, state: State, event: Event, facts: Facts) -> Event:
    """The event with its choice bare in `data`: from a tapped button, a typed number or typed words."""
    if event.kind == "tap":
        ticket, name, choice, seen = read_mark(event.data)
        if ticket != state.ticket or name != step.name or (seen and seen != fingerprint(state)):
            why = _why_stale(ticket, name, choice, state, facts)
            raise BadAnswer(why, leads=why.leads)
        return replace(event, data=choice)
    if event.kind == "text":
        chosen = typed_choice(event.text, _choices_of(_asked(step, state, facts)), facts)
        if chosen is not None:
            return replace(event, kind="tap", data=chosen.data)
    return event


def _why_stale(ticket: str, step: str, choice: str, state: State, facts: Facts) -> Say:
    """Why a button of an earlier message does nothing; for a *Save* whether that very report is saved."""
    if (step, choice) != (SAVE_STEP, SAVE_CHOICE) or ticket == state.ticket:
        return lead(STALE)
    saved = facts.saved_by(ticket) if ticket else None
    if saved is None:
        return say(_NOT_SAVED)
    task = facts.task(saved.task_id)
    return say(_SAVED, time=saved.at, measure=trim(task.measure, 200) if task else "-")


def typed_choice(text: str, choices: tuple[Choice, ...], facts: Facts) -> Choice | None:
    """The choice that was typed by its number (in either digits) or its words; None where it is neither."""
    plain, blunt = spellings(text)
    typed = blunt.rstrip(".)")
    numbered = [choice for choice in choices if not choice.side and choice.widget == "none"]
    if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(numbered):
        return numbered[int(typed) - 1]
    words = [choice for choice in choices if choice.widget == "none"]
    found = (c for c in words if facts.same_words(plain, c.label) or facts.same_words(blunt, c.label))
    return next(found, None)
