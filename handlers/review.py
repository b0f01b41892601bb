"""The supervisors' check: the replies that wait, one at a time, oldest first: approved, sent back or left for later."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from domain.conversation import Notes, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, join_sentences, lead, say
from domain.plan_words import of_plan
from domain.task import Review, Task
from domain.writes import ReviewUpdate
from handlers.advance import begin
from handlers.asked import TYPED, note_typed
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, get_answer, read_choice, stop_saying
from handlers.menu import back_to_menu
from handlers.shown_reply import offer_look, tell_reply
from handlers.to_check import find_title, find_waiting, is_own, next_to_check, note_reply, tell_end
from thai.clusters import trim

LONGEST_REASON = 500
APPROVE, RETURN, SKIP, COMMENT, GONE = "approve", "return", "skip", "comment", "gone"
UNIT: Final = "unit"  # noted where the reply was opened from the list of a unit's: its id, 0 where it has none

_STOPPED = N_("Stopped. What you have checked stays as it is.")
_RESUMED = N_("You stopped in the middle of a check, so your message was not taken as an answer.")

_WAITING = N_("{count} replies wait for your check. The oldest:")
_OPENED = N_("You look at one of the {count} replies that wait for your check:")
_OWN = N_("This is your own report. Nobody else could check it.")
_APPROVED = N_("Approved: {measure}")
_RETURNED = N_("Sent back to {name}: {measure}\nReason: {reason}\nThe next reminder tells them why.")
_NEWER = N_("Not recorded: a newer reply has taken the place of the one you looked at.")
_CHANGED = N_(
    "Not recorded: the reply on “{measure}” has changed since you looked at it. Please look at it as it is now."
)
_ALREADY = N_("Not recorded: {name} has checked this reply already – {verdict}.")
_NO_MORE = N_("Not recorded: this reply does not wait for your check any more.")
VERDICTS = {
    Review.WAITING: N_("waits for the check"),
    Review.APPROVED: N_("approved"),
    Review.RETURNED: N_("sent back"),
}
# Why a reply is sent back, as it is most often: the word that is chosen, and the sentence that is recorded.
REASONS: Final = {
    "evidence": (N_("Evidence missing"), N_("Photos or documents are missing. Please add them.")),
    "unclear": (
        N_("Result not clear"), N_("The result is not clear. Please write what was done, when, and what came of it."),
    ),
    "status": (N_("Status does not fit"), N_("The status does not fit what was reported.")),
    "dates": (N_("Wrong date"), N_("A date is missing or not right.")),
    "measure": (N_("Another measure"), N_("What is written belongs to another measure.")),
}  # fmt: skip


OpenList = Callable[[int, State, Event, Facts], Turn]


def review_flow(open_list: OpenList | None = None) -> Flow:
    """A verdict on one reply; what is sent back asks for its reason. `open_list` shows what waits of a unit's."""
    steps = {
        "verdict": Step("verdict", _ask_verdict, _read_verdict, lambda a: "words" if _verdict(a) == RETURN else DONE),
        "words": Step("words", _ask_words, _read_words, DONE, text=True),
    }
    return Flow(
        "review",
        lambda _state: steps,
        "verdict",
        partial(_finish_review, open_list),
        stop=stop_saying(_STOPPED),
        resume=_resume,
        to_a_colleague=True,
    )


def _resume(_state: State, _facts: Facts) -> Say:
    return lead(_RESUMED)


def check_next(state: State, event: Event, facts: Facts, done: Notes, checked: int | None) -> Turn:
    """The next reply that waits for the person's check; the menu where none does. `checked` was it just now."""
    notes = next_to_check(facts, done["left"])
    if notes is not None:
        return begin(review_flow(), state, event, facts, notes={**notes, TYPED: done[TYPED]})
    return back_to_menu(state, facts, (tell_end(facts, {checked} if checked else ()),))


def _verdict(state: State) -> Any:
    return get_answer(state, "verdict")


