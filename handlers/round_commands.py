"""The commands by which admins open, move and close a round."""

from collections.abc import Callable

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, say
from handlers.advance import begin
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.menu import back_to_menu
from handlers.rounds import FOR_ADMINS, OPEN, named_round, offered_rounds, round_flow

NO_PLAN = N_("There is no plan yet, so no round can be opened. Please take it in on the admin page: type “เว็บ”.")
ALL_OPEN = N_("All rounds of the years with a plan are open. To close one type “ปิดรอบ”.")
NONE_OPEN = N_("No round is open now. To open one type “เปิดรอบ”.")
NOT_SO = N_("That round is not as the button says any more. Nothing was changed.")


def begin_round(what: str) -> Callable[[State, Event, Facts, str], Turn]:
    """The command that opens, moves or closes a round; its argument, where it has one, names the round."""

    def command(state: State, event: Event, facts: Facts, argument: str) -> Turn:
        if facts.person is None or Role.ADMIN not in facts.person.roles:
            return _end_with(state, facts, FOR_ADMINS)
        offered = offered_rounds(what, facts)
        if not offered:
            return _end_with(state, facts, (ALL_OPEN if facts.plans() else NO_PLAN) if what == OPEN else NONE_OPEN)
        chosen = (
            named_round(argument, offered, facts) if argument else (next(iter(offered)) if len(offered) == 1 else None)
        )
        if argument and chosen is None:
            return _end_with(state, facts, NOT_SO)
        answers = {"round": {"value": offered[chosen], "message": None}} if chosen else {}
        return begin(round_flow(), state, event, facts, answers, {"what": what})

    return command


def _end_with(state: State, facts: Facts, told: str) -> Turn:
    return back_to_menu(state, facts, (say(told),))
