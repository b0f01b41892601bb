"""What happened without being said: blocked, unsent, evidence fetched."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.conversation import State
from domain.events import Event
from domain.evidence import kind_of_bytes
from domain.messages import N_, Choice, Choices, Message, say
from domain.task import Task
from domain.writes import ForgetMessage, SetReachable, SettleEvidence
from handlers.drafts import forget_message
from handlers.evidence import FETCH_FAILED, list_files
from handlers.facts import Facts
from handlers.flow import DONE, Flow, add_given, find_open_step
from handlers.flows import find_flow
from handlers.outcome import Outcome
from thai.clusters import trim


def _unfollowed(state: State, event: Event, _facts: Facts) -> Outcome:
    assert event.line_user  # noqa: S101
    return Outcome(state, (), (SetReachable(event.line_user, False, event.at),))


UNSENT = "unsent"  # an answer was taken back: its question is asked before anything is taken for the new answer


def _unsent(state: State, event: Event, facts: Facts) -> Outcome:
    """A message taken back in LINE: out of the answers, and out of the records."""
    gone = event.message_id or ""
    kept = forget_message(state, gone)
    flow = find_flow(state, facts)
    if flow.stop is not None and kept != state:
        kept = _stand_anew(flow, kept)
    told = tuple(_open_again(task, facts) for task in facts.answered_by(gone))
    return Outcome(kept, told, (ForgetMessage(gone, event.at),))


def _stand_anew(flow: Flow, state: State) -> State:
    """The state at the question that stands open now; what looks over the answers is asked again."""
    steps = flow.steps(state)
    state = add_given(state, {name: None for name, step in steps.items() if step.looks_over})
    step = find_open_step(flow, state)
    if step in (state.step, DONE):
        return state
    return replace(add_given(state, notes={UNSENT: True}), step=step)


def _open_again(task: Task, facts: Facts) -> Message:
    """What is said where the text of a saved reply was taken back."""
    measure = trim(task.measure, 200)
    if facts.task(task.id) is None:
        return say(_EMPTIED_CLOSED, measure=measure)
    return Choices(say(_EMPTIED, measure=measure), (Choice(say(N_("Report again")), f":report:{task.id}"),))


_EMPTIED = N_("The message you took back was removed from the report on “{measure}”. Please answer it again.")
_EMPTIED_CLOSED = N_(
    "The message you took back was removed from the report on “{measure}”, which takes no more answers. "
    "Please tell the agency's administrator."
)


def _fetched(state: State, event: Event, facts: Facts) -> Outcome:
    """What came of fetching evidence: recorded, and said only where the person must do something."""
    assert event.fetched is not None  # noqa: S101
    settle = (SettleEvidence(event.fetched),)
    evidence = facts.evidence(event.fetched.evidence_id)
    if evidence is None or evidence.state == "withdrawn":
        return Outcome(state, (), settle)
    if event.fetched.outcome == "saved":
        return Outcome(_with_kind(state, evidence.message_id, event.fetched.content_type), (), settle)
    name = evidence.name or (say(N_("photo")) if evidence.kind == "photo" else say(N_("file")))
    told = say(FETCH_FAILED[event.fetched.outcome], name=name)
    return Outcome(forget_message(state, evidence.message_id or ""), (told,), settle)


def _with_kind(state: State, message_id: str | None, content_type: str) -> State:
    """The state with what the bytes show: a photo sent as a file is a photo."""
    files = list_files(state)
    known = [
        {**file, "kind": kind_of_bytes(content_type)} if file.get("message") == message_id else file for file in files
    ]
    return state if known == files else add_given(state, notes={"files": known})


NOTICES: Mapping[str, Callable[[State, Event, Facts], Outcome]] = {
    "unfollow": _unfollowed,
    "unsend": _unsent,
    "evidence": _fetched,
}
