"""What a person's one message of the day says: a paragraph for each part, cards for the tasks to be answered."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from domain.agency import Person
from domain.asked import asked_of
from domain.cards import build_card
from domain.messages import N_, Choice, Digest, Say, join_sentences, say
from domain.period_words import left_words
from domain.plan_ref import PlanRef
from domain.plan_words import of_plan, round_title, title_among
from domain.status_words import standings_words
from domain.task import Round, Task
from reminders.facts import DayFacts
from reminders.own_words import Reminder, reminder_words
from reminders.plan import Part, PlannedDigest
from thai.clusters import trim
from thai.dates import day_in_bangkok

MOST_CARDS: Final = 9  # as on a page of "my tasks"
MOST_LINES: Final = 12

_FOR_YOU = N_("{name}:")
_STAND_IN = N_("For {name}, who is away – {what}")
_REST = N_("{shown} are shown here; {count} wait for a report in all. Type “งาน” to see them.")
_TAKEN_OVER = N_("Now yours, of somebody who answers for them no more: {count} tasks ({measures})")
_HANDED = N_("Handed to colleagues in the units you supervise:")
_HANDED_TO = N_("• {measure}: now {names}")
_TO_DO = N_("Tap “Report” on a task to answer it now.")
_UNIT_LATE = N_("Late in the units you supervise: {count} tasks.")
_ESCALATED = N_("Late for longer, in spite of reminders: {count} tasks.")
_NOT_YET = N_("The round is due on {due} ({left}). Reports missing: {count} tasks.")
_SUMMARY = N_("This month in the units you supervise:")
_UNIT = N_("• {unit}: {count} tasks – {names}")
_UNIT_NOBODY = N_("• {unit}: {count} tasks – nobody is named")
_STATE = "• {unit}: {counts}"
_MORE = N_("… and {count} more units")
_PUBLISH = N_("The report of {round} is to be certified and on the web by {by}.")
_NEVER = N_("• {name} has not enrolled yet. Please pass on an invite code.")
_BLOCKED = N_("• {name} has blocked the account or left. Please ask, or hand the tasks over.")
_ALONE = N_("• {name} is away until {until}, and nobody stands in. Please name a deputy.")
_MORE_PEOPLE = N_("… and {count} more people; the admin page names them all")
_UNREACHABLE = N_("Reminders do not reach these people on LINE:")
_NOBODY = N_("{count} tasks have nobody to answer them. Please see the admin page.")
_STILL_OPEN = N_("{round} was to be published by {by} and still takes replies. Please close it once all is in.")
_TO_OPEN = N_("{round} has begun, and nobody has opened it. Please open it, so that the officers are told.")
_TO_CHECK = N_("{count} replies wait for your check, the oldest since {since}. Type “ตรวจ” to look at them.")
_REMIND_THEM = N_("Type “เตือน” to have them reminded, “ภาพรวม” to see more.")


@dataclass(frozen=True, slots=True)
class Known:
    """What a message names: tasks, people and rounds by id, and the plans on file."""

    tasks: Mapping[int, Task]
    people: Mapping[int, Person]
    rounds: Mapping[int, Round] = field(default_factory=dict)
    plans: Sequence[PlanRef] = ()


def collect_known(facts: DayFacts) -> Known:
    """What the day's messages may name."""
    people = {person.id: person for person in facts.people}
    return Known(facts.task_by_id, people, {round_.id: round_ for round_ in facts.rounds}, tuple(facts.kept))


def digest_message(person: Person, planned: PlannedDigest, known: Known, day: date) -> Digest:
    """The digest: at most nine cards, the rest counted; what concerns others in words."""
    cards = [known.tasks[i] for part in planned.parts if part.is_own for i in part.task_ids]
    cards = list({task.id: task for task in cards}.values())
    texts, shown = list(_paragraphs(person, planned, known, day)), cards[:MOST_CARDS]
    if shown:
        texts += [*_not_shown(person, shown, known, day), say(_TO_DO)]
    # Several matters in one message are set apart; one is not torn.
    apart = "\n\n" if len(planned.parts) > 1 else "\n"
    lines = tuple(build_card(task, day, cards) for task in shown)
    return Digest(join_sentences(texts, apart), lines, tuple(_roads(planned, bool(cards), known)))


