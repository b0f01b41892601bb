"""The steps of an agency's year as its first page shows them: how far each is, what it says, its one button. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from domain.agency import Person
from domain.certified import CertifiedReport
from domain.messages import N_, Say, say
from domain.rounds import without_end
from domain.task import Round, Task
from store.certified import in_force, is_public
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, round_days, round_name


class State(StrEnum):
    """How far a step is; only `now` asks the administrator for something."""

    DONE = "done"
    GOING = "going"
    NOW = "now"
    LATER = "later"


STATES = {
    State.DONE: N_("This step is done"),
    State.GOING: N_("Under way"),
    State.NOW: N_("To do now"),
    State.LATER: N_("Not yet"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Where a step leads: a sentence of the catalogue, the page's endpoint, and what its address names."""

    label: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the year."""

    key: str
    title: str
    state: State
    lines: tuple[Say, ...] = ()
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What the steps follow from, as it is stored. `year` is the fiscal year (Buddhist era) that is looked at.

    `heard` is True once LINE sent the agency's account anything. `measures` is None where the year has no plan.
    `round` is the round looked at with its tasks and the versions of its report; `to_open` the one that may be opened
    next. `plan_years` are the years that have a plan.
    """

    today: date
    people: tuple[Person, ...]
    connected: bool
    heard: bool
    signatories: int
    year: int
    measures: int | None
    plan_years: tuple[int, ...]
    round: Round | None
    to_open: tuple[int, RoundKind] | None
    tasks: tuple[Task, ...] = ()
    publish_by: date | None = None
    versions: tuple[CertifiedReport, ...] = ()

    @property
    def version(self) -> CertifiedReport | None:
        """The version of the round's report that holds."""
        return in_force(self.versions)

    @property
    def is_open(self) -> bool:
        """True while the round takes replies."""
        return self.round is not None and self.round.closed_at is None

    @property
    def at_round(self) -> dict[str, Any]:
        """How an address names the round."""
        return {"year": self.round.year, "kind": self.round.kind} if self.round else {}

    @property
    def of_round(self) -> dict[str, Any]:
        """How the address of the round's tasks names it."""
        return {"year": self.round.year, "round": self.round.kind} if self.round else {}


def year_steps(facts: YearFacts) -> tuple[Step, ...]:
    """The steps in the order of the year."""
    return tuple(build(facts) for build in _STEPS)


def step_to_do(steps: Sequence[Step]) -> Step | None:
    """The first step that asks for something now; None while everything goes its way."""
    return next((step for step in steps if step.state is State.NOW), None)


def name_of_round(year: int, kind: RoundKind) -> str:
    """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`."""
    return round_name(kind, year, thai_digits=False)


def _set_up(facts: YearFacts) -> Step:
    """Done once LINE answers, everybody has enrolled and can be reached, and somebody is named who signs."""
    enrolled = [person for person in facts.people if person.line_user]
    silent = [person for person in enrolled if not person.reachable]
    lines = [say(N_("{enrolled} of {count} people have enrolled"), enrolled=len(enrolled), count=len(facts.people))]
    if not facts.connected:
        lines.append(say(N_("The agency's LINE account is not connected; whoever installed the system does that")))
    elif not facts.heard:
        lines.append(say(N_("Nothing has come from LINE yet: write anything to the agency's LINE account once")))
    if silent:
        lines.append(say(N_("LINE messages do not reach {count} people"), count=len(silent)))
    if not facts.signatories:
        lines.append(say(N_("Nobody is named yet who signs the report")))
    everybody = len(enrolled) == len(facts.people) and not silent
    can_begin = facts.heard and any(person.reachable for person in enrolled)
    whole = everybody and facts.heard and facts.signatories
    state = State.DONE if whole else State.GOING if can_begin else State.NOW
    signing = Button(N_("Name who signs"), "layout.show_layout")
    button = signing if everybody and not facts.signatories else Button(N_("People and invite codes"), _PEOPLE)
    return Step("set-up", N_("Set up"), state, tuple(lines), button)


def _plan(facts: YearFacts) -> Step:
    title = N_("The year's plan")
    if facts.measures is None:
        missing = say(N_("There is no plan of fiscal year {year} yet"), year=facts.year)
        return Step("plan", title, State.NOW, (missing,), Button(N_("Take in the plan's document"), _PLANS))
    known = say(N_("{count} measures of fiscal year {year}"), count=facts.measures, year=facts.year)
    return Step("plan", title, State.DONE, (known,), Button(N_("Look at the plan"), _PLANS))


def _round(facts: YearFacts) -> Step:
    title, all_rounds = N_("Open the round"), Button(N_("All rounds"), "rounds.show_rounds")
    if facts.round is not None:
        name = name_of_round(facts.round.year, facts.round.kind)
        return Step(
            "round", title, State.DONE, (say(N_("{round}, due {due}"), round=name, due=facts.round.due),), all_rounds
        )
    if facts.measures is None or facts.to_open is None:
        return Step("round", title, State.LATER)
    lines = (say(N_("Next: {round}"), round=name_of_round(*facts.to_open)),)
    return Step("round", title, State.NOW, lines, _open_button(facts.to_open))


