"""The menu: what can be done now. It stands open whenever nothing else is being asked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.groups import find_group_codes
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.writes import Write
from handlers.advance import ask_again
from handlers.codes import looks_like_code
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, close_flow

QUESTION = N_("What would you like to do? Tap a choice, or type its number.")
NOT_UNDERSTOOD = N_("Sorry, that was not understood.")
ENROLLED = N_(
    "This LINE account is enrolled as {name} already, so the code was not used. "
    "If the phone is somebody else's now, please ask the agency's administrator."
)
IN_THE_GROUP = N_("That is the code of a LINE group. Please type it in the group that is to be linked.")


def menu_flow() -> Flow:
    """One question whose choices are commands."""
    step = Step("menu", _ask_what_to_do, _refuse_unknown, DONE)
    return Flow("menu", lambda _state: {"menu": step}, "menu", lambda _state, _event, _facts: Finish())


def open_menu(state: State) -> State:
    """The state with nothing asked but what the menu offers."""
    return replace(close_flow(state), flow="menu", step="menu")


def is_idle(state: State) -> bool:
    """True where nothing is asked but what the menu offers."""
    return state.flow in (None, "menu")


def back_to_menu(
    state: State, facts: Facts, messages: tuple[Message, ...] = (), writes: tuple[Write, ...] = ()
) -> Turn:
    """The turn that ends at the menu, after these messages."""
    idle = open_menu(state)
    return Turn(idle, (*messages, *ask_again(menu_flow(), idle, facts).messages), writes)


def list_menu_choices(facts: Facts) -> tuple[Choice, ...]:
    """What this person may do: admins get the web page as well, supervisors their units."""
    choices = [
        Choice(say(N_("My tasks")), ":tasks"),
        Choice(say(N_("Status")), ":status"),
        Choice(say(N_("Help")), ":help"),
    ]
    if facts.person is not None and Role.ADMIN in facts.person.roles:
        choices.append(Choice(say(N_("Admin page")), ":web"))
    if _supervises(facts):
        choices.append(Choice(say(N_("Overview of my units")), ":overview"))
    if facts.agency.review_from is not None and facts.duties & {Role.SUPERVISOR, Role.ADMIN}:
        choices.append(Choice(say(N_("Check replies")), ":review"))
    return tuple(choices)


def _supervises(facts: Facts) -> bool:
    return Role.SUPERVISOR in facts.duties


ON_LEAVE = N_("When you will be away:\nลา 3-7 มี.ค. – your days away, and who stands in\nกลับมาแล้ว – you are back sooner")


YOUR_OWN = N_("Besides:\nมอบงาน – hand a task to a colleague\nข้อมูลของฉัน – what is kept of you, as a file too")


def build_help(facts: Facts) -> Say:
    """What Tidtam does here, and the words it understands."""
    told = say(
        N_(
            "Here you report what was done on the measures of {agency}, a few taps each.\n\n"
            "Type at any time:\n"
            "งาน – your tasks\n"
            "รายงาน – report on a task\n"
            "สถานะ – how far you are\n"
            "ย้อนกลับ – one question back\n"
            "ยกเลิก – stop a report; what you answered is kept for 7 days, to go on with\n\n"
            "Photos, files and links can be sent as evidence."
        ),
        agency=facts.agency.name,
    )
    for more in (*_on_one_page(facts), say(ON_LEAVE), say(YOUR_OWN), *_for_supervisors(facts), *_for_admins(facts)):
        told = say("{told}\n\n{more}", told=told, more=more)
    return told


def _on_one_page(facts: Facts) -> Iterator[Say]:
    """What leads to the page of one's own reports: an administrator's word leads to the admin page."""
    if facts.person is not None and Role.ADMIN not in facts.person.roles:
        yield say(N_("On a computer:\nเว็บ – report on all your tasks on one page"))


def _for_supervisors(facts: Facts) -> Iterator[Say]:
    """What supervisors, and administrators like them, may type besides."""
    if not facts.duties & {Role.SUPERVISOR, Role.ADMIN}:
        return
    more = say(N_("For supervisors:\nภาพรวม – how far your units are\nเตือน – have people reminded"))
    if facts.agency.review_from is not None:
        more = say("{more}\n{check}", more=more, check=say(_CHECKING))
    yield more


_CHECKING = N_(
    "ตรวจ – check what your units reported, one by one\nตรวจทั้งหมด – a unit's replies as a list, to approve together\n"
    "ถอนผลตรวจ – take back what you decided within a day"
)


def _for_admins(facts: Facts) -> Iterator[Say]:
    """What the agency's administrators may type besides."""
    if facts.person is not None and Role.ADMIN in facts.person.roles:
        yield say(
            N_(
                "For administrators:\n"
                "เว็บ – the admin page\n"
                "ดาวน์โหลด – the report, from the same page\n"
                "เปิดรอบ, ปิดรอบ – begin and end the taking of replies\n"
                "กำหนดส่ง – change a round's due day\n"
                "เชื่อมกลุ่ม – have a LINE group told how far the units are"
            )
        )


def _ask_what_to_do(_state: State, facts: Facts) -> Message:
    return Choices(say(QUESTION), list_menu_choices(facts))


def _refuse_unknown(event: Event, _state: State, facts: Facts) -> Any:
    code = looks_like_code(event.text) if event.kind == "text" else ""
    if code and facts.person and facts.invite(code):
        raise BadAnswer(say(ENROLLED, name=facts.person.name))
    if any(facts.group_code(one) for one in find_group_codes(event.text)):
        raise BadAnswer(say(IN_THE_GROUP))
    raise BadAnswer(say(NOT_UNDERSTOOD))