def _not_shown(person: Person, shown: Sequence[Task], known: Known, day: date) -> Iterator[Say]:
    """How many wait for the person's report in all, as the menu counts them; nothing where all of them are shown."""
    closed = {round_.id for round_ in known.rounds.values() if round_.closed_at}
    tasks = [task for task in known.tasks.values() if task.round_id not in closed]
    asked = asked_of(person, tasks, known.people.values(), day)
    if {task.id for task in asked} - {task.id for task in shown}:
        yield say(_REST, shown=len(shown), count=len(asked))


def _roads(planned: PlannedDigest, cards: bool, known: Known) -> Iterator[Choice]:
    """What else may be tapped; their labels are words that the conversation understands when typed."""
    if cards:
        yield Choice(say(N_("tasks")), ":tasks", side=True)
        yield Choice(say(N_("status")), ":status", side=True)
        yield Choice(say(N_("Remind me tomorrow")), ":later:1", side=True)
        yield Choice(say(N_("Remind me in 3 days")), ":later:3", side=True)
        yield Choice(say(N_("Remind me next week")), ":later:7", side=True)
    for part in planned.parts:
        if part.kind == "still_open":
            for round_id in part.round_ids:
                year, plan, _kind = known.rounds[round_id].of
                yield Choice(
                    of_plan(say(N_("Close the round")), title_among(known.plans, year, plan)),
                    f":close_round:{round_id}",
                )
        if part.kind == "to_open" and part.opens:
            year, plan, kind = part.opens.of
            named = str(kind) if plan == 1 else f"{kind}:{year}:{plan}"
            yield Choice(
                of_plan(say(N_("Open the round")), title_among(known.plans, year, plan)), f":open_round:{named}"
            )
    if _has(planned, "to_check"):
        yield Choice(say(N_("check")), ":review", side=True)
    if _of_units(planned):
        yield Choice(say(N_("remind them")), ":remind", side=True)
        yield Choice(say(N_("overview")), ":overview", side=True)


def _has(planned: PlannedDigest, kind: str) -> bool:
    return any(part.kind == kind for part in planned.parts)


def _of_units(planned: PlannedDigest) -> bool:
    return any(part.kind in ("unit_late", "escalated", "not_yet", "summary") for part in planned.parts)


def _paragraphs(person: Person, planned: PlannedDigest, known: Known, day: date) -> Iterator[Say]:
    yield say(_FOR_YOU, name=person.name)
    unreachable = [part for part in planned.parts if part.kind == "unreachable"]
    nobody = [part for part in planned.parts if part.kind == "nobody"]
    for part in planned.parts:
        if part.is_own:
            yield from _own(part, known, day)
        elif part.kind in _PARTS:
            yield from _PARTS[part.kind](part, known, day)
    if _of_units(planned):
        yield say(_REMIND_THEM)
    if unreachable:
        named = [_who(part, known) for part in unreachable[:MOST_LINES]]
        rest = len(unreachable) - len(named)
        yield join_sentences([say(_UNREACHABLE), *named, *([say(_MORE_PEOPLE, count=rest)] if rest else [])])
    if nobody:
        yield say(_NOBODY, count=sum(len(part.task_ids) for part in nobody))


def _own(part: Part, known: Known, day: date) -> Iterator[Say]:
    """Which reminder it is; for whom, where the reader stands in for somebody."""
    tasks = [known.tasks[i] for i in part.task_ids]
    rounds = _name_rounds(part.round_ids & known.rounds.keys(), known)
    what = reminder_words(Reminder(part.kind, tasks, part.month, rounds, _reviewers(tasks, known)), day)
    yield say(_STAND_IN, name=known.people[part.about].name, what=what) if part.about else what


def _reviewers(tasks: Sequence[Task], known: Known) -> str:
    """The names of who sent the tasks back."""
    ids = dict.fromkeys(task.check.reviewer_id for task in tasks if task.check and task.returned)
    return ", ".join(known.people[i].name for i in ids if i and i in known.people)


