"""Who is reminded of what on a day: at most one digest a person, and why the others get none. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.agency import Person
from domain.task import Round, Status, Task
from domain.writes import Remind
from reminders.occurrences import Occurrence, due_occurrences
from reminders.rules import DEFAULT_RULES, Rule


@dataclass(frozen=True, slots=True)
class PlannedDigest:
    """One person's digest of the day, its tasks the most urgent first; `key` names the most urgent occurrence."""

    person_id: int
    key: str
    task_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A person whose tasks wait but who is sent nothing, and why. Nothing is recorded: it stays due."""

    person_id: int
    key: str
    task_ids: tuple[int, ...]
    reason: str


Considered = PlannedDigest | Skipped


def plan_day(
    day: date,
    rounds: Sequence[Round],
    tasks: Sequence[Task],
    people: Sequence[Person],
    reminded: Collection[Remind],
    extra_holidays: frozenset[date] = frozenset(),
    rules: Sequence[Rule] = DEFAULT_RULES,
) -> tuple[PlannedDigest, ...]:
    """The digests that the day still asks for, after those that were recorded: `reminded`, of all recent days."""
    considered = consider_day(day, rounds, tasks, people, reminded, extra_holidays, rules)
    return tuple(one for one in considered if isinstance(one, PlannedDigest))


def consider_day(
    day: date,
    rounds: Sequence[Round],
    tasks: Sequence[Task],
    people: Sequence[Person],
    reminded: Collection[Remind],
    extra_holidays: frozenset[date] = frozenset(),
    rules: Sequence[Rule] = DEFAULT_RULES,
) -> tuple[Considered, ...]:
    """The day's digests, and the people who would have one if they could be reached."""
    due = due_occurrences(day, rounds, extra_holidays, rules)
    if not due:
        return ()
    waiting, told = _waiting(tasks), _told(reminded)
    found = (_consider(day, person, due, waiting[person.id], told[person.id]) for person in people)
    return tuple(one for one in found if one is not None)


def most_urgent_first(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Soonest due first, what was not begun before what was; else in the order given."""
    return tuple(sorted(tasks, key=lambda task: (task.due, task.status is Status.IN_PROGRESS)))


def _consider(
    day: date, person: Person, due: Sequence[Occurrence], waiting: Sequence[Task], told: Sequence[Remind]
) -> Considered | None:
    round_ids = {task.round_id for task in waiting}
    open_ = [one for one in due if round_ids & one.round_ids and not _spoken_for(one, told)]
    if not open_:
        return None
    named = frozenset().union(*(one.round_ids for one in open_))
    tasks = most_urgent_first([task for task in waiting if task.round_id in named])
    task_ids = tuple(task.id for task in tasks)
    hindrance = _hindrance(person, day)
    if hindrance:
        return Skipped(person.id, open_[0].key, task_ids, hindrance)
    reason = "; ".join([*_whys(open_, day), f"tasks waiting: {len(tasks)}, the nearest due {tasks[0].due}"])
    return PlannedDigest(person.id, open_[0].key, task_ids, reason)


def _spoken_for(one: Occurrence, told: Sequence[Remind]) -> bool:
    """A digest names the tasks of all that is due on its day, and so speaks for every occurrence due on it.

    So two rules of one day are one digest, a missed day is made good once, and a clock set back repeats nothing.
    The key itself holds where a holiday proclaimed meanwhile has moved the day.
    """
    return any(one.day <= digest.day <= one.until or digest.key == one.key for digest in told)


def _hindrance(person: Person, day: date) -> str:
    """Why nothing can be sent to the person, "" where it can."""
    if person.line_user is None:
        return "never enrolled: no LINE account is known"
    if not person.reachable:
        return "unreachable: the LINE account has blocked or left us"
    if person.away and person.away[0] <= day <= person.away[1]:
        return f"away from {person.away[0]} to {person.away[1]}"
    return ""


def _whys(occurrences: Sequence[Occurrence], day: date) -> Iterator[str]:
    for one in occurrences:
        yield one.why if one.day == day else f"{one.why} (missed on {one.day})"


def _waiting(tasks: Sequence[Task]) -> Mapping[int, list[Task]]:
    """Each person's tasks without a final answer."""
    waiting: defaultdict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        for person_id in () if task.answered else dict.fromkeys(task.assignee_ids):
            waiting[person_id].append(task)
    return waiting


def _told(reminded: Collection[Remind]) -> Mapping[int, list[Remind]]:
    told: defaultdict[int, list[Remind]] = defaultdict(list)
    for digest in reminded:
        told[digest.person_id].append(digest)
    return told
