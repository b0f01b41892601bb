"""What an agency says about reminding: its rules, its own days off, what was put off or asked for."""

from dataclasses import replace
from datetime import date

from sqlalchemy import bindparam, select

from domain.reminding import Asked, PutOff, ReminderRules, rules_data, rules_from
from domain.writes import AskReminders, PutOffReminders, SetHoliday, SetReminderRules, WorkOnHoliday
from store import tables
from store.books import Books, composed

_R, _H, _P, _A = tables.reminder_rules, tables.agency_holidays, tables.put_offs, tables.asked_reminders
_RULES = composed(select(_R.c.rules))
_HOLIDAYS = composed(select(_H.c.day, _H.c.name).order_by(_H.c.day))
_PUT_OFFS = composed(select(_P.c.person_id, _P.c.until, _P.c.since))
_ASKED = composed(select(_A).where(_A.c.day >= bindparam("since")).order_by(_A.c.id))


def reminder_rules(books: Books) -> ReminderRules:
    """The agency's rules, the defaults where it has said nothing."""

    def read() -> ReminderRules:
        rows = books.fetch_prepared(_RULES)
        return rules_from(rows[0].rules) if rows else ReminderRules()

    return books.remember("rules", read)


def agency_holidays(books: Books) -> dict[date, str]:
    """The agency's own days off with their names."""
    return {row.day: row.name for row in books.fetch_prepared(_HOLIDAYS)}


def put_offs(books: Books) -> tuple[PutOff, ...]:
    """What each person last put off, long past or not."""
    return tuple(PutOff(row.person_id, row.until, row.since) for row in books.fetch_prepared(_PUT_OFFS))


def asked_reminders(books: Books, since: date) -> tuple[Asked, ...]:
    """What supervisors asked for from that day on."""
    rows = books.fetch_prepared(_ASKED, since=since)
    return tuple(Asked(row.id, row.person_id, tuple(row.unit_ids), row.at) for row in rows)


def set_rules(books: Books, write: SetReminderRules) -> None:
    """These rules from now on."""
    values = {"rules": rules_data(write.rules)}
    if not books.update(_R, (), values):
        books.insert_all(_R, (values,))


def set_holiday(books: Books, write: SetHoliday) -> None:
    """The day is off, or is not."""
    books.delete(_H, (_H.c.day == write.day,))
    if write.name is not None:
        books.insert_all(_H, ({"day": write.day, "name": write.name},))


def work_on_holiday(books: Books, write: WorkOnHoliday) -> None:
    """The agency works on the holiday, or does not."""
    rules = reminder_rules(books)
    worked = {*rules.worked, write.day} if write.works else {*rules.worked} - {write.day}
    set_rules(books, SetReminderRules(replace(rules, worked=tuple(sorted(worked)))))


def put_off(books: Books, write: PutOffReminders) -> None:
    """The newest wish of the person counts."""
    values = {"until": write.until, "since": write.since}
    if not books.update(_P, (_P.c.person_id == write.person_id,), values):
        books.insert_all(_P, ({"person_id": write.person_id, **values},))


def ask_reminders(books: Books, write: AskReminders) -> None:
    """Asked for; a second time on a day adds the units that were not named before."""
    values = {"person_id": write.person_id, "day": write.day, "unit_ids": list(write.unit_ids), "at": write.at}
    if books.insert_new(_A, values) is not None:
        return
    same = (_A.c.person_id == write.person_id, _A.c.day == write.day)
    before = books.fetch_one(select(_A.c.unit_ids).where(*same))
    named = dict.fromkeys((*(before.unit_ids if before else ()), *write.unit_ids))
    books.update(_A, same, {"unit_ids": list(named)})
