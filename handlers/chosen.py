"""A task that was chosen: from the list, by its card's button, or as it goes on as before."""

from dataclasses import replace
from typing import Any

from domain.asked import asked_tasks
from domain.cards import QUICK_STATUSES, CardMark, has_changed, read_card_mark, same_choice
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Say, TaskLine, TaskList, lead, say
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Task
from handlers.advance import ask_again
from handlers.asides import QUICK
from handlers.evidence import list_files
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.flows import find_flow
from handlers.forgotten import BY_FILES
from handlers.mending import answers_of, find_sent_back, note_sent_back
from handlers.menu import back_to_menu
from handlers.page_link import FEW_TASKS, offer_page
from handlers.periods import PERIOD, find_period, format_period, proposed_period
from handlers.reminding import repeat_reply, say_if_repeated
from handlers.report import answers_for, begin_report, say_for_whom
from handlers.status import build_status_message
from handlers.talk import SAME_WHICH
from handlers.tasks import format_chosen_measure, get_chosen_id, sort_open_tasks
from thai.clusters import trim

_HOLD_ON = N_("You are reporting on “{measure}”. Please finish that first, or type “ยกเลิก” to stop it.")
_CHANGED = N_(
    "This task was reported on or changed after that card had been sent, so nothing was recorded. "
    "Please look at it as it is now."
)
_REPORTING = N_("Your report on “{measure}”: {status}")


