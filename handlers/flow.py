"""Flows as data: what their steps ask, read and lead to, and what becomes of them.

A conversation is a path of steps. Where it stands follows from its answers: the first step on the path that
has none. So a step can be changed, taken back or resumed by forgetting its answer, and nothing else.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from domain.conversation import DRAFTS, Answers, Notes, State
from domain.events import Event
from domain.messages import N_, Message, Say, say
from domain.writes import Write
from handlers.facts import Facts

DONE: Final = "done!"
KEPT: Final = "kept"  # answers undone to be changed; going back gives them back
DOUBT: Final = "doubt"  # what was typed at the present text question and is asked back before it is taken


class BadAnswer(Exception):
    """An answer that cannot be taken; `text` tells the person why and what to do.

    It leads to the question asked again; where it is worth hearing without that, `leads` is False.
    """

    def __init__(self, text: Say, leads: bool = True) -> None:
        super().__init__(text.msgid)
        self.text = replace(text, leads=leads)


def not_a_choice() -> BadAnswer:
    """What is raised for an answer that is none of the choices."""
    return BadAnswer(say(N_("Please choose one of the answers, or type its number.")))


def read_choice(event: Event, known: Collection[str]) -> str:
    """The choice that was tapped, one of these; raises BadAnswer for everything else."""
    if event.kind == "tap" and event.data in known:
        return event.data
    raise not_a_choice()


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
    may come at every step, `to_a_colleague` where a text is said to somebody and need not tell of work.
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
    to_a_colleague: bool = False


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


def get_answer(state: State, step: str) -> Any:
    """The value answered at a step, None where there is none."""
    entry = state.answers.get(step)
    return entry["value"] if entry else None


def walk_steps(flow: Flow, state: State) -> Iterator[str]:
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


def find_open_step(flow: Flow, state: State) -> str:
    """The step to be asked now, or DONE."""
    last = list(walk_steps(flow, state))[-1]
    return last if last not in state.answers else DONE


def add_given(state: State, answers: Answers | None = None, notes: Notes | None = None) -> State:
    """The state with these answers and notes too; None forgets one."""
    merged = [{**state.answers, **(answers or {})}, {**state.notes, **(notes or {})}]
    kept = [{name: entry for name, entry in both.items() if entry is not None} for both in merged]
    return replace(state, answers=kept[0], notes=kept[1])


def forget_notes(state: State, *names: str) -> State:
    """The state without these notes."""
    return add_given(state, notes=dict.fromkeys(names))


def stop_saying(text: str) -> Callable[[State, Facts], Stopped]:
    """The stopping of a flow of which nothing is kept."""
    return lambda state, _facts: Stopped(say(text), carry_drafts(state.notes))


def close_flow(state: State) -> State:
    """The state with nothing asked any more."""
    return replace(state, flow=None, step=None, answers={}, notes=carry_drafts(state.notes), ticket="")


def carry_drafts(notes: Notes) -> dict[str, Any]:
    """What stays noted when one flow ends and another begins."""
    return {DRAFTS: notes[DRAFTS]} if DRAFTS in notes else {}
