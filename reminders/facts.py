"""What planning a day needs to know of an agency, read at one moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from domain.agency import Person, Unit
from domain.expectation import Expectation, find_deadline
from domain.offers import TaskOffer
from domain.plan_ref import KeptRounds
from domain.reminding import Asked, PutOff, ReminderRules
from domain.task import Handover, Round, Status, Task
from domain.writes import Remind
from reminders.calendar import WorkCalendar, calendar_of
from reminders.occurrences import due_occurrences, rounds_expected
from store.agencies import load_agency
from store.books import Books
from store.certified import certified_reports, is_public
from store.handovers import handovers
from store.offers import accepted_since
from store.people import load_lineage, load_people
from store.plan_refs import load_plans
from store.reminder_rules import agency_holidays, asked_reminders, put_offs, reminder_rules
from store.reminders import reminded, told_once
from store.reviews import check_has_news
from store.rounds import load_rounds
from store.task_replies import last_reports
from store.tasks import has_own_deadlines, load_tasks, load_tasks_to_check

# Longer than any holiday moves an occurrence whose key was recorded already.
_LOOK_BACK = timedelta(days=63)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is found once of a task: how far it is, the last day that it has of its own, by day what is expected."""

    task: Task
    reported: Status
    own_end: date | None
    days: dict[date, Expectation]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The rounds, the open ones' tasks, the people, what they were told of late, and the agency's rules.

    `last_reports` has the day of each person's newest reply; `told_once` is what admins were told for good;
    `published` are the ids of rounds whose report is on the web, `kept` the plans on file with the rounds kept of each;
    a round whose report was certified has no tasks here any more; `to_check` are the tasks, those of closed rounds too,
    whose newest reply waits for the supervisors' check; `handovers` say who inherited which task lately, oldest first,
    and `handed` what officers handed to colleagues.
    """

    rounds: tuple[Round, ...]
    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    reminded: tuple[Remind, ...] = ()
    units: tuple[Unit, ...] = ()
    rules: ReminderRules = field(default_factory=ReminderRules)
    own_holidays: frozenset[date] = frozenset()
    put_offs: Mapping[int, PutOff] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    last_reports: Mapping[int, date] = field(default_factory=dict)
    told_once: Collection[str] = frozenset()
    published: frozenset[int] = frozenset()
    kept: KeptRounds = field(default_factory=dict)
    to_check: tuple[Task, ...] = ()
    handovers: tuple[Handover, ...] = ()
    handed: tuple[TaskOffer, ...] = ()
    # Found once: the plans of a year ahead, and of other rules beside it, ask many times. `known` has what is known of
    # a task by its identity, `alike` what is expected by all that it depends on, `waiting` who is asked on a day.
    known: dict[int, _Known] = field(default_factory=dict, compare=False, repr=False)
    alike: dict[object, dict[date, Expectation]] = field(default_factory=dict, compare=False, repr=False)
    waiting: dict[date, tuple[Sequence[Task], Mapping[int, list[Task]]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def expectation_of(self, task: Task, day: date) -> Expectation:
        """What is expected of one of the tasks on the day."""
        days = self._known_of(task).days
        if day not in days:
            days[day] = task.expectation(day)
        return days[day]

    def reported_of(self, task: Task) -> Status:
        """How far its officers say that one of the tasks is."""
        return self._known_of(task).reported

    def own_end_of(self, task: Task) -> date | None:
        """The measure's own last day where that is before its round's due day; None elsewhere."""
        return self._known_of(task).own_end

    def _known_of(self, task: Task) -> _Known:
        known = self.known.get(id(task))
        if known is None:
            same = self.alike.setdefault((task.expected, task.replies, task.returned, task.emptied), {})
            end = find_deadline(task.expected)
            known = self.known[id(task)] = _Known(task, task.reported, end if end < task.due else None, same)
        return known

    def waiting_on(self, day: date) -> Mapping[int, list[Task]]:
        """Each person's tasks that ask for a reply on the day."""
        of, found = self.waiting.get(day, (None, {}))
        if of is not self.tasks:
            found = self._find_waiting(day)
            self.waiting[day] = (self.tasks, found)
        return found

    def _find_waiting(self, day: date) -> Mapping[int, list[Task]]:
        waiting: defaultdict[int, list[Task]] = defaultdict(list)
        for task in self.tasks:
            for person_id in dict.fromkeys(task.assignee_ids) if self.expectation_of(task, day).asks else ():
                waiting[person_id].append(task)
        return waiting

    @property
    def task_by_id(self) -> Mapping[int, Task]:
        """Every task that a digest may name."""
        return {task.id: task for task in (*self.to_check, *self.tasks)}

    @property
    def calendar(self) -> WorkCalendar:
        """The agency's working days."""
        return calendar_of(self.rules, self.own_holidays)


def day_facts(books: Books, day: date) -> DayFacts:
    """The facts for planning this day."""
    since, opened, agency = day - _LOOK_BACK, load_rounds(books), load_agency(books)
    certified, published = _certified(books, opened)
    return DayFacts(
        rounds=opened,
        tasks=tuple(task for task in load_tasks(books) if task.round_id not in certified),
        people=load_people(books),
        reminded=reminded(books, since),
        units=load_lineage(books),
        rules=reminder_rules(books),
        own_holidays=frozenset(agency_holidays(books)),
        put_offs={one.person_id: one for one in put_offs(books)},
        asked=asked_reminders(books, since),
        last_reports=last_reports(books, since),
        told_once=told_once(books),
        published=published,
        kept=agency.kept_rounds(load_plans(books)),
        to_check=load_tasks_to_check(books) if agency.review_from else (),
        handovers=handovers(books, datetime.combine(since, time(), UTC)),
        handed=accepted_since(books, datetime.combine(since, time(), UTC)),
    )


def _certified(books: Books, opened: Sequence[Round]) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the rounds whose report was certified, and of those whose report is on the web."""
    versions = [version for year in {round_.year for round_ in opened} for version in certified_reports(books, year)]
    certified = {version.of for version in versions}
    public = {version.of for version in versions if is_public(version)}
    certified_ids, public_ids = (
        frozenset(round_.id for round_ in opened if round_.of in of) for of in (certified, public)
    )
    return certified_ids, public_ids


def facts_if_due(books: Books, day: date) -> DayFacts | None:
    """The same, but None on most days, after a few short queries."""
    rules = reminder_rules(books)
    calendar = calendar_of(rules, agency_holidays(books))
    if not calendar.works_on(day):
        return None
    oldest = calendar.before(day, rules.made_good_for)
    asked_for = asked_reminders(books, oldest - timedelta(days=10))
    wished = any(oldest - timedelta(days=10) <= one.until <= day for one in put_offs(books))
    since = datetime.combine(oldest - timedelta(days=10), time(), UTC)
    agency = load_agency(books)
    if agency.review_from is not None and check_has_news(books, since):
        return day_facts(books, day)
    known = load_rounds(books)
    if asked_for or wished or has_own_deadlines(books) or due_occurrences(day, known, calendar, rules):
        return day_facts(books, day)
    kept = agency.kept_rounds(load_plans(books))
    return day_facts(books, day) if rounds_expected(day, known, kept, calendar, rules) else None
