"""Reminders as the admin sees and sets them: what they cost, the rules in sentences, days off and absences."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person
from domain.audit import Act
from domain.messages import N_
from domain.reminder_presets import PRESETS, apply_preset, find_preset
from domain.reminding import ReminderRules, rules_data
from domain.task import Round
from domain.writes import SetAway, SetDeputy, SetHoliday, SetReminderRules, WorkOnHoliday, Write
from reminders.calendar import ListedDay, days_to_switch
from reminders.facts import DayFacts, day_facts
from reminders.occurrences import publish_by
from reminders.rule_words import changed_sentences, tell_limits
from reminders.savings import saving_words
from store.apply import apply
from store.books import Books
from store.people import load_people, load_units
from store.reminder_rules import agency_holidays, reminder_rules
from store.rounds import load_rounds
from thai.dates import day_in_bangkok
from thai.holidays import listed_days, working_holidays
from web.addresses import LARGEST_ID, feed_secret
from web.admin.reminder_form import (
    away_form,
    changed_rules,
    check_away,
    check_window,
    holiday_form,
    review_form,
    rules_form,
)
from web.admin.reminder_outlook import PRESET_NAMES, PRESET_WORDS, find_costs
from web.admin.rule_lines import list_rules
from web.forms import INCOMPLETE, Form, read_form, say_saved
from web.language import translate
from web.port import port
from web.reminder_words import KINDS
from web.visit import act_of_visit, admin_pages, books_of_visit, visit

reminder_pages = admin_pages("reminders", __name__)

A_YEAR: Final = timedelta(days=365)
_CHOSEN: Final = N_("The rules are now the preset “{name}”.")


@dataclass(frozen=True, slots=True)
class _Read:
    facts: DayFacts
    holidays: dict[date, str]
    to_publish: tuple[tuple[Round, date], ...]
    named_days: tuple[ListedDay, ...]

    @property
    def rules(self) -> ReminderRules:
        return self.facts.rules

    @property
    def people(self) -> tuple[Person, ...]:
        return self.facts.people


@reminder_pages.get("/reminders")
def show_reminders() -> ResponseReturnValue:
    """What reminding costs, and what the agency says about it."""
    return _reminders_page()


@reminder_pages.post("/reminders/rules")
def save_rules() -> ResponseReturnValue:
    """The rules with what the form changes of them."""
    found = port().database.read(_load_page)
    form, values = read_form(rules_form(found.rules, found.people, found.to_publish))
    form = check_window(form, found.rules, values)
    if form.wrong:
        return _reminders_page(form)
    return _write_and_show(
        lambda books: [SetReminderRules(changed_rules(reminder_rules(books), values, load_rounds(books)))]
    )


@reminder_pages.post("/reminders/preset")
def choose_preset() -> ResponseReturnValue:
    """The rules of a preset; asked first where the agency has values of its own, which would be lost."""
    name = request.form.get("preset", "")
    if name not in PRESETS:
        abort(400, INCOMPLETE)
    here, agency_id, by, seen = port(), visit().agency.id, act_of_visit(), request.form.get("seen")
    lost = here.database.run(lambda conn: _set_preset(Books(conn, agency_id), name, seen, by))
    if lost is not None:
        return _ask_for_preset(name, *lost)
    say_saved(_CHOSEN, name=translate(PRESET_NAMES[name]))
    return redirect(url_for("reminders.show_reminders"), 303)


def _set_preset(books: Books, name: str, seen: str | None, by: Act) -> tuple[ReminderRules, dict[int, str]] | None:
    """None once the preset's rules are set; else the own values that would be lost unseen, and the people's names."""
    books.hold_office()  # nobody else changes the rules between the look at them and the write
    rules = reminder_rules(books)
    if find_preset(rules) is None and seen != _mark_of(rules):
        return rules, {who.id: who.name for who in load_people(books)}
    apply(books, (SetReminderRules(apply_preset(rules, name)),), port().keys, by)
    return None


def _ask_for_preset(name: str, rules: ReminderRules, names: dict[int, str]) -> ResponseReturnValue:
    """The page that shows which own values would be lost."""
    changes = list(changed_sentences(rules, apply_preset(rules, name), names))
    title, seen = PRESET_NAMES[name], _mark_of(rules)
    return render_template("admin/reminder_preset.html", name=name, title=title, changes=changes, seen=seen)


def _mark_of(rules: ReminderRules) -> str:
    """What tells these rules from others."""
    return sha256(json.dumps(rules_data(rules), sort_keys=True).encode()).hexdigest()[:16]


@reminder_pages.post("/reminders/holiday")
def save_holiday() -> ResponseReturnValue:
    """A day off more."""
    form, values = read_form(holiday_form())
    if form.wrong:
        return _reminders_page(form)
    write = SetHoliday(values["day"], values["name"])
    return _write_and_show(lambda _books: [write])


@reminder_pages.post("/reminders/holiday/remove")
def remove_holiday() -> ResponseReturnValue:
    """A day off less."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(400, INCOMPLETE)
    return _write_and_show(lambda _books: [SetHoliday(day, None)])


