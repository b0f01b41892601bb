"""My tasks: a page of cards and a numbered list, soonest due first; choosing one begins its report."""

from collections.abc import Sequence
from typing import Any

from domain.asked import asked_tasks, other_tasks
from domain.cards import build_card
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Message, Say, TaskList, say
from domain.plan_words import find_plan_title
from domain.task import Task
from handlers.facts import Facts
from handlers.flow import Again, BadAnswer, get_answer
from handlers.mending import answers_of, find_sent_back, note_sent_back
from thai.clusters import trim
from thai.fiscal import short_round_name
from thai.normalise import fold_text
from thai.typed.meaning import read_number

_FEWEST_OF_NAME = 6  # letters of a measure's name that are typed instead of its number
PAGE = 9  # with the card that turns the page, still within LINE's carousel


def sort_open_tasks(facts: Facts) -> list[int]:
    """The ids of the person's tasks in the order of a new list: what asks for a report first."""
    found = facts.open_tasks()
    return [task.id for task in (*asked_tasks(found, facts.today), *other_tasks(found, facts.today))]


def list_tasks(state: State, facts: Facts) -> tuple[Task, ...]:
    """The tasks by the numbers they were shown with, though others answer some meanwhile."""
    known = {task.id: task for task in facts.open_tasks()}
    return tuple(known[number] for number in state.notes.get("listed") or sort_open_tasks(facts) if number in known)


def get_chosen_id(state: State) -> int | None:
    """The id of the task that is being reported on, None where none is."""
    chosen: int | None = get_answer(state, "task")
    return chosen


def find_chosen_task(state: State, facts: Facts) -> Task | None:
    """The task that is being reported on, where the person may answer it; else None."""
    chosen = get_chosen_id(state)
    return facts.task(chosen) if chosen is not None else None


def format_chosen_measure(state: State, facts: Facts) -> str:
    """The measure that is being reported on, short; "-" where none is."""
    task = find_chosen_task(state, facts)
    return trim(task.measure, 120) if task else "-"


def told_apart(task: Task, facts: Facts) -> str:
    """The unit, and the round, where another open task of the person's plan is of the same measure; else ""."""
    alike = (one for one in facts.open_tasks() if one.measure == task.measure and one.id != task.id)
    same = [one for one in alike if one.plan.id == task.plan.id]
    units = [task.unit] if any(one.unit != task.unit for one in same) else []
    several_rounds = any(one.round_id != task.round_id for one in same)
    return " · ".join([*units, *([short_round_name(task.expected.kind, task.expected.year)] if several_rounds else [])])


def name_plan_of(task: Task, facts: Facts) -> Say | None:
    """What the task's plan is called, where the person's open tasks are of several; None else."""
    return find_plan_title(task, facts.open_tasks())


def ask_task(state: State, facts: Facts) -> Message:
    """The page of tasks that the answers have come to."""
    tasks = list_tasks(state, facts)
    page = int(state.notes.get("page", 0))
    first = page * PAGE
    shown = tasks[first : first + PAGE]
    choices = []
    if first + PAGE < len(tasks):
        choices.append(Choice(say(N_("Next page")), "next", side=True))
    if page:
        choices.append(Choice(say(N_("Previous page")), "previous", side=True))
    lines = tuple(build_card(task, facts.today, tasks) for task in shown)
    return TaskList(_question(tasks, facts), lines, first + 1, len(tasks), tuple(choices))


def _question(tasks: Sequence[Task], facts: Facts) -> Say:
    asked = len(asked_tasks(tasks, facts.today))
    if not asked:
        return say(N_("Nothing waits for a report just now. To add to one, please choose it."))
    if asked == len(tasks):
        return say(N_("{count} tasks wait for a report. Which one would you like to report on?"), count=asked)
    told = N_(
        "{count} tasks wait for a report, and {others} more ask for nothing just now. "
        "Which one would you like to report on?"
    )
    return say(told, count=asked, others=len(tasks) - asked)


def find_named_task(text: str, tasks: Sequence[Task]) -> Task | None:
    """The only one of these tasks in whose measure the typed words stand; None where they are few, or in several."""
    typed = fold_text(text)
    named = [task for task in tasks if typed in fold_text(task.measure)] if len(typed) >= _FEWEST_OF_NAME else []
    return named[0] if len(named) == 1 else None


def read_task(event: Event, state: State, facts: Facts) -> Any:
    """The id of the task that was chosen by its number; a page turn asks again."""
    tasks = list_tasks(state, facts)
    if event.kind == "tap" and event.data in ("next", "previous"):
        turn = 1 if event.data == "next" else -1
        last = max(0, (len(tasks) - 1) // PAGE)
        return Again(notes={"page": min(max(0, int(state.notes.get("page", 0)) + turn), last)})
    number = (read_number(event.text) or 0) if event.kind == "text" else 0
    if 1 <= number <= len(tasks):
        return _choose(tasks[number - 1], event, facts)
    if (named := find_named_task(event.text, tasks)) is not None:
        return _choose(named, event, facts)
    raise BadAnswer(say(N_("Please choose a task by its button, or type its number, 1 to {last}."), last=len(tasks)))


def _choose(task: Task, event: Event, facts: Facts) -> Any:
    """The task's id; of one that was sent back all its answers, of which only what is to be mended is given anew."""
    if (update := find_sent_back(task, facts)) is None:
        return task.id
    answers = {**answers_of(update, task, facts), "task": {"value": task.id, "message": event.message_id}}
    return Again(answers, dict(note_sent_back(update)), moved=True)
