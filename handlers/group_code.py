"""The code by which an administrator links a LINE group: made in the chat with the account alone."""

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.groups import GROUP_CODE_LIVES
from domain.messages import N_, say
from domain.writes import IssueGroupCode
from handlers.facts import Facts
from handlers.flow import Turn

FOR_ADMINS = N_("LINE groups are linked by the agency's administrators.")
HOW_TO_LINK = N_(
    "To link a LINE group:\n"
    "1. Invite this account into the group.\n"
    "2. Type this code in the group yourself, within a day. It works once.\n\n"
    "{code}\n\n"
    "In the group everybody can then ask how far the units are. Answers there cost nothing. "
    "Posting it unasked costs one message of the month for each member: the admin page shows how many first."
)


def offer_group_code(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """A new code for an administrator, in place of the one before."""
    if facts.person is None or Role.ADMIN not in facts.person.roles:
        return Turn(state, (say(FOR_ADMINS),))
    made = facts.new_group_code(event.id)
    issue = IssueGroupCode(facts.person.id, None, made.code_hash, event.at, event.at + GROUP_CODE_LIVES)
    return Turn(state, (say(HOW_TO_LINK, code=made.code),), (issue,))
