"""Opening, moving and closing a round in the chat: for admins; what it changes is said first, then confirmed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.plan_words import of_plan, round_title, title_among
from domain.round_words import closing_words, due_change_words, opening_words, under_name
from domain.rounds import due_days, rounds_to_open, seen_as, without_end
from domain.task import Round
from domain.writes import ChangeRound, CloseRound, OpenRound, Write
from handlers.facts import Facts
from handlers.flow import DONE, Again, BadAnswer, Finish, Flow, Step, get_answer, read_choice, stop_saying
from handlers.questions import WHY_NO_DATE
from thai.dates import NotADate, day_in_bangkok, read_date
from thai.fiscal import RoundKind, fiscal_year, round_days, short_round_name

OPEN, DUE, CLOSE = "open", "due", "close"
YES, ANOTHER_DAY = "yes", "another_day"

FOR_ADMINS = N_("Rounds are opened and closed by the agency's administrators.")
_WHICH = {
    OPEN: N_("Which round is to be opened?"),
    DUE: N_("Of which round is the due day to be changed?"),
    CLOSE: N_("Which round is to be closed?"),
}
_OPENED = N_("{round} is open. Replies are due by {due}.")
_MOVED = N_("Replies for {round} are due by {due} from now on.")
_CLOSED = N_("{round} is closed: no more replies are taken, and nobody is reminded. To open it again type “เปิดรอบ”.")
_CHANGED_MEANWHILE = N_("Nothing was changed: somebody else has changed {round} in the meantime. Please begin anew.")
_STOPPED = N_("Stopped. Nothing was changed.")
_ASK_DAY = N_("By which day are replies for {round} due? Please type the day, for example 31 มี.ค. 2570.")
_OUTSIDE = N_("{day} cannot be the due day. Please give a day from {first} to {last}.")


def round_flow() -> Flow:
    """Which round, by which day where that is asked, and the confirmation of what is about to change."""
    steps = {
        "round": Step("round", _ask_round, _read_round, _after_round),
        "day": Step("day", _ask_day, _read_day, "confirm"),
        "confirm": Step("confirm", _ask_confirm, _read_confirm, DONE),
    }
    return Flow("round", lambda _state: steps, "round", _finish_round, stop=stop_saying(_STOPPED))


def offered_rounds(what: str, facts: Facts) -> dict[str, dict[str, Any]]:
    """The rounds that it can be done to, by `name_round`, each as it is seen now."""
    rounds = facts.rounds()
    if what == OPEN:
        to_open = rounds_to_open(facts.agency.kept_rounds(facts.plans()), rounds, facts.today)
        found = tuple((one.of, one.known) for one in to_open)
    else:
        found = tuple((one.of, one) for one in rounds if one.closed_at is None)
    return {
        name_round(year, plan, kind): {"year": year, "plan": plan, "kind": kind, "seen": seen_as(known)}
        for (year, plan, kind), known in found
    }


def name_round(year: int, plan: int, kind: RoundKind) -> str:
    """How a button names a round: `KIND:YEAR`, of a further plan of the year with its number, `KIND:YEAR:2`."""
    return f"{kind}:{year}" if plan == 1 else f"{kind}:{year}:{plan}"


def named_round(argument: str, offered: Mapping[str, Any], facts: Facts) -> str | None:
    """The round that a button names: by its id, or by its kind and, where that is not today's fiscal year, its year."""
    if argument.isdecimal():
        by_id = (name_round(*one.of) for one in facts.rounds() if str(one.id) == argument)
        return next((key for key in by_id if key in offered), None)
    key = argument if ":" in argument else f"{argument}:{fiscal_year(facts.today)}"
    return key if key in offered else None


def _what(state: State) -> str:
    return str(state.notes["what"])


def _after_round(state: State) -> str:
    return "day" if _what(state) == DUE or state.notes.get("other_day") else "confirm"


def _ask_round(state: State, facts: Facts) -> Message:
    offered, plans = offered_rounds(_what(state), facts), facts.plans()
    titles = {key: title_among(plans, one["year"], one["plan"]) for key, one in offered.items()}
    names = {key: short_round_name(RoundKind(one["kind"]), one["year"]) for key, one in offered.items()}
    choices = tuple(Choice(of_plan(say("{round}", round=names[key]), titles[key]), key) for key in offered)
    # A quick reply has no room for the plan's name; a button has.
    return Choices(say(_WHICH[_what(state)]), choices, buttons=any(titles.values()))


def _read_round(event: Event, state: State, facts: Facts) -> Any:
    offered = offered_rounds(_what(state), facts)
    return offered[read_choice(event, offered)]


