"""The flows by name, and where a conversation stands in them."""

from collections.abc import Callable, Mapping

from domain.conversation import Notes, State
from handlers.absence import absence_flow
from handlers.certificates import send_back_flow
from handlers.comments import comment_flow
from handlers.enrol import code_flow, notice_flow
from handlers.facts import Facts
from handlers.flow import Finish, Flow, carry_drafts
from handlers.interrupted import expire_report, stop_report
from handlers.menu import menu_flow
from handlers.my_data import removal_flow
from handlers.offers import offer_flow
from handlers.report import report_flow
from handlers.review import review_flow
from handlers.review_all import open_list, review_all_flow
from handlers.rounds import round_flow

FLOWS: Mapping[str, Callable[[Facts], Flow]] = {
    "notice": lambda _facts: notice_flow(),
    "code": lambda _facts: code_flow(),
    "menu": lambda _facts: menu_flow(),
    "report": report_flow,
    "review": lambda _facts: review_flow(open_list),
    "review_all": lambda _facts: review_all_flow(),
    "comment": lambda _facts: comment_flow(),
    "send_back": lambda _facts: send_back_flow(),
    "absence": absence_flow,
    "offer": offer_flow,
    "removal": lambda _facts: removal_flow(),
    "round": lambda _facts: round_flow(),
}


# Stands for a flow that was begun under an earlier version and is no more: no step of it is known.
_FORGOTTEN = Flow("", lambda _state: {}, "", lambda _s, _e, _f: Finish(), stop=stop_report, expire=expire_report)


def find_flow(state: State, facts: Facts) -> Flow:
    """The flow that runs, the menu where none does."""
    name = state.flow or "menu"
    return FLOWS[name](facts) if name in FLOWS else _FORGOTTEN


def notes_to_keep(state: State, facts: Facts) -> Notes:
    """What stays noted of the flow that runs where another one takes its place."""
    flow = find_flow(state, facts)
    return flow.stop(state, facts).notes if flow.stop else carry_drafts(state.notes)
