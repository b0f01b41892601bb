"""The agency's rounds: opened, changed, closed and opened again; what each changes is said before it is done."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_, Say
from domain.reminding import ReminderRules
from domain.round_words import closing_words, due_change_words, opening_words
from domain.rounds import Opening, RoundOfPlan, rounds_to_open, seen_as, without_end
from domain.task import Round, Task, round_key
from domain.writes import ChangeRound, CloseRound, OpenRound, SetReminderRules, Write
from reminders.days_off import day_off_name, days_off
from reminders.occurrences import publish_by, publish_by_default
from store.apply import apply
from store.books import Books
from store.plan_refs import find_plan_ref, load_plans
from store.reminder_rules import reminder_rules
from store.round_look import look_at_opening
from store.rounds import find_round, load_rounds
from store.tasks import load_tasks
from thai.dates import day_in_bangkok, write_date
from thai.fiscal import RoundKind, round_days
from web.addresses import KIND, YEAR
from web.admin.round_form import check_days, days_form, end_begins
from web.admin.round_outlook import find_push_change, push_words
from web.forms import Form, read_form, say_saved
from web.plans import name_of_round, plan_asked
from web.port import port
from web.visit import act_of_visit, admin_pages, books_of_visit, visit

round_pages = admin_pages("rounds", __name__)

OPEN, CHANGE, CLOSE = "open", "change", "close"
_WHAT: Final = f"<any({OPEN},{CHANGE},{CLOSE}):what>"
# The days off so near a day are shown with it.
_NEAR: Final = timedelta(days=10)
_ONE: Final = f"/rounds/{YEAR}/{KIND}/{_WHAT}"
TITLES: Final = {OPEN: N_("Open the round"), CHANGE: N_("Change the days"), CLOSE: N_("Close the round")}
SURE: Final = {OPEN: N_("Yes, open it"), CHANGE: N_("Yes, change it"), CLOSE: N_("Yes, close it")}
_DONE: Final = {
    OPEN: N_("{round} is open. Replies are due by {due}."),
    CHANGE: N_("{round} is due by {due} from now on."),
    CLOSE: N_("{round} is closed."),
}


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round of a year with a plan: its record once it was opened, the day by which its report is on the web.

    `overdue` is True where that day has passed and the round is open still.
    """

    year: int
    kind: RoundKind
    plan: int
    round: Round | None
    publish: date
    tasks: int
    missing: int
    overdue: bool

    @property
    def name(self) -> str:
        """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`, with its plan where the year has several."""
        return name_of_round(self.kind, self.year, self.plan)

    @property
    def end_from(self) -> date | None:
        """From when a reply is given for the round's end."""
        return end_begins(self.round.due, self.round.end_from) if self.round else None

    @property
    def is_open(self) -> bool:
        """True where replies are taken."""
        return self.round is not None and self.round.closed_at is None


@dataclass(frozen=True, slots=True)
class _One:
    """A round as it is looked at before it is changed."""

    year: int
    kind: RoundKind
    plan: int
    round: Round | None
    opening: Opening
    tasks: tuple[Task, ...]
    rules: ReminderRules

    @property
    def publish(self) -> date:
        """The day by which its report is on the web, as it is or is proposed."""
        key = round_key(self.year, self.kind, self.plan)
        return self.rules.publish_on.get(key) or publish_by_default(self.year, self.kind)


@round_pages.get("/rounds")
def show_rounds() -> ResponseReturnValue:
    """The rounds that were opened, newest first, and those of the years' plans that can be."""
    lines = port().database.read(round_lines)
    return render_template("admin/rounds.html", lines=lines)


@round_pages.get(_ONE)
def show_change(year: int, kind: str, what: str) -> ResponseReturnValue:
    """What it changes; for opening and changing by which days."""
    one = port().database.read(lambda conn: _load_round(conn, year, RoundKind(kind)))
    _refuse_what_cannot_be(one, what)
    if what == CLOSE:
        return _confirm_page(one, what, {})
    return _days_page(one, what, _days_form(one, what))


@round_pages.post(_ONE)
def confirm_change(year: int, kind: str, what: str) -> ResponseReturnValue:
    """What it changes by the days that were given; done once that was confirmed (`sure`), where nobody was quicker."""
    one = port().database.read(lambda conn: _load_round(conn, year, RoundKind(kind)))
    _refuse_what_cannot_be(one, what)
    values: dict[str, Any] = {}
    if what != CLOSE:
        form, values = read_form(_days_form(one, what))
        form = check_days(form, values, one.year, one.kind)
        if form.wrong:
            return _days_page(one, what, form), 422
    if not request.form.get("sure") or request.form.get("seen") != seen_as(one.round):
        return _confirm_page(one, what, values)
    writes = _build_writes(one, what, values)
    here, agency_id, by = port(), visit().agency.id, act_of_visit()
    seen, of = seen_as(one.round), (one.year, one.plan, one.kind)

    def do(conn: Connection) -> bool:
        books = Books(conn, agency_id)
        known = next((found for found in load_rounds(books) if found.of == of), None)
        if seen_as(known) != seen:
            return False
        apply(books, writes, here.keys, by)
        return True

    if not here.database.run(do):
        return redirect(url_for("rounds.show_change", year=year, kind=kind, what=what), 303)
    due = values.get("due")
    say_saved(_DONE[what], round=_round_title(one), due=write_date(due, "short", thai_digits=False) if due else "")
    return redirect(url_for("rounds.show_rounds"), 303)