def _list_by_unit(head: str) -> Callable[[Part, Known, date], Iterator[Say]]:
    """A heading, and a line for each unit with whom the tasks wait for."""

    def paragraph(part: Part, known: Known, day: date) -> Iterator[Say]:
        tasks = [known.tasks[i] for i in part.task_ids]
        lines = [_unit_line(unit, of_unit, known) for unit, of_unit in _by_unit(tasks).items()]
        due = min(task.due for task in tasks)
        told = say(head, count=len(tasks), due=due, left=left_words((due - day).days))
        yield join_sentences([told, *_most(lines)])

    return paragraph


def _most(lines: Sequence[Say]) -> Iterator[Say]:
    """The first lines, and how many units more there are."""
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield say(_MORE, count=len(lines) - MOST_LINES)


def _unit_line(unit: str, tasks: Sequence[Task], known: Known) -> Say:
    people = dict.fromkeys(i for task in tasks for i in task.assignee_ids if i in known.people)
    if not people:
        return say(_UNIT_NOBODY, unit=unit, count=len(tasks))
    return say(_UNIT, unit=unit, count=len(tasks), names=trim(", ".join(known.people[i].name for i in people), 120))


def _summary(part: Part, known: Known, day: date) -> Iterator[Say]:
    units = _by_unit([known.tasks[i] for i in part.task_ids])
    lines = [say(_STATE, unit=unit, counts=standings_words(tasks, day)) for unit, tasks in units.items()]
    yield join_sentences([say(_SUMMARY), *_most(lines)])


def _to_check(part: Part, known: Known, _day: date) -> Iterator[Say]:
    since = min((task.last_update for i in part.task_ids if (task := known.tasks[i]).last_update), default=None)
    yield say(_TO_CHECK, count=len(part.task_ids), since=day_in_bangkok(since) if since else "-")


def _still_open(part: Part, known: Known, _day: date) -> Iterator[Say]:
    for round_id in part.round_ids:
        yield say(_STILL_OPEN, round=_name_rounds({round_id}, known), by=part.by or "-")


def _inherited(part: Part, known: Known, _day: date) -> Iterator[Say]:
    """Named in one line: most of them have their cards."""
    measures = "; ".join(known.tasks[i].measure for i in part.task_ids)
    yield say(_TAKEN_OVER, count=len(part.task_ids), measures=trim(measures, 200))


def _handed(part: Part, known: Known, _day: date) -> Iterator[Say]:
    """Each task that was handed on, with who answers it now."""
    lines = []
    for task in (known.tasks[i] for i in part.task_ids):
        names = ", ".join(known.people[i].name for i in task.assignee_ids if i in known.people)
        lines.append(say(_HANDED_TO, measure=trim(task.measure, 120), names=names or "-"))
    yield join_sentences([say(_HANDED), *_most(lines)])


def _to_open(part: Part, known: Known, _day: date) -> Iterator[Say]:
    if part.opens:
        yield say(_TO_OPEN, round=round_title(known.plans, part.opens.of))


def _name_rounds(round_ids: Collection[int], known: Known) -> Say:
    """The rounds' names, each with its plan where the year has several."""
    return join_sentences([round_title(known.plans, known.rounds[round_id].of) for round_id in sorted(round_ids)], ", ")


def _publish(part: Part, known: Known, _day: date) -> Iterator[Say]:
    if part.by:
        yield say(_PUBLISH, round=_name_rounds(part.round_ids, known), by=part.by)


_PARTS: Mapping[str, Callable[[Part, Known, date], Iterator[Say]]] = {
    "still_open": _still_open,
    "to_open": _to_open,
    "inherited": _inherited,
    "handed": _handed,
    "unit_late": _list_by_unit(_UNIT_LATE),
    "escalated": _list_by_unit(_ESCALATED),
    "not_yet": _list_by_unit(_NOT_YET),
    "summary": _summary,
    "publish": _publish,
    "to_check": _to_check,
}


_HINDRANCES: Mapping[str, str] = {"never enrolled": _NEVER, "unreachable": _BLOCKED, "away": _ALONE}


def _who(part: Part, known: Known) -> Say:
    who = known.people[part.about or 0]
    return say(_HINDRANCES[part.why], name=who.name, until=who.away[1] if who.away else "-")


def _by_unit(tasks: Sequence[Task]) -> dict[str, list[Task]]:
    units: dict[str, list[Task]] = {}
    for task in tasks:
        units.setdefault(task.unit or "-", []).append(task)
    return units