@reminder_pages.post("/reminders/day")
def save_day() -> ResponseReturnValue:
    """A day of the country's calendar is a working day of the agency's, or a day off."""
    off = request.form.get("off") == "1"
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(400, INCOMPLETE)
    name = listed_days(day.year).get(day)
    if name is None:
        abort(400, INCOMPLETE)
    holiday = day in working_holidays(day.year)
    keep, work = SetHoliday(day, None if holiday else name), SetHoliday(day, None)
    return _write_and_show(lambda _books: [keep if off else work, WorkOnHoliday(day, holiday and not off)])


@reminder_pages.post("/reminders/away")
def save_away() -> ResponseReturnValue:
    """A person's absence, or who stands in, or both: what the form leaves empty stays as it is."""
    found, known = port().database.read(
        lambda conn: (load_people(books_of_visit(conn)), load_units(books_of_visit(conn)))
    )
    form, values = read_form(away_form(found))
    form = check_away(form, values, known, found)
    if form.wrong:
        return _reminders_page(form)
    person, away = values["person"], (values.get("first"), values.get("last"))
    writes: list[Write] = [SetAway(person, (away[0], away[1]))] if away[0] and away[1] else []
    if values.get("deputy"):
        writes.append(SetDeputy(person, values["deputy"]))
    return _write_and_show(lambda _books: writes)


@reminder_pages.post("/reminders/away/remove")
def remove_away() -> ResponseReturnValue:
    """A person is not away, or nobody stands in for them: `what` says which of the two."""
    person = request.form.get("person", 0, type=int)
    if not 0 < person <= LARGEST_ID:
        abort(400, INCOMPLETE)
    writes: dict[str, Write] = {"away": SetAway(person, None), "deputy": SetDeputy(person, None)}
    write = writes.get(request.form.get("what", "")) or abort(400, INCOMPLETE)
    return _write_and_show(lambda _books: [write])


def _reminders_page(sent: Form | None = None) -> ResponseReturnValue:
    """The page; with a form that was sent, and is to be mended, in the place of its fresh one."""
    found, quota = port().database.read(_load_page), port().quota_of(visit().agency.id)
    slug = visit().agency.slug
    fresh = _forms(found)
    forms = {form.name: sent if sent and sent.name == form.name else form for form in fresh}
    page = render_template(
        "admin/reminders.html",
        found=found,
        outlook=find_costs(found.facts, quota, day_in_bangkok(port().now())),
        quota=quota,
        kinds=KINDS,
        presets=(PRESET_NAMES, PRESET_WORDS),
        rules=list_rules(found.rules, found.people, forms["rules"], fresh[0]),
        limits=tell_limits(),
        saving_words=saving_words,
        feed=f"{port().base_url}{url_for('calendar.send_feed', slug=slug, secret=feed_secret(slug))}",
        forms=forms,
        names={who.id: who.name for who in found.people},
    )
    return page, (422 if sent else 200)


def _forms(found: _Read) -> tuple[Form, ...]:
    return (
        rules_form(found.rules, found.people, found.to_publish),
        review_form(visit().agency.review_from is not None),
        holiday_form(),
        away_form(found.people),
    )


def _load_page(conn: Connection) -> _Read:
    books, today = books_of_visit(conn), day_in_bangkok(port().now())
    facts = day_facts(books, today)
    awaited = ((round_, publish_by(round_, facts.rules)) for round_ in facts.rounds if round_.id not in facts.published)
    named = days_to_switch(today, today + A_YEAR, facts.calendar)
    own = {day: name for day, name in agency_holidays(books).items() if day not in {one.day for one in named}}
    return _Read(facts, own, tuple(awaited), named)


def _write_and_show(writes: Callable[[Books], Sequence[Write]]) -> ResponseReturnValue:
    """The page again, after what the form asks for was done to what stands there by now."""
    here, agency_id, by = port(), visit().agency.id, act_of_visit()

    def write_in_books(conn: Connection) -> None:
        books = Books(conn, agency_id)
        books.hold_office()  # what a form leaves as it is, is read here and written back
        apply(books, writes(books), here.keys, by)

    here.database.run(write_in_books)
    say_saved()
    return redirect(url_for("reminders.show_reminders"), 303)
