"""The agency's first page: what to do now, in the order of the year."""

from dataclasses import dataclass
from datetime import date

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Agency
from domain.plan_ref import KeptRounds
from domain.reminding import ReminderRules
from domain.rounds import RoundOfPlan, expected_since, rounds_to_open
from domain.task import Round
from reminders.occurrences import publish_by
from store.books import Books
from store.certificates import newest_request
from store.certified import certified_of_round, is_public
from store.channels import has_channel
from store.inbox import has_events
from store.links import load_link_checks
from store.people import load_people, names_with_void_codes
from store.plan_refs import load_plans
from store.plans import count_measures
from store.reminder_rules import reminder_rules
from store.rounds import load_rounds
from store.tasks import load_tasks
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, fiscal_year
from web.admin.overview import choose_round
from web.admin.quota import quota_outlook
from web.admin.steps import STATES, YearFacts
from web.admin.year_steps import step_to_do, year_steps
from web.plans import plan_asked
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

now_pages = admin_pages("now", __name__)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page shows; `overdue` are the rounds still open after the day by which their report was to be public.

    `failing` counts the published links that did not answer on two nights running.
    """

    facts: YearFacts
    rounds: tuple[Round, ...]
    overdue: tuple[tuple[Round, date], ...]
    void_codes: tuple[str, ...]
    failing: int = 0


@now_pages.get("/")
def show_now() -> ResponseReturnValue:
    """What to do now and each step of the year; of another round where `year` and `round` say so."""
    page = port().database.read(_load_now)
    facts, steps = page.facts, year_steps(page.facts)
    public = facts.version is not None and is_public(facts.version)
    return render_template(
        "admin/now.html",
        facts=facts,
        steps=steps,
        to_do=step_to_do(steps),
        states=STATES,
        rounds=page.rounds[::-1],
        overdue=page.overdue,
        void_codes=page.void_codes,
        failing=page.failing,
        outlook=quota_outlook(),
        public=port().base_url + url_for("public.show_report", slug=g.slug, **facts.at_round) if public else "",
    )


def _load_now(conn: Connection) -> _Page:
    books, today = books_of_visit(conn), day_in_bangkok(port().now())
    opened, rules = load_rounds(books), reminder_rules(books)
    due = ((round_, publish_by(round_, rules)) for round_ in opened if round_.closed_at is None)
    overdue = tuple((round_, by) for round_, by in due if by < today)
    facts = load_year_facts(books, visit().agency, opened, rules, today)
    failing = sum(one.fails_again for one in load_link_checks(books).values())
    return _Page(facts, opened, overdue, names_with_void_codes(books), failing)


def load_year_facts(
    books: Books, agency: Agency, opened: tuple[Round, ...], rules: ReminderRules, today: date
) -> YearFacts:
    """What the steps follow from: of the round asked for, else of the one that is worked on."""
    plans = load_plans(books)
    years = tuple(dict.fromkeys(plan.year for plan in plans))
    round_ = choose_round(opened, request.args.get("year", ""), request.args.get("round", ""), plan_asked())
    if round_ is not None and not _is_worked_on(books, round_, years, publish_by(round_, rules), today):
        round_ = None
    year = round_.year if round_ else max(years, default=fiscal_year(today))
    return YearFacts(
        today=today,
        people=load_people(books),
        connected=has_channel(books),
        heard=has_events(books),
        signatories=len(agency.signatories),
        year=year,
        measures=count_measures(books, year) if year in years else None,
        plans=plans,
        round=round_,
        to_open=_next_to_open(agency.kept_rounds(plans), opened, round_, today),
        tasks=load_tasks(books, round_.id) if round_ else (),
        publish_by=publish_by(round_, rules) if round_ else None,
        versions=certified_of_round(books, round_.year, round_.kind, round_.plan) if round_ else (),
        placed=bool(agency.place.strip()),
        emblem=agency.emblem is not None,
        request=newest_request(books, round_.year, round_.kind, round_.plan) if round_ else None,
    )


def _is_worked_on(books: Books, round_: Round, years: tuple[int, ...], by: date, today: date) -> bool:
    """False for a closed round of a year before that of the newest plan, once it is published or was to be."""
    if round_.closed_at is None or round_.year >= max(years, default=0) or "year" in request.args:
        return True
    versions = certified_of_round(books, round_.year, round_.kind, round_.plan)
    return today <= by and not any(is_public(version) for version in versions)


def _next_to_open(kept: KeptRounds, opened: tuple[Round, ...], after: Round | None, today: date) -> RoundOfPlan | None:
    """The round that was never opened and comes next: that of the calendar first, none that lies before `after`.

    Of a plan that follows another one: what has begun of it and was never opened comes before that.
    """
    never = [one for one in rounds_to_open(kept, opened, today) if one.known is None]
    if after is None:
        return next(iter(never), None)
    others = [one for one in never if one.plan.number != after.plan and _is_expected(one, kept, opened, today)]
    later = [
        one
        for one in never
        if one.plan.number == after.plan and _place(one.year, one.kind) > _place(after.year, after.kind)
    ]
    return next(iter(others), None) or min(later, key=lambda one: _place(one.year, one.kind), default=None)


def _place(year: int, kind: RoundKind) -> tuple[int, int]:
    """The order in which rounds end."""
    return year, list(RoundKind).index(kind)


def _is_expected(one: RoundOfPlan, kept: KeptRounds, opened: tuple[Round, ...], today: date) -> bool:
    """Whether the calendar expects the round and none of its plan's is open."""
    expected = expected_since(one.year, kept[one.plan], today)
    still_open = any((each.year, each.plan) == one.of[:2] and each.closed_at is None for each in opened)
    return expected is not None and expected[0] is one.kind and not still_open