def show_tasks(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """The list of tasks to choose from."""
    if get_chosen_id(state) is not None:
        return hold_on(state, facts)
    if not facts.open_tasks():
        return back_to_menu(state, facts, (build_status_message(event, facts),))
    listed = begin_report(state, event, facts, notes={**_carry_files(state, True), "listed": sort_open_tasks(facts)})
    offer = offer_page(event, facts, FEW_TASKS)
    return replace(listed.preceded_by(offer[0]), writes=(*listed.writes, offer[1])) if offer else listed


def _carry_files(state: State, by_files: bool = False) -> dict[str, Any]:
    """What was sent as evidence before its task was chosen; `by_files` where it may be meant for a saved report."""
    return {"files": list_files(state), BY_FILES: by_files} if list_files(state) else {}


def hold_on(state: State, facts: Facts) -> Turn:
    """One report at a time: the one that runs is finished or cancelled first."""
    told = say(_HOLD_ON, measure=format_chosen_measure(state, facts))
    return ask_again(find_flow(state, facts), state, facts, told)


def begin_on_task(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """Begin reporting on the task of a button, on the only one there is, or on one to be chosen."""
    tasks = facts.open_tasks()
    wanted = argument if argument else (str(tasks[0].id) if len(tasks) == 1 else "")
    if not wanted:
        return show_tasks(state, event, facts, "")
    task = _find_task(wanted, facts)
    if task is None:
        told = say(N_("That task is not open to you now. Its round may be closed, or it is somebody else's."))
        return ask_again(find_flow(state, facts), state, facts, told)
    if get_chosen_id(state) == task.id:
        return ask_again(find_flow(state, facts), state, facts)
    if get_chosen_id(state) is not None:
        return hold_on(state, facts)
    if update := find_sent_back(task, facts):
        notes = {**_carry_files(state, True), **note_sent_back(update)}
        return begin_report(state, event, facts, answers_of(update, task, facts), notes)
    return begin_report(state, event, facts, answers_for(task), _carry_files(state, True))


def _find_task(wanted: str, facts: Facts) -> Task | None:
    return facts.task(int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None


def take_card_answer(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The report that a card's status begins, of the card's own task and month; asked where the task has changed."""
    marked, _, status = argument.rpartition(":")
    mark, task = read_card_mark(marked), _find_task(marked.partition(":")[0], facts)
    if mark is None or task is None or status not in QUICK_STATUSES:
        return begin_on_task(state, event, facts, marked.partition(":")[0] or "0")
    chosen = get_chosen_id(state)
    if chosen is not None and (chosen != task.id or state.step != "status"):
        return begin_on_task(state, event, facts, str(task.id))
    given = {**answers_for(task), **_period_of(mark, task, facts)}
    if _is_outdated(mark, task, facts):
        return begin_report(state, event, facts, given, _carry_files(state)).preceded_by(lead(_CHANGED))
    given = {**given, "status": {"value": status, "message": None}}
    turn = begin_report(state, event, facts, given, {**_carry_files(state), QUICK: True})
    return turn.preceded_by(replace(_what_is_reported(task, status, mark, facts), leads=True))


def _period_of(mark: CardMark, task: Task, facts: Facts) -> dict[str, Any]:
    """The card's month or quarter as an answer where the report would be taken for another one today."""
    if mark.period is None or mark.period not in task.expectation(facts.today).periods:
        return {}
    if mark.period == proposed_period(task, facts.today, facts):
        return {}
    return {PERIOD: {"value": mark.period.isoformat(), "message": None}}


def _is_outdated(mark: CardMark, task: Task, facts: Facts) -> bool:
    """True where the card's task is not what it was; nothing is taken from its buttons then."""
    stands = mark.period is None or mark.period in task.expectation(facts.today).periods
    return has_changed(mark, task) or not stands


def _what_is_reported(task: Task, status: str, mark: CardMark, facts: Facts) -> Say:
    """The measure and the status that was tapped, with the month and for whom."""
    words = next(words for known, words in STATUS_WORDS.items() if known.value == status)
    told = say(_REPORTING, measure=trim(task.measure, 300), status=say_status(words, task.plan))
    if mark.period:
        told = say(N_("{saved}\nReport for: {period}"), saved=told, period=format_period(mark.period, task))
    return say_for_whom(task, told, facts)


def repeat_on_task(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The task goes on as it was; begins its report where there is nothing to repeat.

    Typed it is meant of the report that has just begun, else of the only task there is.
    """
    chosen, tasks, mark = get_chosen_id(state), facts.open_tasks(), read_card_mark(argument)
    if chosen is not None:
        return _repeat_chosen(chosen, mark, state, event, facts) or hold_on(state, facts)
    if not argument and len(tasks) != 1:
        return _ask_which_is_same(state, event, facts)
    wanted = argument.partition(":")[0] or str(tasks[0].id)
    task = _find_task(wanted, facts)
    if task and mark and mark.known and _is_outdated(mark, task, facts):
        said = say_if_repeated(state, event, facts, task, mark.period)
        return said or begin_on_task(state, event, facts, wanted).preceded_by(lead(_CHANGED))
    repeated = repeat_reply(state, event, facts, task, mark.period if mark else None) if task else None
    return repeated or begin_on_task(state, event, facts, wanted)


def _repeat_chosen(task_id: int, mark: CardMark | None, state: State, event: Event, facts: Facts) -> Turn | None:
    """The record that a task goes on as it was, instead of its report of which nothing is answered yet."""
    task = facts.task(task_id)
    if task is None or state.step != "status" or list_files(state) or (mark and mark.task_id != task_id):
        return None
    period = find_period(state, task, facts)
    if mark and mark.known and (_is_outdated(mark, task, facts) or mark.period != period):
        return ask_again(find_flow(state, facts), state, facts, lead(_CHANGED))
    repeated = repeat_reply(state, event, facts, task, period)
    return back_to_menu(repeated.state, facts, repeated.messages, repeated.writes) if repeated else None


def _ask_which_is_same(state: State, event: Event, facts: Facts) -> Turn:
    """The tasks that can go on as they were: the number or the button of one records it."""
    going_on = [task for task in asked_tasks(facts.open_tasks(), facts.today) if task.goes_on]
    if not going_on:
        return show_tasks(state, event, facts, "").preceded_by(lead(SAME_WHICH))
    choices = [(task, same_choice(task, task.propose_period(facts.today))) for task in going_on[:MOST_SAME]]
    lines = tuple(TaskLine(task, choice.data, (choice,)) for task, choice in choices)
    return Turn(state, (TaskList(say(SAME_WHICH), lines, 1, len(lines)),))


MOST_SAME = 9  # as on a page of "my tasks"
