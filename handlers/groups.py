"""What the account does in a LINE group: it is linked there by an administrator's code, posts how far the units are
when it is asked, and is silent else. Nobody enrols, reports or gets a link there: others read along.
"""

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.groups import Group, GroupCode, find_group_codes
from domain.messages import N_, Message, say
from domain.writes import LeaveGroup, LinkGroup, NoteGroup, VoidGroupCode
from handlers.codes import void_codes
from handlers.facts import Facts
from handlers.group_state import build_group_state
from handlers.outcome import Outcome
from handlers.words import list_spellings, parse_command, talk_of

UNLINKED = N_(
    "This is the account of {agency}, which follows up its measures. It is not linked with this group, so it says "
    "nothing here. An administrator of the agency links it by typing “เชื่อมกลุ่ม” to the account alone."
)
LINKED = N_(
    "This group is linked with {agency}. Type “ภาพรวม”, or mention the account, to see how far it is{unit}. "
    "Else the account says nothing here. Reports, codes and links belong in the chat with the account alone."
)
OF_UNIT = N_(" ({unit} alone)")
SPENT = N_(
    "This code links no group any more: it works once, within a day. For a new one type “เชื่อมกลุ่ม” to the account alone."
)
WHO_IS_IT = N_(
    "LINE does not say who typed this code. Please have an administrator of the agency type it here on their phone."
)
NOT_BY_ADMIN = N_(
    "The code that links a LINE group was typed in a group by somebody who is not an administrator here, so it works "
    "no longer and nothing was linked. For a new one type “เชื่อมกลุ่ม”, and type the code in the group yourself."
)
ALONE = N_(
    "In the group the account only shows how far the units are: type “ภาพรวม”. "
    "For all else please write to the account alone."
)
_ASKS = frozenset({"overview", "status", "tasks", "help"})  # what is said with a mention and means the overview here


def decide_in_group(state: State, event: Event, facts: Facts) -> Outcome:
    """What follows from an event of a group; a chat of several people that is no group is only guarded for codes."""
    voided = void_codes(state, event, facts)
    if voided.writes or event.group is None:
        return voided
    known = facts.line_group(event.group)
    if event.kind == "join":
        return _joined(state, event, event.group, known, facts)
    if event.kind == "leave":
        return Outcome(state, (), (LeaveGroup(event.group, event.at),))
    if event.kind != "text":
        return Outcome(state)
    code = next((code for one in find_group_codes(event.text) if (code := facts.group_code(one))), None)
    if code is not None:
        return _take_code(state, event, event.group, code, facts)
    if known is None:
        return _greet(state, event, event.group, facts) if event.mentions_us else Outcome(state)
    return Outcome(state, _state_if_asked(event, known, facts))


def _joined(state: State, event: Event, line_group: str, known: Group | None, facts: Facts) -> Outcome:
    """Said once for each time the account comes into the group; nothing where that is news of long ago."""
    if known is not None and (event.at <= known.joined_at or (known.linked_at and event.at <= known.linked_at)):
        return Outcome(state)
    return _greet(state, event, line_group, facts)


def _greet(state: State, event: Event, line_group: str, facts: Facts) -> Outcome:
    return Outcome(state, (say(UNLINKED, agency=facts.agency.name),), (NoteGroup(line_group, event.at),))


def _take_code(state: State, event: Event, line_group: str, code: GroupCode, facts: Facts) -> Outcome:
    """The group is linked where an administrator typed a good code; a stranger learns nothing."""
    if code.used or event.at >= code.expires_at:
        return Outcome(state, (say(SPENT),) if _is_admin(facts) else ())
    if event.line_user is None:
        return Outcome(state, (say(WHO_IS_IT),))
    if facts.person is None or not _is_admin(facts):
        return Outcome(state, (), (VoidGroupCode(code.id, event.at),), (say(NOT_BY_ADMIN),))
    unit = next((unit.name for unit in facts.units() if unit.id == code.unit_id), "")
    told = say(LINKED, agency=facts.agency.name, unit=say(OF_UNIT, unit=unit) if unit else "")
    return Outcome(state, (told,), (LinkGroup(code.id, line_group, facts.person.id, event.at),))


def _is_admin(facts: Facts) -> bool:
    return facts.person is not None and Role.ADMIN in facts.person.roles


def _state_if_asked(event: Event, group: Group, facts: Facts) -> tuple[Message, ...]:
    """How far the units are, where that is asked by its word or by a mention; chatter is not answered."""
    if group.linked_at is None or event.at < group.linked_at:
        return ()
    if list_spellings(event.text)[1] == "ภาพรวม":
        return (build_group_state(group, facts),)
    if not event.mentions_us or talk_of(event):
        return ()
    command = parse_command(event)
    return (say(ALONE),) if command and command[0] not in _ASKS else (build_group_state(group, facts),)
