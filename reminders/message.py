"""What a person's one message of the day says: a paragraph for each part, cards for the tasks to be answered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from domain.agency import Person
from domain.expectation import Standing
from domain.messages import N_, Choice, Digest, Say, TaskLine, say
from domain.task import Round, Status, Task
from reminders.occurrences import OWN
from reminders.plan import Part, PlannedDigest
from thai.clusters import trim
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year, round_name

MOST_CARDS: Final = 9  # as on a page of "my tasks"
MOST_LINES: Final = 12

_WAITING = N_("{name}: {count} of your tasks wait for a report; the nearest is due on {due}.")
_LATE = N_("{name}: {count} of your tasks wait for a report; {late} of them are late, the oldest was due on {due}.")
_FOR_YOU = N_("{name}:")
_STAND_IN = N_("You stand in for {name}, who is away: {count} tasks wait for a report; the nearest is due on {due}.")
_REST = N_("The {shown} most urgent are shown here; {rest} more can be seen by typing “งาน”.")
_TO_DO = N_("Tap “Report” on a task to answer it now.")
_UNIT_LATE = N_("Late in the units you supervise: {count} tasks.")
_ESCALATED = N_("Late for longer, in spite of reminders: {count} tasks.")
_NOT_YET = N_("The round is due on {due}. Not answered yet: {count} tasks.")
_SUMMARY = N_("This month in the units you supervise:")
_UNIT = N_("• {unit}: {count} tasks – {names}")
_UNIT_NOBODY = N_("• {unit}: {count} tasks – nobody is named")
_STATE = N_("• {unit}: done {done}, under way {begun}, not started {idle}, not reported {silent}, late {late}")
_MORE = N_("… and {count} more units")
_PUBLISH = N_("The report of the round is to be certified and on the web by {by}.")
_NEVER = N_("• {name} has not enrolled yet. Please pass on an invite code.")
_BLOCKED = N_("• {name} has blocked the account or left. Please ask, or hand the tasks over.")
_ALONE = N_("• {name} is away until {until}, and nobody stands in. Please name a deputy.")
_MORE_PEOPLE = N_("… and {count} more people; the admin page names them all")
_UNREACHABLE = N_("Reminders do not reach these people on LINE:")
_NOBODY = N_("{count} tasks have nobody to answer them. Please see the admin page.")
_RETURNED = N_("Sent back to be mended:")
_WHY = "• {measure}: “{words}” ({name})"
_BEGUN = N_("{round} is open: {count} reports are asked of you by {due}.")
_STILL_OPEN = N_("{round} was to be published by {by} and still takes replies. Please close it once all is in.")
_TO_OPEN = N_("{round} has begun, and nobody has opened it. Please open it, so that the officers are told.")
_TO_CHECK = N_("{count} replies wait for your check, the oldest since {since}. Type “ตรวจ” to look at them.")
_REMIND_THEM = N_("Type “เตือน” to have them reminded, “ภาพรวม” to see more.")


@dataclass(frozen=True, slots=True)
class Known:
    """What a message names: tasks, people and rounds by id."""

    tasks: Mapping[int, Task]
    people: Mapping[int, Person]
    rounds: Mapping[int, Round] = field(default_factory=dict)


def digest_message(person: Person, planned: PlannedDigest, known: Known, day: date) -> Digest:
    """The digest: at most nine cards, the rest counted; what concerns others in words."""
    cards = [known.tasks[i] for part in planned.parts if part.is_own for i in part.task_ids]
    cards = list({task.id: task for task in cards}.values())
    texts = list(_paragraphs(person, planned, known, day))
    if len(cards) > MOST_CARDS:
        texts.append(say(_REST, shown=MOST_CARDS, rest=len(cards) - MOST_CARDS))
    if cards:
        texts.append(say(_TO_DO))
    # Several matters in one message are set apart; one is not torn.
    apart = "\n\n" if len(planned.parts) > 1 else "\n"
    return Digest(_joined(texts, apart), tuple(map(_line, cards[:MOST_CARDS])), tuple(_roads(planned, bool(cards))))


def _line(task: Task) -> TaskLine:
    """The task with its report, and with one tap for what goes on as it was where there is something to repeat."""
    again = task.told and task.reported is Status.IN_PROGRESS and not task.returned
    return TaskLine(task, f":report:{task.id}", f":same:{task.id}" if again else "")


def _roads(planned: PlannedDigest, cards: bool) -> Iterator[Choice]:
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
                yield Choice(say(N_("Close the round")), f":close_round:{round_id}")
        if part.kind == "to_open" and part.opens:
            yield Choice(say(N_("Open the round")), f":open_round:{part.opens}")
    if _has(planned, "to_check"):
        yield Choice(say(N_("check")), ":review", side=True)
    if _of_units(planned):
        yield Choice(say(N_("remind them")), ":remind", side=True)
        yield Choice(say(N_("overview")), ":overview", side=True)


def _has(planned: PlannedDigest, kind: str) -> bool:
    return any(part.kind == kind for part in planned.parts)


def _of_units(planned: PlannedDigest) -> bool:
    return any(part.kind in ("unit_late", "summary") for part in planned.parts)


def _paragraphs(person: Person, planned: PlannedDigest, known: Known, day: date) -> Iterator[Say]:
    own = [part for part in planned.parts if part.kind in OWN and part.about is None]
    waiting = [i for part in own if part.kind != "begun" for i in part.task_ids]
    if waiting:
        yield _how_many(person, [known.tasks[i] for i in waiting], day)
    else:
        yield say(_FOR_YOU, name=person.name)
    unreachable = [part for part in planned.parts if part.kind == "unreachable"]
    nobody = [part for part in planned.parts if part.kind == "nobody"]
    for part in planned.parts:
        if part.kind in OWN and part.about:
            yield from _stands_in(part, known, day)
        elif part.kind in _PARTS:
            yield from _PARTS[part.kind](part, known, day)
    if _of_units(planned):
        yield say(_REMIND_THEM)
    if unreachable:
        named = [_who(part, known) for part in unreachable[:MOST_LINES]]
        rest = len(unreachable) - len(named)
        yield _joined([say(_UNREACHABLE), *named, *([say(_MORE_PEOPLE, count=rest)] if rest else [])])
    if nobody:
        yield say(_NOBODY, count=sum(len(part.task_ids) for part in nobody))


def _stands_in(part: Part, known: Known, _day: date) -> Iterator[Say]:
    tasks = [known.tasks[i] for i in part.task_ids]
    name = known.people[part.about or 0].name
    yield say(_STAND_IN, name=name, count=len(tasks), due=min(task.due for task in tasks))


def _listed(head: str) -> Callable[[Part, Known, date], Iterator[Say]]:
    """A heading, and a line for each unit with whom the tasks wait for."""

    def paragraph(part: Part, known: Known, _day: date) -> Iterator[Say]:
        tasks = [known.tasks[i] for i in part.task_ids]
        lines = [_unit_line(unit, of_unit, known) for unit, of_unit in _by_unit(tasks).items()]
        yield _joined([say(head, count=len(tasks), due=min(task.due for task in tasks)), *_most(lines)])

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
    lines = []
    for unit, tasks in _by_unit([known.tasks[i] for i in part.task_ids]).items():
        done = sum(t.expectation(day).standing is Standing.FINISHED for t in tasks)
        begun = sum(t.reported is Status.IN_PROGRESS for t in tasks)
        late, silent = sum(t.expectation(day).late for t in tasks), sum(t.unreported for t in tasks)
        idle = sum(t.reported is Status.NOT_STARTED and not t.unreported for t in tasks)
        lines.append(say(_STATE, unit=unit, done=done, begun=begun, idle=idle, silent=silent, late=late))
    yield _joined([say(_SUMMARY), *_most(lines)])


def _returned(part: Part, known: Known, _day: date) -> Iterator[Say]:
    """What was sent back, each with who did and why."""
    lines = [say(_RETURNED)]
    for task in (known.tasks[i] for i in part.task_ids[:MOST_LINES]):
        who = known.people.get(task.check.reviewer_id or 0) if task.check else None
        words = trim(task.check.words, 200) if task.check else ""
        measure, name = trim(task.measure, 120), who.name if who else "-"
        lines.append(say(_WHY, measure=measure, words=words or "-", name=name))
    yield _joined(lines)


def _to_check(part: Part, known: Known, _day: date) -> Iterator[Say]:
    since = min((task.last_update for i in part.task_ids if (task := known.tasks[i]).last_update), default=None)
    yield say(_TO_CHECK, count=len(part.task_ids), since=day_in_bangkok(since) if since else "-")


def _begun(part: Part, known: Known, _day: date) -> Iterator[Say]:
    for round_id in part.round_ids:
        due = known.rounds[round_id].due
        yield say(_BEGUN, round=_round_name(known.rounds[round_id]), count=len(part.task_ids), due=due)


def _still_open(part: Part, known: Known, _day: date) -> Iterator[Say]:
    for round_id in part.round_ids:
        yield say(_STILL_OPEN, round=_round_name(known.rounds[round_id]), by=part.by or "-")


def _to_open(part: Part, _known: Known, day: date) -> Iterator[Say]:
    if part.opens:
        yield say(_TO_OPEN, round=round_name(part.opens, fiscal_year(day), thai_digits=False))


def _round_name(round_: Round) -> str:
    return round_name(round_.kind, round_.year, thai_digits=False)


def _publish(part: Part, _known: Known, _day: date) -> Iterator[Say]:
    if part.by:
        yield say(_PUBLISH, by=part.by)


_PARTS: Mapping[str, Callable[[Part, Known, date], Iterator[Say]]] = {
    "begun": _begun,
    "still_open": _still_open,
    "to_open": _to_open,
    "unit_late": _listed(_UNIT_LATE),
    "escalated": _listed(_ESCALATED),
    "not_yet": _listed(_NOT_YET),
    "summary": _summary,
    "publish": _publish,
    "returned": _returned,
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


def _joined(texts: Sequence[Say], between: str = "\n") -> Say:
    """The sentences as one, each on a line of its own."""
    if len(texts) == 1:
        return texts[0]
    parts = {f"line{number}": text for number, text in enumerate(texts)}
    return Say(between.join(f"{{{name}}}" for name in parts), parts)


def _how_many(person: Person, tasks: Sequence[Task], day: date) -> Say:
    nearest = min(task.due for task in tasks)
    late = sum(task.expectation(day).late for task in tasks)
    if late:
        return say(_LATE, name=person.name, count=len(tasks), late=late, due=nearest)
    return say(_WAITING, name=person.name, count=len(tasks), due=nearest)
