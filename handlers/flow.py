"""Flows as data, and `advance`, which alone makes transitions.

A conversation is a path of steps. Where it stands follows from its answers: the first step on the path that
has none. So a step can be changed, taken back or resumed by forgetting its answer, and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, Summary, TaskList, say
from domain.writes import Write
from handlers.facts import Facts
from handlers.words import spellings

Answers = Mapping[str, Any]
DONE: Final = "done!"
KEPT: Final = "kept!"  # answers undone to be changed; going back gives them back


_STALE = N_("That button belongs to an earlier message. Please answer the question below.")
_SAVED = N_("That report has been saved already; there is no need to tap again.")


class BadAnswer(Exception):
    """An answer that cannot be taken; `text` tells the person why and what to do."""

    def __init__(self, text: Say) -> None:
        super().__init__(text.msgid)
        self.text = text


@dataclass(frozen=True, slots=True)
class Again:
    """Not yet the answer: keep these answers (None forgets one) and ask once more."""

    answers: Answers
    text: Say | None = None
    writes: tuple[Write, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """How a flow ends: what is said and written, and the flow that begins then, if any."""

    messages: tuple[Message, ...] = ()
    writes: tuple[Write, ...] = ()
    then: str | None = None
    answers: Answers | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `read` returns the value or an `Again`, or raises BadAnswer.

    `then` names the next step, is DONE, or derives either from the answers. `forgets` lists the answers that
    this one undoes, `reopens` those that are asked again and come back by going back.
    """

    name: str
    ask: Callable[[Answers, Facts], Message]
    read: Callable[[Event, Answers, Facts], Any]
    then: str | Callable[[Answers], str]
    forgets: Callable[[Any], tuple[str, ...]] = lambda _value: ()
    reopens: Callable[[Any], tuple[str, ...]] = lambda _value: ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A named conversation; `finish` turns its answers into what is said and written.

    `steps` may depend on the answers so far: the layout and the chosen task decide what is asked.
    """

    name: str
    steps: Callable[[Answers], Mapping[str, Step]]
    first: str
    finish: Callable[[Answers, Event, Facts], Finish]
    can_cancel: bool = True


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


def value(answers: Answers, step: str) -> Any:
    """The value answered at a step, None where there is none."""
    entry = answers.get(step)
    return entry["value"] if entry else None


def path(flow: Flow, answers: Answers) -> Iterator[str]:
    """The steps from the first on, as the answers lead; ends with the first unanswered one, if any."""
    steps = flow.steps(answers)
    name = flow.first
    seen: set[str] = set()
    while name != DONE and name not in seen:
        seen.add(name)
        yield name
        if name not in answers:
            return
        then = steps[name].then
        name = then if isinstance(then, str) else then(answers)


def standing(flow: Flow, answers: Answers) -> str:
    """The step to be asked now, or DONE."""
    last = list(path(flow, answers))[-1]
    return last if last not in answers else DONE


def begin(flow: Flow, state: State, event: Event, facts: Facts, answers: Answers | None = None) -> Turn:
    """The flow's first question, with whatever is already answered."""
    state = replace(state, flow=flow.name, answers=dict(answers or {}), ticket=ticket_of(event))
    return _go_on(flow, state, event, facts)