def _ask_verdict(state: State, facts: Facts) -> Message:
    task, update = find_waiting(state.notes.get("update"), facts), facts.newest_update(int(state.notes["task"]))
    if task is None or update is None:
        return Choices(_why_gone(state, facts), (Choice(say(N_("Next reply")), GONE), _STOP))
    rest = [one for one in facts.tasks_to_check() if one.check and one.check.update_id not in state.notes["left"]]
    lines = [say(_OPENED if UNIT in state.notes else _WAITING, count=len(rest))]
    lines += [say(_OWN)] if is_own(task, facts) else []
    measure = say("\n“{measure}”", measure=trim(task.measure, 400))
    lines += [of_plan(measure, find_title(task, facts))]
    lines += [*tell_reply(task, update, facts), say(N_("\nIs it in order?"))]
    own = is_own(task, facts)
    choices = (
        *offer_look(update, facts),
        Choice(say(N_("Approve")), APPROVE),
        Choice(say(N_("Send back")), RETURN),
        Choice(say(N_("Later")), SKIP),
        *(() if own else (Choice(say(N_("Comment")), f":comment:{task.id}"),)),
        *_offer_list(task, facts),
        _STOP,
    )
    return Choices(join_sentences(lines), choices, buttons=True)


def _offer_list(task: Task, facts: Facts) -> tuple[Choice, ...]:
    """The way to the list of all that waits of the same unit, where that is more than one."""
    alike = sum(one.unit_id == task.unit_id and not is_own(one, facts) for one in facts.tasks_to_check())
    label = say(N_("All {count} of the unit"), count=alike)
    return (Choice(label, f":review_all:{task.unit_id or 0}"),) if alike > 1 else ()


_STOP = Choice(say(N_("Stop")), ":cancel")


def _read_verdict(event: Event, state: State, facts: Facts) -> Any:
    verdict = read_choice(event, (APPROVE, RETURN, SKIP, GONE))
    return verdict if find_waiting(state.notes.get("update"), facts) or verdict == SKIP else GONE


def _ask_words(_state: State, _facts: Facts) -> Message:
    text = say(N_("What is to be mended? Choose, or type it in a sentence; whoever reported will read it."))
    choices = tuple(Choice(say(short), name, side=True) for name, (short, _) in REASONS.items())
    return Choices(text, choices, buttons=True)


def _read_words(event: Event, _state: State, facts: Facts) -> Any:
    if event.kind == "tap" and event.data in REASONS:
        return facts.in_words(say(REASONS[event.data][1]))
    text = " ".join(event.text.split()) if event.kind == "text" else ""
    if not text:
        raise BadAnswer(say(N_("Please type your answer as a message.")))
    if len(text) > LONGEST_REASON:
        raise BadAnswer(say(N_("That is too long: at most {most} letters."), most=LONGEST_REASON))
    return text


def _finish_review(open_list: OpenList | None, state: State, event: Event, facts: Facts) -> Finish:
    """The verdict, and then the next reply; one that another has checked, or that has changed, is not recorded."""
    task, verdict = find_waiting(state.notes.get("update"), facts), _verdict(state)
    more = {"left": [*state.notes["left"], state.notes["update"]], TYPED: note_typed(event)}
    to_list = partial(open_list, state.notes[UNIT]) if open_list and UNIT in state.notes else None
    go_on = to_list or partial(check_next, done=more, checked=None)
    if verdict == SKIP:
        return Finish(then=go_on)
    if task is None or task.check is None or facts.person is None:
        return Finish((_why_gone(state, facts),), then=go_on)
    measure, made = trim(task.measure, 200), Review.APPROVED if verdict == APPROVE else Review.RETURNED
    if note_reply(task, facts)["mark"] != state.notes.get("mark"):
        again = {**more, "left": state.notes["left"]}
        go_back = to_list or partial(check_next, done=again, checked=None)
        return Finish((say(_CHANGED, measure=measure),), then=go_back)
    told = _APPROVED if made is Review.APPROVED else _RETURNED
    words = state.answers.get("words") or {"value": "", "message": None}
    write = ReviewUpdate(
        task.check.update_id, facts.person.id, made, event.at, words["value"], words["message"], task.check.step
    )
    message = say(told, measure=measure, name=facts.name_of(task.check.author_id), reason=words["value"])
    return Finish((message,), (write,), to_list or partial(check_next, done=more, checked=write.update_id))


def _why_gone(state: State, facts: Facts) -> Say:
    """Why the reply that was looked at is not to be checked any more."""
    newest = facts.newest_update(int(state.notes["task"]))
    if newest is not None and newest.id != state.notes["update"]:
        return say(_NEWER)
    if newest is None or newest.check is None or newest.check.reviewer_id is None:
        return say(_NO_MORE)
    return say(_ALREADY, name=facts.name_of(newest.check.reviewer_id), verdict=say(VERDICTS[newest.check.review]))
