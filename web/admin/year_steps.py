"""The steps of an agency's year as its first page shows them: how far each is, what it says, its one button. Pure."""

from collections.abc import Callable, Mapping, Sequence

from domain.certificates import RequestState
from domain.messages import N_, Say, say
from domain.plan_words import round_title
from domain.rounds import RoundOfPlan, without_end
from store.certified import is_public
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, round_days
from web.admin.set_up_step import find_set_up_step
from web.admin.steps import Button, State, Step, YearFacts
from web.plans import address_of


def year_steps(facts: YearFacts) -> tuple[Step, ...]:
    """The steps in the order of the year."""
    return tuple(build(facts) for build in _STEPS)


def step_to_do(steps: Sequence[Step]) -> Step | None:
    """The first step that asks for something now; None while everything goes its way."""
    return next((step for step in steps if step.state is State.NOW), None)


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
        name = round_title(facts.plans, facts.round.of)
        return Step(
            "round", title, State.DONE, (say(N_("{round}, due {due}"), round=name, due=facts.round.due),), all_rounds
        )
    if facts.measures is None or facts.to_open is None:
        return Step("round", title, State.LATER)
    lines = (say(N_("Next: {round}"), round=round_title(facts.plans, facts.to_open.of)),)
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
    title, version, sent = N_("Certify"), facts.version, _tell_sent(facts)
    if version is not None:
        told = say(N_("Version {number}, certified {day}"), number=version.number, day=day_in_bangkok(version.at))
        state = State.NOW if sent and not _waits(facts) else State.DONE
        return Step("certify", title, state, (told, *sent), _certify_button(facts, N_("The versions")))
    if sent:
        state = State.GOING if _waits(facts) else State.NOW
        return Step("certify", title, state, sent, _certify_button(facts, N_("Certify the report")))
    if facts.round is None:
        return Step("certify", title, State.LATER)
    _, end = round_days(facts.round.year, facts.round.kind)
    if facts.is_open and facts.today <= end and not facts.withdrawn:
        after = say(N_("Once the round's time is over: {day}"), day=end)
        return Step("certify", title, State.LATER, (after,))
    lines = (*_withdrawn(facts), say(N_("What is doubtful in the report is shown before you certify it")))
    return Step("certify", title, State.NOW, lines, _certify_button(facts, N_("Certify the report")))


def _waits(facts: YearFacts) -> bool:
    return facts.request is not None and facts.request.is_open


def _tell_sent(facts: YearFacts) -> tuple[Say, ...]:
    """For whom the report waits since when, or why the head did not certify it; () where nothing is to be told."""
    asked = facts.request
    sentence = (_NOT_MADE if asked.was_not_made else _OF_REQUESTS.get(asked.state)) if asked else None
    if asked is None or sentence is None:
        return ()
    name = next((one.name for one in facts.people if one.id == asked.to_id), "-")
    return (say(sentence, name=name, day=day_in_bangkok(asked.state_at), why=asked.why),)


_NOT_MADE = N_("Certified by {name}, but its document could not be made; send it again")
_OF_REQUESTS: Mapping[RequestState, str] = {
    "waiting": N_("Waits for {name} to certify it in LINE, since {day}"),
    "confirmed": N_("{name} has certified it; the document is being made"),
    "returned": N_("{name} sent it back on {day}: “{why}”"),
    "changed": N_("Sent to {name}, but it has changed since; send it again"),
}


def _publish(facts: YearFacts) -> Step:
    title, version = N_("Publish"), facts.version
    by = () if facts.publish_by is None else (say(N_("To be on the web by {day}"), day=facts.publish_by),)
    if version is None and facts.publish_by is not None and facts.publish_by < facts.today:
        by = (say(N_("It was to be on the web by {day}"), day=facts.publish_by),)
    by = (*_withdrawn(facts), *by)
    if version is None:
        return Step("publish", title, State.LATER, by)
    if not is_public(version):
        return Step("publish", title, State.NOW, by, _certify_button(facts, N_("Publish the report")))
    page = Button(N_("The public page"), "public.show_report", facts.at_round)
    return Step("publish", title, State.DONE, (say(N_("Everybody can read it on the web")),), page)


def _withdrawn(facts: YearFacts) -> tuple[Say, ...]:
    """That what was public of the round was withdrawn; () where it was not."""
    version = facts.withdrawn
    if version is None or version.withdrawn_at is None:
        return ()
    day = day_in_bangkok(version.withdrawn_at)
    return (say(N_("Version {number} was withdrawn on {day}"), number=version.number, day=day),)


def _next(facts: YearFacts) -> Step:
    """The round that comes after this one, or next year's plan."""
    title = N_("What comes next")
    if facts.round is not None and facts.to_open is not None and _has_begun(facts.to_open, facts):
        told = say(N_("{round} has begun, and nobody has opened it"), round=round_title(facts.plans, facts.to_open.of))
        return Step("next", title, State.NOW, (told,), _open_button(facts.to_open))
    if facts.round is None or facts.version is None or not is_public(facts.version):
        return Step("next", title, State.LATER)
    if facts.to_open is not None:
        lines = (say(N_("Next: {round}"), round=round_title(facts.plans, facts.to_open.of)),)
        return Step("next", title, State.NOW, lines, _open_button(facts.to_open))
    year = max((facts.year, *(plan.year for plan in facts.plans))) + 1
    lines = (
        say(N_("The plan of fiscal year {year}: take this year's away as a form, change it, read it in"), year=year),
    )
    return Step("next", title, State.NOW, lines, Button(N_("Plan of the next year"), _PLANS, {"year": year}))


def _has_begun(to_open: RoundOfPlan, facts: YearFacts) -> bool:
    """Whether the calendar expects this round to be open: the annual one compiles the halves later.

    One that tells all since October is expected once the round before it is over.
    """
    year, kind = to_open.year, to_open.kind
    if facts.round is not None and to_open.plan.number != facts.round.plan:
        return True  # another plan's, which the calendar expects
    over = facts.round is None or round_days(facts.round.year, facts.round.kind)[1] < facts.today
    return kind is not RoundKind.ANNUAL and over and round_days(year, kind)[0] <= facts.today


_STEPS: tuple[Callable[[YearFacts], Step], ...] = (
    find_set_up_step, _plan, _round, _follow, _check, _certify, _publish, _next,
)  # fmt: skip
_PLANS = "plan.show_plans"


def _open_button(to_open: RoundOfPlan) -> Button:
    return Button(N_("Open the round"), "rounds.show_change", {**address_of(to_open.of), "what": "open"})


def _tasks_button(facts: YearFacts, status: str | None = None) -> Button:
    return Button(N_("See the tasks"), "overview.show_overview", {**facts.of_round, "status": status})


def _certify_button(facts: YearFacts, label: str) -> Button:
    return Button(label, "certify.show_certifying", facts.at_round)