def round_lines(conn: Connection) -> tuple[RoundLine, ...]:
    """Every round of the visitor's agency that was opened, newest first, and those that can be."""
    books, today = books_of_visit(conn), day_in_bangkok(port().now())
    opened = load_rounds(books)
    to_open = rounds_to_open(visit().agency.kept_rounds(load_plans(books)), opened, today)
    can_be = [one for one in to_open if one.known is None]
    lines = [
        _round_line(books, one, today) for one in sorted(opened, key=lambda one: (one.year, one.due, one.id))[::-1]
    ]
    still_open = [line for line in lines if line.is_open]
    return (*still_open, *(_new_line(books, one) for one in can_be), *(one for one in lines if not one.is_open))


def _round_line(books: Books, one: Round, today: date) -> RoundLine:
    its = load_tasks(books, one.id)
    by = publish_by(one, reminder_rules(books))
    missing = len(without_end(its, today)) if one.closed_at is None else 0
    return RoundLine(one.year, one.kind, one.plan, one, by, len(its), missing, one.closed_at is None and by < today)


def _new_line(books: Books, one: RoundOfPlan) -> RoundLine:
    year, plan, kind = one.of
    never = Round(0, year, kind, round_days(year, kind)[1], port().now(), plan=plan)
    return RoundLine(year, kind, plan, None, publish_by(never, reminder_rules(books)), 0, 0, False)


def _load_round(conn: Connection, year: int, kind: RoundKind) -> _One:
    books, plan = books_of_visit(conn), plan_asked()
    if find_plan_ref(books, year, plan) is None:
        abort(404)
    known = find_round(books, year, kind, plan)
    its = load_tasks(books, known.id) if known else ()
    return _One(year, kind, plan, known, look_at_opening(books, year, kind, plan), its, reminder_rules(books))


def _refuse_what_cannot_be(one: _One, what: str) -> None:
    """404 where there is nothing to close or change; opening what is open changes its day."""
    if what != OPEN and (one.round is None or one.round.closed_at is not None):
        abort(404)


def _days_form(one: _One, what: str) -> Form:
    due = one.round.due if one.round else round_days(one.year, one.kind)[1]
    end_from = one.round.end_from if one.round else None
    address = url_for("rounds.confirm_change", year=one.year, kind=one.kind, what=what)
    return days_form(address, due, end_from, one.publish)


def _days_page(one: _One, what: str, form: Form) -> str:
    near = _find_days_off(one.round.due if one.round else round_days(one.year, one.kind)[1], one.publish)
    return render_template(
        "admin/round_days.html", one=one, title=_title(one, what), name=_round_title(one), form=form, near=near
    )


def _find_days_off(due: date, publish: date) -> dict[date, str]:
    """The days off around both days, by name."""

    def find_near(conn: Connection) -> dict[date, str]:
        books = books_of_visit(conn)
        return {day: name for one in (due, publish) for day, name in days_off(books, one - _NEAR, one + _NEAR).items()}

    return port().database.read(find_near)


def _title(one: _One, what: str) -> str:
    """What is done, as the page's heading."""
    return N_("Open again") if what == OPEN and one.round is not None else TITLES[what]


def _confirm_page(one: _One, what: str, values: dict[str, Any]) -> ResponseReturnValue:
    """The page on which what it changes is read and confirmed."""
    hidden = {name: day.isoformat() if day else "" for name, day in values.items()}
    change = find_push_change(_build_writes(one, what, values))
    publish = values.get("publish") or publish_by_default(one.year, one.kind)
    return render_template(
        "admin/round_sure.html", one=one, what=what, title=_title(one, what), name=_round_title(one),
        lines=(*_change_sentences(one, what, values), *push_words(change)),
        hidden={**hidden, "seen": seen_as(one.round), "sure": "1"}, sure=SURE[what],
        end_begins=end_begins(values["due"], values.get("end_from")) if what != CLOSE else None,
        publish=publish,
        near=_find_days_off(values["due"], publish) if what != CLOSE else {},
    )  # fmt: skip


def _change_sentences(one: _One, what: str, values: dict[str, Any]) -> tuple[Say, ...]:
    today = day_in_bangkok(port().now())
    if what == CLOSE:
        return closing_words(one.tasks, today)
    due = values["due"]
    off = port().database.read(lambda conn: day_off_name(books_of_visit(conn), due))
    if what == OPEN:
        return opening_words(one.round, one.opening, due, off)
    assert one.round is not None  # noqa: S101
    asked = {person_id for task in without_end(one.tasks, today) for person_id in task.assignee_ids}
    return due_change_words(one.round, due, off, one.tasks, len(asked), today)


def _build_writes(one: _One, what: str, values: dict[str, Any]) -> tuple[Write, ...]:
    at = port().now()
    if what == CLOSE:
        return (CloseRound(one.year, one.kind, at, one.plan),)
    due, end_from = values["due"], values.get("end_from")
    moved = _moved_publication(one, values.get("publish"))
    if what == CHANGE:
        return (ChangeRound(one.year, one.kind, due, end_from, one.plan), *moved)
    return (OpenRound(one.year, one.kind, due, at, end_from, one.plan), *moved)


def _moved_publication(one: _One, publish: date | None) -> tuple[Write, ...]:
    """The rules with another day of publication; nothing where it stays."""
    usual = publish_by_default(one.year, one.kind)
    if (publish or usual) == one.publish:
        return ()
    key = round_key(one.year, one.kind, one.plan)
    others = {name: day for name, day in one.rules.publish_on.items() if name != key}
    own = {key: publish} if publish and publish != usual else {}
    return (SetReminderRules(replace(one.rules, publish_on={**others, **own})),)


def _round_title(one: _One) -> str:
    return name_of_round(one.kind, one.year, one.plan)
