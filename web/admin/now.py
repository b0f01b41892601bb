"""The agency's first page: what to do now, in the order of the year."""

from dataclasses import dataclass
from datetime import date

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Agency
from domain.reminding import ReminderRules
from domain.rounds import rounds_to_open
from domain.task import Round
from reminders.occurrences import publish_by
from store.books import Books
from store.certified import certified_reports, is_public
from store.channels import has_channel
from store.inbox import has_events
from store.people import load_people, names_with_void_codes
from store.plans import count_measures, load_plan_years
from store.reminder_rules import reminder_rules
from store.rounds import load_rounds
from store.tasks import load_tasks
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, fiscal_year
from web.admin.overview import choose_round
from web.admin.quota import quota_outlook
from web.admin.steps import STATES, YearFacts
from web.admin.year_steps import step_to_do, year_steps
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

now_pages = admin_pages("now", __name__)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page shows; `overdue` are the rounds still open after the day by which their report was to be public."""

    facts: YearFacts
    rounds: tuple[Round, ...]
    overdue: tuple[tuple[Round, date], ...]
    void_codes: tuple[str, ...]


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
        outlook=quota_outlook(),
        public=port().base_url + url_for("public.show_report", slug=g.slug, **facts.at_round) if public else "",
    )


def _load_now(conn: Connection) -> _Page:
    books, today = books_of_visit(conn), day_in_bangkok(port().now())
    opened, rules = load_rounds(books), reminder_rules(books)
    due = ((round_, publish_by(round_, rules)) for round_ in opened if round_.closed_at is None)
    overdue = tuple((round_, by) for round_, by in due if by < today)
    facts = load_year_facts(books, visit().agency, opened, rules, today)
    return _Page(facts, opened, overdue, names_with_void_codes(books))


def load_year_facts(
    books: Books, agency: Agency, opened: tuple[Round, ...], rules: ReminderRules, today: date
) -> YearFacts:
    """What the steps follow from: of the round asked for, else of the one that is worked on."""
    years = load_plan_years(books)
    round_ = choose_round(opened, request.args.get("year", ""), request.args.get("round", ""))
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
        plan_years=years,
        round=round_,
        to_open=_next_to_open(years, opened, round_, today, agency.layout.round_kinds),
        tasks=load_tasks(books, round_.id) if round_ else (),
        publish_by=publish_by(round_, rules) if round_ else None,
        versions=certified_reports(books, round_.year, round_.kind) if round_ else (),
        placed=bool(agency.place.strip()),
        emblem=agency.emblem is not None,
    )


def _is_worked_on(books: Books, round_: Round, years: tuple[int, ...], by: date, today: date) -> bool:
    """False for a closed round of a year before that of the newest plan, once it is published or was to be."""
    if round_.closed_at is None or round_.year >= max(years, default=0) or "year" in request.args:
        return True
    versions = certified_reports(books, round_.year, round_.kind)
    return today <= by and not any(is_public(version) for version in versions)


def _next_to_open(
    years: tuple[int, ...], opened: tuple[Round, ...], after: Round | None, today: date, kinds: tuple[RoundKind, ...]
) -> tuple[int, RoundKind] | None:
    """The round that was never opened and comes next: that of the calendar first, none that lies before `after`."""
    order = list(RoundKind)
    never = [(year, kind) for year, kind, known in rounds_to_open(years, opened, today, kinds) if known is None]
    if after is None:
        return next(iter(never), None)
    later = [one for one in never if (one[0], order.index(one[1])) > (after.year, order.index(after.kind))]
    return min(later, key=lambda one: (one[0], order.index(one[1])), default=None)
