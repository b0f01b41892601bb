"""A fiscal year of twelve people, day by day: who is pushed how often, and who is called late."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.agency import Person, Role
from domain.expectation import Reply
from domain.plan_ref import PlanRef
from domain.reminding import ReminderRules
from domain.sending import Quota
from domain.task import Handover, Round, Status, Task
from reminders.facts import DayFacts
from reminders.forecast import considered_within, once_told
from reminders.occurrences import OWN
from reminders.plan import PlannedDigest, consider_day
from reminders.quota import MOST_PUSHES
from tests.reminders.cases import UNITS, person, round_, task
from thai.cadences import CadenceKind
from thai.fiscal import USUAL_ROUNDS, RoundKind

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 10, 1), date(2027, 11, 30)
HALVES = (
    round_(1, date(2027, 3, 31), opened_at=datetime(2026, 10, 1, 0, 30, tzinfo=UTC)),
    round_(2, date(2027, 9, 30), RoundKind.SECOND_HALF, opened_at=datetime(2027, 4, 1, 3, tzinfo=UTC)),
)
ADMIN, HEAD, ON_TIME, LATE, NEVER, AWAY, DEPUTY, LEAVER, HEIR = range(1, 10)
AWAY_DAYS, LEAVES_ON = (date(2027, 1, 15), date(2027, 2, 15)), date(2027, 2, 10)
ONCE_BY = {1: (date(2026, 10, 1), date(2026, 12, 31)), 2: (date(2027, 4, 1), date(2027, 6, 30))}


@dataclass
class Office:
    """An agency without a database: its tasks, what was replied, and every digest as it was told."""

    people: tuple[Person, ...]
    tasks: dict[int, Task]
    limit: int | None = None
    rules: ReminderRules = field(default_factory=ReminderRules)
    told: list[tuple[date, PlannedDigest]] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)

    def run(self, first: date, last: date, happens: Callable[["Office", date], None]) -> "Office":
        facts = DayFacts(HALVES, (), self.people, units=UNITS, rules=self.rules, kept={PlanRef(1, 2570): USUAL_ROUNDS})
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
            happens(self, day)
            opened = [half for half in HALVES if half.opened_at.date() <= day]
            open_tasks = tuple(t for t in self.tasks.values() if any(t.round_id == half.id for half in opened))
            facts = replace(
                facts, tasks=open_tasks, people=self.people, rounds=tuple(opened), handovers=tuple(self.handovers)
            )
            used = sum(d.via == "push" and (at.year, at.month) == (day.year, day.month) for at, d in self.told)
            quota = None if self.limit is None else Quota(self.limit, used)
            decided = considered_within(day, facts, consider_day(day, facts), quota)
            planned = [one for one in decided if isinstance(one, PlannedDigest)]
            facts = once_told(facts, planned, day)
            self.told += [(day, one) for one in planned]
        return self

    def reply(self, task_id: int, day: date, period: date | None = None) -> None:
        before = self.tasks[task_id]
        said = Reply(day, Status.IN_PROGRESS, period, of_whole=False)
        self.tasks[task_id] = replace(before, replies=(*before.replies, said))

    def of(self, person_id: int) -> list[Task]:
        return [each for each in self.tasks.values() if person_id in each.assignee_ids]

    @property
    def pushes(self) -> Counter[tuple[int, str]]:
        """How many each person had in each month."""
        return Counter((one.person_id, f"{day:%Y-%m}") for day, one in self.told if one.via == "push")

    def table(self) -> str:
        """The pushes, a row for each person and a column for each month."""
        months = sorted({month for _, month in self.pushes})
        everybody = sorted({who.id for who in self.people} | {one.person_id for _, one in self.told})
        rows = [f"p{who:<3}" + "".join(f"{self.pushes[who, month]:8}" for month in months) for who in everybody]
        return "\n".join(["    " + "".join(f"{month:>8}" for month in months), *rows])


def tasks_of(half: Round, officers: Sequence[int], start: int) -> list[Task]:
    """Measures of every rhythm, of each officer; and one of everyone without a rhythm."""
    made: list[Task] = []
    for who in officers:
        for cadence in (CadenceKind.MONTHLY, CadenceKind.QUARTERLY, CadenceKind.ONCE, None):
            once = ONCE_BY[half.id] if cadence is CadenceKind.ONCE else None
            made.append(task(start + len(made), (who,), of=half, cadence=cadence, carried_out=once))
    made.append(task(start + len(made), tuple(officers), of=half))
    return made


def office(officers: Sequence[int], limit: int | None = None) -> Office:
    staff = [person(who) for who in officers]
    admin = person(ADMIN, roles=frozenset({Role.ADMIN}), unit_ids=())
    head = person(HEAD, roles=frozenset({Role.SUPERVISOR}))
    tasks = [*tasks_of(HALVES[0], officers, 1), *tasks_of(HALVES[1], officers, 1001)]
    return Office((admin, head, *staff), {each.id: each for each in tasks}, limit)


def reports_on_time(of: Office, person_id: int, day: date) -> None:
    """Whatever is asked of the person is reported on the month's 20th, and on the round's last day."""
    for each in of.of(person_id):
        expectation = each.expectation(day)
        if expectation.asks and (day.day == 20 or day == each.due):
            for period in expectation.missing or (None,):
                of.reply(each.id, day, period)


def year_happens(of: Office, day: date) -> None:
    reports_on_time(of, ON_TIME, day)
    if day in (date(2027, 4, 9), date(2027, 10, 15)):
        for each in of.of(LATE):
            if each.due < day:
                periods = each.expectation(day).periods
                of.reply(each.id, day, periods[-1] if periods else None)
    if day == date(2027, 1, 14):
        away = {"away": AWAY_DAYS, "deputy_id": DEPUTY}
        of.people = tuple(replace(who, **away) if who.id == AWAY else who for who in of.people)
    if day == LEAVES_ON:
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        of.people = tuple(who for who in of.people if who.id != LEAVER)
        for each in of.of(LEAVER):
            heirs = tuple(dict.fromkeys(HEIR if who == LEAVER else who for who in each.assignee_ids))
            of.tasks[each.id] = replace(each, assignee_ids=heirs)
            of.handovers += [Handover(each.id, HEIR, LEAVER, at)] if HEIR not in each.assignee_ids else []


@pytest.fixture(scope="module")
def year() -> Office:
    """Both rounds are left open to the end."""
    made = office(range(3, 13)).run(FIRST, LAST, year_happens)
    print(f"\n{made.table()}")
    return made


def test_who_reports_on_time_is_never_called_late_and_neither_head_nor_admin_hears_it(year: Office) -> None:
    alone = {each.id for each in year.of(ON_TIME) if each.assignee_ids == (ON_TIME,)}
    lateness = [part for _, one in year.told for part in one.parts if part.kind in ("late", "unit_late", "escalated")]
    called = [part for part in lateness if alone & set(part.task_ids)]
    assert alone and not called
    assert not [day for day, one in year.told for part in one.parts if one.person_id == ON_TIME and part.kind == "late"]
    assert [day for day, one in year.told for part in one.parts if one.person_id == NEVER and part.kind == "late"]
    late = [day for day, one in year.told for part in one.parts if one.person_id == LATE and part.kind == "late"]
    assert late == [date(2027, 4, 5), date(2027, 10, 5), date(2027, 10, 11)]


def test_nobody_has_two_messages_a_day_or_six_pushes_a_month_also_with_rounds_left_open(year: Office) -> None:
    assert len({(day, one.person_id) for day, one in year.told}) == len(year.told)
    assert max(year.pushes.values()) <= MOST_PUSHES


def test_the_table_has_every_person_and_month_and_shows_what_each_one_s_reporting_spares_them(year: Office) -> None:
    head, *rows = year.table().splitlines()
    months = head.split()
    table = {int(name[1:]): list(map(int, counts)) for name, *counts in map(str.split, rows)}
    assert months[0] == "2026-10" and months[-1] == "2027-11" and len(months) == 14
    assert set(table) == set(range(1, 13))  # who has left too
    assert sum(map(sum, table.values())) == sum(year.pushes.values())
    assert sum(table[ON_TIME]) < sum(table[LATE]) < sum(table[NEVER])
    assert sum(table[LEAVER][months.index("2027-03") :]) == 0
    assert max(map(max, table.values())) <= MOST_PUSHES


def test_who_is_away_is_told_nothing_and_the_deputy_is(year: Office) -> None:
    inside = [(day, one) for day, one in year.told if AWAY_DAYS[0] <= day <= AWAY_DAYS[1]]
    assert not [day for day, one in inside if one.person_id == AWAY]
    stood_in = [day for day, one in inside for part in one.parts if part.about == AWAY and part.kind in OWN]
    assert stood_in and {one.person_id for _, one in inside for part in one.parts if part.about == AWAY} == {DEPUTY}


def test_who_has_left_is_told_nothing_more_and_the_heir_is_told_of_the_tasks(year: Office) -> None:
    assert not [day for day, one in year.told if one.person_id == LEAVER and day >= LEAVES_ON]
    before = {i for day, one in year.told if one.person_id == LEAVER and day < LEAVES_ON for i in one.task_ids}
    after = {i for day, one in year.told if one.person_id == HEIR and day >= LEAVES_ON for i in one.task_ids}
    assert before and after & before
    taken_over = [key for _, one in year.told for key in one.keys if key.startswith("inherited")]
    heirs = {one.person_id for _, one in year.told for part in one.parts if part.kind == "inherited"}
    assert taken_over and heirs == {HEIR} and len(set(taken_over)) == len(taken_over)


def test_the_new_round_is_never_starved_by_the_one_before(year: Office) -> None:
    for day, one in year.told:
        own = [i for part in one.parts if part.kind in OWN and part.about is None for i in part.task_ids]
        late = [year.tasks[i].round_id for part in one.parts if part.kind == "late" for i in part.task_ids]
        if 1 in late and any(year.tasks[i].round_id == 2 for i in own):
            assert year.tasks[own[0]].round_id == 2, (day, one.person_id)
    april = [one for day, one in year.told if one.via == "push" and day.month == 4]
    second = {one.person_id for one in april if any(key.startswith("begun:2") for key in one.keys)}
    assert second == set(range(3, 13)) - {LEAVER}


@pytest.mark.parametrize("last_day", [date(2027, 3, 31), date(2027, 9, 30)])
def test_with_300_a_month_and_40_people_nobody_is_left_with_the_menu_alone_at_a_deadline(last_day: date) -> None:
    officers = range(3, 43)
    asked = office(officers, limit=300).run(last_day.replace(day=1), last_day, lambda _office, _day: None)
    on_the_day = {one.person_id: one.via for day, one in asked.told if day == last_day}
    assert {who: on_the_day.get(who) for who in officers} == dict.fromkeys(officers, "push")
    assert sum(asked.pushes.values()) <= 300 and max(asked.pushes.values()) <= MOST_PUSHES
