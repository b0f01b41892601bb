"""Who is to be told what on a day, note by note, before it is known whether they can be reached. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.agency import Person, Role, units_headed
from domain.expectation import Standing, known_timeframe, months_of_period, period_end
from domain.reminding import JUST_REPORTED, PutOff
from domain.task import Handover, Task
from reminders.check_notes import notes_of_returned, notes_to_reviewers
from reminders.facts import DayFacts
from reminders.note import Note, first_day_for, most_urgent_first
from reminders.occurrences import OWN, Occurrence, due_occurrences, find_occasion_kind, own_deadlines, rounds_expected
from reminders.reach import is_told
from thai.cadences import CadenceKind
from thai.dates import day_in_bangkok

_AS_A_WHOLE = frozenset({CadenceKind.HALF_YEARLY, CadenceKind.YEARLY, CadenceKind.ONCE})


def notes_of_day(day: date, facts: DayFacts) -> Iterator[Note]:
    """All that the day asks for, whoever was told what already."""
    notes = tuple(_notes_for_duties(day, facts))
    yield from notes
    yield from _handed_on(day, facts, {note.to for note in notes})


def _notes_for_duties(day: date, facts: DayFacts) -> Iterator[Note]:
    """What each is told for what they have to do; it is worth a digest of its own."""
    due = due_occurrences(day, facts.rounds, facts.calendar, facts.rules)
    yield from _to_owners(day, facts, due)
    yield from _to_supervisors(day, facts, due)
    yield from notes_of_returned(day, facts)
    yield from notes_to_reviewers(day, facts, due)
    yield from _to_admins(day, facts, due)


def inherited_tasks(facts: DayFacts, day: date) -> Mapping[int, Mapping[int, Handover]]:
    """By person and task, the newest handover of what they answer since somebody else does so no more.

    Nothing that asks for no report in this round any more.
    """
    open_tasks = {task.id: task for task in facts.tasks}
    found: defaultdict[int, dict[int, Handover]] = defaultdict(dict)
    for one in facts.handovers:
        task = open_tasks.get(one.task_id)
        if task and one.from_id and one.person_id in task.assignee_ids and facts.expectation_of(task, day).expects:
            found[one.person_id][task.id] = one
    return found


def put_off_until(put_off: PutOff | None, waiting: Sequence[Task]) -> date | None:
    """The day until which the person put it off: never past a due day that was still ahead."""
    if put_off is None:
        return None
    return min([put_off.until, *(task.due for task in waiting if task.due > put_off.since)])


def _to_owners(day: date, facts: DayFacts, due: Sequence[Occurrence]) -> Iterator[Note]:
    waiting, inherited = facts.waiting_on(day), inherited_tasks(facts, day)
    for person in facts.people:
        told = False
        mine = waiting.get(person.id, [])
        own = [one for one in due if one.kind in OWN]
        own += (
            [*_asked_for(day, facts, person.id), *_put_off(day, facts, person, mine), *_once(day, facts, mine)]
            if mine
            else []
        )
        for one in own:
            chosen = _put_off_tasks(facts, person, mine) if one.kind == "put_off" else mine
            if one.kind == "begun":
                chosen = [
                    task
                    for task in facts.tasks
                    if person.id in task.assignee_ids and facts.expectation_of(task, day).expects
                ]
            named = most_urgent_first([task for task in chosen if _concerns(one, task, day, facts)], facts)
            if named:
                told = True
                yield Note(person.id, one, tuple(task.id for task in named))
        for task_id, handover in inherited.get(person.id, {}).items() if told else ():
            key, why = f"inherited:{task_id}:{handover.at:%Y-%m-%dT%H:%M}", f"p{handover.from_id} answered it before"
            yield Note(person.id, Occurrence(key, "inherited", day, day, frozenset(), why), (task_id,))


def _concerns(one: Occurrence, task: Task, day: date, facts: DayFacts) -> bool:
    if one.kind == "put_off":
        return True
    if one.kind == "asked":
        return task.unit_id in one.unit_ids
    if not one.round_ids:
        return facts.own_end_of(task) == one.by
    if task.round_id not in one.round_ids:
        return False
    return one.kind != "check_in" or (one.month is not None and _asked_in(one.month, task, day, facts))


def _asked_in(month: date, task: Task, day: date, facts: DayFacts) -> bool:
    """Whether a task that asks for a reply is named by the month's check-in.

    A quarter is asked for in its last month, and later while it is missing; what is answered once a round waits for
    its deadline, and what the plan begins later for its time.
    """
    ends = period_end(month, 1)
    if months := months_of_period(task.cadence):
        return any(period_end(first, months) <= ends for first in facts.expectation_of(task, day).missing)
    if task.cadence in _AS_A_WHOLE:
        return False
    begins = known_timeframe(task.expected.year, task.carried_out)
    return begins is None or begins[0] <= ends


def _asked_for(day: date, facts: DayFacts, person_id: int) -> Iterator[Occurrence]:
    reported = facts.last_reports.get(person_id)
    for asked in facts.asked:
        if reported and day_in_bangkok(asked.at) - reported < JUST_REPORTED:
            continue  # also who reported since
        first = first_day_for(person_id, asked.at, facts)
        if first <= day <= (until := facts.calendar.after(first, 1)):
            why = f"asked for by p{asked.person_id}"
            yield Occurrence(
                f"asked:{asked.id}", "asked", first, until, frozenset(), why, unit_ids=frozenset(asked.unit_ids)
            )


def _put_off_tasks(facts: DayFacts, person: Person, mine: Sequence[Task]) -> list[Task]:
    """What the digest that was put off had named, without what was checked in since; all where none is known."""
    since = facts.put_offs[person.id].since
    told = [one for one in facts.reminded if one.person_id == person.id and one.day <= since]
    if not told:
        return list(mine)
    last = max(told, key=lambda one: one.day)
    routine = all(find_occasion_kind(key) in ("check_in", "summary") for key in last.keys)
    named = [task for task in mine if task.id in last.task_ids]
    return [task for task in named if not (routine and task.replied_since(last.at))]


def _once(day: date, facts: DayFacts, mine: Sequence[Task]) -> Iterator[Occurrence]:
    """The deadlines that measures have of their own; what was over before the round was opened is none."""
    opened = {round_.id: day_in_bangkok(round_.opened_at) for round_ in facts.rounds}
    ends = dict.fromkeys((facts.own_end_of(task), task.round_id) for task in mine)
    for end, round_id in ends:
        if end is not None and round_id in opened:
            for one in own_deadlines(day, end, facts.calendar, facts.rules):
                if opened[round_id] <= one.day:
                    yield one


def _put_off(day: date, facts: DayFacts, person: Person, mine: Sequence[Task]) -> Iterator[Occurrence]:
    put_off = facts.put_offs.get(person.id)
    wished = put_off_until(put_off, mine)
    if put_off is None or wished is None:
        return
    first = facts.calendar.on_or_after(wished) if wished == put_off.until else facts.calendar.on_or_before(wished)
    until = facts.calendar.after(first, facts.rules.made_good_for)
    if put_off.since < first <= day <= until:
        key = f"put_off:{put_off.since}:{put_off.until}"
        yield Occurrence(key, "put_off", first, until, frozenset(), f"put off on {put_off.since}")


def _to_supervisors(day: date, facts: DayFacts, due: Sequence[Occurrence]) -> Iterator[Note]:
    """What is late in their units, and the month's summary; what is late where no supervisor is told goes to admins."""
    headed = {who.id: units_headed(who, facts.units) for who in facts.people if Role.SUPERVISOR in who.roles}
    told_of = [headed[who.id] for who in facts.people if who.id in headed and is_told(who, facts.people, day)]
    known = frozenset[int]().union(*told_of)
    for one in due:
        if one.kind not in ("unit_late", "summary"):
            continue
        of_round = [task for task in facts.tasks if task.round_id in one.round_ids]
        told = [task for task in of_round if _told_to_head(one, task, day, facts)]
        for person in facts.people:
            near = headed.get(person.id, frozenset())
            to_admin = one.kind == "unit_late" and Role.ADMIN in person.roles
            mine = tuple(task.id for task in told if task.unit_id in near or (to_admin and task.unit_id not in known))
            if mine:
                yield Note(person.id, one, mine)