def _round_of_answers(state: State) -> tuple[int, RoundKind]:
    chosen = get_answer(state, "round")
    return chosen["year"], RoundKind(chosen["kind"])


def _plan_of_answers(state: State) -> int:
    """The number of the year's plan; a conversation of before there were several named none."""
    return int(get_answer(state, "round").get("plan", 1))


def _round_title(state: State, facts: Facts) -> Say:
    year, kind = _round_of_answers(state)
    return round_title(facts.plans(), (year, _plan_of_answers(state), kind))


def _find_round(state: State, facts: Facts) -> Round | None:
    year, kind = _round_of_answers(state)
    of = (year, _plan_of_answers(state), kind)
    return next((one for one in facts.rounds() if one.of == of), None)


def _ask_day(state: State, facts: Facts) -> Message:
    first, last = due_days(*_round_of_answers(state))
    pick = Choice(
        say(N_("Choose a date")), "date", widget="date", earliest=max(first, facts.today), latest=last, side=True
    )
    return Choices(say(_ASK_DAY, round=_round_title(state, facts)), (pick,))


def _read_day(event: Event, state: State, _facts: Facts) -> Any:
    first, last = due_days(*_round_of_answers(state))
    try:
        day = read_date(event.picked or event.text, day_in_bangkok(event.at), ahead=True)
    except NotADate as not_a_date:
        raise BadAnswer(say(WHY_NO_DATE[not_a_date.reason])) from not_a_date
    if not first <= day <= last:
        raise BadAnswer(say(_OUTSIDE, day=day, first=first, last=last))
    return day.isoformat()


def _ask_confirm(state: State, facts: Facts) -> Message:
    heading, lines = _what_changes(state, facts)
    labels = {OPEN: N_("Yes, open it"), DUE: N_("Yes, change it"), CLOSE: N_("Yes, close it")}
    choices = [Choice(say(labels[_what(state)]), YES)]
    if _what(state) != CLOSE:
        choices.append(Choice(say(N_("Another due day")), ANOTHER_DAY))
    return Choices(under_name(say(heading, round=_round_title(state, facts)), lines), tuple(choices))


def _what_changes(state: State, facts: Facts) -> tuple[str, tuple[Say, ...]]:
    """The heading and the lines of what is about to change."""
    (year, kind), known, what = _round_of_answers(state), _find_round(state, facts), _what(state)
    tasks = [task for task in facts.supervised_tasks() if known and task.round_id == known.id]
    if what == CLOSE:
        return N_("Closing {round}:"), closing_words(tasks, facts.today)
    due = _due(state, known)
    off = facts.holiday(due)
    if what == OPEN or known is None:
        opening = facts.opening(year, kind, _plan_of_answers(state))
        return N_("Opening {round}:"), opening_words(known, opening, due, off)
    asked = len(facts.people_of(without_end(tasks, facts.today)))
    return N_("Changing the due day of {round}:"), due_change_words(known, due, off, tasks, asked, facts.today)


def _due(state: State, known: Round | None) -> date:
    """The day that was given, else the one that the round had, else its last day."""
    given = get_answer(state, "day")
    if given:
        return date.fromisoformat(given)
    return known.due if known else round_days(*_round_of_answers(state))[1]


def _read_confirm(event: Event, _state: State, _facts: Facts) -> Any:
    if event.kind == "tap" and event.data == ANOTHER_DAY:
        return Again({"day": None}, {"other_day": True}, moved=True)
    return read_choice(event, (YES,))


def _finish_round(state: State, event: Event, facts: Facts) -> Finish:
    known, name = _find_round(state, facts), _round_title(state, facts)
    plan = _plan_of_answers(state)
    if facts.person is None or Role.ADMIN not in facts.person.roles:
        return Finish((say(FOR_ADMINS),))
    if seen_as(known) != get_answer(state, "round")["seen"]:
        return Finish((say(_CHANGED_MEANWHILE, round=name),))
    (year, kind), due = _round_of_answers(state), _due(state, known)
    end_from = known.end_from if known and known.end_from and known.end_from <= due else None
    done: dict[str, tuple[str, Write]] = {
        OPEN: (_OPENED, OpenRound(year, kind, due, event.at, end_from, plan)),
        DUE: (_MOVED, ChangeRound(year, kind, due, end_from, plan)),
        CLOSE: (_CLOSED, CloseRound(year, kind, event.at, plan)),
    }
    told, write = done[_what(state)]
    return Finish((say(told, round=name, due=due),), (write,))
