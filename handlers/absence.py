"""An officer's own absence: from when to when, who stands in, and the colleague's word that they will."""

from datetime import date, timedelta
from typing import Any

from domain.agency import Person, has_stand_in, likely_deputies
from domain.conversation import Answers, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.writes import AnswerDeputy, AskDeputy, SetAway, SetDeputy, Write
from handlers.advance import begin
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, get_answer, read_choice, stop_saying
from handlers.names import find_named
from handlers.stand_in import find_noted_absence, find_principals, format_days, format_pending
from thai.absences import NotAnAbsence, Span, read_absence

MOST_NAMES = 9
TODAY, TOMORROW, NOBODY, REPLACE, KEEP = "today", "tomorrow", "nobody", "replace", "keep"

_WHEN = N_("From when to when will you be away? For example “3-7 มี.ค. 70”, “พรุ่งนี้” or “วันนี้ถึง 25 พ.ย.”.")
_WHY_NOT = {
    "not_understood": N_("Those days were not understood. Please write the first and the last one like 3-7 มี.ค. 70."),
    "impossible": N_("There is no such day in the calendar. Please check it."),
    "backwards": N_("The last day lies before the first. Please write them again like 3-7 มี.ค. 70."),
    "no_year": N_(
        "It is not clear which years are meant. Please write both days with the year, like 3 มี.ค. 70 - 7 มี.ค. 70."
    ),
    "past": N_("That day is over already. Please write the days again, with the year, like 3-7 มี.ค. 70."),
    "too_long": N_("That is more than a year. Please check the days and write them again like 3-7 มี.ค. 70."),
}
_INSTEAD = N_("You are noted as away {before} already, and one absence can be kept. Shall {days} take its place?")
_WHO = N_("You will be away {days}. Who stands in for you? The tasks, reminders and checks go to that colleague.")
_NOT_A_COLLEAGUE = N_("Please choose a colleague by number, type the name as it is listed, or choose “Nobody”.")
_SAVED = N_("Noted: you are away {days}.")
_STANDS_IN = N_("{name} stands in for you.")
_ALONE = N_("Nobody stands in for you; what falls due meanwhile is told to the administrators.")
_STOPPED = N_("Stopped. Nothing was saved.")
_BACK_SOONER = N_("When you are back sooner, type “กลับมาแล้ว”.")
_CALLED_OFF = N_("Your absence of {days} is called off.")
_BACK = N_("Welcome back. Your absence of {days} is ended, and reminders come to you again.")
_NOT_AWAY = N_("You are not noted as away. To note an absence, type “ลา” and the days, for example “ลา 3-7 มี.ค. 70”.")


def absence_flow(facts: Facts) -> Flow:
    """The days, whether they replace others, and who stands in where nobody does yet."""
    steps = {
        "days": Step("days", _ask_days, _read_days, lambda a: _after_days(a, facts)),
        "instead": Step(
            "instead",
            _ask_instead,
            _read_instead,
            lambda a: DONE if get_answer(a, "instead") == KEEP else _who(a, facts),
        ),
        "deputy": Step("deputy", _ask_deputy, _read_deputy, DONE),
    }
    return Flow("absence", lambda _state: steps, "days", _finish_absence, stop=stop_saying(_STOPPED))


def begin_absence(state: State, event: Event, facts: Facts, typed: str) -> Turn:
    """The first question that what was typed leaves open; where the days were not understood, why."""
    if not typed:
        return begin(absence_flow(facts), state, event, facts)
    try:
        span = read_absence(typed, facts.today)
    except NotAnAbsence as error:
        asked = begin(absence_flow(facts), state, event, facts)
        return asked.preceded_by(say(_WHY_NOT[error.reason]))
    return begin(absence_flow(facts), state, event, facts, _days_answered(span, event))


def choose_stand_in(state: State, event: Event, facts: Facts) -> Turn:
    """Who stands in during the absence that is noted already."""
    span = find_noted_absence(facts)
    if span is None:
        return Turn(state, (say(_NOT_AWAY),))
    instead = {"instead": {"value": REPLACE, "message": None}}
    return begin(absence_flow(facts), state, event, facts, {**_days_answered(span, event), **instead}, {"again": True})


def end_absence(state: State, _event: Event, facts: Facts) -> Turn:
    """The absence is over from now on; who was asked to stand in is asked no more."""
    span = find_noted_absence(facts)
    if facts.person is None or span is None:
        return Turn(state, (say(_NOT_AWAY),))
    writes: list[Write] = [SetAway(facts.person.id, None)]
    if facts.person.deputy_asked_id:
        writes.append(AnswerDeputy(facts.person.id, facts.person.deputy_asked_id, False))
    told = _BACK if span[0] <= facts.today else _CALLED_OFF
    return Turn(state, (say(told, days=format_days(span)),), tuple(writes))


def _days_answered(span: Span, event: Event) -> Answers:
    return {"days": {"value": _stored(span), "message": event.message_id}}


