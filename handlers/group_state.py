"""How far the units are, as a LINE group is told: counts and measures, never a person, never who is late."""

from collections.abc import Iterator, Sequence

from domain.asked import asked_tasks
from domain.groups import Group
from domain.messages import N_, Say, join_sentences, say
from domain.plan_words import find_plan_title, of_plan
from domain.status_words import standings_by_plan
from domain.task import Task
from handlers.facts import Facts
from thai.clusters import trim

MOST_UNITS = 15
MOST_MEASURES = 8
_HEAD = N_("{agency}: how far the measures are on {day}")
_NONE = N_("There are no measures in an open round just now.")
_ALL_REPORTED = N_("Nothing waits for a report just now.")


def build_group_state(group: Group, facts: Facts) -> Say:
    """The state of the group's unit, or of all units, on the day: in one text."""
    tasks = facts.tasks_under(group.unit_id)
    head = say(_HEAD, agency=facts.agency.name, day=facts.today)
    if not tasks:
        return join_sentences([head, say(_NONE)], "\n\n")
    units = join_sentences(list(_unit_lines(tasks, facts)))
    return join_sentences([head, units, join_sentences(list(_measure_lines(tasks, facts)))], "\n\n")


def _unit_lines(tasks: Sequence[Task], facts: Facts) -> Iterator[Say]:
    units: dict[str, list[Task]] = {}
    for task in tasks:
        units.setdefault(task.unit or "-", []).append(task)
    for unit, of_unit in list(units.items())[:MOST_UNITS]:
        counts = join_sentences(list(standings_by_plan(of_unit, tasks, facts.today, names_late=False)), "\n  ")
        yield say("• {unit}: {counts}", unit=trim(unit, 60), counts=counts)
    if (rest := len(units) - MOST_UNITS) > 0:
        yield say(N_("and {rest} more units"), rest=rest)


def _measure_lines(tasks: Sequence[Task], facts: Facts) -> Iterator[Say]:
    """The measures that a report is awaited on, each once; a person's name that stands in one is left out."""
    waiting = list({(task.measure, task.plan.id): task for task in asked_tasks(tasks, facts.today)}.values())
    if not waiting:
        yield say(_ALL_REPORTED)
        return
    yield say(N_("Not reported yet: {count} measures"), count=len(waiting))
    names = [who.name for who in facts.everybody() if who.name]
    for number, task in enumerate(waiting[:MOST_MEASURES], 1):
        measure = say("{measure}", measure=trim(_leave_out(names, task.measure), 90))
        yield say("{number}. {measure}", number=number, measure=of_plan(measure, find_plan_title(task, tasks)))
    if (rest := len(waiting) - MOST_MEASURES) > 0:
        yield say(N_("and {rest} more measures"), rest=rest)


def _leave_out(names: Sequence[str], text: str) -> str:
    text = " ".join(text.split())
    for name in names:
        text = text.replace(name, "…")
    return text