def _follow(facts: YearFacts) -> Step:
    """To be done now: what is late or has nobody, and closing once nothing more is to come."""
    title, tasks = N_("Follow up"), [task for task in facts.tasks if task.outside is None]
    if facts.round is None:
        return Step("follow", title, State.LATER)
    missing = without_end(tasks, facts.today)
    told = say(N_("{count} of {all} tasks have their report"), count=len(tasks) - len(missing), all=len(tasks))
    if not facts.is_open:
        return Step("follow", title, State.DONE, (told,), _tasks_button(facts))
    late = [task for task in tasks if task.expectation(facts.today).late]
    nobody = [task for task in tasks if not task.assignee_ids]
    lines = [told]
    if late:
        lines.append(say(N_("{count} are late"), count=len(late)))
    if nobody:
        lines.append(say(N_("{count} have nobody to report them"), count=len(nobody)))
    if nobody or late:
        state = "nobody" if nobody else "late"
        return Step("follow", title, State.NOW, tuple(lines), _tasks_button(facts, state))
    if tasks and not missing:
        close = Button(N_("Close the round"), "rounds.show_change", {**facts.at_round, "what": "close"})
        return Step("follow", title, State.NOW, tuple(lines), close)
    return Step("follow", title, State.GOING, tuple(lines), _tasks_button(facts))


def _check(facts: YearFacts) -> Step:
    title, waiting = N_("Check replies"), [task for task in facts.tasks if task.waits]
    if facts.round is None:
        return Step("check", title, State.LATER)
    if waiting:
        told = say(N_("{count} replies wait for the check"), count=len(waiting))
        return Step("check", title, State.NOW, (told,), _tasks_button(facts, "waiting"))
    state = State.GOING if facts.is_open else State.DONE
    look = Button(N_("Look at the report"), "report.show_preview", facts.at_round)
    return Step("check", title, state, (say(N_("No reply waits for the check")),), look)


def _certify(facts: YearFacts) -> Step:
    title, version = N_("Certify"), facts.version
    if version is not None:
        told = say(N_("Version {number}, certified {day}"), number=version.number, day=day_in_bangkok(version.at))
        return Step("certify", title, State.DONE, (told,), _certify_button(facts, N_("The versions")))
    if facts.round is None:
        return Step("certify", title, State.LATER)
    _, end = round_days(facts.round.year, facts.round.kind)
    if facts.is_open and facts.today <= end:
        after = say(N_("Once the round's time is over: {day}"), day=end)
        return Step("certify", title, State.LATER, (after,))
    lines = (say(N_("What is doubtful in the report is shown before you certify it")),)
    return Step("certify", title, State.NOW, lines, _certify_button(facts, N_("Certify the report")))


def _publish(facts: YearFacts) -> Step:
    title, version = N_("Publish"), facts.version
    by = () if facts.publish_by is None else (say(N_("To be on the web by {day}"), day=facts.publish_by),)
    if version is None and facts.publish_by is not None and facts.publish_by < facts.today:
        by = (say(N_("It was to be on the web by {day}"), day=facts.publish_by),)
    if version is None:
        return Step("publish", title, State.LATER, by)
    if not is_public(version):
        return Step("publish", title, State.NOW, by, _certify_button(facts, N_("Publish the report")))
    page = Button(N_("The public page"), "public.show_report", facts.at_round)
    return Step("publish", title, State.DONE, (say(N_("Everybody can read it on the web")),), page)


def _next(facts: YearFacts) -> Step:
    """The round that comes after this one, or next year's plan."""
    title = N_("What comes next")
    if facts.round is not None and facts.to_open is not None and _has_begun(facts.to_open, facts.today):
        told = say(N_("{round} has begun, and nobody has opened it"), round=name_of_round(*facts.to_open))
        return Step("next", title, State.NOW, (told,), _open_button(facts.to_open))
    if facts.round is None or facts.version is None or not is_public(facts.version):
        return Step("next", title, State.LATER)
    if facts.to_open is not None:
        lines = (say(N_("Next: {round}"), round=name_of_round(*facts.to_open)),)
        return Step("next", title, State.NOW, lines, _open_button(facts.to_open))
    year = max((facts.year, *facts.plan_years)) + 1
    lines = (
        say(N_("The plan of fiscal year {year}: take this year's away as a form, change it, read it in"), year=year),
    )
    return Step("next", title, State.NOW, lines, Button(N_("Plan of the next year"), _PLANS, {"year": year}))


def _has_begun(to_open: tuple[int, RoundKind], today: date) -> bool:
    """Whether the calendar expects this half year to be open: the annual round compiles the halves later."""
    year, kind = to_open
    return kind is not RoundKind.ANNUAL and round_days(year, kind)[0] <= today


_STEPS: tuple[Callable[[YearFacts], Step], ...] = (
    _set_up, _plan, _round, _follow, _check, _certify, _publish, _next,
)  # fmt: skip
_PEOPLE, _PLANS = "people.show_people", "plan.show_plans"


def _open_button(to_open: tuple[int, RoundKind]) -> Button:
    year, kind = to_open
    return Button(N_("Open the round"), "rounds.show_change", {"year": year, "kind": kind, "what": "open"})


def _tasks_button(facts: YearFacts, status: str | None = None) -> Button:
    return Button(N_("See the tasks"), "overview.show_overview", {**facts.of_round, "status": status})


def _certify_button(facts: YearFacts, label: str) -> Button:
    return Button(label, "certify.show_certifying", facts.at_round)