def _stored(span: Span) -> list[str]:
    """The two days as plain JSON."""
    return [span[0].isoformat(), span[1].isoformat()]


def _span(state: State) -> Span:
    first, last = get_answer(state, "days")
    return date.fromisoformat(first), date.fromisoformat(last)


def _before(state: State, facts: Facts) -> Span | None:
    """Another absence of which the new one leaves out days that are still to come."""
    noted, (first, last) = find_noted_absence(facts), _span(state)
    if noted is None or (first <= max(noted[0], facts.today) and noted[1] <= last):
        return None
    return noted


def _after_days(state: State, facts: Facts) -> str:
    if _before(state, facts) or "again" in state.notes:
        return "instead"
    return _who(state, facts)


def _who(state: State, facts: Facts) -> str:
    """Nobody is asked about who stands in already."""
    known = facts.person is not None and has_stand_in(facts.person, facts.everybody(), _span(state))
    return DONE if known and "again" not in state.notes else "deputy"


def _ask_days(_state: State, _facts: Facts) -> Message:
    return Choices(say(_WHEN), (Choice(say(N_("Today")), TODAY), Choice(say(N_("Tomorrow")), TOMORROW)))


def _read_days(event: Event, _state: State, facts: Facts) -> Any:
    if event.kind == "tap" and event.data in (TODAY, TOMORROW):
        day = facts.today + timedelta(days=event.data == TOMORROW)
        return _stored((day, day))
    try:
        return _stored(read_absence(event.text, facts.today))
    except NotAnAbsence as error:
        raise BadAnswer(say(_WHY_NOT[error.reason])) from error


def _ask_instead(state: State, facts: Facts) -> Message:
    before = _before(state, facts) or _span(state)
    choices = (Choice(say(N_("Replace it")), REPLACE), Choice(say(N_("Keep the one before")), KEEP))
    return Choices(say(_INSTEAD, before=format_days(before), days=format_days(_span(state))), choices)


def _read_instead(event: Event, _state: State, _facts: Facts) -> Any:
    return read_choice(event, (REPLACE, KEEP))


def _colleagues(state: State, facts: Facts) -> tuple[Person, ...]:
    """Who can be asked: they answer in LINE."""
    if facts.person is None:
        return ()
    found = likely_deputies(facts.person, facts.units(), facts.everybody(), _span(state))
    return tuple(one for one in found if one.line_user is not None and one.reachable)


def _ask_deputy(state: State, facts: Facts) -> Message:
    named = tuple(Choice(say("{name}", name=one.name), str(one.id)) for one in _colleagues(state, facts)[:MOST_NAMES])
    return Choices(say(_WHO, days=format_days(_span(state))), (*named, Choice(say(N_("Nobody")), NOBODY)))


def _read_deputy(event: Event, state: State, facts: Facts) -> Any:
    colleagues = _colleagues(state, facts)
    if event.kind == "tap" and event.data in (NOBODY, *(str(one.id) for one in colleagues)):
        return event.data
    if event.kind == "text" and (named := find_named(colleagues, event.text)):
        return str(named.id)
    raise BadAnswer(say(_NOT_A_COLLEAGUE))


def _finish_absence(state: State, _event: Event, facts: Facts) -> Finish:
    """The absence, and the colleague asked."""
    if facts.person is None or get_answer(state, "instead") == KEEP:
        before = _before(state, facts)
        kept = say(_SAVED, days=format_days(before)) if before else say(_NOT_AWAY)
        return Finish((kept,))
    span, chosen = _span(state), get_answer(state, "deputy")
    writes: list[Write] = [SetAway(facts.person.id, span)]
    if chosen not in (None, NOBODY):
        writes.append(AskDeputy(facts.person.id, int(chosen)))
    elif chosen == NOBODY and facts.person.deputy_id is not None:
        writes.append(SetDeputy(facts.person.id, None))
    elif facts.person.deputy_asked_id:
        writes.append(AnswerDeputy(facts.person.id, facts.person.deputy_asked_id, False))
    lines = (say(_SAVED, days=format_days(span)), _stand_in_words(facts, chosen, span), say(_BACK_SOONER))
    told = say("{saved}\n{deputy}\n{back}", saved=lines[0], deputy=lines[1], back=lines[2])
    if principals := find_principals(facts.person, span, facts):
        named = ", ".join(one.name for one in principals)
        told = say(N_("{told}\nOn these days you stand in for {names}, who will be told."), told=told, names=named)
    return Finish((told,), tuple(writes))


def _stand_in_words(facts: Facts, chosen: str | None, span: Span) -> Say:
    person = facts.person
    if chosen is None and person is not None and person.deputy_id is not None:
        return say(_STANDS_IN, name=facts.name_of(person.deputy_id))
    return say(_ALONE) if chosen in (None, NOBODY) else format_pending(facts, int(str(chosen)), span)
