"""A verdict is taken back within a day: the reply waits for its check again, unless something rests on it by then."""

from collections.abc import Sequence
from datetime import datetime

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Say, join_sentences, say
from domain.task import TAKE_BACK_WITHIN, Check, Review, Task
from domain.writes import TakeBackReview
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.review import VERDICTS
from thai.clusters import trim

MOST = 9
_NONE = N_("You have decided on no reply within the last day, so there is nothing to take back.")
_WHICH = N_("Which verdict is to be taken back? The reply waits for the check again then.")
_TAKEN_BACK = N_("Taken back: the reply on “{measure}” waits for the check again.")
_ALL_TAKEN_BACK = N_("Taken back: {count} replies wait for the check again.")
_TO_CHECK = N_("To check it anew, type “ตรวจ”.")
_NOT_YOURS = N_("There is no such verdict of yours to take back: it was taken back before, or another one was given.")
_TOO_LATE = N_("The verdict on “{measure}” is older than a day, so it stays. Please ask for a new report instead.")
_NEWER = N_("The verdict on “{measure}” stays: a newer reply has come since.")
_CERTIFIED = N_(
    "The verdict on “{measure}” stays: a report that rests on it has been certified. "
    "Please tell the agency's administrator."
)


def take_back(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The verdict of the button taken back, or all of one moment; without one the list of what can be."""
    if not argument:
        return _ask_which(state, event, facts)
    if argument.startswith("all:"):
        return _take_all_back(argument.removeprefix("all:"), state, event, facts)
    task_id, _, rest = argument.partition(":")
    update_id, _, step = rest.partition(":")
    found = [
        (task, check) for task, check in _own(event, facts) if f"{task.id}:{check.update_id}:{check.step}" == argument
    ]
    if not found:
        return Turn(state, (_why_not(task_id, update_id, step, event, facts),))
    return _write([found[0]], state, event, facts)


def _own(event: Event, facts: Facts) -> list[tuple[Task, Check]]:
    """The person's verdicts of the last day that stand on a task's newest reply, newest first."""
    return [
        (task, task.check) for task in facts.verdicts_since(event.at - TAKE_BACK_WITHIN) if task.check and task.check.at
    ]


def _ask_which(state: State, event: Event, facts: Facts) -> Turn:
    own = _own(event, facts)
    if not own:
        return Turn(state, (say(_NONE),))
    together: dict[datetime | None, list[Task]] = {}
    for task, check in own:
        together.setdefault(check.at, []).append(task)
    batches = [(at, tasks) for at, tasks in together.items() if at and len(tasks) > 1]
    all_of = N_("All {count} that were approved together at {time}")
    choices = [
        Choice(say(all_of, count=len(tasks), time=at), f":take_back:all:{at.isoformat()}")
        for at, tasks in batches
        if at
    ]
    choices += [_offer(task, check) for task, check in own][: MOST - len(choices)]
    return Turn(state, (Choices(say(_WHICH), tuple(choices), buttons=True),))


def _offer(task: Task, check: Check) -> Choice:
    label = say("{verdict}: {measure}", verdict=say(VERDICTS[check.review]), measure=trim(task.measure, 80))
    return Choice(label, f":take_back:{task.id}:{check.update_id}:{check.step}")


def _take_all_back(moment: str, state: State, event: Event, facts: Facts) -> Turn:
    found = [(task, check) for task, check in _own(event, facts) if check.at and check.at.isoformat() == moment]
    return _write(found, state, event, facts) if found else Turn(state, (say(_NOT_YOURS),))


def _write(found: Sequence[tuple[Task, Check]], state: State, event: Event, facts: Facts) -> Turn:
    """The verdicts taken back, but for those that a certified report rests on."""
    assert facts.person is not None  # noqa: S101
    certified = [task for task, check in found if check.at and facts.is_certified_since(check.update_id, check.at)]
    free = [(task, check) for task, check in found if task not in certified]
    writes = tuple(TakeBackReview(check.update_id, facts.person.id, event.at, check.step) for _, check in free)
    said: list[Say] = []
    if len(free) == 1:
        said = [say(_TAKEN_BACK, measure=trim(free[0][0].measure, 200)), say(_TO_CHECK)]
    elif free:
        said = [say(_ALL_TAKEN_BACK, count=len(free)), say(_TO_CHECK)]
    said += [say(_CERTIFIED, measure=trim(task.measure, 120)) for task in certified]
    return Turn(state, (join_sentences(said),), writes)


def _why_not(task_id: str, update_id: str, step: str, event: Event, facts: Facts) -> Say:
    """Why the verdict of a button is not the person's to take back any more."""
    task = facts.any_task(int(task_id)) if task_id.isdecimal() and len(task_id) < 10 else None
    newest = facts.newest_update(task.id) if task else None
    if task is None or newest is None or facts.person is None:
        return say(_NOT_YOURS)
    measure = trim(task.measure, 200)
    if str(newest.id) != update_id:
        return say(_NEWER, measure=measure)
    check = newest.check
    own = check is not None and str(check.step) == step and check.reviewer_id == facts.person.id
    if own and check and check.review is not Review.WAITING and check.at and event.at - check.at > TAKE_BACK_WITHIN:
        return say(_TOO_LATE, measure=measure)
    return say(_NOT_YOURS)