def advance(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """The turn that an answer makes: the next question, the same one with the reason, or the end."""
    step = flow.steps(state.answers)[state.step or flow.first]
    try:
        got = step.read(_as_choice(step, state, event, facts), state.answers, facts)
    except BadAnswer as bad:
        return replace(ask_again(flow, state, facts, bad.text), bad=bad)
    if isinstance(got, Again):
        return again(flow, state, facts, got)
    answers = {**state.answers, step.name: {"value": got, "message": event.message_id}}
    answers.pop(KEPT, None)
    for name in step.forgets(got):
        answers.pop(name, None)
    reopened = {name: answers.pop(name) for name in step.reopens(got) if name in answers}
    if reopened:
        answers[KEPT] = reopened
    return _go_on(flow, replace(state, answers=answers), event, facts)


def ask_again(flow: Flow, state: State, facts: Facts, first: Say | None = None) -> Turn:
    """The present question once more, after a sentence saying why."""
    question = _question(flow, state, facts)
    return Turn(state, (question,) if first is None else (first, question))


def step_back(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """The question before the present one, its answer forgotten."""
    if KEPT in state.answers:
        kept = {**state.answers, **state.answers[KEPT]}
        kept.pop(KEPT)
        return _go_on(flow, replace(state, answers=kept), event, facts)
    walked = list(path(flow, state.answers))
    before = walked[walked.index(state.step) - 1] if state.step in walked[1:] else None
    if before is None:
        return ask_again(flow, state, facts, say(N_("This is the first question.")))
    answers = {k: v for k, v in state.answers.items() if k not in (before, state.step)}
    return _go_on(flow, replace(state, answers=answers), event, facts)


def ticket_of(event: Event) -> str:
    """The mark of a conversation's buttons, derived from the event that began it."""
    return event.id[-10:]


def again(flow: Flow, state: State, facts: Facts, got: Again) -> Turn:
    """The present question once more with what was kept meanwhile; nothing said where that is quiet."""
    answers = {k: v for k, v in {**state.answers, **got.answers}.items() if v is not None}
    state = replace(state, answers=answers)
    if got.quiet:
        return Turn(state, (), got.writes)
    return replace(ask_again(flow, state, facts, got.text), writes=got.writes)


def question_choices(flow: Flow, state: State, facts: Facts) -> tuple[Choice, ...]:
    """The choices of the present question, unmarked."""
    asked = flow.steps(state.answers)[state.step or flow.first].ask(state.answers, facts)
    return asked.choices if isinstance(asked, Choices | Summary | TaskList) else ()


def _go_on(flow: Flow, state: State, event: Event, facts: Facts) -> Turn:
    """Ask what stands open, or finish."""
    step = standing(flow, state.answers)
    if step != DONE:
        state = replace(state, step=step, moved_at=event.at)
        return Turn(state, (_question(flow, state, facts),))
    ended = flow.finish(state.answers, event, facts)
    idle = replace(state, flow=None, step=None, answers={}, ticket="", moved_at=event.at)
    return Turn(idle, ended.messages, ended.writes, ended)


def _question(flow: Flow, state: State, facts: Facts) -> Message:
    """The present step's question, its buttons marked with ticket and step, and the ways out beside them."""
    assert state.step is not None  # noqa: S101  (a flow that runs stands at a step)
    message = flow.steps(state.answers)[state.step].ask(state.answers, facts)
    if not isinstance(message, Choices | Summary | TaskList):
        return message
    marked = tuple(_marked(choice, state) for choice in message.choices)
    offered = {choice.data for choice in marked}
    return replace(message, choices=marked + tuple(c for c in _ways_out(flow, state) if c.data not in offered))


def _marked(choice: Choice, state: State) -> Choice:
    if choice.uri or choice.data.startswith(":") or choice.widget in ("camera", "camera_roll"):
        return choice
    return replace(choice, data=f"{state.ticket}:{state.step}:{choice.data}")


def _ways_out(flow: Flow, state: State) -> tuple[Choice, ...]:
    if not flow.can_cancel:
        return ()
    out = [Choice(say(N_("Cancel")), ":cancel", side=True)]
    if state.step != flow.first:
        out.insert(0, Choice(say(N_("Back")), ":back", side=True))
    return tuple(out)


def _as_choice(step: Step, state: State, event: Event, facts: Facts) -> Event:
    """The event with its choice bare in `data`: from a tapped button, a typed number or typed words."""
    if event.kind == "tap":
        ticket, _, rest = event.data.partition(":")
        name, _, choice = rest.partition(":")
        if ticket != state.ticket or name != step.name:
            raise BadAnswer(say(_SAVED if (name, choice) == ("summary", "save") and step.name == "menu" else _STALE))
        return replace(event, data=choice)
    if event.kind == "text":
        asked = step.ask(state.answers, facts)
        choices = asked.choices if isinstance(asked, Choices | Summary | TaskList) else ()
        chosen = typed_choice(event.text, choices, facts)
        if chosen is not None:
            return replace(event, kind="tap", data=chosen.data)
    return event


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
