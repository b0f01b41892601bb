"""What supervisors see of all their units: by unit, by topic, who is waited for, and as a picture to pass on."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from domain.agency import Person, Role
from domain.asked import asked_tasks
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Message, Picture, Say, Summary, say
from domain.status_words import standings_by_plan
from domain.task import Task
from handlers.facts import Facts
from handlers.flow import Turn
from thai.clusters import trim
from thai.dates import day_in_bangkok

MOST_ROWS = 12
MOST_NAMES = 10
TOPIC, NAMES, PICTURE = "topic", "names", "picture"

FOR_SUPERVISORS = N_("That is for supervisors and the agency's administrators.")
_PICTURE = N_("The overview of {day} as a picture. It names nobody, so it may be passed on.")


def find_supervised(facts: Facts) -> Sequence[Task] | None:
    """The open tasks that the person looks after; None where that is not their role."""
    if not facts.duties & {Role.SUPERVISOR, Role.ADMIN}:
        return None
    return facts.supervised_tasks()


def show_overview(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """How far each of the supervisor's units is; or each topic, whom is waited for, or a picture of it."""
    tasks, today = find_supervised(facts), day_in_bangkok(event.at)
    if tasks is None or facts.person is None:
        return Turn(state, (say(FOR_SUPERVISORS),))
    if not tasks:
        return Turn(state, (say(N_("There are no tasks in an open round in your units just now.")),))
    if argument == NAMES:
        return Turn(state, (_name_people(tasks, today, facts),))
    if argument == PICTURE:
        return Turn(state, (Picture(say(_PICTURE, day=today), say(N_("Open the picture")), facts.overview_picture()),))
    return Turn(state, (_overview(tasks, today, argument == TOPIC),))


def group_tasks(tasks: Sequence[Task], name_of: Callable[[Task], str]) -> list[tuple[str, list[Task]]]:
    """The tasks by this name of theirs, in the order in which they come."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(name_of(task) or "-", []).append(task)
    return list(found.items())


def _overview(tasks: Sequence[Task], today: date, by_topic: bool) -> Message:
    grouped = group_tasks(tasks, (lambda task: task.topic) if by_topic else (lambda task: task.unit))
    rows = [
        (say("{name}", name=trim(name, 80)), standings_by_plan(some, tasks, today))
        for name, some in grouped[:MOST_ROWS]
    ]
    if len(grouped) > MOST_ROWS:
        rows.append((say(N_("{count} more"), count=len(grouped) - MOST_ROWS), (say(N_("See the picture")),)))
    asked, unchecked = len(asked_tasks(tasks, today)), sum(task.waits for task in tasks)
    text = say(N_("Waiting for a report: {count} tasks. Type “เตือน” to have people reminded."), count=asked)
    if not asked:
        text = say(N_("Nothing waits for a report just now."))
    if emptied := sum(task.emptied for task in tasks):
        rows.append((say(N_("Text taken back")), (say(N_("{count} tasks"), count=emptied),)))
    if unchecked:
        rows.append((say(N_("Wait for the check")), (say(N_("{count} tasks"), count=unchecked),)))
    choices = (
        *((Choice(say(N_("Check replies")), ":review"),) if unchecked else ()),
        Choice(say(N_("Remind them")), ":remind"),
        Choice(say(N_("My tasks")), ":tasks"),
        Choice(say(N_("By unit")), ":overview") if by_topic else Choice(say(N_("By topic")), f":overview:{TOPIC}"),
        Choice(say(N_("Names")), f":overview:{NAMES}"),
        Choice(say(N_("As a picture")), f":overview:{PICTURE}"),
    )
    return Summary(say(N_("Overview of {count} tasks"), count=len(tasks)), tuple(rows), text, choices)


def _name_people(tasks: Sequence[Task], today: date, facts: Facts) -> Say:
    """Whom is waited for in each unit, with how many of theirs."""
    asked = asked_tasks(tasks, today)
    if not asked:
        return say(N_("Nothing waits for a report just now."))
    told, people = say(N_("Waited for, with the number of tasks; only you see this:")), facts.people_of(asked)
    for unit, of_unit in group_tasks(asked, lambda task: task.unit)[:MOST_ROWS]:
        named = say("{names}", names=", ".join(_count_each(of_unit, people)) or "-")
        told = say("{told}\n• {unit}: {names}", told=told, unit=unit, names=named)
    return told


def _count_each(tasks: Sequence[Task], people: Sequence[Person]) -> Iterator[str]:
    for who in people:
        if count := sum(who.id in task.assignee_ids for task in tasks):
            yield f"{who.name} ({count})"


def format_names(people: Sequence[Person]) -> Say:
    """The first names of the list, and how many more there are."""
    shown, rest = ", ".join(who.name for who in people[:MOST_NAMES]), len(people) - MOST_NAMES
    return say(N_("{names} and {rest} more"), names=shown, rest=rest) if rest > 0 else say("{names}", names=shown)