def _told_to_head(one: Occurrence, task: Task, day: date, facts: DayFacts) -> bool:
    """What is late; in the summary all that lies within the round's time."""
    expectation = facts.expectation_of(task, day)
    if one.kind == "summary":
        return expectation.standing not in (Standing.NOT_YET, Standing.EARLIER)
    return expectation.late


def _handed_on(day: date, facts: DayFacts, told: Collection[int]) -> Iterator[Note]:
    """What officers of their units handed to colleagues, to supervisors who have a digest anyway."""
    tasks = {task.id: task for task in facts.tasks}
    for person in facts.people:
        near = units_headed(person, facts.units) if person.id in told else frozenset[int]()
        for one in facts.handed:
            task = tasks.get(one.task_id)
            if task is None or task.unit_id not in near or person.id in (one.from_id, one.to_id):
                continue
            if one.to_id in task.assignee_ids:
                why = f"p{one.from_id} handed it to p{one.to_id}"
                yield Note(person.id, Occurrence(f"handed:{one.id}", "handed", day, day, frozenset(), why), (task.id,))


_TOLD_TO_ADMINS = frozenset({"not_yet", "escalated", "publish", "still_open"})


def _to_admins(day: date, facts: DayFacts, due: Sequence[Occurrence]) -> Iterator[Note]:
    """Also what is escalated, to the person that the agency names; the admins where it names none who can be told."""
    admins = [person for person in facts.people if Role.ADMIN in person.roles]
    named = [who for who in facts.people if who.id == facts.rules.escalate_to and is_told(who, facts.people, day)]
    for one in due:
        if one.kind not in _TOLD_TO_ADMINS:
            continue
        of_round = [(t.id, facts.expectation_of(t, day)) for t in facts.tasks if t.round_id in one.round_ids]
        asked, late = (tuple(i for i, e in of_round if e.asks), tuple(i for i, e in of_round if e.late))
        match one.kind:
            case "not_yet" if asked:
                yield from (Note(person.id, one, asked) for person in admins)
            case "escalated" if late:
                yield from (Note(person.id, one, late) for person in named or admins)
            case "publish" if unpublished := one.round_ids - facts.published:
                yield from (Note(person.id, replace(one, round_ids=unpublished)) for person in admins)
            case "still_open":
                yield from (Note(person.id, one) for person in admins)
    for to_open in rounds_expected(day, facts.rounds, facts.kept, facts.calendar, facts.rules):
        if day <= to_open.until:
            yield from (Note(person.id, to_open) for person in admins)
    if any(one.kind in OWN for one in due):
        yield from _nobodys(day, facts, admins)


def _nobodys(day: date, facts: DayFacts, admins: Sequence[Person]) -> Iterator[Note]:
    """Tasks that nobody answers, each told once."""
    for task in facts.tasks:
        key = f"nobody:{task.id}"
        if not task.assignee_ids and key not in facts.told_once and facts.expectation_of(task, day).asks:
            one = Occurrence(key, "nobody", day, day, frozenset({task.round_id}), "a task without anybody")
            yield from (Note(person.id, one, (task.id,)) for person in admins)
